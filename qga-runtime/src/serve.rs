//! The agent's loop: waits for clients and requests on every channel at once, and never spins.

use std::io;
use std::ops::ControlFlow;
use std::os::fd::BorrowedFd;
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use crate::dispatch::{Dispatcher, Gate};
use crate::framing::Limits;
use crate::transport::readiness::Readiness;
use crate::transport::{Address, Listener, Stream};

mod connection;
mod event_loop;
mod hands;
mod notices;
mod port;
mod requests;
mod stand_in;
mod wake;

pub use notices::Notice;
pub use stand_in::StandIn;

use connection::TURN;
use event_loop::{Job, Loop};
use hands::Hands;
use stand_in::Free;

/// What the loop serves besides channels, for instance signals.
///
/// The descriptor may be anything that becomes readable: an eventfd, a signalfd, or an epoll descriptor that gathers
/// several.
pub trait Attendant<A> {
    /// Readable when [`Attendant::woken`] is to be called; always the same descriptor.
    fn descriptor(&self) -> BorrowedFd<'_>;

    /// Takes note of what made the descriptor readable; breaking ends the loop.
    fn woken(&mut self, agent: &mut A) -> ControlFlow<()>;

    /// Who answers other clients while a command runs; asked for once, when the loop begins.
    fn stand_in(&mut self) -> Option<StandIn> {
        None
    }

    /// Something happened to a channel, worth a line in a log; breaking ends the loop. What happened while a command ran
    /// is reported after it.
    fn notice(&mut self, _notice: Notice<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// How the loop treats its clients.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// What one request may cost.
    pub limits: Limits,
    /// How many clients one listener serves at once; more wait to be accepted.
    pub clients: usize,
    /// How long a client of a full listener is idle before it is closed for one that waits to be accepted. One that has
    /// not got all that it asked for is not idle.
    pub idle: Duration,
    /// Bytes of requests that all clients together may have sent in part, or that wait. Beyond it, of the clients that
    /// hold more than 1 MiB only one is read from at a time, so that the bytes in all stay below this, the longest
    /// request and 1 MiB a client.
    pub held: usize,
    /// How long a client may take nothing of its answer before it is closed. A device's client may take any
    /// time. Also how long others wait for 1 MiB more of a request that keeps them from sending theirs.
    pub stall: Duration,
    /// How long a request is unanswered before a sync, or the byte 0xFF, of the same client overtakes it; none: never.
    /// The request runs on, and its answer is dropped.
    pub overtake: Option<Duration>,
    /// How long to wait before a lost device is opened again.
    pub retry: Duration,
    /// How long the standby thread stays after the last command that may wait.
    pub standby: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions {
            limits: Limits::default(),
            clients: 16,
            idle: Duration::from_secs(1),
            held: 32 << 20,
            stall: Duration::from_secs(30),
            overtake: Some(Duration::from_secs(1)),
            retry: Duration::from_secs(1),
            standby: Duration::from_secs(10),
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
/// Commands run one after the other on this thread, whatever channel they come from; clients are served round-robin. While one runs
/// for long, a second thread lets clients in, answers with the attendant's [`StandIn`], if there is one, and lets all
/// other requests wait in order. A client's answers come in the order of its requests, except that a sync overtakes what
/// is unanswered for long ([`ServeOptions::overtake`]). A client that does not read its answer is not read from either,
/// and delays only itself.
///
/// # Errors
/// Waiting itself failed.
///
/// # Panics
/// The stand-in panicked.
pub fn serve<A: Gate>(
    dispatcher: &Dispatcher<A>,
    agent: &mut A,
    endpoints: Vec<Endpoint>,
    attendant: &mut dyn Attendant<A>,
    options: &ServeOptions,
) -> io::Result<()> {
    let mut stand_in = attendant.stand_in();
    if let Some(stand_in) = &mut stand_in {
        stand_in.limit_to(dispatcher);
    }
    let served = Box::new(Loop::new(endpoints, stand_in, options));
    let hands = Hands::new(options.standby)?;
    thread::scope(|scope| {
        let _over = hands.until_dropped();
        Serving { dispatcher, agent, attendant, hands: &hands, scope }.run(served)
    })
}

/// The serving thread: it has the agent, and the loop unless a command runs.
struct Serving<'a, 'scope, 'env, A> {
    dispatcher: &'scope Dispatcher<A>,
    agent: &'a mut A,
    attendant: &'a mut dyn Attendant<A>,
    hands: &'scope Hands,
    scope: &'scope Scope<'scope, 'env>,
}

impl<A: Gate> Serving<'_, '_, '_, A> {
    fn run(mut self, mut served: Box<Loop>) -> io::Result<()> {
        let mut readiness = Readiness::new()?;
        while served.has_future() {
            served.wait(&mut readiness, self.attendant.descriptor())?;
            if served.first_is_ready() && self.attendant.woken(self.agent).is_break() {
                break;
            }
            served.serve(&mut Free { dispatcher: self.dispatcher, agent: self.agent });
            if self.report(&mut served).is_break() {
                break;
            }
            let mut begun = None;
            while let Some(job) = served.next_job() {
                let begun = begun.get_or_insert_with(Instant::now);
                served = self.work(served, job)?;
                if self.report(&mut served).is_break() {
                    return Ok(());
                }
                // Others may have asked, and signals may have come.
                if begun.elapsed() > TURN {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Does some work while the loop goes on.
    fn work(&mut self, served: Box<Loop>, job: Job) -> io::Result<Box<Loop>> {
        let Job { work, of } = job;
        let (dispatcher, agent) = (self.dispatcher, &mut *self.agent);
        let (mut served, done) = self.hands.aside(self.scope, dispatcher, served, || work.run(dispatcher, agent))?;
        served.finish(&of, done, &mut Free { dispatcher, agent: self.agent });
        Ok(served)
    }

    /// Reports to the attendant what happened.
    fn report(&mut self, served: &mut Loop) -> ControlFlow<()> {
        for happened in served.take_happened() {
            self.attendant.notice(happened.notice())?;
        }
        ControlFlow::Continue(())
    }
}
