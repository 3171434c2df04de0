//! Runs scenarios in a guest.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::pattern;
use super::{Scenario, Step, Verb};
use crate::programs::Failure;
use crate::vm::agent_client::{AgentClient, Answer};
use crate::vm::crash::Broken;
use crate::vm::hardware::Socket;
use crate::vm::lines::Lines;
use crate::vm::machine::Machine;
use crate::vm::payload;
use crate::vm::tool::Tool;

mod calls;

/// Time in which no line may come, for the verb `quiet`.
const QUIET_TIMEOUT: Duration = Duration::from_secs(2);

/// Commands that need no arguments and change nothing.
const HARMLESS_COMMANDS: &[&str] = &[
    "guest-ping",
    "guest-info",
    "guest-get-time",
    "guest-get-osinfo",
    "guest-get-host-name",
    "guest-get-timezone",
    "guest-get-users",
    "guest-get-load",
    "guest-get-fsinfo",
    "guest-get-disks",
    "guest-get-diskstats",
    "guest-get-cpustats",
    "guest-get-vcpus",
    "guest-get-memory-blocks",
    "guest-get-memory-block-info",
    "guest-network-get-interfaces",
    "guest-network-get-route",
    "guest-fsfreeze-status",
    "guest-fstrim",
];

/// The agent under test.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub(crate) enum Subject {
    /// This workspace's agent.
    #[default]
    Ours,
    /// Debian's agent: shows whether a scenario holds for the established agent.
    Reference,
}

impl Subject {
    pub(crate) fn socket(self) -> Socket {
        match self {
            Self::Ours => Socket::Agent,
            Self::Reference => Socket::Reference,
        }
    }

    /// Its values for scenarios.
    fn facts(self) -> [(&'static str, &'static str); 4] {
        match self {
            Self::Ours => [
                ("unit", "qemu-guest-agent.service"),
                ("program", "/usr/sbin/qemu-ga"),
                ("port", "/dev/virtio-ports/org.qemu.guest_agent.0"),
                ("state", "/run"),
            ],
            Self::Reference => [
                ("unit", "qga-reference.service"),
                ("program", "/usr/sbin/qemu-ga-reference"),
                ("port", "/dev/virtio-ports/org.qemu.guest_agent.1"),
                ("state", "/run/qga-reference"),
            ],
        }
    }
}

/// A running scenario.
struct Run<'a> {
    machine: &'a mut Machine,
    client: AgentClient,
    tool: Option<Tool>,
    kept: BTreeMap<String, String>,
    printed: String,
    answer: Option<Answer>,
    connection: Option<Lines>,
}

/// Runs a scenario, with calls through the `qga` program or direct ones. If it fails, the guest needs [`rescue`].
pub(crate) fn run(
    machine: &mut Machine,
    subject: Subject,
    tool: Option<&Path>,
    scenario: &Scenario,
) -> Result<(), Broken> {
    let client = machine.client(subject.socket());
    let tool = tool.map(|program| Tool::new(program.to_path_buf(), &client));
    let mut kept: BTreeMap<_, _> = subject.facts().map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    kept.insert("races".to_owned(), machine.accelerator.races().to_string());
    kept.insert("cycles".to_owned(), machine.accelerator.cycles().to_string());
    kept.insert("processor".to_owned(), machine.accelerator.processor().to_owned());
    kept.insert("folder".to_owned(), machine.folder.display().to_string());
    kept.insert("packages".to_owned(), payload::PACKAGES_PATH.to_owned());
    kept.insert("harmless".to_owned(), HARMLESS_COMMANDS.join(" "));
    let broken_at = |place: &str| {
        let place = format!("{}: {place}", scenario.name);
        |cause| Broken { place, cause }
    };
    machine.monitor.forget_events().map_err(broken_at("before its first step"))?;
    let mut run = Run { machine, client, tool, kept, printed: String::new(), answer: None, connection: None };
    for (index, step) in scenario.steps.iter().enumerate() {
        let next = scenario.steps.get(index + 1);
        if let Err(cause) = run.step(step, next) {
            // A denial may be why.
            let denials = run.machine.check_denials().err().map(|denials| format!("\n{denials}"));
            return Err(Broken { place: scenario.place(step), cause: cause + &denials.unwrap_or_default() });
        }
    }
    // After a crash of QEMU a last step that expects silence would pass.
    run.machine.check_denials().map_err(broken_at("after its last step"))
}

