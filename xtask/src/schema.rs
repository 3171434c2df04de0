//! Checks, prints, documents and compares schemas.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use qga_schema::Schema;

mod check;
mod definition;
mod diff;
mod dump;
mod introspect;
mod manual;
mod markup;
pub(crate) mod reading;
mod since;
mod topics;

use reading::Language;

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
    /// Print a server's answer to `query-qmp-schema` for the schema.
    Introspect(introspect::Arguments),
    /// Compare two versions of a schema; the exit status shows whether clients or agents break.
    Diff(diff::Arguments),
}

/// One schema to read.
#[derive(Args)]
struct One {
    /// The schema's root file; `-` is standard input.
    file: PathBuf,
    #[command(flatten)]
    language: Language,
}

/// Runs one of the commands; its output is written to standard output, errors to standard error.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    run_command(&arguments.command).unwrap_or_else(|error| {
        match error {
            Error::Schema(error) => {
                eprintln!("{error}");
                advise(&error);
            }
            Error::Output(error) => eprintln!("error: cannot write the output: {error}"),
        }
        ExitCode::FAILURE
    })
}

/// The error of a command.
pub(crate) enum Error {
    /// The schema is not valid.
    Schema(qga_schema::Error),
    /// Writing to standard output failed.
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
        self.language.load(&self.file)
    }
}

/// Tells on standard error in which older dialect a refused schema is right.
fn advise(error: &qga_schema::Error) {
    if let Some(dialect) = error.older_dialect() {
        let (releases, release) = (dialect.releases(), dialect.release());
        eprintln!("help: {releases} accepted this schema: if it is that old, read it with `--qemu {release}`");
    }
}

fn print_json(value: &serde_json::Value) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    Ok(print(&(text + "\n"))?)
}

/// Writes `text` to standard output; a closed pipe is an error.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
