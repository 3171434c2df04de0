//! Freezes file systems, and thaws them even after failures, a lost host or the agent's own death.
//!
//! The rules of a safe freeze, apart from the system calls. Every file system is opened before the first is frozen and
//! stays open until the thaw, so that thawing looks up no path. If a freeze fails, all that it froze is thawed. The
//! hook that ran before the freeze runs after the thaw. A guardian thaws at the time limit and if the agent ends. A
//! freeze that ended by itself is reported by the next thaw.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::guardian::{Event, Guardian, Watch};
use super::hook::{Hook, Word};
use super::marker::Marker;
use super::record::Record;
use super::volumes::{Nothing, Volume, Volumes};
use super::window::Window;
use crate::os::errno;
use crate::process::deadline::{Interrupt, Registry};
use crate::process::former::Former;

mod calls;

/// Time between two attempts to thaw file systems that no longer may be frozen.
const THAW_RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// Why a freeze ended of which only the marker is left.
const AGENT_ENDED: &str = "the agent ended while they were frozen";

/// The settings of freezing, constant while the agent runs.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) volumes: Arc<dyn Volumes>,
    /// `None`: no files in the state directory.
    pub(crate) files: Option<(Marker, Record)>,
    pub(crate) hook: Option<Hook>,
    /// After this time the guardian thaws.
    pub(crate) limit: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { volumes: Arc::new(Nothing), files: None, hook: None, limit: None }
    }
}

/// The frozen state, as the agent recorded it, and the operations on it.
#[derive(Clone, Debug)]
pub(crate) struct Freezer {
    /// Shared with the threads that thaw without a request.
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
    /// Some file systems are frozen, or none yet. Set before `frozen`, and readable as that is.
    freezing: AtomicBool,
    /// A thaw waits for the freeze that runs.
    thaw_wanted: Interrupt,
    /// Its own registry: a thaw is tried however many other threads hang.
    work: Registry,
}

#[derive(Debug)]
enum State {
    Thawed,
    /// Thawed without a request, for this reason; not reported to the host yet.
    Ended(String),
    Frozen(Frozen),
    /// By an earlier process of the agent, whose descriptors are gone. They are thawed at once; its last hook may still run.
    Inherited(Option<Former>),
}

#[derive(Debug)]
struct Frozen {
    /// In the order they were frozen.
    held: Vec<Arc<Volume>>,
    /// Those whose freeze was given up, and may still end.
    given_up: Vec<Arc<Volume>>,
    guardian: Guardian,
    window: Window,
    /// Why they were not frozen all the time.
    broken: Option<String>,
}

/// Freezes nothing.
impl Default for Freezer {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Freezer {
    /// Reads whether an earlier process of the agent left file systems frozen; [`start`](Self::start) thaws them.
    pub(crate) fn new(settings: Settings) -> Self {
        let files = settings.files.as_ref();
        let inherited = files.filter(|(marker, _)| marker.is_set()).map(|(marker, _)| State::Inherited(marker.hook()));
        let ended = || files.and_then(|(_, record)| record.read()).map(State::Ended);
        let state = inherited.or_else(ended).unwrap_or(State::Thawed);
        let inherited = matches!(state, State::Inherited(_));
        let shared = Shared {
            settings,
            state: Mutex::new(state),
            thawed: Condvar::new(),
            frozen: AtomicBool::new(inherited),
            freezing: AtomicBool::new(false),
            thaw_wanted: Interrupt::new("a thaw was requested"),
            work: Registry::new(usize::MAX),
        };
        if !inherited {
            shared.mark("remove the stale marker of a frozen state", |(marker, _)| marker.clear());
        }
        Self { shared: Arc::new(shared) }
    }

    /// Thaws what an earlier process of the agent left frozen, in the background; otherwise logs why the hook will not
    /// run. While file systems are frozen nothing may be opened.
    pub(crate) fn start(&self) {
        if self.is_frozen() {
            let shared = Arc::clone(&self.shared);
            let inherited = |state: &State| matches!(state, State::Inherited(_));
            let thaw = move || shared.end(AGENT_ENDED, inherited);
            if thread::Builder::new().name("thaw".into()).spawn(thaw).is_err() {
                self.shared.end(AGENT_ENDED, inherited);
            }
        } else if let Some(Err(error)) = self.shared.settings.hook.as_ref().map(Hook::check) {
            log::error!("{error}");
        }
    }

