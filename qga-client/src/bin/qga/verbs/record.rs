//! `qga record`: passes a client through to an agent, and writes down what both say.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use qga_client::Stream;
use qga_runtime::{Accepted, Listener};
use rustix::event::{PollFd, PollFlags, poll};

use super::broker;
use crate::command_line;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::target;
use crate::trace::{Recorder, Side};

/// Who does not take what the other has sent in this time is disconnected.
const STALL: Duration = Duration::from_secs(30);

/// Read at a time.
const READ_BYTES: usize = 64 << 10;

pub(crate) fn command() -> Command {
    Command::new("record")
        .about("Write down what a client and an agent say, without secrets, for a bug report")
        .allow_missing_positional(true)
        .arg(command_line::target())
        .arg(Arg::new("file").value_name("FILE").required(true).help("The trace, a new file: a line of JSON a message"))
        .args(broker::listening())
        .after_help(
            "Clients connect to ADDRESS, one at a time; every byte is passed on unchanged. In the trace passwords, \
             keys, programs' arguments, environment, input and output, and contents of files are stars, and so is what \
             could be any of these: all text and numbers of a command that the guest agent's schema lacks; \
             names, addresses and paths of others stay. Read it before you send it. `qga replay FILE` is an \
             agent that answers as in the trace.",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let path = matches.get_one::<String>("file").cloned().unwrap_or_default();
    let target = context.target(matches)?;
    let cannot = |error: io::Error| Failure::host(format!("cannot write {path}: {error}"));
    // What a schema does not call secret may be so to others.
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(cannot)?;
    let mut recorder = Recorder::new(file);
    let door = broker::door(matches)?;
    loop {
        let mut client = next(door.listener())?;
        let mut agent = match target::stream(&target, &context.options()) {
            Ok(agent) => agent,
            Err(failure) => {
                context::note(&failure.to_string());
                recorder.event(Side::Agent, "unreachable").map_err(cannot)?;
                continue;
            }
        };
        recorder.connected().map_err(cannot)?;
        let ended = pass(&mut client, &mut agent, &mut recorder).map_err(cannot)?;
        recorder.event(ended, "closed").map_err(cannot)?;
    }
}

/// Waits for a client that may connect.
fn next(listener: &Listener) -> Result<Stream, Failure> {
    let failed = |error: io::Error| Failure::host(format!("cannot accept: {error}"));
    loop {
        wait(&mut [PollFd::new(listener, PollFlags::IN)]).map_err(failed)?;
        match listener.accept().map_err(failed)? {
            Accepted::Client(client, _) => return Ok(client),
            Accepted::Refused(error) => context::note(&format!("refused: {error}")),
            Accepted::Nothing => {}
        }
    }
}

/// Passes bytes on until one side closes, and returns which.
///
/// # Errors
/// The trace cannot be written.
fn pass(client: &mut Stream, agent: &mut Stream, recorder: &mut Recorder<File>) -> io::Result<Side> {
    let mut bytes = Vec::with_capacity(READ_BYTES);
    loop {
        let mut both = [
            PollFd::from_borrowed_fd(client.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(agent.as_fd(), PollFlags::IN),
        ];
        wait(&mut both)?;
        let ready = both.map(|one| !one.revents().is_empty());
        for (side, is_ready) in [Side::Client, Side::Agent].into_iter().zip(ready) {
            let (from, to) = match side {
                Side::Client => (&mut *client, &mut *agent),
                Side::Agent => (&mut *agent, &mut *client),
            };
            if !is_ready {
                continue;
            }
            bytes.clear();
            match from.try_read(&mut bytes) {
                Ok(1..) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                    continue;
                }
                _ => return Ok(side),
            }
            recorder.received(side, &bytes)?;
            if to.write_all_by(&bytes, Instant::now() + STALL).is_err() {
                return Ok(if side == Side::Client { Side::Agent } else { Side::Client });
            }
        }
    }
}

fn wait(descriptors: &mut [PollFd<'_>]) -> io::Result<()> {
    match poll(descriptors, None) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
