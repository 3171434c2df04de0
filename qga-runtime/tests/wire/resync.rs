//! Resynchronisation of a client whose request hangs.

use std::time::Duration;

use qga_runtime::transport::memory;
use qga_runtime::{Address, Endpoint, JsonWriter, Marshal as _, Outcome, ServeOptions, Session, SessionLimits, Stream};

use crate::devices;
use crate::draw::Draw;
use crate::loop_answers::{lines, start, waiting_agent};
use crate::serving::{PING, PONG, line, soon};

const WAIT: &str = r#"{"execute":"test-wait"}"#;

/// Options with which a sync overtakes every unanswered request at once.
fn at_once() -> ServeOptions {
    ServeOptions { overtake: Some(Duration::ZERO), ..ServeOptions::default() }
}

fn echo(text: &str) -> String {
    format!("{{\"execute\":\"test-echo\",\"arguments\":{{\"text\":\"{text}\"}}}}")
}

fn echoed(text: &str) -> String {
    format!("{{\"return\": \"{text}\"}}\n")
}

/// A request sent while the first command hangs, and the answer received at once.
type Said<'a> = (&'a [u8], &'a [u8]);

/// Checks one client's sequence after a command that hangs, the answers after that command's end, and the commands run.
fn check(said: &[Said<'_>], after: &[u8], run: &[&str]) {
    let (mut client, end) = memory::pair().expect("a pair");
    let (agent, release, waiting) = waiting_agent();
    let (agent, _) = start(agent, vec![Endpoint::connected(end)], at_once());
    client.write_all_by(WAIT.as_bytes(), soon()).expect("the agent reads");
    waiting.recv().expect("the command waits");
    for (request, answer) in said {
        client.write_all_by(request, soon()).expect("the agent reads");
        assert_eq!(bytes(&mut client, answer.len()), *answer);
    }
    drop(release);
    assert_eq!(bytes(&mut client, after.len()), after);
    // No other answer comes.
    client.write_all_by(echo("end").as_bytes(), soon()).expect("the agent reads");
    assert_eq!(line(&mut client), echoed("end"));
    assert_eq!(agent.stop().run, [run, &["end"]].concat());
}

fn bytes(client: &mut Stream, count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count.max(1));
    while bytes.len() < count {
        assert_ne!(client.read_by(&mut bytes, soon()).expect("the agent answers"), 0, "the agent closed");
    }
    bytes
}

#[test]
fn libvirt_syncs_with_a_time_stamp_and_asks_again() {
    let sync = b"{\"execute\":\"guest-sync\", \"arguments\":{\"id\":1700000000123}}\n";
    let said: [Said<'_>; 3] = [
        (sync, b"{\"return\": 1700000000123}\n"),
        (b"{\"execute\":\"guest-ping\"}\n", PONG.as_bytes()),
        (&[echo("a").as_bytes(), b"\n"].concat(), b""),
    ];
    check(&said, echoed("a").as_bytes(), &["a"]);
    // The command after the sync hangs behind the first one; so does libvirt's next attempt.
    let again: [Said<'_>; 4] = [
        said[0],
        said[2],
        (b"{\"execute\":\"guest-sync\", \"arguments\":{\"id\":1700000005123}}\n", b"{\"return\": 1700000005123}\n"),
        (b"{\"execute\":\"guest-ping\"}\n", PONG.as_bytes()),
    ];
    check(&again, b"", &["a"]);
}

