//! Threads for work that may hang. Two are parked for reuse: creating one costs more than most work.

use std::cell::Cell;
use std::io;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Enough for system calls and libc look-ups; the default of 2 MiB would make a hung thread expensive.
const STACK_BYTES: usize = 256 * 1024;

/// Work for a thread; it calls its argument when the thread may be parked.
pub(super) type Job = Box<dyn FnOnce(&dyn Fn()) + Send>;

/// Threads that wait for a job. A parked thread belongs to no topic, so the list is one for the process.
static PARKED: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// Commands run one at a time, and nested work is rare.
const MAX_PARKED: usize = 2;

fn parked() -> MutexGuard<'static, Vec<Sender<Job>>> {
    PARKED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the job on a parked thread, or else on a new one, which parks afterwards.
///
/// # Errors
/// No thread can be created; the job is returned.
pub(super) fn run(job: Job) -> Result<(), (Job, io::Error)> {
    let waiting = parked().pop();
    let job = match waiting {
        None => job,
        Some(thread) => match thread.send(job) {
            Ok(()) => return Ok(()),
            // The thread has died; another is created.
            Err(returned) => returned.0,
        },
    };
    spawn(job, STACK_BYTES, |job| {
        let (next, jobs) = mpsc::channel::<Job>();
        let kept = Cell::new(false);
        let park = || {
            let mut parked = parked();
            kept.set(parked.len() < MAX_PARKED);
            if kept.get() {
                parked.push(next.clone());
            }
        };
        job(&park);
        while kept.replace(false) {
            // This thread holds a sender itself, so the channel never closes.
            let Ok(job) = jobs.recv() else { return };
            job(&park);
        }
    })
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
        let Err((job, _)) = spawn(job, usize::MAX / 2, |job| job(&|| ())) else { panic!("a thread") };
        finished.try_recv().expect_err("nothing is done yet");
        job(&|| ());
        assert_eq!(finished.recv(), Ok(thread::current().id()));
    }
}
