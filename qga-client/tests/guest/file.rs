//! Reading and writing files of the guest.

use std::io::{BufRead, Read, Seek, SeekFrom, Write};

use qga_client::{CallError, OpenMode};

use crate::agents::against_each;

/// Bytes that differ all along.
pub(crate) fn bytes(length: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| (number.wrapping_mul(2_654_435_761)).to_le_bytes()).take(length).collect()
}

#[test]
fn what_is_written_is_read_back() {
    against_each("files", |agent| {
        let (mut vm, path) = (agent.connect(), agent.guest_path("file"));
        let all = bytes(5_000_001);
        let mut file = vm.open_with(&path, OpenMode::Write).expect("it is made");
        for piece in all.chunks(7_777) {
            file.write_all(piece).expect("it is written");
        }
        file.close().expect("it is closed");
        assert!(std::fs::read(&path).expect("a file") == all, "{}", agent.name);
        let mut read = Vec::new();
        vm.open(&path).expect("it opens").read_to_end(&mut read).expect("it is read");
        assert!(read == all, "{}", agent.name);
        let missing = vm.open("/no/such/file").map(drop).expect_err("there is none");
        assert!(matches!(missing, CallError::Command(_)), "{missing}");
    });
}

#[test]
fn positions_are_those_of_the_caller_not_of_the_buffer() {
    against_each("positions", |agent| {
        let (mut vm, path) = (agent.connect(), agent.guest_path("file"));
        std::fs::write(&path, "one\ntwo\nthree\n").expect("a file");
        let mut file = vm.open_with(&path, OpenMode::ReadWrite).expect("it opens");
        let mut line = String::new();
        file.read_line(&mut line).expect("a line");
        assert_eq!((line.as_str(), file.stream_position().expect("a position")), ("one\n", 4), "{}", agent.name);
        file.write_all(b"TWO").expect("it is written");
        assert_eq!(file.seek(SeekFrom::Current(1)).expect("a position"), 8);
        line.clear();
        file.read_line(&mut line).expect("a line");
        assert_eq!(line, "three\n");
        assert_eq!(file.seek(SeekFrom::End(-6)).expect("a position"), 8);
        file.write_all(b"THREE").expect("it is written");
        file.seek(SeekFrom::Start(0)).expect("a position");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("it is read");
        assert_eq!(text, "one\nTWO\nTHREE\n", "{}", agent.name);
        file.seek(SeekFrom::Current(-100)).expect_err("before the start");
        drop(file);
        let mut file = vm.open_with(&path, OpenMode::Append).expect("it opens");
        file.write_all(b"four\n").expect("it is written");
        file.flush().expect("it is sent");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "one\nTWO\nTHREE\nfour\n");
        drop(file);
    });
}

#[test]
fn a_dropped_file_is_written_and_closed() {
    against_each("dropped files", |agent| {
        let (mut vm, path) = (agent.connect(), agent.guest_path("file"));
        vm.exec("true").output().expect("it runs");
        let open = agent.descriptors();
        vm.open_with(&path, OpenMode::Write).expect("it is made").write_all(b"kept").expect("it is put");
        assert_eq!(std::fs::read(&path).expect("a file"), b"kept");
        assert_eq!(agent.descriptors(), open, "{}", agent.name);
    });
}

#[test]
fn a_full_disk_is_reported() {
    against_each("full disks", |agent| {
        let mut vm = agent.connect();
        let mut file = vm.open_with("/dev/full", OpenMode::ReadWrite).expect("it opens");
        file.write_all(b"lost").expect("it is put");
        let error = file.close().expect_err("there is no room");
        assert!(error.to_string().contains("No space left"), "{}: {error}", agent.name);
    });
}
