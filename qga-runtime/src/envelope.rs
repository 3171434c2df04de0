//! Reads the object around a command and writes the one around a result.

use std::borrow::Cow;

use crate::error::CommandError;
use crate::framing::Frame;
use crate::json::tape::Kind;
use crate::json::value::Value;
use crate::marshal::{JsonWriter, Marshal};
use crate::message::Message;

/// A frame of the decoder, its envelope read.
pub(crate) enum Envelope {
    Sentinel,
    Request(Request),
    Refused(Refusal),
}

/// A request: a message, and the places of its parts.
pub(crate) struct Request {
    message: Message,
    execute: usize,
    arguments: Option<usize>,
    id: Option<usize>,
}

/// The error about a malformed request, and the id to echo.
pub(crate) struct Refusal {
    pub error: CommandError,
    id: Option<(Message, usize)>,
}

impl Envelope {
    pub(crate) fn read(frame: Frame) -> Self {
        let request = match frame {
            Frame::Sentinel => return Envelope::Sentinel,
            Frame::Broken(error_text) => Err(Refusal { error: CommandError::new(error_text), id: None }),
            Frame::Message(message) => Request::read(message),
        };
        request.map_or_else(Envelope::Refused, Envelope::Request)
    }
}

impl Request {
    /// Reads a request. Unknown keys are reported first, then a missing `execute`.
    pub(crate) fn read(message: Message) -> Result<Self, Refusal> {
        let tape = message.tape();
        let (mut execute, mut arguments, mut id, mut unexpected) = (None, None, None, None);
        let is_object = tape.kind(0) == Some(Kind::Object);
        let (mut name, end) = if is_object { tape.inside(0) } else { (0, 0) };
        while name < end {
            let value = tape.after(name);
            match tape.text(name) {
                b"execute" => execute = Some(value),
                b"arguments" => arguments = Some(value),
                b"id" => id = Some(value),
                _ => unexpected = unexpected.or(Some(name)),
            }
            name = tape.after(value);
        }
        let has_kind = |place: usize, kinds: &[Kind]| tape.kind(place).is_some_and(|kind| kinds.contains(&kind));
        let error = if !is_object {
            "QMP input must be a JSON object".into()
        } else if let Some(name) = unexpected {
            format!("QMP input member '{}' is unexpected", tape.str(name))
        } else if let Some(execute) = execute {
            if !has_kind(execute, &[Kind::String, Kind::Blob]) {
                "QMP input member 'execute' must be a string".into()
            } else if arguments.is_some_and(|place| !has_kind(place, &[Kind::Object])) {
                "QMP input member 'arguments' must be an object".into()
            } else {
                return Ok(Request { message, execute, arguments, id });
            }
        } else {
            "QMP input lacks member 'execute'".into()
        };
        Err(Refusal { error: CommandError::new(error), id: id.map(|place| (message, place)) })
    }

    /// The command's name; empty if it is longer than any command's.
    pub(crate) fn name(&self) -> &[u8] {
        match self.message.tape().kind(self.execute) {
            Some(Kind::String) => self.message.tape().text(self.execute),
            _ => &[],
        }
    }

    /// The command's name, of any length.
    pub(crate) fn full_name(&self) -> Cow<'_, str> {
        self.message.tape().string(self.execute)
    }

    pub(crate) fn arguments(&self) -> Value<'_> {
        self.arguments.map_or_else(Value::no_arguments, |place| self.message.part(place))
    }

    pub(crate) fn id(&self) -> Option<Value<'_>> {
        self.id.map(|place| self.message.part(place))
    }
}

impl Refusal {
    pub(crate) fn id(&self) -> Option<Value<'_>> {
        self.id.as_ref().map(|(message, place)| message.part(*place))
    }
}

/// Writes the answer to a command that succeeded.
pub(crate) fn write_success(out: &mut JsonWriter<'_>, sentinel: &[u8], returns: &impl Marshal, id: Option<&Value<'_>>) {
    out.raw(sentinel);
    out.raw(b"{\"return\": ");
    returns.marshal(out);
    if let Some(id) = id {
        out.raw(b", \"id\": ");
        id.print(out);
    }
    out.raw(b"}\n");
}

/// Writes the answer to a command that failed; here the id comes first.
pub(crate) fn write_error(out: &mut JsonWriter<'_>, error: &CommandError, id: Option<&Value<'_>>) {
    out.raw(b"{");
    if let Some(id) = id {
        out.raw(b"\"id\": ");
        id.print(out);
        out.raw(b", ");
    }
    out.raw(b"\"error\": {\"class\": ");
    out.string(error.class.name());
    out.raw(b", \"desc\": ");
    out.string(&error.desc);
    out.raw(b"}}\n");
}
