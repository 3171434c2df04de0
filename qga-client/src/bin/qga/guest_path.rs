//! Tells paths of the guest from paths of this host: `NAME:PATH` is in the guest of that name, `:PATH` in the target's.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use qga_client::{CallError, CommandError, CopyError};

use crate::context::Context;
use crate::failure::Failure;

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// On this host.
    Host(PathBuf),
    /// What this process reads from or writes to: `-`.
    Stream,
    Guest {
        /// None for the target of the whole command line.
        target: Option<String>,
        path: String,
    },
}

impl Place {
    /// Reads a word of the command line. What exists on this host by that name is meant, unless the name begins with a
    /// colon.
    pub(crate) fn read(word: &str) -> Self {
        if word == "-" {
            return Place::Stream;
        }
        if let Some(path) = word.strip_prefix(':') {
            return Place::Guest { target: None, path: path.to_owned() };
        }
        match split(word).filter(|_| !Path::new(word).exists()) {
            Some((target, path)) => Place::Guest { target: Some(target.to_owned()), path: path.to_owned() },
            None => Place::Host(word.into()),
        }
    }
}

/// The target and the path of a word. The path begins at the last colon before a slash or a drive, as targets have colons,
/// too; or, if there is no slash before it, at the only one.
fn split(word: &str) -> Option<(&str, &str)> {
    let is_drive = |at: usize| {
        let rest = word.as_bytes().get(at + 1..).unwrap_or_default();
        matches!(rest, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
    };
    let colons = || word.match_indices(':').map(|(at, _)| at);
    let at = colons()
        .find(|at| is_drive(*at))
        .or_else(|| colons().rfind(|at| word[at + 1..].starts_with('/')))
        .or_else(|| colons().next().filter(|at| colons().count() == 1 && !word[..*at].contains('/')))?;
    // A scheme alone is no target.
    let target = &word[..at];
    (!matches!(target, "unix" | "serial")).then_some((target, &word[at + 1..]))
}

/// The positional PATH of a verb that reads or writes one file of the guest.
pub(crate) fn path_argument() -> Arg {
    Arg::new("path").value_name("PATH").required(true).help("Path in the guest; TARGET:PATH names both")
}

/// The target and the path that a verb's words name.
pub(crate) fn of_guest(context: &Context, matches: &ArgMatches) -> Result<(String, String), Failure> {
    let word = matches.get_one::<String>("path").cloned().unwrap_or_default();
    let has_target = matches.get_one::<String>("target").is_some();
    match Place::read(&word) {
        Place::Guest { target: Some(target), path } if !has_target => Ok((context.target_or(Some(&target))?, path)),
        Place::Guest { target: None, path } => Ok((context.target(matches)?, path)),
        _ => Ok((context.target(matches)?, word)),
    }
}

/// The failure of a copy.
pub(crate) fn copy_failure(error: CopyError) -> Failure {
    match error {
        CopyError::Call(error) => error.into(),
        CopyError::Interrupted => Failure::Interrupted,
        CopyError::Host { .. } => Failure::host(error.to_string()),
        other => Failure::Call(CallError::Command(CommandError::new(other.to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_places() {
        for (word, expected) in [
            ("notes.txt", None),
            ("./notes.txt", None),
            ("/etc/motd", None),
            ("db1:/etc/motd", Some((Some("db1"), "/etc/motd"))),
            ("db1:notes", Some((Some("db1"), "notes"))),
            ("/run/vm.sock:/etc/motd", Some((Some("/run/vm.sock"), "/etc/motd"))),
            ("unix:/run/vm.sock:/etc/motd", Some((Some("unix:/run/vm.sock"), "/etc/motd"))),
            ("unix:/run/vm.sock", None),
            ("vsock:3:9000:/tmp/", Some((Some("vsock:3:9000"), "/tmp/"))),
            (":/etc/motd", Some((None, "/etc/motd"))),
            (":motd", Some((None, "motd"))),
            (r"win:C:\Users\x", Some((Some("win"), r"C:\Users\x"))),
            (r"tcp:host:1:D:\x:/y", Some((Some("tcp:host:1"), r"D:\x:/y"))),
            ("dir/a:b", None),
        ] {
            let expected = match expected {
                None => Place::Host(word.into()),
                Some((target, path)) => Place::Guest { target: target.map(str::to_owned), path: path.to_owned() },
            };
            assert_eq!(Place::read(word), expected, "{word}");
        }
        assert_eq!(Place::read("-"), Place::Stream);
    }
}
