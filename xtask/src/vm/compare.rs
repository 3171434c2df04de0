//! `cargo xtask vm compare`: sends the same requests to both agents of one guest and reports differing answers.

mod difference;
mod freezes;
mod memory;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::difference::{Difference, Known};
use super::agent_client::{AgentClient, Answer};
use super::attempt::{self, Tally, TestOutcome};
use super::confinement::Confinement;
use super::crash::Broken;
use super::hardware::Socket;
use super::machine::Machine;
use super::{Failure, accelerator, cannot, image, payload, sources};

/// Timeout for a request that is repeated until a program has ended.
const POLL_TIMEOUT: Duration = Duration::from_secs(60);

/// The options of `cargo xtask vm compare`.
#[derive(Default, clap::Args)]
pub(crate) struct Options {
    /// Only requests of commands whose name contains one of these.
    filters: Vec<String>,
    /// A static agent program to compare, instead of one built now.
    #[arg(long, value_name = "PROGRAM")]
    agent: Option<PathBuf>,
    /// Show the known differences, too.
    #[arg(long)]
    all: bool,
    /// Compare instead how long both agents take to freeze 20 file systems.
    #[arg(long)]
    freezes: bool,
}

/// Boots the guest, compares, and fails on a difference that the table does not list.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let agent = options.agent.clone().map_or_else(payload::agent, Ok)?;
    let image = image::build(image::Kind::Small)?;
    let mut machine = Machine::boot(&image, &agent, accelerator::choose(&image)?, Confinement::None)?;
    if options.freezes { freezes::check(&mut machine) } else { in_guest(&mut machine, options)?.verdict() }
}

/// Compares in a booted guest and prints the result.
///
/// # Errors
/// The requests or the table cannot be read.
pub(crate) fn in_guest(machine: &mut Machine, options: &Options) -> Result<Tally, Failure> {
    let start = Instant::now();
    let requests = read("requests.json")?;
    let requests = requests.as_array().ok_or("requests.json is no list")?;
    if let Some(request) = requests.iter().find(|request| !request["guest"].is_string() && !request["call"].is_string())
    {
        return Err(format!("neither call nor guest: {request}"));
    }
    let known = Known::read(&read("differences.json")?)?;
    let mut unknown = 0;
    let mut outcome = attempt::run(machine, |machine| compare(machine, options, requests, &known, &mut unknown));
    // Differences found before a crash of QEMU are the agent's.
    if unknown > 0 && !matches!(outcome, TestOutcome::Failed(_)) {
        outcome = TestOutcome::Failed(format!("{unknown} differences are not in xtask/vm/compare/differences.json"));
    }
    let mut tally = Tally::default();
    tally.count("comparison", "Both agents answer alike, but for the known differences.", start.elapsed(), &outcome);
    Ok(tally)
}

