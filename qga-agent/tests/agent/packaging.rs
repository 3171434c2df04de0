//! The files installed beside the program: the example configuration and the scripts.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
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
    // With every key uncommented, only keys without a default may differ.
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
        "freeze-required=/",
        "freeze-optional=/mnt/usb",
        "freeze-exclude=/mnt/scratch,vfat",
        "block-rpcs=guest-exec-status,guest-exec",
    ];
    assert_eq!(changed, expected);
}

/// The packaged hook in a folder of its own, with programs to run.
struct Runner {
    folder: tempfile::TempDir,
}

impl Runner {
    fn new() -> Self {
        let runner = Self { folder: tempfile::tempdir().unwrap() };
        shell("cp \"$1\" \"$2\"", [format!("{PACKAGING}/fsfreeze-hook").as_ref(), runner.hook().as_os_str()]);
        fs::create_dir(runner.program("")).unwrap();
        runner
    }

    fn hook(&self) -> PathBuf {
        self.folder.path().join("fsfreeze-hook")
    }

    fn program(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.folder.path().join("fsfreeze-hook.d").join(name.as_ref())
    }

    /// A program that prints this text and its argument, then runs this script.
    fn install(&self, name: impl AsRef<OsStr>, text: &str, more: &str, mode: &str) {
        let script = format!("#!/bin/sh\necho \"{text} $1\"\n{more}\n");
        let file = self.program(name);
        shell("printf %s \"$2\" > \"$1\" && chmod $3 \"$1\"", [file.as_os_str(), script.as_ref(), mode.as_ref()]);
    }

    /// Runs it with this shell; returns the output and the exit status.
    fn run(&self, shell: &[&str], word: &str) -> (String, Option<i32>) {
        let (program, words) = shell.split_first().unwrap();
        let mut command = Command::new(program);
        command.args(words).arg(self.hook()).arg(word).env("QGA_FSFREEZE_HOOK_LOG", self.folder.path().join("log"));
        let output = command.output().unwrap();
        (String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr), output.status.code())
    }
}

/// Lets another process write files: a writing descriptor, copied into a child that another test starts, would make a
/// program busy.
fn shell<const N: usize>(script: &str, words: [&OsStr; N]) {
    assert!(Command::new("sh").args(["-c", script, "sh"]).args(words).status().unwrap().success(), "{script}");
}

/// The shells of guests that this machine has.
fn shells() -> impl Iterator<Item = &'static [&'static str]> {
    let shells: [&[&str]; 4] = [&["sh"], &["dash"], &["bash", "--posix"], &["busybox", "sh"]];
    shells.into_iter().filter(|shell| Command::new(shell[0]).args(&shell[1..]).args(["-c", ":"]).status().is_ok())
}

#[test]
fn a_hook_that_fails_vetoes_the_freeze_and_thaws_run_in_reverse() {
    let runner = Runner::new();
    runner.install("10 first", "10 first", "", "755");
    runner.install("20-second", "20-second", "", "755");
    runner.install("30-not-executable", "30", "", "644");
    runner.install("40-left.dpkg-old", "40", "", "755");
    let run = |word: &str| runner.run(&["sh"], word);
    assert_eq!(run("freeze"), ("10 first freeze\n20-second freeze\n".into(), Some(0)));
    assert_eq!(run("thaw"), ("20-second thaw\n10 first thaw\n".into(), Some(0)));
    assert_eq!(run("nonsense").1, Some(2));
    runner.install("10 first", "10 first", "exit 1", "755");
    let failed = "10 first failed with status 1\n";
    assert_eq!(run("freeze"), (format!("10 first freeze\n{failed}"), Some(1)));
    assert_eq!(run("thaw"), (format!("20-second thaw\n10 first thaw\n{failed}"), Some(1)));
}

