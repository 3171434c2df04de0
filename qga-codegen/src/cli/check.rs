//! `qapi check`: checks schemas and reports findings.

use std::process::ExitCode;

use clap::Args;
use qga_schema::{Options, Schema, Severity};

use super::findings::{Report, Reports, show, show_error};
use super::language::{Language, Levels, lint_help};
use super::source::{Source, read_once};
use super::{Error, Format, INVALID, print, print_json};

/// The schemas to check, and how to report.
#[derive(Args)]
#[command(after_help = lint_help())]
pub struct Arguments {
    /// The schemas: FILE, `-` or git:REV:PATH.
    #[arg(required = true, value_name = "SCHEMA")]
    sources: Vec<Source>,
    #[command(flatten)]
    language: Language,
    #[command(flatten)]
    levels: Levels,
    /// How to report.
    #[arg(long, default_value = "human")]
    format: Format,
}

/// Exit status 0 if all schemas are valid, else 1.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    read_once(&arguments.sources)?;
    let options = Options { lints: arguments.levels.lints(), ..arguments.language.options() };
    let mut results = Vec::new();
    for source in &arguments.sources {
        let result = source.load(&options);
        if arguments.format == Format::Human {
            match &result {
                Ok(schema) => report(source, schema)?,
                Err(error) => show_error(error),
            }
        }
        results.push((source, result));
    }
    if arguments.format == Format::Json {
        let schemas = results.iter().map(|(source, result)| Report::of(source.name(), result)).collect();
        print_json(&Reports { schemas })?;
    }
    let valid = results.iter().all(|(_, result)| result.is_ok());
    Ok(if valid { ExitCode::SUCCESS } else { ExitCode::from(INVALID) })
}

/// Prints the warnings of a valid schema, and a line with its numbers.
fn report(source: &Source, schema: &Schema) -> Result<(), Error> {
    show(schema.warnings(), schema.sources());
    let warnings = schema.warnings().iter().filter(|it| it.severity == Severity::Warning).count();
    let warnings = match schema.dropped_warnings() {
        0 if warnings == 0 => String::new(),
        0 => format!(", warnings: {warnings}"),
        more => format!(", warnings: {warnings} and {more} that are not shown"),
    };
    let definitions = schema.definitions().len();
    print(&format!("{}: no errors{warnings}, definitions: {definitions}\n", source.name()))?;
    Ok(())
}
