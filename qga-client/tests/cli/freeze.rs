//! `qga freeze`, against fakes alone: whatever happens, the last word to the agent is a thaw.

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use crate::peer::text;
use crate::scripted::{Reply, Scripted};

const FREEZE: &str = "guest-fsfreeze-freeze";
const FREEZE_LIST: &str = "guest-fsfreeze-freeze-list";
const THAW: &str = "guest-fsfreeze-thaw";
const STATUS: &str = "guest-fsfreeze-status";

/// An agent that freezes and thaws as it should.
fn good() -> Scripted {
    Scripted::start(|_, _| Reply::Answer("\"return\": 3"))
}

fn run(agent: &Scripted, words: &[&str]) -> Output {
    agent.tool(words).output().expect("the tool was built")
}

#[test]
fn a_command_runs_while_the_guest_is_frozen_and_its_status_is_the_tools() {
    for (command, status) in [
        (&["sh", "-c", "echo ran; exit 7"][..], 7),
        (&["true"], 0),
        (&["sh", "-c", "kill -9 $$"], 137),
        (&["/no/such/program"], 127),
        (&["/"], 126),
    ] {
        let agent = good();
        let output = run(&agent, &[&["freeze", "--"], command].concat());
        assert_eq!(output.status.code(), Some(status), "{command:?}: {}", text(&output.stderr));
        assert_eq!(agent.seen(), [FREEZE, THAW], "{command:?}");
        assert!(text(&output.stderr).contains("qga: frozen for "), "{}", text(&output.stderr));
    }
    let agent = good();
    let output = run(&agent, &["freeze", "--mounts", "/,/srv", "--mounts", "/home", "--", "true"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(agent.seen(), [&*format!("{FREEZE_LIST} {{\"mountpoints\":[\"/\",\"/srv\",\"/home\"]}}"), THAW]);
}

#[test]
fn the_time_limit_ends_the_window_and_the_command() {
    let agent = good();
    let output = run(&agent, &["freeze", "--at-most", "0.2", "--", "sleep", "60"]);
    assert_eq!(output.status.code(), Some(125), "{}", text(&output.stderr));
    assert_eq!(agent.seen(), [FREEZE, THAW]);
    assert!(text(&output.stderr).contains("had not ended after 200 ms"), "{}", text(&output.stderr));
}

#[test]
fn a_signal_thaws_and_ends_the_command() {
    for (signal, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let agent = good();
        let mut tool = agent.tool(&["freeze", "--", "sh", "-c", "echo $$; exec sleep 60"]);
        let mut tool = tool.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the tool was built");
        let mut pid = String::new();
        let mut output = BufReader::new(tool.stdout.take().expect("a pipe"));
        output.read_line(&mut pid).expect("the command tells its number");
        let kill = |signal: &str, pid: &str| Command::new("kill").arg(format!("-{signal}")).arg(pid).output();
        kill(signal, &tool.id().to_string()).expect("kill runs");
        assert_eq!(tool.wait().expect("it ends").code(), Some(status), "{signal}");
        assert_eq!(agent.seen(), [FREEZE, THAW], "{signal}");
        let lives = kill("0", pid.trim()).expect("kill runs");
        assert!(!lives.status.success(), "{signal}: the command runs on");
    }
}

#[test]
fn a_lost_answer_is_followed_by_thaws_until_the_state_is_known() {
    // The freeze is not answered: nothing runs, and it is thawed.
    let agent = Scripted::start(|command, _| match command {
        FREEZE => Reply::Silence,
        _ => Reply::Answer("\"return\": 3"),
    });
    let output = run(&agent, &["freeze", "--at-most", "0.3", "--", "touch", "ran"]);
    assert_eq!(output.status.code(), Some(125), "{}", text(&output.stderr));
    assert_eq!(agent.seen(), [FREEZE, THAW]);
    assert!(!agent.folder().join("ran").exists());
    assert!(text(&output.stderr).contains(&format!("qga {THAW} ")), "{}", text(&output.stderr));

    // The first thaw is not answered: the state is asked for, and it is thawed again.
    let agent = Scripted::start(|command, before| match (command, before) {
        (THAW, 0) => Reply::Silence,
        (STATUS, _) => Reply::Answer("\"return\": \"frozen\""),
        _ => Reply::Answer("\"return\": 3"),
    });
    let output = run(&agent, &["freeze", "--timeout", "0.3", "--", "true"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(agent.seen(), [FREEZE, THAW, STATUS, THAW]);

    // The channel closes instead: it is thawed over a new one.
    let agent = Scripted::start(|command, before| match (command, before) {
        (THAW, 0) => Reply::Close,
        _ => Reply::Answer("\"return\": 3"),
    });
    let output = run(&agent, &["freeze", "--", "true"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(agent.seen().last().map(String::as_str), Some(THAW));
}

#[test]
fn a_thaw_that_fails_says_how_to_thaw_and_a_refused_freeze_runs_nothing() {
    let agent = Scripted::start(|command, _| match command {
        THAW => Reply::Answer(r#""error": {"class": "GenericError", "desc": "stuck"}"#),
        STATUS => Reply::Answer("\"return\": \"frozen\""),
        _ => Reply::Answer("\"return\": 3"),
    });
    let output = run(&agent, &["freeze", "--", "true"]);
    assert_eq!(output.status.code(), Some(125));
    let said = text(&output.stderr);
    assert!(said.contains("stuck") && said.contains(&format!("qga {THAW} ")), "{said}");

    let agent = Scripted::start(|command, _| match command {
        STATUS => Reply::Answer("\"return\": \"thawed\""),
        _ => Reply::Answer(r#""error": {"class": "CommandNotFound", "desc": "Command x has been disabled"}"#),
    });
    let output = run(&agent, &["freeze", "--", "touch", "ran"]);
    assert_eq!(output.status.code(), Some(125), "{}", text(&output.stderr));
    assert!(!agent.folder().join("ran").exists());
    assert!(!agent.seen().contains(&THAW.to_owned()), "{:?}", agent.seen());
}

#[test]
fn freeze_needs_a_command() {
    let agent = good();
    assert_eq!(run(&agent, &["freeze"]).status.code(), Some(2));
    assert_eq!(agent.seen(), [""; 0]);
}

/// Stands for virsh and qemu-img: notes what it is called with, and says which disks there are.
const HOST_PROGRAM: &str = r#"#!/bin/sh
echo "${0##*/} $*" >> "$FOLDER/calls"
case "${0##*/} $*" in
  "virsh domblklist vm1 --details") printf ' Type Device Target Source\n file disk vda %s\n file disk vdb /x\n file cdrom sda -\n' "$FOLDER/vm 1.qcow2" ;;
  "virsh domblklist vm1") printf ' Target Source\n----\n vda  %s\n vdb  /x\n sda -\n' "$FOLDER/vm 1.qcow2" ;;
  "virsh snapshot-create-as"*) touch "$FOLDER/vm 1.qcow2.backup-overlay" ;;
  qemu-img*) [ ! -e "$FOLDER/full" ] || exit 1; touch "$FOLDER/backup.part" ;;
esac
"#;

#[test]
fn the_example_backs_up_a_disk_and_always_commits_the_overlay() {
    use std::os::unix::fs::PermissionsExt;

    for is_full in [false, true] {
        let agent = good();
        let folder = agent.folder();
        for name in ["virsh", "qemu-img"] {
            let path = folder.join(name);
            std::fs::write(&path, HOST_PROGRAM).expect("a file in a fresh folder");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("its owner may");
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_qga"), folder.join("qga")).expect("a link in a fresh folder");
        if is_full {
            std::fs::write(folder.join("full"), "").expect("a file in a fresh folder");
        }
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/backup-libvirt.sh"));
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").expect("a path"));
        script
            .args(["vm1", "vda", &agent.address()])
            .arg(folder.join("backup"))
            .env("PATH", path)
            .env("FOLDER", folder);
        let output = script.output().expect("it runs");
        assert_eq!(output.status.success(), !is_full, "{}", text(&output.stderr));
        assert_eq!(folder.join("backup").exists(), !is_full);
        assert_eq!(agent.seen(), [FREEZE, THAW]);
        let calls = std::fs::read_to_string(folder.join("calls")).expect("calls were made");
        let disk = folder.join("vm 1.qcow2");
        let expected = format!(
            "virsh snapshot-create-as vm1 --disk-only --atomic --no-metadata --diskspec \
             vda,file={disk}.backup-overlay --diskspec vdb,snapshot=no\n\
             qemu-img convert -U -O qcow2 {disk} {backup}\n\
             virsh blockcommit vm1 vda --active --pivot --wait\n",
            disk = disk.display(),
            backup = folder.join("backup.part").display(),
        );
        assert!(calls.ends_with(&expected), "{calls}");
        assert!(!folder.join("vm 1.qcow2.backup-overlay").exists());
    }
}
