//! What the loop wants to know of its descriptors.

use std::os::fd::BorrowedFd;

/// One descriptor and what is wanted of it.
pub(crate) struct Watched<'fd> {
    /// A number that no other descriptor has, or ever had.
    pub id: u64,
    pub descriptor: BorrowedFd<'fd>,
    pub interest: Interest,
}

/// What is wanted of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interest {
    /// Nothing for now; an end may be told of, once.
    Nothing,
    /// That somebody waits, or bytes do; said again until none do.
    Arrival,
    /// That bytes arrived; said once.
    Read,
    /// That bytes can be written.
    Write,
    /// That somebody returned to a device that everybody had left.
    Return,
    /// That somebody came to a device to read what waits to be written.
    Reader,
}

/// A descriptor that is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ready {
    pub id: u64,
    /// The other side is gone.
    pub hung_up: bool,
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write as _;
    use std::os::fd::{AsFd as _, OwnedFd};
    use std::time::Duration;

    use rustix::fs::{CWD, Mode, OFlags, mkfifoat, open};

    use super::*;
    use crate::transport::readiness::Readiness;
    use crate::transport::readiness_polled::Readiness as Polled;

    /// A pipe with a name is hung up when its last writer leaves, and is not when the next one comes: like a port.
    fn port_without_anybody() -> (tempfile::TempDir, OwnedFd) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe");
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        let device = open(&path, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty()).expect("readable");
        drop(File::options().write(true).open(&path).expect("writable"));
        (folder, device)
    }

    #[test]
    fn a_port_sleeps_while_nobody_is_there_and_wakes_when_somebody_comes() {
        let (folder, device) = port_without_anybody();
        let mut readiness = Readiness::new().expect("a watch");
        let mut told = |interest| {
            let mut ready = Vec::new();
            let watched = [Watched { id: 7, descriptor: device.as_fd(), interest }];
            readiness.wait(&watched, Some(Duration::ZERO), &mut ready).expect("waits");
            ready
        };
        assert_eq!(told(Interest::Read), [Ready { id: 7, hung_up: true }]);
        assert_eq!(told(Interest::Read), []);
        assert_eq!(told(Interest::Return), []);
        let mut writer = File::options().write(true).open(folder.path().join("pipe")).expect("writable");
        assert_eq!(told(Interest::Return), []);
        writer.write_all(b"x").expect("room");
        assert_eq!(told(Interest::Return), [Ready { id: 7, hung_up: false }]);
        assert_eq!(told(Interest::Read), []);
        writer.write_all(b"x").expect("room");
        assert_eq!(told(Interest::Read), [Ready { id: 7, hung_up: false }]);
        drop(writer);
        assert_eq!(told(Interest::Read), [Ready { id: 7, hung_up: true }]);
    }

    #[test]
    fn where_the_kernel_tells_states_only_a_port_is_looked_at_now_and_then() {
        let (folder, device) = port_without_anybody();
        let told = |interest| {
            let mut ready = Vec::new();
            let watched = [Watched { id: 7, descriptor: device.as_fd(), interest }];
            let waited = Polled::new().and_then(|mut polled| polled.wait(&watched, Some(Duration::ZERO), &mut ready));
            waited.expect("waits");
            ready
        };
        assert_eq!(told(Interest::Read), [Ready { id: 7, hung_up: true }]);
        assert_eq!(told(Interest::Return), [Ready { id: 7, hung_up: false }]);
        assert_eq!(told(Interest::Nothing), []);
        let mut writer = File::options().write(true).open(folder.path().join("pipe")).expect("writable");
        assert_eq!(told(Interest::Read), []);
        writer.write_all(b"x").expect("room");
        assert_eq!(told(Interest::Read), [Ready { id: 7, hung_up: false }]);
    }
}
