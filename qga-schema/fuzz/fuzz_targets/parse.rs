//! Reads any text as a schema, strictly and leniently, and uses the result.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod invariants;

fuzz_target!(|text: &str| invariants::check_text(text));
