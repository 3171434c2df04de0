//! `qapi`: checks, compares, prints and documents QAPI schemas, and generates Rust code from them.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use qga_codegen::cli;

/// Checks, compares, prints and documents QAPI schemas, and generates Rust code from them.
#[derive(Parser)]
#[command(name = "qapi", version, after_help = cli::HELP)]
struct Program {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    #[command(flatten)]
    Schema(cli::Command),
    /// Print a script that completes this program's arguments in a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

fn main() -> ExitCode {
    match Program::parse().task {
        Task::Schema(command) => cli::run(&command),
        Task::Completions { shell } => {
            clap_complete::generate(shell, &mut Program::command(), "qapi", &mut std::io::stdout());
            ExitCode::SUCCESS
        }
    }
}
