//! Finds the parts of a JSON text that is known to be well formed, without looking into them.
//!
//! The text was validated as a whole before; an inconsistency found here all the same is an error, never a panic.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::UnmarshalError;

type Part<T> = Result<T, UnmarshalError>;

pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// The members of an object: the name between its quotes, still escaped, and the text of the value.
pub(crate) fn members(object: &str) -> impl Iterator<Item = Part<(&str, &str)>> {
    let mut cursor = Cursor::inside(object);
    std::iter::from_fn(move || {
        cursor.next_part(b'}', |cursor| {
            let name = cursor.value()?;
            let name = name.get(1..name.len().saturating_sub(1)).unwrap_or_default();
            cursor.space();
            cursor.expect(b':')?;
            cursor.space();
            Ok((name, cursor.value()?))
        })
    })
}

/// The elements of a list.
pub(crate) fn elements(list: &str) -> impl Iterator<Item = Part<&str>> {
    let mut cursor = Cursor::inside(list);
    std::iter::from_fn(move || cursor.next_part(b']', Cursor::value))
}

/// What a string between its quotes means.
pub(crate) fn unescaped(encoded: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'\\', encoded.as_bytes()) else { return Cow::Borrowed(encoded) };
    let mut text = String::with_capacity(encoded.len());
    text.push_str(&encoded[..first]);
    let mut rest = &encoded[first..];
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let mut chars = rest.chars();
        match chars.next() {
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => {
                let (decoded, used) = unicode_escape(chars.as_str());
                text.push(decoded);
                rest = chars.as_str().get(used..).unwrap_or_default();
                continue;
            }
            Some(literal) => text.push(literal),
            None => {}
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character of the hexadecimal digits behind `\u`, and how much text it took. A lone surrogate is no character.
fn unicode_escape(digits: &str) -> (char, usize) {
    let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let Some(first) = unit(digits) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if let Some(char) = char::from_u32(u32::from(first)) {
        return (char, 4);
    }
    let second = digits[4..].strip_prefix("\\u").and_then(unit);
    match second.map(|second| char::decode_utf16([first, second]).next()) {
        Some(Some(Ok(char))) => (char, 10),
        _ => (char::REPLACEMENT_CHARACTER, 4),
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    started: bool,
}

impl<'a> Cursor<'a> {
    /// Behind the opening bracket of `text`.
    fn inside(text: &'a str) -> Self {
        Cursor { text, at: 1, started: false }
    }

    fn next_part<T>(&mut self, close: u8, part: impl FnOnce(&mut Self) -> Part<T>) -> Option<Part<T>> {
        self.space();
        if self.peek().is_none_or(|byte| byte == close) {
            return None;
        }
        if std::mem::replace(&mut self.started, true) {
            if let Err(error) = self.expect(b',') {
                self.at = self.text.len();
                return Some(Err(error));
            }
            self.space();
        }
        let part = part(self);
        if part.is_err() {
            self.at = self.text.len();
        }
        Some(part)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| is_space(char::from(byte))) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Part<()> {
        if self.peek() != Some(byte) {
            return Err(UnmarshalError::malformed("expecting value".into()));
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over one value.
    fn value(&mut self) -> Part<&'a str> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'{' | b'[') => self.skip_brackets(),
            _ => {
                while self.peek().is_some_and(|byte| !matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n'))
                {
                    self.at += 1;
                }
            }
        }
        let value = self.text.get(start..self.at).unwrap_or_default();
        if value.is_empty() { Err(UnmarshalError::malformed("expecting value".into())) } else { Ok(value) }
    }

    fn skip_string(&mut self) {
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(found) = bytes.get(self.at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            self.at += found + 1;
            if bytes[self.at - 1] == b'"' {
                return;
            }
            self.at += 1;
        }
        self.at = bytes.len();
    }

    fn skip_brackets(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.at += 1;
                        return;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}
