//! Drives the freezer against fake file systems that record their calls.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::super::guardian::Thaw;
use super::super::rules::Need;
use super::super::volumes::Opened;
use super::*;
use crate::fixture::manifest::Tree;
use crate::process::daemon::stopped::Stopped;

/// Mounted in this order: `/`, `/b`, `/c`.
#[derive(Debug)]
struct Fake {
    journal: Mutex<File>,
    /// The calls that fail once, as in the journal, and their errors.
    failures: Mutex<Vec<(&'static str, i32)>>,
    /// A file system that is frozen already.
    skipped: &'static str,
    /// A file system that another program thaws in the window.
    thawed_by_another: &'static str,
    need: fn(&str) -> Need,
    /// The call that hangs until `gate` can be locked.
    hangs: &'static str,
    gate: Arc<Mutex<()>>,
}

impl Fake {
    fn act(&self, what: String) -> io::Result<()> {
        if what == self.hangs {
            drop(self.gate.lock());
        }
        writeln!(self.journal.lock().expect("the journal"), "{what}")?;
        let mut failures = self.failures.lock().expect("the failures");
        match failures.iter().position(|(failure, _)| *failure == what) {
            Some(index) => Err(io::Error::from_raw_os_error(failures.remove(index).1)),
            None => Ok(()),
        }
    }
}

impl Volumes for Fake {
    fn plan(&self) -> Result<String, CommandError> {
        Ok(String::new())
    }

    fn open(&self, only: Option<&[String]>) -> Result<Opened, CommandError> {
        self.act("open".into()).map_err(|error| CommandError::new(errno::text(error)))?;
        let wanted = |dir: &&str| only.is_none_or(|only| only.iter().any(|name| name == dir));
        let file = || self.journal.lock().expect("the journal").try_clone().expect("a file");
        let volume = |dir| Volume { dir: Path::new(dir).into(), file: file(), need: (self.need)(dir) };
        let volumes = ["/c", "/b", "/"].into_iter().filter(wanted).map(volume).collect();
        Ok(Opened { volumes, unreachable: Vec::new() })
    }

    fn open_possible(&self) -> Result<Vec<Volume>, CommandError> {
        Ok(self.open(None)?.volumes.into_iter().rev().collect())
    }

    fn freeze(&self, volume: &Volume) -> io::Result<bool> {
        self.act(format!("freeze {}", volume.dir.display()))?;
        Ok(volume.dir != Path::new(self.skipped))
    }

    fn thaw(&self, volume: &Volume) -> io::Result<bool> {
        self.act(format!("thaw {}", volume.dir.display()))?;
        Ok(volume.dir != Path::new(self.skipped) && volume.dir != Path::new(self.thawed_by_another))
    }

    fn thaw_in_guardian(&self) -> Thaw {
        // The file is the journal.
        |descriptor| {
            const LINE: &[u8] = b"guardian thaws\n";
            // SAFETY: the text is as long as is said.
            unsafe { libc::write(descriptor, LINE.as_ptr().cast(), LINE.len()) > 0 }
        }
    }
}

struct Setting {
    tree: Tree,
    failures: Vec<(&'static str, i32)>,
    skipped: &'static str,
    thawed_by_another: &'static str,
    need: fn(&str) -> Need,
    hangs: &'static str,
    gate: Arc<Mutex<()>>,
    limit: Option<Duration>,
    hook_required: bool,
}

impl Setting {
    fn new() -> Self {
        let tree = Tree::new("proc/sys/kernel/random/boot_id = 1111-2222\\n\njournal = \nrun/\n");
        let setting = Self {
            tree,
            failures: Vec::new(),
            skipped: "",
            thawed_by_another: "",
            need: |_| Need::Usual,
            hangs: "",
            gate: Arc::default(),
            limit: None,
            hook_required: true,
        };
        setting.hook("exit 0");
        setting
    }

