//! One value of a message: a place on its tape.

use std::borrow::Cow;
use std::io;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use super::blob::Blob;
use super::object::ObjectReader;
use super::tape::{Kind, Tape};
use crate::command::QapiEnum;
use crate::framing::{Decoder, Frame, Limits};
use crate::marshal::JsonWriter;
use crate::unmarshal::{Object, Unmarshal, UnmarshalError};

/// The JSON type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// Any number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// Elements of a list read between two checks of the deadline.
const ELEMENTS_PER_CHECK: usize = 256;

/// How unknown members are treated: an agent refuses them, a client ignores them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    Strict,
    Lenient,
}

/// A checked tape: a message's, or the value's own.
#[derive(Clone)]
enum Source<'a> {
    Message(&'a Arc<Tape>),
    Own(Arc<Tape>),
}

/// One value in JSON text that is known to be well formed.
#[derive(Clone)]
pub struct Value<'a> {
    source: Source<'a>,
    at: usize,
    strictness: Strictness,
    /// The deadline for reading it.
    deadline: Option<Instant>,
}

impl<'a> Value<'a> {
    /// The value at a place of a checked tape.
    pub(crate) fn new(tape: &'a Arc<Tape>, at: usize, strictness: Strictness) -> Self {
        Value { source: Source::Message(tape), at, strictness, deadline: None }
    }

