//! Reads typed values from JSON text, member by member in schema order, so that errors come in the protocol's order.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::Value as Any;

use crate::command::QapiEnum;
use crate::framing::Hole;
use crate::marshal::JsonWriter;
use crate::marshal::Marshal;
use crate::payload::{Payload, Secret};
use crate::spool::KEPT;

pub(crate) mod scan;

mod error;
mod reprint;
mod scalar;

pub use error::UnmarshalError;

/// A type that can be read from JSON.
pub trait Unmarshal: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// The value has not the form of this type.
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError>;
}

/// A type that is a JSON object: structs, unions, requests.
pub trait Object: Marshal + Unmarshal {
    /// Writes the members without the braces, so that a union can write a branch into itself.
    fn marshal_members(&self, out: &mut JsonWriter<'_>);

    /// Takes the members it knows from an object.
    ///
    /// # Errors
    /// A member is missing or has not the form of its type.
    fn unmarshal_members(from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError>;
}

/// QAPI's `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Null;

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

/// Who reads decides how strict: an agent refuses what it does not know, a client looks past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    Strict,
    Lenient,
}

/// The text of a message, which a large payload may keep instead of copying.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub text: &'a Arc<Vec<u8>>,
    /// Where in it the message begins.
    pub start: usize,
    /// What the text of one string lacks.
    pub hole: Option<&'a Hole>,
}

/// How a value is read, and what it is part of.
#[derive(Clone, Copy)]
struct Reading<'a> {
    strictness: Strictness,
    shared: Option<Shared<'a>>,
}

/// One value in a JSON text that is known to be well formed.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    reading: Reading<'a>,
}

impl<'a> Value<'a> {
    pub(crate) fn new(text: &'a str, strictness: Strictness, shared: Option<Shared<'a>>) -> Self {
        Value { text: text.trim_matches(scan::is_space), reading: Reading { strictness, shared } }
    }

    /// A client's view on JSON text of its own: well-formedness is checked, unknown members are looked past.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn lenient(text: &'a str) -> Result<Self, UnmarshalError> {
        Value::checked(text, Strictness::Lenient)
    }

    /// An agent's view on JSON text of its own: well-formedness is checked, unknown members will be refused.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn strict(text: &'a str) -> Result<Self, UnmarshalError> {
        Value::checked(text, Strictness::Strict)
    }

    fn checked(text: &'a str, strictness: Strictness) -> Result<Self, UnmarshalError> {
        serde_json::from_str::<&serde_json::value::RawValue>(text)
            .map_err(|error| UnmarshalError::malformed(error.to_string()))?;
        Ok(Value::new(text, strictness, None))
    }

    /// The object without members, as an agent reads it.
    pub(crate) fn no_arguments() -> Self {
        Value { text: "{}", reading: Reading { strictness: Strictness::Strict, shared: None } }
    }

    /// The object without members, to be read as `other` is.
    pub(crate) fn empty_object(other: Value<'a>) -> Self {
        Value { text: "{}", reading: other.reading }
    }

    /// Writes the value as any answer would print it: separators, escapes and numbers.
    pub(crate) fn reprint(self, out: &mut JsonWriter<'_>) {
        reprint::reprint(self, out);
    }

    /// The text of the value.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The JSON type of the value.
    pub fn kind(&self) -> JsonKind {
        match self.text.as_bytes().first() {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::Array,
            Some(b'"') => JsonKind::String,
            Some(b't' | b'f') => JsonKind::Bool,
            Some(b'n') | None => JsonKind::Null,
            Some(_) => JsonKind::Number,
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
        let name = self.string()?;
        if let Some(value) = E::from_name(&name) {
            return Ok(value);
        }
        let kept = match self.reading.strictness {
            Strictness::Strict => None,
            Strictness::Lenient => E::other(&name),
        };
        kept.ok_or_else(|| UnmarshalError::bad_value(&name))
    }

    /// Reads a string.
    ///
    /// # Errors
    /// It is no string.
    pub fn string(self) -> Result<Cow<'a, str>, UnmarshalError> {
        match self.kind() {
            JsonKind::String => Ok(scan::unescaped(self.encoded())),
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
        let mut list = Vec::new();
        for element in scan::elements(self.text) {
            let element = Value { text: element?, reading: self.reading };
            list.push(T::unmarshal(element).map_err(|error| error.in_element(list.len()))?);
        }
        Ok(list)
    }

    /// The text between the quotes of a string, still escaped.
    fn encoded(&self) -> &'a str {
        self.text.get(1..self.text.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Where `part`, a part of this value's text, lies in the shared message text.
    fn share(&self, part: &str) -> Option<(Arc<Vec<u8>>, std::ops::Range<usize>)> {
        let shared = self.reading.shared?.text;
        let start = (part.as_ptr() as usize).checked_sub(shared.as_ptr() as usize)?;
        let range = start..start.checked_add(part.len())?;
        shared.get(range.clone()).map(|_| (Arc::clone(shared), range))
    }

    /// Whether text that the decoder took out of the message is needed after all: nobody wanted the bytes for it, or
    /// somebody found fault with the text that is left.
    pub(crate) fn needs_text(&self, faulty: bool) -> bool {
        let hole = self.reading.shared.and_then(|shared| shared.hole);
        hole.is_some_and(|hole| faulty || !hole.claimed.load(Ordering::Relaxed))
    }

    /// What this value's own text lacks.
    fn hole(&self) -> Option<&'a Hole> {
        let shared = self.reading.shared?;
        let hole = shared.hole?;
        let begin = (self.encoded().as_ptr() as usize).checked_sub(shared.text.as_ptr() as usize)?;
        Some(hole).filter(|hole| begin == shared.start + hole.begin)
    }
}

