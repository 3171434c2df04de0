//! `qga man`: writes the manual pages of the tool and of each verb.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::command_line::command_line;
use crate::context::Context;
use crate::failure::Failure;

pub(crate) fn command() -> Command {
    Command::new("man").hide(true).about("Write the manual pages into a folder").arg(
        Arg::new("folder")
            .value_name("FOLDER")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help("Existing folder for qga.1, qga-info.1 and so on"),
    )
}

pub(crate) fn run(_context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let folder = matches.get_one::<PathBuf>("folder").ok_or_else(|| Failure::usage("which folder?"))?;
    let mut tool = command_line();
    // Names each word in full: `qga-keys-add`.
    tool.build();
    write_pages(folder, &tool)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the page of a command, and those of the words below it, but for the agent's own.
fn write_pages(folder: &Path, command: &Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or("qga")));
    let cannot = |error| Failure::host(format!("cannot write {}: {error}", path.display()));
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(cannot)?;
    std::fs::write(&path, page).map_err(cannot)?;
    let has_page = |word: &&Command| {
        let name = word.get_name();
        !word.is_hide_set() && !name.starts_with("guest-") && name != "help"
    };
    command.get_subcommands().filter(has_page).try_for_each(|word| write_pages(folder, word))
}
