//! The `qga` tool: what it sends, prints and exits with.
#![cfg(feature = "cli")]

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixListener;
use std::process::{Command, Output};

/// Runs the tool against a peer that answers everything with `answer` (a `return` or `error` member), and returns what
/// it did and the requests it sent.
fn run(words: &[&str], answer: &'static str) -> (Output, Vec<serde_json::Value>) {
    run_with(words, move |_| answer, |_| {})
}

/// Does so with an answer for each command, by its name, and with changes to how the tool is started.
fn run_with(
    words: &[&str],
    answer: impl Fn(&str) -> &'static str + Send + 'static,
    change: impl FnOnce(&mut Command),
) -> (Output, Vec<serde_json::Value>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let listener = UnixListener::bind(&path).expect("a socket in a fresh folder");
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("somebody connects");
        let mut writer = stream.try_clone().expect("a second descriptor");
        let mut requests = Vec::new();
        for line in BufReader::new(stream).split(b'\n') {
            let Ok(line) = line else { break };
            let text = line.strip_prefix(b"\xff").unwrap_or(&line);
            if text.is_empty() {
                break;
            }
            let request: serde_json::Value = serde_json::from_slice(text).expect("the tool sends JSON");
            let answer = if request["execute"] == "guest-sync-delimited" {
                format!("{{\"return\": {}}}\n", request["arguments"]["id"])
            } else {
                let answer = answer(request["execute"].as_str().expect("a command"));
                let answer = format!("{{{answer}, \"id\": {}}}\n", request["id"]);
                requests.push(request);
                answer
            };
            if writer.write_all(answer.as_bytes()).is_err() {
                break;
            }
        }
        requests
    });
    let mut command = Command::new(env!("CARGO_BIN_EXE_qga"));
    command.arg("-s").arg(&path).args(words).env_remove("QGA_CLIENT_ADDRESS");
    change(&mut command);
    let output = command.output().expect("the tool was built");
    // Its descriptors are the test's as well.
    drop(command);
    // A tool that never connected must not leave the peer waiting.
    drop(std::os::unix::net::UnixStream::connect(&path));
    (output, thread.join().expect("the peer saw what it should"))
}

