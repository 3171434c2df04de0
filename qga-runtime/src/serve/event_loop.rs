//! The loop as a value: listeners, devices, clients, and the queue of work for the agent.
//!
//! It moves between threads as a whole. Only [`Loop::wait`] blocks. Work that may block is a [`Job`], which the serving
//! thread takes from the queue and runs without the loop.

use std::collections::VecDeque;
use std::io;
use std::iter;
use std::mem;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use super::connection::{Connection, Done, Life, Work};
use super::heartbeat::Heartbeat;
use super::notices::Notice;
use super::port::{Port, PortContext};
use super::responder::{LoopAnswers, Responder};
use super::{Endpoint, EndpointKind, ServeOptions};
use crate::dispatch::Priority;
use crate::transport::readiness::Readiness;
use crate::transport::watching::{Interest, Ready, Waited, Watched};
use crate::transport::{Accepted, Listener, Stream};

mod sharing;

/// Listeners, devices, clients and the queue.
pub(super) struct Loop {
    options: ServeOptions,
    sources: Vec<Source>,
    clients: Vec<Client>,
    /// Number of clients accepted so far.
    clients_seen: u32,
    /// The clients with work for the agent, by number: one piece of work each, so that they are served round-robin.
    queue: VecDeque<u64>,
    /// Number of jobs so far.
    jobs: u64,
    ready: Vec<Ready>,
    /// The clients to serve in this turn.
    due: Vec<u64>,
    /// Notices not yet reported to the attendant.
    notices: Vec<Notice>,
    /// The clients' requests together exceed the memory limit.
    exceeded: bool,
    /// Answers while a command runs.
    pub(super) answers: Option<LoopAnswers>,
    pub(super) heartbeat: Option<Heartbeat>,
}

/// A source of clients.
enum Source {
    Listener(Listener),
    /// A listener that is not watched until this time: accepting failed, and it stays readable.
    Resting(Listener, Instant),
    Port(Port),
}

struct Client {
    id: u64,
    /// Its listener's index in `sources`; `None` for one that was connected from the start.
    source: Option<usize>,
    connection: Box<Connection>,
}

/// Work for the agent, and the client that receives the result.
pub(super) struct Job {
    pub(super) work: Work,
    pub(super) owner: JobOwner,
}

/// The client that receives a job's result.
pub(super) struct JobOwner {
    client: u64,
    number: u64,
}

/// The id of the first descriptor in a wait; it belongs to the caller of [`Loop::wait`].
const FIRST_DESCRIPTOR_ID: u64 = 0;

/// Ids of descriptors: the first is zero, then clients below this, then sources in steps of this.
const SOURCE_ID_STEP: u64 = 1 << 32;

/// Notices kept while a command runs; beyond this, accepting stops.
const MAX_PENDING_NOTICES: usize = 64;

impl Loop {
    pub(super) fn new(endpoints: Vec<Endpoint>, answers: Option<LoopAnswers>, options: &ServeOptions) -> Self {
        let mut new = Loop {
            options: *options,
            sources: Vec::new(),
            clients: Vec::new(),
            clients_seen: 0,
            queue: VecDeque::new(),
            jobs: 0,
            ready: Vec::new(),
            due: Vec::new(),
            notices: Vec::new(),
            exceeded: false,
            answers,
            heartbeat: None,
        };
        for endpoint in endpoints {
            match endpoint.0 {
                EndpointKind::Listener(listener) => new.sources.push(Source::Listener(listener)),
                EndpointKind::Device(address, stream) => {
                    new.sources.push(Source::Port(Port::new(address, stream, options)));
                }
                EndpointKind::Stream(stream) => {
                    new.add_client(None, stream);
                }
            }
        }
        new
    }

    /// Whether there is a client, or one may connect.
    pub(super) fn has_clients_or_sources(&self) -> bool {
        !self.sources.is_empty() || !self.clients.is_empty()
    }

    /// Waits until there is work here, the first descriptor is readable, or the loop is idle.
    pub(super) fn wait(&mut self, readiness: &mut Readiness, first: BorrowedFd<'_>) -> io::Result<Waited> {
        self.share_memory();
        let timeout = self.timeout();
        let mut ready = mem::take(&mut self.ready);
        ready.clear();
        let first = Watched { id: FIRST_DESCRIPTOR_ID, descriptor: first, interest: Interest::Arrival };
        let waited = readiness.wait(iter::once(first).chain(self.watched()), timeout, &mut ready);
        self.ready = ready;
        waited
    }

