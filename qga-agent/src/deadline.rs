//! Runs work that may hang on a helper thread, so that the agent itself never waits longer than it said it would, and not
//! at all when it is to stop.

use std::cell::Cell;
use std::io;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use crate::daemon;

/// What one file system call or look-up may take before the command is answered without it.
pub(crate) const SHORT: Duration = Duration::from_secs(10);

/// Helper threads that may exist at once for one kind of work. Nothing can end a thread that hangs in the kernel, so each
/// one that overran its time stays and counts; beyond this number work is refused at once instead of piling up more.
const MOST: usize = 16;

/// Enough for system calls and libc look-ups; the default of 2 MiB would make a hung thread expensive.
const STACK: usize = 256 * 1024;

/// How long a piece of work is waited for at least, even by an agent that is to stop: most are done by then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// What is said of work that an agent that is to stop no longer waits for.
pub(crate) const STOPPING: &str = "the agent is being stopped";

/// Work of one kind that is under way. What hangs in one kind takes nothing from the others: a client that goes on asking
/// for files of a dead server can still start programs, and the agent do its own work.
pub(crate) struct Pool {
    /// For as long as a thread does it.
    under_way: Mutex<Vec<Weak<Work>>>,
}

/// A piece of work; it takes one of the `MOST` places of its pool until this is dropped.
struct Work {
    what: String,
    /// Its time is over, and it is not.
    hangs: AtomicBool,
}

/// On files that clients name.
pub(crate) static FILES: Pool = Pool::new();
/// Starting programs that clients name.
pub(crate) static PROGRAMS: Pool = Pool::new();
/// Finding, starting and collecting the agent's own helper programs.
pub(crate) static HELPERS: Pool = Pool::new();
/// In users' homes.
pub(crate) static HOMES: Pool = Pool::new();
/// All else.
static OWN: Pool = Pool::new();

/// Runs `work` on a helper thread and waits for it at most `limit`. `what` says what is being done and to what, as it would
/// follow "cannot": `open "/mnt/share/a"`. While it hangs it is not tried again: host software asks again and again.
///
/// A result that comes too late is dropped on the helper thread, so a file that opens after all is closed again.
///
/// # Errors
/// When the time is over or the agent is to stop, and when this or too much other work still hangs.
pub(crate) fn run<T: Send + 'static>(
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    OWN.run(limit, what, work)
}

/// As [`run`], although earlier work of the same name may still hang: for who knows better what not to try again.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_anew<T: Send + 'static>(
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    OWN.run_anew(limit, what, work)
}

impl Pool {
    pub(crate) const fn new() -> Self {
        Self { under_way: Mutex::new(Vec::new()) }
    }

    /// As [`run`].
    pub(crate) fn run<T: Send + 'static>(
        &self,
        limit: Duration,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        run_in(self.take_first(what), Thread::Any, limit, what, work)
    }

    /// As [`run_anew`].
    pub(crate) fn run_anew<T: Send + 'static>(
        &self,
        limit: Duration,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        run_in(self.take(what), Thread::Any, limit, what, work)
    }

    /// As [`run`], on a thread that does this and ends: for work that changes what the thread is.
    pub(crate) fn run_apart<T: Send + 'static>(
        &self,
        limit: Duration,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        run_in(self.take_first(what), Thread::Own, limit, what, work)
    }

    /// A place, unless the same work has one.
    fn take_first(&self, what: &str) -> Result<Arc<Work>, String> {
        let hangs = |work: Arc<Work>| work.hangs.load(Ordering::Acquire) && work.what == what;
        if self.under_way().iter().filter_map(Weak::upgrade).any(hangs) {
            return Err("an earlier attempt still hangs".to_owned());
        }
        self.take(what)
    }

    fn take(&self, what: &str) -> Result<Arc<Work>, String> {
        let mut under_way = self.under_way();
        if under_way.len() >= MOST {
            return Err(format!("{MOST} earlier operations of the agent still hang"));
        }
        let place = Arc::new(Work { what: what.to_owned(), hangs: AtomicBool::new(false) });
        under_way.push(Arc::downgrade(&place));
        Ok(place)
    }

    fn under_way(&self) -> MutexGuard<'_, Vec<Weak<Work>>> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.retain(|work| work.strong_count() > 0);
        under_way
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thread {
    Any,
    Own,
}

fn run_in<T: Send + 'static>(
    place: Result<Arc<Work>, String>,
    thread: Thread,
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    let outcome = Arc::new(Mutex::new(Outcome::Awaited));
    let told = Arc::clone(&outcome);
    let work = move || {
        let result = work();
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        // Let go before what nobody wants is dropped: closing a file that opened late may hang as its opening did.
        if matches!(*told, Outcome::Awaited) {
            *told = Outcome::Is(result);
        } else {
            drop(told);
        }
    };
    let waited = wait_for(place, thread, limit, what, Box::new(work));
    // A result of the last moment counts; a later one is dropped where it comes to be.
    let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
    match (mem::replace(&mut *outcome, Outcome::Unwanted), waited) {
        (Outcome::Is(result), _) => Ok(result),
        (_, Err(error)) => Err(error),
        (_, Ok(())) => Err(CommandError::new(format!("cannot {what}: {DIED}"))),
    }
}

/// What has become of a piece of work.
enum Outcome<T> {
    Awaited,
    Is(T),
    Unwanted,
}

const DIED: &str = "the helper thread died";

