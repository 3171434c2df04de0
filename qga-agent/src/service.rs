//! Runs the agent, from its settings to its end.

use std::env;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use qga_runtime::{Attendant, Dispatcher, Endpoint, Notice, ServeOptions, StandIn, serve};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::agent::Agent;
use crate::channel::{self, Channel};
use crate::cli::{self, Failure, Task};
use crate::commands::fsfreeze::Freezer;
use crate::config::Config;
use crate::daemon::{self, PidFile, Signal, Signals};
use crate::{deadline, footprint, inheritance, logging, stand_in};

/// How long to wait before a channel that cannot be opened is tried again.
const RETRY: Duration = Duration::from_secs(5);

/// Does what the command line of this process says, with these commands, and tells how that ended.
pub fn main(dispatcher: Dispatcher<Agent>) -> ExitCode {
    let done = match cli::parse(env::args_os().skip(1), env::var_os("QGA_CONF")) {
        Ok(Task::Print(text)) => print(&text),
        Ok(Task::List) => print(&dispatcher.commands().map(|info| format!("{}\n", info.name)).collect::<String>()),
        Ok(Task::Dump(config)) => channel::path(&config.method, config.path.as_deref())
            .and_then(|path| print(&Config { path: Some(path), ..config }.dump())),
        Ok(Task::Run(config)) => run(&config, dispatcher).inspect_err(|text| {
            if config.logfile.is_some() {
                log::error!("{text}");
            }
        }),
        Err(Failure::Usage(text)) => Err(format!("{text}\nTry 'qemu-ga --help' for more information.")),
        Err(Failure::Config(text)) => Err(text),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            complain(&text);
            ExitCode::FAILURE
        }
    }
}

/// Prints what was asked for. Who reads no further has what they wanted.
fn print(text: &str) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot print: {error}")),
        _ => Ok(()),
    }
}

/// Says on stderr what is wrong; that nobody can be told is no reason to die.
fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "qemu-ga: {text}");
}

/// Serves these commands with these settings until a signal ends it.
///
/// Call it before the process has a second thread: with `daemon` it goes to the background.
///
/// # Errors
/// The text to report: the agent could not start, or has lost its channel.
pub fn run(config: &Config, dispatcher: Dispatcher<Agent>) -> Result<(), String> {
    inheritance::settle();
    let config = &config.anchored();
    if config.daemon {
        daemon::tighten_umask();
    }
    let mut opened = vec![Opened::with(config)?];
    for address in &config.channels {
        opened.push(Opened::channel(Channel::at(address)?, config)?);
    }
    let ready = if config.daemon {
        Some(daemon::background().map_err(|error| format!("failed to go to the background: {error}"))?)
    } else {
        None
    };
    let signals = Signals::catch().map_err(|error| format!("failed to catch signals: {error}"))?;

    let mut agent = Agent::new(config, dispatcher.commands())
        .map_err(|error| format!("failed to use state directory {}: {error}", config.statedir.display()))?;
    let freezer = agent.freezer.clone();
    let logfile = config.logfile.as_deref();
    logging::start(logfile, config.verbose, Box::new(move || freezer.is_frozen()))
        .map_err(|error| format!("unable to open specified log file: {error}"))?;
    for name in agent.offer().unknown_in_lists() {
        log::error!("there is no command '{name}': check the lists of blocked and allowed commands");
    }
    agent.freezer.check_hook();
    // Kept to the end: with it the file goes.
    let pid_file = Arc::new(Mutex::new(None));
    if let Some(ready) = ready {
        write_pid_file(&config.pidfile, &agent.freezer, &pid_file)?;
        daemon::let_go().map_err(|error| format!("failed to go to the background: {error}"))?;
        ready.tell();
    }

    let stand_in = Some(stand_in::stand_in(&agent, &dispatcher));
    let mut attendant = Watch { signals, stand_in, retry: config.retry_path, lost: None };
    let endpoints: Option<Vec<_>> = opened.into_iter().map(|opened| opened.endpoint(&attendant)).collect();
    let served = match endpoints {
        Some(endpoints) => {
            footprint::forget_start();
            serve(&dispatcher, &mut agent, endpoints, &mut attendant, &ServeOptions::default())
        }
        None => Ok(()),
    };
    // Nobody is left to thaw what this agent, or the one before it, has frozen.
    agent.freezer.release();
    drop(pid_file.lock().unwrap_or_else(PoisonError::into_inner).take());
    served.map_err(|error| format!("failed to wait for the channel: {error}"))?;
    attendant.lost.map_or(Ok(()), Err)
}

