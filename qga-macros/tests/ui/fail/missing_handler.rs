use qga_runtime::{CommandError, handler};

qga_runtime::include_schema!("schemas/acme.json");

struct Agent;

#[handler]
fn stop(_: &mut Agent, _: commands::AcmePumpStop) -> Result<(), CommandError> {
    Ok(())
}

fn main() {
    server::entries::<Agent>();
}
