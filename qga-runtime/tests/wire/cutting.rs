//! Cutting the input changes neither messages nor errors.

use proptest::prelude::*;
use qga_runtime::Limits;

use crate::small_agent::Conversation;

/// Pieces of input that mean something to the decoder, in any order.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    const FRAGMENTS: [&[u8]; 30] = [
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\"",
        b"'",
        b"\\",
        b"\\u00",
        b"e9",
        b"\n",
        b"\t",
        b" ",
        b"\xff",
        b"\xfe",
        b"\x01",
        b"\xc3\xa9",
        b"\xc0\x80",
        b"-",
        b"0",
        b"1.5e3",
        b"true",
        b"nul",
        b"#",
        b"\"execute\":\"guest-ping\"",
        b"{\"execute\":\"guest-ping\"}",
        b"{\"execute\":\"guest-sync\",\"arguments\":{\"id\":",
        b"5}}",
        b"\"id\":",
    ];
    let fragment = prop_oneof![
        12 => prop::sample::select(FRAGMENTS.to_vec()).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..100),
    ];
    prop::collection::vec(fragment, 0..40).prop_map(|fragments| fragments.concat())
}

fn answers<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, limits: Limits) -> String {
    let mut conversation = Conversation::new(limits);
    let mut answers = Vec::new();
    for piece in pieces {
        conversation.answer(piece, &mut answers);
    }
    String::from_utf8_lossy(&answers).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cutting_changes_nothing(input in fragments(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
        cuts.sort_unstable();
        let mut rest = &input[..];
        let mut pieces = Vec::new();
        let mut done = 0;
        for cut in cuts {
            let (piece, behind) = rest.split_at(cut - done);
            pieces.push(piece);
            rest = behind;
            done = cut;
        }
        pieces.push(rest);
        for limits in [Limits::default(), Limits { bytes: 40, tokens: 12, nesting: 4 }] {
            let whole = answers([&input[..]], limits);
            prop_assert_eq!(&answers(pieces.iter().copied(), limits), &whole);
            prop_assert_eq!(&answers(input.chunks(1), limits), &whole);
        }
    }

    /// After any input, 0xFF puts the stream in step; the answer to the next request comes last.
    #[test]
    fn a_sentinel_always_helps(input in fragments()) {
        let request: &[u8] = b"\xff{\"execute\":\"guest-sync\",\"arguments\":{\"id\":4711}}";
        let all = answers([&input[..], request], Limits::default());
        prop_assert!(all.ends_with("{\"return\": 4711}\n"), "{}", all);
    }

    /// Every answer is one line of strict JSON.
    #[test]
    fn answers_are_lines_of_json(input in fragments()) {
        for line in answers([&input[..]], Limits::default()).lines() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{}", line);
        }
    }
}
