//! Threads for work that may hang. They are parked for reuse: creating one costs more than most work. They exit when idle:
//! a second thread makes each request slower.

use std::cell::Cell;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::AT_ONCE;

/// Enough for system calls and libc look-ups; the default of 2 MiB would make a hung thread expensive.
const STACK_BYTES: usize = 256 * 1024;

/// Work for a thread; it calls its argument when the thread may be parked.
pub(super) type Job = Box<dyn FnOnce(&dyn Fn()) + Send>;

/// Threads that wait for a job. A parked thread belongs to no topic, so the list is one for the process.
static PARKED: Parked = Mutex::new(Vec::new());

type Parked = Mutex<Vec<(ThreadId, Sender<Job>)>>;

/// As many as work at the same time at most, so that those of a freeze are there for the thaw.
const MAX_PARKED: usize = AT_ONCE;

/// Time that a parked thread waits for a job before it exits.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

fn locked(parked: &Parked) -> MutexGuard<'_, Vec<(ThreadId, Sender<Job>)>> {
    parked.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the job on a parked thread, or else on a new one, which parks afterwards.
///
/// # Errors
/// No thread can be created; the job is returned.
pub(super) fn run(job: Job) -> Result<(), (Job, io::Error)> {
    let waiting = locked(&PARKED).pop();
    let job = match waiting {
        None => job,
        Some((_, thread)) => match thread.send(job) {
            Ok(()) => return Ok(()),
            // The thread has died; another is created.
            Err(returned) => returned.0,
        },
    };
    spawn(job, STACK_BYTES, |job| {
        let (next, jobs) = mpsc::channel::<Job>();
        let kept = Cell::new(false);
        let park = || {
            let mut parked = locked(&PARKED);
            kept.set(parked.len() < MAX_PARKED);
            if kept.get() {
                parked.push((thread::current().id(), next.clone()));
            }
        };
        job(&park);
        while kept.replace(false) {
            let Some(job) = next_job(&PARKED, &jobs, IDLE_TIMEOUT) else { return };
            job(&park);
        }
    })
}

/// The next job of this parked thread; `None` if none came in time, and the thread is no longer in the list.
fn next_job(parked: &Parked, jobs: &Receiver<Job>, timeout: Duration) -> Option<Job> {
    match jobs.recv_timeout(timeout) {
        Ok(job) => Some(job),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => {
            let mut parked = locked(parked);
            let own = parked.iter().position(|(id, _)| *id == thread::current().id());
            if let Some(own) = own {
                parked.swap_remove(own);
                return None;
            }
            drop(parked);
            // It was taken from the list, so a job is being sent.
            jobs.recv().ok()
        }
    }
}

/// Runs the job on a new thread, which ends with it.
///
/// # Errors
/// As [`run`].
pub(super) fn run_apart(job: Job) -> Result<(), (Job, io::Error)> {
    spawn(job, STACK_BYTES, |job| job(&|| ()))
}

fn spawn(job: Job, stack_bytes: usize, body: fn(Job)) -> Result<(), (Job, io::Error)> {
    // A failed `spawn` drops its closure, and the job with it, unless the job is shared.
    let job = Arc::new(Mutex::new(Some(job)));
    let take = |job: &Mutex<Option<Job>>| job.lock().unwrap_or_else(PoisonError::into_inner).take();
    let taken = Arc::clone(&job);
    let work = move || take(&taken).map_or((), body);
    let spawned = thread::Builder::new().name("deadline".into()).stack_size(stack_bytes).spawn(work);
    spawned.map(drop).map_err(|error| (take(&job).expect("no thread took it"), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_for_which_there_is_no_thread_comes_back() {
        let (done, finished) = mpsc::channel();
        let job: Job = Box::new(move |_park| done.send(thread::current().id()).unwrap());
        // No machine has memory for this stack.
        let Err((job, _)) = spawn(job, usize::MAX / 64 * 63, |job| job(&|| ())) else { panic!("a thread") };
        finished.try_recv().expect_err("nothing is done yet");
        job(&|| ());
        assert_eq!(finished.recv(), Ok(thread::current().id()));
    }

    #[test]
    fn an_idle_thread_leaves_the_list_and_one_that_was_taken_from_it_waits_for_its_job() {
        let (next, jobs) = mpsc::channel::<Job>();
        let parked: Parked = Mutex::new(vec![(thread::current().id(), next.clone())]);
        assert!(next_job(&parked, &jobs, Duration::ZERO).is_none());
        assert!(locked(&parked).is_empty());
        let sender = thread::spawn(move || next.send(Box::new(|_park| ())).unwrap());
        assert!(next_job(&parked, &jobs, Duration::ZERO).is_some());
        sender.join().unwrap();
    }
}
