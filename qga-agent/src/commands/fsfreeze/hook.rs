//! Runs the program that prepares the guest's services for a freeze.

use std::path::PathBuf;
use std::time::Duration;

use qga_runtime::CommandError;

use crate::programs::Helper;

/// Databases may take a while to come to rest.
const LIMIT: Duration = Duration::from_secs(120);

/// The program, which may run a folder of scripts in turn.
#[derive(Debug)]
pub(crate) struct Hook {
    pub(crate) program: PathBuf,
}

/// What the hook is told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Word {
    Freeze,
    Thaw,
}

impl Hook {
    /// # Errors
    /// When the program cannot be started, does not end in time, or ends with another status than 0.
    pub(crate) fn run(&self, word: Word) -> Result<(), CommandError> {
        let arguments = match word {
            Word::Freeze => ["freeze"],
            Word::Thaw => ["thaw"],
        };
        Helper::new(&self.program, "execute fsfreeze hook", LIMIT).arguments(&arguments).run()
    }
}
