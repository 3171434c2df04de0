//! QEMU processes of this host: what their command lines say of a guest agent's channel and of the monitor.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::ops::RangeInclusive;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The name of an agent's port.
const PORT: &str = "org.qemu.guest_agent.";

/// Users of the system's services: the fixed ones, and those that distributions and systemd give out at the upper end,
/// such as Debian's `libvirt-qemu` (64055).
const SERVICES: [RangeInclusive<u32>; 2] = [0..=999, 61_184..=65_519];

/// A QEMU process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QemuProcess {
    /// Its number.
    pub pid: u32,
    /// The guest's name.
    pub name: Option<String>,
    /// The host's end of the agent's channel; none if the guest has no such port.
    pub agent: Option<Channel>,
    /// The id of that channel's character device.
    pub chardev: Option<String>,
    /// The socket of a QMP monitor.
    pub monitor: Option<PathBuf>,
}

/// The host's end of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Channel {
    /// A Unix socket at which QEMU listens.
    Socket(PathBuf),
    /// Something else: a pipe, a terminal, a network socket.
    Other(String),
}

impl QemuProcess {
    /// The QEMU processes of this user; for root, also those of the system's users. Other users' command lines say what
    /// these users like.
    pub fn all() -> Vec<Self> {
        let own = rustix::process::geteuid().as_raw();
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let mut processes: Vec<QemuProcess> = pids
            .filter(|pid| fs::metadata(format!("/proc/{pid}")).is_ok_and(|process| is_trusted(process.uid(), own)))
            .filter_map(QemuProcess::of)
            .collect();
        processes.sort_by_key(|process| process.pid);
        processes
    }

    /// Reads the command line of a process, if it is QEMU.
    fn of(pid: u32) -> Option<Self> {
        let folder = PathBuf::from(format!("/proc/{pid}"));
        let words: Vec<String> = fs::read(folder.join("cmdline"))
            .ok()?
            .split(|byte| *byte == 0)
            .map(|word| OsString::from_vec(word.to_vec()).to_string_lossy().into_owned())
            .collect();
        let program = Path::new(words.first()?).file_name()?.to_str()?;
        if !(program.starts_with("qemu-system-") || matches!(program, "qemu-kvm" | "kvm" | "qemu")) {
            return None;
        }
        let begin = fs::read_link(folder.join("cwd")).unwrap_or_default();
        let socket = |descriptor: &str| socket_path(&folder, descriptor);
        Some(QemuProcess { pid, ..QemuProcess::read(words.get(1..)?, &begin, socket) })
    }

    /// Reads a command line; `folder` is where its relative paths begin, and `socket` finds the path of a descriptor that
    /// the process was started with, as libvirt does.
    fn read(words: &[String], folder: &Path, socket: impl Fn(&str) -> Option<PathBuf>) -> Self {
        let mut process = QemuProcess::default();
        let mut ends: HashMap<String, Channel> = HashMap::new();
        let (mut agent, mut monitor) = (None, None);
        for (option, value) in words.iter().zip(words.iter().skip(1)) {
            let Some(option) = option.strip_prefix('-') else { continue };
            let value = Options::read(value);
            match option.strip_prefix('-').unwrap_or(option) {
                "name" => process.name = value.get("guest").or_else(|| value.first()).map(str::to_owned),
                "chardev" => {
                    if let Some(id) = value.get("id") {
                        ends.insert(id.to_owned(), value.channel(folder, &socket));
                    }
                }
                "device" if value.get("name").is_some_and(|name| name.starts_with(PORT)) => {
                    agent = agent.or_else(|| value.get("chardev").map(str::to_owned));
                }
                "mon" if value.get("mode").is_none_or(|mode| mode == "control") => {
                    monitor = value.get("chardev").or_else(|| value.first()).map(str::to_owned);
                }
                "qmp" => {
                    process.monitor =
                        value.first().and_then(|first| first.strip_prefix("unix:")).map(|path| folder.join(path));
                }
                _ => {}
            }
        }
        process.agent = agent.as_ref().and_then(|id| ends.get(id).cloned());
        process.chardev = agent;
        if let Some(Channel::Socket(path)) = monitor.and_then(|id| ends.remove(&id)) {
            process.monitor = Some(path);
        }
        process
    }
}

/// The path of the Unix socket that a process, given by its folder in `/proc`, has as this descriptor.
fn socket_path(process: &Path, descriptor: &str) -> Option<PathBuf> {
    let link = fs::read_link(process.join("fd").join(descriptor)).ok()?;
    let inode = link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned();
    // Of each socket: seven words, the last of which is its inode, and the path that it is bound to.
    let sockets = fs::read(process.join("net/unix")).ok()?;
    let found = sockets.split(|byte| *byte == b'\n').find_map(|line| {
        let slash = line.iter().position(|byte| *byte == b'/')?;
        let words = std::str::from_utf8(line.get(..slash)?).ok()?;
        (words.split_whitespace().nth(6)? == inode).then(|| line.get(slash..))?
    });
    Some(OsStr::from_bytes(found?).into())
}

