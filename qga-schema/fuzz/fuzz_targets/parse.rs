//! Reads any text as a schema, strictly and leniently, and uses what comes out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qga_schema::introspect::{TypeNames, introspect};
use qga_schema::{Options, Schema};

fuzz_target!(|text: &str| {
    for legacy in [false, true] {
        match Schema::parse_with("fuzz.json", text, &Options { legacy, ..Options::default() }) {
            Ok(schema) => {
                assert!(qga_schema::diff::diff(&schema, &schema).is_empty());
                introspect(&schema, TypeNames::Masked);
                schema.entities();
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
