//! The stock agent with a vendor's own commands beside the guest's: one schema, two functions, one table.
//!
//! Try it: `cargo run --example vendor_agent -- -m unix-listen -p /tmp/acme.sock -t /tmp`, and in another terminal
//! `cargo qga -s unix:/tmp/acme.sock raw acme-sensors`.

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use qga_agent::Agent;
use qga_runtime::{CommandError, Dispatcher, handler};

qga_runtime::include_schema!("examples/acme.json");

/// The speed asked for. The agent's state belongs to the guest's commands; a vendor's own state is kept beside it.
static TARGET: Mutex<Option<i64>> = Mutex::new(None);

#[handler]
fn sensors(_agent: &mut Agent, _command: commands::AcmeSensors) -> Result<Vec<types::AcmeSensor>, CommandError> {
    let target = *TARGET.lock().unwrap_or_else(PoisonError::into_inner);
    // A real machine would be asked here.
    let fan = types::AcmeFan { rpm: target.unwrap_or(1200), target };
    let temperature = types::AcmeTemperature::new(41_500);
    Ok(vec![
        types::AcmeSensor::new("board", types::AcmeSensorBranch::Temperature(temperature)),
        types::AcmeSensor::new("front", types::AcmeSensorBranch::Fan(fan)),
    ])
}

#[handler]
fn set_fan(_agent: &mut Agent, command: commands::AcmeSetFan) -> Result<(), CommandError> {
    if command.name != "front" {
        return Err(CommandError::new(format!("there is no fan '{}'", command.name)));
    }
    if let Some(target) = command.target.filter(|target| !(0..=10_000).contains(target)) {
        return Err(CommandError::new(format!("{target} turns in a minute are not possible")));
    }
    *TARGET.lock().unwrap_or_else(PoisonError::into_inner) = command.target;
    Ok(())
}

/// The guest's commands and the vendor's.
pub(crate) fn all_commands() -> Dispatcher<Agent> {
    let mut all = qga_agent::commands();
    all.extend(server::entries::<Agent>());
    all
}

fn main() -> ExitCode {
    qga_agent::main(all_commands())
}
