//! Generated code of small schemas whose samples stand beside the parser's tests.

use qga_runtime::{Marshal, Unmarshal, Value};

/// An enum that travels both ways.
#[allow(dead_code, clippy::all, reason = "generated; not all of it is used")]
mod both_ways {
    qga_runtime::include_schema!("../qga-schema/tests/samples/enum-both-ways.json");
}

/// A type with the name, but without the bytes, of one of the guest agent's.
#[allow(dead_code, clippy::all, reason = "generated; not all of it is used")]
mod guest_name {
    qga_runtime::include_schema!("../qga-schema/tests/samples/guest-name-without-payload.json");
}

#[test]
fn a_client_keeps_unknown_values_of_an_enum_that_an_agent_reads_too() {
    use both_ways::commands::ZetaSetMode;
    use both_ways::types::{ZetaMode, ZetaState};

    let text = "{\"mode\": \"warp\"}";
    let state = Value::lenient(text).and_then(ZetaState::unmarshal).expect("the client reads it");
    assert_eq!(state.mode, ZetaMode::Other("warp".to_owned()));
    let refused = Value::strict(text).and_then(ZetaSetMode::unmarshal).expect_err("the agent refuses it");
    assert!(refused.to_string().contains("warp"), "{refused}");
    assert!(Value::strict("{\"mode\": \"fast\"}").and_then(ZetaSetMode::unmarshal).is_ok());
}

#[test]
fn a_name_of_the_guest_agent_means_nothing_in_another_schema() {
    let text = "{\"count\": 42}";
    let read = Value::lenient(text).and_then(guest_name::types::GuestFileRead::unmarshal).expect("it is well-formed");
    assert_eq!(read.count, 42);
    let mut written = Vec::new();
    read.marshal(&mut qga_runtime::JsonWriter::new(&mut written));
    assert_eq!(String::from_utf8(written).expect("UTF-8"), "{\"count\": 42}");
}
