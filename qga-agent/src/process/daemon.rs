//! Makes the process a daemon: background, pid file, signals, socket activation.

use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::path::Path;
use std::process;

use rustix::fs::Mode;
use rustix::io::FdFlags;
use rustix::net::AddressFamily;
use rustix::pipe::{PipeFlags, pipe_with};

use crate::os::errno;
use crate::process::trusted_path::Place;

/// Signals to stop and to reopen the log file, as a descriptor that can be polled with the channels.
#[derive(Debug)]
pub(crate) struct Signals {
    descriptor: OwnedFd,
}

/// The meaning of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    Stop,
    ReopenLog,
}

impl Signals {
    /// Blocks the signals and reads them from a descriptor. Call it before the first thread starts, which would receive
    /// them otherwise.
    pub(crate) fn catch() -> io::Result<Self> {
        // SAFETY: an all-zero set is a valid value to initialise, and every call gets a pointer to it while it lives. The
        // mask is set while there is one thread.
        let descriptor = unsafe {
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&raw mut set);
            for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP] {
                libc::sigaddset(&raw mut set, signal);
            }
            if libc::sigprocmask(libc::SIG_BLOCK, &raw const set, std::ptr::null_mut()) != 0 {
                return Err(io::Error::last_os_error());
            }
            let descriptor = libc::signalfd(-1, &raw const set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK);
            if descriptor < 0 {
                return Err(io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(descriptor)
        };
        Ok(Self { descriptor })
    }

    /// The next signal that has arrived, without waiting for one.
    pub(crate) fn next(&self) -> Option<Signal> {
        let mut record = [0; size_of::<libc::signalfd_siginfo>()];
        let read = rustix::io::read(&self.descriptor, &mut record).ok()?;
        // The number is the first member.
        let number = record[..read].first_chunk().map(|bytes| u32::from_ne_bytes(*bytes))?;
        Some(if number == libc::SIGHUP.unsigned_abs() { Signal::ReopenLog } else { Signal::Stop })
    }
}

/// Whether a signal to stop is pending, which [`Signals::next`] has not returned yet; long work then ends early. Sees
/// blocked signals only.
pub(crate) fn is_to_stop() -> bool {
    // SAFETY: an all-zero set is a valid value, and every call gets a pointer to it while it lives.
    unsafe {
        let mut pending: libc::sigset_t = std::mem::zeroed();
        libc::sigpending(&raw mut pending) == 0
            && [libc::SIGTERM, libc::SIGINT].iter().any(|signal| libc::sigismember(&raw const pending, *signal) == 1)
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

/// Makes new files of this process accessible to its user alone.
pub(crate) fn tighten_umask() {
    rustix::process::umask(Mode::from_raw_mode(0o077));
}

/// A pipe to the foreground process: the daemon has started.
pub(crate) struct Ready(OwnedFd);

impl Ready {
    pub(crate) fn report(self) {
        // The foreground process may have been killed; then there is no reader.
        let _ = rustix::io::write(&self.0, b"r");
    }
}

/// Forks into the background. The foreground process waits until the daemon is ready and exits with its status: a
/// daemon that cannot create its pid file must not look started. Call it before the first thread starts.
pub(crate) fn background() -> io::Result<Ready> {
    let (ready, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    // SAFETY: there is one thread, so the new process is as whole as this one.
    match unsafe { libc::fork() } {
        -1 => return Err(io::Error::last_os_error()),
        0 => {}
        _ => {
            drop(writer);
            let received = File::from(ready).read(&mut [0]).unwrap_or(0);
            process::exit(if received == 1 { 0 } else { 1 });
        }
    }
    rustix::process::setsid()?;
    Ok(Ready(writer))
}

/// Leaves the terminal and the folder the daemon was started in.
pub(crate) fn detach() -> io::Result<()> {
    rustix::process::chdir("/")?;
    let null = File::options().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&null)?;
    rustix::stdio::dup2_stdout(&null)?;
    rustix::stdio::dup2_stderr(&null)?;
    Ok(())
}

/// The file that holds the process number; it is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct PidFile {
    place: Place,
    /// Holds the lock.
    file: File,
}

/// Attempts to lock the file, which may be removed before it is locked, when another daemon ends.
const MAX_LOCK_ATTEMPTS: usize = 5;

impl PidFile {
    /// Writes the file and keeps it locked, so that a second daemon notices.
    ///
    /// # Errors
    /// The text to report.
    pub(crate) fn create(path: &Path) -> Result<Self, String> {
        let failed = |what: &str, error: io::Error| format!("Cannot {what} pid file: {}", errno::text(error));
        let place = Place::at(path).map_err(|error| failed("open", error))?;
        for _ in 0..MAX_LOCK_ATTEMPTS {
            let file = place.write().map_err(|error| failed("open", error))?;
            lock(&file).map_err(|error| failed("lock", error))?;
            // Another daemon that ended may have removed it, and a third created its own.
            if place.holds(&file) {
                let mut own = Self { place, file };
                own.file.set_len(0).map_err(|error| failed("truncate", error))?;
                let number = format!("{}\n", process::id());
                own.file.write_all(number.as_bytes()).map_err(|error| failed("write", error))?;
                return Ok(own);
            }
        }
        Err(failed("lock", io::ErrorKind::ResourceBusy.into()))
    }
}

/// Locks a file against processes that use either kind of lock. A lock of the process, not of the open file, would be
/// lost when this process closes the file anywhere, as for a client that reads it.
fn lock(file: &File) -> io::Result<()> {
    // SAFETY: all its members are numbers. Zero means: from the start to the end.
    let mut whole: libc::flock = unsafe { std::mem::zeroed() };
    #[allow(clippy::cast_possible_truncation, reason = "a small number; how the field is declared differs by library")]
    {
        whole.l_type = libc::F_WRLCK as libc::c_short;
    }
    // SAFETY: the request reads the structure, which lives through the call.
    match unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_SETLK, &raw const whole) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        if self.place.holds(&self.file) {
            // A stale file does no harm: the lock is what counts.
            let _ = self.place.remove();
        }
    }
}

