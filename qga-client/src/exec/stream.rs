//! A program whose output comes while it runs, or, where the guest cannot do that, at its end.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use qga_runtime::guest::commands;
use qga_runtime::{CallError, Payload};

use super::spool::{Spool, Stream};
use super::{Capture, Exec, ExitStatus, Program, collected, script, start};
use crate::either::EitherClient;
use crate::pace::Pace;

/// How long a program that took too long has to end after SIGTERM, and then after SIGKILL.
const GRACE: Duration = Duration::from_secs(1);

/// Standard input that is gathered before the program starts, where the guest cannot take it bit by bit.
const MAX_GATHERED_BYTES: usize = 32 << 20;

/// What a running program does.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// It wrote to standard output.
    Stdout(Vec<u8>),
    /// It wrote to standard error.
    Stderr(Vec<u8>),
    /// It ended; nothing follows. If a shell ran it, a signal is a code of 128 and its number.
    Exited(ExitStatus),
}

/// Shows how much was written, never what.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Stdout(bytes) => write!(f, "Stdout({} bytes)", bytes.len()),
            Event::Stderr(bytes) => write!(f, "Stderr({} bytes)", bytes.len()),
            Event::Exited(status) => write!(f, "Exited({status:?})"),
        }
    }
}

/// Something that this guest cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lost {
    /// Output comes when the program has ended, up to 16 MiB of each stream; all of standard input is sent before the
    /// program starts; a signal reaches the program alone, if it does.
    Streams {
        /// Why.
        reason: String,
    },
    /// Output was longer than 16 MiB, and its rest is gone.
    Output,
    /// There is no terminal: the guest has no program `script`.
    Terminal,
    /// The streams are not in one, in the order in which they were written.
    Order,
    /// The folder with the program's output could not be removed.
    Folder {
        /// Its path in the guest.
        path: String,
    },
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::Streams { reason } => write!(
                f,
                "output comes when the program has ended, up to 16 MiB of each stream, and its children cannot be \
                 killed: {reason}"
            ),
            Lost::Output => f.write_str("output beyond 16 MiB is lost"),
            Lost::Terminal => f.write_str("no terminal: the guest has no program \"script\""),
            Lost::Order => f.write_str("the order of both streams is lost: the agent cannot merge them"),
            Lost::Folder { path } => write!(f, "cannot remove \"{path}\" in the guest"),
        }
    }
}

/// A signal for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signal {
    /// SIGHUP: its terminal is gone.
    Hangup,
    /// SIGINT, as ctrl-C sends it.
    Interrupt,
    /// SIGQUIT.
    Quit,
    /// SIGTERM.
    Terminate,
    /// SIGKILL.
    Kill,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Signal::Hangup => "HUP",
            Signal::Interrupt => "INT",
            Signal::Quit => "QUIT",
            Signal::Terminate => "TERM",
            Signal::Kill => "KILL",
        }
    }
}

/// A program that runs, over a client of either kind.
pub(crate) struct Run<'c, C> {
    client: &'c mut C,
    way: Way,
    events: VecDeque<Event>,
    pace: Pace,
    timeout: Option<Duration>,
    begun: Instant,
    /// When it took too long, and what was sent to it.
    killed: Option<(Instant, Signal)>,
    pub(crate) lost: Vec<Lost>,
}

enum Way {
    Spool(Spool),
    /// Standard input is being gathered.
    Gathering(Box<Program>, Vec<u8>),
    /// The agent collects the output.
    Plain(i64),
    Ended,
}

impl<'c, C: EitherClient> Run<'c, C> {
    pub(crate) async fn start(exec: Exec<'c, C>) -> Result<Self, CallError> {
        let Exec { client, program } = exec;
        let mut lost = Vec::new();
        let way = match Spool::make(client, &program).await {
            Ok(folder) => {
                let spool = folder.run(client, &program).await?;
                if program.terminal.is_some() && !spool.has_terminal {
                    lost.push(Lost::Terminal);
                }
                Way::Spool(spool)
            }
            Err(reason) => {
                lost.push(Lost::Streams { reason });
                if program.terminal.is_some() {
                    lost.push(Lost::Terminal);
                }
                if program.piped {
                    Way::Gathering(Box::new(program.clone()), Vec::new())
                } else {
                    plain(client, &program, &mut lost).await?
                }
            }
        };
        let (events, pace, begun) = (VecDeque::new(), Pace::new(), Instant::now());
        Ok(Run { client, way, events, pace, timeout: program.timeout, begun, killed: None, lost })
    }

