//! Compares the client libraries with a raw socket loop, against the same agent.

use std::path::Path;
use std::process::Command;

use super::target::{Target, Verdicts};
use crate::programs::{self, Failure};

/// Pings per round of each client.
const PINGS_PER_ROUND: &str = "5000";

/// Builds the ping loop, measures its three clients in alternation and prints the best rate of each.
pub(super) fn print_rates(socket: &Path, rounds: u32, verdicts: &mut Verdicts) -> Result<(), Failure> {
    let package = ["--package", "qga-client", "--features", "qga-client/tokio", "--example", "ping_loop"];
    let program = programs::build("release", &package)?.join("examples/ping_loop");
    let ways = ["raw", "blocking", "tokio"];
    let targets = [None, Some(Target::AtMost(1.1)), Some(Target::AtMost(1.25))];
    let mut best = [0.0_f64; 3];
    for _ in 0..rounds {
        for (way, best) in ways.iter().zip(&mut best) {
            *best = best.max(rate(&program, socket, way)?);
        }
    }
    for ((way, rate), targets) in ways.iter().zip(best).zip(targets) {
        let row = format!("client loop, {way}");
        let time = best[0] / rate;
        let verdict = verdicts.judge(&row, Some(time), targets);
        let line = format!("{row:<26} {rate:>10.0}/s   {time:.2} of the raw loop's time   {verdict}");
        println!("{}", line.trim_end());
    }
    Ok(())
}

fn rate(program: &Path, socket: &Path, way: &str) -> Result<f64, Failure> {
    let output = Command::new(program)
        .arg(format!("unix:{}", socket.display()))
        .args([PINGS_PER_ROUND, way])
        .output()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text.trim().parse().ok().filter(|_| output.status.success());
    rate.ok_or_else(|| format!("the ping loop failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
