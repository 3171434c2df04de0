//! An answer: its text, and the large payloads that are encoded while it is sent.
//!
//! A handler is done, and the next command may run, long before a client has read 64 MiB; and neither the payload's text
//! nor the file it comes from is ever held in memory as a whole.

use std::collections::VecDeque;
use std::mem;

use crate::payload::{Encoder, Encoding, Payload};

/// An answer as its command left it.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) text: Vec<u8>,
    pub(crate) gaps: Vec<Gap>,
}

/// A place in the text where something is put in while it is sent.
pub(crate) struct Gap {
    at: usize,
    filling: Filling,
}

enum Filling {
    Payload(Box<Encoder>),
    /// The number of bytes of the payload before it.
    Length,
}

impl Gap {
    pub(crate) fn payload(at: usize, payload: Payload) -> Self {
        Gap { at, filling: Filling::Payload(Box::new(Encoder::new(payload))) }
    }

    pub(crate) fn length(at: usize) -> Self {
        Gap { at, filling: Filling::Length }
    }
}

/// The answer that a connection is sending.
#[derive(Default)]
pub(crate) struct Output {
    /// Sent before the text.
    piece: Vec<u8>,
    text: Vec<u8>,
    /// How much of `text` is moved to `piece` or sent.
    taken: usize,
    gaps: VecDeque<Gap>,
    /// How much of what [`Output::ready`] gives is sent.
    sent: usize,
    /// The length of the last payload.
    length: u64,
    begun: bool,
    /// The next piece of a payload is being made.
    lent: bool,
}

/// A payload whose next piece is to be encoded, which may wait for a disk.
pub(crate) struct Refill {
    encoder: Box<Encoder>,
    piece: Vec<u8>,
    state: Encoding,
}

/// A buffer that grew beyond this is given back once it is empty.
const MAX_KEPT_BYTES: usize = 256 * 1024;

impl Output {
    /// Whether there is nothing left to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a part of the answer is sent, and not all of it.
    pub(crate) fn is_begun(&self) -> bool {
        self.begun
    }

    /// A writer's place for the next answer; only while there is nothing left to send.
    pub(crate) fn take_room(&mut self) -> Answer {
        Answer { text: mem::take(&mut self.text), gaps: Vec::new() }
    }

    /// Begins to send an answer.
    pub(crate) fn begin(&mut self, answer: Answer) {
        self.text = answer.text;
        self.gaps = answer.gaps.into();
        self.advance();
    }

    /// The bytes to be sent next; none at the end, or when a [`Refill`] is needed.
    pub(crate) fn ready(&self) -> &[u8] {
        let bytes = match (self.piece.is_empty(), self.gaps.is_empty()) {
            (false, _) => &self.piece,
            (true, true) if !self.lent => return self.text.get(self.taken + self.sent..).unwrap_or_default(),
            (true, _) => return &[],
        };
        bytes.get(self.sent..).unwrap_or_default()
    }

    /// So many of these bytes are sent.
    pub(crate) fn consume(&mut self, count: usize) {
        self.sent += count;
        self.begun = true;
        if self.ready().is_empty() {
            self.advance();
        }
    }

    /// Prepares what follows what is sent.
    fn advance(&mut self) {
        if self.piece.is_empty() && self.gaps.is_empty() {
            if self.taken + self.sent >= self.text.len() {
                self.clear();
            }
            return;
        }
        self.piece.clear();
        self.sent = 0;
        while let Some(gap) = self.gaps.front() {
            self.piece.extend_from_slice(self.text.get(self.taken..gap.at).unwrap_or_default());
            self.taken = gap.at;
            if matches!(gap.filling, Filling::Payload(_)) {
                return;
            }
            self.piece.extend_from_slice(self.length.to_string().as_bytes());
            self.gaps.pop_front();
        }
        self.piece.extend_from_slice(self.text.get(self.taken..).unwrap_or_default());
        self.taken = self.text.len();
        if self.piece.is_empty() {
            self.clear();
        }
    }

    /// Whether the next piece of a payload has to be made before more can be sent.
    pub(crate) fn needs_refill(&self) -> bool {
        !self.lent && self.piece.is_empty() && !self.gaps.is_empty()
    }

    /// Takes the payload out to have its next piece made.
    pub(crate) fn take_refill(&mut self) -> Option<Refill> {
        let Some(Gap { filling: Filling::Payload(_), .. }) = self.gaps.front() else { return None };
        let Some(Gap { filling: Filling::Payload(encoder), .. }) = self.gaps.pop_front() else { return None };
        self.lent = true;
        Some(Refill { encoder, piece: mem::take(&mut self.piece), state: Encoding::GoesOn })
    }

    /// Puts the payload back with its next piece.
    pub(crate) fn refill(&mut self, refill: Refill) {
        self.lent = false;
        self.piece = refill.piece;
        self.sent = 0;
        if refill.state == Encoding::GoesOn {
            self.gaps.push_front(Gap { at: self.taken, filling: Filling::Payload(refill.encoder) });
        } else {
            self.length = refill.encoder.length();
            if self.piece.is_empty() {
                self.advance();
            }
        }
    }

    /// Forgets what is left to send.
    pub(crate) fn clear(&mut self) {
        self.piece.clear();
        self.text.clear();
        self.text.shrink_to(MAX_KEPT_BYTES);
        self.gaps.clear();
        if self.length > 0 {
            self.piece = Vec::new();
        }
        (self.taken, self.sent, self.length) = (0, 0, 0);
        (self.begun, self.lent) = (false, false);
    }
}

impl Refill {
    /// Encodes the next piece; it may wait for as long as the payload's source takes.
    pub(crate) fn run(&mut self) {
        self.state = self.encoder.step(&mut self.piece);
    }
}
