//! Opens the channels that the settings name.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use qga_runtime::transport::char_device;
use qga_runtime::{Address, Admission, Endpoint, Listener};

use crate::os::{accounts, errno};
use crate::process::trusted_path::{self, Place};

/// The virtio-serial port of guest agents, by the name the host gives it.
const PORT: &str = "org.qemu.guest_agent.0";

/// A channel between host and agent: its address, and whether the agent listens there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Channel {
    address: Address,
    listens: bool,
}

/// The path of a method's channel, for `--dump-conf`; an unknown method is found when it is opened.
///
/// # Errors
/// The text to report: there is no path, and the method has no default.
pub(crate) fn path(method: &str, path: Option<&str>) -> Result<String, String> {
    match (path, method) {
        (Some(path), _) => Ok(path.to_owned()),
        (None, "virtio-serial") => Ok(format!("/dev/virtio-ports/{PORT}")),
        (None, "isa-serial") => Ok("/dev/ttyS0".into()),
        (None, _) => Err(MISSING.to_owned()),
    }
}

const MISSING: &str = "must specify a path for this channel";

impl Channel {
    /// The channel that the settings name.
    ///
    /// # Errors
    /// The text to report.
    pub(crate) fn new(method: &str, path: Option<&str>) -> Result<Self, String> {
        let missing = || MISSING.to_owned();
        let (address, listens) = match method {
            // By name, so that the port is found on a system without udev's links, too.
            "virtio-serial" => (Address::Virtio(path.unwrap_or(PORT).into()), false),
            "isa-serial" => (Address::Serial(path.unwrap_or("/dev/ttyS0").into()), false),
            "unix-listen" => (Address::Unix(path.ok_or_else(missing)?.into()), true),
            "vsock-listen" => (vsock(path.ok_or_else(missing)?)?, true),
            other => return Err(format!("unsupported channel method/type: {other}")),
        };
        Ok(Self { address, listens })
    }

