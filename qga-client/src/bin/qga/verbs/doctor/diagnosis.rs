//! Decides from the facts on the one cause, and its remedy. It looks at nothing itself.

use std::time::Duration;

use shell_words::quote;

use super::facts::{Agent, Answers, Definition, Facts, Guest, Holder, Link};
use crate::units::span;

/// A guest's clock that is off by more is wrong.
pub(super) const MAX_CLOCK_OFFSET: Duration = Duration::from_secs(5);

/// Why an agent does not respond, or not as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    UnknownGuest,
    Off,
    Paused,
    NotStarted,
    NoChannel,
    Missing,
    Refused,
    OtherKind,
    Forbidden,
    Held,
    OtherProtocol,
    PortClosed,
    Silent,
    OutOfStep,
    Frozen,
    Disabled,
    Clock,
    Closed,
    Unreachable,
    Broken,
}

/// Each cause, its exit status, its name for programs, and what it means.
pub(super) const CAUSES: &[(Cause, u8, &str, &str)] = &[
    (Cause::UnknownGuest, 10, "unknown-guest", "no guest of this name is known here"),
    (Cause::Off, 11, "off", "the guest is not running"),
    (Cause::Paused, 12, "paused", "the guest is paused"),
    (Cause::NotStarted, 13, "not-started", "the guest has not been started yet"),
    (Cause::NoChannel, 14, "no-channel", "the guest has no channel for an agent that can be used"),
    (Cause::Missing, 15, "missing", "the socket or device does not exist"),
    (Cause::Refused, 16, "refused", "no process listens at the address; a socket is stale"),
    (Cause::OtherKind, 17, "other-kind", "the path is something other than a stream socket"),
    (Cause::Forbidden, 18, "forbidden", "this user may not use the channel"),
    (Cause::Held, 19, "held", "another process has the channel"),
    (Cause::OtherProtocol, 20, "other-protocol", "this is no agent, but a monitor, a login prompt, …"),
    (Cause::PortClosed, 21, "port-closed", "no process in the guest has opened the port"),
    (Cause::Silent, 22, "silent", "the agent does not answer"),
    (Cause::OutOfStep, 23, "out-of-step", "answers come, but not to what is asked"),
    (Cause::Frozen, 24, "frozen", "the guest's file systems are frozen"),
    (Cause::Disabled, 25, "disabled", "the agent refuses the command by its policy, or lacks it"),
    (Cause::Clock, 26, "clock", "the guest's clock is off by more than 5 s"),
    (Cause::Closed, 27, "closed", "the channel is closed as soon as it is used"),
    (Cause::Unreachable, 28, "unreachable", "connecting failed for another reason"),
    (Cause::Broken, 29, "broken", "the agent sends something other than an answer"),
];

/// The cause in words, and the remedy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Diagnosis {
    pub(super) cause: Cause,
    pub(super) words: String,
    pub(super) remedy: String,
}

impl Cause {
    fn row(self) -> &'static (Cause, u8, &'static str, &'static str) {
        CAUSES.iter().find(|row| row.0 == self).expect("each cause has a row")
    }

    pub(super) fn status(self) -> u8 {
        self.row().1
    }

    pub(super) fn name(self) -> &'static str {
        self.row().2
    }
}

/// The one cause; none if all is well.
pub(super) fn diagnose(facts: &Facts) -> Option<Diagnosis> {
    if let Agent::Answers(answers) = &facts.agent {
        return of_answers(answers, &facts.target);
    }
    of_definition(facts).or_else(|| of_address(facts)).or_else(|| of_guest(facts)).or_else(|| of_silence(facts))
}

fn found(cause: Cause, words: impl Into<String>, remedy: impl Into<String>) -> Option<Diagnosis> {
    Some(Diagnosis { cause, words: words.into(), remedy: remedy.into() })
}

