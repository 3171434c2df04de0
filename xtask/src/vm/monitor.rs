//! QEMU's monitor: commands to the machine itself, and what it reports.

use std::collections::VecDeque;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Failure;
use super::lines::Lines;

/// How long QEMU may take to do what it is told.
const PATIENCE: Duration = Duration::from_secs(120);

/// A connection to the monitor.
pub(crate) struct Monitor {
    lines: Lines,
    events: VecDeque<Value>,
}

impl Monitor {
    pub(crate) fn connect(path: &Path) -> Result<Self, Failure> {
        let mut monitor = Self { lines: Lines::connect(path, PATIENCE)?, events: VecDeque::new() };
        monitor.message(PATIENCE)?.ok_or("the monitor does not greet")?;
        monitor.execute("qmp_capabilities", json!({}))?;
        Ok(monitor)
    }

    /// Runs a command and returns its answer.
    pub(crate) fn execute(&mut self, command: &str, arguments: Value) -> Result<Value, Failure> {
        let request = json!({"execute": command, "arguments": arguments});
        self.lines.send(format!("{request}\n").as_bytes())?;
        loop {
            let mut message = self.message(PATIENCE)?.ok_or_else(|| format!("{command}: the monitor is silent"))?;
            if message.get("event").is_some() {
                self.events.push_back(message);
            } else if let Some(error) = message.get("error") {
                return Err(format!("{command}: {error}"));
            } else {
                return Ok(message["return"].take());
            }
        }
    }

    /// Runs a command of the monitor for people, which says nothing when all went well.
    pub(crate) fn type_in(&mut self, line: &str) -> Result<(), Failure> {
        let said = self.execute("human-monitor-command", json!({"command-line": line}))?;
        match said.as_str().map(str::trim) {
            Some("") => Ok(()),
            _ => Err(format!("{line}: {said}")),
        }
    }

    /// Waits until an event of that name has come, and forgets the ones before it.
    pub(crate) fn wait_for(&mut self, event: &str, limit: Duration) -> Result<Value, Failure> {
        let deadline = Instant::now() + limit;
        loop {
            while let Some(message) = self.events.pop_front() {
                if message["event"] == event {
                    return Ok(message);
                }
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let message = self.message(left)?.ok_or_else(|| format!("no event {event} within {limit:?}"))?;
            self.events.push_back(message);
        }
    }

    /// Forgets what has been reported so far.
    pub(crate) fn forget_events(&mut self) -> Result<(), Failure> {
        self.execute("query-status", json!({}))?;
        self.events.clear();
        Ok(())
    }

    fn message(&mut self, limit: Duration) -> Result<Option<Value>, Failure> {
        let Some(line) = self.lines.next(limit)? else { return Ok(None) };
        serde_json::from_slice(&line).map(Some).map_err(|error| format!("the monitor speaks no JSON: {error}"))
    }
}
