//! The loop as a value: listeners, devices, clients, and the queue of what waits for the agent.
//!
//! It moves between threads as a whole. Nothing in it waits but [`Loop::wait`]; what may wait is [`Job`]s, which the
//! serving thread takes out of the queue and runs without the loop.

use std::collections::VecDeque;
use std::io;
use std::mem;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use super::connection::{Connection, Done, Life, Work};
use super::notices::Happened;
use super::port::{Port, Serving};
use super::stand_in::{Responder, StandIn};
use super::{Endpoint, Kind, ServeOptions};
use crate::dispatch::Priority;
use crate::transport::readiness::Readiness;
use crate::transport::watching::{Interest, Ready, Watched};
use crate::transport::{Accepted, Listener, Stream};

mod sharing;

/// Listeners, devices, clients and the queue.
pub(super) struct Loop {
    options: ServeOptions,
    sources: Vec<Source>,
    clients: Vec<Client>,
    /// How many clients there ever were.
    came: u32,
    /// The clients whose work waits for the agent, by number: one piece of work each, so that they are served
    /// round-robin.
    queue: VecDeque<u64>,
    /// How many jobs there ever were.
    jobs: u64,
    ready: Vec<Ready>,
    /// The clients to be served in this turn.
    due: Vec<u64>,
    /// What is not reported to the attendant yet.
    happened: Vec<Happened>,
    /// Clients together hold more of half received requests than they may.
    exceeded: bool,
    /// Answers while the agent is busy.
    pub(super) stand_in: Option<StandIn>,
}

/// Where clients come from.
enum Source {
    Listener(Listener),
    /// Accepting failed; the listener rests until then, since it goes on saying that a client waits.
    Resting(Listener, Instant),
    Port(Port),
}

struct Client {
    id: u64,
    /// Its listener's place in `sources`; none for one that was connected from the start.
    source: Option<usize>,
    connection: Box<Connection>,
}

/// Work for the agent, and whom its result is for.
pub(super) struct Job {
    pub(super) work: Work,
    pub(super) of: JobOf,
}

/// Whom the result of a job is for.
pub(super) struct JobOf {
    client: u64,
    number: u64,
}

/// The number of the first descriptor in a wait, which is not the loop's own.
const FIRST: u64 = 0;

/// What descriptors are known by: the first is zero, sources count from here, and clients below the first source.
const SOURCES: u64 = 1 << 32;

/// Notices kept while a command runs; beyond this, clients wait to be accepted.
const MAX_HAPPENED: usize = 64;

impl Loop {
    pub(super) fn new(endpoints: Vec<Endpoint>, stand_in: Option<StandIn>, options: &ServeOptions) -> Self {
        let mut new = Loop {
            options: *options,
            sources: Vec::new(),
            clients: Vec::new(),
            came: 0,
            queue: VecDeque::new(),
            jobs: 0,
            ready: Vec::new(),
            due: Vec::new(),
            happened: Vec::new(),
            exceeded: false,
            stand_in,
        };
        for endpoint in endpoints {
            match endpoint.0 {
                Kind::Listener(listener) => new.sources.push(Source::Listener(listener)),
                Kind::Device(address, stream) => {
                    new.sources.push(Source::Port(Port::new(address, stream, options)));
                }
                Kind::Stream(stream) => {
                    new.add_client(None, stream);
                }
            }
        }
        new
    }

    /// Whether a client is there or may come.
    pub(super) fn has_future(&self) -> bool {
        !self.sources.is_empty() || !self.clients.is_empty()
    }

    /// Waits until something is to be done, here or at the first descriptor.
    pub(super) fn wait(&mut self, readiness: &mut Readiness, first: BorrowedFd<'_>) -> io::Result<()> {
        self.share_memory();
        let mut watched = Vec::with_capacity(1 + self.sources.len() + self.clients.len());
        watched.push(Watched { id: FIRST, descriptor: first, interest: Interest::Arrival });
        let mut wake: Option<Instant> = self.memory_is_due();
        let mut due = !self.queue.is_empty();
        // No clock is read where nothing has a time.
        let mut now = None;
        for (at, source) in self.sources.iter().enumerate() {
            let base = base(at);
            match source {
                Source::Listener(listener) => {
                    let (interest, again) = self.admission_at(at);
                    wake = earlier(wake, again);
                    watched.push(Watched { id: base, descriptor: listener.as_fd(), interest });
                }
                Source::Resting(listener, until) => {
                    wake = earlier(wake, Some(*until));
                    watched.push(Watched { id: base, descriptor: listener.as_fd(), interest: Interest::Nothing });
                }
                Source::Port(port) => {
                    watched.extend(port.watched(port.id(base)));
                    wake = earlier(wake, port.look_at());
                    due |= port.look_at().is_none() && port.is_due(*now.get_or_insert_with(Instant::now));
                }
            }
        }
        for client in &self.clients {
            watched.push(client.connection.watched(client.id));
            wake = earlier(wake, client.connection.gives_up());
            due |= client.connection.is_due();
        }
        let sleep = match (due, wake) {
            (true, _) => Some(Duration::ZERO),
            (false, wake) => wake.map(|wake| wake.saturating_duration_since(Instant::now())),
        };
        self.ready.clear();
        readiness.wait(&watched, sleep, &mut self.ready)
    }

