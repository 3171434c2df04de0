//! Sets a pump's rate from the host and lists the pumps: `cargo run --bin acme-host -- unix:/tmp/acme.sock`.

use std::error::Error;

use acme_agent::client::ClientExt;
use acme_agent::commands;
use qga_client::{Address, Client};

fn main() -> Result<(), Box<dyn Error>> {
    let address: Address = std::env::args().nth(1).ok_or("name the agent's address")?.parse()?;
    let mut agent = Client::connect(&address)?;
    agent.acme_pump_set(commands::AcmePumpSet::new("p1", 1200))?;
    for pump in agent.acme_pump_list()? {
        println!("{}: {:?}", pump.name, pump.rate);
    }
    Ok(())
}
