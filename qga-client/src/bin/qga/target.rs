//! Finds the agents that the words of the command line name.

use std::path::Path;

use qga_client::{CallError, Client, Options, Stream, Target, TargetError};

use crate::failure::Failure;

/// Connects to the one agent of a target. Nothing else turns a target's text into a client.
pub(crate) fn connect(target: &str, options: &Options) -> Result<Client, Failure> {
    Ok(find(target)?.connect(options)?)
}

/// Opens the channel of a target, for the caller to speak.
pub(crate) fn stream(target: &str, options: &Options) -> Result<Stream, Failure> {
    let found = find(target)?;
    let address = || found.way.to_string();
    Ok(found.stream(options).map_err(|source| CallError::Connect { address: address(), source })?)
}

fn find(target: &str) -> Result<Target, Failure> {
    Target::find(target).map_err(|error| explained(target, error))
}

/// The targets that a text selects.
pub(crate) fn select(selection: &str) -> Result<Vec<Target>, Failure> {
    Target::select(selection).map_err(|error| explained(selection, error))
}

/// Whether a text may select several targets: a list, a pattern or a group.
pub(crate) fn may_be_several(text: &str) -> bool {
    let first = text.split(',').next().unwrap_or_default();
    let is_address = first.contains('/') || first.starts_with("exec:");
    !is_address && (text.starts_with('@') || text.contains([',', '*', '?', '[']))
}

pub(crate) fn explained(target: &str, error: TargetError) -> Failure {
    match error {
        TargetError::Unknown { .. } | TargetError::Malformed { .. } if Path::new(target).exists() => {
            Failure::usage(format!("{error}; write ./{target} for the file"))
        }
        TargetError::Malformed { .. } => Failure::usage(error.to_string()),
        TargetError::Inventory { .. } => Failure::host(error.to_string()),
        TargetError::Unknown { similar: None, .. } => {
            Failure::Unreachable(format!("{error}; `qga targets` lists those that are known"))
        }
        error => Failure::Unreachable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::may_be_several;

    #[test]
    fn lists_patterns_and_groups_are_several() {
        for (text, expected) in [
            ("web1", false),
            ("web1,web2", true),
            ("web*", true),
            ("@db", true),
            ("vsock:3:1,vsock:4:1", true),
            ("/run/a,b*.sock", false),
            ("exec:socat a,b -", false),
            ("vsock:3:1", false),
        ] {
            assert_eq!(may_be_several(text), expected, "{text}");
        }
    }
}
