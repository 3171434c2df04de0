//! Distributions' variables for the agent, under our own unit and under theirs.
//!
//! A folder of `fixtures/distributions` holds such files, as shipped or as an owner has edited them, `unit`, a shell
//! text with the options that the distribution's own unit or script passes, and the expected settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::Agent;
use crate::process::wrapper;

const AGENT: &str = env!("CARGO_BIN_EXE_qga-agent");

/// Reads the files as a shell would, and starts a program with the words of the unit.
const AS_THE_UNIT: &str = r#"program=$1 folder=$2
for file in usr/etc/sysconfig/qemu-ga etc/sysconfig/qemu-ga etc/default/qemu-guest-agent etc/conf.d/qemu-guest-agent; do
    [ ! -e "$folder/$file" ] || . "$folder/$file"
done
. "$folder/unit"
exec "$program" --dump-conf "$@""#;

fn distributions() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/distributions");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// The printed settings of a command, with the files beneath `root`.
fn dump(mut command: Command, root: &Path) -> String {
    let output = command.env("QGA_DEFAULTS_ROOT", root).env("QGA_CONF", "/no/such/file").output().unwrap();
    assert!(output.status.success(), "{}: {}", root.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace(root.to_str().unwrap(), "")
}

/// The settings that a unit's options must not change.
fn kept(dump: &str) -> Vec<&str> {
    let keys = ["method=", "path=", "fsfreeze-hook=", "block-rpcs=", "allow-rpcs="];
    dump.lines().filter(|line| keys.iter().any(|key| line.starts_with(key))).collect()
}

#[test]
fn every_distribution_s_defaults_are_kept_under_any_unit() {
    let distributions = distributions();
    assert!(distributions.len() > 9);
    for root in distributions {
        let mut plain = Command::new(AGENT);
        plain.arg("--dump-conf");
        let plain = dump(plain, &root);
        let file = root.join("expected.conf");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, &plain).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap();
        assert_eq!(plain, expected, "{}", root.display());

        let mut unit = Command::new("sh");
        unit.args(["-ec", AS_THE_UNIT, "sh", AGENT]).arg(&root);
        let under_unit = dump(unit, &root);
        assert_eq!(kept(&under_unit), kept(&expected), "{}", root.display());
    }
}

/// A folder with this file of variables.
fn root(sysconfig: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("etc/sysconfig");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("qemu-ga"), sysconfig).unwrap();
    root
}

#[test]
fn what_a_file_blocks_is_refused_and_the_log_says_what_is_not_understood() {
    let root = root("BLACKLIST_RPC=guest-exec\nBLOCK_RPC=guest-file-open\n");
    let log = root.path().join("log");
    let export = format!("export QGA_DEFAULTS_ROOT={}", root.path().display());
    let words = ["-l", log.to_str().unwrap(), "--block-rpcs=guest-get-users"];
    let agent = Agent::start_program(&wrapper(root.path(), &export), &words);
    let mut client = agent.connect();
    client.call("guest-ping", "").unwrap();
    for (command, arguments) in [("guest-exec", "\"path\": \"true\""), ("guest-get-users", "")] {
        let refused = client.call(command, arguments).unwrap_err();
        assert_eq!(refused, format!("Command {command} has been disabled: the command is not allowed"));
    }
    let log = fs::read_to_string(log).unwrap();
    let file = root.path().join("etc/sysconfig/qemu-ga");
    let warning = format!("warning: {}:2: variable BLOCK_RPC is not understood\n", file.display());
    assert!(log.contains(&warning), "{log}");
}

#[test]
fn a_file_that_cannot_be_understood_starts_no_agent() {
    let root = root("BLOCK_RPCS=guest-exec\nif true; then\n");
    let output = Command::new(AGENT).env("QGA_DEFAULTS_ROOT", root.path()).env("QGA_CONF", "/no/such/file").output();
    let output = output.unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let reason = "'if' assigns nothing: only lines like NAME=value are understood, and no shell is run";
    let file = root.path().join("etc/sysconfig/qemu-ga");
    let expected = format!("qemu-ga: error loading settings from {}:2: {reason}\n", file.display());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
}

#[test]
fn a_configuration_file_that_a_variable_names_is_read_and_must_be_there() {
    let root = root("");
    let path = |name: &str| root.path().join(name).display().to_string();
    fs::write(path("etc/sysconfig/qemu-ga"), format!("QEMU_GA_ARGS='-c {}'\n", path("a"))).unwrap();
    fs::write(path("a"), "[general]\nblock-rpcs=a\n").unwrap();
    fs::write(path("b"), "[general]\nblock-rpcs=b\n").unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(AGENT);
        command.args(words).env("QGA_DEFAULTS_ROOT", root.path()).env("QGA_CONF", path("b")).output().unwrap()
    };
    let blocked = |words: &[&str]| {
        let text = String::from_utf8(run(words).stdout).unwrap();
        text.lines().find_map(|line| line.strip_prefix("block-rpcs=")).map(str::to_owned)
    };
    assert_eq!(blocked(&["-D"]).as_deref(), Some("a"));
    assert_eq!(blocked(&["-D", "-c", &path("b")]).as_deref(), Some("b"));
    fs::remove_file(path("a")).unwrap();
    let output = run(&["-D"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains(&path("a")));
}
