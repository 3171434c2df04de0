//! The agent's loop over real sockets, with clients of every kind.

use std::fs;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use qga_runtime::transport::memory;
use qga_runtime::{Address, Admission, Attendant, Endpoint, Listener, ServeOptions, Stream, serve};
use rustix::pipe::{PipeFlags, pipe_with};

use crate::small_agent::{SmallAgent, UntilClosed, dispatcher};

/// An agent in a thread of its own, until this is dropped or stopped.
pub(crate) struct Running {
    stop: Option<OwnedFd>,
    thread: Option<JoinHandle<io::Result<SmallAgent>>>,
}

impl Running {
    pub(crate) fn start(endpoints: Vec<Endpoint>) -> Self {
        Running::start_with(SmallAgent::default(), endpoints, ServeOptions::default())
    }

    pub(crate) fn start_with(agent: SmallAgent, endpoints: Vec<Endpoint>, options: ServeOptions) -> Self {
        Running::start_attended(agent, endpoints, options, UntilClosed)
    }

    pub(crate) fn start_attended<T: Attendant<SmallAgent> + Send + 'static>(
        mut agent: SmallAgent,
        endpoints: Vec<Endpoint>,
        options: ServeOptions,
        attendant: impl FnOnce(OwnedFd) -> T,
    ) -> Self {
        let (attended, stop) = pipe_with(PipeFlags::CLOEXEC).expect("a pipe");
        let mut attendant = attendant(attended);
        let thread = thread::spawn(move || {
            serve(&dispatcher(), &mut agent, endpoints, &mut attendant, &options)?;
            Ok(agent)
        });
        Running { stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn stop(mut self) -> SmallAgent {
        drop(self.stop.take());
        self.joined()
    }

    /// Waits for a loop that ends with a panic.
    pub(crate) fn panics(mut self) -> bool {
        self.thread.take().expect("joined once").join().is_err()
    }

    /// Waits for a loop that ends by itself.
    fn joined(&mut self) -> SmallAgent {
        let thread = self.thread.take().expect("joined once");
        thread.join().expect("the loop does not panic").expect("the loop does not fail")
    }
}

pub(crate) fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

pub(crate) fn ask(client: &mut Stream, request: &[u8]) -> String {
    client.write_all_by(request, soon()).expect("the agent reads");
    line(client)
}

pub(crate) fn line(client: &mut Stream) -> String {
    let mut answer = Vec::new();
    while !answer.ends_with(b"\n") {
        assert_ne!(client.read_by(&mut answer, soon()).expect("the agent answers"), 0, "the agent closed");
    }
    String::from_utf8(answer).expect("ASCII")
}

pub(crate) const PING: &[u8] = br#"{"execute":"guest-ping"}"#;
pub(crate) const PONG: &str = "{\"return\": {}}\n";

#[test]
fn a_request_is_answered_and_the_loop_ends_with_its_only_client() {
    let (mut client, server) = memory::pair().expect("a pair");
    let mut agent = Running::start(vec![Endpoint::connected(server)]);
    assert_eq!(ask(&mut client, PING), PONG);
    drop(client);
    assert_eq!(agent.joined().pings, 1);
}

#[test]
fn what_a_client_asked_before_it_stopped_sending_is_answered_and_then_the_channel_is_closed() {
    let (mut client, server) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let agent = Running::start(vec![Endpoint::connected(server), Endpoint::connected(other_end)]);
    assert_eq!(ask(&mut other, PING), PONG);
    client.write_all_by(&PING.repeat(1000), soon()).expect("the agent reads");
    rustix::net::shutdown(&client, rustix::net::Shutdown::Write).expect("connected");
    let mut answers = Vec::new();
    while client.read_by(&mut answers, soon()).expect("the agent answers or closes") > 0 {
        answers.reserve(4096);
    }
    assert_eq!(answers.len(), 1000 * PONG.len());
    assert_eq!(ask(&mut other, PING), PONG);
    assert_eq!(agent.stop().pings, 1002);
}

#[test]
fn clients_of_several_listeners_have_parsers_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let addresses = ["one", "two"].map(|name| Address::Unix(folder.path().join(name)));
    let listeners = addresses
        .clone()
        .map(|address| Endpoint::listening(Listener::bind(&address, Admission::default()).expect("a free path")));
    let agent = Running::start(listeners.into());
    let mut one = Stream::connect(&addresses[0], soon()).expect("a listener");
    let mut two = Stream::connect(&addresses[1], soon()).expect("a listener");
    one.write_all_by(br#"{"execute":"gue"#, soon()).expect("the agent reads");
    assert_eq!(ask(&mut two, PING), PONG);
    assert_eq!(ask(&mut one, br#"st-ping"}"#), PONG);
    // Half a request does not outlive its connection.
    one.write_all_by(br#"{"execute":"gue"#, soon()).expect("the agent reads");
    drop(one);
    let mut next = Stream::connect(&addresses[0], soon()).expect("a listener");
    assert_eq!(ask(&mut next, PING), PONG);
    assert_eq!(agent.stop().pings, 3);
}

#[test]
fn a_thousand_clients_come_and_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = Address::Unix(folder.path().join("socket"));
    let listener = Listener::bind(&address, Admission::default()).expect("a free path");
    let agent = Running::start(vec![Endpoint::listening(listener)]);
    let open_before = fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or(0);
    for _ in 0..1000 {
        let mut client = Stream::connect(&address, soon()).expect("a listener");
        assert_eq!(ask(&mut client, PING), PONG);
    }
    assert_eq!(ask(&mut Stream::connect(&address, soon()).expect("a listener"), PING), PONG);
    let open_after = fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or(0);
    assert!(open_after < open_before + 40, "{open_before} descriptors became {open_after}");
    assert_eq!(agent.stop().pings, 1001);
}

#[test]
fn a_client_that_does_not_read_delays_no_other() {
    let (mut stalled, stalled_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let agent = Running::start(vec![Endpoint::connected(stalled_end), Endpoint::connected(other_end)]);
    // Sends requests until the agent reads no more, and reads no answer.
    let mut unread = 0;
    let deadline = Instant::now() + Duration::from_millis(300);
    while stalled.write_all_by(PING, deadline).is_ok() {
        unread += 1;
    }
    assert!(unread > 100, "{unread}");
    assert_eq!(ask(&mut other, PING), PONG);
    // All but the request that was cut off are answered once the client reads.
    let mut answers = Vec::new();
    while answers.len() < unread * PONG.len() {
        answers.reserve(4096);
        assert_ne!(stalled.read_by(&mut answers, soon()).expect("the agent answers"), 0);
    }
    assert!(answers.chunks(PONG.len()).all(|answer| answer == PONG.as_bytes()));
    drop(agent.stop());
}

#[test]
fn an_unread_large_answer_does_not_keep_the_loop_from_ending() {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(&vec![7; 4 << 20]).expect("room");
    let agent = SmallAgent { file: Some(file.into()), ..SmallAgent::default() };
    let (mut client, server) = memory::pair().expect("a pair");
    let agent = Running::start_with(agent, vec![Endpoint::connected(server)], ServeOptions::default());
    let read = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":4194304}}"#;
    client.write_all_by(read, soon()).expect("the agent reads");
    let mut begin = Vec::with_capacity(8);
    client.read_by(&mut begin, soon()).expect("the agent answers");
    drop(agent.stop());
}

#[test]
fn a_client_that_does_not_read_is_closed_and_the_others_are_served() {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(&vec![7; 4 << 20]).expect("room");
    let agent = SmallAgent { file: Some(file.into()), ..SmallAgent::default() };
    let (mut stalled, stalled_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let options = ServeOptions { stall: Duration::from_millis(50), ..ServeOptions::default() };
    let endpoints = vec![Endpoint::connected(stalled_end), Endpoint::connected(other_end)];
    let agent = Running::start_with(agent, endpoints, options);
    let read = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":4194304}}"#;
    stalled.write_all_by(read, soon()).expect("the agent reads");
    stalled.read_by(&mut Vec::with_capacity(8), soon()).expect("the agent answers");
    assert_eq!(ask(&mut other, PING), PONG);
    drop(agent.stop());
}

#[test]
fn forty_eight_mebibytes_go_both_ways() {
    let data: Vec<u8> = (0..48u32 << 20).map(|at| at.to_le_bytes()[0] ^ at.to_le_bytes()[2]).collect();
    let (mut client, server) = memory::pair().expect("a pair");
    let agent = Running::start(vec![Endpoint::connected(server)]);
    let mut request = br#"{"execute":"guest-file-write","arguments":{"handle":1000,"buf-b64":""#.to_vec();
    let mut encoded = Vec::new();
    qga_runtime::Marshal::marshal(
        &qga_runtime::Payload::from(data.clone()),
        &mut qga_runtime::JsonWriter::new(&mut encoded),
    );
    request.extend_from_slice(&encoded[1..]);
    request.extend_from_slice(b"}}");
    assert!(request.len() > 64 << 20);
    assert_eq!(ask(&mut client, &request), "{\"return\": 50331648}\n");
    let read = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":50331648},"id":1}"#;
    let answer = ask(&mut client, read);
    let expected = format!(
        "{{\"return\": {{\"buf-b64\": {}, \"count\": 50331648, \"eof\": false}}, \"id\": 1}}\n",
        String::from_utf8(encoded).expect("ASCII")
    );
    assert!(answer == expected, "{} bytes, expected {}", answer.len(), expected.len());
    assert!(agent.stop().written == data);
}
