//! Finds where a number or a word ends, byte by byte.

use super::tape::TokenKind;
use super::value::Strictness;

/// The state within a number or a word.
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

/// The effect of the next byte.
pub(super) enum Follow {
    In(Scalar),
    /// The number or word ended before this byte.
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
            // The established agent ends a zero here; a client accepts plain JSON.
            (Scalar::Zero, b'e' | b'E') if strictness == Strictness::Lenient => Follow::In(Scalar::Exponent),
            (Scalar::Exponent, b'+' | b'-') => Follow::In(Scalar::ExponentSign),
            (Scalar::Exponent | Scalar::ExponentSign | Scalar::ExponentDigits, b'0'..=b'9') => {
                Follow::In(Scalar::ExponentDigits)
            }
            (Scalar::Minus | Scalar::Point | Scalar::Exponent | Scalar::ExponentSign, _) => Follow::Stray,
            _ => Follow::Ends,
        }
    }

    /// The kind of the token whose text this is.
    pub(super) fn kind(self, text: &[u8]) -> TokenKind {
        match (self, text) {
            (Scalar::Word, b"true") => TokenKind::True,
            (Scalar::Word, b"false") => TokenKind::False,
            (Scalar::Word, b"null") => TokenKind::Null,
            (Scalar::Word, _) => TokenKind::BadWord,
            _ => TokenKind::Number,
        }
    }
}
