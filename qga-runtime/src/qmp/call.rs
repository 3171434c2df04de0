//! One step of a client's conversation with a monitor: what to send and receive until it is done.
//!
//! A client is a loop: it asks [`QmpCall::step`] what to do, does it before the deadline in it, and reports with
//! [`QmpCall::moved`] how that went. The greeting and the negotiation precede whatever is asked first.

use std::io;
use std::mem;
use std::time::{Duration, Instant};

use super::greeting::NotQmp;
use super::session::{Found, QmpSession, State};
use crate::call::Step;
use crate::error::{CallError, CommandError, ErrorClass};
use crate::marshal::{JsonWriter, Marshal};
use crate::session::Returned;

/// A peer that is silent for so long is asked for something that a guest agent answers, so that it shows as one.
const PROBE_AFTER: Duration = Duration::from_secs(1);

/// What a client wants of a monitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QmpAsk<'a> {
    /// That capabilities are negotiated; without an answer.
    Ready,
    /// That an event can be taken from the session; without an answer.
    Event,
    /// The answer to this command.
    Command(&'a str),
    /// The answer to this command, which overtakes those that the monitor runs or has queued.
    OutOfBand(&'a str),
}

/// A step of the conversation under way. Dropping it gives it up; a late answer is dropped when it arrives.
pub struct QmpCall<'s, M> {
    arguments: Option<M>,
    machine: Machine<'s>,
}

/// The part of a call that is the same for arguments of all types.
struct Machine<'s> {
    session: &'s mut QmpSession,
    ask: QmpAsk<'s>,
    started: Instant,
    deadline: Instant,
    stage: Stage,
}

enum Stage {
    /// What comes next depends on the session.
    Next,
    /// The request for the command is to be written into the session's output.
    Request,
    Send,
    Receive,
    /// This rest of a probe is to be sent.
    Probe(Vec<u8>),
    Done(Result<Option<Returned>, CallError>),
}

impl<'s, M: Marshal> QmpCall<'s, M> {
    /// A step that ends at the deadline at the latest. The arguments of a command are a JSON object, if there are any.
    pub fn new(session: &'s mut QmpSession, ask: QmpAsk<'s>, arguments: Option<M>, deadline: Instant) -> Self {
        let machine = Machine { session, ask, started: Instant::now(), deadline, stage: Stage::Next };
        QmpCall { arguments, machine }
    }

    /// What to do next. After [`Step::Done`] there is nothing more.
    ///
    /// This takes milliseconds at most: no more is looked at than one [`Step::Read`] gave.
    pub fn step(&mut self) -> Step<'_> {
        let machine = &mut self.machine;
        machine.advance();
        if let Stage::Request = machine.stage {
            match &self.arguments {
                Some(arguments) => machine.request(Some(&mut |out| arguments.marshal(out))),
                None => machine.request(None),
            }
            machine.advance();
        }
        machine.step()
    }

    /// Reports how many bytes were written or read, or why none were.
    pub fn moved(&mut self, bytes: io::Result<usize>) {
        self.machine.moved(bytes);
    }
}

