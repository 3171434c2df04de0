//! The agent's loop: waits for clients and requests on every channel at once, and never spins.

use std::io;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::dispatch::{Dispatcher, Gate};
use crate::framing::Limits;
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
    /// Readable when [`Attendant::woken`] is to be called.
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
    /// How long an answer waits for a client that does not read while others have to wait for it.
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
    let mut server = Server { dispatcher, options, sources: Vec::new(), connections: Vec::new(), ready: Vec::new() };
    for endpoint in endpoints {
        server.add(endpoint);
    }
    server.run(agent, attendant)
}

struct Server<'s, A> {
    dispatcher: &'s Dispatcher<A>,
    options: &'s ServeOptions,
    sources: Vec<Source>,
    connections: Vec<(Client, Connection)>,
    ready: Vec<PollFlags>,
}

/// Where clients come from, by their place in `sources`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Client {
    Of(usize),
    Only,
}

enum Source {
    Listener(Listener),
    /// Accepting failed; the listener rests until then, since it goes on saying that somebody waits.
    Resting(Listener, Instant),
    Port(Port),
}

impl<A: Gate> Server<'_, A> {
    fn add(&mut self, endpoint: Endpoint) {
        match endpoint.0 {
            Kind::Listener(listener) => self.sources.push(Source::Listener(listener)),
            Kind::Device(address, stream) => {
                self.sources.push(Source::Port(Port::new(address, stream, self.options)));
            }
            Kind::Stream(stream) => self.connections.push((Client::Only, Connection::of(stream, self.options))),
        }
    }

    fn run(&mut self, agent: &mut A, attendant: &mut dyn Attendant<A>) -> io::Result<()> {
        while !(self.sources.is_empty() && self.connections.is_empty()) {
            self.wait(attendant)?;
            if !self.ready[0].is_empty() && attendant.woken(agent).is_break() {
                break;
            }
            // Clients stand behind the sources in `ready`; a client that leaves moves none that is still to be served.
            for at in (0..self.connections.len()).rev() {
                if !self.ready[1 + self.sources.len() + at].is_empty()
                    && self.serve_client(at, agent, attendant).is_break()
                {
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
        let mut polled = Vec::with_capacity(1 + self.sources.len() + self.connections.len());
        polled.push(PollFd::from_borrowed_fd(attendant.descriptor(), PollFlags::IN));
        let mut sleep: Option<Duration> = None;
        for (at, source) in self.sources.iter().enumerate() {
            let (waited_for, at_most) = match source {
                Source::Listener(_) if self.clients_of(at) >= self.options.clients => (None, None),
                Source::Listener(listener) => (Some((listener.as_fd(), PollFlags::IN)), None),
                Source::Resting(_, until) => (None, Some(until.saturating_duration_since(Instant::now()))),
                Source::Port(port) => (port.descriptor(), port.look_in()),
            };
            // What is not waited for keeps its place, with no events asked for.
            let (descriptor, events) = waited_for.unwrap_or((attendant.descriptor(), PollFlags::empty()));
            polled.push(PollFd::from_borrowed_fd(descriptor, events));
            sleep = [sleep, at_most].into_iter().flatten().min();
        }
        for (_, connection) in &self.connections {
            let (descriptor, events) = connection.descriptor();
            polled.push(PollFd::from_borrowed_fd(descriptor, events));
        }
        let timeout = sleep.and_then(|sleep| Timespec::try_from(sleep).ok());
        self.ready.clear();
        match poll(&mut polled, timeout.as_ref()) {
            Ok(_) => self.ready.extend(polled.iter().map(PollFd::revents)),
            Err(Errno::INTR) => self.ready.resize(polled.len(), PollFlags::empty()),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn serve_client(&mut self, at: usize, agent: &mut A, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        let connection = &mut self.connections[at].1;
        match connection.serve(self.dispatcher, agent, attendant) {
            Ok(true) => ControlFlow::Continue(()),
            ended => {
                self.connections.swap_remove(at);
                attendant.notice(Notice::Disconnected(ended.err().as_ref()))
            }
        }
    }

    fn serve_source(&mut self, at: usize, agent: &mut A, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        let ready = self.ready[1 + at];
        if let Source::Port(port) = &mut self.sources[at] {
            return port.serve(ready, self.options, self.dispatcher, agent, attendant);
        }
        if let Source::Resting(_, until) = &self.sources[at] {
            if Instant::now() >= *until {
                self.change_listener(at, Source::Listener);
            }
            return ControlFlow::Continue(());
        }
        let Source::Listener(listener) = &self.sources[at] else { return ControlFlow::Continue(()) };
        if ready.is_empty() || self.clients_of(at) >= self.options.clients {
            return ControlFlow::Continue(());
        }
        match listener.accept() {
            Ok(None) => ControlFlow::Continue(()),
            Ok(Some((stream, peer))) => {
                self.connections.push((Client::Of(at), Connection::of(stream, self.options)));
                attendant.notice(Notice::Connected(peer))?;
                // A client that connects has mostly asked already.
                self.serve_client(self.connections.len() - 1, agent, attendant)
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
        self.connections.iter().filter(|(client, _)| *client == Client::Of(source)).count()
    }
}
