//! The verbs that look at a guest: tables for people, the agent's own answers for programs.

use crate::peer::{on_a_terminal, run, run_with, text, tool};
use crate::running::agents;

/// Each verb, and the command whose answer it shows.
pub(crate) const VERBS: &[(&str, &str)] = &[
    ("info", "guest-info"),
    ("ip", "guest-network-get-interfaces"),
    ("routes", "guest-network-get-route"),
    ("fs", "guest-get-fsinfo"),
    ("disks", "guest-get-disks"),
    ("users", "guest-get-users"),
    ("cpu", "guest-get-vcpus"),
    ("mem", "guest-get-memory-blocks"),
    ("load", "guest-get-load"),
    ("time", "guest-get-time"),
];

#[test]
fn agents_are_shown_as_tables_and_as_json() {
    for agent in agents("the verbs that look at a guest") {
        for (verb, command) in VERBS {
            let shown = tool(&[verb, &agent.address()]);
            let json = tool(&[verb, &agent.address(), "--format", "json"]);
            let raw = tool(&[command, &agent.address(), "--format", "json"]);
            if !raw.status.success() {
                // This machine lacks what the command reads; then the verb fails alike.
                assert_eq!(json.status.code(), raw.status.code(), "{verb}: {}", text(&json.stderr));
                continue;
            }
            assert!(shown.status.success() && !shown.stdout.is_empty(), "{verb}: {}", text(&shown.stderr));
            let of = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
            assert_eq!(kind(&of(&json.stdout)), kind(&of(&raw.stdout)), "{verb}");
        }
        let shown = text(&tool(&["info", &agent.address()]).stdout);
        assert!(shown.contains("disabled   ") && shown.contains("guest-fsfreeze-freeze"), "{shown}");
        let shown = text(&tool(&["ip", &agent.address()]).stdout);
        assert!(shown.contains("127.0.0.1/8"), "{shown}");
        let shown = text(&tool(&["time", &agent.address()]).stdout);
        assert!(shown.contains("the same, as far as can be told"), "{shown}");
    }
}

/// What stays the same of an answer that is asked for twice.
fn kind(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(members) => members.keys().cloned().collect::<Vec<_>>().join(" "),
        serde_json::Value::Array(_) => "a list".to_owned(),
        _ => "a scalar".to_owned(),
    }
}

