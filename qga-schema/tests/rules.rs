//! Every sentence of the language's description, by a schema that obeys it and one that does not.
//!
//! Each file in `rules` holds many cases. `=== NAME accept [WARNING…]` or `=== NAME CODE LINE [FILE]` starts one; its
//! schema follows, further files of it behind lines `--- FILE`. `<U+00A0>` is a character, `<CR>` a carriage return, and
//! `<EOF>` takes back the line end behind it.
//!
//! A case is read as QEMU's own tool reads it, unless its line ends with options: `--default`, `--legacy`,
//! `--qemu VERSION`, `--allow LINT`, `--warn LINT`, `--deny LINT`.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use qga_schema::{Diagnostic, Dialect, Error, Level, Lints, Options, Schema, Severity};

/// One schema and the verdict it must get.
struct Case {
    name: String,
    verdict: String,
    options: Options,
    files: HashMap<PathBuf, String>,
}

#[test]
fn every_rule_is_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut failures = Vec::new();
    let mut total = 0;
    for entry in fs::read_dir(&folder).expect("a folder of rules") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a file of cases");
        for case in cases(&text) {
            total += 1;
            let got = verdict(&case);
            if got != case.verdict {
                failures.push(format!("{} {}: {got} instead of {}", path.display(), case.name, case.verdict));
            }
        }
    }
    assert!(total > 400, "only {total} cases were found");
    assert!(failures.is_empty(), "{} of {total} cases fail\n{}", failures.len(), failures.join("\n"));
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut file = PathBuf::new();
    // The first line says what the file is about.
    for line in text.split_inclusive('\n').skip(1) {
        if let Some(head) = line.strip_prefix("=== ") {
            let mut words = head.split_whitespace();
            let name = words.next().unwrap_or_default().to_owned();
            let words: Vec<&str> = words.collect();
            let end = words.iter().position(|word| word.starts_with("--")).unwrap_or(words.len());
            let (verdict, options) = (words[..end].join(" "), options(&words[end..]));
            file = "main.json".into();
            let files = HashMap::from([(file.clone(), String::new())]);
            cases.push(Case { name, verdict, options, files });
        } else if let Some(name) = line.strip_prefix("--- ") {
            file = name.trim_end().into();
            cases.last_mut().expect("a case comes first").files.insert(file.clone(), String::new());
        } else {
            let case = cases.last_mut().expect("a case comes first");
            case.files.get_mut(&file).expect("it was inserted").push_str(line);
        }
    }
    for text in cases.iter_mut().flat_map(|case| case.files.values_mut()) {
        *text = unescaped(text);
    }
    cases
}

fn options(words: &[&str]) -> Options {
    if words.is_empty() {
        return Options { lints: Lints::deny_form(), ..Options::default() };
    }
    let mut options = Options::default();
    let mut words = words.iter();
    let mut lint = |words: &mut std::slice::Iter<'_, &str>, level| {
        options.lints.set(words.next().expect("a lint"), level).expect("there is this lint");
    };
    while let Some(word) = words.next() {
        match *word {
            "--default" => {}
            "--legacy" => options.dialect = Dialect::V1_0,
            "--qemu" => options.dialect = words.next().expect("a release").parse().expect("a release"),
            "--allow" => lint(&mut words, Level::Allow),
            "--warn" => lint(&mut words, Level::Warn),
            "--deny" => lint(&mut words, Level::Deny),
            other => panic!("{other} is no option"),
        }
    }
    options
}

fn unescaped(text: &str) -> String {
    let text = text.replace("<CR>", "\r").replace("<EOF>\n", "");
    let mut parts = text.split("<U+");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('>').expect("an escape ends with `>`");
        let code = u32::from_str_radix(digits, 16).expect("an escape is hexadecimal");
        out.push(char::from_u32(code).expect("an escape is a character"));
        out.push_str(rest);
    }
    out
}

/// `accept` and the codes of warnings, or code, line and file of the first error; the root's name is left out.
fn verdict(case: &Case) -> String {
    match Schema::load_from("main.json", &case.options, |path| read(case, path)) {
        Ok(schema) => {
            let warnings = schema.warnings().iter().filter(|it: &&Diagnostic| it.severity == Severity::Warning);
            let codes: Vec<&str> = std::iter::once("accept").chain(warnings.map(|it| it.code)).collect();
            codes.join(" ")
        }
        Err(error) => first_error(&error),
    }
}

fn first_error(error: &Error) -> String {
    let first = &error.diagnostics()[0];
    let Some(anchor) = first.anchor else { return first.code.into() };
    let at = error.sources().location(anchor);
    let file = normalised(Path::new(&at.path)).display().to_string().replace('\\', "/");
    let file = if file == "main.json" { String::new() } else { format!(" {file}") };
    format!("{} {}{file}", first.code, at.line)
}

/// Reads a file of a case; like on a disk, a path leads only through folders that exist.
fn read(case: &Case, path: &Path) -> io::Result<Vec<u8>> {
    let is_folder = |folder: &Path| case.files.keys().any(|file| file.starts_with(normalised(folder)));
    let mut folders = path.ancestors().skip(1);
    let found = case.files.get(&normalised(path)).filter(|_| folders.all(is_folder));
    found.map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn normalised(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
