//! The verbs that call the agent.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::super::pattern;
use super::super::{Step, Verb};
use super::{Run, expect, json};
use crate::programs::Failure;
use crate::vm::agent_client::{self, Answer};

/// Time in which an agent must not answer, for the verb `silence`.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(8);

impl Run<'_> {
    pub(super) fn call(&mut self, text: &str, next: Option<Verb>) -> Result<(), Failure> {
        let (command, arguments) = split_request(text)?;
        self.machine.monitor.forget_events()?;
        // A port has one host side at a time.
        self.connection = None;
        let timeout = if next == Some(Verb::Silence) {
            // The agent must be reachable; otherwise the silence would prove nothing.
            self.client.connect()?;
            SILENCE_TIMEOUT
        } else {
            self.machine.scaled(Duration::from_secs(12))
        };
        let answer = self.ask(command, arguments.as_ref(), timeout)?;
        match (&answer, next) {
            (Answer::Error { class, desc }, next) if next != Some(Verb::Error) => Err(format!("{class}: {desc}")),
            (Answer::Silence, next) if next != Some(Verb::Silence) => Err("no answer".to_owned()),
            _ => {
                self.answer = Some(answer);
                Ok(())
            }
        }
    }

    pub(super) fn poll(&mut self, text: &str, next: Option<&Step>) -> Result<(), Failure> {
        let wanted = next.ok_or("a poll is followed by what it waits for")?;
        let expected = self.substitute(&wanted.text)?;
        let deadline = Instant::now() + self.machine.scaled(Duration::from_secs(12));
        let mut seen = Vec::new();
        loop {
            // Any error is accepted here, since the state may still change.
            self.call(text, Some(Verb::Error))?;
            let come = match (&self.answer, wanted.verb) {
                (Some(Answer::Return(value)), Verb::Return) => pattern::check(&json(&expected)?, value).is_ok(),
                (Some(Answer::Error { desc, .. }), Verb::Error) => self.is_error(&expected, desc),
                (_, Verb::Return | Verb::Error) => false,
                _ => return Err("a poll is followed by what it waits for".to_owned()),
            };
            if come {
                return Ok(());
            }
            seen.extend(self.answer.take());
            seen.dedup();
            expect(Instant::now() < deadline, || format!("the answers were {seen:?}"))?;
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// One call, through the tool or direct.
    fn ask(&self, command: &str, arguments: Option<&Value>, timeout: Duration) -> Result<Answer, Failure> {
        match &self.tool {
            Some(tool) => tool.call(command, arguments, timeout),
            None => self.client.call_within(command, arguments, timeout),
        }
    }

    /// Many calls of the same command, each of which must succeed.
    pub(super) fn many(&mut self, verb: Verb, text: &str) -> Result<(), Failure> {
        let (count, request) = text.split_once(' ').ok_or("N COMMAND")?;
        let count: usize = count.parse().map_err(|_| format!("no number: {count}"))?;
        let good = |index: usize, answer: &Answer| match answer {
            Answer::Return(_) => Ok(()),
            other => Err(format!("call {index} has answered {other:?}")),
        };
        if verb == Verb::Pipeline {
            return self.pipelined(count, &[request], good);
        }
        let (command, arguments) = split_request(request)?;
        self.connection = None;
        let timeout = self.machine.scaled(Duration::from_secs(12));
        (0..count).try_for_each(|index| good(index, &self.ask(command, arguments.as_ref(), timeout)?))
    }

    /// Sends `count` requests, in rotation, and checks each answer.
    fn pipelined(
        &mut self,
        count: usize,
        requests: &[&str],
        good: impl Fn(usize, &Answer) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // Small enough for both sides' buffers while the other side does not read.
        const BATCH_REQUESTS: usize = 32;
        let timeout = self.machine.scaled(Duration::from_secs(12));
        let mut lines = Vec::new();
        for request in requests {
            let (command, arguments) = split_request(request)?;
            let arguments = arguments.unwrap_or_else(|| serde_json::json!({}));
            lines.push(format!("{}\n", serde_json::json!({"execute": command, "arguments": arguments})));
        }
        self.connection = None;
        let mut connection = self.client.connect()?;
        for start in (0..count).step_by(BATCH_REQUESTS) {
            let end = count.min(start + BATCH_REQUESTS);
            let batch: String = (start..end).map(|index| lines[index % lines.len()].as_str()).collect();
            connection.send(batch.as_bytes())?;
            for index in start..end {
                let silent = || format!("not answered: call {index}, {}", requests[index % requests.len()]);
                let line = connection.next(timeout)?.ok_or_else(silent)?;
                // The sentinel precedes the answer to a delimited sync.
                good(index, &agent_client::answer(line.strip_prefix(b"\xff").unwrap_or(&line))?)?;
            }
        }
        Ok(())
    }

    /// Sends `N` requests: in batches, or each on a connection of its own to an agent that may be killed.
    pub(super) fn mixed(&mut self, verb: Verb, text: &str) -> Result<(), Failure> {
        let mut lines = text.lines();
        let count = lines.next().and_then(|count| count.parse().ok()).ok_or("no number of requests")?;
        let requests: Vec<_> = lines.collect();
        expect(!requests.is_empty(), || "no requests".to_owned())?;
        if verb == Verb::Mixed {
            return self.pipelined(count, &requests, |_, _| Ok(()));
        }
        self.connection = None;
        let timeout = self.machine.scaled(Duration::from_secs(1));
        for request in requests.iter().cycle().take(count) {
            let (command, arguments) = split_request(request)?;
            self.client.call_within(command, arguments.as_ref(), timeout)?;
        }
        Ok(())
    }

    pub(super) fn answers(&mut self, text: &str) -> Result<(), Failure> {
        let timeout = self.machine.scaled(Duration::from_secs(12));
        self.connection = None;
        for command in text.split_whitespace() {
            let answer = self.client.call_within(command, None, timeout)?;
            expect(answer != Answer::Silence, || format!("{command} has not answered"))?;
        }
        Ok(())
    }

    /// Whether an error is the expected one; the tool's text has more words than the agent's.
    pub(super) fn is_error(&self, expected: &str, desc: &str) -> bool {
        match self.tool {
            Some(_) => pattern::like(&format!("*{expected}*"), desc),
            None => pattern::like(expected, desc),
        }
    }
}

/// `COMMAND [ARGUMENTS]`
fn split_request(text: &str) -> Result<(&str, Option<Value>), Failure> {
    match text.split_once([' ', '\n']) {
        None => Ok((text, None)),
        Some((command, arguments)) => Ok((command, Some(json(arguments)?))),
    }
}
