//! Reads the requests that hosts send most: a command without arguments, or with none in their braces, spelt as everybody
//! spells it.
//!
//! What is understood here would mean the same to the readers that understand everything; they are four times as much
//! work for a ping.

use std::borrow::Cow;

use super::Request;
use crate::unmarshal::Value;

/// Longer names and marks are rare.
const LONGEST: usize = 64;

/// The request in a whole message; `None` says nothing about the message.
pub(super) fn read(message: &[u8]) -> Option<Request<'_>> {
    let mut rest = Rest(message);
    rest.sign(b'{')?;
    let (mut execute, mut id, mut arguments) = (None, None, None);
    loop {
        let key = rest.string()?;
        rest.sign(b':')?;
        match key {
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
            b'}' if rest.0.is_empty() => break,
            _ => return None,
        }
    }
    let name = execute.and_then(|quoted| quoted.get(1..quoted.len() - 1))?;
    let id = match id {
        Some(id) => Some(Cow::Borrowed(std::str::from_utf8(id).ok()?)),
        None => None,
    };
    Some(Request { execute: Cow::Borrowed(std::str::from_utf8(name).ok()?), arguments: Value::no_arguments(), id })
}

/// What is not read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn skip_space(&mut self) {
        while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = self.0 {
            self.0 = rest;
        }
    }

    fn any_sign(&mut self) -> Option<u8> {
        self.skip_space();
        let (sign, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*sign)
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        (self.any_sign()? == sign).then_some(())
    }

    /// A string with nothing special in it, quotes included.
    fn string(&mut self) -> Option<&'a [u8]> {
        self.skip_space();
        let inside = self.0.strip_prefix(b"\"")?;
        let plain = |byte: &&u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
        let length = inside.iter().take(LONGEST).take_while(plain).count();
        if inside.get(length) != Some(&b'"') {
            return None;
        }
        self.split(length + 2)
    }

    /// A string or a small positive number.
    fn mark(&mut self) -> Option<&'a [u8]> {
        self.skip_space();
        if self.0.first() == Some(&b'"') {
            return self.string();
        }
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let usual = matches!(self.0.first(), Some(b'1'..=b'9')) && digits <= 18;
        let ended = matches!(self.0.get(digits), Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'}'));
        if usual && ended { self.split(digits) } else { None }
    }

    fn split(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framing::{Decoder, Frame, Limits};
    use crate::message::Message;

    /// Whether the request is understood here; then it must mean what everybody else understands.
    fn understood(text: &str) -> bool {
        let Some(request) = read(text.as_bytes()) else { return false };
        let mut decoder = Decoder::new(Limits::default());
        decoder.push(text.as_bytes());
        let Some(Frame::Message(raw)) = decoder.next_frame() else { panic!("{text} is no message") };
        assert!(decoder.next_frame().is_none(), "{text} is one message");
        let message = Message::request(raw).expect("good JSON");
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
            r#"{"execute":"guest-ping"} "#,
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
