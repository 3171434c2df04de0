//! `cargo xtask demo`: builds agent and client, runs verbs of the tool in a private folder, and shows each step.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::programs::{self, Failure, RunningAgent};

/// The commands that the demo's agent allows: none changes the machine.
const ALLOWED: &str = "guest-sync,guest-sync-delimited,guest-ping,guest-info,guest-get-host-name,guest-get-osinfo,\
                       guest-get-time,guest-get-timezone,guest-exec,guest-exec-status,guest-file-open,guest-file-read,\
                       guest-file-write,guest-file-seek,guest-file-flush,guest-file-close";

/// Runs the demo; the first step that fails ends it.
pub(crate) fn run() -> Result<(), Failure> {
    println!("Building the agent and the client …");
    let binaries =
        programs::build("dev", &["--package", "qga-agent", "--package", "qga-client", "--features", "qga-client/cli"])?;
    let agent = RunningAgent::start(&binaries.join("qga-agent"), "demo", &["--allow-rpcs", ALLOWED])?;
    println!("The agent listens on {} and allows only: {ALLOWED}\n", agent.socket().display());

    let tool = Tool { program: &binaries.join("qga"), socket: agent.socket() };
    tool.shows(&["info"], "agent")?;
    tool.shows(&["time"], "the same, as far as can be told")?;
    tool.shows(&["exec", "--", "uname", "-s", "-m"], "Linux")?;
    copy_a_file(&tool)?;
    tool.shows(&["get-osinfo", "--format", "json"], "kernel-release")?;
    tool.is_refused(&["users"], "has been disabled")?;

    agent.stop()?;
    println!("The agent has stopped. Everything worked.");
    Ok(())
}

/// Copies a file into the guest, which is this machine, and shows it there.
fn copy_a_file(tool: &Tool<'_>) -> Result<(), Failure> {
    const TEXT: &str = "Copied through the agent.";
    let folder = tool.socket.parent().ok_or("the socket is in no folder")?;
    let (here, there) = (folder.join("here"), folder.join("there"));
    std::fs::write(&here, format!("{TEXT}\n")).map_err(|error| format!("cannot write {}: {error}", here.display()))?;
    tool.shows(&["cp", &here.to_string_lossy(), &format!(":{}", there.display())], "")?;
    tool.shows(&["cat", &there.to_string_lossy()], TEXT)
}

/// The `qga` program, pointed at the demo's agent.
struct Tool<'a> {
    program: &'a Path,
    socket: PathBuf,
}

impl Tool<'_> {
    /// Runs a verb, which must succeed and print `text`.
    fn shows(&self, words: &[&str], text: &str) -> Result<(), Failure> {
        let (is_success, output) = self.run(words)?;
        if is_success && output.contains(text) { Ok(()) } else { Err(format!("qga {} did not work", words.join(" "))) }
    }

    /// Runs a verb that the agent must refuse for this reason.
    fn is_refused(&self, words: &[&str], reason: &str) -> Result<(), Failure> {
        let (is_success, output) = self.run(words)?;
        if is_success || !output.contains(reason) {
            return Err(format!("qga {} was not refused", words.join(" ")));
        }
        Ok(())
    }

    /// Runs a verb and shows what it prints; returns whether it succeeded, and that.
    fn run(&self, words: &[&str]) -> Result<(bool, String), Failure> {
        println!("$ qga {}", words.join(" "));
        let output = Command::new(self.program).args(words).env("QGA_TARGET", &self.socket).output();
        let output = output.map_err(|error| format!("cannot run {}: {error}", self.program.display()))?;
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        println!("{text}");
        Ok((output.status.success(), text))
    }
}
