//! Compares generating the text for a schema of 30,000 lines with parsing it ten times: generating must not be slower.

#[path = "../tests/machine/schema.rs"]
mod schema;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use qga_codegen::{Options, generate};
use qga_schema::Schema;

/// Measurements of each; they alternate, so that load on the machine affects both.
const MEASUREMENTS: usize = 15;

fn main() -> ExitCode {
    let text = schema::text(schema::MACHINE_PROTOCOL);
    let parsed = parse(&text);
    let (mut parsing, mut generating) = (Vec::new(), Vec::new());
    for _ in 0..MEASUREMENTS {
        parsing.push(time(|| (0..10).map(|_| parse(&text)).collect::<Vec<_>>()));
        generating.push(time(|| write(&parsed)));
    }
    let (parsing, generating) = (median(parsing), median(generating));
    let ratio = generating.as_secs_f64() / parsing.as_secs_f64();
    println!("schema of {} lines, {} KiB of code", text.lines().count(), write(&parsed).len() / 1024);
    println!("parse ten times  {:8.1} ms", parsing.as_secs_f64() * 1e3);
    println!("generate once    {:8.1} ms", generating.as_secs_f64() * 1e3);
    println!("ratio            {ratio:8.2}    (at most 1)");
    if ratio <= 1.0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn parse(text: &str) -> Schema {
    Schema::parse("machine.json", text).unwrap_or_else(|error| panic!("{error}"))
}

fn write(schema: &Schema) -> String {
    let code = generate(schema, &Options::default()).expect("everything can be generated");
    code.modules().iter().map(|it| it.render("machine.json")).collect()
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    drop(result);
    elapsed
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
