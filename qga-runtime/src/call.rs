//! One call without I/O: the steps of sending and receiving, and the result.
//!
//! A client is a loop: it does the next [`Call::step`] before the deadline in it, and reports the result with
//! [`Call::moved`]. The handshake, sending again, the probe, the meaning of silence and the reason of a refusal are
//! decided here, for clients of every kind.

use std::io;
use std::mem;
use std::time::{Duration, Instant};

use crate::error::{CallError, CommandError};
use crate::json::value::Value;
use crate::marshal::{JsonWriter, Marshal};
use crate::session::{Outcome, Returned, Session};

/// A call's command, deadline and limits.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The command's name.
    pub command: &'a str,
    /// The form of success.
    pub success: Success,
    /// The deadline of the call.
    pub deadline: Instant,
    /// The longest answer, in bytes of text; see [`SessionLimits::longest`](crate::SessionLimits::longest).
    pub longest: usize,
    /// The command that shows why another one was refused; without it, a refusal is put down to the agent's policy.
    pub status: Option<StatusCommand>,
}

/// How a command that succeeds is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Success {
    /// With a value.
    Answered,
    /// Not at all: until the deadline the agent is silent, or closes the channel.
    Silent,
}

/// A command without arguments whose answer shows whether the agent refuses others because file systems are frozen.
#[derive(Clone, Copy, Debug)]
pub struct StatusCommand {
    /// The command's name.
    pub name: &'static str,
    /// The timeout for its answer, within the time of the call.
    pub timeout: Duration,
    /// Whether this answer to it means that file systems are frozen.
    pub says_frozen: fn(Value<'_>) -> bool,
}

/// The next step of a client.
#[derive(Debug)]
pub enum Step<'c> {
    /// Write at least the first of these bytes, and report how many.
    Write {
        /// The bytes.
        bytes: &'c [u8],
        /// The deadline for writing.
        deadline: Instant,
    },
    /// Append what arrives, within the spare capacity, and report how many bytes that were; zero if the channel is closed.
    Read {
        /// The buffer.
        into: &'c mut Vec<u8>,
        /// The deadline for reading.
        deadline: Instant,
    },
    /// The call is over: with the answer; without one if the command succeeds in silence; or with an error.
    Done(Result<Option<Returned>, CallError>),
}

/// A call that has begun. If it is dropped before its end, the next call of the session puts both sides back in step
/// first.
pub struct Call<'s, M> {
    arguments: Option<M>,
    machine: Machine<'s>,
}

/// The part of a call that is the same for arguments of all types.
struct Machine<'s> {
    session: &'s mut Session,
    terms: Terms<'s>,
    started: Instant,
    stage: Stage,
    /// All of the request was sent.
    is_sent: bool,
    /// The command's refusal, while the status command asks for its reason.
    refusal: Option<CommandError>,
}

enum Stage {
    /// The request is to be written into the session's output.
    Request,
    Send,
    Receive,
    /// This rest of a probe is to be sent.
    Probe(Vec<u8>),
    Done(Result<Option<Returned>, CallError>),
}

impl<'s, M: Marshal> Call<'s, M> {
    /// A call over the channel that the session is about. The arguments are a JSON object, if there are any.
    pub fn new(session: &'s mut Session, terms: Terms<'s>, arguments: Option<M>) -> Self {
        let started = Instant::now();
        let machine = Machine { session, terms, started, stage: Stage::Request, is_sent: false, refusal: None };
        Call { arguments, machine }
    }

