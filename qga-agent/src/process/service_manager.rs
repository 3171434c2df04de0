//! Reports to the service manager (`sd_notify`) when the agent is ready, while it serves, and when it stops.

use std::env;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::time::Duration;

#[cfg(target_os = "linux")]
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::SocketAddr;

/// The service manager's socket. It is connected once, so that no path is opened while file systems are frozen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manager {
    socket: Option<Arc<UnixDatagram>>,
    /// The interval at which the manager's watchdog is told that clients are served, if the manager has one.
    pub(crate) interval: Option<Duration>,
}

impl Manager {
    /// Connects to the manager that has started this process, if it asks for notifications. Call it before the first
    /// thread starts.
    pub(crate) fn of_environment() -> Self {
        let [name, timeout, process] = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"].map(|variable| {
            let value = env::var_os(variable);
            // The children must not see it. SAFETY: there is one thread.
            unsafe { env::remove_var(variable) };
            value
        });
        let number = |text: Option<OsString>| text.and_then(|text| text.to_str()?.parse::<u64>().ok());
        let is_meant = process.is_none() || number(process) == Some(u64::from(std::process::id()));
        // Half of its timeout, as systemd recommends.
        let interval = number(timeout).filter(|timeout| is_meant && *timeout > 0).map(|timeout| timeout.div_ceil(2));
        Self {
            socket: name.and_then(|name| connect(name.as_bytes())).map(Arc::new),
            interval: interval.map(Duration::from_micros),
        }
    }

    /// Tells the manager's watchdog that clients are served.
    pub(crate) fn serving(&self) {
        if let Some(socket) = self.socket.as_ref().filter(|_| self.interval.is_some()) {
            // A line in the log could wait for a disk that is being frozen.
            let _ = socket.send(b"WATCHDOG=1");
        }
    }

    pub(crate) fn ready(&self) {
        self.send("READY=1");
    }

    pub(crate) fn stopping(&self) {
        self.send("STOPPING=1");
    }

    fn send(&self, state: &str) {
        if let Some(Err(error)) = self.socket.as_ref().map(|socket| socket.send(state.as_bytes())) {
            log::warn!("cannot notify the service manager: {error}");
        }
    }
}

/// `None` for a name that is no socket's: the manager then finds out by its timeout.
fn connect(name: &[u8]) -> Option<UnixDatagram> {
    let socket = UnixDatagram::unbound().ok()?;
    // A manager that does not read must not stop the agent.
    socket.set_nonblocking(true).ok()?;
    socket.connect_addr(&address(name)?).ok()?;
    Some(socket)
}

fn address(name: &[u8]) -> Option<SocketAddr> {
    #[cfg(target_os = "linux")]
    if let Some(name) = name.strip_prefix(b"@") {
        return SocketAddr::from_abstract_name(name).ok();
    }
    SocketAddr::from_pathname(std::ffi::OsStr::from_bytes(name)).ok()
}
