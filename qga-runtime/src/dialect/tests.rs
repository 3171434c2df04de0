//! What is read, and what is complained of; the complaints were compared with an established agent's.

use super::*;

fn read(message: &str, plain: bool) -> String {
    match check(message.as_bytes(), plain) {
        Ok(Some(rewritten)) => String::from_utf8(rewritten).expect("rewritten text is UTF-8"),
        Ok(None) => message.to_owned(),
        Err(reason) => reason.trim_start_matches("JSON parse error, ").to_owned(),
    }
}

/// Checks both ways of reading where both apply.
fn check_read(message: &str, expected: &str) {
    assert_eq!(read(message, false), expected, "{message}");
    if message.is_ascii() && !message.contains('\'') && !message.contains("\\u") {
        let plain = if expected.starts_with(['{', '[', '"']) { message } else { expected };
        assert_eq!(read(message, true), plain, "plain: {message}");
    }
}

#[test]
fn liberties_are_rewritten_as_strict_json() {
    for (message, expected) in [
        (r#"{'a':'b'}"#, r#"{"a":"b"}"#),
        (r#"{ 'a"' : [ 1 , -0.5E+3 , true , null ] }"#, r#"{"a\"":[1,-0.5E+3,true,null]}"#),
        (r#"{'\'':"\'"}"#, r#"{"'":"'"}"#),
        (r#"["\u0061\u20AC\ud83d\ude00\u0000\n\/"]"#, "[\"a€😀\\u0000\\u000a/\"]"),
        ("[\"é\"]", "[\"é\"]"),
        ("[]", "[]"),
        ("[{}]", "[{}]"),
    ] {
        assert_eq!(read(message, false), expected, "{message}");
    }
    assert_eq!(check(b"[\"\xc0\x80\"]", false), Ok(Some(b"[\"\\u0000\"]".to_vec())));
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
        ("[1.5.5]", "expected separator in list"),
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
        check_read(message, expected);
    }
}

#[test]
fn what_is_said_of_a_long_word_is_cut_where_the_established_agent_cuts_it() {
    let said = |length: usize| check("x".repeat(length).as_bytes(), true).expect_err("no word of JSON");
    assert_eq!(said(1005), format!("JSON parse error, invalid keyword '{}'", "x".repeat(1005)));
    for length in [1006, 1007, 5000] {
        assert_eq!(said(length), format!("JSON parse error, invalid keyword '{}", "x".repeat(1006)));
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for bytes in
        [&b"\xc3("[..], b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf0\x9f\xbf\xbf", b"\xe2\x82"]
    {
        let message = [b"{\"a\":\"", bytes, b"\"}"].concat();
        assert_eq!(check(&message, false), Err("JSON parse error, invalid UTF-8 sequence in string".to_owned()));
    }
}

#[test]
fn many_keys_are_compared_in_linear_time() {
    let keys = |count: usize| (0..count).map(|at| format!("\"k{at}\":{{\"a\":1}}")).collect::<Vec<_>>().join(",");
    assert_eq!(check(format!("{{{}}}", keys(50_000)).as_bytes(), true), Ok(None));
    let twice = format!("{{{},\"k7\":1}}", keys(50_000));
    assert_eq!(check(twice.as_bytes(), true), Err("JSON parse error, duplicate key".to_owned()));
}
