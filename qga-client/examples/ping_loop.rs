//! Pings an agent again and again and prints how many answers came a second: over a raw socket, by the blocking
//! client, or by the asynchronous one. `cargo xtask bench` compares the three.
//!
//! ```sh
//! cargo run --release -p qga-client --features tokio --example ping_loop -- unix:/tmp/agent.sock 20000 blocking
//! ```

use std::error::Error;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Instant;

use qga_client::{Address, Client, ClientExt};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, count, way] = words.as_slice() else {
        return Err("usage: ping_loop ADDRESS COUNT raw|blocking|tokio".into());
    };
    let (address, count): (Address, u32) = (address.parse()?, count.parse()?);
    let seconds = match way.as_str() {
        "raw" => raw(&address, count)?,
        "blocking" => blocking(&address, count)?,
        "tokio" => asynchronous(&address, count)?,
        other => return Err(format!("{other} is none of raw, blocking, tokio").into()),
    };
    println!("{:.0}", f64::from(count) / seconds);
    Ok(())
}

/// What no client can undercut: the same bytes, answers not looked at.
fn raw(address: &Address, count: u32) -> Result<f64, Box<dyn Error>> {
    let Address::Unix(path) = address else { return Err("the raw loop needs a unix: address".into()) };
    let mut stream = UnixStream::connect(path)?;
    let mut buffer = [0; 4096];
    let mut ping = |id: u32| -> std::io::Result<()> {
        stream.write_all(format!("{{\"execute\": \"guest-ping\", \"id\": {}}}\n", 100_000_000 + id).as_bytes())?;
        while stream.read(&mut buffer)? == buffer.len() {}
        Ok(())
    };
    ping(0)?;
    let started = Instant::now();
    (1..=count).try_for_each(ping)?;
    Ok(started.elapsed().as_secs_f64())
}

fn blocking(address: &Address, count: u32) -> Result<f64, Box<dyn Error>> {
    let mut vm = Client::connect(address)?;
    vm.guest_ping()?;
    let started = Instant::now();
    for _ in 0..count {
        vm.guest_ping()?;
    }
    Ok(started.elapsed().as_secs_f64())
}

#[cfg(feature = "tokio")]
fn asynchronous(address: &Address, count: u32) -> Result<f64, Box<dyn Error>> {
    use qga_client::{AsyncClient, AsyncClientExt};

    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut vm = AsyncClient::connect(address).await?;
        vm.guest_ping().await?;
        let started = Instant::now();
        for _ in 0..count {
            vm.guest_ping().await?;
        }
        Ok(started.elapsed().as_secs_f64())
    })
}

#[cfg(not(feature = "tokio"))]
fn asynchronous(_: &Address, _: u32) -> Result<f64, Box<dyn Error>> {
    Err("built without the feature tokio".into())
}
