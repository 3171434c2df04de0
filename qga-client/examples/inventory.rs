//! Prints a line for each of some guests: its name, its system and its addresses.
//!
//! ```sh
//! cargo run --example inventory -- unix:/run/vm1.agent unix:/run/vm2.agent
//! ```

use qga_client::{CallError, Client, ClientExt};

fn main() {
    for address in std::env::args().skip(1) {
        match describe(&address) {
            Ok(line) => println!("{address}: {line}"),
            Err(error) => println!("{address}: {}", error.to_string().escape_debug()),
        }
    }
}

fn describe(address: &str) -> Result<String, CallError> {
    let mut vm = Client::connect(address)?;
    let name = vm.guest_get_host_name()?.host_name;
    // Agents before 2.11 do not know this; the rest is still worth a line.
    let system = match vm.guest_get_osinfo() {
        Ok(info) => info.pretty_name.unwrap_or_default(),
        Err(CallError::Unsupported(_) | CallError::Refused(_)) => String::new(),
        Err(error) => return Err(error),
    };
    let interfaces = vm.guest_network_get_interfaces()?;
    let addresses: Vec<String> = interfaces
        .into_iter()
        .filter(|interface| interface.name != "lo")
        .flat_map(|interface| interface.ip_addresses.unwrap_or_default())
        .map(|address| address.ip_address)
        .collect();
    // A guest chooses these texts: a terminal must not obey them.
    Ok(format!("{name:?} {system:?} {}", addresses.join(" ").escape_debug()))
}
