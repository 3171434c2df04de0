//! QEMU's monitor: commands to the machine, and its events.

use std::collections::VecDeque;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Failure;
use super::lines::Lines;

/// Timeout for an answer of QEMU's monitor.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

/// A connection to the monitor.
pub(crate) struct Monitor {
    /// The release of QEMU, such as `7.2.22`.
    pub(crate) version: String,
    /// The package that it comes from, as its maker names it; may be empty.
    pub(crate) package: String,
    lines: Lines,
    events: VecDeque<Value>,
}

impl Monitor {
    /// Connects to a monitor that listens within `timeout`.
    pub(crate) fn connect(path: &Path, timeout: Duration) -> Result<Self, Failure> {
        let lines = Lines::connect(path, timeout)?;
        let mut monitor = Self { version: String::new(), package: String::new(), lines, events: VecDeque::new() };
        let greeting = monitor.message(ANSWER_TIMEOUT)?.ok_or("the monitor does not greet")?;
        (monitor.version, monitor.package) = version(&greeting).ok_or("the monitor greets without a version")?;
        monitor.execute("qmp_capabilities", json!({}))?;
        Ok(monitor)
    }

    /// Runs a command and returns its answer.
    pub(crate) fn execute(&mut self, command: &str, arguments: Value) -> Result<Value, Failure> {
        let request = json!({"execute": command, "arguments": arguments});
        self.lines.send(format!("{request}\n").as_bytes())?;
        loop {
            let mut message =
                self.message(ANSWER_TIMEOUT)?.ok_or_else(|| format!("{command}: the monitor is silent"))?;
            if message.get("event").is_some() {
                self.events.push_back(message);
            } else if let Some(error) = message.get("error") {
                return Err(format!("{command}: {error}"));
            } else {
                return Ok(message["return"].take());
            }
        }
    }

    /// Runs a command of the human monitor, which prints nothing on success.
    pub(crate) fn type_in(&mut self, line: &str) -> Result<(), Failure> {
        let output = self.execute("human-monitor-command", json!({"command-line": line}))?;
        match output.as_str().map(str::trim) {
            Some("") => Ok(()),
            _ => Err(format!("{line}: {output}")),
        }
    }

    /// Waits for an event of that name, and drops the ones before it.
    pub(crate) fn wait_for(&mut self, event: &str, timeout: Duration) -> Result<Value, Failure> {
        let deadline = Instant::now() + timeout;
        loop {
            while let Some(message) = self.events.pop_front() {
                if message["event"] == event {
                    return Ok(message);
                }
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let message = self.message(left)?.ok_or_else(|| format!("no event {event} within {timeout:?}"))?;
            self.events.push_back(message);
        }
    }

    /// Drops all events so far.
    pub(crate) fn forget_events(&mut self) -> Result<(), Failure> {
        self.execute("query-status", json!({}))?;
        self.events.clear();
        Ok(())
    }

    fn message(&mut self, timeout: Duration) -> Result<Option<Value>, Failure> {
        let Some(line) = self.lines.next(timeout)? else { return Ok(None) };
        serde_json::from_slice(&line).map(Some).map_err(|error| format!("the monitor has not sent JSON: {error}"))
    }
}

/// The release and the package of QEMU, from the monitor's greeting.
fn version(greeting: &Value) -> Option<(String, String)> {
    let version = greeting.pointer("/QMP/version")?;
    let number = |name: &str| version["qemu"][name].as_u64();
    let package = version["package"].as_str().unwrap_or_default().to_owned();
    Some((format!("{}.{}.{}", number("major")?, number("minor")?, number("micro")?), package))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::version;

    #[test]
    fn the_greeting_has_the_version() {
        let number = json!({"micro": 22, "minor": 2, "major": 7});
        let greeting =
            json!({"QMP": {"version": {"qemu": number, "package": "Debian 1:7.2"}, "capabilities": ["oob"]}});
        assert_eq!(version(&greeting), Some(("7.2.22".to_owned(), "Debian 1:7.2".to_owned())));
        assert_eq!(version(&json!({"QMP": {"version": {}}})), None);
    }
}
