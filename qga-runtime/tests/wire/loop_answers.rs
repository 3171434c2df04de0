//! Answers from the loop while a command waits.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use qga_runtime::transport::memory;
use qga_runtime::{
    Address, Admission, Attendant, Dispatcher, Endpoint, Entry, Listener, LoopAnswers, Notice, ServeOptions, Stream,
};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Uid, geteuid};
use rustix::thread::set_thread_res_uid;

use crate::devices;
use crate::serving::{PING, PONG, Running, ask, line, soon};
use crate::small_agent::{Ping, SmallAgent, Sync, SyncDelimited};

/// Ends the loop when the other end of a pipe is closed; answers from the loop.
struct Assisted {
    until: OwnedFd,
    fragile: bool,
    disconnected: Sender<()>,
    urgent: Sender<String>,
}

impl Attendant<SmallAgent> for Assisted {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.until.as_fd()
    }

    fn woken(&mut self, _agent: &mut SmallAgent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn loop_answers(&mut self) -> Option<LoopAnswers> {
        let commands = Dispatcher::new([Entry::of::<Ping>(), Entry::of::<Sync>(), Entry::of::<SyncDelimited>()]);
        let urgent = self.urgent.clone();
        let state = SmallAgent { fragile: self.fragile, ..SmallAgent::default() };
        Some(
            LoopAnswers::new(commands, state)
                .on_urgent(move |info| urgent.send(info.name.to_owned()).unwrap_or_default()),
        )
    }

    fn notice(&mut self, notice: Notice) -> ControlFlow<()> {
        if matches!(notice, Notice::Disconnected(_)) {
            let _ = self.disconnected.send(());
        }
        ControlFlow::Continue(())
    }
}

pub(crate) fn start(agent: SmallAgent, endpoints: Vec<Endpoint>, options: ServeOptions) -> (Running, Receiver<()>) {
    let (disconnected, disconnects) = mpsc::channel();
    let attendant = |until| Assisted { until, disconnected, urgent: mpsc::channel().0, fragile: false };
    (Running::start_attended(agent, endpoints, options, attendant), disconnects)
}

/// As [`start`], with a loop that panics at a ping.
pub(crate) fn start_fragile(agent: SmallAgent, endpoints: Vec<Endpoint>) -> Running {
    let (disconnected, _) = mpsc::channel();
    let attendant = |until| Assisted { until, disconnected, urgent: mpsc::channel().0, fragile: true };
    Running::start_attended(agent, endpoints, ServeOptions::default(), attendant)
}

/// An agent whose test-wait waits until the pipe's other end is dropped, that end, and the receiver of its start.
pub(crate) fn waiting_agent() -> (SmallAgent, OwnedFd, Receiver<()>) {
    let (awaited, release) = pipe_with(PipeFlags::CLOEXEC).expect("a pipe");
    let (waits, waiting) = mpsc::channel();
    (SmallAgent { wait: Some((awaited, waits)), ..SmallAgent::default() }, release, waiting)
}

pub(crate) const WAIT: &[u8] = br#"{"execute":"test-wait"}"#;

/// Connected clients, and the agent's ends of their connections.
pub(crate) fn clients<const N: usize>() -> ([Stream; N], Vec<Endpoint>) {
    let (ours, theirs): (Vec<_>, Vec<_>) = (0..N).map(|_| memory::pair().expect("a pair")).unzip();
    let ours = ours.try_into().unwrap_or_else(|_| unreachable!("N of them"));
    (ours, theirs.into_iter().map(Endpoint::connected).collect())
}

