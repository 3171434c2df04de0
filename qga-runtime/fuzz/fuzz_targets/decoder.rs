//! Whatever arrives, however it is cut: the same frames, and what passes as a request is JSON a strict reader reads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qga_runtime::{Decoder, Frame, Limits, Message};

fn frames<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut decoder = Decoder::new(Limits { bytes: 4096, tokens: 500, nesting: 64 });
    let mut frames = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame() {
            frames.push(match frame {
                Frame::Sentinel => "sentinel".to_owned(),
                Frame::Broken(complaint) => complaint,
                Frame::Message(raw) => {
                    let strict = serde_json::from_slice::<serde_json::Value>(raw.bytes()).is_ok();
                    match Message::request(raw) {
                        Ok(message) => {
                            let text = message.value().text();
                            let numbers = serde_json::from_str::<&serde_json::value::RawValue>(text);
                            assert!(numbers.is_ok(), "what the dialect reads becomes strict JSON: {text}");
                            text.to_owned()
                        }
                        Err(complaint) => format!("{strict} {complaint}"),
                    }
                }
            });
        }
    }
    frames
}

fuzz_target!(|input: (usize, &[u8])| {
    let (cut, bytes) = input;
    let whole = frames([bytes]);
    let (head, tail) = bytes.split_at(cut.checked_rem(bytes.len() + 1).unwrap_or(0));
    assert_eq!(frames([head, tail]), whole);
    assert_eq!(frames(bytes.chunks(1)), whole);
});
