//! Accepted messages and error texts; the texts were compared with an established agent's.

use super::*;
use crate::framing::{Decoder, Frame, Limits};
use crate::json::value::Value;

/// The first message of these bytes in the form of an answer, or its error text.
fn read(message: &[u8]) -> String {
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(message);
    decoder.push(b"\n");
    match decoder.next_frame() {
        Some(Frame::Message(message)) => message.value().text(),
        Some(Frame::Broken(complaint)) => complaint.trim_start_matches("JSON parse error, ").to_owned(),
        _ => panic!("no message: {}", String::from_utf8_lossy(message)),
    }
}

#[test]
fn liberties_mean_the_same_as_strict_json() {
    for (message, expected) in [
        (r#"{'a':'b'}"#, r#"{"a": "b"}"#),
        (r#"{ 'a"' : [ 1 , -0.5E+3 , true , null ] }"#, r#"{"a\"": [1, -0.5E+3, true, null]}"#),
        (r#"{'\'':"\'"}"#, r#"{"'": "'"}"#),
        (r#"["\u0061\u20AC\ud83d\ude00\u0000\n\/"]"#, r#"["a\u20AC\uD83D\uDE00\u0000\n/"]"#),
        ("[\"é\"]", r#"["\u00E9"]"#),
        ("[]", "[]"),
        ("[{}]", "[{}]"),
    ] {
        assert_eq!(read(message.as_bytes()), expected, "{message}");
    }
    assert_eq!(read(b"[\"\xc0\x80\"]"), r#"["\u0000"]"#);
}

#[test]
fn complaints_are_word_for_word() {
    for (message, expected) in [
        (r#"{"execute":"guest-ping",}"#, "expecting value"),
        (r#"{"a" 1}"#, "missing : in object pair"),
        (r#"{"a"}"#, "missing : in object pair"),
        (r#"{"a":}"#, "expecting value"),
        ("{:1}", "expecting value"),
        ("{,}", "expecting value"),
        ("{1:2}", "key is not a string in object"),
        ("{[]:1}", "key is not a string in object"),
        (r#"{"a":1,2:3}"#, "key is not a string in object"),
        ("{nope:1}", "invalid keyword 'nope'"),
        (r#"{"a":1 "b":2}"#, "expected separator in dict"),
        (r#"{"a":0e1}"#, "expected separator in dict"),
        ("[1e4001e400]", "expected separator in list"),
        ("[1-2]", "expected separator in list"),
        ("[1 2]", "expected separator in list"),
        (r#"["a":1]"#, "expected separator in list"),
        ("[1,]", "expecting value"),
        ("[,1]", "expecting value"),
        ("]", "expecting value"),
        (",", "expecting value"),
        (r#"{"a":[}]"#, "expecting value"),
        ("nullx", "invalid keyword 'nullx'"),
        (r#"{"a":tru}"#, "invalid keyword 'tru'"),
        (r#"{"a":1,"a":2}"#, "duplicate key"),
        (r#"{"a":1,"a":nope}"#, "invalid keyword 'nope'"),
        (r#"{"a":{"b":1,"b":2},"a":3}"#, "duplicate key"),
        (r#"{"a\/b":1,"a/b":2}"#, "duplicate key"),
        (r#"{"a":1,"\u0061":2}"#, "duplicate key"),
        (r#"{'a':1,"a":2}"#, "duplicate key"),
        (r#"{"a":"\q"}"#, "invalid escape sequence in string"),
        (r#"{"\q":1}"#, "invalid escape sequence in string"),
        (r#"{"a":"\u12"}"#, "\\u12\" is not a valid Unicode character"),
        (r#"{"a":"\u12zz"}"#, "\\u12zz is not a valid Unicode character"),
        (r#"{"a":"\u"}"#, "\\u\" is not a valid Unicode character"),
        (r#"{"a":"x\u12é"}"#, "\\u12é is not a valid Unicode character"),
        (r#"{"a":"\ud800"}"#, "\\ud800 is not a valid Unicode character"),
        (r#"{"a":"\ud800\u0041"}"#, "\\ud800 is not a valid Unicode character"),
        (r#"{"a":"\udc00"}"#, "\\udc00 is not a valid Unicode character"),
        (r#"{"a":"\ud83f\udfffzz"}"#, "\\ud83f\\udfff is not a valid Unicode character"),
        (r#"{"a":"\uffff"}"#, "\\uffff is not a valid Unicode character"),
        (r#"{"a":"\ufdd0"}"#, "\\ufdd0 is not a valid Unicode character"),
    ] {
        assert_eq!(read(message.as_bytes()), expected, "{message}");
    }
}

#[test]
fn what_is_said_of_a_long_word_is_cut_where_the_established_agent_cuts_it() {
    let said = |length: usize| read("x".repeat(length).as_bytes());
    assert_eq!(said(1005), format!("invalid keyword '{}'", "x".repeat(1005)));
    for length in [1006, 1007, 5000] {
        assert_eq!(said(length), format!("invalid keyword '{}", "x".repeat(1006)));
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for bytes in
        [&b"\xc3("[..], b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf0\x9f\xbf\xbf", b"\xe2\x82"]
    {
        let message = [b"{\"a\":\"", bytes, b"\"}"].concat();
        assert_eq!(read(&message), "invalid UTF-8 sequence in string");
    }
}

#[test]
fn many_keys_are_compared_in_linear_time() {
    let keys = |count: usize| (0..count).map(|at| format!("\"k{at}\":{{\"a\":1}}")).collect::<Vec<_>>().join(",");
    assert!(read(format!("{{{}}}", keys(50_000)).as_bytes()).starts_with("{\"k0\": {\"a\": 1}, "));
    let twice = format!("{{{},\"k7\":1}}", keys(50_000));
    assert_eq!(read(twice.as_bytes()), "duplicate key");
}

#[test]
fn an_answer_has_no_objects_with_more_members_than_any_schema_has() {
    let keys = |count: usize| (0..count).map(|at| format!("\"k{at}\":1")).collect::<Vec<_>>().join(",");
    let read = |count: usize| Value::lenient(&format!("{{\"a\":{{{}}}}}", keys(count))).map(|value| value.text().len());
    assert!(read(MAX_ANSWER_MEMBERS).is_ok());
    let error = read(MAX_ANSWER_MEMBERS + 1).expect_err("one too many");
    assert_eq!(error.to_string(), "JSON parse error, too many members in object");
}
