//! Monitors that mean harm: what they send is bounded, dropped or an error, and the session goes on.

use std::io;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use qga_runtime::qmp::{Greeting, NotQmp, QemuVersion, QmpAsk, QmpCall, QmpLimits, QmpSession};
use qga_runtime::{Any, CallError, Step};

const GREETING: &str = r#"{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}, "package": "Debian"}, "capabilities": ["oob"]}}"#;

/// Runs one step with a monitor that answers each request with what `answer` makes of its id; then it is silent.
fn run(session: &mut QmpSession, ask: QmpAsk<'_>, answer: impl Fn(&str) -> String) -> Result<String, CallError> {
    let arguments: Any = r#"{"password": "hunter2"}"#.parse()?;
    let mut call = QmpCall::new(session, ask, Some(arguments), Instant::now() + Duration::from_secs(3600));
    let (mut input, mut at) = (Vec::new(), 0);
    loop {
        let moved = match call.step() {
            Step::Write { bytes, .. } => {
                let request = String::from_utf8_lossy(bytes);
                let id = request.rsplit_once("\"id\": ").expect("requests have ids").1.trim_end_matches("}\n");
                let is_negotiation = request.contains("qmp_capabilities");
                let answer = if is_negotiation { format!("{{\"return\": {{}}, \"id\": {id}}}") } else { answer(id) };
                input.extend(answer.into_bytes());
                Ok(bytes.len())
            }
            Step::Read { .. } if at == input.len() => Err(io::ErrorKind::TimedOut.into()),
            Step::Read { into, .. } => {
                assert!(into.capacity() <= 1 << 20, "{}", into.capacity());
                let count = (into.capacity() - into.len()).min(input.len() - at);
                into.extend(&input[at..at + count]);
                at += count;
                Ok(count)
            }
            Step::Done(outcome) => {
                return outcome.map(|returned| returned.map_or("none".into(), |it| it.value().text()));
            }
        };
        call.moved(moved);
    }
}

/// A session that has negotiated.
fn ready(limits: QmpLimits) -> QmpSession {
    let mut session = QmpSession::new(limits, true);
    let greeted = hear(&mut session, GREETING.as_bytes());
    assert!(matches!(greeted, Err(CallError::TimedOut { .. })), "{greeted:?}");
    run(&mut session, QmpAsk::Ready, |_| String::new()).expect("it greeted");
    session
}

/// Waits for an event while this arrives, and nothing behind it.
fn hear(session: &mut QmpSession, mut input: &[u8]) -> Result<String, CallError> {
    let mut call = QmpCall::new(session, QmpAsk::Event, None::<Any>, Instant::now() + Duration::from_secs(3600));
    loop {
        let moved = match call.step() {
            // Nothing of a request is taken.
            Step::Write { .. } => Err(io::ErrorKind::TimedOut.into()),
            Step::Read { into, .. } => {
                let count = (into.capacity() - into.len()).min(input.len());
                into.extend(&input[..count]);
                input = &input[count..];
                if count == 0 { Err(io::ErrorKind::TimedOut.into()) } else { Ok(count) }
            }
            Step::Done(outcome) => {
                drop(outcome?);
                drop(call);
                return Ok(session.take_event().map_or("none".into(), |event| event.name().to_owned()));
            }
        };
        call.moved(moved);
    }
}

/// A command, with this in front of its answer.
fn behind(session: &mut QmpSession, noise: &str) -> Result<String, CallError> {
    run(session, QmpAsk::Command("query"), |id| format!("{noise}{{\"return\": \"mine\", \"id\": {id}}}\n"))
}

#[test]
fn the_greeting_is_read() {
    let session = ready(QmpLimits::default());
    let version = QemuVersion { major: 10, minor: 0, micro: 2 };
    let expected = Greeting { version: Some(version), package: "Debian".into(), capabilities: vec!["oob".into()] };
    assert_eq!(session.greeting(), &expected);
    assert_eq!(version.to_string(), "10.0.2");
}

#[test]
fn of_too_many_events_the_oldest_are_dropped_and_counted() {
    let mut session = ready(QmpLimits { events: 3, ..QmpLimits::default() });
    let flood: String = (0..1000).map(|number| format!("{{\"event\": \"E{number}\"}}\n")).collect();
    assert_eq!(behind(&mut session, &flood).expect("it is answered"), "\"mine\"");
    let names: Vec<String> = std::iter::from_fn(|| session.take_event()).map(|event| event.name().to_owned()).collect();
    assert_eq!(names, ["E997", "E998", "E999"]);
    assert_eq!(session.missed_events(), 997);
}

