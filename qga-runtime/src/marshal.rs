//! Writes typed values as JSON text: one line, 7-bit, in a buffer that drains into the output when it grows.

use std::io::{self, Write};

use crate::answer::{Answer, Gap};
use crate::command::QapiEnum;
use crate::payload::{Payload, Secret};
use crate::unmarshal::{Null, Object};

mod number;

/// A value that can be written as JSON.
pub trait Marshal {
    /// Writes the value. The writer keeps an error of its output.
    fn marshal(&self, out: &mut JsonWriter<'_>);
}

/// Bytes buffered before the buffer is drained.
const DRAIN_THRESHOLD_BYTES: usize = 64 * 1024;

/// Writes JSON into a buffer.
///
/// A small answer stays in the buffer and is one write. With an output, the buffer drains into it as it grows; the first
/// I/O error is kept, and nothing is written after it.
pub struct JsonWriter<'w> {
    buffer: &'w mut Vec<u8>,
    overflow: Overflow<'w>,
    first_member: bool,
    payload_length: PayloadLength,
}

/// Where large values go.
enum Overflow<'w> {
    /// They stay in the buffer.
    Buffer,
    /// The buffer drains into an output.
    Stream(&'w mut dyn Write, Option<io::Error>),
    /// Large payloads leave a gap in the text and are encoded while the answer is sent.
    Gaps(&'w mut Vec<Gap>),
}

/// Bytes of the last payload written; written as a JSON number after it, since a source may give fewer than announced.
#[derive(Clone, Copy, Debug)]
pub struct PayloadLength(Option<u64>);

impl<'w> JsonWriter<'w> {
    fn with(buffer: &'w mut Vec<u8>, overflow: Overflow<'w>) -> Self {
        JsonWriter { buffer, overflow, first_member: true, payload_length: PayloadLength(Some(0)) }
    }

    /// A writer that keeps everything in `buffer`.
    pub fn new(buffer: &'w mut Vec<u8>) -> Self {
        JsonWriter::with(buffer, Overflow::Buffer)
    }

    /// A writer that drains `buffer` into `output`: at 64 KiB, and at [`JsonWriter::flush`].
    pub fn streaming(buffer: &'w mut Vec<u8>, output: &'w mut dyn Write) -> Self {
        JsonWriter::with(buffer, Overflow::Stream(output, None))
    }

    /// A writer that leaves gaps for large payloads.
    pub(crate) fn answering(answer: &'w mut Answer) -> Self {
        JsonWriter::with(&mut answer.text, Overflow::Gaps(&mut answer.gaps))
    }

    /// Writes the buffer to the output, if there is one.
    ///
    /// # Errors
    /// The first error of the output since the last call.
    pub fn flush(&mut self) -> io::Result<()> {
        self.drain();
        match &mut self.overflow {
            Overflow::Stream(_, error) => error.take().map_or(Ok(()), Err),
            Overflow::Buffer | Overflow::Gaps(_) => Ok(()),
        }
    }

    /// Writes an object: braces around its members.
    pub fn object(&mut self, value: &impl Object) {
        let outer = self.open_object();
        value.marshal_members(self);
        self.close_object(outer);
    }

    /// Writes one member of the object being written.
    pub fn member<T: Marshal + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.member_name(name);
        value.marshal(self);
    }

    /// Writes a member that may be absent.
    pub fn optional<T: Marshal>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.member(name, value);
        }
    }

    /// Writes a list.
    pub fn array<T: Marshal>(&mut self, items: impl IntoIterator<Item = T>) {
        self.buffer.push(b'[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.buffer.extend_from_slice(b", ");
            }
            item.marshal(self);
        }
        self.buffer.push(b']');
    }

    /// Writes a string: escaped, 7-bit.
    pub fn string(&mut self, text: &str) {
        self.buffer.push(b'"');
        self.string_part(text);
        self.buffer.push(b'"');
        self.drain_if_full();
    }

    /// Writes the name of an enumeration's value.
    pub fn enumeration<E: QapiEnum>(&mut self, value: &E) {
        self.string(value.name());
    }

    /// Writes a floating point number with 17 significant digits.
    pub fn number(&mut self, value: f64) {
        number::write_double(self.buffer, value);
    }

    /// The number of bytes of the last payload, as a value to write after it.
    pub fn payload_written(&self) -> PayloadLength {
        self.payload_length
    }

    /// Writes text that is JSON already.
    pub(crate) fn raw(&mut self, text: &[u8]) {
        self.buffer.extend_from_slice(text);
        self.drain_if_full();
    }

    pub(crate) fn payload(&mut self, payload: &Payload) {
        self.buffer.push(b'"');
        self.payload_length = match &mut self.overflow {
            Overflow::Gaps(gaps) if payload.may_wait() => {
                gaps.push(Gap::payload(self.buffer.len(), payload.clone()));
                PayloadLength(None)
            }
            _ => PayloadLength(Some(payload.encode(self))),
        };
        self.buffer.push(b'"');
    }

    pub(crate) fn open_object(&mut self) -> bool {
        self.buffer.push(b'{');
        std::mem::replace(&mut self.first_member, true)
    }

    pub(crate) fn close_object(&mut self, outer: bool) {
        self.buffer.push(b'}');
        self.first_member = outer;
        self.drain_if_full();
    }

    pub(crate) fn member_name(&mut self, name: &str) {
        if !std::mem::replace(&mut self.first_member, false) {
            self.buffer.extend_from_slice(b", ");
        }
        self.string(name);
        self.buffer.extend_from_slice(b": ");
    }

    /// The buffer, to write to in large steps; call [`JsonWriter::drain_if_full`] after each.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        self.buffer
    }

    pub(crate) fn drain_if_full(&mut self) {
        if self.buffer.len() >= DRAIN_THRESHOLD_BYTES {
            self.drain();
        }
    }

    /// Whether writing to the output failed; further values are dropped.
    pub(crate) fn failed(&self) -> bool {
        matches!(self.overflow, Overflow::Stream(_, Some(_)))
    }

    fn drain(&mut self) {
        let Overflow::Stream(output, error) = &mut self.overflow else { return };
        if error.is_none() && !self.buffer.is_empty() {
            *error = output.write_all(self.buffer).err();
        }
        self.buffer.clear();
    }

    /// Writes a part of a string, without the quotes around it.
    pub(crate) fn string_part(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let piece = &rest.as_bytes()[..rest.len().min(DRAIN_THRESHOLD_BYTES)];
            let plain = piece.iter().position(|byte| must_be_escaped(*byte)).unwrap_or(piece.len());
            self.buffer.extend_from_slice(&piece[..plain]);
            let mut chars = rest[plain..].chars();
            if plain < piece.len() {
                if let Some(special) = chars.next() {
                    self.escape(special);
                }
            }
            rest = chars.as_str();
            self.drain_if_full();
        }
    }

    fn escape(&mut self, special: char) {
        let short = match special {
            '"' => b'"',
            '\\' => b'\\',
            '\u{8}' => b'b',
            '\u{c}' => b'f',
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            _ => {
                for unit in special.encode_utf16(&mut [0; 2]) {
                    self.buffer.extend_from_slice(b"\\u");
                    for shift in [12, 8, 4, 0] {
                        self.buffer.push(b"0123456789ABCDEF"[usize::from(*unit >> shift & 15)]);
                    }
                }
                return;
            }
        };
        self.buffer.extend_from_slice(&[b'\\', short]);
    }
}

