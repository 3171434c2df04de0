//! Tests of `--check` on folders in place of `/`.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;
use crate::fixture::Root;
use crate::settings::{Task, defaults, gather};

const COMMANDS: [&str; 6] =
    ["guest-sync", "guest-sync-delimited", "guest-ping", "guest-info", "guest-exec", "guest-get-time"];

/// A machine with a port that the agent serves, its variables and its configuration file.
struct Machine {
    root: Root,
}

impl Machine {
    fn new(files: &[(&str, &str)]) -> Self {
        let root = Root::new(files);
        for folder in ["proc/net", "proc/7/fd", "dev/virtio-ports", "run"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::write(root.join("dev/vport1p1"), "").unwrap();
        symlink(root.join("dev/vport1p1"), root.join("dev/virtio-ports/org.qemu.guest_agent.0")).unwrap();
        symlink(root.join("dev/vport1p1"), root.join("proc/7/fd/4")).unwrap();
        fs::write(root.join("proc/7/comm"), "qemu-ga\n").unwrap();
        fs::write(root.join("proc/net/unix"), SOCKETS).unwrap();
        Self { root }
    }

    /// The findings, as the owner reads them.
    fn findings(&self, words: &[&str]) -> (String, bool) {
        let sources = defaults::read(self.root.path(), []).unwrap();
        let conf = self.root.join("etc/qemu/qemu-ga.conf");
        let words = ["--check", "--statedir=/run"].iter().chain(words).map(std::ffi::OsString::from);
        let Ok(Task::Check(settings)) = gather(words, Some(conf.into()), sources) else { panic!("not understood") };
        let (text, fine) = report(&check(self.root.path(), &settings, &COMMANDS));
        (self.root.plain(&text), fine)
    }
}

/// Two that listen, and a client at a third name.
const SOCKETS: &str = "\
Num       RefCount Protocol Flags    Type St Inode Path
00000000619a89b7: 00000002 00000000 00010000 0001 01 3248538 /run/listens
000000007cd6603d: 00000002 00000000 00010000 0001 01 3248539 @ga
000000007cd6603e: 00000003 00000000 00000000 0001 03 3248540 /run/ga
";

#[test]
fn a_machine_in_order_has_no_problem() {
    let machine = Machine::new(&[
        ("etc/default/qemu-guest-agent", "BLOCK_RPCS=guest-exec\n"),
        ("etc/qemu/qemu-ga.conf", "[general]\nblock-rpcs=guest-get-time\n"),
    ]);
    let (text, fine) = machine.findings(&["--channel=unix:/run/listens", "--channel=unix:@ga", "-l/run/log"]);
    let expected = "\
ok       configuration: understood: /etc/default/qemu-guest-agent, /etc/qemu/qemu-ga.conf
ok       channel: org.qemu.guest_agent.0 is served by process 7 (qemu-ga)
ok       channel: a process listens at unix:/run/listens
ok       channel: a process listens at unix:@ga
ok       policy: 2 commands are refused: guest-exec, guest-get-time
ok       policy: /etc/default/qemu-guest-agent:1: BLOCK_RPCS blocks guest-exec
ok       policy: /etc/qemu/qemu-ga.conf blocks guest-get-time
ok       freeze hook: none is configured
ok       state directory: '/run' is writable
ok       log file: '/run/log' is writable
ok       SELinux: not in use
";
    assert_eq!(text, expected);
    assert!(fine);
}

#[test]
fn each_problem_is_found() {
    type Spoil = fn(&Root);
    let cases: [(&str, Spoil, &[&str], &str); 17] = [
        (
            "no port",
            |root| drop(fs::remove_file(root.join("dev/virtio-ports/org.qemu.guest_agent.0"))),
            &[],
            "channel: there is no port org.qemu.guest_agent.0, and no other",
        ),
        (
            "another port",
            |root| {
                fs::remove_file(root.join("dev/virtio-ports/org.qemu.guest_agent.0")).unwrap();
                fs::create_dir_all(root.join("sys/class/virtio-ports/vport1p2")).unwrap();
                fs::write(root.join("sys/class/virtio-ports/vport1p2/name"), "com.redhat.spice.0\n").unwrap();
            },
            &[],
            "channel: there is no port org.qemu.guest_agent.0, but com.redhat.spice.0",
        ),
        (
            "no agent",
            |root| fs::remove_file(root.join("proc/7/fd/4")).unwrap(),
            &[],
            "channel: org.qemu.guest_agent.0 is there, but no process serves it",
        ),
        (
            "held",
            |root| fs::write(root.join("proc/7/comm"), "socat\n").unwrap(),
            &[],
            "channel: org.qemu.guest_agent.0 is held by process 7 (socat)",
        ),
        (
            "another agent",
            |root| symlink("/usr/sbin/other-qemu-ga", root.join("proc/7/exe")).unwrap(),
            &[],
            "channel: org.qemu.guest_agent.0 is served by another agent, process 7 (/usr/sbin/other-qemu-ga)",
        ),
        (
            "upgraded",
            |root| symlink("/usr/sbin/qemu-ga (deleted)", root.join("proc/7/exe")).unwrap(),
            &[],
            "channel: org.qemu.guest_agent.0 is served by process 7 (qemu-ga), whose program has been replaced since",
        ),
        (
            "folder of hooks of others",
            |root| {
                root.program("etc/hook", "");
                fs::create_dir(root.join("etc/fsfreeze-hook.d")).unwrap();
                root.program("etc/fsfreeze-hook.d/10", "");
                fs::set_permissions(root.join("etc/fsfreeze-hook.d/10"), Permissions::from_mode(0o777)).unwrap();
            },
            &["-F/etc/hook"],
            "freeze hook: '/etc/hook' is not run: others than root may change '/etc/fsfreeze-hook.d/10'",
        ),
        (
            "unknown key",
            |root| fs::write(root.join("etc/qemu/qemu-ga.conf"), "[general]\nblok-rpcs=a\n").unwrap(),
            &[],
            "configuration: /etc/qemu/qemu-ga.conf:2: key 'blok-rpcs' is not understood",
        ),
        (
            "stale socket",
            |root| fs::write(root.join("run/ga"), "").unwrap(),
            &["--channel=unix:/run/ga"],
            "channel: no agent listens at unix:/run/ga",
        ),
        ("no abstract socket", |_| {}, &["--channel=unix:@ga2"], "channel: no agent listens at unix:@ga2"),
        ("no folder", |_| {}, &["-l/none/log"], "log file: cannot write '/none/log': No such file or directory"),
        ("no method", |_| {}, &["-m", "pigeon"], "channel: unsupported channel method/type: pigeon"),
        ("misspelt command", |_| {}, &["-b", "guest-exce"], "policy: there is no command 'guest-exce'"),
        (
            "sync refused",
            |_| {},
            &["-b", "guest-sync"],
            "policy: guest-sync is refused, without which hosts take the agent for dead",
        ),
        ("no hook", |_| {}, &["-F/etc/hook"], "freeze hook: cannot look at '/etc/hook': No such file or directory"),
        (
            "hook not runnable",
            |root| fs::write(root.join("etc/hook"), "").unwrap(),
            &["-F/etc/hook"],
            "freeze hook: '/etc/hook' is no program",
        ),
        (
            "hook of others",
            |root| {
                root.program("etc/hook", "");
                fs::set_permissions(root.join("etc/hook"), Permissions::from_mode(0o777)).unwrap();
            },
            &["-F/etc/hook"],
            "freeze hook: '/etc/hook' is not run: others than root may change '/etc/hook'",
        ),
    ];
    for (name, spoil, words, expected) in cases {
        let machine = Machine::new(&[("etc/qemu/qemu-ga.conf", "[general]\n")]);
        spoil(&machine.root);
        let (text, fine) = machine.findings(words);
        let problems: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("problem  ")).collect();
        assert_eq!(problems, [expected], "{name}: {text}");
        assert_eq!(text.matches("\n         remedy: ").count(), 1, "{name}: {text}");
        assert!(!fine, "{name}");
    }
}

