//! Finds agents by name, and connects to them through whatever owns their channel.
//!
//! A [`Target`] is read from text ([`Target::parse`]), or found by its name ([`Target::find`]): in an inventory file, among
//! the running domains of libvirt, the guests of Proxmox VE, and the QEMU processes of this host.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use qga_runtime::CallError;
use qga_runtime::transport::{Address, Stream};

use crate::client::Client;
use crate::options::Options;

mod child;
mod domain;
mod found;
mod inventory;
mod libvirt;
mod libvirt_agent;
mod qemu_process;
mod selection;

pub use domain::{DomainChannel, DomainState, LibvirtDomain};
pub use found::Found;
pub use qemu_process::{Channel, QemuProcess};

/// An agent, and the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// What people call it.
    pub name: String,
    /// How it is reached.
    pub way: Way,
    /// What knows it.
    pub source: Source,
}

/// How an agent is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Way {
    /// Its channel ends on this host.
    Address(Address),
    /// libvirt owns its channel.
    Libvirt {
        /// libvirt's own address; none for its default.
        uri: Option<String>,
        /// The domain's name.
        domain: String,
    },
    /// Another host reaches it.
    Ssh {
        /// What `ssh` calls the host.
        host: String,
        /// The target, as that host calls it.
        target: String,
    },
    /// A program of this host speaks with it, through its standard input and output.
    Program(Vec<String>),
}

/// What knows a target.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Its address was given.
    Given,
    /// This inventory file.
    Inventory(PathBuf),
    /// libvirt: it is a running domain.
    Libvirt,
    /// Proxmox VE: it has a socket in `/run/qemu-server`.
    Proxmox,
    /// A QEMU process with this number has its channel.
    Process(u32),
}

/// Why a text names no target.
#[derive(Debug)]
#[non_exhaustive]
pub enum TargetError {
    /// It has no known scheme, or what follows the scheme is wrong.
    Malformed {
        /// The text.
        target: String,
        /// What is wrong.
        reason: String,
    },
    /// No target has this name, or matches this pattern.
    Unknown {
        /// The name or pattern.
        name: String,
        /// The most similar name that is known.
        similar: Option<String>,
        /// What could not be asked.
        unasked: Vec<String>,
    },
    /// Several are found by this name.
    Ambiguous {
        /// The name.
        name: String,
        /// The ways to those that have it.
        ways: Vec<Way>,
    },
    /// An inventory file cannot be read.
    Inventory {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Target {
    /// Reads a target that says by itself how it is reached: a path, an address with its scheme, `libvirt:DOMAIN`,
    /// `libvirt:URI#DOMAIN`, `pve:VMID`, `ssh:HOST/TARGET` or `exec:PROGRAM ARGUMENTS`. Nothing is looked up.
    ///
    /// # Errors
    /// [`TargetError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        Ok(Target { name: text.to_owned(), way: text.parse()?, source: Source::Given })
    }

    /// Finds the one target of this name, or reads what [`Target::parse`] takes.
    ///
    /// # Errors
    /// No target has the name, or several do; an inventory file cannot be read.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use qga_client::{ClientExt, Options, Target};
    ///
    /// let mut vm = Target::find("web1")?.connect(&Options::default())?;
    /// println!("{}", vm.guest_get_host_name()?.host_name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(name: &str) -> Result<Self, TargetError> {
        if name.is_empty() || names_its_way(name) { Target::parse(name) } else { Found::named(name) }
    }

    /// The targets that a selection names: names, patterns such as `web*`, groups such as `@db`, and addresses, with commas
    /// between them. Each target comes once, in the order of the selection.
    ///
    /// A text that has a slash before its first comma, or begins with `exec:`, is one address, commas and all.
    ///
    /// # Errors
    /// Those of [`Target::find`]; a pattern that nothing matches, or a group that no inventory has.
    pub fn select(selection: &str) -> Result<Vec<Self>, TargetError> {
        selection::select([selection])
    }

    /// The targets of several selections, in order. Each target comes once.
    ///
    /// # Errors
    /// Those of [`Target::select`].
    pub fn select_all<'a>(selections: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>, TargetError> {
        selection::select(selections)
    }

    /// Whether a selection may name several targets: a list, a pattern or a group. Nothing is looked up.
    pub fn may_be_several(selection: &str) -> bool {
        selection::may_be_several(selection)
    }

    /// Connects to the agent.
    ///
    /// # Errors
    /// [`CallError::Connect`], with libvirt's own words where it owns the channel.
    pub fn connect(&self, options: &Options) -> Result<Client, CallError> {
        if let Way::Address(address) = &self.way {
            return Client::connect_with(address.clone(), options);
        }
        match self.stream(options) {
            Ok(stream) => Ok(Client::over(stream, options)),
            Err(source) => Err(CallError::Connect { address: self.way.to_string(), source }),
        }
    }

    /// Connects to the channel, and leaves the conversation to the caller. With tokio, `AsyncStream::new` takes the result.
    ///
    /// # Errors
    /// Those of the operating system; with libvirt's own words where it owns the channel.
    pub fn stream(&self, options: &Options) -> io::Result<Stream> {
        match &self.way {
            Way::Address(address) => Stream::connect(address, options.connect_by()),
            Way::Libvirt { uri, domain } => libvirt_agent::connect(uri.as_deref(), domain, &options.timeouts),
            Way::Ssh { host, target } => child::over_ssh(host, target),
            Way::Program(words) => match words.as_slice() {
                [program, arguments @ ..] => child::start(Command::new(program).args(arguments)),
                [] => Err(io::Error::new(io::ErrorKind::InvalidInput, "no program")),
            },
        }
    }
}

