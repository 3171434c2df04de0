//! Prints findings of a check: with source excerpts for people, as JSON for tools.

use std::io::{self, IsTerminal};

use qga_schema::{Diagnostic, Error, Schema, Sources, Span, render, render_styled};
use serde::Serialize;

/// The outcome of the check of one schema.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Report<'a> {
    /// The schema, as the command line names it.
    schema: String,
    valid: bool,
    /// The number of definitions; none if the schema is not valid.
    definitions: Option<usize>,
    findings: Vec<Finding<'a>>,
    /// How many more findings there were.
    dropped: usize,
    /// The older release whose dialect the schema is written in, if it is refused for that.
    accepted_by: Option<&'static str>,
}

/// The reports of all schemas of a command line.
#[derive(Serialize)]
pub(super) struct Reports<'a> {
    pub(super) schemas: Vec<Report<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Finding<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    anchor: Option<Place>,
    span: Option<Place>,
    labels: Vec<Label<'a>>,
    help: Option<&'a str>,
    included_from: Vec<Place>,
}

#[derive(Serialize)]
struct Label<'a> {
    text: &'a str,
    span: Place,
}

/// A range of text: lines and columns count from one; the end is the column after the last character.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Place {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Report<'a> {
    pub(super) fn of(name: String, result: &'a Result<Schema, Error>) -> Self {
        match result {
            Ok(schema) => Self {
                schema: name,
                valid: true,
                definitions: Some(schema.definitions().len()),
                findings: findings(schema.warnings(), schema.sources()),
                dropped: schema.dropped_warnings(),
                accepted_by: None,
            },
            Err(error) => Self {
                schema: name,
                valid: false,
                definitions: None,
                findings: findings(error.diagnostics(), error.sources()),
                dropped: error.dropped(),
                accepted_by: error.older_dialect().map(|dialect| dialect.release()),
            },
        }
    }
}

fn findings<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<Finding<'a>> {
    let place = |span: Span| Place::of(span, sources);
    let finding = |it: &'a Diagnostic| Finding {
        severity: it.severity.name(),
        code: it.code,
        message: &it.message,
        anchor: it.anchor.map(place),
        span: it.span.map(place),
        labels: it.labels.iter().map(|label| Label { text: &label.text, span: place(label.span) }).collect(),
        help: it.help.as_deref(),
        included_from: it.chain.iter().copied().map(place).collect(),
    };
    diagnostics.iter().map(finding).collect()
}

impl Place {
    pub(super) fn of(span: Span, sources: &Sources) -> Self {
        let (start, end) = (sources.location(span), sources.end_location(span));
        Self { file: start.path, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// Prints findings to standard error with source excerpts; in colour on a terminal.
pub(super) fn show(diagnostics: &[Diagnostic], sources: &Sources) {
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let render = if colour { render_styled } else { render };
    for diagnostic in diagnostics {
        eprintln!("{}\n", render(diagnostic, sources));
    }
}

/// Prints the errors of a schema, and the older dialect in which it has none.
pub(super) fn show_error(error: &Error) {
    show(error.diagnostics(), error.sources());
    if error.dropped() > 0 {
        eprintln!("{} more errors are not shown", error.dropped());
    }
    if let Some(dialect) = error.older_dialect() {
        let (releases, release) = (dialect.releases(), dialect.release());
        eprintln!("help: {releases} accepted this schema: if it is that old, read it with `--qemu {release}`");
    }
}
