//! Generated code judges the verdicts of `diff`: both versions are compiled, and what one side can write is read by the
//! other side of the other version.
//!
//! `diff/old.json` and `diff/new.json` hold one command or event for each kind of change in each direction.

use std::collections::{BTreeMap, BTreeSet};

use qga_runtime::{
    Command, CommandError, CommandFacts, Decoder, Dispatcher, Gate, Handler, JsonWriter, Limits, Unmarshal, Value,
};
use qga_schema::Schema;
use qga_schema::diff::{Harm, Impact, diff};
use qga_schema::ir::{Arguments, Definition};

#[path = "diff/samples.rs"]
mod samples;

use samples::{Sample, Sampler};

/// The old version.
#[allow(dead_code, clippy::all, reason = "generated; commands alone are called, by their names")]
mod old {
    qga_runtime::include_schema!("tests/diff/old.json");
}

/// The new version.
#[allow(dead_code, clippy::all, reason = "generated; commands alone are called, by their names")]
mod new {
    qga_runtime::include_schema!("tests/diff/new.json");
}

/// Handles any command by reading a text as its answer.
struct Reader {
    answer: String,
    /// Whether a command arrived, so that its arguments were read.
    arrived: bool,
    /// Whether the answer could be read.
    read: bool,
}

impl<C: Command> Handler<C> for Reader {
    fn handle(&mut self, _: C) -> Result<C::Returns, CommandError> {
        self.arrived = true;
        self.read = Value::lenient(&self.answer).and_then(C::Returns::unmarshal).is_ok();
        Err(CommandError::new("it is read, not run"))
    }
}

impl Gate for Reader {
    fn check(&self, _: &CommandFacts) -> Result<(), CommandError> {
        Ok(())
    }
}

/// One version: its schema, and the code that is generated from it.
struct Version {
    schema: Schema,
    agent: Dispatcher<Reader>,
    event: fn(&str) -> bool,
}

