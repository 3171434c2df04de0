//! Calls driven by hand: each step is what a client would be told to do.

use super::*;
use crate::json::any::Any;
use crate::payload::Payload;
use crate::session::SessionLimits;

const FAR: Duration = Duration::from_secs(3600);

fn terms(command: &str) -> Terms<'_> {
    let status = StatusCommand {
        name: "test-status",
        timeout: Duration::from_secs(60),
        says_frozen: |value| value.string().is_ok_and(|status| status == "frozen"),
    };
    Terms {
        command,
        success: Success::Answered,
        deadline: Instant::now() + FAR,
        longest: 1 << 20,
        status: Some(status),
    }
}

fn silent(command: &str) -> Terms<'_> {
    Terms { success: Success::Silent, ..terms(command) }
}

/// What comes of a call, in words.
fn describe(outcome: Result<Option<Returned>, CallError>) -> String {
    match outcome {
        Ok(Some(returned)) => returned.value().text(),
        Ok(None) => "silence".into(),
        Err(CallError::TimedOut { waiting_for, .. }) => format!("no {waiting_for}"),
        Err(CallError::TooLarge { limit }) => format!("larger than {limit}"),
        Err(CallError::Frozen(error)) => format!("frozen: {error}"),
        Err(CallError::Refused(error)) => format!("refused: {error}"),
        Err(CallError::Command(error)) => format!("failed: {error}"),
        Err(error) => error.to_string(),
    }
}

/// Takes all that a call sends until it wants to read, so many bytes at a time, as text; or how it ended.
fn sent(call: &mut Call<'_, impl Marshal>, at_a_time: usize) -> Result<String, String> {
    let mut sent = Vec::new();
    loop {
        let count = match call.step() {
            Step::Write { bytes, .. } => {
                let count = bytes.len().min(at_a_time);
                sent.extend_from_slice(&bytes[..count]);
                count
            }
            Step::Read { .. } => return Ok(String::from_utf8_lossy(&sent).into_owned()),
            Step::Done(outcome) => return Err(describe(outcome)),
        };
        call.moved(Ok(count));
    }
}

/// Lets a call receive these bytes; how it ended, if it did.
fn receive(call: &mut Call<'_, impl Marshal>, mut bytes: &[u8]) -> Option<String> {
    while !bytes.is_empty() {
        let count = match call.step() {
            Step::Read { into, .. } => {
                let count = bytes.len().min(into.capacity() - into.len());
                into.extend_from_slice(&bytes[..count]);
                count
            }
            Step::Done(outcome) => return Some(describe(outcome)),
            Step::Write { .. } => panic!("nothing is to be sent"),
        };
        bytes = &bytes[count..];
        call.moved(Ok(count));
    }
    match call.step() {
        Step::Done(outcome) => Some(describe(outcome)),
        _ => None,
    }
}

/// Answers to what was sent: `$SYNC` to the sync in front, `$ID` is the last `id`.
fn answers(text: &str, sent: &str) -> Vec<u8> {
    let number = |line: &str| {
        let digits = line.rsplit_once("\"id\": ").map_or("", |(_, rest)| rest);
        digits.trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned()
    };
    let sync = format!("{{\"return\": {0}, \"id\": {0}}}\n", number(sent.lines().next().unwrap_or_default()));
    text.replace("$SYNC", &sync).replace("$ID", &number(sent)).into_bytes()
}

fn session() -> Session {
    Session::new(SessionLimits::default())
}

/// Makes a call with these answers and returns its result.
fn ask(session: &mut Session, terms: Terms<'_>, answer: &str) -> String {
    let mut call = Call::new(session, terms, None::<Any>);
    let request = sent(&mut call, usize::MAX).expect("it is sent");
    receive(&mut call, &answers(answer, &request)).unwrap_or_else(|| "more".into())
}

