//! Addresses of agents and clients, as text: `unix:/run/vm.agent`, `vsock:3:1234`, `serial:/dev/ttyS0`.

use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The address of the other side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// A socket in the file system: `unix:/path`, or the bare absolute path.
    Unix(PathBuf),
    /// A socket in Linux's abstract name space: `unix:@name`.
    Abstract(String),
    /// A port of a virtual machine, or of its host: `vsock:CID:PORT`.
    Vsock {
        /// The machine's context id.
        cid: u32,
        /// The port number.
        port: u32,
    },
    /// `tcp:HOST:PORT`; an IPv6 address has brackets.
    Tcp {
        /// A name or an address, without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// A serial line: `serial:/dev/ttyS0`.
    Serial(PathBuf),
    /// A virtio-serial port, by its name or as a device: `virtio:org.qemu.guest_agent.0`.
    Virtio(String),
}

impl Address {
    /// The CID that means "any machine" when listening.
    pub const ANY_CID: u32 = u32::MAX;

    /// The usual name of the agent's virtio-serial port.
    pub const AGENT_PORT: &'static str = "org.qemu.guest_agent.0";
}

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    text: String,
    reason: &'static str,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no address: {:?}: {}", self.text, self.reason)
    }
}

impl std::error::Error for AddressError {}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        parse(text).map_err(|reason| AddressError { text: text.to_owned(), reason })
    }
}

impl TryFrom<&str> for Address {
    type Error = AddressError;

    fn try_from(text: &str) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl TryFrom<&String> for Address {
    type Error = AddressError;

    fn try_from(text: &String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<&Address> for Address {
    fn from(address: &Address) -> Self {
        address.clone()
    }
}

/// A socket in the file system.
impl From<&Path> for Address {
    fn from(path: &Path) -> Self {
        Address::Unix(path.into())
    }
}

/// A socket in the file system.
impl From<PathBuf> for Address {
    fn from(path: PathBuf) -> Self {
        Address::Unix(path)
    }
}

/// An [`Address`] converts into itself without an error.
impl From<Infallible> for AddressError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

fn parse(text: &str) -> Result<Address, &'static str> {
    if text.contains('\0') {
        return Err("it contains a zero byte");
    }
    if text.starts_with('/') {
        return Ok(Address::Unix(text.into()));
    }
    let (scheme, rest) = text
        .split_once(':')
        .ok_or("expected unix:PATH, vsock:CID:PORT, tcp:HOST:PORT, serial:DEVICE, virtio:NAME or an absolute path")?;
    match scheme {
        _ if rest.is_empty() => Err("nothing follows the colon"),
        "unix" => match rest.strip_prefix('@') {
            Some("") => Err("an abstract socket needs a name"),
            Some(name) => Ok(Address::Abstract(name.to_owned())),
            None => Ok(Address::Unix(rest.into())),
        },
        "vsock" => {
            let (cid, port) = rest.split_once(':').ok_or("expected vsock:CID:PORT")?;
            let number = |text: &str| text.parse().map_err(|_| "CID and port are numbers from 0 to 4294967295");
            Ok(Address::Vsock { cid: number(cid)?, port: number(port)? })
        }
        "tcp" => {
            let (host, port) = rest.rsplit_once(':').ok_or("expected tcp:HOST:PORT")?;
            let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
            let host = match inner {
                Some(host) => host,
                None if host.contains([':', '[', ']']) => return Err("an IPv6 address needs brackets"),
                None => host,
            };
            if host.is_empty() {
                return Err("the host is missing");
            }
            let port = port.parse().map_err(|_| "the port is a number from 0 to 65535")?;
            Ok(Address::Tcp { host: host.to_owned(), port })
        }
        "serial" => Ok(Address::Serial(rest.into())),
        "virtio" => Ok(Address::Virtio(rest.to_owned())),
        _ => Err("it begins with none of unix:, vsock:, tcp:, serial:, virtio:"),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Unix(path) => write!(f, "unix:{}", path.display()),
            Address::Abstract(name) => write!(f, "unix:@{name}"),
            Address::Vsock { cid, port } => write!(f, "vsock:{cid}:{port}"),
            Address::Tcp { host, port } if host.contains(':') => write!(f, "tcp:[{host}]:{port}"),
            Address::Tcp { host, port } => write!(f, "tcp:{host}:{port}"),
            Address::Serial(path) => write!(f, "serial:{}", path.display()),
            Address::Virtio(name) => write!(f, "virtio:{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_as_they_are_written() {
        for text in [
            "unix:/run/vm 1.agent",
            "unix:relative/path",
            "unix:@name",
            "vsock:3:1234",
            "vsock:4294967295:0",
            "tcp:host.example:80",
            "tcp:[::1]:80",
            "serial:/dev/ttyS0",
            "virtio:org.qemu.guest_agent.0",
        ] {
            let address: Address = text.parse().expect(text);
            assert_eq!(address.to_string(), text);
        }
        assert_eq!("/run/a:b".parse(), Ok(Address::Unix("/run/a:b".into())));
    }

    #[test]
    fn a_text_that_is_no_address_is_refused_with_a_reason() {
        for text in [
            "",
            "x",
            "unix:",
            "unix:@",
            "vsock:3",
            "vsock:-1:2",
            "vsock:3:4294967296",
            "tcp:host",
            "tcp::1:80",
            "tcp::80",
            "tcp:h:65536",
            "http://x",
            "unix:a\0b",
        ] {
            let refused: Result<Address, AddressError> = text.parse();
            assert!(refused.is_err_and(|error| error.to_string().starts_with("no address: ")), "{text}");
        }
    }
}
