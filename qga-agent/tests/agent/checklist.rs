//! The drop-in checklist of host software, item by item, as far as it needs no virtual machine: each test bears the
//! number of its item. Items 13 and 15 to 17 are scenarios of `cargo xtask vm test`, as are the commands that change a machine.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::Agent;
use crate::left_out::left_out;

const PING: &str = r#"{"execute":"guest-ping"}"#;
const PONG: &str = r#"{"return": {}}"#;

/// Every command that only reads, and calls that fail: one line each.
const HARMLESS: &[(&str, &str)] = &[
    ("guest-sync", r#""id": 1"#),
    ("guest-sync-delimited", r#""id": 2"#),
    ("guest-ping", ""),
    ("guest-get-time", ""),
    ("guest-info", ""),
    ("guest-file-open", r#""path": "/no/such/ÿþ\u00ff""#),
    ("guest-file-close", r#""handle": 1"#),
    ("guest-file-read", r#""handle": 1"#),
    ("guest-file-write", r#""handle": 1, "buf-b64": """#),
    ("guest-file-seek", r#""handle": 1, "offset": 0, "whence": "set""#),
    ("guest-file-flush", r#""handle": 1"#),
    ("guest-network-get-interfaces", ""),
    ("guest-network-get-route", ""),
    ("guest-get-vcpus", ""),
    ("guest-get-fsinfo", ""),
    ("guest-get-disks", ""),
    ("guest-get-memory-blocks", ""),
    ("guest-get-memory-block-info", ""),
    ("guest-exec-status", r#""pid": 1"#),
    ("guest-exec", r#""path": "/no/such/program""#),
    ("guest-get-host-name", ""),
    ("guest-get-users", ""),
    ("guest-get-timezone", ""),
    ("guest-get-osinfo", ""),
    ("guest-get-devices", ""),
    ("guest-ssh-get-authorized-keys", r#""username": "no such user""#),
    ("guest-get-diskstats", ""),
    ("guest-get-cpustats", ""),
    ("guest-get-load", ""),
    ("no-such-command", ""),
];

#[test]
fn item_01_a_request_ends_at_its_brace_however_it_is_cut() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    assert_eq!(client.ask(PING), PONG, "without a line end");
    client.send(br#"{"execute":"guest-sync","arguments":{"id":1}}{"execute":"guest-sync","arguments":{"id":2}}"#);
    assert_eq!([client.line(), client.line()], [r#"{"return": 1}"#, r#"{"return": 2}"#]);
    for byte in PING.bytes() {
        client.send(&[byte]);
    }
    assert_eq!(client.line(), PONG, "byte by byte");
}

#[test]
fn items_02_04_and_09_every_answer_is_one_line_of_plain_json() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    for (command, arguments) in HARMLESS {
        client.send(
            format!("{{\"execute\": \"{command}\", \"arguments\": {{{arguments}}}, \"id\": \"{command}\"}}").as_bytes(),
        );
    }
    for (command, _) in HARMLESS {
        let line = client.line();
        let text = match line.strip_prefix('\u{ff}') {
            Some(text) if *command == "guest-sync-delimited" => text,
            None if *command != "guest-sync-delimited" => &line,
            _ => panic!("{command}: {line}"),
        };
        assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{command}: {text}");
        let answer: Value = serde_json::from_str(text).expect(text);
        assert_eq!(answer["id"], *command, "nothing unsolicited");
        assert_eq!(answer.as_object().unwrap().len(), 2, "{command}: {text}");
        assert_eq!(answer.get("return").is_some(), answer.get("error").is_none(), "{command}: {text}");
        assert!(!has_exponent(text), "{command}: {text}");
    }
    // Any further answer would arrive before the end.
    assert_eq!(client.finish(), b"");
}

/// Whether a number outside strings has an exponent, or is not a number.
fn has_exponent(text: &str) -> bool {
    // No string of these answers ends in a backslash, so a quote behind one is inside a string.
    let outside = text.replace("\\\"", "").split('"').step_by(2).collect::<String>();
    outside.replace("true", "").replace("false", "").replace("null", "").contains(|letter: char| letter.is_alphabetic())
}

#[test]
fn item_03_sync_ids_of_the_whole_range_come_back() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    for command in ["guest-sync", "guest-sync-delimited"] {
        for id in ["-9223372036854775808", "9223372036854775807", "1732174560123", "0", "-1"] {
            let answer = client.ask(&format!(r#"{{"execute":"{command}","arguments":{{"id":{id}}}}}"#));
            assert_eq!(answer.trim_start_matches('\u{ff}'), format!(r#"{{"return": {id}}}"#));
        }
        for id in ["1.5", "\"5\"", "9223372036854775808", "-9223372036854775809", "1e3", "true", "null", "[]", "{}"] {
            let error = client.call(command, &format!(r#""id": {id}"#)).unwrap_err();
            assert_eq!(error, "Invalid parameter type for 'id', expected: integer", "{id}");
        }
    }
}

#[test]
fn item_04_only_the_answer_to_a_delimited_sync_begins_with_the_byte() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let sync = r#"{"execute":"guest-sync-delimited","arguments":{"id":5}}"#;
    assert_eq!(client.ask(sync), "\u{ff}{\"return\": 5}");
    let failed = client.ask(r#"{"execute":"guest-sync-delimited","arguments":{}}"#);
    assert!(failed.starts_with("{\"error\""), "{failed}");
    // Contents are base64, and texts escaped.
    std::fs::write(agent.folder().join("bytes"), [0xff; 100]).unwrap();
    let handle = client.call("guest-file-open", &format!("\"path\": \"{}/bytes\"", agent.folder().display())).unwrap();
    let read = client.ask(&format!(r#"{{"execute":"guest-file-read","arguments":{{"handle":{handle}}},"id":"ÿ"}}"#));
    assert!(read.is_ascii() && read.contains(r#""id": "\u00FF""#), "{read}");
}

#[test]
fn item_05_the_byte_ends_half_a_request_of_any_kind() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    for half in [
        r"{",
        r#"{"execute"#,
        r#"{"execute":"guest-pi"#,
        r#"{"execute":"guest-ping\"#,
        r#"{"execute":"guest-ping\u00"#,
        r#"{"execute":"guest-ping""#,
        r#"{"execute":"guest-sync","arguments":{"id":-"#,
        r#"{"execute":"guest-sync","arguments":{"id":1.5e"#,
        r"[[[[{'a':'",
        r"tru",
        r"12",
    ] {
        client.send(half.as_bytes());
        client.send(b"\xff");
        assert_eq!(client.ask(PING), PONG, "{half}");
    }
}

#[test]
fn item_06_half_a_request_of_a_client_that_left_harms_nobody() {
    let agent = Agent::start(&[]);
    for half in [r#"{"execute":"guest-pi"#, r#"{"execute":"guest-sync","arguments":{"#, "[[", "'"] {
        agent.connect().send(half.as_bytes());
        let mut next = agent.connect();
        next.send(br#"{"execute":"guest-sync","arguments":{"id":77}}{"execute":"guest-ping"}"#);
        assert_eq!([next.line(), next.line()], [r#"{"return": 77}"#, PONG], "{half}");
    }
}

#[test]
fn item_07_a_thousand_clients_come_and_go_without_growth_or_delay() {
    let agent = Agent::start(&[]);
    let mut before = (0, 0);
    let mut times = Vec::new();
    for cycle in 0..1100 {
        let begin = Instant::now();
        assert_eq!(agent.connect().ask(PING), PONG);
        times.push(begin.elapsed());
        if cycle == 100 {
            before = (agent.descriptors(), agent.memory());
        }
    }
    // The agent may not have noticed the previous client's disconnect yet.
    assert!(agent.descriptors() <= before.0 + 1, "{before:?}");
    assert!(agent.memory() <= before.1 + 128, "{before:?} KiB became {}", agent.memory());
    // The machine may be busy at times.
    times.sort();
    assert!(times[times.len() / 2] < Duration::from_millis(200), "{:?}", times[times.len() / 2]);
}

#[test]
fn item_07_an_agent_without_clients_does_nothing() {
    let agent = Agent::start(&[]);
    assert_eq!(agent.connect().ask(PING), PONG);
    let (before, begin) = (agent.processor_time(), thread_time());
    // Real time passes while this thread works; a busy loop in the agent would use processor time.
    while thread_time() - begin < Duration::from_millis(300) {
        std::hint::spin_loop();
    }
    let spent = agent.processor_time() - before;
    assert!(spent <= Duration::from_millis(30), "{spent:?} for nothing");
}

fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

#[test]
fn item_08_arguments_may_be_missing_and_any_id_is_echoed() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    assert_eq!(client.ask(PING), PONG);
    assert_eq!(client.ask(r#"{"execute":"guest-ping","arguments":{}}"#), PONG);
    for arguments in ["null", "[]", "1", "\"\"", "true", "[{}]"] {
        let answer = client.ask(&format!(r#"{{"execute":"guest-ping","arguments":{arguments},"id":1}}"#));
        let expected = json!({"error": {"class": "GenericError", "desc": "QMP input member 'arguments' must be an object"}, "id": 1});
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap(), expected, "{arguments}");
    }
    for id in [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9007199254740993",
        "1.5",
        "\"\"",
        "\"a b\"",
        "[]",
        "{}",
        r#"[1, [null], {"a": {}}]"#,
    ] {
        let answer = client.ask(&format!(r#"{{"execute":"guest-ping","id":{id}}}"#));
        assert_eq!(answer, format!(r#"{{"return": {{}}, "id": {id}}}"#));
        let failed: Value =
            serde_json::from_str(&client.ask(&format!(r#"{{"execute":"no-such","id":{id}}}"#))).unwrap();
        assert_eq!(failed["id"], serde_json::from_str::<Value>(id).unwrap());
    }
}

/// The texts that need an open file; `examples` has those that do not.
#[test]
fn item_10_texts_that_hosts_compare_are_those_they_know() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let path = agent.folder().join("file");
    let handle =
        client.call("guest-file-open", &format!("\"path\": \"{}\", \"mode\": \"w+\"", path.display())).unwrap();
    for (command, arguments, expected) in [
        ("guest-file-read", r#""count": -1"#, "value '-1' is invalid for argument count"),
        ("guest-file-read", r#""count": 50331649"#, "value '50331649' is invalid for argument count"),
        ("guest-file-write", r#""buf-b64": "YWI=", "count": 3"#, "value '3' is invalid for argument count"),
        ("guest-file-write", r#""buf-b64": "YWI=", "count": -1"#, "value '-1' is invalid for argument count"),
        ("guest-file-write", r#""buf-b64": "Y Q=""#, "Base64 data contains invalid characters"),
        ("guest-file-seek", r#""offset": 0, "whence": 3"#, "invalid whence code 3"),
        ("guest-file-seek", r#""offset": -1, "whence": 0"#, "failed to seek file: Invalid argument"),
    ] {
        let error = client.call(command, &format!("\"handle\": {handle}, {arguments}")).unwrap_err();
        assert_eq!(error, expected, "{command} {arguments}");
    }
    let directory = client.call("guest-file-open", r#""path": "/""#).unwrap();
    let error = client.call("guest-file-read", &format!("\"handle\": {directory}")).unwrap_err();
    assert_eq!(error, "failed to read file: Is a directory");
    if rustix::process::geteuid().is_root() {
        return left_out("the error of a forbidden guest-file-open", "nothing is forbidden to root");
    }
    let error = client.call("guest-file-open", r#""path": "/etc/shadow""#).unwrap_err();
    assert_eq!(error, "failed to open file '/etc/shadow' (mode: 'r'): Permission denied");
}

#[test]
fn item_11_large_answers_arrive_whole_and_guest_info_is_small() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let info = client.ask(r#"{"execute":"guest-info"}"#);
    assert!(info.len() < 64 << 10, "{} bytes", info.len());
    let data: Vec<u8> = (0..3_000_001u32).map(|at| at.to_le_bytes()[0] ^ at.to_le_bytes()[1]).collect();
    std::fs::write(agent.folder().join("large"), &data).unwrap();
    let handle = client.call("guest-file-open", &format!("\"path\": \"{}/large\"", agent.folder().display())).unwrap();
    let read = client.call("guest-file-read", &format!("\"handle\": {handle}, \"count\": 4000000")).unwrap();
    assert_eq!((&read["count"], &read["eof"]), (&json!(data.len()), &json!(true)));
    let expected = qga_runtime::Payload::from(data);
    let mut text = Vec::new();
    qga_runtime::Marshal::marshal(&expected, &mut qga_runtime::JsonWriter::new(&mut text));
    assert!(format!("\"{}\"", read["buf-b64"].as_str().unwrap()).as_bytes() == text);
    assert_eq!(client.ask(PING), PONG);
}

#[test]
fn item_12_single_quotes_will_do() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    assert_eq!(client.ask("{'execute':'guest-sync','arguments':{'id':12}}"), r#"{"return": 12}"#);
    assert_eq!(
        client.ask(r#"{'execute':"guest-ping",'id':'say "hello"'}"#),
        r#"{"return": {}, "id": "say \"hello\""}"#
    );
}

#[test]
fn item_14_an_agent_killed_within_an_answer_closes_its_channel_and_serves_again_when_started() {
    let mut agent = Agent::start(&[]);
    let mut client = agent.connect();
    let zeros = client.call("guest-file-open", r#""path": "/dev/zero""#).unwrap();
    // More than the socket's buffer, so that the answer is still pending after its beginning.
    client.send(
        format!(r#"{{"execute":"guest-file-read","arguments":{{"handle":{zeros},"count":50331648}}}}"#).as_bytes(),
    );
    let mut begin = [0; 100];
    client.read_exact(&mut begin);
    agent.restart(&[]);
    let rest = client.finish();
    assert!(!rest.is_empty() && rest.len() < 50_331_648 && !rest.contains(&b'\n'), "{} bytes", rest.len());
    let mut next = agent.connect();
    assert_eq!(next.ask(r#"{"execute":"guest-sync","arguments":{"id":1}}"#), r#"{"return": 1}"#);
    // Handles of the ended agent are invalid, and never used again.
    let error = next.call("guest-file-read", &format!("\"handle\": {zeros}")).unwrap_err();
    assert_eq!(error, format!("handle '{zeros}' has not been found"));
    let handle = next.call("guest-file-open", r#""path": "/dev/zero""#).unwrap();
    assert!(handle.as_i64() > zeros.as_i64(), "{handle} after {zeros}");
}

#[test]
fn items_18_and_19_guest_info_tells_what_runs_and_nothing_else() {
    let agent = Agent::start(&["-b", "guest-get-users"]);
    let mut client = agent.connect();
    let info = client.call("guest-info", "").unwrap();
    let commands = info["supported_commands"].as_array().unwrap();
    for command in commands {
        let name = command["name"].as_str().unwrap();
        let silent = name == "guest-shutdown" || name.starts_with("guest-suspend-");
        let expected = json!({"name": name, "enabled": name != "guest-get-users", "success-response": !silent});
        assert_eq!(*command, expected);
    }
    assert!(commands.iter().all(|command| command["name"] != "guest-get-devices"));
    assert_eq!(client.call("guest-get-devices", "").unwrap_err(), "The command guest-get-devices has not been found");
}
