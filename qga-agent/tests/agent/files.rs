//! Files through a real agent: handles, positions, modes, errors, and memory.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::harness::{Agent, Client};

/// Large enough to be read in pieces, and its base64 has no padding: 48 MiB.
const LARGE_FILE_BYTES: usize = 48 << 20;

fn open(client: &mut Client, path: &std::path::Path, mode: &str) -> i64 {
    client.call("guest-file-open", &format!("\"path\": {path:?}, \"mode\": \"{mode}\"")).unwrap().as_i64().unwrap()
}

fn file(client: &mut Client, what: &str, handle: i64, more: &str) -> Result<String, String> {
    client.call(&format!("guest-file-{what}"), &format!("\"handle\": {handle}{more}")).map(sorted)
}

/// The answer as text, its members sorted: the order depends on serde_json's features.
fn sorted(answer: serde_json::Value) -> String {
    let members: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_value(answer).unwrap();
    serde_json::to_string(&members).unwrap()
}

#[test]
fn handles_count_on_over_restarts_and_positions_follow() {
    let mut agent = Agent::start(&[]);
    let mut client = agent.connect();
    let path = agent.folder().join("file");
    let handle = open(&mut client, &path, "w+");
    assert_eq!(handle, 1000);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o666);
    let cases = [
        ("write", ", \"buf-b64\": \"MDEyMzQ1Njc4OQ==\"", r#"{"count":10,"eof":false}"#),
        ("read", "", r#"{"buf-b64":"","count":0,"eof":true}"#),
        ("seek", ", \"offset\": 2, \"whence\": 0", r#"{"eof":false,"position":2}"#),
        ("read", ", \"count\": 4", r#"{"buf-b64":"MjM0NQ==","count":4,"eof":false}"#),
        ("seek", ", \"offset\": -1, \"whence\": \"cur\"", r#"{"eof":false,"position":5}"#),
        ("write", ", \"buf-b64\": \"QUJD\", \"count\": 2", r#"{"count":2,"eof":false}"#),
        ("read", ", \"count\": 3", r#"{"buf-b64":"Nzg5","count":3,"eof":false}"#),
        ("read", ", \"count\": 0", r#"{"buf-b64":"","count":0,"eof":false}"#),
        ("read", ", \"count\": 1", r#"{"buf-b64":"","count":0,"eof":true}"#),
        ("seek", ", \"offset\": 5, \"whence\": \"end\"", r#"{"eof":false,"position":15}"#),
        ("seek", ", \"offset\": 0, \"whence\": \"set\"", r#"{"eof":false,"position":0}"#),
        ("read", "", r#"{"buf-b64":"MDEyMzRBQjc4OQ==","count":10,"eof":true}"#),
        ("flush", "", "{}"),
    ];
    for (what, more, expected) in cases {
        assert_eq!(file(&mut client, what, handle, more).as_deref(), Ok(expected), "{what}{more}");
    }
    let errors = [
        ("read", ", \"count\": -1", "value '-1' is invalid for argument count"),
        ("read", ", \"count\": 50331649", "value '50331649' is invalid for argument count"),
        ("write", ", \"buf-b64\": \"QUJD\", \"count\": 4", "value '4' is invalid for argument count"),
        ("seek", ", \"offset\": 0, \"whence\": 3", "invalid whence code 3"),
        ("seek", ", \"offset\": -1, \"whence\": 0", "failed to seek file: Invalid argument"),
        ("seek", ", \"offset\": -1, \"whence\": 1", "failed to seek file: Invalid argument"),
    ];
    for (what, more, expected) in errors {
        let handle = if expected.contains("whence") || what != "seek" { handle } else { open(&mut client, &path, "r") };
        assert_eq!(file(&mut client, what, handle, more), Err(expected.to_owned()), "{what}{more}");
    }
    assert_eq!(file(&mut client, "close", handle, ""), Ok("{}".into()));
    assert_eq!(file(&mut client, "close", handle, ""), Err(format!("handle '{handle}' has not been found")));
    let last = open(&mut client, &path, "r");

    let restarted = Agent::start(&["-t", agent.folder().to_str().unwrap()]);
    agent.process.kill().unwrap();
    assert!(open(&mut restarted.connect(), &path, "r") > last);
}

#[test]
fn appending_reading_only_and_special_files_do_what_they_say() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let path = agent.folder().join("file");
    fs::write(&path, "one").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let handle = open(&mut client, &path, "a+");
    assert_eq!(
        file(&mut client, "read", handle, ", \"count\": 1").unwrap(),
        r#"{"buf-b64":"bw==","count":1,"eof":false}"#
    );
    assert_eq!(file(&mut client, "write", handle, ", \"buf-b64\": \"dHdv\"").unwrap(), r#"{"count":3,"eof":false}"#);
    assert_eq!(
        file(&mut client, "seek", handle, ", \"offset\": 0, \"whence\": 1").unwrap(),
        r#"{"eof":false,"position":6}"#
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "onetwo");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600, "only new files are 0666");

    let handle = open(&mut client, &path, "r");
    let refused = file(&mut client, "write", handle, ", \"buf-b64\": \"dHdv\"");
    assert_eq!(refused.unwrap_err(), "failed to write to file: Bad file descriptor");
    let handle = open(&mut client, &path, "w");
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
    assert_eq!(file(&mut client, "read", handle, "").unwrap_err(), "failed to read file: Bad file descriptor");
    let handle = open(&mut client, agent.folder(), "r");
    assert_eq!(file(&mut client, "read", handle, "").unwrap_err(), "failed to read file: Is a directory");
    let handle = open(&mut client, "/dev/full".as_ref(), "w");
    let full = file(&mut client, "write", handle, ", \"buf-b64\": \"dHdv\"");
    assert_eq!(full.unwrap_err(), "failed to write to file: No space left on device");
    assert_eq!(file(&mut client, "close", handle, "").unwrap(), "{}", "everything was said already");
    let handle = open(&mut client, "/proc/version".as_ref(), "r");
    assert!(file(&mut client, "read", handle, ", \"count\": 50331648").unwrap().contains("\"eof\":true"));
}

#[test]
fn files_that_clients_left_open_are_bounded() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let handles: Vec<i64> = (0..1024).map(|_| open(&mut client, "/dev/null".as_ref(), "r")).collect();
    // Another client is refused, too: handles belong to the agent, not to a connection.
    drop(client);
    let mut client = agent.connect();
    let refused = client.call("guest-file-open", r#""path": "/dev/null", "mode": "r""#).unwrap_err();
    assert_eq!(refused, "failed to open file '/dev/null' (mode: 'r'): 1024 files are open; close some first");
    file(&mut client, "close", handles[5], "").unwrap();
    assert!(open(&mut client, "/dev/null".as_ref(), "r") > *handles.last().unwrap());
    file(&mut client, "read", handles[6], "").unwrap();
}

#[test]
fn a_fifo_loses_nothing() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let path = agent.folder().join("fifo");
    rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
    let refused = client.call("guest-file-open", &format!("\"path\": {path:?}, \"mode\": \"w\"")).unwrap_err();
    assert!(refused.ends_with("(mode: 'w'): No such device or address"), "{refused}");
    let handle = open(&mut client, &path, "r");
    let mut writer = fs::File::options().write(true).open(&path).unwrap();
    assert_eq!(
        file(&mut client, "read", handle, "").unwrap_err(),
        "failed to read file: Resource temporarily unavailable"
    );
    std::io::Write::write_all(&mut writer, b"abc").unwrap();
    assert_eq!(file(&mut client, "read", handle, "").unwrap(), r#"{"buf-b64":"YWJj","count":3,"eof":false}"#);
    drop(writer);
    assert_eq!(file(&mut client, "read", handle, "").unwrap(), r#"{"buf-b64":"","count":0,"eof":true}"#);
    assert_eq!(
        file(&mut client, "seek", handle, ", \"offset\": 0, \"whence\": 0").unwrap_err(),
        "failed to seek file: Illegal seek"
    );
}

#[test]
fn forty_eight_mebibytes_are_read_and_written_without_being_held_over_and_over() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let path = agent.folder().join("large");
    let content: Vec<u8> =
        (0..LARGE_FILE_BYTES + 10).map(|place| place.wrapping_mul(2654435761).to_le_bytes()[3]).collect();
    fs::write(&path, &content).unwrap();

    let handle = open(&mut client, &path, "r");
    let idle = agent.peak_memory();
    let answer = client.ask(&format!(
        "{{\"execute\": \"guest-file-read\", \"arguments\": {{\"handle\": {handle}, \"count\": {LARGE_FILE_BYTES}}}}}"
    ));
    let read = agent.peak_memory() - idle;
    assert!(read < 8 * 1024, "{read} KiB to read");
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((&answer["return"]["count"], &answer["return"]["eof"]), (&LARGE_FILE_BYTES.into(), &false.into()));
    let encoded = answer["return"]["buf-b64"].as_str().unwrap();
    assert_eq!(encoded.len(), LARGE_FILE_BYTES / 3 * 4);
    let rest = file(&mut client, "read", handle, ", \"count\": 50331648").unwrap();
    assert!(rest.contains("\"count\":10,\"eof\":true"), "the position moved with what was sent: {rest}");

    let copy = agent.folder().join("copy");
    let target = open(&mut client, &copy, "w");
    let written = file(&mut client, "write", target, &format!(", \"buf-b64\": \"{encoded}\""));
    assert_eq!(written.unwrap(), format!(r#"{{"count":{LARGE_FILE_BYTES},"eof":false}}"#));
    assert!(fs::read(&copy).unwrap() == content[..LARGE_FILE_BYTES]);
    let write = agent.peak_memory() - idle;
    let text = u64::try_from(encoded.len()).unwrap() / 1024;
    assert!(write < text * 3 / 2, "{write} KiB to write {text} KiB");
}