#[test]
fn a_call_is_sent_in_any_pieces_and_answered() {
    for at_a_time in [1, 7, usize::MAX] {
        let mut session = session();
        let arguments: Any = r#"{"a": [1]}"#.parse().expect("JSON");
        let mut call = Call::new(&mut session, terms("test-a"), Some(&arguments));
        let request = sent(&mut call, at_a_time).expect("it is sent");
        assert!(request.starts_with("\u{fffd}{\"execute\": \"guest-sync-delimited\""), "{request}");
        assert!(request.contains("{\"execute\": \"test-a\", \"arguments\": {\"a\": [1]}, \"id\": "), "{request}");
        let answer = answers("$SYNC{\"return\": 7, \"id\": $ID}\n", &request);
        assert_eq!(receive(&mut call, &answer).as_deref(), Some("7"));
        drop(call);
        assert_eq!(ask(&mut session, terms("test-b"), "{\"return\": 8, \"id\": $ID}\n"), "8");
    }
}

/// A payload is encoded while it is sent, wherever it comes from.
#[test]
fn a_large_payload_is_never_held_as_text() {
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|at| at.to_le_bytes()[0]).collect();
    let mut text = Vec::new();
    Payload::from(&bytes[..]).marshal(&mut JsonWriter::new(&mut text));
    let text = String::from_utf8(text).expect("ASCII");
    let received: Payload = {
        let answer = format!("$SYNC{{\"return\": {text}, \"id\": $ID}}\n");
        let mut session = session();
        let mut call = Call::new(&mut session, Terms { longest: 8 << 20, ..terms("test-read") }, None::<Any>);
        let request = sent(&mut call, usize::MAX).expect("it is sent");
        let answer = answers(&answer, &request);
        let mut rest = &answer[..];
        loop {
            match call.step() {
                Step::Read { into, .. } => {
                    let (piece, behind) = rest.split_at(rest.len().min(into.capacity() - into.len()));
                    into.extend_from_slice(piece);
                    rest = behind;
                    call.moved(Ok(piece.len()));
                }
                Step::Done(outcome) => break outcome.expect("an answer").expect("an answer").read().expect("bytes"),
                Step::Write { .. } => panic!("all is sent"),
            }
        }
    };
    for payload in [Payload::from(&bytes[..]), Payload::from_source(bytes.clone(), 0, bytes.len() as u64), received] {
        let mut session = session();
        let mut call = Call::new(&mut session, terms("test-write"), Some(&payload));
        let (mut request, mut longest) = (Vec::new(), 0);
        while let Step::Write { bytes, .. } = call.step() {
            request.extend_from_slice(bytes);
            let count = bytes.len();
            longest = longest.max(count);
            call.moved(Ok(count));
        }
        assert!(String::from_utf8_lossy(&request).contains(&format!("\"arguments\": {text}, \"id\"")));
        assert!(longest < 70_000, "{longest} bytes at once");
    }
}

#[test]
fn an_agent_that_refuses_id_is_sent_the_request_again_after_a_probe() {
    let mut session = session();
    let arguments: Any = r#"{"a": 1}"#.parse().expect("JSON");
    let mut call = Call::new(&mut session, terms("test-a"), Some(&arguments));
    sent(&mut call, usize::MAX).expect("it is sent");
    let no = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no id\"}}\n";
    assert_eq!(receive_probed(&mut call, no.repeat(2).as_bytes()), None);
    let probe = sent(&mut call, 5).expect("a probe");
    assert_eq!(probe.matches("\"guest-sync\"").count(), 4, "{probe}");
    let number = probe.split("\"id\": ").nth(1).and_then(|rest| rest.split('}').next()).expect("a number");
    let returned = format!("{{\"return\": {number}}}\n");
    let answer = format!("{returned}{no}{no}{returned}");
    let again = {
        let Step::Read { into, .. } = call.step() else { panic!("it waits") };
        into.extend_from_slice(answer.as_bytes());
        call.moved(Ok(answer.len()));
        sent(&mut call, usize::MAX).expect("it is sent")
    };
    assert_eq!(again, "{\"execute\": \"test-a\", \"arguments\": {\"a\": 1}}\n");
    assert_eq!(receive(&mut call, b"{\"return\": 7}\n").as_deref(), Some("7"));
}

