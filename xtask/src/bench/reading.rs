//! Measures every command that only reads, on both agents, and says where they do not answer alike.

use std::collections::BTreeSet;

use serde_json::Value;

use super::peer::Peer;
use super::target::{Target, Verdicts};
use super::workload::Step;
use crate::programs::Failure;

/// Time for a request, as a ratio of the reference's to ours.
const SPEED_TARGET: Target = Target::AtLeast(1.0);

/// A command that only reads.
pub(super) struct Command {
    pub(super) name: &'static str,
    arguments: &'static str,
    /// Why our agent does more for its answer, if the answers alone do not show it.
    does_more: Option<&'static str>,
}

const fn command(name: &'static str) -> Command {
    Command { name, arguments: "{}", does_more: None }
}

/// All commands that only read.
pub(super) const COMMANDS: &[Command] = &[
    command("guest-fsfreeze-status"),
    command("guest-get-cpustats"),
    command("guest-get-disks"),
    command("guest-get-diskstats"),
    command("guest-get-fsinfo"),
    command("guest-get-host-name"),
    command("guest-get-load"),
    command("guest-get-memory-block-info"),
    command("guest-get-memory-blocks"),
    command("guest-get-osinfo"),
    command("guest-get-time"),
    command("guest-get-timezone"),
    Command {
        does_more: Some("without /run/utmp the reference finds no login; ours looks at logind and the processes"),
        ..command("guest-get-users")
    },
    command("guest-get-vcpus"),
    command("guest-info"),
    command("guest-network-get-interfaces"),
    command("guest-network-get-route"),
    command("guest-ping"),
    Command {
        arguments: r#"{"username":"root"}"#,
        does_more: Some("the reference reads one fixed file; ours reads sshd's configuration and checks each folder"),
        ..command("guest-ssh-get-authorized-keys")
    },
];

impl Command {
    fn request(&self) -> String {
        format!("{{\"execute\":\"{}\",\"arguments\":{}}}\n", self.name, self.arguments)
    }

    /// The operation to repeat.
    pub(super) fn step(&self) -> Step {
        Step::Ask(self.request().into_bytes())
    }

    /// The row: microseconds a request, the ratio, and in what the answers differ.
    ///
    /// # Errors
    /// An agent does not answer.
    pub(super) fn row(&self, rates: &[f64], peers: &mut [Peer], verdicts: &mut Verdicts) -> Result<String, Failure> {
        let mut answers = Vec::new();
        for peer in peers {
            answers.push(peer.ask_text(self.request().as_bytes())?);
        }
        let micros: Vec<String> = rates.iter().map(|rate| format!("{:>9.1} us", 1e6 / rate)).collect();
        let row = format!("{:<30} {}", self.name, micros.join(" "));
        let ([ours, theirs], [our_rate, their_rate]) = (answers.as_slice(), rates) else { return Ok(row) };
        if theirs.contains("CommandNotFound") {
            return Ok(format!("{row}           the reference does not have it"));
        }
        let more = self.does_more.map(str::to_owned).into_iter().chain(answers_more(ours, theirs));
        let more: Vec<String> = more.collect();
        let ratio = our_rate / their_rate;
        // An agent that does more may take longer; the row says what.
        let target = more.is_empty().then_some(SPEED_TARGET);
        let verdict = verdicts.judge(self.name, Some(ratio), target);
        Ok(format!("{row} {ratio:>9.2}   {verdict}{}", more.join("; ")))
    }
}

/// The members that only our answer has.
fn answers_more(ours: &str, theirs: &str) -> Option<String> {
    let [ours, theirs] = [ours, theirs].map(|text| {
        let mut places = BTreeSet::new();
        collect("", &serde_json::from_str(text).unwrap_or_default(), &mut places);
        places
    });
    let more: Vec<&str> = ours.difference(&theirs).map(String::as_str).collect();
    (!more.is_empty()).then(|| format!("the reference answers without {}", more.join(", ")))
}

/// The places of all members in a value, such as `return.disk.serial`; those of a list's elements are one.
fn collect(place: &str, value: &Value, places: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                collect(&place, value, places);
                places.insert(place);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| collect(place, element, places)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::answers_more;

    #[test]
    fn what_only_our_answer_has_is_named() {
        let ours = r#"{"return": [{"name": "vda"}, {"name": "vdb", "disk": [{"serial": "x"}]}]}"#;
        let theirs = r#"{"return": [{"name": "vda", "disk": []}]}"#;
        assert_eq!(answers_more(ours, theirs).as_deref(), Some("the reference answers without return.disk.serial"));
        assert_eq!(answers_more(theirs, ours), None);
    }
}
