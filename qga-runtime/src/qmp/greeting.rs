//! The greeting of a monitor, and what peers are that are none.

use std::fmt;

use crate::json::object::ObjectReader;
use crate::json::value::Value;
use crate::opening::PeerKind;
use crate::unmarshal::UnmarshalError;

/// What a monitor says of itself when a client connects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Greeting {
    /// QEMU's version; none if it is not of the usual form.
    pub version: Option<QemuVersion>,
    /// Who built this QEMU, such as a distribution and its version; mostly empty.
    pub package: String,
    /// The capabilities that a client may enable.
    pub capabilities: Vec<String>,
}

/// A version of QEMU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QemuVersion {
    /// The first number.
    pub major: i64,
    /// The second number.
    pub minor: i64,
    /// The third number.
    pub micro: i64,
}

impl fmt::Display for QemuVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.micro)
    }
}

impl Greeting {
    /// Reads the member `QMP` of a greeting.
    pub(super) fn read(value: Value<'_>) -> Result<Self, UnmarshalError> {
        let mut members = ObjectReader::new(value)?;
        let mut greeting = Greeting::default();
        if let Some(version) = members.take("version") {
            let mut version = ObjectReader::new(version)?;
            greeting.version = version.take("qemu").and_then(|numbers| QemuVersion::read(numbers).ok());
            greeting.package = version.optional("package")?.unwrap_or_default();
        }
        greeting.capabilities = members.optional("capabilities")?.unwrap_or_default();
        Ok(greeting)
    }

    /// Whether the monitor can run commands out of band.
    pub fn offers_oob(&self) -> bool {
        self.capabilities.iter().any(|capability| capability == "oob")
    }
}

impl QemuVersion {
    fn read(value: Value<'_>) -> Result<Self, UnmarshalError> {
        let mut numbers = ObjectReader::new(value)?;
        Ok(QemuVersion {
            major: numbers.required("major")?,
            minor: numbers.required("minor")?,
            micro: numbers.required("micro")?,
        })
    }
}

/// Why the other side is taken for no QMP monitor: it sent something else than a greeting, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotQmp {
    /// Nothing was received. A monitor serves one client at a time, and is silent to others.
    Silent,
    /// A guest agent's answer.
    GuestAgent,
    /// The banner or prompt of QEMU's human monitor.
    HumanMonitor,
    /// The first bytes of another kind of server, such as `a VNC server`.
    Server(&'static str),
    /// Something else: its beginning.
    Unknown(String),
}

impl fmt::Display for NotQmp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotQmp::Silent => f.write_str("no greeting: the other side is no QMP monitor, or serves another client"),
            NotQmp::GuestAgent => f.write_str("this is a guest agent, no QMP monitor"),
            NotQmp::HumanMonitor => f.write_str("this is QEMU's human monitor (HMP), no QMP monitor"),
            NotQmp::Server(what) => write!(f, "this is {what}, no QMP monitor"),
            NotQmp::Unknown(text) => write!(f, "this is no QMP monitor: it begins with {text:?}"),
        }
    }
}

impl std::error::Error for NotQmp {}

/// How many bytes of an unknown peer are quoted.
const MAX_QUOTED_BYTES: usize = 40;

impl From<PeerKind> for NotQmp {
    fn from(kind: PeerKind) -> Self {
        match kind {
            PeerKind::GuestAgent => NotQmp::GuestAgent,
            PeerKind::HumanMonitor => NotQmp::HumanMonitor,
            PeerKind::Server(what) => NotQmp::Server(what),
            PeerKind::MachineMonitor => NotQmp::Unknown(kind.to_string()),
        }
    }
}

/// A peer of no known kind.
pub(super) fn unknown(first: &[u8]) -> NotQmp {
    let quoted = first.get(..MAX_QUOTED_BYTES).unwrap_or(first);
    NotQmp::Unknown(String::from_utf8_lossy(quoted).into_owned())
}
