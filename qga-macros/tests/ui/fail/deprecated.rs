#![deny(deprecated)]
#![allow(unused)]

qga_runtime::include_schema!("schemas/old.json");

use client::ClientExt;
use qga_runtime::{CommandError, handler};

struct Agent;

#[handler]
fn begin(_: &mut Agent, _: commands::Begin) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
fn start(_: &mut Agent, command: commands::Start) -> Result<(), CommandError> {
    let _speed = command.speed;
    Ok(())
}

fn call(client: &mut impl qga_runtime::Caller) {
    client.begin();
    client.start(commands::Start::new(types::Mode::Fast));
    client.start(commands::Start::new(types::Mode::Slow));
}

fn main() {
    server::entries::<Agent>();
}
