//! Runs work that may hang on helper threads, with a timeout, and keeps a registry of it.
//!
//! The agent waits for a helper thread until the timeout, or about a second if it is to stop. A thread that hangs in
//! the kernel cannot be ended. So its entry stays in the registry, and the same work is refused while it hangs: host
//! software repeats its requests.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use crate::process::daemon;

mod series;
mod threads;

pub(crate) use self::series::Step;

/// Timeout of one file system call or look-up.
pub(crate) const CALL_TIMEOUT: Duration = Duration::from_secs(10);

/// Wait for work even in an agent that is to stop; most work ends within it.
pub(crate) const STOP_GRACE: Duration = Duration::from_secs(1);

/// Why work is given up.
pub(crate) const STOPPING: &str = "the agent is being stopped";

/// A reason to give work up before its timeout, set by another thread.
#[derive(Debug)]
pub(crate) struct Interrupt {
    set: AtomicBool,
    why: &'static str,
}

impl Interrupt {
    pub(crate) const fn new(why: &'static str) -> Self {
        Self { set: AtomicBool::new(false), why }
    }

    pub(crate) fn set(&self, set: bool) {
        self.set.store(set, Ordering::Release);
    }

    /// Why the work is to be given up, if it is: this, or the agent is to stop.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        let own = self.set.load(Ordering::Acquire).then_some(self.why);
        own.or_else(|| daemon::is_to_stop().then_some(STOPPING))
    }
}

/// Never set: only an agent that is to stop gives work up.
pub(crate) static NO_INTERRUPT: Interrupt = Interrupt::new("");

/// Unfinished pieces of work per registry; beyond this, work is refused, so that threads do not pile up.
const MAX_UNFINISHED: usize = 16;

/// Unfinished work of one kind. A full registry does not affect the others: while reads from a dead file server hang,
/// programs can still be started.
#[derive(Debug)]
pub(crate) struct Registry {
    capacity: usize,
    /// Each entry lives as long as a thread works on it.
    entries: Mutex<Vec<Weak<Entry>>>,
}

#[derive(Debug)]
struct Entry {
    /// The work that is done now, and since when.
    current: Mutex<(String, Instant)>,
    object: Option<u64>,
    /// Its timeout is over, and it has not ended.
    hangs: AtomicBool,
}

/// Work on files that clients name; the object is the address of the open file.
pub(crate) static FILES: Registry = Registry::new(MAX_UNFINISHED);
/// Work on mounted file systems; the object is the device number.
pub(crate) static FILE_SYSTEMS: Registry = Registry::new(MAX_UNFINISHED);
/// Starting programs that clients name.
pub(crate) static PROGRAMS: Registry = Registry::new(MAX_UNFINISHED);
/// Finding, starting and collecting the agent's own helper programs.
pub(crate) static HELPERS: Registry = Registry::new(MAX_UNFINISHED);
/// Work in users' homes.
pub(crate) static HOMES: Registry = Registry::new(MAX_UNFINISHED);
/// Other work.
static GENERAL: Registry = Registry::new(MAX_UNFINISHED);

/// Runs work in the general registry; see [`Task::run`].
///
/// # Errors
/// As [`Task::run`].
pub(crate) fn run<T: Send + 'static>(
    timeout: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    GENERAL.run(timeout, what, work)
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
        timeout: Duration,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        self.task(timeout, what).run(work)
    }

    /// Work with a timeout. `what` names it as it would follow "cannot": `open "/mnt/share/a"`.
    pub(crate) fn task<'a>(&'a self, timeout: Duration, what: &'a str) -> Task<'a> {
        let (interrupt, object, until) = (Some(&NO_INTERRUPT), None, None);
        Task { registry: self, timeout, what, object, apart: false, essential: false, until, interrupt }
    }

    /// Whether work on this object hangs.
    pub(crate) fn hangs_on(&self, object: u64) -> bool {
        self.entries().iter().filter_map(Weak::upgrade).any(|entry| entry.hangs() && entry.object == Some(object))
    }

    /// Whether this work was tried before and hangs.
    fn hangs(&self, what: &str) -> bool {
        self.entries().iter().filter_map(Weak::upgrade).any(|entry| entry.hangs() && entry.current().0 == what)
    }

    fn enter(&self, what: &str, object: Option<u64>) -> Result<Arc<Entry>, String> {
        let mut entries = self.entries();
        for entry in entries.iter().filter_map(Weak::upgrade).filter(|entry| entry.hangs()) {
            if object.is_some() && entry.object == object {
                return Err("an earlier operation on it still hangs".to_owned());
            }
            if entry.current().0 == what {
                return Err(STILL_HANGS.to_owned());
            }
        }
        if entries.len() >= self.capacity {
            return Err(format!("{} earlier operations of the agent still hang", self.capacity));
        }
        let current = Mutex::new((what.to_owned(), Instant::now()));
        let entry = Arc::new(Entry { current, object, hangs: AtomicBool::new(false) });
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

    fn current(&self) -> MutexGuard<'_, (String, Instant)> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A piece of work that is not started yet.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    registry: &'a Registry,
    timeout: Duration,
    what: &'a str,
    object: Option<u64>,
    apart: bool,
    essential: bool,
    /// Ends the wait, for whichever step.
    until: Option<Instant>,
    /// `None`: waits the whole timeout.
    interrupt: Option<&'a Interrupt>,
}

