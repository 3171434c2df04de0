//! Runs work that may hang on a helper thread, so that the agent itself never waits longer than it said it would, and not
//! at all when it is to stop.

use std::cell::Cell;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use crate::daemon;

/// What one file system call or look-up may take before the command is answered without it.
pub(crate) const SHORT: Duration = Duration::from_secs(10);

/// Helper threads that may exist at once. Nothing can end a thread that hangs in the kernel, so each one that overran its
/// time stays and counts; beyond this number commands are refused at once instead of piling up more of them.
const MOST: usize = 32;

/// Enough for system calls and libc look-ups; the default of 2 MiB would make a hung thread expensive.
const STACK: usize = 256 * 1024;

static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// How long a piece of work is waited for at least, even by an agent that is to stop: most are done by then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// What is said of work that an agent that is to stop no longer waits for.
pub(crate) const STOPPING: &str = "the agent is being stopped";

/// Runs `work` on a helper thread and waits for it at most `limit`. `what` says what is being done and to what, as it would
/// follow "cannot": `open "/mnt/share/a"`.
///
/// A result that comes too late is dropped on the helper thread, so a file that opens after all is closed again.
///
/// # Errors
/// When the time is over or the agent is to stop, and when too many earlier pieces of work still hang.
pub(crate) fn run<T: Send + 'static>(
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    run_counted(&RUNNING, Thread::Any, limit, what, work)
}

/// As [`run`], on a thread that does this and ends: for work that changes what the thread is.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_apart<T: Send + 'static>(
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    run_counted(&RUNNING, Thread::Own, limit, what, work)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thread {
    Any,
    Own,
}

fn run_counted<T: Send + 'static>(
    running: &'static AtomicUsize,
    thread: Thread,
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    let slot = Slot::take(running).ok_or_else(|| {
        CommandError::new(format!("cannot {what}: {MOST} earlier operations of the agent still hang"))
    })?;
    let (sender, receiver) = mpsc::sync_channel(1);
    let job = move |park: &dyn Fn()| {
        let result = work();
        // Free the place and the thread first: who has the answer may at once ask for the next piece of work. The
        // receiver is gone when the time was over; then the result is dropped here.
        drop(slot);
        park();
        let _ = sender.send(result);
    };
    let given = match thread {
        Thread::Any => give(Box::new(job)),
        Thread::Own => spawn(move || job(&|| ())),
    };
    given.map_err(|error| CommandError::new(format!("cannot {what}: no helper thread: {error}")))?;
    wait(limit, |part| receiver.recv_timeout(part)).map_err(|waited| {
        CommandError::new(match waited {
            Waited::Enough => format!("cannot {what}: it still hangs after {} s", limit.as_secs_f32()),
            Waited::Stopping => format!("cannot {what}: {STOPPING}"),
            Waited::InVain => format!("cannot {what}: the helper thread died"),
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

/// Waits for at most `limit`, in parts between which it looks whether the agent is to stop.
pub(crate) fn wait<T>(limit: Duration, receive: impl Fn(Duration) -> Result<T, RecvTimeoutError>) -> Result<T, Waited> {
    let end = Instant::now() + limit;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match receive(left.min(PATIENCE)) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err(Waited::InVain),
            Err(RecvTimeoutError::Timeout) if left <= PATIENCE => return Err(Waited::Enough),
            Err(RecvTimeoutError::Timeout) if daemon::is_to_stop() => return Err(Waited::Stopping),
            Err(RecvTimeoutError::Timeout) => {}
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
    spawn(move || {
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
    })
}

fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("deadline".into()).stack_size(STACK).spawn(work).map(drop)
}

/// One of the `MOST` places, given back on drop.
struct Slot(&'static AtomicUsize);

impl Slot {
    fn take(running: &'static AtomicUsize) -> Option<Self> {
        let free = |running| (running < MOST).then_some(running + 1);
        running.fetch_update(Ordering::AcqRel, Ordering::Acquire, free).ok().map(|_| Self(running))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, SHORT, Thread, run_counted};
    use crate::daemon::stopped::Stopped;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use qga_runtime::CommandError;

    /// Not the agent's own, in which other tests of this program take places.
    static OWN: AtomicUsize = AtomicUsize::new(0);

    fn run<T: Send + 'static>(
        limit: Duration,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        run_counted(&OWN, Thread::Any, limit, what, work)
    }

    #[test]
    fn hanging_work_is_named_counted_and_bounded() {
        assert_eq!(run(SHORT, "add", || 1 + 1).unwrap(), 2);

        let mut gates = Vec::new();
        for _ in 0..MOST {
            let (open, gate) = mpsc::channel::<()>();
            gates.push(open);
            let error = run(Duration::ZERO, "read \"/dead\"", move || gate.recv()).unwrap_err();
            assert_eq!(error.desc, "cannot read \"/dead\": it still hangs after 0 s");
        }
        let error = run(SHORT, "read \"/other\"", || ()).unwrap_err();
        assert_eq!(error.desc, "cannot read \"/other\": 32 earlier operations of the agent still hang");

        drop(gates);
        while OWN.load(Ordering::Acquire) != 0 {
            thread::yield_now();
        }
        assert_eq!(run(SHORT, "add", || 2).unwrap(), 2);
    }

    #[test]
    fn an_agent_that_is_to_stop_does_not_wait_to_the_end() {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (open, gate) = mpsc::channel::<()>();
        let stopped = Stopped::new();
        // What is done soon is waited for.
        assert_eq!(run_counted(&COUNT, Thread::Any, SHORT, "add", || 1 + 1).unwrap(), 2);
        let error = run_counted(&COUNT, Thread::Any, Duration::from_secs(3600), "read \"/dead\"", move || gate.recv())
            .unwrap_err();
        assert_eq!(error.desc, "cannot read \"/dead\": the agent is being stopped");
        drop((open, stopped));
        assert_eq!(run_counted(&COUNT, Thread::Any, SHORT, "add", || 2).unwrap(), 2);
    }
}
