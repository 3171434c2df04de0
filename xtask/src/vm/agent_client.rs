//! A simple client of a guest agent: synchronises, sends a request, reads its answer.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Failure;
use super::lines::Lines;

/// An agent's answer.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Answer {
    Return(Value),
    Error { class: String, desc: String },
    Silence,
}

/// A client of one agent; every call makes a new connection, as many host programs do.
pub(crate) struct AgentClient {
    socket: PathBuf,
    timeout: Duration,
}

impl AgentClient {
    pub(crate) fn new(socket: &Path, timeout: Duration) -> Self {
        Self { socket: socket.to_path_buf(), timeout }
    }

    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// Opens a connection that is in step.
    pub(crate) fn connect(&self) -> Result<Lines, Failure> {
        let deadline = Instant::now() + self.timeout;
        let mut id = u64::from(std::process::id()) << 16;
        while Instant::now() < deadline {
            let mut lines = Lines::connect(&self.socket, self.timeout)?;
            id += 1;
            let sync = json!({"execute": "guest-sync-delimited", "arguments": {"id": id}});
            lines.send(b"\xff")?;
            lines.send(format!("{sync}\n").as_bytes())?;
            let expected = format!("{{\"return\": {id}}}");
            // A port whose guest side was closed drops what is written to it, so attempts are repeated.
            while let Some(line) = lines.next(Duration::from_secs(3))? {
                if line.strip_prefix(b"\xff") == Some(expected.as_bytes()) {
                    return Ok(lines);
                }
            }
        }
        Err(format!("the agent does not synchronise within {:?}", self.timeout))
    }

    /// Calls a command.
    pub(crate) fn call(&self, command: &str, arguments: Option<&Value>) -> Result<Answer, Failure> {
        self.call_within(command, arguments, self.timeout)
    }

    /// Calls a command that may not answer; `timeout` is the timeout.
    pub(crate) fn call_within(
        &self,
        command: &str,
        arguments: Option<&Value>,
        timeout: Duration,
    ) -> Result<Answer, Failure> {
        let mut request = json!({"execute": command});
        if let Some(arguments) = arguments {
            request["arguments"] = arguments.clone();
        }
        let mut lines = self.connect()?;
        lines.send(format!("{request}\n").as_bytes())?;
        let Some(line) = lines.next(timeout)? else { return Ok(Answer::Silence) };
        answer(&line)
    }
}

/// Reads one line as an answer.
pub(crate) fn answer(line: &[u8]) -> Result<Answer, Failure> {
    let shown = || String::from_utf8_lossy(line).into_owned();
    let mut value: Value = serde_json::from_slice(line).map_err(|error| format!("no JSON: {error}: {}", shown()))?;
    if let Some(value) = value.get_mut("return") {
        return Ok(Answer::Return(value.take()));
    }
    let text = |name: &str| value["error"][name].as_str().map(str::to_owned);
    match (text("class"), text("desc")) {
        (Some(class), Some(desc)) => Ok(Answer::Error { class, desc }),
        _ => Err(format!("neither return nor error: {}", shown())),
    }
}
