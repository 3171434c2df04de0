//! Compares two versions of a schema and tells who breaks by the change, in text and by the exit status.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use qga_schema::diff::{Change, Impact, Options, diff_with};
use qga_schema::{Schema, Span};
use serde_json::{Value, json};

use super::check::range;
use super::reading::Language;
use super::{Error, print, print_json};

/// Exit status when clients made for the old version break.
const BREAKS_CLIENTS: u8 = 3;
/// Exit status when agents made for the old version break.
const BREAKS_AGENTS: u8 = 4;
/// Exit status when both happens.
const BREAKS_BOTH: u8 = 5;
/// Exit status when nobody certainly breaks, but somebody may.
const MAY_BREAK: u8 = 6;

/// What to compare, and how to report.
#[derive(Args)]
#[command(after_help = "Exit status: 0 if all changes are compatible, 1 if a schema is not valid, \
                        3 if clients made for the old version break at an agent of the new one, \
                        4 if agents made for the old version break by clients of the new one, 5 if both do, \
                        6 if none of them certainly does, but some may: in some builds, or where they wait for an event.")]
pub(crate) struct Arguments {
    /// The root file of the old version; `-` is standard input, here or below.
    old: PathBuf,
    /// The root file of the new version.
    new: PathBuf,
    #[command(flatten)]
    language: Language,
    /// Compare the builds in which this symbol is defined, and no symbol but those that are named so; repeat it for
    /// each. An empty one stands for none.
    #[arg(long, value_name = "SYMBOL")]
    define: Vec<String>,
    /// How to report.
    #[arg(long, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (old, new) = (arguments.language.load(&arguments.old)?, arguments.language.load(&arguments.new)?);
    let symbols = arguments.define.iter().filter(|symbol| !symbol.is_empty()).cloned();
    let options = Options { defines: (!arguments.define.is_empty()).then(|| symbols.collect()) };
    let changes = diff_with(&old, &new, &options);
    let impact = changes.iter().map(|change| change.impact).fold(Impact::default(), Impact::and);
    let (clients, agents) = (impact.breaks_clients(), impact.breaks_agents());
    match arguments.format {
        Format::Human => print(&changes.iter().map(|change| line(change, &old, &new)).collect::<String>())?,
        Format::Json => {
            let changes: Value = changes.iter().map(|change| entry(change, &old, &new)).collect();
            let may = impact.may_break();
            let report =
                json!({ "breaks-clients": clients, "breaks-agents": agents, "may-break": may, "changes": changes });
            print_json(&report)?;
        }
    }
    Ok(match (clients, agents) {
        (false, false) if impact.may_break() => ExitCode::from(MAY_BREAK),
        (false, false) => ExitCode::SUCCESS,
        (true, false) => ExitCode::from(BREAKS_CLIENTS),
        (false, true) => ExitCode::from(BREAKS_AGENTS),
        (true, true) => ExitCode::from(BREAKS_BOTH),
    })
}

/// The place in the new version, or in the old one for what is gone; then who breaks by what.
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

fn entry(it: &Change, old: &Schema, new: &Schema) -> Value {
    let place = |span: Option<Span>, schema: &Schema| span.map(|span| range(span, schema.sources()));
    json!({
        "impact": it.impact.name(),
        "subject": it.subject,
        "text": it.text,
        "used-by": it.via,
        "old": place(it.old, old),
        "new": place(it.new, new),
    })
}
