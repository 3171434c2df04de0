//! The stock guest agent with Acme's commands. Try it in a terminal:
//! `cargo run --bin acme-agent -- -m unix-listen -p /tmp/acme.sock -t /tmp`.

use std::process::ExitCode;

use acme_agent::{commands, server, types};
use qga_agent::Extended;
use qga_runtime::{CommandError, handler};

/// The state of Acme's commands, beside the agent's own.
struct Acme {
    pumps: Vec<types::AcmePump>,
}

#[handler]
fn list(acme: &mut Acme, _command: commands::AcmePumpList) -> Result<Vec<types::AcmePump>, CommandError> {
    Ok(acme.pumps.clone())
}

#[handler]
fn set(acme: &mut Acme, command: commands::AcmePumpSet) -> Result<(), CommandError> {
    let found = acme.pumps.iter_mut().find(|pump| pump.name == command.name);
    let pump = found.ok_or_else(|| CommandError::new(format!("there is no pump '{}'", command.name)))?;
    pump.rate = Some(command.rate);
    Ok(())
}

fn main() -> ExitCode {
    let mut all = qga_agent::commands().over(Extended::agent);
    all.extend(server::entries::<Acme>().into_iter().map(|entry| entry.over(Extended::own)));
    qga_agent::main_with(Acme { pumps: vec![types::AcmePump::new("p1")] }, all)
}