    fn hook(&self, end: &str) {
        let journal = self.tree.root().join("journal");
        let script = format!("#!/bin/sh\necho hook $1 >> {}\n{end}\n", journal.display());
        // Another process writes it: a program cannot be started while any test's child still has it open for writing.
        let mut write = Command::new("sh");
        write.args(["-c", "printf %s \"$1\" > \"$0\" && chmod 700 \"$0\""]);
        let written = write.arg(self.tree.root().join("hook")).arg(script).status();
        assert!(written.expect("a shell").success());
    }

    fn freezer(&self) -> Freezer {
        let root = self.tree.root();
        let journal = File::options().append(true).open(root.join("journal")).expect("the journal");
        let fake = Fake {
            journal: Mutex::new(journal),
            failures: Mutex::new(self.failures.clone()),
            skipped: self.skipped,
            thawed_by_another: self.thawed_by_another,
            need: self.need,
            hangs: self.hangs,
            gate: self.gate.clone(),
        };
        Freezer::new(Settings {
            volumes: Arc::new(fake),
            files: Some((
                Marker { path: root.join("run/marker"), root: root.clone() },
                Record { path: root.join("run/record"), root: root.clone() },
            )),
            hook: Some(Hook {
                program: root.join("hook"),
                timeout: Duration::from_secs(60),
                required: self.hook_required,
            }),
            limit: self.limit,
        })
    }

    fn is_marked(&self) -> bool {
        self.tree.root().join("run/marker").exists()
    }

    fn is_recorded(&self) -> bool {
        self.tree.root().join("run/record").exists()
    }