/// Whether a text says how a target is reached, and is no name: a path or something with a scheme.
fn names_its_way(text: &str) -> bool {
    text.contains(['/', ':'])
}

impl FromStr for Way {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let malformed = |reason: &str| TargetError::Malformed { target: text.to_owned(), reason: reason.to_owned() };
        let (scheme, rest) = text.split_once(':').unwrap_or(("", text));
        // A slash before any colon: a path, whatever it contains.
        if scheme.contains('/') || scheme.is_empty() && rest.contains('/') {
            return Ok(Way::Address(Address::Unix(text.into())));
        }
        match scheme {
            "libvirt" => {
                let (uri, domain) = match rest.rsplit_once('#') {
                    Some((uri, domain)) => (Some(uri.to_owned()), domain),
                    None => (None, rest),
                };
                if domain.is_empty() || uri.as_deref() == Some("") {
                    return Err(malformed("it should be libvirt:DOMAIN or libvirt:URI#DOMAIN"));
                }
                Ok(Way::Libvirt { uri, domain: domain.to_owned() })
            }
            "pve" => match rest.parse::<u32>() {
                Ok(id) => Ok(Way::Address(found::proxmox_address(id))),
                Err(_) => Err(malformed("a guest of Proxmox VE has a number")),
            },
            "ssh" => match rest.split_once('/') {
                // A host that begins with a dash would be an option of ssh.
                Some((host, target)) if !host.is_empty() && !host.starts_with('-') && !target.is_empty() => {
                    Ok(Way::Ssh { host: host.to_owned(), target: target.to_owned() })
                }
                _ => Err(malformed("it should be ssh:HOST/TARGET, such as ssh:host1/web1 or ssh:host1//run/vm1.sock")),
            },
            "exec" => match shell_words::split(rest) {
                Ok(words) if !words.is_empty() => Ok(Way::Program(words)),
                Ok(_) => Err(malformed("it should be exec:PROGRAM ARGUMENTS")),
                Err(error) => Err(malformed(&error.to_string())),
            },
            _ => match text.parse() {
                Ok(address) => Ok(Way::Address(address)),
                Err(error) => Err(malformed(&format!("{error}"))),
            },
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Way::Address(address) => address.fmt(f),
            Way::Libvirt { uri: None, domain } => write!(f, "libvirt:{domain}"),
            Way::Libvirt { uri: Some(uri), domain } => write!(f, "libvirt:{uri}#{domain}"),
            Way::Ssh { host, target } => write!(f, "ssh:{host}/{target}"),
            Way::Program(words) => write!(f, "exec:{}", shell_words::join(words)),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Given => f.write_str("given"),
            Source::Inventory(path) => path.display().fmt(f),
            Source::Libvirt => f.write_str("libvirt"),
            Source::Proxmox => f.write_str("Proxmox VE"),
            Source::Process(pid) => write!(f, "QEMU process {pid}"),
        }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TargetError::Malformed { target, reason } => write!(f, "no target: '{target}': {reason}"),
            TargetError::Unknown { name, similar, unasked } => {
                write!(f, "no guest is called '{name}'")?;
                if let Some(similar) = similar {
                    write!(f, "; did you mean '{similar}'?")?;
                }
                unasked.iter().try_for_each(|what| write!(f, "; {what}"))
            }
            TargetError::Ambiguous { name, ways } => {
                let ways: Vec<String> = ways.iter().map(Way::to_string).collect();
                write!(f, "several guests are called '{name}': {}", ways.join(", "))
            }
            TargetError::Inventory { path, reason } => write!(f, "{}: {reason}", path.display()),
        }
    }
}

impl std::error::Error for TargetError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_its_way_is_read_and_shown_alike() {
        for (text, shown) in [
            ("/run/vm.sock", "unix:/run/vm.sock"),
            ("./vm.sock", "unix:./vm.sock"),
            ("../vm:1.sock", "unix:../vm:1.sock"),
            ("run/vm.sock", "unix:run/vm.sock"),
            ("unix:run/vm.sock", "unix:run/vm.sock"),
            ("vsock:3:1", "vsock:3:1"),
            ("tcp:host:1", "tcp:host:1"),
            ("pve:104", "unix:/run/qemu-server/104.qga"),
            ("libvirt:web1", "libvirt:web1"),
            ("libvirt:qemu+ssh://root@h/system#web 1", "libvirt:qemu+ssh://root@h/system#web 1"),
            ("ssh:root@h/web1", "ssh:root@h/web1"),
            ("ssh:h//run/vm.sock", "ssh:h//run/vm.sock"),
            ("exec:/usr/bin/socat - 'UNIX:/a b'", "exec:/usr/bin/socat - 'UNIX:/a b'"),
        ] {
            assert_eq!(Target::parse(text).expect(text).way.to_string(), shown);
        }
        for text in [
            "",
            "vm",
            "http://x",
            "libvirt:",
            "libvirt:#vm",
            "libvirt:qemu:///system#",
            "pve:vm",
            "ssh:h",
            "ssh:-o/x",
            "exec:",
            "exec:'",
        ] {
            assert!(matches!(Target::parse(text), Err(TargetError::Malformed { .. })), "{text}");
        }
    }
}
