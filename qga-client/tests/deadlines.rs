//! Both clients against peers over real sockets that are silent, stopped, slow, gone or mad: every call ends in time,
//! with the error that says what happened, and never with somebody else's answer.

use std::fmt::Debug;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use qga_client::{Address, CallError, Client, ClientExt, Options, Payload, SessionLimits, Timeouts, commands};

/// How long a call may take; whoever restarts its clock takes longer by far.
const LIMIT: Duration = Duration::from_millis(60);

/// What comes of a peer that says nothing, or too little.
const SILENT: &str = "timed out: answer to the synchronisation";

/// Longer than any call here takes.
const PLENTY: Duration = Duration::from_secs(30);

/// A peer's part: what it does with its connection until the test is over.
type Part = fn(&mut UnixStream, &Receiver<()>);

/// Which call is made.
#[derive(Clone, Copy, Debug)]
enum Call {
    GetTime,
    /// More than a socket holds.
    Write,
}

const ROWS: &[(&str, Part, Call, &str)] = &[
    ("silent", |stream, _| read_all(stream), Call::GetTime, SILENT),
    ("stopped", |_, end| wait(end), Call::GetTime, SILENT),
    ("not reading", |_, end| wait(end), Call::Write, SILENT),
    (
        "reading slowly",
        |stream, end| {
            let pace = Duration::from_millis(10);
            while end.recv_timeout(pace) == Err(RecvTimeoutError::Timeout) && stream.read(&mut [0; 4096]).is_ok() {}
        },
        Call::Write,
        SILENT,
    ),
    (
        "slow from the start",
        |stream, end| {
            say(stream, "{");
            wait(end);
        },
        Call::GetTime,
        SILENT,
    ),
    (
        "slow in the answer",
        |stream, end| {
            let request = synced(stream);
            say(stream, &format!("{{\"return\": 1, \"id\": {request}"));
            wait(end);
        },
        Call::GetTime,
        "timed out: answer",
    ),
    ("busy", |stream, _| answer_lines(stream, |_| String::new()), Call::GetTime, "timed out: answer"),
    ("talking past", |stream, _| while say(stream, "{\"return\": 0}\n") {}, Call::GetTime, "malformed"),
    (
        "answering others",
        |stream, end| {
            say(stream, "{\"return\": 0}\n{\"return\": {}}\n");
            read_all(stream);
            wait(end);
        },
        Call::GetTime,
        "out of step",
    ),
    ("gone", |_, _| {}, Call::GetTime, "closed"),
    (
        "gone within the answer",
        |stream, _| {
            synced(stream);
            say(stream, "{\"retu");
        },
        Call::GetTime,
        "closed",
    ),
    ("gone within the request", |stream, _| drop(stream.read(&mut [0; 100])), Call::Write, "closed"),
    (
        "a console in front",
        |stream, _| {
            say(stream, "\x1b[2Jguest login: \r\n\r\n}{\"return\": {}}]\n");
            answer_lines(stream, |id| format!("{{\"return\": 7, \"id\": {id}}}\n"));
        },
        Call::GetTime,
        "7",
    ),
    (
        "noise in front",
        |stream, _| {
            // Deaf for as long as it makes noise.
            let _ = stream.write_all(&[0xff; 200_000]);
            answer_lines(stream, |id| format!("{{\"return\": 7, \"id\": {id}}}\n"));
        },
        Call::GetTime,
        "7",
    ),
    ("garbage between", |stream, _| answer_lines(stream, |_| "oops\n".into()), Call::GetTime, "malformed"),
    (
        "a million brackets",
        |stream, _| answer_lines(stream, |_| "[".repeat(1_000_000) + "\n"),
        Call::GetTime,
        "malformed or too large",
    ),
    (
        "endless",
        |stream, _| {
            synced(stream);
            while say(stream, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") {}
        },
        Call::GetTime,
        "too large",
    ),
    (
        "only wrong ids",
        |stream, _| {
            let request = synced(stream).parse::<i64>().unwrap_or(0);
            while say(stream, &format!("{{\"return\": 1, \"id\": {}}}\n", request + 1)) {}
        },
        Call::GetTime,
        "malformed",
    ),
    (
        "wrong ids in front",
        |stream, _| {
            answer_lines(stream, |id| format!("{{\"return\": 1, \"id\": 1}}\n{{\"return\": 7, \"id\": {id}}}\n"));
        },
        Call::GetTime,
        "7",
    ),
    (
        "of another type",
        |stream, _| answer_lines(stream, |id| format!("{{\"return\": \"x\", \"id\": {id}}}\n")),
        Call::GetTime,
        "decode",
    ),
    ("failing", |stream, _| refuse(stream, "GenericError", "no"), Call::GetTime, "command: no"),
    (
        "without the command",
        |stream, _| refuse(stream, "CommandNotFound", "The command guest-get-time has not been found"),
        Call::GetTime,
        "unsupported",
    ),
    (
        "forbidding",
        |stream, _| {
            refuse(stream, "CommandNotFound", "Command guest-get-time has been disabled: the command is not allowed");
        },
        Call::GetTime,
        "refused",
    ),
    (
        "frozen",
        |stream, _| {
            let text = "Command guest-get-time has been disabled: the agent is in frozen state";
            refuse(stream, "CommandNotFound", text);
        },
        Call::GetTime,
        "frozen",
    ),
];

fn wait(end: &Receiver<()>) {
    // The test drops its end.
    let _ = end.recv();
}

fn say(stream: &mut UnixStream, text: &str) -> bool {
    stream.write_all(text.as_bytes()).is_ok()
}

fn read_all(stream: &mut UnixStream) {
    // A client that leaves something unread resets the connection.
    let _ = stream.read_to_end(&mut Vec::new());
}

/// Reads requests, and gives the number and the name of each; the byte 0xFF drops what is half read.
fn requests(stream: &mut UnixStream, mut request: impl FnMut(&mut UnixStream, &str, &str) -> bool) {
    let mut line = Vec::new();
    let mut bytes = vec![0; 1 << 16];
    while let Ok(count @ 1..) = stream.read(&mut bytes) {
        for byte in &bytes[..count] {
            match byte {
                0xff => line.clear(),
                b'\n' => {
                    let json: serde_json::Value = serde_json::from_slice(&line).expect("a client sends JSON");
                    line.clear();
                    let id = json.get("id").unwrap_or(&json["arguments"]["id"]).to_string();
                    if !request(stream, json["execute"].as_str().expect("a command"), &id) {
                        return;
                    }
                }
                byte => line.push(*byte),
            }
        }
    }
}

/// Answers the handshake, and returns the id of the request behind it.
fn synced(stream: &mut UnixStream) -> String {
    let mut found = String::new();
    requests(stream, |stream, name, id| {
        if name == "guest-sync-delimited" {
            return stream.write_all(b"\xff").is_ok() && say(stream, &format!("{{\"return\": {id}}}\n"));
        }
        found = id.to_owned();
        false
    });
    found
}

/// Answers every request with what is made of its id, and the handshake as it should be.
fn answer_lines(stream: &mut UnixStream, answer: impl Fn(&str) -> String) {
    requests(stream, |stream, name, id| match name {
        "guest-sync-delimited" => stream.write_all(b"\xff").is_ok() && say(stream, &format!("{{\"return\": {id}}}\n")),
        _ => say(stream, &answer(id)),
    });
}

fn refuse(stream: &mut UnixStream, class: &str, desc: &str) {
    answer_lines(stream, |id| {
        format!("{{\"id\": {id}, \"error\": {{\"class\": \"{class}\", \"desc\": \"{desc}\"}}}}\n")
    });
}

/// A peer at work; it ends when this is dropped.
struct Peer {
    folder: tempfile::TempDir,
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Peer {
    fn play(part: impl FnOnce(&mut UnixStream, &Receiver<()>) + Send + 'static) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let listener = UnixListener::bind(folder.path().join("socket")).expect("a socket in a fresh folder");
        let (end, ended) = channel();
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the client connects");
            part(&mut stream, &ended);
        });
        Peer { folder, end: Some(end), thread: Some(thread) }
    }

    fn address(&self) -> Address {
        Address::Unix(self.folder.path().join("socket"))
    }

    /// Waits for the peer; the client must have left before.
    fn finish(mut self) {
        drop(self.end.take());
        self.thread.take().expect("finished once").join().expect("the peer saw what it should");
    }
}

