//! The freezer's calls on file systems and state files, each with a timeout.

use std::fmt::Write;
use std::io;
use std::mem;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::super::guardian::{Guardian, Watch};
use super::super::marker::Marker;
use super::super::record::Record;
use super::super::rules::Need;
use super::super::volumes::Volume;
use super::super::window::Window;
use super::{Frozen, Shared, State, done};
use crate::os::errno;
use crate::process::deadline::STOP_GRACE;

/// Timeout for freezing one file system, which first writes all unwritten data.
const FREEZE_TIMEOUT: Duration = Duration::from_secs(120);

const THAW_TIMEOUT: Duration = Duration::from_secs(30);

const FILE_TIMEOUT: Duration = Duration::from_secs(10);

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
        &self,
        volumes: Vec<Arc<Volume>>,
        mut frozen: Frozen,
        state: &mut State,
    ) -> Result<i64, CommandError> {
        let mut failure = None;
        for (index, volume) in volumes.into_iter().enumerate() {
            let start = Instant::now();
            let result = self.freeze_next(&volume, &frozen);
            let text = match &result {
                Ok(true) => "frozen".to_owned(),
                Ok(false) => "passed over, since it cannot be frozen or is frozen already".to_owned(),
                Err(error) => format!("failed: {}", error_text(error)),
            };
            frozen.window.add(&volume.dir, Some(start.elapsed()), text);
            match result {
                Ok(true) => {
                    frozen.window.frozen += 1;
                    frozen.held.push(volume);
                }
                Ok(false) => frozen.guardian.skip(index),
                Err(_) if volume.need == Need::Optional => {}
                Err(error) => {
                    failure = Some(not_frozen(&volume, &error, &frozen.held));
                    break;
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

    /// Freezes one more, unless the freeze is to end; false if this one cannot be frozen or is frozen already.
    fn freeze_next(&self, volume: &Arc<Volume>, frozen: &Frozen) -> io::Result<bool> {
        if let Some(event) = frozen.guardian.event() {
            return Err(io::Error::other(self.reason(event)));
        }
        if let Some(why) = self.interruption(&frozen.window) {
            return Err(io::Error::other(why));
        }
        match self.freeze_one(volume, frozen.window.since)? {
            false if volume.need == Need::Required => {
                Err(io::Error::other("it cannot be frozen, or is frozen already"))
            }
            is_frozen => Ok(is_frozen),
        }
    }

    /// Why a freeze that has begun a while ago is to be given up.
    fn interruption(&self, window: &Window) -> Option<&'static str> {
        if window.since.elapsed() < STOP_GRACE { None } else { self.thaw_wanted.reason() }
    }

    fn freeze_one(&self, volume: &Arc<Volume>, since: Instant) -> io::Result<bool> {
        let (volumes, one) = (self.settings.volumes.clone(), volume.clone());
        let freeze = move || volumes.freeze(&one);
        let (volumes, one) = (self.settings.volumes.clone(), volume.clone());
        let undo = move |frozen: io::Result<bool>| {
            if frozen.is_ok_and(|frozen| frozen) {
                // Errors have no reader any more.
                let _ = volumes.thaw(&one);
            }
        };
        // The time limit includes the freeze itself.
        let left = self.settings.limit.map(|limit| limit.saturating_sub(since.elapsed()));
        let limit = left.map_or(FREEZE_TIMEOUT, |left| left.min(FREEZE_TIMEOUT));
        let what = format!("freeze {:?}", volume.dir);
        done(self.work.task(limit, &what).essential().unless(&self.thaw_wanted).attempt(freeze, undo))
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
        while let Some(volume) = frozen.held.pop() {
            match self.thaw_one(&volume) {
                Ok(true) => count += 1,
                Ok(false) => {
                    let another = || format!("another program has thawed {}", volume.dir.display());
                    frozen.broken.get_or_insert_with(another);
                }
                Err(error) => {
                    failure.get_or_insert(error);
                    left.push(volume);
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
        let (volumes, one) = (self.settings.volumes.clone(), volume.clone());
        let what = format!("thaw {:?}", volume.dir);
        let task = self.work.task(THAW_TIMEOUT, &what).essential().despite_stop();
        done(task.attempt(move || volumes.thaw(&one), drop)).map_err(|error| {
            CommandError::new(format!("failed to thaw {}: {}", volume.dir.display(), error_text(&error)))
        })
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

fn not_frozen(volume: &Volume, error: &io::Error, frozen: &[Arc<Volume>]) -> CommandError {
    let mut text = format!("failed to freeze {}: {}", volume.dir.display(), error_text(error));
    for (index, volume) in frozen.iter().enumerate() {
        let before = if index == 0 { "; frozen before it: " } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{before}{}", volume.dir.display());
    }
    CommandError::new(text)
}

/// As [`errno::text`], of an error that is still needed.
fn error_text(error: &io::Error) -> String {
    errno::text(error.raw_os_error().map_or_else(|| io::Error::other(error.to_string()), io::Error::from_raw_os_error))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
