//! The one client behind a device: it comes and goes without a connection being made.

use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;

use super::connection::Connection;
use super::{Attendant, Notice, ServeOptions};
use crate::dispatch::{Dispatcher, Gate};
use crate::transport::hangup::HangUp;
use crate::transport::{Address, Stream};

/// A device that is served for as long as the loop runs.
pub(super) struct Port {
    address: Address,
    state: State,
}

enum State {
    /// Somebody may be there.
    Open(Connection),
    /// Nobody is there, but the device will tell.
    HungUp(Connection, HangUp),
    /// The device is gone, or must be opened again.
    Lost { look_at: Instant },
}

impl Port {
    pub(super) fn new(address: Address, stream: Option<Stream>, options: &ServeOptions) -> Self {
        let state = match stream {
            Some(stream) => State::Open(Connection::of(stream, options)),
            None => State::Lost { look_at: Instant::now() },
        };
        Port { address, state }
    }

    /// How long to sleep at most.
    pub(super) fn look_in(&self) -> Option<Duration> {
        match &self.state {
            State::Open(_) => None,
            State::HungUp(..) => HangUp::LOOK_EVERY,
            State::Lost { look_at } => Some(look_at.saturating_duration_since(Instant::now())),
        }
    }

    pub(super) fn descriptor(&self) -> Option<(BorrowedFd<'_>, PollFlags)> {
        match &self.state {
            State::Open(connection) => Some(connection.descriptor()),
            State::HungUp(_, hangup) => hangup.descriptor().map(|descriptor| (descriptor, PollFlags::IN)),
            State::Lost { .. } => None,
        }
    }

    pub(super) fn serve<A: Gate>(
        &mut self,
        ready: PollFlags,
        options: &ServeOptions,
        dispatcher: &Dispatcher<A>,
        agent: &mut A,
        attendant: &mut dyn Attendant<A>,
    ) -> ControlFlow<()> {
        let looks = HangUp::LOOK_EVERY.is_some();
        let hung_up = ready.contains(PollFlags::HUP);
        let ready = !ready.is_empty();
        match mem::replace(&mut self.state, State::Lost { look_at: Instant::now() }) {
            State::Open(connection) if !ready => self.state = State::Open(connection),
            State::HungUp(connection, hangup) if !ready && !looks => self.state = State::HungUp(connection, hangup),
            State::Lost { look_at } if Instant::now() < look_at => self.state = State::Lost { look_at },
            State::Lost { .. } => return self.open(options, attendant),
            // Nobody is there to read the answer, and the device will say so for as long as we wait to write it.
            State::Open(connection) if hung_up && connection.has_output() => {
                return self.left(connection, options, attendant);
            }
            State::Open(mut connection) => match connection.serve(dispatcher, agent, attendant) {
                Ok(true) => self.state = State::Open(connection),
                Ok(false) => return self.left(connection, options, attendant),
                Err(error) => return self.lost(&error, options, attendant),
            },
            State::HungUp(mut connection, hangup) => {
                hangup.clear();
                match connection.serve(dispatcher, agent, attendant) {
                    Ok(true) => self.state = State::Open(connection),
                    Ok(false) => self.state = State::HungUp(connection, hangup),
                    Err(error) => return self.lost(&error, options, attendant),
                }
            }
        }
        ControlFlow::Continue(())
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
            self.state = State::Lost { look_at: Instant::now() + pause };
            return ControlFlow::Continue(());
        }
        connection.begin_afresh();
        match HangUp::watch(connection.descriptor().0) {
            Ok(hangup) => self.state = State::HungUp(connection, hangup),
            Err(error) => return self.lost(&error, options, attendant),
        }
        attendant.notice(Notice::Disconnected(None))
    }

    fn open<A>(&mut self, options: &ServeOptions, attendant: &mut dyn Attendant<A>) -> ControlFlow<()> {
        match Stream::open(&self.address) {
            Ok(stream) => {
                self.state = State::Open(Connection::of(stream, options));
                attendant.notice(Notice::DeviceOpened(&self.address))
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
        self.state = State::Lost { look_at: Instant::now() + options.retry };
        attendant.notice(Notice::DeviceLost(&self.address, error))
    }
}
