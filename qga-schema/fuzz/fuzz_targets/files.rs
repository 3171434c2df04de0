//! Reads a schema of several files, which need not be text: a NUL byte ends each of them.
#![no_main]

use std::io;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use qga_schema::Schema;

mod invariants;

fuzz_target!(|bytes: &[u8]| {
    let files: Vec<&[u8]> = bytes.split(|byte| *byte == 0).collect();
    // The root is `0.json`, the files it can include are `1.json` and so on.
    let read = |path: &Path| {
        let number = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse::<usize>().ok());
        let file = number.and_then(|number| files.get(number));
        file.map(|file| file.to_vec()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    invariants::check(|options| Schema::load_from("0.json", options, read));
});
