//! Work with a timeout: started on a helper thread, and waited for.

use std::mem;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::{Entry, Interrupt, NO_INTERRUPT, Registry, STOP_GRACE, threads};

/// How work is done, and how long it is waited for.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    registry: &'a Registry,
    timeout: Duration,
    object: Option<u64>,
    apart: bool,
    essential: bool,
    /// Ends the wait, whenever the work began.
    until: Option<Instant>,
    /// `None`: waits the whole timeout.
    interrupt: Option<&'a Interrupt>,
}

/// One of several pieces of work that are done at the same time.
pub(crate) struct Part<T> {
    /// Names it, as in [`Task::run`].
    pub(crate) what: String,
    pub(crate) work: Box<dyn FnOnce() -> T + Send>,
}

/// Work that was started; its result comes into the delivery.
struct Started<T> {
    begun: Result<Begun, String>,
    delivery: Arc<Mutex<Delivery<T>>>,
}

/// The part of it that does not depend on the result's type.
struct Begun {
    since: Instant,
    entry: Weak<Entry>,
    ended: Receiver<()>,
}

/// The result of work, shared by the helper thread and the thread that waits.
enum Delivery<T> {
    Awaited,
    Arrived(T),
    Abandoned,
}

const DIED: &str = "the helper thread died";

impl<'a> Task<'a> {
    pub(super) fn new(registry: &'a Registry, timeout: Duration) -> Self {
        let (interrupt, object, until) = (Some(&NO_INTERRUPT), None, None);
        Self { registry, timeout, object, apart: false, essential: false, until, interrupt }
    }

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

    /// Waits until then at most.
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
    pub(crate) fn run<T: Send + 'static>(
        self,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        self.attempt(what, work, drop).map_err(|why| CommandError::new(format!("cannot {what}: {why}")))
    }

    /// As [`run`](Self::run), but a late result is passed to `late`, on the helper thread.
    ///
    /// # Errors
    /// As [`run`](Self::run), and the reason alone.
    pub(crate) fn attempt<T: Send + 'static>(
        self,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
        late: impl FnOnce(T) + Send + 'static,
    ) -> Result<T, String> {
        self.wait(self.start(what, work, late))
    }

    /// As [`attempt`](Self::attempt), for several pieces of work at the same time, each on a thread of its own. Returns
    /// their results in the same order.
    pub(crate) fn attempt_all<T: Send + 'static>(
        self,
        parts: impl IntoIterator<Item = Part<T>>,
        late: fn(T),
    ) -> Vec<Result<T, String>> {
        let started: Vec<_> = parts.into_iter().map(|Part { what, work }| self.start(&what, work, late)).collect();
        started.into_iter().map(|started| self.wait(started)).collect()
    }

    fn start<T: Send + 'static>(
        &self,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
        late: impl FnOnce(T) + Send + 'static,
    ) -> Started<T> {
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
        Started { begun: self.begin(what, Box::new(work)), delivery }
    }

    fn wait<T>(&self, started: Started<T>) -> Result<T, String> {
        let waited = started.begun.and_then(|begun| self.wait_for_end(&begun));
        // A result that arrived at the last moment counts.
        let mut delivery = started.delivery.lock().unwrap_or_else(PoisonError::into_inner);
        match (mem::replace(&mut *delivery, Delivery::Abandoned), waited) {
            (Delivery::Arrived(result), _) => Ok(result),
            (_, Err(why)) => Err(why),
            (_, Ok(())) => Err(DIED.to_owned()),
        }
    }

    fn begin(&self, what: &str, work: Box<dyn FnOnce() + Send>) -> Result<Begun, String> {
        let entry = self.registry.enter(what, self.object)?;
        let entered = Arc::downgrade(&entry);
        let (sender, ended) = mpsc::sync_channel(1);
        let job = Box::new(move |park: &dyn Fn()| {
            work();
            // Free the entry and the thread first: the caller may start the next work at once.
            drop(entry);
            park();
            // After the timeout there is no receiver.
            let _ = sender.send(());
        });
        let since = Instant::now();
        match if self.apart { threads::run_apart(job) } else { threads::run(job) } {
            Ok(()) => {}
            Err((job, _)) if self.essential => job(&|| ()),
            Err((_, error)) => return Err(format!("no helper thread: {error}")),
        }
        Ok(Begun { since, entry: entered, ended })
    }

    fn wait_for_end(&self, begun: &Begun) -> Result<(), String> {
        let why = loop {
            let waited = begun.since.elapsed();
            if let Some(why) = self.why_over(waited) {
                break why;
            }
            let until = self.until.map_or(self.timeout, |until| until.saturating_duration_since(Instant::now()));
            let left = self.timeout.saturating_sub(waited).min(until);
            // In parts, to check in between whether the agent is to stop.
            match begun.ended.recv_timeout(left.min(STOP_GRACE)) {
                Ok(()) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => break DIED.to_owned(),
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        if let Some(entry) = begun.entry.upgrade() {
            entry.hangs.store(true, Ordering::Release);
        }
        Err(why)
    }

    /// Why work is no longer waited for.
    fn why_over(&self, waited: Duration) -> Option<String> {
        if waited >= self.timeout {
            return Some(format!("it still hangs after {} s", self.timeout.as_secs_f32()));
        }
        if self.until.is_some_and(|until| until <= Instant::now()) {
            return Some(format!("it still hangs after {:.1} s, when the time limit is over", waited.as_secs_f32()));
        }
        self.interrupt.filter(|_| waited >= STOP_GRACE).and_then(Interrupt::reason).map(str::to_owned)
    }
}
