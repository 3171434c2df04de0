//! Where a number or a word ends, byte by byte.

use super::dialect::Token;
use super::tape::Kind;
use super::value::Strictness;

/// What has come of a number or a word.
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

/// What a further byte does to it.
pub(super) enum Follow {
    In(Scalar),
    /// It ended before this byte.
    Ends,
    /// The byte cannot stand there.
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
