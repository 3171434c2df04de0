//! The one reader of JSON: bytes become tokens on a tape, and a value is a place on it.
//!
//! The lexer looks at every byte once, finds where a message ends, and decodes strings as they end. Nothing behind it
//! sees a quote, an escape or a bracket: the dialect, the values and what reads them walk the tape.

pub(crate) mod any;
pub(crate) mod blob;
pub(crate) mod dialect;
pub(crate) mod escape;
pub(crate) mod lexer;
pub(crate) mod object;
mod scalar;
pub(crate) mod tape;
pub(crate) mod value;

#[cfg(test)]
mod tests;
