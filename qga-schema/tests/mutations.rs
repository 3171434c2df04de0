//! Changes the example schemas at random places: reading the result gives a verdict, the same one twice.

use std::path::Path;

use qga_schema::diff::diff;
use qga_schema::introspect::{TypeNames, introspect};
use qga_schema::{Dialect, Error, Lints, Options, Schema};

#[path = "mutations/mutate.rs"]
mod mutate;

use mutate::{Numbers, examples, mutate};

/// How often each example is changed.
const ROUNDS: usize = 4;

/// As QEMU's own tool reads it, or in an older dialect.
fn read(bytes: &[u8], dialect: Dialect) -> Result<Schema, Error> {
    let lints = if dialect == Dialect::default() { Lints::deny_form() } else { Lints::default() };
    let options = Options { dialect, lints, ..Options::default() };
    // An include leads back to the same text, which must be noticed.
    Schema::load_from("mutated.json", &options, |_| Ok(bytes.to_vec()))
}

/// Everything there is to know about what was read.
fn verdict(bytes: &[u8], dialect: Dialect) -> String {
    match read(bytes, dialect) {
        Ok(schema) => {
            assert!(diff(&schema, &schema).is_empty(), "a schema differs from itself");
            let entities = schema.entities().len();
            let items = introspect(&schema, TypeNames::Masked).len();
            let docs: usize = schema.docs().map(|doc| doc.summary().len() + doc.examples().len()).sum();
            let texts = schema.warnings().iter().map(|it| qga_schema::render(it, schema.sources()).len());
            format!("{entities} {items} {docs} {} {:?}", texts.sum::<usize>(), schema.definitions().collect::<Vec<_>>())
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
            accepted += usize::from(read(&text, Dialect::default()).is_ok());
            for dialect in Dialect::ALL {
                assert_eq!(verdict(&text, dialect), verdict(&text, dialect));
            }
        }
    }
    assert!(accepted > 0, "some changes do no harm");
}
