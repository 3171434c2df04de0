//! Compares answers of this agent and the established one, if that is installed: they must be equal.

use std::path::Path;

use crate::harness::{Agent, Client};
use crate::left_out::left_out;
use serde_json::Value;

pub(crate) const REFERENCE: &str = "/usr/sbin/qemu-ga";

/// Whether the established agent is missing; then prints that `test` is left out.
pub(crate) fn is_missing(test: &str) -> bool {
    let missing = !Path::new(REFERENCE).exists();
    if missing {
        left_out(test, "/usr/sbin/qemu-ga is missing (`cargo xtask tools --install`)");
    }
    missing
}

/// Requests for both, in this order. Base64 without padding is left out: the established agent drops its end. `$F` is
/// the agent's own folder, `$H` the handle opened last, `$P` the process started last.
const QUESTIONS: &[(&str, &str)] = &[
    ("guest-ping", ""),
    ("guest-ping", r#""surplus": 1"#),
    ("guest-sync", r#""id": -9223372036854775808"#),
    ("guest-sync", r#""id": 1.0"#),
    ("guest-sync", ""),
    ("guest-sync", r#""id": null"#),
    ("guest-get-host-name", ""),
    ("guest-get-timezone", ""),
    ("guest-get-osinfo", ""),
    ("guest-file-open", r#""path": "$F/missing""#),
    ("guest-file-open", r#""path": "$F""#),
    ("guest-file-read", r#""handle": $H"#),
    ("guest-file-close", r#""handle": $H"#),
    ("guest-file-close", r#""handle": $H"#),
    ("guest-file-open", r#""path": "$F/file", "mode": "rw""#),
    ("guest-file-open", r#""path": "$F/file", "mode": "r+""#),
    ("guest-file-open", r#""path": "$F/file", "mode": "w+b""#),
    ("guest-file-write", r#""handle": $H, "buf-b64": "MDEyMzQ1Njc4OQ==""#),
    ("guest-file-flush", r#""handle": $H"#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": "cur""#),
    ("guest-file-seek", r#""handle": $H, "offset": -3, "whence": 2"#),
    ("guest-file-read", r#""handle": $H, "count": 2"#),
    ("guest-file-write", r#""handle": $H, "buf-b64": "WFlaWg==", "count": 2"#),
    ("guest-file-seek", r#""handle": $H, "offset": 1, "whence": 0"#),
    ("guest-file-read", r#""handle": $H, "count": 10"#),
    ("guest-file-read", r#""handle": $H, "count": 1"#),
    ("guest-file-read", r#""handle": $H, "count": 0"#),
    ("guest-file-read", r#""handle": $H, "count": 50331649"#),
    ("guest-file-read", r#""handle": $H, "count": -1"#),
    ("guest-file-write", r#""handle": $H, "buf-b64": "YQ==\nYWI=""#),
    ("guest-file-write", r#""handle": $H, "buf-b64": "Y Q=""#),
    ("guest-file-write", r#""handle": $H, "buf-b64": "YWI=", "count": 3"#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": 3"#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": "up""#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": true"#),
    ("guest-file-seek", r#""handle": $H, "offset": -1, "whence": 0"#),
    ("guest-file-close", r#""handle": $H"#),
    ("guest-file-open", r#""path": "$F/file", "mode": "a+""#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": 1"#),
    ("guest-file-read", r#""handle": $H, "count": 3"#),
    ("guest-file-write", r#""handle": $H, "buf-b64": "ZW5k""#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": 1"#),
    ("guest-file-close", r#""handle": $H"#),
    ("guest-file-open", r#""path": "$F/file", "mode": "ab""#),
    ("guest-file-seek", r#""handle": $H, "offset": 0, "whence": 1"#),
    ("guest-file-close", r#""handle": $H"#),
    ("guest-exec", r#""path": "true""#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "sh", "arg": ["-c", "echo out; echo err >&2; exit 3"], "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "sh", "arg": ["-c", "kill -9 $$"], "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "cat", "input-data": "aGVsbG8=", "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "cat", "input-data": "", "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "env", "env": ["A=b", "PATH=/usr/bin"], "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "/bin/echo", "arg": ["a b", "\u00e9"], "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": "head", "arg": ["-c", "17000000", "/dev/zero"], "capture-output": true"#),
    ("guest-exec-status", r#""pid": $P"#),
    ("guest-exec", r#""path": 5"#),
    ("guest-exec-status", r#""pid": "x""#),
];

/// One agent, and the values of `$F`, `$H` and `$P`.
struct Side {
    agent: Agent,
    client: Client,
    handle: u64,
    pid: u64,
}

impl Side {
    fn new(agent: Agent) -> Self {
        Self { client: agent.connect(), agent, handle: 0, pid: 0 }
    }

    fn ask(&mut self, command: &str, arguments: &str) -> Result<Value, String> {
        let folder = self.agent.folder().to_str().unwrap();
        let arguments = arguments
            .replace("$F", folder)
            .replace("$H", &self.handle.to_string())
            .replace("$P", &self.pid.to_string());
        let mut answer = self.client.call(command, &arguments);
        while command == "guest-exec-status" && answer.as_ref().is_ok_and(|status| status["exited"] == false) {
            answer = self.client.call(command, &arguments);
        }
        match (command, &mut answer) {
            ("guest-file-open", Ok(handle)) => self.handle = handle.take().as_u64().unwrap(),
            ("guest-exec", Ok(started)) => self.pid = started["pid"].take().as_u64().unwrap(),
            _ => {}
        }
        answer.map_err(|text| text.replace(folder, "$F").replace(&self.handle.to_string(), "$H"))
    }
}

/// Whether an agent reports that output was not cut: releases before 10.2 do not, or do so wrongly. Some distributions
/// have backported the correction.
fn says_what_is_cut(side: &mut Side) -> bool {
    side.ask("guest-exec", r#""path": "echo", "capture-output": true"#).unwrap();
    side.ask("guest-exec-status", r#""pid": $P"#).unwrap().get("out-truncated").is_some()
}

/// An answer without its members about cut output.
fn without_cuts(answer: Result<Value, String>) -> Result<Value, String> {
    answer.map(|mut value| {
        if let Some(members) = value.as_object_mut() {
            members.retain(|name, _| !name.ends_with("-truncated"));
        }
        value
    })
}

/// Error texts that later releases have changed.
fn as_today(command: &str, answer: Result<Value, String>) -> Result<Value, String> {
    answer.map_err(|text| {
        if command == "guest-exec-status" && text == "PID ld does not exist" {
            "Invalid parameter 'pid'".into()
        } else {
            text
        }
    })
}

#[test]
fn both_agents_answer_alike() {
    if is_missing("both_agents_answer_alike") {
        return;
    }
    let mut ours = Side::new(Agent::start(&[]));
    let mut theirs = Side::new(Agent::start_program(Path::new(REFERENCE), &[]));
    let compares_cuts = says_what_is_cut(&mut theirs);
    for (command, arguments) in QUESTIONS {
        let answers = (ours.ask(command, arguments), as_today(command, theirs.ask(command, arguments)));
        let (mine, expected) = if compares_cuts { answers } else { (without_cuts(answers.0), without_cuts(answers.1)) };
        assert_eq!(mine, expected, "{command} {arguments}");
    }

    let sentinel = r#"{"execute": "guest-sync-delimited", "arguments": {"id": 7}}"#;
    assert_eq!(ours.client.ask(sentinel), theirs.client.ask(sentinel));
    let times = [&mut ours, &mut theirs].map(|side| side.ask("guest-get-time", "").unwrap().as_u64().unwrap());
    assert!(times[0].abs_diff(times[1]) < 10_000_000_000, "{times:?}");

    // The order, the members and the silent commands are equal; newer commands are among the old ones.
    let [mine, other] = [&mut ours, &mut theirs].map(|side| side.ask("guest-info", "").unwrap());
    let list = |info: &Value| info["supported_commands"].as_array().unwrap().clone();
    let theirs = list(&other);
    let name = |command: &Value| command["name"].clone();
    let common: Vec<Value> =
        list(&mine).into_iter().filter(|command| theirs.iter().any(|it| name(it) == name(command))).collect();
    // Commands that the established agent lists but lacks are disabled there, and missing here.
    let there: Vec<Value> = theirs.into_iter().filter(|command| command["enabled"] == true).collect();
    assert_eq!(common, there);
}

/// Members that change between two requests.
const CHANGING: [&str; 20] = [
    "rx-bytes",
    "rx-packets",
    "tx-bytes",
    "tx-packets",
    "used-bytes",
    "total-bytes",
    "user",
    "nice",
    "system",
    "idle",
    "iowait",
    "irq",
    "softirq",
    "steal",
    "guest",
    "guestnice",
    "stats",
    "login-time",
    "rx-dropped",
    "tx-dropped",
];

/// Members that the installed release lacks, or omits at times.
const NEWER: [&str; 3] = ["total-bytes-privileged", "statistics", "serial"];

/// The first difference of two answers about the same machine.
fn difference(place: &str, mine: &Value, theirs: &Value) -> Option<String> {
    match (mine, theirs) {
        (Value::Array(mine), Value::Array(theirs)) if mine.len() == theirs.len() => {
            let mut pairs = mine.iter().zip(theirs).enumerate();
            pairs.find_map(|(index, (mine, theirs))| difference(&format!("{place}[{index}]"), mine, theirs))
        }
        (Value::Object(mine), Value::Object(theirs)) => {
            let surplus = mine.keys().find(|name| !theirs.contains_key(*name) && !NEWER.contains(&name.as_str()));
            surplus.map(|name| format!("{place}.{name} is only here")).or_else(|| {
                theirs.iter().find_map(|(name, theirs)| {
                    let place = format!("{place}.{name}");
                    let Some(mine) = mine.get(name) else { return Some(format!("{place} is only there")) };
                    let same_kind = std::mem::discriminant(mine) == std::mem::discriminant(theirs);
                    // A user's name may equal one of these words, and does not change.
                    let changing = CHANGING.contains(&name.as_str()) && !theirs.is_string();
                    if changing && same_kind && !theirs.is_object() { None } else { difference(&place, mine, theirs) }
                })
            })
        }
        _ => (mine != theirs).then(|| format!("{place}: {mine} here, {theirs} there")),
    }
}

#[test]
fn both_agents_know_the_same_of_the_machine() {
    if is_missing("both_agents_know_the_same_of_the_machine") {
        return;
    }
    let mut ours = Side::new(Agent::start(&[]));
    let mut theirs = Side::new(Agent::start_program(Path::new(REFERENCE), &[]));
    // Nothing here changes anything.
    let questions = [
        ("guest-network-get-interfaces", ""),
        ("guest-get-fsinfo", ""),
        ("guest-get-disks", ""),
        ("guest-get-diskstats", ""),
        ("guest-get-cpustats", ""),
        ("guest-get-users", ""),
        ("guest-get-vcpus", ""),
        ("guest-get-memory-blocks", ""),
        ("guest-get-memory-block-info", ""),
        ("guest-fsfreeze-status", ""),
        ("guest-ssh-get-authorized-keys", r#""username": "root""#),
        ("guest-ssh-get-authorized-keys", r#""username": "nobody""#),
        ("guest-ssh-get-authorized-keys", r#""username": "no-such-user""#),
        ("guest-ssh-get-authorized-keys", r#""username": """#),
    ];
    for (command, arguments) in questions {
        // The machine may change between the two requests; a real difference stays.
        let mut differs = String::new();
        let agreed = (0..5).any(|_| {
            let found = match (ours.ask(command, arguments), theirs.ask(command, arguments)) {
                (Ok(mine), Ok(theirs)) => difference("", &mine, &theirs),
                (Err(mine), Err(theirs)) => (mine != theirs).then(|| format!("{mine} here, {theirs} there")),
                (mine, theirs) => Some(format!("{mine:?} here, {theirs:?} there")),
            };
            differs = found.clone().unwrap_or_default();
            found.is_none()
        });
        assert!(agreed, "{command} {arguments}: {differs}");
    }
}
