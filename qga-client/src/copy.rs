//! Copies files to and from the guest: under another name until they are whole, checked, with their mode and time.
//!
//! What the protocol cannot do, a shell in the guest does, if there is one. [`Copied`] says what was not possible.

use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use qga_runtime::CallError;

use crate::either::EitherClient;
use crate::exec::{ExitStatus, Output, Program, Started, cancel, finish, start};

#[cfg(feature = "tokio")]
mod asynchronous;
mod attributes;
mod blocking;
mod checksum;
mod fetch;
mod host;
mod script;
mod send;
mod tree;

pub use attributes::Attributes;
pub use tree::{Listing, TreeEntry};

/// A copy of one file. Made by [`Client::copy_to`](crate::Client::copy_to), [`Client::copy_from`](crate::Client::copy_from)
/// and [`Client::put`](crate::Client::put).
pub struct CopyFile<'c, C> {
    client: &'c mut C,
    plan: Plan<'c>,
}

/// What to copy, and how.
struct Plan<'c> {
    way: Way,
    resume: bool,
    watch: Watch<'c>,
}

/// What the caller sees of a copy, and how it ends one.
struct Watch<'c> {
    progress: Box<dyn FnMut(Progress) + Send + 'c>,
    interrupt: Arc<AtomicBool>,
}

impl Watch<'_> {
    /// Reports a piece that is done.
    ///
    /// # Errors
    /// The caller wants no more of them.
    fn done(&mut self, at: Progress) -> Result<(), CopyError> {
        (self.progress)(at);
        if self.is_interrupted() { Err(CopyError::Interrupted) } else { Ok(()) }
    }

    fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }
}

enum Way {
    ToGuest { source: Source, path: String },
    FromGuest { path: String, target: PathBuf },
}

enum Source {
    File(PathBuf),
    Reader(Box<dyn Read + Send>),
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes are where they should be, those of an earlier try included.
    pub done: u64,
    /// How many there are, if that is known.
    pub total: Option<u64>,
}

/// What came of a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Copied {
    /// The length of the file.
    pub bytes: u64,
    /// How many of them were there from an earlier try.
    pub resumed: u64,
    /// The checksums of both sides were compared, and are equal.
    pub is_checked: bool,
    /// The file was written under its final name from the start: a failure would have left a part there.
    pub is_in_place: bool,
    /// The mode and the time of the original were kept. There is none for [`Client::put`](crate::Client::put).
    pub is_kept: bool,
}

/// Why a copy failed. What is whole of it stays beside the target, as `NAME.part`, for [`CopyFile::resume`]; that of a
/// stream, which cannot be read again, is removed.
#[derive(Debug)]
#[non_exhaustive]
pub enum CopyError {
    /// The agent, or the way to it.
    Call(CallError),
    /// The host's side.
    Host {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: io::Error,
    },
    /// The guest's side.
    Guest {
        /// The file.
        path: String,
        /// What the guest says of it.
        reason: String,
    },
    /// It was ended by [`CopyFile::interrupt`].
    Interrupted,
    /// The checksums differ: the file changed while it was copied, or was damaged. The part is removed.
    Damaged {
        /// The file in the guest.
        path: String,
    },
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CopyError::Call(error) => write!(f, "{error}"),
            CopyError::Host { path, source } => write!(f, "\"{}\": {source}", path.display()),
            CopyError::Guest { path, reason } => write!(f, "\"{path}\" in the guest: {reason}"),
            CopyError::Interrupted => f.write_str("interrupted"),
            CopyError::Damaged { path } => {
                write!(f, "\"{path}\" in the guest: the checksums differ; did the file change while it was copied?")
            }
        }
    }
}

