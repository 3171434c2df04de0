//! What the tool says of failures, and its exit status.

use std::os::unix::net::UnixListener;
use std::process::Command;

use qga_client::test::{Answer, FakeAgent};
use serde_json::json;

use crate::peer::{run, run_with, text, tool};

#[test]
fn each_failure_has_its_status_and_one_line() {
    let missing = ["-s", "/nonexistent/agent.sock", "guest-ping"];
    for (output, status, hint) in [
        (tool(&missing), 3, "cannot connect to unix:/nonexistent/agent.sock"),
        (tool(&["guest-ping"]), 2, "QGA_TARGET"),
        (tool(&["-s", "nowhere", "guest-ping"]), 3, "no guest is called 'nowhere'; `qga targets` lists"),
        (tool(&["-s", "no where:", "guest-ping"]), 2, "no target: 'no where:'"),
        (run(&["guest-ping"], r#""error": {"class": "GenericError", "desc": "no such luck"}"#).0, 1, "no such luck"),
        (
            run(
                &["guest-ping"],
                r#""error": {"class": "CommandNotFound", "desc": "Command guest-ping has been disabled"}"#,
            )
            .0,
            1,
            "policy",
        ),
        (run(&["guest-ping"], r#""event": 1"#).0, 5, "no valid answer"),
        (run(&["raw", "x", "[1]"], r#""return": {}"#).0, 2, "JSON object"),
        (run(&["guest-set-vcpus", "--vcpus", "x"], r#""return": {}"#).0, 2, "--vcpus"),
    ] {
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{stderr}");
        assert!(stderr.contains(hint) && stderr.trim_end().lines().count() == 1, "{stderr}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_refusal_is_put_down_to_the_freeze_or_the_policy() {
    const REFUSAL: &str = "\"error\": {\"class\": \"CommandNotFound\", \
                           \"desc\": \"Command guest-get-users has been disabled: the command is not allowed\"}";
    for (status, reason, advice) in [
        (r#""return": "frozen""#, "qga: not possible while frozen: Command guest-get-users", "; thaw the file systems"),
        (
            r#""return": "thawed""#,
            "qga: refused by the agent's policy: Command guest-get-users",
            "allow and block lists",
        ),
    ] {
        let answer = move |name: &str| if name == "guest-fsfreeze-status" { status } else { REFUSAL };
        let (output, _) = run_with(&["guest-get-users"], answer, |_| {});
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.starts_with(reason) && stderr.contains(advice), "{stderr}");
    }
}

#[test]
fn a_silent_agent_is_reported_in_time() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let _listener = UnixListener::bind(&path).expect("a socket in a fresh folder");
    let output = tool(&["-s", path.to_str().expect("a plain path"), "--timeout", "0.05", "guest-ping"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("from the agent within "), "{}", text(&output.stderr));
}

#[test]
fn a_shutdown_that_no_agent_heard_is_a_failure() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let listener = UnixListener::bind(&path).expect("a socket in a fresh folder");
    let thread = std::thread::spawn(move || drop(listener.accept().expect("the tool connects")));
    let output = tool(&["-s", path.to_str().expect("a plain path"), "guest-shutdown"]);
    thread.join().expect("the peer went at once");
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("closed the channel"), "{}", text(&output.stderr));
}

#[test]
fn a_reader_that_has_gone_ends_the_tool_quietly() {
    for words in [&["guest-get-users"][..], &["--format", "text", "guest-get-users"], &["ip"], &["completions", "bash"]]
    {
        let (reader, writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).expect("a pipe");
        drop(reader);
        let answer = |name: &str| match name {
            "guest-get-users" => r#""return": [{"user": "alice", "login-time": 0.5}]"#,
            _ => r#""return": []"#,
        };
        let (output, _) = run_with(words, answer, |tool| {
            tool.stdout(writer);
        });
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(141), String::new()), "{words:?}");
    }
}

#[test]
fn of_several_guests_too_an_answer_that_cannot_be_printed_is_a_failure() {
    let agents = [(); 2].map(|()| {
        FakeAgent::new(|_| Answer::from(json!({"load1m": 1.0, "load5m": 1.0, "load15m": 1.0})))
            .listen()
            .expect("a socket")
    });
    for format in ["text", "jsonl"] {
        let full = std::fs::File::create("/dev/full").expect("Linux has it");
        let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
        tool.args(["load", "--format", format]).stdout(full);
        for agent in &agents {
            tool.args(["-s", &agent.address().to_string()]);
        }
        let output = tool.output().expect("the tool was built");
        assert_eq!(output.status.code(), Some(6), "{format}: {}", text(&output.stderr));
    }
}
