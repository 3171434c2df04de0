//! Reads JSON: bytes become values on a tape, and a `Value` is an index into it.
//!
//! The lexer reads every byte once, finds where a message ends, and decodes strings. No other code handles a quote, an
//! escape or a bracket: the dialect and the values walk the tape.

pub(crate) mod any;
pub(crate) mod blob;
pub(crate) mod dialect;
pub(crate) mod escape;
pub(crate) mod lexer;
pub(crate) mod object;
pub(crate) mod tape;
pub(crate) mod value;

#[cfg(test)]
mod tests;