/// Lets a call receive bytes after which it has something to send.
fn receive_probed(call: &mut Call<'_, impl Marshal>, bytes: &[u8]) -> Option<String> {
    let Step::Read { into, .. } = call.step() else { panic!("it waits") };
    into.extend_from_slice(bytes);
    call.moved(Ok(bytes.len()));
    match call.step() {
        Step::Done(outcome) => Some(describe(outcome)),
        Step::Write { .. } => None,
        Step::Read { .. } => panic!("it has something to send"),
    }
}

const REFUSAL: &str =
    "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Command x has been disabled\"}, \"id\": $ID}\n";

#[test]
fn a_refusal_is_asked_about_once_within_the_time_of_the_call() {
    for (status, expected) in [
        ("{\"return\": \"frozen\", \"id\": $ID}\n", "frozen: Command x has been disabled"),
        ("{\"return\": \"thawed\", \"id\": $ID}\n", "refused: Command x has been disabled"),
        (REFUSAL, "refused: Command x has been disabled"),
        ("oops\n", "refused: Command x has been disabled"),
    ] {
        let mut session = session();
        let arguments: Any = r#"{"a": 1}"#.parse().expect("JSON");
        let mut call = Call::new(&mut session, terms("test-a"), Some(&arguments));
        let request = sent(&mut call, usize::MAX).expect("it is sent");
        let refusal = answers(&format!("$SYNC{REFUSAL}"), &request);
        let Step::Read { into, .. } = call.step() else { panic!("it waits") };
        into.extend_from_slice(&refusal);
        call.moved(Ok(refusal.len()));
        let Step::Write { deadline, .. } = call.step() else { panic!("it asks") };
        assert!(deadline <= Instant::now() + Duration::from_secs(60));
        let asked = sent(&mut call, usize::MAX).expect("it is sent");
        assert!(asked.starts_with("{\"execute\": \"test-status\", \"id\": "), "{asked}");
        assert_eq!(receive(&mut call, &answers(status, &asked)).as_deref(), Some(expected));
    }
    // Of the status itself there is nothing to ask.
    assert_eq!(
        ask(&mut session(), terms("test-status"), &format!("$SYNC{REFUSAL}")),
        "refused: Command x has been disabled"
    );
}

/// How a call ends that fails like this once it has sent so much and received these answers.
fn broken(terms: Terms<'_>, all: bool, answer: &str, failure: io::Result<usize>) -> String {
    let mut session = session();
    let mut call = Call::new(&mut session, terms, None::<Any>);
    if all {
        let request = sent(&mut call, usize::MAX).expect("it is sent");
        assert_eq!(receive(&mut call, &answers(answer, &request)), None);
    } else {
        let Step::Write { .. } = call.step() else { panic!("it sends") };
        call.moved(Ok(5));
    }
    assert!(!matches!(call.step(), Step::Done(_)));
    call.moved(failure);
    let Step::Done(outcome) = call.step() else { panic!("it is over") };
    describe(outcome)
}

#[test]
fn silence_is_success_only_of_an_agent_in_step_that_has_the_request() {
    let timed_out = || Err(io::ErrorKind::TimedOut.into());
    let gone = || Ok(0);
    let closed = "the agent closed the channel before it answered";
    for (terms, all, answer, failure, expected) in [
        (silent("test-a"), true, "$SYNC", timed_out(), "silence"),
        (silent("test-a"), true, "$SYNC", gone(), "silence"),
        (silent("test-a"), true, "", timed_out(), "no answer to the synchronisation"),
        (silent("test-a"), true, "", gone(), closed),
        (silent("test-a"), false, "", timed_out(), "no answer to the synchronisation"),
        (silent("test-a"), false, "", Err(io::ErrorKind::BrokenPipe.into()), closed),
        (
            silent("test-a"),
            true,
            "$SYNC",
            Err(io::ErrorKind::PermissionDenied.into()),
            "the channel failed: permission denied",
        ),
        (terms("test-a"), true, "$SYNC", timed_out(), "no answer"),
        (terms("test-a"), true, "$SYNC", gone(), closed),
        (
            terms("test-a"),
            true,
            "{\"return\": {}}\n",
            timed_out(),
            "the agent did not answer the synchronisation request",
        ),
    ] {
        assert_eq!(broken(terms, all, answer, failure), expected, "{answer}");
    }
}

