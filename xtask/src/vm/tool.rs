//! Calls an agent through the `qga` program, as a host's administrator does.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::agent_client::{AgentClient, Answer};
use super::{Failure, cannot};
use crate::programs;

/// The tool's exit status when the agent has answered with an error.
const REFUSED_OR_FAILED: i32 = 1;

/// The tool, with the address of an agent.
pub(crate) struct Tool {
    program: PathBuf,
    address: String,
}

impl Tool {
    /// Builds the tool.
    pub(crate) fn build() -> Result<PathBuf, Failure> {
        let arguments = ["--package", "qga-client", "--features", "cli", "--bin", "qga"];
        programs::build("dev", &arguments).map(|folder| folder.join("qga"))
    }

    pub(crate) fn new(program: PathBuf, client: &AgentClient) -> Self {
        Self { program, address: format!("unix:{}", client.socket().display()) }
    }

    /// The same program, for another agent.
    pub(crate) fn at(self, client: &AgentClient) -> Self {
        Self::new(self.program, client)
    }

    /// Runs a shell command of this host that may use `qga`, with the agent as its target; returns what it printed.
    pub(crate) fn run_beside(&self, command: &str) -> Result<String, Failure> {
        let folder = self.program.parent().ok_or("the tool is in no folder")?;
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .args(["-c", command])
            .env("PATH", format!("{}:{path}", folder.display()))
            .env("QGA_TARGET", &self.address)
            .stdin(Stdio::null())
            .output()
            .map_err(cannot("run bash"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        Err(format!("{}: {}{}", output.status, text(&output.stdout), text(&output.stderr).trim_end()))
    }

    /// Calls a command; the tool does not print an error's class, and adds words to its text.
    pub(crate) fn call(&self, command: &str, arguments: Option<&Value>, timeout: Duration) -> Result<Answer, Failure> {
        let output = Command::new(&self.program)
            .args(["--target", &self.address, "--timeout", &timeout.as_secs().to_string(), "--format", "json"])
            .args(["raw", command])
            .args(arguments.map(Value::to_string))
            .stdin(Stdio::null())
            .output()
            .map_err(cannot("run qga"))?;
        let error = || String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        match output.status.code() {
            Some(0) if output.stdout.is_empty() => Ok(Answer::Silence),
            Some(0) => serde_json::from_slice(&output.stdout).map(Answer::Return).map_err(cannot("read qga's output")),
            Some(REFUSED_OR_FAILED) => Ok(Answer::Error { class: String::new(), desc: error() }),
            _ => Err(format!("{}: {}", output.status, error())),
        }
    }
}
