//! The commands of the tool `qapi`, which checks, compares, prints and documents schemas.
//!
//! The programs `qapi` and `cargo xtask schema` parse their command lines with [`Command`] and call [`run`].

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use qga_schema::Schema;
use serde::Serialize;

mod check;
mod definition;
mod diff;
mod dump;
mod findings;
mod generate;
mod introspect;
mod language;
mod manual;
mod markup;
mod source;
mod topics;

pub use language::Language;
use source::Source;

/// The end of the help text: where schemas are read from, what the exit status says, examples.
pub const HELP: &str = "\
Schemas:
  FILE          the schema's root file; includes are read from its folder
  -             standard input; includes are read from the current folder
  git:REV:PATH  a file of a git revision, and so are its includes; PATH starts
                at the root of the repository or, with ./, at this folder
  A file whose name starts with `git:` is written ./git:…

Exit status:
  0  success; of `diff`: all changes are compatible
  1  a schema is not valid or cannot be read
  2  the command line is wrong, or output cannot be written
  3  `diff`: clients made for the old version break at an agent of the new one
  4  `diff`: agents made for the old version break by clients of the new one
  5  `diff`: both break
  6  `diff`: none certainly breaks, but some may

Examples:
  qapi check --deny form schema.json
  qapi diff git:v1.0:schema.json schema.json
  qapi dump schema.json | jq '.index.command'
  qapi doc --title 'Pump protocol' schema.json > PROTOCOL.md
  qapi gen --out src/generated schema.json
  git show v1.0:schema.json | qapi check --format json -";

/// A command of the tool.
#[derive(Subcommand)]
pub enum Command {
    /// Check schemas and report findings.
    Check(check::Arguments),
    /// Compare two versions of a schema: which clients and agents break.
    Diff(diff::Arguments),
    /// Print the definitions of a schema as JSON, in schema order.
    Dump(One),
    /// Print the reference manual of a schema as Markdown.
    Doc(manual::Arguments),
    /// Print a server's answer to `query-qmp-schema` for the schema, as JSON.
    Introspect(introspect::Arguments),
    /// Generate Rust code from a schema.
    Gen(generate::Arguments),
}

/// One schema to read.
#[derive(Args)]
pub struct One {
    /// The schema: FILE, `-` or git:REV:PATH.
    #[arg(value_name = "SCHEMA")]
    source: Source,
    #[command(flatten)]
    language: Language,
}

/// How findings and changes are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people; findings go to standard error.
    Human,
    /// One JSON document on standard output.
    Json,
}

/// The exit status for a schema that is not valid.
const INVALID: u8 = 1;

/// The exit status for a wrong command line, and for output that cannot be written.
const FAILED: u8 = 2;

/// Runs a command: output goes to standard output, errors go to standard error.
pub fn run(command: &Command) -> ExitCode {
    let result = match command {
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Dump(one) => one.load().and_then(|schema| print_json(&dump::dump(&schema))),
        Command::Doc(arguments) => manual::run(arguments),
        Command::Introspect(arguments) => introspect::run(arguments),
        Command::Gen(arguments) => generate::run(arguments),
    };
    match result {
        Ok(status) => status,
        Err(Error::Schema(error)) => {
            findings::show_error(&error);
            ExitCode::from(INVALID)
        }
        Err(Error::Generate(error)) => {
            eprintln!("error: {error}");
            ExitCode::from(INVALID)
        }
        Err(Error::Usage(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(FAILED)
        }
        Err(Error::Output(to, error)) => {
            eprintln!("error: cannot write {to}: {error}");
            ExitCode::from(FAILED)
        }
    }
}

/// The error of a command.
enum Error {
    /// The schema is not valid or cannot be read.
    Schema(qga_schema::Error),
    /// The schema has a construct that cannot be generated, or lacks a name of the command line.
    Generate(crate::Error),
    /// The arguments contradict each other.
    Usage(String),
    /// Writing to this file or stream failed.
    Output(String, io::Error),
}

impl One {
    fn load(&self) -> Result<Schema, Error> {
        self.source.load(&self.language.options()).map_err(Error::Schema)
    }
}

fn print_json(value: &impl Serialize) -> Result<ExitCode, Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| output_error(error.into()))?;
    print(&(text + "\n"))
}

/// Writes `text` to standard output; a closed pipe is an error.
fn print(text: &str) -> Result<ExitCode, Error> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(output_error)?;
    Ok(ExitCode::SUCCESS)
}

fn output_error(error: io::Error) -> Error {
    Error::Output("standard output".to_owned(), error)
}
