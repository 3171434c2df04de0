//! `qga exec`: runs a program in the guest as if it ran here: its output, its input, its signals, its exit status.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command};
use qga_client::{CallError, Client, Event, Exec, Options, PROGRAM_END, Running, Signal, Stream};

use crate::command_line::target;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::raw_terminal::{self, RawTerminal};
use crate::signals;
use crate::standard_input::read_unless;
use crate::units::span;

/// Between two looks at the program: from the first while something happens, to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(1);
const LAST_PAUSE: Duration = Duration::from_millis(250);

/// Input that waits here beyond this is not read from this process's standard input yet.
const MAX_UNREAD_BYTES: usize = 256 << 10;

const INPUT_BYTES: usize = 64 << 10;

pub(crate) fn command() -> Command {
    Command::new("exec")
        .about("Run a program in the guest, with its output, input and exit status")
        .override_usage("qga exec [TARGET] [-i] [-t] [--env NAME=VALUE]... [--cwd FOLDER] [--user USER] -- PROGRAM ARGUMENTS...")
        .arg(target())
        .arg(flag("stdin", 'i', "Pass standard input to the program"))
        .arg(flag("tty", 't', "Give the program a terminal; it takes the program `script` in the guest"))
        .arg(
            Arg::new("env")
                .long("env")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .value_parser(variable)
                .help("Variable of its environment; may be repeated"),
        )
        .arg(Arg::new("cwd").long("cwd").value_name("FOLDER").help("Folder to run it in; the agent's by default"))
        .arg(Arg::new("user").long("user").value_name("USER").help("User to run it as; the agent's by default"))
        .arg(
            Arg::new("command")
                .value_name("PROGRAM")
                .num_args(1..)
                .required(true)
                .last(true)
                .help("The program, with its arguments; no shell reads them"),
        )
        .after_help(
            "Output comes while the program runs, spooled in a private folder of the guest. Ctrl-C, SIGTERM and SIGHUP\n\
             go to the program and its children; a second one kills them. --timeout ends the program after that time.\n\
             Where the guest has no shell, or its agent no file commands, output comes at the end: qga says so.\n\
             The exit status is the program's; 128 + N if signal N ended it, 126 if it cannot be run, 127 if there is\n\
             none, 125 if qga itself failed. Agents write the command line to the guest's log: pass secrets by -i.\n\n\
             Example: qga exec /run/vm1.sock -i -- tar -C /srv -x < site.tar",
        )
}

fn flag(name: &'static str, short: char, help: &'static str) -> Arg {
    Arg::new(name).short(short).long(name).action(ArgAction::SetTrue).help(help)
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("not of the form NAME=VALUE".to_owned()),
    }
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let target = context.target(matches)?;
    run_program(context, &target, matches).map_err(|failure| Failure::Program(Box::new(failure)))
}

fn run_program(context: &mut Context, target: &str, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    // A channel has one client at a time, and the interactive mode may hold one.
    context.disconnect();
    // The time is the program's; answers have their own.
    let mut client = context.connect(target, &Options::default())?;
    let (takes_input, on_terminal) = (matches.get_flag("stdin"), matches.get_flag("tty"));
    let mut exec = exec(&mut client, matches);
    if let Some(timeout) = context.timeout {
        exec = exec.timeout(timeout);
    }
    if takes_input {
        exec = exec.stdin_piped();
    }
    if on_terminal {
        exec = exec.terminal(raw_terminal::alike());
    }
    let wakes = Wakes::watch(takes_input)?;
    let mut running = exec.stream().map_err(not_started)?;
    let told = tell_lost(&running, 0);
    let raw = if on_terminal && takes_input { RawTerminal::take()? } else { None };
    let status = follow(&mut running, &wakes, on_terminal);
    drop(raw);
    tell_lost(&running, told);
    status
}

fn exec<'c>(client: &'c mut Client, matches: &ArgMatches) -> Exec<'c, Client> {
    let words = |name| matches.get_many::<String>(name).unwrap_or_default().cloned();
    let mut command = words("command");
    let mut exec = client.exec(command.next().unwrap_or_default()).args(command);
    for (name, value) in matches.get_many::<(String, String)>("env").unwrap_or_default() {
        exec = exec.env(name, value);
    }
    if let Some(folder) = words("cwd").next() {
        exec = exec.current_dir(folder);
    }
    if let Some(user) = words("user").next() {
        exec = exec.user(user);
    }
    exec
}

/// A program that the agent cannot start: 127 if there is none, as shells say it, or else 126.
fn not_started(error: CallError) -> Failure {
    match error {
        CallError::Command(error) => {
            let status = if error.desc.contains("No such file") { 127 } else { 126 };
            Failure::NotStarted(error.desc, status)
        }
        other => other.into(),
    }
}

/// Says what this guest cannot do, and has not been said yet. Returns how much was said.
fn tell_lost(running: &Running<'_, Stream>, told: usize) -> usize {
    let lost = running.lost();
    for lost in lost.get(told..).unwrap_or_default() {
        context::note(&lost.to_string());
    }
    lost.len()
}

