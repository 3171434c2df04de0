//! The client's session with agents' answers, whole and cut at every byte.

use qga_runtime::{CallError, JsonWriter, Outcome, Session, SessionLimits};

const SYNCED: &str = "\\xff{\"return\": $SYNC, \"id\": $SYNC}\n";
const IGNORANT: &str = "\\xff{\"return\": $SYNC}\n";
const STRAY: &str = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, stray '\\uFFFD'\"}}\n";
const LACKING: &str = "{\"error\": {\"class\": \"CommandNotFound\", \
                       \"desc\": \"The command guest-sync-delimited has not been found\"}}\n";
const ID_REFUSED: &str = "{\"error\": {\"class\": \"GenericError\", \
                          \"desc\": \"QMP input member 'id' is unexpected\"}}\n";

/// Agents' answers to a first ping, and the session's result.
const FIRST_ANSWERS: &[(&str, &str, &str)] = &[
    ("in step at once", "$SYNCED{\"return\": {}, \"id\": $ID}\n", "returned {}"),
    ("no line feed yet", "$SYNCED{\"return\": {}, \"id\": $ID}", "more"),
    (
        "the established agent reports the reset byte as an error",
        "$STRAY$SYNCED{\"return\": {}, \"id\": $ID}\n",
        "returned {}",
    ),
    ("half an answer in front", "turn\": 1}\n{\"return\": 7}\n$SYNCED{\"return\": 1, \"id\": $ID}\n", "returned 1"),
    ("half an answer on the sync's line", "{\"return\": \"half$SYNCED{\"return\": 1, \"id\": $ID}\n", "returned 1"),
    ("an agent that ignores ids", "$IGNORANT{\"return\": [1]}\n", "returned [1]"),
    ("an agent that ignores the id of a sync alone", "$IGNORANT{\"return\": [1], \"id\": $ID}\n", "returned [1]"),
    ("an agent that echoes ids, and an answer without one", "$SYNCED{\"return\": [1]}\n", "more"),
    (
        "a failure",
        "$SYNCED{\"id\": $ID, \"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\n",
        "failed GenericError: no",
    ),
    (
        "a failure without id",
        "$SYNCED{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\n",
        "failed GenericError: no",
    ),
    ("another client's id", "$SYNCED{\"return\": 1, \"id\": \"x\"}\n{\"return\": 2, \"id\": $ID}\n", "returned 2"),
    (
        "an agent that forbids the delimited sync",
        "{\"id\": $SYNC, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"whatever\"}}\n\
         {\"return\": 2, \"id\": $ID}\n",
        "returned 2",
    ),
    ("another program that answers the syncs of an agent that refuses ids", "$IGNORANT$ID_REFUSED", "send again"),
    ("a wrong sync number is not mine", "\\xff{\"return\": 1}\n{\"return\": {}, \"id\": $ID}\n", "more"),
    ("garbage once in step", "$SYNCED kernel: oops\n", "malformed"),
    ("an answer without return or error", "$SYNCED{\"event\": 1}\n", "malformed"),
    (
        "answers on several lines",
        "\\xff{\r\n  \"return\":\r\n    $SYNC\r\n}\r\n{\r\n  \"return\": [\r\n    {\r\n      \"a\": 1\r\n    }\r\n  ],\r\n  \
         \"id\": $ID\r\n}\r\n",
        "returned [{\"a\": 1}]",
    ),
    ("white space behind an answer", "$SYNCED{\"return\": 1, \"id\": $ID} \t\r\n", "returned 1"),
    ("numbers with more digits than a reader needs", "$SYNCED{\"return\": [1e2, 0.10, -0], \"id\": $ID}\n", {
        "returned [1e2, 0.10, -0]"
    }),
    ("a surrogate without its other half", "$SYNCED{\"return\": \"\\uD800\", \"id\": $ID}\n", {
        "returned \"\\uFFFD\""
    }),
    ("a machine monitor", "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n", "NotAgent(MachineMonitor)"),
    ("a human monitor", "QEMU 10.0.2 monitor - type 'help' for more information\r\n", "NotAgent(HumanMonitor)"),
    ("a VNC server", "RFB 003.008\n", "NotAgent(Server(\"a VNC server\"))"),
    ("a terminal", "\r\nDebian 13 vm1 ttyS0\r\n\r\nvm1 login: ", "NotAgent(Server(\"a login prompt\"))"),
    ("words of a kernel", "[ 0.0] Linux\r\n[ 9.1] x login: y\n$SYNCED{\"return\": {}, \"id\": $ID}\n", "returned {}"),
    ("an answer's end like a monitor", "QEMU Agent\"}}\n$SYNCED{\"return\": {}, \"id\": $ID}\n", "returned {}"),
    ("carriage returns and blank lines", "\r\n\n$SYNCED\r\n\r\n{\"return\": {}, \"id\": $ID}\r\n", "returned {}"),
];

