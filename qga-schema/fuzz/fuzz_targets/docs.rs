//! Puts any text into the documentation of a command with arguments and a feature, and into free-form documentation.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod invariants;

fuzz_target!(|text: &str| {
    let body: String = text.lines().map(|line| format!("# {line}\n")).collect();
    let command = "{ 'command': 'go', 'data': { 'a': 'int', '*b': 'str' }, 'features': [ 'f' ] }";
    invariants::check_text(&format!("##\n# @go:\n{body}##\n{command}\n"));
    invariants::check_text(&format!(
        "##\n{body}##\n\n##\n# @go:\n#\n# @a: x\n#\n# @b: x\n#\n# Features:\n#\n# @f: x\n##\n{command}\n"
    ));
});
