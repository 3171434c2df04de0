//! Freezes file systems, and thaws them even after failures and a lost host.
//!
//! The rules of a safe freeze, apart from the system calls. Every file system is opened before the first is frozen and
//! stays open until the thaw, so that thawing looks up no path. If a freeze fails, all that it froze is thawed. The
//! hook that ran before the freeze runs after the thaw. With a time limit, the agent thaws without a request.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::hook::{Hook, Word};
use super::marker::Marker;
use super::rules::Need;
use super::volumes::{Nothing, Volume, Volumes};
use crate::os::errno;
use crate::process::deadline::Registry;

/// Timeout for freezing one file system, which first writes all unwritten data.
const FREEZE_TIMEOUT: Duration = Duration::from_secs(120);

const THAW_TIMEOUT: Duration = Duration::from_secs(30);

const MARKER_TIMEOUT: Duration = Duration::from_secs(10);

/// Time between two attempts to thaw after the time limit.
const THAW_RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// The settings of freezing, constant while the agent runs.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) volumes: Arc<dyn Volumes>,
    /// `None`: no marker file.
    pub(crate) marker: Option<Marker>,
    pub(crate) hook: Option<Hook>,
    /// After this time the agent thaws by itself.
    pub(crate) limit: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { volumes: Arc::new(Nothing), marker: None, hook: None, limit: None }
    }
}

/// The frozen state, as the agent recorded it, and the operations on it.
#[derive(Clone, Debug)]
pub(crate) struct Freezer {
    /// Shared with the thread that thaws at the time limit.
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    settings: Settings,
    state: Mutex<State>,
    /// Notified whenever a frozen state ends.
    thawed: Condvar,
    /// Readable while the state is locked.
    frozen: AtomicBool,
    /// Its own registry: a thaw is tried however many other threads hang.
    work: Registry,
}

#[derive(Debug)]
enum State {
    Thawed,
    /// Thawed at this time limit; not reported to the host yet.
    Expired(Duration),
    /// In the order they were frozen.
    Frozen {
        held: Vec<Arc<Volume>>,
        since: Instant,
    },
    /// By an earlier process of the agent, whose descriptors are gone.
    Inherited {
        since: Instant,
    },
}

/// Freezes nothing.
impl Default for Freezer {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Freezer {
    /// Reads whether an earlier process of the agent left file systems frozen. The time limit starts again for them.
    pub(crate) fn new(settings: Settings) -> Self {
        let inherited = settings.marker.as_ref().is_some_and(Marker::is_set);
        let state = if inherited { State::Inherited { since: Instant::now() } } else { State::Thawed };
        let freezer = Self {
            shared: Arc::new(Shared {
                settings,
                state: Mutex::new(state),
                thawed: Condvar::new(),
                frozen: AtomicBool::new(inherited),
                work: Registry::new(usize::MAX),
            }),
        };
        let shared = &freezer.shared;
        if inherited {
            // Without a watcher they stay frozen until the host thaws them, as without a limit.
            let _ = freezer.watch();
        } else {
            shared.mark("remove the stale marker of a frozen state", Marker::clear);
        }
        freezer
    }

    /// Logs at the start why the hook will not run. While file systems are frozen nothing may be opened; the thaw
    /// reports it then.
    pub(crate) fn check_hook(&self) {
        let hook = self.shared.settings.hook.as_ref().filter(|_| !self.is_frozen());
        if let Some(Err(error)) = hook.map(Hook::check) {
            log::error!("{error}");
        }
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.shared.frozen.load(Ordering::Acquire)
    }