fn is_trusted(user: u32, own: u32) -> bool {
    user == own || own == 0 && SERVICES.iter().any(|users| users.contains(&user))
}

/// The value of an option: `first,key=value,…`, where `,,` is a comma, or a JSON object.
struct Options {
    first: Option<String>,
    members: HashMap<String, String>,
}

impl Options {
    fn read(text: &str) -> Self {
        if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(text) {
            let mut flat = HashMap::new();
            flatten("", members, &mut flat);
            return Options { first: flat.get("backend").or_else(|| flat.get("backend.type")).cloned(), members: flat };
        }
        let mut options = Options { first: None, members: HashMap::new() };
        for (at, part) in text.replace(",,", "\0").split(',').enumerate() {
            let part = part.replace('\0', ",");
            match part.split_once('=') {
                Some((key, value)) => drop(options.members.insert(key.to_owned(), value.to_owned())),
                None if at == 0 => options.first = Some(part),
                None => {}
            }
        }
        options
    }

    fn first(&self) -> Option<&str> {
        self.first.as_deref()
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.members.get(key).map(String::as_str)
    }

    /// The channel that the value of `-chardev` makes.
    fn channel(&self, folder: &Path, socket: impl Fn(&str) -> Option<PathBuf>) -> Channel {
        let path = self.get("path").or_else(|| self.get("backend.data.addr.data.path"));
        match (self.first(), path, self.get("fd")) {
            (Some("socket"), Some(path), None) => Channel::Socket(folder.join(path)),
            (Some("socket"), None, Some(descriptor)) => socket(descriptor)
                .map_or_else(|| Channel::Other("a socket that QEMU was started with".to_owned()), Channel::Socket),
            (kind, ..) => Channel::Other(format!("a {}", kind.unwrap_or("channel of an unknown kind"))),
        }
    }
}

/// The scalars of an object, by their paths.
fn flatten(prefix: &str, members: serde_json::Map<String, serde_json::Value>, into: &mut HashMap<String, String>) {
    for (key, value) in members {
        let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            serde_json::Value::Object(members) => flatten(&key, members, into),
            serde_json::Value::String(text) => drop(into.insert(key, text)),
            other => drop(into.insert(key, other.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> QemuProcess {
        let socket = |descriptor: &str| (descriptor == "34").then(|| "/run/given".into());
        QemuProcess::read(&shell_words::split(line).expect("a command line"), Path::new("/home/vm"), socket)
    }

    #[test]
    fn a_command_line_says_where_channel_and_monitor_end() {
        for (line, name, agent, monitor) in [
            (
                "-name guest=web1,debug-threads=on -chardev socket,id=c0,path=/run/a,,b.sock,server=on,wait=off \
                 -device virtio-serial -device virtserialport,chardev=c0,name=org.qemu.guest_agent.0 -qmp unix:q.sock,server",
                Some("web1"),
                Some(Channel::Socket("/run/a,b.sock".into())),
                Some("/home/vm/q.sock"),
            ),
            (
                "-name web2 -chardev 'socket,id=charchannel0,fd=33,server=on,wait=off' -device \
                 '{\"driver\":\"virtserialport\",\"bus\":\"b.0\",\"nr\":1,\"chardev\":\"charchannel0\",\"name\":\"org.qemu.guest_agent.0\"}' \
                 -chardev socket,id=m,path=/run/m -mon chardev=m,id=monitor,mode=control",
                Some("web2"),
                Some(Channel::Other("a socket that QEMU was started with".into())),
                Some("/run/m"),
            ),
            (
                "-chardev socket,path=agent.sock,server=on,id=q -device virtserialport,name=org.qemu.guest_agent.0,chardev=q",
                None,
                Some(Channel::Socket("/home/vm/agent.sock".into())),
                None,
            ),
            ("-chardev pty,id=p -device virtserialport,chardev=p,name=com.redhat.spice.0", None, None, None),
            (
                "-chardev pty,id=p -device virtserialport,chardev=p,name=org.qemu.guest_agent.1",
                None,
                Some(Channel::Other("a pty".into())),
                None,
            ),
            (
                "-chardev socket,id=c,fd=34,server=on -device virtserialport,chardev=c,name=org.qemu.guest_agent.0",
                None,
                Some(Channel::Socket("/run/given".into())),
                None,
            ),
            ("-m 1G -name", None, None, None),
        ] {
            let process = read(line);
            assert_eq!(process.name.as_deref(), name, "{line}");
            assert_eq!(process.agent, agent, "{line}");
            assert_eq!(process.chardev.is_some(), agent.is_some(), "{line}");
            assert_eq!(process.monitor.as_deref(), monitor.map(Path::new), "{line}");
        }
    }

    #[test]
    fn only_the_systems_users_are_trusted_beside_oneself() {
        for (user, own, expected) in [
            (1000, 1000, true),
            (0, 1000, false),
            (1001, 1000, false),
            (1000, 0, false),
            (64, 0, true),
            (64_055, 0, true),
        ] {
            assert_eq!(is_trusted(user, own), expected, "{user} {own}");
        }
    }
}
