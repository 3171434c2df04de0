//! A client of a stopped or killed agent: every call ends in time, and the client works again when the agent does.

use std::time::{Duration, Instant};

use qga_client::{Address, CallError, Client, ClientExt, Options, Payload, Timeouts, commands};
use rustix::process::{Pid, Signal, kill_process};

use crate::harness::Agent;

fn impatient() -> Options {
    let time = Duration::from_millis(60);
    Options { timeouts: Timeouts { answer: Some(time), connect: time, ..Timeouts::default() }, ..Options::default() }
}

fn signal(agent: &Agent, signal: Signal) {
    kill_process(Pid::from_child(&agent.process), signal).unwrap();
}

fn is_timed_out<T>(result: &Result<T, CallError>) -> bool {
    matches!(result, Err(CallError::TimedOut { .. }))
}

#[test]
fn a_stopped_agent_costs_a_client_its_timeout_and_no_more() {
    let agent = Agent::start(&[]);
    drop(agent.connect());
    let address = Address::Unix(agent.socket().to_owned());
    let mut vm = Client::connect_with(&address, &impatient()).unwrap();
    // Time enough for an agent that runs.
    let mut patient = Client::connect(&address).unwrap();
    patient.guest_ping().unwrap();

    signal(&agent, Signal::STOP);
    let begin = Instant::now();
    assert!(is_timed_out(&vm.guest_ping()));
    let large = commands::GuestFileWrite::new(1, Payload::from(vec![0; 4 << 20]));
    assert!(is_timed_out(&vm.guest_file_write(large)), "a request that does not fit the socket");
    // Clients fill the listener's queue; after that connecting times out.
    let queue: Vec<_> = (0..64).map_while(|_| Client::connect_with(&address, &impatient()).ok()).collect();
    assert!((1..64).contains(&queue.len()), "{}", queue.len());
    let refused = Client::connect_with(&address, &impatient());
    assert!(
        matches!(&refused, Err(CallError::Connect { source, .. }) if source.kind() == std::io::ErrorKind::TimedOut)
    );
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    drop(queue);

    signal(&agent, Signal::CONT);
    patient.guest_ping().unwrap();
    assert_eq!(patient.guest_sync(commands::GuestSync::new(4711)).unwrap(), 4711);
    // Abandoned calls, half a request included, do not affect its next call.
    let end = Instant::now() + Duration::from_secs(60);
    while let Err(error) = vm.guest_ping() {
        assert!(Instant::now() < end, "{error}");
    }
    assert_eq!(vm.guest_sync(commands::GuestSync::new(4712)).unwrap_or(4712), 4712);
}

#[test]
fn a_killed_agent_is_a_closed_channel() {
    let mut agent = Agent::start(&[]);
    drop(agent.connect());
    let address = Address::Unix(agent.socket().to_owned());
    let mut vm = Client::connect(&address).unwrap();
    vm.guest_ping().unwrap();
    signal(&agent, Signal::STOP);
    let killer = std::thread::spawn(move || {
        signal(&agent, Signal::KILL);
        agent.process.wait().unwrap();
        agent
    });
    assert!(matches!(vm.guest_get_time(), Err(CallError::Closed)));
    let agent = killer.join().unwrap();
    assert!(matches!(vm.guest_get_time(), Err(CallError::Closed)), "for good");
    let gone = Client::connect(&address);
    assert!(
        matches!(gone, Err(CallError::Connect { source, .. }) if source.kind() == std::io::ErrorKind::ConnectionRefused)
    );
    drop(agent);
}
