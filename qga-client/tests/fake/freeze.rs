//! Freezing: whatever happens, the file systems are thawed.

use std::time::Duration;

use qga_client::test::{Answer, FakeAgent};
use qga_client::{CallError, CommandError, Options, Timeouts};
use serde_json::json;

use crate::commands;

/// An agent that gives these answers to thaws, one after the other, and says that it is thawed after the last one.
fn agent(freeze: Answer, thaws: &[(Answer, bool)]) -> FakeAgent {
    let (mut thaws, mut is_frozen) = (Vec::from_iter(thaws.iter().rev().cloned()), true);
    FakeAgent::new(move |request| match request.command.as_str() {
        "guest-fsfreeze-freeze" | "guest-fsfreeze-freeze-list" => freeze.clone(),
        "guest-fsfreeze-thaw" => {
            let (answer, works) = thaws.pop().expect("no more thaws");
            is_frozen = !works;
            answer
        }
        "guest-fsfreeze-status" => json!(if is_frozen { "frozen" } else { "thawed" }).into(),
        _ => request.unknown(),
    })
}

fn options() -> Options {
    let timeouts = Timeouts { answer: Some(Duration::from_millis(100)), ..Timeouts::default() };
    Options { timeouts, ..Options::default() }
}

#[test]
fn a_freeze_is_thawed_and_its_window_is_told() {
    let agent = agent(json!(3).into(), &[(json!(3).into(), true)]);
    let mut vm = agent.connect();
    let frozen = vm.freeze_only(&["/", "/srv"]).expect("it freezes");
    assert_eq!(frozen.count(), 3);
    let thawed = frozen.thaw().expect("it thaws");
    assert_eq!(thawed.count, Some(3));
    assert_eq!(commands(&agent), ["fsfreeze-freeze-list", "fsfreeze-thaw"]);
    assert_eq!(agent.requests()[0].arguments, json!({"mountpoints": ["/", "/srv"]}));
}

#[test]
fn dropping_thaws() {
    let agent = agent(json!(1).into(), &[(json!(1).into(), true)]);
    let mut vm = agent.connect();
    drop(vm.freeze().expect("it freezes"));
    assert_eq!(commands(&agent), ["fsfreeze-freeze", "fsfreeze-thaw"]);
}

#[test]
fn a_freeze_whose_answer_is_lost_is_thawed() {
    let agent = agent(Answer::Silence, &[(json!(2).into(), true)]);
    let mut vm = agent.connect_with(&options());
    let error = vm.freeze().map(drop).expect_err("its answer is lost");
    assert!(matches!(error, CallError::TimedOut { .. }), "{error}");
    assert_eq!(commands(&agent), ["fsfreeze-freeze", "fsfreeze-thaw"]);
}

#[test]
fn a_freeze_that_is_refused_is_not_thawed() {
    let agent = agent(CommandError::new("failed to freeze /").into(), &[]);
    let error = agent.connect().freeze().map(drop).expect_err("it is refused");
    assert!(matches!(error, CallError::Command(_)), "{error}");
    assert_eq!(commands(&agent), ["fsfreeze-freeze"]);
}

#[test]
fn a_thaw_whose_answer_is_lost_is_asked_for_and_tried_again() {
    let hook = || Answer::from(CommandError::new("the hook has failed"));
    for (thaws, expected, asked) in [
        (vec![(Answer::Silence, true)], "Ok(None)", 1),
        (vec![(Answer::Silence, false), (json!(1).into(), true)], "Ok(Some(1))", 2),
        (vec![(hook(), true)], "Err(the hook has failed)", 1),
        (vec![(hook(), false), (hook(), false), (hook(), false)], "Err(the hook has failed)", 3),
    ] {
        let agent = agent(json!(1).into(), &thaws);
        let mut vm = agent.connect_with(&options());
        let outcome = match vm.freeze().expect("it freezes").thaw() {
            Ok(thawed) => format!("Ok({:?})", thawed.count),
            Err(error) => format!("Err({error})"),
        };
        assert_eq!(outcome, expected);
        assert_eq!(commands(&agent).iter().filter(|command| *command == "fsfreeze-thaw").count(), asked, "{expected}");
    }
}
