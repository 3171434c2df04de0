//! `qga cp`, `cat`, `tail` and `put` against real agents.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Stdio;
use std::time::{Duration, Instant, UNIX_EPOCH};

use rustix::process::{Pid, Signal, kill_process};

use crate::running::{agents, qga, ran};

fn done() -> (String, String, Option<i32>) {
    (String::new(), String::new(), Some(0))
}

#[test]
fn files_are_copied_both_ways() {
    for agent in agents("qga cp") {
        let [there, address] = [agent.path("there"), agent.address()];
        let host = tempfile::tempdir().expect("a temporary folder");
        let here = |name: &str| host.path().join(name).to_str().expect("a path").to_owned();
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| number.to_le_bytes()[number as usize % 3]).collect();
        std::fs::write(here("a"), &bytes).expect("a file");
        assert_eq!(ran(qga(&agent, &["cp", &here("a"), &format!(":{there}")])), done());
        assert!(std::fs::read(&there).expect("a file") == bytes);
        // The target stands in front of the path, and goes before the variable.
        assert_eq!(ran(qga(&agent, &["cp", &format!("{address}:{there}"), &here("b")])), done());
        assert!(std::fs::read(here("b")).expect("a file") == bytes);
        std::fs::write(here("c.part"), &bytes[..1_000_000]).expect("a part");
        assert_eq!(ran(qga(&agent, &["cp", "--resume", &format!(":{there}"), &here("c")])), done());
        assert!(std::fs::read(here("c")).expect("a file") == bytes);
        std::fs::write(here("c.part"), "something else").expect("a part");
        let (_, stderr, code) = ran(qga(&agent, &["cp", "--resume", &format!(":{there}"), &here("c")]));
        assert_eq!((stderr.contains("checksums differ"), code), (true, Some(1)), "{stderr}");
        for (words, status, says) in [
            (&["cp", &here("a"), &here("d")][..], 2, "neither side is in a guest"),
            (&["cp", ":/etc/hostname", ":/tmp/x"], 2, "both in a guest"),
            (&["cp", ":/no/such/file", &here("d")], 1, "No such file"),
            (&["cp", &here("missing"), ":/tmp/x"], 6, "No such file"),
            (&["cp", ":/etc", &here("d")], 1, "it is a folder"),
            (&["cp", &here(""), ":/tmp/x"], 6, "copy it with -r"),
            (&["cp", ":/etc/hostname", ":/etc/hosts", &here("a")], 2, "is no folder"),
        ] {
            let (stdout, stderr, code) = ran(qga(&agent, words));
            assert_eq!((stdout.as_str(), code, stderr.contains(says)), ("", Some(status), true), "{words:?}: {stderr}");
        }
        assert!(!std::path::Path::new(&here("d")).exists());
    }
}

#[test]
fn folders_are_copied_both_ways() {
    for agent in agents("qga cp -r") {
        let host = tempfile::tempdir().expect("a temporary folder");
        let here = |name: &str| host.path().join(name);
        std::fs::create_dir_all(here("tree/a/empty")).expect("folders");
        std::fs::write(here("tree/a/it's"), "1").expect("a file");
        std::fs::write(here("tree/new\nline"), "2").expect("a file");
        std::os::unix::fs::symlink("/etc/passwd", here("tree/link")).expect("a link");
        let changed = [("tree/a", 0o750, 1_000_000_000), ("tree/a/empty", 0o700, 1_100_000_000)];
        for (folder, mode, seconds) in changed {
            let folder = std::fs::File::open(here(folder)).expect("a folder");
            folder.set_permissions(PermissionsExt::from_mode(mode)).expect("its owner may");
            folder.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).expect("its owner may");
        }
        let kept = |folder: &std::path::Path| {
            let metadata = folder.metadata().expect("a folder");
            (metadata.mode() & 0o777, u64::try_from(metadata.mtime()).expect("after 1970"))
        };
        let tree = here("tree").to_str().expect("a path").to_owned();
        let there = agent.path("there");
        // One that is not there yet becomes the copy; in one that is, the copy is made.
        for (to, root) in [(there.clone(), there.clone()), (there.clone(), format!("{there}/tree"))] {
            let (_, stderr, code) = ran(qga(&agent, &["cp", "-r", &tree, &format!(":{to}")]));
            assert_eq!((code, stderr.contains("link: left out")), (Some(0), true), "{stderr}");
            assert_eq!(std::fs::read_to_string(format!("{root}/a/it's")).expect("a file"), "1");
            assert_eq!(std::fs::read_to_string(format!("{root}/new\nline")).expect("a file"), "2");
            for (folder, mode, seconds) in changed {
                let folder = folder.replacen("tree", &root, 1);
                assert_eq!(kept(std::path::Path::new(&folder)), (mode, seconds), "{folder}");
            }
            assert!(!std::path::Path::new(&format!("{root}/link")).exists());
        }
        std::os::unix::fs::symlink("/etc", format!("{there}/a/link")).expect("a link");
        let (_, stderr, code) =
            ran(qga(&agent, &["cp", "-r", &format!(":{there}/a"), here("back").to_str().expect("a path")]));
        assert_eq!((code, stderr.contains("link: left out")), (Some(0), true), "{stderr}");
        assert_eq!(std::fs::read_to_string(here("back/it's")).expect("a file"), "1");
        assert!(!here("back/link").exists());
        // The link was made in the folder since.
        assert_eq!((kept(&here("back")).0, kept(&here("back/empty"))), (0o750, (0o700, 1_100_000_000)));
        assert_eq!(kept(&here("back")), kept(std::path::Path::new(&format!("{there}/a"))));
    }
}

