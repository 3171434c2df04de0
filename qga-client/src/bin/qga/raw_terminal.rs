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
    let (rows, columns) = size();
    Terminal { kind: std::env::var("TERM").unwrap_or_else(|_| DEFAULT_KIND.to_owned()), rows, columns }
}

/// The rows and columns of this process's terminal, or what is usual.
pub(crate) fn size() -> (u16, u16) {
    match tcgetwinsize(io::stdin()) {
        Ok(size) if size.ws_row > 0 && size.ws_col > 0 => (size.ws_row, size.ws_col),
        _ => (DEFAULT_ROWS, DEFAULT_COLUMNS),
    }
}
