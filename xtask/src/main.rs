//! Maintenance tasks of this workspace: `cargo xtask --help` lists them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

mod bench;
mod demo;
mod dist;
mod programs;
mod regenerate;
mod schema;
mod tools;
mod vm;

/// Maintenance tasks of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Build agent and client and show them at work, in a private folder.
    Demo,
    /// Write the generated code of the guest command set.
    Regenerate(regenerate::Options),
    /// Measure the agent beside a reference agent and a bare echo server.
    Bench(bench::Options),
    /// Build the agent as one static program and check that it is one.
    Dist {
        /// The target to build for; by default this machine's.
        #[arg(long, value_name = "TRIPLE")]
        target: Option<String>,
    },
    /// Check, print, document and compare schemas.
    Schema(schema::Arguments),
    /// List the programs that the checks need besides Rust, and the Debian packages they come in.
    Tools {
        /// Install those that `.ci/run` needs and that are missing.
        #[arg(long)]
        install: bool,
    },
    /// Build, boot and use the virtual machine in which the agent is tested.
    #[command(subcommand)]
    Vm(vm::Task),
    /// Serve the benchmark's echo bound.
    #[command(hide = true)]
    BenchEcho {
        /// The socket to listen on.
        socket: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Demo => demo::run(),
        Task::Regenerate(options) => regenerate::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Dist { target } => dist::run(target.as_deref()),
        Task::Schema(arguments) => return schema::run(&arguments),
        Task::Tools { install } => tools::run(install),
        Task::Vm(task) => vm::run(&task),
        Task::BenchEcho { socket } => bench::echo::serve(&socket),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
