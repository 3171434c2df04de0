//! Runs the agent: gathers its settings, opens its channels, serves until a signal.

pub(crate) mod agent;
pub(crate) mod channel;
mod check;
mod loop_answers;

use std::env;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::{
    Admission, Attendant, Dispatcher, Endpoint, Gate, Heartbeat, LoopAnswers, Notice, ServeOptions, serve,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use agent::{Agent, Extended};
use channel::Channel;

use crate::commands::fsfreeze::{self, Freezer};
use crate::process::daemon::{self, PidFile, Signal, Signals};
use crate::process::service_manager::Manager;
use crate::process::{deadline, footprint, inheritance, logging};
use crate::settings::config::Config;
use crate::settings::defaults::{self, Source};
use crate::settings::{self, Failure, Settings, Task};

/// Time between two attempts to open a channel.
const CHANNEL_RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// Minimum time between two log lines about refused clients.
const REFUSED_LOG_INTERVAL: Duration = Duration::from_secs(60);

/// Parses the command line of this process, runs the stock agent with these commands, and returns the exit code.
pub fn main(dispatcher: Dispatcher<Agent>) -> ExitCode {
    main_of(&dispatcher, |agent| agent)
}

/// As [`main`], for an agent with a vendor's own state and the commands that work on it.
pub fn main_with<S>(own: S, dispatcher: Dispatcher<Extended<S>>) -> ExitCode {
    main_of(&dispatcher, |agent| Extended::new(agent, own))
}

fn main_of<A: Gate>(dispatcher: &Dispatcher<A>, whole: impl FnOnce(Agent) -> A) -> ExitCode {
    let task = defaults::read(&defaults_root(), env::vars_os())
        .map_err(Failure::Config)
        .and_then(|sources| settings::gather(env::args_os().skip(1), env::var_os("QGA_CONF"), sources));
    let done = match task {
        Ok(Task::Print(text)) => print(&text),
        Ok(Task::List) => print(&dispatcher.commands().map(|info| format!("{}\n", info.name)).collect::<String>()),
        Ok(Task::Dump(settings)) => dump(settings).and_then(|text| print(&text)),
        Ok(Task::Plan(settings)) => fsfreeze::plan(&settings.config).and_then(|text| print(&text)),
        Ok(Task::Check(settings)) => {
            let names: Vec<_> = dispatcher.commands().map(|info| info.name).collect();
            findings(&check::check(Path::new("/"), &settings, &names))
        }
        Ok(Task::Run(settings)) => {
            let served = serve_with(&settings.config, &warnings(&settings), dispatcher, whole);
            served.inspect_err(|text| {
                if settings.config.logfile.is_some() {
                    log::error!("{text}");
                }
            })
        }
        Err(Failure::Usage(text)) => Err(format!("{text}\nTry 'qemu-ga --help' for more information.")),
        Err(Failure::Config(text)) if settings::asks_for_check(env::args_os().skip(1)) => {
            findings(&check::not_understood(&text))
        }
        Err(Failure::Config(text)) => Err(text),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            report(&text);
            ExitCode::FAILURE
        }
    }
}

/// The folder beneath which the variables of distributions are: `/`, unless tests say otherwise.
fn defaults_root() -> PathBuf {
    env::var_os("QGA_DEFAULTS_ROOT").map_or_else(|| "/".into(), PathBuf::from)
}

/// The settings as a configuration file, after comments that name the other places they come from.
fn dump(settings: Settings) -> Result<String, String> {
    let mut text = String::new();
    for Source { names, warnings, .. } in &settings.sources {
        names.iter().for_each(|name| text.push_str(&format!("# read: {name}\n")));
        warnings.iter().for_each(|warning| text.push_str(&format!("# warning: {warning}\n")));
    }
    let config = settings.config;
    let path = channel::path(&config.method, config.path.as_deref())?;
    Ok(text + &Config { path: Some(path), ..config }.dump())
}

/// Prints what a check has found.
fn findings(findings: &[check::Finding]) -> Result<(), String> {
    let (text, fine) = check::report(findings);
    print(&text)?;
    if fine { Ok(()) } else { Err("the lines above name problems".to_owned()) }
}

/// The warnings about settings: not understood, or without the intended effect.
fn warnings(settings: &Settings) -> Vec<&str> {
    let sources = settings.sources.iter().flat_map(|source| &source.warnings);
    sources.chain(&settings.warnings).map(String::as_str).collect()
}

/// Prints text; a reader that closes the pipe early is no error.
fn print(text: &str) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot print: {error}")),
        _ => Ok(()),
    }
}

