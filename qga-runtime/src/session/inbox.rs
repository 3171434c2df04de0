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
    /// Where the received bytes end and the room for more begins.
    end: usize,
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
        Inbox { buffer: Arc::default(), start: 0, searched: 0, end: 0, longest, skipping: false }
    }

    pub(super) fn space(&mut self) -> &mut [u8] {
        let pending = self.end - self.start;
        if pending == 0 && self.buffer.len() > KEEP {
            *self = Inbox { skipping: self.skipping, ..Inbox::new(self.longest) };
        } else if self.start > 0 && (pending == 0 || self.buffer.len() - self.end < READ) {
            self.move_to_front();
        }
        let end = self.end;
        let wanted = (end + READ).max((end * 2).min(self.longest + READ));
        let buffer = self.unshared();
        if buffer.len() < end + READ {
            buffer.resize(wanted, 0);
        }
        &mut buffer[end..]
    }

    pub(super) fn received(&mut self, count: usize) {
        self.end = (self.end + count).min(self.buffer.len());
    }

    /// The next whole line that is not empty.
    pub(super) fn line(&mut self) -> Result<Option<Line>, CallError> {
        loop {
            let Some(at) = memchr(b'\n', &self.buffer[self.searched..self.end]) else {
                self.searched = self.end;
                if self.skipping {
                    self.start = self.end;
                } else if self.end - self.start > self.longest {
                    self.skipping = true;
                    self.start = self.end;
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

    fn move_to_front(&mut self) {
        let (start, end) = (self.start, self.end);
        self.unshared().copy_within(start..end, 0);
        self.searched -= start;
        self.end -= start;
        self.start = 0;
    }

    /// The buffer, for writing: a fresh one if an answer still holds the old one.
    fn unshared(&mut self) -> &mut Vec<u8> {
        if Arc::get_mut(&mut self.buffer).is_none() {
            // Only what is pending is wanted; the offsets stay valid.
            let mut fresh = vec![0; self.end + READ];
            fresh[self.start..self.end].copy_from_slice(&self.buffer[self.start..self.end]);
            self.buffer = Arc::new(fresh);
        }
        Arc::get_mut(&mut self.buffer).expect("the buffer was just made")
    }
}