#[test]
fn one_file_is_written_read_and_followed() {
    for agent in agents("qga cat, tail and put") {
        let path = agent.path("lines");
        let lines =
            |range: std::ops::RangeInclusive<u32>| range.map(|line| format!("line {line}\n")).collect::<String>();
        let mut put = qga(&agent, &["put", &path]);
        let mut put = put.stdin(Stdio::piped()).spawn().expect("the tool was built");
        put.stdin.take().expect("a pipe").write_all(lines(1..=20_000).as_bytes()).expect("it reads");
        assert_eq!(put.wait().expect("it ends").code(), Some(0));
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), lines(1..=20_000));
        assert_eq!(ran(qga(&agent, &["cat", &path])).0, lines(1..=20_000));
        assert_eq!(ran(qga(&agent, &["cp", &format!(":{path}"), "-"])).0, lines(1..=20_000));
        for (count, from) in [("0", 20_001), ("1", 20_000), ("10", 19_991), ("15000", 5_001), ("99999", 1)] {
            let (stdout, stderr, code) = ran(qga(&agent, &["tail", &path, "-n", count]));
            assert_eq!((stdout, stderr.as_str(), code), (lines(from..=20_000), "", Some(0)), "{count}");
        }
        std::fs::write(&path, "a\nb").expect("a file");
        assert_eq!(ran(qga(&agent, &["tail", "-n", "1", &path])).0, "b");
        let (_, stderr, code) = ran(qga(&agent, &["cat", "/no/such/file"]));
        assert_eq!((code, stderr.contains("No such file")), (Some(1), true), "{stderr}");

        std::fs::write(&path, "a\nb\n").expect("a file");
        let mut tail = qga(&agent, &["tail", "-f", "-n", "1", &path]);
        let mut tail = tail.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the tool was built");
        let mut output = BufReader::new(tail.stdout.take().expect("a pipe"));
        let mut shown = |expected: &str| {
            let mut line = String::new();
            output.read_line(&mut line).expect("a line");
            assert_eq!(line, expected);
        };
        shown("b\n");
        let mut file = std::fs::File::options().append(true).open(&path).expect("a file");
        file.write_all(b"c\n").expect("it grows");
        shown("c\n");
        std::fs::write(&path, "new\n").expect("it is shorter");
        shown("new\n");
        kill_process(Pid::from_child(&tail), Signal::INT).expect("it runs");
        let output = tail.wait_with_output().expect("it ends");
        assert!(String::from_utf8_lossy(&output.stderr).contains("has become shorter"));
    }
}

#[test]
fn what_is_interrupted_leaves_nothing_behind_in_the_guest() {
    for agent in agents("ctrl-C of qga cat, tail, put and cp") {
        let (endless, target) = (agent.path("endless"), agent.path("target"));
        let file = std::fs::File::create(&endless).expect("a file");
        file.set_len(1 << 40).expect("a file with a hole");
        let (part, to) = (format!("{target}.part"), format!(":{target}"));
        for (words, open) in [
            (&["cat", &endless][..], &endless),
            (&["tail", "-f", &endless], &endless),
            (&["put", &target], &part),
            (&["cp", "-", &to], &part),
        ] {
            let mut tool = qga(&agent, words);
            let mut tool = tool.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the tool was built");
            // More may follow: standard input stays open.
            let mut input = tool.stdin.take().expect("a pipe");
            if open == &part {
                input.write_all(b"some").expect("it reads");
            }
            let end = Instant::now() + Duration::from_secs(120);
            while !agent.has_open(open) {
                assert!(Instant::now() < end, "{words:?}: \"{open}\" is not opened");
                std::thread::yield_now();
            }
            kill_process(Pid::from_child(&tool), Signal::INT).expect("it runs");
            assert_eq!(tool.wait().expect("it ends").code(), Some(130), "{words:?}");
            assert!(!agent.has_open(open) && !std::path::Path::new(&part).exists(), "{words:?}");
        }
        assert!(!std::path::Path::new(&target).exists());
    }
}