#[test]
fn a_first_request_finds_its_answer_behind_the_sync() {
    for (name, answers, expected) in FIRST_ANSWERS {
        // Ids are random, so the length may vary a little: every cut that is possible is tried.
        for cut in 0..answers.len() + 60 {
            let mut session = Session::new(SessionLimits::default());
            let bytes = script(answers, &ping(&mut session));
            assert_eq!(outcome(&mut session, &bytes, cut.min(bytes.len())), *expected, "{name}, cut at {cut}");
        }
    }
}

#[test]
fn a_peer_that_is_no_agent_stays_none_and_an_agent_in_step_may_say_anything() {
    let mut session = Session::new(SessionLimits::default());
    for _ in 0..2 {
        ping(&mut session);
        assert_eq!(outcome(&mut session, b"SSH-2.0-x\r\n", 0), "NotAgent(Server(\"an SSH server\"))");
    }
    let mut session = in_step("$SYNCED{\"return\": {}, \"id\": $ID}\n");
    session.abandon();
    let answers = script("SSH-2.0-x\n$SYNCED{\"return\": 2, \"id\": $ID}\n", &ping(&mut session));
    assert_eq!(outcome(&mut session, &answers, 0), "returned 2");
}

#[test]
fn a_session_in_step_sends_no_second_sync() {
    let mut session = Session::new(SessionLimits::default());
    let sent = ping(&mut session);
    assert_eq!(sent.matches("guest-sync-delimited").count(), 1);
    assert_eq!(outcome(&mut session, &script("$SYNCED{\"return\": {}, \"id\": $ID}\n", &sent), 0), "returned {}");
    assert!(session.in_step());
    assert!(!ping(&mut session).contains("sync"));
}

/// Agents' answers to the first ping and to the probe after it, and the session's result.
const PROBED: &[(&str, &str, &str, &str)] = &[
    (
        "the oldest",
        "$REFUSED(QMPExtraInputObjectMember)$REFUSED(QMPExtraInputObjectMember)",
        "$MARK$REFUSED(QMPExtraInputObjectMember)$REFUSED(QMPExtraInputObjectMember)$MARK",
        "send again",
    ),
    ("refused", "$STRAY$ID_REFUSED$ID_REFUSED", "$MARK$ID_REFUSED$ID_REFUSED$MARK", "send again"),
    ("refused in words of the command", "$NO(ping)$NO(sync)", "$MARK$NO(sync)$NO(sync)$MARK", "send again"),
    (
        "refused, and left behind by another client",
        "{\"return\": 7}\n$STRAY$NO(x)$NO(x)",
        "$MARK$NO(x)$NO(x)$MARK",
        "send again",
    ),
    ("refused once", "$NO(x)$NO(x)", "$MARK$NO(x)$MARK", "more"),
    ("refused in different words", "$NO(x)$NO(x)", "$MARK$NO(x)$NO(y)$MARK", "more"),
    ("refused three times", "$NO(x)$NO(x)", "$MARK$NO(x)$NO(x)$NO(x)$MARK", "more"),
    ("refused before the probe", "$NO(x)$NO(x)", "$NO(x)$NO(x)$MARK", "more"),
    ("not in step in the end", "$NO(x)$NO(x)", "$MARK$NO(x)$NO(x){\"return\": 1}\n", "more"),
    (
        "left behind, and answered late",
        "$NO(x)$NO(x)$STRAY",
        "$SYNCED{\"return\": 1, \"id\": $ID}\n$MARK$ECHO$ECHO$MARK",
        "returned 1",
    ),
    ("lacking, ids ignored", "$LACKING{\"return\": 1}\n", "$MARK$PLAIN$PLAIN$MARK", "returned 1"),
    (
        "lacking and ids ignored, after another client's",
        "$LACKING{\"return\": 7}\n$STRAY$LACKING",
        "{\"return\": 1}\n$MARK$PLAIN$PLAIN$MARK",
        "returned 1",
    ),
    ("lacking in other words, ids ignored", "$STRAY$NO(sync)", "{\"return\": 1}\n$MARK$PLAIN$PLAIN$MARK", "returned 1"),
    ("lacking, ids ignored, and failed", "$LACKING$NO(x)", "$MARK$PLAIN$PLAIN$MARK", "failed GenericError: no x"),
    ("lacking, ids ignored, and no answer", "$STRAY$LACKING", "$MARK$PLAIN$PLAIN$MARK", "more"),
];

