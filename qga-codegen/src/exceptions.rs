//! Tables of members that differ from their schema type: base64, secrets, lengths of payloads, and members that old
//! releases do not send.
//!
//! The owner is the name in the schema: the command of an argument, the type of a member.

/// Strings that hold base64: bytes in Rust.
const BASE64_MEMBERS: &[(&str, &str)] = &[
    ("guest-file-write", "buf-b64"),
    ("GuestFileRead", "buf-b64"),
    ("guest-exec", "input-data"),
    ("GuestExecStatus", "out-data"),
    ("GuestExecStatus", "err-data"),
];

/// Strings that hold a password in base64: bytes in Rust that are wiped after use.
const PASSWORD_MEMBERS: &[(&str, &str)] = &[("guest-set-user-password", "password")];

/// Members that debug output omits: command lines, environments and keys may hold credentials.
const SECRET_MEMBERS: &[(&str, &str)] = &[
    ("guest-set-user-password", "password"),
    ("guest-exec", "arg"),
    ("guest-exec", "env"),
    ("guest-ssh-add-authorized-keys", "keys"),
    ("guest-ssh-remove-authorized-keys", "keys"),
    ("GuestAuthorizedKeys", "keys"),
];

/// Members that hold the length of a payload in the same object. They are written after it, with the number of bytes
/// that were read: a file may become shorter while it is sent.
const PAYLOAD_LENGTHS: &[(&str, &str, &str)] = &[("GuestFileRead", "count", "buf-b64")];

/// Mandatory members of results that are younger than the command, with the first release of QEMU that sends them. A
/// client accepts their absence; an agent always sends them.
const YOUNGER_MEMBERS: &[(&str, &str, &str)] = &[
    ("GuestAgentInfo", "supported_commands", "1.1"),
    ("GuestAgentCommandInfo", "success-response", "1.7"),
    // Before 2.4 the result was an empty object.
    ("GuestFilesystemTrimResponse", "paths", "2.4"),
];

/// The Rust type of a string that holds base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bytes {
    /// `Payload`: bytes, possibly many.
    Payload,
    /// `Secret`: bytes that are wiped and never printed.
    Secret,
}

/// The Rust type of the string `member` of `owner`, if it holds base64.
pub(crate) fn bytes(owner: &str, member: &str) -> Option<Bytes> {
    if BASE64_MEMBERS.contains(&(owner, member)) {
        Some(Bytes::Payload)
    } else if PASSWORD_MEMBERS.contains(&(owner, member)) {
        Some(Bytes::Secret)
    } else {
        None
    }
}

/// Whether `member` of `owner` must not be printed.
pub(crate) fn is_secret(owner: &str, member: &str) -> bool {
    SECRET_MEMBERS.contains(&(owner, member))
}

/// The first release that sends `member` of `owner`, if it is younger than the command.
pub(crate) fn younger(owner: &str, member: &str) -> Option<&'static str> {
    YOUNGER_MEMBERS.iter().find(|(of, name, _)| (*of, *name) == (owner, member)).map(|(_, _, release)| *release)
}

/// The payload whose length is in `member` of `owner`.
pub(crate) fn length_of(owner: &str, member: &str) -> Option<&'static str> {
    PAYLOAD_LENGTHS.iter().find(|(of, name, _)| (*of, *name) == (owner, member)).map(|(_, _, payload)| *payload)
}
