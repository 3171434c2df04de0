//! The loop runs on while a handler blocks.

use std::time::{Duration, Instant};

use qga_runtime::{Limits, ServeOptions};

use crate::draw::Draw;
use crate::loop_answers::{WAIT, busy_agent, clients, lines, start, start_fragile, waiting_agent};
use crate::serving::{PING, PONG, Running, ask, line, soon};
use crate::small_agent::{Conversation, SmallAgent};

fn echo(text: &str) -> Vec<u8> {
    format!("{{\"execute\":\"test-echo\",\"arguments\":{{\"text\":\"{text}\"}}}}").into_bytes()
}

#[test]
fn a_ping_is_answered_within_a_tenth_of_a_second_while_a_command_blocks() {
    let mut fastest = Duration::MAX;
    // On a busy machine one or two attempts may be too slow.
    for _ in 0..5 {
        let ([mut busy, mut other], agent, release, _) = busy_agent(b"");
        let asked = Instant::now();
        assert_eq!(ask(&mut other, PING), PONG);
        fastest = fastest.min(asked.elapsed());
        drop(release);
        assert_eq!(line(&mut busy), PONG);
        assert_eq!(agent.stop().pings, 0, "the loop has answered");
    }
    assert!(fastest < Duration::from_millis(100), "{fastest:?}");
}

