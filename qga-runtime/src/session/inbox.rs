//! Received bytes, and the lines in them, in bounded memory.

use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memrchr};

use crate::error::CallError;

/// The least room offered for one read.
const READ: usize = 16 << 10;

/// Room beyond this is given back once nothing is pending, so that one large answer does not stay for good.
const KEEP: usize = 1 << 20;

/// The byte in front of the answer to a delimited sync.
const SENTINEL: u8 = 0xff;

/// What was received and not yet looked at.
///
/// The buffer is shared with the large payloads of answers that are still held, so that they need no copy.
#[derive(Debug)]
pub(super) struct Inbox {
    buffer: Arc<Vec<u8>>,
    /// Where the next line starts.
    start: usize,
    /// How far the search for its end has come.
    searched: usize,
    longest: usize,
    /// Whether what comes up to the next line feed belongs to a line that was too long.
    skipping: bool,
}

/// One line, without what stands in front of its sentinel.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: Arc<Vec<u8>>,
    pub(super) range: Range<usize>,
}

impl Line {
    pub(super) fn len(&self) -> usize {
        self.range.len()
    }
}

impl Inbox {
    pub(super) fn new(longest: usize) -> Self {
        Inbox { buffer: Arc::default(), start: 0, searched: 0, longest, skipping: false }
    }

    /// The buffer with room for more behind what is pending.
    pub(super) fn space(&mut self) -> &mut Vec<u8> {
        let pending = self.buffer.len() - self.start;
        if Arc::get_mut(&mut self.buffer).is_none() || (pending == 0 && self.buffer.capacity() > KEEP) {
            // An answer that is still held keeps the old buffer, or it was large and is better given back.
            self.buffer = Arc::new(self.buffer[self.start..].to_vec());
            self.searched -= self.start;
            self.start = 0;
        }
        let (start, searched) = (&mut self.start, &mut self.searched);
        let buffer = Arc::get_mut(&mut self.buffer).expect("nobody else holds the buffer that was just made");
        if *start > 0 && (pending == 0 || buffer.capacity() - buffer.len() < READ) {
            buffer.drain(..*start);
            *searched -= *start;
            *start = 0;
        }
        if buffer.capacity() - buffer.len() < READ {
            // A long answer doubles the room, but never beyond what an answer may need.
            buffer.reserve_exact(buffer.len().min(self.longest.saturating_sub(buffer.len())).max(READ));
        }
        buffer
    }

    /// The next whole line that is not empty.
    pub(super) fn line(&mut self) -> Result<Option<Line>, CallError> {
        loop {
            let Some(at) = memchr(b'\n', &self.buffer[self.searched..]) else {
                self.searched = self.buffer.len();
                if self.skipping {
                    self.start = self.searched;
                } else if self.searched - self.start > self.longest {
                    self.skipping = true;
                    self.start = self.searched;
                    return Err(CallError::TooLarge { limit: self.longest });
                }
                return Ok(None);
            };
            let line = self.start..self.searched + at;
            (self.start, self.searched) = (line.end + 1, line.end + 1);
            if std::mem::take(&mut self.skipping) {
                continue;
            }
            let skip = memrchr(SENTINEL, &self.buffer[line.clone()]).map_or(0, |at| at + 1);
            let range = line.start + skip..line.end;
            if !self.buffer[range.clone()].trim_ascii().is_empty() {
                return Ok(Some(Line { text: Arc::clone(&self.buffer), range }));
            }
        }
    }
}