/// The agent answers, but not as it should.
fn of_answers(answers: &Answers, target: &str) -> Option<Diagnosis> {
    let offset = answers.clock_offset.filter(|offset| Duration::from_nanos(offset.unsigned_abs()) > MAX_CLOCK_OFFSET);
    match (answers, offset) {
        (Answers { is_frozen: true, .. }, _) => found(
            Cause::Frozen,
            "the guest's file systems are frozen, so the agent refuses most commands",
            format!("if no backup is running: qga fsfreeze-thaw {}", quote(target)),
        ),
        (Answers { refused: Some((command, words)), .. }, _) => found(
            Cause::Disabled,
            format!("the agent's policy forbids {command}: {words}"),
            "in the guest, change the agent's allow and block lists (qemu-ga.conf, or its command line)",
        ),
        (Answers { lacking: Some(command), .. }, _) => {
            found(Cause::Disabled, format!("the agent has no command {command}"), "in the guest, install a newer agent")
        }
        (_, Some(offset)) => found(
            Cause::Clock,
            format!("the guest's clock is {}", relation(offset)),
            format!("qga time {} --sync; and in the guest, let a time service run", quote(target)),
        ),
        _ => None,
    }
}

/// A clock that is off by so many nanoseconds, in words.
pub(super) fn relation(offset: i64) -> String {
    let time = span(Duration::from_nanos(offset.unsigned_abs()));
    if offset < 0 { format!("{time} behind this host's") } else { format!("{time} ahead of this host's") }
}

fn of_definition(facts: &Facts) -> Option<Diagnosis> {
    match (&facts.definition, &facts.guest) {
        (Definition::NoGuest(words), _) => {
            found(Cause::UnknownGuest, words.clone(), "take a name that qga targets lists; or give an address")
        }
        (_, Guest::Off) => found(Cause::Off, "the guest is not running", "start it"),
        (Definition::NoChannel, _) => found(
            Cause::NoChannel,
            "the guest has no channel for an agent",
            "add a virtio port with the name org.qemu.guest_agent.0 to its definition, and start it anew",
        ),
        (Definition::Elsewhere(what), _) => found(
            Cause::NoChannel,
            format!("the agent's channel ends in {what}, and in no socket that others can connect to"),
            "go through what started the guest, such as libvirt:DOMAIN; or give the channel a socket",
        ),
        _ => None,
    }
}

/// Why connecting failed, or led elsewhere.
fn of_address(facts: &Facts) -> Option<Diagnosis> {
    match (&facts.link, &facts.agent) {
        (Link::Missing, _) => found(
            Cause::Missing,
            format!("{} does not exist", facts.target),
            "start the guest; or correct the path: qga targets lists those of running guests",
        ),
        (Link::OtherKind(what), _) => found(
            Cause::OtherKind,
            format!("{} is {what}, and no stream socket", facts.target),
            "give the path of the channel's socket: qga targets lists those of running guests",
        ),
        (Link::Forbidden, _) => found(
            Cause::Forbidden,
            format!("this user may not use {}", facts.target),
            "try as root, or as the user that the guest runs as",
        ),
        (Link::Refused, _) => found(
            Cause::Refused,
            format!("no process listens at {}", facts.target),
            "start the guest: what listened there has ended",
        ),
        (_, Agent::Other(kind)) => found(
            Cause::OtherProtocol,
            format!("{} is {kind}, and no guest agent", facts.target),
            "give the address of the agent's own channel: qga targets lists those of running guests",
        ),
        (Link::Late(_) | Link::Connected, _) => {
            facts.holder.as_ref().and_then(|holder| of_holder(holder, &facts.target))
        }
        _ => None,
    }
}

fn of_holder(holder: &Holder, target: &str) -> Option<Diagnosis> {
    let words = match &holder.process {
        Some((pid, name)) => format!("the channel is held by {name} (pid {pid})"),
        None => "the channel is held by another process, which only root can see".to_owned(),
    };
    let is_libvirt = holder.process.as_ref().is_some_and(|(_, name)| matches!(name.as_str(), "libvirtd" | "virtqemud"));
    let remedy = match domain(target) {
        None if !is_libvirt => {
            "end that process, wait until it is done, or let both share the agent through `qga broker`".to_owned()
        }
        domain => format!("go through libvirt: qga doctor libvirt:{}", quote(domain.unwrap_or("DOMAIN"))),
    };
    found(Cause::Held, words, remedy)
}

