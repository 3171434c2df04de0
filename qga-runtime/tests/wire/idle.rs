//! The loop reports when nothing happens any more.

use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use qga_runtime::transport::memory;
use qga_runtime::{Attendant, Endpoint, ServeOptions};

use crate::serving::{PING, PONG, Running, ask};
use crate::small_agent::SmallAgent;

/// Reports idle times, and ends the loop when the other end of a pipe is closed.
struct Observer {
    until: OwnedFd,
    idle: Sender<()>,
}

impl Attendant<SmallAgent> for Observer {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.until.as_fd()
    }

    fn woken(&mut self, _agent: &mut SmallAgent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn idle(&mut self) {
        self.idle.send(()).expect("the test receives");
    }
}

#[test]
fn an_idle_time_is_reported_once_and_again_after_the_next_request() {
    let (mut client, server) = memory::pair().expect("a pair");
    let (idle, idles) = mpsc::channel();
    let options = ServeOptions { standby: Duration::from_millis(1), ..ServeOptions::default() };
    let endpoints = vec![Endpoint::connected(server)];
    let agent = Running::start_attended(SmallAgent::default(), endpoints, options, |until| Observer { until, idle });
    idles.recv().expect("idle before the first request");
    for _ in 0..3 {
        assert_eq!(ask(&mut client, PING), PONG);
        idles.recv().expect("idle after a request");
    }
    assert_eq!(agent.stop().pings, 3);
    assert!(idles.try_recv().is_err(), "no idle time is reported twice");
}
