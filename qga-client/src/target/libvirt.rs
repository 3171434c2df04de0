//! libvirt's own library, loaded when it is needed: nothing links it, and nothing needs it elsewhere.

use std::env;
use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
use std::path::Path;
use std::ptr;
use std::sync::Arc;

use libloading::Library as Loaded;

/// The sockets of libvirt's servers for QEMU.
const SERVERS: &[&str] = &["/run/libvirt/virtqemud-sock", "/run/libvirt/libvirt-sock"];

/// The address of the system's QEMU guests.
const SYSTEM: &str = "qemu:///system";

/// An error that the agent itself has sent, according to libvirt (`VIR_ERR_AGENT_COMMAND_FAILED` is not used for these
/// before 10.0; older versions call them internal).
const AGENT_FAILED: &[c_int] = &[1, 112];

/// The agent did not answer, or is not connected.
const AGENT_UNRESPONSIVE: c_int = 86;

/// There is no domain of this name.
const NO_DOMAIN: c_int = 42;

/// Running domains only.
const ACTIVE: c_uint = 1;

/// Whether a server of libvirt runs on this host.
pub(super) fn is_running() -> bool {
    env::var_os("LIBVIRT_DEFAULT_URI").is_some() || SERVERS.iter().any(|path| Path::new(path).exists())
}

