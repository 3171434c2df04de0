//! Looks at a target from this host: its definition, the way to it, the agent, and QEMU's monitor.

use std::fs;
use std::io;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use qga_client::qmp::{QmpClient, QmpOptions};
use qga_client::{
    Address, CallError, Caller, Channel, Client, DomainChannel, DomainState, LibvirtDomain, Options, QemuProcess,
    Target, TargetError, Way, commands, types,
};
use serde_json::Value;

use super::facts::{Agent, Answers, Definition, Facts, Guest, Link};
use super::holder::holder;
use crate::units::span;

/// Characters of a guest's text at most.
const MAX_CHARACTERS: usize = 400;

/// Looks at a target, and waits for each answer so long at most.
///
/// # Errors
/// The text makes no sense, or an inventory file cannot be read.
pub(super) fn look(text: &str, command: Option<&str>, timeout: Duration) -> Result<Facts, TargetError> {
    let mut facts = Facts { target: text.to_owned(), ..Facts::default() };
    match Target::find(text) {
        Ok(target) => {
            facts.target = target.way.to_string();
            match &target.way {
                Way::Libvirt { uri, domain } => look_at_domain(uri.as_deref(), domain, timeout, &mut facts),
                Way::Address(Address::Unix(path)) => look_at_path(path, &mut facts),
                _ => {}
            }
            if may_be_connected(&facts) {
                connect(&target, command, timeout, &mut facts);
            }
            if let (Way::Address(Address::Unix(path)), false) = (&target.way, matches!(facts.agent, Agent::Answers(_)))
            {
                look_at_process(path, timeout, &mut facts);
            }
            Ok(facts)
        }
        Err(error @ TargetError::Unknown { .. }) => {
            facts.definition = Definition::NoGuest(error.to_string());
            look_for_name(text, timeout, &mut facts);
            Ok(facts)
        }
        Err(error) => Err(error),
    }
}

/// Whether nothing that is seen so far keeps the agent from being asked.
fn may_be_connected(facts: &Facts) -> bool {
    facts.link == Link::Untried
        && facts.guest != Guest::Off
        && matches!(facts.definition, Definition::Unknown | Definition::Channel)
}

/// A guest of this name may be known, and have no channel.
fn look_for_name(name: &str, timeout: Duration, facts: &mut Facts) {
    if let Some(process) = QemuProcess::all().into_iter().find(|process| process.name.as_deref() == Some(name)) {
        facts.owner = Some(owner(&process));
        facts.definition = match process.agent {
            Some(Channel::Other(what)) => Definition::Elsewhere(what),
            _ => Definition::NoChannel,
        };
        return;
    }
    // It may be defined and not run. Where libvirt cannot be asked, the words about the name say so.
    if let Ok(Some(domain)) = LibvirtDomain::find(None, name, timeout) {
        see_domain(&domain, name, facts);
    }
}

fn owner(process: &QemuProcess) -> String {
    let name = process.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
    format!("QEMU process {}{name}", process.pid)
}

fn look_at_domain(uri: Option<&str>, name: &str, timeout: Duration, facts: &mut Facts) {
    match LibvirtDomain::find(uri, name, timeout) {
        Ok(Some(domain)) => see_domain(&domain, name, facts),
        Ok(None) => facts.definition = Definition::NoGuest(format!("libvirt has no domain '{name}'")),
        Err(error) => facts.link = Link::Failed(error.to_string()),
    }
}

fn see_domain(domain: &LibvirtDomain, name: &str, facts: &mut Facts) {
    facts.owner = Some(format!("libvirt's domain {name}"));
    facts.definition =
        if domain.channel == DomainChannel::Missing { Definition::NoChannel } else { Definition::Channel };
    facts.is_port_open = match domain.channel {
        DomainChannel::Open => Some(true),
        DomainChannel::Closed => Some(false),
        _ => None,
    };
    facts.guest = match domain.state {
        DomainState::Paused => Guest::Paused("paused".to_owned()),
        DomainState::Suspended => Guest::Paused("asleep".to_owned()),
        DomainState::Crashed => Guest::Paused("crashed".to_owned()),
        DomainState::Off => Guest::Off,
        _ => Guest::Running,
    };
}

fn look_at_path(path: &Path, facts: &mut Facts) {
    facts.link = match fs::metadata(path) {
        Ok(file) if file.file_type().is_socket() => Link::Untried,
        Ok(file) if file.is_dir() => Link::OtherKind("a folder".to_owned()),
        Ok(file) if file.is_file() => Link::OtherKind("a regular file".to_owned()),
        Ok(_) => Link::OtherKind("a device or a pipe".to_owned()),
        Err(error) => failed(&error),
    };
}

fn failed(error: &io::Error) -> Link {
    match error.kind() {
        io::ErrorKind::NotFound => Link::Missing,
        io::ErrorKind::PermissionDenied => Link::Forbidden,
        io::ErrorKind::ConnectionRefused => Link::Refused,
        io::ErrorKind::InvalidInput => Link::OtherKind("a socket of datagrams".to_owned()),
        io::ErrorKind::TimedOut => Link::Late(error.to_string()),
        _ => Link::Failed(error.to_string()),
    }
}

