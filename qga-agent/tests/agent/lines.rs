//! Serial lines, with a pseudo-terminal in place of one: its settings, and reopening after a hang-up.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{InputModes, LocalModes, OutputModes, SpecialCodeIndex, Termios, speed, tcgetattr};

use crate::harness::Agent;

const TIMEOUT: Duration = Duration::from_secs(60);

/// A line's far end, where the host is, and the name of the near one.
fn line() -> (File, PathBuf) {
    let far: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&far).unwrap();
    unlockpt(&far).unwrap();
    let name = ptsname(&far, Vec::new()).unwrap().into_string().unwrap();
    (far.into(), name.into())
}

/// Waits until the agent has made the line transparent; until then a terminal would echo.
fn set_up(far: &File) -> Termios {
    let end = Instant::now() + TIMEOUT;
    loop {
        let modes = tcgetattr(far).unwrap();
        if modes.local_modes.is_empty() {
            return modes;
        }
        assert!(Instant::now() < end, "the agent does not open the line");
        std::thread::yield_now();
    }
}

fn ask(far: &mut File, request: &[u8]) -> String {
    far.write_all(request).unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\n") {
        let timeout = Timespec::try_from(TIMEOUT).unwrap();
        assert_ne!(poll(&mut [PollFd::new(far, PollFlags::IN)], Some(&timeout)).unwrap(), 0, "no answer");
        let mut piece = [0; 256];
        let count = far.read(&mut piece).unwrap();
        answer.extend_from_slice(&piece[..count]);
    }
    String::from_utf8(answer).unwrap()
}

fn serve(device: &Path, options: &[&str]) -> Agent {
    Agent::start(&[&["-m", "isa-serial", "-p", device.to_str().unwrap()], options].concat())
}

#[test]
fn a_line_carries_every_byte_as_it_is() {
    let (mut far, name) = line();
    let agent = serve(&name, &[]);
    let modes = set_up(&far);
    let translating = InputModes::IGNBRK
        | InputModes::BRKINT
        | InputModes::IGNPAR
        | InputModes::PARMRK
        | InputModes::INPCK
        | InputModes::ISTRIP
        | InputModes::INLCR
        | InputModes::IGNCR
        | InputModes::ICRNL
        | InputModes::IXON
        | InputModes::IXOFF
        | InputModes::IXANY
        | InputModes::IMAXBEL;
    assert_eq!(modes.input_modes & translating, InputModes::empty());
    assert_eq!(modes.output_modes, OutputModes::empty());
    assert_eq!(modes.local_modes, LocalModes::empty());
    assert_eq!((modes.special_codes[SpecialCodeIndex::VMIN], modes.special_codes[SpecialCodeIndex::VTIME]), (1, 0));
    assert_eq!(modes.output_speed(), speed::B38400);
    assert_eq!(ask(&mut far, b"\xff{\"execute\":\"guest-ping\"}"), "{\"return\": {}}\n");
    // Flow control, interrupt and end of file are ordinary bytes on a transparent line: one invalid message.
    let complaint = ask(&mut far, b"\x13\x03\x04\n");
    assert!(complaint.contains("stray"), "{complaint}");
    assert_eq!(ask(&mut far, b"{\"execute\":\"guest-ping\"}"), "{\"return\": {}}\n");
    drop(agent);
}

#[test]
fn with_retry_path_a_line_may_come_late_and_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let device = folder.path().join("line");
    let mut agent = serve(&device, &["-r"]);
    for _ in 0..2 {
        let (mut far, name) = line();
        symlink(&name, &device).unwrap();
        set_up(&far);
        assert_eq!(ask(&mut far, b"{\"execute\":\"guest-ping\"}"), "{\"return\": {}}\n");
        std::fs::remove_file(&device).unwrap();
        // After the hang-up another line has this name.
        drop(far);
    }
    assert!(agent.process.try_wait().unwrap().is_none());
}

#[test]
fn without_it_a_line_that_is_missing_or_lost_is_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut agent = serve(&folder.path().join("line"), &[]);
    assert_eq!(agent.process.wait().unwrap().code(), Some(1));

    let device = folder.path().join("line");
    let (mut far, name) = line();
    symlink(&name, &device).unwrap();
    let mut agent = serve(&device, &[]);
    set_up(&far);
    assert_eq!(ask(&mut far, b"{\"execute\":\"guest-ping\"}"), "{\"return\": {}}\n");
    std::fs::remove_file(&device).unwrap();
    drop(far);
    assert_eq!(agent.process.wait().unwrap().code(), Some(1));
}
