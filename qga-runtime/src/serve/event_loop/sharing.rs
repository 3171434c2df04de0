//! What clients share: the places at a listener, and the memory for requests that are half received.

use std::io;
use std::time::Instant;

use super::{Client, Loop, MAX_HAPPENED, Source};
use crate::serve::connection::Connection;
use crate::transport::watching::Interest;

/// A client that holds no more than this is always read from, whatever others hold.
const ALWAYS_READ_BYTES: usize = 1 << 20;

impl Loop {
    /// Whether a listener may let a client in now, and if not, when.
    pub(super) fn room_at(&self, at: usize) -> (Interest, Option<Instant>) {
        if self.happened.len() >= MAX_HAPPENED {
            return (Interest::Nothing, None);
        }
        if !self.is_full(at) {
            return (Interest::Arrival, None);
        }
        let makes_room =
            self.idle_longest(at).and_then(|client| client.connection.active.checked_add(self.options.idle));
        match makes_room {
            Some(when) if when <= Instant::now() => (Interest::Arrival, None),
            when => (Interest::Nothing, when),
        }
    }

    /// Sends the client that is idle longest away if its listener is full: one that is owed nothing.
    pub(super) fn make_room_at(&mut self, at: usize, now: Instant) {
        if !self.is_full(at) {
            return;
        }
        let idle =
            self.idle_longest(at).filter(|client| now.duration_since(client.connection.active) >= self.options.idle);
        let id = idle.map(|client| client.id);
        if let Some(place) = self.clients.iter().position(|client| Some(client.id) == id) {
            let error = io::Error::new(io::ErrorKind::ConnectionAborted, "an idle client makes room for another one");
            self.remove(place, Some(error));
        }
    }

    fn is_full(&self, at: usize) -> bool {
        self.clients.iter().filter(|client| client.source == Some(at)).count() >= self.options.clients
    }

    fn idle_longest(&self, at: usize) -> Option<&Client> {
        let idle = self.clients.iter().filter(|client| client.source == Some(at) && !client.connection.is_owed());
        idle.min_by_key(|client| client.connection.active)
    }

    fn connections(&mut self) -> impl Iterator<Item = &mut Connection> {
        let ports = self.sources.iter_mut().filter_map(|source| match source {
            Source::Port(port) => port.connection(),
            Source::Listener(_) | Source::Resting(..) => None,
        });
        ports.chain(self.clients.iter_mut().map(|client| &mut *client.connection))
    }

    /// Decides who is read from while all together hold too much: whoever holds little, and of those who have sent the
    /// greater part of a large request the one who has sent most. So every large request is received in the end, one
    /// after the other.
    pub(super) fn share_memory(&mut self) {
        let limit = self.options.held;
        let held: usize = self.connections().map(|connection| connection.held()).sum();
        let was_exceeded = std::mem::replace(&mut self.exceeded, held > limit);
        if !self.exceeded && !was_exceeded {
            return;
        }
        let (exceeded, now) = (self.exceeded, Instant::now());
        let most = self.connections().filter(|one| is_large(one)).map(|one| one.held()).max();
        let mut leader = most;
        for connection in self.connections() {
            let held = connection.held();
            let leads = exceeded && is_large(connection) && leader.take_if(|most| *most == held).is_some();
            connection.leads = leads.then(|| connection.leads.unwrap_or((now, held)));
            let held_back = exceeded && !leads && held > ALWAYS_READ_BYTES;
            if connection.held_back && !held_back {
                // It could not send before.
                connection.active = now;
            }
            connection.held_back = held_back;
        }
    }

    /// When a client has to have sent more of the request that all others wait for.
    pub(super) fn memory_is_due(&mut self) -> Option<Instant> {
        if !self.exceeded {
            return None;
        }
        let stall = self.options.stall;
        self.connections().filter_map(|one| one.leads?.0.checked_add(stall)).min()
    }

    /// Gives up half a large request if its client sends no more of it while others wait for the memory.
    pub(super) fn free_memory(&mut self, now: Instant) {
        if !self.exceeded {
            return;
        }
        let stall = self.options.stall;
        let is_slow = |connection: &mut Connection| {
            let held = connection.held();
            let silent = !connection.held_back && now.duration_since(connection.active) >= stall;
            let slow = connection.leads.is_some_and(|(since, then)| {
                now.duration_since(since) >= stall && held.saturating_sub(then) < ALWAYS_READ_BYTES
            });
            if connection.leads.is_some_and(|(since, _)| now.duration_since(since) >= stall) {
                connection.leads = Some((now, held));
            }
            is_large(connection) && (silent || slow)
        };
        for source in &mut self.sources {
            let Source::Port(port) = source else { continue };
            if let Some(connection) = port.connection() {
                if is_slow(connection) {
                    connection.forget_half_read();
                }
            }
        }
        while let Some(at) = self.clients.iter_mut().position(|client| is_slow(&mut client.connection)) {
            let reason = "others wait for the memory of a request that does not arrive";
            self.remove(at, Some(io::Error::new(io::ErrorKind::TimedOut, reason)));
        }
    }
}

/// Whether a large request has arrived in part.
fn is_large(connection: &Connection) -> bool {
    connection.is_half_read() && connection.held() > ALWAYS_READ_BYTES
}
