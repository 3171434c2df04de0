//! Checks a message's size, tokens and nesting against the limits.

use super::string::Spooling;
use super::{Found, Lexer, State};
use crate::framing::Limits;
use crate::json::blob::Blob;
use crate::json::tape::{MAX_MESSAGE_BYTES, Tape};

/// The limit that a message is beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Bytes,
    Tokens,
    Nesting,
}

impl Lexer {
    /// Changes the limits, also of a message that has not ended; its skipped bytes count from zero.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.skipped = 0;
        self.limits = Limits {
            bytes: limits.bytes.min(MAX_MESSAGE_BYTES),
            tokens: limits.tokens.min(MAX_MESSAGE_BYTES),
            ..limits
        };
        self.nesting = i64::try_from(limits.nesting).unwrap_or(i64::MAX);
    }

    pub(super) fn excess_with_unfinished(&self, tape: &Tape) -> Option<Found> {
        if !self.is_keeping() { None } else { self.excess(self.size_so_far(tape)) }
    }

    #[inline]
    pub(super) fn excess(&self, size: usize) -> Option<Found> {
        if size > self.limits.bytes {
            Some(Found::Excess(Limit::Bytes))
        } else if self.tokens > self.limits.tokens {
            Some(Found::Excess(Limit::Tokens))
        } else if self.braces + self.squares > self.nesting {
            Some(Found::Excess(Limit::Nesting))
        } else {
            None
        }
    }

    /// The message's size so far.
    pub(crate) fn size_so_far(&self, tape: &Tape) -> usize {
        tape.size + if self.state == State::Between { 0 } else { self.unfinished_size(tape) }
    }

    /// The current token's size so far.
    pub(super) fn unfinished_size(&self, tape: &Tape) -> usize {
        let kept = tape.bytes.len().saturating_sub(self.place) + self.shrunk;
        match (self.quote, self.spooling) {
            (0, _) => kept,
            (_, Spooling::Waiting) => kept + 1,
            _ => kept + 1 + tape.unfinished_blob(self.place).map_or(0, Blob::letters),
        }
    }

    /// Bytes of the current message that were not kept, because it is broken or beyond a limit.
    pub(crate) fn skipped(&self) -> usize {
        self.skipped
    }
}
