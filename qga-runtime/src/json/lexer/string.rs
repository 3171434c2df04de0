//! Reads strings, and decodes long base64 while it arrives.

use super::{Lexer, State, Step};
use crate::framing::SENTINEL;
use crate::json::blob::Blob;
use crate::json::dialect::Token;
use crate::json::escape::{self, plain_run};
use crate::json::tape::{Kind, Tape};
use crate::json::value::Strictness;

/// Whether the current string is decoded as base64 while it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spooling {
    /// Not yet: it may be short.
    Waiting,
    /// Yes.
    Open,
    /// No longer, or not at all.
    Closed,
}

/// Bytes of a broken token that are shown.
const MAX_SPOILT_BYTES: usize = 1024;

/// Shorter strings are decoded when they end.
const MIN_SPOOLED_BYTES: usize = 256 * 1024;

impl Lexer {
    pub(super) fn begin_string(&mut self, quote: u8, input: &[u8], at: &mut usize, tape: &mut Tape) -> Step {
        let from = *at;
        *at += plain_run(input.get(from..).unwrap_or_default());
        // Most strings are all there, and hold nothing special.
        if input.get(*at) == Some(&quote) {
            if self.is_keeping() {
                self.syntax.take_text(Kind::String, &input[from..*at], tape);
            }
            *at += 1;
            return self.end_token(*at - from + 1, tape);
        }
        self.quote = quote;
        self.special = false;
        self.decoded = self.place;
        self.spooling = Spooling::Waiting;
        self.state = State::String;
        self.string(input, at, from, tape)
    }

    /// Reads the rest of a string, as far as the input has it. Its text in this input begins at `from`.
    pub(super) fn string(&mut self, input: &[u8], at: &mut usize, from: usize, tape: &mut Tape) -> Step {
        let bad = loop {
            if self.state == State::String {
                *at += plain_run(input.get(*at..).unwrap_or_default());
            }
            let Some(&byte) = input.get(*at) else {
                self.keep(&input[from..], tape);
                self.decode_part(tape);
                self.begin_spooling(tape);
                return self.half_read(tape);
            };
            match (self.state, byte) {
                (State::String, _) if byte == self.quote => break None,
                (State::String, b'\\') => {
                    self.special = true;
                    self.state = State::Escape;
                }
                (_, 0..0x20 | 0xFE | SENTINEL) => break Some(byte),
                (_, 0x80..) => {
                    self.special = true;
                    self.state = State::String;
                    *at += input[*at + 1..].iter().take_while(|byte| (0x80..0xFE).contains(*byte)).count();
                }
                _ => self.state = State::String,
            }
            *at += 1;
        };
        self.keep(&input[from..*at], tape);
        match bad {
            Some(byte) => self.bad_byte(byte, at, tape),
            None => {
                *at += 1;
                self.end_string(tape)
            }
        }
    }

    fn end_string(&mut self, tape: &mut Tape) -> Step {
        self.state = State::Between;
        let size = self.unfinished_size(tape) + 1;
        let token = if !self.is_keeping() {
            Token::Scalar(Kind::String)
        } else if self.special
            && escape::decode(&mut tape.bytes, self.place, self.decoded, self.quote, self.strictness).is_err()
        {
            Token::BadString
        } else if self.spooling != Spooling::Waiting && tape.unfinished_blob(self.place).is_some() {
            Token::Scalar(Kind::Blob)
        } else {
            Token::Scalar(Kind::String)
        };
        self.token(token, size, tape)
    }

    /// Decodes an answer's string so far, so that a long one is not decoded in one step. A request's string stays as it
    /// came, since an error shows it.
    fn decode_part(&mut self, tape: &mut Tape) {
        if self.special && self.strictness == Strictness::Lenient && self.is_keeping() {
            let before = tape.bytes.len();
            self.decoded = escape::decode_part(&mut tape.bytes, self.decoded, self.strictness);
            self.shrunk += before - tape.bytes.len();
        }
    }

    /// Begins to decode a member's value as base64, if it is long and base64 so far.
    fn begin_spooling(&mut self, tape: &mut Tape) {
        let fits =
            self.spools && self.is_keeping() && !self.special && self.quote == b'"' && self.state == State::String;
        let is_long = || tape.bytes.len().saturating_sub(self.place) >= MIN_SPOOLED_BYTES;
        if !fits || self.spooling != Spooling::Waiting || !is_long() || !self.syntax.expects_member(tape) {
            return;
        }
        self.spooling = Spooling::Closed;
        if let Some(blob) = Blob::begin(&mut tape.bytes, self.place) {
            tape.add_blob(self.place, blob);
            self.spooling = Spooling::Open;
        }
    }

    /// Decodes more of a long base64 string; returns the bytes of input used.
    pub(super) fn spool(&mut self, input: &[u8], tape: &mut Tape) -> usize {
        let Some((blob, text)) = tape.unfinished_parts(self.place) else { return 0 };
        let used = blob.go_on(text, self.place, input);
        if used.is_none() {
            self.spooling = Spooling::Closed;
        }
        used.unwrap_or(0)
    }

    /// The text of the token with the stray byte, as it came; at most its first [`MAX_SPOILT_BYTES`].
    pub(crate) fn spoilt(&self, tape: &Tape) -> Vec<u8> {
        let mut token = Vec::new();
        if self.quote != 0 {
            token.push(self.quote);
        }
        if let Some(blob) = tape.unfinished_blob(self.place).filter(|_| self.quote != 0) {
            blob.write_first_letters(MAX_SPOILT_BYTES, &mut token);
        }
        let rest = tape.bytes.get(self.place..).unwrap_or_default();
        token.extend_from_slice(&rest[..rest.len().min(MAX_SPOILT_BYTES)]);
        token
    }
}
