//! The freezer's calls on file systems and state files, each with a timeout.

use std::fmt::Write;
use std::io;
use std::mem;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::super::guardian::{Guardian, Line};
use super::super::marker::Marker;
use super::super::record::Record;
use super::super::rules::Need;
use super::super::volumes::Volume;
use super::super::window::Window;
use super::{Frozen, Shared, State, done};
use crate::os::errno;
use crate::process::deadline::{Part, STOP_GRACE};

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
    pub(super) fn guard(self: &Arc<Self>, volumes: &[Arc<Volume>], limit: Option<Duration>) -> io::Result<Guardian> {
        let descriptors: Vec<RawFd> = volumes.iter().map(|volume| volume.file.as_raw_fd()).collect();
        let (guardian, watch) = Guardian::start(&descriptors, limit, self.settings.volumes.thaw_in_guardian())?;
        let watcher = Arc::clone(self);
        thread::Builder::new().name("guardian".into()).spawn(move || watcher.watch(watch))?;
        Ok(guardian)
    }

    /// Freezes all or none of the required ones; the state holds the frozen file systems.
    pub(super) fn freeze(
        self: &Arc<Self>,
        volumes: Vec<Arc<Volume>>,
        mut frozen: Frozen,
        state: &mut State,
    ) -> Result<i64, CommandError> {
        let mut first = 0;
        let mut failure = volumes.chunk_by(|one, next| one.group == next.group).find_map(|group| {
            let failure = self.freeze_group(group, first, &mut frozen);
            first += group.len();
            failure
        });
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

    /// Freezes these at the same time; returns why the freeze fails. `first` is the place of the first one for the guardian.
    fn freeze_group(
        self: &Arc<Self>,
        group: &[Arc<Volume>],
        first: usize,
        frozen: &mut Frozen,
    ) -> Option<CommandError> {
        let (line, since) = (frozen.guardian.line(), frozen.window.since);
        let parts = group.iter().zip(first..).map(|(volume, place)| self.freeze_part(volume, place, line, since));
        // The time limit includes the freeze itself.
        let until = self.settings.limit.map(|limit| since + limit);
        let task = self.work.task(FREEZE_TIMEOUT).essential().until(until).unless(&self.thaw_wanted);
        let mut failed = None;
        for (volume, tried) in group.iter().zip(task.attempt_all(parts, Tried::undo)) {
            let (result, took) = match tried {
                Ok(tried) => (tried.result, Some(tried.took)),
                Err(why) => {
                    frozen.given_up.push(Arc::clone(volume));
                    (Err(io::Error::other(why)), None)
                }
            };
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
                    failed.get_or_insert((volume, error));
                }
                Ok(false) | Err(_) => {}
            }
        }
        failed.map(|(volume, error)| not_frozen(volume, &error, &frozen.held))
    }

    fn freeze_part(self: &Arc<Self>, volume: &Arc<Volume>, place: usize, line: &Line, since: Instant) -> Part<Tried> {
        let (shared, one, line) = (Arc::clone(self), Arc::clone(volume), line.clone());
        let work = move || {
            let start = Instant::now();
            let result = shared.freeze_next(&one, &line, since);
            if matches!(result, Ok(false)) {
                line.skip(place);
            }
            Tried { shared, volume: one, result, took: start.elapsed() }
        };
        Part { what: freezing(volume), work: Box::new(work) }
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
    pub(super) fn thaw(self: &Arc<Self>, state: &mut State) -> Result<Thawed, CommandError> {
        let count = match state {
            State::Frozen(frozen) => {
                if frozen.broken.is_none() {
                    frozen.broken = frozen.guardian.event().map(|event| self.reason(event));
                }
                let count = self.thaw_held(frozen)?;
                self.note("guard a freeze that hangs", self.guard_given_up(&frozen.given_up));
                count
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

    /// One that hangs does not keep the others frozen.
    fn thaw_held(&self, frozen: &mut Frozen) -> Result<i64, CommandError> {
        let mut count = 0;
        let mut left = Vec::new();
        let mut failure = None;
        let held = mem::take(&mut frozen.held);
        for group in held.chunk_by(|one, next| one.group == next.group).rev() {
            for (volume, result) in group.iter().zip(self.thaw_each(group)).rev() {
                match result {
                    Ok(true) => count += 1,
                    Ok(false) => {
                        let another = || format!("another program has thawed {}", volume.dir.display());
                        frozen.broken.get_or_insert_with(another);
                    }
                    Err(error) => {
                        failure.get_or_insert_with(|| not_thawed(volume, &error));
                        left.push(Arc::clone(volume));
                    }
                }
            }
        }
        left.reverse();
        frozen.held = left;
        failure.map_or(Ok(count), Err)
    }

    /// Guards those whose freeze still hangs, until it ends: the agent may end before it can thaw them.
    fn guard_given_up(self: &Arc<Self>, volumes: &[Arc<Volume>]) -> io::Result<()> {
        let hanging = volumes.iter().filter(|volume| self.work.hangs(&freezing(volume)));
        let hanging: Vec<_> = hanging.map(Arc::clone).collect();
        if hanging.is_empty() {
            return Ok(());
        }
        let guardian = Arc::new(self.guard(&hanging, None)?);
        // It is dismissed with the last of the volumes, whose freezes keep them.
        hanging.iter().for_each(|volume| drop(volume.late.set(Arc::clone(&guardian))));
        Ok(())
    }

    /// The agent froze none of them, so failures to open or thaw one are ignored. One whose freeze hangs is thawed when
    /// that ends; until then a thaw would hang, too.
    fn thaw_possible(&self) -> Result<i64, CommandError> {
        let mut volumes = self.settings.volumes.open_possible()?;
        volumes.retain(|volume| !self.work.hangs(&freezing(volume)));
        let volumes: Vec<_> = volumes.into_iter().map(Arc::new).collect();
        let groups = volumes.chunk_by(|one, next| one.group == next.group);
        let thawed = groups.flat_map(|group| self.thaw_each(group)).filter(|result| matches!(result, Ok(true)));
        Ok(count(thawed.count()))
    }

    /// Thaws these at the same time; false for one that was not frozen.
    fn thaw_each(&self, group: &[Arc<Volume>]) -> Vec<io::Result<bool>> {
        let thaw = |volume: &Arc<Volume>| {
            let (volumes, one) = (self.settings.volumes.clone(), volume.clone());
            Part { what: format!("thaw {:?}", volume.dir), work: Box::new(move || volumes.thaw(&one)) }
        };
        let task = self.work.task(THAW_TIMEOUT).essential().despite_stop();
        task.attempt_all(group.iter().map(thaw), drop).into_iter().map(done).collect()
    }

    /// Changes a file in the state directory. With a timeout: the directory may lie on a file system that hangs.
    /// Without these files only an agent that starts during or after the freeze is worse off.
    pub(super) fn mark<T: Send + 'static>(
        &self,
        what: &str,
        change: impl FnOnce(&(Marker, Record)) -> io::Result<T> + Send + 'static,
    ) -> Option<T> {
        let files = self.settings.files.clone()?;
        let task = self.work.task(FILE_TIMEOUT).essential().despite_stop();
        self.note(what, done(task.attempt(what, move || change(&files), drop)))
    }
}

impl Tried {
    /// Thaws what was frozen too late.
    fn undo(self) {
        if self.result.is_ok_and(|frozen| frozen) {
            // Errors have no reader any more.
            let _ = self.shared.settings.volumes.thaw(&self.volume);
        }
    }
}

/// Names the work of freezing it.
fn freezing(volume: &Volume) -> String {
    format!("freeze {:?}", volume.dir)
}

fn not_frozen(volume: &Volume, error: &io::Error, frozen: &[Arc<Volume>]) -> CommandError {
    let mut text = format!("failed to freeze {}: {}", volume.dir.display(), error_text(error));
    for (index, volume) in frozen.iter().enumerate() {
        let before = if index == 0 { "; frozen by then: " } else { ", " };
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