    /// A client's view of JSON text: well-formedness is checked, unknown members are ignored.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn lenient(text: &'a str) -> Result<Self, UnmarshalError> {
        Value::checked(text, Strictness::Lenient)
    }

    /// An agent's view of JSON text: well-formedness is checked, unknown members are refused.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn strict(text: &'a str) -> Result<Self, UnmarshalError> {
        Value::checked(text, Strictness::Strict)
    }

    fn checked(text: &str, strictness: Strictness) -> Result<Self, UnmarshalError> {
        let malformed =
            |reason: &str| UnmarshalError::malformed(reason.trim_start_matches("JSON parse error, ").into());
        let limits = Limits { bytes: usize::MAX, tokens: usize::MAX, ..Limits::default() };
        let mut decoder = Decoder::reading(limits, strictness);
        decoder.push(text.as_bytes());
        // A number or a word ends where something else begins.
        decoder.push(b"\n");
        let message = match decoder.next_frame() {
            Some(Frame::Message(message)) => message,
            Some(Frame::Broken(reason)) => return Err(malformed(&reason)),
            _ => return Err(malformed("premature EOI")),
        };
        if decoder.next_frame().is_some() || decoder.is_half_read() {
            return Err(malformed("trailing characters"));
        }
        Ok(Value { source: Source::Own(Arc::clone(message.tape())), at: 0, strictness, deadline: None })
    }

    /// The object without members, as an agent reads it.
    pub(crate) fn no_arguments() -> Self {
        static EMPTY: LazyLock<Arc<Tape>> =
            LazyLock::new(|| Value::strict("{}").map(|empty| empty.share()).unwrap_or_default());
        Value::new(&EMPTY, 0, Strictness::Strict)
    }

    pub(super) fn tape(&self) -> &Tape {
        match &self.source {
            Source::Message(tape) => tape,
            Source::Own(tape) => tape,
        }
    }

    /// Another value of the same message.
    pub(super) fn with(&self, at: usize) -> Self {
        Value { source: self.source.clone(), at, ..*self }
    }

    /// Its place in its message.
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// The places where its elements, or its names and members, begin and end.
    pub(super) fn inside(&self) -> (usize, usize) {
        self.tape().inside(self.at)
    }

    /// The same value; reading it fails after the deadline.
    pub(crate) fn until(self, deadline: Instant) -> Self {
        Value { deadline: Some(deadline), ..self }
    }

    /// Fails after the deadline.
    pub(crate) fn check_time(&self) -> Result<(), UnmarshalError> {
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(UnmarshalError::late()),
            _ => Ok(()),
        }
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    /// The members of an object, in the order they came; of another value there are none.
    pub fn members(&self) -> impl Iterator<Item = (&str, Value<'a>)> {
        let (first, end) = if self.kind() == JsonKind::Object { self.inside() } else { (0, 0) };
        let mut places = self.places(first, end);
        std::iter::from_fn(move || Some((self.tape().str(places.next()?), self.with(places.next()?))))
    }

    /// The elements of a list, in the order they came; of another value there are none.
    pub fn elements(&self) -> impl Iterator<Item = Value<'a>> + Clone {
        let (first, end) = if self.kind() == JsonKind::Array { self.inside() } else { (0, 0) };
        self.places(first, end).map(|place| self.with(place))
    }

    /// The places of the values between two places.
    fn places(&self, first: usize, end: usize) -> impl Iterator<Item = usize> + Clone {
        let mut next = first;
        std::iter::from_fn(move || {
            let place = (next < end).then_some(next)?;
            next = self.tape().after(place);
            Some(place)
        })
    }

    /// The value as JSON text, in the form of an answer: its separators and escapes; numbers as they came.
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        self.print(&mut JsonWriter::new(&mut text));
        String::from_utf8(text).unwrap_or_default()
    }

    /// Writes [`Value::text`]. Where the writer streams into a channel, no more than a part of it is held.
    pub fn print(&self, out: &mut JsonWriter<'_>) {
        self.tape().print(self.at, out);
    }

    /// [`Value::text`]; fails after the deadline.
    pub(crate) fn text_in_time(&self) -> Result<String, UnmarshalError> {
        let mut text = TextInTime { value: self, text: Vec::new() };
        let mut buffer = Vec::new();
        let mut out = JsonWriter::streaming(&mut buffer, &mut text);
        self.print(&mut out);
        out.flush().map_err(|_| UnmarshalError::late())?;
        Ok(String::from_utf8(text.text).unwrap_or_default())
    }

    /// The JSON type of the value.
    pub fn kind(&self) -> JsonKind {
        match self.tape().kind(self.at) {
            Some(Kind::Object) => JsonKind::Object,
            Some(Kind::Array) => JsonKind::Array,
            Some(Kind::String | Kind::Blob) => JsonKind::String,
            Some(Kind::True | Kind::False) => JsonKind::Bool,
            Some(Kind::Number) => JsonKind::Number,
            Some(Kind::Null) | None => JsonKind::Null,
        }
    }

    /// The error of a value whose JSON type does not fit; `expected` is a JSON type or an alternate's name.
    pub fn wrong_type(&self, expected: &'static str) -> UnmarshalError {
        UnmarshalError::wrong_type(expected)
    }

    /// Reads an object. A strict reader refuses members that `T` did not take.
    ///
    /// # Errors
    /// It is no object, a member has not the form of its type, is missing, or is one too many.
    pub fn object<T: Object>(self) -> Result<T, UnmarshalError> {
        let mut reader = ObjectReader::new(self)?;
        let value = T::unmarshal_members(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }

    /// Reads a name of an enumeration. A lenient reader keeps an unknown one if `E` can hold it.
    ///
    /// # Errors
    /// It is no string, or no name of `E`.
    pub fn enumeration<E: QapiEnum>(self) -> Result<E, UnmarshalError> {
        let strict = self.is_strict();
        let name = self.string()?;
        if let Some(value) = E::from_name(&name) {
            return Ok(value);
        }
        let kept = if strict { None } else { E::other(&name) };
        kept.ok_or_else(|| UnmarshalError::bad_value(&name))
    }

    /// Reads a string.
    ///
    /// # Errors
    /// It is no string.
    pub fn string(self) -> Result<Cow<'a, str>, UnmarshalError> {
        match (self.kind(), &self.source) {
            (JsonKind::String, Source::Message(tape)) => Ok(tape.string(self.at)),
            (JsonKind::String, Source::Own(tape)) => Ok(tape.string(self.at).into_owned().into()),
            _ => Err(self.wrong_type("string")),
        }
    }

    /// Reads a string a part at a time; of another value there is none. No more than a part of long base64 is held.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn read_string<E>(&self, mut take: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        if self.kind() != JsonKind::String {
            return Ok(());
        }
        if let Some(blob) = self.tape().blob(self.at) {
            blob.for_each_letters(|letters| take(std::str::from_utf8(letters).unwrap_or_default()))?;
        }
        take(self.tape().str(self.at))
    }

    /// Reads a list.
    ///
    /// # Errors
    /// It is no list, or an element has not the form of `T`.
    pub fn list<T: Unmarshal>(self) -> Result<Vec<T>, UnmarshalError> {
        if self.kind() != JsonKind::Array {
            return Err(self.wrong_type("array"));
        }
        let mut list = Vec::new();
        let mut elements = self.elements();
        loop {
            if list.len() == list.capacity() {
                // At most twice the elements, and no room for an element that has not arrived.
                list.reserve_exact(elements.clone().take(list.len().max(1)).count());
            }
            if list.len() % ELEMENTS_PER_CHECK == 0 {
                self.check_time()?;
            }
            let Some(element) = elements.next() else { return Ok(list) };
            list.push(T::unmarshal(element).map_err(|error| error.in_element(list.len()))?);
        }
    }

    /// A boolean's value, if it is one.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.tape().kind(self.at) {
            Some(Kind::True) => Some(true),
            Some(Kind::False) => Some(false),
            _ => None,
        }
    }

    /// A number's text as it came, if it is one.
    pub(crate) fn number(&self) -> Option<&str> {
        (self.kind() == JsonKind::Number).then(|| self.tape().str(self.at))
    }

    /// A string in two parts, if it is one: the base64 decoded while it arrived, and the text behind it.
    pub(crate) fn base64(&self) -> Option<(Option<&Arc<Blob>>, &[u8])> {
        (self.kind() == JsonKind::String).then(|| (self.tape().blob(self.at), self.tape().text(self.at)))
    }

    /// The message's tape, for a payload that outlives the message.
    pub(crate) fn share(&self) -> Arc<Tape> {
        match &self.source {
            Source::Message(tape) => Arc::clone(tape),
            Source::Own(tape) => Arc::clone(tape),
        }
    }
}

/// The text of a value so far; writing to it fails after the deadline.
struct TextInTime<'v> {
    value: &'v Value<'v>,
    text: Vec<u8>,
}

impl io::Write for TextInTime<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.value.check_time().map_err(|_| io::ErrorKind::TimedOut)?;
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
