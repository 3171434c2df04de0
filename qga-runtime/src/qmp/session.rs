//! A connection to a monitor: what to send, which answer is mine, and the events in between.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;

use super::event::{EventQueue, QmpEvent};
use super::greeting::{self, Greeting, NotQmp};
use super::message::QmpMessage;
use crate::answer::Output;
use crate::error::{CallError, CommandError};
use crate::framing::{Decoder, Frame, Limits, SENTINEL, TOO_LONG};
use crate::marshal::{JsonWriter, Marshal};
use crate::opening::{Opening, judge};
use crate::session::Returned;
use crate::session::answer::{Answer, Body};

/// What a client puts up with from a monitor.
#[derive(Clone, Debug)]
pub struct QmpLimits {
    /// The longest answer or event, in bytes of text, white space between its parts not counted; 16 MiB by default.
    pub message: usize,
    /// The strings, numbers, words, brackets, commas and colons of a message, counted together; 2 Mi by default.
    pub tokens: usize,
    /// Events that are kept until they are read; 1024 by default. Of more, the oldest are dropped and counted.
    pub events: usize,
    /// The bytes of these events together; 4 MiB by default.
    pub event_bytes: usize,
}

impl Default for QmpLimits {
    fn default() -> Self {
        QmpLimits { message: 16 << 20, tokens: 2 << 20, events: 1024, event_bytes: 4 << 20 }
    }
}

/// The longest greeting, in bytes of text.
const MAX_GREETING_BYTES: usize = 64 << 10;

/// How deep the brackets of a message may nest.
const MAX_NESTING: usize = 64;

/// The room for the first bytes of a connection.
const OPENING_BYTES: usize = 4096;

/// The command that ends the negotiation.
const NEGOTIATE: &str = "qmp_capabilities";

/// One client's connection to one monitor; see [`QmpCall`](super::QmpCall) for what is done with it.
pub struct QmpSession {
    decoder: Decoder,
    limits: QmpLimits,
    /// Out-of-band execution is enabled where the monitor offers it.
    wants_oob: bool,
    state: State,
    /// The first bytes of the connection.
    opening: Vec<u8>,
    greeting: Greeting,
    /// What is left to send of the last request.
    pub(super) outgoing: Output,
    /// The command whose answer is waited for.
    awaited: Option<Awaited>,
    /// A part of a request may have been sent, and the rest never will be.
    is_torn: bool,
    /// An error without `id`, or what is no JSON, may be about or of something earlier.
    is_doubtful: bool,
    events: EventQueue,
    ids: RandomState,
    taken_ids: u64,
}

/// How far a connection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing was received, or not enough to say whether it is JSON.
    Opening,
    /// The greeting has begun.
    Greeting,
    /// Capabilities are to be negotiated.
    Greeted,
    /// The answer to the negotiation, a request of this id, is still to come.
    Negotiating { id: i64 },
    /// Commands can be run.
    Ready,
}

#[derive(Clone, Copy, Debug)]
struct Awaited {
    id: i64,
    out_of_band: bool,
}

/// What was found in the input.
pub(super) enum Found {
    /// The greeting, or the end of the negotiation.
    Progress,
    /// An event; it is in the queue.
    Event,
    /// The answer that is waited for.
    Answer(Result<Returned, CommandError>),
}

impl fmt::Debug for QmpSession {
    /// Requests and answers may hold secrets: neither shows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QmpSession")
            .field("state", &self.state)
            .field("greeting", &self.greeting)
            .finish_non_exhaustive()
    }
}

impl QmpSession {
    /// A session over a connection on which nothing was received yet. With `oob`, out-of-band execution is enabled if the
    /// monitor offers it.
    pub fn new(limits: QmpLimits, oob: bool) -> Self {
        QmpSession {
            decoder: Decoder::of_answers(decoder_limits(&limits, MAX_GREETING_BYTES.min(limits.message))),
            limits,
            wants_oob: oob,
            state: State::Opening,
            opening: Vec::new(),
            greeting: Greeting::default(),
            outgoing: Output::default(),
            awaited: None,
            is_torn: false,
            is_doubtful: false,
            events: EventQueue::default(),
            ids: RandomState::new(),
            taken_ids: 0,
        }
    }

