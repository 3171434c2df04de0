//! How answers are printed.

use std::process::Command;

use crate::peer::{on_a_terminal, run, run_with, text};

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
            let shown = String::from_utf8(on_a_terminal(words, move |_| answer)).expect("UTF-8");
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

/// Comparing each entry with each other would take minutes.
#[test]
fn long_lists_take_time_in_proportion_to_their_length() {
    let list = |entry: &dyn Fn(usize) -> String| {
        let entries: Vec<String> = (0..40_000).map(entry).collect();
        &*format!("\"return\": [{}]", entries.join(",")).leak()
    };
    let processors = list(&|number| format!(r#"{{"logical-id":{number},"online":true}}"#));
    let times = list(&|number| format!(r#"{{"type":"linux","cpu":{number},"user":1,"nice":1,"system":1,"idle":1}}"#));
    let disks = list(&|number| format!(r#"{{"name":"{number}","major":1,"minor":1,"stats":{{"read-ios":1}}}}"#));
    let interfaces = list(&|number| {
        let counters =
            ["rx-bytes", "rx-packets", "rx-errs", "rx-dropped", "tx-bytes", "tx-packets", "tx-errs", "tx-dropped"];
        let counters = counters.map(|name| format!(r#""{name}":1"#)).join(",");
        format!(r#"{{"name":"{number}","statistics":{{{counters}}}}}"#)
    });
    let answer = move |command: &str| match command {
        "guest-get-vcpus" => processors,
        "guest-get-cpustats" => times,
        "guest-get-diskstats" => disks,
        "guest-network-get-interfaces" => interfaces,
        _ => r#""error": {"class": "CommandNotFound", "desc": "x"}"#,
    };
    for words in [&["--format", "text", "cpu"][..], &["--format", "text", "top", "-n", "1"]] {
        let (output, _) = run_with(words, answer, |tool| limit(tool, rustix::process::Resource::Cpu, 20));
        assert!(output.status.success(), "{words:?}: {} {}", output.status, text(&output.stderr));
        assert!(text(&output.stdout).contains("… and 30000 more\n"), "{words:?}");
    }
}

/// Has a program fail where it takes more than so many bytes of memory for data.
fn limit_memory(program: &mut Command, bytes: u64) {
    limit(program, rustix::process::Resource::Data, bytes);
}

fn limit(program: &mut Command, resource: rustix::process::Resource, limit: u64) {
    use std::os::unix::process::CommandExt;

    let limit = move || {
        let limit = rustix::process::Rlimit { current: Some(limit), maximum: Some(limit) };
        Ok(rustix::process::setrlimit(resource, limit)?)
    };
    // SAFETY: it is one system call.
    unsafe { program.pre_exec(limit) };
}
