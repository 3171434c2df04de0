//! Refusals that leave open whether they are for a freeze: the client asks once, and stays in step and in time.

use std::fmt::Debug;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use qga_client::{CallError, Client, ClientExt, CommandError, Options, Timeouts, commands};
use qga_runtime::transport::Stream;

use crate::peer::{PLENTY, Peer, Request, SHORT};

/// What an agent says of its status; none says it too late, in front of the next answer.
type Status = Option<fn(&Request) -> String>;

/// The status, how long the client waits for the call and for the status, and what the call's error is.
const ROWS: &[(Status, Duration, Duration, &str)] = &[
    (Some(|status| status.answer(r#""return": "frozen""#)), PLENTY, PLENTY, "frozen"),
    (Some(|status| status.answer(r#""return": "thawed""#)), PLENTY, PLENTY, "refused"),
    (Some(|status| status.answer(r#""return": {}"#)), PLENTY, PLENTY, "refused"),
    (Some(|status| status.answer(r#""error": {"class": "GenericError", "desc": "no"}"#)), PLENTY, PLENTY, "refused"),
    (Some(Request::refusal), PLENTY, PLENTY, "refused"),
    (Some(|_| "oops\n".into()), PLENTY, PLENTY, "refused"),
    (None, PLENTY, SHORT, "refused"),
    (None, SHORT, PLENTY, "refused"),
];

/// An agent that refuses all but its status and the time; in the end it tells what it was asked.
fn agent(status: Status) -> (Stream, JoinHandle<Vec<String>>) {
    Peer::play(move |peer| {
        let mut asked = Vec::new();
        let mut late = String::new();
        while let Some(request) = peer.hear() {
            match (request.name.as_str(), status) {
                ("guest-fsfreeze-status", Some(status)) => peer.say(&status(&request)),
                ("guest-fsfreeze-status", None) => late = request.answer(r#""return": "frozen""#),
                ("guest-get-time", _) => {
                    let answer = request.answer("\"return\": 7");
                    peer.say(&format!("{late}{answer}"));
                }
                _ => peer.say(&request.refusal()),
            }
            asked.push(request.name);
        }
        asked
    })
}

fn waiting(call: Duration, status: Duration) -> Options {
    let mut timeouts = Timeouts { answer: Some(PLENTY), silence: call, ..Timeouts::default() };
    timeouts.of_command.insert("guest-get-users".into(), call);
    timeouts.of_command.insert("guest-fsfreeze-status".into(), status);
    Options { timeouts, ..Options::default() }
}

fn describe(result: Result<impl Debug, CallError>, command: &str) -> &'static str {
    let error = result.expect_err("the agent refuses it");
    assert_eq!(error.command_error(), Some(&CommandError::disabled(command)), "{error}");
    match error {
        CallError::Frozen(_) => "frozen",
        CallError::Refused(_) => "refused",
        other => panic!("{other:?}"),
    }
}

/// Asks agents of every status, for users first and then for the time, and holds what they say against the table.
fn against_all(ask: impl Fn(Stream, &Options) -> (&'static str, i64)) {
    for (row, (status, limit, status_limit, expected)) in ROWS.iter().enumerate() {
        let (stream, agent) = agent(*status);
        let begin = Instant::now();
        let got = ask(stream, &waiting(*limit, *status_limit));
        assert!(begin.elapsed() < PLENTY, "row {row}");
        assert_eq!(got, (*expected, 7), "row {row}");
        let asked = agent.join().expect("the agent saw what it should");
        assert_eq!(asked, ["guest-get-users", "guest-fsfreeze-status", "guest-get-time"], "row {row}");
    }
}

#[test]
fn the_blocking_client_asks_whether_a_refusal_is_for_a_freeze() {
    against_all(|stream, options| {
        let mut vm = Client::over(stream, options);
        (describe(vm.guest_get_users(), "guest-get-users"), vm.guest_get_time().expect("an answer"))
    });
}

#[test]
fn a_command_without_an_answer_is_no_exception() {
    let (stream, agent) = agent(Some(|status| status.answer(r#""return": "frozen""#)));
    let mut vm = Client::over(stream, &waiting(PLENTY, PLENTY));
    assert_eq!(describe(vm.fire(commands::GuestShutdown::new()), "guest-shutdown"), "frozen");
    drop(vm);
    assert_eq!(agent.join().expect("an agent"), ["guest-shutdown", "guest-fsfreeze-status"]);
}

#[test]
fn a_refused_status_is_not_asked_again() {
    let (stream, agent) = agent(Some(Request::refusal));
    let mut vm = Client::over(stream, &waiting(PLENTY, PLENTY));
    assert_eq!(describe(vm.guest_fsfreeze_status(), "guest-fsfreeze-status"), "refused");
    drop(vm);
    assert_eq!(agent.join().expect("an agent"), ["guest-fsfreeze-status"]);
}

#[cfg(feature = "tokio")]
mod asynchronous {
    use super::*;
    use crate::peer::run;
    use qga_client::{AsyncClient, AsyncClientExt as _, AsyncStream};

    fn over(stream: Stream, options: &Options) -> AsyncClient {
        AsyncClient::over(AsyncStream::new(stream).expect("a runtime"), options)
    }

    #[test]
    fn the_asynchronous_client_asks_whether_a_refusal_is_for_a_freeze() {
        against_all(|stream, options| {
            run(async {
                let mut vm = over(stream, options);
                let refused = describe(vm.guest_get_users().await, "guest-get-users");
                (refused, vm.guest_get_time().await.expect("an answer"))
            })
        });
    }

    #[test]
    fn a_command_without_an_answer_is_no_exception() {
        let (stream, agent) = agent(Some(|status| status.answer(r#""return": "frozen""#)));
        run(async {
            let mut vm = over(stream, &waiting(PLENTY, PLENTY));
            assert_eq!(describe(vm.fire(commands::GuestShutdown::new()).await, "guest-shutdown"), "frozen");
        });
        assert_eq!(agent.join().expect("an agent"), ["guest-shutdown", "guest-fsfreeze-status"]);
    }

    #[test]
    fn a_call_dropped_while_it_asks_leaves_the_client_able_to_go_on() {
        let (stream, agent) = agent(None);
        run(async {
            let mut vm = over(stream, &waiting(PLENTY, PLENTY));
            let dropped = tokio::time::timeout(SHORT, vm.guest_get_users()).await;
            assert!(dropped.is_err());
            assert_eq!(vm.guest_get_time().await.expect("an answer"), 7);
        });
        let asked = agent.join().expect("an agent");
        assert_eq!(asked, ["guest-get-users", "guest-fsfreeze-status", "guest-get-time"]);
    }
}
