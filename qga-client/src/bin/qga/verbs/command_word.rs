//! The agent's own commands as words of the command line: `qga guest-ping`, or `qga ping`.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_client::Any;
use qga_runtime::{CommandInfo, MemberInfo, TypeInfo};

use crate::context::{Context, Format};
use crate::failure::Failure;
use crate::words::{self, Words};
use crate::{command_line, context, known, request};

/// The word of one command, with an option for each argument.
pub(crate) fn command(info: &'static CommandInfo) -> Command {
    let usage = if info.arguments.is_empty() { "[TARGET]" } else { "[TARGET] [OPTIONS]" };
    let mut command = Command::new(info.name)
        .about(words::about(info))
        .override_usage(format!("qga {} {usage}", info.name))
        .arg(command_line::target());
    let words = words::of(info.name);
    // A vendor's command has its full name alone.
    let short = info.name.strip_prefix("guest-").filter(|short| words.is_some() && !super::is_verb(short));
    if let Some(short) = short {
        command = command.alias(short);
    }
    let example = words.map_or("", |words| words.example);
    let mut notes: Vec<String> = info.arguments.iter().filter_map(values_help).collect();
    if words.is_some() {
        notes.push(format!("Example: {}", ["qga", info.name, "/run/vm1.sock", example].join(" ").trim_end()));
    }
    if !info.success_response {
        notes.push("The agent answers only if it fails.".to_owned());
    }
    if !info.since.is_empty() {
        notes.push(format!("In agents since version {}.", info.since));
    }
    command.after_help(notes.join("\n")).args(info.arguments.iter().map(|member| argument(member, words)))
}

fn argument(member: &'static MemberInfo, words: Option<&Words>) -> Arg {
    let name = words::option_name(member);
    let arg = Arg::new(name).long(name).required(!member.optional).help(words::of_member(words, member));
    match &member.ty {
        TypeInfo::Bool => flag(arg.value_name("true|false").value_parser(["true", "false"])),
        TypeInfo::Alternate(info) => {
            let has_flag = info.branches.iter().any(|branch| matches!(branch.ty, TypeInfo::Bool));
            let arg = arg.value_name("VALUE");
            if has_flag { flag(arg) } else { arg.allow_hyphen_values(true) }
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

/// The values of an option that have names, and what they mean.
fn values_help(member: &MemberInfo) -> Option<String> {
    let types: Vec<&TypeInfo> = match &member.ty {
        TypeInfo::Alternate(alternate) => alternate.branches.iter().map(|branch| &branch.ty).collect(),
        TypeInfo::Array(element) => vec![element],
        ty => vec![ty],
    };
    let mut lines = Vec::new();
    for ty in types {
        let TypeInfo::Enum(info) = ty else { continue };
        for value in info.values {
            let meaning = words::of_value(info.name, value.name).unwrap_or(value.doc);
            lines.push(format!("  {:10} {meaning}", value.name).trim_end().to_owned());
        }
    }
    let heading = format!("Values of --{}:\n", words::option_name(member));
    (!lines.is_empty()).then(|| heading + &lines.join("\n"))
}

/// An option that is true when it stands alone.
fn flag(arg: Arg) -> Arg {
    arg.num_args(0..=1).default_missing_value("true")
}

fn value_name(ty: &TypeInfo) -> &'static str {
    match ty {
        TypeInfo::Str => "TEXT|@FILE",
        TypeInfo::Bool => "true|false",
        TypeInfo::Int { .. } | TypeInfo::Uint { .. } => "INTEGER",
        TypeInfo::Number => "NUMBER",
        TypeInfo::Bytes => "BASE64|@FILE",
        TypeInfo::Enum(_) | TypeInfo::Alternate(_) => "VALUE",
        TypeInfo::Null | TypeInfo::Any | TypeInfo::Object(_) | TypeInfo::Union(_) | TypeInfo::Array(_) => "JSON|@FILE",
    }
}

/// Runs the command of a word.
pub(crate) fn run(context: &mut Context, name: &str, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let info = known::find(name).ok_or_else(|| Failure::usage(format!("no such verb: {name}")))?;
    let arguments = request::arguments(info, matches).map_err(Failure::usage)?;
    let arguments = (!arguments.is_empty()).then(|| Any::from(serde_json::Value::Object(arguments)));
    let target = context.target(matches)?;
    send(context, &target, name, arguments.as_ref())
}

/// Sends a command and prints its answer; one that does not answer success prints nothing.
pub(crate) fn send(
    context: &mut Context,
    target: &str,
    name: &str,
    arguments: Option<&Any>,
) -> Result<ExitCode, Failure> {
    let format = context.format_of_answer();
    let client = context.client_of(target)?;
    if known::find(name).is_some_and(|info| !info.success_response) {
        client.fire_raw(name, arguments)?;
        return Ok(ExitCode::SUCCESS);
    }
    let answer = client.call_text(name, arguments).map_err(|error| {
        let may_be_frozen = name.starts_with("guest-fsfreeze-freeze") && error.command_error().is_none();
        let failure = Failure::Call(error);
        if may_be_frozen { failure.advise(how_to_thaw(target)) } else { failure }
    })?;
    match format {
        Format::Json => context::print_json(&answer)?,
        Format::Text => context::print_lines(&answer, &payloads(name))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The members of a command's answer that are bytes in base64.
fn payloads(name: &str) -> Vec<&'static str> {
    let returns = known::find(name).and_then(|info| info.returns.as_ref());
    let Some(TypeInfo::Object(info)) = returns else { return Vec::new() };
    info.members.iter().filter(|member| matches!(member.ty, TypeInfo::Bytes)).map(|member| member.name).collect()
}

/// What to do where a freeze has an unknown end.
pub(crate) fn how_to_thaw(target: &str) -> String {
    format!(
        "; the file systems may be frozen: `qga guest-fsfreeze-status {target}` says so, `qga guest-fsfreeze-thaw {target}` thaws them"
    )
}