#[test]
fn the_bytes_of_events_are_bounded_whatever_is_escaped_in_them() {
    let mut session = ready(QmpLimits { event_bytes: 1000, ..QmpLimits::default() });
    let small = format!("{{\"event\": \"SMALL\", \"data\": \"{}\"}}\n", "x".repeat(370));
    // Six bytes each as an event keeps them.
    let large = format!("{{\"event\": \"LARGE\", \"data\": \"{}\"}}\n", "\u{7f}".repeat(200));
    let flood = format!("{small}{small}{small}{large}");
    assert_eq!(behind(&mut session, &flood).expect("it is answered"), "\"mine\"");
    let names: Vec<String> = std::iter::from_fn(|| session.take_event()).map(|event| event.name().to_owned()).collect();
    assert_eq!(names, ["SMALL", "SMALL"]);
    assert_eq!(session.missed_events(), 2);
    let mut none = ready(QmpLimits { events: 0, ..QmpLimits::default() });
    assert!(matches!(hear(&mut none, b"{\"event\": \"E\"}"), Err(CallError::TimedOut { .. })));
    assert_eq!(none.missed_events(), 1);
}

#[test]
fn an_answer_that_is_too_long_is_an_error_and_the_next_is_found_behind_it() {
    let mut session = ready(QmpLimits { message: 1000, ..QmpLimits::default() });
    for _ in 0..2 {
        let long = run(&mut session, QmpAsk::Command("query"), |id| {
            format!("{{\"return\": \"{}\", \"id\": {id}}}\n", "long".repeat(300))
        });
        assert!(matches!(long, Err(CallError::TooLarge { limit: 1000 })), "{long:?}");
        assert_eq!(behind(&mut session, "").expect("it is answered"), "\"mine\"");
    }
}

#[test]
fn a_late_answer_that_is_too_long_is_no_error_of_another_call() {
    let mut session = ready(QmpLimits { message: 1000, ..QmpLimits::default() });
    let late = run(&mut session, QmpAsk::Command("query"), |_| String::new());
    assert!(matches!(late, Err(CallError::TimedOut { .. })), "{late:?}");
    let noise = format!("{{\"return\": \"{}\", \"id\": 7}}\n", "long".repeat(300));
    assert_eq!(behind(&mut session, &noise).expect("it is answered"), "\"mine\"");
}

#[test]
fn floods_before_the_greeting_take_no_memory() {
    let mut session = QmpSession::new(QmpLimits::default(), true);
    let blanks = hear(&mut session, " \r\n".repeat(1 << 20).as_bytes());
    assert!(matches!(blanks, Err(CallError::NotQmp(NotQmp::Silent))), "{blanks:?}");
    let text = format!("{{\"QMP\": {{\"version\": {{}}, \"capabilities\": [{}\"oob\"]}}}}", "\"x\", ".repeat(1 << 20));
    let long = hear(&mut session, text.as_bytes());
    assert!(matches!(long, Err(CallError::NotQmp(NotQmp::Unknown(_)))), "{long:?}");
}

#[test]
fn brackets_and_numbers_without_end_are_refused() {
    for (noise, reason) in
        [("[".repeat(1 << 20), "nesting depth"), ("[".to_owned() + &"1,".repeat(3 << 20), "token count")]
    {
        let mut session = ready(QmpLimits::default());
        match behind(&mut session, &noise) {
            Err(CallError::Malformed { reason: found }) => assert!(found.contains(reason), "{found}"),
            other => panic!("{reason}: {other:?}"),
        }
    }
}

#[test]
fn nothing_that_may_be_secret_shows() {
    let mut session = ready(QmpLimits::default());
    behind(&mut session, "{\"event\": \"E\", \"data\": \"hunter2\"}").expect("it is answered");
    let shown = format!("{session:?}");
    let event = session.take_event().expect("it came");
    assert!(event.text().contains("hunter2"));
    assert_eq!(format!("{event:?}"), "QmpEvent { name: \"E\", length: 33 }");
    assert!(!shown.contains("hunter2"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn damaged_messages_end_in_a_result(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 0..6),
        greeted: bool,
    ) {
        let text = format!("{GREETING}\r\n{{\"return\": {{}}, \"id\": 1}}\r\n{{\"event\": \"E\", \"data\": {{}}}}\r\n");
        let mut text = text.into_bytes();
        for (at, byte, kind) in damage {
            let at = at.index(text.len());
            match kind {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                _ => _ = text.remove(at),
            }
        }
        let mut session = if greeted { ready(QmpLimits::default()) } else { QmpSession::new(QmpLimits::default(), true) };
        for _ in 0..3 {
            let _ = hear(&mut session, &text);
        }
        let _ = behind(&mut session, &String::from_utf8_lossy(&text));
    }
}
