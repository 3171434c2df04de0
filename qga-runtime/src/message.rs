//! One whole JSON text as it came over the wire, checked and ready to be read.

use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;
use zeroize::Zeroize;

use crate::dialect;
use crate::framing::{Hole, RawMessage};
use crate::unmarshal::{Shared, Strictness, Value};

/// A checked message: strict JSON, in a text that a large payload may go on sharing.
pub struct Message {
    text: Arc<Vec<u8>>,
    range: Range<usize>,
    strictness: Strictness,
    hole: Option<Hole>,
}

impl Message {
    /// Checks a request, as an agent reads it.
    ///
    /// # Errors
    /// The description of what is wrong, as the agent answers it.
    pub fn request(raw: RawMessage) -> Result<Self, String> {
        // What is written anew moves, and with it the hole.
        let raw = if raw.plain { raw } else { raw.whole() };
        let (raw, rewritten) = match dialect::check(raw.bytes(), raw.plain) {
            Err(_) if raw.hole.is_some() => {
                let raw = raw.whole();
                let rewritten = dialect::check(raw.bytes(), raw.plain)?;
                (raw, rewritten)
            }
            checked => (raw, checked?),
        };
        let (text, range) = match rewritten {
            Some(rewritten) => {
                let whole = 0..rewritten.len();
                (Arc::new(rewritten), whole)
            }
            None => (raw.text, raw.range),
        };
        Ok(Message { text, range, strictness: Strictness::Strict, hole: raw.hole })
    }

    /// Checks an answer, as a client reads it: strict JSON.
    ///
    /// # Errors
    /// The description of what is wrong.
    pub fn answer(text: Arc<Vec<u8>>, range: Range<usize>) -> Result<Self, String> {
        let bytes = text.get(range.clone()).unwrap_or_default();
        match serde_json::from_slice::<&RawValue>(bytes) {
            Ok(_) => Ok(Message { text, range, strictness: Strictness::Lenient, hole: None }),
            Err(error) => Err(format!("JSON parse error, {error}")),
        }
    }

    /// An answer in the form that agents give those to our own requests: a value and a number as id, spaced as usual.
    /// Tells where the value is, and the number; `None` says nothing about the text.
    pub(crate) fn simple_answer(text: &Arc<Vec<u8>>, range: &Range<usize>) -> Option<(Self, Range<usize>, i64)> {
        let begin = b"{\"return\": ";
        let members = text.get(range.clone())?.strip_prefix(begin)?.strip_suffix(b"}")?;
        let (before, id) = members.split_at(memchr::memrchr(b' ', members)? + 1);
        let value = before.strip_suffix(b", \"id\": ")?;
        if !id.iter().all(u8::is_ascii_digit) || matches!(id, [b'0', _, ..]) {
            return None;
        }
        let id = std::str::from_utf8(id).ok()?.parse().ok()?;
        // With a sound value between these ends, all of it is sound.
        serde_json::from_slice::<&RawValue>(value).ok()?;
        let start = range.start + begin.len();
        let message =
            Message { text: Arc::clone(text), range: range.clone(), strictness: Strictness::Lenient, hole: None };
        Some((message, start..start + value.len(), id))
    }

    /// Whether its text is not all there.
    pub(crate) fn has_hole(&self) -> bool {
        self.hole.is_some()
    }

    /// Whether text is missing outside of this part of the message, where nobody looks for it.
    pub(crate) fn hole_is_outside(&self, part: Value<'_>) -> bool {
        let Some(hole) = &self.hole else { return false };
        !self.range_of(part).contains(&(self.range.start + hole.begin))
    }

    /// Wipes a text that nobody else has: what was written anew, since it was not strict JSON, may hold a password as well.
    pub(crate) fn wipe(mut self) {
        if let Some(text) = Arc::get_mut(&mut self.text) {
            text.zeroize();
        }
    }

    /// The message with all its text, to be checked anew.
    pub(crate) fn whole(self) -> RawMessage {
        let Message { text, range, hole, .. } = self;
        RawMessage { text, range, plain: true, doubtful: false, hole, simple: None }.whole()
    }

    /// The message's value.
    pub fn value(&self) -> Value<'_> {
        self.part(self.range.clone())
    }

    /// Where a part of the message's value is in its text, for [`Message::part`].
    pub(crate) fn range_of(&self, part: Value<'_>) -> Range<usize> {
        let begin = (part.text().as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        begin..begin.saturating_add(part.text().len())
    }

    /// A part of the message's value.
    pub(crate) fn part(&self, range: Range<usize>) -> Value<'_> {
        let bytes = self.text.get(range).unwrap_or_default();
        // Checked when the message was made.
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Value::new(
            text,
            self.strictness,
            Some(Shared { text: &self.text, start: self.range.start, hole: self.hole.as_ref() }),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unmarshal::ObjectReader;

    /// The value and the id of an answer that is understood at once; the long way must agree.
    fn understood(text: &str) -> Option<(String, i64)> {
        let text = Arc::new(format!("x{text}x").into_bytes());
        let range = 1..text.len() - 1;
        let (message, value, id) = Message::simple_answer(&text, &range)?;
        let long = Message::answer(text, range).expect("an answer");
        let mut members = ObjectReader::new(long.value()).expect("an object");
        assert_eq!(members.take("return").map(|value| value.text()), Some(message.part(value.clone()).text()));
        assert_eq!(members.take("id").map(|id| id.text().to_owned()), Some(id.to_string()));
        assert_eq!(members.leftover(), None);
        Some((message.part(value).text().to_owned(), id))
    }

    #[test]
    fn usual_answers_are_understood_at_once_and_others_left_alone() {
        for (text, value, id) in [
            (r#"{"return": {}, "id": 7}"#, "{}", 7),
            (
                r#"{"return": {"id": 1, "return": [", \"id\": 3}"]}, "id": 0}"#,
                r#"{"id": 1, "return": [", \"id\": 3}"]}"#,
                0,
            ),
            (r#"{"return": -12, "id": 281474976710655}"#, "-12", 281_474_976_710_655),
        ] {
            assert_eq!(understood(text), Some((value.to_owned(), id)), "{text}");
        }
        for text in [
            "",
            r#"{"return": {}}"#,
            r#"{"return":{},"id":7}"#,
            r#"{"return": {}, "id": 07}"#,
            r#"{"return": {}, "id": -7}"#,
            r#"{"return": {}, "id": "7"}"#,
            r#"{"return": {}, "id": }"#,
            r#"{"return": {}, "id": 99999999999999999999}"#,
            r#"{"return": , "id": 7}"#,
            r#"{"return": {}, "x": 1, "id": 7}"#,
            r#"{"return": {}, "id": 6, "id": 7}"#,
            r#"{"return": {}}, "id": 7}"#,
            r#"{"return": {}, "id": 7}}"#,
        ] {
            assert_eq!(understood(text), None, "{text}");
        }
    }
}
