//! What the tape says of text, held against another reader's word, over any cutting.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use proptest::prelude::*;
use serde_json::{Value as Tree, json};

use super::any::Any;
use super::object::ObjectReader;
use super::tape::{Kind, Tape};
use super::value::{JsonKind, Strictness, Value};
use crate::envelope::Request;
use crate::framing::{Decoder, Frame, Limits};
use crate::message::Message;

/// The messages in pieces of input.
fn messages<'p>(mut decoder: Decoder, pieces: impl IntoIterator<Item = &'p [u8]>) -> Vec<Message> {
    let mut messages = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame() {
            let Frame::Message(message) = frame else { panic!("{frame:?}") };
            messages.push(message);
        }
    }
    messages
}

/// What a value is, member by member and element by element.
fn tree(value: &Value<'_>) -> Tree {
    match value.kind() {
        JsonKind::Null => Tree::Null,
        JsonKind::Bool => json!(value.boolean()),
        JsonKind::Number => serde_json::from_str(value.number().expect("a number")).expect("a number"),
        JsonKind::String => json!(value.clone().string().expect("a string")),
        JsonKind::Array => {
            value.clone().list::<Any>().expect("a list").iter().map(|any| any.to_tree().expect("JSON")).collect()
        }
        JsonKind::Object => value.members().map(|(name, value)| (name.to_owned(), tree(&value))).collect(),
    }
}

fn any_tree() -> impl Strategy<Value = Tree> {
    let text = prop_oneof![".{0,8}", "[a-zA-Z0-9+/=]{0,70}", "[\\\\\"'\\x00-\\x1f\\x7f/]{0,5}"];
    // Characters that Unicode reserves are the dialect's own affair.
    let text = text.prop_map(|text| text.replace(|char: char| u32::from(char) & 0xFFFE == 0xFFFE, "?"));
    let text = text.prop_filter("reserved", |text| !text.contains(|char| ('\u{FDD0}'..='\u{FDEF}').contains(&char)));
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::from),
        any::<i64>().prop_map(Tree::from),
        any::<u64>().prop_map(Tree::from),
        any::<i32>().prop_map(|number| Tree::from(f64::from(number) / 64.0)),
        text.clone().prop_map(Tree::from),
    ];
    leaf.prop_recursive(5, 60, 30, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Tree::from),
            prop::collection::vec((text.clone(), inner), 0..25)
                .prop_map(|members| Tree::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tape_says_what_another_reader_says(
        expected in any_tree(),
        pretty in any::<bool>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut text = if pretty { serde_json::to_string_pretty(&expected) } else { serde_json::to_string(&expected) }?;
        text.push('\n');
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).chain([0, text.len()]).collect();
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| &text.as_bytes()[cut[0]..cut[1]]);
        for found in [messages(Decoder::new(Limits::default()), pieces), messages(Decoder::of_answers(Limits::default()), text.as_bytes().chunks(1))] {
            let [message] = &found[..] else { panic!("{} messages", found.len()) };
            prop_assert_eq!(&tree(&message.value()), &expected);
            prop_assert_eq!(&serde_json::from_str::<Tree>(&message.value().text())?, &expected);
        }
    }

    /// The other reader alone knows no duplicate keys.
    #[test]
    fn a_client_reads_all_json_that_another_reader_reads(text in "[\\[\\]{}\",:0-9eE+.\\-a-z\\\\ \n]{0,30}") {
        let theirs = serde_json::from_str::<Tree>(&text).is_ok();
        let ours = Value::lenient(&text);
        if theirs {
            prop_assert!(ours.is_ok() || ours.is_err_and(|error| error.to_string().contains("duplicate key")), "{}", text);
        }
    }
}

#[test]
fn skip_links_lead_behind_each_value() {
    let [raw] = &messages(Decoder::new(Limits::default()), [&b"{'a':[1,[],{'b':{}}],'c':2}"[..]])[..] else { panic!() };
    let tape = &**raw.tape();
    // A header of one byte each, and a byte for each letter and digit.
    assert_eq!((tape.after(0), tape.kind(0)), (15, Some(Kind::Object)));
    assert_eq!((tape.after(1), tape.kind(3), tape.after(3)), (3, Some(Kind::Array), 11));
    assert_eq!(
        (tape.kind(4), tape.after(4), tape.kind(6), tape.after(6)),
        (Some(Kind::Number), 6, Some(Kind::Array), 7)
    );
    assert_eq!((tape.kind(7), tape.after(7), tape.after(11), tape.after(13)), (Some(Kind::Object), 11, 13, 15));
}

/// How often tokens are looked at until a request is answered, with an `id` that is nested so deeply.
fn looks(nesting: usize) -> usize {
    let id = format!("{}{}0{}", "[".repeat(nesting), "1,".repeat(50_000), "]".repeat(nesting));
    let request = format!("{{\"id\":{id},\"execute\":\"x\",\"arguments\":{{\"a\":{id}}}}}");
    let found = messages(Decoder::new(Limits::default()), [request.as_bytes()]);
    let tape = Arc::clone(found[0].tape());
    let Ok(request) = Request::read(found.into_iter().next().expect("a message")) else { panic!("a request") };
    let mut members = ObjectReader::new(request.arguments()).expect("an object");
    assert!(members.take("a").is_some() && members.finish().is_ok());
    assert_eq!(request.id().expect("an id").text(), id.replace(',', ", "));
    tape.looks.load(Ordering::Relaxed)
}