/// Impatient with pings alone.
fn options() -> Options {
    let mut options = waiting(PLENTY);
    options.timeouts.of_command.insert("guest-ping".into(), LIMIT);
    options
}

fn waiting(limit: Duration) -> Options {
    let timeouts = Timeouts { answer: Some(limit), ..Timeouts::default() };
    let limits = SessionLimits { answer: 1 << 18, stale: 1 << 18, ..SessionLimits::default() };
    Options { timeouts, limits, ..Options::default() }
}

fn large() -> commands::GuestFileWrite {
    commands::GuestFileWrite::new(1, Payload::from(vec![0; 4 << 20]))
}

fn describe<T: Debug>(result: Result<T, CallError>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(CallError::TimedOut { waiting_for, .. }) => format!("timed out: {waiting_for}"),
        Err(CallError::Closed) => "closed".into(),
        Err(CallError::OutOfStep) => "out of step".into(),
        Err(CallError::Malformed { .. }) => "malformed".into(),
        Err(CallError::TooLarge { .. }) => "too large".into(),
        Err(CallError::Decode(_)) => "decode".into(),
        Err(CallError::Command(error)) => format!("command: {error}"),
        Err(CallError::Unsupported(_)) => "unsupported".into(),
        Err(CallError::Refused(_)) => "refused".into(),
        Err(CallError::Frozen(_)) => "frozen".into(),
        Err(other) => format!("{other:?}"),
    }
}

