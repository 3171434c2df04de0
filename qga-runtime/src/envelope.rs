//! Reads the object around a command and writes the one around a result.

use std::borrow::Cow;

use crate::error::CommandError;
use crate::json::value::{JsonKind, Value};
use crate::marshal::{JsonWriter, Marshal};

/// A request: the command's name, its arguments, and the id to echo.
pub(crate) struct Request<'a> {
    pub execute: Cow<'a, str>,
    pub arguments: Value<'a>,
    pub id: Option<Value<'a>>,
}

/// The error about a malformed request, and the id to echo.
pub(crate) struct Refusal<'a> {
    pub error: CommandError,
    pub id: Option<Value<'a>>,
}

impl<'a> Request<'a> {
    /// Reads a request. Unknown keys are reported first, then a missing `execute`.
    pub(crate) fn read(message: &Value<'a>) -> Result<Self, Refusal<'a>> {
        let (mut execute, mut arguments, mut id, mut unexpected) = (None, None, None, None);
        for (name, value) in message.members() {
            match name {
                "execute" => execute = Some(value),
                "arguments" => arguments = Some(value),
                "id" => id = Some(value),
                other => unexpected = unexpected.or(Some(other)),
            }
        }
        let refuse = |desc: String| Refusal { error: CommandError::new(desc), id: id.clone() };
        if message.kind() != JsonKind::Object {
            return Err(refuse("QMP input must be a JSON object".into()));
        }
        if let Some(name) = unexpected {
            return Err(refuse(format!("QMP input member '{name}' is unexpected")));
        }
        let execute = execute.ok_or_else(|| refuse("QMP input lacks member 'execute'".into()))?;
        let execute = execute.string().map_err(|_| refuse("QMP input member 'execute' must be a string".into()))?;
        let arguments = arguments.unwrap_or_else(Value::no_arguments);
        if arguments.kind() != JsonKind::Object {
            return Err(refuse("QMP input member 'arguments' must be an object".into()));
        }
        Ok(Request { execute, arguments, id })
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
