//! What libvirt says of a domain: its state, and the agent's channel in its definition.

use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::libvirt::{ErrorKind, Library};
use super::libvirt_agent::advised;

/// A domain of libvirt, as it is at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LibvirtDomain {
    /// What it does.
    pub state: DomainState,
    /// The channel of its agent.
    pub channel: DomainChannel,
}

/// What a domain does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DomainState {
    /// It runs.
    Running,
    /// Its processors stand still.
    Paused,
    /// It sleeps, by its own choice.
    Suspended,
    /// It does not run.
    Off,
    /// It has crashed.
    Crashed,
}

/// The channel of a domain's agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DomainChannel {
    /// The definition has none.
    Missing,
    /// Its state is not known: the domain does not run, or libvirt is old.
    Unknown,
    /// A process in the guest has opened the port.
    Open,
    /// None has.
    Closed,
}

impl LibvirtDomain {
    /// Asks libvirt, for so long at most; none if there is no such domain. Without an address it is libvirt's default.
    ///
    /// # Errors
    /// Why libvirt cannot be asked, in its own words, or [`io::ErrorKind::TimedOut`].
    pub fn find(uri: Option<&str>, name: &str, timeout: Duration) -> io::Result<Option<Self>> {
        let (tell, told) = mpsc::channel();
        let (uri, name) = (uri.map(str::to_owned), name.to_owned());
        // A call of libvirt cannot be ended from outside: the thread may outlive this call, and nobody waits for it then.
        thread::spawn(move || {
            let connected = Library::load().and_then(|library| library.connect(uri.as_deref()));
            let found = connected.and_then(|connection| connection.domain(&name)).and_then(|domain| {
                let state = match domain.state()? {
                    3 => DomainState::Paused,
                    4 | 5 => DomainState::Off,
                    6 => DomainState::Crashed,
                    7 => DomainState::Suspended,
                    _ => DomainState::Running,
                };
                Ok(LibvirtDomain { state, channel: channel(&domain.xml()?) })
            });
            let _ = tell.send(match found {
                Ok(domain) => Ok(Some(domain)),
                Err(error) if error.kind == ErrorKind::NoDomain => Ok(None),
                Err(error) => Err(io::Error::other(advised(&error))),
            });
        });
        let silent = || io::Error::new(io::ErrorKind::TimedOut, "libvirt does not answer");
        told.recv_timeout(timeout.min(crate::options::FOR_EVER)).map_err(|_| silent())?
    }
}

/// Finds the agent's channel in a domain's definition, as libvirt writes it.
fn channel(xml: &str) -> DomainChannel {
    let targets = xml.split("<target ").skip(1).filter_map(|rest| rest.split('>').next());
    let mut agents = targets.filter(|target| target.contains("name='org.qemu.guest_agent."));
    match agents.next() {
        None => DomainChannel::Missing,
        Some(target) if target.contains("state='connected'") => DomainChannel::Open,
        Some(target) if target.contains("state='disconnected'") => DomainChannel::Closed,
        Some(_) => DomainChannel::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_says_whether_the_port_is_open() {
        let xml = |target: &str| {
            format!(
                "<domain><disk><target dev='vda' bus='virtio'/></disk><channel type='unix'>{target}</channel></domain>"
            )
        };
        for (target, expected) in [
            ("<target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>", DomainChannel::Open),
            ("<target type='virtio' name='org.qemu.guest_agent.0' state='disconnected'/>", DomainChannel::Closed),
            ("<target type='virtio' name='org.qemu.guest_agent.0'/>", DomainChannel::Unknown),
            ("<target type='virtio' name='com.redhat.spice.0' state='connected'/>", DomainChannel::Missing),
            ("", DomainChannel::Missing),
        ] {
            assert_eq!(channel(&xml(target)), expected, "{target}");
        }
    }
}
