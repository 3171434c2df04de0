//! Work with a timeout: started on a helper thread, and waited for.

use std::io;
use std::mem;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use qga_runtime::CommandError;

use super::threads::{self, Job};
use super::{Entry, Interrupt, NO_INTERRUPT, Registry, STOP_GRACE};

/// How work is done, and how long it is waited for.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    registry: &'a Registry,
    timeout: Duration,
    object: Option<u64>,
    hand_over: fn(Job) -> Result<(), (Job, io::Error)>,
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
        Self { registry, timeout, object, hand_over: threads::run, essential: false, until, interrupt }
    }

    /// Refuses the work while other work on the same object hangs. `object` is unique in this registry.
    pub(crate) fn on(self, object: u64) -> Self {
        Self { object: Some(object), ..self }
    }

    /// Runs the work on a new thread that ends with it: for work that changes the thread's rights.
    pub(crate) fn apart(self) -> Self {
        Self { hand_over: threads::run_apart, ..self }
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
        self.wait(self.start(what, work, late, &mut || ()))
    }

    /// As [`attempt`](Self::attempt), for several pieces of work at the same time, each on a thread of its own while
    /// there are threads. Returns their results in the same order.
    pub(crate) fn attempt_all<T: Send + 'static>(
        self,
        parts: impl IntoIterator<Item = Part<T>>,
        late: fn(T),
    ) -> Vec<Result<T, String>> {
        let mut started = Vec::new();
        let mut results = Vec::new();
        for Part { what, work } in parts {
            let mut finish_others = || results.extend(started.drain(..).map(|started| self.wait(started)));
            let next = self.start(&what, work, late, &mut finish_others);
            started.push(next);
        }
        results.extend(started.into_iter().map(|started| self.wait(started)));
        results
    }

    fn start<T: Send + 'static>(
        &self,
        what: &str,
        work: impl FnOnce() -> T + Send + 'static,
        late: impl FnOnce(T) + Send + 'static,
        free_threads: &mut dyn FnMut(),
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
        Started { begun: self.begin(what, Box::new(work), free_threads), delivery }
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

    fn begin(
        &self,
        what: &str,
        work: Box<dyn FnOnce() + Send>,
        free_threads: &mut dyn FnMut(),
    ) -> Result<Begun, String> {
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
        let mut since = Instant::now();
        if let Err((job, _)) = (self.hand_over)(job) {
            free_threads();
            since = Instant::now();
            match (self.hand_over)(job) {
                Ok(()) => {}
                Err((job, _)) if self.essential => job(&|| ()),
                Err((_, error)) => return Err(format!("no helper thread: {error}")),
            }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use super::super::CALL_TIMEOUT;
    use super::*;

    /// Has one thread.
    fn hand_over(job: Job) -> Result<(), (Job, io::Error)> {
        static BUSY: AtomicBool = AtomicBool::new(false);
        if BUSY.swap(true, Ordering::AcqRel) {
            return Err((job, io::ErrorKind::WouldBlock.into()));
        }
        thread::spawn(|| job(&|| BUSY.store(false, Ordering::Release)));
        Ok(())
    }

    #[test]
    fn work_at_the_same_time_waits_for_a_thread_if_there_are_few() {
        static REGISTRY: Registry = Registry::new(8);
        let part = |number: u32| {
            let work = move || (number, thread::current().id());
            Part { what: format!("make {number}"), work: Box::new(work) }
        };
        let task = Task { hand_over, ..REGISTRY.task(CALL_TIMEOUT).essential() };
        let made: Vec<_> =
            task.attempt_all((0..4).map(part), drop).into_iter().map(|made| made.expect("made")).collect();
        assert_eq!(made.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 1, 2, 3]);
        // On this thread, one that hangs would not be given up.
        assert!(made.iter().all(|(_, thread)| *thread != thread::current().id()), "{made:?}");
    }
}
