//! Why no code can be generated.

use std::fmt;

use qga_schema::Schema;
use qga_schema::source::{Location, Span};

/// What a valid schema has that cannot be generated, or what was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    span: Option<Span>,
    /// The span's place as people read it: file, line, column.
    place: Option<String>,
    option: Option<String>,
}

impl Error {
    /// An error about the schema as a whole, or about what was asked of it.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None, place: None, option: None }
    }

    /// An error about a place in the schema.
    pub(crate) fn at(schema: &Schema, span: Span, message: impl Into<String>) -> Self {
        let Location { path, line, column } = schema.sources().location(span);
        Self { message: message.into(), span: Some(span), place: Some(format!("{path}:{line}:{column}")), option: None }
    }

    /// The same error, about this name in the options.
    pub(crate) fn about(self, option: &str) -> Self {
        Self { option: Some(option.to_owned()), ..self }
    }

    /// The name in the options it is about, if it is about one.
    pub fn option(&self) -> Option<&str> {
        self.option.as_deref()
    }

    /// The place in the schema it is about, if there is one.
    pub fn span(&self) -> Option<Span> {
        self.span
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: error: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}
