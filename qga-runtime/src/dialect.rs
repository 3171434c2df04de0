//! Reads requests as the established agent does: JSON with its liberties, and its exact words for what is wrong.
//!
//! Beyond strict JSON, strings may stand in single quotes and hold `\'`. Narrower than strict JSON, the same key may
//! not come twice in an object, and characters that Unicode reserves may not come at all. What passes is strict JSON
//! already, or is written anew as such, so that nothing behind this file knows of a dialect.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::memchr2;

use crate::unmarshal::scan;

/// Checks one message, cut out by the decoder. Returns its text as strict JSON if it is not that already.
///
/// In a `plain` message every string is 7-bit and double-quoted, without `\u` and `\'`, so that it need not be
/// written anew; it is all the same checked to the last byte.
///
/// # Errors
/// What is wrong, as the agent answers it.
pub(crate) fn check(message: &[u8], plain: bool) -> Result<Option<Vec<u8>>, String> {
    let rewritten = if plain { None } else { Some(Vec::with_capacity(message.len())) };
    let mut reader = Reader { bytes: message, at: 0, keys: Vec::new(), rewritten };
    match reader.value() {
        Ok(()) => Ok(reader.rewritten),
        Err(reason) => Err(format!("JSON parse error, {reason}")),
    }
}

type Reason = Cow<'static, str>;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The keys of all objects that are open, the innermost object's last.
    keys: Vec<Cow<'a, str>>,
    rewritten: Option<Vec<u8>>,
}

/// From this many keys on, an object's keys are looked up instead of compared one by one.
const MANY: usize = 16;

/// What is said of a mistake is cut after this many bytes.
const LONGEST: usize = 1023;

impl<'a> Reader<'a> {
    /// Nesting was limited by the decoder.
    fn value(&mut self) -> Result<(), Reason> {
        match self.token() {
            None => Err("premature EOI".into()),
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"' | b'\'') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => {
                self.number();
                Ok(())
            }
            Some(b'a'..=b'z') => self.word(),
            Some(_) => Err("expecting value".into()),
        }
    }

    fn object(&mut self) -> Result<(), Reason> {
        self.punctuation();
        let mut keys = Keys { first: self.keys.len(), many: None };
        if self.token() == Some(b'}') {
            self.punctuation();
            return Ok(());
        }
        loop {
            let key = match self.token() {
                Some(b'"' | b'\'') => self.string()?,
                // The key is read as a value first, which has mistakes of its own.
                _ => {
                    self.value()?;
                    return Err("key is not a string in object".into());
                }
            };
            self.separator(b':', "missing : in object pair")?;
            self.value()?;
            if !keys.insert(key, &mut self.keys) {
                return Err("duplicate key".into());
            }
            if self.token() == Some(b'}') {
                break;
            }
            self.separator(b',', "expected separator in dict")?;
        }
        self.punctuation();
        self.keys.truncate(keys.first);
        Ok(())
    }

    fn array(&mut self) -> Result<(), Reason> {
        self.punctuation();
        if self.token() == Some(b']') {
            self.punctuation();
            return Ok(());
        }
        loop {
            self.value()?;
            if self.token() == Some(b']') {
                break;
            }
            self.separator(b',', "expected separator in list")?;
        }
        self.punctuation();
        Ok(())
    }

    fn separator(&mut self, separator: u8, otherwise: &'static str) -> Result<(), Reason> {
        match self.token() {
            Some(found) if found == separator => {
                self.punctuation();
                Ok(())
            }
            Some(_) => Err(otherwise.into()),
            None => Err("premature EOI".into()),
        }
    }

    /// The first byte of the next token.
    fn token(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    fn punctuation(&mut self) {
        self.take(1);
    }

    /// Ends where the decoder ends it: what follows a whole number is another token.
    fn number(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let digits = |from: usize| {
            from + rest.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let sign = usize::from(rest.first() == Some(&b'-'));
        let zero = rest.get(sign) == Some(&b'0');
        let mut end = if zero { sign + 1 } else { digits(sign) };
        let point = rest.get(end) == Some(&b'.');
        if point {
            end = digits(end + 1);
        }
        // An exponent directly behind a zero is none.
        if matches!(rest.get(end), Some(b'e' | b'E')) && (point || !zero) {
            let sign = usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            end = digits(end + 1 + sign);
        }
        self.take(end);
    }

    fn word(&mut self) -> Result<(), Reason> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let word = &rest[..rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count()];
        if !matches!(word, b"true" | b"false" | b"null") {
            let quoted = String::from_utf8_lossy(&word[..word.len().min(LONGEST)]);
            let mut reason = format!("invalid keyword '{quoted}'");
            reason.truncate(LONGEST);
            return Err(reason.into());
        }
        self.take(word.len());
        Ok(())
    }

    /// Steps over bytes that strict JSON has in common with the dialect.
    fn take(&mut self, length: usize) {
        let end = self.at + length;
        if let (Some(rewritten), Some(taken)) = (&mut self.rewritten, self.bytes.get(self.at..end)) {
            rewritten.extend_from_slice(taken);
        }
        self.at = end;
    }

    /// A string, without its quotes and escapes.
    fn string(&mut self) -> Result<Cow<'a, str>, Reason> {
        let bytes: &'a [u8] = self.bytes;
        let quote = bytes.get(self.at).copied().unwrap_or_default();
        let start = self.at + 1;
        let mut end = start;
        let mut escaped = false;
        while let Some(found) = bytes.get(end..).and_then(|rest| memchr2(quote, b'\\', rest)) {
            end += found;
            if bytes[end] == quote {
                break;
            }
            escaped = true;
            end += 2;
        }
        let content = bytes.get(start..end).ok_or("premature EOI")?;
        self.at = end + 1;
        if let Some(rewritten) = &mut self.rewritten {
            let decoded = if escaped || !content.is_ascii() {
                Cow::Owned(decode(content, quote)?)
            } else {
                Cow::Borrowed(ascii(content))
            };
            rewrite(&decoded, rewritten);
            return Ok(decoded);
        }
        if !escaped {
            return Ok(Cow::Borrowed(ascii(content)));
        }
        check_escapes(content)?;
        // Only a key is looked at, and keys are short; the text of a long value is not worth a copy.
        Ok(if content.len() <= LONGEST { scan::unescaped(ascii(content)) } else { Cow::Borrowed(ascii(content)) })
    }
}

