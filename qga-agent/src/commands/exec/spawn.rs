//! Finds and starts the program a client asks for.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, mem};

use qga_runtime::guest::types::GuestExecCaptureOutputMode as Mode;
use rustix::fs::Access;
use rustix::pipe::{PipeFlags, pipe_with};

use super::environment;
use crate::process::child::Unclaimed;
use crate::process::inheritance;

/// Folders to search without a `PATH`. The current directory is not among them: the agent is root.
const DEFAULT_PATH: &str = "/bin:/usr/bin";

/// A program to start. No `Debug`: arguments, environment and input may hold secrets.
pub(super) struct Plan {
    pub(super) path: String,
    pub(super) arguments: Vec<String>,
    /// Replaces the agent's environment. Of two entries with one name the last counts; one without `=` is passed on.
    pub(super) environment: Option<Vec<String>>,
    /// Whether stdin is a pipe; otherwise it is `/dev/null`.
    pub(super) input: bool,
    pub(super) mode: Mode,
}

/// A running child and the agent's ends of its pipes.
pub(super) struct Started {
    pub(super) child: Unclaimed,
    pub(super) input: Option<OwnedFd>,
    pub(super) output: Option<OwnedFd>,
    pub(super) error: Option<OwnedFd>,
}

impl Plan {
    /// Starts the program. May hang if a directory of `PATH` does.
    pub(super) fn start(&self) -> io::Result<Started> {
        let program = self.find()?;
        match self.spawn(Command::new(&program), &[]) {
            // The shell runs a script without `#!`, as with execvp.
            Err(error) if error.raw_os_error() == Some(libc::ENOEXEC) => {
                self.spawn(Command::new("/bin/sh"), &[program.into_os_string()])
            }
            result => result,
        }
    }

    fn spawn(&self, mut command: Command, script: &[OsString]) -> io::Result<Started> {
        command.args(script).args(&self.arguments);
        if script.is_empty() {
            command.arg0(&self.path);
        }
        if let Some(environment) = &self.environment {
            environment::replace(&mut command, environment)?;
        }
        command.stdin(if self.input { Stdio::piped() } else { Stdio::null() });
        let mut merged = None;
        let (output, error) = match self.mode {
            Mode::None => (Stdio::null(), Stdio::null()),
            Mode::Stdout => (Stdio::piped(), Stdio::null()),
            Mode::Stderr => (Stdio::null(), Stdio::piped()),
            Mode::Separated => (Stdio::piped(), Stdio::piped()),
            Mode::Merged => {
                let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
                merged = Some(reader);
                (writer.try_clone()?.into(), writer.into())
            }
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
        command.stdout(output).stderr(error);
        inheritance::restore_in(&mut command);
        let mut child = command.spawn()?;
        Ok(Started {
            input: mem::take(&mut child.stdin).map(Into::into),
            output: mem::take(&mut child.stdout).map(Into::into).or(merged),
            error: mem::take(&mut child.stderr).map(Into::into),
            child: Unclaimed::new(child),
        })
    }

    /// The file to execute: the path itself if it has a slash, else the first match on `PATH` (of `env`, if given).
    fn find(&self) -> io::Result<PathBuf> {
        if self.path.contains('/') {
            return Ok(PathBuf::from(&self.path));
        }
        let path = match &self.environment {
            Some(environment) => environment::value(environment, "PATH").map(OsString::from),
            None => env::var_os("PATH"),
        };
        search(&self.path, &path.unwrap_or_else(|| DEFAULT_PATH.into()))
    }
}

fn search(name: &str, path: &OsStr) -> io::Result<PathBuf> {
    let mut reason = libc::ENOENT;
    // An empty entry would mean the current directory.
    for directory in env::split_paths(path).filter(|directory| !name.is_empty() && !directory.as_os_str().is_empty()) {
        let file = directory.join(name);
        if !file.is_file() {
            continue;
        }
        if rustix::fs::access(&file, Access::EXEC_OK).is_ok() {
            return Ok(file);
        }
        reason = libc::EACCES;
    }
    Err(io::Error::from_raw_os_error(reason))
}
