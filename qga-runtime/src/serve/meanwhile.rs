//! What goes on while a command waits: other clients are answered by a stand-in, as far as it can.
//!
//! Everything happens on the loop's own thread, inside the command's wait, so that nothing needs a lock and a command
//! that does not wait costs nothing.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::rc::Rc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::connection::Connection;
use super::{Notice, ServeOptions, Source, base};
use crate::dispatch::{Dispatcher, Gate};
use crate::envelope::Request;
use crate::framing::{Frame, RawMessage};
use crate::marshal::JsonWriter;
use crate::message::Message;
use crate::transport::readiness::Readiness;
use crate::transport::watching::{Interest, Watched};
use crate::transport::{Accepted, Listener, Peer, Stream};

/// Answers for an agent that is busy, from a table of commands that need nothing of what the agent is busy with.
///
/// A client that asks for anything else waits for the agent, and so does all that it asks after that.
pub struct StandIn(Box<dyn Answers + Send>);

impl StandIn {
    /// Answers these commands, with a state of their own. None of them may wait for anything.
    pub fn new<S: Gate + Send + 'static>(dispatcher: Dispatcher<S>, state: S) -> Self {
        StandIn(Box::new(Table { dispatcher, state }))
    }
}

pub(super) trait Answers {
    /// Answers, and says whether it was a request, sound in form; or gives back what the agent must answer.
    fn answer(&mut self, frame: Frame, out: &mut JsonWriter<'_>) -> Result<bool, Frame>;
}

struct Table<S> {
    dispatcher: Dispatcher<S>,
    state: S,
}

impl<S: Gate> Answers for Table<S> {
    fn answer(&mut self, frame: Frame, out: &mut JsonWriter<'_>) -> Result<bool, Frame> {
        match &frame {
            Frame::Message(raw) if !self.is_for(raw) => Err(frame),
            _ => Ok(self.dispatcher.answer_frame(&mut self.state, frame, out)),
        }
    }
}

impl<S> Table<S> {
    /// Whether a message is a request of a command in the table.
    fn is_for(&self, raw: &RawMessage) -> bool {
        Message::request(raw.clone()).is_ok_and(|message| {
            Request::read(&message.value()).is_ok_and(|request| self.dispatcher.find(&request.execute).is_some())
        })
    }
}

/// Where clients come from, and those that are there; one that is being served is not among them.
pub(super) struct Channels {
    pub(super) sources: Vec<Source>,
    pub(super) clients: Vec<Client>,
    /// How many clients there ever were.
    came: u32,
    /// What the attendant has not been told yet.
    pub(super) unnoticed: Vec<Unnoticed>,
}

pub(super) struct Client {
    pub(super) id: u64,
    /// Its listener's place in `sources`; none for one that was connected from the start.
    pub(super) source: Option<usize>,
    pub(super) connection: Box<Connection>,
}

/// What happened while a command waited.
pub(super) enum Unnoticed {
    Connected(Peer),
    Refused(io::Error),
    Disconnected(Option<io::Error>),
}

impl Unnoticed {
    pub(super) fn as_notice(&self) -> Notice<'_> {
        match self {
            Unnoticed::Connected(peer) => Notice::Connected(*peer),
            Unnoticed::Refused(error) => Notice::Refused(error),
            Unnoticed::Disconnected(error) => Notice::Disconnected(error.as_ref()),
        }
    }
}

impl Channels {
    pub(super) fn new() -> Self {
        Channels { sources: Vec::new(), clients: Vec::new(), came: 0, unnoticed: Vec::new() }
    }

    /// Lets a client in and tells its number, which no other ever has.
    pub(super) fn add_client(&mut self, source: Option<usize>, connection: Connection) -> u64 {
        self.came = self.came.wrapping_add(1).max(1);
        let id = u64::from(self.came);
        self.clients.push(Client { id, source, connection: Box::new(connection) });
        id
    }

    /// Takes a client out while it is served, and tells its place.
    pub(super) fn take_client(&mut self, id: u64) -> Option<(usize, Client)> {
        let at = self.clients.iter().position(|client| client.id == id)?;
        Some((at, self.clients.remove(at)))
    }

    /// Puts a client back, where it was if others have not left meanwhile.
    pub(super) fn put_back(&mut self, at: usize, client: Client) {
        let at = at.min(self.clients.len());
        self.clients.insert(at, client);
    }

