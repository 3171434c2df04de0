//! Asks for a line on the terminal without showing it.

use std::fs::File;
use std::io::{self, Read, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::signals::KeptModes;

/// No line is longer.
const MAX_LINE_BYTES: usize = 4096;

const CTRL_C: u8 = 3;
const CTRL_D: u8 = 4;
const BACKSPACE: u8 = 8;
const CTRL_U: u8 = 21;
const DELETE: u8 = 127;

/// Shows the prompt on the process's terminal and reads a line that the terminal does not show.
pub(crate) fn ask(prompt: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let terminal = File::options().read(true).write(true).open("/dev/tty").map_err(failed)?;
    // Before the prompt, so that nothing typed after it is shown.
    let hidden = Hidden::of(&terminal)?;
    (&terminal).write_all(crate::output::printable(prompt).as_bytes()).map_err(failed)?;
    let line = hidden.read_line();
    drop(hidden);
    (&terminal).write_all(b"\n").map_err(failed)?;
    line
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::host(format!("cannot ask on the terminal: {error}"))
}

/// A terminal that shows nothing and passes every key on, until this is dropped or a signal ends the process. So ctrl-C
/// arrives as a byte, and leaves no terminal without echo behind.
struct Hidden<'t> {
    terminal: &'t File,
    before: Termios,
    /// Dropped last, after the modes are set back.
    _kept: KeptModes,
}

impl<'t> Hidden<'t> {
    fn of(terminal: &'t File) -> Result<Self, Failure> {
        let kept = KeptModes::of(terminal)?;
        let before = tcgetattr(terminal).map_err(failed)?;
        let mut hidden = before.clone();
        hidden.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        tcsetattr(terminal, OptionalActions::Flush, &hidden).map_err(failed)?;
        Ok(Hidden { terminal, before, _kept: kept })
    }

    fn read_line(&self) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE_BYTES));
        let mut key = Zeroizing::new([0]);
        let mut terminal = self.terminal;
        loop {
            match terminal.read(&mut *key) {
                Ok(0) => return Ok(line),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read.map_err(failed)?,
            };
            match key[0] {
                b'\n' | b'\r' => return Ok(line),
                CTRL_C => return Err(Failure::Interrupted),
                CTRL_D if line.is_empty() => return Err(Failure::Interrupted),
                BACKSPACE | DELETE => remove_last_character(&mut line),
                CTRL_U => line.clear(),
                _ if line.len() == MAX_LINE_BYTES => return Err(failed("the line is too long")),
                byte => line.push(byte),
            }
        }
    }
}

/// Removes a character, which may be several bytes of UTF-8.
fn remove_last_character(line: &mut Vec<u8>) {
    while line.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
}

impl Drop for Hidden<'_> {
    fn drop(&mut self) {
        // A terminal that has gone needs no echo.
        let _ = tcsetattr(self.terminal, OptionalActions::Flush, &self.before);
    }
}
