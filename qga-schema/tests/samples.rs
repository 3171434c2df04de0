//! Small schemas in `samples/`, each with its verdict in every dialect, and pairs of them with the verdict of `diff`.

use std::path::{Path, PathBuf};

use qga_schema::diff::{Impact, diff};
use qga_schema::ir::{Builtin, Type};
use qga_schema::{Dialect, Error, Lints, Options, Schema};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(format!("{name}.json"))
}

fn load(name: &str, dialect: Dialect, lints: Lints) -> Result<Schema, Error> {
    Schema::load_with(path(name), &Options { dialect, lints, ..Options::default() })
}

/// Code and place of the first error or, if the schema is accepted, the codes of its findings.
fn verdict(result: &Result<Schema, Error>) -> String {
    match result {
        Ok(schema) => schema.warnings().iter().map(|it| it.code).collect::<Vec<_>>().join(" "),
        Err(error) => {
            let first = &error.diagnostics()[0];
            let at = error.sources().location(first.span.expect("it has a place"));
            format!("{} at {}:{}", first.code, at.line, at.column)
        }
    }
}

#[test]
fn each_sample_has_its_verdict() {
    for (name, default, strict) in [
        ("list-number", "", ""),
        ("style-only", "DOC13", "DOC13 at 4:6"),
        ("enum-both-ways", "", ""),
        ("guest-name-without-payload", "", ""),
    ] {
        assert_eq!(verdict(&load(name, Dialect::default(), Lints::default())), default, "{name}");
        assert_eq!(verdict(&load(name, Dialect::default(), Lints::deny_form())), strict, "{name}");
    }
    for dialect in Dialect::ALL {
        for (name, refused, help) in [
            ("misspelt-key", "DEF5 at 1:27", "did you mean 'success-response'?"),
            ("misspelt-if", "TYP3 at 1:61", "did you mean 'if'?"),
        ] {
            let result = load(name, dialect, Lints::default());
            assert_eq!(verdict(&result), refused, "{name} {dialect:?}");
            let error = result.expect_err("it is refused");
            assert_eq!(error.diagnostics()[0].help.as_deref(), Some(help), "{name} {dialect:?}");
            assert_eq!(error.older_dialect(), None, "{name}: its age is not the fault");
        }
    }
}

#[test]
fn code_written_by_hand_takes_any_value_in_the_oldest_dialect() {
    let schema = load("gen-no", Dialect::V1_0, Lints::default()).unwrap_or_else(|error| panic!("{error}"));
    let command = schema.commands().next().expect("it has a command");
    let arguments = schema.arguments_of(&command.arguments);
    assert_eq!((arguments[0].name.as_str(), &arguments[0].ty.ty), ("value", &Type::Builtin(Builtin::Any)));
    let error = load("gen-no", Dialect::default(), Lints::default()).expect_err("it is old");
    assert_eq!(error.older_dialect(), Some(Dialect::V1_0));
}

#[test]
fn each_pair_breaks_whom_it_should() {
    for (number, change, breaks) in [
        (11, "argument int to uint64", "compatible"),
        (12, "argument uint64 to int", "breaks clients"),
        (21, "branch added to a union used both ways", "compatible"),
        (24, "value added to an enum used both ways", "compatible"),
        (26, "mandatory member added to a result", "breaks agents"),
        (34, "result int to uint64", "breaks clients"),
        (35, "result from nothing to a struct with a mandatory member", "breaks agents"),
        (40, "result str to enum", "compatible"),
        (45, "mandatory member added to an event", "breaks agents"),
        (49, "event removed", "may break clients"),
    ] {
        let [old, new] = ["old", "new"].map(|version| {
            let name = format!("diff-{number}-{version}");
            load(&name, Dialect::default(), Lints::default()).unwrap_or_else(|error| panic!("{error}"))
        });
        let changes = diff(&old, &new);
        let impact = changes.iter().map(|change| change.impact).reduce(Impact::and).expect("something changes");
        assert_eq!(impact.name(), breaks, "{number}: {change}: {changes:?}");
    }
}

#[test]
fn every_sample_is_used() {
    let source = include_str!("samples.rs");
    for entry in std::fs::read_dir(path("x").parent().expect("a folder")).expect("a folder") {
        let name = entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned();
        let used = name.strip_prefix("diff-").map_or(format!("\"{name}\""), |pair| format!("({}, \"", &pair[..2]));
        assert!(source.contains(&used), "{name}");
    }
}