#[test]
fn a_program_that_does_not_end_is_ended() {
    let runner = Runner::new();
    runner.install("10-hangs", "10", "exec sleep 1000", "755");
    let mut command = Command::new(runner.hook());
    command.arg("freeze").env("QGA_FSFREEZE_HOOK_SECONDS", "1").env("QGA_FSFREEZE_HOOK_LOG", "/dev/null");
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "10-hangs was ended after 1 s\n");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn programs_of_any_name_run_once_and_in_order() {
    const NAMES: [&[u8]; 14] = [
        b" blank ",
        b"!",
        b"$(exit 9)",
        b"(",
        b"*",
        b"-n",
        b"50-a\n60-b",
        b"60-b",
        b"\\c\\n",
        b"end\n",
        b"q'\"",
        b"zz%s",
        "\u{fc}".as_bytes(),
        b"\xff\xfe",
    ];
    let runner = Runner::new();
    for (number, name) in NAMES.iter().enumerate() {
        runner.install(OsStr::from_bytes(name), &number.to_string(), "[ -z \"$(cat)\" ]", "755");
    }
    let numbers = |order: &mut dyn Iterator<Item = usize>, word: &str| {
        (order.map(|number| format!("{number} {word}\n")).collect::<String>(), Some(0))
    };
    for shell in shells() {
        // Shells sort by bytes or by locale.
        let (ran, status) = runner.run(shell, "freeze");
        let order: Vec<usize> = ran.lines().filter_map(|line| line.strip_suffix(" freeze")?.parse().ok()).collect();
        assert_eq!((order.len(), ran.lines().count(), status), (NAMES.len(), NAMES.len(), Some(0)), "{shell:?}: {ran}");
        assert!((0..NAMES.len()).all(|number| order.contains(&number)), "{shell:?}: {ran}");
        assert_eq!(runner.run(shell, "thaw"), numbers(&mut order.into_iter().rev(), "thaw"), "{shell:?}");
        // One line each time, for any name.
        let log = fs::read(runner.folder.path().join("log")).unwrap();
        assert_eq!(log.split(|byte| *byte == b'\n').count(), 2 * NAMES.len() + 1, "{shell:?}");
        fs::remove_file(runner.folder.path().join("log")).unwrap();
    }
}

#[test]
fn what_others_may_change_is_not_run() {
    let runner = Runner::new();
    runner.install("10", "10", "", "755");
    runner.install("20", "20", "", "757");
    runner.install("30", "30", "", "755");
    let refused = "20 is not run: others than root may change it\n";
    for shell in shells() {
        assert_eq!(runner.run(shell, "freeze"), (format!("10 freeze\n{refused}"), Some(1)), "{shell:?}");
        assert_eq!(runner.run(shell, "thaw"), (format!("30 thaw\n10 thaw\n{refused}"), Some(1)), "{shell:?}");
    }
    let text = "nothing is run: others than root may change fsfreeze-hook.d\n".to_owned();
    fs::set_permissions(runner.program(""), Permissions::from_mode(0o1777)).unwrap();
    assert_eq!(runner.run(&["sh"], "freeze"), (text.clone(), Some(1)));
    fs::set_permissions(runner.program(""), Permissions::from_mode(0o755)).unwrap();
    if rustix::process::geteuid().is_root() {
        // A link's owner could replace it in a folder like /tmp.
        fs::remove_file(runner.program("20")).unwrap();
        symlink("10", runner.program("20")).unwrap();
        assert_eq!(runner.run(&["sh"], "freeze"), ("10 freeze\n10 freeze\n30 freeze\n".into(), Some(0)));
        lchown(runner.program("20"), Some(65_534), None).unwrap();
        assert_eq!(runner.run(&["sh"], "freeze"), (format!("10 freeze\n{refused}"), Some(1)));
        chown(runner.program(""), Some(65_534), None).unwrap();
        assert_eq!(runner.run(&["sh"], "freeze"), (text, Some(1)));
    }
}

#[test]
fn a_log_is_not_written_where_others_may_put_a_link() {
    let runner = Runner::new();
    runner.install("10", "10", "", "755");
    let own = runner.folder.path().join("own");
    fs::write(&own, "").unwrap();
    symlink("own", runner.folder.path().join("log")).unwrap();
    let logged = |shell, mode| {
        fs::write(&own, "").unwrap();
        fs::set_permissions(runner.folder.path(), Permissions::from_mode(mode)).unwrap();
        assert_eq!(runner.run(shell, "freeze"), ("10 freeze\n".into(), Some(0)), "{shell:?} {mode:o}");
        fs::read_to_string(&own).unwrap().lines().count()
    };
    for shell in shells() {
        assert_eq!([0o755, 0o757, 0o1777].map(|mode| logged(shell, mode)), [1, 0, 0], "{shell:?}");
        if rustix::process::geteuid().is_root() {
            chown(runner.folder.path(), None, Some(65_534)).unwrap();
            assert_eq!([0o755, 0o775].map(|mode| logged(shell, mode)), [1, 0], "{shell:?}");
            chown(runner.folder.path(), None, Some(0)).unwrap();
            assert_eq!(logged(shell, 0o775), 1, "{shell:?}");
        }
    }
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
    // The script knows its process by this name.
    symlink(AGENT, path("qemu-ga")).unwrap();
    let paths = [("/usr/sbin/$NAME", &*path("qemu-ga")), ("/var/run/$NAME.pid", &path("pid"))];
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
    // The number of an agent that was killed may be another process's by now.
    fs::write(path("pid"), std::process::id().to_string()).unwrap();
    assert_eq!(status("status"), Some(3));
}

