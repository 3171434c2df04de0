//! Compares the code of each schema, with the options beside it, with `golden/generated/`. `UPDATE_EXPECT=1` writes the
//! code.

use std::fs;
use std::path::{Path, PathBuf};

use qga_codegen::{Generated, Options, generate};
use qga_schema::Schema;

#[test]
fn each_schema_gives_its_golden_code() {
    let mut differing = Vec::new();
    for path in schemas() {
        let name = path.with_extension("rs");
        let expected = folder().join("generated").join(name.file_name().unwrap_or_default());
        let code = code(&path);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, code).expect("the folder is writable");
        } else if fs::read_to_string(&expected).unwrap_or_default() != code {
            differing.push(expected);
        }
    }
    assert!(differing.is_empty(), "run with UPDATE_EXPECT=1 and read the difference: {differing:?}");
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    for path in schemas() {
        assert_eq!(code(&path), code(&path), "{}", path.display());
    }
}

#[test]
fn every_golden_file_has_its_schema() {
    for entry in fs::read_dir(folder().join("generated")).expect("the folder is there") {
        let path = entry.expect("the folder is readable").path();
        let schema = folder().join(path.with_extension("json").file_name().unwrap_or_default());
        assert!(schema.exists(), "{} belongs to no schema", path.display());
    }
}

/// A macro expands to the tokens; both are compared in the layout that does not depend on optional commas.
#[test]
fn tokens_and_text_are_the_same_items() {
    for path in schemas() {
        let expected = folder().join("generated").join(path.with_extension("rs").file_name().unwrap_or_default());
        let text = fs::read_to_string(&expected).expect("every schema has its golden code");
        // In text, long strings are on several lines.
        let mut lines = text.split("\\\n");
        let first = lines.next().unwrap_or_default().to_owned();
        let text = lines.fold(first, |text, line| text + line.trim_start()).replace("\\x20", " ");
        let text = prettyplease::unparse(&syn::parse_file(&text).expect("golden code is Rust"));
        let tokens = syn::parse2(generated(&path).tokens()).expect("tokens are whole items");
        let tokens = prettyplease::unparse(&tokens);
        // In text, a blank follows the mark of a documentation comment.
        let text = text.replace("/// ", "///");
        let different = text.lines().zip(tokens.lines()).find(|(text, tokens)| text != tokens);
        assert_eq!(different, None, "{}", path.display());
        assert_eq!(text.lines().count(), tokens.lines().count(), "{}", path.display());
    }
}

fn generated(path: &Path) -> Generated {
    let schema = Schema::load(path).unwrap_or_else(|error| panic!("{error}"));
    let options = fs::read_to_string(path.with_extension("options")).unwrap_or_else(|_| "{}".to_owned());
    let options: Options = serde_json::from_str(&options).expect("options are JSON");
    generate(&schema, &options).unwrap_or_else(|error| panic!("{error}"))
}

fn code(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    generated(path).render(&format!(
        "Generated from {name}; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`."
    ))
}

fn schemas() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let paths = entries.map(|it| it.expect("the folder is readable").path());
    let mut schemas: Vec<PathBuf> = paths.filter(|it| it.extension().is_some_and(|it| it == "json")).collect();
    schemas.sort();
    assert!(!schemas.is_empty());
    schemas
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}