/// The result of work, shared by the helper thread and the thread that waits.
enum Delivery<T> {
    Awaited,
    Arrived(T),
    Abandoned,
}

const DIED: &str = "the helper thread died";

const STILL_HANGS: &str = "an earlier attempt still hangs";

impl<'a> Task<'a> {
    /// Refuses the work while other work on the same object hangs. `object` is unique in this registry.
    pub(crate) fn on(self, object: u64) -> Self {
        Self { object: Some(object), ..self }
    }

    /// Runs the work on a new thread that ends with it: for work that changes the thread's rights.
    pub(crate) fn apart(self) -> Self {
        Self { apart: true, ..self }
    }

    /// Runs the work on this thread, without a timeout, if no other can be started.
    pub(crate) fn essential(self) -> Self {
        Self { essential: true, ..self }
    }

    /// Gives the work up for this reason as well, after the grace period.
    pub(crate) fn unless(self, interrupt: &'a Interrupt) -> Self {
        Self { interrupt: Some(interrupt), ..self }
    }

    /// Waits until then at most, however many steps there are.
    pub(crate) fn until(self, deadline: Option<Instant>) -> Self {
        Self { until: deadline, ..self }
    }

    /// Waits the whole timeout even if the agent is to stop: a freeze may be given up, a thaw may not.
    pub(crate) fn despite_stop(self) -> Self {
        Self { interrupt: None, ..self }
    }

    /// Runs `work` and waits for it. A late result is dropped on the helper thread, so a file that opens late is closed
    /// again.
    ///
    /// # Errors
    /// The timeout is over, the agent is to stop, or this or too much other work still hangs.
    pub(crate) fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, CommandError> {
        let what = self.what;
        self.attempt(work, drop).map_err(|why| CommandError::new(format!("cannot {what}: {why}")))
    }