#[test]
fn agents_that_refuse_ids_or_lack_the_sync_are_found_by_any_error_text() {
    for (name, first, second, expected) in PROBED {
        for cut in 0..second.len() + 300 {
            let mut session = Session::new(SessionLimits::default());
            let sent = ping(&mut session);
            let own = number_behind(sent.lines().next().unwrap_or_default());
            assert_eq!(outcome(&mut session, &script(first, &sent), 0), "more", "{name}");
            let probe = String::from_utf8(session.probe().expect("a probe")).expect("JSON");
            let mark = number_behind(&probe);
            assert_eq!(probe, probe_of(&mark, &own));
            assert_eq!(session.probe(), None, "{name}");
            let second = second.replace("$MARK", &format!("{{\"return\": {mark}}}\n"));
            let second = second.replace("$PLAIN", &format!("{{\"return\": {own}}}\n"));
            let second = second.replace("$ECHO", &format!("{{\"return\": {own}, \"id\": {own}}}\n"));
            let bytes = script(&second, &sent);
            let outcome = outcome(&mut session, &bytes, cut.min(bytes.len()));
            assert_eq!(outcome, *expected, "{name}, cut at {cut}");
            if outcome == "send again" {
                assert_eq!(ping(&mut session), "{\"execute\": \"guest-ping\"}\n", "{name}");
            }
        }
    }
}

/// A probe with this number in its syncs without id, and this one in those with one.
fn probe_of(mark: &str, own: &str) -> String {
    let mark = format!("{{\"execute\": \"guest-sync\", \"arguments\": {{\"id\": {mark}}}}}\n");
    let own = format!("{{\"execute\": \"guest-sync\", \"arguments\": {{\"id\": {own}}}, \"id\": {own}}}\n");
    [&*mark, &*own, &*own, &*mark].concat()
}

#[test]
fn one_answer_without_id_brings_no_probe() {
    for first in ["$STRAY", "{\"return\": 7}\n", "{\"return\": 7, \"id\": 7}\n{\"return\": 7, \"id\": 7}\n"] {
        let mut session = Session::new(SessionLimits::default());
        let sent = ping(&mut session);
        assert_eq!(outcome(&mut session, &script(first, &sent), 0), "more");
        assert_eq!(session.probe(), None, "{first}");
    }
}

#[test]
fn an_answer_that_comes_too_late_is_not_mistaken_for_the_next() {
    for late in ["$SYNCED{\"return\": 1, \"id\": $ID}\n", "$IGNORANT{\"return\": 1}\n"] {
        let mut session = Session::new(SessionLimits::default());
        let late = script(late, &ping(&mut session));
        session.abandon();
        let fresh = script("$SYNCED{\"return\": 2, \"id\": $ID}\n", &ping(&mut session));
        assert_eq!(outcome(&mut session, &[late, fresh].concat(), 0), "returned 2");
    }
}

#[test]
fn a_failure_without_id_may_be_of_something_else_and_brings_a_sync() {
    let failed = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\n";
    let rows = [
        ("an agent that echoes ids", "$SYNCED{\"return\": {}, \"id\": $ID}\n", true),
        ("an agent that ignores ids", "$IGNORANT{\"return\": {}}\n", false),
    ];
    for (name, first, syncs) in rows {
        let mut session = in_step(first);
        ping(&mut session);
        assert_eq!(outcome(&mut session, failed.as_bytes(), 0), "failed GenericError: no", "{name}");
        let sent = ping(&mut session);
        assert_eq!(sent.contains("guest-sync"), syncs, "{name}: {sent}");
    }
}

