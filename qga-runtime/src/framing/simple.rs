//! Finds the requests that hosts send most at one go: a command without arguments, or with none in their braces, spelt as
//! everybody spells it.
//!
//! What is understood here would mean the same to the readers that understand everything; they are six times as much work
//! for a ping.

use std::ops::Range;

use super::Limits;

/// Longer names and marks are rare.
const LONGEST: usize = 64;

/// More than any such request has.
const TOKENS: usize = 32;

/// Where the parts of such a request are, counted from its first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Simple {
    /// The command's name, without its quotes.
    pub execute: Range<usize>,
    /// The mark its answer must carry, as that prints it.
    pub id: Option<Range<usize>>,
    /// Where it ends.
    pub end: usize,
}

/// The request that the input begins with; `None` says nothing about the input.
pub(super) fn first(input: &[u8], limits: &Limits) -> Option<Simple> {
    let mut rest = Rest { input, at: 0 };
    rest.sign(b'{')?;
    let (mut execute, mut id, mut arguments) = (None, None, None);
    loop {
        let key = rest.string()?;
        rest.sign(b':')?;
        match input.get(key)? {
            b"\"execute\"" if execute.is_none() => execute = Some(rest.string()?),
            b"\"id\"" if id.is_none() => id = Some(rest.mark()?),
            b"\"arguments\"" if arguments.is_none() => {
                rest.sign(b'{')?;
                arguments = Some(rest.sign(b'}')?);
            }
            _ => return None,
        }
        match rest.any_sign()? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    let quoted = execute?;
    let simple = Simple { execute: quoted.start + 1..quoted.end - 1, id, end: rest.at };
    let allowed = limits.bytes >= simple.end && limits.tokens >= TOKENS && limits.nesting >= 2;
    allowed.then_some(simple)
}

/// What is not read yet.
struct Rest<'a> {
    input: &'a [u8],
    at: usize,
}

impl Rest<'_> {
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.input.get(self.at) {
            self.at += 1;
        }
    }

    fn any_sign(&mut self) -> Option<u8> {
        self.skip_space();
        let sign = self.input.get(self.at)?;
        self.at += 1;
        Some(*sign)
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        (self.any_sign()? == sign).then_some(())
    }

    /// A string with nothing special in it, quotes included.
    fn string(&mut self) -> Option<Range<usize>> {
        self.sign(b'"')?;
        let inside = self.at;
        for byte in self.input.get(inside..)?.iter().take(LONGEST + 1) {
            self.at += 1;
            match byte {
                b'"' => return Some(inside - 1..self.at),
                b'\\' => return None,
                b' '..=b'~' => {}
                _ => return None,
            }
        }
        None
    }

    /// A string or a small positive number.
    fn mark(&mut self) -> Option<Range<usize>> {
        self.skip_space();
        let rest = self.input.get(self.at..)?;
        if rest.first() == Some(&b'"') {
            return self.string();
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let usual = matches!(rest.first(), Some(b'1'..=b'9')) && digits <= 18;
        let ended = matches!(rest.get(digits), Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'}'));
        let begin = self.at;
        self.at += digits;
        (usual && ended).then_some(begin..self.at)
    }
}

#[cfg(test)]
mod tests {
    use crate::envelope::Request;
    use crate::framing::{Decoder, Frame, Limits, RawMessage};
    use crate::message::Message;

    /// The one message in these pieces.
    fn message<'p>(pieces: impl IntoIterator<Item = &'p [u8]>) -> Option<RawMessage> {
        let mut decoder = Decoder::new(Limits::default());
        let mut found = None;
        for piece in pieces {
            decoder.push(piece);
            while let Some(frame) = decoder.next_frame() {
                let Frame::Message(raw) = frame else { return None };
                assert!(found.replace(raw).is_none(), "more than one message");
            }
        }
        found
    }

    /// Whether the request is understood here; then it must mean what everybody else understands.
    fn understood(text: &str) -> bool {
        let Some(raw) = message([text.as_bytes()]) else { return false };
        let Some(request) = Request::simple(&raw) else { return false };
        // What comes byte by byte goes the long way.
        let slow = message(text.as_bytes().chunks(1)).expect("one message");
        assert!(Request::simple(&slow).is_none());
        assert_eq!((raw.bytes(), raw.plain, raw.doubtful), (slow.bytes(), slow.plain, slow.doubtful), "{text}");
        let message = Message::request(slow).expect("good JSON");
        let Ok(expected) = Request::read(message.value()) else { panic!("{text} is no request") };
        assert_eq!(request.execute, expected.execute, "{text}");
        assert_eq!(request.arguments.text(), expected.arguments.text(), "{text}");
        assert_eq!(request.id, expected.id, "{text}");
        true
    }

    #[test]
    fn what_is_understood_means_the_same_to_everybody() {
        for text in [
            r#"{"execute":"guest-ping"}"#,
            "\n {\"execute\":\"guest-ping\"}\r\n",
            "{ \"execute\" :\r\n\t\"guest-ping\" }",
            r#"{"execute":"guest-ping","id":1}"#,
            r#"{"execute": "guest-ping", "id": 123456789012345678}"#,
            r#"{"id":"libvirt-7","execute":"guest-ping"}"#,
            r#"{"id":"","execute":""}"#,
            r#"{"execute":"}{'][,:"}"#,
            r#"{"execute":"guest-ping","arguments":{},"id":2}"#,
        ] {
            assert!(understood(text), "{text}");
        }
        for text in [
            "",
            "{}",
            "[]",
            r#"{"execute":"guest-ping""#,
            r#"{"execute":"guest-ping",}"#,
            r#"{"execute":"guest-ping" "id":1}"#,
            r#"{"execute":"guest-ping","id":1.5}"#,
            r#"{"execute":"guest-ping","id":01}"#,
            r#"{"execute":"guest-ping","id":-0}"#,
            r#"{"execute":"guest-ping","id":1e5}"#,
            r#"{"execute":"guest-ping","id":1234567890123456789}"#,
            r#"{"execute":"guest-ping","id":"é"}"#,
            r#"{"execute":"guest-ping","id":"a\/b"}"#,
            r#"{"execute":"guest-ping","id":null}"#,
            r#"{"execute":"guest-ping","id":1,"id":1}"#,
            r#"{"execute":"guest-ping","execute":"guest-ping"}"#,
            r#"{"execute":"guest-ping","arguments":{"x":1}}"#,
            r#"{"execute":"guest-ping","arguments":{},"arguments":{}}"#,
            r#"{"execute":"guest-ping","arguments":[]}"#,
            r#"{'execute':'guest-ping'}"#,
            r#"{"execute\u0000":"guest-ping"}"#,
            r#"{"execute":1}"#,
            r#"{"id":1}"#,
        ] {
            assert!(!understood(text), "{text}");
        }
    }
}
