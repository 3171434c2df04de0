//! Runs a verb on several guests: a process of this tool for each, so that none can hold up or break another.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, thread};

use clap::ArgMatches;
use qga_client::Target;
use rustix::process::{Pid, Signal, kill_process};
use serde::Serialize;
use serde_json::value::RawValue;
use signal_hook::consts::SIGINT;
use zeroize::Zeroizing;

use crate::context::{is_terminal, note};
use crate::failure::Failure;
use crate::guest_path::Place;
use crate::{output, signals};

/// Guests at a time, unless `--jobs` says otherwise.
const JOBS: usize = 16;

/// Standard input is given to every guest, so it is held whole.
const MAX_INPUT_BYTES: u64 = 64 << 20;

/// A guest's output is shown whole when it is complete, unless it is longer than this.
const MAX_BLOCK_BYTES: usize = 16 << 20;

/// A line is shown in parts if it is longer than this.
const MAX_LINE_BYTES: u64 = 64 << 10;

/// Names in the summary.
const MAX_NAMES: usize = 10;

/// The option with which this tool runs itself: the one way to go.
pub(crate) const ONE: &str = "one-target";

/// Verbs that have the terminal, a listener or a file for one guest.
const ONE_AT_A_TIME: &[&str] = &["repl", "top", "pipe", "broker", "record"];

/// Verbs whose output is shown as it comes.
const LIVE: &[&str] = &["exec", "tail"];

/// How a run on several guests goes.
struct Plan<'a> {
    targets: &'a [Target],
    words: Vec<OsString>,
    input: Option<Zeroizing<Vec<u8>>>,
    is_live: bool,
    is_jsonl: bool,
    fail_fast: bool,
    next: AtomicUsize,
    is_over: AtomicBool,
    running: Mutex<HashMap<usize, Child>>,
    failed: Mutex<Vec<(usize, u8)>>,
    /// Why no more can be printed.
    unprinted: Mutex<Option<io::Error>>,
}

/// A guest's result, for programs.
#[derive(Serialize)]
struct Line<'a> {
    target: &'a str,
    status: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Runs the command line of this process on each target, and returns the worst exit status.
pub(crate) fn run(targets: &[Target], matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let (verb, verb_matches) = matches.subcommand().ok_or_else(|| Failure::usage("no verb given"))?;
    let set = |name| verb_matches.try_get_one::<bool>(name).ok().flatten() == Some(&true);
    if ONE_AT_A_TIME.contains(&verb) || set("tty") {
        return Err(Failure::usage(match targets.len() {
            1 => format!("{verb} has no --format jsonl"),
            several => format!("{several} guests are meant, and this is for one at a time"),
        }));
    }
    if verb == "cp" {
        let places = verb_matches.get_many::<String>("places").into_iter().flatten();
        if !matches!(places.last().map(|word| Place::read(word)), Some(Place::Guest { .. })) {
            return Err(Failure::usage(
                "files of several guests would have one name on this host; copy them one by one",
            ));
        }
    }
    let plan = Plan {
        targets,
        words: env::args_os().skip(1).collect(),
        input: input(verb, set("stdin"))?,
        is_live: LIVE.contains(&verb),
        is_jsonl: matches.get_one::<String>("format").is_some_and(|format| format == "jsonl"),
        fail_fast: matches.get_flag("fail-fast"),
        next: AtomicUsize::new(0),
        is_over: AtomicBool::new(false),
        running: Mutex::default(),
        failed: Mutex::default(),
        unprinted: Mutex::default(),
    };
    let jobs = matches.get_one::<usize>("jobs").copied().unwrap_or(JOBS).min(targets.len());
    let signals = signals::watch()?;
    thread::scope(|scope| {
        // What is asked to end passes it on: a freeze thaws its guest first.
        let (plan, signals) = (&plan, signals);
        let ended = scope.spawn(move || signals.iter().next().map(|signal| plan.end_all(signal)));
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(|| plan.work())).collect();
        workers.into_iter().for_each(|worker| drop(worker.join()));
        signals::stop_watching();
        drop(ended.join());
    });
    let unprinted = lock(&plan.unprinted).take();
    unprinted.map_or_else(|| Ok(plan.summary()), |error| Err(Failure::output(error)))
}