/// The domain whose channel has this path in libvirt's own folder, such as `…/channel/target/domain-3-web1/…`.
fn domain(target: &str) -> Option<&str> {
    let (_, rest) = target.split_once("/libvirt/qemu/channel/")?;
    let rest = rest.strip_prefix("target/").unwrap_or(rest);
    let folder = rest.split('/').next()?;
    let (number, name) = folder.strip_prefix("domain-").unwrap_or(folder).split_once('-')?;
    number.parse::<u32>().is_ok().then_some(name)
}

/// The guest itself, which is paused, or has no agent.
fn of_guest(facts: &Facts) -> Option<Diagnosis> {
    match (&facts.guest, facts.is_port_open) {
        (Guest::Paused(word), _) => found(Cause::Paused, format!("the guest is paused ({word})"), revival(word)),
        (Guest::NotStarted(word), _) => found(
            Cause::NotStarted,
            format!("the guest has not been started yet ({word})"),
            "start it: cont in QEMU's monitor; or wait until it has been migrated here",
        ),
        (_, Some(false)) => found(
            Cause::PortClosed,
            "no process in the guest has opened the agent's port",
            "in the guest: install the agent and start it (systemctl start qemu-guest-agent); or it boots still",
        ),
        _ => None,
    }
}

/// How a guest runs again that is paused, in QEMU's or libvirt's word for why.
fn revival(word: &str) -> &'static str {
    match word {
        "guest-panicked" | "crashed" | "internal-error" | "shutdown" => {
            "reset it: virsh reset, or system_reset and cont in QEMU's monitor"
        }
        "io-error" => "see why its disk failed, such as no space; then: virsh resume, or cont in QEMU's monitor",
        "suspended" | "asleep" => "wake it: virsh dompmwakeup, or system_wakeup in QEMU's monitor",
        "finish-migrate" | "postmigrate" => "look on the host that it has been migrated to",
        _ => "resume it: virsh resume, or cont in QEMU's monitor",
    }
}

/// An agent that does not answer, or nonsense, for no cause that shows on this host.
fn of_silence(facts: &Facts) -> Option<Diagnosis> {
    let in_the_guest = match domain(&facts.target) {
        Some(domain) => format!("ask libvirt, which owns this channel: qga doctor libvirt:{}", quote(domain)),
        None => "in the guest: systemctl restart qemu-guest-agent; qemu-ga --check says what is wrong".to_owned(),
    };
    match (&facts.link, &facts.agent) {
        (Link::Failed(words), _) => found(
            Cause::Unreachable,
            words.clone(),
            in_between(&facts.target).unwrap_or_else(|| "see whether that host or service is there".to_owned()),
        ),
        (Link::Late(words), _) => found(Cause::Silent, words.clone(), in_the_guest),
        (_, Agent::OutOfStep) => found(
            Cause::OutOfStep,
            "bytes come, but no answer to what is asked",
            "see that nothing else uses the channel: a console or a login prompt in the guest, another client here",
        ),
        (_, Agent::Closed) => found(
            Cause::Closed,
            "the channel is closed as soon as it is used",
            match in_between(&facts.target) {
                Some(remedy) => remedy,
                None => "see whether the guest has ended, or the agent refuses this user (channel-users)".to_owned(),
            },
        ),
        (_, Agent::Broken(words)) => found(
            Cause::Broken,
            words.clone(),
            "see that the agent is a QEMU guest agent; in the guest: qemu-ga --version",
        ),
        (_, Agent::Busy(time)) => found(
            Cause::Silent,
            format!("the agent is in step, but did not answer guest-info within {time}"),
            "wait for what it does, such as a freeze or a trim; else in the guest: systemctl restart qemu-guest-agent",
        ),
        (_, Agent::Silent(time)) => {
            found(Cause::Silent, format!("the agent did not answer within {time}"), in_the_guest)
        }
        _ => None,
    }
}