/// Plays every part to a client, and holds what it says against the table.
fn against_all(call: impl Fn(&Address, &Options, Call) -> String) {
    for (name, part, which, expected) in ROWS {
        let waits = expected.starts_with("timed out") || *expected == "out of step";
        let mut limit = if waits { LIMIT } else { PLENTY };
        let outcome = loop {
            let peer = Peer::play(part);
            let begin = Instant::now();
            let outcome = call(&peer.address(), &waiting(limit), *which);
            let took = begin.elapsed();
            peer.finish();
            assert!(took < 2 * PLENTY, "{name}: {took:?}");
            assert!(took >= limit || !waits, "{name}: {took:?}");
            // A busy machine may keep the peer from saying in time what it is to say.
            if outcome != SILENT || *expected == SILENT || limit > PLENTY {
                break outcome;
            }
            limit *= 4;
        };
        assert!(expected.split(" or ").any(|one| one == outcome), "{name}: {outcome}, not {expected}");
    }
}

#[test]
fn the_blocking_client_ends_every_call_in_time_and_says_why() {
    against_all(|address, options, call| {
        let mut vm = Client::connect_with(address, options).expect("the peer listens");
        match call {
            Call::GetTime => describe(vm.guest_get_time()),
            Call::Write => describe(vm.guest_file_write(large()).map(|written| written.count)),
        }
    });
    let nowhere = Client::connect("unix:/nonexistent/socket");
    assert!(matches!(nowhere, Err(CallError::Connect { .. })));
}

/// An agent that lacks the delimited sync and ignores ids. It forgets to answer a ping.
fn plain_agent(stream: &mut UnixStream, heard: &Sender<String>) {
    requests(stream, |stream, name, id| {
        heard.send(name.to_owned()).expect("the test listens");
        match name {
            "guest-sync-delimited" => {
                let desc = "The command guest-sync-delimited has not been found";
                say(stream, &format!("{{\"error\": {{\"class\": \"CommandNotFound\", \"desc\": \"{desc}\"}}}}\n"))
            }
            "guest-sync" => say(stream, &format!("{{\"return\": {id}}}\n")),
            "guest-ping" => true,
            _ => say(stream, "{\"return\": 7}\n"),
        }
    });
}

/// What it is asked.
const TO_A_PLAIN_AGENT: [&str; 9] = [
    "guest-sync-delimited",
    "guest-get-time",
    // The probe.
    "guest-sync",
    "guest-sync",
    "guest-sync",
    "guest-sync",
    "guest-ping",
    "guest-sync",
    "guest-get-time",
];

#[test]
fn the_blocking_client_falls_back_to_the_plain_sync() {
    let (heard, told) = channel();
    let peer = Peer::play(move |stream, _| plain_agent(stream, &heard));
    let mut vm = Client::connect_with(peer.address(), &options()).expect("the peer listens");
    assert_eq!(describe(vm.guest_get_time()), "7");
    assert!(describe(vm.guest_ping()).starts_with("timed out"));
    assert_eq!(describe(vm.guest_get_time()), "7");
    drop(vm);
    peer.finish();
    assert_eq!(told.iter().collect::<Vec<_>>(), TO_A_PLAIN_AGENT);
}

#[cfg(feature = "tokio")]
mod asynchronous {
    use super::*;
    use qga_client::{AsyncClient, AsyncClientExt as _};

    fn run<T>(test: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
    }

    async fn connect(peer: &Address, options: &Options) -> AsyncClient {
        AsyncClient::connect_with(peer, options).await.expect("the peer listens")
    }

    #[test]
    fn the_asynchronous_client_ends_every_call_in_time_and_says_why() {
        against_all(|address, options, call| {
            run(async {
                let mut vm = connect(address, options).await;
                match call {
                    Call::GetTime => describe(vm.guest_get_time().await),
                    Call::Write => describe(vm.guest_file_write(large()).await.map(|written| written.count)),
                }
            })
        });
    }

    #[test]
    fn the_asynchronous_client_falls_back_to_the_plain_sync() {
        let (heard, told) = channel();
        let peer = Peer::play(move |stream, _| plain_agent(stream, &heard));
        run(async {
            let mut vm = connect(&peer.address(), &options()).await;
            assert_eq!(describe(vm.guest_get_time().await), "7");
            assert!(describe(vm.guest_ping().await).starts_with("timed out"));
            assert_eq!(describe(vm.guest_get_time().await), "7");
        });
        peer.finish();
        assert_eq!(told.iter().collect::<Vec<_>>(), TO_A_PLAIN_AGENT);
    }

    #[test]
    fn a_call_dropped_within_its_request_leaves_the_client_able_to_go_on() {
        let (listen, told) = channel();
        let peer = Peer::play(move |stream, _| {
            told.recv().expect("the call was dropped");
            answer_lines(stream, |id| format!("{{\"return\": 7, \"id\": {id}}}\n"));
        });
        run(async {
            let mut vm = connect(&peer.address(), &waiting(PLENTY)).await;
            // The peer reads nothing yet, so that this is dropped half-way.
            let dropped = tokio::time::timeout(LIMIT, vm.guest_file_write(large())).await;
            assert!(dropped.is_err());
            listen.send(()).expect("the peer waits");
            assert_eq!(describe(vm.guest_get_time().await), "7");
        });
        peer.finish();
    }
}
