//! Errors about values, with the established agent's exact texts.

use std::fmt;

/// A value does not have the form of its type. The text names the member by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmarshalError {
    /// The path from the outermost object to the wrong value, as `vcpus[0].online`.
    path: String,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    Unexpected,
    WrongType(&'static str),
    Expects(&'static str),
    OutOfRange(&'static str),
    BadValue(String),
    Base64,
    Malformed(String),
    Late,
}

/// Bytes quoted of a refused value, at most; the other side chooses its length.
const MAX_QUOTED_BYTES: usize = 1023;

impl UnmarshalError {
    pub(crate) fn missing() -> Self {
        Self::of(Problem::Missing)
    }

    pub(crate) fn unexpected() -> Self {
        Self::of(Problem::Unexpected)
    }

    pub(crate) fn wrong_type(expected: &'static str) -> Self {
        Self::of(Problem::WrongType(expected))
    }

    pub(crate) fn expects(expected: &'static str) -> Self {
        Self::of(Problem::Expects(expected))
    }

    pub(crate) fn out_of_range(expected: &'static str) -> Self {
        Self::of(Problem::OutOfRange(expected))
    }

    /// The error of a value that an enum does not have.
    pub fn bad_value(value: &str) -> Self {
        let mut end = value.len().min(MAX_QUOTED_BYTES);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        Self::of(Problem::BadValue(value[..end].to_owned()))
    }

    pub(crate) fn base64() -> Self {
        Self::of(Problem::Base64)
    }

    pub(crate) fn late() -> Self {
        Self::of(Problem::Late)
    }

    /// Whether reading ended at its deadline.
    pub(crate) fn is_late(&self) -> bool {
        self.problem == Problem::Late
    }

    pub(crate) fn malformed(reason: String) -> Self {
        Self::of(Problem::Malformed(reason))
    }

    /// The same error, seen from the object whose member this is.
    pub fn in_member(self, name: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        UnmarshalError { path: format!("{name}{separator}{}", self.path), ..self }
    }

    /// The same error, seen from the list whose element this is.
    pub fn in_element(self, index: usize) -> Self {
        self.in_member(&format!("[{index}]"))
    }

    /// The path of the wrong value, as `vcpus[0].online`.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn of(problem: Problem) -> Self {
        UnmarshalError { path: String::new(), problem }
    }

    /// Enumeration and range errors name the last member alone; an element of a list has no name.
    fn last_name(&self) -> &str {
        let last = self.path.rsplit('.').next().unwrap_or_default();
        if last.ends_with(']') { "null" } else { last }
    }
}

impl fmt::Display for UnmarshalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.problem {
            Problem::Missing => write!(f, "Parameter '{path}' is missing"),
            Problem::Unexpected => write!(f, "Parameter '{path}' is unexpected"),
            Problem::WrongType(expected) => {
                write!(f, "Invalid parameter type for '{path}', expected: {expected}")
            }
            Problem::Expects(expected) => write!(f, "Parameter '{path}' expects {expected}"),
            Problem::OutOfRange(expected) => write!(f, "Parameter '{}' expects {expected}", self.last_name()),
            Problem::BadValue(value) => {
                write!(f, "Parameter '{}' does not accept value '{value}'", self.last_name())
            }
            Problem::Late => f.write_str("reading takes longer than allowed"),
            Problem::Base64 => f.write_str("Base64 data contains invalid characters"),
            Problem::Malformed(reason) => write!(f, "JSON parse error, {reason}"),
        }
    }
}

impl std::error::Error for UnmarshalError {}
