//! `qapi diff`: compares two versions of a schema and reports which clients and agents break.

use std::process::ExitCode;

use clap::Args;
use qga_schema::diff::{Change, Impact, Options, diff_with};
use qga_schema::{Dialect, Schema, Span};
use serde::Serialize;

use super::findings::{Place, Report, Reports};
use super::language::Language;
use super::source::{Source, read_once};
use super::{Error, Format, INVALID, print, print_json};

/// Exit status when clients made for the old version break.
const BREAKS_CLIENTS: u8 = 3;
/// Exit status when agents made for the old version break.
const BREAKS_AGENTS: u8 = 4;
/// Exit status when both happens.
const BREAKS_BOTH: u8 = 5;
/// Exit status when none certainly breaks, but some may.
const MAY_BREAK: u8 = 6;

/// The versions to compare, and how to report.
#[derive(Args)]
#[command(after_help = "Exit status: 0 if all changes are compatible, 1 if a schema is not valid, \
                        3 if clients made for the old version break at an agent of the new one, \
                        4 if agents made for the old version break by clients of the new one, 5 if both do, \
                        6 if none of them certainly does, but some may: in some builds, or where they wait for an event.")]
pub struct Arguments {
    /// The old version: FILE, `-` or git:REV:PATH.
    old: Source,
    /// The new version.
    new: Source,
    #[command(flatten)]
    language: Language,
    /// The release of QEMU whose grammar the old version is written in, if it is not that of the new one.
    #[arg(long, value_name = "VERSION")]
    old_qemu: Option<Dialect>,
    /// Compare the builds in which this symbol is defined, and no symbol but those that are named so; repeat it for
    /// each. An empty one means none.
    #[arg(long, value_name = "SYMBOL")]
    define: Vec<String>,
    /// How to report.
    #[arg(long, default_value = "human")]
    format: Format,
}

/// The changes between two versions, as JSON shows them.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Comparison<'a> {
    breaks_clients: bool,
    breaks_agents: bool,
    may_break: bool,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Entry<'a> {
    impact: &'static str,
    subject: &'a str,
    text: &'a str,
    used_by: &'a str,
    old: Option<Place>,
    new: Option<Place>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    read_once([&arguments.old, &arguments.new])?;
    let reading = arguments.language.options();
    let dialect = arguments.old_qemu.unwrap_or(reading.dialect);
    let old = arguments.old.load(&qga_schema::Options { dialect, ..reading.clone() });
    let new = arguments.new.load(&reading);
    if arguments.format == Format::Json && (old.is_err() || new.is_err()) {
        let schemas = vec![Report::of(arguments.old.name(), &old), Report::of(arguments.new.name(), &new)];
        print_json(&Reports { schemas })?;
        return Ok(ExitCode::from(INVALID));
    }
    let (old, new) = (old.map_err(Error::Schema)?, new.map_err(Error::Schema)?);
    let symbols = arguments.define.iter().filter(|symbol| !symbol.is_empty()).cloned();
    let options = Options { defines: (!arguments.define.is_empty()).then(|| symbols.collect()) };
    let changes = diff_with(&old, &new, &options);
    let impact = changes.iter().map(|change| change.impact).fold(Impact::default(), Impact::and);
    match arguments.format {
        Format::Human => print(&changes.iter().map(|change| line(change, &old, &new)).collect::<String>())?,
        Format::Json => print_json(&Comparison {
            breaks_clients: impact.breaks_clients(),
            breaks_agents: impact.breaks_agents(),
            may_break: impact.may_break(),
            changes: changes.iter().map(|change| entry(change, &old, &new)).collect(),
        })?,
    };
    Ok(match (impact.breaks_clients(), impact.breaks_agents()) {
        (false, false) if impact.may_break() => ExitCode::from(MAY_BREAK),
        (false, false) => ExitCode::SUCCESS,
        (true, false) => ExitCode::from(BREAKS_CLIENTS),
        (false, true) => ExitCode::from(BREAKS_AGENTS),
        (true, true) => ExitCode::from(BREAKS_BOTH),
    })
}

/// The place in the new version or, if it is not there, in the old one; then the impact and the change.
fn line(it: &Change, old: &Schema, new: &Schema) -> String {
    let place = it.new.map(|span| (span, new)).or(it.old.map(|span| (span, old)));
    let place = place.map_or(String::new(), |(span, schema)| {
        let at = schema.sources().location(span);
        format!("{}:{}:{}: ", at.path, at.line, at.column)
    });
    let own = it.subject.split('.').next() == Some(&it.via);
    let via = if own { String::new() } else { format!(" (used by {})", it.via) };
    format!("{place}{}: {}: {}{via}\n", it.impact.name(), it.subject, it.text)
}

fn entry<'a>(it: &'a Change, old: &Schema, new: &Schema) -> Entry<'a> {
    let place = |span: Option<Span>, schema: &Schema| span.map(|span| Place::of(span, schema.sources()));
    Entry {
        impact: it.impact.name(),
        subject: &it.subject,
        text: &it.text,
        used_by: &it.via,
        old: place(it.old, old),
        new: place(it.new, new),
    }
}
