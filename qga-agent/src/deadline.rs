//! Runs work that may hang on a helper thread, so that the agent itself never waits longer than it said it would.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use qga_runtime::CommandError;

/// What one file system call or look-up may take before the command is answered without it.
pub(crate) const SHORT: Duration = Duration::from_secs(10);

/// Helper threads that may exist at once. Nothing can end a thread that hangs in the kernel, so each one that overran its
/// time stays and counts; beyond this number commands are refused at once instead of piling up more of them.
const MOST: usize = 32;

/// Enough for system calls and libc look-ups; the default of 2 MiB would make a hung thread expensive.
const STACK: usize = 256 * 1024;

static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Runs `work` on a helper thread and waits for it at most `limit`. `what` says what is being done and to what, as it would
/// follow "cannot": `open "/mnt/share/a"`.
///
/// A result that comes too late is dropped on the helper thread, so a file that opens after all is closed again.
///
/// # Errors
/// When the time is over, and when too many earlier pieces of work still hang.
pub(crate) fn run<T: Send + 'static>(
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    run_counted(&RUNNING, limit, what, work)
}

fn run_counted<T: Send + 'static>(
    running: &'static AtomicUsize,
    limit: Duration,
    what: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CommandError> {
    let slot = Slot::take(running).ok_or_else(|| {
        CommandError::new(format!("cannot {what}: {MOST} earlier operations of the agent still hang"))
    })?;
    let (sender, receiver) = mpsc::sync_channel(1);
    let thread = move || {
        let result = work();
        // Free the slot first: who has the answer may at once ask for the next piece of work. The receiver is gone when
        // the time was over; then the result is dropped here.
        drop(slot);
        let _ = sender.send(result);
    };
    thread::Builder::new()
        .name("deadline".into())
        .stack_size(STACK)
        .spawn(thread)
        .map_err(|error| CommandError::new(format!("cannot {what}: no helper thread: {error}")))?;
    receiver.recv_timeout(limit).map_err(|error| {
        CommandError::new(match error {
            RecvTimeoutError::Timeout => format!("cannot {what}: it still hangs after {} s", limit.as_secs_f32()),
            RecvTimeoutError::Disconnected => format!("cannot {what}: the helper thread died"),
        })
    })
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
    use super::{MOST, SHORT, run_counted};
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
        run_counted(&OWN, limit, what, work)
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
}
