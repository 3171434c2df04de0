//! The blocking client against peers over real sockets: well-behaved, silent, gone, slow and mad ones.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use qga_client::{Address, Any, CallError, Caller, Client, ClientExt, Options, SessionLimits, Timeouts, commands};

/// A listening peer that plays `part` with its first connection.
fn peer(part: impl FnOnce(UnixStream) + Send + 'static) -> (tempfile::TempDir, Address, JoinHandle<()>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let listener = UnixListener::bind(&path).expect("a socket in a fresh folder");
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client connects");
        part(stream);
    });
    (folder, Address::Unix(path), thread)
}

fn impatient() -> Options {
    let timeouts =
        Timeouts { answer: Some(Duration::from_millis(80)), silence: Duration::from_secs(1), ..Timeouts::default() };
    Options { timeouts, ..Options::default() }
}

/// Reads requests line by line and answers each with what `answer` makes of it.
fn answer_all(stream: UnixStream, mut answer: impl FnMut(&serde_json::Value) -> Option<Vec<u8>>) {
    let mut writer = stream.try_clone().expect("a second descriptor");
    for line in BufReader::new(stream).split(b'\n') {
        let line = line.expect("the client writes");
        let text = line.strip_prefix(b"\xff").unwrap_or(&line);
        let request: serde_json::Value = serde_json::from_slice(text).expect("the client sends JSON");
        let bytes = match request["execute"].as_str() {
            Some("guest-sync-delimited") => {
                Some(format!("\u{0}{{\"return\": {}}}\n", request["arguments"]["id"]).into_bytes())
            }
            _ => answer(&request),
        };
        if let Some(mut bytes) = bytes {
            if bytes.first() == Some(&0) {
                bytes[0] = 0xff;
            }
            if writer.write_all(&bytes).is_err() {
                return;
            }
        }
    }
}

fn echo_id(request: &serde_json::Value, result: &str) -> Option<Vec<u8>> {
    Some(format!("{{\"return\": {result}, \"id\": {}}}\n", request["id"]).into_bytes())
}

#[test]
fn typed_calls_get_typed_answers() {
    let (_folder, address, thread) = peer(|stream| {
        answer_all(stream, |request| match request["execute"].as_str() {
            Some("guest-file-open") => {
                assert_eq!(request["arguments"], serde_json::json!({"path": "/x", "mode": "w"}));
                echo_id(request, "1000")
            }
            Some("guest-file-read") => echo_id(request, r#"{"count": 3, "buf-b64": "YWJj", "eof": true, "new": 1}"#),
            _ => echo_id(request, "{}"),
        });
    });
    let mut vm = Client::connect(&address).expect("the peer listens");
    vm.guest_ping().expect("an answer");
    let open = commands::GuestFileOpen::new("/x").with_mode("w");
    assert_eq!(vm.guest_file_open(open).expect("an answer"), 1000);
    let read = vm.guest_file_read(commands::GuestFileRead::new(1000)).expect("an answer with a member too many");
    assert_eq!((read.count, read.eof, read.buf_b64.into_vec()), (3, true, b"abc".to_vec()));
    assert_eq!(vm.call_raw("guest-anything", None).expect("an answer"), Any::from(serde_json::json!({})));
    drop(vm);
    thread.join().expect("the peer saw what it should");
}

#[test]
fn the_handshake_and_the_first_command_are_one_write() {
    let (_folder, address, thread) = peer(|mut stream| {
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).expect("the client writes");
        let text = String::from_utf8_lossy(&bytes[1..count]).into_owned();
        assert_eq!(bytes[0], 0xff);
        assert!(text.contains("guest-sync-delimited") && text.contains("guest-ping"), "{text}");
    });
    let mut vm = Client::connect(&address).expect("the peer listens");
    assert!(matches!(vm.guest_ping(), Err(CallError::Closed)));
    thread.join().expect("the peer saw what it should");
}

#[test]
fn a_silent_peer_ends_at_the_deadline_and_the_next_call_gets_its_own_answer() {
    let mut asked = 0;
    let (_folder, address, thread) = peer(move |stream| {
        answer_all(stream, move |request| {
            asked += 1;
            // The first answer is held back and comes in front of the second one's sync answer.
            if asked == 1 { None } else { echo_id(request, &asked.to_string()) }
        });
    });
    let mut vm = Client::connect(&address).expect("the peer listens");
    let started = Instant::now();
    let limit = Duration::from_millis(80);
    let silent = vm.call_within(commands::GuestGetTime::new(), limit).expect_err("no answer comes");
    assert!(matches!(silent, CallError::TimedOut { .. }), "{silent}");
    assert!(started.elapsed() >= Duration::from_millis(75), "not before the deadline");
    assert_eq!(vm.call(commands::GuestGetTime::new()).expect("an answer"), 2);
    drop(vm);
    thread.join().expect("the peer saw what it should");
}

