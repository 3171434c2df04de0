//! One whole message, which is JSON.

use std::fmt;
use std::sync::Arc;

use crate::json::tape::Tape;
use crate::json::value::{Strictness, Value};

/// One whole message, which is JSON. A large payload may share its text.
#[derive(Clone)]
pub struct Message {
    tape: Arc<Tape>,
    strictness: Strictness,
    doubtful: bool,
}

impl Message {
    pub(crate) fn new(tape: Arc<Tape>, strictness: Strictness, doubtful: bool) -> Self {
        Message { tape, strictness, doubtful }
    }

    /// The message's value.
    pub fn value(&self) -> Value<'_> {
        self.part(0)
    }

    /// The part of the message's value at this place.
    pub(crate) fn part(&self, place: usize) -> Value<'_> {
        Value::new(&self.tape, place, self.strictness)
    }

    /// Whether it follows broken input and may be a part of that: then no error about it is reported.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// The bytes kept of it: headers, and the text of its strings and numbers.
    pub fn bytes(&self) -> &[u8] {
        self.tape.all_bytes()
    }

    pub(crate) fn tape(&self) -> &Arc<Tape> {
        &self.tape
    }

    /// Its length in bytes, without white space between tokens.
    pub(crate) fn size(&self) -> usize {
        self.tape.size
    }

    /// Bytes of memory that it takes, long base64 strings not counted.
    pub(crate) fn memory(&self) -> usize {
        self.tape.memory()
    }
}

/// Shows its length, never its content: a message may carry a secret.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} bytes)", self.tape.size)
    }
}
