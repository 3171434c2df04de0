use qga_runtime::{CommandError, handler};

qga_runtime::include_schema!("schemas/acme.json");

struct Agent;

#[handler]
fn by_value(_: Agent, _: commands::AcmePumpStop) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
fn no_command(_: &mut Agent) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
fn no_result(_: &mut Agent, _: commands::AcmePumpStop) {}

#[handler]
async fn waits(_: &mut Agent, _: commands::AcmePumpStop) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
fn wrong_answer(_: &mut Agent, _: commands::AcmePumpList) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
fn not_a_command(_: &mut Agent, _: types::AcmePump) -> Result<(), CommandError> {
    Ok(())
}

#[handler(twice)]
fn arguments(_: &mut Agent, _: commands::AcmePumpStop) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
struct NoFunction;

fn main() {}
