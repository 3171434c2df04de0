//! What is installed beside the program: the example configuration and the scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::Client;

const AGENT: &str = env!("CARGO_BIN_EXE_qga-agent");

const PACKAGING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging");

#[test]
fn the_example_configuration_shows_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let example = fs::read_to_string(format!("{PACKAGING}/qemu-ga.conf")).unwrap();
    let dump = |text: &str| {
        let file = folder.path().join("conf");
        fs::write(&file, text).unwrap();
        let output = Command::new(AGENT).arg("-D").arg("-c").arg(&file).output().unwrap();
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

/// A copy of a script with other paths in it, written by another process for the same reason as above.
fn copy(script: &str, folder: &Path, paths: &[(&str, &str)]) -> PathBuf {
    let mut text = fs::read_to_string(format!("{PACKAGING}/{script}")).unwrap();
    for (path, other) in paths {
        assert!(text.contains(path), "{script}: {path}");
        text = text.replace(path, other);
    }
    let file = folder.join(script);
    let write = "printf %s \"$2\" > \"$1\" && chmod 755 \"$1\"";
    assert!(Command::new("sh").args(["-c", write, "sh"]).arg(&file).arg(&text).status().unwrap().success());
    file
}

/// A folder with this file of variables.
fn root(file: &str, text: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join(file);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    root
}

#[test]
fn the_init_script_starts_the_agent_as_its_variables_say() {
    let root = root("etc/default/qemu-guest-agent", "");
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let paths = [("/usr/sbin/$NAME", AGENT), ("/var/run/$NAME.pid", &path("pid"))];
    let script = copy("qemu-guest-agent.init", root.path(), &paths);
    let run = |word: &str| {
        let mut command = Command::new(&script);
        command.arg(word).env("QGA_DEFAULTS_ROOT", root.path()).env("QGA_CONF", "/no/such/file").output().unwrap()
    };
    let status = |word: &str| run(word).status.code();
    let configure = |text: &str| fs::write(path("etc/default/qemu-guest-agent"), text).unwrap();

    configure(&format!("TRANSPORT=virtio-serial:{}\n", path("no-port")));
    let output = run("start");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!("qemu-ga: {} is not there, not started\n", path("no-port"))
    );
    configure("BLOCK_RPCS='guest-exec\n");
    assert_eq!(status("start"), Some(1));
    assert_eq!(status("status"), Some(3));

    let folder = root.path().display();
    configure(&format!(
        "TRANSPORT=unix-listen:{folder}/socket\nDAEMON_ARGS=\"-t {folder} -l {folder}/log \\\n -b guest-exec\" # no programs\n"
    ));
    assert_eq!((status("start"), status("status")), (Some(0), Some(0)));
    let mut client = Client::new(std::os::unix::net::UnixStream::connect(path("socket")).unwrap());
    client.call("guest-ping", "").unwrap();
    let refused = client.call("guest-exec", "\"path\": \"true\"").unwrap_err();
    assert_eq!(refused, "Command guest-exec has been disabled: the command is not allowed");
    assert_eq!(status("stop"), Some(0));
    assert!(client.is_closed());
}

#[test]
fn the_openrc_script_names_a_log_file_where_nobody_else_does() {
    // What openrc-run does with the script, as far as it matters here.
    let run = r#"[ ! -e "$2" ] || . "$2"
. "$1"
start_pre && echo "$command_args" && $command --dump-conf $command_args | grep ^path="#;
    let cases = [
        ("", "-f /run/qemu-ga.pid -d -l /var/log/qemu-ga.log\npath=/dev/virtio-ports/org.qemu.guest_agent.0\n"),
        ("QGA_LOGFILE=/l\nGA_PATH=/dev/vport1p1\n", "-f /run/qemu-ga.pid -d\npath=/dev/vport1p1\n"),
        // Nothing but a shell can tell what this is; here one has.
        ("GA_PATH=$(echo /dev/vport2p1)\n", "-f /run/qemu-ga.pid -d -l /var/log/qemu-ga.log\npath=/dev/vport2p1\n"),
    ];
    for (text, expected) in cases {
        let file = "etc/conf.d/qemu-guest-agent";
        let root = root(file, text);
        let script = copy("qemu-guest-agent.openrc", root.path(), &[("/usr/bin/qemu-ga", AGENT)]);
        let mut command = Command::new("sh");
        command.args(["-c", run, "sh"]).arg(&script).arg(root.path().join(file));
        let output = command.env("QGA_DEFAULTS_ROOT", root.path()).env("QGA_CONF", "/no/such/file").output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{text}");
    }
}

#[test]
fn the_unit_leaves_all_settings_to_the_agent() {
    let unit = fs::read_to_string(format!("{PACKAGING}/qemu-guest-agent.service")).unwrap();
    assert!(unit.contains("\nExecStart=-/usr/sbin/qemu-ga\n"), "{unit}");
}

#[test]
fn scripts_are_shell() {
    for script in ["fsfreeze-hook", "qemu-guest-agent.init", "qemu-guest-agent.openrc"] {
        let checked = Command::new("sh").arg("-n").arg(format!("{PACKAGING}/{script}")).status().unwrap();
        assert!(checked.success(), "{script}");
    }
}