impl std::error::Error for CopyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CopyError::Call(error) => Some(error),
            CopyError::Host { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<CallError> for CopyError {
    fn from(error: CallError) -> Self {
        CopyError::Call(error)
    }
}

impl<'c, C> CopyFile<'c, C> {
    fn new(client: &'c mut C, way: Way) -> Self {
        let watch = Watch { progress: Box::new(|_| {}), interrupt: Arc::default() };
        CopyFile { client, plan: Plan { way, resume: false, watch } }
    }

    /// Goes on where an earlier try ended, if it left a part. The checksum of the whole shows if that was of another file.
    #[must_use]
    pub fn resume(mut self) -> Self {
        self.plan.resume = true;
        self
    }

    /// Calls this after each piece, about 1 MiB.
    #[must_use]
    pub fn progress(mut self, report: impl FnMut(Progress) + Send + 'c) -> Self {
        self.plan.watch.progress = Box::new(report);
        self
    }

    /// Ends the copy after a piece with [`CopyError::Interrupted`] once this is true. It closes the file in the guest,
    /// as dropping a program would not.
    #[must_use]
    pub fn interrupt(mut self, flag: Arc<AtomicBool>) -> Self {
        self.plan.watch.interrupt = flag;
        self
    }
}

impl<C> fmt::Debug for CopyFile<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyFile").field("resume", &self.plan.resume).finish_non_exhaustive()
    }
}

async fn run<C: EitherClient>(client: &mut C, plan: Plan<'_>) -> Result<Copied, CopyError> {
    let Plan { way, resume, mut watch } = plan;
    match way {
        Way::ToGuest { source, path } => send::send(client, source, path, resume, &mut watch).await,
        Way::FromGuest { path, target } => fetch::fetch(client, path, target, resume, &mut watch).await,
    }
}

/// How long a script may take, beside the time for the bytes that it reads.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(30);

/// A guest reads so much in a second, even on a slow disk.
const BYTES_PER_SECOND: u64 = 5 << 20;

/// Runs a script over this many bytes in the guest's shell. There is no output if the guest has no shell, or the agent
/// starts no programs.
async fn shell<C: EitherClient>(
    client: &mut C,
    script: &str,
    parameters: &[&str],
    bytes: u64,
) -> Result<Option<Output>, CallError> {
    match Script::start(client, script, parameters).await? {
        Some(script) => script.finish(client, bytes).await,
        None => Ok(None),
    }
}

/// A script that runs in the guest while other commands are called.
struct Script {
    started: Started,
    begun: Instant,
}

impl Script {
    /// Starts a script, unless the guest has no shell, or the agent starts no programs.
    async fn start<C: EitherClient>(
        client: &mut C,
        script: &str,
        parameters: &[&str],
    ) -> Result<Option<Self>, CallError> {
        let begun = Instant::now();
        match start(client, &Program::shell(script, parameters)).await {
            Ok(started) => Ok(Some(Script { started, begun })),
            Err(error) if error.command_error().is_some() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Waits for the end of a script over this many bytes.
    async fn finish<C: EitherClient>(self, client: &mut C, bytes: u64) -> Result<Option<Output>, CallError> {
        let timeout = Some(SCRIPT_TIMEOUT + Duration::from_secs(bytes / BYTES_PER_SECOND));
        match finish(client, &self.started, self.begun, timeout).await {
            // The shell itself says 126 or 127 where it lacks what a script needs.
            Ok(output) if matches!(output.status, ExitStatus::Code(126 | 127)) => Ok(None),
            Ok(output) => Ok(Some(output)),
            Err(error) if error.command_error().is_some() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Ends a script whose result is of no use any more.
    async fn cancel<C: EitherClient>(self, client: &mut C) {
        // It ends by itself if that fails.
        let _ = cancel(client, &self.started).await;
    }
}

/// The lines that a script printed; what it complained of is the guest's error about the path.
fn lines(output: &Output, path: &str) -> Result<Vec<String>, CopyError> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect());
    }
    let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let reason = if reason.is_empty() { output.status.to_string() } else { reason };
    Err(CopyError::Guest { path: path.to_owned(), reason })
}

/// The same error with the file that it is about.
fn about(path: &str) -> impl FnOnce(CallError) -> CopyError + '_ {
    move |error| match error {
        CallError::Command(error) => CopyError::Guest { path: path.to_owned(), reason: error.desc },
        other => CopyError::Call(other),
    }
}
