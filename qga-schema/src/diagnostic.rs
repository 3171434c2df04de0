//! Findings about a schema and their places, as data.

use crate::dialect::Dialect;
use crate::lint::{Level, Lints};
use crate::source::Span;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The schema is refused.
    Error,
    /// The schema is accepted, but something looks wrong.
    Warning,
    /// Information, such as an old form that was read in its old meaning.
    Note,
}

impl Severity {
    /// The word in front of a message: `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// Which rule is broken, such as `TYP6`.
    pub code: &'static str,
    /// The fault: one line, lower case, without a full stop.
    pub message: String,
    /// The place that scripts and editors use: the definition's `{`, or the token. None if there is no file.
    pub anchor: Option<Span>,
    /// The precise place.
    pub span: Option<Span>,
    /// Other places involved.
    pub labels: Vec<Label>,
    /// A remedy.
    pub help: Option<String>,
    /// The include directives that lead to the anchor's file, the outermost first.
    pub chain: Vec<Span>,
}

/// Another place involved in a finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Its meaning.
    pub text: String,
}

impl Diagnostic {
    /// An error at a token: its anchor is the token itself.
    pub(crate) fn at(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: printable(message.into()),
            anchor: Some(span),
            span: Some(span),
            labels: Vec::new(),
            help: None,
            chain: Vec::new(),
        }
    }

    /// An error that concerns no file of the schema.
    pub(crate) fn nowhere(code: &'static str, message: impl Into<String>) -> Self {
        Self { anchor: None, span: None, ..Self::at(code, Span::new(0, 0, 0), message) }
    }

    pub(crate) fn anchored(self, anchor: Span) -> Self {
        Self { anchor: Some(anchor), ..self }
    }

    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: printable(text.into()) });
        self
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(printable(help.into())), ..self }
    }

    pub(crate) fn maybe_help(self, help: Option<String>) -> Self {
        Self { help: help.or(self.help), ..self }
    }

    pub(crate) fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// A warning if `lowered`; else unchanged.
    pub(crate) fn warning_if(self, lowered: bool) -> Self {
        if lowered { self.warning() } else { self }
    }

    pub(crate) fn note(self) -> Self {
        Self { severity: Severity::Note, ..self }
    }
}

/// How many warnings and notes are kept.
const MAX_WARNINGS: usize = 1000;

/// Collects findings, errors up to a limit.
#[derive(Debug)]
pub(crate) struct Diagnostics {
    pub(crate) errors: Vec<Diagnostic>,
    pub(crate) warnings: Vec<Diagnostic>,
    /// Errors beyond the limit, which were counted only.
    pub(crate) dropped: usize,
    /// Warnings and notes beyond theirs.
    pub(crate) dropped_warnings: usize,
    limit: usize,
    lints: Lints,
    dialect: Dialect,
}

impl Diagnostics {
    pub(crate) fn new(limit: usize, lints: Lints, dialect: Dialect) -> Self {
        Self {
            errors: Vec::new(),
            warnings: Vec::new(),
            dropped: 0,
            dropped_warnings: 0,
            limit: limit.max(1),
            lints,
            dialect,
        }
    }

    /// Keeps a finding; that of a lint with the severity that is wanted.
    pub(crate) fn push(&mut self, mut diagnostic: Diagnostic) {
        if let Some(level) = self.lints.level(diagnostic.code, self.dialect) {
            let Some(severity) = level.severity() else { return };
            diagnostic.severity = severity;
        }
        let error = diagnostic.severity == Severity::Error;
        let list = if error { &mut self.errors } else { &mut self.warnings };
        let limit = if error { self.limit } else { MAX_WARNINGS };
        if list.len() < limit {
            list.push(diagnostic);
        } else if error {
            self.dropped += 1;
        } else {
            self.dropped_warnings += 1;
        }
    }

    /// Whether a lint's next finding would be kept, so that its message is worth making.
    pub(crate) fn keeps(&self, lint: &str) -> bool {
        match self.lints.level(lint, self.dialect) {
            Some(Level::Allow) => false,
            Some(Level::Warn) => self.warnings.len() < MAX_WARNINGS,
            _ => !self.is_full(),
        }
    }

    /// Whether further errors are only counted, so that no message needs to be made.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.len() >= self.limit
    }

    pub(crate) fn failed(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// Text of the schema as it is shown in a message: not too long.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}

/// A message without characters that would do something to a terminal.
fn printable(text: String) -> String {
    let harmful = |c: char| c.is_control() || c == '\u{feff}';
    if !text.contains(harmful) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if harmful(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}
