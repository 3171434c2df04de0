//! `qga doctor`: each cause is made real, with the exact lines that it prints. Here those of the channel and the agent.

use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::process::Signal;

use crate::agent::Served;
use crate::peer::{left_out, text, tool};
use crate::scripted::{Reply, Scripted};

mod guest;
mod held;

/// Longer than any answer takes that comes.
const PLENTY: &str = "60";

/// Long enough for an answer that comes at once, where none is expected.
const SOON: &str = "5";

/// Checks the exit status, the line of the cause, and that a remedy follows; returns everything that was printed.
fn check(output: &std::process::Output, status: i32, cause: &str) -> String {
    let shown = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(status), String::new()), "{shown}");
    let last: Vec<&str> = shown.lines().rev().take(2).collect();
    assert_eq!(last[1], format!("cause:  {cause}"), "{shown}");
    assert!(last[0].starts_with("remedy: ") && last[0].len() > 10, "{shown}");
    shown
}

fn doctor(target: &str, timeout: &str) -> std::process::Output {
    tool(&["doctor", target, "--timeout", timeout])
}

/// A folder, and a path in it.
fn place(name: &str) -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    let target = format!("unix:{}", path.display());
    (folder, path, target)
}

/// A peer that greets each client with these bytes, and is silent.
fn greeter(path: &Path, greeting: &'static [u8]) {
    let listener = UnixListener::bind(path).expect("a free name");
    std::thread::spawn(move || {
        let mut clients: Vec<UnixStream> = Vec::new();
        for mut stream in listener.incoming().map_while(Result::ok) {
            // A client that has gone has seen enough.
            let _ = stream.write_all(greeting);
            clients.push(stream);
        }
    });
}

#[test]
fn each_status_of_the_help_is_checked() {
    let help = text(&tool(&["doctor", "--help"]).stdout);
    let tests = [include_str!("doctor.rs"), include_str!("doctor/guest.rs"), include_str!("doctor/held.rs")];
    let tests = tests.concat().split_whitespace().collect::<Vec<_>>().join(" ");
    let statuses = help.lines().filter_map(|line| line.trim_start().split_once(' ')?.0.parse::<u8>().ok());
    let is_missing =
        |status: &u8| ![format!(", {status}, "), format!("Some({status})")].iter().any(|text| tests.contains(text));
    let missing: Vec<u8> = statuses.filter(is_missing).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_at_the_path_is_told_apart() {
    let (folder, path, target) = place("agent.sock");
    check(&doctor(&target, PLENTY), 15, &format!("{target} does not exist"));
    drop(UnixListener::bind(&path).expect("a free name"));
    let shown = check(&doctor(&target, PLENTY), 16, &format!("no process listens at {target}"));
    assert!(shown.starts_with(&format!("{target}\n  ✗ {target}: connection refused\ncause:  ")), "{shown}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a free name");
    let target = format!("unix:{}", file.display());
    check(&doctor(&target, PLENTY), 17, &format!("{target} is a regular file, and no stream socket"));
    let datagrams = folder.path().join("datagrams");
    let _socket = UnixDatagram::bind(&datagrams).expect("a free name");
    let target = format!("unix:{}", datagrams.display());
    check(&doctor(&target, PLENTY), 17, &format!("{target} is a socket of datagrams, and no stream socket"));
}

#[test]
fn a_missing_right_is_named() {
    let (_folder, path, target) = place("agent.sock");
    let _listener = UnixListener::bind(&path).expect("a free name");
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(["doctor", &target]);
    if rustix::process::geteuid().is_root() {
        tool.uid(65534);
    }
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o000)).expect("our own");
    match tool.output() {
        Ok(output) => {
            check(&output, 18, &format!("this user may not use {target}"));
        }
        Err(error) => left_out("a_missing_right_is_named", &format!("another user cannot run the tool: {error}")),
    }
}