impl Version {
    fn new(name: &str, agent: Dispatcher<Reader>, event: fn(&str) -> bool) -> Self {
        let path = format!("{}/tests/diff/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let schema = Schema::load(path).unwrap_or_else(|error| panic!("{error}"));
        Self { schema, agent, event }
    }

    fn run(&self, command: &str, arguments: &str, answer: &str) -> Reader {
        let mut reader = Reader { answer: answer.to_owned(), arrived: false, read: false };
        let mut decoder = Decoder::new(Limits::default());
        decoder.push(format!("{{\"execute\": \"{command}\", \"arguments\": {arguments}}}\n").as_bytes());
        let mut out = Vec::new();
        while let Some(frame) = decoder.next_frame() {
            self.agent.answer_frame(&mut reader, frame, &mut JsonWriter::new(&mut out));
        }
        reader
    }

    /// Whether its agent reads these arguments.
    fn takes(&self, command: &str, arguments: &Sample) -> bool {
        self.run(command, &arguments.text, "{}").arrived
    }

    /// Whether its client reads this answer, or this event.
    fn reads(&self, name: &str, written: &Sample) -> bool {
        match self.schema.get(name) {
            Some(Definition::Command(_)) => {
                let arguments = self.arguments(name);
                let reader = self.run(name, &arguments[0].text, &written.text);
                assert!(reader.arrived, "its own agent takes {}", arguments[0].text);
                reader.read
            }
            _ => (self.event)(&written.text),
        }
    }

    /// What its client can send; nothing if there is no such command.
    fn arguments(&self, name: &str) -> Vec<Sample> {
        match self.schema.get(name) {
            Some(Definition::Command(it)) => Sampler { schema: &self.schema }.arguments(&it.arguments),
            _ => Vec::new(),
        }
    }

    /// What its agent can answer to a command, or send as an event; nothing if there is none.
    fn answers(&self, name: &str) -> Vec<Sample> {
        let sampler = Sampler { schema: &self.schema };
        match self.schema.get(name) {
            Some(Definition::Command(it)) => match &it.returns {
                Some(returns) => sampler.values(returns, ""),
                None => vec![Sample::new("{}")],
            },
            Some(Definition::Event(it)) => event(name, &it.arguments, &sampler),
            _ => Vec::new(),
        }
    }
}

fn event(name: &str, arguments: &Arguments, sampler: &Sampler<'_>) -> Vec<Sample> {
    let timestamp = "\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}";
    let data = |it: Sample| match it.text.as_str() {
        "{}" => Sample { text: format!("{{\"event\": \"{name}\", {timestamp}}}"), ..it },
        data => Sample { text: format!("{{\"event\": \"{name}\", \"data\": {data}, {timestamp}}}"), uses: it.uses },
    };
    sampler.arguments(arguments).into_iter().map(data).collect()
}

/// Who breaks, as generated code shows it.
fn judge(old: &Version, new: &Version, name: &str) -> (bool, bool) {
    let uses = |samples: &[Sample]| samples.iter().flat_map(|it| it.uses.clone()).collect::<BTreeSet<_>>();
    let (sent_before, sent_now) = (old.arguments(name), new.arguments(name));
    let (answered_before, answered_now) = (old.answers(name), new.answers(name));
    for (version, sent, answered) in [(old, &sent_before, &answered_before), (new, &sent_now, &answered_now)] {
        assert!(sent.iter().all(|it| version.takes(name, it)), "{name}: an agent takes what its own clients send");
        assert!(answered.iter().all(|it| version.reads(name, it)), "{name}: a client reads what its own agents answer");
    }
    let known = |version: &Version| version.schema.get(name).is_some();
    let mut clients = sent_before.iter().any(|it| !new.takes(name, it));
    clients |= known(old) && answered_now.iter().any(|it| !old.reads(name, it));
    let mut agents = known(new) && answered_before.iter().any(|it| !new.reads(name, it));
    // A new client can leave alone what is new, but has to be able to use what both versions have.
    for part in uses(&sent_before).intersection(&uses(&sent_now)) {
        agents |= !sent_now.iter().any(|it| it.uses.contains(part) && old.takes(name, it));
    }
    (clients, agents)
}

fn versions() -> (Version, Version) {
    fn reads_event<E: Unmarshal>(text: &str) -> bool {
        Value::lenient(text).and_then(E::unmarshal).is_ok()
    }
    let old = Version::new("old", Dispatcher::new(old::server::entries()), reads_event::<old::events::Event>);
    (old, Version::new("new", Dispatcher::new(new::server::entries()), reads_event::<new::events::Event>))
}

#[test]
fn generated_code_breaks_where_diff_says_so() {
    let (old, new) = versions();
    let mut impacts: BTreeMap<String, Impact> = BTreeMap::new();
    for change in diff(&old.schema, &new.schema) {
        let impact = impacts.entry(change.via).or_default();
        *impact = impact.and(change.impact);
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for version in [&old, &new] {
        let callable = |it: &&Definition| matches!(it, Definition::Command(_) | Definition::Event(_));
        names.extend(version.schema.definitions().filter(callable).map(Definition::name));
    }
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        let impact = impacts.get(name).copied().unwrap_or_default();
        let (clients, agents) = judge(&old, &new, name);
        // What may break need not show in what is read.
        let fits = |harm: Harm, breaks: bool| harm == Harm::Possible || (harm == Harm::Certain) == breaks;
        if !fits(impact.clients, clients) || !fits(impact.agents, agents) {
            wrong.push(format!("{name}: {}, but clients break: {clients}, agents: {agents}", impact.name()));
        }
        *seen.entry(impact.name()).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{} verdicts are wrong\n{}", wrong.len(), wrong.join("\n"));
    // No verdict is given without thought.
    for verdict in ["compatible", "breaks clients", "breaks agents", "breaks clients and agents", "may break clients"] {
        assert!(seen.get(verdict).is_some_and(|count| *count >= 3), "{verdict} in {seen:?}");
    }
}
