//! Checks schema files and reports what is wrong, for people or for tools.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use qga_schema::{Diagnostic, Options, Severity, Sources, Span, render, render_styled};
use serde_json::{Value, json};

use super::reading::{Language, Levels, lint_help, load};
use super::{Error, advise, print};

/// What to check, and how to report.
#[derive(Args)]
#[command(after_help = lint_help())]
pub(crate) struct Arguments {
    /// Root files of schemas; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    language: Language,
    #[command(flatten)]
    levels: Levels,
    /// How to report: with source excerpts on standard error, or as a line of JSON for each finding on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// Exit status 0 if all schemas are valid, else 1.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let mut outcome = ExitCode::SUCCESS;
    let options =
        Options { dialect: arguments.language.dialect(), lints: arguments.levels.lints(), ..Options::default() };
    for file in &arguments.files {
        match (load(file, &options), arguments.message_format) {
            (Ok(schema), Format::Human) => {
                show(schema.warnings(), schema.sources());
                let warnings = schema.warnings().iter().filter(|it| it.severity == Severity::Warning).count();
                let mut line = format!("{}: no errors", file.display());
                match schema.dropped_warnings() {
                    0 if warnings == 0 => {}
                    0 => line.push_str(&format!(", warnings: {warnings}")),
                    more => line.push_str(&format!(", warnings: {warnings} and {more} that are not shown")),
                }
                print(&format!("{line}, definitions: {}\n", schema.definitions().len()))?;
            }
            (Ok(schema), Format::Json) => {
                print(&findings(schema.warnings(), schema.sources()))?;
                if schema.dropped_warnings() > 0 {
                    print(&format!("{}\n", json!({ "dropped": schema.dropped_warnings() })))?;
                }
            }
            (Err(error), format) => {
                match format {
                    Format::Human => {
                        show(error.diagnostics(), error.sources());
                        if error.dropped() > 0 {
                            eprintln!("{} more errors are not shown", error.dropped());
                        }
                    }
                    Format::Json => {
                        print(&findings(error.diagnostics(), error.sources()))?;
                        if error.dropped() > 0 {
                            print(&format!("{}\n", json!({ "dropped": error.dropped() })))?;
                        }
                    }
                }
                advise(&error);
                outcome = ExitCode::FAILURE;
            }
        }
    }
    Ok(outcome)
}

/// With source excerpts; in colour where somebody looks on.
fn show(diagnostics: &[Diagnostic], sources: &Sources) {
    let render = if io::stderr().is_terminal() { render_styled } else { render };
    for diagnostic in diagnostics {
        eprintln!("{}\n", render(diagnostic, sources));
    }
}

fn findings(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|it| format!("{}\n", finding(it, sources))).collect()
}

fn finding(it: &Diagnostic, sources: &Sources) -> Value {
    let place = |span: Option<Span>| span.map(|span| range(span, sources));
    let labels = it.labels.iter().map(|label| json!({ "text": label.text, "span": range(label.span, sources) }));
    json!({
        "severity": it.severity.name(),
        "code": it.code,
        "message": it.message,
        "anchor": place(it.anchor),
        "span": place(it.span),
        "labels": labels.collect::<Value>(),
        "help": it.help,
        "included-from": it.chain.iter().map(|span| range(*span, sources)).collect::<Value>(),
    })
}

/// A place as people count: lines and columns from one; the end is the column behind the last character.
pub(crate) fn range(span: Span, sources: &Sources) -> Value {
    let (start, end) = (sources.location(span), sources.end_location(span));
    json!({
        "file": start.path,
        "line": start.line,
        "column": start.column,
        "end-line": end.line,
        "end-column": end.column,
    })
}