/// The listening socket that systemd, or another starter with its protocol, has opened for this process. Call it before
/// the first thread starts.
///
/// # Errors
/// The text to report: not exactly one listening socket was passed.
pub(crate) fn activation() -> Result<Option<OwnedFd>, String> {
    let [starter, count, _] = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"].map(|name| {
        let number = env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
        // The children must not see them. SAFETY: there is one thread.
        unsafe { env::remove_var(name) };
        number
    });
    if starter != Some(process::id()) {
        return Ok(None);
    }
    match count {
        None | Some(0) => return Ok(None),
        Some(1) => {}
        Some(more) => return Err(format!("socket activation handed over {more} sockets; one is expected")),
    }
    // SAFETY: by the protocol, descriptor 3 belongs to this process, and no other code owns it.
    let socket = unsafe { OwnedFd::from_raw_fd(3) };
    let usable = rustix::io::fcntl_setfd(&socket, FdFlags::CLOEXEC).is_ok()
        && rustix::net::sockopt::socket_acceptconn(&socket).unwrap_or(false)
        && rustix::net::sockopt::socket_domain(&socket)
            .is_ok_and(|family| [AddressFamily::UNIX, AddressFamily::VSOCK].contains(&family));
    if !usable {
        let descriptor = socket.as_raw_fd();
        return Err(format!(
            "descriptor {descriptor} of the socket activation is not a listening unix or vsock socket"
        ));
    }
    Ok(Some(socket))
}

#[cfg(test)]
pub(crate) mod stopped {
    //! A signal to stop, for the thread of a test only.

    use std::mem::zeroed;
    use std::ptr::null_mut;

    /// Raises one, which stays pending as in a busy agent. Dropping this removes it.
    pub(crate) struct Stopped;

    impl Stopped {
        pub(crate) fn new() -> Self {
            // SAFETY: as in `masked`; raised in a thread that blocks it, the signal stays with that thread.
            unsafe {
                masked(libc::SIG_BLOCK);
                assert_eq!(libc::raise(libc::SIGTERM), 0);
            }
            Self
        }
    }

    impl Drop for Stopped {
        fn drop(&mut self) {
            // SAFETY: an all-zero set is a valid value; the signal is there to be taken.
            unsafe {
                let mut set: libc::sigset_t = zeroed();
                libc::sigaddset(&raw mut set, libc::SIGTERM);
                libc::sigwait(&raw const set, &mut 0);
                masked(libc::SIG_UNBLOCK);
            }
        }
    }

    unsafe fn masked(how: i32) {
        // SAFETY: an all-zero set is a valid value, and both calls get a pointer to it while it lives.
        unsafe {
            let mut set: libc::sigset_t = zeroed();
            libc::sigaddset(&raw mut set, libc::SIGTERM);
            assert_eq!(libc::pthread_sigmask(how, &raw const set, null_mut()), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[test]
    fn a_pid_file_is_held_by_one_and_only_ones_own_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pid");
        let held = Err("Cannot lock pid file: Resource temporarily unavailable".to_owned());
        let create = || PidFile::create(&path).map(drop);

        let first = PidFile::create(&path).unwrap();
        assert_eq!(create(), held);
        // Reading it in this process does not release the lock.
        let number = fs::read_to_string(&path).unwrap();
        assert_eq!(number, format!("{}\n", process::id()));
        assert_eq!(create(), held);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);

        // Removed by an administrator and created again by another daemon: not the first one's any more.
        fs::remove_file(&path).unwrap();
        let second = PidFile::create(&path).unwrap();
        drop(first);
        assert_eq!(fs::read_to_string(&path).unwrap(), number);
        drop(second);
        assert!(!path.exists());
    }

    #[test]
    fn a_pid_file_is_a_plain_file_in_its_own_place() {
        let folder = tempfile::tempdir().unwrap();
        let [path, other] = ["pid", "other"].map(|name| folder.path().join(name));
        fs::write(&other, "precious").unwrap();
        symlink(&other, &path).unwrap();
        let refused = PidFile::create(&path).unwrap_err();
        assert_eq!(refused, "Cannot open pid file: Too many levels of symbolic links");
        fs::remove_file(&path).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, Mode::RWXU).unwrap();
        let refused = PidFile::create(&path).unwrap_err();
        assert_eq!(refused, "Cannot open pid file: No such device or address");
        // Another user may have made a hard link there.
        fs::remove_file(&path).unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o1777)).unwrap();
        fs::hard_link(&other, &path).unwrap();
        let refused = PidFile::create(&path).unwrap_err();
        assert!(refused.starts_with("Cannot open pid file: others may write to its folder"), "{refused}");
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
        assert!(PidFile::create(Path::new("/no/such/folder/pid")).is_err());
    }
}
