//! What `--help` says of each command of the guest agent, its options and their values.

use qga_runtime::{CommandInfo, MemberInfo};

/// The help of one command.
pub(crate) struct Words {
    /// Its name on the wire.
    pub(crate) name: &'static str,
    /// What it does, in one line.
    pub(crate) about: &'static str,
    /// What each of its options is.
    pub(crate) options: &'static [(&'static str, &'static str)],
    /// The options of an example, if it needs any.
    pub(crate) example: &'static str,
}

const fn words(name: &'static str, about: &'static str) -> Words {
    Words { name, about, options: &[], example: "" }
}

impl Words {
    const fn options(self, options: &'static [(&'static str, &'static str)], example: &'static str) -> Self {
        Words { options, example, ..self }
    }
}

const USERNAME: (&str, &str) = ("username", "Name of the account");
const HANDLE: (&str, &str) = ("handle", "Handle that file-open returned");

/// The help of a command; the tests see to it that each has one.
pub(crate) fn of(name: &str) -> Option<&'static Words> {
    COMMANDS.iter().find(|words| words.name == name)
}

/// What a command does, in one line.
pub(crate) fn about(info: &CommandInfo) -> &'static str {
    of(info.name).map_or(info.summary, |words| words.about)
}

/// What an argument of a command is.
pub(crate) fn of_member(words: Option<&Words>, member: &MemberInfo) -> &'static str {
    let option = words.and_then(|words| words.options.iter().find(|(name, _)| *name == member.name));
    option.map_or(member.doc, |(_, help)| help)
}

/// The option of an argument: its name, unless an option of all verbs has that.
pub(crate) fn option_name(member: &MemberInfo) -> &'static str {
    match member.name {
        "fail-fast" => "argument-fail-fast",
        "format" => "argument-format",
        "help" => "argument-help",
        "jobs" => "argument-jobs",
        "one-target" => "argument-one-target",
        "socket" => "argument-socket",
        "target" => "argument-target",
        "timeout" => "argument-timeout",
        name => name,
    }
}

/// What a value of an enumeration means.
pub(crate) fn of_value(enumeration: &str, value: &str) -> Option<&'static str> {
    let key = (enumeration, value);
    VALUES.iter().find(|(name, value, _)| (*name, *value) == key).map(|(_, _, meaning)| *meaning)
}

const VALUES: &[(&str, &str, &str)] = &[
    ("QGASeek", "set", "from the start of the file"),
    ("QGASeek", "cur", "from the current position"),
    ("QGASeek", "end", "from the end of the file"),
    ("GuestExecCaptureOutputMode", "none", "no output is kept"),
    ("GuestExecCaptureOutputMode", "stdout", "standard output only"),
    ("GuestExecCaptureOutputMode", "stderr", "standard error only"),
    ("GuestExecCaptureOutputMode", "separated", "both, each by itself"),
    ("GuestExecCaptureOutputMode", "merged", "both, in one stream"),
];

