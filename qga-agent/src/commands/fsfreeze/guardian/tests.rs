//! Starts guardians of plain files, to which "thawing" writes a line.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, Ordering};

use super::*;
use crate::fixture::left_out::left_out;
use crate::fixture::manifest::Tree;

struct Setting {
    tree: Tree,
    files: Vec<File>,
}

fn write_line(descriptor: RawFd) -> bool {
    // SAFETY: the text is as long as is said.
    unsafe { libc::write(descriptor, b"thawed\n".as_ptr().cast(), 7) == 7 }
}

/// The descriptors of the first and the last file in the test below.
static ENDS: [AtomicI32; 2] = [AtomicI32::new(-1), AtomicI32::new(-1)];

/// The last file, which is thawed first, waits for the first one.
fn wait_for_the_first(descriptor: RawFd) -> bool {
    let [first, last] = ENDS.each_ref().map(|end| end.load(Ordering::Relaxed));
    // SAFETY: an all-zero structure is valid and lives through the calls.
    unsafe {
        let mut found: libc::stat = std::mem::zeroed();
        while descriptor == last && found.st_size == 0 {
            libc::fstat(first, &raw mut found);
            libc::sched_yield();
        }
    }
    write_line(descriptor)
}

impl Setting {
    fn new() -> Self {
        let tree = Tree::new("a = \nb = \nc = \n");
        let open = |name| File::options().append(true).open(tree.root().join(name)).expect("a file");
        let files = ["a", "b", "c"].map(open).into();
        Self { tree, files }
    }

    fn start(&self, limit: Option<Duration>, thaw: Thaw) -> (Guardian, Watch) {
        let descriptors: Vec<RawFd> = self.files.iter().map(AsRawFd::as_raw_fd).collect();
        Guardian::start(&descriptors, limit, thaw).expect("a guardian")
    }

    /// The files that were thawed.
    fn thawed(&self) -> String {
        let content = |name: &&str| fs::read_to_string(self.tree.root().join(name)).expect("a file");
        ["a", "b", "c"].into_iter().filter(|name| !content(name).is_empty()).collect()
    }
}

/// Closes the agent's end without a word, as its death does.
fn abandon(guardian: Guardian, watch: Watch) -> libc::pid_t {
    let process = watch.process;
    let Watch { socket, .. } = watch;
    let raw = guardian.line.0.as_raw_fd();
    drop(socket);
    // Not dropped, and so not dismissed.
    std::mem::forget(guardian);
    // SAFETY: nothing uses it any more.
    unsafe { libc::close(raw) };
    process
}

fn wait_for(process: libc::pid_t) {
    let mut status = 0;
    // SAFETY: the status lives through the call.
    assert_eq!(unsafe { libc::waitpid(process, &raw mut status, 0) }, process);
    assert_eq!(status, 0);
}

#[test]
fn it_thaws_all_but_foreign_ones_when_the_agent_ends() {
    let setting = Setting::new();
    let (guardian, watch) = setting.start(None, write_line);
    guardian.line().skip(1);
    guardian.line().skip(7);
    assert_eq!(guardian.event(), None);
    wait_for(abandon(guardian, watch));
    assert_eq!(setting.thawed(), "ac");
}

#[test]
fn it_thaws_at_the_limit_and_reports_that() {
    let setting = Setting::new();
    let (guardian, watch) = setting.start(Some(Duration::from_millis(1)), write_line);
    assert_eq!(watch.wait(), Event::LimitOver);
    // It stays true.
    assert_eq!((guardian.event(), watch.wait()), (Some(Event::LimitOver), Event::LimitOver));
    watch.reap();
    assert_eq!(setting.thawed(), "abc");
}

#[test]
fn it_thaws_nothing_when_it_is_dismissed() {
    let setting = Setting::new();
    let (guardian, watch) = setting.start(None, write_line);
    drop(guardian);
    assert_eq!(watch.wait(), Event::Ended);
    watch.reap();
    assert_eq!(setting.thawed(), "");
}

#[test]
fn its_own_death_is_noticed() {
    let setting = Setting::new();
    let (guardian, watch) = setting.start(None, write_line);
    // SAFETY: no pointers; the process is this test's child.
    assert_eq!(unsafe { libc::kill(watch.process, libc::SIGKILL) }, 0);
    assert_eq!((watch.wait(), guardian.event()), (Event::Ended, Some(Event::Ended)));
    watch.reap();
    assert_eq!(setting.thawed(), "");
}

#[test]
fn one_that_hangs_does_not_keep_the_others_frozen() {
    let setting = Setting::new();
    for (end, index) in ENDS.iter().zip([0, 2]) {
        end.store(setting.files[index].as_raw_fd(), Ordering::Relaxed);
    }
    let (_guardian, watch) = setting.start(Some(Duration::from_millis(1)), wait_for_the_first);
    assert_eq!(watch.wait(), Event::LimitOver);
    watch.reap();
    while setting.thawed() != "abc" {
        thread::yield_now();
    }
}

#[test]
fn it_holds_its_descriptors_only_and_has_a_session_and_a_name_of_its_own() {
    let setting = Setting::new();
    let (guardian, watch) = setting.start(None, write_line);
    let folder = PathBuf::from(format!("/proc/{}", watch.process));
    let names = fs::read_dir(folder.join("fd")).expect("a process").map(|entry| entry.expect("an entry").path());
    let mut targets: Vec<String> = names.map(|name| fs::read_link(name).expect("it").display().to_string()).collect();
    targets.iter_mut().for_each(|target| *target = target.replace(&*setting.tree.root().to_string_lossy(), ""));
    targets.sort();
    let socket = targets.pop().expect("the socket");
    assert!(socket.starts_with("socket:"), "{socket}");
    assert_eq!(targets, ["/a", "/b", "/c"]);
    assert_eq!(fs::read_to_string(folder.join("comm")).expect("it"), "qga-guardian\n");
    let stat = fs::read_to_string(folder.join("stat")).expect("it");
    let session = stat.rsplit(") ").next().and_then(|fields| fields.split(' ').nth(3));
    assert_eq!(session, Some(watch.process.to_string().as_str()));
    drop(guardian);
    watch.reap();
}

#[test]
fn the_program_and_its_libraries_stay_in_memory() {
    let setting = Setting::new();
    let (guardian, watch) = setting.start(None, write_line);
    let maps = fs::read_to_string(format!("/proc/{}/smaps", watch.process)).expect("its memory");
    let status = fs::read_to_string(format!("/proc/{}/status", watch.process)).expect("its status");
    let missing = [
        ("this user may not lock memory", status.contains("VmLck:\t       0 kB")),
        ("an emulator's own program is not locked", maps.contains("/qemu-")),
    ];
    if let Some((why, _)) = missing.into_iter().find(|(_, is_so)| *is_so) {
        return left_out("the_program_and_its_libraries_stay_in_memory", why);
    }
    let mut code = 0;
    for map in maps.split("VmFlags:").filter(|map| map.contains(" r-xp ") && map.contains(" /")) {
        let number = |name| map.lines().find_map(|line| line.strip_prefix(name)).expect(name).trim().to_owned();
        assert_eq!(number("Rss:"), number("Size:"), "{map}");
        assert_eq!(number("Locked:"), number("Pss:"), "{map}");
        code += 1;
    }
    assert!(code > 0, "{maps}");
    drop(guardian);
    wait_for(watch.process);
}
