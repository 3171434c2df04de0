//! Frames of input, whole and cut in every way.

use super::*;
use crate::json::value::{JsonKind, Value};

/// A value as it stands on the tape, without white space.
fn shown(value: &Value<'_>) -> String {
    match value.kind() {
        JsonKind::Object => {
            let members = value.members().map(|(name, value)| format!("{name:?}:{}", shown(&value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        JsonKind::Array => {
            let elements = value.elements().map(|element| shown(&element));
            format!("[{}]", elements.collect::<Vec<_>>().join(","))
        }
        JsonKind::String => format!("{:?}", value.clone().string().expect("a string")),
        _ => value.text(),
    }
}

/// The frames as text: messages as they are, `!` for 0xFF, error texts behind `#`, doubtful messages behind `?`.
fn frames(pieces: &[&[u8]], limits: Limits) -> Vec<String> {
    let mut decoder = Decoder::new(limits);
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame() {
            frames.push(match frame {
                Frame::Message(message) => {
                    let doubt = if message.is_doubtful() { "?" } else { "" };
                    format!("{doubt}{}", shown(&message.value()))
                }
                Frame::Sentinel => "!".to_owned(),
                Frame::Broken(text) => format!("#{}", text.trim_start_matches("JSON parse error, ")),
            });
        }
    }
    frames
}

fn check_limited(input: &[u8], limits: Limits, expected: &[&str]) {
    let shown = String::from_utf8_lossy(input);
    assert_eq!(frames(&[input], limits), expected, "whole: {shown}");
    let bytes: Vec<&[u8]> = input.chunks(1).collect();
    assert_eq!(frames(&bytes, limits), expected, "byte by byte: {shown}");
    for cut in 0..input.len() {
        let (head, tail) = input.split_at(cut);
        assert_eq!(frames(&[head, tail], limits), expected, "cut at {cut}: {shown}");
    }
}

fn check(input: &[u8], expected: &[&str]) {
    check_limited(input, Limits::default(), expected);
}

#[test]
fn a_message_ends_at_its_closing_bracket() {
    check(br#"{"a":"}"}"#, &[r#"{"a":"}"}"#]);
    check(br#"  {"a":[1,{}]}{'b':'"}'} [] "#, &[r#"{"a":[1,{}]}"#, r#"{"b":"\"}"}"#, "[]"]);
    check(br#"{"a":"\"}\\"}{"b":"#, &[r#"{"a":"\"}\\"}"#]);
    check("{\n\t\"a\": \"é\"\r\n}\n".as_bytes(), &["{\"a\":\"é\"}"]);
}

#[test]
fn scalars_at_top_level_end_at_the_next_byte() {
    check(b"1 ", &["1"]);
    check(b"1", &[]);
    check(b"\"a\"", &["\"a\""]);
    check(b"0e1 -0.5E+3,", &["0", "?1", "?-0.5E+3"]);
}

#[test]
fn brackets_are_counted_not_paired() {
    check(b"{\"a\":[} ", &[]);
    check(b"{\"a\":[}]", &["#expecting value"]);
    check(b"]\n{}", &["#expecting value", "{}"]);
}

#[test]
fn the_sentinel_drops_what_is_half_read_wherever_that_is() {
    for half in ["", "{", "{\"a", "{\"a\\", "{\"a\":12", "{\"a\":tru", "[[[\"", "{'", "p", "-", "12", "1e"] {
        let mut input = half.as_bytes().to_vec();
        input.extend_from_slice(b"\xff{\"b\":1}");
        check(&input, &["!", "{\"b\":1}"]);
    }
    check(b"\xff\xff\n", &["!", "!"]);
}

#[test]
fn one_broken_message_is_one_error_and_the_next_line_is_served() {
    check(b"{\"a\": # , # }\n{\"b\":1}\n", &["#stray '#'", "{\"b\":1}"]);
    check(b"{\"a\": #\n{\"b\":1}\n", &["#stray '#'", "{\"b\":1}"]);
    check(b"{\"a\":01}{\"b\":1}", &["#stray '01'", "?{\"b\":1}"]);
    check(b"{\"execute\":\"guest-pi\n{\"b\":1}", &["#stray '\"guest-pi\n'", "{\"b\":1}"]);
    check(b"### {\"b\":1}", &["#stray '#'", "?{\"b\":1}"]);
    check(b"\x01\x02\x03\n{\"b\":1}", &["#stray '\u{1}'", "{\"b\":1}"]);
    check(b"{\"a\xfe\x01{\"b\":1}", &["#stray '\"a\u{fffd}'", "?{\"b\":1}"]);
    check(b"{-\n{\"b\":1}", &["#stray '-\n'", "{\"b\":1}"]);
    check(b"{\"a\":1.}{\"b\":1}", &["#stray '1.}'", "?{\"b\":1}"]);
    check(b"{\"a\":\"\tb\"}{\"b\":1}", &["#stray '\"\t'", "?{\"b\":1}"]);
    check(b"\"\tb\"{\"b\":1}", &["#stray '\"\t'", "?{\"b\":1}"]);
    check(b"{\"a\0\n{}", &["#stray '\"a'", "{}"]);
}

#[test]
fn nothing_inside_a_broken_message_is_taken_for_a_message() {
    check(b"{\"a\": +1, \"arguments\": {\"execute\":\"x\"}}\n{}\n", &["#stray '+'", "{}"]);
}

#[test]
fn beyond_a_limit_there_is_one_error_and_the_next_message_is_served() {
    let limits = Limits { bytes: 16, tokens: 9, nesting: 3 };
    check_limited(b"[1234567890, 12]", limits, &["[1234567890,12]"]);
    check_limited(b"[\"1234567890123456\", [], \"]\"] {}", limits, &["#JSON token size limit exceeded", "{}"]);
    check_limited(b"\"123456789012345678901234567890\" {}", limits, &["#JSON token size limit exceeded", "?{}"]);
    check_limited(b"[,,,,,,,,,[]] []", limits, &["#JSON token count limit exceeded", "[]"]);
    check_limited(b"[[[[[[]]]]]][]", limits, &["#JSON nesting depth limit exceeded", "[]"]);
    check_limited(b"[[[[[[\xff[]", limits, &["#JSON nesting depth limit exceeded", "!", "[]"]);
}

/// Whole, a request without arguments is read in one step; cut, token by token.
#[test]
fn a_bare_request_is_read_in_one_step_as_token_by_token() {
    let [a, b] = ["a", "guest-get-memory-block-info"].map(|name| format!("{{\"execute\":\"{name}\"}}"));
    let input = format!("{a} {b}\n]{a}\n{a}{{\"a\":{a}}}");
    let shown = ["{\"execute\":\"a\"}", "{\"execute\":\"guest-get-memory-block-info\"}"];
    let doubtful = format!("?{}", shown[0]);
    let expected = [shown[0], shown[1], "#expecting value", &doubtful, shown[0], "{\"a\":{\"execute\":\"a\"}}"];
    check(input.as_bytes(), &expected);
    let enough = Limits { bytes: a.len(), tokens: 5, nesting: 1 };
    for (limits, expected) in [
        (enough, shown[0]),
        (Limits { bytes: a.len() - 1, ..enough }, "#JSON token size limit exceeded"),
        (Limits { tokens: 4, ..enough }, "#JSON token count limit exceeded"),
        (Limits { nesting: 0, ..enough }, "#JSON nesting depth limit exceeded"),
    ] {
        check_limited(a.as_bytes(), limits, &[expected]);
    }
}

#[test]
fn a_reset_forgets_the_last_connection() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(b"{\"a\":\"half");
    assert!(decoder.next_frame().is_none());
    assert!(decoder.is_half_read());
    decoder.reset();
    decoder.push(b"{}");
    assert!(matches!(decoder.next_frame(), Some(Frame::Message(message)) if shown(&message.value()) == "{}"));
}

#[test]
fn an_endless_refused_message_is_not_kept() {
    let mut decoder = Decoder::new(Limits { bytes: 1000, ..Limits::default() });
    decoder.push(b"{\"a\":\"");
    let mut complaints = 0;
    for _ in 0..1000 {
        decoder.push(&[b'x'; 4096]);
        while decoder.next_frame().is_some() {
            complaints += 1;
        }
        assert!(decoder.input.capacity() + decoder.tape.all_bytes().len() < 64 * 1024);
    }
    assert_eq!(complaints, 1);
}

#[test]
fn a_message_that_outlives_its_buffer_stays_as_it_is() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(b"{\"a\":1}{\"b\"");
    let Some(Frame::Message(first)) = decoder.next_frame() else { panic!("a whole message") };
    decoder.push(b":2}");
    let Some(Frame::Message(second)) = decoder.next_frame() else { panic!("a whole message") };
    assert_eq!((shown(&first.value()), shown(&second.value())), ("{\"a\":1}".to_owned(), "{\"b\":2}".to_owned()));
}

#[test]
fn the_memory_of_a_large_message_is_given_back() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(format!("\"{}\"", "x".repeat(1 << 20)).as_bytes());
    assert!(decoder.next_frame().is_some());
    assert!(decoder.next_frame().is_none());
    assert!(decoder.input.capacity() > MAX_KEPT_INPUT_BYTES && decoder.tape.is_large());
    decoder.give_back();
    assert!(decoder.input.capacity() <= MAX_KEPT_INPUT_BYTES && !decoder.tape.is_large());
    decoder.push(b"{} ");
    assert!(matches!(decoder.next_frame(), Some(Frame::Message(message)) if shown(&message.value()) == "{}"));
}