#[test]
fn an_urgent_command_runs_first_and_the_rest_round_robin() {
    let ([_busy, mut one, mut two, mut urgent, mut other], agent, release, _) = busy_agent(b"");
    one.write_all_by(&[echo("a"), echo("b")].concat(), soon()).expect("there is room");
    // Requests sent before the first of two pings are read before the second.
    assert_eq!([ask(&mut other, PING), ask(&mut other, PING)], [PONG, PONG]);
    two.write_all_by(&[echo("c"), echo("d")].concat(), soon()).expect("there is room");
    assert_eq!([ask(&mut other, PING), ask(&mut other, PING)], [PONG, PONG]);
    urgent.write_all_by(br#"{"execute":"test-urgent"}"#, soon()).expect("there is room");
    assert_eq!([ask(&mut other, PING), ask(&mut other, PING)], [PONG, PONG]);
    drop(release);
    assert_eq!(lines(&mut one, 2), "{\"return\": \"a\"}\n{\"return\": \"b\"}\n");
    assert_eq!(lines(&mut two, 2), "{\"return\": \"c\"}\n{\"return\": \"d\"}\n");
    assert_eq!(line(&mut urgent), PONG);
    assert_eq!(agent.stop().run, ["test-urgent", "a", "c", "b", "d"]);
}

#[test]
fn a_client_is_not_read_from_beyond_its_part_of_the_queue() {
    let ([_busy, mut greedy, mut other], agent, release, _) = busy_agent(b"");
    let text = "x".repeat(8 << 10);
    let mut sent = 0;
    while greedy.write_all_by(&echo(&text), Instant::now() + Duration::from_millis(300)).is_ok() {
        sent += 1;
        assert!(sent < 300, "the agent still reads");
    }
    assert_eq!(ask(&mut other, PING), PONG);
    drop(release);
    // All but the request that was cut off are answered.
    assert_eq!(lines(&mut greedy, sent), format!("{{\"return\": \"{text}\"}}\n").repeat(sent));
    assert!(sent > 32, "{sent}");
    drop(agent.stop());
}

#[test]
fn an_answer_comes_although_its_client_sends_no_more() {
    let ([_busy, mut leaving, mut other], agent, release, left) = busy_agent(b"");
    leaving.write_all_by(&echo("a"), soon()).expect("there is room");
    rustix::net::shutdown(&leaving, rustix::net::Shutdown::Write).expect("connected");
    assert_eq!([ask(&mut other, PING), ask(&mut other, PING)], [PONG, PONG]);
    drop(release);
    assert_eq!(line(&mut leaving), "{\"return\": \"a\"}\n");
    assert_eq!(leaving.read_by(&mut Vec::new(), soon()).expect("the end"), 0);
    left.recv().expect("it was closed then");
    assert_eq!(agent.stop().run, ["a"]);
}

#[test]
fn a_command_runs_whose_client_has_disconnected() {
    let ([_busy, mut leaving, mut other], agent, release, left) = busy_agent(b"");
    leaving.write_all_by(&echo("a"), soon()).expect("there is room");
    drop(leaving);
    assert_eq!([ask(&mut other, PING), ask(&mut other, PING)], [PONG, PONG]);
    drop(release);
    left.recv().expect("it has left");
    assert_eq!(agent.stop().run, ["a"]);
}

#[test]
fn a_panic_ends_the_loop_and_both_its_threads() {
    let ([mut busy, mut other], agent, release, _) = busy_agent(br#"{"execute":"test-panic"}"#);
    assert_eq!(ask(&mut other, PING), PONG);
    drop(release);
    assert!(agent.panics());
    assert_eq!(line(&mut busy), PONG);
}

#[test]
fn a_panic_of_the_loops_answers_ends_the_loop_when_the_command_is_done() {
    let ([mut busy, mut other], endpoints) = clients();
    let (agent, release, waiting) = waiting_agent();
    let agent: Running = start_fragile(agent, endpoints);
    busy.write_all_by(WAIT, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    other.write_all_by(PING, soon()).expect("there is room");
    assert!(matches!(other.read_by(&mut Vec::new(), soon()), Ok(0) | Err(_)), "the loop is gone");
    drop(release);
    assert!(agent.panics());
}

#[test]
fn without_answers_from_the_loop_everything_waits_in_order() {
    let ([mut busy, mut other], endpoints) = clients();
    let (agent, release, waiting) = waiting_agent();
    let agent = Running::start_with(agent, endpoints, ServeOptions::default());
    busy.write_all_by(WAIT, soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    other.write_all_by(&[PING, &echo("a"), PING, b"]"].concat(), soon()).expect("there is room");
    drop(release);
    assert_eq!(lines(&mut other, 4), [PONG, "{\"return\": \"a\"}\n", PONG, STRAY].concat());
    assert_eq!(agent.stop().pings, 2);
}

/// Queued requests, and broken input around them, get the same answers as without a queue.
#[test]
fn any_input_is_answered_as_without_a_loop() {
    let echo = echo("a");
    let pieces: [&[u8]; 12] = [
        &echo,
        &echo,
        PING,
        b"]",
        b"}",
        b"x",
        b"\n",
        b"\xff",
        b"{",
        b"\"",
        br#"{"execute":"no-such"}"#,
        br#"{"execute":1}"#,
    ];
    for seed in 0..300 {
        let mut draw = Draw(seed);
        let mut sent = Vec::new();
        for _ in 0..1 + draw.below(12) {
            sent.extend_from_slice(pieces[draw.below(pieces.len())]);
        }
        // Always answered, after any input.
        sent.extend_from_slice(b"\xff{\"execute\":\"guest-sync\",\"arguments\":{\"id\":7}}");
        let mut expected = Vec::new();
        Conversation::new(Limits::default()).answer(&sent, &mut expected);
        let ([mut client], endpoints) = clients();
        let overtake = [None, Some(Duration::from_secs(3600))][draw.below(2)];
        let agent = SmallAgent::default();
        let (agent, _) = start(agent, endpoints, ServeOptions { overtake, ..ServeOptions::default() });
        let (first, second) = sent.split_at(draw.below(sent.len()));
        client.write_all_by(first, soon()).expect("the agent reads");
        client.write_all_by(second, soon()).expect("the agent reads");
        let expected = String::from_utf8(expected).expect("ASCII");
        let answers = lines(&mut client, expected.matches('\n').count());
        assert_eq!(answers, expected, "seed {seed}: {}", String::from_utf8_lossy(&sent));
        drop(agent.stop());
    }
}

const STRAY: &str = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, expecting value\"}}\n";

#[test]
fn an_agent_without_a_client_ends_at_once() {
    let agent = Running::start_with(SmallAgent::default(), Vec::new(), ServeOptions::default());
    assert_eq!(agent.stop().pings, 0);
}
