//! The values of one message, each a header and its content, one behind the other.
//!
//! The header has a value's kind and the length of its content, so that a reader can skip it. The content of a
//! string is its text, that of a number its digits, that of an object its keys and values by turns. Commas, colons and
//! closing brackets are not kept: a value takes about as many bytes as its JSON text had, and what a short text becomes
//! is bounded by that text.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::Arc;

use super::blob::Blob;
use crate::marshal::JsonWriter;

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    /// A number, as it came.
    Number,
    /// A string; its content is decoded.
    String,
    /// A string that begins with long base64, decoded apart; its content is the rest.
    Blob,
    Array,
    Object,
}

impl Kind {
    /// Whether it has no content.
    fn is_word(self) -> bool {
        matches!(self, Kind::Null | Kind::False | Kind::True)
    }
}

const KINDS: [Kind; 8] =
    [Kind::Null, Kind::False, Kind::True, Kind::Number, Kind::String, Kind::Blob, Kind::Array, Kind::Object];

/// The kind takes the upper three bits of a header's first byte, and a short length the others.
const KIND_SHIFT: u32 = 5;
const LENGTH_BITS: u8 = 0x1F;

/// The length is in the byte that follows.
const LENGTH_IN_ONE: u8 = 30;

/// The length is in the four bytes that follow.
const LENGTH_IN_FOUR: u8 = 31;

/// Bytes of a header whose length is not known yet.
const OPEN_HEADER_BYTES: usize = 5;

/// A header: its bytes, and how many of them are used.
struct Header([u8; OPEN_HEADER_BYTES], usize);

impl Header {
    fn new(kind: Kind, length: usize) -> Self {
        let first = (kind as u8) << KIND_SHIFT;
        match u8::try_from(length) {
            Ok(length @ 0..LENGTH_IN_ONE) => Header([first | length, 0, 0, 0, 0], 1),
            Ok(length) => Header([first | LENGTH_IN_ONE, length, 0, 0, 0], 2),
            Err(_) => Header::wide(kind, length),
        }
    }

    fn wide(kind: Kind, length: usize) -> Self {
        let [a, b, c, d] = u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        Header([(kind as u8) << KIND_SHIFT | LENGTH_IN_FOUR, a, b, c, d], OPEN_HEADER_BYTES)
    }

    fn bytes(&self) -> &[u8] {
        &self.0[..self.1]
    }
}

/// A value: its kind, and where its content begins and ends.
#[derive(Clone, Copy)]
struct Item {
    kind: Kind,
    start: usize,
    end: usize,
}

/// The longest message, so that every length fits a header.
pub(crate) const MAX_MESSAGE_BYTES: usize = u32::MAX as usize / 4;

/// The values of one message. White space is not kept.
#[derive(Default)]
pub(crate) struct Tape {
    /// All values, then the text of the current token so far.
    pub(super) bytes: Vec<u8>,
    /// Bytes that may hold old content, to be wiped.
    dirty: usize,
    /// The decoded base64 of long strings, each with the place of its string.
    blobs: Vec<(usize, Arc<Blob>)>,
    /// The message's first error; after it no values are kept.
    pub fault: Option<Cow<'static, str>>,
    /// Bytes of the message, white space not counted.
    pub size: usize,
    /// How often a value was looked at.
    #[cfg(test)]
    pub looks: std::sync::atomic::AtomicUsize,
}

/// A larger tape is freed after its message.
const MAX_KEPT_TAPE_BYTES: usize = 512 * 1024;

/// A tape grows by at most this, instead of to twice its size.
const MAX_GROWTH_BYTES: usize = 256 * 1024;

/// Reading.
impl Tape {
    fn item(&self, at: usize) -> Option<Item> {
        #[cfg(test)]
        self.looks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let &first = self.bytes.get(at)?;
        let kind = KINDS[usize::from(first >> KIND_SHIFT)];
        let (start, length) = match first & LENGTH_BITS {
            LENGTH_IN_FOUR => {
                let bytes = self.bytes.get(at + 1..)?.first_chunk()?;
                (at + OPEN_HEADER_BYTES, usize::try_from(u32::from_le_bytes(*bytes)).ok()?)
            }
            LENGTH_IN_ONE => (at + 2, usize::from(*self.bytes.get(at + 1)?)),
            short => (at + 1, usize::from(short)),
        };
        Some(Item { kind, start, end: start + length })
    }

