//! Every rule of the language by example: schemas with the verdict they must get.
//!
//! `accept/NAME.json` has a dump of the checked schema beside it, `reject/NAME.json` the code and line of the first
//! error, and all messages. A schema of several files is a folder whose root is `main.json`. `UPDATE_EXPECT=1` writes
//! dumps and messages anew; code and line of a rejected schema are written by hand and only ever compared.

use std::fs;
use std::path::{Path, PathBuf};

use qga_schema::{Dialect, Error, Lints, Options, Schema};

#[path = "schemas/dump.rs"]
mod dump;

/// One schema and the expected result.
struct Case {
    root: PathBuf,
    expected: PathBuf,
}

fn cases(verdict: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(verdict);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder entry").path()).collect();
    paths.sort();
    let case = |path: PathBuf| {
        if path.is_dir() {
            return Some(Case { root: path.join("main.json"), expected: path.join("expected") });
        }
        let expected = path.with_extension("expected");
        (path.extension()? == "json").then_some(Case { root: path, expected })
    };
    paths.into_iter().filter_map(case).collect()
}

/// Loads a case as QEMU's own tool reads it; in the oldest dialect if its name says so.
fn load(case: &Case) -> Result<Schema, Error> {
    let name = case.root.to_string_lossy();
    let dialect = if name.contains("legacy-") { Dialect::V1_0 } else { Dialect::default() };
    let lints = if dialect == Dialect::default() { Lints::deny_form() } else { Lints::default() };
    let options = Options { dialect, lints, ..Options::default() };
    Schema::load_with(&case.root, &options)
}

/// Compares with the expected text, or writes it.
fn compare(case: &Case, got: &str, failures: &mut Vec<String>) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&case.expected, got).expect("the expectation can be written");
        return;
    }
    let want = fs::read_to_string(&case.expected).unwrap_or_default();
    if want.replace("\r\n", "\n") != got {
        failures.push(format!("{}:\n--- expected\n{want}\n--- got\n{got}", case.root.display()));
    }
}

fn report(total: usize, failures: &[String]) {
    assert!(total > 0, "there are cases");
    assert!(failures.is_empty(), "{} of {total} cases fail\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn valid_schemas_are_accepted_and_read_as_they_mean() {
    let cases = cases("accept");
    let mut failures = Vec::new();
    for case in &cases {
        match load(case) {
            Ok(schema) => compare(case, &dump::dump(&schema), &mut failures),
            Err(error) => failures.push(format!("{} is refused:\n{error}", case.root.display())),
        }
    }
    report(cases.len(), &failures);
}

#[test]
fn invalid_schemas_are_refused_with_the_right_code_and_line() {
    let cases = cases("reject");
    let mut failures = Vec::new();
    for case in &cases {
        let expected = fs::read_to_string(&case.expected).unwrap_or_default();
        let verdict = expected.lines().next().unwrap_or_default();
        match load(case) {
            Ok(_) => failures.push(format!("{} is accepted, not refused with {verdict}", case.root.display())),
            Err(error) => {
                let folder = case.root.parent().expect("a file has a folder");
                let got = first_error(&error, folder);
                if got == verdict {
                    let folder = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
                    compare(case, &format!("{verdict}\n\n{error}\n").replace(&folder, ""), &mut failures);
                } else {
                    failures.push(format!("{}: {got} instead of {verdict}\n{error}", case.root.display()));
                }
            }
        }
    }
    report(cases.len(), &failures);
}

/// Code, file and line of the first error.
fn first_error(error: &Error, folder: &Path) -> String {
    let first = &error.diagnostics()[0];
    let Some(anchor) = first.anchor else { return first.code.into() };
    let at = error.sources().location(anchor);
    let path = Path::new(&at.path).strip_prefix(folder).map(|path| path.display().to_string()).unwrap_or(at.path);
    format!("{} {}:{}", first.code, path, at.line)
}