    /// The monitor's greeting; an empty one until that was received.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// Whether capabilities are negotiated, so that commands can be run.
    pub fn is_ready(&self) -> bool {
        self.state == State::Ready
    }

    /// Whether commands can be run out of band.
    pub fn has_oob(&self) -> bool {
        self.wants_oob && self.greeting.offers_oob()
    }

    /// The oldest event that was received and not taken.
    pub fn take_event(&mut self) -> Option<QmpEvent> {
        self.events.pop()
    }

    /// Whether [`QmpSession::take_event`] returns one.
    pub fn has_event(&self) -> bool {
        !self.events.is_empty()
    }

    /// How many events were dropped because they were not taken in time, or because they were too long.
    pub fn missed_events(&self) -> u64 {
        self.events.missed()
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    /// Where received bytes go: behind what is there already.
    pub(super) fn space(&mut self) -> &mut Vec<u8> {
        if self.state == State::Opening {
            self.opening.reserve(OPENING_BYTES);
            &mut self.opening
        } else {
            self.decoder.room()
        }
    }

    /// Writes the request that ends the negotiation.
    pub(super) fn negotiate(&mut self) {
        let has_oob = self.has_oob();
        let mut enable = |out: &mut JsonWriter<'_>| out.raw(br#"{"enable": ["oob"]}"#);
        let arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)> = if has_oob { Some(&mut enable) } else { None };
        let id = self.write(b"execute", NEGOTIATE, arguments);
        self.state = State::Negotiating { id };
    }

