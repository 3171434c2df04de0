//! One value of a message: an index into its tape.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use super::blob::Blob;
use super::dialect;
use super::object::ObjectReader;
use super::tape::{Tape, TokenKind};
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

/// How unknown members and names are treated: an agent refuses them, a client ignores them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    Strict,
    Lenient,
}

/// A checked tape: borrowed from a message, or made for the value.
#[derive(Clone)]
enum TapeSource<'a> {
    Message(&'a Arc<Tape>),
    Own(Arc<Tape>),
}

/// One value in well-formed JSON text.
#[derive(Clone)]
pub struct Value<'a> {
    source: TapeSource<'a>,
    at: usize,
    strictness: Strictness,
}

impl<'a> Value<'a> {
    /// The value at a token of a checked tape.
    pub(crate) fn new(tape: &'a Arc<Tape>, at: usize, strictness: Strictness) -> Self {
        Value { source: TapeSource::Message(tape), at, strictness }
    }

    /// Reads JSON text as a client does: checks that it is well formed, ignores unknown members.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn lenient(text: &'a str) -> Result<Self, UnmarshalError> {
        Value::checked(text, Strictness::Lenient)
    }

    /// Reads JSON text as an agent does: checks that it is well formed, refuses unknown members.
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
        // Ends a number or a word.
        decoder.push(b"\n");
        let tape = match decoder.next_frame() {
            Some(Frame::Message(raw)) => raw.tape,
            Some(Frame::Broken(reason)) => return Err(malformed(&reason)),
            _ => return Err(malformed("premature EOI")),
        };
        if decoder.next_frame().is_some() || decoder.is_half_read() {
            return Err(malformed("trailing characters"));
        }
        dialect::check(&tape).map_err(|reason| malformed(&reason))?;
        Ok(Value { source: TapeSource::Own(tape), at: 0, strictness })
    }

    /// An empty object, as an agent reads it.
    pub(crate) fn no_arguments() -> Self {
        static EMPTY: LazyLock<Arc<Tape>> =
            LazyLock::new(|| Value::strict("{}").map(|empty| empty.share()).unwrap_or_default());
        Value::new(&EMPTY, 0, Strictness::Strict)
    }

    pub(super) fn tape(&self) -> &Tape {
        match &self.source {
            TapeSource::Message(tape) => tape,
            TapeSource::Own(tape) => tape,
        }
    }

    /// Another value of the same message.
    pub(super) fn with(&self, at: usize) -> Self {
        Value { source: self.source.clone(), at, strictness: self.strictness }
    }

    /// The token that it begins at.
    pub(crate) fn token(&self) -> usize {
        self.at
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    /// The members of an object, in the message's order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&[u8], Value<'a>)> {
        let end = if self.kind() == JsonKind::Object { self.tape().after(self.at) - 1 } else { 0 };
        let mut name = self.at + 1;
        std::iter::from_fn(move || {
            let member = (name < end).then(|| (self.tape().text(name), self.with(name + 2)));
            // After a value comes a comma, or the closing bracket.
            name = self.tape().after(name + 2) + 1;
            member
        })
    }

    /// The value as JSON text, in an answer's form: its separators and escapes; numbers as they were spelt.
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        self.print(&mut JsonWriter::new(&mut text));
        String::from_utf8(text).unwrap_or_default()
    }

    /// Writes [`Value::text`].
    pub(crate) fn print(&self, out: &mut JsonWriter<'_>) {
        self.tape().print(self.at, out);
    }

    /// The JSON type of the value.
    pub fn kind(&self) -> JsonKind {
        match self.tape().kind(self.at) {
            TokenKind::OpenObject => JsonKind::Object,
            TokenKind::OpenArray => JsonKind::Array,
            TokenKind::String | TokenKind::Blob => JsonKind::String,
            TokenKind::True | TokenKind::False => JsonKind::Bool,
            TokenKind::Number => JsonKind::Number,
            _ => JsonKind::Null,
        }
    }

    /// The error of a value whose JSON type does not fit; `expected` is a JSON type or an alternate's name.
    pub fn wrong_type(&self, expected: &'static str) -> UnmarshalError {
        UnmarshalError::wrong_type(expected)
    }

    /// Reads an object. A strict reader refuses members that `T` did not take.
    ///
    /// # Errors
    /// It is no object, or a member has not the form of its type, is missing, or is unexpected.
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
            (JsonKind::String, TapeSource::Message(tape)) => Ok(tape.string(self.at)),
            (JsonKind::String, TapeSource::Own(tape)) => Ok(tape.string(self.at).into_owned().into()),
            _ => Err(self.wrong_type("string")),
        }
    }

    /// Reads a list.
    ///
    /// # Errors
    /// It is no list, or an element has not the form of `T`.
    pub fn list<T: Unmarshal>(self) -> Result<Vec<T>, UnmarshalError> {
        if self.kind() != JsonKind::Array {
            return Err(self.wrong_type("array"));
        }
        let end = self.tape().after(self.at) - 1;
        let mut element = self.at + 1;
        let mut list = Vec::new();
        while element < end {
            list.push(T::unmarshal(self.with(element)).map_err(|error| error.in_element(list.len()))?);
            element = self.tape().after(element) + 1;
        }
        Ok(list)
    }

    /// A boolean's value, if it is one.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.tape().kind(self.at) {
            TokenKind::True => Some(true),
            TokenKind::False => Some(false),
            _ => None,
        }
    }

    /// A number as it was spelt, if it is one.
    pub(crate) fn number(&self) -> Option<&str> {
        (self.kind() == JsonKind::Number).then(|| self.tape().str(self.at))
    }

    /// A string in two parts, if it is one: the blob that was decoded while it arrived, and the text after it.
    pub(crate) fn base64(&self) -> Option<(Option<&Arc<Blob>>, &[u8])> {
        (self.kind() == JsonKind::String).then(|| (self.tape().blob(self.at), self.tape().text(self.at)))
    }

    /// The message's tape, for a payload that outlives the message.
    pub(crate) fn share(&self) -> Arc<Tape> {
        match &self.source {
            TapeSource::Message(tape) => Arc::clone(tape),
            TapeSource::Own(tape) => Arc::clone(tape),
        }
    }
}
