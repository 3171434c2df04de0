//! `qga repl`: verbs line by line over one connection, with completion and history.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Command};
use qga_client::CallError;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::{FileHistory, History};
use rustyline::validate::Validator;
use rustyline::{Config, Editor, Helper};

use crate::command_line::{self, command_line, target};
use crate::context::Context;
use crate::failure::Failure;
use crate::signals::KeptModes;

/// Lines of history at most.
const MAX_HISTORY: usize = 1000;

pub(crate) fn command() -> Command {
    Command::new("repl").about("Take verbs line by line, with completion and history").arg(target()).after_help(
        "Each line is a verb with its words, without `qga`; TARGET may be left out, since repl has one. The connection \
             stays open. Tab completes; ctrl-D, exit and quit end it. Pasted lines \
             run one after the other, and are no input of a program. Lines with a password are not kept.",
    )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let target = context.target(matches)?;
    context.client_of(&target)?;
    context.set_default_target(target.clone());
    let config = Config::builder().max_history_size(MAX_HISTORY).map_err(cannot_edit)?.build();
    let mut editor: Editor<Words, FileHistory> = Editor::with_config(config).map_err(cannot_edit)?;
    editor.set_helper(Some(Words(words())));
    let history = history_file();
    if let Some(path) = &history {
        // The first time there is none.
        let _ = editor.load_history(path);
    }
    let terminal = io::stdin().is_terminal().then(|| File::open("/dev/tty")).transpose();
    let terminal = terminal.map_err(|error| cannot_edit(error.into()))?;
    let prompt = format!("{}> ", crate::output::printable(&target));
    'reading: loop {
        // The editor changes the terminal's modes; a signal that ends the process sets them back.
        let kept = terminal.as_ref().map(KeptModes::of).transpose()?;
        let read = editor.readline(&prompt);
        drop(kept);
        match read {
            Ok(read) => {
                // Pasted lines are edited and read as one.
                for line in read.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    if matches!(line, "exit" | "quit") {
                        break 'reading;
                    }
                    if may_be_kept(line) {
                        editor.add_history_entry(line).map_err(cannot_edit)?;
                    }
                    run_line(context, line);
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(cannot_edit(error)),
        }
    }
    if let Some(path) = &history {
        save(editor.history_mut(), path);
    }
    Ok(ExitCode::SUCCESS)
}

fn cannot_edit(error: ReadlineError) -> Failure {
    Failure::host(format!("cannot read lines: {error}"))
}

/// Runs one line; its failure is reported, and ends nothing.
fn run_line(context: &mut Context, line: &str) {
    let words = match shell_words::split(line) {
        Ok(words) => words,
        Err(error) => return Failure::usage(error.to_string()).print(),
    };
    let words = std::iter::once("qga".to_owned()).chain(words);
    match command_line().try_get_matches_from(words) {
        Err(error) => {
            command_line::report(error);
        }
        Ok(matches) if matches.subcommand_name() == Some("repl") => Failure::usage("this is the repl").print(),
        Ok(matches) => {
            context.read_options(&matches);
            if let Err(failure) = super::run(context, &matches) {
                failure.print();
                // The next line gets a new connection, as the guest may have restarted.
                if matches!(failure, Failure::Call(CallError::Closed | CallError::Io(_))) {
                    context.disconnect();
                }
            }
        }
    }
}

/// Whether a line may be written to the history file.
fn may_be_kept(line: &str) -> bool {
    !line.contains("password")
}

/// `qga/history` among the user's state files.
fn history_file() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?;
    Some(state.join("qga/history"))
}

/// Writes the history; it is a convenience, so a failure is only noted.
fn save(history: &mut FileHistory, path: &std::path::Path) {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let saved = folder.map_err(ReadlineError::from).and_then(|()| history.save(path));
    if let Err(error) = saved {
        crate::context::note(&format!("the history is not kept: {}: {error}", path.display()));
    }
}

/// All verbs and command words, with what may follow each.
fn words() -> Vec<(String, Vec<String>)> {
    let mut tool = command_line();
    tool.build();
    let mut words: Vec<(String, Vec<String>)> = Vec::new();
    for verb in tool.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let options = verb.get_arguments().filter_map(|arg| arg.get_long().map(|long| format!("--{long}")));
        let below = verb.get_subcommands().map(|word| word.get_name().to_owned());
        let follow: Vec<String> = below.chain(options).collect();
        for name in std::iter::once(verb.get_name()).chain(verb.get_all_aliases()) {
            words.push((name.to_owned(), follow.clone()));
        }
    }
    words.sort();
    words
}

/// Completes the first word as a verb, and later ones as what follows it.
struct Words(Vec<(String, Vec<String>)>);

impl Completer for Words {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &rustyline::Context<'_>,
    ) -> Result<(usize, Vec<String>), ReadlineError> {
        let before = &line[..position];
        let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let (earlier, begun) = before.split_at(start);
        let candidates: Vec<String> = match earlier.split_whitespace().next() {
            None => self.0.iter().map(|(name, _)| name.clone()).collect(),
            Some(verb) => {
                self.0.iter().find(|(name, _)| name == verb).map(|(_, follow)| follow.clone()).unwrap_or_default()
            }
        };
        Ok((start, candidates.into_iter().filter(|word| word.starts_with(begun)).collect()))
    }
}

impl Helper for Words {}

impl Highlighter for Words {}

impl Hinter for Words {
    type Hint = String;
}

impl Validator for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_completed_and_secrets_not_kept() {
        let words = Words(words());
        let history = FileHistory::new();
        let complete =
            |line: &str| words.complete(line, line.len(), &rustyline::Context::new(&history)).expect("words").1;
        assert_eq!(complete("guest-file-r"), ["guest-file-read"]);
        assert_eq!(complete("get-vc"), ["get-vcpus"]);
        assert_eq!(complete("keys a"), ["add"]);
        assert_eq!(complete("guest-file-read --co"), ["--count"]);
        assert_eq!(complete("nothing "), [""; 0]);
        assert!(!may_be_kept("guest-set-user-password --password x") && may_be_kept("info"));
    }
}