    /// Whether a file system may be frozen, so that nothing may be opened.
    pub(crate) fn is_frozen(&self) -> bool {
        self.shared.frozen.load(Ordering::Acquire)
    }

    /// Whether a host is told that they are frozen. During a freeze it is not, since it may make its snapshot as soon as
    /// they are; but it is if a client has asked for a thaw, since that client waits until none is.
    pub(crate) fn reports_frozen(&self) -> bool {
        let complete = || !self.shared.freezing.load(Ordering::Acquire);
        self.is_frozen() && (complete() || self.shared.thaw_wanted.reason().is_some())
    }

    /// Makes a freeze that runs give up: a client waits for a thaw.
    pub(crate) fn want_thaw(&self) {
        self.shared.thaw_wanted.set(true);
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
        // Before the lock, for which this freeze may wait while a client asks for a thaw.
        shared.thaw_wanted.set(false);
        let mut state = shared.lock();
        if self.is_frozen() {
            return Err(CommandError::new("file systems are frozen already"));
        }
        *state = State::Thawed;
        shared.mark("remove the record of the last freeze", |(_, record)| record.remove());
        // Before the hook: if the agent ends while it runs, the next one runs it for the thaw.
        shared.mark("write the marker of the frozen state", |(marker, _)| marker.set());
        let mut window = Window::new();
        let result = shared.hook(Word::Freeze).and_then(|prepared| {
            window.prepared = prepared;
            self.freeze_now(only, window, &mut state)
        });
        if self.is_frozen() {
            return result;
        }
        // A failed hook may have done half of its work.
        let hook = shared.hook(Word::Thaw);
        shared.clear_marker();
        if result.is_ok() {
            return hook.and(result);
        }
        shared.note("run the thaw hook after a failed freeze", hook);
        result
    }

    /// Starts the guardian and freezes all or none.
    fn freeze_now(&self, only: Option<&[String]>, mut window: Window, state: &mut State) -> Result<i64, CommandError> {
        let shared = &self.shared;
        let opened = shared.settings.volumes.open(only)?;
        for (dir, why) in &opened.unreachable {
            window.add(dir, None, format_args!("left out: {why}"));
        }
        if opened.volumes.is_empty() {
            window.log("nothing to freeze");
            return Ok(0);
        }
        let volumes: Vec<Arc<Volume>> = opened.volumes.into_iter().map(Arc::new).collect();
        let failed = |error| CommandError::new(format!("cannot start the guardian process: {}", errno::text(error)));
        let guardian = shared.guard(&volumes, shared.settings.limit).map_err(failed)?;
        window.since = Instant::now();
        shared.freezing.store(true, Ordering::Release);
        shared.frozen.store(true, Ordering::Release);
        let frozen = Frozen { held: Vec::new(), given_up: Vec::new(), guardian, window, broken: None };
        let result = shared.freeze(volumes, frozen, state);
        shared.freezing.store(false, Ordering::Release);
        result
    }

    /// Thaws the frozen file systems and returns how many. If the agent has frozen none, it tries all mounted ones, in
    /// case the marker was lost.
    ///
    /// # Errors
    /// They do not thaw, or were thawed before without a request, or the hook fails.
    pub(crate) fn thaw(&self) -> Result<i64, CommandError> {
        let shared = &self.shared;
        let mut state = shared.lock();
        if matches!(*state, State::Inherited(_)) {
            // The thread that thaws them has not begun.
            shared.end_now(&mut state, AGENT_ENDED)?;
        }
        if let State::Ended(reason) = &*state {
            let error = ended(reason);
            *state = State::Thawed;
            shared.mark("remove the record of the last freeze", |(_, record)| record.remove());
            return Err(error);
        }
        let thawed = shared.thaw(&mut state)?;
        if let Some(window) = thawed.window {
            window.log(thawed.broken.as_deref().unwrap_or("thawed by the host"));
        }
        let hook = shared.hook(Word::Thaw);
        shared.clear_marker();
        match thawed.broken {
            Some(reason) => Err(ended(&reason)),
            None => hook.map(|_| thawed.count),
        }
    }

