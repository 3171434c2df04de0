//! Words of a vendor's schema: `qga --schema acme.json …`.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::json;

use crate::peer::{run, text, tool};
use crate::scripted::{Reply, Scripted};

const SCHEMA: &str = "
##
# @AcmeMode:
#
# @gentle: slowly at first
#
# @hard: at once
##
{ 'enum': 'AcmeMode', 'data': [ 'gentle', 'hard' ] }

##
# @AcmeRate:
#
# @named: a mode's usual rate
#
# @exact: turns in a minute
##
{ 'alternate': 'AcmeRate', 'data': { 'named': 'AcmeMode', 'exact': 'uint32' } }

##
# @AcmePump:
#
# @name: its name
#
# @next: the one behind it
##
{ 'struct': 'AcmePump', 'data': { 'name': 'str', '*next': 'AcmePump' } }

##
# @acme-pump-set:
#
# Set up a pump.  It runs on.
#
# @name: which one,
#     by its name
#
# @mode: how it starts
#
# @rate: how fast
#
# @level: fill level
#
# @share: part of the flow
#
# @quiet: whether it makes no noise
#
# @tags: labels
#
# @behind: the pump that feeds it
#
# @timeout: seconds until it must run
#
# Since: 1.2
##
{ 'command': 'acme-pump-set', 'data': { 'name': 'str', '*mode': 'AcmeMode', '*rate': 'AcmeRate', '*level': 'int8',
  '*share': 'number', '*quiet': 'bool', '*tags': ['str'], '*behind': 'AcmePump', '*timeout': 'uint32' } }

##
# @acme-restart:
#
# Restart the device.
##
{ 'command': 'acme-restart', 'success-response': false }

##
# @guest-ping:
#
# Something else.
##
{ 'command': 'guest-ping' }

##
# @info:
#
# Describe the device.
##
{ 'command': 'info' }
";

/// The words, with a file of this schema in front of them.
fn with_schema<T>(schema: &str, words: &[&str], run: impl FnOnce(&[&str]) -> T) -> T {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("acme.json");
    std::fs::write(&path, schema).expect("a file in a fresh folder");
    run(&[&["--schema", path.to_str().expect("a plain path")], words].concat())
}

fn acme(words: &[&str]) -> Output {
    with_schema(SCHEMA, words, tool)
}

