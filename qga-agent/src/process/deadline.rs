//! The registry of work that may hang: a name, a place, a deadline and an end for a late result.
//!
//! Work runs on a helper thread, so the agent never waits longer than it said it would, and hardly at all when it is to
//! stop. Nothing can end a thread that hangs in the kernel. So it keeps its place, and what hangs is not tried again: host
//! software asks again and again.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use crate::process::daemon;

mod threads;

/// What one file system call or look-up may take before the command is answered without it.
pub(crate) const SHORT: Duration = Duration::from_secs(10);

/// How long work is waited for even by an agent that is to stop: most is done by then.
pub(crate) const STOP_GRACE: Duration = Duration::from_secs(1);

/// The reason not to go on with work.
pub(crate) const STOPPING: &str = "the agent is being stopped";

/// Places for one kind of work; beyond this number work is refused instead of piling up threads.
const CAPACITY: usize = 16;

/// Work of one kind that has not ended. What hangs in one kind takes nothing from the others: a client that goes on asking
/// for files of a dead server can still start programs, and the agent do its own work.
#[derive(Debug)]
pub(crate) struct Registry {
    capacity: usize,
    /// Each for as long as a thread does it.
    entries: Mutex<Vec<Weak<Entry>>>,
}

#[derive(Debug)]
struct Entry {
    what: String,
    object: Option<u64>,
    /// Its time is over, and it has not ended.
    hangs: AtomicBool,
}

/// On files that clients name, by the address of the open file.
pub(crate) static FILES: Registry = Registry::new(CAPACITY);
/// On mounted file systems, by the number of the device.
pub(crate) static FILE_SYSTEMS: Registry = Registry::new(CAPACITY);
/// Starting programs that clients name.
pub(crate) static PROGRAMS: Registry = Registry::new(CAPACITY);
/// Finding, starting and collecting the agent's own helper programs.
pub(crate) static HELPERS: Registry = Registry::new(CAPACITY);
/// In users' homes.
pub(crate) static HOMES: Registry = Registry::new(CAPACITY);
/// All else.
static OWN: Registry = Registry::new(CAPACITY);

/// Runs work of no kind in particular; see [`Task::run`].
///
/// # Errors
/// As [`Task::run`].
pub(crate) fn run<T: Send + 'static>(
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    OWN.run(limit, what, work)
}

impl Registry {
    pub(crate) const fn new(capacity: usize) -> Self {
        Self { capacity, entries: Mutex::new(Vec::new()) }
    }

    /// As [`task`](Self::task) and [`Task::run`].
    ///
    /// # Errors
    /// As [`Task::run`].
    pub(crate) fn run<T: Send + 'static>(
        &self,
        limit: Duration,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        self.task(limit, what).run(work)
    }

    /// Work that is waited for at most `limit`. `what` says what is being done and to what, as it would follow "cannot":
    /// `open "/mnt/share/a"`.
    pub(crate) fn task<'a>(&'a self, limit: Duration, what: &'a str) -> Task<'a> {
        Task { registry: self, limit, what, object: None, apart: false, essential: false, despite_stop: false }
    }

    /// Whether work on this object hangs.
    pub(crate) fn hangs_on(&self, object: u64) -> bool {
        self.entries().iter().filter_map(Weak::upgrade).any(|entry| entry.hangs() && entry.object == Some(object))
    }

    fn enter(&self, what: &str, object: Option<u64>) -> Result<Arc<Entry>, String> {
        let mut entries = self.entries();
        for entry in entries.iter().filter_map(Weak::upgrade).filter(|entry| entry.hangs()) {
            if object.is_some() && entry.object == object {
                return Err("an earlier operation on it still hangs".to_owned());
            }
            if entry.what == what {
                return Err("an earlier attempt still hangs".to_owned());
            }
        }
        if entries.len() >= self.capacity {
            return Err(format!("{} earlier operations of the agent still hang", self.capacity));
        }
        let entry = Arc::new(Entry { what: what.to_owned(), object, hangs: AtomicBool::new(false) });
        entries.push(Arc::downgrade(&entry));
        Ok(entry)
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Weak<Entry>>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|entry| entry.strong_count() > 0);
        entries
    }
}

impl Entry {
    fn hangs(&self) -> bool {
        self.hangs.load(Ordering::Acquire)
    }
}

