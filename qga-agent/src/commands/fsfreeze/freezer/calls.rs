//! The freezer's calls on file systems and state files, each with a timeout.

use std::fmt::Write;
use std::io;
use std::mem;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::super::guardian::{Guardian, Line, Watch};
use super::super::marker::Marker;
use super::super::record::Record;
use super::super::rules::Need;
use super::super::volumes::Volume;
use super::super::window::Window;
use super::{Frozen, Shared, State, done};
use crate::os::errno;
use crate::process::deadline::{STOP_GRACE, Step};

/// Timeout for freezing one file system, which first writes all unwritten data.
const FREEZE_TIMEOUT: Duration = Duration::from_secs(120);

const THAW_TIMEOUT: Duration = Duration::from_secs(30);

const FILE_TIMEOUT: Duration = Duration::from_secs(10);

/// The attempt to freeze one file system; false if it cannot be frozen or is frozen already.
struct Tried {
    shared: Arc<Shared>,
    volume: Arc<Volume>,
    result: io::Result<bool>,
    took: Duration,
}

/// What a thaw did.
pub(super) struct Thawed {
    pub(super) count: i64,
    /// Why they were not frozen until this thaw.
    pub(super) broken: Option<String>,
    /// The record of the freeze; `None` if the agent has frozen nothing.
    pub(super) window: Option<Window>,
}

impl Shared {
    /// Starts the guardian of these volumes.
    pub(super) fn guard(&self, volumes: &[Arc<Volume>]) -> io::Result<(Guardian, Watch)> {
        let descriptors: Vec<RawFd> = volumes.iter().map(|volume| volume.file.as_raw_fd()).collect();
        Guardian::start(&descriptors, self.settings.limit, self.settings.volumes.thaw_in_guardian())
    }

    /// Freezes all or none of the required ones; the state holds the frozen file systems.
    pub(super) fn freeze(
        self: &Arc<Self>,
        volumes: Vec<Arc<Volume>>,
        mut frozen: Frozen,
        state: &mut State,
    ) -> Result<i64, CommandError> {
        let mut failure = None;
        let mut next = 0;
        while failure.is_none() && next < volumes.len() {
            let since = frozen.window.since;
            let each = volumes.iter().enumerate().skip(next);
            let line = frozen.guardian.line();
            let steps = each.map(|(index, volume)| self.freeze_step(volume, index, line, since)).collect();
            // The time limit includes the freeze itself.
            let until = self.settings.limit.map(|limit| since + limit);
            let task = self.work.task(FREEZE_TIMEOUT, "").essential().until(until).unless(&self.thaw_wanted);
            let (tried, ended) = task.attempt_each(steps, Tried::ends, Tried::undo);
            let results = tried.into_iter().map(|tried| (tried.result, Some(tried.took)));
            for (result, took) in results.chain(ended.err().map(|why| (Err(io::Error::other(why)), None))) {
                let volume = &volumes[next];
                next += 1;
                let text = match &result {
                    Ok(true) => "frozen".to_owned(),
                    Ok(false) => "passed over, since it cannot be frozen or is frozen already".to_owned(),
                    Err(error) => format!("failed: {}", error_text(error)),
                };
                frozen.window.add(&volume.dir, took, text);
                match result {
                    Ok(true) => {
                        frozen.window.frozen += 1;
                        frozen.held.push(Arc::clone(volume));
                    }
                    Err(error) if volume.need != Need::Optional => {
                        failure = Some(not_frozen(volume, &error, &frozen.held));
                    }
                    Ok(false) | Err(_) => {}
                }
            }
        }
        if failure.is_none() {
            // It may have ended after the last file system was frozen.
            failure = frozen.guardian.event().map(|event| {
                let reason = self.reason(event);
                CommandError::new(format!("failed to keep the file systems frozen: {reason}"))
            });
        }
        let count = count(frozen.held.len());
        *state = State::Frozen(frozen);
        if failure.is_none() && count > 0 {
            return Ok(count);
        }
        let thawed = self.thaw(state).map_err(|other| match &failure {
            Some(error) => CommandError::new(format!("{}; {}", error.desc, other.desc)),
            None => other,
        })?;
        if let Some(window) = thawed.window {
            window.log(failure.as_ref().map_or("nothing was frozen", |error| &error.desc));
        }
        failure.map_or(Ok(0), Err)
    }

    fn freeze_step(self: &Arc<Self>, volume: &Arc<Volume>, index: usize, line: &Line, since: Instant) -> Step<Tried> {
        let (shared, one, line) = (Arc::clone(self), Arc::clone(volume), line.clone());
        let work = move || {
            let start = Instant::now();
            let result = shared.freeze_next(&one, &line, since);
            if matches!(result, Ok(false)) {
                line.skip(index);
            }
            Tried { shared, volume: one, result, took: start.elapsed() }
        };
        Step { what: format!("freeze {:?}", volume.dir), work: Box::new(work) }
    }

    /// Freezes one more, unless the freeze is to end.
    fn freeze_next(&self, volume: &Volume, line: &Line, since: Instant) -> io::Result<bool> {
        if let Some(event) = line.event() {
            return Err(io::Error::other(self.reason(event)));
        }
        if let Some(why) = self.interruption(since) {
            return Err(io::Error::other(why));
        }
        match self.settings.volumes.freeze(volume)? {
            false if volume.need == Need::Required => {
                Err(io::Error::other("it cannot be frozen, or is frozen already"))
            }
            is_frozen => Ok(is_frozen),
        }
    }

