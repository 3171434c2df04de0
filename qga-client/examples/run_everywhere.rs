//! Runs a shell script in many guests at once, and prints what each of them writes.
//!
//! ```sh
//! cargo run --features tokio --example run_everywhere -- 'apt-get -q update' unix:/run/vm1.agent unix:/run/vm2.agent
//! ```

use std::time::Duration;

use qga_client::{AsyncClient, CallError, Output};

/// A guest that takes longer is given up.
const TIMEOUT: Duration = Duration::from_secs(300);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let script = words.next().ok_or("usage: run_everywhere SCRIPT ADDRESS…")?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let tasks: Vec<_> = words
            .map(|address| {
                let script = script.clone();
                (address.clone(), tokio::spawn(async move { run(&address, &script).await }))
            })
            .collect();
        for (address, task) in tasks {
            match task.await? {
                Ok(output) => {
                    println!("{address}: {}", output.status);
                    for line in String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).lines() {
                        println!("    {}", line.escape_debug());
                    }
                }
                Err(error) => println!("{address}: {}", error.to_string().escape_debug()),
            }
        }
        Ok(())
    })
}

async fn run(address: &str, script: &str) -> Result<Output, CallError> {
    let mut vm = AsyncClient::connect(address).await?;
    vm.exec("/bin/sh").arg("-c").arg(script).timeout(TIMEOUT).output().await
}
