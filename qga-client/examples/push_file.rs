//! Copies a file to a path in each of some guests, and says what could not be made sure of.
//!
//! ```sh
//! cargo run --example push_file -- site.conf /etc/nginx/ unix:/run/vm1.agent unix:/run/vm2.agent
//! ```

use std::error::Error;
use std::time::Instant;

use qga_client::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [file, path, addresses @ ..] = words.as_slice() else {
        return Err("usage: push_file FILE PATH ADDRESS…".into());
    };
    for address in addresses {
        let begun = Instant::now();
        let mut vm = Client::connect(address.as_str())?;
        let mut next_percent = 10;
        let copy = vm.copy_to(file, path).resume().progress(|at| {
            let percent = at.total.map_or(0, |total| at.done * 100 / total.max(1));
            if percent >= next_percent {
                println!("{address}: {percent} %");
                next_percent = percent + 10;
            }
        });
        let copied = copy.run()?;
        println!("{address}: {} bytes in {:?}", copied.bytes, begun.elapsed());
        if !copied.is_checked {
            println!("{address}: not checked; the guest makes no checksums");
        }
    }
    Ok(())
}
