//! Maintenance tasks of this workspace: `cargo xtask --help` lists them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use qga_codegen::cli;

mod bench;
mod demo;
mod dist;
mod package;
mod programs;
mod regenerate;
mod targets;
mod tools;
mod vm;

/// Maintenance tasks of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Build agent and client and run some commands, in a private folder.
    Demo,
    /// Write the generated code of the guest command set.
    Regenerate(regenerate::Options),
    /// Compare the agent's speed with a reference agent's and a bare echo server's.
    Bench(bench::Options),
    /// Build the agent as one static program and check the result.
    Dist {
        /// The target to build for; by default this machine's.
        #[arg(long, value_name = "TRIPLE")]
        target: Option<String>,
    },
    /// Build the packages of the agent and of the host's tool, and check them.
    Package(package::Options),
    /// Check, compare, print and document schemas, as the program `qapi` does.
    #[command(subcommand, after_help = cli::HELP)]
    Schema(cli::Command),
    /// Build agent and runtime for other processors, and run their unit tests.
    Targets(targets::Options),
    /// List the programs that the checks need besides Rust, with their Debian packages.
    Tools {
        /// Install the missing ones that `.ci/run` needs.
        #[arg(long)]
        install: bool,
    },
    /// Build, boot and use the virtual machine in which the agent is tested.
    #[command(subcommand)]
    Vm(vm::Task),
    /// Run the benchmark's echo server.
    #[command(hide = true)]
    BenchEcho {
        /// The socket to listen on.
        socket: PathBuf,
    },
}

fn main() -> ExitCode {
    let result = match Task::parse() {
        Task::Demo => demo::run(),
        Task::Regenerate(options) => regenerate::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Dist { target } => dist::run(target.as_deref()),
        Task::Package(options) => package::run(&options),
        Task::Schema(command) => return cli::run(&command),
        Task::Targets(options) => targets::run(&options),
        Task::Tools { install } => tools::run(install),
        Task::Vm(task) => vm::run(&task),
        Task::BenchEcho { socket } => bench::echo::serve(&socket),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
