//! Lists a running QEMU's block devices, with types from a small schema; then prints events for some seconds, if asked to.
//!
//! ```sh
//! qemu-system-x86_64 -machine none -display none -S -qmp unix:/tmp/qmp.sock,server=on,wait=off \
//!     -blockdev null-co,node-name=disk0,size=1073741824 &
//! cargo run -p qga-client --example qmp_block_devices -- unix:/tmp/qmp.sock 10
//! ```
//!
//! A program that has QEMU's schema names its root file, and the commands and events that it needs:
//! `include_schema!("qapi/qapi-schema.json", commands = ["query-block", …], events = ["STOP", …])`.

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use client::ClientExt as _;
use commands::QueryNamedBlockNodes;
use events::{Event, EventKind};
use qga_client::CallError;
use qga_client::qmp::QmpClient;

qga_runtime::include_schema!("examples/qmp_block_devices.json");

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (address, seconds) = match words.as_slice() {
        [address] => (address, 0),
        [address, seconds] => (address, seconds.parse()?),
        _ => return Err("usage: qmp_block_devices ADDRESS [SECONDS]".into()),
    };
    let mut monitor = QmpClient::connect(address.as_str())?;
    let mut out = std::io::stdout();
    list(&mut monitor, &mut out)?;
    print_events(&mut monitor, Duration::from_secs(seconds), &mut out)
}

/// One line for each device, and one for each node.
pub(crate) fn list(monitor: &mut QmpClient, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for device in monitor.query_block()? {
        let medium = device.inserted.as_ref().map_or("empty", |node| node.drv.as_str());
        writeln!(out, "device {}: {medium}", device.qdev.unwrap_or(device.device))?;
    }
    for node in monitor.query_named_block_nodes(QueryNamedBlockNodes { flat: Some(true) })? {
        let name = node.node_name.unwrap_or_default();
        let access = if node.ro { "read-only" } else { "writable" };
        writeln!(out, "node {name}: {}, {} bytes, {access}", node.drv, node.image.virtual_size)?;
    }
    Ok(())
}

/// One line for each event in this time.
fn print_events(monitor: &mut QmpClient, time: Duration, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let deadline = Instant::now() + time;
    while let Some(event) = monitor.next_event(deadline.saturating_duration_since(Instant::now()))? {
        print_event(&event.read().map_err(CallError::Decode)?, out)?;
    }
    Ok(())
}

/// One line for an event.
pub(crate) fn print_event(event: &Event, out: &mut impl Write) -> std::io::Result<()> {
    let seconds = event.timestamp.seconds;
    match &event.kind {
        EventKind::Stop => writeln!(out, "{seconds} stopped"),
        EventKind::Resume => writeln!(out, "{seconds} runs again"),
        EventKind::Shutdown(data) if data.guest => writeln!(out, "{seconds} the guest shuts down"),
        EventKind::Shutdown(_) => writeln!(out, "{seconds} QEMU ends"),
        EventKind::Other { name, .. } => writeln!(out, "{seconds} {name}"),
    }
}