    /// The descriptors of sources and clients, and the events to wait for.
    fn watched(&self) -> impl Iterator<Item = Watched<'_>> + Clone {
        let sources = self.sources.iter().enumerate().filter_map(|(at, source)| match source {
            Source::Listener(listener) => {
                Some(Watched { id: base(at), descriptor: listener.as_fd(), interest: self.admission_at(at).0 })
            }
            Source::Resting(listener, _) => {
                Some(Watched { id: base(at), descriptor: listener.as_fd(), interest: Interest::Nothing })
            }
            Source::Port(port) => port.watched(port.id(base(at))),
        });
        sources.chain(self.clients.iter().map(|client| client.connection.watched(client.id)))
    }

    /// Time to wait at most; `None` if there is no deadline.
    fn timeout(&mut self) -> Option<Duration> {
        let mut wake = earlier(self.memory_is_due(), self.heartbeat.as_ref().map(Heartbeat::next));
        let mut due = !self.queue.is_empty();
        for (at, source) in self.sources.iter().enumerate() {
            let again = match source {
                Source::Listener(_) => self.admission_at(at).1,
                Source::Resting(_, until) => Some(*until),
                Source::Port(port) => {
                    due |= port.connection_is_due();
                    port.retry_at()
                }
            };
            wake = earlier(wake, again);
        }
        for client in &self.clients {
            wake = earlier(wake, client.connection.stall_deadline());
            due |= client.connection.is_due();
        }
        // The clock is read only if there is a deadline.
        if due { Some(Duration::ZERO) } else { wake.map(|wake| wake.saturating_duration_since(Instant::now())) }
    }

    /// Whether the first descriptor was readable in the last wait.
    pub(super) fn first_is_ready(&self) -> bool {
        self.ready.iter().any(|ready| ready.id == FIRST_DESCRIPTOR_ID)
    }

    /// Serves clients and sources after a wait, without blocking.
    pub(super) fn serve(&mut self, responder: &mut dyn Responder) {
        let now = Instant::now();
        self.due.clear();
        for client in &mut self.clients {
            let ready = self.ready.iter().find(|ready| ready.id == client.id);
            if ready.is_some_and(|ready| ready.hung_up) {
                client.connection.expect_end();
            }
            if ready.is_some() || client.connection.is_due() {
                self.due.push(client.id);
            }
        }
        while let Some(id) = self.due.pop() {
            let is_ready = self.ready.iter().any(|ready| ready.id == id);
            self.serve_client(id, is_ready, responder, now);
        }
        for at in 0..self.sources.len() {
            self.serve_source(at, responder, now);
        }
        self.close_stalled(now);
        self.free_memory(now);
        if let Some(heartbeat) = &mut self.heartbeat {
            heartbeat.beat_if_due(now);
        }
    }

    fn serve_client(&mut self, id: u64, ready: bool, responder: &mut dyn Responder, now: Instant) {
        let Some(at) = self.clients.iter().position(|client| client.id == id) else { return };
        match self.clients[at].connection.serve(ready, responder, now) {
            Ok(Life::Continues) => self.enqueue(id),
            ended => self.remove(at, ended.err()),
        }
    }

    fn remove(&mut self, at: usize, error: Option<io::Error>) {
        self.clients.remove(at);
        self.notices.push(Notice::Disconnected(error));
    }

    fn serve_source(&mut self, at: usize, responder: &mut dyn Responder, now: Instant) {
        let Loop { sources, ready, options, notices, .. } = self;
        match &mut sources[at] {
            Source::Port(port) => {
                let id = port.id(base(at));
                let ready = ready.iter().find(|ready| ready.id == id).copied();
                if ready.is_some() || port.is_due(now) {
                    port.serve(ready, PortContext { options, responder, notices, now });
                    let id = port.id(base(at));
                    self.enqueue(id);
                }
            }
            Source::Resting(_, until) if now >= *until => self.change_listener(at, Source::Listener),
            Source::Listener(_) if ready.iter().any(|ready| ready.id == base(at)) => self.accept(at, responder, now),
            Source::Listener(_) | Source::Resting(..) => {}
        }
    }

    /// Accepts one client.
    fn accept(&mut self, at: usize, responder: &mut dyn Responder, now: Instant) {
        let Source::Listener(listener) = &self.sources[at] else { return };
        match listener.accept() {
            Ok(Accepted::Nothing) => {}
            Ok(Accepted::Client(stream, peer)) => {
                self.evict_at(at, now);
                self.notices.push(Notice::Connected(peer));
                let id = self.add_client(Some(at), stream);
                // Most clients have sent a request by the time they are accepted.
                self.serve_client(id, true, responder, now);
            }
            Ok(Accepted::Refused(error)) => {
                // One notice until it is reported: any user can cause more, and accepting stops when too many are
                // pending.
                if !self.notices.iter().any(|notice| matches!(notice, Notice::Refused(_))) {
                    self.notices.push(Notice::Refused(error));
                }
            }
            Err(error) => {
                let until = now + self.options.retry;
                self.change_listener(at, |listener| Source::Resting(listener, until));
                self.notices.push(Notice::CannotAccept(error));
            }
        }
    }

    /// Adds a client and returns its number, which is unique.
    fn add_client(&mut self, source: Option<usize>, stream: Stream) -> u64 {
        self.clients_seen = self.clients_seen.wrapping_add(1).max(1);
        let id = u64::from(self.clients_seen);
        let connection = Box::new(Connection::of(stream, &self.options));
        self.clients.push(Client { id, source, connection });
        id
    }

    /// Changes a listener; it keeps its index, which is the source's id.
    fn change_listener(&mut self, at: usize, change: impl FnOnce(Listener) -> Source) {
        match self.sources.remove(at) {
            Source::Listener(listener) | Source::Resting(listener, _) => self.sources.insert(at, change(listener)),
            port @ Source::Port(_) => self.sources.insert(at, port),
        }
    }

    /// Closes clients that do not read their answer.
    fn close_stalled(&mut self, now: Instant) {
        let is_stalled = |client: &Client| client.connection.stall_deadline().is_some_and(|end| now >= end);
        while let Some(at) = self.clients.iter().position(is_stalled) {
            self.remove(at, Some(io::Error::new(io::ErrorKind::TimedOut, "the client does not read its answer")));
        }
    }

    fn connection(&mut self, id: u64) -> Option<&mut Connection> {
        if id < SOURCE_ID_STEP {
            return self.clients.iter_mut().find(|client| client.id == id).map(|client| &mut *client.connection);
        }
        let at = usize::try_from(id / SOURCE_ID_STEP - 1).ok()?;
        match self.sources.get_mut(at)? {
            Source::Port(port) if port.id(base(at)) == id => port.connection(),
            _ => None,
        }
    }

    /// Puts a client's work into the queue.
    fn enqueue(&mut self, id: u64) {
        let Some(connection) = self.connection(id).filter(|connection| !connection.queued) else { return };
        let Some(priority) = connection.wants() else { return };
        connection.queued = true;
        match priority {
            Priority::First => self.queue.push_front(id),
            _ => self.queue.push_back(id),
        }
    }

    /// The next work for the agent.
    pub(super) fn next_job(&mut self) -> Option<Job> {
        while let Some(client) = self.queue.pop_front() {
            self.jobs += 1;
            let number = self.jobs;
            let Some(connection) = self.connection(client) else { continue };
            connection.queued = false;
            if let Some(work) = connection.take_work(number) {
                return Some(Job { work, owner: JobOwner { client, number } });
            }
        }
        None
    }

    /// Takes the result of a job and serves its client.
    pub(super) fn finish(&mut self, owner: &JobOwner, done: Done, responder: &mut dyn Responder) {
        // The client may have disconnected.
        let Some(connection) = self.connection(owner.client) else { return };
        connection.finish(owner.number, done);
        let now = Instant::now();
        if owner.client < SOURCE_ID_STEP {
            self.serve_client(owner.client, false, responder, now);
            return;
        }
        let at = usize::try_from(owner.client / SOURCE_ID_STEP - 1).unwrap_or_default();
        let Loop { sources, options, notices, .. } = self;
        if let Source::Port(port) = &mut sources[at] {
            port.serve(None, PortContext { options, responder, notices, now });
            self.enqueue(owner.client);
        }
    }

    /// Takes the notices to report to the attendant.
    pub(super) fn take_notices(&mut self) -> Vec<Notice> {
        mem::take(&mut self.notices)
    }
}

/// The first id of the source at this index; each reopening of a device takes the next.
fn base(source: usize) -> u64 {
    SOURCE_ID_STEP * (1 + source as u64)
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
