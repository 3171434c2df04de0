//! The unanswered requests of one client, oldest first; decides when a sync overtakes them.
//!
//! Answers come in the order of their requests. But after its timeout a client sends a sync behind the command that still
//! runs, and the agent must answer it. Such a sync drops the older answers; later requests do not wait for them.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::dispatch::{Priority, Received};
use crate::envelope::Envelope;

/// Requests read ahead behind an unanswered one, to find a sync.
const MAX_READ_AHEAD_REQUESTS: usize = 32;

/// Bytes of requests read ahead, at most.
const MAX_READ_AHEAD_BYTES: usize = 256 * 1024;

/// The unanswered requests of one client.
pub(super) struct Requests {
    waiting: VecDeque<Request>,
    bytes: usize,
    /// Age of an unanswered request from which a sync overtakes it.
    overtake: Option<Duration>,
}

struct Request {
    /// `None` while it runs.
    received: Option<Received>,
    since: Instant,
    /// It follows broken input.
    doubtful: bool,
    /// A sync has overtaken it: it runs, but is not answered.
    dropped: bool,
}

/// Whether an answer is to be sent.
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

    /// Bytes of memory that the waiting requests take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether another frame may be read: always if none waits, else within the read-ahead limits. Not behind a doubtful
    /// request: its answer decides whether errors in later input are reported.
    pub(super) fn has_room(&self) -> bool {
        let may_read_ahead = || self.waiting.len() < MAX_READ_AHEAD_REQUESTS && self.bytes < MAX_READ_AHEAD_BYTES;
        let Some(newest) = self.waiting.back() else { return true };
        self.overtake.is_some() && !newest.doubtful && may_read_ahead()
    }

    /// Whether an older request still gets an answer, which comes before those to later requests.
    pub(super) fn is_owed(&self) -> bool {
        self.waiting.iter().any(|request| !request.dropped)
    }

    /// Drops the older answers if this one overtakes them; returns whether it is answered first.
    pub(super) fn overtake(&mut self, received: &Received) -> bool {
        let Some(oldest) = self.waiting.iter().find(|request| !request.dropped) else { return true };
        let resyncs = matches!(received.envelope, Envelope::Sentinel) || received.priority == Some(Priority::Resync);
        let overtakes = resyncs && self.overtake.is_some_and(|limit| oldest.since.elapsed() >= limit);
        if overtakes {
            self.waiting.iter_mut().for_each(|request| request.dropped = true);
        }
        overtakes
    }

    /// Adds a request behind all others.
    pub(super) fn wait(&mut self, received: Received) {
        self.bytes += received.bytes;
        let doubtful = received.doubtful;
        self.waiting.push_back(Request { received: Some(received), since: Instant::now(), doubtful, dropped: false });
    }

    /// The oldest request, unless it runs.
    pub(super) fn oldest(&self) -> Option<&Received> {
        self.waiting.front()?.received.as_ref()
    }

    /// Takes the oldest request to run it; it stays the oldest until it is [answered](Requests::answered).
    pub(super) fn start(&mut self) -> Option<Received> {
        let received = self.waiting.front_mut()?.received.take()?;
        self.bytes -= received.bytes;
        Some(received)
    }

    /// Puts the oldest request back, to be queued.
    pub(super) fn put_back(&mut self, received: Received) {
        if let Some(oldest) = self.waiting.front_mut() {
            self.bytes += received.bytes;
            oldest.received = Some(received);
        }
    }

    /// Removes the oldest request, which is done; returns whether its answer is to be sent.
    pub(super) fn answered(&mut self) -> Wanted {
        match self.waiting.pop_front() {
            Some(Request { dropped: false, .. }) => Wanted::Yes,
            _ => Wanted::Dropped,
        }
    }

    /// Drops all requests.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.bytes = 0;
    }
}