fn connect(target: &Target, command: Option<&str>, timeout: Duration, facts: &mut Facts) {
    let options = Options::with_timeout(timeout);
    let path = match &target.way {
        Way::Address(Address::Unix(path)) => Some(path),
        _ => None,
    };
    match target.stream(&options) {
        Ok(stream) => {
            facts.link = Link::Connected;
            let mut client = Client::over(stream, &options);
            facts.agent = ask(&mut client, command, timeout);
            // The connection has to be open for this.
            if matches!(facts.agent, Agent::Silent(_)) {
                facts.holder = path.and_then(|path| holder(path));
            }
        }
        Err(error) => {
            facts.link = match (failed(&error), path) {
                (Link::Missing | Link::Refused | Link::Forbidden | Link::OtherKind(_), None)
                    if !matches!(target.way, Way::Address(_)) =>
                {
                    Link::Failed(error.to_string())
                }
                (Link::Late(_), Some(_)) => {
                    Link::Late(format!("no process took the connection within {}", span(timeout)))
                }
                (link, _) => link,
            };
            if matches!(facts.link, Link::Late(_)) {
                facts.holder = path.and_then(|path| holder(path));
            }
        }
    }
}

fn ask(client: &mut Client, command: Option<&str>, timeout: Duration) -> Agent {
    let info = match client.call(commands::GuestInfo::new()) {
        Ok(info) => info,
        Err(error) => return without_info(error, timeout),
    };
    let mut answers = Answers { version: Some(cut(&info.version)), ..Answers::default() };
    if let Some(known) = info.supported_commands {
        answers.disabled = known.iter().filter(|command| !command.enabled).count();
        for name in [Some("guest-ping"), command].into_iter().flatten() {
            let is_meant = |known: &&types::GuestAgentCommandInfo| {
                known.name == name || known.name.strip_prefix("guest-") == Some(name)
            };
            match known.iter().find(is_meant) {
                Some(known) if known.enabled => {}
                Some(known) => answers.refused = Some((cut(&known.name), "it is disabled".to_owned())),
                None => answers.lacking = Some(name.to_owned()),
            }
        }
    }
    // An agent may lack these commands, or refuse them.
    let status = client.call(commands::GuestFsfreezeStatus::new());
    answers.is_frozen = matches!(status, Ok(types::GuestFsfreezeStatus::Frozen));
    answers.clock_offset = clock_offset(client);
    Agent::Answers(answers)
}

/// What an error of `guest-info` says: an agent answers, if with a refusal, or it does not.
fn without_info(error: CallError, timeout: Duration) -> Agent {
    let name = "guest-info".to_owned();
    match error {
        CallError::NotAgent(kind) => Agent::Other(kind),
        CallError::TimedOut { waiting_for: "answer", .. } => Agent::Busy(span(timeout)),
        CallError::TimedOut { .. } => Agent::Silent(span(timeout)),
        CallError::OutOfStep => Agent::OutOfStep,
        CallError::Closed => Agent::Closed,
        CallError::Frozen(_) => Agent::Answers(Answers { is_frozen: true, ..Answers::default() }),
        CallError::Refused(error) => {
            Agent::Answers(Answers { refused: Some((name, cut(&error.desc))), ..Answers::default() })
        }
        CallError::Unsupported(_) => Agent::Answers(Answers { lacking: Some(name), ..Answers::default() }),
        error => Agent::Broken(cut(&error.to_string())),
    }
}

/// The beginning of a text that a guest may make long.
fn cut(text: &str) -> String {
    text.chars().take(MAX_CHARACTERS).collect()
}

/// The guest's clock less this host's, in nanoseconds, as far as the time of the answer's way tells.
fn clock_offset(client: &mut Client) -> Option<i64> {
    let begun = Instant::now();
    let guest = client.call(commands::GuestGetTime::new()).ok()?;
    let travelled = i64::try_from(begun.elapsed().as_nanos()).ok()?;
    let host = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()?;
    // The guest's answer is from some moment of that time.
    let (earliest, latest) = (guest.saturating_sub(host), guest.saturating_sub(host.saturating_sub(travelled)));
    Some(if earliest > 0 { earliest } else { latest.min(0) })
}

/// Finds the QEMU process that has the channel, and asks its monitor.
fn look_at_process(path: &Path, timeout: Duration, facts: &mut Facts) {
    let full = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let has_it =
        |process: &QemuProcess| matches!(&process.agent, Some(Channel::Socket(own)) if full(own) == full(path));
    let Some(process) = QemuProcess::all().into_iter().find(has_it) else { return };
    facts.owner = Some(owner(&process));
    facts.definition = Definition::Channel;
    match &process.monitor {
        None => facts.guest = Guest::Unasked("QEMU has none at a socket".to_owned()),
        Some(monitor) => {
            if let Err(error) = ask_monitor(monitor, process.chardev.as_deref(), timeout, facts) {
                facts.guest = Guest::Unasked(error.to_string());
            }
        }
    }
}

fn ask_monitor(path: &Path, chardev: Option<&str>, timeout: Duration, facts: &mut Facts) -> Result<(), CallError> {
    let options = QmpOptions { connect: timeout, answer: timeout, ..QmpOptions::default() };
    let mut monitor = QmpClient::connect_with(Address::Unix(path.to_owned()), &options)?;
    let mut ask = |name| -> Result<Value, CallError> {
        Ok(serde_json::from_str(monitor.call_raw(name, None)?.as_str()).unwrap_or_default())
    };
    facts.guest = match ask("query-status")?["status"].as_str() {
        Some("running") => Guest::Running,
        Some(word @ ("prelaunch" | "inmigrate" | "preconfig")) => Guest::NotStarted(word.to_owned()),
        Some(word) => Guest::Paused(word.to_owned()),
        None => Guest::Unknown,
    };
    let devices = ask("query-chardev")?;
    let mut devices = devices.as_array().into_iter().flatten();
    let device = devices.find(|device| chardev.is_some() && device["label"].as_str() == chardev);
    facts.is_port_open = device.and_then(|device| device["frontend-open"].as_bool());
    Ok(())
}
