//! The streams of a program as files in a private folder of the guest, read while they grow.
//!
//! So output comes while the program runs, without the agent's bound of 16 MiB, and with any agent whose guest has a shell:
//! that shell runs the program in a session of its own, and says what its process is.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant};

use qga_runtime::guest::commands;
use qga_runtime::{CallError, Payload};

use super::{Capture, ExitStatus, Program, output, script, start, wait_for_end};
use crate::either::EitherClient;
use crate::file::{self, CHUNK_BYTES, OpenMode};

/// Where the folder may be.
const PLACES: &[&str] = &["/tmp", "/var/tmp"];

/// Fed to the program at a time. A pipe holds it: established agents spin for ever if a program ends without reading more.
const FEED_BYTES: usize = 64 << 10;

/// Between two questions for the shell around the program.
const ASK_INTERVAL: Duration = Duration::from_secs(5);

/// No status is longer: three digits and the end of the line, at most.
const MAX_STATUS_BYTES: usize = 16;

/// How long the scripts beside the program may take.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(20);

/// A running program and its folder.
pub(crate) struct Spool {
    folder: String,
    /// The agent's number for the shell around the program.
    pid: i64,
    /// Handles of the streams that are read.
    streams: Vec<(Stream, i64)>,
    /// Handle of the file that gets the program's status, and what it holds so far.
    status: i64,
    status_text: String,
    ended: Option<ExitStatus>,
    /// When the agent was asked last.
    asked: Instant,
    feeder: Option<i64>,
    /// What the program is still to read.
    input: Vec<u8>,
    input_state: InputState,
    pub(crate) has_terminal: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

#[derive(PartialEq, Eq)]
enum InputState {
    Open,
    /// To be ended when all of it is fed.
    Ending,
    Ended,
}

impl Spool {
    /// Makes the folder and starts the program. An error is one of the folder: nothing was started then.
    pub(crate) async fn make<C: EitherClient>(client: &mut C, program: &Program) -> Result<Folder, String> {
        let input = if program.piped { "fifo" } else { "none" };
        let mut reason = String::new();
        for place in PLACES {
            let [high, low] = [0, 1].map(|half: u8| RandomState::new().hash_one(half));
            let folder = format!("{place}/qga-{high:016x}{low:016x}");
            let make = with_timeout(Program::shell(script::SPOOL_MAKE, &[&folder, input]));
            let made = output(client, &make).await.map_err(|error| error.to_string())?;
            if !made.status.success() {
                reason = String::from_utf8_lossy(&made.stderr).trim().to_owned();
                continue;
            }
            let mut handles = Vec::new();
            for name in ["out", "err", "status"] {
                match file::open(client, &format!("{folder}/{name}"), OpenMode::Read).await {
                    Ok(handle) => handles.push(handle),
                    Err(error) => {
                        remove(client, &folder, &handles, "").await;
                        return Err(error.to_string());
                    }
                }
            }
            let [out, err, status] = handles[..] else { return Err("three files are open".into()) };
            let streams = vec![(Stream::Stdout, out), (Stream::Stderr, err)];
            let can_terminal = made.stdout.split(|byte| *byte == b'\n').any(|line| line == b"script");
            return Ok(Folder { path: folder, streams, status, can_terminal });
        }
        Err(reason)
    }

    /// What the program wrote since the last look, and how it ended, once it has and all was read.
    pub(crate) async fn look<C: EitherClient>(
        &mut self,
        client: &mut C,
        mut put: impl FnMut(Stream, Vec<u8>),
    ) -> Result<Option<ExitStatus>, CallError> {
        // Before its output is read: there is none after the end.
        if self.ended.is_none() {
            self.ended = self.status(client).await?;
        }
        let mut is_drained = true;
        for (stream, handle) in &self.streams {
            let bytes = file::read(client, *handle, CHUNK_BYTES).await?;
            if !bytes.is_empty() {
                is_drained = false;
                put(*stream, bytes);
            }
        }
        Ok(self.ended.filter(|_| is_drained))
    }