#[test]
fn peers_of_another_kind_are_named_at_once() {
    for (greeting, kind) in [
        (&b"{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n"[..], "QEMU's machine monitor (QMP)"),
        (b"QEMU 10.0.2 monitor - type 'help' for more information\r\n(qemu) ", "QEMU's human monitor (HMP)"),
        (b"RFB 003.008\n", "a VNC server"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "an SSH server"),
        (b"\r\nDebian GNU/Linux 13 vm1 ttyS0\r\n\r\nvm1 login: ", "a login prompt"),
    ] {
        let (_folder, path, target) = place("agent.sock");
        greeter(&path, greeting);
        let shown = check(&doctor(&target, PLENTY), 20, &format!("{target} is {kind}, and no guest agent"));
        assert!(shown.contains(&format!("\n  ✗ this is {kind}\n")), "{shown}");
        // Every other verb says so, too.
        let output = tool(&["-s", &target, "--timeout", PLENTY, "guest-ping"]);
        let said = format!("qga: this is {kind}, no guest agent; the agent has a channel of its own\n");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(5), said));
    }
}

#[test]
fn silence_and_noise_are_told_apart() {
    let (_folder, path, target) = place("agent.sock");
    greeter(&path, b"");
    check(&doctor(&target, SOON), 22, &format!("the agent did not answer within {SOON} s"));
    let stopped = Served::ours();
    stopped.signal(Signal::STOP);
    let target = format!("unix:{}", stopped.address());
    check(&doctor(&target, SOON), 22, &format!("the agent did not answer within {SOON} s"));
    let busy = Scripted::start(|_, _| Reply::Silence);
    let words = format!("the agent is in step, but did not answer guest-info within {SOON} s");
    let shown = check(&doctor(&format!("unix:{}", busy.address()), SOON), 22, &words);
    assert!(shown.contains("\n  ✓ sync: answered\n"), "{shown}");
    let (_folder, path, target) = place("agent.sock");
    greeter(&path, b"[    0.0] Linux version 6.12\r\n{\"return\": 7}\r\n");
    check(&doctor(&target, SOON), 23, "bytes come, but no answer to what is asked");
    let agent = Scripted::start(|_, _| Reply::Close);
    let target = format!("unix:{}", agent.address());
    check(&doctor(&target, PLENTY), 27, "the channel is closed as soon as it is used");
    let agent = Scripted::start(|_, _| Reply::Answer("\"event\": 1"));
    let target = format!("unix:{}", agent.address());
    let words = "the agent sent no valid answer: neither or both of 'return' and 'error'";
    check(&doctor(&target, PLENTY), 29, words);
}

/// An agent that is well, but for these answers.
fn agent(own: impl Fn(&str) -> Option<&'static str> + Send + 'static) -> Scripted {
    Scripted::start(move |command, _| {
        Reply::Answer(own(command).unwrap_or_else(|| match command {
            "guest-info" => {
                "\"return\": {\"version\": \"9.2\", \"supported_commands\": [\
                 {\"name\": \"guest-ping\", \"enabled\": true, \"success-response\": true}, \
                 {\"name\": \"guest-exec\", \"enabled\": false, \"success-response\": true}]}"
            }
            "guest-fsfreeze-status" => "\"return\": \"thawed\"",
            "guest-get-time" => time(0),
            _ => "\"return\": {}",
        }))
    })
}

/// The answer of a clock that is so many seconds ahead.
fn time(ahead: u64) -> &'static str {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let time = format!("\"return\": {}", (now + Duration::from_secs(ahead)).as_nanos());
    time.leak()
}

