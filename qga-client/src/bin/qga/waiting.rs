//! Waits until an agent goes, or answers again.

use std::thread;
use std::time::{Duration, Instant};

use qga_client::{CallError, Caller, Client, Options, Timeouts, commands};

use crate::context::Context;
use crate::failure::Failure;
use crate::units::span;

/// Time between two attempts.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// An agent that does not answer a ping in this time is silent.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// What is seen of an agent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It answers.
    Answering,
    /// It does not answer; its channel may be open still.
    Silent,
    /// Nothing listens at its address.
    Gone,
}

impl Seen {
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
    let mut client = None;
    for wanted in wanted {
        while !look(context, target, &mut client)?.satisfies(*wanted) {
            if Instant::now() >= end {
                return Err(Failure::host(format!("the agent did not {} within {}", wanted.name(), span(limit))));
            }
            thread::sleep(POLL_INTERVAL);
        }
    }
    Ok(())
}

/// Asks once, over the open connection if there is one.
fn look(context: &Context, target: &str, client: &mut Option<Client>) -> Result<Seen, Failure> {
    let timeouts = Timeouts { connect: PING_TIMEOUT, answer: Some(PING_TIMEOUT), ..Timeouts::default() };
    let options = Options { timeouts, ..Options::default() };
    let mut asked = match client.take() {
        Some(client) => client,
        None => match context.connect(target, &options) {
            Ok(client) => client,
            Err(Failure::Call(CallError::Connect { .. })) => return Ok(Seen::Gone),
            Err(failure) => return Err(failure),
        },
    };
    match asked.call(commands::GuestPing::new()) {
        // The next attempt shows whether the channel is there.
        Err(CallError::Closed | CallError::Io(_)) => return Ok(Seen::Silent),
        Err(CallError::TimedOut { .. } | CallError::OutOfStep) => {
            *client = Some(asked);
            return Ok(Seen::Silent);
        }
        // Any answer is one, also a refusal.
        _ => {}
    }
    *client = Some(asked);
    Ok(Seen::Answering)
}