    /// How the program ended: from the file, or, if the shell around it was killed, from the agent. Established agents
    /// write each time that they are asked to the guest's system log, so that is done now and then.
    async fn status<C: EitherClient>(&mut self, client: &mut C) -> Result<Option<ExitStatus>, CallError> {
        let bytes = file::read(client, self.status, MAX_STATUS_BYTES).await?;
        self.status_text.push_str(&String::from_utf8_lossy(&bytes));
        if let Some(code) = self.status_text.strip_suffix('\n') {
            let reason = "no exit status in the file that it belongs in";
            return match code.parse() {
                Ok(code) => Ok(Some(ExitStatus::Code(code))),
                Err(_) => Err(CallError::Malformed { reason: reason.into() }),
            };
        }
        if self.status_text.len() > MAX_STATUS_BYTES || self.asked.elapsed() < ASK_INTERVAL {
            return Ok(None);
        }
        self.asked = Instant::now();
        let answer = client.call(commands::GuestExecStatus::new(self.pid)).await?;
        Ok(answer.exited.then(|| ExitStatus::of(&answer)))
    }

    /// Adds to the program's standard input.
    pub(crate) fn write_input(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
    }

    pub(crate) fn end_input(&mut self) {
        if self.input_state == InputState::Open {
            self.input_state = InputState::Ending;
        }
    }

    pub(crate) fn unread_input(&self) -> usize {
        self.input.len()
    }

    /// Feeds the program what it takes. Returns whether there was something to do.
    pub(crate) async fn feed<C: EitherClient>(&mut self, client: &mut C) -> Result<bool, CallError> {
        if let Some(feeder) = self.feeder {
            if !client.call(commands::GuestExecStatus::new(feeder)).await?.exited {
                return Ok(false);
            }
            self.feeder = None;
        }
        let script = if !self.input.is_empty() {
            script::SPOOL_FEED
        } else if self.input_state == InputState::Ending {
            self.input_state = InputState::Ended;
            script::SPOOL_END
        } else {
            return Ok(false);
        };
        let rest = self.input.split_off(self.input.len().min(FEED_BYTES));
        let piece = std::mem::replace(&mut self.input, rest);
        let stdin = (!piece.is_empty()).then(|| Payload::from(piece));
        let feed = Program { stdin, capture: Capture::Nothing, ..Program::shell(script, &[&self.folder]) };
        self.feeder = Some(start(client, &feed).await?.pid);
        Ok(true)
    }

    /// Sends a signal to the program and its children.
    pub(crate) async fn kill<C: EitherClient>(&self, client: &mut C, signal: &str) -> Result<(), CallError> {
        let kill = with_timeout(Program::shell(script::SPOOL_KILL, &[&self.folder, signal]));
        output(client, &kill).await.map(drop)
    }

    /// Gives the program's terminal a size, if it has one.
    pub(crate) async fn resize<C: EitherClient>(
        &self,
        client: &mut C,
        rows: u16,
        columns: u16,
    ) -> Result<(), CallError> {
        if !self.has_terminal {
            return Ok(());
        }
        let (rows, columns) = (rows.to_string(), columns.to_string());
        let resize = with_timeout(Program::shell(script::SPOOL_RESIZE, &[&self.folder, &rows, &columns]));
        output(client, &resize).await.map(drop)
    }

    /// Closes the files and removes the folder. Returns its name if that failed.
    pub(crate) async fn remove<C: EitherClient>(self, client: &mut C) -> Option<String> {
        let feeder = self.feeder.map(|pid| pid.to_string()).unwrap_or_default();
        let (streams, status) = (self.streams, self.status);
        let folder = Folder { path: self.folder, streams, status, can_terminal: false };
        let left_behind = folder.remove(client, &feeder).await;
        // The agent keeps what is never asked for, and the program's end was seen elsewhere.
        for pid in self.feeder.into_iter().chain([self.pid]) {
            let _ = wait_for_end(client, pid).await;
        }
        left_behind
    }

