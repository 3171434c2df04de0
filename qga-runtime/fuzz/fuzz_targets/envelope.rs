//! Every answer of an agent is one line of JSON, for any request, and the next request is served.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qga_runtime::Limits;

#[path = "../../tests/wire/small_agent.rs"]
#[allow(dead_code, reason = "the loop's attendant is not needed here")]
mod small_agent;

use small_agent::Conversation;

fuzz_target!(|input: &[u8]| {
    let mut conversation = Conversation::new(Limits { bytes: 4096, tokens: 500, nesting: 64 });
    let mut answers = Vec::new();
    conversation.answer(input, &mut answers);
    for line in answers.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let line = line.strip_prefix(b"\xff").unwrap_or(line);
        assert!(line.is_ascii());
        // A number may be beyond what this reader holds, but never beyond the grammar.
        assert!(serde_json::from_slice::<&serde_json::value::RawValue>(line).is_ok());
    }
    answers.clear();
    conversation.answer(b"\xff{\"execute\":\"guest-sync\",\"arguments\":{\"id\":4711}}", &mut answers);
    assert_eq!(answers, b"{\"return\": 4711}\n");
});