/// The keys of one object.
struct Keys<'a> {
    first: usize,
    many: Option<HashSet<Cow<'a, str>>>,
}

impl<'a> Keys<'a> {
    /// False if the key is there already.
    fn insert(&mut self, key: Cow<'a, str>, open: &mut Vec<Cow<'a, str>>) -> bool {
        if let Some(many) = &mut self.many {
            return many.insert(key);
        }
        if open[self.first..].contains(&key) {
            return false;
        }
        open.push(key);
        if open.len() - self.first >= MANY {
            self.many = Some(open.drain(self.first..).collect());
        }
        true
    }
}

/// What is known to be ASCII, as text.
fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn check_escapes(content: &[u8]) -> Result<(), Reason> {
    let mut rest = content;
    while let Some(found) = memchr::memchr(b'\\', rest) {
        match rest.get(found + 1) {
            Some(b'"' | b'\'' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => rest = &rest[found + 2..],
            _ => return Err("invalid escape sequence in string".into()),
        }
    }
    Ok(())
}

fn decode(content: &[u8], quote: u8) -> Result<String, Reason> {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    loop {
        let run = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        decode_utf8(&rest[..run], &mut text)?;
        let Some(escape) = rest.get(run + 1) else { return Ok(text) };
        rest = &rest[run + 2..];
        text.push(match escape {
            b'"' | b'\'' | b'\\' | b'/' => char::from(*escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let (decoded, used) = decode_unicode(rest).ok_or_else(|| not_unicode(rest, quote))?;
                rest = &rest[used..];
                decoded
            }
            _ => return Err("invalid escape sequence in string".into()),
        });
    }
}

/// Appends bytes that should be UTF-8. The pair C0 80 stands for the character zero.
fn decode_utf8(mut bytes: &[u8], text: &mut String) -> Result<(), Reason> {
    const INVALID: Reason = Cow::Borrowed("invalid UTF-8 sequence in string");
    loop {
        let (valid, rest) = match std::str::from_utf8(bytes) {
            Ok(valid) => (valid, None),
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                (ascii(valid), Some(rest.strip_prefix(b"\xc0\x80").ok_or(INVALID)?))
            }
        };
        if !valid.is_ascii() && valid.chars().any(is_reserved) {
            return Err(INVALID);
        }
        text.push_str(valid);
        match rest {
            None => return Ok(()),
            Some(rest) => {
                text.push('\0');
                bytes = rest;
            }
        }
    }
}

/// The character behind `\u`, and how many bytes its digits take, a second `\u` included.
fn decode_unicode(digits: &[u8]) -> Option<(char, usize)> {
    let (code, used) = match (unit(digits)?, second_unit(digits)) {
        (first @ 0xD800..0xDC00, Some(second)) => (0x1_0000 + ((first - 0xD800) << 10 | (second - 0xDC00)), 10),
        (first, _) => (first, 4),
    };
    char::from_u32(code).filter(|decoded| !is_reserved(*decoded)).map(|decoded| (decoded, used))
}

/// Four hexadecimal digits.
fn unit(digits: &[u8]) -> Option<u32> {
    let digits = digits.get(..4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(ascii(digits), 16).ok()
}

/// The second half of a pair, if it follows.
fn second_unit(digits: &[u8]) -> Option<u32> {
    let second = digits.get(4..)?.strip_prefix(b"\\u").and_then(unit)?;
    Some(second).filter(|second| (0xDC00..0xE000).contains(second))
}

/// Shows what stands where the digits should; a string that ends too early shows its quote.
fn not_unicode(digits: &[u8], quote: u8) -> Reason {
    let pair = matches!(unit(digits), Some(0xD800..0xDC00)) && second_unit(digits).is_some();
    let shown: Vec<u8> = digits.iter().copied().chain([quote]).take(if pair { 10 } else { 4 }).collect();
    format!("\\u{} is not a valid Unicode character", String::from_utf8_lossy(&shown)).into()
}

/// The characters that Unicode keeps for use inside programs.
fn is_reserved(character: char) -> bool {
    let code = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// Appends a string of strict JSON.
fn rewrite(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        match rest.as_bytes()[at] {
            special @ (b'"' | b'\\') => out.extend_from_slice(&[b'\\', special]),
            control => out.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests;
