//! Reads a file of the guest into one of the host, or writes one of the host to the guest, as a stream: without a checksum,
//! a temporary name and the file's mode and times, which a copy adds. `cargo xtask bench` compares `qga cp` with it.
//!
//! ```sh
//! cargo run --release -p qga-client --example stream_file -- unix:/run/vm1.agent read /var/log/messages messages
//! ```

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write, copy};

use qga_client::{Client, OpenMode};

/// Bytes that are moved at a time between the guest's file and the host's.
const PIECE_BYTES: usize = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, way, guest_path, host_path] = words.as_slice() else {
        return Err("usage: stream_file ADDRESS read|write GUEST_PATH HOST_PATH".into());
    };
    let mut vm = Client::connect(address.as_str())?;
    match way.as_str() {
        "read" => {
            let mut guest = vm.open(guest_path)?;
            let mut host = BufWriter::with_capacity(PIECE_BYTES, File::create(host_path)?);
            copy(&mut guest, &mut host)?;
            host.flush()?;
            guest.close()?;
        }
        "write" => {
            let mut host = BufReader::with_capacity(PIECE_BYTES, File::open(host_path)?);
            let mut guest = vm.open_with(guest_path, OpenMode::Write)?;
            copy(&mut host, &mut guest)?;
            guest.close()?;
        }
        other => return Err(format!("{other} is neither read nor write").into()),
    }
    Ok(())
}