    /// Ends the program, as a closed terminal would, and removes the folder, with one request.
    pub(crate) async fn abandon<C: EitherClient>(&self, client: &mut C) -> Result<(), CallError> {
        let feeder = self.feeder.map(|pid| pid.to_string()).unwrap_or_default();
        output(client, &with_timeout(Program::shell(script::SPOOL_ABANDON, &[&self.folder, &feeder]))).await?;
        for handle in self.streams.iter().map(|(_, handle)| *handle).chain([self.status]) {
            file::close(client, handle).await?;
        }
        wait_for_end(client, self.pid).await
    }
}

/// A folder in which no program runs yet.
pub(crate) struct Folder {
    path: String,
    streams: Vec<(Stream, i64)>,
    status: i64,
    can_terminal: bool,
}

impl Folder {
    /// Starts the program. If it cannot be started, the folder is removed.
    pub(crate) async fn run<C: EitherClient>(self, client: &mut C, program: &Program) -> Result<Spool, CallError> {
        let has_terminal = program.terminal.is_some() && self.can_terminal;
        let input = if program.piped { "fifo" } else { "none" };
        let merge = if program.capture == Capture::Merged || has_terminal { "merged" } else { "separated" };
        let mut run = Program::shell(script::SPOOL_RUN, &[&self.path, input, merge]);
        run.args.extend(words(program, &self.path, has_terminal));
        if program.env_clear {
            (run.env_clear, run.env) = (true, program.env.clone());
        }
        run.stdin = program.stdin.clone();
        match start(client, &run).await {
            Ok(started) => Ok(Spool {
                folder: self.path,
                pid: started.pid,
                streams: self.streams,
                status: self.status,
                status_text: String::new(),
                ended: None,
                asked: Instant::now(),
                feeder: None,
                input: Vec::new(),
                input_state: if program.piped { InputState::Open } else { InputState::Ended },
                has_terminal,
            }),
            Err(error) => {
                self.remove(client, "").await;
                Err(error)
            }
        }
    }

    async fn remove<C: EitherClient>(self, client: &mut C, feeder: &str) -> Option<String> {
        let handles: Vec<i64> = self.streams.iter().map(|(_, handle)| *handle).chain([self.status]).collect();
        let is_removed = remove(client, &self.path, &handles, feeder).await;
        (!is_removed).then_some(self.path)
    }
}

/// Closes the files and removes the folder. Returns whether it is gone.
async fn remove<C: EitherClient>(client: &mut C, folder: &str, handles: &[i64], feeder: &str) -> bool {
    for handle in handles {
        // A file that is only read has nothing to report.
        let _ = file::close(client, *handle).await;
    }
    let remove = with_timeout(Program::shell(script::SPOOL_REMOVE, &[folder, feeder]));
    output(client, &remove).await.is_ok_and(|removed| removed.status.success())
}

/// The words that run the program, on a terminal of its own if that is wanted.
fn words(program: &Program, folder: &str, on_terminal: bool) -> Vec<String> {
    let words = program.words();
    let Some(terminal) = program.terminal.as_ref().filter(|_| on_terminal) else { return words };
    let line: Vec<String> = words.iter().map(|word| script::quoted(word)).collect();
    // The names are those that `SPOOL_KILL` and `SPOOL_RESIZE` read.
    let line = format!(
        "tty >{folder}/line; echo $$ >{folder}/leader; stty rows {} cols {} 2>/dev/null; TERM={} exec {}",
        terminal.rows,
        terminal.columns,
        script::quoted(&terminal.kind),
        line.join(" ")
    );
    ["script", "-q", "-e", "-f", "-c", &line, "/dev/null"].map(str::to_owned).to_vec()
}

fn with_timeout(program: Program) -> Program {
    Program { timeout: Some(SCRIPT_TIMEOUT), ..program }
}