/// What this process's standard input has for every guest.
fn input(verb: &str, is_interactive: bool) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let is_taken = is_interactive || matches!(verb, "passwd" | "put") || env::args_os().any(|word| word == "@-");
    if !is_taken {
        return Ok(None);
    }
    if io::stdin().is_terminal() {
        return Err(Failure::usage("for several guests, standard input has to be a file or a pipe"));
    }
    let mut input = Zeroizing::new(Vec::new());
    let read = io::stdin().take(MAX_INPUT_BYTES + 1).read_to_end(&mut input);
    read.map_err(|error| Failure::host(format!("cannot read standard input: {error}")))?;
    if input.len() as u64 > MAX_INPUT_BYTES {
        return Err(Failure::host("standard input is longer than 64 MiB, too long for several guests"));
    }
    Ok(Some(input))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Plan<'_> {
    /// Serves one guest after the other until none is left.
    fn work(&self) {
        while !self.is_over.load(Ordering::Relaxed) {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(target) = self.targets.get(at) else { return };
            let status = self.run_one(at, target).unwrap_or_else(|failure| {
                self.show_end(target, &[], failure.to_string().as_bytes(), failure.status());
                failure.status()
            });
            if status != 0 {
                lock(&self.failed).push((at, status));
                if self.fail_fast {
                    self.end_all(SIGINT);
                }
            }
        }
    }

    fn run_one(&self, at: usize, target: &Target) -> Result<u8, Failure> {
        let failed = |error: io::Error| Failure::host(format!("cannot run this tool: {error}"));
        let mut command = Command::new(env::current_exe().map_err(failed)?);
        command.arg(format!("--{ONE}")).arg(target.way.to_string()).args(&self.words);
        command.stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
        let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        lock(&self.running).insert(at, child);
        if self.is_over.load(Ordering::Relaxed) {
            self.end_all(SIGINT);
        }
        let (output, errors) = thread::scope(|scope| {
            scope.spawn(|| {
                // A program that reads no further has ended.
                let written = input.zip(self.input.as_ref()).map(|(mut input, bytes)| input.write_all(bytes));
                drop(written);
            });
            let errors = scope.spawn(|| self.read(errors, |lines| show_errors(target, lines)));
            (
                self.read(output, |lines| self.print(show(&target.name, lines, &mut io::stdout()))),
                errors.join().unwrap_or_default(),
            )
        });
        // Its outputs are closed, so it ends.
        let ended = lock(&self.running).remove(&at).map(|mut child| child.wait());
        let status = ended.transpose().map_err(failed)?.and_then(|status| status.code()).unwrap_or(1);
        let status = u8::try_from(status).unwrap_or(u8::MAX);
        self.show_end(target, &output, &errors, status);
        Ok(status)
    }

    /// Reads what a guest's process writes; lines are shown as they come, or kept for its end. A line for programs is
    /// bounded: what goes beyond is left out.
    fn read(&self, from: Option<impl Read>, show: impl Fn(&[u8])) -> Vec<u8> {
        let Some(from) = from else { return Vec::new() };
        let mut from = BufReader::new(from);
        let mut kept = Vec::new();
        loop {
            let before = kept.len();
            let is_long = before > MAX_BLOCK_BYTES;
            match from.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut kept) {
                Ok(1..) => {}
                _ => return kept,
            }
            if self.is_jsonl && is_long {
                kept.truncate(before);
            } else if !self.is_jsonl && (self.is_live || is_long) {
                show(&kept);
                kept.clear();
            }
        }
    }

    /// Shows what was kept of a guest's outputs, and for programs its one line.
    fn show_end(&self, target: &Target, output: &[u8], errors: &[u8], status: u8) {
        if !self.is_jsonl {
            self.print(show(&target.name, output, &mut io::stdout()));
            show_errors(target, errors);
            return;
        }
        let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned()).filter(|text| !text.is_empty());
        let answer = serde_json::from_slice::<&RawValue>(output.trim_ascii()).ok();
        let error = text(errors).map(|text| text.trim_end().trim_start_matches("qga: ").to_owned());
        let output = if answer.is_some() { None } else { text(output) };
        let line = Line { target: &target.name, status, answer, output, error };
        let line = serde_json::to_string(&line).expect("strings and numbers are JSON");
        self.print(writeln!(io::stdout().lock(), "{line}"));
    }

    /// Ends the run if its output could not be written.
    fn print(&self, written: io::Result<()>) {
        if let Err(error) = written {
            lock(&self.unprinted).get_or_insert(error);
            self.end_all(SIGINT);
        }
    }

    /// Starts nothing more, and asks what runs to end.
    fn end_all(&self, signal: i32) {
        self.is_over.store(true, Ordering::Relaxed);
        let signal = Signal::from_named_raw(signal).unwrap_or(Signal::TERM);
        for child in lock(&self.running).values() {
            // It is waited for after it leaves this table, so the number is its own.
            let _ = kill_process(Pid::from_child(child), signal);
        }
    }

    /// Says on how many guests it worked, and on which it did not.
    fn summary(&self) -> ExitCode {
        let mut failed = lock(&self.failed);
        failed.sort_unstable();
        let begun = self.next.load(Ordering::Relaxed).min(self.targets.len());
        let left = self.targets.len() - begun;
        if !failed.is_empty() || left > 0 {
            let mut names: Vec<&str> = failed.iter().map(|(at, _)| self.targets[*at].name.as_str()).collect();
            let more = names.len().saturating_sub(MAX_NAMES);
            names.truncate(MAX_NAMES);
            let mut text = format!("done on {} of {} guests", begun - failed.len(), self.targets.len());
            if !names.is_empty() {
                text.push_str(&format!("; failed on {}", names.join(", ")));
            }
            if more > 0 {
                text.push_str(&format!(" and {more} more"));
            }
            if left > 0 {
                text.push_str(&format!("; not begun on {left}"));
            }
            note(&text);
        }
        ExitCode::from(failed.iter().map(|(_, status)| *status).max().unwrap_or(u8::from(left > 0)))
    }
}

/// Writes lines of a guest to the error stream; those that cannot be written change no result.
fn show_errors(target: &Target, lines: &[u8]) {
    let _ = show(&target.name, lines, &mut io::stderr());
}

/// Writes the lines of a guest with its name before each.
fn show(name: &str, lines: &[u8], to: &mut impl Write) -> io::Result<()> {
    let mut shown = Vec::with_capacity(lines.len() + 64);
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_prefix(b"qga: ").unwrap_or(line);
        shown.extend_from_slice(output::printable(name).as_bytes());
        shown.extend_from_slice(b": ");
        if is_terminal() {
            shown.extend_from_slice(output::printable(&String::from_utf8_lossy(line)).as_bytes());
        } else {
            shown.extend_from_slice(line);
        }
        shown.push(b'\n');
    }
    to.write_all(&shown).and_then(|()| to.flush())
}
