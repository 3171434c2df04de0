//! Copying files to and from the guest.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

use qga_client::{CopyError, Progress};

use crate::agents::{Agent, against_each, each};
use crate::file::bytes;

const MODE: u32 = 0o640;

/// A file with a mode and a time that are not the usual ones.
fn make(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("a file");
    let file = std::fs::File::options().write(true).open(path).expect("a file");
    file.set_permissions(std::fs::Permissions::from_mode(MODE)).expect("its owner may");
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).expect("its owner may");
}

#[track_caller]
fn check(path: &Path, bytes: &[u8]) {
    let metadata = std::fs::metadata(path).expect("it is there");
    assert!(std::fs::read(path).expect("it is read") == bytes, "{}", path.display());
    assert_eq!((metadata.mode() & 0o7777, metadata.mtime()), (MODE, 1_000_000_000), "{}", path.display());
    assert!(!part(path).exists(), "{}", path.display());
}

fn part(path: &Path) -> std::path::PathBuf {
    format!("{}.part", path.display()).into()
}

#[test]
fn a_copy_has_the_bytes_the_mode_and_the_time() {
    against_each("copies", |agent| {
        let mut vm = agent.connect();
        for length in [0, 1, 3_000_001] {
            let all = bytes(length);
            let [source, there, back] = ["source", "a b'$.bin", "back"].map(|name| agent.path(name));
            make(&source, &all);
            let mut last = None;
            let copied = vm.copy_to(&source, there.to_str().expect("text")).progress(|at| last = Some(at)).run();
            let copied = copied.expect("it is copied");
            assert!(copied.is_checked && copied.is_kept && !copied.is_in_place, "{}: {copied:?}", agent.name);
            assert_eq!((copied.bytes, copied.resumed), (length as u64, 0));
            if let Some(Progress { done, total, .. }) = last {
                assert_eq!((done, total), (length as u64, Some(length as u64)));
            }
            check(&there, &all);
            let copied = vm.copy_from(there.to_str().expect("text"), &back).run().expect("it is copied");
            // The length 0 may be that of a file of the kernel's, of which no checksum would be the same twice.
            assert!((copied.is_checked || length == 0) && copied.is_kept && !copied.is_in_place, "{copied:?}");
            check(&back, &all);
        }
    });
}

#[test]
fn a_folder_is_where_the_file_goes_into() {
    against_each("folders", |agent| {
        let mut vm = agent.connect();
        let source = agent.path("source");
        make(&source, b"text");
        std::fs::create_dir(agent.path("into")).expect("a folder");
        for end in ["", "/"] {
            vm.copy_to(&source, agent.guest_path("into") + end).run().expect("it is copied");
            check(&agent.path("into/source"), b"text");
            std::fs::remove_file(agent.path("into/source")).expect("it is there");
        }
        vm.copy_from(agent.guest_path("source"), agent.path("into")).run().expect("it is copied");
        check(&agent.path("into/source"), b"text");
        let missing = vm.copy_to(&source, agent.guest_path("missing/x")).run().expect_err("no such folder");
        assert!(matches!(missing, CopyError::Guest { .. }), "{missing}");
        let folder = vm.copy_from(agent.guest_path("into"), agent.path("x")).run().expect_err("a folder");
        assert!(matches!(folder, CopyError::Guest { .. }), "{folder}");
        let nothing = vm.copy_from(agent.guest_path("nothing"), agent.path("x")).run().expect_err("no such file");
        assert!(matches!(nothing, CopyError::Guest { .. }), "{nothing}");
        let nothing = vm.copy_to(agent.path("nothing"), "/tmp/x").run().expect_err("no such file");
        assert!(matches!(nothing, CopyError::Host { .. }), "{nothing}");
    });
}

#[test]
fn a_copy_goes_on_where_it_ended_and_notices_another_file() {
    against_each("resumed copies", |agent| {
        let mut vm = agent.connect();
        let all = bytes(2_500_000);
        let [source, target] = ["source", "target"].map(|name| agent.path(name));
        make(&source, &all);
        for to_guest in [true, false] {
            let mut copy = |resume: bool| {
                let copy = match to_guest {
                    true => vm.copy_to(&source, target.to_str().expect("text")),
                    false => vm.copy_from(source.to_str().expect("text"), &target),
                };
                if resume { copy.resume().run() } else { copy.run() }
            };
            std::fs::write(part(&target), &all[..1_100_000]).expect("a part");
            let copied = copy(true).expect("it is copied");
            assert_eq!((copied.resumed, copied.is_checked), (1_100_000, true), "{} {to_guest}", agent.name);
            check(&target, &all);
            // Not asked to resume, it starts from the beginning.
            std::fs::write(part(&target), &all[..1_100_000]).expect("a part");
            assert_eq!(copy(false).expect("it is copied").resumed, 0);
            check(&target, &all);
            std::fs::write(part(&target), vec![1; 3_000_000]).expect("a part that is too long");
            assert_eq!(copy(true).expect("it is copied").resumed, 0, "{} {to_guest}", agent.name);
            check(&target, &all);
            std::fs::write(part(&target), vec![1; 1_000_000]).expect("a part of something else");
            let damaged = copy(true).expect_err("it differs");
            assert!(matches!(damaged, CopyError::Damaged { .. }), "{}: {damaged}", agent.name);
            assert!(!part(&target).exists());
            check(&target, &all);
            std::fs::remove_file(&target).expect("it is there");
        }
    });
}

