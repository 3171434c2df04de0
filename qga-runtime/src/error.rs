//! What a handler answers when it cannot do what was asked.

use std::fmt;

/// The class that travels with an error; the guest agent protocol knows two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// The command does not exist, or is disabled.
    CommandNotFound,
    /// Everything else.
    GenericError,
    /// A class of another vocabulary, kept as it came.
    Other(String),
}

/// The only error a handler returns: exactly what travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandError {
    /// The kind of error.
    pub class: ErrorClass,
    /// What went wrong, for people; some of these texts are compared by host software.
    pub desc: String,
}

impl CommandError {
    /// A `GenericError` with this description.
    pub fn new(desc: impl Into<String>) -> Self {
        Self { class: ErrorClass::GenericError, desc: desc.into() }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.desc)
    }
}

impl std::error::Error for CommandError {}
