//! Standard input that ends as soon as the verb that reads it is interrupted.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

const PIECE_BYTES: usize = 256 << 10;

/// Between two looks at the flag.
const LOOK_INTERVAL: Duration = Duration::from_millis(50);

/// Reads standard input on a thread of its own, which a signal does not wake: a terminal or a pipe may never end.
pub(crate) struct StandardInput {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// The piece that is being handed out.
    piece: io::Cursor<Vec<u8>>,
    interrupt: Arc<AtomicBool>,
}

impl StandardInput {
    /// Standard input until its end, or until the flag is set: then reading fails.
    pub(crate) fn until(interrupt: &Arc<AtomicBool>) -> Self {
        let (sender, pieces) = sync_channel(1);
        thread::spawn(move || {
            loop {
                let mut piece = vec![0; PIECE_BYTES];
                let read = match io::stdin().lock().read(&mut piece) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    read => read,
                };
                let is_last = !matches!(read, Ok(1..));
                let read = read.map(|count| {
                    piece.truncate(count);
                    piece
                });
                if sender.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        StandardInput { pieces, piece: io::Cursor::default(), interrupt: Arc::clone(interrupt) }
    }
}

impl Read for StandardInput {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.piece.read(into)?;
            if count > 0 || into.is_empty() {
                return Ok(count);
            }
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(io::Error::other("interrupted"));
            }
            match self.pieces.recv_timeout(LOOK_INTERVAL) {
                Ok(piece) => self.piece = io::Cursor::new(piece?),
                Err(RecvTimeoutError::Timeout) => continue,
                // The thread has handed out the end already.
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
            if self.piece.get_ref().is_empty() {
                return Ok(0);
            }
        }
    }
}
