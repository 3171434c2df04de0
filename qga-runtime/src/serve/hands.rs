//! Keeps the loop running while a command runs: the loop is in a slot, and a standby thread takes it if the command takes
//! long.
//!
//! The serving thread runs all commands. Most end within microseconds, and it takes the loop back: an uncontended lock.
//! After [`STANDBY_TICK`] the standby thread takes the loop and serves it, without the agent, until the serving thread
//! asks for it. The standby thread starts with the first blocking command, sleeps without a tick while no command runs,
//! and exits after an idle timeout, so an idle agent has one thread.

use std::io;
use std::os::fd::AsFd as _;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use super::event_loop::Loop;
use super::responder::Busy;
use super::wake::Wake;
use crate::dispatch::{Dispatcher, Gate};
use crate::transport::readiness::Readiness;

/// Time that the loop is in the slot before the standby thread takes it; at most twice this.
const STANDBY_TICK: Duration = Duration::from_millis(20);

/// The slot, and the state that both threads share.
pub(super) struct Hands {
    slot: Mutex<Slot>,
    changed: Condvar,
    /// Wakes the standby thread out of the loop's wait.
    wake: Wake,
    /// Time without a blocking command before the standby thread exits.
    idle_timeout: Duration,
}

struct Slot {
    parked: Option<Box<Loop>>,
    /// How often the loop was put into the slot.
    puts: u64,
    standby: Standby,
    /// The serving thread waits for the loop.
    wanted: bool,
    /// The serving thread has ended.
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standby {
    None,
    /// It checks the slot every [`STANDBY_TICK`].
    Ticking,
    /// It must be woken when the loop is put into the slot.
    Asleep,
}

impl Hands {
    /// A slot whose standby thread exits after this time without a blocking command.
    ///
    /// # Errors
    /// No descriptor is left.
    pub(super) fn new(idle_timeout: Duration) -> io::Result<Self> {
        let slot = Slot { parked: None, puts: 0, standby: Standby::None, wanted: false, ended: false };
        Ok(Hands { slot: Mutex::new(slot), changed: Condvar::new(), wake: Wake::new()?, idle_timeout })
    }

    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` while the loop is in the slot, or with the standby thread.
    ///
    /// # Errors
    /// The standby thread has panicked while it had the loop.
    pub(super) fn run_aside<'scope, A: Gate, R>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        dispatcher: &'scope Dispatcher<A>,
        event_loop: Box<Loop>,
        work: impl FnOnce() -> R,
    ) -> io::Result<(Box<Loop>, R)> {
        self.put(scope, dispatcher, event_loop);
        let result = work();
        Ok((self.take_back()?, result))
    }

    fn put<'scope, A: Gate>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        dispatcher: &'scope Dispatcher<A>,
        event_loop: Box<Loop>,
    ) {
        let mut slot = self.lock();
        slot.parked = Some(event_loop);
        slot.puts += 1;
        match slot.standby {
            Standby::None => {
                // If it cannot be started, other clients wait for the command.
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
            if let Some(taken) = slot.parked.take() {
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

    /// Runs the standby thread.
    fn stand_by<A: Gate>(&self, dispatcher: &Dispatcher<A>) {
        let _guard = PanicGuard(self);
        let mut slot = self.lock();
        let mut seen = (slot.puts, Instant::now());
        while !slot.ended {
            if slot.puts != seen.0 {
                seen = (slot.puts, Instant::now());
            }
            let parked_for = seen.1.elapsed();
            let taken = if parked_for >= STANDBY_TICK && !slot.wanted { slot.parked.take() } else { None };
            match taken {
                Some(mut taken) => {
                    drop(slot);
                    let served = serve(&mut taken, dispatcher, &self.wake);
                    slot = self.lock();
                    slot.parked = Some(taken);
                    self.changed.notify_all();
                    seen.1 = Instant::now();
                    if served.is_err() {
                        // The serving thread gets the same error.
                        break;
                    }
                }
                None if slot.parked.is_some() || parked_for < 2 * STANDBY_TICK => {
                    slot = self.changed.wait_timeout(slot, STANDBY_TICK).unwrap_or_else(PoisonError::into_inner).0;
                }
                None => {
                    slot.standby = Standby::Asleep;
                    let slept =
                        self.changed.wait_timeout(slot, self.idle_timeout).unwrap_or_else(PoisonError::into_inner);
                    slot = slept.0;
                    slot.standby = Standby::Ticking;
                    if slept.1.timed_out() && slot.parked.is_none() {
                        break;
                    }
                }
            }
        }
        slot.standby = Standby::None;
    }

    /// Ends the standby thread when this is dropped.
    pub(super) fn until_dropped(&self) -> EndGuard<'_> {
        EndGuard(self)
    }
}

/// Serves without the agent until the serving thread asks for the loop.
fn serve<A: Gate>(taken: &mut Loop, dispatcher: &Dispatcher<A>, wake: &Wake) -> io::Result<()> {
    let mut readiness = Readiness::new(None)?;
    let mut answers = taken.answers.take();
    let served = loop {
        if let Err(error) = taken.wait(&mut readiness, wake.as_fd()) {
            break Err(error);
        }
        if taken.first_is_ready() {
            wake.take();
            break Ok(());
        }
        taken.serve(&mut Busy { dispatcher, answers: answers.as_mut() });
    };
    taken.answers = answers;
    served
}

/// Wakes the serving thread if the standby thread panics.
struct PanicGuard<'a>(&'a Hands);

impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().standby = Standby::None;
            self.0.changed.notify_all();
        }
    }
}

/// Ends the standby thread when dropped, after a panic as well.
pub(super) struct EndGuard<'a>(&'a Hands);

impl Drop for EndGuard<'_> {
    fn drop(&mut self) {
        self.0.lock().ended = true;
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
            let _end = hands.until_dropped();
            let mut served = Box::new(Loop::new(Vec::new(), None, &ServeOptions::default()));
            assert_eq!(standby(&hands), Standby::None);
            for _ in 0..3 {
                let taken = || {
                    let end = Instant::now() + Duration::from_secs(20);
                    while hands.lock().parked.is_some() {
                        assert!(Instant::now() < end, "the standby thread does not take the loop");
                        thread::yield_now();
                    }
                };
                (served, ()) = hands.run_aside(scope, &dispatcher, served, taken).expect("the loop");
                assert_ne!(standby(&hands), Standby::None);
                // Each time it comes back, whether the standby thread has taken it or not.
                for _ in 0..1000 {
                    (served, ()) = hands.run_aside(scope, &dispatcher, served, || ()).expect("the loop");
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