fn must_be_escaped(byte: u8) -> bool {
    !(0x20..0x7f).contains(&byte) || byte == b'"' || byte == b'\\'
}

impl<T: Marshal + ?Sized> Marshal for &T {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        (**self).marshal(out);
    }
}

impl<T: Marshal + ?Sized> Marshal for Box<T> {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        (**self).marshal(out);
    }
}

impl<T: Marshal> Marshal for Vec<T> {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.array(self);
    }
}

impl Marshal for str {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.string(self);
    }
}

impl Marshal for String {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.string(self);
    }
}

impl Marshal for bool {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.raw(if *self { b"true" } else { b"false" });
    }
}

impl Marshal for f64 {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.number(*self);
    }
}

impl Marshal for Null {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.raw(b"null");
    }
}

impl Marshal for () {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.raw(b"{}");
    }
}

macro_rules! marshal_integers {
    ($($integer:ty)*) => {$(
        impl Marshal for $integer {
            fn marshal(&self, out: &mut JsonWriter<'_>) {
                number::write_integer(out.buffer, *self);
            }
        }
    )*};
}

marshal_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl Marshal for Payload {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.payload(self);
    }
}

impl Marshal for PayloadLength {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        match (self.0, &mut out.overflow) {
            (Some(length), _) => number::write_integer(out.buffer, i64::try_from(length).unwrap_or(i64::MAX)),
            (None, Overflow::Gaps(gaps)) => gaps.push(Gap::length(out.buffer.len())),
            // Only a writer with gaps returns an unknown length.
            (None, Overflow::Buffer | Overflow::Stream(..)) => {}
        }
    }
}

impl Marshal for Secret {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.buffer.push(b'"');
        self.encode(out.buffer);
        out.buffer.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &impl Marshal) -> String {
        let mut buffer = Vec::new();
        value.marshal(&mut JsonWriter::new(&mut buffer));
        String::from_utf8(buffer).expect("output is ASCII")
    }

    #[test]
    fn strings_are_seven_bit_with_upper_case_escapes() {
        assert_eq!(written(&"é€😀"), r#""\u00E9\u20AC\uD83D\uDE00""#);
        assert_eq!(written(&"a\"b\\c/d\u{8}\u{c}\n\r\t\u{1}\u{7f}"), r#""a\"b\\c/d\b\f\n\r\t\u0001\u007F""#);
    }

    #[test]
    fn lists_and_integers_use_the_usual_separators() {
        assert_eq!(written(&vec![i64::MIN, 0, i64::MAX]), "[-9223372036854775808, 0, 9223372036854775807]");
        assert_eq!(written(&u64::MAX), "18446744073709551615");
        assert_eq!(written(&()), "{}");
        assert_eq!(written(&serde_json::json!({"a": [1, null], "b": "c"})), r#"{"a": [1, null], "b": "c"}"#);
    }

    #[test]
    fn large_output_drains_into_the_channel_in_order() {
        let (mut buffer, mut output) = (Vec::new(), Vec::new());
        let long = "x".repeat(100_000);
        let mut out = JsonWriter::streaming(&mut buffer, &mut output);
        vec![long.clone(), "y".into()].marshal(&mut out);
        out.flush().expect("a vector takes everything");
        assert_eq!(String::from_utf8(output).expect("ASCII"), format!("[\"{long}\", \"y\"]"));
        assert!(buffer.is_empty());
    }
}