/// What to do about a program between here and the agent, if there is one.
fn in_between(target: &str) -> Option<String> {
    if let Some(program) = target.strip_prefix("exec:") {
        return Some(format!("see why this program ends: {program}"));
    }
    let (host, target) = target.strip_prefix("ssh:")?.split_once('/')?;
    Some(format!("see what this says: ssh {} qga doctor {}", quote(host), quote(target)))
}

#[cfg(test)]
mod tests {
    use qga_runtime::PeerKind;

    use super::super::tried::steps;
    use super::*;

    /// Facts, from which a case differs.
    fn facts(change: impl FnOnce(&mut Facts)) -> Facts {
        let mut facts = Facts { target: "unix:/a".to_owned(), link: Link::Connected, ..Facts::default() };
        change(&mut facts);
        facts
    }

    fn answers(change: impl FnOnce(&mut Answers)) -> Facts {
        let mut answers = Answers { clock_offset: Some(4_000_000_000), ..Answers::default() };
        change(&mut answers);
        facts(|facts| facts.agent = Agent::Answers(answers))
    }

    /// Silent, with more facts.
    fn silent(change: impl FnOnce(&mut Facts)) -> Facts {
        let mut facts = facts(|facts| facts.agent = Agent::Silent("5 s".to_owned()));
        change(&mut facts);
        facts
    }

    #[test]
    fn facts_have_one_cause() {
        let word = |text: &str| text.to_owned();
        let holder = |name: &str| Some(Holder { process: Some((7, word(name))) });
        for (facts, cause, words) in [
            (answers(|_| ()), None, ""),
            (answers(|answers| answers.disabled = 9), None, ""),
            (answers(|answers| answers.is_frozen = true), Some(Cause::Frozen), "file systems are frozen"),
            (
                answers(|answers| answers.refused = Some((word("guest-exec"), word("no")))),
                Some(Cause::Disabled),
                "forbids guest-exec: no",
            ),
            (answers(|answers| answers.lacking = Some(word("guest-x"))), Some(Cause::Disabled), "no command guest-x"),
            (
                answers(|answers| answers.clock_offset = Some(-6_000_000_000)),
                Some(Cause::Clock),
                "clock is 6 s behind this host's",
            ),
            (
                answers(|answers| (answers.is_frozen, answers.clock_offset) = (true, Some(i64::MIN))),
                Some(Cause::Frozen),
                "frozen",
            ),
            (
                facts(|facts| facts.definition = Definition::NoGuest(word("no guest is called 'x'"))),
                Some(Cause::UnknownGuest),
                "no guest is called 'x'",
            ),
            (
                facts(|facts| (facts.definition, facts.guest) = (Definition::NoChannel, Guest::Off)),
                Some(Cause::Off),
                "not running",
            ),
            (facts(|facts| facts.definition = Definition::NoChannel), Some(Cause::NoChannel), "has no channel"),
            (facts(|facts| facts.definition = Definition::Elsewhere(word("a pty"))), Some(Cause::NoChannel), "a pty"),
            (facts(|facts| facts.link = Link::Missing), Some(Cause::Missing), "unix:/a does not exist"),
            (facts(|facts| facts.link = Link::OtherKind(word("a folder"))), Some(Cause::OtherKind), "is a folder"),
            (facts(|facts| facts.link = Link::Forbidden), Some(Cause::Forbidden), "may not use unix:/a"),
            (facts(|facts| facts.link = Link::Refused), Some(Cause::Refused), "no process listens at unix:/a"),
            (
                facts(|facts| facts.agent = Agent::Other(PeerKind::HumanMonitor)),
                Some(Cause::OtherProtocol),
                "unix:/a is QEMU's human monitor (HMP), and no guest agent",
            ),
            (silent(|facts| facts.holder = holder("libvirtd")), Some(Cause::Held), "held by libvirtd (pid 7)"),
            (
                silent(|facts| (facts.holder, facts.is_port_open) = (holder("x"), Some(false))),
                Some(Cause::Held),
                "held by x (pid 7)",
            ),
            (
                facts(|facts| {
                    (facts.link, facts.holder) = (Link::Late(word("late")), Some(Holder { process: None }));
                }),
                Some(Cause::Held),
                "only root can see",
            ),
            (facts(|facts| facts.link = Link::Late(word("late"))), Some(Cause::Silent), "late"),
            (
                silent(|facts| (facts.guest, facts.is_port_open) = (Guest::Paused(word("io-error")), Some(false))),
                Some(Cause::Paused),
                "paused (io-error)",
            ),
            (
                silent(|facts| facts.guest = Guest::NotStarted(word("prelaunch"))),
                Some(Cause::NotStarted),
                "not been started yet (prelaunch)",
            ),
            (
                silent(|facts| (facts.guest, facts.is_port_open) = (Guest::Running, Some(false))),
                Some(Cause::PortClosed),
                "no process in the guest",
            ),
            (
                facts(|facts| (facts.link, facts.is_port_open) = (Link::Failed(word("libvirt says")), Some(false))),
                Some(Cause::PortClosed),
                "no process in the guest",
            ),
            (facts(|facts| facts.link = Link::Failed(word("no route"))), Some(Cause::Unreachable), "no route"),
            (
                silent(|facts| (facts.guest, facts.is_port_open) = (Guest::Running, Some(true))),
                Some(Cause::Silent),
                "did not answer within 5 s",
            ),
            (facts(|facts| facts.agent = Agent::Busy(word("5 s"))), Some(Cause::Silent), "is in step, but"),
            (facts(|facts| facts.agent = Agent::OutOfStep), Some(Cause::OutOfStep), "bytes come"),
            (facts(|facts| facts.agent = Agent::Closed), Some(Cause::Closed), "is closed as soon"),
            (facts(|facts| facts.agent = Agent::Broken(word("odd"))), Some(Cause::Broken), "odd"),
        ] {
            let diagnosis = diagnose(&facts);
            assert_eq!(diagnosis.as_ref().map(|diagnosis| diagnosis.cause), cause, "{facts:?}");
            let shown = diagnosis.as_ref().map_or("", |diagnosis| &diagnosis.words);
            assert!(shown.contains(words), "{shown}");
            // What is tried shows it, too.
            let has_bad = steps(&facts).iter().any(|step| step.is_good == Some(false));
            assert_eq!(has_bad, cause.is_some(), "{facts:?}");
        }
    }

