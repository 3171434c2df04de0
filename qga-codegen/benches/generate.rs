//! Measures how long the text for a schema of 30,000 lines takes, and fails beyond five seconds.

#[path = "../tests/machine/schema.rs"]
mod schema;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use qga_codegen::{Options, generate};
use qga_schema::Schema;

/// The longest time that the text may take.
const MAX_GENERATION: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let text = schema::text(schema::MACHINE_PROTOCOL);
    let start = Instant::now();
    let schema = Schema::parse("machine.json", &text).unwrap_or_else(|error| panic!("{error}"));
    let parsed = start.elapsed();
    let start = Instant::now();
    let code = generate(&schema, &Options::default()).expect("everything can be generated");
    let tokens = start.elapsed();
    let length: usize = code.modules().iter().map(|it| it.render("machine.json").len()).sum();
    let generated = start.elapsed();
    println!("schema of {} lines, {} KiB of code", text.lines().count(), length / 1024);
    for (what, time) in [("parse", parsed), ("tokens", tokens), ("tokens and text", generated)] {
        println!("{what:16} {:8.1} ms", time.as_secs_f64() * 1e3);
    }
    if generated <= MAX_GENERATION { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
