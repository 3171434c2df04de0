//! Checks, prints, documents and compares schemas.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use qga_schema::{Options, Schema};

mod check;
mod definition;
mod diff;
mod dump;
mod introspect;
mod manual;
mod markup;
mod since;
mod topics;

/// The `schema` command line.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check schemas; exit status 0 if all of them are valid, 1 if not.
    Check(check::Arguments),
    /// Print the definitions of a schema as JSON, in schema order.
    Dump(One),
    /// Print the reference manual of a schema as Markdown.
    Doc(manual::Arguments),
    /// Print what a server that speaks the schema answers to `query-qmp-schema`.
    Introspect(introspect::Arguments),
    /// Compare two versions of a schema; the exit status says who breaks.
    Diff(diff::Arguments),
}

/// One schema to read.
#[derive(Args)]
struct One {
    /// The schema's root file.
    file: PathBuf,
    /// Also accept what older releases of QEMU wrote.
    #[arg(long)]
    legacy: bool,
}

/// Runs one of the commands; its output goes to standard output, complaints to standard error.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    run_command(&arguments.command).unwrap_or_else(|error| {
        match error {
            Error::Schema(error) => eprintln!("{error}"),
            Error::Output(error) => eprintln!("error: cannot write the output: {error}"),
        }
        ExitCode::FAILURE
    })
}

/// Why a command could not do its work.
enum Error {
    /// The schema is not valid.
    Schema(qga_schema::Error),
    /// Standard output refused what was written.
    Output(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn run_command(command: &Command) -> Result<ExitCode, Error> {
    match command {
        Command::Check(arguments) => return check::run(arguments),
        Command::Dump(one) => print_json(&dump::dump(&one.load()?))?,
        Command::Doc(arguments) => manual::run(arguments)?,
        Command::Introspect(arguments) => introspect::run(arguments)?,
        Command::Diff(arguments) => return diff::run(arguments),
    }
    Ok(ExitCode::SUCCESS)
}

impl One {
    fn load(&self) -> Result<Schema, Error> {
        load(&self.file, self.legacy).map_err(Error::Schema)
    }
}

/// Reads and checks a schema file with everything it includes.
fn load(file: &Path, legacy: bool) -> Result<Schema, qga_schema::Error> {
    Schema::load_with(file, &Options { legacy, ..Options::default() })
}

fn print_json(value: &serde_json::Value) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    Ok(print(&(text + "\n"))?)
}

/// Writes `text` to standard output; a reader that went away is an error like any other.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