#[test]
fn the_openrc_script_names_a_log_file_if_the_settings_do_not() {
    // The parts of openrc-run that the script needs.
    let run = r#"[ ! -e "$2" ] || . "$2"
. "$1"
start_pre && echo "$command_args" && $command --dump-conf $command_args | grep ^path="#;
    let cases = [
        ("", "-f /run/qemu-ga.pid -d -l /var/log/qemu-ga.log\npath=/dev/virtio-ports/org.qemu.guest_agent.0\n"),
        ("QGA_LOGFILE=/l\nGA_PATH=/dev/vport1p1\n", "-f /run/qemu-ga.pid -d\npath=/dev/vport1p1\n"),
        // Only a shell can expand this; here one has.
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
fn the_archive_is_installed_for_the_init_system_that_the_root_starts() {
    let archive = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = archive.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    for script in ["install.sh", "uninstall.sh"] {
        fs::copy(format!("{PACKAGING}/tarball/{script}"), archive.path().join(script)).unwrap();
    }
    let kinds =
        [("systemd", "/etc/unit", ""), ("openrc", "/etc/init.d/rc", ".openrc"), ("sysv", "/etc/init.d/sysv", "")];
    let list: String = kinds.iter().map(|(init, path, _)| format!("644 {init} replace {path}\n")).collect();
    write("files", &list);
    kinds.iter().for_each(|(_, path, suffix)| write(&format!("root{path}{suffix}"), ""));
    // A root's files, with the target of a link, and what is installed.
    let cases: [(&[(&str, &str)], &[&str]); 5] = [
        (&[("sbin/init", "../lib/systemd/systemd"), ("etc/init.d/x", "")], &["/etc/unit"]),
        // Packages bring units for systems without systemd, too.
        (&[("usr/lib/systemd/system/x", ""), ("sbin/openrc-run", "")], &["/etc/init.d/rc"]),
        (&[("usr/lib/systemd/system/x", ""), ("sbin/init", ""), ("etc/init.d/x", "")], &["/etc/init.d/sysv"]),
        (&[("usr/sbin/openrc-run", ""), ("etc/init.d/x", "")], &["/etc/init.d/rc"]),
        (&[("sbin/init", "../bin/busybox")], &[]),
    ];
    for (files, expected) in cases {
        let root = tempfile::tempdir().unwrap();
        for (name, target) in files {
            let file = root.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            match *target {
                "" => fs::write(&file, "").and_then(|()| fs::set_permissions(&file, Permissions::from_mode(0o755))),
                target => symlink(target, &file),
            }
            .unwrap();
        }
        let output =
            Command::new("sh").arg(archive.path().join("install.sh")).env("DESTDIR", root.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let installed = kinds.iter().map(|(_, path, _)| *path).filter(|path| root.path().join(&path[1..]).exists());
        assert_eq!(installed.collect::<Vec<_>>(), expected, "{files:?}");
    }
}

#[test]
fn the_unit_leaves_all_settings_to_the_agent() {
    let unit = fs::read_to_string(format!("{PACKAGING}/qemu-guest-agent.service")).unwrap();
    assert!(unit.contains("\nExecStart=-/usr/sbin/qemu-ga\n"), "{unit}");
}

#[test]
fn scripts_are_shell() {
    // Commands and variables of the init system are not in the script.
    let scripts = [
        ("fsfreeze-hook", ""),
        ("fsfreeze-hook-mariadb", ""),
        ("fsfreeze-hook-postgresql", ""),
        ("fsfreeze-hook-redis", ""),
        ("fsfreeze-hook-systemd-unit", ""),
        ("qemu-guest-agent.init", "SC1091"),
        ("qemu-guest-agent.openrc", "SC2034"),
    ];
    for (script, left_out) in scripts {
        let file = format!("{PACKAGING}/{script}");
        assert!(Command::new("sh").arg("-n").arg(&file).status().unwrap().success(), "{script}");
        match Command::new("shellcheck").args(["--shell=sh", "--exclude", left_out, &file]).output() {
            Ok(found) => assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stdout)),
            Err(_) => eprintln!("left out: shellcheck is not installed"),
        }
    }
}