    /// Why a freeze that has begun a while ago is to be given up.
    fn interruption(&self, since: Instant) -> Option<&'static str> {
        if since.elapsed() < STOP_GRACE { None } else { self.thaw_wanted.reason() }
    }

    /// Thaws in reverse order. A file system that does not thaw stays in the state, which stays frozen.
    pub(super) fn thaw(&self, state: &mut State) -> Result<Thawed, CommandError> {
        let count = match state {
            State::Frozen(frozen) => {
                if frozen.broken.is_none() {
                    frozen.broken = frozen.guardian.event().map(|event| self.reason(event));
                }
                self.thaw_held(frozen)?
            }
            State::Thawed | State::Ended(_) | State::Inherited(_) => self.thaw_possible()?,
        };
        let thawed = match mem::replace(state, State::Thawed) {
            State::Frozen(Frozen { window, broken, .. }) => Thawed { count, broken, window: Some(window) },
            State::Thawed | State::Ended(_) | State::Inherited(_) => Thawed { count, broken: None, window: None },
        };
        self.frozen.store(false, Ordering::Release);
        self.thawed.notify_all();
        Ok(thawed)
    }

    fn thaw_held(&self, frozen: &mut Frozen) -> Result<i64, CommandError> {
        let mut count = 0;
        let mut left = Vec::new();
        let mut failure = None;
        while !frozen.held.is_empty() {
            let steps = frozen.held.iter().rev().map(|volume| self.thaw_step(volume)).collect();
            let task = self.work.task(THAW_TIMEOUT, "").essential().despite_stop();
            let (results, ended) = task.attempt_each(steps, |_| false, drop);
            // One that hangs does not keep the others frozen.
            for result in results.into_iter().chain(ended.err().map(|why| Err(io::Error::other(why)))) {
                let Some(volume) = frozen.held.pop() else { break };
                match result {
                    Ok(true) => count += 1,
                    Ok(false) => {
                        let another = || format!("another program has thawed {}", volume.dir.display());
                        frozen.broken.get_or_insert_with(another);
                    }
                    Err(error) => {
                        failure.get_or_insert_with(|| not_thawed(&volume, &error));
                        left.push(volume);
                    }
                }
            }
        }
        left.reverse();
        frozen.held = left;
        failure.map_or(Ok(count), Err)
    }

    /// The agent froze none of them, so failures to open or thaw one are ignored.
    fn thaw_possible(&self) -> Result<i64, CommandError> {
        let volumes = self.settings.volumes.open_possible()?;
        let thawed =
            volumes.into_iter().map(Arc::new).filter(|volume| self.thaw_one(volume).is_ok_and(|thawed| thawed));
        Ok(count(thawed.count()))
    }

    fn thaw_one(&self, volume: &Arc<Volume>) -> Result<bool, CommandError> {
        let Step { what, work } = self.thaw_step(volume);
        let task = self.work.task(THAW_TIMEOUT, &what).essential().despite_stop();
        done(task.attempt(work, drop)).map_err(|error| not_thawed(volume, &error))
    }

    fn thaw_step(&self, volume: &Arc<Volume>) -> Step<io::Result<bool>> {
        let (volumes, one) = (self.settings.volumes.clone(), volume.clone());
        Step { what: format!("thaw {:?}", volume.dir), work: Box::new(move || volumes.thaw(&one)) }
    }

    /// Changes a file in the state directory. With a timeout: the directory may lie on a file system that hangs.
    /// Without these files only an agent that starts during or after the freeze is worse off.
    pub(super) fn mark<T: Send + 'static>(
        &self,
        what: &str,
        change: impl FnOnce(&(Marker, Record)) -> io::Result<T> + Send + 'static,
    ) -> Option<T> {
        let files = self.settings.files.clone()?;
        let task = self.work.task(FILE_TIMEOUT, what).essential().despite_stop();
        self.note(what, done(task.attempt(move || change(&files), drop)))
    }
}

impl Tried {
    /// Whether the freeze fails, so that no other is frozen.
    fn ends(&self) -> bool {
        self.result.is_err() && self.volume.need != Need::Optional
    }

    /// Thaws what was frozen too late.
    fn undo(self) {
        if self.result.is_ok_and(|frozen| frozen) {
            // Errors have no reader any more.
            let _ = self.shared.settings.volumes.thaw(&self.volume);
        }
    }
}

fn not_frozen(volume: &Volume, error: &io::Error, frozen: &[Arc<Volume>]) -> CommandError {
    let mut text = format!("failed to freeze {}: {}", volume.dir.display(), error_text(error));
    for (index, volume) in frozen.iter().enumerate() {
        let before = if index == 0 { "; frozen before it: " } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{before}{}", volume.dir.display());
    }
    CommandError::new(text)
}

fn not_thawed(volume: &Volume, error: &io::Error) -> CommandError {
    CommandError::new(format!("failed to thaw {}: {}", volume.dir.display(), error_text(error)))
}

/// As [`errno::text`], of an error that is still needed.
fn error_text(error: &io::Error) -> String {
    errno::text(error.raw_os_error().map_or_else(|| io::Error::other(error.to_string()), io::Error::from_raw_os_error))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