    /// Thaws everything when the agent ends.
    pub(crate) fn release(&self) {
        if !self.is_frozen() {
            return;
        }
        let mut state = self.shared.lock();
        // The thread that thaws without a request may have been faster.
        if self.is_frozen() {
            let thawed = self.shared.end_now(&mut state, "the agent was stopped while they were frozen");
            self.shared.note("thaw at the end", thawed);
        }
    }
}

/// The answer to the thaw of a freeze that ended by itself. Hosts may compare its beginning.
fn ended(reason: &str) -> CommandError {
    CommandError::new(format!("the file systems were thawed already, so a snapshot may be inconsistent: {reason}"))
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the guardian's end. If file systems are frozen then, thaws them.
    fn watch(self: &Arc<Self>, watch: Watch) {
        let event = watch.wait();
        watch.reap();
        // This guardian may have been dismissed, and another one guard a later freeze.
        let unguarded = |state: &State| matches!(state, State::Frozen(frozen) if frozen.guardian.event().is_some());
        self.end(&self.reason(event), unguarded);
    }

    /// Thaws a freeze that ends without a request; repeats that until it succeeds, or the state is another one.
    fn end(self: &Arc<Self>, reason: &str, applies: impl Fn(&State) -> bool) {
        let mut state = self.lock();
        while applies(&state) {
            match self.end_now(&mut state, reason) {
                Ok(()) => return,
                // Logged after the thaw: until then no line is written.
                Err(_) => {
                    let waited = self.thawed.wait_timeout(state, THAW_RETRY_INTERVAL);
                    (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// Thaws, keeps the reason for the next thaw, and runs the hook.
    fn end_now(self: &Arc<Self>, state: &mut State, reason: &str) -> Result<(), CommandError> {
        let former = if let State::Inherited(former) = state { *former } else { None };
        let thawed = self.thaw(state)?;
        let reason = thawed.broken.unwrap_or_else(|| reason.to_owned());
        *state = State::Ended(reason.clone());
        let kept = reason.clone();
        self.mark("keep the end of the freeze", move |(_, record)| record.write(&kept));
        log::error!("thawed {} file systems: {reason}; a snapshot may be inconsistent", thawed.count);
        if let Some(window) = thawed.window {
            window.log(&reason);
        }
        if let Some(former) = former {
            self.note("end the hook that the agent has left running", former.end());
        }
        self.note("run the thaw hook", self.hook(Word::Thaw));
        self.clear_marker();
        Ok(())
    }

    /// Why a freeze ended whose guardian has ended its work.
    fn reason(&self, event: Event) -> String {
        match (event, self.settings.limit) {
            (Event::LimitOver, Some(limit)) => format!("the time limit of {} s was over", limit.as_secs_f32()),
            _ => "the agent's guardian process has ended".to_owned(),
        }
    }

    /// Whether the hook has run, and succeeded.
    fn hook(&self, word: Word) -> Result<bool, CommandError> {
        let Some(hook) = &self.settings.hook else { return Ok(false) };
        let marker = self.mark("open the marker of the frozen state", |(marker, _)| marker.for_hook());
        hook.run(word, marker.flatten(), &self.thaw_wanted)
    }

    fn clear_marker(&self) {
        self.mark("remove the marker of the frozen state", |(marker, _)| marker.clear());
    }

    /// Logs a failure that must not change the outcome.
    fn note<T, E: fmt::Display>(&self, what: &str, result: Result<T, E>) -> Option<T> {
        result.inspect_err(|error| log::warn!("cannot {what}: {error}")).ok()
    }
}

/// The result of work, or the reason for its failure.
fn done<T>(outcome: Result<io::Result<T>, String>) -> io::Result<T> {
    outcome.unwrap_or_else(|why| Err(io::Error::other(why)))
}

#[cfg(test)]
mod tests;