    #[test]
    fn libvirts_own_channels_are_asked_of_libvirt() {
        for (path, expected) in [
            ("/var/lib/libvirt/qemu/channel/target/domain-3-web-1/org.qemu.guest_agent.0", Some("web-1")),
            ("/run/libvirt/qemu/channel/12-db/org.qemu.guest_agent.0", Some("db")),
            ("/run/libvirt/qemu/channel/db/org.qemu.guest_agent.0", None),
            ("/run/3-web1/agent.sock", None),
        ] {
            let target = format!("unix:{path}");
            assert_eq!(domain(&target), expected);
            let silent = silent(|facts| facts.target = target.clone());
            let held = |name: &str| {
                facts(|facts| {
                    let process = Some((7, name.to_owned()));
                    (facts.target, facts.link, facts.holder) =
                        (target.clone(), Link::Late(String::new()), Some(Holder { process }));
                })
            };
            let remedy = |facts: &Facts| diagnose(facts).expect("a cause").remedy;
            assert_eq!(remedy(&silent).contains("libvirt:"), expected.is_some());
            let name = format!("go through libvirt: qga doctor libvirt:{}", expected.unwrap_or("DOMAIN"));
            assert_eq!(remedy(&held("libvirtd")), name);
            assert_eq!(remedy(&held("socat")) == name, expected.is_some());
        }
    }

    #[test]
    fn each_cause_has_a_status_of_its_own() {
        let mut statuses: Vec<u8> = CAUSES.iter().map(|row| row.1).collect();
        statuses.dedup();
        assert_eq!(statuses, (10..30).collect::<Vec<u8>>());
        assert!(CAUSES.iter().all(|row| row.0.status() == row.1 && row.0.name() == row.2));
    }
}