#[test]
fn a_part_is_private_and_follows_no_link() {
    against_each("links", |agent| {
        let mut vm = agent.connect();
        let [source, target, victim] = ["source", "target", "victim"].map(|name| agent.path(name));
        make(&source, &bytes(2_000_000));
        for to_guest in [true, false] {
            std::fs::write(&victim, "untouched").expect("a file");
            std::os::unix::fs::symlink(&victim, part(&target)).expect("a link");
            let seen = std::sync::Mutex::new(None);
            let look = |_: Progress| {
                let metadata = std::fs::symlink_metadata(part(&target)).expect("a part");
                *seen.lock().expect("one thread") = Some((metadata.is_file(), metadata.mode() & 0o077));
            };
            let copied = match to_guest {
                true => vm.copy_to(&source, target.to_str().expect("text")).resume().progress(look).run(),
                false => vm.copy_from(source.to_str().expect("text"), &target).resume().progress(look).run(),
            };
            if to_guest {
                copied.expect("it is copied");
                assert_eq!(*seen.lock().expect("one thread"), Some((true, 0)), "{}", agent.name);
                std::fs::remove_file(&target).expect("it is there");
            } else {
                // The host's user made that link.
                copied.expect_err("it is in the way");
            }
            assert_eq!(std::fs::read_to_string(&victim).expect("a file"), "untouched");
        }
    });
}

#[test]
fn without_a_shell_a_file_is_written_in_place_and_that_is_told() {
    for which in each("copies without a shell") {
        let agent = Agent::start(which, &["guest-exec"]);
        let mut vm = agent.connect();
        let all = bytes(2_000_000);
        let [source, target, back] = ["source", "target", "back"].map(|name| agent.path(name));
        make(&source, &all);
        let copied = vm.copy_to(&source, target.to_str().expect("text")).run().expect("it is copied");
        assert!(copied.is_in_place && !copied.is_checked && !copied.is_kept, "{}: {copied:?}", agent.name);
        assert!(std::fs::read(&target).expect("a file") == all);
        std::fs::write(&target, &all[..1000]).expect("a part");
        let copied = vm.copy_to(&source, target.to_str().expect("text")).resume().run().expect("it is copied");
        assert_eq!(copied.resumed, 1000);
        assert!(std::fs::read(&target).expect("a file") == all);
        let copied = vm.copy_from(target.to_str().expect("text"), &back).run().expect("it is copied");
        assert!(!copied.is_in_place && !copied.is_checked && !copied.is_kept, "{copied:?}");
        assert!(std::fs::read(&back).expect("a file") == all);
    }
}

#[test]
fn a_stream_becomes_a_file_and_a_file_keeps_its_mode() {
    against_each("streams", |agent| {
        let mut vm = agent.connect();
        let target = agent.path("target");
        let copied = vm.put(&b"first"[..], target.to_str().expect("text")).run().expect("it is copied");
        assert!(copied.is_checked && !copied.is_kept, "{copied:?}");
        assert_eq!(std::fs::metadata(&target).expect("a file").mode() & 0o777, 0o644, "{}", agent.name);
        make(&target, b"old");
        vm.put(&b"second"[..], target.to_str().expect("text")).run().expect("it is copied");
        assert_eq!(std::fs::read(&target).expect("a file"), b"second");
        assert_eq!(std::fs::metadata(&target).expect("a file").mode() & 0o777, MODE, "{}", agent.name);
        // A device is no file to be replaced.
        let copied = vm.put(&b"gone"[..], "/dev/null").run().expect("it is written");
        assert!(copied.is_in_place && Path::new("/dev/null").metadata().is_ok_and(|null| !null.is_file()));
        let copied = vm.copy_from("/proc/self/status", agent.path("status")).run().expect("it is copied");
        assert!(copied.bytes > 100, "{copied:?}");
    });
}

#[test]
fn a_tree_is_listed_and_made() {
    against_each("trees", |agent| {
        let mut vm = agent.connect();
        let folders = ["tree/a/b", "tree/c d"].map(|name| agent.guest_path(name));
        vm.make_folders(&folders).expect("they are made");
        std::fs::write(agent.path("tree/a/b/file"), "").expect("a file");
        std::fs::write(agent.path("tree/new\nline"), "").expect("a file");
        std::os::unix::fs::symlink("/etc", agent.path("tree/link")).expect("a link");
        let listing = vm.list_tree(&agent.guest_path("tree")).expect("it is listed");
        let entries: Vec<String> = listing
            .entries
            .iter()
            .map(|entry| entry.names.join("/") + if entry.is_folder { "/" } else { "" })
            .collect();
        assert_eq!(entries, ["a/", "a/b/", "a/b/file", "c d/", "new\nline"], "{}", agent.name);
        assert_eq!(listing.skipped, ["link"]);
        assert!(vm.is_folder(&agent.guest_path("tree")).expect("an answer"));
        assert!(!vm.is_folder(&agent.guest_path("tree/new\nline")).expect("an answer"));
        vm.list_tree(&agent.guest_path("missing")).expect_err("there is none");
    });
}
