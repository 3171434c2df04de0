//! Where log lines go: stderr or a file, and the system log for what clients had done. Frozen, nowhere at all.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use log::{Level, LevelFilter, Log, Metadata, Record};

/// The target of records about what a client had done; they go to the system log whatever the level. They name files and
/// programs, never contents, arguments or input.
pub(crate) const AUDIT: &str = "audit";

/// How long after a failure the system log is not tried again.
const REST: Duration = Duration::from_secs(10);

/// The log is one for the process, as the `log` crate has it.
static LOGGER: OnceLock<Logger> = OnceLock::new();

struct Logger {
    verbose: bool,
    path: Option<PathBuf>,
    /// Written from every thread. A named file is opened when it is first needed after a start with frozen file systems.
    file: Mutex<Option<File>>,
    system: Option<SystemLog>,
    frozen: Frozen,
}

/// Tells whether file systems are frozen. A log line that waits for a frozen disk would never let anybody thaw it.
type Frozen = Box<dyn Fn() -> bool + Send + Sync>;

/// Starts logging. While `frozen` says so, nothing is opened or written.
///
/// # Errors
/// The log file cannot be opened.
pub(crate) fn start(path: Option<&Path>, verbose: bool, frozen: Frozen) -> io::Result<()> {
    let file = path.filter(|_| !frozen()).map(append).transpose()?;
    let logger = LOGGER.get_or_init(|| Logger {
        verbose,
        path: path.map(Path::to_owned),
        file: Mutex::new(file),
        system: SystemLog::open().ok(),
        frozen,
    });
    // A vendor's program may have a logger of its own; then that one decides.
    if log::set_logger(logger).is_ok() {
        log::set_max_level(LevelFilter::Debug);
    }
    Ok(())
}

/// Opens the log file again, after somebody has moved it away. Frozen, nothing may be opened; then the next line does it.
pub(crate) fn reopen() {
    let Some(logger) = LOGGER.get() else { return };
    let Some(path) = &logger.path else { return };
    if (logger.frozen)() {
        // A thread that still writes would hold the lock until the thaw.
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

/// A pipe that nobody reads, or no longer, must not stop the agent; and no terminal shall become its own.
fn append(path: &Path) -> io::Result<File> {
    File::options().append(true).create(true).mode(0o600).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

impl Logger {
    fn line(&self, line: &str) {
        // There is nobody left to tell when a log line cannot be written.
        let _ = match &self.path {
            None => io::stderr().write_all(line.as_bytes()),
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

/// The system log's socket. One that nobody listens at is left in peace for a while.
struct SystemLog {
    socket: UnixDatagram,
    /// Facility user, priority informational, in the form every syslog daemon and the journal read.
    prefix: String,
    rests_until: Mutex<Option<Instant>>,
}

impl SystemLog {
    fn open() -> io::Result<Self> {
        let socket = UnixDatagram::unbound()?;
        // A system log that does not read must not stop the agent.
        socket.set_nonblocking(true)?;
        let prefix = format!("<14>qemu-ga[{}]: info: ", std::process::id());
        Ok(Self { socket, prefix, rests_until: Mutex::default() })
    }

    fn line(&self, text: &str) {
        let mut rests_until = self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if rests_until.is_none_or(|until| now >= until) {
            let sent = self.socket.send_to(format!("{}{text}", self.prefix).as_bytes(), "/dev/log");
            *rests_until = sent.is_err().then(|| now + REST);
        }
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let heard = self.verbose || metadata.level() <= Level::Error || metadata.target() == AUDIT;
        heard && !(self.frozen)()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        if record.target() == AUDIT {
            if let Some(system) = &self.system {
                system.line(&record.args().to_string());
            }
            if !self.verbose {
                return;
            }
        }
        let level = match record.level() {
            Level::Error => "critical",
            Level::Warn => "warning",
            Level::Info => "info",
            Level::Debug | Level::Trace => "debug",
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.line(&format!("{}.{:06}: {level}: {}\n", now.as_secs(), now.subsec_micros(), record.args()));
    }

    fn flush(&self) {}
}
