//! What a verb works with: the target and its connection, how to print, and for how long to wait.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::ArgMatches;
use qga_client::{Any, Client, Options, Returned, Target};
use qga_runtime::Command;

use crate::failure::Failure;
use crate::{many, output, target};

/// The environment variable that names the target when the command line does not.
pub(crate) const TARGET_VARIABLE: &str = "QGA_TARGET";

/// Its older name.
pub(crate) const OLD_TARGET_VARIABLE: &str = "QGA_CLIENT_ADDRESS";

/// Columns of a terminal that does not say how many it has.
const DEFAULT_WIDTH: u16 = 80;

/// What the command line says for all verbs, and the connection once there is one.
pub(crate) struct Context {
    /// What each `--target` says.
    selections: Vec<String>,
    /// The one target of this process, which a run on several has started.
    one: Option<String>,
    /// `--format jsonl`: a line for each target, made by a run on several.
    is_jsonl: bool,
    /// What the environment says, or the line that started the interactive mode.
    default_target: Option<String>,
    /// `--timeout`: how long to wait for each answer, or for a program.
    pub(crate) timeout: Option<Duration>,
    /// `--format`, if it was given.
    format: Option<Format>,
    /// The open connection, and to which target.
    client: Option<(String, Client)>,
}

/// How to print an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// The agent's own answer, for programs.
    Json,
}

impl Context {
    /// What the whole command line says, and the environment. Of the targets, only those behind the verb are in `matches`
    /// if there are any.
    pub(crate) fn new(matches: &ArgMatches, targets_before: Vec<String>) -> Self {
        let mut context = Context {
            selections: Vec::new(),
            one: matches.get_one::<String>(many::ONE).cloned(),
            is_jsonl: false,
            default_target: variable(),
            timeout: None,
            format: None,
            client: None,
        };
        context.read_options(matches);
        let mut behind = std::mem::replace(&mut context.selections, targets_before);
        behind.retain(|target| !context.selections.contains(target));
        context.selections.append(&mut behind);
        context
    }

    /// Takes the shared options of another command line; the connection stays for as long as its target is meant.
    pub(crate) fn read_options(&mut self, matches: &ArgMatches) {
        self.selections = matches.get_many::<String>("socket").unwrap_or_default().cloned().collect();
        self.timeout = matches.get_one::<Duration>("timeout").copied();
        self.format = matches.get_one::<String>("format").map(|format| match format.as_str() {
            "text" => Format::Text,
            _ => Format::Json,
        });
        self.is_jsonl = matches.get_one::<String>("format").is_some_and(|format| format == "jsonl");
    }

    /// The target's text: the TARGET among a verb's words, or what stands in for it.
    pub(crate) fn target(&self, matches: &ArgMatches) -> Result<String, Failure> {
        let word = matches.try_get_one::<String>("target").ok().flatten();
        self.target_or(word.map(String::as_str))
    }

    /// The target's text: `word` if there is one, or else what `--target` or the variable says.
    ///
    /// # Errors
    /// [`Failure::Many`] if several targets are selected.
    pub(crate) fn target_or(&self, word: Option<&str>) -> Result<String, Failure> {
        if let Some(one) = &self.one {
            return Ok(one.clone());
        }
        let mut selections = self.given(word)?;
        if selections.is_empty() {
            let which = || format!("which target? give TARGET, --target TARGET, or set {TARGET_VARIABLE}");
            selections.push(self.default_target.clone().ok_or_else(|| Failure::usage(which()))?);
        }
        match selections.as_slice() {
            [text] if !self.is_jsonl && !Target::may_be_several(text) => return Ok(text.clone()),
            _ => {}
        }
        match target::select(&selections)?.as_slice() {
            [one] if !self.is_jsonl => Ok(one.way.to_string()),
            several => Err(Failure::Many(several.to_vec())),
        }
    }

    /// What the command line selects: `word`, or each `--target`; empty if it says nothing.
    pub(crate) fn given(&self, word: Option<&str>) -> Result<Vec<String>, Failure> {
        match (word, self.selections.as_slice()) {
            (Some(word), [option, ..]) => {
                Err(Failure::usage(format!("two targets: --target {option} and {word}; for both, repeat --target")))
            }
            (Some(word), []) => Ok(vec![word.to_owned()]),
            (None, selections) => Ok(selections.to_vec()),
        }
    }

    /// Makes a target the default of later lines.
    pub(crate) fn set_default_target(&mut self, target: String) {
        self.default_target = Some(target);
    }