/// Clients of an agent that runs test-wait for the first of them, which sends `behind` as well; the command ends when the
/// pipe is dropped.
pub(crate) fn busy_agent<const N: usize>(behind: &[u8]) -> ([Stream; N], Running, OwnedFd, Receiver<()>) {
    let (mut clients, endpoints) = clients();
    let (agent, release, waiting) = waiting_agent();
    let (agent, disconnects) = start(agent, endpoints, ServeOptions::default());
    clients[0].write_all_by(&[WAIT, behind].concat(), soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    (clients, agent, release, disconnects)
}

/// Reads `count` lines, which may come in several pieces.
pub(crate) fn lines(client: &mut Stream, count: usize) -> String {
    let mut lines = String::new();
    while lines.matches('\n').count() < count {
        lines += &line(client);
    }
    lines
}

#[test]
fn other_clients_are_answered_as_far_as_the_loop_can() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = Address::Unix(folder.path().join("socket"));
    let listener = Listener::bind(&address, Admission::default()).expect("a free path");
    let (mut busy, busy_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let (agent, release, waiting) = waiting_agent();
    let endpoints = vec![Endpoint::connected(busy_end), Endpoint::connected(other_end), Endpoint::listening(listener)];
    let (agent, disconnects) = start(agent, endpoints, ServeOptions::default());

    busy.write_all_by(br#"{"execute":"test-wait"}{"execute":"guest-ping"}"#, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    let requests: [(&[u8], &str); 4] = [
        (PING, PONG),
        (br#"{'execute':'guest-ping','id':'a'}"#, "{\"return\": {}, \"id\": \"a\"}\n"),
        (
            br#"{"execute":"guest-ping","arguments":{"x":1}}"#,
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter 'x' is unexpected\"}}\n",
        ),
        (b"\xff{\"execute\":\"guest-sync\",\"arguments\":{\"id\":7}}", "{\"return\": 7}\n"),
    ];
    for (request, answer) in requests {
        assert_eq!(ask(&mut other, request), answer);
    }
    // A client can connect and disconnect while the command runs.
    let mut newcomer = Stream::connect(&address, soon()).expect("a listener");
    // A request that needs the agent is queued, and so are those behind it.
    let later = br#"{"execute":"test-echo","arguments":{"text":"x"}}{"execute":"guest-ping"}"#;
    other.write_all_by(later, soon()).expect("the agent reads");
    // Requests sent before the first ping are read before the second.
    assert_eq!(ask(&mut newcomer, PING), PONG);
    assert_eq!(ask(&mut newcomer, PING), PONG);
    drop(newcomer);
    other.write_all_by(PING, soon()).expect("there is room");

    assert_eq!(disconnects.try_recv().ok(), None, "reported when the command is done");
    drop(release);
    assert_eq!(lines(&mut busy, 2), [PONG, PONG].concat());
    assert_eq!(lines(&mut other, 3), ["{\"return\": \"x\"}\n", PONG, PONG].concat());
    disconnects.recv().expect("the newcomer has disconnected");
    assert_eq!(agent.stop().pings, 3, "the loop answered all others");
}

#[test]
fn a_command_that_runs_learns_of_a_request_that_goes_first() {
    let (mut busy, busy_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let (agent, release, waiting) = waiting_agent();
    let (urgent, notices) = mpsc::channel();
    let attendant = |until| Assisted { until, disconnected: mpsc::channel().0, urgent, fragile: false };
    let endpoints = vec![Endpoint::connected(busy_end), Endpoint::connected(other_end)];
    let agent = Running::start_attended(agent, endpoints, ServeOptions::default(), attendant);
    busy.write_all_by(br#"{"execute":"test-wait"}"#, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    let echo = br#"{"execute":"test-echo","arguments":{"text":"x"}}"#;
    other.write_all_by(echo, soon()).expect("the agent reads");
    // Goes first, too, but the gate refuses it.
    other.write_all_by(br#"{"execute":"guest-exec"}"#, soon()).expect("the agent reads");
    other.write_all_by(br#"{"execute":"test-urgent"}"#, soon()).expect("the agent reads");
    assert_eq!(notices.recv().expect("the urgent request does"), "test-urgent");
    assert!(notices.try_recv().is_err(), "those before it do not");
    drop(release);
    drop(agent.stop());
}

#[test]
fn clients_that_are_refused_repeatedly_keep_no_other_out() {
    if !geteuid().is_root() {
        return println!("LEFT OUT: clients of another user, since only root can become one");
    }
    let address = Address::Abstract(format!("qga-loop-answers-{}", std::process::id()));
    let listener = Listener::bind(&address, Admission::default()).expect("a free name");
    let (mut busy, busy_end) = memory::pair().expect("a pair");
    let (agent, release, waiting) = waiting_agent();
    let endpoints = vec![Endpoint::connected(busy_end), Endpoint::listening(listener)];
    let (agent, _leaving) = start(agent, endpoints, ServeOptions::default());
    busy.write_all_by(WAIT, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    thread::scope(|scope| {
        scope.spawn(|| {
            // Changes the user of this thread only.
            let overflow_user = Uid::from_raw(65534);
            set_thread_res_uid(overflow_user, overflow_user, overflow_user).expect("root may");
            for _ in 0..200 {
                let mut refused = Stream::connect(&address, soon()).expect("a listener");
                assert_eq!(refused.read_by(&mut Vec::new(), soon()).expect("closed"), 0);
            }
        });
    });
    let mut newcomer = Stream::connect(&address, soon()).expect("a listener");
    assert_eq!(ask(&mut newcomer, PING), PONG);
    drop(release);
    assert_eq!(line(&mut busy), PONG);
    drop(agent.stop());
}

#[test]
fn a_client_that_does_not_read_a_large_answer_delays_no_other() {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(&vec![7; 4 << 20]).expect("room");
    let agent = SmallAgent { file: Some(file.into()), ..SmallAgent::default() };
    let (mut stalled, stalled_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let endpoints = vec![Endpoint::connected(stalled_end), Endpoint::connected(other_end)];
    // Nothing but the agent itself answers here, so it waits for no client.
    let agent = Running::start_with(agent, endpoints, ServeOptions::default());
    let read = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":4194304}}"#;
    stalled.write_all_by(read, soon()).expect("the agent reads");
    stalled.read_by(&mut Vec::with_capacity(8), soon()).expect("the agent answers");
    assert_eq!(ask(&mut other, PING), PONG);
    assert_eq!(agent.stop().pings, 1);
}

#[test]
fn a_client_that_reads_a_large_answer_slowly_delays_no_other() {
    let (mut reader, reader_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let (slow, reading) = mpsc::channel();
    let agent = SmallAgent { slow: Some(slow), ..SmallAgent::default() };
    let endpoints = vec![Endpoint::connected(reader_end), Endpoint::connected(other_end)];
    let (agent, _) = start(agent, endpoints, ServeOptions::default());
    let read = br#"{"execute":"guest-file-read","arguments":{"handle":1001,"count":4194304}}"#;
    reader.write_all_by(read, soon()).expect("the agent reads");
    let reader = thread::spawn(move || line(&mut reader).len());
    reading.recv().expect("the answer has begun");
    assert_eq!(ask(&mut other, PING), PONG);
    assert!(!reader.is_finished(), "the ping came while the answer was made");
    assert!(reader.join().expect("read to the end") > 4 << 20);
    agent.stop();
}

#[test]
fn a_client_that_asks_for_much_at_once_lets_others_ask_in_between() {
    let (mut greedy, greedy_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let (agent, release, waiting) = waiting_agent();
    let agent = Running::start_with(
        agent,
        vec![Endpoint::connected(greedy_end), Endpoint::connected(other_end)],
        ServeOptions::default(),
    );
    let work = br#"{"execute":"test-work"}"#.repeat(8);
    greedy.write_all_by(&[br#"{"execute":"test-wait"}"#, &work[..]].concat(), soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    other.write_all_by(PING, soon()).expect("there is room");
    drop(release);
    assert_eq!(line(&mut other), PONG);
    assert_eq!(lines(&mut greedy, 9), PONG.repeat(9));
    assert_eq!(agent.stop().worked.last(), Some(&1), "the ping came before the end of the work");
}

#[test]
fn a_client_that_reads_a_large_answer_slowly_is_neither_given_up_nor_waited_for() {
    let (mut slow, slow_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let agent = SmallAgent { written: vec![7; 16 << 20], ..SmallAgent::default() };
    let options = ServeOptions { stall: Duration::from_secs(5), ..ServeOptions::default() };
    let endpoints = vec![Endpoint::connected(slow_end), Endpoint::connected(other_end)];
    let (agent, disconnected) = start(agent, endpoints, options);
    let read = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":16777216}}"#;
    slow.write_all_by(read, soon()).expect("the agent reads");
    let mut taken = 0;
    let mut piece = Vec::with_capacity(1 << 20);
    while !piece.ends_with(b"\n") {
        piece.clear();
        taken += slow.read_by(&mut piece, soon()).expect("some of the answer");
        let echo = br#"{"execute":"test-echo","arguments":{"text":"x"}}"#;
        assert_eq!(ask(&mut other, echo), "{\"return\": \"x\"}\n");
    }
    assert!(taken > 16 << 20, "{taken} bytes");
    assert!(disconnected.try_recv().is_err(), "no client was closed");
    agent.stop();
}

#[test]
fn the_client_of_a_device_is_answered_while_a_command_of_another_waits() {
    let (far, device) = devices::line();
    let endpoint = Endpoint::device(Address::Serial(device)).expect("it opens");
    let (mut busy, busy_end) = memory::pair().expect("a pair");
    let (agent, release, waiting) = waiting_agent();
    let (agent, _) = start(agent, vec![endpoint, Endpoint::connected(busy_end)], ServeOptions::default());
    busy.write_all_by(WAIT, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    assert_eq!(devices::ask_over(&far, PING, PONG.len()), PONG);
    let sync = br#"{"execute":"guest-sync","arguments":{"id":7}}{"execute":"test-echo","arguments":{"text":"x"}}"#;
    assert_eq!(devices::ask_over(&far, sync, 14), "{\"return\": 7}\n");
    drop(release);
    assert_eq!(line(&mut busy), PONG);
    assert_eq!(devices::ask_over(&far, PING, 31), ["{\"return\": \"x\"}\n", PONG].concat());
    assert_eq!(agent.stop().pings, 1, "the loop answered the other one");
}
