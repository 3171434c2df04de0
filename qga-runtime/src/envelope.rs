//! The objects around every command and every result.

use std::borrow::Cow;
use std::ops::Range;

use crate::error::CommandError;
use crate::framing::RawMessage;
use crate::marshal::{JsonWriter, Marshal};
use crate::unmarshal::{JsonKind, ObjectReader, Value};

/// A request: which command, its arguments, and the mark its answer must carry.
pub(crate) struct Request<'a> {
    pub execute: Cow<'a, str>,
    pub arguments: Value<'a>,
    pub id: Option<Cow<'a, str>>,
}

/// A request that cannot be run, and the mark of its answer.
pub(crate) struct Refusal<'a> {
    pub error: CommandError,
    pub id: Option<Cow<'a, str>>,
}

impl<'a> Request<'a> {
    /// The request in a message that need not be checked first, since it is of the simplest kind.
    pub(crate) fn simple(message: &'a RawMessage) -> Option<Self> {
        let parts = message.simple.as_ref()?;
        let part = |range: &Range<usize>| std::str::from_utf8(message.bytes().get(range.clone())?).ok();
        let id = match &parts.id {
            Some(id) => Some(Cow::Borrowed(part(id)?)),
            None => None,
        };
        Some(Request { execute: Cow::Borrowed(part(&parts.execute)?), arguments: Value::no_arguments(), id })
    }

    /// Reads a request. Unknown keys are complained of first, then a missing `execute`.
    pub(crate) fn read(message: Value<'a>) -> Result<Self, Refusal<'a>> {
        let anonymous = |desc: String| Refusal { error: CommandError::new(desc), id: None };
        if message.kind() != JsonKind::Object {
            return Err(anonymous("QMP input must be a JSON object".into()));
        }
        let mut members = ObjectReader::new(message).map_err(|error| anonymous(error.to_string()))?;
        let id = members.take("id").map(reprinted);
        match (members.take("execute"), members.take("arguments"), members.leftover()) {
            (_, _, Some(name)) => Err(format!("QMP input member '{name}' is unexpected")),
            (None, _, None) => Err("QMP input lacks member 'execute'".into()),
            (Some(execute), arguments, None) => match (execute.string(), arguments) {
                (Err(_), _) => Err("QMP input member 'execute' must be a string".into()),
                (_, Some(arguments)) if arguments.kind() != JsonKind::Object => {
                    Err("QMP input member 'arguments' must be an object".into())
                }
                (Ok(execute), Some(arguments)) => Ok((execute, arguments)),
                (Ok(execute), None) => Ok((execute, Value::empty_object(message))),
            },
        }
        .map(|(execute, arguments)| Request { execute, arguments, id: id.clone() })
        .map_err(|desc: String| Refusal { error: CommandError::new(desc), id: id.clone() })
    }
}

/// A mark as it is sent back. Plain numbers, words and strings already look as the answer would print them.
fn reprinted(id: Value<'_>) -> Cow<'_, str> {
    let text = id.text();
    let plain = match id.kind() {
        JsonKind::Null | JsonKind::Bool => true,
        JsonKind::Number => text.parse::<i64>().is_ok() && text != "-0",
        JsonKind::String => text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\'),
        JsonKind::Array | JsonKind::Object => false,
    };
    if plain {
        return Cow::Borrowed(text);
    }
    let mut printed = Vec::new();
    id.reprint(&mut JsonWriter::new(&mut printed));
    Cow::Owned(String::from_utf8(printed).unwrap_or_default())
}

/// Writes the answer to a command that succeeded.
pub(crate) fn write_success(out: &mut JsonWriter<'_>, sentinel: &[u8], returns: &impl Marshal, id: Option<&str>) {
    out.raw(sentinel);
    out.raw(b"{\"return\": ");
    returns.marshal(out);
    if let Some(id) = id {
        out.raw(b", \"id\": ");
        out.raw(id.as_bytes());
    }
    out.raw(b"}\n");
}

/// Writes the answer to a command that failed; the mark comes first here.
pub(crate) fn write_error(out: &mut JsonWriter<'_>, error: &CommandError, id: Option<&str>) {
    out.raw(b"{");
    if let Some(id) = id {
        out.raw(b"\"id\": ");
        out.raw(id.as_bytes());
        out.raw(b", ");
    }
    out.raw(b"\"error\": {\"class\": ");
    out.string(error.class.name());
    out.raw(b", \"desc\": ");
    out.string(&error.desc);
    out.raw(b"}}\n");
}
