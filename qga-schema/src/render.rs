//! Shows a diagnostic with the source text it is about.

use std::fmt::Write;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Shows a diagnostic: `FILE:LINE:COL: error[CODE]: text`, then the source.
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = String::new();
    if let Some(anchor) = diagnostic.anchor {
        let at = sources.location(anchor);
        let _ = write!(out, "{}:{}:{}: ", at.path, at.line, at.column);
    }
    let _ = write!(out, "{}[{}]: {}", diagnostic.severity.name(), diagnostic.code, diagnostic.message);
    out
}
