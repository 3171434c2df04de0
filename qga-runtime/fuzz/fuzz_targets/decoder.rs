//! Any input, over any cutting, gives the same frames; a valid request has the same meaning to another reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qga_runtime::{Decoder, Frame, Limits, Value};

fn frames<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut decoder = Decoder::spooling(Limits { bytes: 4096, tokens: 500, nesting: 64 });
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame() {
            frames.push(match frame {
                Frame::Sentinel => "sentinel".to_owned(),
                Frame::Broken(error) => error,
                Frame::Message(message) => {
                    let text = message.value().text();
                    let theirs = serde_json::from_str::<&serde_json::value::RawValue>(&text);
                    assert!(theirs.is_ok(), "an accepted message is printed as strict JSON: {text}");
                    text
                }
            });
        }
        decoder.give_back();
    }
    frames
}

/// JSON that another reader accepts is accepted here, with the same meaning.
fn compare(text: &str) {
    // Numbers are compared as they are spelt; the readers have different limits.
    let Ok(theirs) = serde_json::from_str::<serde_json::Value>(text) else { return };
    match Value::lenient(text) {
        Ok(ours) => assert_eq!(serde_json::from_str::<serde_json::Value>(&ours.text()).expect("JSON"), theirs, "{text}"),
        Err(error) => assert!(error.to_string().ends_with("duplicate key"), "{text}: {error}"),
    }
}

fuzz_target!(|input: (usize, &[u8])| {
    let (cut, bytes) = input;
    let whole = frames([bytes]);
    let (head, tail) = bytes.split_at(cut.checked_rem(bytes.len() + 1).unwrap_or(0));
    assert_eq!(frames([head, tail]), whole);
    assert_eq!(frames(bytes.chunks(1)), whole);
    if let Ok(text) = std::str::from_utf8(bytes) {
        compare(text);
    }
});