    /// Writes the request for a command.
    pub(super) fn request(
        &mut self,
        command: &str,
        out_of_band: bool,
        arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)>,
    ) {
        let key: &[u8] = if out_of_band { b"exec-oob" } else { b"execute" };
        let id = self.write(key, command, arguments);
        self.awaited = Some(Awaited { id, out_of_band });
    }

    fn write(&mut self, key: &[u8], command: &str, arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)>) -> i64 {
        self.decoder.give_back();
        let id = self.take_id();
        self.outgoing.clear();
        let mut request = self.outgoing.take_buffer();
        let mut out = JsonWriter::answering(&mut request);
        if self.is_torn {
            // The byte makes the monitor forget half a request; it is answered with errors without id.
            out.raw(&[SENTINEL]);
            (self.is_torn, self.is_doubtful) = (false, true);
        }
        out.raw(b"{\"");
        out.raw(key);
        out.raw(b"\": ");
        out.string(command);
        if let Some(arguments) = arguments {
            out.raw(b", \"arguments\": ");
            arguments(&mut out);
        }
        out.raw(b", \"id\": ");
        id.marshal(&mut out);
        out.raw(b"}\n");
        self.outgoing.begin(request);
        id
    }

    /// Whether nothing was received, and nothing sent.
    pub(super) fn can_probe(&self) -> bool {
        self.state == State::Opening && self.opening.is_empty() && self.taken_ids == 0
    }

    /// A command that a guest agent answers, and a monitor refuses; once, while nothing was received.
    pub(super) fn probe(&mut self) -> Option<Vec<u8>> {
        let probe = |id| format!("{{\"execute\": \"guest-ping\", \"id\": {id}}}\n").into_bytes();
        self.can_probe().then(|| probe(self.take_id()))
    }

    /// Gives up on the answer that is waited for; `is_sent` is whether all of the last request was sent.
    pub(super) fn give_up(&mut self, is_sent: bool) {
        self.outgoing.clear();
        self.is_doubtful |= self.awaited.take().is_some();
        if !is_sent {
            self.is_torn = true;
            if let State::Negotiating { .. } = self.state {
                self.state = State::Greeted;
            }
        }
    }

    /// What the first bytes of a connection show on which no more will come; `None` if there were none.
    pub(super) fn stranger(&self) -> Option<NotQmp> {
        (self.state == State::Opening && !self.opening.is_empty()).then(|| greeting::unknown(&self.opening))
    }

    /// Looks for the next thing of note in what was received; none if more is needed.
    pub(super) fn search(&mut self) -> Result<Option<Found>, CallError> {
        if self.state == State::Opening && !self.is_json()? {
            return Ok(None);
        }
        while let Some(frame) = self.decoder.next_frame() {
            let json = match frame {
                Frame::Message(message) => Ok(message),
                Frame::Broken(reason) => Err(reason),
                Frame::Sentinel => continue,
            };
            let message = match json {
                // It may be a late answer that is longer than the limit, or the rest of what was malformed.
                Err(_) if self.is_doubtful => continue,
                Err(reason) if reason == TOO_LONG && self.state != State::Greeting => {
                    self.awaited = None;
                    return Err(CallError::TooLarge { limit: self.limits.message });
                }
                json => json.and_then(QmpMessage::read),
            };
            let found = match (message, self.state) {
                (Ok(QmpMessage::Event(event)), _) => {
                    self.events.push(event, &self.limits);
                    self.has_event().then_some(Found::Event)
                }
                (message, State::Opening | State::Greeting) => Some(self.greet(message)?),
                // It was restarted behind a connection that lasts; what was asked is lost.
                (Ok(QmpMessage::Greeting(greeting)), _) => {
                    self.greeted(greeting);
                    return Err(CallError::Closed);
                }
                (Ok(QmpMessage::Answer(answer)), _) => self.consider(answer)?,
                (Err(reason), _) => {
                    self.is_doubtful = true;
                    return Err(CallError::Malformed { reason });
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Whether the first bytes begin with JSON; if so, the decoder has them.
    fn is_json(&mut self) -> Result<bool, CallError> {
        let blanks = self.opening.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.opening.drain(..blanks);
        match judge(&self.opening) {
            Opening::Undecided => Ok(false),
            Opening::Peer(kind) => Err(CallError::NotQmp(kind.into())),
            Opening::Unknown => Err(CallError::NotQmp(greeting::unknown(&self.opening))),
            Opening::Json => {
                self.state = State::Greeting;
                self.decoder.push(&self.opening);
                Ok(true)
            }
        }
    }

    /// Takes the first message, which is the greeting of a monitor.
    fn greet(&mut self, message: Result<QmpMessage, String>) -> Result<Found, CallError> {
        match message {
            Ok(QmpMessage::Greeting(greeting)) => {
                self.greeted(greeting);
                Ok(Found::Progress)
            }
            Ok(_) => Err(CallError::NotQmp(NotQmp::GuestAgent)),
            Err(_) => Err(CallError::NotQmp(greeting::unknown(&self.opening))),
        }
    }

    fn greeted(&mut self, greeting: Greeting) {
        self.state = State::Greeted;
        self.greeting = greeting;
        self.opening = Vec::new();
        self.awaited = None;
        self.decoder.set_limits(decoder_limits(&self.limits, self.limits.message));
    }

    /// Takes an answer: what is waited for, or nothing of interest.
    fn consider(&mut self, answer: Answer) -> Result<Option<Found>, CallError> {
        let waits_for = match self.state {
            State::Negotiating { id } => Some(id),
            _ => self.awaited.map(|awaited| awaited.id),
        };
        match (answer.id, &answer.body) {
            (Some(id), _) if Some(id) == waits_for => {}
            // A monitor that cannot read a request cannot read its id either.
            (None, Body::Error(_)) if waits_for.is_some() && !self.is_doubtful => {}
            // It is late.
            _ => return Ok(None),
        }
        let awaited = self.awaited.take();
        // In-band commands are answered in turn: nothing earlier is owed.
        self.is_doubtful &= awaited.is_some_and(|awaited| awaited.out_of_band);
        let outcome = match answer.body {
            Body::Return { value, .. } => Ok(Returned { message: answer.message, value, time: None }),
            Body::Error(error) => Err(error),
        };
        if let State::Negotiating { .. } = self.state {
            self.state = State::Greeted;
            outcome.map_err(CallError::Command)?;
            self.state = State::Ready;
            return Ok(Some(Found::Progress));
        }
        Ok(Some(Found::Answer(outcome)))
    }

    /// An id unlike that of any other request, of this client or another; 48 bits are exact in every JSON reader.
    fn take_id(&mut self) -> i64 {
        self.taken_ids += 1;
        i64::try_from(self.ids.hash_one(self.taken_ids) >> 16).unwrap_or_default()
    }
}

fn decoder_limits(limits: &QmpLimits, bytes: usize) -> Limits {
    Limits { bytes, tokens: limits.tokens, nesting: MAX_NESTING }
}
