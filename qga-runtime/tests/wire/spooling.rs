//! Decoding a string while it arrives changes no answer, only the memory used.

use qga_runtime::{Decoder, Frame, Limits};

use crate::small_agent::Conversation;

/// Length of a string that is decoded while it arrives.
const SPOOLED_BYTES: usize = 264 * 1024;

fn letters(count: usize) -> String {
    (0..count).map(|at| char::from(b"abcdEFGH0189+/zZ"[(at * 7 + at / 1000) % 16])).collect()
}

/// The answers, and the bytes of the last write.
fn answers<'a>(decoder: Decoder, pieces: impl IntoIterator<Item = &'a [u8]>) -> (String, Vec<u8>) {
    let mut conversation = Conversation::with(decoder);
    let mut answers = Vec::new();
    for piece in pieces {
        conversation.answer(piece, &mut answers);
    }
    (String::from_utf8_lossy(&answers).into_owned(), conversation.agent.written)
}

/// Compares with a decoder that does not spool, over several cuttings of the input; returns the answers.
fn check(input: &[u8], limits: Limits) -> String {
    let shown = String::from_utf8_lossy(&input[..input.len().min(60)]);
    let whole = answers(Decoder::new(limits), [input]);
    for piece in [input.len(), 64 * 1024, 16_381] {
        let spooled = answers(Decoder::spooling(limits), input.chunks(piece));
        assert!(spooled == whole, "{shown} in pieces of {piece}");
    }
    // Cuts near the end of the string and of the next one.
    for end in [1, 2, 3, 4, 7] {
        let (head, tail) = input.split_at(input.len().saturating_sub(5 * end));
        let (half, rest) = head.split_at(head.len() - head.len().min(SPOOLED_BYTES / 8));
        let (middle, tail) = tail.split_at(end.min(tail.len()));
        let spooled = answers(Decoder::spooling(limits), [half, rest, middle, tail]);
        assert!(spooled == whole, "{shown} cut {end} times five bytes from its end");
    }
    whole.0
}

fn write(content: &str) -> Vec<u8> {
    format!(
        "{{\"execute\":\"guest-file-write\",\"arguments\":{{\"handle\":1000,\"buf-b64\":\"{content}\"}},\"id\":7}}\n"
    )
    .into_bytes()
}

#[test]
fn a_large_write_is_written_exactly_however_its_base64_ends() {
    let long = letters(SPOOLED_BYTES);
    for (end, count) in [
        ("", Some(SPOOLED_BYTES / 4 * 3)),
        ("a", Some(SPOOLED_BYTES / 4 * 3)),
        ("ab", Some(SPOOLED_BYTES / 4 * 3 + 1)),
        ("abc=", Some(SPOOLED_BYTES / 4 * 3 + 2)),
        ("ab==", Some(SPOOLED_BYTES / 4 * 3 + 1)),
        ("ab==ab==", Some(SPOOLED_BYTES / 4 * 3 + 2)),
        ("\\nabcd\\r\\nabcd\\n", Some(SPOOLED_BYTES / 4 * 3 + 6)),
        ("ab\\/d", Some(SPOOLED_BYTES / 4 * 3 + 3)),
        ("abcd*", None),
        ("abcd\\t", None),
        ("abcd\\u0041", Some(SPOOLED_BYTES / 4 * 3 + 3)),
        ("é", None),
    ] {
        let answer = check(&write(&format!("{long}{end}")), Limits::default());
        match count {
            Some(count) => assert_eq!(answer, format!("{{\"return\": {count}, \"id\": 7}}\n"), "{end}"),
            None => assert!(answer.contains("\"Base64 data contains invalid characters\""), "{end}: {answer}"),
        }
    }
}