    /// The next event; none if nothing happens within this time, or after the end.
    pub(crate) async fn next_within(&mut self, time: Duration) -> Result<Option<Event>, CallError> {
        let begun = Instant::now();
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            if self.is_ended() {
                return Ok(None);
            }
            self.keep_time().await?;
            if self.look().await? {
                self.pace.restart();
                continue;
            }
            let left = time.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(None);
            }
            self.client.sleep(self.pace.pause().min(left)).await;
        }
    }

    pub(crate) fn is_ended(&self) -> bool {
        matches!(self.way, Way::Ended)
    }

    /// Looks once at the program. Returns whether anything happened.
    async fn look(&mut self) -> Result<bool, CallError> {
        let events = &mut self.events;
        let ended = match &mut self.way {
            Way::Ended | Way::Gathering(..) => return Ok(false),
            Way::Plain(pid) => {
                let answer = self.client.call(commands::GuestExecStatus::new(*pid)).await?;
                if !answer.exited {
                    return Ok(false);
                }
                let output = collected(answer, false);
                if output.stdout_truncated || output.stderr_truncated {
                    self.lost.push(Lost::Output);
                }
                events.extend((!output.stdout.is_empty()).then_some(Event::Stdout(output.stdout)));
                events.extend((!output.stderr.is_empty()).then_some(Event::Stderr(output.stderr)));
                output.status
            }
            Way::Spool(spool) => {
                let is_fed = spool.feed(self.client).await?;
                let put = |stream, bytes| {
                    events.push_back(match stream {
                        Stream::Stdout => Event::Stdout(bytes),
                        Stream::Stderr => Event::Stderr(bytes),
                    });
                };
                match spool.look(self.client, put).await? {
                    Some(status) => status,
                    None => return Ok(is_fed || !events.is_empty()),
                }
            }
        };
        if let Way::Spool(spool) = std::mem::replace(&mut self.way, Way::Ended) {
            let left_behind = spool.remove(self.client).await;
            self.lost.extend(left_behind.map(|path| Lost::Folder { path }));
        }
        if self.killed.is_some() {
            return Err(self.timed_out());
        }
        self.events.push_back(Event::Exited(ended));
        Ok(true)
    }

    fn timed_out(&self) -> CallError {
        CallError::TimedOut { waiting_for: super::PROGRAM_END, after: self.begun.elapsed() }
    }

    /// Ends a program that takes too long: SIGTERM, SIGKILL, and then the wait.
    async fn keep_time(&mut self) -> Result<(), CallError> {
        let signal = match (self.killed, self.timeout) {
            (None, Some(timeout)) if self.begun.elapsed() >= timeout => Signal::Terminate,
            (Some((when, Signal::Terminate)), _) if when.elapsed() >= GRACE => Signal::Kill,
            (Some((when, _)), _) if when.elapsed() >= 2 * GRACE => {
                self.abandon().await;
                return Err(self.timed_out());
            }
            _ => return Ok(()),
        };
        self.killed = Some((Instant::now(), signal));
        // A guest that cannot kill is waited for no longer than one that does not.
        let _ = self.kill(signal).await;
        Ok(())
    }

    pub(crate) async fn kill(&mut self, signal: Signal) -> Result<(), CallError> {
        match &self.way {
            Way::Ended | Way::Gathering(..) => Ok(()),
            Way::Spool(spool) => spool.kill(self.client, signal.name()).await,
            Way::Plain(pid) => {
                let kill = Program::shell(script::KILL, &[&pid.to_string(), signal.name()]);
                super::output(self.client, &Program { timeout: Some(GRACE), ..kill }).await.map(drop)
            }
        }
    }

    pub(crate) async fn resize(&mut self, rows: u16, columns: u16) -> Result<(), CallError> {
        match &self.way {
            Way::Spool(spool) => spool.resize(self.client, rows, columns).await,
            _ => Ok(()),
        }
    }

    pub(crate) fn write_stdin(&mut self, bytes: &[u8]) -> Result<(), CallError> {
        self.pace.restart();
        match &mut self.way {
            Way::Spool(spool) => spool.write_input(bytes),
            Way::Gathering(_, gathered) if gathered.len() + bytes.len() <= MAX_GATHERED_BYTES => {
                gathered.extend_from_slice(bytes);
            }
            Way::Gathering(..) => return Err(CallError::TooLarge { limit: MAX_GATHERED_BYTES }),
            Way::Plain(_) | Way::Ended => {}
        }
        Ok(())
    }

    /// How many bytes of standard input are not on their way yet.
    pub(crate) fn unread_stdin(&self) -> usize {
        match &self.way {
            Way::Spool(spool) => spool.unread_input(),
            _ => 0,
        }
    }

    pub(crate) async fn close_stdin(&mut self) -> Result<(), CallError> {
        self.pace.restart();
        match std::mem::replace(&mut self.way, Way::Ended) {
            Way::Gathering(program, gathered) => {
                let program = Program { stdin: Some(Payload::from(gathered)), ..*program };
                self.way = plain(self.client, &program, &mut self.lost).await?;
            }
            mut other => {
                if let Way::Spool(spool) = &mut other {
                    spool.end_input();
                }
                self.way = other;
            }
        }
        Ok(())
    }

    /// Leaves the program: it is sent SIGHUP if there is a way to do so, and its folder is removed.
    pub(crate) async fn abandon(&mut self) {
        if let Way::Spool(spool) = std::mem::replace(&mut self.way, Way::Ended) {
            // Whoever leaves wants no report.
            let _ = spool.abandon(self.client).await;
        }
    }
}

async fn plain<C: EitherClient>(client: &mut C, program: &Program, lost: &mut Vec<Lost>) -> Result<Way, CallError> {
    let started = start(client, program).await?;
    if started.unmerged && program.capture == Capture::Merged {
        lost.push(Lost::Order);
    }
    Ok(Way::Plain(started.pid))
}
