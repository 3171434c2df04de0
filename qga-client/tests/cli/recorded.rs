//! A trace of a conversation, and the agent that plays it back.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;

use qga_client::test::{Answer, FakeAgent, Request};
use qga_client::{CallError, Caller, commands};
use serde_json::{Value, json};

use crate::broker::Listening;
use crate::peer::{text, tool};

/// What a client says, and what it gets.
const CONVERSATION: &[(&str, &str)] = &[
    (r#"{"execute": "guest-sync", "arguments": {"id": 7}}"#, r#"{"return": 7}"#),
    (r#"{"execute": "guest-ping", "id": {"a": 1}}"#, r#"{"return": {}, "id": {"a": 1}}"#),
    (r#"{"execute": "guest-get-time"}"#, r#"{"return": 1}"#),
    (r#"{"execute": "guest-get-time"}"#, r#"{"return": 2}"#),
    (
        r#"{"execute": "guest-exec", "arguments": {"path": "sh", "arg": ["-c", "hush"], "input-data": "aHVzaA=="}}"#,
        r#"{"return": {"pid": 7}}"#,
    ),
    (
        r#"{"execute": "guest-set-user-password", "arguments": {"username": "u", "password": "aHVzaA==", "crypted": false}}"#,
        r#"{"error": {"class": "GenericError", "desc": "no such user"}}"#,
    ),
];

/// The same again, of a command whose answer is secret.
const READ: (&str, &str) = (
    r#"{"execute": "guest-file-read", "arguments": {"handle": 1}}"#,
    r#"{"return": {"count": 4, "buf-b64": "aHVzaA==", "eof": true}}"#,
);

fn agent() -> FakeAgent {
    let mut time = 0;
    FakeAgent::new(move |request: &Request| match request.command.as_str() {
        "guest-ping" => Answer::done(),
        "guest-get-time" => {
            time += 1;
            json!(time).into()
        }
        "guest-exec" => json!({"pid": 7}).into(),
        "guest-set-user-password" => qga_client::CommandError::new("no such user").into(),
        "guest-file-read" => json!({"count": 4, "buf-b64": "aHVzaA==", "eof": true}).into(),
        _ => Answer::Silence,
    })
}

/// Says a line, and returns the line that comes back, without its sentinel.
fn say(stream: &mut BufReader<UnixStream>, line: &str) -> String {
    writeln!(stream.get_mut(), "{line}").expect("it reads");
    let mut answer = String::new();
    stream.read_line(&mut answer).expect("an answer");
    answer.trim_end().to_owned()
}

/// An error's members come in another order from the fake.
fn assert_same(answer: &str, expected: &str) {
    let tree = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(tree(answer), tree(expected));
}

#[test]
fn a_trace_has_no_secrets_and_is_played_back() {
    let (agent, folder) = (agent().listen().expect("a socket"), tempfile::tempdir().expect("a temporary folder"));
    let path = folder.path().join("trace.jsonl");
    let file = path.to_str().expect("a plain path");
    let recorder = Listening::start(&["record", &agent.address().to_string(), file]);
    let mut stream = BufReader::new(recorder.stream());
    for (request, expected) in CONVERSATION {
        assert_same(&say(&mut stream, request), expected);
    }
    assert_same(&say(&mut stream, READ.0), READ.1);
    // The second client comes when the first has gone, and is asked for nothing by the trace.
    drop(stream);
    let mut client = recorder.client();
    client.call(commands::GuestPing::new()).expect("the second client is served");
    drop((client, recorder));

    let trace = std::fs::read_to_string(&path).expect("the trace");
    assert_eq!(std::fs::metadata(&path).expect("the trace").permissions().mode() & 0o777, 0o600);
    assert!(!trace.contains("hush") && !trace.contains("aHVz"), "{trace}");
    let untimed = |line: &str| line.split_once(',').expect("a time").1.to_owned();
    let lines: Vec<String> = trace.lines().map(untimed).collect();
    assert_eq!(lines[0], r#""from":"client","event":"connected"}"#);
    assert_eq!(
        lines[9],
        r#""from":"client","request":5,"message":{"execute": "guest-exec", "arguments": {"path": "sh", "arg": ["***", "***"], "input-data": "KioqKg=="}}}"#
    );
    assert_eq!(
        lines[12],
        r#""from":"agent","answers":6,"message":{"error": {"class": "GenericError", "desc": "no such user"}}}"#
    );
    assert_eq!(lines[15], r#""from":"client","event":"closed"}"#);

    // It plays at its own pace if it is told so; that pace was quick.
    let replay = Listening::start(&["replay", file, "--timed"]);
    let mut stream = BufReader::new(replay.stream());
    for (request, expected) in CONVERSATION {
        assert_same(&say(&mut stream, request), expected);
    }
    assert_same(&say(&mut stream, READ.0), &READ.1.replace("aHVzaA==", "KioqKg=="));
    assert_same(&say(&mut stream, r#"{"execute": "guest-get-time", "id": 3}"#), r#"{"return": 2, "id": 3}"#);
    let mut client = replay.client();
    let unknown = client.call(commands::GuestGetUsers::new()).expect_err("it is not in the trace");
    assert!(matches!(unknown, CallError::Unsupported(_)), "{unknown}");
}

#[test]
fn garbage_passes_and_leaves_no_trace_of_itself() {
    let agent = FakeAgent::new(|_| Answer::Raw(b"login: hush\n{\"return\": \"hu\\sh\"}\nhush".to_vec()));
    let (agent, folder) = (agent.listen().expect("a socket"), tempfile::tempdir().expect("a temporary folder"));
    let path = folder.path().join("trace.jsonl");
    let recorder = Listening::start(&["record", &agent.address().to_string(), path.to_str().expect("a plain path")]);
    let mut stream = recorder.stream();
    stream.write_all(b"{\"execute\": \"guest-ping\"}\n\xff{hush \x00\n").expect("it reads");
    let expected = b"login: hush\n{\"return\": \"hu\\sh\"}\nhush";
    let mut answer = vec![0; expected.len()];
    stream.read_exact(&mut answer).expect("it passes");
    assert_eq!(text(&answer), text(expected));
    drop((stream, recorder));
    let trace = std::fs::read_to_string(&path).expect("the trace");
    assert!(trace.contains("\"event\":\"broken\"") && !trace.contains("hush"), "{trace}");
}

#[test]
fn what_cannot_be_recorded_or_played_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("trace.jsonl");
    let file = path.to_str().expect("a plain path");
    std::fs::write(&path, "{\"time\": 1}\n").expect("a file");
    let socket = folder.path().join("sock");
    let listen = socket.to_str().expect("a plain path");
    for (words, status, said) in [
        (&["record", "/no/agent", file, "--listen", listen][..], 6, "trace.jsonl: File exists"),
        (&["replay", file, "--listen", listen], 6, "trace.jsonl: line 1: missing field `from`"),
        (&["replay", "/no/trace", "--listen", listen], 6, "cannot open /no/trace: No such file"),
        (&["replay", file, "--listen", "libvirt:vm"], 2, "not an address of this host"),
        (&["broker", "/no/agent", "--listen", "tcp:0.0.0.0:1"], 6, "cannot listen at tcp:0.0.0.0:1: "),
        (&["broker", "/no/agent"], 2, "--listen <ADDRESS>"),
    ] {
        let output = tool(words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        assert!(text(&output.stderr).contains(said), "{words:?}: {}", text(&output.stderr));
    }
}