    /// The client of a verb's target, connected on first use.
    pub(crate) fn client(&mut self, matches: &ArgMatches) -> Result<&mut Client, Failure> {
        let target = self.target(matches)?;
        self.client_of(&target)
    }

    /// The client of a target, connected on first use.
    pub(crate) fn client_of(&mut self, target: &str) -> Result<&mut Client, Failure> {
        let client = match self.client.take() {
            Some((known, client)) if known == target => client,
            _ => self.connect(target, &self.options())?,
        };
        Ok(&mut self.client.insert((target.to_owned(), client)).1)
    }

    /// A connection of its own, with options of its own.
    pub(crate) fn connect(&self, target: &str, options: &Options) -> Result<Client, Failure> {
        target::connect(target, options)
    }

    /// Forgets the connection, which may have failed.
    pub(crate) fn disconnect(&mut self) {
        self.client = None;
    }

    /// The client's options, as `--timeout` makes them.
    pub(crate) fn options(&self) -> Options {
        self.timeout.map_or_else(Options::default, Options::with_timeout)
    }

    /// The format of a verb's output: text unless `--format json` is given.
    pub(crate) fn format(&self) -> Format {
        self.format.unwrap_or(Format::Text)
    }

    /// The format of the answer to one of the agent's own commands: text on a terminal, JSON elsewhere.
    pub(crate) fn format_of_answer(&self) -> Format {
        self.format.unwrap_or(if is_terminal() { Format::Text } else { Format::Json })
    }

    /// Runs a command without arguments; prints its answer as it is, or as `show` writes it.
    pub(crate) fn look<C: Command>(
        &mut self,
        matches: &ArgMatches,
        show: impl FnOnce(C::Returns) -> String,
    ) -> Result<ExitCode, Failure> {
        self.look_with::<C>(matches, None, show)
    }

    /// Runs a command with arguments, and prints its answer likewise.
    pub(crate) fn look_with<C: Command>(
        &mut self,
        matches: &ArgMatches,
        arguments: Option<serde_json::Value>,
        show: impl FnOnce(C::Returns) -> String,
    ) -> Result<ExitCode, Failure> {
        let format = self.format();
        let answer = self.client(matches)?.call_text(C::NAME, arguments.map(Any::from).as_ref())?;
        match format {
            Format::Json => print_json(&answer)?,
            Format::Text => print(&show(answer.read()?))?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn variable() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    set(TARGET_VARIABLE).or_else(|| set(OLD_TARGET_VARIABLE))
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The columns of the terminal; none where the output is not one.
pub(crate) fn width() -> Option<u16> {
    if !is_terminal() {
        return None;
    }
    let columns = rustix::termios::tcgetwinsize(io::stdout()).map_or(0, |size| size.ws_col);
    Some(if columns == 0 { DEFAULT_WIDTH } else { columns })
}

/// Prints lines of text; a terminal obeys nothing in them but their ends.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    output::write_text(text, &mut stdout).and_then(|()| stdout.flush()).map_err(Failure::output)
}

/// Prints lines over what a terminal shows, as many as it has; `control` is the tool's own, and obeyed.
pub(crate) fn redraw(control: &str, text: &str) -> Result<(), Failure> {
    let rows = rustix::termios::tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_row));
    // The last row is where the cursor rests.
    let shown = if rows == 0 { usize::MAX } else { rows - 1 };
    let text: String = text.split_inclusive('\n').take(shown).collect();
    let mut stdout = BufWriter::new(io::stdout().lock());
    let written = stdout.write_all(control.as_bytes()).and_then(|()| output::write_text(&text, &mut stdout));
    written.and_then(|()| stdout.flush()).map_err(Failure::output)
}

/// Prints an answer as one line of JSON.
pub(crate) fn print_json(answer: &Returned) -> Result<(), Failure> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    output::write_json(&answer.value(), &mut stdout).and_then(|()| stdout.flush()).map_err(Failure::output)
}

/// Prints an answer as indented lines; the members of it that `payloads` names are shown decoded.
pub(crate) fn print_lines(answer: &Returned, payloads: &[&str]) -> Result<(), Failure> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    output::write_lines(&answer.value(), payloads, &mut stdout).and_then(|()| stdout.flush()).map_err(Failure::output)
}

/// Writes one line for a person to the error stream; a line that cannot be written changes no result.
pub(crate) fn note(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr
        .write_all(b"qga: ")
        .and_then(|()| output::write_text(text, &mut stderr))
        .and_then(|()| stderr.write_all(b"\n"));
}
