//! The broker: several clients on one agent, some of them out of their minds.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use qga_client::test::{Answer, FakeAgent, FakeSocket, Request};
use qga_client::{Any, CallError, Caller, Client, CommandError, Options, Timeouts, commands};
use serde_json::{Value, json};

/// Longer than anything here takes on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// A broker that is killed when the test is done with it.
pub(crate) struct Listening {
    tool: Child,
    folder: tempfile::TempDir,
}

impl Listening {
    /// The tool, at a socket of its own.
    pub(crate) fn start(words: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
        tool.args(words).arg("--listen").arg(folder.path().join("agent.sock"));
        let mut tool = tool.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the tool was built");
        let mut line = String::new();
        BufReader::new(tool.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where it listens");
        assert!(line.starts_with("listening at unix:"), "{line}");
        Listening { tool, folder }
    }

    fn of(agent: &FakeSocket, options: &[&str]) -> Self {
        Listening::start(&[&["broker", &agent.address().to_string()], options].concat())
    }

    pub(crate) fn client(&self) -> Client {
        let timeouts = Timeouts { answer: Some(LIMIT), ..Timeouts::default() };
        let options = Options { timeouts, ..Options::default() };
        Client::connect_with(self.folder.path().join("agent.sock"), &options).expect("it listens")
    }

    pub(crate) fn stream(&self) -> UnixStream {
        let stream = UnixStream::connect(self.folder.path().join("agent.sock")).expect("it listens");
        stream.set_read_timeout(Some(LIMIT)).expect("it is no zero");
        stream
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // It has ended if this fails.
        let _ = self.tool.kill();
        let _ = self.tool.wait();
    }
}

/// An agent that returns the path it is to run, and bytes where it is to read.
fn echo() -> FakeAgent {
    FakeAgent::new(|request: &Request| match request.command.as_str() {
        "acme-echo" => request.arguments.clone().into(),
        "acme-much" => Value::from("x".repeat(2 << 20)).into(),
        "guest-ping" => Answer::done(),
        _ => request.unknown(),
    })
}

fn say(client: &mut Client, text: &str) -> Value {
    let arguments = Any::from(json!({"text": text}));
    client.call_raw("acme-echo", Some(&arguments)).expect("an answer").to_tree().expect("a tree")
}

#[test]
fn eight_clients_have_their_own_answers_though_two_are_mad_and_one_is_mute() {
    let agent = echo().listen().expect("a socket");
    let broker = Listening::of(&agent, &[]);
    let is_over = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let mute = broker.stream();
        // Asks for 16 MiB and reads nothing of it.
        let mut deaf = broker.stream();
        deaf.write_all(br#"{"execute": "acme-much"}"#.repeat(8).as_slice()).expect("it reads");
        // Sends what is nothing, and half requests.
        let mut mad = broker.stream();
        let (ends, maddest) = (Arc::clone(&is_over), mad.try_clone().expect("a second descriptor"));
        scope.spawn(move || {
            let pieces: [&[u8]; 4] =
                [b"\xff{\"execute\": \"acme-ech", b"\x00\xfe]]]}}\"\n", b"[[[[[[[[", b"{\"id\": {}} \xff\n"];
            for piece in pieces.iter().cycle() {
                // Its answers are not read, so it may be closed.
                if ends.load(Ordering::Relaxed) || mad.write_all(piece).is_err() {
                    return;
                }
            }
        });
        let sane: Vec<_> = (0..5)
            .map(|number| {
                let mut client = broker.client();
                scope.spawn(move || {
                    for round in 0..20 {
                        let text = format!("{number} {round}");
                        assert_eq!(say(&mut client, &text), json!({"text": text}));
                    }
                })
            })
            .collect();
        let ended: Vec<_> = sane.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        is_over.store(true, Ordering::Relaxed);
        // A write that waits for the broker to read ends.
        maddest.shutdown(std::net::Shutdown::Both).expect("it is connected");
        assert!(ended.iter().all(Result::is_ok));
        drop((mute, deaf));
    });
}