/// A piece of work that is not started yet.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    registry: &'a Registry,
    limit: Duration,
    what: &'a str,
    object: Option<u64>,
    apart: bool,
    essential: bool,
    despite_stop: bool,
}

/// The result of a piece of work, between the thread that does it and the one that waits.
enum Outcome<T> {
    Awaited,
    Is(T),
    Unwanted,
}

const DIED: &str = "the helper thread died";

impl Task<'_> {
    /// Refuses it while any work on the same object hangs; a number that means one object in this registry.
    pub(crate) fn on(self, object: u64) -> Self {
        Self { object: Some(object), ..self }
    }

    /// Runs it on a thread that ends with it: for work that changes what the thread is.
    pub(crate) fn apart(self) -> Self {
        Self { apart: true, ..self }
    }

    /// Runs it on this thread, without a deadline, if the system has no other left.
    pub(crate) fn essential(self) -> Self {
        Self { essential: true, ..self }
    }

    /// Waits the whole time even when the agent is to stop: what it was about to freeze it may leave, what it froze it
    /// must thaw.
    pub(crate) fn despite_stop(self) -> Self {
        Self { despite_stop: true, ..self }
    }

    /// Runs `work` and waits for it. A result that comes too late is dropped on the helper thread, so a file that opens
    /// after all is closed again.
    ///
    /// # Errors
    /// When the time is over or the agent is to stop, and when this or too much other work still hangs.
    pub(crate) fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, CommandError> {
        let what = self.what;
        self.attempt(work, drop).map_err(|why| CommandError::new(format!("cannot {what}: {why}")))
    }

    /// As [`run`](Self::run), but `late` gets a result that comes too late, on the helper thread.
    ///
    /// # Errors
    /// As [`run`](Self::run), and the reason alone.
    pub(crate) fn attempt<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
        late: impl FnOnce(T) + Send + 'static,
    ) -> Result<T, String> {
        let outcome = Arc::new(Mutex::new(Outcome::Awaited));
        let told = Arc::clone(&outcome);
        let work = move || {
            let result = work();
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            // Unlocked before a late result is dropped: closing a file that opened late may hang as its opening did.
            if matches!(*told, Outcome::Awaited) {
                *told = Outcome::Is(result);
            } else {
                drop(told);
                late(result);
            }
        };
        let waited = self.wait(Box::new(work));
        // A result of the last moment counts.
        let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
        match (mem::replace(&mut *outcome, Outcome::Unwanted), waited) {
            (Outcome::Is(result), _) => Ok(result),
            (_, Err(why)) => Err(why),
            (_, Ok(())) => Err(DIED.to_owned()),
        }
    }

    /// The part that is the same whatever the work results in, so that it exists once.
    fn wait(&self, work: Box<dyn FnOnce() + Send>) -> Result<(), String> {
        let entry = self.registry.enter(self.what, self.object)?;
        let entered = Arc::downgrade(&entry);
        let (sender, receiver) = mpsc::sync_channel(1);
        let job = Box::new(move |park: &dyn Fn()| {
            work();
            // Free the place and the thread first: who has the answer may at once ask for the next piece of work.
            drop(entry);
            park();
            // The receiver is gone when the time was over.
            let _ = sender.send(());
        });
        let given = if self.apart { threads::run_apart(job) } else { threads::run(job) };
        match given {
            Ok(()) => {}
            Err((job, _)) if self.essential => job(&|| ()),
            Err((_, error)) => return Err(format!("no helper thread: {error}")),
        }
        let started = Instant::now();
        let why = loop {
            let left = self.limit.saturating_sub(started.elapsed());
            // In parts, between which it looks whether the agent is to stop.
            match receiver.recv_timeout(left.min(STOP_GRACE)) {
                Ok(()) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => break DIED.to_owned(),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let waited = started.elapsed();
            if waited >= self.limit {
                break format!("it still hangs after {} s", self.limit.as_secs_f32());
            }
            if !self.despite_stop && waited >= STOP_GRACE && daemon::is_to_stop() {
                break STOPPING.to_owned();
            }
        };
        if let Some(entry) = entered.upgrade() {
            entry.hangs.store(true, Ordering::Release);
        }
        Err(why)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::process::daemon::stopped::Stopped;

    #[test]
    fn hanging_work_is_named_bounded_and_not_tried_again() {
        // Not the agent's own, in which other tests of this program take places.
        static REGISTRY: Registry = Registry::new(CAPACITY);
        assert_eq!(REGISTRY.run(SHORT, "add", || 1 + 1).unwrap(), 2);
        let refused = |what: &str| REGISTRY.run(SHORT, what, || ()).unwrap_err().desc;

        let mut gates = Vec::new();
        for number in 0..CAPACITY {
            let (open, gate) = mpsc::channel::<()>();
            gates.push(open);
            let what = format!("read \"/dead/{number}\"");
            let error = REGISTRY.run(Duration::ZERO, &what, move || gate.recv()).unwrap_err();
            assert_eq!(error.desc, format!("cannot {what}: it still hangs after 0 s"));
            assert_eq!(refused(&what), format!("cannot {what}: an earlier attempt still hangs"));
        }
        assert_eq!(refused("read \"/x\""), "cannot read \"/x\": 16 earlier operations of the agent still hang");
        // Work of another kind goes on.
        static OTHER: Registry = Registry::new(CAPACITY);
        assert_eq!(OTHER.run(SHORT, "read \"/dead/0\"", || 2).unwrap(), 2);

        drop(gates);
        while !REGISTRY.entries().is_empty() {
            thread::yield_now();
        }
        assert_eq!(REGISTRY.run(SHORT, "read \"/dead/0\"", || 2).unwrap(), 2);
    }

    #[test]
    fn nothing_is_done_to_an_object_on_which_work_hangs() {
        static REGISTRY: Registry = Registry::new(CAPACITY);
        let (open, gate) = mpsc::channel::<()>();
        REGISTRY.task(Duration::ZERO, "read it").on(1).run(move || gate.recv()).unwrap_err();
        assert!(REGISTRY.hangs_on(1) && !REGISTRY.hangs_on(2));
        let write = |object| REGISTRY.task(SHORT, "write it").on(object).run(|| ()).map_err(|error| error.desc);
        assert_eq!(write(1), Err("cannot write it: an earlier operation on it still hangs".to_owned()));
        assert_eq!(write(2), Ok(()));
        drop(open);
        while REGISTRY.hangs_on(1) {
            thread::yield_now();
        }
        assert_eq!(write(1), Ok(()));
    }

    #[test]
    fn a_result_goes_to_who_waits_or_to_who_undoes_it() {
        static REGISTRY: Registry = Registry::new(CAPACITY);
        let (late, undone) = mpsc::channel();
        let undo = |late: &mpsc::Sender<u32>| {
            let late = late.clone();
            move |result| late.send(result).unwrap()
        };
        assert_eq!(REGISTRY.task(SHORT, "make it").attempt(|| 1, undo(&late)), Ok(1));
        let (open, gate) = mpsc::channel::<()>();
        let make = move || gate.recv().map_or(2, |()| 3);
        let result = REGISTRY.task(Duration::ZERO, "make it").attempt(make, undo(&late));
        assert_eq!(result, Err("it still hangs after 0 s".to_owned()));
        drop(open);
        assert_eq!(undone.recv(), Ok(2));
        drop(late);
        undone.recv().expect_err("the result that was taken");
    }

    #[test]
    fn an_agent_that_is_to_stop_waits_despite_stop_only_for_what_it_must_do() {
        static REGISTRY: Registry = Registry::new(CAPACITY);
        let (open, gate) = mpsc::channel::<()>();
        let stopped = Stopped::new();
        // What is done soon is waited for.
        assert_eq!(REGISTRY.run(SHORT, "add", || 1 + 1).unwrap(), 2);
        let error = REGISTRY.run(Duration::from_secs(3600), "read \"/dead\"", move || gate.recv()).unwrap_err();
        assert_eq!(error.desc, "cannot read \"/dead\": the agent is being stopped");
        let (_open, gate) = mpsc::channel::<()>();
        let limit = STOP_GRACE + Duration::from_millis(10);
        let error = REGISTRY.task(limit, "thaw").despite_stop().run(move || gate.recv()).unwrap_err();
        assert_eq!(error.desc, "cannot thaw: it still hangs after 1.01 s");
        drop((open, stopped));
        assert_eq!(REGISTRY.run(SHORT, "add", || 2).unwrap(), 2);
    }
}
