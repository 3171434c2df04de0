//! Copies from and to agents that answer what they should not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use qga_client::CopyError;
use qga_client::test::{Answer, FakeAgent};
use serde_json::json;

use crate::commands;

/// An agent without a shell, whose files hold this text again and again.
fn endless(text: &'static str) -> FakeAgent {
    FakeAgent::new(move |request| match request.command.as_str() {
        "guest-file-open" => json!(1).into(),
        "guest-file-read" => json!({"count": 3, "buf-b64": text, "eof": false}).into(),
        "guest-file-write" => {
            let text = request.arguments["buf-b64"].as_str().expect("base64");
            json!({"count": text.len() / 4 * 3 - text.matches('=').count(), "eof": false}).into()
        }
        "guest-file-close" => Answer::done(),
        _ => request.unknown(),
    })
}

#[test]
fn an_endless_file_is_copied_until_it_is_interrupted() {
    let (agent, folder) = (endless("QUJD"), tempfile::tempdir().expect("a temporary folder"));
    let (mut vm, flag, target) = (agent.connect(), Arc::new(AtomicBool::new(false)), folder.path().join("x"));
    let mut last = 0;
    let copy = vm.copy_from("/dev/zero", &target).interrupt(Arc::clone(&flag)).progress(|at| {
        last = at.done;
        flag.store(at.done > 100, Ordering::Relaxed);
    });
    let error = copy.run().expect_err("it is interrupted");
    assert!(matches!(error, CopyError::Interrupted), "{error}");
    assert_eq!((last, target.exists()), (102, false));
    assert_eq!(std::fs::metadata(folder.path().join("x.part")).expect("a part").len(), 102);
    assert_eq!(commands(&agent).last().map(String::as_str), Some("file-close"));
}

#[test]
fn a_copy_that_is_interrupted_closes_the_file_in_the_guest() {
    let (agent, folder) = (endless(""), tempfile::tempdir().expect("a temporary folder"));
    let source = folder.path().join("source");
    std::fs::write(&source, vec![1; 3 << 20]).expect("a file");
    let flag = Arc::new(AtomicBool::new(true));
    let error = agent.connect().copy_to(&source, "/x").interrupt(flag).run().expect_err("it is interrupted");
    assert!(matches!(error, CopyError::Interrupted), "{error}");
    assert_eq!(commands(&agent), ["exec", "file-open", "file-write", "file-close"]);
}

#[test]
fn a_file_that_is_not_what_the_guest_said_is_not_kept() {
    // It says 7 bytes and the mode 7777, has 3, and makes a checksum of something else.
    for (length, expected) in [("7", "became shorter"), ("3", "checksums differ")] {
        let (mut started, mut reads) = (0, 0);
        let agent = FakeAgent::new(move |request| match request.command.as_str() {
            "guest-exec" => {
                started += 1;
                json!({"pid": started}).into()
            }
            "guest-exec-status" if request.arguments["pid"] == 1 => {
                let text = if length == "7" { "NyA3Nzc3IDAK" } else { "MyA3Nzc3IDAK" };
                json!({"exited": true, "exitcode": 0, "out-data": text}).into()
            }
            "guest-exec-status" => json!({"exited": true, "exitcode": 0, "out-data": "MSAzCg=="}).into(),
            "guest-file-open" => json!(1).into(),
            "guest-file-read" => {
                reads += 1;
                json!({"count": 3, "buf-b64": if reads == 1 { "QUJD" } else { "" }, "eof": true}).into()
            }
            _ => Answer::done(),
        });
        let folder = tempfile::tempdir().expect("a temporary folder");
        let error = agent.connect().copy_from("/x", folder.path().join("x")).run().expect_err("it differs");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!folder.path().join("x").exists());
    }
}

#[test]
fn no_guest_makes_a_program_of_the_host_s_that_runs_as_another_user() {
    use std::os::unix::fs::PermissionsExt;

    let mut is_first = true;
    let agent = FakeAgent::new(move |request| match request.command.as_str() {
        "guest-exec" => json!({"pid": 1}).into(),
        // Its length is 0, its mode 7777.
        "guest-exec-status" => json!({"exited": true, "exitcode": 0, "out-data": "MCA3Nzc3IDAK"}).into(),
        "guest-file-open" => json!(1).into(),
        "guest-file-read" => {
            let text = if std::mem::take(&mut is_first) { "QUJD" } else { "" };
            json!({"count": 3, "buf-b64": text, "eof": true}).into()
        }
        _ => Answer::done(),
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copied = agent.connect().copy_from("/x", folder.path().join("x")).run().expect("it is copied");
    assert_eq!(copied.bytes, 3);
    let mode = std::fs::metadata(folder.path().join("x")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o7777, 0o777);
}
