//! The answers of an agent, sorted into results and errors, and reading a result in time.

use std::time::Instant;

use crate::error::{CallError, CommandError, ErrorClass};
use crate::json::object::ObjectReader;
use crate::json::value::Value;
use crate::message::Message;
use crate::unmarshal::{Unmarshal, UnmarshalError};

/// The `return` member of an answer.
pub struct Returned {
    pub(crate) message: Message,
    /// The value's place in the message.
    pub(crate) value: usize,
    /// The time of the request, and the deadline for reading the answer.
    pub(crate) time: Option<(Instant, Instant)>,
}

/// Reading a longer answer delays other tasks on the same thread.
const MAX_SMALL_ANSWER_BYTES: usize = 64 * 1024;

impl Returned {
    /// The value, read leniently.
    pub fn value(&self) -> Value<'_> {
        self.message.part(self.value)
    }

    /// Reads the value, before the deadline of the call that it is the answer to.
    ///
    /// # Errors
    /// [`CallError::Decode`] and [`CallError::TimedOut`].
    pub fn read<T: Unmarshal>(&self) -> Result<T, CallError> {
        let Some((started, deadline)) = self.time else { return Ok(T::unmarshal(self.value())?) };
        T::unmarshal(self.value().until(deadline)).map_err(|error| match error.is_late() {
            true => CallError::TimedOut { waiting_for: "readable answer", after: started.elapsed() },
            false => CallError::Decode(error),
        })
    }

    /// Whether reading it may take milliseconds, so that an async client reads it on another thread.
    pub fn is_large(&self) -> bool {
        self.message.memory() > MAX_SMALL_ANSWER_BYTES
    }
}

impl std::fmt::Debug for Returned {
    /// Answers may hold file contents: only the length shows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Returned").field("length", &self.message.size()).finish()
    }
}

/// One message that is an answer.
pub(crate) struct Answer {
    pub(crate) message: Message,
    pub(crate) body: Body,
    /// Its `id`; -1 if that is not an integer.
    pub(crate) id: Option<i64>,
}

pub(crate) enum Body {
    Return {
        /// The value's place in the message.
        value: usize,
        /// The integer that it is, if it is one.
        number: Option<i64>,
    },
    Error(CommandError),
}

impl Answer {
    pub(crate) fn read(message: Message) -> Result<Self, String> {
        let malformed = |error: UnmarshalError| error.to_string();
        let integer = |value: &Value<'_>| value.number().and_then(|number| number.parse().ok());
        let mut members = ObjectReader::new(message.value()).map_err(malformed)?;
        let body = match (members.take("return"), members.take("error")) {
            (Some(value), None) => Body::Return { value: value.place(), number: integer(&value) },
            (None, Some(error)) => Body::Error(command_error(error).map_err(malformed)?),
            _ => return Err("neither or both of 'return' and 'error'".into()),
        };
        // Ids of ours are never negative.
        let id = members.take("id").map(|id| integer(&id).unwrap_or(-1));
        Ok(Answer { message, body, id })
    }
}

fn command_error(error: Value<'_>) -> Result<CommandError, UnmarshalError> {
    let mut members = ObjectReader::new(error)?;
    let class: String = members.required("class")?;
    Ok(CommandError { class: ErrorClass::from_name(&class), desc: members.required("desc")? })
}