#[test]
fn what_passes_keeps_its_form() {
    let agent = echo().listen().expect("a socket");
    let broker = Listening::of(&agent, &[]);
    let mut stream = broker.stream();
    let requests = [
        (r#"{"execute":"guest-sync-delimited","arguments":{"id":7}}"#, "\u{ff}{\"return\": 7}"),
        (r#"{"execute":"guest-ping"}"#, r#"{"return": {}}"#),
        (
            r#"{"execute":"acme-echo","arguments":{"n":12345678901234567890},"id":{"a":[1]}}"#,
            r#"{"return": {"n": 12345678901234567890}, "id": {"a": [1]}}"#,
        ),
        (
            r#"{"execute":"guest-none","id":"x"}"#,
            r#"{"id": "x", "error": {"class": "CommandNotFound", "desc": "The command guest-none has not been found"}}"#,
        ),
        (r#"{"execute":"guest-sync","arguments":{"id":8},"id":9}"#, r#"{"return": 8, "id": 9}"#),
        (r#"{"exec":1}"#, r#"{"error": {"class": "GenericError", "desc": "QMP input member 'exec' is unexpected"}}"#),
    ];
    stream.write_all(requests.map(|(request, _)| request).join("\n").as_bytes()).expect("it reads");
    let mut lines = BufReader::new(stream);
    for (request, expected) in requests {
        let mut line = Vec::new();
        lines.read_until(b'\n', &mut line).expect("an answer");
        let line: String = line.iter().map(|byte| char::from(*byte)).collect();
        assert_eq!(line.trim_end(), expected, "{request}");
    }
    // Neither syncs nor what is no request reach the agent.
    let mut client = broker.client();
    assert_eq!(say(&mut client, "é"), json!({"text": "é"}));
}

#[test]
fn a_silent_agent_is_an_error_for_each_client_and_an_agent_that_comes_back_is_found() {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&count);
    let agent = FakeAgent::new(move |request: &Request| match request.command.as_str() {
        "acme-hang" => Answer::Silence,
        "acme-die" => {
            asked.fetch_add(1, Ordering::Relaxed);
            Answer::Close
        }
        "acme-refuse" => CommandError::disabled("acme-refuse").into(),
        "guest-shutdown" => Answer::Silence,
        _ => Answer::done(),
    });
    let agent = agent.listen().expect("a socket");
    let broker = Listening::of(&agent, &["--timeout", "3"]);
    let (mut one, mut other) = (broker.client(), broker.client());
    let said = |error: CallError| error.command_error().map(ToString::to_string).unwrap_or_else(|| error.to_string());
    let silent = said(one.call_raw("acme-hang", None).expect_err("silence"));
    assert!(
        silent.starts_with("no answer from the agent within 3") && silent.contains("is the agent running"),
        "{silent}"
    );
    other.call(commands::GuestPing::new()).expect("it answers again");
    // It may have run, so it is not sent twice.
    let closed = said(one.call_raw("acme-die", None).expect_err("closed"));
    assert!(closed.contains("closed the channel before it answered"), "{closed}");
    assert_eq!(count.load(Ordering::Relaxed), 1);
    other.call(commands::GuestPing::new()).expect("it is connected anew");
    let refused = one.call_raw("acme-refuse", None).expect_err("refused");
    assert!(matches!(refused, CallError::Refused(_)), "{refused}");
    one.fire(commands::GuestShutdown::new()).expect("silence is success");
}

#[test]
fn a_sync_is_answered_and_a_thaw_goes_first_while_the_agent_works() {
    let (begun, told) = std::sync::mpsc::channel();
    let (go, may_go) = std::sync::mpsc::channel::<()>();
    let agent = FakeAgent::new(move |request: &Request| {
        begun.send(request.command.clone()).expect("the test waits");
        if request.command == "acme-work" {
            may_go.recv().expect("the test goes on");
        }
        Answer::done()
    });
    let agent = agent.listen().expect("a socket");
    let broker = Listening::of(&agent, &[]);
    let (mut working, mut waiting, mut thawing) = (broker.stream(), broker.stream(), broker.stream());
    working.write_all(b"{\"execute\": \"acme-work\"}").expect("it reads");
    assert_eq!(told.recv_timeout(LIMIT).expect("it is asked"), "acme-work");
    // The answer to a sync that follows shows that what went before has arrived.
    let synced = |stream: &mut UnixStream| {
        let mut byte = [0];
        while byte != *b"\n" {
            stream.read_exact(&mut byte).expect("an answer");
        }
    };
    waiting.write_all(b"{\"execute\": \"acme-wait\"}").expect("it reads");
    thawing.write_all(b"{\"execute\": \"guest-sync\", \"arguments\": {\"id\": 1}}").expect("it reads");
    synced(&mut thawing);
    thawing.write_all(b"{\"execute\": \"guest-fsfreeze-thaw\"}").expect("it reads");
    let mut last = broker.stream();
    last.write_all(b"{\"execute\": \"guest-sync\", \"arguments\": {\"id\": 1}}").expect("it reads");
    synced(&mut last);
    go.send(()).expect("the agent waits");
    assert_eq!(told.recv_timeout(LIMIT).expect("it is asked"), "guest-fsfreeze-thaw");
    assert_eq!(told.recv_timeout(LIMIT).expect("it is asked"), "acme-wait");
}

#[test]
fn a_socket_that_another_process_serves_is_left_alone() {
    let agent = echo().listen().expect("a socket");
    let address = agent.address().to_string();
    let tool = Command::new(env!("CARGO_BIN_EXE_qga")).args(["broker", &address, "--listen", &address]).output();
    let output = tool.expect("the tool was built");
    let message = format!("qga: cannot listen at {address}: another process listens there\n");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(6), message.as_str()));
    Client::connect(&address).expect("the agent's socket is there still");
}
