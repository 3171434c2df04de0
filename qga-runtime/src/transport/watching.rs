//! The events that the loop waits for, and those it gets.

use std::os::fd::BorrowedFd;

/// One descriptor and the event to wait for.
#[derive(Clone)]
pub(crate) struct Watched<'fd> {
    /// A number that no other descriptor has or had.
    pub id: u64,
    pub descriptor: BorrowedFd<'fd>,
    pub interest: Interest,
}

/// The event to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interest {
    /// None; a hang-up may be reported, once.
    Nothing,
    /// A client or bytes wait; reported while they do.
    Arrival,
    /// Bytes arrived; reported once.
    Read,
    /// Bytes can be written.
    Write,
    /// A client opened a device that had none.
    Return,
    /// A client opened a device for which an answer is pending.
    Reader,
}

/// A descriptor that is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ready {
    pub id: u64,
    /// The peer has closed.
    pub hung_up: bool,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    /// A descriptor is ready, or a timeout has ended.
    Due,
    /// Nothing has happened for a long time, for the first time since something did.
    Idle,
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

    /// A named pipe, which behaves like a port: hung up when its last writer closes it, until the next one opens it.
    fn port_without_client() -> (tempfile::TempDir, OwnedFd) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe");
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        let device = open(&path, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty()).expect("readable");
        drop(File::options().write(true).open(&path).expect("writable"));
        (folder, device)
    }

    #[test]
    fn a_port_without_client_is_silent_until_one_comes() {
        let (folder, device) = port_without_client();
        let mut readiness = Readiness::new(None).expect("a watch");
        let mut ready_now = |interest| {
            let mut ready = Vec::new();
            let watched = [Watched { id: 7, descriptor: device.as_fd(), interest }];
            readiness.wait(watched.into_iter(), Some(Duration::ZERO), &mut ready).expect("waits");
            ready
        };
        assert_eq!(ready_now(Interest::Read), [Ready { id: 7, hung_up: true }]);
        assert_eq!(ready_now(Interest::Read), []);
        assert_eq!(ready_now(Interest::Return), []);
        let mut writer = File::options().write(true).open(folder.path().join("pipe")).expect("writable");
        assert_eq!(ready_now(Interest::Return), []);
        writer.write_all(b"x").expect("room");
        assert_eq!(ready_now(Interest::Return), [Ready { id: 7, hung_up: false }]);
        assert_eq!(ready_now(Interest::Read), []);
        writer.write_all(b"x").expect("room");
        assert_eq!(ready_now(Interest::Read), [Ready { id: 7, hung_up: false }]);
        drop(writer);
        assert_eq!(ready_now(Interest::Read), [Ready { id: 7, hung_up: true }]);
    }

    #[test]
    fn where_the_kernel_reports_states_only_a_port_is_polled() {
        let (folder, device) = port_without_client();
        let ready_now = |interest| {
            let mut ready = Vec::new();
            let watched = [Watched { id: 7, descriptor: device.as_fd(), interest }];
            let waited = Polled::new(None)
                .and_then(|mut polled| polled.wait(watched.into_iter(), Some(Duration::ZERO), &mut ready));
            waited.expect("waits");
            ready
        };
        assert_eq!(ready_now(Interest::Read), [Ready { id: 7, hung_up: true }]);
        assert_eq!(ready_now(Interest::Return), [Ready { id: 7, hung_up: false }]);
        assert_eq!(ready_now(Interest::Nothing), []);
        let mut writer = File::options().write(true).open(folder.path().join("pipe")).expect("writable");
        assert_eq!(ready_now(Interest::Read), []);
        writer.write_all(b"x").expect("room");
        assert_eq!(ready_now(Interest::Read), [Ready { id: 7, hung_up: false }]);
    }
}
