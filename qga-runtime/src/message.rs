//! One whole JSON text as it came over the wire, checked and ready to be read.

use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::dialect;
use crate::framing::RawMessage;
use crate::unmarshal::{Strictness, Value};

/// A checked message: strict JSON, in a text that a large payload may go on sharing.
pub struct Message {
    text: Arc<Vec<u8>>,
    range: Range<usize>,
    strictness: Strictness,
}

impl Message {
    /// Checks a request, as an agent reads it.
    ///
    /// # Errors
    /// The description of what is wrong, as the agent answers it.
    pub fn request(raw: RawMessage) -> Result<Self, String> {
        let rewritten = dialect::check(raw.bytes(), raw.plain)?;
        let (text, range) = match rewritten {
            Some(rewritten) => {
                let whole = 0..rewritten.len();
                (Arc::new(rewritten), whole)
            }
            None => (raw.text, raw.range),
        };
        Ok(Message { text, range, strictness: Strictness::Strict })
    }

    /// Checks an answer, as a client reads it: strict JSON.
    ///
    /// # Errors
    /// The description of what is wrong.
    pub fn answer(text: Arc<Vec<u8>>, range: Range<usize>) -> Result<Self, String> {
        let bytes = text.get(range.clone()).unwrap_or_default();
        match serde_json::from_slice::<&RawValue>(bytes) {
            Ok(_) => Ok(Message { text, range, strictness: Strictness::Lenient }),
            Err(error) => Err(format!("JSON parse error, {error}")),
        }
    }

    /// The message's value.
    pub fn value(&self) -> Value<'_> {
        let bytes = self.text.get(self.range.clone()).unwrap_or_default();
        // Checked when the message was made.
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Value::new(text, self.strictness, Some(&self.text))
    }
}
