//! The error of a failed generation.

use std::fmt;

use qga_schema::Schema;
use qga_schema::source::{Location, Span};

/// A construct that cannot be generated, or a name in the options that the schema does not define.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    span: Option<Span>,
    /// The span as `file:line:column`.
    place: Option<String>,
    option: Option<String>,
}

impl Error {
    /// An error without a position.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None, place: None, option: None }
    }

    /// An error at a position in the schema.
    pub(crate) fn at(schema: &Schema, span: Span, message: impl Into<String>) -> Self {
        let Location { path, line, column } = schema.sources().location(span);
        Self { message: message.into(), span: Some(span), place: Some(format!("{path}:{line}:{column}")), option: None }
    }

    /// The same error, with the name in the options that it is about.
    pub(crate) fn about(self, option: &str) -> Self {
        Self { option: Some(option.to_owned()), ..self }
    }

    /// The name in the options that the error is about, if there is one.
    pub fn option(&self) -> Option<&str> {
        self.option.as_deref()
    }

    /// The position in the schema, if there is one.
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