#[test]
fn an_agent_that_talks_without_end_is_left_at_the_deadline() {
    let mut session = session();
    let mut call = Call::new(&mut session, Terms { deadline: Instant::now(), ..terms("test-a") }, None::<Any>);
    // The channel always has something to read, so that it never reports a timeout itself.
    let mut steps = 0;
    let outcome = loop {
        steps += 1;
        let count = match call.step() {
            Step::Write { bytes, .. } => bytes.len(),
            Step::Read { into, .. } => {
                into.push(b' ');
                1
            }
            Step::Done(outcome) => break outcome,
        };
        call.moved(Ok(count));
    };
    assert_eq!((describe(outcome), steps), ("no answer to the synchronisation".into(), 2));
}

#[test]
fn reading_an_answer_is_given_up_at_the_deadline() {
    let list = format!("$SYNC{{\"return\": [{}{{}}], \"id\": $ID}}\n", "{\"a\": 1}, ".repeat(1000));
    let mut session = session();
    let mut call = Call::new(&mut session, terms("test-a"), None::<Any>);
    let request = sent(&mut call, usize::MAX).expect("it is sent");
    let answer = answers(&list, &request);
    let returned = loop {
        match call.step() {
            Step::Read { into, .. } => {
                into.extend_from_slice(&answer);
                call.moved(Ok(answer.len()));
            }
            Step::Done(outcome) => break outcome.expect("an answer").expect("an answer"),
            Step::Write { .. } => panic!("all is sent"),
        }
    };
    assert_eq!(returned.read::<Vec<Any>>().expect("in time").len(), 1001);
    let mut late = returned;
    late.time = Some((Instant::now(), Instant::now()));
    for error in [
        late.read::<Vec<Any>>().expect_err("late"),
        late.read::<Any>().expect_err("late"),
        late.read::<Vec<()>>().expect_err("late"),
    ] {
        assert!(matches!(error, CallError::TimedOut { waiting_for: "readable answer", .. }), "{error}");
    }
}

#[test]
fn an_answer_is_as_long_as_its_command_allows() {
    let answer = |length: usize| format!("$SYNC{{\"return\": \"{}\", \"id\": $ID}}\n", "x".repeat(length));
    assert!(ask(&mut session(), terms("test-a"), &answer(1_000_000)).starts_with("\"xxx"));
    assert_eq!(ask(&mut session(), terms("test-a"), &answer(1_100_000)), "larger than 1048576");
    let long = Terms { longest: 2 << 20, ..terms("test-a") };
    assert!(ask(&mut session(), long, &answer(1_100_000)).starts_with("\"xxx"));
}

/// An earlier request may have a longer answer, which may come late.
#[test]
fn a_late_answer_longer_than_allowed_is_dropped_and_costs_no_memory() {
    let late = format!("{{\"return\": \"{}\", \"id\": 1}}\n", "x y ".repeat(4 << 20));
    let mut session = session();
    let mut call = Call::new(&mut session, terms("test-a"), None::<Any>);
    let request = sent(&mut call, usize::MAX).expect("it is sent");
    for piece in late.as_bytes().chunks(1 << 16) {
        assert_eq!(receive(&mut call, piece), None);
        assert!(call.machine.session.memory() < 3 << 20, "{} bytes", call.machine.session.memory());
    }
    let answer = answers("$SYNC{\"return\": 7, \"id\": $ID}\n", &request);
    assert_eq!(receive(&mut call, &answer).as_deref(), Some("7"));
}

#[test]
fn nothing_is_left_to_send_of_a_call_that_is_over() {
    for over in [true, false] {
        let mut session = session();
        let secret: Any = r#""secret""#.parse().expect("JSON");
        let mut call = Call::new(&mut session, terms("test-a"), Some(&secret));
        if over {
            sent(&mut call, usize::MAX).expect("it is sent");
        } else {
            assert!(matches!(call.step(), Step::Write { .. }));
        }
        drop(call);
        assert!(session.outgoing.is_empty());
    }
}