    /// Changes a listener in its place, which is the source's name.
    pub(super) fn change_listener(&mut self, at: usize, change: impl FnOnce(Listener) -> Source) {
        match self.sources.remove(at) {
            Source::Listener(listener) | Source::Resting(listener, _) => self.sources.insert(at, change(listener)),
            port @ Source::Port(_) => self.sources.insert(at, port),
        }
    }

    /// Whom a stand-in can hear.
    fn watched(&self, options: &ServeOptions, accepts: bool) -> impl Iterator<Item = Watched<'_>> {
        let sources = self.sources.iter().enumerate().filter_map(move |(at, source)| {
            let listener = match source {
                Source::Listener(listener) => listener,
                Source::Resting(..) => return None,
                Source::Port(port) => {
                    return port.as_ref().and_then(|port| port.watched_by_stand_in(port.id(base(at))));
                }
            };
            // Whose command waits may be one more.
            let full = self.clients_of(at) + 1 >= options.clients;
            let interest = if accepts && !full { Interest::Arrival } else { Interest::Nothing };
            Some(Watched { id: base(at), descriptor: listener.as_fd(), interest })
        });
        // The end of one that waits for the agent would be told of again and again.
        let clients = self.clients.iter().filter(|client| !client.connection.is_deferred());
        sources.chain(clients.map(|client| client.connection.watched(client.id)))
    }

    pub(super) fn clients_of(&self, source: usize) -> usize {
        self.clients.iter().filter(|client| client.source == Some(source)).count()
    }
}

/// What the loop of this thread lends to whoever waits in a command.
#[derive(Clone)]
struct Lent {
    channels: Rc<RefCell<Channels>>,
    stand_in: Rc<RefCell<StandIn>>,
    options: ServeOptions,
}

thread_local! {
    static LENT: RefCell<Option<Lent>> = const { RefCell::new(None) };
}

/// Lends what a loop has, until this is dropped.
pub(super) struct Lending(());

impl Lending {
    pub(super) fn start(channels: &Rc<RefCell<Channels>>, stand_in: StandIn, options: &ServeOptions) -> Self {
        let (channels, stand_in) = (Rc::clone(channels), Rc::new(RefCell::new(stand_in)));
        LENT.set(Some(Lent { channels, stand_in, options: *options }));
        Lending(())
    }
}

impl Drop for Lending {
    fn drop(&mut self) {
        LENT.set(None);
    }
}

