//! The agent's loop: waits for clients and requests on every channel at once, and never spins.

use std::cell::RefCell;
use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::dispatch::{Dispatcher, Gate};
use crate::framing::Limits;
use crate::transport::readiness::Readiness;
use crate::transport::watching::{Interest, Ready, Watched};
use crate::transport::{Accepted, Address, Listener, Peer, Stream};

mod connection;
mod meanwhile;
mod port;

pub use meanwhile::{StandIn, meanwhile};

use connection::Connection;
use meanwhile::{Channels, Lending};
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

    /// Who answers other clients while a command waits in [`meanwhile`]; asked for once, when the loop begins.
    fn stand_in(&mut self) -> Option<StandIn> {
        None
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
    /// A client was sent away, or its connection failed before it was let in.
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
    /// How long a large answer waits for a client that takes nothing of it; when others have asked for more than a
    /// stand-in knows, so long in all. Whoever is behind a device may take any time.
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

    /// The one client at the other side of a device, which is claimed for this process ([`Stream::claim`]).
    ///
    /// # Errors
    /// The device cannot be opened.
    pub fn device(address: Address) -> io::Result<Self> {
        let stream = Stream::claim(&address)?;
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
/// Commands run one after the other, whatever channel they come from; while one of them waits in [`meanwhile`], clients
/// that are connected, or connect, are answered by the attendant's stand-in, if there is one. Every client has a decoder
/// of its own. A client that does not read its answers is not read from either.
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
        channels: Rc::new(RefCell::new(Channels::new())),
        readiness: Readiness::new()?,
        ready: Vec::new(),
        due: Vec::new(),
    };
    for endpoint in endpoints {
        server.add(endpoint);
    }
    let _lending = attendant.stand_in().map(|stand_in| Lending::start(&server.channels, stand_in, options));
    server.run(agent, attendant)
}

struct Server<'s, A> {
    dispatcher: &'s Dispatcher<A>,
    options: &'s ServeOptions,
    /// Nobody holds them while a command runs.
    channels: Rc<RefCell<Channels>>,
    readiness: Readiness,
    ready: Vec<Ready>,
    /// The clients to be served in this turn.
    due: Vec<u64>,
}

/// Where clients come from.
enum Source {
    Listener(Listener),
    /// Accepting failed; the listener rests until then, since it goes on saying that somebody waits.
    Resting(Listener, Instant),
    /// None while it is served.
    Port(Option<Box<Port>>),
}

/// What descriptors are known by: the attendant is zero, sources count from here, and clients below the first source.
const SOURCES: u64 = 1 << 32;

