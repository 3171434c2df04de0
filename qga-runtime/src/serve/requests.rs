//! The requests of one client that are not answered yet, oldest first; and when a sync overtakes them.
//!
//! Answers come in the order of their requests. But after its timeout a client sends a sync behind the command that still
//! runs, and must not find the agent silent. Such a sync drops the answers that the client no longer waits for; later
//! requests do not wait for them either.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::dispatch::Priority;
use crate::framing::Frame;

/// Requests read ahead of one that is not answered, to find a sync behind it.
const MAX_REQUESTS: usize = 32;

/// Bytes of requests read ahead.
const MAX_BYTES: usize = 256 * 1024;

/// The unanswered requests of one client.
#[derive(Debug)]
pub(super) struct Requests {
    waiting: VecDeque<Request>,
    bytes: usize,
    /// How long a request is unanswered before a sync overtakes it.
    overtake: Option<Duration>,
}

#[derive(Debug)]
struct Request {
    /// None while it runs.
    frame: Option<Frame>,
    priority: Option<Priority>,
    since: Instant,
    bytes: usize,
    /// It follows broken input.
    doubtful: bool,
    /// A sync has overtaken it: it runs, and is not answered.
    dropped: bool,
}

/// Whether an answer is still to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Yes,
    Dropped,
}

impl Requests {
    pub(super) fn new(overtake: Option<Duration>) -> Self {
        Requests { waiting: VecDeque::new(), bytes: 0, overtake }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Bytes of the requests that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether another frame may be taken: always for the next request, some more to find a sync behind it. But whether
    /// what follows broken input is worth a complaint shows only when a request behind that is answered.
    pub(super) fn has_room(&self) -> bool {
        let may_read_ahead = || self.waiting.len() < MAX_REQUESTS && self.bytes < MAX_BYTES;
        let Some(newest) = self.waiting.back() else { return true };
        self.overtake.is_some() && !newest.doubtful && may_read_ahead()
    }

    /// Whether an answer is still wanted, which has to come before those to later requests.
    pub(super) fn is_owed(&self) -> bool {
        self.waiting.iter().any(|request| !request.dropped)
    }

    /// Drops all answers, if this is what overtakes them: then it comes first.
    pub(super) fn overtake(&mut self, frame: &Frame, priority: Option<Priority>) -> bool {
        let Some(oldest) = self.waiting.iter().find(|request| !request.dropped) else { return true };
        let resyncs = matches!(frame, Frame::Sentinel) || priority == Some(Priority::Resync);
        let overtakes = resyncs && self.overtake.is_some_and(|limit| oldest.since.elapsed() >= limit);
        if overtakes {
            self.waiting.iter_mut().for_each(|request| request.dropped = true);
        }
        overtakes
    }

    /// Lets a frame wait behind all others.
    pub(super) fn wait(&mut self, frame: Frame, priority: Option<Priority>) {
        let bytes = frame.held();
        let doubtful = matches!(&frame, Frame::Message(raw) if raw.is_doubtful());
        self.bytes += bytes;
        let (frame, since) = (Some(frame), Instant::now());
        self.waiting.push_back(Request { frame, priority, since, bytes, doubtful, dropped: false });
    }

    /// The priority of the oldest request, if it does not run yet.
    pub(super) fn oldest(&self) -> Option<Option<Priority>> {
        self.waiting.front().filter(|request| request.frame.is_some()).map(|request| request.priority)
    }

    /// Takes the oldest request out to be run; it stays the oldest until it is [answered](Requests::answered).
    pub(super) fn start(&mut self) -> Option<Frame> {
        let oldest = self.waiting.front_mut()?;
        self.bytes -= std::mem::take(&mut oldest.bytes);
        oldest.frame.take()
    }

    /// Puts the oldest request back, which must wait.
    pub(super) fn put_back(&mut self, frame: Frame) {
        if let Some(oldest) = self.waiting.front_mut() {
            oldest.bytes = frame.held();
            self.bytes += oldest.bytes;
            oldest.frame = Some(frame);
        }
    }

    /// The oldest request is done; says whether its answer is still wanted.
    pub(super) fn answered(&mut self) -> Wanted {
        match self.waiting.pop_front() {
            Some(Request { dropped: false, .. }) => Wanted::Yes,
            _ => Wanted::Dropped,
        }
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.bytes = 0;
    }
}