/// The members of one object, found in one pass and taken one by one.
pub struct ObjectReader<'a> {
    members: Vec<Member<'a>>,
    /// Where to look first: members mostly come in schema order.
    next: usize,
    reading: Reading<'a>,
}

struct Member<'a> {
    name: Cow<'a, str>,
    text: &'a str,
    taken: bool,
}

impl<'a> ObjectReader<'a> {
    pub(crate) fn new(object: Value<'a>) -> Result<Self, UnmarshalError> {
        // Most commands have no arguments.
        if object.text == "{}" {
            return Ok(ObjectReader { members: Vec::new(), next: 0, reading: object.reading });
        }
        if object.kind() != JsonKind::Object {
            return Err(object.wrong_type("object"));
        }
        let mut members = Vec::new();
        for member in scan::members(object.text) {
            let (name, text) = member?;
            members.push(Member { name: scan::unescaped(name), text, taken: false });
        }
        refuse_duplicates(&members)?;
        Ok(ObjectReader { members, next: 0, reading: object.reading })
    }

    /// Takes a member that must be there.
    ///
    /// # Errors
    /// It is missing, or has not the form of `T`.
    pub fn required<T: Unmarshal>(&mut self, name: &'static str) -> Result<T, UnmarshalError> {
        match self.take(name) {
            Some(value) => T::unmarshal(value).map_err(|error| error.in_member(name)),
            None => Err(UnmarshalError::missing().in_member(name)),
        }
    }

    /// Takes a member that may be absent; `null` is not absent.
    ///
    /// # Errors
    /// It is there and has not the form of `T`.
    pub fn optional<T: Unmarshal>(&mut self, name: &'static str) -> Result<Option<T>, UnmarshalError> {
        match self.take(name) {
            Some(value) => T::unmarshal(value).map(Some).map_err(|error| error.in_member(name)),
            None => Ok(None),
        }
    }

    /// Takes a member that the schema demands, and that an old agent may not send: absent is an error only to a strict
    /// reader.
    ///
    /// # Errors
    /// It is there and has not the form of `T`, or it is missing.
    pub fn younger<T: Unmarshal>(&mut self, name: &'static str) -> Result<Option<T>, UnmarshalError> {
        match self.reading.strictness {
            Strictness::Strict => self.required(name).map(Some),
            Strictness::Lenient => self.optional(name),
        }
    }

    /// Takes a member as it is.
    pub fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let count = self.members.len();
        for step in 0..count {
            let at = (self.next + step) % count;
            let member = &mut self.members[at];
            if !member.taken && member.name == name {
                member.taken = true;
                self.next = at + 1;
                return Some(Value { text: member.text, reading: self.reading });
            }
        }
        None
    }

    /// The name of a member nobody took.
    pub(crate) fn leftover(&self) -> Option<&str> {
        self.members.iter().find(|member| !member.taken).map(|member| &*member.name)
    }

    fn finish(&self) -> Result<(), UnmarshalError> {
        match (self.reading.strictness, self.leftover()) {
            (Strictness::Strict, Some(name)) => Err(UnmarshalError::unexpected().in_member(name)),
            _ => Ok(()),
        }
    }
}

fn refuse_duplicates(members: &[Member<'_>]) -> Result<(), UnmarshalError> {
    // A few names are compared with each other faster than they are sorted.
    let twice = if members.len() <= 16 {
        members.iter().enumerate().any(|(at, member)| members[..at].iter().any(|other| other.name == member.name))
    } else {
        let mut names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| pair[0] == pair[1])
    };
    if twice { Err(UnmarshalError::malformed("duplicate key".into())) } else { Ok(()) }
}

impl<T: Unmarshal> Unmarshal for Box<T> {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        T::unmarshal(value).map(Box::new)
    }
}

impl<T: Unmarshal> Unmarshal for Vec<T> {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.list()
    }
}

impl Unmarshal for Payload {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        if value.kind() != JsonKind::String {
            return Err(value.wrong_type("string"));
        }
        let encoded = value.encoded();
        if let Some(hole) = value.hole() {
            let tail = encoded.get(KEPT..).unwrap_or_default();
            hole.claimed.store(true, Ordering::Relaxed);
            return Payload::spooled(hole.spool.clone(), tail, || value.share(tail)).ok_or_else(UnmarshalError::base64);
        }
        Payload::from_encoded(encoded, || value.share(encoded)).ok_or_else(UnmarshalError::base64)
    }
}

impl Unmarshal for Secret {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        if value.kind() != JsonKind::String {
            return Err(value.wrong_type("string"));
        }
        Secret::from_encoded(value.encoded()).ok_or_else(UnmarshalError::base64)
    }
}

impl Unmarshal for Any {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        serde_json::from_str(value.text).map_err(|error| UnmarshalError::malformed(error.to_string()))
    }
}

#[cfg(test)]
mod tests;
