//! Hostile schemas are refused or read, in bounded time and memory.

use std::fmt::Write;

use qga_schema::{Dialect, Error, Lints, Options, Schema};

const MEBIBYTE: usize = 1 << 20;
const QUARTER: usize = MEBIBYTE / 4;

fn parse(text: &str) -> Result<Schema, Error> {
    let read = |options: &Options| Schema::parse_with("hostile.json", text, options);
    let strict = read(&Options { lints: Lints::deny_form(), ..Options::default() });
    let default = read(&Options::default());
    let oldest = read(&Options { dialect: Dialect::V1_0, ..Options::default() });
    // A message is made for every error, with an excerpt.
    for error in [&strict, &default, &oldest].into_iter().filter_map(|result| result.as_ref().err()) {
        assert!(!error.to_string().is_empty());
    }
    strict
}

/// The code of the first error.
fn code(text: &str) -> &'static str {
    parse(text).err().map_or("accepted", |error| error.diagnostics()[0].code)
}

#[test]
fn one_line_of_ten_mebibytes() {
    let long = "x".repeat(10 * MEBIBYTE);
    assert_eq!(code(&format!("{{ 'command': '{long}' }}")), "accepted");
    assert_eq!(code(&format!("{{ 'command': '{long}")), "LEX2");
    assert_eq!(code(&long), "LEX1");
    assert_eq!(code(&format!("# {long}")), "accepted");
    assert_eq!(code(&format!("##\n# {long}\n##\n")), "DOC12");
    assert_eq!(code(&" ".repeat(10 * MEBIBYTE)), "accepted");
    assert_eq!(code(&format!("{}{{", " ".repeat(10 * MEBIBYTE))), "SYN3");
}

#[test]
fn endless_repetition() {
    assert_eq!(code(&"{".repeat(QUARTER)), "SYN3");
    assert_eq!(code(&"[".repeat(QUARTER)), "LIM1");
    assert_eq!(code(&"{ 'a': ".repeat(QUARTER / 8)), "LIM1");
    assert_eq!(code(&"]".repeat(QUARTER)), "SYN2");
    let million = 1_000_000;
    assert_eq!(code(&("{ 'enum': 'Ena', 'data': ".to_owned() + &"[".repeat(million))), "LIM1");
    assert_eq!(code(&("[".repeat(million) + &"]".repeat(million))), "LIM1");
    assert_eq!(code(&"{ 'if': { 'not': ".repeat(million / 10)), "LIM1");
    assert_eq!(code(&"'a'".repeat(QUARTER / 4)), "SYN1");
    assert_eq!(code(&"{},\n".repeat(QUARTER / 4)), "SYN2");
    assert_eq!(code(&"{}\n".repeat(QUARTER / 4)), "DEF1");
    assert_eq!(code(&"##\n".repeat(QUARTER / 4 + 1)), "DOC7");
    assert_eq!(code(&format!("##\n{}##\n", "# A. B.\n".repeat(QUARTER / 8))), "DOC13");
    assert_eq!(code(&format!("##\n# @a:\n{}##\n", "#\n# @:\n".repeat(QUARTER / 8))), "DOC26");
    assert_eq!(code(&format!("##\n# {}\n##\n", "A. B ".repeat(QUARTER / 4))), "DOC12");
}

#[test]
fn errors_are_bounded() {
    let text = "{ 'command': 'Bad' }\n".repeat(20_000);
    let error = parse(&text).expect_err("the names are wrong");
    assert_eq!((error.diagnostics().len(), error.dropped()), (100, 19_900));
    let few = Options { max_errors: 3, ..Options::default() };
    let error = Schema::parse_with("hostile.json", &text, &few).expect_err("the names are wrong");
    assert_eq!(error.diagnostics().len(), 3);
    assert!(error.to_string().ends_with("19997 more errors are not shown"));
}

