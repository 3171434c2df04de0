//! The syntax tree of one top-level expression.

use crate::source::Span;

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) kind: ValueKind,
    pub(crate) span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum ValueKind {
    Object(Vec<Entry>),
    Array(Vec<Value>),
    Str(Box<str>),
    Bool(bool),
    /// Where the text is in error, and in old schemas `null`.
    Nothing,
}

/// A key of an object with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Box<str>,
    pub(crate) key_span: Span,
    pub(crate) value: Value,
}

/// An object and its place.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) entries: Vec<Entry>,
    pub(crate) span: Span,
}

impl Object {
    /// The entry with a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        find(&self.entries, key)
    }

    /// The `{`: the place to which scripts expect messages to point.
    pub(crate) fn anchor(&self) -> Span {
        Span { end: self.span.start + 1, ..self.span }
    }
}

impl Value {
    /// What it is, for a message: `a string`.
    pub(crate) fn describe(&self) -> &'static str {
        match self.kind {
            ValueKind::Object(_) => "an object",
            ValueKind::Array(_) => "an array",
            ValueKind::Str(_) => "a string",
            ValueKind::Bool(_) => "a boolean",
            ValueKind::Nothing => "nothing",
        }
    }

    /// Its text, if it is a string.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Str(text) => Some(text),
            _ => None,
        }
    }
}

/// The entry of a list with a key.
pub(crate) fn find<'a>(entries: &'a [Entry], key: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| *entry.key == *key)
}
