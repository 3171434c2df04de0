//! Compares verdicts with those of QEMU's own schema tool, on the example schemas and on changed ones.
//!
//! `QAPI_ORACLE` is the path of that tool, `qapi-gen.py` in a source tree of QEMU; it needs Python. `QAPI_ORACLE_CHANGES`
//! is how many changed schemas are tried.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use qga_schema::{Lints, Options, Schema};

#[path = "mutations/mutate.rs"]
mod mutate;

use mutate::{Numbers, examples, mutate};

/// What QEMU's tool says to a schema.
enum Verdict {
    Accepted,
    Refused,
    /// It ended by a fault of its own.
    Crashed,
}

/// What we refuse on purpose although QEMU's tool does not: repeated features of a value, names that tools make up, and
/// what goes beyond our limits.
const STRICTER: [&str; 7] = ["FEA5", "TYP6", "LIM1", "LIM2", "LIM3", "LIM4", "LEX5"];

/// Whether verdicts differ where they should not; what it is about if so.
fn disagreement(text: &[u8], oracle: &mut impl FnMut(&[u8]) -> Verdict) -> Option<String> {
    let options = Options { lints: Lints::deny_form(), ..Options::default() };
    // An include leads nowhere: on the disk there is one file.
    let mut root = Some(text.to_vec());
    let none = || std::io::ErrorKind::NotFound.into();
    let ours = Schema::load_from("schema.json", &options, |_| root.take().ok_or_else(none));
    match (ours, oracle(text)) {
        (Ok(_), Verdict::Refused) => Some("accepted here, refused there".into()),
        (Err(error), Verdict::Accepted) => {
            let first = &error.diagnostics()[0];
            (!STRICTER.contains(&first.code)).then(|| format!("accepted there, refused here with {}", first.code))
        }
        _ => None,
    }
}

/// The example schemas that are one file, then `count` changed ones.
fn schemas(count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut all = Vec::new();
    examples(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas"), &mut all);
    let mut numbers = Numbers(2025);
    let changed: Vec<Vec<u8>> = (0..count)
        .map(|_| {
            let mut text = all[numbers.below(all.len())].clone();
            for _ in 0..=numbers.below(3) {
                let other = all[numbers.below(all.len())].clone();
                mutate(&mut text, &other, &mut numbers);
            }
            text
        })
        .collect();
    all.into_iter().chain(changed)
}

/// Runs QEMU's tool on a schema in a folder of its own.
fn run(tool: &Path, folder: &Path, text: &[u8]) -> Verdict {
    let schema = folder.join("schema.json");
    fs::write(&schema, text).expect("the build's folder for temporary files is writable");
    let mut command = match tool.extension().is_some_and(|it| it == "py") {
        true => Command::new("python3"),
        false => Command::new(tool),
    };
    if tool.extension().is_some_and(|it| it == "py") {
        command.arg(tool);
    }
    let output = command.arg("-o").arg(folder.join("out")).arg(&schema).output().expect("QAPI_ORACLE can be run");
    match output.status.success() {
        true => Verdict::Accepted,
        false if String::from_utf8_lossy(&output.stderr).contains("Traceback") => Verdict::Crashed,
        false => Verdict::Refused,
    }
}

#[test]
fn verdicts_are_those_of_qemus_own_tool() {
    let Some(tool) = std::env::var_os("QAPI_ORACLE").map(PathBuf::from) else {
        let line = b"left out: verdicts beside QEMU's own schema tool: QAPI_ORACLE is not set\n";
        std::io::stderr().write_all(line).expect("standard error takes a line");
        return;
    };
    let count = std::env::var("QAPI_ORACLE_CHANGES").ok().and_then(|it| it.parse().ok()).unwrap_or(500);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    fs::create_dir_all(folder.join("out")).expect("the build's folder for temporary files is writable");
    let mut differing = Vec::new();
    for text in schemas(count) {
        if let Some(what) = disagreement(&text, &mut |text| run(&tool, &folder, text)) {
            differing.push(format!("{what}:\n{}", String::from_utf8_lossy(&text)));
        }
    }
    assert!(differing.is_empty(), "{} verdicts differ\n{}", differing.len(), differing.join("\n---\n"));
}

#[test]
fn a_tool_with_other_rules_is_found() {
    let refuses_all = schemas(100).filter(|text| disagreement(text, &mut |_| Verdict::Refused).is_some()).count();
    let accepts_all = schemas(100).filter(|text| disagreement(text, &mut |_| Verdict::Accepted).is_some()).count();
    let crashes = schemas(100).filter(|text| disagreement(text, &mut |_| Verdict::Crashed).is_some()).count();
    assert!(refuses_all > 30 && accepts_all > 100 && crashes == 0, "{refuses_all} {accepts_all} {crashes}");
}
