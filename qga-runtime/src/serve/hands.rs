//! Keeps the loop going while a command runs: the loop lies in a slot, and a standby thread takes it if the command takes
//! long.
//!
//! The serving thread runs all commands itself. Most are done in microseconds, and then it finds the loop where it left
//! it: an uncontended lock. Only after [`TICK`] does the standby thread take the loop out and serve it, without the agent,
//! until the serving thread wants it back. The standby thread comes with the first command that may wait, sleeps without
//! a tick while no command runs, and exits when there was none for a while: so an idle agent has one thread.

use std::io;
use std::os::fd::AsFd as _;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use super::event_loop::Loop;
use super::stand_in::Busy;
use super::wake::Wake;
use crate::dispatch::{Dispatcher, Gate};
use crate::transport::readiness::Readiness;

/// The loop lies in the slot for so long before the standby thread takes it, and at most twice so long.
const TICK: Duration = Duration::from_millis(20);

/// The slot, and what both threads know of each other.
pub(super) struct Hands {
    slot: Mutex<Slot>,
    changed: Condvar,
    /// Wakes the standby thread out of the loop's wait.
    wake: Wake,
    /// How long the standby thread stays without a command that may wait.
    stay: Duration,
}

struct Slot {
    resting: Option<Box<Loop>>,
    /// How often the loop was put here.
    times: u64,
    standby: Standby,
    /// The serving thread waits for the loop.
    wanted: bool,
    /// The serving thread is done for ever.
    over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standby {
    None,
    /// It looks at the slot again and again.
    Ticking,
    /// It has to be woken when a loop is put into the slot.
    Asleep,
}

impl Hands {
    /// A slot whose standby thread stays so long without a command that may wait.
    ///
    /// # Errors
    /// There are too many descriptors.
    pub(super) fn new(stay: Duration) -> io::Result<Self> {
        let slot = Slot { resting: None, times: 0, standby: Standby::None, wanted: false, over: false };
        Ok(Hands { slot: Mutex::new(slot), changed: Condvar::new(), wake: Wake::new()?, stay })
    }

    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does some work while the loop lies in the slot, or is served by the standby thread.
    ///
    /// # Errors
    /// The standby thread has died with the loop.
    pub(super) fn aside<'scope, A: Gate, R>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        dispatcher: &'scope Dispatcher<A>,
        at_rest: Box<Loop>,
        work: impl FnOnce() -> R,
    ) -> io::Result<(Box<Loop>, R)> {
        self.put(scope, dispatcher, at_rest);
        let result = work();
        Ok((self.take_back()?, result))
    }

    fn put<'scope, A: Gate>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        dispatcher: &'scope Dispatcher<A>,
        at_rest: Box<Loop>,
    ) {
        let mut slot = self.lock();
        slot.resting = Some(at_rest);
        slot.times += 1;
        match slot.standby {
            Standby::None => {
                // Without a second thread other clients wait for the command.
                if self.start(scope, dispatcher).is_ok() {
                    slot.standby = Standby::Ticking;
                }
            }
            Standby::Asleep => self.changed.notify_all(),
            Standby::Ticking => {}
        }
    }

    /// Starts the standby thread.
    fn start<'scope, A: Gate>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        dispatcher: &'scope Dispatcher<A>,
    ) -> io::Result<()> {
        let standby = thread::Builder::new().name("standby".into());
        standby.spawn_scoped(scope, move || self.stand_by(dispatcher)).map(drop)
    }

    fn take_back(&self) -> io::Result<Box<Loop>> {
        let mut slot = self.lock();
        loop {
            if let Some(taken) = slot.resting.take() {
                slot.wanted = false;
                return Ok(taken);
            }
            if slot.standby == Standby::None {
                return Err(io::Error::other("the standby thread has died"));
            }
            if !std::mem::replace(&mut slot.wanted, true) {
                self.wake.wake();
            }
            slot = self.changed.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The standby thread's life.
    fn stand_by<A: Gate>(&self, dispatcher: &Dispatcher<A>) {
        let _death = Death(self);
        let mut slot = self.lock();
        let mut seen = (slot.times, Instant::now());
        while !slot.over {
            if slot.times != seen.0 {
                seen = (slot.times, Instant::now());
            }
            let rests = seen.1.elapsed();
            let taken = if rests >= TICK && !slot.wanted { slot.resting.take() } else { None };
            match taken {
                Some(mut taken) => {
                    drop(slot);
                    let served = serve(&mut taken, dispatcher, &self.wake);
                    slot = self.lock();
                    slot.resting = Some(taken);
                    self.changed.notify_all();
                    seen.1 = Instant::now();
                    if served.is_err() {
                        // The serving thread will meet the error itself.
                        break;
                    }
                }
                None if slot.resting.is_some() || rests < 2 * TICK => {
                    slot = self.changed.wait_timeout(slot, TICK).unwrap_or_else(PoisonError::into_inner).0;
                }
                None => {
                    slot.standby = Standby::Asleep;
                    let slept = self.changed.wait_timeout(slot, self.stay).unwrap_or_else(PoisonError::into_inner);
                    slot = slept.0;
                    slot.standby = Standby::Ticking;
                    if slept.1.timed_out() && slot.resting.is_none() {
                        break;
                    }
                }
            }
        }
        slot.standby = Standby::None;
    }

    /// Ends the standby thread when this is dropped.
    pub(super) fn until_dropped(&self) -> Over<'_> {
        Over(self)
    }
}