/// A failure, in libvirt's words.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) kind: ErrorKind,
    pub(super) message: String,
}

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorKind {
    /// The agent has refused the command.
    Command,
    /// The agent did not answer in time.
    Silence,
    /// There is no such domain.
    NoDomain,
    /// Anything else.
    Other,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

type Pointer = *mut c_void;

/// `virError`, as far as it is read.
#[repr(C)]
struct RawError {
    code: c_int,
    domain: c_int,
    message: *const c_char,
}

/// The functions in use.
pub(super) struct Library {
    open: unsafe extern "C" fn(*const c_char) -> Pointer,
    close: unsafe extern "C" fn(Pointer) -> c_int,
    list: unsafe extern "C" fn(Pointer, *mut *mut Pointer, c_uint) -> c_int,
    lookup: unsafe extern "C" fn(Pointer, *const c_char) -> Pointer,
    name: unsafe extern "C" fn(Pointer) -> *const c_char,
    free: unsafe extern "C" fn(Pointer) -> c_int,
    state: unsafe extern "C" fn(Pointer, *mut c_int, *mut c_int, c_uint) -> c_int,
    xml: unsafe extern "C" fn(Pointer, c_uint) -> *mut c_char,
    last_error: unsafe extern "C" fn() -> *const RawError,
    ask: unsafe extern "C" fn(Pointer, *const c_char, c_int, c_uint) -> *mut c_char,
    /// The C library's, for what libvirt allocates.
    free_memory: unsafe extern "C" fn(*mut c_void),
    /// The functions live as long as these.
    _loaded: [Loaded; 2],
}

/// An open connection.
pub(super) struct Connection {
    library: Arc<Library>,
    raw: Pointer,
}

/// A domain.
pub(super) struct Domain {
    connection: Connection,
    raw: Pointer,
}

// SAFETY: libvirt's objects may be used by any thread; these are used by one at a time.
unsafe impl Send for Domain {}

impl Library {
    /// Loads the library.
    pub(super) fn load() -> Result<Arc<Self>, Error> {
        let failed = |error: libloading::Error| Error {
            kind: ErrorKind::Other,
            message: format!("libvirt's library is not installed ({error})"),
        };
        // SAFETY: the library's initialisers have no conditions; the types are those of libvirt's public headers, which
        // have been stable since 0.10.
        unsafe {
            let base = Loaded::new("libvirt.so.0").map_err(failed)?;
            let qemu = Loaded::new("libvirt-qemu.so.0").map_err(failed)?;
            let set_error_function: unsafe extern "C" fn(
                Pointer,
                Option<unsafe extern "C" fn(Pointer, *const RawError)>,
            ) = *base.get(b"virSetErrorFunc\0").map_err(failed)?;
            // Otherwise the library prints errors by itself.
            set_error_function(ptr::null_mut(), Some(ignore));
            Ok(Arc::new(Library {
                open: *base.get(b"virConnectOpen\0").map_err(failed)?,
                close: *base.get(b"virConnectClose\0").map_err(failed)?,
                list: *base.get(b"virConnectListAllDomains\0").map_err(failed)?,
                lookup: *base.get(b"virDomainLookupByName\0").map_err(failed)?,
                name: *base.get(b"virDomainGetName\0").map_err(failed)?,
                free: *base.get(b"virDomainFree\0").map_err(failed)?,
                state: *base.get(b"virDomainGetState\0").map_err(failed)?,
                xml: *base.get(b"virDomainGetXMLDesc\0").map_err(failed)?,
                last_error: *base.get(b"virGetLastError\0").map_err(failed)?,
                ask: *qemu.get(b"virDomainQemuAgentCommand\0").map_err(failed)?,
                free_memory: *base.get(b"free\0").map_err(failed)?,
                _loaded: [base, qemu],
            }))
        }
    }

    /// Connects; without an address to libvirt's default, or else to the system's QEMU guests.
    pub(super) fn connect(self: Arc<Self>, uri: Option<&str>) -> Result<Connection, Error> {
        let uri = uri.or_else(|| env::var_os("LIBVIRT_DEFAULT_URI").is_none().then_some(SYSTEM));
        let uri = uri.map(text).transpose()?;
        // SAFETY: a text that ends with a zero, or none.
        let raw = unsafe { (self.open)(uri.as_ref().map_or(ptr::null(), |uri| uri.as_ptr())) };
        if raw.is_null() { Err(self.error()) } else { Ok(Connection { library: self, raw }) }
    }

    /// The last error of this thread.
    fn error(&self) -> Error {
        // SAFETY: the result is null or an error of this thread, and valid until the next call.
        let (code, message) = unsafe {
            match (self.last_error)().as_ref() {
                Some(error) if !error.message.is_null() => {
                    (error.code, CStr::from_ptr(error.message).to_string_lossy().into_owned())
                }
                Some(error) => (error.code, format!("error {}", error.code)),
                None => (0, "no reason given".to_owned()),
            }
        };
        let kind = match code {
            AGENT_UNRESPONSIVE => ErrorKind::Silence,
            NO_DOMAIN => ErrorKind::NoDomain,
            code if AGENT_FAILED.contains(&code) && message.contains(AGENT_COMMAND) => ErrorKind::Command,
            _ => ErrorKind::Other,
        };
        Error { kind, message }
    }
}

/// How libvirt begins an agent's own error.
pub(super) const AGENT_COMMAND: &str = "unable to execute QEMU agent command '";

unsafe extern "C" fn ignore(_: Pointer, _: *const RawError) {}

fn text(text: &str) -> Result<CString, Error> {
    let message = || "a name with a zero in it".to_owned();
    CString::new(text).map_err(|_| Error { kind: ErrorKind::Other, message: message() })
}

impl Connection {
    /// The names of the running domains.
    pub(super) fn running(&self) -> Result<Vec<String>, Error> {
        let library = &self.library;
        let mut domains: *mut Pointer = ptr::null_mut();
        // SAFETY: an open connection; the result is an array of as many domains, each to be freed, and the array, too.
        unsafe {
            let count = (library.list)(self.raw, &raw mut domains, ACTIVE);
            let Ok(count) = usize::try_from(count) else { return Err(library.error()) };
            let mut names = Vec::with_capacity(count);
            for at in 0..count {
                let domain = *domains.add(at);
                let name = (library.name)(domain);
                if !name.is_null() {
                    names.push(CStr::from_ptr(name).to_string_lossy().into_owned());
                }
                (library.free)(domain);
            }
            (library.free_memory)(domains.cast());
            names.sort();
            Ok(names)
        }
    }

    /// A domain by its name.
    pub(super) fn domain(self, name: &str) -> Result<Domain, Error> {
        let name = text(name)?;
        // SAFETY: an open connection, and a text that ends with a zero.
        let raw = unsafe { (self.library.lookup)(self.raw, name.as_ptr()) };
        if raw.is_null() { Err(self.library.error()) } else { Ok(Domain { connection: self, raw }) }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: it was opened, and is closed once.
        unsafe { (self.library.close)(self.raw) };
    }
}

impl Domain {
    /// Its state, by the numbers of `virDomainState`.
    pub(super) fn state(&self) -> Result<c_int, Error> {
        let (mut state, mut reason) = (0, 0);
        // SAFETY: a domain that is not freed, and two numbers that outlive the call.
        let result = unsafe { (self.connection.library.state)(self.raw, &raw mut state, &raw mut reason, 0) };
        if result < 0 { Err(self.connection.library.error()) } else { Ok(state) }
    }

    /// Its definition, without secrets; that of the machine which runs, if it does.
    pub(super) fn xml(&self) -> Result<String, Error> {
        // SAFETY: a domain that is not freed.
        self.taken(unsafe { (self.connection.library.xml)(self.raw, 0) })
    }

    /// A text of libvirt's, which is freed; or the reason why there is none.
    fn taken(&self, text: *mut c_char) -> Result<String, Error> {
        let library = &self.connection.library;
        if text.is_null() {
            return Err(library.error());
        }
        // SAFETY: libvirt has returned the text just now, for its caller to free once.
        unsafe {
            let taken = CStr::from_ptr(text).to_string_lossy().into_owned();
            (library.free_memory)(text.cast());
            Ok(taken)
        }
    }

    /// Sends a request to the agent, and returns its answer; `seconds` is how long libvirt waits for it.
    pub(super) fn ask(&self, request: &str, seconds: c_int) -> Result<String, Error> {
        let request = text(request)?;
        // SAFETY: a domain that is not freed, and a text that ends with a zero.
        self.taken(unsafe { (self.connection.library.ask)(self.raw, request.as_ptr(), seconds, 0) })
    }
}

impl Drop for Domain {
    fn drop(&mut self) {
        // SAFETY: it was looked up, and is freed once, before its connection.
        unsafe { (self.connection.library.free)(self.raw) };
    }
}