    /// The next step; [`Step::Done`] is the last.
    ///
    /// This takes milliseconds at most: it reads no more than one [`Step::Read`] gave.
    pub fn step(&mut self) -> Step<'_> {
        let machine = &mut self.machine;
        machine.advance();
        while let Stage::Request = machine.stage {
            // The status command has no arguments.
            let arguments = self.arguments.as_ref().filter(|_| machine.refusal.is_none());
            match arguments {
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

impl<'s> Machine<'s> {
    /// The current command.
    fn command(&self) -> &'s str {
        match (&self.refusal, &self.terms.status) {
            (Some(_), Some(status)) => status.name,
            _ => self.terms.command,
        }
    }

    fn request(&mut self, arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)>) {
        self.session.outgoing.clear();
        let mut request = self.session.outgoing.take_buffer();
        let (mut out, command) = (JsonWriter::answering(&mut request), self.command());
        self.session.request_within(&mut out, command, arguments, self.terms.longest);
        self.session.outgoing.begin(request);
        self.is_sent = false;
        self.stage = Stage::Send;
    }

    /// Advances as far as no I/O is needed.
    fn advance(&mut self) {
        if let Stage::Send = self.stage {
            self.session.outgoing.refill_now();
            if self.session.outgoing.is_empty() {
                self.is_sent = true;
                self.stage = Stage::Receive;
            }
        }
        if let Stage::Receive = self.stage {
            match self.session.answer() {
                Ok(Some(outcome)) => self.answered(outcome),
                Ok(None) => {
                    if let Some(probe) = self.session.probe() {
                        self.stage = Stage::Probe(probe);
                    } else if Instant::now() >= self.terms.deadline {
                        self.fail(io::Error::from(io::ErrorKind::TimedOut).into());
                    }
                }
                Err(error) => self.fail(error),
            }
        }
    }

    fn step(&mut self) -> Step<'_> {
        let deadline = self.terms.deadline;
        match &mut self.stage {
            Stage::Send | Stage::Request => Step::Write { bytes: self.session.outgoing.ready(), deadline },
            Stage::Probe(rest) => Step::Write { bytes: rest, deadline },
            Stage::Receive => Step::Read { into: self.session.space(), deadline },
            Stage::Done(outcome) => Step::Done(mem::replace(outcome, Err(CallError::Closed))),
        }
    }

    fn moved(&mut self, bytes: io::Result<usize>) {
        match (bytes, &mut self.stage) {
            (Err(error), _) => self.fail(error.into()),
            (Ok(0), Stage::Receive) => self.fail(CallError::Closed),
            (Ok(0), Stage::Send | Stage::Probe(..)) => self.fail(io::Error::from(io::ErrorKind::WriteZero).into()),
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

    fn answered(&mut self, outcome: Outcome) {
        self.stage = match (outcome, self.refusal.take()) {
            (Outcome::SendAgain, refusal) => {
                self.refusal = refusal;
                Stage::Request
            }
            (Outcome::Returned(returned), Some(refusal)) => {
                let is_frozen = self.terms.status.is_some_and(|status| (status.says_frozen)(returned.value()));
                Stage::Done(Err(if is_frozen { CallError::Frozen(refusal) } else { CallError::from_answer(refusal) }))
            }
            (Outcome::Failed(_), Some(refusal)) => Stage::Done(Err(CallError::from_answer(refusal))),
            (Outcome::Returned(mut returned), None) => {
                returned.time = Some((self.started, self.terms.deadline));
                Stage::Done(Ok(Some(returned)))
            }
            (Outcome::Failed(error), None) => self.refused(error),
        }
    }

    /// Handles an error answer. Most agents refuse by policy and while frozen in the same words, so the status is asked.
    fn refused(&mut self, error: CommandError) -> Stage {
        match (CallError::from_answer(error), self.terms.status) {
            (CallError::Refused(error), Some(status)) if status.name != self.terms.command => {
                self.refusal = Some(error);
                self.terms.deadline = self.terms.deadline.min(Instant::now() + status.timeout);
                Stage::Request
            }
            (error, _) => Stage::Done(Err(error)),
        }
    }

    /// Ends the call without an answer; the next one begins with a handshake.
    fn fail(&mut self, error: CallError) {
        let error = match error {
            CallError::Io(error) => self.channel_error(error),
            other => other,
        };
        let is_quiet = matches!(error, CallError::TimedOut { .. } | CallError::Closed);
        // Silence is success only of an agent that is in step and has all of the request.
        let is_taken = is_quiet && self.is_sent && self.session.is_synced();
        self.session.abandon();
        self.stage = Stage::Done(match self.refusal.take() {
            Some(refusal) => Err(CallError::from_answer(refusal)),
            None if is_taken && self.terms.success == Success::Silent => Ok(None),
            None => Err(error),
        });
    }

    /// The error of a channel that failed.
    fn channel_error(&self, error: io::Error) -> CallError {
        CallError::of_channel(error, || {
            if self.session.is_talked_past() {
                return CallError::OutOfStep;
            }
            CallError::TimedOut { waiting_for: self.session.waiting_for(), after: self.started.elapsed() }
        })
    }
}

impl Drop for Machine<'_> {
    fn drop(&mut self) {
        // The unsent rest may hold a password.
        self.session.outgoing.clear();
    }
}

#[cfg(test)]
mod tests;
