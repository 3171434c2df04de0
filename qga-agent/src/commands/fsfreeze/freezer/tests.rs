//! Drives the freezer against fake file systems that record their calls.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::{Barrier, OnceLock};

use super::super::guardian::Thaw;
use super::super::rules::Need;
use super::super::volumes::Opened;
use super::*;
use crate::fixture::manifest::Tree;

mod ended;
mod hangs;

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
    /// The calls, with commas between them, that hang until `gate` can be locked.
    hangs: &'static str,
    gate: Arc<Mutex<()>>,
    /// All are of one group; a call ends when as many as this waits for have begun.
    together: Option<Arc<Barrier>>,
}

impl Fake {
    fn act(&self, what: String) -> io::Result<()> {
        if self.hangs.split(", ").any(|hangs| what == hangs) {
            drop(self.gate.lock());
        }
        if let Some(barrier) = self.together.as_ref().filter(|_| what != "open") {
            barrier.wait();
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
        let group = |place| if self.together.is_some() { 0 } else { place };
        let volume = |(place, dir)| Volume {
            dir: Path::new(dir).into(),
            file: file(),
            need: (self.need)(dir),
            group: group(place),
            late: OnceLock::new(),
        };
        let volumes = ["/c", "/b", "/"].into_iter().filter(wanted).enumerate().map(volume).collect();
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
    together: Option<Arc<Barrier>>,
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
            together: None,
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
            together: self.together.clone(),
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
fn those_of_one_group_are_frozen_and_thawed_at_the_same_time() {
    let setting = Setting { together: Some(Arc::new(Barrier::new(3))), ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!((freezer.freeze(None), freezer.thaw()), (Ok(3), Ok(3)));
    // Those that another process may have frozen as well.
    assert_eq!(freezer.thaw(), Ok(3));
    // One fails, the others are frozen by then.
    let setting =
        Setting { failures: vec![("freeze /b", libc::EIO)], together: Some(Arc::new(Barrier::new(1))), ..setting };
    setting.journal();
    let expected = "failed to freeze /b: Input/output error; frozen by then: /c, /";
    assert_eq!(text(setting.freezer().freeze(None)), expected);
    let journal = setting.journal();
    assert!(["thaw /c", "thaw /"].iter().all(|thaw| journal.split(", ").any(|call| call == *thaw)), "{journal}");
    assert!(!journal.contains("thaw /b"), "{journal}");
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
    let expected = "failed to freeze /b: Input/output error; frozen by then: /c";
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
    let expected = "failed to freeze /: Input/output error; frozen by then: /c, /b; failed to thaw \
                    /c: Cannot allocate memory";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert!(freezer.reports_frozen());
    assert_eq!(freezer.thaw(), Ok(1));
    let expected = "hook freeze, open, freeze /c, freeze /b, freeze /, thaw /b, thaw /c, thaw /c, hook thaw";
    assert_eq!(setting.journal(), expected);
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
    let expected = "failed to freeze /b: it cannot be frozen, or is frozen already; frozen by then: /c";
    assert_eq!(text(setting.freezer().freeze(None)), expected);
}

#[test]
fn a_hook_that_is_not_required_may_fail() {
    let setting = Setting { hook_required: false, ..Setting::new() };
    setting.hook("exit 1");
    let freezer = setting.freezer();
    assert_eq!((freezer.freeze(None), freezer.thaw()), (Ok(3), Ok(3)));
}

/// Ends because a thread of the freezer gets there by itself.
fn wait_for(condition: impl Fn() -> bool) {
    while !condition() {
        thread::yield_now();
    }
}