    /// The calls since the last look.
    fn journal(&self) -> String {
        let path = self.tree.root().join("journal");
        let text = fs::read_to_string(&path).expect("the journal");
        File::create(path).expect("an empty journal");
        text.lines().collect::<Vec<_>>().join(", ")
    }
}

fn text<T>(result: Result<T, CommandError>) -> String {
    result.err().expect("an error").desc
}

#[test]
fn thaw_goes_the_way_back_and_hooks_are_around_both() {
    let setting = Setting::new();
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, freeze /b, freeze /");
    assert!(freezer.reports_frozen() && setting.is_marked());
    assert_eq!(text(freezer.freeze(None)), "file systems are frozen already");
    // Open file systems are thawed, without another look at the mounts.
    assert_eq!(freezer.thaw(), Ok(3));
    assert_eq!(setting.journal(), "thaw /, thaw /b, thaw /c, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());
}

#[test]
fn only_what_was_frozen_is_counted_and_thawed() {
    let setting = Setting { skipped: "/b", ..Setting::new() };
    let freezer = setting.freezer();
    let list = ["/b", "/c", "/unknown"].map(str::to_owned);
    assert_eq!(freezer.freeze(Some(&list)), Ok(1));
    assert_eq!(freezer.thaw(), Ok(1));
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, freeze /b, thaw /c, hook thaw");
}

#[test]
fn what_froze_before_a_failure_is_thawed() {
    let setting = Setting { failures: vec![("freeze /b", libc::EIO)], ..Setting::new() };
    let freezer = setting.freezer();
    let expected = "failed to freeze /b: Input/output error; frozen before it: /c";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, freeze /b, thaw /c, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());
    assert_eq!(freezer.freeze(None), Ok(3));
}

#[test]
fn the_hook_runs_again_when_nothing_was_frozen() {
    let setting = Setting { failures: vec![("open", libc::EACCES)], skipped: "/b", ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(text(freezer.freeze(None)), "Permission denied");
    assert_eq!(setting.journal(), "hook freeze, open, hook thaw");
    assert_eq!(freezer.freeze(Some(&[])), Ok(0));
    assert_eq!(setting.journal(), "hook freeze, open, hook thaw");
    assert_eq!(freezer.freeze(Some(&["/b".to_owned()])), Ok(0));
    assert_eq!(setting.journal(), "hook freeze, open, freeze /b, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());
}

#[test]
fn a_hook_that_fails_prevents_the_freeze_and_runs_again() {
    let setting = Setting::new();
    let freezer = setting.freezer();
    setting.hook("[ $1 = thaw ] || { echo busy; exit 3; }");
    assert_eq!(text(freezer.freeze(None)), "child process has failed to execute fsfreeze hook: busy\n");
    assert_eq!(setting.journal(), "hook freeze, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());

    setting.hook("[ $1 = freeze ] || exit 4");
    assert_eq!(freezer.freeze(None), Ok(3));
    assert_eq!(text(freezer.thaw()), "child process has failed to execute fsfreeze hook: exit status 4");
    assert!(!freezer.is_frozen() && !setting.is_marked());
}

#[test]
fn what_does_not_thaw_can_be_thawed_again() {
    let setting = Setting { failures: vec![("thaw /b", libc::EIO)], ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    setting.journal();
    assert_eq!(text(freezer.thaw()), "failed to thaw /b: Input/output error");
    assert_eq!(setting.journal(), "thaw /, thaw /b, thaw /c");
    assert!(freezer.is_frozen() && setting.is_marked());
    assert_eq!(freezer.thaw(), Ok(1));
    assert_eq!(setting.journal(), "thaw /b, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());
}

#[test]
fn a_failed_roll_back_says_both_and_stays_frozen() {
    let setting = Setting { failures: vec![("freeze /", libc::EIO), ("thaw /c", libc::ENOMEM)], ..Setting::new() };
    let freezer = setting.freezer();
    let expected = "failed to freeze /: Input/output error; frozen before it: /c, /b; failed to thaw \
                    /c: Cannot allocate memory";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert!(freezer.reports_frozen());
    assert_eq!(freezer.thaw(), Ok(1));
    let expected = "hook freeze, open, freeze /c, freeze /b, freeze /, thaw /b, thaw /c, thaw /c, hook thaw";
    assert_eq!(setting.journal(), expected);
}

#[test]
fn what_freezes_after_its_time_is_thawed_at_once() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let limit = Some(Duration::from_millis(400));
    let setting = Setting { hangs: "freeze /b", gate: gate.clone(), limit, ..Setting::new() };
    // The guardian's limit is the same, so it may thaw as well.
    let journal = || setting.journal().replace("guardian thaws, ", "").replace(", guardian thaws", "");
    let freezer = setting.freezer();
    let error = text(freezer.freeze(None));
    assert!(error.starts_with("failed to freeze /b: it still hangs after 0."), "{error}");
    assert_eq!(journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    assert!(!freezer.is_frozen());
    // A hanging call is not tried again: each attempt would cost one more thread.
    let expected = "failed to freeze /b: an earlier attempt still hangs; frozen before it: /c";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert_eq!(journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    drop(closed);
    wait_for(|| fs::read_to_string(setting.tree.root().join("journal")).is_ok_and(|text| text.contains("thaw /b")));
    assert_eq!(journal(), "freeze /b, thaw /b");
}

/// How the next thaw reports a freeze that ended by itself.
fn ended_text(reason: &str) -> String {
    format!("the file systems were thawed already, so a snapshot may be inconsistent: {reason}")
}

#[test]
fn the_guardian_thaws_when_the_time_is_over_and_the_next_thaw_says_so_once() {
    let setting = Setting { limit: Some(Duration::from_millis(400)), ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    wait_for(|| !freezer.is_frozen());
    assert_eq!(text(freezer.thaw()), ended_text("the time limit of 0.4 s was over"));
    let expected = "hook freeze, open, freeze /c, freeze /b, freeze /, guardian thaws, guardian thaws, guardian thaws, \
                    thaw /, thaw /b, thaw /c, hook thaw";
    assert_eq!(setting.journal(), expected);
    assert!(!setting.is_marked() && !setting.is_recorded());
    assert_eq!(freezer.thaw(), Ok(3));
}

#[test]
fn a_guardian_that_is_killed_ends_the_freeze() {
    let setting = Setting::new();
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    let process = match &*freezer.shared.lock() {
        State::Frozen(frozen) => frozen.guardian.process(),
        other => panic!("{other:?}"),
    };
    setting.journal();
    // SAFETY: no pointers; it is this test's child.
    assert_eq!(unsafe { libc::kill(process, libc::SIGKILL) }, 0);
    wait_for(|| !freezer.is_frozen());
    assert_eq!(text(freezer.thaw()), ended_text("the agent's guardian process has ended"));
    assert_eq!(setting.journal(), "thaw /, thaw /b, thaw /c, hook thaw");
    assert!(!setting.is_marked() && !setting.is_recorded());
}

#[test]
fn one_that_another_program_has_thawed_breaks_the_window() {
    let setting = Setting { thawed_by_another: "/b", ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    assert_eq!(text(freezer.thaw()), ended_text("another program has thawed /b"));
    assert!(!freezer.is_frozen() && !setting.is_marked());
}

#[test]
fn a_new_process_of_the_agent_thaws_at_once_and_the_next_thaw_says_so() {
    let setting = Setting::new();
    let dead = setting.freezer();
    assert_eq!(dead.freeze(None), Ok(3));
    setting.journal();
    let freezer = setting.freezer();
    assert!(freezer.reports_frozen());
    freezer.start();
    freezer.wait_until_thawed();
    // A third process reports it as well.
    drop(freezer.shared.lock());
    assert!(setting.is_recorded() && !setting.is_marked());
    assert_eq!(setting.journal(), "open, thaw /, thaw /b, thaw /c, hook thaw");
    let freezer = setting.freezer();
    assert_eq!(text(freezer.thaw()), ended_text("the agent ended while they were frozen"));
    assert!(!setting.is_recorded());
    assert_eq!(freezer.thaw(), Ok(3));
}

#[test]
fn an_agent_that_ends_while_the_hook_runs_leaves_the_marker() {
    let setting = Setting::new();
    setting.hook("[ $1 = thaw ] || cp ${0%/*}/run/marker ${0%/*}/run/seen");
    assert_eq!(setting.freezer().freeze(Some(&[])), Ok(0));
    assert!(setting.tree.root().join("run/seen").exists() && !setting.is_marked());
}

#[test]
fn a_hook_that_an_agent_left_running_ends_before_the_next_agent_runs_its_own() {
    let setting = Setting::new();
    let beside = "read -r _ _ state _ < /proc/$(cat ${0%/*}/run/old)/stat && [ $state != Z ] && echo beside";
    setting.hook(&format!(
        "[ $1 = thaw ] || {{ echo $$ > ${{0%/*}}/run/old; exec sleep 1000; }}
         ({beside} >> ${{0%/*}}/journal) 2>/dev/null; exit 0"
    ));
    let left = setting.freezer();
    thread::scope(|scope| {
        let freeze = scope.spawn(|| left.freeze(None));
        wait_for(|| fs::read_to_string(setting.tree.root().join("run/old")).is_ok_and(|text| text.ends_with('\n')));
        assert_eq!(setting.journal(), "hook freeze");
        let freezer = setting.freezer();
        assert!(freezer.is_frozen());
        freezer.start();
        assert_eq!(text(freeze.join().expect("no panic")), "child process has terminated abnormally");
        assert_eq!(text(freezer.thaw()), ended_text("the agent ended while they were frozen"));
    });
    // Of both agents, since the older one lives in this test.
    let journal = setting.journal();
    assert!(journal.matches("hook thaw").count() == 2 && !journal.contains("beside"), "{journal}");
}

#[test]
fn the_owner_s_rules_decide_what_a_failure_means() {
    let failures = vec![("freeze /b", libc::EIO)];
    let optional = |dir: &str| if dir == "/b" { Need::Optional } else { Need::Usual };
    let setting = Setting { failures: failures.clone(), need: optional, ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(2));
    assert_eq!(freezer.thaw(), Ok(2));
    let required = |_: &str| Need::Required;
    let setting = Setting { skipped: "/b", need: required, ..Setting::new() };
    let expected = "failed to freeze /b: it cannot be frozen, or is frozen already; frozen before it: /c";
    assert_eq!(text(setting.freezer().freeze(None)), expected);
}

#[test]
fn a_hook_that_is_not_required_may_fail() {
    let setting = Setting { hook_required: false, ..Setting::new() };
    setting.hook("exit 1");
    let freezer = setting.freezer();
    assert_eq!((freezer.freeze(None), freezer.thaw()), (Ok(3), Ok(3)));
}

#[test]
fn a_new_boot_starts_thawed() {
    let setting = Setting::new();
    let dead = setting.freezer();
    assert_eq!(dead.freeze(None), Ok(3));
    setting.tree.write("proc/sys/kernel/random/boot_id", b"3333-4444\n");
    assert!(!setting.freezer().is_frozen() && !setting.is_marked());
}

#[test]
fn an_agent_that_ends_leaves_nothing_frozen() {
    let setting = Setting::new();
    let freezer = setting.freezer();
    freezer.release();
    assert_eq!(setting.journal(), "");
    assert_eq!(freezer.freeze(None), Ok(3));
    freezer.release();
    assert!(!freezer.is_frozen() && !setting.is_marked());
    let stopped = "the agent was stopped while they were frozen";
    assert_eq!(text(setting.freezer().thaw()), ended_text(stopped));
}

#[test]
fn an_agent_that_is_to_stop_gives_a_freeze_up_and_thaws() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let setting = Setting { hangs: "freeze /b", gate: gate.clone(), ..Setting::new() };
    let freezer = setting.freezer();
    let stopped = Stopped::new();
    let expected = "failed to freeze /b: the agent is being stopped; frozen before it: /c";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());
    drop((closed, stopped));
}

#[test]
fn a_freeze_that_hangs_gives_up_for_a_thaw() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let setting = Setting { hangs: "freeze /b", gate: gate.clone(), ..Setting::new() };
    let freezer = setting.freezer();
    let wanting = freezer.clone();
    // A look that empties the journal could lose what is written at the same time.
    let journal = setting.tree.root().join("journal");
    let has_done = |what: &str| fs::read_to_string(&journal).is_ok_and(|text| text.contains(what));
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| has_done("freeze /c"));
        wanting.want_thaw();
        let expected = "failed to freeze /b: a thaw was requested; frozen before it: /c";
        assert_eq!(text(freeze.join().expect("no panic")), expected);
    });
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    // The hook before a freeze as well.
    setting.hook("[ $1 = thaw ] || exec sleep 1000");
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| has_done("hook freeze"));
        wanting.want_thaw();
        let error = text(freeze.join().expect("no panic"));
        assert!(error.ends_with("killed, a thaw was requested"), "{error}");
    });
    drop(closed);
}

#[test]
fn during_a_freeze_a_host_sees_it_only_after_it_has_asked_for_a_thaw() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let failures = vec![("freeze /b", libc::EIO)];
    let setting = Setting { failures, hangs: "thaw /c", gate: gate.clone(), ..Setting::new() };
    let freezer = setting.freezer();
    let journal = setting.tree.root().join("journal");
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| fs::read_to_string(&journal).is_ok_and(|text| text.contains("freeze /b")));
        let before_thaw = freezer.reports_frozen();
        freezer.want_thaw();
        let after_thaw = freezer.reports_frozen();
        drop(closed);
        assert!(freeze.join().expect("no panic").is_err());
        assert_eq!((before_thaw, after_thaw), (false, true));
    });
    assert!(!freezer.reports_frozen());
}

/// Ends because a thread of the freezer gets there by itself.
fn wait_for(condition: impl Fn() -> bool) {
    while !condition() {
        thread::yield_now();
    }
}
