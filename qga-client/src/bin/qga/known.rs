//! The commands that are words of the tool: the guest agent's, and those of a schema given with `--schema`.

use std::sync::OnceLock;

use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_runtime::CommandInfo;
use qga_runtime::guest::COMMANDS;

use crate::failure::Failure;
use crate::{command_line, context, vendor_schema, verbs};

/// The vendor's commands. Global, since the command line is built anew for completions and for each line of the repl.
static VENDOR: OnceLock<Vendor> = OnceLock::new();

/// A vendor's schema, as the words of the tool need it.
struct Vendor {
    /// Its file.
    path: String,
    commands: Vec<&'static CommandInfo>,
}

/// All commands that are words.
pub(crate) fn all() -> impl Iterator<Item = &'static CommandInfo> {
    COMMANDS.iter().copied().chain(vendor())
}

/// Those of the vendor's schema.
pub(crate) fn vendor() -> impl Iterator<Item = &'static CommandInfo> {
    VENDOR.get().into_iter().flat_map(|vendor| &vendor.commands).copied()
}

/// The command of this name.
pub(crate) fn find(name: &str) -> Option<&'static CommandInfo> {
    all().find(|info| info.name == name)
}

/// The option that names a vendor's schema; it stands before the verb.
pub(crate) fn option() -> Arg {
    Arg::new("schema")
        .long("schema")
        .value_name("FILE")
        .help("QAPI schema whose commands are words, too; goes before the verb")
        .display_order(900)
}

/// Reads the options before the verb: loads the schema that they name, if any, and returns their targets.
///
/// # Errors
///
/// Names a schema that is not valid; its errors are printed already.
pub(crate) fn load() -> Result<Vec<String>, Failure> {
    // The options before the verb alone: the verbs are not known yet.
    let flag = |name, short| Arg::new(name).long(name).short(short).action(ArgAction::SetTrue);
    let matches = Command::new("qga")
        .args(command_line::shared_options())
        .arg(option())
        .args([flag("help", 'h'), flag("version", 'V')])
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .allow_external_subcommands(true)
        .ignore_errors(true)
        .get_matches();
    let targets = matches.get_many("socket").unwrap_or_default().cloned().collect();
    let Some(path) = matches.get_one::<String>("schema") else { return Ok(targets) };
    let (mut words, taken): (Vec<&CommandInfo>, Vec<&CommandInfo>) =
        vendor_schema::commands(path)?.into_iter().partition(|info| !is_taken(info.name));
    // The guest agent's own commands are described better here.
    words.retain(|info| find(info.name).is_none());
    for info in taken {
        context::note(&format!("'{0}' of {path} has a verb's name; `qga raw TARGET {0}` sends it", info.name));
    }
    let vendor = Vendor { path: path.clone(), commands: words };
    VENDOR.set(vendor).map_err(|_| Failure::usage(ONCE))?;
    Ok(targets)
}

/// Refuses a schema that a later command line names: its words would be missing.
///
/// # Errors
///
/// A sentence that says where the option belongs.
pub(crate) fn check(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.get_one::<String>("schema") {
        Some(path) if VENDOR.get().is_none_or(|vendor| vendor.path != *path) => Err(Failure::usage(ONCE)),
        _ => Ok(()),
    }
}

const ONCE: &str = "--schema is read once, when qga starts";

/// Whether the tool has another use for a word.
fn is_taken(word: &str) -> bool {
    verbs::is_verb(word) || word == "help" || find(&format!("guest-{word}")).is_some()
}