    /// As [`run`](Self::run), but a late result is passed to `late`, on the helper thread.
    ///
    /// # Errors
    /// As [`run`](Self::run), and the reason alone.
    pub(crate) fn attempt<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
        late: impl FnOnce(T) + Send + 'static,
    ) -> Result<T, String> {
        let delivery = Arc::new(Mutex::new(Delivery::Awaited));
        let delivered = Arc::clone(&delivery);
        let work = move || {
            let result = work();
            let mut delivered = delivered.lock().unwrap_or_else(PoisonError::into_inner);
            // Unlocked before a late result is dropped: closing a file that opened late may hang as its opening did.
            if matches!(*delivered, Delivery::Awaited) {
                *delivered = Delivery::Arrived(result);
            } else {
                drop(delivered);
                late(result);
            }
        };
        let entry = self.registry.enter(self.what, self.object);
        let waited = entry.and_then(|entry| self.wait(entry, Box::new(|_| work())));
        // A result that arrived at the last moment counts.
        let mut delivery = delivery.lock().unwrap_or_else(PoisonError::into_inner);
        match (mem::replace(&mut *delivery, Delivery::Abandoned), waited) {
            (Delivery::Arrived(result), _) => Ok(result),
            (_, Err(why)) => Err(why),
            (_, Ok(())) => Err(DIED.to_owned()),
        }
    }

    /// The part that does not depend on the result's type, so that it is compiled once.
    fn wait(&self, entry: Arc<Entry>, work: Box<dyn FnOnce(&Entry) + Send>) -> Result<(), String> {
        let entered = Arc::downgrade(&entry);
        let (sender, receiver) = mpsc::sync_channel(1);
        let job = Box::new(move |park: &dyn Fn()| {
            entry.current().1 = Instant::now();
            work(&entry);
            // Free the entry and the thread first: the caller may start the next work at once.
            drop(entry);
            park();
            // After the timeout there is no receiver.
            let _ = sender.send(());
        });
        let queued = if self.apart { threads::run_apart(job) } else { threads::run(job) };
        match queued {
            Ok(()) => {}
            Err((job, _)) if self.essential => job(&|| ()),
            Err((_, error)) => return Err(format!("no helper thread: {error}")),
        }
        // Since the step began that is done now; an entry that is gone has done all.
        let waited = || entered.upgrade().map_or(Duration::ZERO, |entry| entry.current().1.elapsed());
        let why = loop {
            let until = self.until.map_or(self.timeout, |until| until.saturating_duration_since(Instant::now()));
            let left = self.timeout.saturating_sub(waited()).min(until);
            // In parts, to check in between whether the agent is to stop.
            match receiver.recv_timeout(left.min(STOP_GRACE)) {
                Ok(()) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => break DIED.to_owned(),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let waited = waited();
            if waited >= self.timeout {
                break format!("it still hangs after {} s", self.timeout.as_secs_f32());
            }
            if self.until.is_some_and(|until| until <= Instant::now()) {
                break format!("it still hangs after {:.1} s, when the time limit is over", waited.as_secs_f32());
            }
            if let Some(why) = self.interrupt.filter(|_| waited >= STOP_GRACE).and_then(Interrupt::reason) {
                break why.to_owned();
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
        // Not the agent's own registry, which other tests of this program fill.
        static REGISTRY: Registry = Registry::new(MAX_UNFINISHED);
        assert_eq!(REGISTRY.run(CALL_TIMEOUT, "add", || 1 + 1).unwrap(), 2);
        let refused = |what: &str| REGISTRY.run(CALL_TIMEOUT, what, || ()).unwrap_err().desc;

        let mut gates = Vec::new();
        for number in 0..MAX_UNFINISHED {
            let (open, gate) = mpsc::channel::<()>();
            gates.push(open);
            let what = format!("read \"/dead/{number}\"");
            let error = REGISTRY.run(Duration::ZERO, &what, move || gate.recv()).unwrap_err();
            assert_eq!(error.desc, format!("cannot {what}: it still hangs after 0 s"));
            assert_eq!(refused(&what), format!("cannot {what}: an earlier attempt still hangs"));
        }
        assert_eq!(refused("read \"/x\""), "cannot read \"/x\": 16 earlier operations of the agent still hang");
        // Work in another registry still runs.
        static OTHER: Registry = Registry::new(MAX_UNFINISHED);
        assert_eq!(OTHER.run(CALL_TIMEOUT, "read \"/dead/0\"", || 2).unwrap(), 2);

        drop(gates);
        while !REGISTRY.entries().is_empty() {
            thread::yield_now();
        }
        assert_eq!(REGISTRY.run(CALL_TIMEOUT, "read \"/dead/0\"", || 2).unwrap(), 2);
    }

    #[test]
    fn nothing_is_done_to_an_object_on_which_work_hangs() {
        static REGISTRY: Registry = Registry::new(MAX_UNFINISHED);
        let (open, gate) = mpsc::channel::<()>();
        REGISTRY.task(Duration::ZERO, "read it").on(1).run(move || gate.recv()).unwrap_err();
        assert!(REGISTRY.hangs_on(1) && !REGISTRY.hangs_on(2));
        let write = |object| REGISTRY.task(CALL_TIMEOUT, "write it").on(object).run(|| ()).map_err(|error| error.desc);
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
        static REGISTRY: Registry = Registry::new(MAX_UNFINISHED);
        let (late, undone) = mpsc::channel();
        let undo = |late: &mpsc::Sender<u32>| {
            let late = late.clone();
            move |result| late.send(result).unwrap()
        };
        assert_eq!(REGISTRY.task(CALL_TIMEOUT, "make it").attempt(|| 1, undo(&late)), Ok(1));
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
        static REGISTRY: Registry = Registry::new(MAX_UNFINISHED);
        let (open, gate) = mpsc::channel::<()>();
        let stopped = Stopped::new();
        // Short work is waited for.
        assert_eq!(REGISTRY.run(CALL_TIMEOUT, "add", || 1 + 1).unwrap(), 2);
        let error = REGISTRY.run(Duration::from_secs(3600), "read \"/dead\"", move || gate.recv()).unwrap_err();
        assert_eq!(error.desc, "cannot read \"/dead\": the agent is being stopped");
        let (_open, gate) = mpsc::channel::<()>();
        let timeout = STOP_GRACE + Duration::from_millis(10);
        let error = REGISTRY.task(timeout, "thaw").despite_stop().run(move || gate.recv()).unwrap_err();
        assert_eq!(error.desc, "cannot thaw: it still hangs after 1.01 s");
        drop((open, stopped));
        assert_eq!(REGISTRY.run(CALL_TIMEOUT, "add", || 2).unwrap(), 2);
    }
}