/// The part of [`run_in`] that is the same whatever the work results in, so that it exists once.
fn wait_for(
    place: Result<Arc<Work>, String>,
    thread: Thread,
    limit: Duration,
    what: &str,
    work: Box<dyn FnOnce() + Send>,
) -> Result<(), CommandError> {
    let place = place.map_err(|why| CommandError::new(format!("cannot {what}: {why}")))?;
    let under_way = Arc::downgrade(&place);
    let (sender, receiver) = mpsc::sync_channel(1);
    let job = move |park: &dyn Fn()| {
        work();
        // Free the place and the thread first: who has the answer may at once ask for the next piece of work.
        drop(place);
        park();
        // The receiver is gone when the time was over.
        let _ = sender.send(());
    };
    let given = match thread {
        Thread::Any => give(Box::new(job)),
        Thread::Own => spawn(Box::new(move || job(&|| ()))),
    };
    given.map_err(|error| CommandError::new(format!("cannot {what}: no helper thread: {error}")))?;
    wait(limit, Patience::UntilStop, |part| receiver.recv_timeout(part)).map_err(|waited| {
        if let Some(work) = under_way.upgrade() {
            work.hangs.store(true, Ordering::Release);
        }
        CommandError::new(match waited {
            Waited::Enough => format!("cannot {what}: it still hangs after {} s", limit.as_secs_f32()),
            Waited::Stopping => format!("cannot {what}: {STOPPING}"),
            Waited::InVain => format!("cannot {what}: {DIED}"),
        })
    })
}

/// Why a wait ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    Enough,
    Stopping,
    InVain,
}

/// Whether an agent that is to stop goes on waiting: what it was about to freeze it may leave, what it froze it must thaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    UntilStop,
    Full,
}

/// Waits for at most `limit`, in parts between which it looks whether the agent is to stop.
pub(crate) fn wait<T>(
    limit: Duration,
    patience: Patience,
    receive: impl Fn(Duration) -> Result<T, RecvTimeoutError>,
) -> Result<T, Waited> {
    let started = Instant::now();
    loop {
        let left = limit.saturating_sub(started.elapsed());
        match receive(left.min(PATIENCE)) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err(Waited::InVain),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let waited = started.elapsed();
        if waited >= limit {
            return Err(Waited::Enough);
        }
        if patience == Patience::UntilStop && waited >= PATIENCE && daemon::is_to_stop() {
            return Err(Waited::Stopping);
        }
    }
}

/// Work for a thread, which calls what it is given when the thread is as good as free.
type Job = Box<dyn FnOnce(&dyn Fn()) + Send>;

/// Threads without work that are kept: making one costs more than most of the work. A thread belongs to nobody while it
/// waits here, so this is the process's and not a topic's.
static PARKED: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// How many of them are kept; commands come one by one, and work within work is rare.
const MOST_PARKED: usize = 2;

fn parked() -> MutexGuard<'static, Vec<Sender<Job>>> {
    PARKED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn give(job: Job) -> io::Result<()> {
    let waiting = parked().pop();
    let job = match waiting {
        None => job,
        Some(thread) => match thread.send(job) {
            Ok(()) => return Ok(()),
            // It has died since; another takes its place.
            Err(returned) => returned.0,
        },
    };
    spawn(Box::new(move || {
        let (next, jobs) = mpsc::channel::<Job>();
        let kept = Cell::new(false);
        let park = || {
            let mut parked = parked();
            kept.set(parked.len() < MOST_PARKED);
            if kept.get() {
                parked.push(next.clone());
            }
        };
        job(&park);
        while kept.replace(false) {
            // This thread holds a sender itself, so there is a next job or none for ever.
            let Ok(job) = jobs.recv() else { return };
            job(&park);
        }
    }))
}

fn spawn(work: Box<dyn FnOnce() + Send>) -> io::Result<()> {
    thread::Builder::new().name("deadline".into()).stack_size(STACK).spawn(work).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::daemon::stopped::Stopped;

    #[test]
    fn hanging_work_is_named_bounded_and_not_tried_again() {
        // Not the agent's own, in which other tests of this program take places.
        static POOL: Pool = Pool::new();
        assert_eq!(POOL.run(SHORT, "add", || 1 + 1).unwrap(), 2);
        let refused = |what: &str| POOL.run(SHORT, what, || ()).unwrap_err().desc;

        let mut gates = Vec::new();
        for number in 0..MOST {
            let (open, gate) = mpsc::channel::<()>();
            gates.push(open);
            let what = format!("read \"/dead/{number}\"");
            let error = POOL.run(Duration::ZERO, &what, move || gate.recv()).unwrap_err();
            assert_eq!(error.desc, format!("cannot {what}: it still hangs after 0 s"));
            assert_eq!(refused(&what), format!("cannot {what}: an earlier attempt still hangs"));
        }
        assert_eq!(refused("read \"/x\""), "cannot read \"/x\": 16 earlier operations of the agent still hang");
        // Work of another kind goes on.
        static OTHER: Pool = Pool::new();
        assert_eq!(OTHER.run(SHORT, "read \"/dead/0\"", || 2).unwrap(), 2);

        drop(gates);
        while !POOL.under_way().is_empty() {
            thread::yield_now();
        }
        assert_eq!(POOL.run(SHORT, "read \"/dead/0\"", || 2).unwrap(), 2);
    }

    #[test]
    fn an_agent_that_is_to_stop_does_not_wait_to_the_end() {
        static POOL: Pool = Pool::new();
        let (open, gate) = mpsc::channel::<()>();
        let stopped = Stopped::new();
        // What is done soon is waited for.
        assert_eq!(POOL.run(SHORT, "add", || 1 + 1).unwrap(), 2);
        let error = POOL.run(Duration::from_secs(3600), "read \"/dead\"", move || gate.recv()).unwrap_err();
        assert_eq!(error.desc, "cannot read \"/dead\": the agent is being stopped");
        drop((open, stopped));
        assert_eq!(POOL.run(SHORT, "add", || 2).unwrap(), 2);
    }
}
