//! The client's half of the protocol without I/O: what to send to be in step, which answer is mine, what is stale.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::answer::Output;
use crate::error::{CallError, CommandError};
use crate::framing::{DELIMITED_SYNC, Decoder, Frame, Limits, SENTINEL, TOO_LONG};
use crate::marshal::{JsonWriter, Marshal};
use crate::message::Message;
use answer::{Answer, Body};
use handshake::{Handshake, PLAIN_SYNC, Progress};

pub(crate) mod answer;
mod handshake;

pub use answer::Returned;

/// What all numbers of syncs begin with, above their lower 40 bits, so that an answer to any of them is known as such.
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
    /// How many bytes of answers to other requests, and of what is no answer, may come before the awaited one; 128 MiB by
    /// default.
    pub stale: usize,
}

/// How deep the brackets of an answer may nest. The guest agent's nest up to seven deep.
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
/// The owner moves bytes: [`Session::request`] says what to send, what was received goes into [`Session::space`], and
/// [`Session::answer`] finds the answer in it; where it finds none, [`Session::probe`] says what to send before more is
/// received. Whenever the owner gives up on an answer it calls [`Session::abandon`]; the next request then puts both
/// sides back in step before it asks anything.
pub struct Session {
    decoder: Decoder,
    /// A message whose line has not ended.
    last: Option<Message>,
    limits: SessionLimits,
    /// The longest answer to the last request.
    longest: usize,
    /// What is left to send of the last request.
    pub(crate) outgoing: Output,
    state: State,
    sync: &'static str,
    ids: Ids,
    seed: u64,
    stale: usize,
    /// The last request is a plain sync itself.
    asks_sync: bool,
    asked: bool,
}

#[derive(Debug)]
enum State {
    /// Nothing is known of what the other side is about to say.
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

/// What came of a request.
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
    /// A session with an agent of which nothing is known yet.
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

    /// Whether the other side may still have an answer to say.
    pub fn is_owed(&self) -> bool {
        self.asked && !self.in_step()
    }

    /// Writes a request, with what puts both sides in step in front of it if that is needed.
    ///
    /// `arguments` writes a JSON object; without it the request has no arguments. A request that is still unanswered
    /// is given up.
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

    /// Gives up on the answer, because time ran out or sending failed: what is still to come is stale.
    pub fn abandon(&mut self) {
        self.state = State::OutOfStep;
    }

    /// Where received bytes go: behind what is there already. There is always room for 16 KiB or more.
    pub fn space(&mut self) -> &mut Vec<u8> {
        self.decoder.room()
    }

    /// Looks for the answer in what was received; none if more is needed.
    ///
    /// # Errors
    /// [`CallError::TooLarge`] and [`CallError::Malformed`]; the request is then given up.
    pub fn answer(&mut self) -> Result<Option<Outcome>, CallError> {
        let outcome = self.search();
        if outcome.is_err() {
            self.abandon();
        }
        outcome
    }

    /// What to send before more is received, if there is anything: syncs that show whether the agent refuses `id`. It is
    /// to be asked for whenever [`Session::answer`] found none.
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

    /// Whether the other side talks, but has not answered the sync of the request that is waited for.
    pub fn is_talked_past(&self) -> bool {
        matches!(self.state, State::Syncing { .. }) && self.stale > 0
    }

    /// What an answer was waited for, in words.
    pub fn waiting_for(&self) -> &'static str {
        match self.state {
            State::Syncing { .. } => "answer to the synchronisation",
            _ => "answer",
        }
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
                // Before both sides are in step anything may be on the channel; after that nothing but answers may.
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

    /// The next frame. A message is returned once its line ends, or something else follows.
    fn next_frame(&mut self) -> Option<Frame> {
        if self.last.is_none() {
            // Before both sides are in step half an answer may have been lost, and nobody says so on behalf of an agent
            // that knows only the plain sync. Once they are, an answer may stand on several lines, as some bridges put it.
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
        self.outcome(answer?, request)
    }

    /// The agent refuses `id` and owes no answer.
    fn send_without_id(&mut self) -> Outcome {
        self.ids = Ids::Refused;
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
