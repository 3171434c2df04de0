//! The one client behind a device: it comes and goes without a connection being made.

use std::io;
use std::mem;
use std::time::{Duration, Instant};

use super::ServeOptions;
use super::connection::{Connection, Life};
use super::notices::Happened;
use super::stand_in::Responder;
use crate::transport::watching::{Interest, Ready, Watched};
use crate::transport::{Address, Stream};

/// A device that is served for as long as the loop runs.
pub(super) struct Port {
    address: Address,
    state: State,
    /// How often it was opened: no descriptor has the number of an earlier one.
    opened: u32,
}

enum State {
    /// A client may be there.
    Open(Box<Connection>),
    /// No client is there, but the device reports when one comes.
    Left(Box<Connection>),
    /// An answer is ready, or will be, and no client is there to read it yet.
    Unread(Box<Connection>),
    /// The device is gone, or must be opened again.
    Lost {
        look_at: Instant,
        /// The attendant has been told so.
        reported: bool,
    },
}

/// What serving a port takes.
pub(super) struct Serving<'a> {
    pub(super) options: &'a ServeOptions,
    pub(super) responder: &'a mut dyn Responder,
    pub(super) happened: &'a mut Vec<Happened>,
    pub(super) now: Instant,
}

impl Port {
    pub(super) fn new(address: Address, stream: Option<Stream>, options: &ServeOptions) -> Self {
        let state = match stream {
            Some(stream) => State::Open(Box::new(Connection::of(stream, options))),
            None => State::Lost { look_at: Instant::now(), reported: false },
        };
        Port { address, state, opened: 0 }
    }

    /// When a lost device is to be opened again.
    pub(super) fn look_at(&self) -> Option<Instant> {
        match &self.state {
            State::Open(_) | State::Left(_) | State::Unread(_) => None,
            State::Lost { look_at, .. } => Some(*look_at),
        }
    }

    /// The number of the device as it is open now.
    pub(super) fn id(&self, base: u64) -> u64 {
        base | u64::from(self.opened)
    }

    pub(super) fn watched(&self, id: u64) -> Option<Watched<'_>> {
        match &self.state {
            State::Open(connection) => Some(connection.watched(id)),
            State::Left(connection) => Some(Watched { interest: Interest::Return, ..connection.watched(id) }),
            State::Unread(connection) => Some(Watched { interest: Interest::Reader, ..connection.watched(id) }),
            State::Lost { .. } => None,
        }
    }

    /// The connection to the client behind the device.
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        match &mut self.state {
            State::Open(connection) | State::Left(connection) | State::Unread(connection) => Some(connection),
            State::Lost { .. } => None,
        }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        match &self.state {
            State::Open(connection) | State::Left(connection) | State::Unread(connection) => connection.is_due(),
            State::Lost { look_at, .. } => now >= *look_at,
        }
    }

    /// Does what can be done without waiting.
    pub(super) fn serve(&mut self, ready: Option<Ready>, serving: Serving<'_>) {
        let hung_up = ready.is_some_and(|ready| ready.hung_up);
        let lost = State::Lost { look_at: serving.now, reported: false };
        match mem::replace(&mut self.state, lost) {
            State::Lost { look_at, reported } if serving.now < look_at => {
                self.state = State::Lost { look_at, reported }
            }
            State::Lost { reported, .. } => self.open(reported, serving),
            // No client is there to read the rest of the answer.
            State::Open(connection) | State::Unread(connection) if hung_up && connection.is_writing() => {
                self.left(connection, serving);
            }
            // The next client's request can overtake the news that the last one has left and that it has come itself:
            // its answer finds no client for a moment, and is sent when the port says that one is there.
            State::Open(connection) | State::Unread(connection) if hung_up && connection.is_owed() => {
                self.state = State::Unread(connection);
            }
            State::Unread(mut connection) => {
                if ready.is_some() {
                    connection.expect_more();
                }
                self.serve_connection(connection, ready, serving, State::Unread);
            }
            State::Open(mut connection) => {
                if hung_up {
                    connection.expect_end();
                }
                self.serve_connection(connection, ready, serving, State::Open);
            }
            State::Left(connection) if ready.is_none() => self.state = State::Left(connection),
            State::Left(mut connection) => match connection.serve(true, serving.responder, serving.now) {
                Ok(Life::GoesOn) => self.state = State::Open(connection),
                Ok(Life::Over) => {
                    connection.expect_more();
                    self.state = State::Left(connection);
                }
                Err(error) => self.failed(connection, error, serving),
            },
        }
    }

    /// Serves a client; `unfinished` is the state while it has not taken its answer.
    fn serve_connection(
        &mut self,
        mut connection: Box<Connection>,
        ready: Option<Ready>,
        serving: Serving<'_>,
        unfinished: fn(Box<Connection>) -> State,
    ) {
        match connection.serve(ready.is_some(), serving.responder, serving.now) {
            Ok(Life::GoesOn) if connection.has_output() => self.state = unfinished(connection),
            // What it asked for before it left runs on.
            Ok(Life::GoesOn) if connection.has_ended() => self.state = State::Unread(connection),
            Ok(Life::GoesOn) => self.state = State::Open(connection),
            Ok(Life::Over) => self.left(connection, serving),
            Err(error) => self.failed(connection, error, serving),
        }
    }

    fn failed(&mut self, connection: Box<Connection>, error: io::Error, serving: Serving<'_>) {
        match error.kind() {
            // In the middle of a large answer; the device itself is well.
            io::ErrorKind::BrokenPipe => self.left(connection, serving),
            _ => self.lost(error, serving),
        }
    }

    /// The other side is gone. A virtio-serial port stays as it is and reports when a client comes; a line that was hung
    /// up is dead and must be opened anew.
    fn left(&mut self, mut connection: Box<Connection>, serving: Serving<'_>) {
        if let Address::Serial(_) = self.address {
            // At once if the line carried something, but a line that is dead from the start must not keep us busy.
            let pause = if connection.was_used() { Duration::ZERO } else { serving.options.retry };
            self.state = State::Lost { look_at: serving.now + pause, reported: false };
            return;
        }
        connection.begin_afresh();
        self.state = State::Left(connection);
        serving.happened.push(Happened::Disconnected(None));
    }

    fn open(&mut self, reported: bool, serving: Serving<'_>) {
        match Stream::claim(&self.address) {
            Ok(stream) => {
                self.opened = self.opened.wrapping_add(1);
                self.state = State::Open(Box::new(Connection::of(stream, serving.options)));
                serving.happened.push(Happened::DeviceOpened(self.address.clone()));
            }
            // Once is enough to know of a device that stays away.
            Err(_) if reported => self.state = State::Lost { look_at: serving.now + serving.options.retry, reported },
            Err(error) => self.lost(error, serving),
        }
    }

    fn lost(&mut self, error: io::Error, serving: Serving<'_>) {
        self.state = State::Lost { look_at: serving.now + serving.options.retry, reported: true };
        serving.happened.push(Happened::DeviceLost(self.address.clone(), error));
    }
}
