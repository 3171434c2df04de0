//! Limits that clients share: places at a listener, and memory for unanswered requests.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use qga_runtime::transport::memory;
use qga_runtime::{Address, Admission, Endpoint, Listener, ServeOptions, Stream};
use tempfile::TempDir;

use crate::loop_answers::{start, waiting_agent};
use crate::serving::{PING, PONG, ask, line, soon};
use crate::small_agent::SmallAgent;

const MIB: usize = 1 << 20;

fn listening() -> (TempDir, Address, Endpoint) {
    let folder = tempfile::tempdir().expect("a folder");
    let address = Address::Unix(folder.path().join("socket"));
    let listener = Listener::bind(&address, Admission::default()).expect("a free path");
    (folder, address, Endpoint::listening(listener))
}

/// Whether the agent has closed the connection.
fn is_closed(client: &mut Stream) -> bool {
    matches!(client.read_by(&mut Vec::new(), soon()), Ok(0))
}

#[test]
fn a_full_listener_evicts_the_client_idle_longest() {
    let (_folder, address, endpoint) = listening();
    let options = ServeOptions { clients: 2, idle: Duration::ZERO, ..ServeOptions::default() };
    let (agent, _) = start(SmallAgent::default(), vec![endpoint], options);
    let connect = || Stream::connect(&address, soon()).expect("a listener");
    let (mut first, mut second) = (connect(), connect());
    assert_eq!(ask(&mut first, PING), PONG);
    assert_eq!(ask(&mut second, PING), PONG);
    // The first was active last.
    assert_eq!(ask(&mut first, PING), PONG);
    let mut third = connect();
    assert_eq!(ask(&mut third, PING), PONG);
    assert!(is_closed(&mut second));
    assert_eq!(ask(&mut first, PING), PONG);
    drop(agent.stop());
}

#[test]
fn a_client_that_waits_for_its_answer_keeps_its_place() {
    let (_folder, address, endpoint) = listening();
    let options = ServeOptions { clients: 2, idle: Duration::ZERO, ..ServeOptions::default() };
    let (agent, release, waiting) = waiting_agent();
    let (agent, _) = start(agent, vec![endpoint], options);
    let connect = || Stream::connect(&address, soon()).expect("a listener");
    let (mut first, mut second) = (connect(), connect());
    first.write_all_by(br#"{"execute":"test-wait"}"#, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    assert_eq!(ask(&mut second, PING), PONG);
    let mut third = connect();
    assert_eq!(ask(&mut third, PING), PONG);
    assert!(is_closed(&mut second));
    drop(release);
    assert_eq!(line(&mut first), PONG);
    drop(agent.stop());
}

#[test]
fn a_client_that_was_active_a_moment_ago_keeps_its_place() {
    let (_folder, address, endpoint) = listening();
    let options = ServeOptions { clients: 1, idle: Duration::from_secs(3600), ..ServeOptions::default() };
    let (agent, _) = start(SmallAgent::default(), vec![endpoint], options);
    let connect = || Stream::connect(&address, soon()).expect("a listener");
    let mut first = connect();
    assert_eq!(ask(&mut first, PING), PONG);
    let mut second = connect();
    second.write_all_by(PING, soon()).expect("there is room");
    for _ in 0..100 {
        assert_eq!(ask(&mut first, PING), PONG);
    }
    drop(first);
    assert_eq!(line(&mut second), PONG);
    drop(agent.stop());
}

/// A large write request.
fn write_request(length: usize) -> Vec<u8> {
    let begin = br#"{"execute":"guest-file-write","arguments":{"handle":1000,"buf-b64":""#;
    [&begin[..], &b"AAAA".repeat(length / 4), b"\"}}"].concat()
}

/// Sends until the agent has read nothing for some time; returns the number of bytes sent.
fn send_what_is_taken(client: &mut Stream, bytes: &[u8]) -> usize {
    let (mut sent, mut last) = (0, Instant::now());
    while sent < bytes.len() && last.elapsed() < Duration::from_millis(300) {
        match client.try_write(&bytes[sent..]) {
            Ok(count) => (sent, last) = (sent + count, Instant::now()),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
    }
    sent
}

#[test]
fn large_requests_are_received_one_after_the_other_and_small_ones_at_any_time() {
    let pairs = || memory::pair().expect("a pair");
    let ((mut one, one_end), (mut two, two_end), (mut small, small_end)) = (pairs(), pairs(), pairs());
    let endpoints = [one_end, two_end, small_end].map(Endpoint::connected).into();
    let options = ServeOptions { held: 2 * MIB, ..ServeOptions::default() };
    let (agent, _) = start(SmallAgent::default(), endpoints, options);
    let request = write_request(8 * MIB);
    let (half, rest) = request.split_at(4 * MIB);
    one.write_all_by(half, soon()).expect("the agent reads");
    let taken = send_what_is_taken(&mut two, &request);
    assert!(taken < 3 * MIB, "{taken} bytes were taken");
    assert_eq!(ask(&mut small, PING), PONG);
    // Half of this was read already, so the rest is read first.
    one.write_all_by(rest, soon()).expect("the agent reads");
    assert_eq!(line(&mut one), "{\"return\": 6291456}\n");
    two.write_all_by(&request[taken..], soon()).expect("the agent reads now");
    assert_eq!(line(&mut two), "{\"return\": 6291456}\n");
    drop(agent.stop());
}

#[test]
fn a_half_received_request_that_stalls_is_dropped_for_others() {
    let pairs = || memory::pair().expect("a pair");
    let ((mut silent, silent_end), (mut honest, honest_end)) = (pairs(), pairs());
    let endpoints = [silent_end, honest_end].map(Endpoint::connected).into();
    let options = ServeOptions { held: 2 * MIB, stall: Duration::from_secs(2), ..ServeOptions::default() };
    let (agent, left) = start(SmallAgent::default(), endpoints, options);
    let request = write_request(8 * MIB);
    silent.write_all_by(&request[..6 * MIB], soon()).expect("the agent reads");
    honest.write_all_by(&request, soon()).expect("the agent reads in the end");
    assert_eq!(line(&mut honest), "{\"return\": 6291456}\n");
    left.recv().expect("the silent client is closed");
    assert!(matches!(silent.read_by(&mut Vec::new(), soon()), Ok(0) | Err(_)));
    drop(agent.stop());
}
