//! Decodes the content of a JSON string in place: it never gets longer.
//!
//! Beyond strict JSON, `\'` is a quote and the bytes C0 80 are the character zero. An agent refuses, like the established
//! one, half a surrogate pair and noncharacters of Unicode. A client accepts both, since a guest's file may have any name.

use std::borrow::Cow;

use memchr::memchr;

use super::tape::truncate_wiped;
use super::value::Strictness;

type Reason = Cow<'static, str>;

/// Decodes the rest of a string from `from` on; the string begins at `start`, and `quote` encloses it.
///
/// # Errors
/// The string is replaced by the error text, in the established agent's words.
pub(super) fn decode(
    text: &mut Vec<u8>,
    start: usize,
    from: usize,
    quote: u8,
    strictness: Strictness,
) -> Result<(), ()> {
    let mut string = InPlace { bytes: &mut text[from..], read: 0, written: 0, kept_back: 0, strictness };
    match string.decode(quote) {
        Ok(()) => {
            let end = from + string.written;
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

/// Decodes an unfinished string from `from` on, except its last bytes, and returns where these begin. It stops at an
/// error.
pub(super) fn decode_part(text: &mut Vec<u8>, from: usize, strictness: Strictness) -> usize {
    let mut string = InPlace { bytes: &mut text[from..], read: 0, written: 0, kept_back: MAX_ESCAPE_BYTES, strictness };
    // Decoding at the end of the string finds the same error.
    let _ = string.decode(b'"');
    let (read, written) = (string.read, string.written);
    text.copy_within(from + read.., from + written);
    let end = text.len() - (read - written);
    truncate_wiped(text, end);
    from + written
}

/// `\uD83D\uDE00`
const MAX_ESCAPE_BYTES: usize = 12;

/// A string that is decoded up to a place.
struct InPlace<'t> {
    bytes: &'t mut [u8],
    /// Bytes read.
    read: usize,
    /// Bytes written.
    written: usize,
    /// Bytes at the end that are not decoded yet.
    kept_back: usize,
    strictness: Strictness,
}

impl InPlace<'_> {
    fn decode(&mut self, quote: u8) -> Result<(), Reason> {
        loop {
            let rest = &self.bytes[self.read..];
            let mut plain = memchr(b'\\', rest).unwrap_or(rest.len());
            let most = rest.len().saturating_sub(self.kept_back);
            if plain > most {
                // Stop before a character whose last bytes may be missing.
                let begun = (1..=most.min(3)).find(|back| rest[most - back] >= 0xC0);
                plain = most - begun.unwrap_or(0);
            }
            self.utf8(plain)?;
            if self.bytes.len() - self.read <= self.kept_back {
                return Ok(());
            }
            let escape = match &self.bytes[self.read..] {
                [b'\\', escape, ..] => *escape,
                _ => return Ok(()),
            };
            let begin = self.read;
            self.read += 2;
            let decoded: Result<char, Reason> = match escape {
                b'"' | b'\'' | b'\\' | b'/' => Ok(char::from(escape)),
                b'b' => Ok('\u{8}'),
                b'f' => Ok('\u{c}'),
                b'n' => Ok('\n'),
                b'r' => Ok('\r'),
                b't' => Ok('\t'),
                b'u' => self.unicode(quote),
                _ => Err("invalid escape sequence in string".into()),
            };
            let decoded = match decoded {
                Ok(decoded) => decoded,
                Err(reason) => {
                    self.read = begin;
                    return Err(reason);
                }
            };
            self.written += decoded.encode_utf8(&mut self.bytes[self.written..]).len();
        }
    }

    /// Checks and moves this many bytes of UTF-8.
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

    /// Decodes the hexadecimal digits behind `\u`, and a second `\u` of a pair.
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
                // A string that ends too early is shown with its quote.
                let shown: Vec<u8> = digits.iter().copied().chain([quote]).take(used).collect();
                Err(format!("\\u{} is not a valid Unicode character", String::from_utf8_lossy(&shown)).into())
            }
        }
    }

    /// Whether it is a noncharacter and the reader is strict.
    fn is_refused(&self, character: char) -> bool {
        let code = u32::from(character);
        self.strictness == Strictness::Strict && ((0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE)
    }
}

/// Four hexadecimal digits.
fn unit(digits: &[u8]) -> Option<u32> {
    let digits = digits.get(..4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Length of the leading run of printable ASCII without quotes and backslashes.
///
/// Whole blocks are tested without branches, so that the compiler vectorises it: a long string costs little more than
/// a copy.
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    const BLOCK_BYTES: usize = 64;
    const fn is_special(byte: u8) -> bool {
        byte < 0x20 || byte >= 0x80 || matches!(byte, b'"' | b'\'' | b'\\')
    }
    const SPECIAL: [bool; 256] = {
        let mut special = [true; 256];
        let mut byte = 0;
        while byte < 0x80 {
            special[byte as usize] = is_special(byte);
            byte += 1;
        }
        special
    };
    let whole = bytes
        .chunks_exact(BLOCK_BYTES)
        .take_while(|block| !block.iter().fold(false, |any, &byte| any | is_special(byte)))
        .count()
        * BLOCK_BYTES;
    let rest = &bytes[whole..];
    whole + rest.iter().position(|&byte| SPECIAL[usize::from(byte)]).unwrap_or(rest.len())
}
