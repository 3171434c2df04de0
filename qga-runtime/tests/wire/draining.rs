//! Large answers: each client takes its own at its own pace.

use std::time::{Duration, Instant};

use qga_runtime::transport::memory;
use qga_runtime::{Endpoint, ServeOptions};

use crate::loop_answers::{lines, start};
use crate::serving::{PING, PONG, ask, line, soon};
use crate::small_agent::SmallAgent;

const READ: &[u8] = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":4194304}}"#;
const ECHO: &[u8] = br#"{"execute":"test-echo","arguments":{"text":"x"}}"#;

#[test]
fn three_clients_that_read_nothing_delay_a_command_by_less_than_a_second() {
    let (mut stalled, mut ends): (Vec<_>, Vec<_>) = (0..3).map(|_| memory::pair().expect("a pair")).unzip();
    let (mut other, other_end) = memory::pair().expect("a pair");
    ends.push(other_end);
    let agent = SmallAgent { written: vec![7; 4 << 20], ..SmallAgent::default() };
    let endpoints = ends.into_iter().map(Endpoint::connected).collect();
    let (agent, left) = start(agent, endpoints, ServeOptions::default());
    for stalled in &mut stalled {
        stalled.write_all_by(READ, soon()).expect("the agent reads");
        stalled.read_by(&mut Vec::with_capacity(8), soon()).expect("the answer begins");
    }
    let asked = Instant::now();
    assert_eq!(ask(&mut other, ECHO), "{\"return\": \"x\"}\n");
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert!(left.try_recv().is_err(), "none of them was closed for it");
    // The whole answer arrives when they read.
    for mut stalled in stalled {
        assert!(line(&mut stalled).ends_with("\", \"count\": 4194304, \"eof\": false}}\n"));
    }
    drop(agent.stop());
}

#[test]
fn a_client_that_takes_nothing_for_long_is_closed_and_one_that_takes_all_goes_on() {
    let (mut stalled, stalled_end) = memory::pair().expect("a pair");
    let (mut other, other_end) = memory::pair().expect("a pair");
    let agent = SmallAgent { written: vec![7; 4 << 20], ..SmallAgent::default() };
    let options = ServeOptions { stall: Duration::from_secs(1), ..ServeOptions::default() };
    let (agent, left) = start(agent, vec![Endpoint::connected(stalled_end), Endpoint::connected(other_end)], options);
    stalled.write_all_by(READ, soon()).expect("the agent reads");
    left.recv_timeout(Duration::from_secs(20)).expect("it is closed");
    assert!(line_length(&mut other) > 4 << 20);
    assert_eq!(ask(&mut other, PING), PONG);
    drop(agent.stop());
}

fn line_length(client: &mut qga_runtime::Stream) -> usize {
    ask(client, READ).len()
}

#[test]
fn the_next_request_is_answered_after_the_end_of_a_large_answer() {
    let (mut client, end) = memory::pair().expect("a pair");
    let agent = SmallAgent { written: vec![7; 4 << 20], ..SmallAgent::default() };
    let (agent, _) = start(agent, vec![Endpoint::connected(end)], ServeOptions::default());
    client.write_all_by(&[READ, PING, READ, ECHO].concat(), soon()).expect("the agent reads");
    let answers = lines(&mut client, 4);
    let answers: Vec<&str> = answers.split_inclusive('\n').collect();
    assert!(answers[0].len() > 4 << 20 && answers[0] == answers[2], "{} bytes", answers[0].len());
    assert_eq!((answers[1], answers[3]), (PONG, "{\"return\": \"x\"}\n"));
    drop(agent.stop());
}
