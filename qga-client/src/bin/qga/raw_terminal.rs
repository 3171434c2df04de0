//! The terminal of this process while a program of the guest has it: each key is passed on, ctrl-C, too.

use std::io::{self, IsTerminal};

use qga_client::Terminal;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use crate::failure::Failure;

/// What a terminal is that does not say it.
const DEFAULT_KIND: &str = "dumb";
const DEFAULT_ROWS: u16 = 24;
const DEFAULT_COLUMNS: u16 = 80;

/// A terminal that passes keys on, until this is dropped.
pub(crate) struct RawTerminal {
    before: Termios,
}

impl RawTerminal {
    /// Takes standard input, if that is a terminal.
    pub(crate) fn take() -> Result<Option<Self>, Failure> {
        if !io::stdin().is_terminal() {
            return Ok(None);
        }
        let failed = |error| Failure::host(format!("cannot change the terminal: {error}"));
        let before = tcgetattr(io::stdin()).map_err(failed)?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &raw).map_err(failed)?;
        Ok(Some(RawTerminal { before }))
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        // A terminal that has gone needs no modes.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}

/// The guest's terminal: as this process's is, as far as it says.
pub(crate) fn alike() -> Terminal {
    let size = tcgetwinsize(io::stdin()).ok();
    let or = |number: Option<u16>, other| number.filter(|number| *number > 0).unwrap_or(other);
    Terminal {
        kind: std::env::var("TERM").unwrap_or_else(|_| DEFAULT_KIND.to_owned()),
        rows: or(size.map(|size| size.ws_row), DEFAULT_ROWS),
        columns: or(size.map(|size| size.ws_col), DEFAULT_COLUMNS),
    }
}