#[test]
fn a_peer_that_never_synchronises_is_told_from_one_that_never_answers() {
    let (_folder, address, thread) = peer(|mut stream| {
        // Takes everything, says nothing, until the client leaves.
        stream.read_to_end(&mut Vec::new()).expect("the client leaves in the end");
    });
    let mut vm = Client::connect_with(&address, &impatient()).expect("the peer listens");
    let error = vm.guest_ping().expect_err("no answer comes");
    assert!(matches!(error, CallError::TimedOut { waiting_for: "answer to the synchronisation", .. }), "{error}");
    drop(vm);
    thread.join().expect("the peer ends");
}

#[test]
fn an_endless_answer_is_cut_off() {
    let (_folder, address, thread) = peer(|mut stream| while stream.write_all(&[b'x'; 65536]).is_ok() {});
    let limits = SessionLimits { answer: 1 << 20, ..SessionLimits::default() };
    let mut vm = Client::connect_with(&address, &Options { limits, ..Options::default() }).expect("the peer listens");
    let error = vm.guest_ping().expect_err("no answer comes");
    assert!(matches!(error, CallError::TooLarge { limit: 0x10_0000 }), "{error}");
    drop(vm);
    thread.join().expect("the peer ends");
}

#[test]
fn a_peer_that_dribbles_does_not_stretch_the_deadline() {
    let (_folder, address, thread) = peer(|mut stream| {
        // Bytes without end, one write each: whoever restarts its clock on every byte waits for ever.
        while stream.write_all(b" ").is_ok() {
            std::thread::yield_now();
        }
    });
    let mut vm = Client::connect_with(&address, &impatient()).expect("the peer listens");
    let started = Instant::now();
    let error = vm.guest_ping().expect_err("no answer comes");
    assert!(matches!(error, CallError::TimedOut { .. } | CallError::TooLarge { .. }), "{error}");
    assert!(started.elapsed() < Duration::from_secs(20), "the deadline holds");
    drop(vm);
    thread.join().expect("the peer ends");
}

#[test]
fn errors_are_told_apart() {
    let (_folder, address, thread) = peer(|stream| {
        answer_all(stream, |request| {
            let (class, desc) = match request["execute"].as_str() {
                Some("guest-ping") => {
                    ("CommandNotFound", "Command guest-ping has been disabled: the command is not allowed")
                }
                Some("guest-info") => {
                    ("CommandNotFound", "Command guest-info has been disabled: the agent is in frozen state")
                }
                Some("guest-get-load") => ("CommandNotFound", "The command guest-get-load has not been found"),
                _ => ("GenericError", "no"),
            };
            let answer = serde_json::json!({"error": {"class": class, "desc": desc}, "id": request["id"]});
            Some(format!("{answer}\n").into_bytes())
        });
    });
    let mut vm = Client::connect(&address).expect("the peer listens");
    assert!(matches!(vm.guest_ping(), Err(CallError::Refused(_))));
    assert!(matches!(vm.guest_info(), Err(CallError::Frozen(_))));
    assert!(matches!(vm.guest_get_load(), Err(CallError::Unsupported(_))));
    assert!(matches!(vm.guest_get_host_name(), Err(CallError::Command(error)) if error.desc == "no"));
    assert!(matches!(vm.fire(commands::GuestShutdown::new()), Err(CallError::Command(_))));
    drop(vm);
    thread.join().expect("the peer saw what it should");
    let nowhere = Address::Unix("/nonexistent/agent.sock".into());
    assert!(matches!(Client::connect(&nowhere), Err(CallError::Connect { .. })));
}

#[test]
fn a_command_that_answers_only_on_failure_succeeds_in_silence() {
    let (_folder, address, thread) = peer(|stream| answer_all(stream, |_| None));
    let mut vm = Client::connect_with(&address, &impatient()).expect("the peer listens");
    vm.fire(commands::GuestShutdown::new()).expect("silence is success");
    drop(vm);
    thread.join().expect("the peer saw what it should");
}

#[test]
fn a_client_that_goes_leaves_no_answer_unread() {
    let ((go, gone), (told, answered)) = (mpsc::channel(), mpsc::channel());
    let (_folder, address, thread) = peer(move |mut stream| {
        gone.recv().expect("the client gives up");
        stream.write_all(b"{\"return\": {}}\n").expect("the client is there");
        told.send(()).expect("the client waits");
        // A socket that is closed with something unread in it makes this fail.
        stream.read_to_end(&mut Vec::new()).expect("an orderly end");
    });
    let mut vm = Client::connect_with(&address, &impatient()).expect("the peer listens");
    vm.guest_ping().expect_err("no answer comes in time");
    go.send(()).expect("the peer waits");
    answered.recv().expect("the peer answers");
    drop(vm);
    thread.join().expect("the peer saw what it should");
}