/// The commands, in the schema's order.
const COMMANDS: &[Words] = &[
    words("guest-sync-delimited", "Return a number, after a byte 0xFF that marks it")
        .options(&[("id", "Number to return")], "--id 730512"),
    words("guest-sync", "Return a number").options(&[("id", "Number to return")], "--id 730512"),
    words("guest-ping", "Test whether the agent answers"),
    words("guest-get-time", "Show the guest's clock, in nanoseconds since 1970 (UTC)"),
    words("guest-set-time", "Set the guest's clock").options(
        &[("time", "Nanoseconds since 1970 (UTC); without it, the hardware clock's time")],
        "--time 1796000000000000000",
    ),
    words("guest-info", "Show the agent's version and its commands"),
    words("guest-shutdown", "Power off, halt or reboot the guest")
        .options(&[("mode", "powerdown (the default), halt or reboot")], "--mode reboot"),
    words("guest-file-open", "Open a file in the guest and return its handle").options(
        &[("path", "Path of the file in the guest"), ("mode", "Mode as in C's fopen; r (read) by default")],
        "--path /etc/motd --mode r",
    ),
    words("guest-file-close", "Close a file").options(&[HANDLE], "--handle 1000"),
    words("guest-file-read", "Read from an open file")
        .options(&[HANDLE, ("count", "Number of bytes to read at most; 4096 by default")], "--handle 1000"),
    words("guest-file-write", "Write to an open file").options(
        &[
            HANDLE,
            ("buf-b64", "Bytes to write: base64, or @FILE for the bytes of a file"),
            ("count", "Number of bytes to write; all by default"),
        ],
        "--handle 1000 --buf-b64 @notes.txt",
    ),
    words("guest-file-seek", "Move the position in an open file").options(
        &[
            HANDLE,
            ("offset", "Number of bytes to move by"),
            ("whence", "Where to count from: set (start), cur (current position) or end; or 0, 1, 2"),
        ],
        "--handle 1000 --offset -10 --whence end",
    ),
    words("guest-file-flush", "Write an open file's data to disk").options(&[HANDLE], "--handle 1000"),
    words("guest-fsfreeze-status", "Show whether file systems are frozen"),
    words("guest-fsfreeze-freeze", "Freeze all file systems; `qga freeze` also thaws them"),
    words("guest-fsfreeze-freeze-list", "Freeze some file systems").options(
        &[("mountpoints", "Mount point to freeze; may be repeated. All by default")],
        "--mountpoints / --mountpoints /srv",
    ),
    words("guest-fsfreeze-thaw", "Thaw all frozen file systems"),
    words("guest-fstrim", "Discard unused blocks of all file systems").options(
        &[("minimum", "Smallest free extent in bytes to discard; 0, that is any, by default")],
        "--minimum 1048576",
    ),
    words("guest-suspend-disk", "Suspend the guest to disk"),
    words("guest-suspend-ram", "Suspend the guest to memory"),
    words("guest-suspend-hybrid", "Suspend the guest to memory, with a copy on disk"),
    words("guest-network-get-interfaces", "List network interfaces, their addresses and counters"),
    words("guest-get-vcpus", "List processors"),
    words("guest-set-vcpus", "Switch processors on or off").options(
        &[("vcpus", "JSON object for a processor, may be repeated; or one JSON list")],
        r#"--vcpus '{"logical-id": 1, "online": false}'"#,
    ),
    words("guest-get-disks", "List disks and partitions"),
    words("guest-get-fsinfo", "List mounted file systems"),
    words("guest-set-user-password", "Set a password from base64; `qga passwd` encodes it by itself").options(
        &[
            USERNAME,
            ("password", "The password in base64, or @FILE for the bytes of a file; other users can see what is here"),
            ("crypted", "Whether the password is already a hash as in /etc/shadow"),
        ],
        "--username root --password @secret --crypted false",
    ),
    words("guest-get-memory-blocks", "List memory blocks"),
    words("guest-set-memory-blocks", "Switch memory blocks on or off").options(
        &[("mem-blks", "JSON object for a block, may be repeated; or one JSON list")],
        r#"--mem-blks '{"phys-index": 8, "online": true}'"#,
    ),
    words("guest-get-memory-block-info", "Show the size of a memory block"),
    words("guest-exec-status", "Show whether a program has ended, and its output")
        .options(&[("pid", "Process id that exec returned")], "--pid 4711"),
    words("guest-exec", "Start a program; `qga exec` also waits for its end").options(
        &[
            ("path", "Program: a path, or a name to look up in the guest's PATH"),
            ("arg", "Argument of the program; may be repeated"),
            ("env", "Environment variable, NAME=VALUE; may be repeated. They replace the agent's own environment"),
            ("input-data", "Standard input: base64, or @FILE for the bytes of a file"),
            (
                "capture-output",
                "Output to keep: true or false, or one of the values below; true when the option stands alone",
            ),
        ],
        "--path ls --arg -l --capture-output true",
    ),
    words("guest-get-host-name", "Show the guest's host name"),
    words("guest-get-users", "List users who are logged in"),
    words("guest-get-timezone", "Show the guest's time zone"),
    words("guest-get-osinfo", "Show the guest's operating system"),
    words("guest-get-devices", "List devices and drivers of a Windows guest"),
    words("guest-ssh-get-authorized-keys", "List the SSH keys that a user may log in with")
        .options(&[USERNAME], "--username root"),
    words("guest-ssh-add-authorized-keys", "Add SSH keys that a user may log in with").options(
        &[
            USERNAME,
            ("keys", "Key, or @FILE for a file with a key on each line; may be repeated"),
            ("reset", "Whether to remove all other keys"),
        ],
        "--username root --keys @id_ed25519.pub",
    ),
    words("guest-ssh-remove-authorized-keys", "Remove SSH keys that a user may log in with").options(
        &[USERNAME, ("keys", "Key, or @FILE for a file with a key on each line; may be repeated")],
        "--username root --keys @id_ed25519.pub",
    ),
    words("guest-get-diskstats", "Show the counters of disks"),
    words("guest-get-cpustats", "Show the time that processors spent in each state"),
    words("guest-get-load", "Show the load average"),
    words("guest-network-get-route", "List network routes"),
];

#[cfg(test)]
mod tests {
    use qga_runtime::{MemberInfo, TypeInfo};

    #[test]
    fn no_argument_takes_an_option_of_all_verbs() {
        let some = qga_runtime::guest::COMMANDS.iter().find_map(|info| info.arguments.first()).expect("an argument");
        for option in crate::command_line::shared_options() {
            let longs = option.get_long_and_visible_aliases().unwrap_or_default();
            for name in longs.into_iter().chain([option.get_id().as_str()]) {
                let member = MemberInfo { name: name.to_owned().leak(), ..*some };
                assert_ne!(super::option_name(&member), name);
            }
        }
    }

    #[test]
    fn each_command_option_and_value_has_words() {
        let commands = qga_runtime::guest::COMMANDS;
        let named: Vec<&str> = commands.iter().map(|info| info.name).collect();
        assert_eq!(super::COMMANDS.iter().map(|words| words.name).collect::<Vec<_>>(), named);
        for (info, words) in commands.iter().zip(super::COMMANDS) {
            let members: Vec<&str> = info.arguments.iter().map(|member| member.name).collect();
            assert_eq!(words.options.iter().map(|(name, _)| *name).collect::<Vec<_>>(), members, "{}", info.name);
            assert!(info.arguments.iter().all(|member| member.optional) || !words.example.is_empty(), "{}", info.name);
            for member in info.arguments {
                let TypeInfo::Alternate(alternate) = &member.ty else { continue };
                for branch in alternate.branches {
                    let TypeInfo::Enum(values) = &branch.ty else { continue };
                    for value in values.values {
                        assert!(super::of_value(values.name, value.name).is_some(), "{} {}", values.name, value.name);
                    }
                }
            }
        }
    }
}
