//! Reports to the service manager (`sd_notify`) when the agent is ready and when it stops.

use std::env;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixDatagram;

#[cfg(target_os = "linux")]
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::SocketAddr;

/// The service manager's socket. It is connected once, so that no path is opened while file systems are frozen.
#[derive(Debug, Default)]
pub(crate) struct Manager {
    socket: Option<UnixDatagram>,
}

impl Manager {
    /// Connects to the manager that has started this process, if it asks for notifications. Call it before the first
    /// thread starts.
    pub(crate) fn of_environment() -> Self {
        let name = env::var_os("NOTIFY_SOCKET");
        // The children must not see it. SAFETY: there is one thread.
        unsafe { env::remove_var("NOTIFY_SOCKET") };
        Self { socket: name.and_then(|name| connect(name.as_bytes())) }
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
