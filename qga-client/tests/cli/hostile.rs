//! Verbs that run programs and copy files, against agents that mean harm.

use std::process::{Command, Stdio};

use qga_client::CommandError;
use qga_client::test::{Answer, FakeAgent, Request};
use serde_json::json;

use crate::running::ran;

/// The tool in a folder of its own, for this agent.
fn run(agent: &FakeAgent, words: &[&str]) -> ((String, String, Option<i32>), tempfile::TempDir) {
    let (socket, folder) = (agent.listen().expect("a socket"), tempfile::tempdir().expect("a temporary folder"));
    std::fs::create_dir(folder.path().join("inner")).expect("a folder");
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(words).env("QGA_TARGET", socket.address().to_string()).env_remove("QGA_CLIENT_ADDRESS");
    tool.current_dir(folder.path().join("inner")).stdin(Stdio::null());
    (ran(tool), folder)
}

/// An agent whose shell prints this for the script that holds this word, and nothing for others; each file is `x`.
fn shell(word: &'static str, printed: &'static [u8]) -> FakeAgent {
    let mut is_asked = false;
    let mut reads = 0;
    FakeAgent::new(move |request: &Request| match request.command.as_str() {
        "guest-exec" => {
            is_asked = request.arguments["arg"][1].as_str().is_some_and(|script| script.contains(word));
            json!({"pid": 1}).into()
        }
        "guest-exec-status" if is_asked => json!({"exited": true, "exitcode": 0, "out-data": base64(printed)}).into(),
        "guest-exec-status" => json!({"exited": true, "exitcode": 0}).into(),
        "guest-file-open" => {
            reads = 0;
            json!(1).into()
        }
        "guest-file-read" => {
            reads += 1;
            let text = if reads == 1 { "eA==" } else { "" };
            json!({"count": 1, "buf-b64": text, "eof": true}).into()
        }
        _ => Answer::done(),
    })
}

fn base64(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    qga_runtime::Marshal::marshal(&qga_client::Payload::from(bytes), &mut qga_runtime::JsonWriter::new(&mut text));
    serde_json::from_slice(&text).expect("a string")
}

#[test]
fn names_of_a_guest_choose_no_path_of_the_host() {
    let names = b"d.\0f./../evil\0f/tmp/qga-evil\0f./a/../../evil\0d./..\0f./good\0f./\x1b[2Jbad\0f.././evil\0";
    let agent = shell("find .", names);
    let ((stdout, stderr, code), folder) = run(&agent, &["cp", "-r", ":/srv", "copy"]);
    assert_eq!((stdout.as_str(), code), ("", Some(0)), "{stderr}");
    assert!(!stderr.contains('\u{1b}') && stderr.contains("../evil: left out"), "{stderr:?}");
    let mut found: Vec<String> = Vec::new();
    for folder in [folder.path().to_owned(), folder.path().join("inner"), folder.path().join("inner/copy")] {
        let entries = std::fs::read_dir(&folder).expect("a folder");
        found.extend(entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()));
    }
    found.sort();
    assert_eq!(found, ["\u{1b}[2Jbad", "copy", "good", "inner"]);
    assert!(!std::path::Path::new("/tmp/qga-evil").exists());
}

#[test]
fn what_a_guest_says_is_escaped_but_a_program_s_output_is_not() {
    let agent = FakeAgent::new(|request| match request.command.as_str() {
        "guest-exec" => CommandError::new("no\u{1b}[2J\u{202e}").into(),
        _ => request.unknown(),
    });
    for words in [&["exec", "--", "x"][..], &["cp", ":/x", "y"], &["cat", "/x"], &["tail", "/x"], &["put", "/x"]] {
        let ((stdout, stderr, code), _folder) = run(&agent, words);
        assert!(!stderr.contains(['\u{1b}', '\u{202e}']) && stdout.is_empty(), "{words:?}: {stderr:?}");
        assert_ne!(code, Some(0), "{words:?}");
    }
}

#[test]
fn a_shell_that_answers_nonsense_is_no_guide() {
    for printed in [&b"part\n\n99999999999999999999\n"[..], b"part\n", b"\xff\xfe\n\n\n", b"direct\ninto\n-1\n"] {
        let agent = shell("q_into", printed);
        let (outcome, folder) = run(&agent, &["cp", "--resume", "file", ":/x"]);
        // There is no such file; whatever the guest says, the failure is this host's.
        assert_eq!(outcome.2, Some(6), "{outcome:?}");
        drop(folder);
        let ((_, stderr, code), _folder) = run(&agent, &["put", "/x"]);
        assert!(matches!(code, Some(0 | 1)), "{code:?}: {stderr}");
    }
}

#[test]
fn endless_output_and_endless_programs_end_when_they_are_told_to() {
    let agent = FakeAgent::new(|request| match request.command.as_str() {
        "guest-exec" => json!({"pid": 1}).into(),
        "guest-exec-status" => json!({"exited": false}).into(),
        "guest-file-open" => json!(1).into(),
        "guest-file-read" => json!({"count": 3, "buf-b64": "QUJD", "eof": false}).into(),
        _ => Answer::done(),
    });
    // Its first script never ends: then there are no streams, and the program is one that never ends.
    let ((_, stderr, code), _folder) = run(&agent, &["exec", "--timeout", "0.3", "--", "x"]);
    assert_eq!(code, Some(125), "{stderr}");
    let socket = agent.listen().expect("a socket");
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(["cat", &socket.address().to_string(), "/x"]).stdout(Stdio::piped());
    let mut tool = tool.spawn().expect("the tool was built");
    let mut some = [0; 1000];
    std::io::Read::read_exact(&mut tool.stdout.take().expect("a pipe"), &mut some).expect("bytes");
    assert_eq!(tool.wait().expect("it ends with its reader").code(), Some(141));
}
