//! Sorts a monitor's messages into greetings, events and answers.

use super::event::QmpEvent;
use super::greeting::Greeting;
use crate::message::Message;
use crate::session::answer::Answer;
use crate::unmarshal::UnmarshalError;

/// A message of a monitor.
pub(super) enum QmpMessage {
    Greeting(Greeting),
    Event(QmpEvent),
    Answer(Answer),
}

impl QmpMessage {
    /// Reads a message. Its kind depends on the names of its members alone, never on what is in them.
    pub(super) fn read(message: Message) -> Result<Self, String> {
        let value = message.value();
        let (mut greeting, mut event, mut is_answer) = (None, None, false);
        for (name, member) in value.members() {
            match name {
                "QMP" => greeting = Some(member),
                "event" => event = Some(member),
                "return" | "error" => is_answer = true,
                _ => {}
            }
        }
        let malformed = |error: UnmarshalError| error.to_string();
        match (greeting, event) {
            (Some(greeting), None) if !is_answer => {
                Greeting::read(greeting).map(QmpMessage::Greeting).map_err(malformed)
            }
            (None, Some(name)) if !is_answer => {
                let name = name.string().map_err(malformed)?;
                Ok(QmpMessage::Event(QmpEvent::new(name.into_owned(), &value)))
            }
            (None, None) => Answer::read(message).map(QmpMessage::Answer),
            _ => Err("more than one of 'QMP', 'event', 'return' and 'error'".into()),
        }
    }
}