#[test]
fn nesting_costs_nothing_beyond_its_brackets() {
    let (flat, deep) = (looks(1), looks(1000));
    assert!(deep < flat + 40_000, "{flat} looks, nested {deep}");
}

#[test]
fn white_space_is_neither_kept_nor_counted() {
    let limits = Limits { bytes: 40, ..Limits::default() };
    let mut decoder = Decoder::new(limits);
    let blanks = b" \n\t\r ".repeat(4096);
    let mut found = Vec::new();
    for part in ["", "{", "\"a\"", ":", "[1", ",", "true", "]", "}"] {
        decoder.push(part.as_bytes());
        for _ in 0..50 {
            decoder.push(&blanks);
            found.extend(std::iter::from_fn(|| decoder.next_frame()));
            let memory = decoder.memory();
            assert!(memory < 100_000, "{memory} bytes");
        }
    }
    let [Frame::Message(raw)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(raw.value().text(), r#"{"a": [1, true]}"#);
    assert_eq!(raw.size(), r#"{"a":[1,true]}"#.len());
}

#[test]
fn numbers_keep_their_digits() {
    for number in ["-0", "1e2", "0.1", "1E+400", "-0.0", "123456789012345678901234567890123456789012345678901234567890"]
    {
        let text = format!("[{number}]");
        assert_eq!(text.parse::<Any>().expect("JSON").as_str(), text);
    }
    assert_eq!("0e5".parse::<Any>().expect("JSON").as_str(), "0e5");
    assert!(Value::strict("[0e5]").is_err());
    assert_eq!(
        Any::from(json!({"a": [1, null, 0.1], "é": "\u{7f}"})).as_str(),
        r#"{"a": [1, null, 0.1], "\u00E9": "\u007F"}"#
    );
}

/// Where a message takes the most memory for its length: small values, and brackets around them.
#[test]
fn a_message_takes_no_more_memory_than_its_text() {
    for (part, count) in [
        ("1", 400_000),
        ("[]", 300_000),
        ("{}", 300_000),
        ("-1.5e300", 100_000),
        ("\"\"", 300_000),
        ("true", 200_000),
        ("{\"a\":1}", 100_000),
        ("[[[[[[[[[[1]]]]]]]]]]", 50_000),
        ("{\"phys-index\":1,\"online\":true,\"can-offline\":false}", 20_000),
        ("\"a text of fifty letters, as long as many a path is\"", 20_000),
    ] {
        let text = format!("[{}{part}]", format!("{part},").repeat(count));
        let found = messages(Decoder::of_answers(Limits::default()), text.as_bytes().chunks(4096));
        let (length, memory) = (found[0].bytes().len(), found[0].memory());
        assert!(
            length <= text.len() + 8 && memory <= text.len() + 256 * 1024,
            "{part}: {length}, {memory} of {}",
            text.len()
        );
        assert_eq!(found[0].value().elements().count(), count + 1, "{part}");
    }
}

/// A long string of an answer is decoded while it arrives: it means the same, and is as long, however it is cut.
#[test]
fn strings_mean_the_same_over_any_cutting() {
    for part in [
        "é\\n",
        "\\uD83D\\uDE00漢",
        "\\\\\\\"",
        "\\ud800x",
        "\u{10348}\\u0000",
        "\\/abc",
        "a\\q",
        "\\u12",
        "abc\\uD83Dabc\\\\",
    ] {
        let text = format!("{{\"a\":\"{}\",\"b\":1}}\n", part.repeat(12));
        let read = |pieces: Vec<&[u8]>| {
            let mut decoder = Decoder::of_answers(Limits::default());
            let mut frames = pieces.into_iter().filter_map(|piece| {
                decoder.push(piece);
                decoder.next_frame()
            });
            match frames.next().expect("a frame") {
                Frame::Message(message) => {
                    assert_eq!(message.size(), text.len() - 1, "{part}");
                    message.value().text()
                }
                other => format!("{other:?}"),
            }
        };
        let whole = read(vec![text.as_bytes()]);
        for cut in 0..text.len() {
            let (head, tail) = text.as_bytes().split_at(cut);
            assert_eq!(read(vec![head, tail]), whole, "{part}, cut at {cut}");
        }
        for length in 1..20 {
            assert_eq!(read(text.as_bytes().chunks(length).collect()), whole, "{part}, in pieces of {length}");
        }
    }
}

#[test]
fn a_long_string_is_decoded_while_it_arrives() {
    let mut decoder = Decoder::of_answers(Limits::default());
    decoder.push(b"{\"a\":\"");
    for _ in 0..100 {
        decoder.push("\\u00e9".repeat(1000).as_bytes());
        assert!(decoder.next_frame().is_none());
    }
    // Six bytes of text are two of the string.
    assert!(decoder.memory() < 500_000, "{} bytes", decoder.memory());
}

#[test]
fn nothing_of_a_message_stays_in_a_cleared_tape() {
    let mut tape = Tape::default();
    super::lexer::Lexer::new(Limits::default(), Strictness::Strict).next(br#"["\u0073ecret",1]"#, &mut 0, &mut tape);
    assert_eq!((tape.str(1), tape.str(tape.after(1))), ("secret", "1"));
    let memory = tape.all_bytes().as_ptr_range();
    tape.clear();
    assert_eq!((tape.all_bytes(), tape.kind(0)), (&b""[..], None));
    assert_eq!(tape.all_bytes().as_ptr(), memory.start);
}
