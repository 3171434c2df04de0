//! The command line: options of the tool, and one word for each command of the guest agent.

use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_runtime::{CommandInfo, MemberInfo, TypeInfo};

use crate::manual::plain;

/// The environment variable that names the agent when `--socket` does not.
pub(crate) const ADDRESS_VARIABLE: &str = "QGA_CLIENT_ADDRESS";

/// The whole command line, built from the table of commands.
pub(crate) fn command_line(commands: &'static [&'static CommandInfo]) -> Command {
    Command::new("qga")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Talks to the guest agent of a virtual machine")
        .after_help(
            "Addresses: unix:PATH (or just PATH), vsock:CID:PORT, tcp:HOST:PORT, serial:DEVICE, virtio:PORT-NAME.\n\
             Exit status: 0 answered, 1 refused or failed by the agent, 2 wrong usage, 3 not reachable, 4 silent, \
             5 not understood.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("COMMAND")
        .subcommand_help_heading("Commands")
        .arg(
            Arg::new("socket")
                .short('s')
                .long("socket")
                .value_name("ADDRESS")
                .env(ADDRESS_VARIABLE)
                .hide_env_values(true)
                .help("Where the agent's channel ends on this host"),
        )
        .arg(
            Arg::new("timeout")
                .short('t')
                .long("timeout")
                .value_name("SECONDS")
                .value_parser(seconds)
                .help("How long to wait for each answer; by default as long as the command may take"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["json", "text"])
                .help("How to print the answer; text on a terminal, json elsewhere"),
        )
        .subcommand(
            Command::new("raw")
                .about("Send a command this tool does not know")
                .arg(Arg::new("name").value_name("NAME").required(true).help("The command's name"))
                .arg(Arg::new("arguments").value_name("JSON").help("Its arguments, a JSON object")),
        )
        .subcommands(commands.iter().map(|info| subcommand(info)))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("not a positive number of seconds".to_owned()),
    }
}

/// The word of one command, with an option for each argument.
fn subcommand(info: &'static CommandInfo) -> Command {
    let mut notes = Vec::new();
    if !info.returns_doc.is_empty() {
        notes.push(format!("Returns: {}", plain(info.returns_doc)));
    }
    if !info.errors_doc.is_empty() {
        notes.push(format!("Errors:\n{}", plain(info.errors_doc)));
    }
    if !info.success_response {
        notes.push("The agent answers only if it fails.".to_owned());
    }
    if let Some(condition) = info.condition {
        notes.push(format!("Exists in agents built with {condition}."));
    }
    if !info.since.is_empty() {
        notes.push(format!("Since: {}", info.since));
    }
    Command::new(info.name)
        .about(info.summary)
        .long_about(plain(info.doc))
        .after_long_help(notes.join("\n\n"))
        .args(info.arguments.iter().map(argument))
}

fn argument(member: &'static MemberInfo) -> Arg {
    let arg = Arg::new(member.name).long(member.name).help(plain(member.doc)).required(!member.optional);
    match &member.ty {
        TypeInfo::Bool => flag(arg.value_name("true|false").value_parser(["true", "false"])),
        TypeInfo::Alternate(info) if info.branches.iter().any(|branch| matches!(branch.ty, TypeInfo::Bool)) => {
            flag(arg.value_name(value_name(&member.ty)))
        }
        TypeInfo::Enum(info) => {
            let names = info.values.iter().map(|value| value.name);
            arg.value_name("NAME").value_parser(PossibleValuesParser::new(names))
        }
        TypeInfo::Array(element) => {
            arg.value_name(value_name(element)).action(ArgAction::Append).allow_hyphen_values(true)
        }
        other => arg.value_name(value_name(other)).allow_hyphen_values(true),
    }
}

/// An option that is true when it stands alone.
fn flag(arg: Arg) -> Arg {
    arg.num_args(0..=1).default_missing_value("true")
}

fn value_name(ty: &TypeInfo) -> &'static str {
    match ty {
        TypeInfo::Str => "TEXT",
        TypeInfo::Bool => "true|false",
        TypeInfo::Int { .. } | TypeInfo::Uint { .. } => "INTEGER",
        TypeInfo::Number => "NUMBER",
        TypeInfo::Bytes => "BASE64|@FILE",
        TypeInfo::Enum(_) | TypeInfo::Alternate(_) => "VALUE",
        TypeInfo::Null | TypeInfo::Any | TypeInfo::Object(_) | TypeInfo::Union(_) | TypeInfo::Array(_) => "JSON",
    }
}

/// The values given for one member, as written; none if it was not given.
pub(crate) fn values<'a>(matches: &'a ArgMatches, member: &MemberInfo) -> Option<Vec<&'a str>> {
    matches.get_many::<String>(member.name).map(|values| values.map(String::as_str).collect())
}
