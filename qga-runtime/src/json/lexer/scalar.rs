//! Reads numbers and words, byte by byte.

use super::{Lexer, State, Step};
use crate::framing::SENTINEL;
use crate::json::dialect::Token;
use crate::json::tape::{Kind, Tape};
use crate::json::value::Strictness;

/// The state of a number or word so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Minus,
    Zero,
    Integer,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
    Word,
}

/// The effect of the next byte on a number or word.
pub(super) enum Follow {
    In(Scalar),
    /// It ended before this byte.
    Ends,
    /// The byte is not allowed there.
    Stray,
}

impl Scalar {
    /// The number or word that begins with this byte, if one can.
    pub(super) fn begin(byte: u8) -> Option<Self> {
        match byte {
            b'-' => Some(Scalar::Minus),
            b'0' => Some(Scalar::Zero),
            b'1'..=b'9' => Some(Scalar::Integer),
            b'a'..=b'z' => Some(Scalar::Word),
            _ => None,
        }
    }

    pub(super) fn follow(self, byte: u8, strictness: Strictness) -> Follow {
        match (self, byte) {
            (Scalar::Word, b'a'..=b'z') => Follow::In(Scalar::Word),
            (Scalar::Minus, b'0') => Follow::In(Scalar::Zero),
            (Scalar::Minus | Scalar::Integer, b'0'..=b'9') => Follow::In(Scalar::Integer),
            (Scalar::Zero, b'0'..=b'9') => Follow::Stray,
            (Scalar::Zero | Scalar::Integer, b'.') => Follow::In(Scalar::Point),
            (Scalar::Point | Scalar::Fraction, b'0'..=b'9') => Follow::In(Scalar::Fraction),
            (Scalar::Integer | Scalar::Fraction, b'e' | b'E') => Follow::In(Scalar::Exponent),
            // The established agent ends a zero here; other agents' answers are plain JSON.
            (Scalar::Zero, b'e' | b'E') if strictness == Strictness::Lenient => Follow::In(Scalar::Exponent),
            (Scalar::Exponent, b'+' | b'-') => Follow::In(Scalar::ExponentSign),
            (Scalar::Exponent | Scalar::ExponentSign | Scalar::ExponentDigits, b'0'..=b'9') => {
                Follow::In(Scalar::ExponentDigits)
            }
            (Scalar::Minus | Scalar::Point | Scalar::Exponent | Scalar::ExponentSign, _) => Follow::Stray,
            _ => Follow::Ends,
        }
    }

    /// The token whose text this is.
    pub(super) fn token(self, text: &[u8]) -> Token {
        match (self, text) {
            (Scalar::Word, b"true") => Token::Scalar(Kind::True),
            (Scalar::Word, b"false") => Token::Scalar(Kind::False),
            (Scalar::Word, b"null") => Token::Scalar(Kind::Null),
            (Scalar::Word, _) => Token::BadWord,
            _ => Token::Scalar(Kind::Number),
        }
    }
}

impl Lexer {
    /// Reads the rest of a number or a word, as far as the input has it. Its text in this input begins at `from`.
    pub(super) fn scalar(
        &mut self,
        mut scalar: Scalar,
        input: &[u8],
        at: &mut usize,
        from: usize,
        tape: &mut Tape,
    ) -> Step {
        let follow = loop {
            let Some(&byte) = input.get(*at) else { break None };
            match scalar.follow(byte, self.strictness) {
                Follow::In(next) => scalar = next,
                // It drops a number or a word that nothing else has ended yet, like anything half read.
                Follow::Ends if byte != SENTINEL => break Some(None),
                Follow::Ends | Follow::Stray => break Some(Some(byte)),
            }
            *at += 1;
        };
        let text = &input[from..*at];
        self.state = State::Scalar(scalar);
        let Some(ended_by) = follow else {
            self.keep(text, tape);
            return self.half_read(tape);
        };
        if let Some(byte) = ended_by {
            self.keep(text, tape);
            return self.bad_byte(byte, at, tape);
        }
        self.state = State::Between;
        // Most are all there.
        if tape.bytes.len() == self.place && self.is_keeping() {
            match scalar.token(text) {
                Token::Scalar(kind) => self.syntax.take_text(kind, text, tape),
                token => {
                    self.keep(text, tape);
                    self.syntax.take(token, self.place, tape);
                }
            }
            return self.end_token(text.len(), tape);
        }
        self.keep(text, tape);
        let size = self.unfinished_size(tape);
        let token = scalar.token(tape.bytes.get(self.place..).unwrap_or_default());
        self.token(token, size, tape)
    }
}