impl Machine<'_> {
    fn request(&mut self, arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)>) {
        match self.ask {
            QmpAsk::Command(name) => self.session.request(name, false, arguments),
            QmpAsk::OutOfBand(name) => self.session.request(name, true, arguments),
            QmpAsk::Ready | QmpAsk::Event => {}
        }
        self.stage = Stage::Send;
    }

    /// Does what needs no I/O.
    fn advance(&mut self) {
        loop {
            match self.stage {
                Stage::Next => self.stage = self.next(),
                Stage::Send => {
                    self.session.outgoing.refill_now();
                    if !self.session.outgoing.is_empty() {
                        return;
                    }
                    self.stage = Stage::Receive;
                }
                Stage::Receive => match self.session.search() {
                    Ok(Some(found)) => self.found(found),
                    Ok(None) if Instant::now() < self.deadline => return,
                    Ok(None) => self.fail(io::Error::from(io::ErrorKind::TimedOut).into()),
                    Err(error) => self.fail(error),
                },
                Stage::Request | Stage::Probe(..) | Stage::Done(_) => return,
            }
        }
    }

    /// What comes next while nothing is sent or waited for.
    fn next(&mut self) -> Stage {
        match (self.session.state(), self.ask) {
            (_, QmpAsk::Event) if self.session.has_event() => Stage::Done(Ok(None)),
            (State::Opening | State::Greeting | State::Negotiating { .. }, _) => Stage::Receive,
            (State::Greeted, _) => {
                self.session.negotiate();
                Stage::Send
            }
            (State::Ready, QmpAsk::Ready) => Stage::Done(Ok(None)),
            (State::Ready, QmpAsk::Event) => Stage::Receive,
            (State::Ready, QmpAsk::OutOfBand(_)) if !self.session.has_oob() => {
                let error = CommandError::new("out-of-band execution is not enabled");
                Stage::Done(Err(CallError::Unsupported(error)))
            }
            (State::Ready, QmpAsk::Command(_) | QmpAsk::OutOfBand(_)) => Stage::Request,
        }
    }

    fn found(&mut self, found: Found) {
        self.stage = match found {
            Found::Event if self.ask == QmpAsk::Event => Stage::Done(Ok(None)),
            Found::Event => Stage::Receive,
            Found::Progress => Stage::Next,
            Found::Answer(Ok(mut returned)) => {
                returned.time = Some((self.started, self.deadline));
                Stage::Done(Ok(Some(returned)))
            }
            Found::Answer(Err(error)) if error.class == ErrorClass::CommandNotFound => {
                Stage::Done(Err(CallError::Unsupported(error)))
            }
            Found::Answer(Err(error)) => Stage::Done(Err(CallError::Command(error))),
        };
    }

    fn step(&mut self) -> Step<'_> {
        let deadline = self.deadline;
        match &mut self.stage {
            Stage::Next | Stage::Request | Stage::Send => {
                Step::Write { bytes: self.session.outgoing.ready(), deadline }
            }
            Stage::Probe(rest) => Step::Write { bytes: rest, deadline },
            Stage::Receive if self.session.can_probe() => {
                Step::Read { into: self.session.space(), deadline: deadline.min(self.started + PROBE_AFTER) }
            }
            Stage::Receive => Step::Read { into: self.session.space(), deadline },
            Stage::Done(outcome) => Step::Done(mem::replace(outcome, Err(CallError::Closed))),
        }
    }

    fn moved(&mut self, bytes: io::Result<usize>) {
        match (bytes, &mut self.stage) {
            (Err(error), Stage::Receive)
                if error.kind() == io::ErrorKind::TimedOut && Instant::now() < self.deadline =>
            {
                match self.session.probe() {
                    Some(probe) => self.stage = Stage::Probe(probe),
                    None => self.fail(error.into()),
                }
            }
            (Err(error), _) => self.fail(error.into()),
            (Ok(0), Stage::Receive) => self.fail(CallError::Closed),
            (Ok(0), _) => self.fail(io::Error::from(io::ErrorKind::WriteZero).into()),
            (Ok(count), Stage::Send) => self.session.outgoing.consume(count),
            (Ok(count), Stage::Probe(rest)) => {
                rest.drain(..count.min(rest.len()));
                if rest.is_empty() {
                    self.stage = Stage::Receive;
                }
            }
            (Ok(_), _) => {}
        }
    }

    /// The step failed. The session is in a known state afterwards.
    fn fail(&mut self, error: CallError) {
        let error = match error {
            CallError::Io(error) => self.channel_error(error),
            CallError::Closed => self.session.stranger().map_or(CallError::Closed, CallError::NotQmp),
            other => other,
        };
        self.give_up();
        self.stage = Stage::Done(Err(error));
    }

    /// The error of a channel that failed.
    fn channel_error(&self, error: io::Error) -> CallError {
        CallError::of_channel(error, || match self.session.state() {
            State::Opening => CallError::NotQmp(self.session.stranger().unwrap_or(NotQmp::Silent)),
            _ => CallError::TimedOut { waiting_for: self.waiting_for(), after: self.started.elapsed() },
        })
    }

    fn waiting_for(&self) -> &'static str {
        match (self.session.state(), self.ask) {
            (State::Opening | State::Greeting, _) => "greeting",
            (State::Greeted | State::Negotiating { .. }, _) => "answer to the negotiation",
            (State::Ready, QmpAsk::Event) => "event",
            (State::Ready, _) => "answer",
        }
    }

    fn give_up(&mut self) {
        self.session.give_up(!matches!(self.stage, Stage::Send | Stage::Probe(..)));
    }
}

impl Drop for Machine<'_> {
    fn drop(&mut self) {
        if !matches!(self.stage, Stage::Done(_)) {
            self.give_up();
        }
    }
}