    /// The kind of the value at this place; `None` behind the last.
    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.item(at).map(|item| item.kind)
    }

    /// The place behind the value at this one.
    pub(crate) fn after(&self, at: usize) -> usize {
        self.item(at).map_or(usize::MAX, |item| item.end)
    }

    /// The places where the elements of an array, or the keys and values of an object, begin and end.
    pub(crate) fn inside(&self, at: usize) -> (usize, usize) {
        match self.item(at) {
            Some(Item { kind: Kind::Array | Kind::Object, start, end }) => (start, end),
            _ => (at, at),
        }
    }

    /// The text of a string or a number.
    pub(crate) fn text(&self, at: usize) -> &[u8] {
        match self.item(at) {
            Some(Item { kind: Kind::String | Kind::Blob | Kind::Number, start, end }) => {
                self.bytes.get(start..end).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// [`Tape::text`] as a `str`; the lexer has checked it.
    pub(crate) fn str(&self, at: usize) -> &str {
        std::str::from_utf8(self.text(at)).unwrap_or_default()
    }

    /// The decoded beginning of a long string.
    pub(crate) fn blob(&self, at: usize) -> Option<&Arc<Blob>> {
        let blobs = if self.kind(at) == Some(Kind::Blob) { &self.blobs[..] } else { &[] };
        blobs.iter().find(|(place, _)| *place == at).map(|(_, blob)| blob)
    }

    /// A string's text, with its long base64 encoded again.
    pub(crate) fn string(&self, at: usize) -> Cow<'_, str> {
        let Some(blob) = self.blob(at) else { return Cow::Borrowed(self.str(at)) };
        let mut text = Vec::with_capacity(blob.letters() + self.text(at).len());
        blob.write_letters(&mut text);
        text.extend_from_slice(self.text(at));
        Cow::Owned(String::from_utf8(text).unwrap_or_default())
    }

    /// Writes the value at a place in the form of an answer: its separators and escapes; numbers as they came.
    pub(crate) fn print(&self, at: usize, out: &mut JsonWriter<'_>) {
        let Some(Item { kind, start, end }) = self.item(at) else { return };
        match kind {
            Kind::Null => out.raw(b"null"),
            Kind::False => out.raw(b"false"),
            Kind::True => out.raw(b"true"),
            Kind::Number => out.raw(self.text(at)),
            Kind::String => out.string(self.str(at)),
            Kind::Blob => self.print_blob(at, out),
            Kind::Array => {
                out.raw(b"[");
                self.print_inside(start, end, [b", ", b", "], out);
                out.raw(b"]");
            }
            Kind::Object => {
                out.raw(b"{");
                self.print_inside(start, end, [b": ", b", "], out);
                out.raw(b"}");
            }
        }
    }

    /// Writes the values between two places, with these separators by turns.
    fn print_inside(&self, mut at: usize, end: usize, separators: [&[u8]; 2], out: &mut JsonWriter<'_>) {
        let mut separators = separators.into_iter().cycle();
        while at < end && !out.failed() {
            self.print(at, out);
            at = self.after(at);
            match separators.next() {
                Some(separator) if at < end => out.raw(separator),
                _ => {}
            }
        }
    }

    /// Writes a long string without holding its text as a whole.
    fn print_blob(&self, at: usize, out: &mut JsonWriter<'_>) {
        out.raw(b"\"");
        if let Some(blob) = self.blob(at) {
            let _: Result<(), Infallible> = blob.for_each_letters(|letters| {
                out.raw(letters);
                Ok(())
            });
        }
        out.string_part(self.str(at));
        out.raw(b"\"");
    }

    /// All that is kept: headers, and the text of strings and numbers.
    pub(crate) fn all_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Writing.
impl Tape {
    /// Appends text of the current token.
    pub(super) fn append(&mut self, text: &[u8]) {
        self.reserve(text.len());
        self.bytes.extend_from_slice(text);
    }

    fn reserve(&mut self, more: usize) {
        let length = self.bytes.len();
        if self.bytes.capacity() - length < more {
            self.bytes.reserve_exact(more.max(length.clamp(64, MAX_GROWTH_BYTES)));
        }
    }

    /// Turns the text appended from `place` on into a value.
    pub(super) fn push(&mut self, kind: Kind, place: usize) {
        if kind.is_word() {
            self.bytes.truncate(place);
        }
        let length = self.bytes.len().saturating_sub(place);
        let header = Header::new(kind, length);
        self.reserve(header.1);
        self.bytes.extend_from_slice(header.bytes());
        self.bytes.copy_within(place..place + length, place + header.1);
        self.bytes[place..place + header.1].copy_from_slice(header.bytes());
    }

    /// Appends a value with this text.
    #[inline]
    pub(super) fn push_text(&mut self, kind: Kind, text: &[u8]) {
        let text = if kind.is_word() { &[] } else { text };
        let header = Header::new(kind, text.len());
        self.reserve(header.1 + text.len());
        self.bytes.extend_from_slice(header.bytes());
        self.bytes.extend_from_slice(text);
    }

    /// Begins an array or an object.
    pub(super) fn open(&mut self, kind: Kind) {
        self.append(Header::wide(kind, 0).bytes());
    }

    /// Ends the array or object that begins at this place.
    pub(super) fn close(&mut self, place: usize) {
        let Some(Item { kind, start, .. }) = self.item(place) else { return };
        let length = self.bytes.len() - start;
        let mut header = Header::new(kind, length);
        // A blob is found by its place, so nothing may move.
        if self.blobs.last().is_some_and(|(blob, _)| *blob > place) {
            header = Header::wide(kind, length);
        }
        self.bytes[place..place + header.1].copy_from_slice(header.bytes());
        if header.1 < OPEN_HEADER_BYTES {
            // Only short content is moved, so nesting costs nothing.
            self.dirty = self.dirty.max(self.bytes.len());
            self.bytes.copy_within(start.., place + header.1);
            self.bytes.truncate(place + header.1 + length);
        }
    }

    /// Drops everything from `place` on.
    pub(super) fn truncate(&mut self, place: usize) {
        let length = self.bytes.len();
        truncate_wiped(&mut self.bytes, place.min(length));
        self.blobs.retain(|(blob, _)| *blob < place);
    }

    /// Adds the decoded beginning of the current token, which begins at this place.
    pub(super) fn add_blob(&mut self, place: usize, blob: Blob) {
        self.blobs.push((place, Arc::new(blob)));
    }

    /// The decoded beginning of the current token, if it has one.
    pub(super) fn unfinished_blob(&self, place: usize) -> Option<&Blob> {
        self.blobs.last().filter(|(blob, _)| *blob == place).map(|(_, blob)| &**blob)
    }

    /// [`Tape::unfinished_blob`] together with the bytes, both to be changed.
    pub(super) fn unfinished_parts(&mut self, place: usize) -> Option<(&mut Blob, &mut Vec<u8>)> {
        let (blob_place, blob) = self.blobs.last_mut()?;
        // It is shared only after the message has ended.
        if *blob_place == place { Some((Arc::get_mut(blob)?, &mut self.bytes)) } else { None }
    }

    /// Wipes the message: it may hold a password.
    pub(crate) fn clear(&mut self) {
        let used = self.bytes.len().max(std::mem::take(&mut self.dirty)).min(self.bytes.capacity());
        self.bytes.resize(used, 0);
        self.bytes.fill(0);
        self.bytes.clear();
        self.blobs.clear();
        self.fault = None;
        self.size = 0;
    }

    /// Whether it takes more memory than is kept.
    pub(crate) fn is_large(&self) -> bool {
        self.memory() > MAX_KEPT_TAPE_BYTES
    }

    /// Bytes of memory that it takes, blobs not counted.
    pub(crate) fn memory(&self) -> usize {
        self.bytes.capacity()
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Cuts text to a length and wipes the rest.
pub(super) fn truncate_wiped(text: &mut Vec<u8>, length: usize) {
    text[length..].fill(0);
    text.truncate(length);
}