    /// A further channel.
    ///
    /// # Errors
    /// The text to report.
    pub(crate) fn at(address: &Address) -> Result<Self, String> {
        let listens = match address {
            Address::Virtio(_) | Address::Serial(_) => false,
            Address::Unix(_) | Address::Abstract(_) | Address::Vsock { .. } => true,
            Address::Tcp { .. } => return Err(format!("a guest agent does not listen at {address}")),
        };
        Ok(Self { address: address.clone(), listens })
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Opens the channel.
    ///
    /// # Errors
    /// The text to report.
    pub(crate) fn open(&self, admission: &Admission) -> Result<Endpoint, String> {
        let opened = if self.listens {
            Listener::bind(&self.address, admission.clone()).map(Endpoint::listening)
        } else {
            Endpoint::device(self.address.clone())
        };
        opened.map_err(|error| format!("failed to open channel {}: {}", self.address, errno::text(error)))
    }

    /// A warning if users other than root and the agent's own may take the channel over.
    pub(crate) fn warning(&self) -> Option<String> {
        warning(&self.address)
    }

    /// A device that may appear later; `None` for a socket, which must be created at the start.
    pub(crate) fn sometime(&self) -> Option<Endpoint> {
        (!self.listens).then(|| Endpoint::device_sometime(self.address.clone()))
    }
}

/// As [`Channel::warning`].
pub(crate) fn warning(address: &Address) -> Option<String> {
    match address {
        Address::Serial(path) => device_warning(path),
        Address::Virtio(name) => device_warning(&char_device::find_virtio(name, char_device::ROOT.as_ref()).ok()?),
        _ => socket_warning(address),
    }
}

/// Others may replace the socket, and so take the requests meant for the agent.
fn socket_warning(address: &Address) -> Option<String> {
    // A folder that cannot be checked is an error when the socket is created.
    let folder = Listener::shared_folder(address).ok().flatten()?;
    let folder = folder.display();
    Some(format!("others than root may replace the socket of channel {address}: they may write to {folder}"))
}

/// Others may open the device or replace it. Its driver or the agent keeps others out only while the agent has it open.
fn device_warning(path: &Path) -> Option<String> {
    let device = fs::metadata(path).ok()?;
    let path_is_safe = Place::behind(path).is_ok_and(|place| !place.is_shared());
    if !path_is_safe {
        return Some(format!("others than root may put another device in the place of '{}'", path.display()));
    }
    // With an access control list the mode's group bits are its mask.
    let mode = device.mode() & 0o7777;
    let is_closed = trusted_path::is_own(device.uid()) && mode & 0o066 == 0;
    (!is_closed).then(|| {
        let (path, user, group) = (path.display(), device.uid(), device.gid());
        format!("others than root may open '{path}' before the agent does: mode {mode:04o}, user {user}, group {group}")
    })
}

/// A listening socket passed by the process that started this one.
pub(crate) fn adopt(socket: OwnedFd, admission: &Admission) -> io::Result<Endpoint> {
    Ok(Endpoint::listening(Listener::adopt(socket, admission.clone())?))
}

/// The users that may connect: these names or numbers, besides root and the agent's own user. Names are looked up below
/// `root`.
///
/// # Errors
/// The text to report: no user has such a name.
pub(crate) fn admission(users: &[String], root: &Path) -> Result<Admission, String> {
    let uid = |user: &String| match user.parse() {
        // The number that means "no user" to the kernel.
        Ok(u32::MAX) => Err(format!("there is no user {user} (channel-users)")),
        Ok(uid) => Ok(uid),
        // Not from a directory service, which needs a second thread: there must be none yet.
        Err(_) => match accounts::local(root, user) {
            Ok(Some(account)) => Ok(account.uid),
            Ok(None) => Err(format!("there is no user '{user}' in /etc/passwd (channel-users): name others by number")),
            Err(error) => Err(format!("cannot look up user '{user}' in /etc/passwd: {}", errno::text(error))),
        },
    };
    Ok(Admission { users: users.iter().map(uid).collect::<Result<_, _>>()?, ..Admission::default() })
}

fn vsock(path: &str) -> Result<Address, String> {
    let parsed = path
        .split_once(':')
        .and_then(|(cid, port)| Some(Address::Vsock { cid: cid.parse().ok()?, port: port.parse().ok()? }));
    parsed.ok_or_else(|| format!("'{path}' is not of the form CID:PORT"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::path::PathBuf;
    use std::time::{Duration, Instant};

    use qga_runtime::transport::{Accepted, Peer, Stream};

    use super::*;
    use crate::fixture::Root;
    use crate::fixture::left_out::left_out;

    /// The address by which a machine connects to itself.
    const SELF: u32 = 1;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    fn accepted(listener: &Listener) -> Accepted {
        let end = soon();
        loop {
            match listener.accept().unwrap() {
                Accepted::Nothing if Instant::now() < end => std::thread::yield_now(),
                accepted => return accepted,
            }
        }
    }

    #[test]
    fn a_channel_that_others_may_open_or_replace_is_warned_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("line");
        fs::write(&path, "").unwrap();
        let (user, group) = fs::metadata(&path).map(|data| (data.uid(), data.gid())).unwrap();
        let shown = path.display();
        let ways: [fn(PathBuf) -> Address; 2] =
            [Address::Serial, |path| Address::Virtio(path.into_os_string().into_string().unwrap())];
        for address in ways.map(|way| way(path.clone())) {
            for (mode, open) in [(0o600, false), (0o660, true), (0o620, true), (0o604, true), (0o000, false)] {
                fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
                let expected = format!(
                    "others than root may open '{shown}' before the agent does: mode {mode:04o}, user {user}, group {group}"
                );
                assert_eq!(warning(&address), open.then_some(expected), "{address} {mode:o}");
            }
        }
        let address = Address::Serial(path.clone());
        if user == 0 {
            chown(&path, Some(65_534), None).unwrap();
            let end = format!("mode 0000, user 65534, group {group}");
            assert!(warning(&address).is_some_and(|text| text.ends_with(&end)));
        }
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        let replaced = format!("others than root may put another device in the place of '{shown}'");
        assert_eq!(warning(&address), Some(replaced));
        let [missing, socket] = ["missing", "socket"].map(|name| folder.path().join(name));
        fs::write(&socket, "").unwrap();
        assert_eq!(warning(&Address::Serial(missing)), None);
        let address = Address::Unix(socket);
        let folder = folder.path().display();
        let replaced =
            format!("others than root may replace the socket of channel {address}: they may write to {folder}");
        assert_eq!(warning(&address), Some(replaced));
    }

    #[test]
    fn users_are_admitted_by_name_and_by_number() {
        let root = Root::new(&[("etc/passwd", "root:x:0:0::/:\nalice:x:1000:1000::/:\n7:x:1007:7::/:\n")]);
        let users = |list: &[&str]| {
            let list: Vec<String> = list.iter().map(|user| (*user).to_owned()).collect();
            admission(&list, root.path()).map(|admission| admission.users)
        };
        assert_eq!(users(&[]), Ok(vec![]));
        assert_eq!(users(&["alice", "1234", "7"]), Ok(vec![1000, 1234, 7]));
        for unknown in ["bob", "-1", "4294967295", "4294967296", "alice:x"] {
            let refused = users(&["alice", unknown]).unwrap_err();
            assert!(refused.starts_with("there is no user ") && refused.contains(unknown), "{refused}");
        }
    }

    /// Needs the kernel's loopback for vsock; without it an address of this machine belongs to another. The test bed's
    /// guest has it, and runs this test with `QGA_VSOCK`.
    #[test]
    fn a_vsock_is_for_the_host_alone_unless_others_are_let_in() {
        if !Path::new("/sys/module/vsock_loopback").exists() {
            assert_eq!(std::env::var_os("QGA_VSOCK"), None);
            return left_out("vsock", "this machine has no loopback for it; `cargo xtask vm test vsock` tests it");
        }
        let address = Address::Vsock { cid: SELF, port: 70_000 };
        let refused = Stream::connect(&address, soon()).map(drop).expect_err("there is no listener");
        assert_ne!(refused.kind(), io::ErrorKind::TimedOut, "{refused}");
        let open = Admission { any_machine: true, ..Admission::default() };
        let listener = Listener::bind(&address, open).unwrap();
        let mut client = Stream::connect(&address, soon()).unwrap();
        let Accepted::Client(mut server, peer) = accepted(&listener) else { panic!("not admitted") };
        assert_eq!(peer, Peer::Machine { cid: SELF });
        let mut read = Vec::with_capacity(100);
        client.write_all_by(b"question", soon()).unwrap();
        server.read_by(&mut read, soon()).unwrap();
        server.write_all_by(b"answer", soon()).unwrap();
        client.read_by(&mut read, soon()).unwrap();
        assert_eq!(read, b"questionanswer");

        let closed = Listener::bind(&Address::Vsock { cid: SELF, port: 70_001 }, Admission::default()).unwrap();
        let mut client = Stream::connect(&Address::Vsock { cid: SELF, port: 70_001 }, soon()).unwrap();
        let Accepted::Refused(refused) = accepted(&closed) else { panic!("not refused") };
        assert_eq!(refused.to_string(), "machine 1 may not connect");
        assert!(matches!(client.read_by(&mut read, soon()), Ok(0) | Err(_)), "the connection is over");
        assert_eq!(read, b"questionanswer");
    }
}
