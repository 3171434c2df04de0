//! Asks an agent again and again: until it answers, is silent, or is as a verb wants it.

use std::io;
use std::ops::ControlFlow;
use std::thread;
use std::time::{Duration, Instant};

use qga_client::{CallError, Caller, Client, Options, commands};

use crate::context::Context;
use crate::failure::Failure;
use crate::units::span;

/// Time between two attempts.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// An agent that does not answer in this time is silent.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

/// Looks until there is a result or the time is over; then it returns what the last look has seen instead.
pub(crate) fn poll<T, S>(limit: Duration, mut look: impl FnMut() -> ControlFlow<T, S>) -> ControlFlow<T, S> {
    let end = Instant::now() + limit;
    loop {
        match look() {
            ControlFlow::Continue(_) if Instant::now() < end => thread::sleep(POLL_INTERVAL),
            done => return done,
        }
    }
}

/// An agent that is asked again and again, over one connection for as long as it answers.
pub(crate) struct Polled<'a> {
    context: &'a Context,
    target: &'a str,
    client: Option<Client>,
}

impl<'a> Polled<'a> {
    pub(crate) fn new(context: &'a Context, target: &'a str) -> Self {
        Polled { context, target, client: None }
    }

    /// Pings the agent, and asks what `ask` has to ask. After a failure the next attempt connects anew.
    pub(crate) fn ask<T>(&mut self, ask: impl FnOnce(&mut Client) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut client = match self.client.take() {
            Some(client) => client,
            None => self.context.connect(self.target, &Options::with_timeout(ANSWER_TIMEOUT))?,
        };
        match client.call(commands::GuestPing::new()) {
            // Any answer is one, also a refusal.
            Err(error) if error.command_error().is_none() => return Err(error.into()),
            _ => {}
        }
        let answer = ask(&mut client)?;
        self.client = Some(client);
        Ok(answer)
    }
}

/// What is seen of an agent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It answers.
    Answering,
    /// It does not answer; its channel may be open still.
    Silent,
    /// Its channel cannot be opened.
    Gone,
}

impl Seen {
    fn of(asked: Result<(), Failure>) -> Result<Self, Failure> {
        match asked {
            Ok(()) => Ok(Seen::Answering),
            Err(Failure::Call(CallError::Connect { source, .. })) if source.kind() == io::ErrorKind::TimedOut => {
                Ok(Seen::Silent)
            }
            // A name is found for as long as its guest runs.
            Err(Failure::Call(CallError::Connect { .. }) | Failure::Unreachable(_)) => Ok(Seen::Gone),
            // The next attempt shows whether the channel is there.
            Err(Failure::Call(
                CallError::Closed | CallError::Io(_) | CallError::TimedOut { .. } | CallError::OutOfStep,
            )) => Ok(Seen::Silent),
            // An answer that makes no sense is one.
            Err(Failure::Call(_)) => Ok(Seen::Answering),
            Err(failure) => Err(failure),
        }
    }

    /// Whether seeing `self` is as good as seeing `wanted`.
    fn satisfies(self, wanted: Seen) -> bool {
        self == wanted || (self == Seen::Gone && wanted == Seen::Silent)
    }

    fn name(self) -> &'static str {
        match self {
            Seen::Answering => "answer",
            Seen::Silent => "become silent",
            Seen::Gone => "go",
        }
    }
}

/// Waits until each of these was seen, one after the other.
pub(crate) fn wait_for(context: &Context, target: &str, wanted: &[Seen], limit: Duration) -> Result<(), Failure> {
    let end = Instant::now() + limit;
    let mut agent = Polled::new(context, target);
    for wanted in wanted {
        let seen = poll(end.saturating_duration_since(Instant::now()), || match Seen::of(agent.ask(|_| Ok(()))) {
            Ok(seen) if !seen.satisfies(*wanted) => ControlFlow::Continue(()),
            Ok(_) => ControlFlow::Break(Ok(())),
            Err(failure) => ControlFlow::Break(Err(failure)),
        });
        match seen {
            ControlFlow::Break(done) => done?,
            ControlFlow::Continue(()) => {
                return Err(Failure::host(format!("the agent did not {} within {}", wanted.name(), span(limit))));
            }
        }
    }
    Ok(())
}