/// Writes the pid file, or has it written when the file systems that an earlier agent has frozen are thawed: writing there
/// would wait for the thaw that this agent is to make.
fn write_pid_file(path: &Path, freezer: &Freezer, kept: &Arc<Mutex<Option<PidFile>>>) -> Result<(), String> {
    let path = path.to_owned();
    if !freezer.is_frozen() {
        let write = move || PidFile::create(&path);
        let written = deadline::run(deadline::SHORT, "write the pid file", write).map_err(|error| error.desc)??;
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(written);
        return Ok(());
    }
    let (freezer, kept) = (freezer.clone(), Arc::clone(kept));
    let later = move || {
        freezer.wait_until_thawed();
        match PidFile::create(&path) {
            Ok(written) => *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(written),
            Err(error) => log::error!("{error}"),
        }
    };
    let spawned = thread::Builder::new().name("pid file".into()).spawn(later);
    spawned.map(drop).map_err(|error| format!("failed to write the pid file later: {error}"))
}

/// The channel at the start.
enum Opened {
    Now(Endpoint),
    Later(Channel),
}

impl Opened {
    fn with(config: &Config) -> Result<Self, String> {
        if let Some(socket) = daemon::activation()? {
            let adopted = channel::adopt(socket).map(Self::Now);
            return adopted.map_err(|error| format!("failed to use the socket of the socket activation: {error}"));
        }
        Self::channel(Channel::new(&config.method, config.path.as_deref())?, config)
    }

    fn channel(channel: Channel, config: &Config) -> Result<Self, String> {
        match channel.open() {
            Ok(endpoint) => Ok(Self::Now(endpoint)),
            Err(text) if !config.retry_path => Err(text),
            Err(text) => {
                complain(&format!("{text}; trying again"));
                Ok(Self::Later(channel))
            }
        }
    }

    /// What to serve; nothing when a signal ends the waiting for it.
    fn endpoint(self, attendant: &Watch) -> Option<Endpoint> {
        let channel = match self {
            Self::Now(endpoint) => return Some(endpoint),
            Self::Later(channel) => channel,
        };
        channel.sometime().or_else(|| {
            loop {
                if attendant.stops_within(RETRY) {
                    return None;
                }
                match channel.open() {
                    Ok(endpoint) => return Some(endpoint),
                    Err(text) => log::warn!("{text}; trying again"),
                }
            }
        })
    }
}

/// Looks after the process while its channels are served.
struct Watch {
    signals: Signals,
    stand_in: Option<StandIn>,
    retry: bool,
    /// What ended the service, unless it was a signal.
    lost: Option<String>,
}

impl Watch {
    /// Whether a signal to stop arrives in this time.
    fn stops_within(&self, time: Duration) -> bool {
        let timeout = Timespec::try_from(time).ok();
        // An interrupted wait only ends early.
        let _ = poll(&mut [PollFd::new(&self.signals, PollFlags::IN)], timeout.as_ref());
        self.stops()
    }

    fn stops(&self) -> bool {
        while let Some(signal) = self.signals.next() {
            match signal {
                Signal::Stop => return true,
                Signal::ReopenLog => logging::reopen(),
            }
        }
        false
    }
}

impl Attendant<Agent> for Watch {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.signals.as_fd()
    }

    fn woken(&mut self, _agent: &mut Agent) -> ControlFlow<()> {
        if self.stops() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn stand_in(&mut self) -> Option<StandIn> {
        self.stand_in.take()
    }

    fn notice(&mut self, notice: Notice<'_>) -> ControlFlow<()> {
        match notice {
            Notice::DeviceLost(address, error) if !self.retry => {
                self.lost = Some(format!("lost channel {address}: {error}"));
                return ControlFlow::Break(());
            }
            Notice::DeviceLost(address, error) => log::warn!("lost channel {address}: {error}; trying again"),
            Notice::DeviceOpened(address) => log::info!("opened channel {address}"),
            Notice::Refused(error) => log::warn!("{error}"),
            Notice::CannotAccept(error) => log::warn!("cannot accept a client: {error}"),
            other => log::debug!("{other:?}"),
        }
        ControlFlow::Continue(())
    }
}
