//! Recognises peers of the wrong kind by the first bytes that they send.

use std::fmt;

/// What a peer is, by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeerKind {
    /// A guest agent.
    GuestAgent,
    /// QEMU's machine monitor (QMP).
    MachineMonitor,
    /// QEMU's human monitor (HMP): its banner or its prompt.
    HumanMonitor,
    /// Another kind of server, such as `a VNC server`.
    Server(&'static str),
}

impl fmt::Display for PeerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PeerKind::GuestAgent => "a guest agent",
            PeerKind::MachineMonitor => "QEMU's machine monitor (QMP)",
            PeerKind::HumanMonitor => "QEMU's human monitor (HMP)",
            PeerKind::Server(what) => what,
        })
    }
}

/// How peers begin that speak no JSON. None of these is a part of a guest agent's answer, or of a kernel's message.
const BEGINNINGS: &[(&[u8], PeerKind)] = &[
    (b"QEMU ", PeerKind::HumanMonitor),
    (b"(qemu)", PeerKind::HumanMonitor),
    // The answer to a delimited sync.
    (b"\xFF{", PeerKind::GuestAgent),
    (b"\xFF\xFB", PeerKind::Server("a telnet server")),
    (b"\xFF\xFD", PeerKind::Server("a telnet server")),
    (b"RFB ", PeerKind::Server("a VNC server")),
    (b"NBDMAGIC", PeerKind::Server("an NBD server")),
    (b"SSH-", PeerKind::Server("an SSH server")),
    (b"HTTP/", PeerKind::Server("an HTTP server")),
];

/// How a human monitor's banner goes on.
const MONITOR: &[u8] = b" monitor - ";

/// A prompt ends so, and nothing follows it.
const LOGIN: &[u8] = b" login: ";

/// What the first bytes of a connection show.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Not enough.
    Undecided,
    /// JSON begins here.
    Json,
    /// A peer of this kind.
    Peer(PeerKind),
    /// Something else.
    Unknown,
}

/// Judges the first bytes of a connection, blanks in front of them dropped.
pub(crate) fn judge(first: &[u8]) -> Opening {
    match first.first() {
        None => return Opening::Undecided,
        Some(b'{') => return Opening::Json,
        Some(_) => {}
    }
    if let Some((_, kind)) = BEGINNINGS.iter().find(|(beginning, _)| first.starts_with(beginning)) {
        return Opening::Peer(*kind);
    }
    match BEGINNINGS.iter().any(|(beginning, _)| beginning.starts_with(first)) {
        true => Opening::Undecided,
        false => Opening::Unknown,
    }
}

/// Names a peer that is no guest agent for certain. Of an agent's channel the first bytes may be anything: the rest of an
/// earlier answer, or a kernel's messages.
pub(crate) fn no_agent(first: &[u8]) -> Option<PeerKind> {
    let first = first.trim_ascii_start();
    match judge(first) {
        Opening::Json => {
            let member = first.get(1..)?.trim_ascii_start();
            member.starts_with(b"\"QMP\"").then_some(PeerKind::MachineMonitor)
        }
        // The rest of an answer may begin with QEMU's name.
        Opening::Peer(PeerKind::HumanMonitor) if first.starts_with(b"QEMU ") => {
            let line = first.split(|byte| *byte == b'\n').next()?;
            line.windows(MONITOR.len()).any(|part| part == MONITOR).then_some(PeerKind::HumanMonitor)
        }
        Opening::Peer(PeerKind::GuestAgent) => None,
        Opening::Peer(kind) => Some(kind),
        Opening::Undecided | Opening::Unknown => is_login_prompt(first).then_some(PeerKind::Server("a login prompt")),
    }
}

/// Whether text ends with the prompt of a program that waits for a user's name.
fn is_login_prompt(text: &[u8]) -> bool {
    let line = text.rsplit(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let Some(host) = line.strip_suffix(LOGIN) else { return false };
    !host.is_empty() && host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_that_are_no_agent_show_by_their_first_bytes() {
        for (first, expected) in [
            (&b"{\"QMP\": {\"version\""[..], Some("QEMU's machine monitor (QMP)")),
            (b"\r\n{\r\n    \"QMP\": {", Some("QEMU's machine monitor (QMP)")),
            (b"QEMU 10.0.2 monitor - type 'help' for more information\r\n(qemu) ", Some("QEMU's human monitor (HMP)")),
            (b"\r\n(qemu) ", Some("QEMU's human monitor (HMP)")),
            (b"RFB 003.008\n", Some("a VNC server")),
            (b"SSH-2.0-OpenSSH_9.2\r\n", Some("an SSH server")),
            (b"HTTP/1.1 400 Bad Request\r\n\r\n", Some("an HTTP server")),
            (b"NBDMAGICIHAVEOPT", Some("an NBD server")),
            (b"\xff\xfd\x18", Some("a telnet server")),
            (b"\r\nDebian GNU/Linux 13 vm1 ttyS0\r\n\r\nvm1 login: ", Some("a login prompt")),
            // An agent's, and a kernel's.
            (b"", None),
            (b"\xff", None),
            (b"\xff{\"return\": 7}\n", None),
            (b"{\"return\": {\"QMP\": 7}}\n", None),
            (b"QEMU Guest Agent\"}}\n", None),
            (b"QEMU Guest Agent\"}}\n{\"return\": \" monitor - \"}\n", None),
            (b"UklGRg==\"}}\n", None),
            (b"[    0.000000] Linux version 6.12\r\n", None),
            (b"[    9.1] audit: vm1 login: root\n", None),
            (b"[    9.1] audit: vm1 login: ", None),
            (b" login: ", None),
        ] {
            let shown = no_agent(first).map(|kind| kind.to_string());
            assert_eq!(shown.as_deref(), expected, "{}", String::from_utf8_lossy(first));
        }
    }
}
