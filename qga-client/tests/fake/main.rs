//! What people do with a guest, against a fake agent: answers that are lost, wrong, late or meant to harm.
#![cfg(feature = "test")]

mod copy;
mod exec;
mod file;
mod freeze;
mod wait;

use qga_client::test::FakeAgent;

/// The commands that the agent received, without what belongs to `guest-`.
fn commands(agent: &FakeAgent) -> Vec<String> {
    agent.requests().iter().map(|request| request.command.trim_start_matches("guest-").to_owned()).collect()
}
