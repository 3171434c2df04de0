//! What is installed beside the program: the example configuration and the scripts.

use std::fs;
use std::process::Command;

const PACKAGING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging");

#[test]
fn the_example_configuration_shows_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let example = fs::read_to_string(format!("{PACKAGING}/qemu-ga.conf")).unwrap();
    let dump = |text: &str| {
        let file = folder.path().join("conf");
        fs::write(&file, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_qga-agent")).arg("-D").arg("-c").arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let defaults = dump(&example);
    assert_eq!(defaults, dump(""));
    // With every key in force nothing but what has no default may differ.
    let in_force: Vec<String> = example
        .lines()
        .map(|line| {
            line.strip_prefix('#').filter(|rest| rest.contains('=') && !rest.contains(' ')).unwrap_or(line).into()
        })
        .collect();
    let all = dump(&in_force.join("\n"));
    let changed: Vec<&str> = all.lines().filter(|line| !defaults.lines().any(|it| it == *line)).collect();
    let expected = [
        "channels=vsock:4294967295:3140,serial:/dev/ttyS1",
        "channel-users=alice,1000",
        "logfile=/var/log/qemu-ga.log",
        "fsfreeze-hook=/etc/qemu/fsfreeze-hook",
        "block-rpcs=guest-exec-status,guest-exec",
    ];
    assert_eq!(changed, expected);
}

#[test]
fn a_hook_that_fails_vetoes_the_freeze_and_thaws_run_in_reverse() {
    let folder = tempfile::tempdir().unwrap();
    let hook = folder.path().join("fsfreeze-hook");
    // Written by other processes: a copy of a descriptor that writes, in a child that another test is just starting, would
    // make a program busy.
    let shell = |script: &str, words: &[&str]| {
        assert!(Command::new("sh").args(["-c", script, "sh"]).args(words).status().unwrap().success(), "{script}");
    };
    shell("cp \"$1\" \"$2\"", &[&format!("{PACKAGING}/fsfreeze-hook"), hook.to_str().unwrap()]);
    let scripts = folder.path().join("fsfreeze-hook.d");
    fs::create_dir(&scripts).unwrap();
    let install = |name: &str, script: &str, mode: &str| {
        let text = format!("#!/bin/sh\necho {name} $1\n{script}\n");
        let file = scripts.join(name);
        shell("printf %s \"$2\" > \"$1\" && chmod $3 \"$1\"", &[file.to_str().unwrap(), &text, mode]);
    };
    install("10 first", "", "755");
    install("20-second", "", "755");
    install("30-not-executable", "", "644");
    install("40-left.dpkg-old", "", "755");
    let run = |word: &str| {
        let output = Command::new(&hook).arg(word).env("QGA_FSFREEZE_HOOK_LOG", "/dev/null").output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    };
    assert_eq!(run("freeze"), ("10 first freeze\n20-second freeze\n".into(), Some(0)));
    assert_eq!(run("thaw"), ("20-second thaw\n10 first thaw\n".into(), Some(0)));
    assert_eq!(run("nonsense"), (String::new(), Some(2)));
    install("10 first", "exit 1", "755");
    assert_eq!(run("freeze"), ("10 first freeze\n".into(), Some(1)));
    assert_eq!(run("thaw"), ("20-second thaw\n10 first thaw\n".into(), Some(1)));
}

#[test]
fn scripts_are_shell() {
    for script in ["fsfreeze-hook", "qemu-guest-agent.init", "qemu-guest-agent.openrc"] {
        let checked = Command::new("sh").arg("-n").arg(format!("{PACKAGING}/{script}")).status().unwrap();
        assert!(checked.success(), "{script}");
    }
}
