//! The client's half of the protocol without I/O: puts both sides in step and finds the answer to each request.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::answer::Output;
use crate::error::{CallError, CommandError};
use crate::framing::{DELIMITED_SYNC, Decoder, Frame, Limits, SENTINEL, TOO_LONG};
use crate::marshal::{JsonWriter, Marshal};
use crate::message::Message;
use crate::opening::no_agent;
use answer::{Answer, Body};
use handshake::{Handshake, PLAIN_SYNC, Progress};

pub(crate) mod answer;
mod handshake;

pub use answer::Returned;

/// The upper bits of every sync's number, above the lower 40, so that answers to syncs can be recognised.
const SYNCS: i64 = 0x53;

/// What a client puts up with from an agent, which it does not trust.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// The longest answer, in bytes of text, white space between its parts not counted. The default, 80 MiB, holds the
    /// largest file read there is, 48 MiB in base64.
    pub answer: usize,
    /// The longest answer of a command that returns no bytes in base64, such as all but two of the guest agent's; 16 MiB by
    /// default, and never more than [`SessionLimits::answer`].
    pub without_payload: usize,
    /// The strings, numbers, words, brackets, commas and colons of an answer, counted together; 2 Mi by default.
    pub tokens: usize,
    /// Bytes of other messages that may come before the awaited answer; 128 MiB by default.
    pub stale: usize,
}

/// A peer that is no agent shows by its first bytes, so many at most.
const MAX_OPENING_BYTES: usize = 4 << 10;

/// The depth of an answer's brackets, at most. The guest agent's are up to seven deep.
const MAX_NESTING: usize = 64;

impl SessionLimits {
    /// The longest answer of a command; `payload` is whether it returns bytes in base64.
    pub fn longest(&self, payload: bool) -> usize {
        if payload { self.answer } else { self.answer.min(self.without_payload) }
    }
}

impl Default for SessionLimits {
    fn default() -> Self {
        SessionLimits { answer: 80 << 20, without_payload: 16 << 20, tokens: 2 << 20, stale: 128 << 20 }
    }
}

/// One client's conversation with one agent.
///
/// The owner does the I/O: [`Session::request`] writes what to send, received bytes go into [`Session::space`], and
/// [`Session::answer`] finds the answer in them; if there is none, [`Session::probe`] returns what to send before more is
/// received. An owner that no longer waits for an answer calls [`Session::abandon`]; the next request then puts both
/// sides back in step first.
pub struct Session {
    decoder: Decoder,
    /// A message whose line has not ended.
    last: Option<Message>,
    limits: SessionLimits,
    /// The longest answer to the last request.
    longest: usize,
    /// The unsent rest of the last request.
    pub(crate) outgoing: Output,
    state: State,
    sync: &'static str,
    ids: Ids,
    seed: u64,
    stale: usize,
    /// The last request is a plain sync itself.
    asks_sync: bool,
    asked: bool,
    /// The first bytes of the connection, until both sides were in step once: they show peers of the wrong kind.
    opening: Option<Vec<u8>>,
}

#[derive(Debug)]
enum State {
    /// Answers to earlier requests may come.
    OutOfStep,
    /// A sync was sent, and behind it a request with this id.
    Syncing { handshake: Handshake, request: i64 },
    /// A request was sent, and its answer is the next one that fits.
    Waiting { request: i64 },
    /// Every request was answered.
    InStep,
}

impl std::fmt::Debug for Session {
    /// Requests may hold secrets, and answers file contents: neither shows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("state", &self.state).field("ids", &self.ids).finish_non_exhaustive()
    }
}

/// How an agent in step treats a request's `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ids {
    Echoed,
    Ignored,
    Refused,
}

/// The result of a request.
#[derive(Debug)]
pub enum Outcome {
    /// The agent answered.
    Returned(Returned),
    /// The agent answered that the command failed or may not run.
    Failed(CommandError),
    /// The agent refused the request's form and did not run it; the same request is to be sent once more.
    SendAgain,
}

impl Session {
    /// A session with an agent that may not be in step.
    pub fn new(limits: SessionLimits) -> Self {
        Self::with_seed(limits, RandomState::new().build_hasher().finish())
    }

    /// As [`Session::new`], with the ids that follow from a seed instead of random ones, so that a run can be repeated.
    /// Two sessions with one seed on one channel take each other's late answers for their own.
    pub fn with_seed(limits: SessionLimits, seed: u64) -> Self {
        Session {
            decoder: Decoder::of_answers(decoder_limits(limits, limits.answer)),
            last: None,
            limits,
            longest: limits.answer,
            outgoing: Output::default(),
            state: State::OutOfStep,
            sync: DELIMITED_SYNC,
            ids: Ids::Ignored,
            seed,
            stale: 0,
            asks_sync: false,
            asked: false,
            opening: Some(Vec::new()),
        }
    }

    /// The bytes that received messages take, those of blobs not counted.
    #[cfg(test)]
    pub(crate) fn memory(&self) -> usize {
        self.decoder.memory()
    }

