//! Serves a device, whose one client opens and closes it without a connection.

use std::io;
use std::mem;
use std::time::{Duration, Instant};

use super::ServeOptions;
use super::connection::{Connection, Life};
use super::notices::Notice;
use super::responder::Responder;
use crate::transport::watching::{Interest, Ready, Watched};
use crate::transport::{Address, Stream};

/// A device that is served while the loop runs.
pub(super) struct Port {
    address: Address,
    state: State,
    /// How often it was reopened; makes the ids of its descriptors unique.
    opened: u32,
}

enum State {
    /// The device may have a client.
    Open(Box<Connection>),
    /// The device has no client; it reports when one comes.
    NoClient(Box<Connection>),
    /// The device has no client, but an answer to send or a command that runs.
    AnswerPending(Box<Connection>),
    /// The device is lost, or must be opened again.
    Lost {
        retry_at: Instant,
        /// The loss was reported to the attendant.
        reported: bool,
    },
}

/// The loop's parts that serving a port needs.
pub(super) struct PortContext<'a> {
    pub(super) options: &'a ServeOptions,
    pub(super) responder: &'a mut dyn Responder,
    pub(super) notices: &'a mut Vec<Notice>,
    pub(super) now: Instant,
}

impl Port {
    pub(super) fn new(address: Address, stream: Option<Stream>, options: &ServeOptions) -> Self {
        let state = match stream {
            Some(stream) => State::Open(Box::new(Connection::of(stream, options))),
            None => State::Lost { retry_at: Instant::now(), reported: false },
        };
        Port { address, state, opened: 0 }
    }

    /// The time to open a lost device again.
    pub(super) fn retry_at(&self) -> Option<Instant> {
        match &self.state {
            State::Open(_) | State::NoClient(_) | State::AnswerPending(_) => None,
            State::Lost { retry_at, .. } => Some(*retry_at),
        }
    }

    /// The id of the device's current descriptor.
    pub(super) fn id(&self, base: u64) -> u64 {
        base | u64::from(self.opened)
    }

    pub(super) fn watched(&self, id: u64) -> Option<Watched<'_>> {
        match &self.state {
            State::Open(connection) => Some(connection.watched(id)),
            State::NoClient(connection) => Some(Watched { interest: Interest::Return, ..connection.watched(id) }),
            State::AnswerPending(connection) => Some(Watched { interest: Interest::Reader, ..connection.watched(id) }),
            State::Lost { .. } => None,
        }
    }

    /// The connection to the client behind the device.
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        match &mut self.state {
            State::Open(connection) | State::NoClient(connection) | State::AnswerPending(connection) => {
                Some(connection)
            }
            State::Lost { .. } => None,
        }
    }

    /// Whether its client has to be served without an event.
    pub(super) fn connection_is_due(&self) -> bool {
        match &self.state {
            State::Open(connection) | State::NoClient(connection) | State::AnswerPending(connection) => {
                connection.is_due()
            }
            State::Lost { .. } => false,
        }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.connection_is_due() || self.retry_at().is_some_and(|retry_at| now >= retry_at)
    }

    /// Serves the client, or opens the device, without blocking.
    pub(super) fn serve(&mut self, ready: Option<Ready>, context: PortContext<'_>) {
        let hung_up = ready.is_some_and(|ready| ready.hung_up);
        let lost = State::Lost { retry_at: context.now, reported: false };
        match mem::replace(&mut self.state, lost) {
            State::Lost { retry_at, reported } if context.now < retry_at => {
                self.state = State::Lost { retry_at, reported }
            }
            State::Lost { reported, .. } => self.open(reported, context),
            // The client has disconnected in the middle of an answer.
            State::Open(connection) | State::AnswerPending(connection) if hung_up && connection.is_writing() => {
                self.client_left(connection, context);
            }
            // The next client's request can arrive before the hang-up of the last client is reported. Its answer is
            // sent when the port reports a client again.
            State::Open(connection) | State::AnswerPending(connection) if hung_up && connection.is_owed() => {
                self.state = State::AnswerPending(connection);
            }
            State::AnswerPending(mut connection) => {
                if ready.is_some() {
                    connection.expect_more();
                }
                self.serve_connection(connection, ready, context, State::AnswerPending);
            }
            State::Open(mut connection) => {
                if hung_up {
                    connection.expect_end();
                }
                self.serve_connection(connection, ready, context, State::Open);
            }
            State::NoClient(connection) if ready.is_none() => self.state = State::NoClient(connection),
            State::NoClient(mut connection) => match connection.serve(true, context.responder, context.now) {
                Ok(Life::Continues) => self.state = State::Open(connection),
                Ok(Life::Ended) => {
                    connection.expect_more();
                    self.state = State::NoClient(connection);
                }
                Err(error) => self.failed(connection, error, context),
            },
        }
    }

    /// Serves a client; `unfinished` is the state while its answer is not fully sent.
    fn serve_connection(
        &mut self,
        mut connection: Box<Connection>,
        ready: Option<Ready>,
        context: PortContext<'_>,
        unfinished: fn(Box<Connection>) -> State,
    ) {
        match connection.serve(ready.is_some(), context.responder, context.now) {
            Ok(Life::Continues) if connection.has_output() => self.state = unfinished(connection),
            // Its requests run on after it has disconnected.
            Ok(Life::Continues) if connection.has_ended() => self.state = State::AnswerPending(connection),
            Ok(Life::Continues) => self.state = State::Open(connection),
            Ok(Life::Ended) => self.client_left(connection, context),
            Err(error) => self.failed(connection, error, context),
        }
    }

    fn failed(&mut self, connection: Box<Connection>, error: io::Error, context: PortContext<'_>) {
        match error.kind() {
            // The client has disconnected in the middle of a large answer; the device works.
            io::ErrorKind::BrokenPipe => self.client_left(connection, context),
            _ => self.lost(error, context),
        }
    }

    /// Handles a hang-up. A virtio-serial port stays open and reports when a client comes; a serial line must be opened
    /// again.
    fn client_left(&mut self, mut connection: Box<Connection>, context: PortContext<'_>) {
        if let Address::Serial(_) = self.address {
            // Reopen at once if the line has carried data; a line that is dead from the start must not cause a busy loop.
            let pause = if connection.has_received() { Duration::ZERO } else { context.options.retry };
            self.state = State::Lost { retry_at: context.now + pause, reported: false };
            return;
        }
        connection.reset();
        self.state = State::NoClient(connection);
        context.notices.push(Notice::Disconnected(None));
    }

    fn open(&mut self, reported: bool, context: PortContext<'_>) {
        match Stream::claim(&self.address) {
            Ok(stream) => {
                self.opened = self.opened.wrapping_add(1);
                self.state = State::Open(Box::new(Connection::of(stream, context.options)));
                context.notices.push(Notice::DeviceOpened(self.address.clone()));
            }
            // The loss is reported once.
            Err(_) if reported => self.state = State::Lost { retry_at: context.now + context.options.retry, reported },
            Err(error) => self.lost(error, context),
        }
    }

    fn lost(&mut self, error: io::Error, context: PortContext<'_>) {
        self.state = State::Lost { retry_at: context.now + context.options.retry, reported: true };
        context.notices.push(Notice::DeviceLost(self.address.clone(), error));
    }
}
