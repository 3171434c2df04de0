//! The built agent over real sockets. One program, so that what the tests share is built and linked once.

mod admission;
mod answers;
mod checklist;
mod distributions;
mod examples;
mod exec;
mod files;
mod harness;
mod hooks;
#[path = "../../src/fixture/left_out.rs"]
mod left_out;
mod lines;
mod options;
mod packaging;
mod process;
mod reference;
mod settings;
mod simulator;
mod stopped;
mod vendor;
