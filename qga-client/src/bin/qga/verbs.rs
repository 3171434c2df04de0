//! The verbs: one file each, and one table of them.

use std::process::ExitCode;

use clap::{ArgMatches, Command};

use crate::context::Context;
use crate::failure::Failure;
use crate::known;

mod broker;
mod cat;
pub(crate) mod command_word;
mod completions;
mod cp;
mod cpu;
mod disks;
mod doctor;
mod exec;
mod exporter;
mod freeze;
mod fs;
mod info;
mod ip;
mod keys;
mod load;
mod man;
mod mem;
mod passwd;
mod pipe;
mod power;
mod put;
mod raw;
mod record;
mod repl;
mod replay;
mod routes;
mod tail;
mod targets;
mod time;
mod top;
mod trim;
mod users;
mod wait;

/// The groups of verbs, as the help shows them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Running programs in the guest.
    Run,
    /// Files from and to the guest.
    Copy,
    /// Which guests there are, and whether they answer.
    Find,
    /// The guest's state.
    Look,
    /// Changes of the guest.
    Control,
    /// The tool itself, and the agent's own commands.
    Raw,
}

impl Group {
    /// In the order of the help.
    pub(crate) const ALL: &[Group] = &[Group::Find, Group::Run, Group::Copy, Group::Look, Group::Control, Group::Raw];

    pub(crate) fn heading(self) -> &'static str {
        match self {
            Group::Find => "Find",
            Group::Run => "Run",
            Group::Copy => "Copy",
            Group::Look => "Look",
            Group::Control => "Control",
            Group::Raw => "Talk to the agent itself, and more",
        }
    }
}

/// What runs a verb.
type Run = fn(&mut Context, &ArgMatches) -> Result<ExitCode, Failure>;

/// One verb: what the command line says of it, and what runs it.
pub(crate) struct Verb {
    pub(crate) group: Group,
    pub(crate) command: fn() -> Command,
    pub(crate) run: Run,
}

const fn verb(group: Group, command: fn() -> Command, run: Run) -> Verb {
    Verb { group, command, run }
}

/// All verbs, in the order of the help.
pub(crate) const VERBS: &[Verb] = &[
    verb(Group::Find, targets::command, targets::run),
    verb(Group::Find, wait::command, wait::run),
    verb(Group::Find, doctor::command, doctor::run),
    verb(Group::Run, exec::command, exec::run),
    verb(Group::Copy, cp::command, cp::run),
    verb(Group::Copy, cat::command, cat::run),
    verb(Group::Copy, tail::command, tail::run),
    verb(Group::Copy, put::command, put::run),
    verb(Group::Look, info::command, info::run),
    verb(Group::Look, ip::command, ip::run),
    verb(Group::Look, routes::command, routes::run),
    verb(Group::Look, fs::command, fs::run),
    verb(Group::Look, disks::command, disks::run),
    verb(Group::Look, users::command, users::run),
    verb(Group::Look, cpu::command, cpu::run),
    verb(Group::Look, mem::command, mem::run),
    verb(Group::Look, load::command, load::run),
    verb(Group::Look, time::command, time::run),
    verb(Group::Look, top::command, top::run),
    verb(Group::Look, exporter::command, exporter::run),
    verb(Group::Control, freeze::command, freeze::run),
    verb(Group::Control, passwd::command, passwd::run),
    verb(Group::Control, keys::command, keys::run),
    verb(Group::Control, power::shutdown, power::run_shutdown),
    verb(Group::Control, power::reboot, power::run_reboot),
    verb(Group::Control, power::suspend, power::run_suspend),
    verb(Group::Control, trim::command, trim::run),
    verb(Group::Raw, raw::command, raw::run),
    verb(Group::Raw, pipe::command, pipe::run),
    verb(Group::Raw, broker::command, broker::run),
    verb(Group::Raw, record::command, record::run),
    verb(Group::Raw, replay::command, replay::run),
    verb(Group::Raw, repl::command, repl::run),
    verb(Group::Raw, completions::command, completions::run),
    verb(Group::Raw, man::command, man::run),
];

/// Runs the verb or command word of a command line.
pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    known::check(matches)?;
    let (word, matches) = matches.subcommand().ok_or_else(|| Failure::usage("no verb given"))?;
    match VERBS.iter().find(|verb| (verb.command)().get_name() == word) {
        Some(verb) => (verb.run)(context, matches),
        None => command_word::run(context, word, matches),
    }
}

/// Whether a word is a verb.
pub(crate) fn is_verb(word: &str) -> bool {
    VERBS.iter().any(|verb| (verb.command)().get_name() == word)
}
