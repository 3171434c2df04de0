//! Puts any text into the documentation of a command with arguments and a feature.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qga_schema::{Options, Schema};

fuzz_target!(|text: &str| {
    let body: String = text.lines().map(|line| format!("# {line}\n")).collect();
    let schema = format!(
        "##\n# @go:\n{body}##\n{{ 'command': 'go', 'data': {{ 'a': 'int', '*b': 'str' }}, 'features': [ 'f' ] }}\n"
    );
    for legacy in [false, true] {
        match Schema::parse_with("fuzz.json", &schema, &Options { legacy, ..Options::default() }) {
            Ok(schema) => schema.docs().for_each(|doc| {
                doc.summary();
                doc.examples();
                doc.references();
            }),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
