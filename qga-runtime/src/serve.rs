//! The agent's loop: waits for clients and requests on all channels at once, and runs the commands.

use std::io;
use std::ops::ControlFlow;
use std::os::fd::BorrowedFd;
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use crate::dispatch::{Dispatcher, Gate};
use crate::framing::Limits;
use crate::transport::readiness::Readiness;
use crate::transport::watching::Waited;
use crate::transport::{Address, Listener, Stream};

mod connection;
mod event_loop;
mod hands;
mod heartbeat;
mod notices;
mod port;
mod requests;
mod responder;
mod wake;

pub use heartbeat::Heartbeat;
pub use notices::Notice;
pub use responder::LoopAnswers;

use event_loop::{Job, Loop};
use hands::Hands;
use responder::Free;

/// The loop's caller: handles a descriptor of its own, for instance signals, and receives notices.
///
/// The descriptor is one that becomes readable: an eventfd, a signalfd, or an epoll descriptor for several.
pub trait Attendant<A> {
    /// The descriptor that calls [`Attendant::woken`] when it is readable; always the same.
    fn descriptor(&self) -> BorrowedFd<'_>;

    /// Handles the readable descriptor; breaking ends the loop.
    fn woken(&mut self, agent: &mut A) -> ControlFlow<()>;

    /// The commands answered while another command runs; called once, when the loop starts.
    fn loop_answers(&mut self) -> Option<LoopAnswers> {
        None
    }

    /// What a watchdog is to be told; called once, when the loop starts.
    fn heartbeat(&mut self) -> Option<Heartbeat> {
        None
    }

    /// Receives an event of a channel, for a log; breaking ends the loop. Events during a command are reported after it.
    fn notice(&mut self, _notice: Notice) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    /// Called once when nothing has happened for [`ServeOptions::standby`], or up to twice as long, to free what only
    /// requests need.
    fn idle(&mut self) {}
}

/// The loop's limits and timeouts.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// The limits of one request.
    pub limits: Limits,
    /// Clients that one listener serves at once; more wait to be accepted.
    pub clients: usize,
    /// Idle time after which a full listener closes a client to accept another one. A client with an unfinished answer
    /// is not idle.
    pub idle: Duration,
    /// Bytes of half-received and queued requests of all clients together. Beyond it, only one of the clients that hold
    /// more than 1 MiB is read from at a time. The total stays below this, plus the longest request, plus 1 MiB per
    /// client.
    pub held: usize,
    /// Time without progress before a client that does not read its answer is closed; a device's client never is. Also
    /// the time in which a client must send 1 MiB more of a large request while others wait for its memory.
    pub stall: Duration,
    /// Age of an unanswered request from which a sync, or the byte 0xFF, of the same client overtakes it; `None`: never.
    /// The request runs on, and its answer is dropped.
    pub overtake: Option<Duration>,
    /// Time that one client is served, and that commands are run, before the loop checks the others.
    pub turn: Duration,
    /// Time before opening a lost device again.
    pub retry: Duration,
    /// Time after the last blocking command before the standby thread exits, and without any event before
    /// [`Attendant::idle`].
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
            turn: Duration::from_millis(20),
            retry: Duration::from_secs(1),
            standby: Duration::from_secs(10),
        }
    }
}

/// A source of requests: a listener, a device or one connection.
#[derive(Debug)]
pub struct Endpoint(EndpointKind);

#[derive(Debug)]
enum EndpointKind {
    Listener(Listener),
    Device(Address, Option<Stream>),
    Stream(Stream),
}

impl Endpoint {
    /// The clients of a listener.
    pub fn listening(listener: Listener) -> Self {
        Endpoint(EndpointKind::Listener(listener))
    }

    /// The one client of a device, which is claimed for this process ([`Stream::claim`]).
    ///
    /// # Errors
    /// The device cannot be opened.
    pub fn device(address: Address) -> io::Result<Self> {
        let stream = Stream::claim(&address)?;
        Ok(Endpoint(EndpointKind::Device(address, Some(stream))))
    }

    /// The one client of a device that may appear later.
    pub fn device_sometime(address: Address) -> Self {
        Endpoint(EndpointKind::Device(address, None))
    }

    /// One connected client.
    pub fn connected(stream: Stream) -> Self {
        Endpoint(EndpointKind::Stream(stream))
    }
}

/// Serves every endpoint until the attendant ends the loop, or no client is left and none can connect.
///
/// Commands run one at a time on this thread, clients round-robin. While one runs for long, a standby thread accepts
/// clients, answers from the attendant's [`LoopAnswers`], if there is one, and queues all other requests. A client's answers
/// come in the order of its requests, except that a sync overtakes requests that are unanswered for long
/// ([`ServeOptions::overtake`]). A client that does not read its answer is not read from, and delays only itself.
///
/// # Errors
/// Waiting for the descriptors failed.
///
/// # Panics
/// The attendant's [`LoopAnswers`] panicked.
pub fn serve<A: Gate>(
    dispatcher: &Dispatcher<A>,
    agent: &mut A,
    endpoints: Vec<Endpoint>,
    attendant: &mut dyn Attendant<A>,
    options: &ServeOptions,
) -> io::Result<()> {
    let mut served = Box::new(Loop::new(endpoints, attendant.loop_answers(), options));
    served.heartbeat = attendant.heartbeat();
    let hands = Hands::new(options.standby)?;
    thread::scope(|scope| {
        let _end = hands.until_dropped();
        ServingThread { dispatcher, agent, attendant, hands: &hands, scope, turn: options.turn, idle: options.standby }
            .run(served)
    })
}

/// The serving thread: has the agent, and the loop unless a command runs.
struct ServingThread<'a, 'scope, 'env, A> {
    dispatcher: &'scope Dispatcher<A>,
    agent: &'a mut A,
    attendant: &'a mut dyn Attendant<A>,
    hands: &'scope Hands,
    scope: &'scope Scope<'scope, 'env>,
    turn: Duration,
    idle: Duration,
}

impl<A: Gate> ServingThread<'_, '_, '_, A> {
    fn run(mut self, mut served: Box<Loop>) -> io::Result<()> {
        let mut readiness = Readiness::new(Some(self.idle))?;
        while served.has_clients_or_sources() {
            if let Waited::Idle = served.wait(&mut readiness, self.attendant.descriptor())? {
                self.attendant.idle();
            }
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
                // Check the descriptors: other requests and signals may have arrived.
                if begun.elapsed() > self.turn {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Runs a job while the loop is in the slot.
    fn work(&mut self, served: Box<Loop>, job: Job) -> io::Result<Box<Loop>> {
        let Job { work, owner } = job;
        let (dispatcher, agent) = (self.dispatcher, &mut *self.agent);
        let (mut served, done) =
            self.hands.run_aside(self.scope, dispatcher, served, || work.run(dispatcher, agent))?;
        served.finish(&owner, done, &mut Free { dispatcher, agent: self.agent });
        Ok(served)
    }

    /// Reports the pending notices to the attendant.
    fn report(&mut self, served: &mut Loop) -> ControlFlow<()> {
        for notice in served.take_notices() {
            self.attendant.notice(notice)?;
        }
        ControlFlow::Continue(())
    }
}