#[test]
fn a_missing_or_open_state_directory_is_a_problem() {
    let machine = Machine::new(&[]);
    fs::set_permissions(machine.root.join("run"), Permissions::from_mode(0o777)).unwrap();
    let (text, _) = machine.findings(&[]);
    assert!(text.contains("problem  state directory: others than root may write in '/run'\n"), "{text}");
    let (text, _) = machine.findings(&["-t", "/none"]);
    assert!(text.contains("problem  state directory: there is no folder '/none'\n"), "{text}");
}

/// What SELinux's denials are found in, and the remedy for each.
#[test]
fn denials_of_the_agents_threads_are_found_in_either_log() {
    const AGENTS: &str =
        "avc:  denied  { open } for  pid=7 comm=\"deadline\" scontext=system_u:system_r:virt_qemu_ga_t:s0 x";
    const INIT_SCRIPTS: &str =
        "avc:  denied  { open } for  pid=7 comm=\"qemu-ga\" scontext=system_u:system_r:initrc_t:s0 x";
    const ANSWER: &str =
        "msg='avc:  denied  { send_msg } for scontext=u:r:l:s0 tcontext=u:r:virt_qemu_ga_t:s0 tclass=dbus";
    const OTHERS: &str =
        "avc:  denied  { read } for  pid=8 comm=\"other\" scontext=u:r:o:s0 tcontext=u:r:virt_qemu_ga_t:s0";
    let boolean = ("sys/fs/selinux/booleans/virt_qemu_ga_run_unconfined", "0 0");
    let (audit, kernels) = ("var/log/audit/audit.log", "dev/kmsg");
    let cases: [(&[(&str, &str)], &str, Option<&str>); 8] = [
        (&[], "enforcing; there is no log to search", None),
        (&[(audit, OTHERS), (kernels, AGENTS)], "enforcing, without a denial in the audit log", None),
        (&[(kernels, OTHERS)], "enforcing, without a denial in the kernel's log", None),
        (&[(audit, AGENTS)], "1 denials in the audit log, the last: avc:", Some("audit2allow")),
        (&[(audit, ANSWER)], "1 denials in the audit log, the last: msg='avc:", Some("audit2allow")),
        (&[(kernels, AGENTS)], "1 denials in the kernel's log, the last: avc:", Some("audit2allow")),
        (&[(audit, INIT_SCRIPTS)], "1 denials in the audit log, the last: avc:", Some("policy.sh load")),
        (&[(audit, AGENTS), boolean], "1 denials in the audit log, the last: avc:", Some("setsebool -P")),
    ];
    for (files, text, remedy) in cases {
        let root = Root::new(files);
        fs::create_dir_all(root.join("sys/fs/selinux")).unwrap();
        fs::write(root.join("sys/fs/selinux/enforce"), "1").unwrap();
        let found = selinux::check(root.path());
        assert!(found.text.starts_with(text), "{files:?}: {found}");
        match (&found.remedy, remedy) {
            (Some(found), Some(expected)) => assert!(found.contains(expected), "{files:?}: {found}"),
            (found, expected) => assert_eq!(found.as_deref(), expected, "{files:?}"),
        }
    }
}