/// Writes an error to stderr; a failed write is ignored.
fn report(text: &str) {
    let _ = writeln!(io::stderr(), "qemu-ga: {text}");
}

/// Serves these commands with these settings until a signal ends it.
///
/// Call it before the process has a second thread: with `daemon` it forks into the background.
///
/// # Errors
/// The text to report: the agent cannot start, or has lost its channel.
pub fn run(config: &Config, dispatcher: Dispatcher<Agent>) -> Result<(), String> {
    serve_with(config, &[], &dispatcher, |agent| agent)
}

/// As [`run`], for an agent with a vendor's state; logs the warnings about settings when the log is open.
fn serve_with<A: Gate>(
    config: &Config,
    warnings: &[&str],
    dispatcher: &Dispatcher<A>,
    whole: impl FnOnce(Agent) -> A,
) -> Result<(), String> {
    inheritance::isolate();
    let config = &config.anchored();
    if config.daemon {
        daemon::tighten_umask();
    }
    let manager = Manager::of_environment();
    let admission = channel::admission(&config.channel_users, Path::new("/"))?;
    let mut opened = Vec::new();
    let mut channels = Vec::new();
    match daemon::activation()? {
        Some(socket) => opened.push(Opened::adopted(socket, &admission)?),
        None => channels.push(Channel::new(&config.method, config.path.as_deref())?),
    }
    for address in &config.channels {
        channels.push(Channel::at(address)?);
    }
    for channel in &channels {
        opened.push(Opened::channel(channel, &admission, config.retry_path)?);
    }
    let ready = if config.daemon {
        Some(daemon::background().map_err(|error| format!("failed to go to the background: {error}"))?)
    } else {
        None
    };
    let signals = Signals::catch().map_err(|error| format!("failed to catch signals: {error}"))?;

    let agent = Agent::new(config, dispatcher.commands())
        .map_err(|error| format!("failed to use state directory {}: {error}", config.statedir.display()))?;
    let freezer = agent.freezer.clone();
    let is_frozen = Box::new({
        let freezer = freezer.clone();
        move || freezer.is_frozen()
    });
    let logfile = config.logfile.as_deref();
    logging::start(logfile, config.log_format, config.log_level(), is_frozen)
        .map_err(|error| format!("unable to open specified log file: {error}"))?;
    log::info!("version {} starts", env!("CARGO_PKG_VERSION"));
    for warning in warnings {
        log::warn!(target: logging::SETTINGS, "{warning}");
    }
    for name in agent.offer().unknown_in_lists() {
        log::warn!(target: logging::SETTINGS, "there is no command '{name}': check the lists of blocked and allowed commands");
    }
    for warning in channels.iter().filter_map(Channel::warning) {
        log::error!("{warning}");
    }
    freezer.start();
    // Kept until the end: dropping it removes the file.
    let pid_file = Arc::new(Mutex::new(None));
    if let Some(ready) = ready {
        write_pid_file(&config.pidfile, &freezer, &pid_file)?;
        daemon::detach().map_err(|error| format!("failed to go to the background: {error}"))?;
        ready.report();
    }

    channels.iter().for_each(|channel| log::info!("serving channel {}", channel.address()));
    manager.ready();
    let loop_answers = Some(loop_answers::loop_answers(&agent));
    let mut attendant =
        Supervisor { signals, manager, loop_answers, retry: config.retry_path, refused: None, lost: None };
    let opened = opened.into_iter();
    let endpoints: Option<Vec<_>> = opened.map(|opened| opened.endpoint(&admission, &attendant)).collect();
    let served = match endpoints {
        Some(endpoints) => {
            footprint::unmap_program();
            let defaults = ServeOptions::default();
            let overtake = defaults.overtake.filter(|_| config.sync_overtakes);
            serve(dispatcher, &mut whole(agent), endpoints, &mut attendant, &ServeOptions { overtake, ..defaults })
        }
        None => Ok(()),
    };
    // After the end no agent is left to thaw what this one, or the one before it, has frozen.
    freezer.release();
    drop(pid_file.lock().unwrap_or_else(PoisonError::into_inner).take());
    served.map_err(|error| format!("failed to wait for the channel: {error}"))?;
    attendant.lost.map_or(Ok(()), Err)
}

