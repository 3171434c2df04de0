//! `qga keys`: the SSH keys that a user may log in with.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_client::{Caller, commands, types};

use crate::command_line::{switch, target};
use crate::context::Context;
use crate::failure::Failure;
use crate::request;

pub(crate) fn command() -> Command {
    let key = || {
        Arg::new("key")
            .short('k')
            .long("key")
            .value_name("KEY|@FILE")
            .action(ArgAction::Append)
            .required(true)
            .help("The key as one line, or @FILE for a file with a key on each line; may be repeated")
    };
    Command::new("keys")
        .about("List, add or remove a user's SSH keys")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_value_name("list|add|remove")
        .subcommand(action("list", "List the keys that a user may log in with"))
        .subcommand(
            action("add", "Add keys that a user may log in with")
                .arg(key())
                .arg(switch("reset", "Remove all other keys")),
        )
        .subcommand(action("remove", "Remove keys that a user may log in with").arg(key()))
        .after_help("Example: qga keys add /run/vm1.sock root --key @id_ed25519.pub")
}

fn action(name: &'static str, about: &'static str) -> Command {
    Command::new(name)
        .about(about)
        .override_usage(format!("qga keys {name} [TARGET] USER [OPTIONS]"))
        .allow_missing_positional(true)
        .arg(target())
        .arg(Arg::new("user").value_name("USER").required(true).help("Name of the account"))
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let (action, matches) = matches.subcommand().ok_or_else(|| Failure::usage("list, add or remove?"))?;
    let user = matches.get_one::<String>("user").cloned().unwrap_or_default();
    match action {
        "list" => {
            let arguments = serde_json::json!({ "username": user });
            return context.look_with::<commands::GuestSshGetAuthorizedKeys>(matches, Some(arguments), show);
        }
        "add" => {
            let mut add = commands::GuestSshAddAuthorizedKeys::new(user, keys(matches)?);
            add.reset = matches.get_flag("reset").then_some(true);
            context.client(matches)?.call(add)?;
        }
        _ => {
            let remove = commands::GuestSshRemoveAuthorizedKeys::new(user, keys(matches)?);
            context.client(matches)?.call(remove)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The keys that the options give.
fn keys(matches: &ArgMatches) -> Result<Vec<String>, Failure> {
    let words = matches.get_many::<String>("key").unwrap_or_default();
    let keys: Vec<Vec<String>> =
        words.map(|word| request::lines(word)).collect::<Result<_, _>>().map_err(Failure::usage)?;
    match keys.concat() {
        keys if keys.is_empty() => Err(Failure::usage("--key: the file holds no key")),
        keys => Ok(keys),
    }
}

fn show(authorized: types::GuestAuthorizedKeys) -> String {
    authorized.keys.iter().map(|key| crate::output::printable(key) + "\n").collect()
}
