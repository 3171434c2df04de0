//! What was tried, line by line.

use std::time::Duration;

use super::diagnosis::{MAX_CLOCK_OFFSET, relation};
use super::facts::{Agent, Answers, Definition, Facts, Guest, Holder, Link};

/// A line of what was tried: whether it is as it should be, where that is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) is_good: Option<bool>,
    pub(super) words: String,
}

/// What was tried, in order.
pub(super) fn steps(facts: &Facts) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut step = |is_good: Option<bool>, words: String| steps.push(Step { is_good, words });
    let owner = facts.owner.as_deref().unwrap_or("its owner");
    match &facts.definition {
        Definition::Unknown => {}
        Definition::NoGuest(words) => step(Some(false), words.clone()),
        Definition::NoChannel => step(Some(false), format!("{owner}: no channel for an agent")),
        Definition::Elsewhere(what) => step(Some(false), format!("{owner}: the agent's channel ends in {what}")),
        Definition::Channel => step(Some(true), format!("{owner}: has the agent's channel")),
    }
    match &facts.link {
        Link::Untried => {}
        Link::Connected => step(Some(true), format!("connected to {}", facts.target)),
        Link::Missing => step(Some(false), format!("{}: does not exist", facts.target)),
        Link::OtherKind(what) => step(Some(false), format!("{}: is {what}", facts.target)),
        Link::Forbidden => step(Some(false), format!("{}: permission denied", facts.target)),
        Link::Refused => step(Some(false), format!("{}: connection refused", facts.target)),
        Link::Late(words) | Link::Failed(words) => step(Some(false), words.clone()),
    }
    match &facts.holder {
        None => {}
        Some(Holder { process: Some((pid, name)) }) => {
            step(Some(false), format!("before this one: {name} (pid {pid})"));
        }
        Some(Holder { process: None }) => step(Some(false), "before this one: another user's process".to_owned()),
    }
    match &facts.agent {
        Agent::Unasked => {}
        Agent::Answers(answers) => of_agent(answers, &mut step),
        Agent::Other(kind) => step(Some(false), format!("this is {kind}")),
        Agent::Silent(time) => step(Some(false), format!("sync: no answer within {time}")),
        Agent::Busy(time) => {
            step(Some(true), "sync: answered".to_owned());
            step(Some(false), format!("guest-info: no answer within {time}"));
        }
        Agent::OutOfStep => step(Some(false), "sync: other answers only".to_owned()),
        Agent::Closed => step(Some(false), "sync: the channel was closed".to_owned()),
        Agent::Broken(words) => step(Some(false), words.clone()),
    }
    match &facts.guest {
        Guest::Unknown => {}
        Guest::Unasked(words) => step(None, format!("monitor: {words}")),
        Guest::Running => step(Some(true), "the guest is running".to_owned()),
        Guest::Paused(word) | Guest::NotStarted(word) => step(Some(false), format!("the guest's state: {word}")),
        Guest::Off => step(Some(false), "the guest's state: shut off".to_owned()),
    }
    match facts.is_port_open {
        None => {}
        Some(true) => step(Some(true), "a process in the guest has opened the port".to_owned()),
        Some(false) => step(Some(false), "no process in the guest has opened the port".to_owned()),
    }
    steps
}

fn of_agent(answers: &Answers, step: &mut impl FnMut(Option<bool>, String)) {
    step(
        Some(true),
        format!(
            "the agent answers{}",
            answers.version.as_ref().map_or(String::new(), |version| format!(": version {version}"))
        ),
    );
    if answers.is_frozen {
        step(Some(false), "file systems: frozen".to_owned());
    }
    if answers.disabled > 0 {
        step(None, format!("commands: {} disabled; qga info lists them", answers.disabled));
    }
    if let Some((command, _)) = &answers.refused {
        step(Some(false), format!("{command}: disabled"));
    }
    if let Some(command) = &answers.lacking {
        step(Some(false), format!("{command}: not known"));
    }
    if let Some(offset) = answers.clock_offset {
        let is_right = Duration::from_nanos(offset.unsigned_abs()) <= MAX_CLOCK_OFFSET;
        let words =
            if is_right { "the clock is right".to_owned() } else { format!("the clock is {}", relation(offset)) };
        step(Some(is_right), words);
    }
}