#[test]
fn long_chains_of_types() {
    let chain = |length: usize| {
        let mut text = String::from("{ 'struct': 'S0a', 'data': { 'm0': 'int' } }\n");
        for at in 1..length {
            let _ = writeln!(text, "{{ 'struct': 'S{at}a', 'base': 'S{}a', 'data': {{ 'm{at}': 'int' }} }}", at - 1);
        }
        text
    };
    let schema = parse(&chain(200)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(schema.members_of("S199a").len(), 200);
    // Later ones first, so that checking the first one leads through all of them. A walk of the whole chain for each of
    // them would not come to its end.
    let backwards: Vec<String> = chain(30_000).lines().rev().map(str::to_owned).collect();
    let backwards = backwards.join("\n");
    assert_eq!(code(&backwards), "accepted");
    let arguments = "{ 'command': 'go', 'data': 'S29999a' } { 'command': 'halt', 'data': 'S29998a' }";
    assert_eq!(code(&format!("{backwards}\n{arguments}")), "accepted");
    assert_eq!(code(&backwards.replace("'m29999'", "'m3'")), "TYP9");
    assert_eq!(code(&backwards.replace("'data': { 'm0'", "'base': 'S29999a', 'data': { 'm0'")), "TYP13");
    let mut members = String::new();
    for at in 0..5000 {
        let _ = writeln!(members, "{{ 'struct': 'S{at}a', 'data': {{ 'm': 'S{}a' }} }}", (at + 1) % 5000);
    }
    assert_eq!(code(&members), "accepted");
    let schema = Schema::parse("a.json", &(members + "{ 'command': 'go', 'returns': 'S0a' }")).expect("it is valid");
    assert!(qga_schema::diff::diff(&schema, &schema).is_empty());
    let introspected = qga_schema::introspect::introspect(&schema, qga_schema::introspect::TypeNames::Masked);
    assert_eq!(introspected.len(), 5002);
}

#[test]
fn many_names_of_one_kind() {
    let list = |write: &dyn Fn(usize) -> String| (0..20_000).map(write).collect::<Vec<_>>().join(", ");
    let values = list(&|at| format!("'v{at}'"));
    assert_eq!(code(&format!("{{ 'enum': 'Many', 'data': [ {values} ] }}")), "accepted");
    assert_eq!(code(&format!("{{ 'enum': 'Many', 'data': [ {values}, 'v7' ] }}")), "ENU6");
    let members = list(&|at| format!("'m{at}': 'Unheard{at}'"));
    assert_eq!(code(&format!("{{ 'struct': 'Many', 'data': {{ {members} }} }}")), "TYP6");
    assert_eq!(code(&format!("{{ 'struct': 'Many', 'data': {{ {members}, 'm9': 'int' }} }}")), "SYN9");
    let mut unions = format!("{{ 'enum': 'Many', 'data': [ {values} ] }}\n");
    for at in 0..20 {
        let _ =
            writeln!(unions, "{{ 'union': 'U{at}a', 'base': {{ 'm': 'Many' }}, 'discriminator': 'm', 'data': {{ }} }}");
    }
    assert_eq!(code(&unions), "LIM3");
}

#[test]
fn a_chain_of_many_files() {
    for (length, expected) in [(99, ("LEX1", 99)), (3000, ("INC4", 100))] {
        let read = |path: &std::path::Path| {
            let at: usize = path.to_string_lossy().trim_end_matches(".json").parse().unwrap_or(0);
            let next = if at < length { format!("{{ 'include': '{}.json' }}\n", at + 1) } else { "7".into() };
            Ok(next.into_bytes())
        };
        let error = Schema::load_from("0.json", &Options::default(), read).expect_err("the last file is in error");
        assert_eq!((error.diagnostics()[0].code, error.diagnostics()[0].chain.len()), expected);
        assert!(error.to_string().len() < MEBIBYTE);
    }
}

#[test]
fn files_that_are_no_text() {
    for bytes in [&b"\xff"[..], b"{ 'command': 'g\xc3' }", b"\xed\xa0\x80", b"##\n# \xf0\x9f\n##"] {
        let error = Schema::load_from("b.json", &Options::default(), |_| Ok(bytes.to_vec())).expect_err("no UTF-8");
        assert_eq!(error.diagnostics()[0].code, "LEX5");
        assert!(error.to_string().contains("LEX5"));
    }
    let error = Schema::load("/nowhere/at/all.json").expect_err("there is no such file");
    assert_eq!(error.diagnostics()[0].code, "LEX6");
    assert!(error.to_string().starts_with("error[LEX6]: cannot read '/nowhere/at/all.json'"));
    // Its end would never come.
    #[cfg(unix)]
    {
        let device = Schema::load("/dev/zero").expect_err("it is a device");
        assert!(device.to_string().contains("it is not a regular file"), "{device}");
    }
    let folder = Schema::load(env!("CARGO_MANIFEST_DIR")).expect_err("it is a folder");
    assert_eq!(folder.diagnostics()[0].code, "LEX6");
}

#[test]
fn files_that_include_each_other_by_many_names_are_bounded() {
    // As with a folder that holds a link to itself: each file is there under any number of names, and includes two.
    let tree = |text: &'static str| {
        move |_: &std::path::Path| Ok(format!("{{ 'include': 'a/x' }} {{ 'include': 'b/x' }}\n{text}").into_bytes())
    };
    let error = Schema::load_from("x", &Options::default(), tree("")).expect_err("it never ends");
    assert_eq!(error.diagnostics()[0].code, "INC4");
    let error = Schema::load_from("x", &Options::default(), tree("7")).expect_err("each file is in error");
    assert_eq!(error.diagnostics().len(), 100);
}

#[test]
fn all_files_together_are_bounded() {
    let read = |path: &std::path::Path| {
        let at: usize = path.to_string_lossy().trim_end_matches(".json").parse().unwrap_or(0);
        let mut text = format!("{{ 'include': '{}.json' }} #", at + 1).into_bytes();
        text.resize(if at == 0 { text.len() } else { 130 * MEBIBYTE }, b' ');
        Ok(text)
    };
    let error = Schema::load_from("0.json", &Options::default(), read).expect_err("that is too much");
    assert_eq!((error.diagnostics()[0].code, error.sources().files().len()), ("LIM4", 2));
}

#[test]
fn includes_that_never_end_are_cut_off() {
    let text = b"{ 'include': 'deeper/again.json' }";
    let error = Schema::load_from("again.json", &Options::default(), |_| Ok(text.to_vec())).expect_err("it never ends");
    assert_eq!(error.diagnostics()[0].code, "INC4");
}
