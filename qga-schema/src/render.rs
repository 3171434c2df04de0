//! Shows a diagnostic with the source text it is about.

use std::fmt::Write;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

#[cfg(feature = "render")]
mod excerpt;
#[cfg(not(feature = "render"))]
mod plain;

/// Shows a diagnostic: `FILE:LINE:COL: error[CODE]: text`, then the source with the precise place marked.
///
/// The first line starts with the place that scripts and editors expect: the start of the definition, or the token. With
/// the feature `render` other places involved are shown in the source as well, without it they are only named.
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    #[cfg(feature = "render")]
    let body = excerpt::render(diagnostic, sources, &annotate_snippets::Renderer::plain());
    #[cfg(not(feature = "render"))]
    let body = plain::render(diagnostic, sources);
    format!("{}{}", position(diagnostic, sources), trimmed(&body))
}

/// Shows a diagnostic as `render` does, in colour.
#[cfg(feature = "render")]
pub fn render_styled(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let body = excerpt::render(diagnostic, sources, &annotate_snippets::Renderer::styled());
    format!("{}{}", position(diagnostic, sources), trimmed(&body))
}

/// Without the empty margin below the last excerpt.
fn trimmed(body: &str) -> &str {
    body.trim_end_matches(|c: char| c.is_whitespace() || c == '|')
}

/// The anchor's place, in front of the message.
fn position(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = String::new();
    if let Some(anchor) = diagnostic.anchor {
        let at = sources.location(anchor);
        let _ = write!(out, "{}:{}:{}: ", at.path, at.line, at.column);
    }
    out
}

/// The lines below the source: the includes that lead to it, and the help.
fn footers(diagnostic: &Diagnostic, sources: &Sources) -> Vec<(&'static str, String)> {
    let included = diagnostic.chain.iter().map(|span| {
        let at = sources.location(*span);
        ("note", format!("included from {}:{}:{}", at.path, at.line, at.column))
    });
    included.chain(diagnostic.help.iter().map(|help| ("help", help.clone()))).collect()
}
