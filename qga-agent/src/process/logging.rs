//! Writes log lines to stderr or a file, and clients' actions to the system log; none while file systems are frozen.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use log::{LevelFilter, Log, Metadata, Record};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::process::trusted_path::Place;
use format::one_line;

mod format;

pub use format::LogFormat;

/// The target of records about clients' actions; they go to the system log at any level. They name files and programs,
/// never contents, arguments or input.
pub(crate) const AUDIT: &str = "audit";

/// The target of warnings about settings without the intended effect; they are written at any level.
pub(crate) const SETTINGS: &str = "settings";

/// Timeout for writing a line to stderr; then the line is lost. A stopped terminal, or a service manager that hangs,
/// must not stop the agent.
const STDERR_TIMEOUT: Duration = Duration::from_millis(200);

/// One logger for the process, as the `log` crate requires.
static LOGGER: OnceLock<Logger> = OnceLock::new();

struct Logger {
    format: LogFormat,
    level: LevelFilter,
    path: Option<PathBuf>,
    /// Written from every thread. A named file is opened when it is first needed after a start with frozen file systems.
    file: Mutex<Option<File>>,
    system: Option<SystemLog>,
    frozen: Frozen,
}

/// Returns whether file systems are frozen. A log line that waits for a frozen disk would prevent the thaw.
type Frozen = Box<dyn Fn() -> bool + Send + Sync>;

/// Starts logging. While `frozen` says so, nothing is opened or written.
///
/// # Errors
/// The log file cannot be opened.
pub(crate) fn start(path: Option<&Path>, format: LogFormat, level: LevelFilter, frozen: Frozen) -> io::Result<()> {
    let file = path.filter(|_| !frozen()).map(append).transpose()?;
    let logger = LOGGER.get_or_init(|| Logger {
        format,
        level,
        path: path.map(Path::to_owned),
        file: Mutex::new(file),
        system: SystemLog::open().ok(),
        frozen,
    });
    // A vendor's program may have set a logger of its own, which stays.
    if log::set_logger(logger).is_ok() {
        // The system log has records of clients' actions, whatever the level.
        log::set_max_level(level.max(LevelFilter::Info));
    }
    Ok(())
}

/// The log level with this name.
///
/// # Errors
/// The text to report.
pub(crate) fn level(name: &str) -> Result<LevelFilter, String> {
    let known = LEVELS.into_iter().find(|(known, _)| *known == name).map(|(_, level)| level);
    known.ok_or_else(|| format!("'{name}' is no log level: error, warning, info or debug"))
}

/// The name of a log level in settings.
pub(crate) fn level_name(level: LevelFilter) -> &'static str {
    LEVELS.into_iter().find(|(_, known)| *known == level).map_or("debug", |(name, _)| name)
}

/// Log levels in settings.
const LEVELS: [(&str, LevelFilter); 4] = [
    ("error", LevelFilter::Error),
    ("warning", LevelFilter::Warn),
    ("info", LevelFilter::Info),
    ("debug", LevelFilter::Debug),
];

/// Reopens the log file after it was moved away. While file systems are frozen nothing may be opened; then the next
/// line reopens it.
pub(crate) fn reopen() {
    let Some(logger) = LOGGER.get() else { return };
    let Some(path) = &logger.path else { return };
    if (logger.frozen)() {
        // A thread that is writing holds the lock until the thaw.
        if let Ok(mut file) = logger.file.try_lock() {
            *file = None;
        }
        return;
    }
    match append(path) {
        Ok(file) => *logger.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(file),
        Err(error) => log::warn!("cannot open {path:?} again: {error}"),
    }
}

/// Opens the log file, which may be a pipe or a device, and may be behind links of the administrator's.
fn append(path: &Path) -> io::Result<File> {
    Place::behind(path)?.append()
}

impl Logger {
    fn line(&self, line: &str) {
        // A failed log write has no other place to be reported.
        let _ = match &self.path {
            None if is_writable(io::stderr().as_fd()) => io::stderr().write_all(line.as_bytes()),
            None => Ok(()),
            Some(path) => {
                let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                if file.is_none() {
                    *file = append(path).ok();
                }
                file.as_mut().map_or(Ok(()), |file| file.write_all(line.as_bytes()))
            }
        };
    }
}

fn is_writable(descriptor: BorrowedFd<'_>) -> bool {
    let timeout = Timespec::try_from(STDERR_TIMEOUT).ok();
    // Regular files cannot be polled; they are always writable.
    !poll(&mut [PollFd::from_borrowed_fd(descriptor, PollFlags::OUT)], timeout.as_ref()).is_ok_and(|ready| ready == 0)
}

/// The system log's socket.
struct SystemLog {
    socket: UnixDatagram,
    /// Facility user, priority informational, in the format of every syslog daemon and the journal.
    prefix: String,
}

impl SystemLog {
    fn open() -> io::Result<Self> {
        let socket = UnixDatagram::unbound()?;
        // A system log that does not read must not stop the agent.
        socket.set_nonblocking(true)?;
        let prefix = format!("<14>qemu-ga[{}]: info: ", std::process::id());
        Ok(Self { socket, prefix })
    }

    fn line(&self, text: &str) {
        // Not every system has such a log.
        let _ = self.socket.send_to(format!("{}{text}", self.prefix).as_bytes(), "/dev/log");
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let wanted = metadata.level() <= self.level || matches!(metadata.target(), AUDIT | SETTINGS);
        wanted && !(self.frozen)()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        if record.target() == AUDIT {
            if let Some(system) = &self.system {
                system.line(&one_line(record));
            }
            if record.level() > self.level {
                return;
            }
        }
        self.line(&self.format.line(record));
    }

    fn flush(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use rustix::fs::{OFlags, fcntl_setfl};

    #[test]
    fn the_log_file_is_not_behind_another_users_link() {
        let folder = tempfile::tempdir().unwrap();
        let [log, other] = ["qga.log", "other"].map(|name| folder.path().join(name));
        fs::write(&other, "").unwrap();
        symlink(&other, &log).unwrap();
        append(&log).unwrap().write_all(b"line\n").unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        assert_eq!(append(&log).map(drop).unwrap_err().raw_os_error(), Some(libc::ELOOP));
        fs::remove_file(&log).unwrap();
        fs::hard_link(&other, &log).unwrap();
        assert_eq!(append(&log).map(drop).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        fs::remove_file(&log).unwrap();
        append(&log).unwrap().write_all(b"line\n").unwrap();
        assert_eq!([log, other].map(|file| fs::read_to_string(file).unwrap()), ["line\n", "line\n"]);
    }

    #[test]
    fn a_line_does_not_wait_for_a_pipe_that_is_not_read() {
        let (reader, writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).unwrap();
        assert!(is_writable(writer.as_fd()));
        fcntl_setfl(&writer, OFlags::NONBLOCK).unwrap();
        while rustix::io::write(&writer, &[0; 4096]).is_ok() {}
        assert!(!is_writable(writer.as_fd()));
        drop(reader);
        // A process that another thread starts holds the reader open until it executes its program.
        poll(&mut [PollFd::new(&writer, PollFlags::OUT)], None).unwrap();
        assert!(is_writable(writer.as_fd()), "writing fails at once");
    }
}