/// What a hostile agent answers each command: names that a terminal would obey, numbers at every end.
pub(crate) fn hostile(command: &str) -> &'static str {
    match command {
        "guest-info" => {
            r#""return": {"version": "\u001b[2J\u202e", "supported_commands": [{"name": "\u0007", "enabled": false, "success-response": true}]}"#
        }
        "guest-network-get-interfaces" => {
            r#""return": [{"name": "\u001b]0;x\u0007\n", "hardware-address": "\u200b", "ip-addresses": [{"ip-address": "\u009b1m", "ip-address-type": "ipx", "prefix": -9223372036854775808}], "statistics": {"rx-bytes": 18446744073709551615, "rx-packets": 0, "rx-errs": 0, "rx-dropped": 0, "tx-bytes": 0, "tx-packets": 0, "tx-errs": 0, "tx-dropped": 0}}]"#
        }
        "guest-network-get-route" => {
            r#""return": [{"iface": "\u001b[2J", "destination": "\u202e", "metric": -9223372036854775808, "gateway": "\r", "mask": "x", "version": 4}]"#
        }
        "guest-get-fsinfo" => {
            r#""return": [{"name": "\u001b[2J", "mountpoint": "/\n\u202e", "type": "\t", "used-bytes": 18446744073709551615, "total-bytes": 1, "disk": []}, {"name": "", "mountpoint": "", "type": "", "used-bytes": 1, "total-bytes": 0, "disk": []}]"#
        }
        "guest-get-disks" => {
            r#""return": [{"name": "\u001b[2J", "partition": true, "dependencies": ["\u202e"], "address": {"pci-controller": {"domain": -1, "bus": 9223372036854775807, "slot": 0, "function": 0}, "bus-type": "\u0007", "bus": 0, "target": 0, "unit": 0, "serial": "\u0000"}}]"#
        }
        "guest-get-users" => r#""return": [{"user": "\u001b[2J", "login-time": 1e300, "domain": "\u202e"}]"#,
        "guest-get-vcpus" => r#""return": [{"logical-id": -9223372036854775808, "online": true}]"#,
        "guest-get-cpustats" => {
            r#""return": [{"type": "linux", "cpu": -9223372036854775808, "user": 18446744073709551615, "nice": 18446744073709551615, "system": 18446744073709551615, "idle": 18446744073709551615, "iowait": 18446744073709551615}, {"type": "\u001b"}]"#
        }
        "guest-get-memory-blocks" => {
            r#""return": [{"phys-index": 18446744073709551615, "online": true}, {"phys-index": 1, "online": true}]"#
        }
        "guest-get-memory-block-info" => r#""return": {"size": 18446744073709551615}"#,
        "guest-get-load" => r#""return": {"load1m": 1e308, "load5m": -1e308, "load15m": 0.0}"#,
        "guest-get-time" => r#""return": -9223372036854775808"#,
        "guest-get-timezone" => r#""return": {"zone": "\u001b[2J", "offset": 9223372036854775807}"#,
        "guest-get-host-name" => r#""return": {"host-name": "\u001b[2J\u202e"}"#,
        "guest-get-osinfo" => r#""return": {"pretty-name": "\u001b[2J", "kernel-release": "\u0007"}"#,
        "guest-file-open" => r#""return": 7"#,
        "guest-file-read" => {
            r#""return": {"count": 9, "buf-b64": "TWVtVG90YWw6IDE4NDQ2NzQ0MDczNzA5NTUxNjE1IGtCClN3YXBUb3RhbDogMSBrQgobWzJK", "eof": true}"#
        }
        "guest-get-diskstats" => {
            r#""return": [{"name": "\u001b[2J", "major": 0, "minor": 0, "stats": {"read-sectors": 18446744073709551615, "write-sectors": 18446744073709551615, "total-ticks": 18446744073709551615}}]"#
        }
        "guest-exec" => r#""error": {"class": "GenericError", "desc": "no\u001b[2J\u202e"}"#,
        "guest-fsfreeze-freeze" | "guest-fsfreeze-thaw" => r#""return": 9223372036854775807"#,
        "guest-fstrim" => r#""return": {"paths": [{"path": "\u001b[2J", "trimmed": -1, "error": "\u202e"}]}"#,
        "guest-ssh-get-authorized-keys" => r#""return": {"keys": ["\u001b[2J\u202e\n"]}"#,
        _ => r#""return": {}"#,
    }
}

#[test]
fn a_hostile_agent_gets_only_printable_characters_onto_a_terminal() {
    for (verb, _) in VERBS {
        let shown = String::from_utf8(on_a_terminal(&[verb], hostile)).expect("UTF-8");
        assert!(!shown.is_empty() && !shown.contains("panicked"), "{verb}: {shown}");
        let obeyed =
            |letter: &char| letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        assert_eq!(shown.replace("\r\n", "").chars().find(obeyed), None, "{verb}: {shown:?}");
        let (output, _) = run_with(&[verb], hostile, |_| {});
        assert_eq!(output.status.code(), Some(0), "{verb}: {}", text(&output.stderr));
    }
}

#[test]
fn what_an_agent_lacks_is_left_out_or_named() {
    const LACKS: &str = r#""error": {"class": "CommandNotFound", "desc": "The command has not been found"}"#;
    for (verb, _) in VERBS {
        let (output, _) = run(&[verb], LACKS);
        assert_eq!(output.status.code(), Some(1), "{verb}");
        assert!(text(&output.stderr).contains("has not been found"), "{verb}: {}", text(&output.stderr));
    }
    // Each of these has lines that other commands add.
    for (verb, command) in [("info", "guest-info"), ("cpu", "guest-get-vcpus"), ("time", "guest-get-time")] {
        let answer = move |name: &str| if name == command { hostile(name) } else { LACKS };
        let (output, _) = run_with(&[verb], answer, |_| {});
        assert_eq!(output.status.code(), Some(0), "{verb}: {}", text(&output.stderr));
    }
    let blocks = |name: &str| if name.starts_with("guest-file") { LACKS } else { hostile(name) };
    let (output, _) = run_with(&["mem"], blocks, |_| {});
    let shown = text(&output.stdout);
    assert!(shown.contains("blocks") && shown.contains("/proc/meminfo cannot be read"), "{shown}");
}
