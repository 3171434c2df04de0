//! Files of agents that answer what they should not.

use std::io::{Read, Seek, SeekFrom, Write};

use qga_client::OpenMode;
use qga_client::test::{Answer, FakeAgent};
use serde_json::json;

/// An agent that answers reads, writes and seeks so, whatever the handle.
fn agent(answer: serde_json::Value) -> FakeAgent {
    FakeAgent::new(move |request| match request.command.as_str() {
        "guest-file-open" => json!(-1).into(),
        "guest-file-read" | "guest-file-write" | "guest-file-seek" => answer.clone().into(),
        "guest-file-close" => Answer::done(),
        _ => request.unknown(),
    })
}

#[test]
fn more_than_was_asked_for_is_no_answer() {
    let long = "QUJD".repeat(100_000);
    let agent = agent(json!({"count": 3, "buf-b64": long, "eof": false}));
    let error = agent.connect().open("/x").expect("it opens").read(&mut [0; 10]).expect_err("too much");
    assert!(error.to_string().contains("more bytes than were asked for"), "{error}");
}

#[test]
fn what_counts_is_what_came() {
    // An endless file says so with each answer, and never ends; the caller decides how much it takes.
    let agent = agent(json!({"count": i64::MAX, "buf-b64": "QUJD", "eof": true}));
    let mut vm = agent.connect();
    let mut bytes = [0; 7];
    vm.open("/x").expect("it opens").read_exact(&mut bytes).expect("there is more");
    assert_eq!(&bytes, b"ABCABCA");
}

#[test]
fn wrong_counts_and_positions_are_errors() {
    for (count, expected) in [(5, "more was written"), (-1, "more was written"), (0, "failed to write whole buffer")] {
        let agent = agent(json!({"count": count, "eof": false}));
        let mut vm = agent.connect();
        let mut file = vm.open_with("/x", OpenMode::Write).expect("it opens");
        file.write_all(b"four").expect("it is put");
        let error = file.close().expect_err("it cannot be");
        assert!(error.to_string().contains(expected) || count == 0, "{count}: {error}");
    }
    let agent = agent(json!({"position": -5, "eof": false}));
    let error = agent.connect().open("/x").expect("it opens").seek(SeekFrom::Start(3)).expect_err("it cannot be");
    assert!(error.to_string().contains("before the start"), "{error}");
}

#[test]
fn a_write_in_parts_goes_on_with_the_rest() {
    let agent = FakeAgent::new(move |request| match request.command.as_str() {
        "guest-file-open" => json!(7).into(),
        "guest-file-write" => json!({"count": 1, "eof": false}).into(),
        _ => Answer::done(),
    });
    let mut vm = agent.connect();
    let mut file = vm.open_with("/x", OpenMode::Write).expect("it opens");
    file.write_all(b"abc").expect("it is put");
    file.close().expect("it is written");
    let requests = agent.requests();
    let written: Vec<_> = requests.iter().filter_map(|request| request.arguments["buf-b64"].as_str()).collect();
    assert_eq!(written, ["YWJj", "YmM=", "Yw=="]);
}
