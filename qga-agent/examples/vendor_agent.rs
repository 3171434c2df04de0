//! The stock agent with a vendor's own commands: one schema, two functions, one table.
//!
//! Try it: `cargo run --example vendor_agent -- -m unix-listen -p /tmp/acme.sock -t /tmp`, and in another terminal
//! `cargo qga -s unix:/tmp/acme.sock raw acme-sensors`.

use std::process::ExitCode;

use qga_agent::Extended;
use qga_runtime::{CommandError, Dispatcher, handler};

qga_runtime::include_schema!("examples/acme.json");

/// The state of the vendor's commands, beside the agent's own.
#[derive(Default)]
pub(crate) struct Acme {
    /// The requested fan speed, in revolutions per minute.
    target: Option<i64>,
}

#[handler]
fn sensors(acme: &mut Acme, _command: commands::AcmeSensors) -> Result<Vec<types::AcmeSensor>, CommandError> {
    let target = acme.target;
    // A real agent would read sensors here.
    let fan = types::AcmeFan { rpm: target.unwrap_or(1200), target };
    let temperature = types::AcmeTemperature::new(41_500);
    Ok(vec![
        types::AcmeSensor::new("board", types::AcmeSensorBranch::Temperature(temperature)),
        types::AcmeSensor::new("front", types::AcmeSensorBranch::Fan(fan)),
    ])
}

#[handler]
fn set_fan(acme: &mut Acme, command: commands::AcmeSetFan) -> Result<(), CommandError> {
    if command.name != "front" {
        return Err(CommandError::new(format!("there is no fan '{}'", command.name)));
    }
    if let Some(target) = command.target.filter(|target| !(0..=10_000).contains(target)) {
        return Err(CommandError::new(format!("{target} turns in a minute are not possible")));
    }
    acme.target = command.target;
    Ok(())
}

/// The guest's commands and the vendor's.
pub(crate) fn all_commands() -> Dispatcher<Extended<Acme>> {
    let mut all = qga_agent::commands().over(Extended::agent);
    all.extend(server::entries::<Acme>().into_iter().map(|entry| entry.over(Extended::own)));
    all
}

fn main() -> ExitCode {
    qga_agent::main_with(Acme::default(), all_commands())
}
