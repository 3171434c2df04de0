//! The decoder's frames, from input whole and cut at every byte.

use super::*;
use crate::json::tape::TokenKind;

/// A message's tokens as text, without white space.
fn shown(raw: &RawMessage) -> String {
    let shown = |at| match raw.tape.kind(at) {
        TokenKind::OpenObject => "{".to_owned(),
        TokenKind::CloseObject => "}".to_owned(),
        TokenKind::OpenArray => "[".to_owned(),
        TokenKind::CloseArray => "]".to_owned(),
        TokenKind::Comma => ",".to_owned(),
        TokenKind::Colon => ":".to_owned(),
        TokenKind::String => format!("{:?}", raw.tape.string(at)),
        _ => raw.tape.str(at).to_owned(),
    };
    (0..).take_while(|at| raw.tape.kind(*at) != TokenKind::End).map(shown).collect()
}

/// The frames as text: messages as they are, `!` for 0xFF, errors after `#`, doubtful messages after `?`.
fn frames(pieces: &[&[u8]], limits: Limits) -> Vec<String> {
    let mut decoder = Decoder::new(limits);
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame() {
            frames.push(match frame {
                Frame::Message(raw) => {
                    let doubt = if raw.is_doubtful() { "?" } else { "" };
                    format!("{doubt}{}", shown(&raw))
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
    check(b"0e1 -0.5E+3,", &["0", "?e", "?1", "?-0.5E+3", "?,"]);
}

#[test]
fn brackets_are_counted_not_paired() {
    check(b"{\"a\":[} ", &[]);
    check(b"{\"a\":[}]", &["{\"a\":[}]"]);
    check(b"]\n{}", &["]", "{}"]);
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
    check_limited(b"[1234567890abc]", limits, &["[1234567890abc]"]);
    check_limited(b"[\"1234567890123456\", [], \"]\"] {}", limits, &["#JSON token size limit exceeded", "{}"]);
    check_limited(b"\"123456789012345678901234567890\" {}", limits, &["#JSON token size limit exceeded", "?{}"]);
    check_limited(b"[,,,,,,,,,[]] []", limits, &["#JSON token count limit exceeded", "[]"]);
    check_limited(b"[[[[[[]]]]]][]", limits, &["#JSON nesting depth limit exceeded", "[]"]);
    check_limited(b"[[[[[[\xff[]", limits, &["#JSON nesting depth limit exceeded", "!", "[]"]);
}

#[test]
fn a_reset_forgets_the_last_connection() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(b"{\"a\":\"half");
    assert!(decoder.next_frame().is_none());
    assert!(decoder.is_half_read());
    decoder.reset();
    decoder.push(b"{}");
    assert!(matches!(decoder.next_frame(), Some(Frame::Message(raw)) if shown(&raw) == "{}"));
}

#[test]
fn an_endless_refused_message_is_not_kept() {
    let mut decoder = Decoder::new(Limits { bytes: 1000, ..Limits::default() });
    decoder.push(b"{\"a\":\"");
    let mut errors = 0;
    for _ in 0..1000 {
        decoder.push(&[b'x'; 4096]);
        while decoder.next_frame().is_some() {
            errors += 1;
        }
        assert!(decoder.input.capacity() + decoder.tape.all_text().len() < 64 * 1024);
    }
    assert_eq!(errors, 1);
}

#[test]
fn a_message_that_outlives_its_buffer_stays_as_it_is() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(b"{\"a\":1}{\"b\"");
    let Some(Frame::Message(first)) = decoder.next_frame() else { panic!("a whole message") };
    decoder.push(b":2}");
    let Some(Frame::Message(second)) = decoder.next_frame() else { panic!("a whole message") };
    assert_eq!((shown(&first), shown(&second)), ("{\"a\":1}".to_owned(), "{\"b\":2}".to_owned()));
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
    assert!(matches!(decoder.next_frame(), Some(Frame::Message(raw)) if shown(&raw) == "{}"));
}