#[test]
fn words_of_a_schema_become_typed_arguments() {
    for (words, expected) in [
        (&["--name", "p1"][..], json!({"name": "p1"})),
        (&["--name", "7", "--mode", "hard"], json!({"name": "7", "mode": "hard"})),
        (&["--name", "p", "--rate", "gentle"], json!({"name": "p", "rate": "gentle"})),
        (&["--name", "p", "--rate", "40", "--level", "-3"], json!({"name": "p", "rate": 40, "level": -3})),
        (&["--name", "p", "--share", "0.5", "--quiet"], json!({"name": "p", "share": 0.5, "quiet": true})),
        (&["--name", "p", "--tags", "a", "--tags", "b"], json!({"name": "p", "tags": ["a", "b"]})),
        (&["--name", "p", "--behind", r#"{"name": "q"}"#], json!({"name": "p", "behind": {"name": "q"}})),
        // The tool's own option keeps its name.
        (&["--name", "p", "--argument-timeout", "5", "--timeout", "9"], json!({"name": "p", "timeout": 5})),
    ] {
        let words = [&["acme-pump-set", "TARGET"], words].concat();
        let (output, requests) = with_schema(SCHEMA, &words, |words| run(words, "\"return\": {}"));
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        assert_eq!((requests.len(), &requests[0]["execute"]), (1, &json!("acme-pump-set")), "{words:?}");
        assert_eq!(requests[0]["arguments"], expected, "{words:?}");
    }
}

#[test]
fn faults_of_words_are_found_before_anything_is_sent() {
    for (words, expected) in [
        (&["acme-pump-set", "./x"][..], "--name"),
        (&["acme-pump-set", "./x", "--name", "p", "--mode", "soft"], "[possible values: gentle, hard]"),
        (&["acme-pump-set", "./x", "--name", "p", "--level", "much"], "--level: 'much' is not an integer"),
        (
            &["acme-pump-set", "./x", "--name", "p", "--argument-timeout", "x"],
            "--argument-timeout: 'x' is not a positive integer",
        ),
        (&["acme-pump-ste", "./x"], "no verb 'acme-pump-ste'; did you mean 'acme-pump-set'?"),
    ] {
        let output = acme(words);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains(expected), "{words:?}: {said}");
    }
}

#[test]
fn help_and_completions_have_the_words_of_a_schema() {
    let help = text(&acme(&["--help"]).stdout);
    assert!(help.contains("acme-pump-set                     Set up a pump.\n"), "{help}");
    assert_eq!(help.matches("  guest-ping ").count(), 1, "{help}");
    let help = text(&acme(&["acme-pump-set", "--help"]).stdout);
    for expected in [
        "Set up a pump.",
        "--name <TEXT|@FILE>",
        "which one, by its name",
        "[possible values: gentle, hard]",
        "Values of --mode:\n  gentle     slowly at first\n  hard       at once\n",
        "In agents since version 1.2.",
    ] {
        assert!(help.contains(expected), "{expected}: {help}");
    }
    assert!(text(&acme(&["acme-restart", "--help"]).stdout).contains("The agent answers only if it fails."));
    let script = text(&acme(&["completions", "bash"]).stdout);
    assert!(script.contains("acme-pump-set") && script.contains("gentle hard"), "{script}");
    assert!(!text(&tool(&["completions", "bash"]).stdout).contains("acme"));
}

#[test]
fn a_command_that_succeeds_in_silence_is_not_waited_for() {
    let agent = Scripted::start(|_, _| Reply::Silence);
    let output = with_schema(SCHEMA, &["--timeout", "1", "acme-restart"], |words| {
        agent.tool(words).output().expect("the tool was built")
    });
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(agent.seen(), ["acme-restart"]);
}

#[test]
fn the_interactive_mode_has_the_words_of_the_schema_it_was_started_with() {
    let agent = Scripted::start(|_, _| Reply::Answer("\"return\": {}"));
    let output = with_schema(SCHEMA, &["repl"], |words| {
        let mut repl = agent.tool(words);
        repl.env("XDG_STATE_HOME", agent.folder()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut repl = repl.spawn().expect("the tool was built");
        let lines = b"acme-pump-set --name p\n--schema other.json ping\n";
        repl.stdin.take().expect("a pipe").write_all(lines).expect("it reads");
        repl.wait_with_output().expect("it ends")
    });
    assert_eq!(agent.seen(), ["acme-pump-set {\"name\":\"p\"}"]);
    assert!(text(&output.stderr).contains("qga: --schema is read once"), "{}", text(&output.stderr));
}

#[test]
fn a_verb_keeps_its_name() {
    let (output, requests) =
        with_schema(SCHEMA, &["info", "TARGET"], |words| run(words, "\"return\": {\"version\": \"7\"}"));
    assert_eq!(requests[0]["execute"], "guest-info");
    let said = text(&output.stderr);
    assert!(said.contains("`qga raw TARGET info` sends it") && output.status.success(), "{said}");
}

#[test]
fn a_schema_with_errors_is_refused_at_its_place() {
    for words in [&["ping", "./x"][..], &["--help"]] {
        let output = with_schema("{ 'command': 'acme-x', 'data': { 'a': 'Nothing' } }\n", words, tool);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("acme.json:1:1: error[TYP6]: unknown type 'Nothing'\n"), "{said}");
        assert!(said.ends_with("acme.json: its commands cannot be read\n"), "{said}");
    }
    let output = tool(&["--schema", "/no/such.json", "ping", "./x"]);
    let said = text(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("/no/such.json"), "{said}");
    // After the program's `--` the word is the program's.
    let output = tool(&["exec", "./none.sock", "--", "x", "--schema", "/no/such.json"]);
    assert!(!text(&output.stderr).contains("--schema"), "{}", text(&output.stderr));
}

#[test]
fn commands_of_an_external_file_stay_those_of_the_tool() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a fresh folder");
    write("stock.json", "{ 'command': 'acme-stock' } { 'struct': 'Stock', 'data': { 'n': 'int' } }");
    write("acme.json", "{ 'include': 'stock.json' } { 'command': 'acme-own', 'data': 'Stock' }");
    write("acme.options.json", r#"{"external": {"stock.json": "stock"}}"#);
    let path = folder.path().join("acme.json");
    let help = text(&tool(&["--schema", path.to_str().expect("a plain path"), "--help"]).stdout);
    assert!(help.contains("acme-own") && !help.contains("acme-stock"), "{help}");
}

#[test]
fn options_beside_a_schema_change_its_words() {
    let schema = "
        { 'struct': 'AcmeData', 'data': { 'data-b64': 'str' } }
        { 'command': 'acme-load', 'data': { 'data-b64': 'str' }, 'returns': 'AcmeData' }
        { 'command': 'acme-valve', 'if': 'CONFIG_VALVE' }
        { 'command': 'acme-motor', 'if': 'CONFIG_MOTOR' }
    ";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (path, options) = (folder.path().join("acme.json"), folder.path().join("acme.options.json"));
    std::fs::write(&path, schema).expect("a file in a fresh folder");
    let path = path.to_str().expect("a plain path");
    assert!(text(&tool(&["--schema", path, "--help"]).stdout).contains("acme-valve"));

    let chosen = r#"{"bytes": ["acme-load:data-b64", "AcmeData:data-b64"], "defines": ["CONFIG_MOTOR"]}"#;
    std::fs::write(&options, chosen).expect("a file in a fresh folder");
    let help = text(&tool(&["--schema", path, "--help"]).stdout);
    assert!(help.contains("acme-motor") && !help.contains("acme-valve"), "{help}");
    let bytes = format!("@{path}.bytes");
    std::fs::write(&bytes[1..], b"\x00\xff\n").expect("a file in a fresh folder");
    let words = ["--schema", path, "--format", "text", "acme-load", "TARGET", "--data-b64", &bytes];
    let (output, requests) = run(&words, "\"return\": {\"data-b64\": \"aGVsbG8=\"}");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(requests[0]["arguments"], json!({"data-b64": "AP8K"}));
    assert!(text(&output.stdout).contains("hello"), "{}", text(&output.stdout));

    for (wrong, expected) in [("{", "EOF"), ("7", "invalid type"), (r#"{"bytes": "x"}"#, "expected a sequence")] {
        std::fs::write(&options, wrong).expect("a file in a fresh folder");
        let output = tool(&["--schema", path, "ping", "./x"]);
        let said = text(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains("acme.options.json: "), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}
