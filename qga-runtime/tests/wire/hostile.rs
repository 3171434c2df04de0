//! Hostile and broken clients: memory and time are bounded, and the next client is served.

use qga_runtime::Limits;

use crate::small_agent::Conversation;

const PING: &[u8] = b"\n{\"execute\":\"guest-ping\"}";
const PONG: &str = "{\"return\": {}}\n";

fn answers(conversation: &mut Conversation, input: &[u8]) -> String {
    let mut answers = Vec::new();
    for piece in input.chunks(4096) {
        conversation.answer(piece, &mut answers);
    }
    String::from_utf8(answers).expect("only a delimited sync is answered with more than ASCII")
}

fn error_line(text: &str) -> String {
    format!("{{\"error\": {{\"class\": \"GenericError\", \"desc\": \"{text}\"}}}}\n")
}

#[test]
fn a_million_brackets_are_one_error() {
    let mut conversation = Conversation::new(Limits::default());
    let many = "[".repeat(1_000_000);
    assert_eq!(answers(&mut conversation, many.as_bytes()), error_line("JSON nesting depth limit exceeded"));
    assert_eq!(answers(&mut conversation, "]".repeat(1_000_000).as_bytes()), "");
    assert_eq!(answers(&mut conversation, PING), PONG);
    assert_eq!(answers(&mut conversation, many.as_bytes()), error_line("JSON nesting depth limit exceeded"));
    assert_eq!(answers(&mut conversation, b"\xff{\"execute\":\"guest-ping\"}"), PONG);
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let mut conversation = Conversation::new(Limits::default());
    let deep = format!("{}1{}", "[".repeat(1023), "]".repeat(1023));
    let request = format!("{{\"execute\":\"guest-ping\",\"id\":{deep}}}");
    assert_eq!(answers(&mut conversation, request.as_bytes()), format!("{{\"return\": {{}}, \"id\": {deep}}}\n"));
}

#[test]
fn too_many_tokens_are_one_error() {
    let mut conversation = Conversation::new(Limits { tokens: 5000, ..Limits::default() });
    let many = format!("[{}1]", "1,".repeat(10_000));
    assert_eq!(answers(&mut conversation, many.as_bytes()), error_line("JSON token count limit exceeded"));
    assert_eq!(answers(&mut conversation, PING), PONG);
}

#[test]
fn an_endless_string_is_one_error() {
    let mut conversation = Conversation::new(Limits { bytes: 1 << 16, ..Limits::default() });
    let mut said = answers(&mut conversation, b"{\"execute\":\"");
    for _ in 0..100 {
        said += &answers(&mut conversation, &[b'x'; 1 << 14]);
    }
    assert_eq!(said, error_line("JSON token size limit exceeded"));
    assert_eq!(answers(&mut conversation, b"\"}"), "");
    assert_eq!(answers(&mut conversation, PING), PONG);
}

#[test]
fn white_space_is_no_part_of_a_request() {
    let mut conversation = Conversation::new(Limits { bytes: 1 << 10, ..Limits::default() });
    assert_eq!(answers(&mut conversation, b"{\"execute\":"), "");
    for _ in 0..2_000 {
        assert_eq!(answers(&mut conversation, &[b' '; 4096]), "");
        assert!(conversation.decoder.room().capacity() < 64 << 10);
    }
    assert_eq!(answers(&mut conversation, b"\"guest-ping\"}"), PONG);
}

#[test]
fn noise_is_not_answered_line_by_line() {
    let mut conversation = Conversation::new(Limits::default());
    let noise = "[    0.000000] Linux version 6.1.0 (gcc) #1 SMP\r\n\u{1b}[1;31mlogin: \u{7}\r\n".repeat(1000);
    let said = answers(&mut conversation, noise.as_bytes());
    assert_eq!(said.lines().count(), 2, "{said}");
    assert_eq!(answers(&mut conversation, &[0xff; 10_000]), "");
    assert_eq!(answers(&mut conversation, b"\x00\x01\x02\x03\xfe\xfe\xfe"), error_line("JSON parse error, stray ''"));
    assert_eq!(answers(&mut conversation, PING), PONG);
}

#[test]
fn control_characters_are_always_escaped() {
    let mut conversation = Conversation::new(Limits::default());
    let said = answers(&mut conversation, b"{\"execute\":\"\x1b[2J\"}\n");
    assert_eq!(said, error_line("JSON parse error, stray '\\\"\\u001B'"));
    let said = answers(&mut conversation, br#"{"execute":"\u001b[2J","id":"\u009b"}"#);
    assert!(said.contains(r"\u001B[2J") && said.contains(r"\u009B"), "{said}");
}

#[test]
fn a_byte_at_a_time_is_linear() {
    let mut conversation = Conversation::new(Limits::default());
    let request = format!("{{\"execute\":\"test-echo\",\"arguments\":{{\"text\":\"{}\"}}}}", "x".repeat(300_000));
    let mut said = Vec::new();
    for byte in request.as_bytes() {
        conversation.answer(std::slice::from_ref(byte), &mut said);
    }
    assert_eq!(said.len(), 300_000 + "{\"return\": \"\"}\n".len());
}
