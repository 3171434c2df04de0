//! Runs a command of the host, such as one that makes a snapshot, while a guest's file systems are frozen.
//!
//! ```sh
//! cargo run --example backup -- unix:/run/vm1.agent lvcreate --snapshot --size 1G --name backup vg/vm1
//! ```

use std::error::Error;
use std::process::Command;

use qga_client::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, program, arguments @ ..] = words.as_slice() else {
        return Err("usage: backup ADDRESS COMMAND ARGUMENT…".into());
    };
    let mut vm = Client::connect(address.as_str())?;
    let frozen = vm.freeze()?;
    println!("{} file systems are frozen", frozen.count());
    // Whatever happens from here on, `frozen` thaws when it is dropped.
    let status = Command::new(program).args(arguments).status()?;
    let thawed = frozen.thaw()?;
    println!("they were frozen for {:?}", thawed.window);
    if status.success() { Ok(()) } else { Err(format!("{program}: {status}").into()) }
}
