//! Runs work that may hang on helper threads, with a timeout, and keeps a registry of it.
//!
//! The agent waits for a helper thread until the timeout, or about a second if it is to stop. A thread that hangs in
//! the kernel cannot be ended. So its entry stays in the registry, and the same work is refused while it hangs: host
//! software repeats its requests.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use qga_runtime::CommandError;

use crate::process::daemon;

mod task;
mod threads;

pub(crate) use self::task::{Part, Task};

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

/// Pieces of work that are worth doing at the same time; each needs a thread.
pub(crate) const AT_ONCE: usize = 16;

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
    what: String,
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
        self.task(timeout).run(what, work)
    }

    /// Work with a timeout, to be started by one of the task's functions. There `what` names it as it would follow
    /// "cannot": `open "/mnt/share/a"`.
    pub(crate) fn task(&self, timeout: Duration) -> Task<'_> {
        Task::new(self, timeout)
    }

    /// Whether work on this object hangs.
    pub(crate) fn hangs_on(&self, object: u64) -> bool {
        self.entries().iter().filter_map(Weak::upgrade).any(|entry| entry.hangs() && entry.object == Some(object))
    }

    /// Whether this work hangs.
    pub(crate) fn hangs(&self, what: &str) -> bool {
        self.entries().iter().filter_map(Weak::upgrade).any(|entry| entry.hangs() && entry.what == what)
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
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
        REGISTRY.task(Duration::ZERO).on(1).run("read it", move || gate.recv()).unwrap_err();
        assert!(REGISTRY.hangs_on(1) && !REGISTRY.hangs_on(2));
        let write = |object| REGISTRY.task(CALL_TIMEOUT).on(object).run("write it", || ()).map_err(|error| error.desc);
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
        assert_eq!(REGISTRY.task(CALL_TIMEOUT).attempt("make it", || 1, undo(&late)), Ok(1));
        let (open, gate) = mpsc::channel::<()>();
        let make = move || gate.recv().map_or(2, |()| 3);
        let result = REGISTRY.task(Duration::ZERO).attempt("make it", make, undo(&late));
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
        let error = REGISTRY.task(timeout).despite_stop().run("thaw", move || gate.recv()).unwrap_err();
        assert_eq!(error.desc, "cannot thaw: it still hangs after 1.01 s");
        drop((open, stopped));
        assert_eq!(REGISTRY.run(CALL_TIMEOUT, "add", || 2).unwrap(), 2);
    }
}