    /// Whether the first descriptor was readable in the last wait.
    pub(super) fn first_is_ready(&self) -> bool {
        self.ready.iter().any(|ready| ready.id == FIRST)
    }

    /// Does what the last wait has shown to be possible, without waiting.
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
        self.give_up(now);
        self.free_memory(now);
    }

    fn serve_client(&mut self, id: u64, ready: bool, responder: &mut dyn Responder, now: Instant) {
        let Some(at) = self.clients.iter().position(|client| client.id == id) else { return };
        match self.clients[at].connection.serve(ready, responder, now) {
            Ok(Life::GoesOn) => self.enqueue(id),
            ended => self.remove(at, ended.err()),
        }
    }

    fn remove(&mut self, at: usize, error: Option<io::Error>) {
        self.clients.remove(at);
        self.happened.push(Happened::Disconnected(error));
    }

    fn serve_source(&mut self, at: usize, responder: &mut dyn Responder, now: Instant) {
        let Loop { sources, ready, options, happened, .. } = self;
        match &mut sources[at] {
            Source::Port(port) => {
                let id = port.id(base(at));
                let ready = ready.iter().find(|ready| ready.id == id).copied();
                if ready.is_some() || port.is_due(now) {
                    port.serve(ready, Serving { options, responder, happened, now });
                    let id = port.id(base(at));
                    self.enqueue(id);
                }
            }
            Source::Resting(_, until) if now >= *until => self.change_listener(at, Source::Listener),
            Source::Listener(_) if ready.iter().any(|ready| ready.id == base(at)) => self.accept(at, responder, now),
            Source::Listener(_) | Source::Resting(..) => {}
        }
    }

    /// Lets one client in.
    fn accept(&mut self, at: usize, responder: &mut dyn Responder, now: Instant) {
        let Source::Listener(listener) = &self.sources[at] else { return };
        match listener.accept() {
            Ok(Accepted::Nothing) => {}
            Ok(Accepted::Client(stream, peer)) => {
                self.evict_at(at, now);
                self.happened.push(Happened::Connected(peer));
                let id = self.add_client(Some(at), stream);
                // A client that connects has mostly asked already.
                self.serve_client(id, true, responder, now);
            }
            Ok(Accepted::Refused(error)) => {
                // One stands for all until it is reported: every user of the machine can cause more, and accepting stops
                // when too many notices wait.
                if !self.happened.iter().any(|notice| matches!(notice, Happened::Refused(_))) {
                    self.happened.push(Happened::Refused(error));
                }
            }
            Err(error) => {
                let until = now + self.options.retry;
                self.change_listener(at, |listener| Source::Resting(listener, until));
                self.happened.push(Happened::CannotAccept(error));
            }
        }
    }

    /// Lets a client in and returns its number, which no other ever has.
    fn add_client(&mut self, source: Option<usize>, stream: Stream) -> u64 {
        self.came = self.came.wrapping_add(1).max(1);
        let id = u64::from(self.came);
        let connection = Box::new(Connection::of(stream, &self.options));
        self.clients.push(Client { id, source, connection });
        id
    }

    /// Changes a listener in its place, which is the source's name.
    fn change_listener(&mut self, at: usize, change: impl FnOnce(Listener) -> Source) {
        match self.sources.remove(at) {
            Source::Listener(listener) | Source::Resting(listener, _) => self.sources.insert(at, change(listener)),
            port @ Source::Port(_) => self.sources.insert(at, port),
        }
    }

    /// Drops clients that take nothing of what they are owed.
    fn give_up(&mut self, now: Instant) {
        let over = |client: &Client| client.connection.gives_up().is_some_and(|end| now >= end);
        while let Some(at) = self.clients.iter().position(over) {
            self.remove(at, Some(io::Error::new(io::ErrorKind::TimedOut, "the client does not read its answer")));
        }
    }

    fn connection(&mut self, id: u64) -> Option<&mut Connection> {
        if id < SOURCES {
            return self.clients.iter_mut().find(|client| client.id == id).map(|client| &mut *client.connection);
        }
        let at = usize::try_from(id / SOURCES - 1).ok()?;
        match self.sources.get_mut(at)? {
            Source::Port(port) if port.id(base(at)) == id => port.connection(),
            _ => None,
        }
    }

    /// Lets a client's work wait for its turn.
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
                return Some(Job { work, of: JobOf { client, number } });
            }
        }
        None
    }

    /// Takes the result of a job, and goes on with whom it is for.
    pub(super) fn finish(&mut self, of: &JobOf, done: Done, responder: &mut dyn Responder) {
        // It may have left since.
        let Some(connection) = self.connection(of.client) else { return };
        connection.finish(of.number, done);
        let now = Instant::now();
        if of.client < SOURCES {
            self.serve_client(of.client, false, responder, now);
            return;
        }
        let at = usize::try_from(of.client / SOURCES - 1).unwrap_or_default();
        let Loop { sources, options, happened, .. } = self;
        if let Source::Port(port) = &mut sources[at] {
            port.serve(None, Serving { options, responder, happened, now });
            self.enqueue(of.client);
        }
    }

    /// What is to be reported to the attendant.
    pub(super) fn take_happened(&mut self) -> Vec<Happened> {
        mem::take(&mut self.happened)
    }
}

/// What the source at this place is known by, and what follows for each time it is opened anew.
fn base(source: usize) -> u64 {
    SOURCES * (1 + source as u64)
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    [one, other].into_iter().flatten().min()
}