impl<A: Gate> Server<'_, A> {
    fn add(&mut self, endpoint: Endpoint) {
        let mut channels = self.channels.borrow_mut();
        match endpoint.0 {
            Kind::Listener(listener) => channels.sources.push(Source::Listener(listener)),
            Kind::Device(address, stream) => {
                channels.sources.push(Source::Port(Some(Box::new(Port::new(address, stream, self.options)))));
            }
            Kind::Stream(stream) => {
                channels.add_client(None, Connection::of(stream, self.options));
            }
        }
    }

    fn run(&mut self, agent: &mut A, attendant: &mut dyn Attendant<A>) -> io::Result<()> {
        while let Some(sources) = self.sources() {
            self.wait(attendant)?;
            if self.is_ready(0).is_some() && attendant.woken(agent).is_break() {
                break;
            }
            self.find_due();
            while let Some(id) = self.due.pop() {
                if self.serve_client(id, agent, attendant).is_break() {
                    return Ok(());
                }
            }
            for at in 0..sources {
                if self.serve_source(at, agent, attendant).is_break() {
                    return Ok(());
                }
            }
            if self.tell(attendant).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many sources there are, unless there is nobody to serve any more.
    fn sources(&self) -> Option<usize> {
        let channels = self.channels.borrow();
        let served = !(channels.sources.is_empty() && channels.clients.is_empty());
        served.then_some(channels.sources.len())
    }

    /// Waits until something is ready, and leaves in `ready` what.
    fn wait(&mut self, attendant: &dyn Attendant<A>) -> io::Result<()> {
        let channels = self.channels.borrow();
        let mut watched = Vec::with_capacity(1 + channels.sources.len() + channels.clients.len());
        watched.push(Watched { id: 0, descriptor: attendant.descriptor(), interest: Interest::Arrival });
        let mut sleep: Option<Duration> = None;
        for (at, source) in channels.sources.iter().enumerate() {
            let base = base(at);
            let at_most = match source {
                Source::Listener(listener) => {
                    let full = channels.clients_of(at) >= self.options.clients;
                    let interest = if full { Interest::Nothing } else { Interest::Arrival };
                    watched.push(Watched { id: base, descriptor: listener.as_fd(), interest });
                    None
                }
                Source::Resting(listener, until) => {
                    watched.push(Watched { id: base, descriptor: listener.as_fd(), interest: Interest::Nothing });
                    Some(until.saturating_duration_since(Instant::now()))
                }
                Source::Port(port) => port.as_ref().and_then(|port| {
                    watched.extend(port.watched(port.id(base)));
                    port.look_in()
                }),
            };
            sleep = [sleep, at_most].into_iter().flatten().min();
        }
        for client in &channels.clients {
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

    fn find_due(&mut self) {
        self.due.clear();
        for client in &mut self.channels.borrow_mut().clients {
            let ready = self.ready.iter().find(|ready| ready.id == client.id);
            if ready.is_some_and(|ready| ready.hung_up) {
                client.connection.expect_end();
            }
            if ready.is_some() || client.connection.may_have_more() {
                self.due.push(client.id);
            }
        }
    }

    /// Serves a client, unless it has left already.
    fn serve_client(&mut self, id: u64, agent: &mut A, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        let Some((at, mut client)) = self.channels.borrow_mut().take_client(id) else {
            return ControlFlow::Continue(());
        };
        match client.connection.serve(self.dispatcher, agent, attendant) {
            Ok(true) => {
                self.channels.borrow_mut().put_back(at, client);
                ControlFlow::Continue(())
            }
            ended => {
                drop(client);
                attendant.notice(Notice::Disconnected(ended.err().as_ref()))
            }
        }
    }

    fn serve_source(&mut self, at: usize, agent: &mut A, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        let mut channels = self.channels.borrow_mut();
        let accepted = match &mut channels.sources[at] {
            Source::Port(port) => {
                let Some(mut port) = port.take() else { return ControlFlow::Continue(()) };
                drop(channels);
                let ready = self.is_ready(port.id(base(at)));
                let flow = port.serve(ready, self.options, self.dispatcher, agent, attendant);
                self.channels.borrow_mut().sources[at] = Source::Port(Some(port));
                return flow;
            }
            Source::Resting(_, until) if Instant::now() >= *until => {
                channels.change_listener(at, Source::Listener);
                return ControlFlow::Continue(());
            }
            Source::Listener(listener) if self.is_ready(base(at)).is_some() => listener.accept(),
            Source::Listener(_) | Source::Resting(..) => return ControlFlow::Continue(()),
        };
        match accepted {
            Ok(Accepted::Nothing) => ControlFlow::Continue(()),
            Ok(Accepted::Client(stream, peer)) => {
                let id = channels.add_client(Some(at), Connection::of(stream, self.options));
                drop(channels);
                attendant.notice(Notice::Connected(peer))?;
                // A client that connects has mostly asked already.
                self.serve_client(id, agent, attendant)
            }
            Ok(Accepted::Refused(error)) => attendant.notice(Notice::Refused(&error)),
            Err(error) => {
                let until = Instant::now() + self.options.retry;
                channels.change_listener(at, |listener| Source::Resting(listener, until));
                attendant.notice(Notice::CannotAccept(&error))
            }
        }
    }

    /// Tells the attendant what happened while commands waited.
    fn tell(&mut self, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        if self.channels.borrow().unnoticed.is_empty() {
            return ControlFlow::Continue(());
        }
        let unnoticed = mem::take(&mut self.channels.borrow_mut().unnoticed);
        unnoticed.iter().try_for_each(|happened| attendant.notice(happened.as_notice()))
    }
}

/// What the source at this place is known by, and what follows for each time it is opened anew.
fn base(source: usize) -> u64 {
    SOURCES * (1 + source as u64)
}
