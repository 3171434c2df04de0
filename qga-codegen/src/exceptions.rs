//! Members that are not what their schema type says: bytes that travel as base64, secrets, lengths of a payload, and
//! what old releases do not send.
//!
//! Owners are the schema's own names: of the command for arguments, of the type for members.

/// Strings that carry base64: bytes in Rust.
const BASE64: &[(&str, &str)] = &[
    ("guest-file-write", "buf-b64"),
    ("GuestFileRead", "buf-b64"),
    ("guest-exec", "input-data"),
    ("GuestExecStatus", "out-data"),
    ("GuestExecStatus", "err-data"),
];

/// Strings that carry a password in base64: bytes in Rust that are wiped after use.
const PASSWORDS: &[(&str, &str)] = &[("guest-set-user-password", "password")];

/// Members that no debug output shows: command lines, environments and keys carry credentials often enough.
const SECRET: &[(&str, &str)] = &[
    ("guest-set-user-password", "password"),
    ("guest-exec", "arg"),
    ("guest-exec", "env"),
    ("guest-ssh-add-authorized-keys", "keys"),
    ("guest-ssh-remove-authorized-keys", "keys"),
    ("GuestAuthorizedKeys", "keys"),
];

/// Members that say how long a payload beside them is. They are written after it, with the number of bytes that were
/// really there: a file that is read while it is sent may turn out shorter.
const LENGTH_OF: &[(&str, &str, &str)] = &[("GuestFileRead", "count", "buf-b64")];

/// Mandatory members of answers that are younger than the command, with the first release of QEMU that sends them. A
/// client may miss them; an agent always sends them.
const YOUNGER: &[(&str, &str, &str)] = &[
    ("GuestAgentInfo", "supported_commands", "1.1"),
    ("GuestAgentCommandInfo", "success-response", "1.7"),
    // Before, the answer was an empty object.
    ("GuestFilesystemTrimResponse", "paths", "2.4"),
];

/// What a string of the schema really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bytes {
    /// Bytes, possibly many.
    Payload,
    /// Bytes nobody may see.
    Secret,
}

/// Whether the string `member` of `owner` carries bytes.
pub(crate) fn bytes(owner: &str, member: &str) -> Option<Bytes> {
    if BASE64.contains(&(owner, member)) {
        Some(Bytes::Payload)
    } else if PASSWORDS.contains(&(owner, member)) {
        Some(Bytes::Secret)
    } else {
        None
    }
}

/// Whether `member` of `owner` must not be shown.
pub(crate) fn is_secret(owner: &str, member: &str) -> bool {
    SECRET.contains(&(owner, member))
}

/// The first release that sends `member` of `owner`, if it is younger than the command.
pub(crate) fn younger(owner: &str, member: &str) -> Option<&'static str> {
    YOUNGER.iter().find(|(of, name, _)| (*of, *name) == (owner, member)).map(|(_, _, release)| *release)
}

/// The payload whose length `member` of `owner` is.
pub(crate) fn length_of(owner: &str, member: &str) -> Option<&'static str> {
    LENGTH_OF.iter().find(|(of, name, _)| (*of, *name) == (owner, member)).map(|(_, _, payload)| *payload)
}