/// Serves without the agent until the serving thread wants the loop back.
fn serve<A: Gate>(taken: &mut Loop, dispatcher: &Dispatcher<A>, wake: &Wake) -> io::Result<()> {
    let mut readiness = Readiness::new()?;
    let mut stand_in = taken.stand_in.take();
    let served = loop {
        if let Err(error) = taken.wait(&mut readiness, wake.as_fd()) {
            break Err(error);
        }
        if taken.first_is_ready() {
            wake.take();
            break Ok(());
        }
        taken.serve(&mut Busy { dispatcher, stand_in: stand_in.as_mut() });
    };
    taken.stand_in = stand_in;
    served
}

/// Wakes the serving thread if the standby thread panics.
struct Death<'a>(&'a Hands);

impl Drop for Death<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().standby = Standby::None;
            self.0.changed.notify_all();
        }
    }
}

/// Ends the standby thread when dropped, after a panic as well.
pub(super) struct Over<'a>(&'a Hands);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.lock().over = true;
        self.0.changed.notify_all();
        self.0.wake.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::CommandError;
    use crate::info::CommandFacts;
    use crate::serve::ServeOptions;

    struct Agent;

    impl Gate for Agent {
        fn check(&self, _info: &CommandFacts) -> Result<(), CommandError> {
            Ok(())
        }
    }

    fn standby(hands: &Hands) -> Standby {
        hands.lock().standby
    }

    #[test]
    fn the_standby_thread_takes_the_loop_sleeps_when_nothing_runs_and_exits() {
        let hands = Hands::new(Duration::from_millis(1)).expect("descriptors");
        let dispatcher = Dispatcher::<Agent>::new([]);
        thread::scope(|scope| {
            let _over = hands.until_dropped();
            let mut served = Box::new(Loop::new(Vec::new(), None, &ServeOptions::default()));
            assert_eq!(standby(&hands), Standby::None);
            for _ in 0..3 {
                let taken = || {
                    let end = Instant::now() + Duration::from_secs(20);
                    while hands.lock().resting.is_some() {
                        assert!(Instant::now() < end, "the standby thread does not take the loop");
                        thread::yield_now();
                    }
                };
                (served, ()) = hands.aside(scope, &dispatcher, served, taken).expect("the loop");
                assert_ne!(standby(&hands), Standby::None);
                // It is there again, taken or not, as often as it is put away.
                for _ in 0..1000 {
                    (served, ()) = hands.aside(scope, &dispatcher, served, || ()).expect("the loop");
                }
            }
            let end = Instant::now() + Duration::from_secs(20);
            while standby(&hands) != Standby::None {
                assert!(Instant::now() < end, "it stays");
                thread::yield_now();
            }
        });
    }
}