fn tool(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qga"))
        .args(words)
        .env_remove("QGA_CLIENT_ADDRESS")
        .output()
        .expect("the tool was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn words_become_typed_arguments() {
    for (words, expected) in [
        (&["guest-ping"][..], serde_json::json!(null)),
        (&["guest-sync", "--id", "-9223372036854775808"], serde_json::json!({"id": i64::MIN})),
        (&["guest-file-open", "--path", "/a b", "--mode", "w"], serde_json::json!({"path": "/a b", "mode": "w"})),
        (
            &["guest-file-seek", "--handle", "1", "--offset", "-2", "--whence", "end"],
            serde_json::json!({"handle": 1, "offset": -2, "whence": "end"}),
        ),
        (
            &["guest-file-seek", "--handle", "1", "--offset", "0", "--whence", "2"],
            serde_json::json!({"handle": 1, "offset": 0, "whence": 2}),
        ),
        (
            &["guest-exec", "--path", "ls", "--arg", "-l", "--arg", "/", "--capture-output", "--env", "A=1"],
            serde_json::json!({"path": "ls", "arg": ["-l", "/"], "capture-output": true, "env": ["A=1"]}),
        ),
        (
            &["guest-exec", "--path", "ls", "--capture-output", "merged", "--input-data", "YQ=="],
            serde_json::json!({"path": "ls", "capture-output": "merged", "input-data": "YQ=="}),
        ),
        (
            &["guest-set-vcpus", "--vcpus", r#"[{"logical-id": 1, "online": false}]"#],
            serde_json::json!({"vcpus": [{"logical-id": 1, "online": false}]}),
        ),
        (
            &["guest-set-vcpus", "--vcpus", r#"{"logical-id": 1, "online": true}"#],
            serde_json::json!({"vcpus": [{"logical-id": 1, "online": true}]}),
        ),
        (&["raw", "acme-reset", r#"{"hard": true}"#], serde_json::json!({"hard": true})),
    ] {
        let (output, requests) = run(words, "\"return\": {}");
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        assert_eq!(requests.len(), 1, "{words:?}");
        assert_eq!(requests[0]["arguments"], expected, "{words:?}");
    }
}

#[test]
fn bytes_may_come_from_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bytes");
    std::fs::write(&path, b"\x00\xff\n").expect("a file in a fresh folder");
    let from = format!("@{}", path.display());
    let (_, requests) = run(&["guest-file-write", "--handle", "1", "--buf-b64", &from], "\"return\": {}");
    assert_eq!(requests[0]["arguments"]["buf-b64"], "AP8K");
}

#[test]
fn answers_are_json_when_piped_and_lines_when_asked_for() {
    const ANSWER: &str = r#""return": {"version": "1.2", "supported_commands": []}"#;
    let (output, _) = run(&["guest-info"], ANSWER);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json, serde_json::json!({"version": "1.2", "supported_commands": []}));
    let (output, _) = run(&["--format", "text", "guest-info"], ANSWER);
    assert!(text(&output.stdout).contains("version: 1.2\n"), "{}", text(&output.stdout));
}

#[test]
fn a_guest_cannot_command_the_terminal() {
    let (output, _) =
        run(&["--format", "text", "guest-get-host-name"], r#""return": {"host-name": "\u001b]0;x\u0007"}"#);
    assert_eq!(text(&output.stdout), "host-name: \\u{1b}]0;x\\u{7}\n");
    let (output, _) = run(&["guest-get-host-name"], r#""error": {"class": "GenericError", "desc": "\u001b[2J"}"#);
    assert!(!output.stderr.contains(&0x1b), "{}", text(&output.stderr));
}

/// Runs the tool on a pseudo-terminal, and returns every byte that reaches it.
fn on_a_terminal(words: &[&str], answer: &'static str) -> Vec<u8> {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&terminal).expect("granted");
    unlockpt(&terminal).expect("unlocked");
    let name = ptsname(&terminal, Vec::new()).expect("a name").into_string().expect("ASCII");
    let line = std::fs::File::options().read(true).write(true).open(name).expect("its other side");
    run_with(
        words,
        move |_| answer,
        |tool| {
            tool.stdout(line.try_clone().expect("another descriptor")).stderr(line);
        },
    );
    let mut shown = Vec::new();
    // Once the tool is gone, and with it the other side, a pseudo-terminal ends with an error.
    let _ = std::fs::File::from(terminal).read_to_end(&mut shown);
    shown
}

#[test]
fn whatever_a_guest_says_a_terminal_gets_printable_characters_only() {
    const TITLE: &str =
        r#""return": {"host-name": "\u001b]0;x\u0007\u009b2J\u007f\r\u0008\u202e", "\u001b[31m": "\u0000"}"#;
    const ERROR: &str = r#""error": {"class": "GenericError", "desc": "\u001b[2J\u009bH\u0007\nmore\r"}"#;
    // Directions, isolates, what has no width, a soft hyphen, and tags; as they are, and as a guest's JSON may spell them.
    const UNSEEN: &str = concat!(
        "\"return\": {\"host-name\": \"a\u{200b}b\u{202a}c\u{2066}d\u{200f}e\u{feff}\u{ad}\u{61c}\u{e0041}\u{e007f}\", ",
        "\"n\u{2067}\u{200d}\": [\"\\u2069\\u202D\\uDB40\\uDC41\\u2060\"]}"
    );
    const UNSEEN_ERROR: &str = concat!(
        "\"error\": {\"class\": \"GenericError\", ",
        "\"desc\": \"a\u{200b}b\u{202a}c\u{2066}d\u{200f}e\u{feff}\u{ad}\u{61c}\u{e0041}\u{e007f}\"}"
    );
    for words in [
        &["guest-get-host-name"][..],
        &["--format", "json", "guest-get-host-name"],
        &["--format", "text", "guest-get-host-name"],
        &["raw", "guest-get-host-name"],
    ] {
        for answer in [TITLE, ERROR, UNSEEN, UNSEEN_ERROR] {
            let shown = String::from_utf8(on_a_terminal(words, answer)).expect("UTF-8");
            assert!(!shown.is_empty(), "{words:?}");
            let obeyed = |letter: &char| {
                (letter.is_control() && !matches!(letter, '\r' | '\n'))
                    || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
                    || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{e0000}'..)
            };
            assert_eq!(shown.replace("\r\n", "\n").find('\r'), None, "{shown:?}");
            assert_eq!(shown.chars().find(obeyed), None, "{words:?}: {shown:?}");
        }
    }
}

#[test]
fn a_long_error_is_cut_with_a_note() {
    let desc = format!("no \\u0007 {}", "no ".repeat(16 << 20));
    let answer = format!("\"error\": {{\"class\": \"GenericError\", \"desc\": \"{desc}\"}}").leak();
    let (output, _) = run(&["raw", "acme-anything"], answer);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.starts_with("qga: no \\u{7} no no ") && said.len() < 16 << 10, "{} bytes", said.len());
    assert!(said.trim_end().ends_with("… (cut here; 50331653 bytes in all)"), "{}", &said[said.len() - 100..]);
}

#[test]
fn brackets_without_end_reach_no_reader_of_the_answer() {
    let deep = format!("\"return\": {}", "[".repeat(30_000_000)).leak();
    let closed = format!("\"return\": {}1{}", "[".repeat(100), "]".repeat(100)).leak();
    for answer in [&*deep, &*closed] {
        for words in [&["raw", "acme-anything"][..], &["--format", "text", "guest-get-users"]] {
            let (output, _) = run(words, answer);
            assert_eq!((output.status.code(), output.stdout.len()), (Some(5), 0));
            assert!(text(&output.stderr).contains("nesting depth limit exceeded"), "{}", text(&output.stderr));
        }
    }
}

/// With so little memory a copy of the answer would not do, nor would a tree of it.
#[test]
fn an_answer_is_printed_in_little_more_memory_than_it_takes() {
    let entry = r#"{"name": "a name of some letters", "numbers": [1, 2, 3], "on": true, "none": null}"#;
    let list = format!("[{}]", vec![entry; 60_000].join(", "));
    let answer: &str = format!("\"return\": {list}").leak();
    for (words, expected) in [
        (&["raw", "acme-anything"][..], list.len() + 1),
        (&["--format", "json", "raw", "acme-anything"], list.len() + 1),
        (
            &["--format", "text", "raw", "acme-anything"],
            60_000 * "-\n  name: a name of some letters\n  numbers:\n    - 1\n    - 2\n    - 3\n  on: true\n  none: null\n".len(),
        ),
    ] {
        let (output, _) = run_with(words, move |_| answer, |tool| limit_memory(tool, 16 << 20));
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        assert_eq!(output.stdout.len(), expected, "{words:?}");
    }
}

/// Has a program fail where it takes more than so many bytes of memory for data.
fn limit_memory(program: &mut Command, bytes: u64) {
    use std::os::unix::process::CommandExt;

    let limit = move || {
        let limit = rustix::process::Rlimit { current: Some(bytes), maximum: Some(bytes) };
        Ok(rustix::process::setrlimit(rustix::process::Resource::Data, limit)?)
    };
    // SAFETY: it is one system call.
    unsafe { program.pre_exec(limit) };
}

#[test]
fn each_failure_has_its_status_and_one_line() {
    let missing = ["-s", "/nonexistent/agent.sock", "guest-ping"];
    for (output, status, hint) in [
        (tool(&missing), 3, "cannot connect to unix:/nonexistent/agent.sock"),
        (tool(&["guest-ping"]), 2, "QGA_CLIENT_ADDRESS"),
        (tool(&["-s", "nowhere", "guest-ping"]), 2, "absolute path"),
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
fn every_command_has_a_word_with_help() {
    let help = text(&tool(&["--help"]).stdout);
    for info in qga_runtime::guest::COMMANDS {
        assert!(help.contains(info.name), "{}", info.name);
        let output = tool(&[info.name, "--help"]);
        let help = text(&output.stdout);
        assert!(output.status.success() && !help.contains("\n.. "), "{help}");
        for member in info.arguments {
            assert!(help.contains(&format!("--{}", member.name)), "{help}");
        }
    }
}

/// An agent that is killed when the test is done with it.
struct Served(std::process::Child);

impl Drop for Served {
    fn drop(&mut self) {
        // It has ended if this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_established_agent_is_served_like_any_other() {
    const ESTABLISHED: &str = "/usr/sbin/qemu-ga";
    if !std::path::Path::new(ESTABLISHED).exists() {
        // On the error stream itself, since what `println!` prints in a test that passes is not shown. A line that cannot
        // be written changes no result.
        let why = format!("{ESTABLISHED} is missing (`cargo xtask tools --install`)");
        let line = format!("left out: the_established_agent_is_served_like_any_other: {why}\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let mut agent = Command::new(ESTABLISHED);
    agent.args(["-m", "unix-listen", "-p"]).arg(&path).arg("-t").arg(folder.path());
    let _agent = Served(agent.spawn().expect("it is installed"));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while std::os::unix::net::UnixStream::connect(&path).is_err() {
        assert!(std::time::Instant::now() < end, "it does not listen");
        std::thread::yield_now();
    }
    let address = path.to_str().expect("a temporary path");
    let ask = |words: &[&str]| {
        let output = tool(&[&["-s", address], words].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    assert_eq!(ask(&["guest-ping"]), (Some(0), "{}\n".into(), String::new()));
    let (status, printed, _) = ask(&["guest-get-host-name"]);
    let own = std::fs::read_to_string("/proc/sys/kernel/hostname").expect("Linux");
    let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!((status, printed), (Some(0), serde_json::json!({"host-name": own.trim()})));
    let (status, printed, said) = ask(&["guest-file-read", "--handle", "1"]);
    assert_eq!((status, printed), (Some(1), String::new()));
    assert!(said.contains("handle '1' has not been found"), "{said}");
}