#[test]
fn a_long_string_that_is_not_bytes_is_text_as_ever() {
    let long = letters(SPOOLED_BYTES + 3);
    let echoed = check(
        format!("{{\"execute\":\"test-echo\",\"arguments\":{{\"text\":\"{long}\"}}}}").as_bytes(),
        Limits::default(),
    );
    assert!(echoed == format!("{{\"return\": \"{long}\"}}\n"));
    let marked = check(format!("{{\"execute\":\"guest-ping\",\"id\":\"{long}\"}}").as_bytes(), Limits::default());
    assert!(marked == format!("{{\"return\": {{}}, \"id\": \"{long}\"}}\n"));
    for request in [
        format!("{{\"execute\":\"{long}\",\"id\":1}}"),
        format!("{{\"{long}\":\"guest-ping\"}}"),
        format!("{{\"execute\":\"guest-ping\",\"arguments\":{{\"{long}\":1}}}}"),
        format!("{{\"execute\":\"guest-ping\",\"arguments\":{{\"{long}\":1,\"{long}\":1}}}}"),
        format!("{{\"execute\":\"guest-ping\",\"arguments\":{{\"a\":\"{long}\"}}}}"),
        format!("{{\"execute\":\"guest-sync\",\"arguments\":{{\"id\":\"{long}\"}}}}"),
        format!("{{\"execute\":\"guest-exec\",\"arguments\":{{\"buf-b64\":\"{long}\"}}}}"),
        format!("{{\"execute\":\"guest-file-write\",\"arguments\":{{\"buf-b64\":[\"{long}\"]}}}}"),
        format!("{{\"execute\":\"guest-file-write\",\"arguments\":{{\"buf-b64\":{{\"{long}\":1}}}}}}"),
        format!("{{\"execute\":\"guest-file-write\",\"arguments\":{{\"buf-b64\":\"{long}\",\"x\":1}}}}"),
        format!("{{\"execute\":\"guest-file-write\",\"arguments\":{{\"buf-b64\":\"{long}\",\"buf-b64\":\"\"}}}}"),
        format!(
            "{{\"execute\":\"guest-file-write\",\"arguments\":{{\"handle\":1,\"buf-b64\":\"{long}\"}},\"y\":\"{long}\"}}"
        ),
        format!("{{'execute':'guest-file-write','arguments':{{'handle':1,\"buf-b64\":\"{long}\"}},'id':'é'}}"),
        format!(
            "{{\"execute\":\"guest-file-write\",\"arguments\":{{\"handle\":1,\"buf-b64\":\"{long}\"}},\"id\":\"\\u0041\"}}"
        ),
        format!("[\"{long}\"]"),
        format!("\"{long}\" {{\"execute\":\"guest-ping\"}}"),
    ] {
        check(request.as_bytes(), Limits::default());
    }
}

#[test]
fn a_message_that_breaks_off_inside_a_long_string_is_one_error_and_dropped() {
    let half = String::from_utf8(write(&letters(SPOOLED_BYTES))).expect("ASCII").replace("\"},\"id\":7}\n", "");
    for spoilt in [
        format!("{half}\n"),
        format!("{half}\x01"),
        format!("{half}\t\"}}}}"),
        format!("{half}abc\n{half}\"}}}}"),
        format!("{half}\\q\"}}}}"),
        format!("{half}\"]}}"),
        format!("{half}\"}}#}}"),
    ] {
        check(format!("{spoilt}\n{{\"execute\":\"guest-ping\"}}\n").as_bytes(), Limits::default());
    }
    let mut dropped = half.clone().into_bytes();
    dropped.extend_from_slice(b"abc\xff{\"execute\":\"guest-ping\"}");
    assert_eq!(check(&dropped, Limits::default()), "{\"return\": {}}\n");
    let limits = Limits { bytes: SPOOLED_BYTES + 50, ..Limits::default() };
    let too_long = format!("{half}abcd\"}}}}{{\"execute\":\"guest-ping\"}}");
    let refused = check(too_long.as_bytes(), limits);
    assert!(refused.contains("JSON token size limit exceeded") && refused.ends_with("{\"return\": {}}\n"), "{refused}");
}

#[test]
fn a_long_string_leaves_the_text() {
    let mut decoder = Decoder::spooling(Limits::default());
    let request = write(&letters(4 << 20));
    for piece in request.chunks(64 << 10) {
        decoder.push(piece);
        match decoder.next_frame() {
            Some(Frame::Message(message)) => assert!(message.bytes().len() < 2048, "{message:?}"),
            Some(other) => panic!("{other:?}"),
            None => assert!(decoder.room().len() < SPOOLED_BYTES, "the text is kept"),
        }
    }
}
