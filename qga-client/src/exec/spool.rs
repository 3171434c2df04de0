//! The streams of a program as files in a private folder of the guest, read while they grow.
//!
//! So output comes while the program runs, without the agent's bound of 16 MiB, and with any agent whose guest has a shell:
//! that shell runs the program in a session of its own, and says what its process is.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use qga_runtime::guest::commands;
use qga_runtime::{CallError, Payload};

use super::{Capture, ExitStatus, Program, output, script, start};
use crate::either::EitherClient;
use crate::file::{self, CHUNK_BYTES, OpenMode};

/// Where the folder may be.
const PLACES: &[&str] = &["/tmp", "/var/tmp"];

/// Fed to the program at a time. A pipe holds it: established agents spin for ever if a program ends without reading more.
const FEED_BYTES: usize = 64 << 10;

/// How long the scripts beside the program may take.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(20);

/// A running program and its folder.
pub(crate) struct Spool {
    folder: String,
    /// The agent's number for the shell around the program.
    pid: i64,
    /// Handles of the streams that are read.
    streams: Vec<(Stream, i64)>,
    /// How the program ended; the agent says so once.
    ended: Option<ExitStatus>,
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
            let mut streams = Vec::new();
            for (stream, name) in [(Stream::Stdout, "out"), (Stream::Stderr, "err")] {
                match file::open(client, &format!("{folder}/{name}"), OpenMode::Read).await {
                    Ok(handle) => streams.push((stream, handle)),
                    Err(error) => {
                        Folder { path: folder, streams, can_terminal: false }.remove(client, "").await;
                        return Err(error.to_string());
                    }
                }
            }
            let can_terminal = made.stdout.split(|byte| *byte == b'\n').any(|line| line == b"script");
            return Ok(Folder { path: folder, streams, can_terminal });
        }
        Err(reason)
    }

    /// What the program wrote since the last look, and how it ended, once it has and all was read.
    pub(crate) async fn look<C: EitherClient>(
        &mut self,
        client: &mut C,
        mut put: impl FnMut(Stream, Vec<u8>),
    ) -> Result<Option<ExitStatus>, CallError> {
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

    async fn status<C: EitherClient>(&self, client: &mut C) -> Result<Option<ExitStatus>, CallError> {
        match client.call(commands::GuestExecStatus::new(self.pid)).await {
            Ok(answer) => Ok(answer.exited.then(|| ExitStatus::of(&answer))),
            // It was reported before, in an answer that was lost.
            Err(error @ CallError::Command(_)) => match self.written_status(client).await {
                Some(status) => Ok(Some(status)),
                None => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    /// The status that the shell has written down.
    async fn written_status<C: EitherClient>(&self, client: &mut C) -> Option<ExitStatus> {
        let handle = file::open(client, &format!("{}/status", self.folder), OpenMode::Read).await.ok()?;
        let text = file::read(client, handle, 16).await;
        // What is open besides costs the agent a descriptor, and the caller nothing.
        let _ = file::close(client, handle).await;
        String::from_utf8(text.ok()?).ok()?.trim().parse().ok().map(ExitStatus::Code)
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

    /// Closes the files and removes the folder. Returns its name if that failed.
    pub(crate) async fn remove<C: EitherClient>(self, client: &mut C) -> Option<String> {
        let feeder = self.feeder.map(|pid| pid.to_string()).unwrap_or_default();
        Folder { path: self.folder, streams: self.streams, can_terminal: false }.remove(client, &feeder).await
    }

    /// Ends the program, as a closed terminal would, and removes the folder, with one request.
    pub(crate) async fn abandon<C: EitherClient>(&self, client: &mut C) -> Result<(), CallError> {
        let feeder = self.feeder.map(|pid| pid.to_string()).unwrap_or_default();
        output(client, &with_timeout(Program::shell(script::SPOOL_ABANDON, &[&self.folder, &feeder]))).await?;
        for (_, handle) in &self.streams {
            file::close(client, *handle).await?;
        }
        Ok(())
    }
}

/// A folder in which no program runs yet.
pub(crate) struct Folder {
    path: String,
    streams: Vec<(Stream, i64)>,
    can_terminal: bool,
}

impl Folder {
    /// Starts the program. If it cannot be started, the folder is removed.
    pub(crate) async fn run<C: EitherClient>(self, client: &mut C, program: &Program) -> Result<Spool, CallError> {
        let has_terminal = program.terminal.is_some() && self.can_terminal;
        let input = if program.piped { "fifo" } else { "none" };
        let merge = if program.capture == Capture::Merged || has_terminal { "merged" } else { "separated" };
        let mut run = Program::shell(script::SPOOL_RUN, &[&self.path, input, merge]);
        run.args.extend(words(program, has_terminal));
        if program.env_clear {
            (run.env_clear, run.env) = (true, program.env.clone());
        }
        run.stdin = program.stdin.clone();
        match start(client, &run).await {
            Ok(started) => Ok(Spool {
                folder: self.path,
                pid: started.pid,
                streams: self.streams,
                ended: None,
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
        for (_, handle) in &self.streams {
            // A file that is only read has nothing to report.
            let _ = file::close(client, *handle).await;
        }
        let remove = with_timeout(Program::shell(script::SPOOL_REMOVE, &[&self.path, feeder]));
        let removed = output(client, &remove).await.is_ok_and(|removed| removed.status.success());
        (!removed).then_some(self.path)
    }
}

/// The words that run the program, on a terminal of its own if that is wanted.
fn words(program: &Program, on_terminal: bool) -> Vec<String> {
    let words = program.words();
    let Some(terminal) = program.terminal.as_ref().filter(|_| on_terminal) else { return words };
    let line: Vec<String> = words.iter().map(|word| script::quoted(word)).collect();
    let line = format!(
        "stty rows {} cols {} 2>/dev/null; TERM={} exec {}",
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