/// Sends the requests to both agents, prints the differences and counts in `unknown` those that the table does not list.
fn compare(
    machine: &mut Machine,
    options: &Options,
    requests: &[Value],
    known: &Known,
    unknown: &mut usize,
) -> Result<(), Broken> {
    let broken_at = |place: &str| {
        let place = format!("comparison: {}", place.lines().next().unwrap_or_default());
        |cause| Broken { place, cause }
    };
    machine.console.must("useradd -m alice; useradd -m bob").map_err(broken_at("useradd"))?;
    let mut ours = Caller::new(machine.client(Socket::Agent));
    let mut reference = Caller::new(machine.client(Socket::Reference));
    memory::check(machine).map_err(broken_at("memory"))?;
    let (mut count, mut used) = (0, vec![false; known.entries.len()]);
    for request in requests {
        if let Some(command) = request["guest"].as_str() {
            machine.console.must(command).map_err(broken_at(command))?;
            continue;
        }
        let command = request["call"].as_str().unwrap_or_default();
        if !options.filters.is_empty() && !options.filters.iter().any(|filter| command.contains(filter)) {
            continue;
        }
        count += 1;
        let answers = ours.call(command, request).and_then(|ours| Ok((ours, reference.call(command, request)?)));
        let (ours, theirs) = answers.map_err(broken_at(command))?;
        let found = difference::between(&ours, &theirs);
        if !found.is_empty() {
            // After a crash of QEMU both agents are silent, which is no difference.
            machine.status().map_err(broken_at(command))?;
        }
        for found in found {
            let entry = known.entries.iter().position(|entry| entry.covers(command, &found));
            match entry {
                Some(index) => used[index] = true,
                None => *unknown += 1,
            }
            if entry.is_none() || options.all {
                report(command, request, &found, entry.map(|index| known.entries[index].reason.as_str()));
            }
        }
    }
    for (entry, _) in known.entries.iter().zip(&used).filter(|(_, used)| !**used && options.filters.is_empty()) {
        println!("not seen: {} ({})", entry.place, entry.reason);
    }
    let listed = used.iter().filter(|used| **used).count();
    println!("{count} requests, {unknown} unknown differences, {listed} of {} known ones seen", used.len());
    Ok(())
}

fn report(command: &str, request: &Value, found: &Difference, reason: Option<&str>) {
    let arguments = request.get("arguments").map(Value::to_string).unwrap_or_default();
    println!("{} {command} {arguments}", if reason.is_some() { "known  " } else { "DIFFERS" });
    println!("  at {}: ours {}, reference {}", found.place, shown(found.ours.as_ref()), shown(found.theirs.as_ref()));
    if let Some(reason) = reason {
        println!("  because {reason}");
    }
}

fn shown(value: Option<&Value>) -> String {
    let text = value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    if text.chars().count() > 400 { text.chars().take(400).chain("…".chars()).collect() } else { text }
}

fn read(name: &str) -> Result<Value, Failure> {
    let path = sources().join("compare").join(name);
    let text = std::fs::read_to_string(&path).map_err(cannot(format_args!("read {}", path.display())))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// One of the two agents, and the values kept from its answers.
struct Caller {
    client: AgentClient,
    kept: BTreeMap<String, Value>,
}

impl Caller {
    fn new(client: AgentClient) -> Self {
        Self { client, kept: BTreeMap::new() }
    }

    /// Sends a request, repeatedly if it waits for a member to be true, and returns the answer as one value.
    fn call(&mut self, command: &str, request: &Value) -> Result<Value, Failure> {
        let arguments = request.get("arguments").map(|arguments| self.filled_in(arguments));
        let deadline = Instant::now() + POLL_TIMEOUT;
        let answer = loop {
            let answer = match self.client.call(command, arguments.as_ref())? {
                Answer::Return(value) => json!({"return": value}),
                Answer::Error { class, desc } => json!({"error": {"class": class, "desc": desc}}),
                Answer::Silence => Value::Null,
            };
            let waits_for = request["until"].as_str().and_then(|pointer| answer["return"].pointer(pointer));
            if waits_for != Some(&Value::Bool(false)) || Instant::now() > deadline {
                break answer;
            }
            std::thread::sleep(Duration::from_millis(200));
        };
        if let Some(keep) = request["keep"].as_object() {
            for (name, pointer) in keep {
                let value = pointer.as_str().and_then(|pointer| answer["return"].pointer(pointer));
                self.kept.insert(name.clone(), value.cloned().unwrap_or_default());
            }
        }
        Ok(answer)
    }

    /// Replaces texts such as `${pid}` with the kept values.
    fn filled_in(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                let name = text.strip_prefix("${").and_then(|text| text.strip_suffix('}'));
                name.and_then(|name| self.kept.get(name)).unwrap_or(value).clone()
            }
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), self.filled_in(value))).collect())
            }
            Value::Array(elements) => elements.iter().map(|value| self.filled_in(value)).collect(),
            _ => value.clone(),
        }
    }
}