/// Writes the pid file, at once or after the thaw: while an earlier agent's freeze lasts, writing would wait for the
/// thaw that this agent is to make.
fn write_pid_file(path: &Path, freezer: &Freezer, kept: &Arc<Mutex<Option<PidFile>>>) -> Result<(), String> {
    let path = path.to_owned();
    if !freezer.is_frozen() {
        let write = move || PidFile::create(&path);
        let written =
            deadline::run(deadline::CALL_TIMEOUT, "write the pid file", write).map_err(|error| error.desc)??;
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

/// A channel at the start: opened, or to be opened later.
enum Opened {
    Now(Endpoint),
    Later(Channel),
}

impl Opened {
    fn adopted(socket: OwnedFd, admission: &Admission) -> Result<Self, String> {
        let adopted = channel::adopt(socket, admission).map(Self::Now);
        adopted.map_err(|error| format!("failed to use the socket of the socket activation: {error}"))
    }

    fn channel(channel: &Channel, admission: &Admission, retry: bool) -> Result<Self, String> {
        match channel.open(admission) {
            Ok(endpoint) => Ok(Self::Now(endpoint)),
            Err(text) if !retry => Err(text),
            Err(text) => {
                report(&format!("{text}; trying again"));
                Ok(Self::Later(channel.clone()))
            }
        }
    }

    /// The endpoint to serve; `None` if a signal to stop arrives first.
    fn endpoint(self, admission: &Admission, attendant: &Supervisor) -> Option<Endpoint> {
        let channel = match self {
            Self::Now(endpoint) => return Some(endpoint),
            Self::Later(channel) => channel,
        };
        channel.sometime().or_else(|| {
            let interval = attendant.manager.interval.unwrap_or(Duration::MAX).min(CHANNEL_RETRY_INTERVAL);
            loop {
                if attendant.stops_within(interval) {
                    return None;
                }
                match channel.open(admission) {
                    Ok(endpoint) => return Some(endpoint),
                    Err(text) => log::warn!("{text}; trying again"),
                }
                attendant.manager.serving();
            }
        })
    }
}

/// Handles signals and notices while the channels are served.
struct Supervisor {
    signals: Signals,
    manager: Manager,
    loop_answers: Option<LoopAnswers>,
    retry: bool,
    /// When a refused client was last reported.
    refused: Option<Instant>,
    /// The error that ended the service; `None` for a signal.
    lost: Option<String>,
}

impl Supervisor {
    /// Whether a signal to stop arrives within this time.
    fn stops_within(&self, time: Duration) -> bool {
        let timeout = Timespec::try_from(time).ok();
        // An interrupted wait only ends early.
        let _ = poll(&mut [PollFd::new(&self.signals, PollFlags::IN)], timeout.as_ref());
        self.stops()
    }

    /// Logs a refused client, at intervals: every user of the machine can cause such lines.
    fn report_refused(&mut self, error: &io::Error) {
        if self.refused.is_none_or(|last| last.elapsed() >= REFUSED_LOG_INTERVAL) {
            self.refused = Some(Instant::now());
            log::error!(
                "{error}; others that are refused within {} s are not reported",
                REFUSED_LOG_INTERVAL.as_secs()
            );
        }
    }

    fn stops(&self) -> bool {
        while let Some(signal) = self.signals.next() {
            match signal {
                Signal::Stop => {
                    self.manager.stopping();
                    log::info!("stopping on a signal");
                    return true;
                }
                Signal::ReopenLog => {
                    logging::reopen();
                    log::info!("opened the log file again");
                }
            }
        }
        false
    }
}

impl<A> Attendant<A> for Supervisor {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.signals.as_fd()
    }

    fn woken(&mut self, _agent: &mut A) -> ControlFlow<()> {
        if self.stops() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn loop_answers(&mut self) -> Option<LoopAnswers> {
        self.loop_answers.take()
    }

    fn heartbeat(&mut self) -> Option<Heartbeat> {
        let manager = self.manager.clone();
        Some(Heartbeat::new(manager.interval?, move || manager.serving()))
    }

    fn notice(&mut self, notice: Notice) -> ControlFlow<()> {
        match notice {
            Notice::DeviceLost(address, error) if !self.retry => {
                self.lost = Some(format!("lost channel {address}: {error}"));
                return ControlFlow::Break(());
            }
            Notice::DeviceLost(address, error) => log::warn!("lost channel {address}: {error}; trying again"),
            Notice::DeviceOpened(address) => {
                log::info!("opened channel {address}");
                if let Some(warning) = channel::warning(&address) {
                    log::error!("{warning}");
                }
            }
            Notice::Refused(error) => self.report_refused(&error),
            Notice::CannotAccept(error) => log::warn!("cannot accept a client: {error}"),
            other => log::debug!("{other:?}"),
        }
        ControlFlow::Continue(())
    }

    fn idle(&mut self) {
        footprint::unmap_program();
    }
}
