//! What the tool writes about itself: completions and manual pages; and its interactive mode.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::agent::Served;
use crate::peer::{left_out, text, tool};
use crate::scripted::{Reply, Scripted};

#[test]
fn completions_are_what_the_shell_can_read() {
    for (shell, program) in [("bash", "bash"), ("zsh", "zsh"), ("fish", "fish")] {
        let script = tool(&["completions", shell]);
        assert!(script.status.success() && text(&script.stdout).contains("qga"), "{shell}");
        let Ok(mut reader) = Command::new(program).args(["-n", "/dev/stdin"]).stdin(Stdio::piped()).spawn() else {
            left_out(&format!("completions for {shell}"), &format!("{program} is missing"));
            continue;
        };
        reader.stdin.take().expect("a pipe").write_all(&script.stdout).expect("the shell reads");
        assert!(reader.wait().expect("it ends").success(), "{shell}");
    }
    assert_eq!(tool(&["completions", "cmd"]).status.code(), Some(2));
}

#[test]
fn manual_pages_are_without_fault() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = tool(&["man", folder.path().to_str().expect("a plain path")]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut pages: Vec<_> =
        std::fs::read_dir(&folder).expect("it is there").map(|entry| entry.expect("it is there").path()).collect();
    pages.sort();
    let names: Vec<String> =
        pages.iter().map(|page| page.file_name().expect("a file").to_string_lossy().into_owned()).collect();
    for name in ["qga.1", "qga-info.1", "qga-freeze.1", "qga-keys-add.1", "qga-raw.1"] {
        assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
    }
    let mut read = Command::new("man");
    read.args(["--warnings", "--local-file"]).args(&pages).stdout(Stdio::null()).env("LC_ALL", "C.UTF-8");
    match read.output() {
        Ok(read) => assert_eq!((read.status.success(), text(&read.stderr)), (true, String::new())),
        Err(_) => left_out("manual pages", "man is missing"),
    }
}

#[test]
fn the_interactive_mode_takes_lines_over_one_connection() {
    let agent = Served::ours();
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_qga"));
    command.args(["repl", &agent.address()]).env("XDG_STATE_HOME", home.path());
    let repl = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut repl = repl.expect("the tool was built");
    let lines =
        "ping --format json\n\nnonsense\nguest-file-open --path '/no/such file'\nload --format text\nrepl\nquit\n";
    repl.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("it reads");
    let output = repl.wait_with_output().expect("it ends");
    let (shown, said) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(shown.contains("{}\n") && shown.contains("15 MIN"), "{shown}");
    assert!(said.contains("nonsense") && said.contains("/no/such file") && said.contains("this is the repl"), "{said}");
}

#[test]
fn the_interactive_mode_connects_anew_after_a_channel_has_closed() {
    let agent = Scripted::start(|_, before| if before == 0 { Reply::Close } else { Reply::Answer("\"return\": 7") });
    let mut repl = agent.tool(&["repl"]);
    repl.env("XDG_STATE_HOME", agent.folder()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut repl = repl.spawn().expect("the tool was built");
    repl.stdin.take().expect("a pipe").write_all(b"guest-get-time\nguest-get-time --format json\n").expect("it reads");
    let output = repl.wait_with_output().expect("it ends");
    assert!(text(&output.stdout).contains("7\n"), "{} {}", text(&output.stdout), text(&output.stderr));
}