/// What happens on this host while the program runs.
enum Wake {
    Signal(i32),
    /// From standard input; nothing is its end.
    Input(Vec<u8>),
}

/// Wakes, and the way to ask for more input.
struct Wakes {
    received: Receiver<Wake>,
    more_input: Sender<()>,
}

impl Wakes {
    fn watch(takes_input: bool) -> Result<Self, Failure> {
        let (sender, received) = channel();
        let (more_input, asked) = channel();
        let caught = signals::watch()?;
        let signalled = sender.clone();
        thread::spawn(move || caught.iter().try_for_each(|signal| signalled.send(Wake::Signal(signal))));
        if takes_input {
            thread::spawn(move || read_input(&asked, &sender));
            // The thread waits for it.
            let _ = more_input.send(());
        }
        Ok(Wakes { received, more_input })
    }
}

impl Drop for Wakes {
    fn drop(&mut self) {
        // The thread would take one more signal, which is meant for the interactive mode.
        signals::stop_watching();
    }
}

/// Reads a piece of standard input each time that one is asked for.
fn read_input(asked: &Receiver<()>, sender: &Sender<Wake>) {
    let mut piece = vec![0; INPUT_BYTES];
    for () in asked {
        let is_over = || matches!(asked.try_recv(), Err(TryRecvError::Disconnected));
        // An input that fails has ended.
        let Some(count) = read_unless(is_over, &mut piece).unwrap_or(Some(0)) else { return };
        if sender.send(Wake::Input(piece[..count].to_vec())).is_err() || count == 0 {
            return;
        }
    }
}

/// Passes everything on in both directions until the program ends, and returns its status.
fn follow(running: &mut Running<'_, Stream>, wakes: &Wakes, on_terminal: bool) -> Result<ExitCode, Failure> {
    let (mut pause, mut signalled, mut wants_input) = (FIRST_PAUSE, 0, false);
    let mut size = raw_terminal::size();
    loop {
        // Asks the guest once, and does not wait.
        match running.next_event_within(Duration::ZERO).map_err(too_long)? {
            Some(Event::Exited(status)) => {
                return Ok(ExitCode::from(u8::try_from(status.shell_code()).unwrap_or(u8::MAX)));
            }
            Some(Event::Stdout(bytes)) => write(io::stdout().lock(), &bytes)?,
            Some(Event::Stderr(bytes)) => write(io::stderr().lock(), &bytes)?,
            Some(_) => {}
            None => {
                // The kernel says it by a signal; a look at each turn needs no handler.
                if on_terminal && raw_terminal::size() != size {
                    size = raw_terminal::size();
                    running.resize(size.0, size.1)?;
                }
                if wants_input && running.unread_stdin() < MAX_UNREAD_BYTES {
                    wants_input = false;
                    // The thread has ended with the input.
                    let _ = wakes.more_input.send(());
                }
                match wakes.received.recv_timeout(pause) {
                    Ok(Wake::Signal(signal)) => {
                        signalled += 1;
                        if signalled > 2 {
                            return Ok(ExitCode::from(128u8.saturating_add(u8::try_from(signal).unwrap_or(u8::MAX))));
                        }
                        let signal = passed_on(signal, signalled);
                        running.kill(signal)?;
                        // A shell that reads from a terminal ignores SIGTERM, and passes SIGHUP on to its programs.
                        if on_terminal && signal == Signal::Terminate {
                            running.kill(Signal::Hangup)?;
                        }
                    }
                    Ok(Wake::Input(bytes)) if bytes.is_empty() => running.close_stdin().map_err(not_started)?,
                    Ok(Wake::Input(bytes)) => {
                        running.write_stdin(&bytes)?;
                        wants_input = true;
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        pause = (pause * 5 / 4).min(LAST_PAUSE);
                        continue;
                    }
                    // The threads have ended; the program has not.
                    Err(RecvTimeoutError::Disconnected) => thread::sleep(pause),
                }
            }
        }
        pause = FIRST_PAUSE;
    }
}

/// A program that took too long is no silent agent.
fn too_long(error: CallError) -> Failure {
    match error {
        CallError::TimedOut { waiting_for: PROGRAM_END, after } => {
            Failure::host(format!("the program had not ended after {}, and was killed", span(after)))
        }
        other => other.into(),
    }
}

/// The signal that the program gets for one of this process.
fn passed_on(signal: i32, signalled: u32) -> Signal {
    use signal_hook::consts::{SIGHUP, SIGINT};

    match signal {
        _ if signalled > 1 => Signal::Kill,
        SIGINT => Signal::Interrupt,
        SIGHUP => Signal::Hangup,
        _ => Signal::Terminate,
    }
}

/// Writes the program's own bytes: it is the user's program.
fn write(mut stream: impl Write, bytes: &[u8]) -> Result<(), Failure> {
    stream.write_all(bytes).and_then(|()| stream.flush()).map_err(Failure::output)
}
