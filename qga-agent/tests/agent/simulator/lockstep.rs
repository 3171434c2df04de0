//! Runs the stock agent step by step in its own thread: every action waits until the agent has reacted.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use qga_agent::{Agent, Config};
use qga_runtime::{Address, Admission, Attendant, Endpoint, Listener, ServeOptions, serve};

/// Timeout of every step.
const STEP_TIMEOUT: Duration = Duration::from_secs(60);

/// An agent's serving loop, which sleeps except during the methods here.
pub(super) struct Stepped {
    socket: PathBuf,
    waits: Arc<Waits>,
    stop: Option<OwnedFd>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Stepped {
    /// Starts an agent with these settings on a socket of its own in this folder.
    pub(super) fn start(folder: &Path, config: &Config) -> Self {
        let socket = folder.join("socket");
        let listener = Listener::bind(&Address::Unix(socket.clone()), Admission::default()).unwrap();
        let dispatcher = qga_agent::commands();
        let mut agent = Agent::new(config, dispatcher.commands()).unwrap();
        let (attended, stop) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).unwrap();
        let waits = Arc::new(Waits::default());
        let mut attendant = Attended { stop: attended, waits: Arc::clone(&waits) };
        let thread = thread::spawn(move || {
            let endpoints = vec![Endpoint::listening(listener)];
            // Overtaking and the end of a turn depend on the clock, which the schedule does not set.
            let options = ServeOptions { overtake: None, turn: Duration::MAX, ..ServeOptions::default() };
            serve(&dispatcher, &mut agent, endpoints, &mut attendant, &options)
        });
        waits.wait_beyond(0);
        Self { socket, waits, stop: Some(stop), thread: Some(thread) }
    }

    /// A connection that the agent has accepted.
    pub(super) fn connect(&self) -> UnixStream {
        self.step(|| {
            let stream = UnixStream::connect(&self.socket).unwrap();
            stream.set_nonblocking(true).unwrap();
            stream
        })
    }

    /// Sends these bytes and returns the agent's answer.
    pub(super) fn deliver(&self, mut stream: &UnixStream, bytes: &[u8]) -> Vec<u8> {
        self.step(|| stream.write_all(bytes).unwrap());
        let mut answers = Vec::new();
        let end = stream.read_to_end(&mut answers);
        assert_eq!(end.map_err(|error| error.kind()), Err(io::ErrorKind::WouldBlock), "the agent closed the channel");
        answers
    }

    /// Ends a connection and waits until the agent has noticed.
    pub(super) fn hang_up(&self, stream: UnixStream) {
        self.step(|| drop(stream));
    }

    /// Runs an action that wakes the loop exactly once, and waits until it sleeps again.
    fn step<T>(&self, action: impl FnOnce() -> T) -> T {
        let before = *self.waits.count.lock().unwrap();
        let done = action();
        self.waits.wait_beyond(before);
        done
    }
}

impl Drop for Stepped {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if !thread::panicking() {
            assert!(matches!(ended, Some(Ok(Ok(())))), "the loop failed");
        }
    }
}

/// The number of times the loop has gone to sleep.
#[derive(Default)]
struct Waits {
    count: Mutex<u64>,
    changed: Condvar,
}

impl Waits {
    fn wait_beyond(&self, count: u64) {
        let waited = self.changed.wait_timeout_while(self.count.lock().unwrap(), STEP_TIMEOUT, |now| *now <= count);
        assert!(!waited.unwrap().1.timed_out(), "the agent does not react");
    }
}

/// Counts the loop's waits: it reads the descriptor before each, and at no other time while answers are small.
struct Attended {
    stop: OwnedFd,
    waits: Arc<Waits>,
}

impl Attendant<Agent> for Attended {
    fn descriptor(&self) -> BorrowedFd<'_> {
        *self.waits.count.lock().unwrap() += 1;
        self.waits.changed.notify_one();
        self.stop.as_fd()
    }

    fn woken(&mut self, _agent: &mut Agent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}