    /// Waits until nothing is frozen.
    pub(crate) fn wait_until_thawed(&self) {
        let mut state = self.shared.lock();
        while self.is_frozen() {
            state = self.shared.thawed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Freezes all file systems, or those mounted at these paths, and returns how many.
    pub(crate) fn freeze(&self, only: Option<&[String]>) -> Result<i64, CommandError> {
        let shared = &self.shared;
        let mut state = shared.lock();
        if self.is_frozen() {
            return Err(CommandError::new("file systems are frozen already"));
        }
        if let Err(error) = shared.hook(Word::Freeze) {
            // A failed hook may have done half of its work.
            shared.note("run the thaw hook after the freeze hook failed", shared.hook(Word::Thaw));
            return Err(error);
        }
        let result = self.watch().and_then(|()| shared.freeze(only, &mut state));
        if self.is_frozen() {
            return result;
        }
        let hook = shared.hook(Word::Thaw);
        if result.is_ok() {
            return hook.and(result);
        }
        shared.note("run the thaw hook after a failed freeze", hook);
        result
    }

    /// Thaws the frozen file systems and returns how many. If the agent has frozen none, it tries all mounted ones, in
    /// case the marker was lost.
    pub(crate) fn thaw(&self) -> Result<i64, CommandError> {
        let mut state = self.shared.lock();
        if let State::Expired(limit) = *state {
            *state = State::Thawed;
            let limit = limit.as_secs_f32();
            let text = format!("the file systems were thawed already, when the time limit of {limit} s was over");
            return Err(CommandError::new(text));
        }
        let thawed = self.shared.thaw(&mut state)?;
        self.shared.hook(Word::Thaw)?;
        Ok(thawed)
    }

    /// Thaws everything when the agent ends.
    pub(crate) fn release(&self) {
        if self.is_frozen() {
            self.shared.note("thaw at the end", self.thaw().map(drop));
        }
    }

    /// Starts the thread that thaws at the time limit. Called before the freeze: without the thread there is no freeze.
    fn watch(&self) -> Result<(), CommandError> {
        let Some(limit) = self.shared.settings.limit else { return Ok(()) };
        let shared = self.shared.clone();
        let watch = thread::Builder::new().name("thaw".into()).spawn(move || shared.watch(limit));
        let failed = |error| CommandError::new(format!("cannot watch the time limit: {}", errno::text(error)));
        watch.map(drop).map_err(failed)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Freezes all or none; the state holds the frozen file systems.
    fn freeze(&self, only: Option<&[String]>, state: &mut State) -> Result<i64, CommandError> {
        let volumes = self.settings.volumes.open(only)?.volumes;
        self.mark("write the marker of the frozen state", Marker::set);
        self.frozen.store(true, Ordering::Release);
        let since = Instant::now();
        let mut held = Vec::new();
        let mut failure = None;
        for volume in volumes.into_iter().map(Arc::new) {
            match (self.freeze_one(&volume, since), volume.need) {
                (Ok(true), _) => held.push(volume),
                (Ok(false), Need::Usual | Need::Optional) | (Err(_), Need::Optional) => {}
                (Ok(false), Need::Required) => {
                    let error = io::Error::other("it cannot be frozen, or is frozen already");
                    failure = Some(failed("freeze", &volume, error));
                    break;
                }
                (Err(error), Need::Usual | Need::Required) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        let count = i64::try_from(held.len()).unwrap_or(i64::MAX);
        *state = State::Frozen { held, since };
        match failure {
            Some(error) => match self.thaw(state) {
                Ok(_) => Err(error),
                Err(other) => Err(CommandError::new(format!("{}; {}", error.desc, other.desc))),
            },
            None if count == 0 => self.thaw(state),
            None => Ok(count),
        }
    }

    fn freeze_one(&self, volume: &Arc<Volume>, since: Instant) -> Result<bool, CommandError> {
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
        let frozen = self.work.task(limit, &what).essential().attempt(freeze, undo);
        done(frozen).map_err(|error| failed("freeze", volume, error))
    }

    /// Thaws in reverse order. A file system that does not thaw stays in the state, which stays frozen.
    fn thaw(&self, state: &mut State) -> Result<i64, CommandError> {
        let count = match state {
            State::Frozen { held, .. } => self.thaw_held(held)?,
            State::Thawed | State::Expired(_) | State::Inherited { .. } => self.thaw_possible()?,
        };
        *state = State::Thawed;
        let was_frozen = self.frozen.swap(false, Ordering::AcqRel);
        self.thawed.notify_all();
        if was_frozen {
            self.mark("remove the marker of the frozen state", Marker::clear);
        }
        Ok(count)
    }

    fn thaw_held(&self, held: &mut Vec<Arc<Volume>>) -> Result<i64, CommandError> {
        let mut count = 0;
        let mut left = Vec::new();
        let mut failure = None;
        while let Some(volume) = held.pop() {
            match self.thaw_one(&volume) {
                Ok(thawed) => count += i64::from(thawed),
                Err(error) => {
                    failure.get_or_insert(error);
                    left.push(volume);
                }
            }
        }
        left.reverse();
        *held = left;
        failure.map_or(Ok(count), Err)
    }

    /// The agent froze none of them, so failures to open or thaw one are ignored.
    fn thaw_possible(&self) -> Result<i64, CommandError> {
        let volumes = self.settings.volumes.open_possible()?;
        let thawed =
            volumes.into_iter().map(Arc::new).filter(|volume| self.thaw_one(volume).is_ok_and(|thawed| thawed));
        Ok(i64::try_from(thawed.count()).unwrap_or(i64::MAX))
    }

    fn thaw_one(&self, volume: &Arc<Volume>) -> Result<bool, CommandError> {
        let (volumes, one) = (self.settings.volumes.clone(), volume.clone());
        let what = format!("thaw {:?}", volume.dir);
        let task = self.work.task(THAW_TIMEOUT, &what).essential().despite_stop();
        done(task.attempt(move || volumes.thaw(&one), drop)).map_err(|error| failed("thaw", volume, error))
    }

    /// Waits until the frozen state ends or its time limit is over.
    fn watch(&self, limit: Duration) {
        let mut state = self.lock();
        loop {
            let since = match *state {
                State::Frozen { since, .. } | State::Inherited { since } => since,
                State::Thawed | State::Expired(_) => return,
            };
            let mut pause = limit.saturating_sub(since.elapsed());
            if pause.is_zero() {
                if let Ok(count) = self.thaw(&mut state) {
                    *state = State::Expired(limit);
                    let limit = limit.as_secs_f32();
                    log::warn!(
                        "thawed {count} file systems, because the host did not within {limit} s; a snapshot it takes now \
                         is not of a frozen state"
                    );
                    self.note("run the thaw hook", self.hook(Word::Thaw));
                    return;
                }
                pause = THAW_RETRY_INTERVAL;
            }
            (state, _) = self.thawed.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn hook(&self, word: Word) -> Result<(), CommandError> {
        self.settings.hook.as_ref().map_or(Ok(()), |hook| hook.run(word))
    }

    /// Without the marker only an agent that starts during the freeze is worse off. With a timeout: the state directory
    /// may lie on a file system that hangs.
    fn mark(&self, what: &str, change: fn(&Marker) -> io::Result<()>) {
        if let Some(marker) = self.settings.marker.clone() {
            let change = move || change(&marker);
            self.note(
                what,
                done(self.work.task(MARKER_TIMEOUT, what).essential().despite_stop().attempt(change, drop)),
            );
        }
    }

    /// Logs a failure that must not change the outcome.
    fn note<E: fmt::Display>(&self, what: &str, result: Result<(), E>) {
        if let Err(error) = result {
            log::warn!("cannot {what}: {error}");
        }
    }
}

/// The result of work, or the reason for its failure.
fn done<T>(outcome: Result<io::Result<T>, String>) -> io::Result<T> {
    outcome.unwrap_or_else(|why| Err(io::Error::other(why)))
}

fn failed(what: &str, volume: &Volume, error: io::Error) -> CommandError {
    CommandError::new(format!("failed to {what} {}: {}", volume.dir.display(), errno::text(error)))
}

#[cfg(test)]
mod tests;
