//! The one client behind a device: it comes and goes without a connection being made.

use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::connection::Connection;
use super::meanwhile::Answers;
use super::{Attendant, Notice, ServeOptions};
use crate::dispatch::{Dispatcher, Gate};
use crate::transport::watching::{Interest, Ready, Watched};
use crate::transport::{Address, Stream};

/// A device that is served for as long as the loop runs.
pub(super) struct Port {
    address: Address,
    state: State,
    /// How often it was opened: no descriptor has the number of an earlier one.
    opened: u32,
    /// A stand-in met the end of its connection, which is the loop's to deal with.
    ended: bool,
}

enum State {
    /// Somebody may be there.
    Open(Connection),
    /// Nobody is there, but the device will tell.
    Left(Connection),
    /// An answer is ready, and nobody is there to read it yet.
    Unread(Connection),
    /// The device is gone, or must be opened again.
    Lost {
        look_at: Instant,
        /// The attendant knows.
        told: bool,
    },
}

impl Port {
    pub(super) fn new(address: Address, stream: Option<Stream>, options: &ServeOptions) -> Self {
        let state = match stream {
            Some(stream) => State::Open(Connection::of(stream, options)),
            None => State::Lost { look_at: Instant::now(), told: false },
        };
        Port { address, state, opened: 0, ended: false }
    }

    /// How long to sleep at most.
    pub(super) fn look_in(&self) -> Option<Duration> {
        match &self.state {
            State::Open(connection) if connection.may_have_more() => Some(Duration::ZERO),
            State::Open(_) | State::Left(_) | State::Unread(_) => None,
            State::Lost { look_at, .. } => Some(look_at.saturating_duration_since(Instant::now())),
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

    /// What a stand-in can hear.
    pub(super) fn watched_by_stand_in(&self, id: u64) -> Option<Watched<'_>> {
        match &self.state {
            State::Open(connection) if !self.ended && !connection.is_deferred() => Some(connection.watched(id)),
            _ => None,
        }
    }

    /// As [`Connection::serve_by`], as far as its client is there.
    pub(super) fn serve_by(&mut self, ready: Ready, stand_in: &mut dyn Answers) {
        if let State::Open(connection) = &mut self.state {
            self.ended = ready.hung_up || !connection.serve_by(stand_in).unwrap_or(false);
        }
    }

    pub(super) fn serve<A: Gate>(
        &mut self,
        ready: Option<Ready>,
        options: &ServeOptions,
        dispatcher: &Dispatcher<A>,
        agent: &mut A,
        attendant: &mut dyn Attendant<A>,
    ) -> ControlFlow<()> {
        self.ended = false;
        let hung_up = ready.is_some_and(|ready| ready.hung_up);
        match mem::replace(&mut self.state, State::Lost { look_at: Instant::now(), told: false }) {
            State::Open(connection) if ready.is_none() && !connection.may_have_more() => {
                self.state = State::Open(connection);
            }
            State::Left(connection) if ready.is_none() => self.state = State::Left(connection),
            State::Lost { look_at, told } if Instant::now() < look_at => self.state = State::Lost { look_at, told },
            State::Lost { told, .. } => return self.open(told, options, attendant),
            // Nobody is there to read the rest of the answer.
            State::Open(connection) if hung_up && connection.is_writing() => {
                return self.left(connection, options, attendant);
            }
            // The next client's request can overtake the news that the last one has left and that it has come itself:
            // its answer finds nobody for a moment, and is sent when the port says that somebody is there.
            State::Open(connection) if hung_up && connection.has_output() => self.state = State::Unread(connection),
            State::Unread(connection) if ready.is_none() => self.state = State::Unread(connection),
            State::Unread(connection) if hung_up && connection.is_writing() => {
                return self.left(connection, options, attendant);
            }
            State::Unread(mut connection) => match connection.serve(dispatcher, agent, attendant) {
                Ok(true) if connection.has_output() => self.state = State::Unread(connection),
                Ok(true) => self.state = State::Open(connection),
                ended => return self.ended(connection, ended, options, attendant),
            },
            State::Open(mut connection) => {
                if hung_up {
                    connection.expect_end();
                }
                match connection.serve(dispatcher, agent, attendant) {
                    Ok(true) => self.state = State::Open(connection),
                    ended => return self.ended(connection, ended, options, attendant),
                }
            }
            State::Left(mut connection) => match connection.serve(dispatcher, agent, attendant) {
                Ok(true) => self.state = State::Open(connection),
                Ok(false) => self.state = State::Left(connection),
                ended => return self.ended(connection, ended, options, attendant),
            },
        }
        ControlFlow::Continue(())
    }

    fn ended<A>(
        &mut self,
        connection: Connection,
        ended: io::Result<bool>,
        options: &ServeOptions,
        attendant: &mut dyn Attendant<A>,
    ) -> ControlFlow<()> {
        match ended {
            // In the middle of a large answer; the device itself is well.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => self.lost(&error, options, attendant),
            _ => self.left(connection, options, attendant),
        }
    }

    /// The other side is gone. A virtio-serial port stays as it is and tells when somebody comes; a line that was hung
    /// up is dead and must be opened anew.
    fn left<A>(
        &mut self,
        mut connection: Connection,
        options: &ServeOptions,
        attendant: &mut dyn Attendant<A>,
    ) -> ControlFlow<()> {
        if let Address::Serial(_) = self.address {
            // At once if the line carried something, but a line that is dead from the start must not keep us busy.
            let pause = if connection.was_used() { Duration::ZERO } else { options.retry };
            self.state = State::Lost { look_at: Instant::now() + pause, told: false };
            return ControlFlow::Continue(());
        }
        connection.begin_afresh();
        self.state = State::Left(connection);
        attendant.notice(Notice::Disconnected(None))
    }

    fn open<A>(&mut self, told: bool, options: &ServeOptions, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        match Stream::claim(&self.address) {
            Ok(stream) => {
                self.opened = self.opened.wrapping_add(1);
                self.state = State::Open(Connection::of(stream, options));
                attendant.notice(Notice::DeviceOpened(&self.address))
            }
            // Once is enough to know of a device that stays away.
            Err(_) if told => {
                self.state = State::Lost { look_at: Instant::now() + options.retry, told };
                ControlFlow::Continue(())
            }
            Err(error) => self.lost(&error, options, attendant),
        }
    }

    fn lost<A>(
        &mut self,
        error: &io::Error,
        options: &ServeOptions,
        attendant: &mut dyn Attendant<A>,
    ) -> ControlFlow<()> {
        self.state = State::Lost { look_at: Instant::now() + options.retry, told: true };
        attendant.notice(Notice::DeviceLost(&self.address, error))
    }
}