#[test]
fn an_agent_of_another_age_may_take_the_place_of_one_in_step() {
    // The agent was restarted: its answer to the next request shows how it treats ids.
    for (refused, syncs) in [("'id' is unexpected", false), ("'id' is nothing I know", true)] {
        let mut session = in_step("$SYNCED{\"return\": {}, \"id\": $ID}\n");
        ping(&mut session);
        let refused =
            format!("{{\"error\": {{\"class\": \"GenericError\", \"desc\": \"QMP input member {refused}\"}}}}\n");
        let outcome = outcome(&mut session, refused.as_bytes(), 0);
        assert_eq!(outcome == "send again", !syncs, "{outcome}");
        assert_eq!(ping(&mut session).contains("guest-sync"), syncs);
    }
    let mut session = in_step("$SYNCED{\"return\": {}, \"id\": $ID}\n");
    ping(&mut session);
    assert_eq!(outcome(&mut session, b"{\"return\": 1}\n", 0), "more");
    session.abandon();
    let sent = ping(&mut session);
    assert_eq!(outcome(&mut session, &script("$IGNORANT{\"return\": 2}\n", &sent), 0), "returned 2");
}

#[test]
fn ids_are_left_out_for_an_agent_that_refuses_them() {
    let mut session = Session::new(SessionLimits::default());
    let sent = ping(&mut session);
    assert_eq!(outcome(&mut session, &script("$IGNORANT$ID_REFUSED", &sent), 0), "send again");
    assert_eq!(ping(&mut session), "{\"execute\": \"guest-ping\"}\n");
    assert_eq!(outcome(&mut session, b"{\"return\": {}}\n", 0), "returned {}");
    session.abandon();
    let sent = ping(&mut session);
    let sync = number_behind(&sent);
    let plain = format!("{{\"execute\": \"guest-sync\", \"arguments\": {{\"id\": {sync}}}}}");
    assert_eq!(sent, format!("\u{fffd}{plain}\n{{\"execute\": \"guest-ping\"}}\n"));
    let answers = format!("$STRAY{{\"return\": 3}}\n{{\"return\": {sync}}}\n{{\"return\": 4}}\n");
    assert_eq!(outcome(&mut session, &script(&answers, ""), 0), "returned 4");
}

#[test]
fn the_plain_sync_is_used_after_the_delimited_one_was_lacking() {
    let answers = "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no\"}, \"id\": $SYNC}\n\
                   {\"return\": {}, \"id\": $ID}\n";
    let mut session = in_step(answers);
    session.abandon();
    let sent = ping(&mut session);
    assert!(sent.contains("\"guest-sync\""), "{sent}");
    let answers = "{\"return\": $SYNC, \"id\": $SYNC}\n{\"return\": 3, \"id\": $ID}\n";
    assert_eq!(outcome(&mut session, &script(answers, &sent), 0), "returned 3");
}

#[test]
fn an_endless_answer_ends_at_the_limit_and_the_session_recovers() {
    let mut session = Session::new(SessionLimits { answer: 100_000, ..SessionLimits::default() });
    let mut flood = script("$SYNCED", &ping(&mut session));
    flood.resize(400_000, b'x');
    assert_eq!(outcome(&mut session, &flood, 0), "too large 100000");
    let answers = script("xxx\n$SYNCED{\"return\": 1, \"id\": $ID}\n", &ping(&mut session));
    assert_eq!(outcome(&mut session, &answers, 0), "returned 1");
}

/// The half answer ends where the next line begins.
#[test]
fn half_an_answer_of_an_agent_without_the_delimited_sync_is_dropped_at_the_next_line() {
    for cut in 0..100 {
        let lacking = "{\"id\": $SYNC, \"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no\"}}\n{\"return\": {}, \"id\": $ID}\n";
        let mut session = in_step(lacking);
        session.abandon();
        let half = "{\"return\": [{\"a\": 1,\n{\"return\": $SYNC, \"id\": $SYNC}\n{\"return\": 3, \"id\": $ID}\n";
        let answers = script(half, &ping(&mut session));
        assert_eq!(outcome(&mut session, &answers, cut.min(answers.len())), "returned 3", "cut at {cut}");
    }
}

