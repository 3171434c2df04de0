//! What the client libraries cost beside a raw socket loop, against the same agent.

use std::path::Path;
use std::process::Command;

use crate::programs::{self, Failure};

/// Pings in one turn of one client.
const PINGS: &str = "20000";

/// Builds the ping loop, lets its three ways take turns and prints the best rate of each.
pub(super) fn print_rates(socket: &Path, rounds: u32) -> Result<(), Failure> {
    let package = ["--package", "qga-client", "--features", "qga-client/tokio", "--example", "ping_loop"];
    let program = programs::build("release", &package)?.join("examples/ping_loop");
    let ways = ["raw", "blocking", "tokio"];
    let mut best = [0.0_f64; 3];
    for _ in 0..rounds {
        for (way, best) in ways.iter().zip(&mut best) {
            *best = best.max(rate(&program, socket, way)?);
        }
    }
    println!();
    for (way, rate) in ways.iter().zip(best) {
        println!(
            "{:<26} {:>10.0}/s   {:.2} of the raw loop's time",
            format!("client loop, {way}"),
            rate,
            best[0] / rate
        );
    }
    Ok(())
}

fn rate(program: &Path, socket: &Path, way: &str) -> Result<f64, Failure> {
    let output = Command::new(program)
        .arg(format!("unix:{}", socket.display()))
        .args([PINGS, way])
        .output()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text.trim().parse().ok().filter(|_| output.status.success());
    rate.ok_or_else(|| format!("the ping loop failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
