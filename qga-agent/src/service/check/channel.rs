//! Checks a channel: whether the host offers it, and which process serves it.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use qga_runtime::Address;
use qga_runtime::transport::char_device;
use rustix::fs::{Access, access};

use super::{Finding, below};
use crate::os::errno;
use crate::service::channel::Channel;
use crate::settings::config::Config;

const SUBJECT: &str = "channel";

/// How a host offers the port.
const OFFER: &str = "on the host, give the machine a virtio-serial port of this name (libvirt: a <channel> with \
                     <target type='virtio' name='org.qemu.guest_agent.0'/>; Proxmox VE: qm set ID --agent 1), and start it again";

/// Checks all channels of the settings.
pub(super) fn check(root: &Path, config: &Config) -> Vec<Finding> {
    let first = Channel::new(&config.method, config.path.as_deref());
    let all = std::iter::once(first).chain(config.channels.iter().map(Channel::at));
    all.map(|channel| match channel {
        Ok(channel) => address(root, channel.address()),
        Err(reason) => Finding::problem(SUBJECT, reason, "set method and path: `qemu-ga --help` lists both"),
    })
    .collect()
}

fn address(root: &Path, address: &Address) -> Finding {
    match address {
        Address::Virtio(name) => port(root, name),
        Address::Serial(path) => match fs::metadata(below(root, path)) {
            Ok(_) => device(root, &path.display().to_string(), &below(root, path)),
            Err(error) => Finding::problem(
                SUBJECT,
                format!("cannot look at '{}': {}", path.display(), errno::text(error)),
                "give the machine a serial line, or set path",
            ),
        },
        Address::Unix(path) => socket(root, address, &path.to_string_lossy()),
        Address::Abstract(name) => socket(root, address, &format!("@{name}")),
        other => Finding::ok(SUBJECT, format!("{other} is a socket that the agent makes")),
    }
}

/// A Unix socket: does a process listen there? A socket's file outlives it. It is not connected to, which would keep a
/// host waiting.
fn socket(root: &Path, address: &Address, name: &str) -> Finding {
    // Of each line: an address, a count, the protocol, the flags, the type, the state, the inode, the name.
    const LISTENS: &str = "00010000";
    match fs::read_to_string(root.join("proc/net/unix")) {
        Ok(sockets) => {
            let mut fields = sockets.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
            if fields.any(|fields| fields.get(3) == Some(&LISTENS) && fields.get(7) == Some(&name)) {
                Finding::ok(SUBJECT, format!("a process listens at {address}"))
            } else {
                Finding::problem(SUBJECT, format!("no agent listens at {address}"), START)
            }
        }
        Err(error) => {
            let text = format!("cannot tell whether an agent listens at {address}: {}", errno::text(error));
            Finding::problem(SUBJECT, text, "run this check with /proc mounted")
        }
    }
}

const START: &str = "start the agent: systemctl start qemu-guest-agent, or /etc/init.d/qemu-guest-agent start";

fn port(root: &Path, name: &str) -> Finding {
    let path = match char_device::find_virtio(name, root) {
        Ok(path) if path.starts_with(root) => path,
        Ok(path) => below(root, &path),
        Err(_) => PathBuf::new(),
    };
    if path.exists() {
        return device(root, name, &path);
    }
    let others = names(root);
    let text = match &*others {
        [] => format!("there is no port {name}, and no other"),
        others => format!("there is no port {name}, but {}", others.join(", ")),
    };
    Finding::problem(SUBJECT, text, OFFER)
}

/// Names of the ports that the host offers.
fn names(root: &Path) -> Vec<String> {
    let ports = fs::read_dir(root.join("sys/class/virtio-ports")).into_iter().flatten().flatten();
    let names = ports.filter_map(|port| fs::read_to_string(port.path().join("name")).ok());
    let mut names: Vec<_> = names.map(|name| name.trim_end().to_owned()).filter(|name| !name.is_empty()).collect();
    names.sort();
    names
}

/// A device that is there: may it be opened, and which process has it open? It is not opened, which the host could see.
fn device(root: &Path, name: &str, path: &Path) -> Finding {
    if let Err(error) = access(path, Access::READ_OK | Access::WRITE_OK) {
        let text = format!("{name} may not be opened: {}", errno::text(error));
        return Finding::problem(SUBJECT, text, "run the agent, and this check, as root");
    }
    match holder(root, path) {
        Ok(Some(Holder { process, name: program, .. })) if !is_agent(&program) => {
            let text = format!("{name} is held by process {process} ({program})");
            Finding::problem(SUBJECT, text, "stop that program, and start the agent")
        }
        Ok(Some(Holder { process, name: program, file })) => served(name, process, &program, file.as_deref()),
        Ok(None) => Finding::problem(SUBJECT, format!("{name} is there, but no process serves it"), START),
        Err(error) => {
            let text = format!("cannot tell which process has {name} open: {}", errno::text(error));
            Finding::problem(SUBJECT, text, "run this check as root, with /proc mounted")
        }
    }
}

/// A device that an agent serves: this program, another agent, or an older version of this one?
fn served(name: &str, process: u32, program: &str, file: Option<&Path>) -> Finding {
    let this = std::env::current_exe().ok();
    let Some(file) = file.filter(|file| Some(*file) != this.as_deref()) else {
        return Finding::ok(SUBJECT, format!("{name} is served by process {process} ({program})"));
    };
    if file.as_os_str().as_bytes().ends_with(b" (deleted)") {
        let text = format!("{name} is served by process {process} ({program}), whose program has been replaced since");
        return Finding::problem(SUBJECT, text, "restart the agent: systemctl restart qemu-guest-agent");
    }
    let text = format!("{name} is served by another agent, process {process} ({})", file.display());
    Finding::problem(SUBJECT, text, "stop that agent and start this one, or check that one: its settings may differ")
}

fn is_agent(program: &str) -> bool {
    matches!(program, "qemu-ga" | "qga-agent")
}

/// A process that has a device open.
struct Holder {
    process: u32,
    name: String,
    /// Its program, if it can be read.
    file: Option<PathBuf>,
}

/// The process that has this device open.
fn holder(root: &Path, device: &Path) -> io::Result<Option<Holder>> {
    let device = device.canonicalize()?;
    for entry in fs::read_dir(root.join("proc"))?.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process may end, or be another user's.
        let files = fs::read_dir(entry.path().join("fd")).into_iter().flatten().flatten();
        let mut targets = files.filter_map(|file| fs::read_link(file.path()).ok());
        if targets.any(|target| target == device) {
            let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
            let file = fs::read_link(entry.path().join("exe")).ok();
            return Ok(Some(Holder { process, name: name.trim_end().to_owned(), file }));
        }
    }
    Ok(None)
}
