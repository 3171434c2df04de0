//! Freezes file systems and thaws them again, whatever happens in between.
//!
//! What makes a freeze safe is decided here, apart from the system calls: what is opened before anything is frozen stays
//! open until it is thawed, so that thawing looks up no path; what was frozen is thawed when anything fails; the hook that
//! ran before the freeze runs after the thaw; a thaw that the host forgets happens by itself when a limit is set.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::hook::{Hook, Word};
use super::marker::Marker;
use super::volumes::{Nothing, Volume, Volumes};
use crate::os::errno;
use crate::process::deadline::Registry;

/// What freezing one file system may take: everything not yet written goes to the disk first.
const FREEZE_TIMEOUT: Duration = Duration::from_secs(120);

const THAW_TIMEOUT: Duration = Duration::from_secs(30);

const MARKER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait before a thaw that failed after the time limit is tried again.
const THAW_RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// Everything about freezing that does not change while the agent runs.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) volumes: Arc<dyn Volumes>,
    /// None where an agent that ends leaves nothing to know for the next.
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

/// The file systems' state as the agent knows it, and the operations on it.
#[derive(Clone, Debug)]
pub(crate) struct Freezer {
    /// Shared with the thread that watches the time limit.
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
    /// A thaw has to be tried, however many threads hang.
    work: Registry,
}

#[derive(Debug)]
enum State {
    Thawed,
    /// Thawed when this time limit was over; the host has not been told.
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
    /// Finds out whether an earlier process of the agent left file systems frozen. The time limit starts anew for them.
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

    /// Logs why the hook will not be run, so that this does not come to light at the first freeze. Frozen, nothing may be
    /// opened; the thaw reports it then.
    pub(crate) fn check_hook(&self) {
        let hook = self.shared.settings.hook.as_ref().filter(|_| !self.is_frozen());
        if let Some(Err(error)) = hook.map(Hook::check) {
            log::error!("{error}");
        }
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.shared.frozen.load(Ordering::Acquire)
    }

    /// Waits for as long as anything is frozen.
    pub(crate) fn wait_until_thawed(&self) {
        let mut state = self.shared.lock();
        while self.is_frozen() {
            state = self.shared.thawed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Freezes all file systems, or those mounted at one of these places, and tells how many.
    pub(crate) fn freeze(&self, only: Option<&[String]>) -> Result<i64, CommandError> {
        let shared = &self.shared;
        let mut state = shared.lock();
        if self.is_frozen() {
            return Err(CommandError::new("file systems are frozen already"));
        }
        if let Err(error) = shared.hook(Word::Freeze) {
            // It may have done half of its work before it failed.
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

    /// Thaws what is frozen and tells how many file systems that were. When the agent knows of none it tries all that are
    /// mounted, should the knowledge have been lost.
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

    /// Leaves nothing frozen behind when the agent ends.
    pub(crate) fn release(&self) {
        if self.is_frozen() {
            self.shared.note("thaw at the end", self.thaw().map(drop));
        }
    }

    /// Starts the thread that thaws when the time limit is over. It comes before the freeze, so that a promise that
    /// cannot be kept is not made.
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

    /// Afterwards either something is frozen, and held by the state, or nothing is.
    fn freeze(&self, only: Option<&[String]>, state: &mut State) -> Result<i64, CommandError> {
        let volumes = self.settings.volumes.open(only)?;
        self.mark("write the marker of the frozen state", Marker::set);
        self.frozen.store(true, Ordering::Release);
        let since = Instant::now();
        let mut held = Vec::new();
        let mut failure = None;
        for volume in volumes.into_iter().rev().map(Arc::new) {
            match self.freeze_one(&volume, since) {
                Ok(true) => held.push(volume),
                Ok(false) => {}
                Err(error) => {
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
                // Nobody is left to hear of an error, and nothing else can be done.
                let _ = volumes.thaw(&one);
            }
        };
        // All of it belongs to the time that the limit is for.
        let left = self.settings.limit.map(|limit| limit.saturating_sub(since.elapsed()));
        let limit = left.map_or(FREEZE_TIMEOUT, |left| left.min(FREEZE_TIMEOUT));
        let what = format!("freeze {:?}", volume.dir);
        let frozen = self.work.task(limit, &what).essential().attempt(freeze, undo);
        done(frozen).map_err(|error| failed("freeze", volume, error))
    }

    /// Thaws in the opposite order. What was frozen here and does not thaw stays held, and the state stays frozen.
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

    /// Nothing here is known to be frozen, so nothing that cannot be opened or thawed is worth an error.
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

    /// Waits until the frozen state ends or has lasted too long.
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

    /// Without the marker only an agent that starts meanwhile is worse off. The state directory may lie on a file system
    /// that hangs, too.
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

/// The result of work, or the reason that there is none.
fn done<T>(outcome: Result<io::Result<T>, String>) -> io::Result<T> {
    outcome.unwrap_or_else(|why| Err(io::Error::other(why)))
}

fn failed(what: &str, volume: &Volume, error: io::Error) -> CommandError {
    CommandError::new(format!("failed to {what} {}: {}", volume.dir.display(), errno::text(error)))
}

#[cfg(test)]
mod tests;