    /// Whether the next request needs no sync in front of it.
    pub fn in_step(&self) -> bool {
        matches!(self.state, State::InStep)
    }

    /// Whether an answer may still come.
    pub fn is_owed(&self) -> bool {
        self.asked && !self.in_step()
    }

    /// Writes a request, with what puts both sides in step in front of it if that is needed.
    ///
    /// `arguments` writes a JSON object; without it the request has no arguments. A request that is still unanswered
    /// is abandoned.
    pub fn request(
        &mut self,
        out: &mut JsonWriter<'_>,
        command: &str,
        arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)>,
    ) {
        self.request_within(out, command, arguments, self.limits.answer);
    }

    /// [`Session::request`] for an answer of at most `longest` bytes. Before both sides are in step longer ones, which
    /// are to other requests, are dropped.
    pub(crate) fn request_within(
        &mut self,
        out: &mut JsonWriter<'_>,
        command: &str,
        arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)>,
        longest: usize,
    ) {
        self.decoder.give_back();
        self.longest = longest;
        self.decoder.set_limits(decoder_limits(self.limits, longest));
        let request = self.take_id();
        self.asked = true;
        self.stale = 0;
        self.asks_sync = command == PLAIN_SYNC;
        self.state = if self.in_step() {
            State::Waiting { request }
        } else {
            let (sync, probe) = (self.take_sync_number(), self.take_sync_number());
            // The byte makes the agent forget half a request of a client before us, or of ours.
            out.raw(&[SENTINEL]);
            handshake::write_sync(out, self.sync, sync, self.ids != Ids::Refused);
            State::Syncing { handshake: Handshake::new(sync, probe), request }
        };
        out.raw(b"{\"execute\": ");
        out.string(command);
        if let Some(arguments) = arguments {
            out.raw(b", \"arguments\": ");
            arguments(out);
        }
        if self.ids != Ids::Refused {
            out.raw(b", \"id\": ");
            request.marshal(out);
        }
        out.raw(b"}\n");
    }

    /// Abandons the request, after a timeout or an error: later answers to it are stale.
    pub fn abandon(&mut self) {
        self.state = State::OutOfStep;
    }

    /// The buffer for received bytes, which are appended. It has room for at least 16 KiB.
    pub fn space(&mut self) -> &mut Vec<u8> {
        self.decoder.room()
    }

    /// Finds the answer in the received bytes; `None` if more are needed.
    ///
    /// # Errors
    /// [`CallError::NotAgent`], [`CallError::TooLarge`] and [`CallError::Malformed`]; the request is then abandoned.
    pub fn answer(&mut self) -> Result<Option<Outcome>, CallError> {
        let outcome = self.greet().and_then(|()| self.search());
        if outcome.is_err() {
            self.abandon();
        }
        outcome
    }

    /// Bytes to send before more is received: syncs that show whether the agent refuses `id`. To be called whenever
    /// [`Session::answer`] found none.
    pub fn probe(&mut self) -> Option<Vec<u8>> {
        match &mut self.state {
            State::Syncing { handshake, .. } if self.ids != Ids::Refused => handshake.probe(),
            _ => None,
        }
    }

    /// Whether the other side answered the sync in front of the request that is waited for, if there was one.
    pub fn is_synced(&self) -> bool {
        matches!(self.state, State::Waiting { .. })
    }

    /// Whether messages came, but no answer to the sync of the current request.
    pub fn is_talked_past(&self) -> bool {
        matches!(self.state, State::Syncing { .. }) && self.stale > 0
    }

    /// The awaited message, for an error text.
    pub fn waiting_for(&self) -> &'static str {
        match self.state {
            State::Syncing { .. } => "answer to the synchronisation",
            _ => "answer",
        }
    }

    /// Looks at what has arrived since the last search while the connection is new.
    fn greet(&mut self) -> Result<(), CallError> {
        let Some(opening) = &mut self.opening else { return Ok(()) };
        let unread = self.decoder.unread();
        let room = MAX_OPENING_BYTES - opening.len();
        opening.extend_from_slice(unread.get(..room).unwrap_or(unread));
        match no_agent(opening) {
            Some(kind) => return Err(CallError::NotAgent(kind)),
            None if opening.len() == MAX_OPENING_BYTES => self.opening = None,
            None => {}
        }
        Ok(())
    }

    fn search(&mut self) -> Result<Option<Outcome>, CallError> {
        while let Some(frame) = self.next_frame() {
            let (answer, length) = match frame {
                Frame::Sentinel => continue,
                Frame::Broken(reason) if reason == TOO_LONG && self.expects_answers() => {
                    return Err(CallError::TooLarge { limit: self.longest });
                }
                // The rest of it is dropped while it arrives.
                Frame::Broken(reason) if reason == TOO_LONG => (Err(reason), self.longest),
                Frame::Broken(reason) => (Err(reason), 1),
                Frame::Message(message) => {
                    let length = message.size();
                    (Answer::read(message), length)
                }
            };
            match answer {
                Ok(answer) => {
                    if let Some(outcome) = self.consider(answer) {
                        return Ok(Some(outcome));
                    }
                }
                // Before both sides are in step anything may come, afterwards only answers.
                Err(reason) if self.expects_answers() => return Err(CallError::Malformed { reason }),
                Err(_) => {}
            }
            self.stale = self.stale.saturating_add(length);
            if self.stale > self.limits.stale {
                return Err(CallError::Malformed { reason: "nothing but answers to other requests".into() });
            }
        }
        if self.decoder.skipped() > self.limits.answer {
            return Err(CallError::TooLarge { limit: self.limits.answer });
        }
        Ok(None)
    }

    /// The next frame. A message is returned when its line ends, or more input follows.
    fn next_frame(&mut self) -> Option<Frame> {
        if self.last.is_none() {
            // Before both sides are in step, an agent without the delimited sync may have lost half an answer without a
            // sign. Afterwards an answer may have several lines, as some bridges write it.
            let expects_answers = self.expects_answers();
            self.decoder.lines_begin_afresh(!expects_answers);
            match self.decoder.next_frame()? {
                Frame::Message(message) => self.last = Some(message),
                other => return Some(other),
            }
        }
        if self.decoder.is_followed() { self.last.take().map(Frame::Message) } else { None }
    }

    fn expects_answers(&self) -> bool {
        matches!(self.state, State::Waiting { .. })
    }

    /// The outcome, if the answer is the one that is waited for.
    fn consider(&mut self, answer: Answer) -> Option<Outcome> {
        match &mut self.state {
            State::OutOfStep | State::InStep => None,
            State::Waiting { request } => {
                let request = *request;
                self.outcome(answer, request)
            }
            State::Syncing { handshake, request } => {
                let request = *request;
                match handshake.receive(answer, self.sync) {
                    Progress::Pending => None,
                    Progress::InStep { echoed } => self.synchronised(echoed, None, request),
                    Progress::Lacking { echoed, answer } => {
                        self.sync = PLAIN_SYNC;
                        self.synchronised(echoed, answer, request)
                    }
                    Progress::IdRefused => Some(self.send_without_id()),
                }
            }
        }
    }

    /// The sync was answered, and maybe, by this answer, the request behind it as well.
    fn synchronised(&mut self, echoed: bool, answer: Option<Answer>, request: i64) -> Option<Outcome> {
        if self.ids != Ids::Refused {
            self.ids = if echoed { Ids::Echoed } else { Ids::Ignored };
        }
        self.state = State::Waiting { request };
        self.opening = None;
        self.outcome(answer?, request)
    }

    /// Handles a refusal of `id`; no answer is pending.
    fn send_without_id(&mut self) -> Outcome {
        self.ids = Ids::Refused;
        self.opening = None;
        // The oldest of these agents lack the delimited one as well.
        self.sync = PLAIN_SYNC;
        self.state = State::InStep;
        Outcome::SendAgain
    }

    fn outcome(&mut self, answer: Answer, request: i64) -> Option<Outcome> {
        let mut state = State::InStep;
        match (answer.id, &answer.body) {
            (Some(id), _) if id == request => self.ids = Ids::Echoed,
            (Some(_), _) => return None,
            // The answer to a sync that came twice, or late, or was part of a probe; or its refusal.
            (None, Body::Return { number: Some(number), .. }) if number >> 40 == SYNCS => return None,
            (None, Body::Error(_)) if !self.asks_sync && answer.reports_lack_of(PLAIN_SYNC) => return None,
            (None, Body::Error(_)) if self.ids != Ids::Refused && answer.reports_refused_id() => {
                return Some(self.send_without_id());
            }
            // An agent that could not read the request could not read its id either, so its error bears none. Or it
            // could not read something before the request, and the answer is still to come.
            (None, Body::Error(_)) if self.ids == Ids::Echoed => state = State::OutOfStep,
            (None, Body::Return { .. }) if self.ids == Ids::Echoed => return None,
            (None, _) => {}
        }
        self.state = state;
        Some(match answer.body {
            Body::Return { value, .. } => Outcome::Returned(Returned { message: answer.message, value, time: None }),
            Body::Error(error) => Outcome::Failed(error),
        })
    }

    fn take_sync_number(&mut self) -> i64 {
        SYNCS << 40 | self.take_id() >> 8
    }

    /// An id unlike any other whose answer may still be under way, of this session or one before it: a channel that
    /// loses bytes may join the front of one answer to the end of the next, and ids that count up differ in one digit.
    /// 48 bits are exact in every JSON reader.
    fn take_id(&mut self) -> i64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.seed ^ (self.seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) >> 16).unwrap_or(1)
    }
}

fn decoder_limits(limits: SessionLimits, longest: usize) -> Limits {
    Limits { bytes: longest, tokens: limits.tokens, nesting: MAX_NESTING }
}
