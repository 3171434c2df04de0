//! The error that a schema in error gives: everything found wrong with it, and the text to show it in.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// A schema was refused. Shows itself as one message for each finding.
#[derive(Clone, Debug)]
pub struct Error {
    diagnostics: Vec<Diagnostic>,
    dropped: usize,
    sources: Arc<Sources>,
}

impl Error {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>, dropped: usize, sources: Arc<Sources>) -> Self {
        for diagnostic in &mut diagnostics {
            diagnostic.chain = diagnostic.anchor.map(|at| sources.include_chain(at.file)).unwrap_or_default();
        }
        Self { diagnostics, dropped, sources }
    }

    /// What is wrong, in the order in which the schema is checked.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many further errors were found but not kept.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// The files that the diagnostics point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, diagnostic) in self.diagnostics.iter().enumerate() {
            if at > 0 {
                f.write_str("\n\n")?;
            }
            f.write_str(crate::render::render(diagnostic, &self.sources).trim_end())?;
        }
        if self.dropped > 0 {
            write!(f, "\n\n{} more errors are not shown", self.dropped)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
