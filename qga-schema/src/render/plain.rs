//! Shows a diagnostic without the help of any other crate.

use std::fmt::Write;

use super::footers;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// How much of a line is shown on either side of the marked place.
const CONTEXT: usize = 100;

/// Shows the message, the line that holds the primary place, a caret below it, and what else there is to say.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = format!("{}[{}]: {}", diagnostic.severity.name(), diagnostic.code, diagnostic.message);
    if let Some((span, source)) = diagnostic.span.and_then(|span| Some((span, sources.get(span.file)?))) {
        let line = source.line_index(span.start);
        let range = source.line_range(line);
        let text = &source.text()[range.clone()];
        let start = span.start.min(range.end) - range.start;
        let before: Vec<char> = text.get(..start).unwrap_or_default().chars().rev().take(CONTEXT).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = text.get(start..).unwrap_or_default().chars().take(CONTEXT).collect();
        let marked = text.get(start..span.end.min(range.end).saturating_sub(range.start).max(start));
        let width = marked.map_or(1, |marked| marked.chars().take(CONTEXT).count().max(1));
        let number = (line + 1).to_string();
        let margin = " ".repeat(number.len());
        let shown = (before.clone() + &after).replace(|c: char| c.is_control(), " ");
        let indent = " ".repeat(before.chars().count());
        let _ = write!(out, "\n{margin} |\n{number} | {shown}\n{margin} | {indent}{}", "^".repeat(width));
    }
    for label in &diagnostic.labels {
        let at = sources.location(label.span);
        let _ = write!(out, "\n  = note: {}:{}:{}: {}", at.path, at.line, at.column, label.text);
    }
    for (kind, text) in footers(diagnostic, sources) {
        let _ = write!(out, "\n  = {kind}: {text}");
    }
    out
}
