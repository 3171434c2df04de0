//! The error of a refused schema: all findings, and the sources to show them in.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::dialect::Dialect;
use crate::schema::{Options, Schema};
use crate::source::Sources;

/// The findings of a refused schema. `Display` shows one message for each.
#[derive(Clone, Debug)]
pub struct Error {
    diagnostics: Vec<Diagnostic>,
    dropped: usize,
    sources: Arc<Sources>,
    dialect: Dialect,
}

impl Error {
    pub(crate) fn new(diagnostics: Vec<Diagnostic>, dropped: usize, sources: Arc<Sources>, dialect: Dialect) -> Self {
        Self { diagnostics: chained(diagnostics, &sources), dropped, sources, dialect }
    }

    /// The findings, in the order in which the schema is checked.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many further errors were found but not kept.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// The newest older dialect in which the schema is accepted; none if it is refused in all of them, or only by
    /// a denied lint. Reads the schema again.
    pub fn older_dialect(&self) -> Option<Dialect> {
        let accepts = |dialect: &Dialect| {
            let files = self.sources.files();
            let root = files.first()?;
            let read = |path: &Path| {
                let path = path.display().to_string();
                let file = files.iter().find(|file| file.path() == path);
                file.map(|file| file.text().as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
            };
            let options = Options { dialect: *dialect, max_errors: 1, ..Options::default() };
            Schema::load_from(root.path(), &options, read).ok()
        };
        let newest = Dialect::ALL.into_iter().rev().filter(|it| *it <= self.dialect).find(|it| accepts(it).is_some());
        newest.filter(|dialect| *dialect < self.dialect)
    }

    /// The files that the diagnostics point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// The findings, each with the include directives that lead to it.
pub(crate) fn chained(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    for diagnostic in &mut diagnostics {
        diagnostic.chain = diagnostic.anchor.map(|at| sources.include_chain(at.file)).unwrap_or_default();
    }
    diagnostics
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