/// Thaws all file systems without the agents and restarts the agents, after a failed scenario.
pub(crate) fn rescue(machine: &mut Machine) -> Result<(), Failure> {
    const RESCUE: &str = "findmnt -rno TARGET --real | while read -r mount; do fsfreeze -u \"$mount\" 2>/dev/null; done
        rm -f /run/qga.state.isfrozen /run/qga.state.thawed /run/qga-reference/qga.state.isfrozen
        rm -f /run/systemd/system/*/scenario.conf; systemctl daemon-reload
        systemctl stop 'agent-*' qga-loop-1 qga-loop-2 qga-kills
        systemctl unmask --runtime -q qemu-guest-agent.service
        systemctl kill --signal=KILL qemu-guest-agent.service qga-reference.service
        systemctl start qemu-guest-agent.service";
    let runs = machine.status().is_ok_and(|status| status == "running");
    if runs && machine.console.run(RESCUE).is_ok() { Ok(()) } else { machine.restore_or_boot() }
}

impl Run<'_> {
    fn step(&mut self, step: &Step, next: Option<&Step>) -> Result<(), Failure> {
        let text = self.substitute(&step.text)?;
        match step.verb {
            Verb::Guest => self.printed = self.machine.console.must(&text)?,
            Verb::Refuses => {
                let finished = self.machine.console.run(&text)?;
                self.printed = finished.output;
                expect(finished.status != 0, || format!("it has succeeded: {}", self.printed))?;
            }
            Verb::Prints => expect(self.printed.trim() == text, || format!("it has printed: {}", self.printed))?,
            Verb::Until => self.until(&text)?,
            Verb::Keep => self.keep(&text)?,
            Verb::Call => self.call(&text, next.map(|next| next.verb))?,
            Verb::Poll => self.poll(&text, next)?,
            Verb::Return => match self.answer.take() {
                Some(Answer::Return(value)) => {
                    pattern::check(&json(&text)?, &value)?;
                    self.answer = Some(Answer::Return(value));
                }
                other => return Err(format!("it has answered {other:?}")),
            },
            Verb::Error => match self.answer.take() {
                Some(Answer::Error { desc, .. }) if self.is_error(&text, &desc) => {}
                other => return Err(format!("it has answered {other:?}")),
            },
            Verb::Silence => expect(self.answer == Some(Answer::Silence), || format!("answered {:?}", self.answer))?,
            Verb::Send => {
                self.connection = None;
                let mut connection = self.client.connect()?;
                connection.send(&unescape(&text)?)?;
                self.connection = Some(connection);
            }
            Verb::Line => {
                let timeout = self.machine.scaled(Duration::from_secs(5));
                let connection = self.connection.as_mut().ok_or("nothing was sent")?;
                let line = connection.next(timeout)?.ok_or("no line has come")?;
                let line = String::from_utf8_lossy(&line).replace('\u{fffd}', "\\xff");
                expect(pattern::like(&text, &line), || format!("it was {line}"))?;
            }
            Verb::Quiet => {
                let connection = self.connection.as_mut().ok_or("nothing was sent")?;
                let line = connection.next(QUIET_TIMEOUT)?;
                expect(line.is_none(), || {
                    format!("{:?}", line.map(|line| String::from_utf8_lossy(&line).into_owned()))
                })?;
            }
            Verb::Reconnect | Verb::Pipeline => self.many(step.verb, &text)?,
            Verb::Mixed | Verb::Hammer => self.mixed(step.verb, &text)?,
            Verb::Answers => self.answers(&text)?,
            Verb::Monitor => {
                let (command, arguments) = text.split_once(' ').unwrap_or((&text, "{}"));
                self.machine.monitor.execute(command, json(arguments)?)?;
            }
            Verb::Event => self.event(&text)?,
            Verb::Via => {
                let socket = Socket::named(&text).ok_or_else(|| format!("no channel: {text}"))?;
                self.connection = None;
                self.client = self.machine.client(socket);
                // Its agent may not have started yet, and what is sent to a line before that is lost.
                self.client.connect()?;
                self.tool = self.tool.take().map(|tool| tool.at(&self.client));
            }
            Verb::Restore => {
                self.machine.check_denials()?;
                self.machine.restore()?;
            }
            Verb::Weigh => {
                let weight = self.machine.allocated(&text)?;
                self.kept.insert(weight_of(&text), weight.to_string());
            }
            Verb::Lighter => self.lighter(&text)?,
            Verb::Host => {
                // A port has one host side at a time.
                self.connection = None;
                let tool = self.tool.as_ref().ok_or("the tool is not used: --direct")?;
                self.printed = tool.run_beside(&text)?;
            }
            Verb::Says => {
                let deadline = Instant::now() + self.machine.scaled(Duration::from_secs(30));
                while !self.machine.terminal_tail().contains(&text) {
                    expect(Instant::now() < deadline, || format!("it says: {}", self.machine.terminal_tail()))?;
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
            Verb::Unhardened => {}
        }
        Ok(())
    }

    fn event(&mut self, text: &str) -> Result<(), Failure> {
        let (name, data) = text.split_once(' ').unwrap_or((text, "{}"));
        let data = json(data)?;
        let deadline = Instant::now() + self.machine.scaled(Duration::from_secs(30));
        loop {
            let event = self.machine.monitor.wait_for(name, deadline.saturating_duration_since(Instant::now()))?;
            if pattern::check(&data, event.get("data").unwrap_or(&Value::Object(serde_json::Map::new()))).is_ok() {
                return Ok(());
            }
        }
    }

    fn until(&mut self, text: &str) -> Result<(), Failure> {
        let (seconds, command) = text.split_once(' ').ok_or("SECONDS COMMAND")?;
        let seconds = seconds.parse().map_err(|_| format!("no number of seconds: {seconds}"))?;
        let deadline = Instant::now() + self.machine.scaled(Duration::from_secs(seconds));
        loop {
            let finished = self.machine.console.run(command)?;
            self.printed = finished.output;
            if finished.status == 0 {
                return Ok(());
            }
            expect(Instant::now() < deadline, || format!("not in time; last: {}", self.printed))?;
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn keep(&mut self, text: &str) -> Result<(), Failure> {
        let value = match text.split_once(' ') {
            None => self.printed.trim().to_owned(),
            Some((_, pointer)) => match &self.answer {
                Some(Answer::Return(value)) => match value.pointer(if pointer == "/" { "" } else { pointer }) {
                    Some(Value::String(text)) => text.clone(),
                    Some(value) => value.to_string(),
                    None => return Err(format!("no {pointer} in {value}")),
                },
                other => return Err(format!("it has answered {other:?}")),
            },
        };
        let name = text.split(' ').next().unwrap_or_default();
        self.kept.insert(name.to_owned(), value);
        Ok(())
    }

    /// Checks that a disk occupies less; repeatedly, since the host frees discarded blocks a moment later.
    fn lighter(&mut self, text: &str) -> Result<(), Failure> {
        let (disk, megabytes) = text.split_once(' ').ok_or("DISK MEGABYTES")?;
        let wanted: u64 = megabytes.parse().map_err(|_| format!("no number: {megabytes}"))?;
        let before: u64 = self.kept.get(&weight_of(disk)).and_then(|text| text.parse().ok()).ok_or("never weighed")?;
        let deadline = Instant::now() + self.machine.scaled(Duration::from_secs(3));
        loop {
            let now = self.machine.allocated(disk)?;
            if before.saturating_sub(now) >= wanted << 20 {
                return Ok(());
            }
            expect(Instant::now() < deadline, || format!("{before} bytes before, {now} bytes after"))?;
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Replaces `${name}` with the value kept under that name; other dollar signs stay.
    fn substitute(&self, text: &str) -> Result<String, Failure> {
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or("${ without }")?;
            let value = self.kept.get(name).ok_or_else(|| format!("nothing is kept as {name}"))?;
            result.push_str(before);
            result.push_str(value);
            rest = after;
        }
        Ok(result + rest)
    }
}

fn weight_of(disk: &str) -> String {
    format!("weight of {disk}")
}

fn expect(holds: bool, otherwise: impl FnOnce() -> Failure) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

fn json(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| format!("no JSON: {error}: {text}"))
}

fn unescape(text: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let (byte, length) = match after.as_bytes().first() {
            Some(b'n') => (b'\n', 1),
            Some(b'x') => {
                let digits = after.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
                (digits.ok_or("\\x without two digits")?, 3)
            }
            Some(&other) => (other, 1),
            None => return Err("a backslash at the end".to_owned()),
        };
        bytes.push(byte);
        rest = after.get(length..).ok_or("a backslash before a letter that is none")?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}
