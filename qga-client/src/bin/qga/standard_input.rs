//! Standard input that is read only when something is there, so that a verb that ends leaves the rest to what follows it.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

/// Between two looks at whether to stop: 50 ms.
const LOOK_INTERVAL: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// Reads once something is there; `None` if it is time to stop before that, and 0 at the end.
pub(crate) fn read_unless(mut is_over: impl FnMut() -> bool, into: &mut [u8]) -> io::Result<Option<usize>> {
    let stdin = io::stdin();
    while !is_over() {
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&LOOK_INTERVAL)) {
            Ok(0) | Err(Errno::INTR) => continue,
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        match read(&stdin, &mut *into) {
            Err(Errno::INTR | Errno::AGAIN) => {}
            done => return Ok(Some(done?)),
        }
    }
    Ok(None)
}

/// Standard input until its end, or until a flag is set: then reading fails.
pub(crate) struct StandardInput(Arc<AtomicBool>);

impl StandardInput {
    pub(crate) fn until(interrupt: &Arc<AtomicBool>) -> Self {
        StandardInput(Arc::clone(interrupt))
    }
}

impl Read for StandardInput {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_unless(|| self.0.load(Ordering::Relaxed), into)?.ok_or_else(|| io::Error::other("interrupted"))
    }
}
