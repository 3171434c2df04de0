//! The places that schemas come from: files, standard input, revisions of git.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::{name, qapi};

/// Runs `qapi` in a folder, with a text as its standard input.
fn qapi_in(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_qapi"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("qapi was built");
    // A program that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// The exit status, and both streams of output.
fn outcome(output: &Output) -> (Option<i32>, String) {
    let text = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned());
    (output.status.code(), text.concat())
}

#[test]
fn a_schema_can_come_from_standard_input_and_include_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("part.json"), "{ 'event': 'STOPPED' }\n").expect("room");
    let text = "{ 'include': 'part.json' }\n{ 'command': 'go' }\n";
    let checked = qapi_in(folder.path(), &["check", "-"], text);
    assert_eq!(outcome(&checked), (Some(0), "-: no errors, definitions: 2\n".to_owned()));
    for twice in [&["check", "-", "-"][..], &["diff", "-", "-"]] {
        let refused = outcome(&qapi_in(folder.path(), twice, text));
        assert_eq!(refused, (Some(2), "error: only one schema can come from standard input\n".to_owned()));
    }
}

#[test]
fn only_regular_files_are_schemas() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fifo = folder.path().join("fifo.json");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo is installed").success());
    // Opening a FIFO without a writer does not return.
    let (status, text) = outcome(&qapi(&["check", name(&fifo)]));
    assert!(status == Some(1) && text.contains("it is not a regular file"), "{text}");
    for (path, why) in [("/dev/null", "it is not a regular file"), ("/", "it is a folder"), ("/none", "No such file")] {
        let (status, text) = outcome(&qapi(&["check", path]));
        assert!(status == Some(1) && text.contains(why), "{path}: {text}");
    }
}

#[test]
fn a_schema_can_come_from_a_revision_of_git() {
    if Command::new("git").arg("--version").output().is_err() {
        // To the stream itself: the test's own output is hidden when it passes.
        let _ = std::io::stderr().write_all(b"left out: schemas from revisions of git: git is missing\n");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let git = |arguments: &[&str]| {
        let options = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").current_dir(root).args(options).args(arguments).status();
        assert!(status.expect("git is installed").success(), "{arguments:?}");
    };
    git(&["init", "--quiet", "--initial-branch", "side/main"]);
    fs::create_dir_all(root.join("api/parts")).expect("room");
    fs::write(root.join("api/root.json"), "{ 'include': 'parts/a.json' }\n{ 'command': 'go' }\n").expect("room");
    fs::write(root.join("api/parts/a.json"), "{ 'include': '../../top.json' }\n{ 'event': 'A' }\n").expect("room");
    fs::write(root.join("top.json"), "{ 'event': 'TOP' }\n").expect("room");
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "first"]);
    fs::write(root.join("api/root.json"), "{ 'command': 'stop' }\n").expect("room");

    let run = |folder: &str, arguments: &[&str]| outcome(&qapi_in(&root.join(folder), arguments, ""));
    for (folder, schema) in [
        ("", "git:HEAD:api/root.json"),
        ("", "git:side/main:api/root.json"),
        ("api/parts", "git:HEAD:../root.json"),
        ("api", "git:HEAD:./root.json"),
    ] {
        assert_eq!(run(folder, &["check", schema]), (Some(0), format!("{schema}: no errors, definitions: 3\n")));
    }
    let (status, changes) = run("", &["diff", "git:HEAD:api/root.json", "api/root.json"]);
    assert_eq!(status, Some(3), "{changes}");
    assert!(changes.contains("git:HEAD:/api/root.json:2:14: breaks clients: go: command removed"), "{changes}");
    for (schema, why) in [
        ("git:HEAD:api/none.json", "api/none.json' does not exist in 'HEAD'"),
        ("git:nowhere:api/root.json", "nowhere"),
        ("git:HEAD:api", "bad file"),
        ("git:HEAD:../../top.json", "outside of the repository"),
        ("git:--help:top.json", "a revision of git is missing"),
        ("git::top.json", "a revision of git is missing"),
    ] {
        let (status, text) = run("api", &["check", schema]);
        assert!(
            status == Some(1) && text.contains("error[LEX6]: cannot read") && text.contains(why),
            "{schema}: {text}"
        );
    }
    let (_, text) = outcome(&qapi_in(Path::new("/"), &["check", "git:HEAD:./root.json"], ""));
    assert!(text.contains("not a git repository"), "{text}");
}
