//! One whole, checked message.

use std::sync::Arc;

use crate::framing::RawMessage;
use crate::json::dialect::complaint;
use crate::json::tape::Tape;
use crate::json::value::{Strictness, Value};

/// A checked message. A large payload may share its text.
pub struct Message {
    tape: Arc<Tape>,
    strictness: Strictness,
}

impl Message {
    /// Checks a request, as an agent reads it.
    ///
    /// # Errors
    /// The error text that the agent answers.
    pub fn request(raw: RawMessage) -> Result<Self, String> {
        Message::checked(raw, Strictness::Strict)
    }

    /// Checks an answer, as a client reads it.
    ///
    /// # Errors
    /// The error text.
    pub fn answer(raw: RawMessage) -> Result<Self, String> {
        Message::checked(raw, Strictness::Lenient)
    }

    fn checked(raw: RawMessage, strictness: Strictness) -> Result<Self, String> {
        complaint(&raw.tape)?;
        Ok(Message { tape: raw.tape, strictness })
    }

    /// Its length in bytes, without white space between tokens.
    pub(crate) fn size(&self) -> usize {
        self.tape.size
    }

    /// How many bytes are kept of it, long base64 strings not counted.
    pub(crate) fn memory(&self) -> usize {
        self.tape.memory()
    }

    /// The message's value.
    pub fn value(&self) -> Value<'_> {
        self.part(0)
    }

    /// The part of the message's value at this place.
    pub(crate) fn part(&self, place: usize) -> Value<'_> {
        Value::new(&self.tape, place, self.strictness)
    }
}
