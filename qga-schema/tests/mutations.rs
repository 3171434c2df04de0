//! Changes the example schemas at random places: whatever comes out, reading it gives a verdict, the same one twice.

use std::fs;
use std::path::Path;

use qga_schema::diff::diff;
use qga_schema::introspect::{TypeNames, introspect};
use qga_schema::{Error, Options, Schema};

/// How often each example is changed.
const ROUNDS: usize = 4;

/// Pieces that are likely to lead somewhere.
const PIECES: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "'",
    "##\n",
    "# ",
    "#",
    "\n",
    "\r",
    "\\",
    "true",
    "false",
    "null",
    "'data'",
    "'base'",
    "'if'",
    "'features'",
    "'type'",
    "'include'",
    "'pragma'",
    "'discriminator'",
    "'Axle'",
    "*",
    "@a:",
    "Since: ",
    "\u{e9}",
    " ",
];

/// A generator of numbers that gives the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

fn examples(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            examples(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(fs::read(path).expect("a file"));
        }
    }
}

/// Inserts, removes, doubles or replaces something, or takes a part of another example.
fn mutate(text: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    let at = numbers.below(text.len() + 1);
    let end = (at + numbers.below(20)).min(text.len());
    match numbers.below(6) {
        0 => drop(text.drain(at..end)),
        1 => {
            let piece = PIECES[numbers.below(PIECES.len())].bytes();
            text.splice(at..at, piece);
        }
        2 => {
            let piece = PIECES[numbers.below(PIECES.len())].bytes();
            text.splice(at..end, piece);
        }
        3 => {
            let copy = text[at..end].to_vec();
            text.splice(at..at, copy);
        }
        4 => {
            let start = numbers.below(other.len() + 1);
            let stop = (start + numbers.below(60)).min(other.len());
            text.splice(at..end, other[start..stop].iter().copied());
        }
        _ => {
            if let Some(byte) = text.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
        }
    }
}

fn read(bytes: &[u8], legacy: bool) -> Result<Schema, Error> {
    let options = Options { legacy, ..Options::default() };
    // An include leads back to the same text, which must be noticed.
    Schema::load_from("mutated.json", &options, |_| Ok(bytes.to_vec()))
}

/// Everything there is to know about what was read.
fn verdict(bytes: &[u8], legacy: bool) -> String {
    match read(bytes, legacy) {
        Ok(schema) => {
            assert!(diff(&schema, &schema).is_empty(), "a schema differs from itself");
            let entities = schema.entities().len();
            let items = introspect(&schema, TypeNames::Masked).len();
            let docs: usize = schema.docs().map(|doc| doc.summary().len() + doc.examples().len()).sum();
            let texts = schema.warnings().iter().map(|it| qga_schema::render(it, schema.sources()).len());
            format!("{entities} {items} {docs} {} {:?}", texts.sum::<usize>(), schema.definitions())
        }
        Err(error) => {
            assert!(!error.diagnostics().is_empty());
            for diagnostic in error.diagnostics() {
                let spans = diagnostic.span.iter().chain(&diagnostic.anchor);
                for span in spans.chain(diagnostic.labels.iter().map(|label| &label.span)) {
                    let text = error.sources().get(span.file).expect("the file is there").text();
                    assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?} points into the text");
                }
            }
            error.to_string()
        }
    }
}

#[test]
fn any_change_gives_a_verdict() {
    let mut all = Vec::new();
    examples(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas"), &mut all);
    assert!(all.len() > 200);
    let mut numbers = Numbers(2024);
    let mut accepted = 0;
    for example in &all {
        for _ in 0..ROUNDS {
            let mut text = example.clone();
            for _ in 0..=numbers.below(3) {
                let other = &all[numbers.below(all.len())];
                mutate(&mut text, other, &mut numbers);
            }
            accepted += usize::from(read(&text, false).is_ok());
            for legacy in [false, true] {
                assert_eq!(verdict(&text, legacy), verdict(&text, legacy));
            }
        }
    }
    assert!(accepted > 0, "some changes do no harm");
}
