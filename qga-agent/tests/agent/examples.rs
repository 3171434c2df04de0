//! Examples of the established agent's answers: every form of request, every error text, and the deliberate differences
//! with their reasons. An installed established agent must answer the same.
//!
//! Two examples are for commands that no test may send to an agent of its own machine, not even in a wrong form; those
//! are in the transcripts of qga-runtime.

use std::path::Path;

use crate::harness::{Agent, Client};
use crate::reference::{REFERENCE, is_missing};

/// A request, and its answer lines. `\xff` is that byte.
type Row = (&'static str, &'static [&'static str]);

/// Equal answers of both agents.
const ALIKE: &[Row] = &[
    (r#"{"execute":"guest-ping"}"#, &[r#"{"return": {}}"#]),
    (r#"{'execute':'guest-ping','id':'a"b'}"#, &[r#"{"return": {}, "id": "a\"b"}"#]),
    (r#"{"execute":"guest-ping","id":null}"#, &[r#"{"return": {}, "id": null}"#]),
    (r#"{"execute":"guest-ping","id":"é€😀"}"#, &[r#"{"return": {}, "id": "\u00E9\u20AC\uD83D\uDE00"}"#]),
    (r#"{"execute":"guest-sync","arguments":{"id":9223372036854775807}}"#, &[r#"{"return": 9223372036854775807}"#]),
    (r#"{"execute":"guest-sync-delimited","arguments":{"id":5},"id":6}"#, &[r#"\xff{"return": 5, "id": 6}"#]),
    // Typing.
    (
        r#"{"execute":"guest-sync","arguments":{"id":9223372036854775808}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'id', expected: integer"}}"#],
    ),
    (
        r#"{"execute":"guest-sync","arguments":{"id":1.0}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'id', expected: integer"}}"#],
    ),
    (r#"{"execute":"guest-sync"}"#, &[r#"{"error": {"class": "GenericError", "desc": "Parameter 'id' is missing"}}"#]),
    (
        r#"{"execute":"guest-ping","arguments":{"foo":42}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Parameter 'foo' is unexpected"}}"#],
    ),
    (
        r#"{"execute":"guest-file-seek","arguments":{"handle":1,"offset":0,"whence":true}}"#,
        &[
            r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'whence', expected: GuestFileWhence"}}"#,
        ],
    ),
    (
        r#"{"execute":"guest-file-seek","arguments":{"handle":1,"offset":0,"whence":"up"}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Parameter 'whence' does not accept value 'up'"}}"#],
    ),
    (
        r#"{"execute":"guest-exec","arguments":{"path":5}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'path', expected: string"}}"#],
    ),
    (
        r#"{"execute":"guest-exec","arguments":{"path":"x","arg":["a",1]}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'arg[1]', expected: string"}}"#],
    ),
    (
        r#"{"execute":"guest-exec","arguments":{"path":"x","arg":{}}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'arg', expected: array"}}"#],
    ),
    (
        r#"{"execute":"guest-file-read","arguments":{"handle":1,"count":null}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter type for 'count', expected: integer"}}"#],
    ),
    // The envelope.
    (
        r#"{"execute":"no-such","id":1}"#,
        &[r#"{"id": 1, "error": {"class": "CommandNotFound", "desc": "The command no-such has not been found"}}"#],
    ),
    (
        r#"{"execute":"guest-ping","foo":1,"id":7}"#,
        &[r#"{"id": 7, "error": {"class": "GenericError", "desc": "QMP input member 'foo' is unexpected"}}"#],
    ),
    (
        r#"{"exec-oob":"guest-ping"}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "QMP input member 'exec-oob' is unexpected"}}"#],
    ),
    (r"{}", &[r#"{"error": {"class": "GenericError", "desc": "QMP input lacks member 'execute'"}}"#]),
    (
        r#"{"execute":5}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "QMP input member 'execute' must be a string"}}"#],
    ),
    (
        r#"{"execute":"guest-ping","arguments":null}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "QMP input member 'arguments' must be an object"}}"#],
    ),
    (r"[1,2]", &[r#"{"error": {"class": "GenericError", "desc": "QMP input must be a JSON object"}}"#]),
    // The parser.
    (
        r#"{"execute":"guest-ping",}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, expecting value"}}"#],
    ),
    (
        "{\"execute\":\"guest-pi\n",
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\"guest-pi\n'"}}"#],
    ),
    (
        r#"{"execute" "guest-ping"}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, missing : in object pair"}}"#],
    ),
    (
        r#"{"execute":"guest-ping","execute":"guest-ping"}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, duplicate key"}}"#],
    ),
    (r"{1:2}", &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, key is not a string in object"}}"#]),
    (
        r#"{"execute":nope}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, invalid keyword 'nope'"}}"#],
    ),
    (
        r#"{"a":1 "b":2}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, expected separator in dict"}}"#],
    ),
    (r"[1 2]", &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, expected separator in list"}}"#]),
    (
        r#"{"a":"\q"}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "JSON parse error, invalid escape sequence in string"}}"#],
    ),
    (
        r#"{"a":"\ud800"}"#,
        &[
            r#"{"error": {"class": "GenericError", "desc": "JSON parse error, \\ud800 is not a valid Unicode character"}}"#,
        ],
    ),
    // Error texts of commands.
    (
        r#"{"execute":"guest-file-open","arguments":{"path":"/no/such","mode":"r"}}"#,
        &[
            r#"{"error": {"class": "GenericError", "desc": "failed to open file '/no/such' (mode: 'r'): No such file or directory"}}"#,
        ],
    ),
    (
        r#"{"execute":"guest-file-open","arguments":{"path":"/x","mode":"rw"}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "invalid file open mode 'rw'"}}"#],
    ),
    (
        r#"{"execute":"guest-file-close","arguments":{"handle":7}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "handle '7' has not been found"}}"#],
    ),
    (
        r#"{"execute":"guest-file-flush","arguments":{"handle":-1}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "handle '-1' has not been found"}}"#],
    ),
    (
        r#"{"execute":"guest-exec","arguments":{"path":"x","input-data":"a b"}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Base64 data contains invalid characters"}}"#],
    ),
];

/// Deliberate differences: this agent's answer, the established one's possible answers, and why.
const BETTER: &[(&str, &[&str], &[&str], &str)] = &[
    (
        "\\xff{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":5},\"id\":6}",
        &[r#"\xff{"return": 5, "id": 6}"#],
        &[
            r#"{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\uFFFD'"}}"#,
            r#"\xff{"return": 5, "id": 6}"#,
        ],
        "the byte is what the protocol asks for, and no mistake; every client skips the line in front",
    ),
    (
        r#"{"execute":"guest-ping","id":18446744073709551616}"#,
        &[r#"{"return": {}, "id": 18446744073709551616}"#],
        &[r#"{"return": {}, "id": 1.8446744073709552e+19}"#],
        "an id comes back as it was sent, so that the caller recognises it",
    ),
    (
        r#"{"execute":"guest-ping","id":1e400}"#,
        &[r#"{"return": {}, "id": 1e400}"#],
        &[r#"{"return": {}, "id": inf}"#],
        "no JSON reader takes an answer with a bare word in it",
    ),
    (
        r#"{"execute":"guest-exec-status","arguments":{"pid":1}}"#,
        &[r#"{"error": {"class": "GenericError", "desc": "Invalid parameter 'pid'"}}"#],
        &[r#"{"error": {"class": "GenericError", "desc": "PID ld does not exist"}}"#],
        "the text that hosts compare; the other comes of a defect in printing it",
    ),
    (
        r#"{"execute":"guest-exec","arguments":{"path":"/no/such"}}"#,
        &[
            r#"{"error": {"class": "GenericError", "desc": "Failed to execute child process \u201C/no/such\u201D (No such file or directory)"}}"#,
        ],
        &[
            r#"{"error": {"class": "GenericError", "desc": "Guest agent command failed, error was 'Failed to execute child process \u201C/no/such\u201D (No such file or directory)'"}}"#,
        ],
        "the wording of 9.1 and later",
    ),
    (
        r#"{"execute":"guest-get-users","id":1}"#,
        &[
            r#"{"id": 1, "error": {"class": "CommandNotFound", "desc": "Command guest-get-users has been disabled: the command is not allowed"}}"#,
        ],
        &[r#"{"id": 1, "error": {"class": "CommandNotFound", "desc": "Command guest-get-users has been disabled"}}"#],
        "the wording of 9.1 and later",
    ),
];

fn bytes(row: &str) -> Vec<u8> {
    match row.strip_prefix("\\xff") {
        Some(rest) => [b"\xff", rest.as_bytes()].concat(),
        None => row.as_bytes().to_vec(),
    }
}

/// Sends a row, and returns as many lines as there should be.
fn answers(client: &mut Client, sent: &str, lines: usize) -> Vec<String> {
    client.send(&bytes(sent));
    (0..lines).map(|_| client.line().replace('\u{ff}', "\\xff")).collect()
}

#[test]
fn every_example_is_answered_as_documented() {
    let agent = Agent::start(&["-b", "guest-get-users"]);
    let mut client = agent.connect();
    let better = BETTER.iter().map(|(sent, ours, ..)| (*sent, *ours));
    for (number, (sent, expected)) in ALIKE.iter().copied().chain(better).enumerate() {
        assert_eq!(answers(&mut client, sent, expected.len()), expected, "{sent}");
        // No further line.
        let sync = format!("{{\"execute\":\"guest-sync\",\"arguments\":{{\"id\":{number}}}}}");
        assert_eq!(client.ask(&sync), format!("{{\"return\": {number}}}"), "{sent}");
    }
}

#[test]
fn the_established_agent_answers_the_examples_so() {
    if is_missing("the_established_agent_answers_the_examples_so") {
        return;
    }
    let agent = Agent::start_program(Path::new(REFERENCE), &["-b", "guest-get-users"]);
    let mut client = agent.connect();
    for (sent, expected) in ALIKE {
        assert_eq!(answers(&mut client, sent, expected.len()), *expected, "{sent}");
    }
    for (sent, ours, theirs, reason) in BETTER {
        let lines = answers(&mut client, sent, theirs.len());
        assert!(lines == *theirs || lines == *ours, "{sent}: {lines:?} ({reason})");
    }
}
