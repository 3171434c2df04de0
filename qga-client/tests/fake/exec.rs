//! Programs of agents that are old, lose answers, or never come to an end.

use std::time::Duration;

use qga_client::test::{Answer, FakeAgent};
use qga_client::{CallError, Capture, CommandError, Event, ExitStatus};
use serde_json::json;

use crate::commands;

#[test]
fn an_old_agent_gets_the_flag() {
    for refusal in [
        "Invalid parameter type for 'capture-output', expected: boolean",
        "Parameter 'capture-output' does not accept value 'merged'",
    ] {
        let agent = FakeAgent::new(move |request| match request.command.as_str() {
            "guest-exec" if request.arguments["capture-output"] == "merged" => CommandError::new(refusal).into(),
            "guest-exec" => json!({"pid": 7}).into(),
            _ => json!({"exited": true, "exitcode": 0, "out-data": "b3V0", "err-data": "ZXJy"}).into(),
        });
        let output = agent.connect().exec("x").capture(Capture::Merged).output().expect("it runs");
        assert!(output.unmerged && output.stdout == b"out" && output.stderr == b"err", "{output:?}");
        assert_eq!(agent.requests()[1].arguments["capture-output"], true);
    }
}

#[test]
fn a_flag_that_says_false_beside_a_full_stream_means_true() {
    let full = "QUFB".repeat((16 << 20) / 3) + "QQ==";
    for (data, flag, expected) in [
        (full.as_str(), json!(false), true),
        ("QUFB", json!(false), false),
        ("QUFB", json!(true), true),
        (full.as_str(), json!(null), false),
    ] {
        let mut status = json!({"exited": true, "exitcode": 0, "out-data": data});
        if !flag.is_null() {
            status["out-truncated"] = flag.clone();
        }
        let agent = FakeAgent::new(move |request| match request.command.as_str() {
            "guest-exec" => json!({"pid": 7}).into(),
            _ => status.clone().into(),
        });
        let output = agent.connect().exec("x").output().expect("it runs");
        assert_eq!(output.stdout_truncated, expected, "{flag} {}", data.len());
    }
}

#[test]
fn a_program_that_never_ends_ends_at_its_timeout() {
    let agent = FakeAgent::new(|request| match request.command.as_str() {
        "guest-exec" => json!({"pid": 7}).into(),
        _ => json!({"exited": false}).into(),
    });
    let mut vm = agent.connect();
    let late = vm.exec("x").timeout(Duration::from_millis(20)).output().expect_err("it never ends");
    assert!(matches!(late, CallError::TimedOut { waiting_for: "end of the program", .. }), "{late}");
    let kill = agent.requests().into_iter().rfind(|request| request.command == "guest-exec").expect("it is killed");
    let words = kill.arguments["arg"].as_array().expect("words").clone();
    assert!(words.iter().any(|word| word == "KILL") && words.iter().any(|word| word == "7"), "{words:?}");
}

/// A guest whose shell makes the folder, with this answer for the status of the program.
fn spooling(status: impl Fn() -> Answer + Send + 'static, text: &'static str) -> FakeAgent {
    let mut started = 0;
    FakeAgent::new(move |request| match request.command.as_str() {
        "guest-exec" => {
            started += 1;
            json!({"pid": started}).into()
        }
        "guest-exec-status" if request.arguments["pid"] == 2 => status(),
        "guest-exec-status" => json!({"exited": true, "exitcode": 0}).into(),
        "guest-file-open" => {
            let is_status = request.arguments["path"].as_str().is_some_and(|path| path.ends_with("/status"));
            json!(if is_status { 9 } else { 1 }).into()
        }
        "guest-file-read" if request.arguments["handle"] == 9 => {
            json!({"count": 2, "buf-b64": "NDIK", "eof": true}).into()
        }
        "guest-file-read" => json!({"count": 0, "buf-b64": text, "eof": true}).into(),
        _ => Answer::done(),
    })
}

#[test]
fn a_status_that_was_lost_is_read_from_the_guest() {
    let agent = spooling(|| CommandError::new("PID ld does not exist").into(), "");
    let mut vm = agent.connect();
    let mut running = vm.exec("x").stream().expect("it runs");
    assert_eq!(running.next_event().expect("an event"), Some(Event::Exited(ExitStatus::Code(42))));
    assert_eq!(running.next_event().expect("no event"), None);
    drop(running);
    assert_eq!(commands(&agent).iter().filter(|command| *command == "file-open").count(), 3);
}

#[test]
fn endless_output_is_handed_on_piece_by_piece_until_the_timeout() {
    let agent = spooling(|| json!({"exited": false}).into(), "QUJD");
    let mut vm = agent.connect();
    let mut running = vm.exec("x").stream().expect("it runs");
    for _ in 0..100 {
        assert!(matches!(running.next_event().expect("an event"), Some(Event::Stdout(bytes)) if bytes == b"ABC"));
        assert!(matches!(running.next_event().expect("an event"), Some(Event::Stderr(_))));
    }
    drop(running);
    let mut running = vm.exec("x").timeout(Duration::from_millis(50)).stream().expect("it runs");
    let error = loop {
        if let Err(error) = running.next_event() {
            break error;
        }
    };
    assert!(matches!(error, CallError::TimedOut { waiting_for: "end of the program", .. }), "{error}");
}

#[test]
fn nothing_of_what_a_program_gets_is_in_its_debug_output() {
    let agent = FakeAgent::new(|request| request.unknown());
    let mut vm = agent.connect();
    let exec = vm.exec("login").arg("hunter2").env("PASSWORD", "hunter2").stdin(b"hunter2".to_vec()).user("hunter2");
    assert!(!format!("{exec:?}").contains("hunter2"));
    let event = Event::Stdout(b"hunter2".to_vec());
    assert!(!format!("{event:?}").contains("hunter2") && !format!("{event:?}").contains("104"));
}
