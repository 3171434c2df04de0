//! Events of a monitor, and the bounded queue of those that were not read yet.

use std::collections::VecDeque;
use std::fmt;

use super::session::QmpLimits;
use crate::json::value::Value;
use crate::unmarshal::{Unmarshal, UnmarshalError};

/// An event that a monitor sent.
#[derive(Clone, PartialEq, Eq)]
pub struct QmpEvent {
    name: String,
    text: Box<str>,
}

impl QmpEvent {
    pub(super) fn new(name: String, event: &Value<'_>) -> Self {
        QmpEvent { name, text: event.text().into() }
    }

    /// The event's name, such as `SHUTDOWN`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The event as JSON text: an object of `event`, `timestamp` and perhaps `data`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads the event, mostly as the generated type `events::Event`, which keeps events that its schema lacks.
    ///
    /// # Errors
    /// The event has not the form of this type.
    pub fn read<E: Unmarshal>(&self) -> Result<E, UnmarshalError> {
        E::unmarshal(Value::lenient(&self.text)?)
    }

    fn bytes(&self) -> usize {
        self.name.len() + self.text.len()
    }
}

impl fmt::Debug for QmpEvent {
    /// Data of an event may be secret: only its length shows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QmpEvent").field("name", &self.name).field("length", &self.text.len()).finish()
    }
}

/// Events that were not read yet. Beyond its limits the oldest are dropped and counted.
#[derive(Default)]
pub(super) struct EventQueue {
    events: VecDeque<QmpEvent>,
    bytes: usize,
    missed: u64,
}

impl EventQueue {
    pub(super) fn push(&mut self, event: QmpEvent, limits: &QmpLimits) {
        if event.bytes() > limits.event_bytes || limits.events == 0 {
            self.missed = self.missed.saturating_add(1);
            return;
        }
        self.bytes += event.bytes();
        self.events.push_back(event);
        while self.bytes > limits.event_bytes || self.events.len() > limits.events {
            self.pop();
            self.missed = self.missed.saturating_add(1);
        }
    }

    pub(super) fn pop(&mut self) -> Option<QmpEvent> {
        let event = self.events.pop_front()?;
        self.bytes -= event.bytes();
        Some(event)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    pub(super) fn missed(&self) -> u64 {
        self.missed
    }
}
