//! The loop tells a watchdog that it serves.

use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use qga_runtime::{Attendant, Heartbeat, ServeOptions};

use crate::loop_answers::{WAIT, clients, waiting_agent};
use crate::serving::{PONG, Running, line, soon};
use crate::small_agent::SmallAgent;

/// Reports heartbeats, and ends the loop when the other end of a pipe is closed.
struct Watched {
    until: OwnedFd,
    beats: Sender<()>,
}

impl Attendant<SmallAgent> for Watched {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.until.as_fd()
    }

    fn woken(&mut self, _agent: &mut SmallAgent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn heartbeat(&mut self) -> Option<Heartbeat> {
        let beats = self.beats.clone();
        Some(Heartbeat::new(Duration::from_millis(1), move || beats.send(()).unwrap_or_default()))
    }
}

#[test]
fn the_heart_beats_while_no_client_asks_and_while_a_command_runs() {
    let ([mut client], endpoints) = clients();
    let (agent, release, waiting) = waiting_agent();
    let (beats, beat) = mpsc::channel();
    let agent = Running::start_attended(agent, endpoints, ServeOptions::default(), |until| Watched { until, beats });
    let beats_on = || (0..3).for_each(|_| beat.recv_timeout(Duration::from_secs(60)).expect("a heartbeat"));
    beats_on();
    client.write_all_by(WAIT, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    // Those sent before the command had begun.
    beat.try_iter().for_each(drop);
    beats_on();
    drop(release);
    assert_eq!(line(&mut client), PONG);
    beat.try_iter().for_each(drop);
    beats_on();
    drop(agent.stop());
}
