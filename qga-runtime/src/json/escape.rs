//! Decodes the text of a JSON string in place; it never gets longer.
//!
//! Beyond strict JSON, `\'` is a quote and the bytes C0 80 are U+0000. An agent refuses what the established one refuses:
//! unpaired surrogates and Unicode's noncharacters. A client accepts both, since a guest's file may have any name.

use std::borrow::Cow;

use memchr::memchr;

use super::tape::truncate_wiped;
use super::value::Strictness;

type Reason = Cow<'static, str>;

/// Decodes the text from `start` on; `quote` is the string's quote.
///
/// # Errors
/// The text is replaced by the established agent's error text.
pub(super) fn decode(text: &mut Vec<u8>, start: usize, quote: u8, strictness: Strictness) -> Result<(), ()> {
    let mut string = InPlace { bytes: &mut text[start..], read: 0, written: 0, strictness };
    match string.decode(quote) {
        Ok(()) => {
            let end = start + string.written;
            truncate_wiped(text, end);
            Ok(())
        }
        Err(reason) => {
            truncate_wiped(text, start);
            text.extend_from_slice(reason.as_bytes());
            Err(())
        }
    }
}

/// A string that is decoded up to `written`.
struct InPlace<'t> {
    bytes: &'t mut [u8],
    /// Bytes read of the encoded text.
    read: usize,
    /// Bytes written of the decoded text.
    written: usize,
    strictness: Strictness,
}

impl InPlace<'_> {
    fn decode(&mut self, quote: u8) -> Result<(), Reason> {
        loop {
            let rest = &self.bytes[self.read..];
            self.utf8(memchr(b'\\', rest).unwrap_or(rest.len()))?;
            let Some(escape) = self.bytes.get(self.read + 1) else { return Ok(()) };
            self.read += 2;
            let decoded = match escape {
                b'"' | b'\'' | b'\\' | b'/' => char::from(*escape),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => self.unicode(quote)?,
                _ => return Err("invalid escape sequence in string".into()),
            };
            self.written += decoded.encode_utf8(&mut self.bytes[self.written..]).len();
        }
    }

    /// Copies this many bytes and checks that they are UTF-8.
    fn utf8(&mut self, length: usize) -> Result<(), Reason> {
        const INVALID: Reason = Cow::Borrowed("invalid UTF-8 sequence in string");
        let end = self.read + length;
        while self.read < end {
            let bytes = &self.bytes[self.read..end];
            let valid = match std::str::from_utf8(bytes) {
                Ok(valid) => valid,
                Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
            };
            if !valid.is_ascii() && valid.chars().any(|character| self.is_refused(character)) {
                return Err(INVALID);
            }
            let valid = valid.len();
            self.bytes.copy_within(self.read..self.read + valid, self.written);
            self.read += valid;
            self.written += valid;
            if self.read < end {
                if !self.bytes[self.read..end].starts_with(b"\xc0\x80") {
                    return Err(INVALID);
                }
                self.bytes[self.written] = 0;
                self.read += 2;
                self.written += 1;
            }
        }
        Ok(())
    }

    /// The character of the hexadecimal digits that follow; of a surrogate pair, with the second `\u`.
    fn unicode(&mut self, quote: u8) -> Result<char, Reason> {
        let digits = &self.bytes[self.read..];
        let second = digits.get(4..).and_then(|rest| rest.strip_prefix(b"\\u")).and_then(unit);
        let (code, used) = match (unit(digits), second) {
            (Some(first @ 0xD800..0xDC00), Some(second @ 0xDC00..0xE000)) => {
                (Some(0x1_0000 + ((first - 0xD800) << 10 | (second - 0xDC00))), 10)
            }
            (first, _) => (first, 4),
        };
        let decoded = code.and_then(|code| match self.strictness {
            Strictness::Strict => char::from_u32(code),
            Strictness::Lenient => Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        });
        match decoded.filter(|decoded| !self.is_refused(*decoded)) {
            Some(decoded) => {
                self.read += used;
                Ok(decoded)
            }
            None => {
                // If the string ends too early, the error shows its quote.
                let shown: Vec<u8> = digits.iter().copied().chain([quote]).take(used).collect();
                Err(format!("\\u{} is not a valid Unicode character", String::from_utf8_lossy(&shown)).into())
            }
        }
    }

    /// Whether it is a Unicode noncharacter and the reader is strict.
    fn is_refused(&self, character: char) -> bool {
        let code = u32::from(character);
        self.strictness == Strictness::Strict && ((0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE)
    }
}

/// The value of four hexadecimal digits.
fn unit(digits: &[u8]) -> Option<u32> {
    let digits = digits.get(..4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
