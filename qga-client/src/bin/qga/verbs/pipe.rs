//! `qga pipe`: joins an agent's channel to this process's input and output.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::{ArgMatches, Command};
use qga_client::{CallError, Stream};

use crate::command_line;
use crate::context::Context;
use crate::failure::Failure;
use crate::target;

/// As long as anyone may wait.
const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long answers are taken after the end of the input.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

pub(crate) fn command() -> Command {
    Command::new("pipe")
        .about("Join the channel to standard input and output, for programs that speak the protocol")
        .arg(command_line::target())
        .after_help("This is how another host's `qga` reaches a guest of this one: `qga info ssh:HOST/TARGET`.")
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let target = context.target(matches)?;
    let mut reader = target::stream(&target, &context.options())?;
    let mut writer = reader.try_clone().map_err(|error| Failure::host(format!("cannot read and write: {error}")))?;
    thread::spawn(move || {
        let mut bytes = vec![0; 64 << 10];
        while let Ok(count @ 1..) = io::stdin().read(&mut bytes) {
            if writer.write_all_by(&bytes[..count], Instant::now() + FOR_EVER).is_err() {
                break;
            }
        }
        // Answers may be on their way still.
        thread::sleep(LAST_ANSWERS);
        std::process::exit(0);
    });
    join(&mut reader)
}

fn join(reader: &mut Stream) -> Result<ExitCode, Failure> {
    let mut bytes = Vec::with_capacity(64 << 10);
    let mut stdout = io::stdout().lock();
    loop {
        bytes.clear();
        match reader.read_by(&mut bytes, Instant::now() + FOR_EVER) {
            Ok(0) => return Ok(ExitCode::SUCCESS),
            Ok(_) => stdout.write_all(&bytes).and_then(|()| stdout.flush()).map_err(Failure::output)?,
            Err(error) => return Err(Failure::Call(CallError::Io(error))),
        }
    }
}
