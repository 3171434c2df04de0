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

/// The targets that these texts select.
pub(crate) fn select(selections: &[String]) -> Result<Vec<Target>, Failure> {
    Target::select_all(selections.iter().map(String::as_str)).map_err(|error| explained(&selections.join(","), error))
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