#[test]
fn proxmox_sends_a_delimited_sync_and_its_command_in_one_write() {
    let sync = r#"{"execute":"guest-sync-delimited","arguments":{"id":4711}}"#;
    let ping = [sync, "\n", r#"{"execute":"guest-ping","arguments":{}}"#, "\n"].concat();
    let command = [sync, "\n", &echo("a"), "\n"].concat();
    let in_step = b"\xff{\"return\": 4711}\n";
    let said: [Said<'_>; 2] = [(ping.as_bytes(), &[in_step, PONG.as_bytes()].concat()), (command.as_bytes(), in_step)];
    check(&said, echoed("a").as_bytes(), &["a"]);
}

#[test]
fn utm_sends_the_sentinel_a_sync_and_then_its_command() {
    let command = echo("a");
    let said: [Said<'_>; 3] = [
        (b"\xff{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":7}}", b"\xff{\"return\": 7}\n"),
        (PING, PONG.as_bytes()),
        (command.as_bytes(), b""),
    ];
    check(&said, echoed("a").as_bytes(), &["a"]);
    // The byte alone has the same effect.
    check(&[(b"\xff", b""), (PING, PONG.as_bytes())], b"", &[]);
}

#[test]
fn over_a_device_the_one_client_finds_the_agent_alive() {
    let (far, device) = devices::line();
    let (agent, release, waiting) = waiting_agent();
    let (agent, _) = start(agent, vec![Endpoint::device(Address::Serial(device)).expect("it opens")], at_once());
    assert_eq!(devices::ask_over(&far, WAIT.as_bytes(), 0), "");
    waiting.recv().expect("the command waits");
    let sync = br#"{"execute":"guest-sync","arguments":{"id":7}}"#;
    assert_eq!(devices::ask_over(&far, sync, 14), "{\"return\": 7}\n");
    assert_eq!(devices::ask_over(&far, PING, PONG.len()), PONG);
    drop(release);
    assert_eq!(devices::ask_over(&far, echo("a").as_bytes(), 16), echoed("a"));
    assert_eq!(agent.stop().run, ["a"]);
}

#[test]
fn without_a_resync_or_before_its_time_nothing_overtakes() {
    let sync = br#"{"execute":"guest-sync","arguments":{"id":7}}"#;
    let hour = Duration::from_secs(3600);
    for (overtake, request, answer) in [
        (Some(Duration::ZERO), &PING.repeat(2), PONG.repeat(2)),
        (Some(hour), &[sync, PING, b"\xff", PING].concat(), ["{\"return\": 7}\n", PONG, PONG].concat()),
        (None, &[sync, PING, b"\xff", PING].concat(), ["{\"return\": 7}\n", PONG, PONG].concat()),
    ] {
        let (mut client, end) = memory::pair().expect("a pair");
        let (mut other, other_end) = memory::pair().expect("a pair");
        let (agent, release, waiting) = waiting_agent();
        let endpoints = vec![Endpoint::connected(end), Endpoint::connected(other_end)];
        let (agent, _) = start(agent, endpoints, ServeOptions { overtake, ..ServeOptions::default() });
        client.write_all_by(WAIT.as_bytes(), soon()).expect("the agent reads");
        waiting.recv().expect("the command waits");
        client.write_all_by(request, soon()).expect("there is room");
        other.write_all_by(&PING.repeat(2), soon()).expect("there is room");
        assert_eq!(lines(&mut other, 2), PONG.repeat(2));
        let nothing = client.try_read(&mut Vec::new()).map_err(|error| error.kind());
        assert_eq!(nothing, Err(std::io::ErrorKind::WouldBlock));
        drop(release);
        assert_eq!(lines(&mut client, 1 + answer.matches('\n').count()), [PONG, &answer].concat(), "{overtake:?}");
        drop(agent.stop());
    }
}

/// For every sequence behind a command that hangs, the answers are those of a simple model, and every command is run.
#[test]
fn hundreds_of_schedules_lose_no_command_and_answer_as_the_rules_say() {
    for seed in 0..200 {
        let mut draw = Draw(seed);
        let (mut client, end) = memory::pair().expect("a pair");
        let (mut other, other_end) = memory::pair().expect("a pair");
        let (agent, release, waiting) = waiting_agent();
        let (agent, _) = start(agent, vec![Endpoint::connected(end), Endpoint::connected(other_end)], at_once());
        client.write_all_by(WAIT.as_bytes(), soon()).expect("the agent reads");
        waiting.recv().expect("the command waits");
        // The expected answers that were not received yet.
        let mut owed = vec![PONG.to_owned()];
        let mut run = Vec::new();
        for number in 0..4 + draw.below(12) {
            let mut request = Vec::new();
            let mut now = String::new();
            for part in 0..1 + draw.below(3) {
                match draw.below(5) {
                    0 => {
                        request.extend_from_slice(b"\xff");
                        owed.clear();
                    }
                    1 => {
                        request.extend_from_slice(
                            format!("{{\"execute\":\"guest-sync\",\"arguments\":{{\"id\":{number}}}}}").as_bytes(),
                        );
                        owed.clear();
                        now += &format!("{{\"return\": {number}}}\n");
                    }
                    2 => {
                        let text = format!("{number}-{part}");
                        request.extend_from_slice(echo(&text).as_bytes());
                        owed.push(echoed(&text));
                        run.push(text);
                    }
                    _ => {
                        request.extend_from_slice(PING);
                        if owed.is_empty() { now += PONG } else { owed.push(PONG.to_owned()) }
                    }
                }
            }
            let (first, second) = request.split_at(draw.below(request.len()));
            client.write_all_by(first, soon()).expect("the agent reads");
            client.write_all_by(second, soon()).expect("the agent reads");
            assert_eq!(lines(&mut client, now.matches('\n').count()), now, "seed {seed}, {number}");
        }
        // Requests sent before the first of two pings are read before the second.
        assert_eq!([ask_aside(&mut other), ask_aside(&mut other)], [PONG, PONG]);
        drop(release);
        client.write_all_by(echo("end").as_bytes(), soon()).expect("the agent reads");
        owed.push(echoed("end"));
        run.push("end".to_owned());
        assert_eq!(lines(&mut client, owed.len()), owed.concat(), "seed {seed}");
        assert_eq!(agent.stop().run, run, "seed {seed}");
    }
}

fn ask_aside(other: &mut Stream) -> String {
    other.write_all_by(PING, soon()).expect("the agent reads");
    line(other)
}

/// A client of this workspace whose calls hang and are abandoned, by schedule.
#[test]
fn our_own_session_gets_its_answers_as_soon_as_the_agent_has_them() {
    for seed in 0..100 {
        let mut draw = Draw(seed);
        let (mut client, end) = memory::pair().expect("a pair");
        let (agent, release, waiting) = waiting_agent();
        let (agent, _) = start(agent, vec![Endpoint::connected(end)], at_once());
        let mut session =
            Session::with_seed(SessionLimits { answer: 4096, stale: 1 << 20, ..SessionLimits::default() }, draw.next());
        ask(&mut session, &mut client, "test-wait", None);
        waiting.recv().expect("the command waits");
        session.abandon();
        let mut run = Vec::new();
        for number in 0..1 + draw.below(6) {
            if draw.one_in(2) {
                ask(&mut session, &mut client, "guest-ping", None);
                assert_eq!(answer(&mut session, &mut client), "{}", "seed {seed}");
            } else {
                let text = number.to_string();
                ask(&mut session, &mut client, "test-echo", Some(&text));
                session.abandon();
                run.push(text);
            }
        }
        drop(release);
        ask(&mut session, &mut client, "test-echo", Some("end"));
        assert_eq!(answer(&mut session, &mut client), "\"end\"", "seed {seed}");
        run.push("end".to_owned());
        assert_eq!(agent.stop().run, run, "seed {seed}");
    }
}

fn ask(session: &mut Session, client: &mut Stream, name: &str, text: Option<&str>) {
    let mut sent = Vec::new();
    let mut arguments = |out: &mut JsonWriter<'_>| serde_json::json!({ "text": text }).marshal(out);
    let arguments: Option<&mut dyn FnMut(&mut JsonWriter<'_>)> =
        if text.is_some() { Some(&mut arguments) } else { None };
    session.request(&mut JsonWriter::new(&mut sent), name, arguments);
    client.write_all_by(&sent, soon()).expect("the agent reads");
}

fn answer(session: &mut Session, client: &mut Stream) -> String {
    loop {
        match session.answer().expect("a sound answer") {
            Some(Outcome::Returned(returned)) => return returned.value().text().to_owned(),
            Some(outcome) => panic!("{outcome:?}"),
            None => assert_ne!(client.read_by(session.space(), soon()).expect("an answer"), 0),
        }
    }
}