#[test]
fn an_answer_has_as_many_parts_as_the_caller_allows() {
    let list = format!("$SYNCED{{\"return\": [{}0], \"id\": $ID}}\n", "0, ".repeat(999_990));
    for (tokens, expected) in [(SessionLimits::default().tokens, "returned ["), (1_000_000, "malformed")] {
        let mut session = Session::new(SessionLimits { tokens, ..SessionLimits::default() });
        let answers = script(&list, &ping(&mut session));
        let outcome = outcome(&mut session, &answers, 0);
        assert!(outcome.starts_with(expected), "{}", &outcome[..outcome.len().min(100)]);
    }
}

#[test]
fn a_flood_of_stale_answers_ends() {
    let mut session = Session::new(SessionLimits { stale: 10_000, ..SessionLimits::default() });
    let synced = script("$SYNCED", &ping(&mut session));
    let flood = [synced, b"{\"return\": 1, \"id\": 1}\n".repeat(1000)].concat();
    assert_eq!(outcome(&mut session, &flood, 0), "malformed");
}

#[test]
fn deep_nesting_is_refused_without_harm() {
    let mut session = Session::new(SessionLimits::default());
    let deep = format!("$SYNCED{{\"return\": {}\n", "[".repeat(1_000_000));
    let deep = script(&deep, &ping(&mut session));
    assert_eq!(outcome(&mut session, &deep, 0), "malformed");
}

/// A session whose first ping got these answers, with an empty result.
fn in_step(answers: &str) -> Session {
    let mut session = Session::new(SessionLimits::default());
    let answers = script(answers, &ping(&mut session));
    assert_eq!(outcome(&mut session, &answers, 0), "returned {}");
    session
}

/// Sends a ping and returns what was written.
fn ping(session: &mut Session) -> String {
    let mut sent = Vec::new();
    session.request(&mut JsonWriter::new(&mut sent), "guest-ping", None);
    String::from_utf8_lossy(&sent).into_owned()
}

/// A session's result from these bytes, given in two parts, as text.
fn outcome(session: &mut Session, bytes: &[u8], cut: usize) -> String {
    for mut rest in [&bytes[..cut], &bytes[cut..]] {
        while !rest.is_empty() {
            let space = session.space();
            let count = (space.capacity() - space.len()).min(rest.len());
            space.extend_from_slice(&rest[..count]);
            rest = &rest[count..];
            match session.answer() {
                Ok(None) => {}
                Ok(Some(Outcome::Returned(returned))) => return format!("returned {}", returned.value().text()),
                Ok(Some(Outcome::Failed(error))) => return format!("failed {}: {}", error.class.name(), error.desc),
                Ok(Some(Outcome::SendAgain)) => return "send again".to_owned(),
                Err(CallError::Malformed { .. }) => return "malformed".to_owned(),
                Err(CallError::TooLarge { limit }) => return format!("too large {limit}"),
                Err(other) => return format!("{other:?}"),
            }
        }
    }
    "more".to_owned()
}

/// The bytes of a script, with the numbers of the request that was sent.
fn script(text: &str, sent: &str) -> Vec<u8> {
    let text = text.replace("$SYNCED", SYNCED).replace("$IGNORANT", IGNORANT).replace("$STRAY", STRAY);
    let text = text.replace("$LACKING", LACKING).replace("$ID_REFUSED", ID_REFUSED);
    let text =
        text.replace("$REFUSED(", "{\"error\": {\"data\": {\"member\": \"id\"}, \"desc\": \"no\", \"class\": \"");
    let text = text.replace("$NO(", "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no ");
    let text = text.replace(')', "\"}}\n");
    let sync = number_behind(sent.lines().next().unwrap_or_default());
    let text = text.replace("$SYNC", &sync).replace("$ID", &number_behind(sent));
    let mut pieces = text.split("\\xff");
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(0xff);
        bytes.extend_from_slice(piece.as_bytes());
    }
    bytes
}

fn number_behind(sent: &str) -> String {
    let rest = sent.rsplit_once("\"id\": ").map_or("", |(_, rest)| rest);
    rest.chars().take_while(char::is_ascii_digit).collect()
}