/// Waits within a command until one of these descriptors is ready or the time is over, whichever is first; it may also
/// return early. If the thread is that of a [`serve`](super::serve()) with a [`StandIn`], other clients are answered
/// meanwhile.
///
/// # Errors
/// The kernel cannot wait for one of the descriptors.
pub fn meanwhile(readable: &[BorrowedFd<'_>], writable: Option<BorrowedFd<'_>>, limit: Duration) -> io::Result<()> {
    let mut waited = None;
    interlude(|mut interlude| waited = Some(interlude.last(readable, writable, limit)))?;
    if let Some(waited) = waited {
        return waited;
    }
    let mut polled: Vec<_> = readable.iter().map(|one| PollFd::from_borrowed_fd(*one, PollFlags::IN)).collect();
    polled.extend(writable.map(|one| PollFd::from_borrowed_fd(one, PollFlags::OUT)));
    match poll(&mut polled, Timespec::try_from(limit).ok().as_ref()) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Answers the other clients that have asked by now, for a command that has much to do and does not wait.
pub(super) fn glance() -> io::Result<()> {
    let mut looked = Ok(());
    interlude(|mut interlude| looked = interlude.turn(&[], None, Duration::ZERO).map(drop))?;
    looked
}

/// Whether somebody has asked for what only the agent can answer.
pub(super) fn others_wait() -> bool {
    let waits = |channels: &Channels| channels.clients.iter().any(|client| client.connection.is_deferred());
    LENT.with_borrow(|lent| lent.as_ref().is_some_and(|lent| lent.channels.try_borrow().is_ok_and(|lent| waits(&lent))))
}

/// Lets somebody use what the loop of this thread has lent, if there is such a loop.
fn interlude(use_it: impl FnOnce(Interlude<'_>)) -> io::Result<()> {
    let Some(lent) = LENT.with_borrow(Clone::clone) else { return Ok(()) };
    // A stand-in that waits itself finds them taken.
    if let (Ok(mut channels), Ok(mut stand_in)) = (lent.channels.try_borrow_mut(), lent.stand_in.try_borrow_mut()) {
        use_it(Interlude {
            channels: &mut channels,
            stand_in: &mut *stand_in.0,
            options: &lent.options,
            readiness: Readiness::new()?,
            accepts: true,
        });
    }
    Ok(())
}

struct Interlude<'i> {
    channels: &'i mut Channels,
    stand_in: &'i mut dyn Answers,
    options: &'i ServeOptions,
    readiness: Readiness,
    /// Accepting has not failed, and not too much is left to be told.
    accepts: bool,
}

/// What one wait leaves to be told at most; clients that come beyond that wait.
const MOST_UNNOTICED: usize = 64;

/// The descriptors of who waits count down from here, far above all others.
const OWN: u64 = u64::MAX;

impl Interlude<'_> {
    fn last(
        &mut self,
        readable: &[BorrowedFd<'_>],
        writable: Option<BorrowedFd<'_>>,
        limit: Duration,
    ) -> io::Result<()> {
        let end = Instant::now().checked_add(limit);
        loop {
            let left = end.map_or(limit, |end| end.saturating_duration_since(Instant::now()));
            if self.turn(readable, writable, left)? || left.is_zero() {
                return Ok(());
            }
        }
    }

    /// Waits at most so long for anybody, and serves who is ready; true if that is who waits in the command.
    fn turn(
        &mut self,
        readable: &[BorrowedFd<'_>],
        writable: Option<BorrowedFd<'_>>,
        limit: Duration,
    ) -> io::Result<bool> {
        let mut watched = Vec::new();
        let own = readable.iter().map(|one| (*one, Interest::Arrival));
        let own = own.chain(writable.map(|one| (one, Interest::Write)));
        for (id, (descriptor, interest)) in (0..=OWN).rev().zip(own) {
            watched.push(Watched { id, descriptor, interest });
        }
        let below_own = OWN - watched.len() as u64;
        watched.extend(self.channels.watched(self.options, self.accepts));
        let busy = self.channels.clients.iter().any(|client| client.connection.may_have_more_now());
        let mut ready = Vec::new();
        self.readiness.wait(&watched, Some(if busy { Duration::ZERO } else { limit }), &mut ready)?;
        if ready.iter().any(|ready| ready.id > below_own) {
            return Ok(true);
        }
        for at in (0..self.channels.clients.len()).rev() {
            let client = &self.channels.clients[at];
            if client.connection.may_have_more_now() || ready.iter().any(|ready| ready.id == client.id) {
                self.serve_client(at);
            }
        }
        for at in 0..self.channels.sources.len() {
            if let Source::Port(Some(port)) = &mut self.channels.sources[at] {
                let id = port.id(base(at));
                ready.iter().filter(|ready| ready.id == id).for_each(|ready| port.serve_by(*ready, self.stand_in));
            } else if ready.iter().any(|ready| ready.id == base(at)) {
                self.accept(at);
            }
        }
        Ok(false)
    }

    fn serve_client(&mut self, at: usize) {
        match self.channels.clients[at].connection.serve_by(self.stand_in) {
            Ok(true) => {}
            ended => {
                self.channels.clients.swap_remove(at);
                self.channels.unnoticed.push(Unnoticed::Disconnected(ended.err()));
            }
        }
    }

    fn accept(&mut self, at: usize) {
        let Source::Listener(listener) = &self.channels.sources[at] else { return };
        match listener.accept() {
            Ok(Accepted::Client(stream, peer)) => self.add(at, stream, peer),
            // Clients that are refused again and again must not use up what stops accepting below.
            Ok(Accepted::Refused(error)) if self.channels.unnoticed.len() < MOST_UNNOTICED / 2 => {
                self.channels.unnoticed.push(Unnoticed::Refused(error));
            }
            Ok(Accepted::Refused(_) | Accepted::Nothing) => {}
            // The loop will meet the error itself.
            Err(_) => self.accepts = false,
        }
        self.accepts &= self.channels.unnoticed.len() < MOST_UNNOTICED;
    }

    fn add(&mut self, source: usize, stream: Stream, peer: Peer) {
        self.channels.unnoticed.push(Unnoticed::Connected(peer));
        self.channels.add_client(Some(source), Connection::of(stream, self.options));
    }
}
