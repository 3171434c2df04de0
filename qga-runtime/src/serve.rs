//! The agent's loop: waits for clients and requests on every channel at once, and never spins.

use std::io;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use crate::dispatch::{Dispatcher, Gate};
use crate::framing::Limits;
use crate::transport::readiness::Readiness;
use crate::transport::watching::{Interest, Ready, Watched};
use crate::transport::{Address, Listener, Peer, Stream};

mod connection;
mod port;

use connection::Connection;
use port::Port;

/// What the loop serves besides channels, for instance signals.
///
/// The descriptor may be anything that becomes readable: an eventfd, a signalfd, or an epoll descriptor that gathers
/// several.
pub trait Attendant<A> {
    /// Readable when [`Attendant::woken`] is to be called; always the same descriptor.
    fn descriptor(&self) -> BorrowedFd<'_>;

    /// Takes note of what made the descriptor readable; breaking ends the loop.
    fn woken(&mut self, agent: &mut A) -> ControlFlow<()>;

    /// The descriptor became readable while an answer waits for a client that does not read: whether to drop that
    /// client for it. What made the descriptor readable is left for [`Attendant::woken`].
    fn is_urgent(&mut self) -> bool {
        true
    }

    /// Something happened to a channel, worth a line in a log; breaking ends the loop.
    fn notice(&mut self, _notice: Notice<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// What happened to a channel.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// A client was let in.
    Connected(Peer),
    /// A client was sent away.
    Refused(&'a io::Error),
    /// A client left, orderly or not.
    Disconnected(Option<&'a io::Error>),
    /// No client could be let in.
    CannotAccept(&'a io::Error),
    /// A device is lost, or cannot be opened; opening it is tried again and again.
    DeviceLost(&'a Address, &'a io::Error),
    /// A device could be opened again.
    DeviceOpened(&'a Address),
}

/// How the loop treats its clients.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// What one request may cost.
    pub limits: Limits,
    /// How many clients one listener serves at once; more wait to be accepted.
    pub clients: usize,
    /// How long a large answer waits for a client that takes nothing of it, while all others have to wait.
    pub stall: Duration,
    /// How long to wait before a lost device is opened again.
    pub retry: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions {
            limits: Limits::default(),
            clients: 16,
            stall: Duration::from_secs(30),
            retry: Duration::from_secs(1),
        }
    }
}

/// Where requests come from.
#[derive(Debug)]
pub struct Endpoint(Kind);

#[derive(Debug)]
enum Kind {
    Listener(Listener),
    Device(Address, Option<Stream>),
    Stream(Stream),
}

impl Endpoint {
    /// Clients that connect.
    pub fn listening(listener: Listener) -> Self {
        Endpoint(Kind::Listener(listener))
    }

    /// The one client at the other side of a device.
    ///
    /// # Errors
    /// The device cannot be opened.
    pub fn device(address: Address) -> io::Result<Self> {
        let stream = Stream::open(&address)?;
        Ok(Endpoint(Kind::Device(address, Some(stream))))
    }

    /// The client at the other side of a device that may appear later.
    pub fn device_sometime(address: Address) -> Self {
        Endpoint(Kind::Device(address, None))
    }

    /// One client that is connected already.
    pub fn connected(stream: Stream) -> Self {
        Endpoint(Kind::Stream(stream))
    }
}

/// Serves every endpoint until the attendant ends it, or until no client can come any more.
///
/// Commands run one after the other, whatever channel they come from. Every client has a decoder of its own. A client
/// that does not read its answers is not read from either.
///
/// # Errors
/// Waiting itself failed.
pub fn serve<A: Gate>(
    dispatcher: &Dispatcher<A>,
    agent: &mut A,
    endpoints: Vec<Endpoint>,
    attendant: &mut dyn Attendant<A>,
    options: &ServeOptions,
) -> io::Result<()> {
    let mut server = Server {
        dispatcher,
        options,
        sources: Vec::new(),
        clients: Vec::new(),
        came: 0,
        readiness: Readiness::new()?,
        ready: Vec::new(),
    };
    for endpoint in endpoints {
        server.add(endpoint);
    }
    server.run(agent, attendant)
}

struct Server<'s, A> {
    dispatcher: &'s Dispatcher<A>,
    options: &'s ServeOptions,
    sources: Vec<Source>,
    clients: Vec<Client>,
    /// How many clients there ever were.
    came: u32,
    readiness: Readiness,
    ready: Vec<Ready>,
}

/// Where clients come from.
enum Source {
    Listener(Listener),
    /// Accepting failed; the listener rests until then, since it goes on saying that somebody waits.
    Resting(Listener, Instant),
    Port(Box<Port>),
}

struct Client {
    id: u64,
    /// Its listener's place in `sources`; none for one that was connected from the start.
    source: Option<usize>,
    connection: Connection,
}

/// What descriptors are known by: the attendant is zero, sources count from here, and clients below the first source.
const SOURCES: u64 = 1 << 32;

impl<A: Gate> Server<'_, A> {
    fn add(&mut self, endpoint: Endpoint) {
        match endpoint.0 {
            Kind::Listener(listener) => self.sources.push(Source::Listener(listener)),
            Kind::Device(address, stream) => {
                self.sources.push(Source::Port(Box::new(Port::new(address, stream, self.options))));
            }
            Kind::Stream(stream) => self.add_client(None, stream),
        }
    }

    fn add_client(&mut self, source: Option<usize>, stream: Stream) {
        self.came = self.came.wrapping_add(1).max(1);
        self.clients.push(Client {
            id: u64::from(self.came),
            source,
            connection: Connection::of(stream, self.options),
        });
    }

    fn run(&mut self, agent: &mut A, attendant: &mut dyn Attendant<A>) -> io::Result<()> {
        while !(self.sources.is_empty() && self.clients.is_empty()) {
            self.wait(attendant)?;
            if self.is_ready(0).is_some() && attendant.woken(agent).is_break() {
                break;
            }
            // From the end, since a client that leaves is replaced by the last.
            for at in (0..self.clients.len()).rev() {
                let client = &mut self.clients[at];
                let ready = self.ready.iter().find(|ready| ready.id == client.id);
                if ready.is_some_and(|ready| ready.hung_up) {
                    client.connection.expect_end();
                }
                let serves = ready.is_some() || client.connection.may_have_more();
                if serves && self.serve_client(at, agent, attendant).is_break() {
                    return Ok(());
                }
            }
            for at in 0..self.sources.len() {
                if self.serve_source(at, agent, attendant).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Waits until something is ready, and leaves in `ready` what.
    fn wait(&mut self, attendant: &dyn Attendant<A>) -> io::Result<()> {
        let mut watched = Vec::with_capacity(1 + self.sources.len() + self.clients.len());
        watched.push(Watched { id: 0, descriptor: attendant.descriptor(), interest: Interest::Arrival });
        let mut sleep: Option<Duration> = None;
        for (at, source) in self.sources.iter().enumerate() {
            let base = base(at);
            let at_most = match source {
                Source::Listener(listener) => {
                    let full = self.clients_of(at) >= self.options.clients;
                    let interest = if full { Interest::Nothing } else { Interest::Arrival };
                    watched.push(Watched { id: base, descriptor: listener.as_fd(), interest });
                    None
                }
                Source::Resting(listener, until) => {
                    watched.push(Watched { id: base, descriptor: listener.as_fd(), interest: Interest::Nothing });
                    Some(until.saturating_duration_since(Instant::now()))
                }
                Source::Port(port) => {
                    watched.extend(port.watched(port.id(base)));
                    port.look_in()
                }
            };
            sleep = [sleep, at_most].into_iter().flatten().min();
        }
        for client in &self.clients {
            watched.push(client.connection.watched(client.id));
            if client.connection.may_have_more() {
                sleep = Some(Duration::ZERO);
            }
        }
        self.ready.clear();
        self.readiness.wait(&watched, sleep, &mut self.ready)
    }

    fn is_ready(&self, id: u64) -> Option<Ready> {
        self.ready.iter().find(|ready| ready.id == id).copied()
    }

    fn serve_client(&mut self, at: usize, agent: &mut A, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        match self.clients[at].connection.serve(self.dispatcher, agent, attendant) {
            Ok(true) => ControlFlow::Continue(()),
            ended => {
                self.clients.swap_remove(at);
                attendant.notice(Notice::Disconnected(ended.err().as_ref()))
            }
        }
    }

    fn serve_source(&mut self, at: usize, agent: &mut A, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        let accepted = match &self.sources[at] {
            Source::Port(port) => {
                let ready = self.is_ready(port.id(base(at)));
                let Source::Port(port) = &mut self.sources[at] else { return ControlFlow::Continue(()) };
                return port.serve(ready, self.options, self.dispatcher, agent, attendant);
            }
            Source::Resting(_, until) if Instant::now() >= *until => {
                self.change_listener(at, Source::Listener);
                return ControlFlow::Continue(());
            }
            Source::Listener(listener) if self.is_ready(base(at)).is_some() => listener.accept(),
            Source::Listener(_) | Source::Resting(..) => return ControlFlow::Continue(()),
        };
        match accepted {
            Ok(None) => ControlFlow::Continue(()),
            Ok(Some((stream, peer))) => {
                self.add_client(Some(at), stream);
                attendant.notice(Notice::Connected(peer))?;
                // A client that connects has mostly asked already.
                self.serve_client(self.clients.len() - 1, agent, attendant)
            }
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => attendant.notice(Notice::Refused(&error)),
            Err(error) => {
                let until = Instant::now() + self.options.retry;
                self.change_listener(at, |listener| Source::Resting(listener, until));
                attendant.notice(Notice::CannotAccept(&error))
            }
        }
    }

    fn change_listener(&mut self, at: usize, change: impl FnOnce(Listener) -> Source) {
        // Taken out and put back in the same place, since `at` is the source's name.
        match self.sources.remove(at) {
            Source::Listener(listener) | Source::Resting(listener, _) => self.sources.insert(at, change(listener)),
            port @ Source::Port(_) => self.sources.insert(at, port),
        }
    }

    fn clients_of(&self, source: usize) -> usize {
        self.clients.iter().filter(|client| client.source == Some(source)).count()
    }
}

/// What the source at this place is known by, and what follows for each time it is opened anew.
fn base(source: usize) -> u64 {
    SOURCES * (1 + source as u64)
}
