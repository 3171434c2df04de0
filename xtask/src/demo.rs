//! `cargo xtask demo`: builds agent and client, runs commands in a private folder, and shows each step.

use std::path::Path;
use std::process::Command;

use crate::programs::{self, Failure, RunningAgent};

/// The commands that the demo's agent allows: none changes the machine.
const ALLOWED: &str = "guest-sync,guest-sync-delimited,guest-ping,guest-info,guest-get-host-name,guest-get-osinfo,\
                       guest-get-time,guest-exec,guest-exec-status,guest-file-open,guest-file-read,guest-file-close";

/// Runs the demo; the first step that fails ends it.
pub(crate) fn run() -> Result<(), Failure> {
    println!("Building the agent and the client …");
    let binaries =
        programs::build("dev", &["--package", "qga-agent", "--package", "qga-client", "--features", "qga-client/cli"])?;
    let agent = RunningAgent::start(&binaries.join("qga-agent"), "demo", &["--allow-rpcs", ALLOWED])?;
    println!("The agent listens on {} and allows only: {ALLOWED}\n", agent.socket().display());

    let client = Client { program: &binaries.join("qga"), address: format!("unix:{}", agent.socket().display()) };
    for command in ["guest-info", "guest-get-host-name", "guest-get-osinfo", "guest-get-time"] {
        client.ask(&[command])?;
    }
    run_a_program(&client)?;
    read_a_file(&client)?;
    client.expect_refusal(&["guest-shutdown", "--mode", "powerdown"], "has been disabled")?;

    agent.stop()?;
    println!("The agent has stopped. Everything worked.");
    Ok(())
}

/// Runs `uname -s` in the guest and shows what it printed.
fn run_a_program(client: &Client<'_>) -> Result<(), Failure> {
    let started = client.ask(&["guest-exec", "--path", "uname", "--arg", "-s", "--capture-output", "true"])?;
    let pid = member(&started, "pid")?.to_string();
    loop {
        let status = client.ask(&["guest-exec-status", "--pid", &pid])?;
        if member(&status, "exited")? != &serde_json::Value::Bool(true) {
            continue;
        }
        if member(&status, "exitcode")? != &serde_json::json!(0) {
            return Err("uname did not succeed in the guest".to_owned());
        }
        member(&status, "out-data")?;
        return Ok(());
    }
}

/// Reads the start of a file of the guest.
fn read_a_file(client: &Client<'_>) -> Result<(), Failure> {
    let handle = client.ask(&["guest-file-open", "--path", "/etc/hostname"])?.to_string();
    let read = client.ask(&["guest-file-read", "--handle", &handle, "--count", "64"])?;
    client.ask(&["guest-file-close", "--handle", &handle])?;
    member(&read, "buf-b64").map(drop)
}

fn member<'a>(answer: &'a serde_json::Value, name: &str) -> Result<&'a serde_json::Value, Failure> {
    answer.get(name).ok_or_else(|| format!("the answer lacks '{name}': {answer}"))
}

/// The `qga` program, pointed at the demo's agent.
struct Client<'a> {
    program: &'a Path,
    address: String,
}

impl Client<'_> {
    /// Sends one command and shows and returns its answer.
    fn ask(&self, words: &[&str]) -> Result<serde_json::Value, Failure> {
        let output = self.run(words)?;
        if !output.status.success() {
            return Err(format!("{}: {}", words[0], String::from_utf8_lossy(&output.stderr).trim()));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        println!("{}\n", text.trim_end());
        serde_json::from_str(&text).map_err(|error| format!("{}: the answer is not JSON: {error}", words[0]))
    }

    /// Sends a command that the agent must refuse with a text that holds `reason`.
    fn expect_refusal(&self, words: &[&str], reason: &str) -> Result<(), Failure> {
        let output = self.run(words)?;
        let text = String::from_utf8_lossy(&output.stderr);
        println!("{}\n", text.trim_end());
        if output.status.success() || !text.contains(reason) {
            return Err(format!("{} was not refused", words[0]));
        }
        Ok(())
    }

    fn run(&self, words: &[&str]) -> Result<std::process::Output, Failure> {
        println!("$ qga -s {} {}", self.address, words.join(" "));
        let output = Command::new(self.program).arg("-s").arg(&self.address).args(words).output();
        output.map_err(|error| format!("cannot run {}: {error}", self.program.display()))
    }
}
