//! The verbs that change a guest, against fakes alone.

use std::io::Write;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};

use crate::peer::text;
use crate::qemu::FakeQemu;
use crate::scripted::{Reply, Scripted};

/// An agent that does everything it is asked for.
fn obedient() -> Scripted {
    Scripted::start(|_, _| Reply::Answer("\"return\": {}"))
}

/// Runs the tool with this on its standard input.
fn run(agent: &Scripted, words: &[&str], input: &str) -> Output {
    let mut tool = agent.tool(words);
    let tool = tool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut tool = tool.expect("the tool was built");
    // A tool that reads nothing may have gone already.
    let _ = tool.stdin.take().expect("a pipe").write_all(input.as_bytes());
    tool.wait_with_output().expect("it ends")
}

#[test]
fn a_password_is_read_and_encoded() {
    for (words, input, expected) in [
        (
            &["passwd", "root"][..],
            "hunter2\nmore\n",
            Some(r#"{"crypted":false,"password":"aHVudGVyMg==","username":"root"}"#),
        ),
        (
            &["passwd", "--crypted", "root"],
            "$6$a$b",
            Some(r#"{"crypted":true,"password":"JDYkYSRi","username":"root"}"#),
        ),
        (
            &["passwd", "./agent.sock", "root"],
            "x\r\n",
            Some(r#"{"crypted":false,"password":"eA==","username":"root"}"#),
        ),
        (&["passwd", "root"], "\n", None),
        (&["passwd", "root"], "", None),
    ] {
        let agent = obedient();
        let output = run(&agent, words, input);
        let sent: Vec<String> = agent.seen();
        let status = if expected.is_some() { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(status), "{words:?}: {}", text(&output.stderr));
        let expected: Vec<String> =
            expected.iter().map(|arguments| format!("guest-set-user-password {arguments}")).collect();
        assert_eq!(sent, expected, "{words:?}");
        assert!(output.stdout.is_empty() && !text(&output.stderr).contains("hunter2"));
    }
    let long = "x".repeat(5000);
    assert_eq!(run(&obedient(), &["passwd", "root"], &long).status.code(), Some(2));
}

#[test]
fn a_failure_does_not_repeat_the_password() {
    let agent = Scripted::start(|_, _| Reply::Answer(r#""error": {"class": "GenericError", "desc": "no such user"}"#));
    let output = run(&agent, &["passwd", "root"], "hunter2\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), "qga: no such user\n");
}

#[test]
fn keys_are_listed_added_and_removed() {
    let agent = Scripted::start(|command, _| match command {
        "guest-ssh-get-authorized-keys" => Reply::Answer(r#""return": {"keys": ["ssh-rsa A x", "\u001b[2J"]}"#),
        _ => Reply::Answer("\"return\": {}"),
    });
    std::fs::write(agent.folder().join("id.pub"), "ssh-rsa B y\n\nssh-rsa C z\n").expect("a file in a fresh folder");
    let output = run(&agent, &["keys", "list", "root"], "");
    assert_eq!(text(&output.stdout), "ssh-rsa A x\n\\u{1b}[2J\n");
    let output = run(&agent, &["keys", "list", "root", "--format", "json"], "");
    assert_eq!(text(&output.stdout), "{\"keys\": [\"ssh-rsa A x\", \"\\u001B[2J\"]}\n");
    assert!(run(&agent, &["keys", "add", "root", "--key", "@id.pub", "--reset"], "").status.success());
    assert!(run(&agent, &["keys", "remove", "./agent.sock", "root", "-k", "ssh-rsa A x"], "").status.success());
    assert_eq!(
        agent.seen()[2..],
        [
            r#"guest-ssh-add-authorized-keys {"keys":["ssh-rsa B y","ssh-rsa C z"],"reset":true,"username":"root"}"#,
            r#"guest-ssh-remove-authorized-keys {"keys":["ssh-rsa A x"],"username":"root"}"#,
        ]
    );
    assert_eq!(run(&agent, &["keys", "add", "root"], "").status.code(), Some(2));
}

#[test]
fn the_clock_is_set_to_the_hosts() {
    let agent = Scripted::start(|command, _| match command {
        "guest-get-time" => Reply::Answer("\"return\": 0"),
        _ => Reply::Answer("\"return\": {}"),
    });
    let output = run(&agent, &["time", "--sync"], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let set = agent.seen()[0].strip_prefix("guest-set-time {\"time\":").expect("it is set first").to_owned();
    let set: i64 = set.trim_end_matches('}').parse().expect("nanoseconds");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    assert!(now.as_nanos().abs_diff(u128::try_from(set).expect("after 1970")) < 60_000_000_000, "{set}");
}

#[test]
fn trimming_is_shown_by_file_system() {
    let agent = Scripted::start(|_, _| {
        Reply::Answer(
            r#""return": {"paths": [{"path": "/", "trimmed": 1048576, "minimum": 0}, {"path": "/x", "error": "\u001bno"}]}"#,
        )
    });
    let output = run(&agent, &["trim", "--minimum", "4096"], "");
    assert_eq!(
        text(&output.stdout),
        "MOUNTED ON  TRIMMED  REMARK\n/           1.0 MiB\n/x                   \\u{1b}no\n"
    );
    assert_eq!(agent.seen(), [r#"guest-fstrim {"minimum":4096}"#]);
}

#[test]
fn power_is_changed_and_waited_for() {
    for (words, expected) in [
        (&["shutdown"][..], r#"guest-shutdown {"mode":"powerdown"}"#),
        (&["reboot"], r#"guest-shutdown {"mode":"reboot"}"#),
        (&["suspend"], "guest-suspend-ram"),
        (&["suspend", "--to", "disk"], "guest-suspend-disk"),
        (&["suspend", "--to", "hybrid"], "guest-suspend-hybrid"),
    ] {
        let agent = Scripted::start(|_, _| Reply::Close);
        let output = run(&agent, words, "");
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        assert_eq!(agent.seen(), [expected], "{words:?}");
    }
    // The channel closes, and the agent answers again.
    let agent = Scripted::start(|command, before| match (command, before) {
        ("guest-shutdown", _) | ("guest-ping", 0) => Reply::Close,
        _ => Reply::Answer("\"return\": {}"),
    });
    let output = run(&agent, &["reboot", "--wait"], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(agent.seen().last().map(String::as_str), Some("guest-ping"));
    // The channel closes, but the agent's socket stays: it has not gone.
    let agent = Scripted::start(|_, _| Reply::Close);
    let output = run(&agent, &["shutdown", "--wait=0.3"], "");
    assert_eq!(output.status.code(), Some(6));
    assert!(text(&output.stderr).contains("did not go within 300 ms"), "{}", text(&output.stderr));
}

#[test]
fn a_plain_freeze_that_is_not_answered_says_how_to_thaw() {
    let agent = Scripted::start(|_, _| Reply::Silence);
    let output = run(&agent, &["fsfreeze-freeze", "--timeout", "0.2"], "");
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains(&format!("qga guest-fsfreeze-thaw {}", agent.address())),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_guest_that_is_found_by_its_process_goes_with_it() {
    let qemu: Arc<Mutex<Option<FakeQemu>>> = Arc::default();
    let ended = Arc::clone(&qemu);
    let agent = Scripted::start(move |_, _| {
        drop(ended.lock().expect("no thread panics").take());
        Reply::Close
    });
    let name = format!("qga-test-power-{}", std::process::id());
    let channel = format!("socket,id=c,path={},server=on,wait=off", agent.address());
    let port = "virtserialport,chardev=c,name=org.qemu.guest_agent.0";
    let process = FakeQemu::start(&["-name", &name, "-chardev", &channel, "-device", port]);
    *qemu.lock().expect("no thread panics") = Some(process);
    let output = run(&agent, &["shutdown", &name, "--wait"], "");
    assert_eq!((output.status.code(), agent.seen().len()), (Some(0), 1), "{}", text(&output.stderr));
}