#[test]
fn an_agent_that_answers_may_be_frozen_forbidden_or_late() {
    let well = agent(|_| None);
    let target = format!("unix:{}", well.address());
    let output = doctor(&target, PLENTY);
    let shown = format!(
        "{target}\n  ✓ connected to {target}\n  ✓ the agent answers: version 9.2\n  \
         – commands: 1 disabled; qga info lists them\n  ✓ the clock is right\nall is well\n"
    );
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), shown));
    let output = tool(&["doctor", &target, "--timeout", PLENTY, "--command", "exec"]);
    check(&output, 25, "the agent's policy forbids guest-exec: it is disabled");
    let output = tool(&["doctor", &target, "--timeout", PLENTY, "--command", "guest-nap"]);
    check(&output, 25, "the agent has no command guest-nap");

    let forbidden = agent(|command| {
        (command == "guest-info").then_some(
            "\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Command guest-info has been disabled\"}",
        )
    });
    let output = doctor(&format!("unix:{}", forbidden.address()), PLENTY);
    check(&output, 25, "the agent's policy forbids guest-info: Command guest-info has been disabled");

    let ours = Served::ours();
    let output = tool(&["doctor", &ours.address(), "--timeout", PLENTY, "--command", "set-time"]);
    check(&output, 25, "the agent's policy forbids guest-set-time: it is disabled");

    // What a guest sends is bounded, and never acts on a terminal.
    let long = agent(|command| {
        let answer = || format!("\"return\": {{\"version\": \"\\u001b[2J\\n{}\"}}", "x".repeat(100_000)).leak() as &str;
        (command == "guest-info").then(answer)
    });
    let output = doctor(&format!("unix:{}", long.address()), PLENTY);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.len() < 2000 && !output.stdout.contains(&0x1b), "{}", text(&output.stdout));

    let frozen = agent(|command| (command == "guest-fsfreeze-status").then_some("\"return\": \"frozen\""));
    let output = doctor(&format!("unix:{}", frozen.address()), PLENTY);
    let shown = check(&output, 24, "the guest's file systems are frozen, so the agent refuses most commands");
    let remedy = format!("remedy: if no backup is running: qga fsfreeze-thaw unix:{}\n", frozen.address());
    assert!(shown.ends_with(&remedy), "{shown}");

    // An hour and a half, and what is left of a minute.
    let ahead = agent(|command| (command == "guest-get-time").then(|| time(90 * 60 + 59)));
    let output = doctor(&format!("unix:{}", ahead.address()), PLENTY);
    let shown = text(&output.stdout);
    let is_named = shown.lines().any(|line| {
        line.starts_with("cause:  the guest's clock is 90 min ") && line.ends_with(" s ahead of this host's")
    });
    assert!(output.status.code() == Some(26) && is_named, "{shown}");
}

#[test]
fn what_cannot_be_reached_is_told_apart() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
    let target = format!("tcp:127.0.0.1:{port}");
    check(&doctor(&target, PLENTY), 16, &format!("no process listens at {target}"));
    check(
        &doctor("exec:/nonexistent/bridge", PLENTY),
        28,
        "cannot run /nonexistent/bridge: No such file or directory (os error 2)",
    );
    let shown = check(&doctor("exec:true", PLENTY), 27, "the channel is closed as soon as it is used");
    assert!(shown.ends_with("\nremedy: see why this program ends: true\n"), "{shown}");
    check(&doctor("serial:/nonexistent/tty", PLENTY), 15, "serial:/nonexistent/tty does not exist");
    let name = format!("qga-test-none-{}", std::process::id());
    check(&doctor(&name, PLENTY), 10, &format!("no guest is called '{name}'"));
    assert_eq!(doctor("http://x", PLENTY).status.code(), Some(2));
}

#[test]
fn programs_get_one_object() {
    let (_folder, _, target) = place("agent.sock");
    let output = tool(&["doctor", &target, "--format", "json"]);
    assert_eq!(output.status.code(), Some(15));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let expected = serde_json::json!({
        "target": target,
        "status": 15,
        "cause": "missing",
        "reason": format!("{target} does not exist"),
        "remedy": "start the guest; or correct the path: qga targets lists those of running guests",
        "tried": [{"ok": false, "what": format!("{target}: does not exist")}],
    });
    assert_eq!(report, expected);
}
