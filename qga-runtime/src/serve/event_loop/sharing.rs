//! Limits that clients share: places at a listener, and memory for unanswered requests.

use std::io;
use std::time::Instant;

use super::{Client, Loop, MAX_PENDING_NOTICES, Source};
use crate::serve::connection::Connection;
use crate::transport::watching::Interest;

/// A client whose requests take no more memory than this is always read from.
const ALWAYS_READ_BYTES: usize = 1 << 20;

impl Loop {
    /// Whether a listener accepts a client now; if not, when to check again.
    pub(super) fn admission_at(&self, at: usize) -> (Interest, Option<Instant>) {
        if self.notices.len() >= MAX_PENDING_NOTICES {
            return (Interest::Nothing, None);
        }
        if !self.is_full(at) {
            return (Interest::Arrival, None);
        }
        let active = self.idle_longest(at).map(|client| client.connection.active);
        match active.and_then(|active| active.checked_add(self.options.idle)) {
            Some(when) if when <= Instant::now() => (Interest::Arrival, None),
            when => (Interest::Nothing, when),
        }
    }

    /// Closes the client idle longest if the listener is full; a client with a pending answer is not idle.
    pub(super) fn evict_at(&mut self, at: usize, now: Instant) {
        if !self.is_full(at) {
            return;
        }
        let is_idle = |client: &&Client| now.duration_since(client.connection.active) >= self.options.idle;
        let id = self.idle_longest(at).filter(is_idle).map(|client| client.id);
        if let Some(place) = self.clients.iter().position(|client| Some(client.id) == id) {
            let reason = "an idle client was closed for another one";
            self.remove(place, Some(io::Error::new(io::ErrorKind::ConnectionAborted, reason)));
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

    /// Decides which clients are read from while all together exceed the memory limit: those that hold little, and the
    /// one that has sent most of a large request. So every large request is received, one after the other.
    pub(super) fn share_memory(&mut self) {
        let limit = self.options.held;
        let exceeded = self.connections().map(|connection| connection.held()).sum::<usize>() > limit;
        if !exceeded && !self.exceeded {
            return;
        }
        self.exceeded = exceeded;
        let now = Instant::now();
        let large: Vec<usize> = self.connections().filter(|one| is_large(one)).map(|one| one.held()).collect();
        let mut most = large.iter().max().copied();
        for connection in self.connections() {
            let held = connection.held();
            let preferred = exceeded && is_large(connection) && most.take_if(|most| *most == held).is_some();
            // It has a deadline only while others wait for it.
            connection.preferred = (preferred && large.len() > 1).then(|| connection.preferred.unwrap_or((now, held)));
            let held_back = exceeded && !preferred && held > ALWAYS_READ_BYTES;
            if connection.held_back && !held_back {
                // It was not read from before, so it was not idle.
                connection.active = now;
            }
            connection.held_back = held_back;
        }
    }

    /// The deadline for the preferred client to send more of its request.
    pub(super) fn memory_is_due(&mut self) -> Option<Instant> {
        if !self.exceeded {
            return None;
        }
        let stall = self.options.stall;
        self.connections().filter_map(|one| one.preferred?.0.checked_add(stall)).min()
    }

    /// Drops a large request whose client sends no more of it while others wait.
    pub(super) fn free_memory(&mut self, now: Instant) {
        if !self.exceeded {
            return;
        }
        let stall = self.options.stall;
        let is_slow = |connection: &mut Connection| {
            let Some((since, then)) = connection.preferred else { return false };
            let is_over = now.duration_since(since) >= stall;
            let grown = connection.held().saturating_sub(then);
            if is_over {
                connection.preferred = Some((now, connection.held()));
            }
            is_over && grown < ALWAYS_READ_BYTES || now.duration_since(connection.active) >= stall
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

/// Whether a large request is half received.
fn is_large(connection: &Connection) -> bool {
    connection.is_half_read() && connection.held() > ALWAYS_READ_BYTES
}
