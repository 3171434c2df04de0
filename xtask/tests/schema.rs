//! Runs `cargo xtask schema` on the guest schema and on small ones.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const GUEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/qapi-schema-guest.json");

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("schema").args(arguments).output().expect("xtask was built")
}

fn stdout(arguments: &[&str]) -> String {
    let output = xtask(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Writes a test's schema to the build's folder of temporary files.
fn schema_file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the build's folder for temporary files is writable");
    path
}

fn name(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn dump_of_the_guest_schema_agrees_with_the_inventory() {
    let inventory: Value = serde_json::from_str(include_str!("guest-interface.json")).expect("JSON");
    let dump: Value = serde_json::from_str(&stdout(&["dump", GUEST])).expect("JSON");
    let entities = |of: &Value| of["entities"].as_array().expect("a list").clone();
    let (ours, theirs) = (entities(&dump), entities(&inventory));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs, "{}", theirs["name"]);
    }
    assert_eq!(ours.len(), theirs.len());
    assert_eq!(dump["index"], inventory["index"]);
    assert_eq!(dump["counts"], inventory["counts"]);
    assert_eq!(dump["pragma"], inventory["pragma"]);
}

#[test]
fn dump_shows_every_construct_of_a_schema() {
    let schema = "\
{ 'include': 'dump-part.json' }
##
# @Level:
#
# @low: lowest (since 1.2)
# @x-high: highest
#
# Features:
#
# @unstable: may change
#
# Since: 1.0, or so
##
{ 'enum': 'Level', 'data': [ 'low', { 'name': 'x-high', 'if': { 'not': 'A' }, 'features': [ 'unstable' ] } ] }
{ 'struct': 'Base', 'data': { 'level': 'Level' } }
{ 'struct': 'Derived', 'base': 'Base', 'data': { '*list': { 'type': [ 'any' ], 'if': 'A' } } }
{ 'union': 'Union', 'base': 'Base', 'discriminator': 'level', 'data': { 'low': { 'type': 'Derived2', 'if': 'B' } } }
{ 'struct': 'Derived2', 'data': { } }
{ 'command': 'go', 'data': 'Union', 'boxed': true, 'allow-oob': true, 'gen': false,
  'features': [ 'deprecated', { 'name': 'fast', 'if': 'A' } ] }
{ 'event': 'GONE', 'data': { 'where': 'Where' }, 'if': { 'all': [ 'A', 'B' ] } }
";
    schema_file(
        "dump-part.json",
        "{ 'alternate': 'Where', 'data': { 'text': 'str', 'none': { 'type': 'null', 'if': 'A' } } }\n",
    );
    let dump: Value = serde_json::from_str(&stdout(&["dump", name(&schema_file("dump.json", schema))])).expect("JSON");
    let head = |kind: &str, name: &str, since: Value| json!({ "kind": kind, "name": name, "since": since, "if": null, "features": [], "unstable": false, "deprecated": false });
    let with = |mut head: Value, rest: Value| {
        let (Some(head_map), Value::Object(rest)) = (head.as_object_mut(), rest) else { panic!("objects") };
        head_map.extend(rest);
        head
    };
    let level = json!({ "name": "level", "type": "Level", "array": false, "optional": false, "since": null });
    let expected = [
        with(
            head("alternate", "Where", Value::Null),
            json!({ "alternatives": [
                { "name": "text", "type": "str", "array": false, "since": null },
                { "name": "none", "type": "null", "array": false, "since": null, "if": { "leaf": "A" } },
            ] }),
        ),
        with(
            head("enum", "Level", json!("1.0")),
            json!({ "values": [
                { "name": "low", "since": "1.2" },
                { "name": "x-high", "since": null, "if": { "not": { "leaf": "A" } }, "features": ["unstable"] },
            ] }),
        ),
        with(head("struct", "Base", Value::Null), json!({ "members": [level] })),
        with(
            head("struct", "Derived", Value::Null),
            json!({ "base": { "type": "Base" }, "members": [
                { "name": "list", "type": "any", "array": true, "optional": true, "since": null, "if": { "leaf": "A" } },
            ] }),
        ),
        with(
            head("union", "Union", Value::Null),
            json!({ "base": { "type": "Base" }, "discriminator": "level",
                    "branches": [{ "tag": "low", "type": "Derived2", "if": { "leaf": "B" } }] }),
        ),
        with(head("struct", "Derived2", Value::Null), json!({ "members": [] })),
        with(
            head("command", "go", Value::Null),
            json!({ "features": ["deprecated", { "name": "fast", "if": { "leaf": "A" } }], "deprecated": true,
                    "arguments": [level], "arguments-type": "Union", "returns": null, "success-response": true,
                    "boxed": true, "allow-oob": true, "gen": false }),
        ),
        with(
            head("event", "GONE", Value::Null),
            json!({ "if": { "all": [{ "leaf": "A" }, { "leaf": "B" }] },
                    "arguments": [{ "name": "where", "type": "Where", "array": false, "optional": false, "since": null }] }),
        ),
    ];
    for (entity, expected) in dump["entities"].as_array().expect("a list").iter().zip(&expected) {
        assert_eq!(entity, expected);
    }
    assert_eq!(dump["entities"].as_array().map(Vec::len), Some(expected.len()));
    assert_eq!(dump["counts"]["struct"], json!(3));
}

#[test]
fn check_distinguishes_valid_schemas_from_invalid_ones() {
    let bad = "{ 'struct': 'Pump', 'data': { 'speed': 'int', 'Gear': 'int' } }\n{ 'command': 'Go' }\n";
    let bad = schema_file("bad.json", bad);
    let good = schema_file("good.json", "{ 'command': 'go' }\n");
    for (files, valid) in
        [(vec![GUEST, name(&good)], true), (vec![name(&good), name(&bad)], false), (vec!["/nowhere"], false)]
    {
        let output = xtask(&[&["check"], files.as_slice()].concat());
        assert_eq!(output.status.code(), Some(i32::from(!valid)), "{files:?}");
        assert_eq!(output.stderr.is_empty(), valid, "{files:?}");
    }
    let output = xtask(&["check", name(&bad), "--message-format", "json"]);
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let findings: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let places: Vec<_> = findings
        .iter()
        .map(|it| (it["code"].as_str(), it["anchor"]["line"].as_u64(), it["span"]["column"].as_u64()))
        .collect();
    assert_eq!(places, [(Some("NAM7"), Some(1), Some(47)), (Some("NAM4"), Some(2), Some(14))]);
    assert_eq!(findings[0]["span"]["file"].as_str(), bad.to_str());
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn check_reads_old_schemas_with_the_option_for_them() {
    let old = schema_file("old.json", "{ 'type': 'Pump', 'data': { 'speed': 'int' } }\n");
    let simple = schema_file("simple.json", "{ 'union': 'Cargo', 'data': { 'count': 'int' } }\n");
    let wrong = schema_file("wrong.json", "{ 'command': 'go', 'sucess-response': false }\n");
    let status = |arguments: &[&str], file: &Path| {
        let output = xtask(&[&["check"], arguments, &[name(file)]].concat());
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    for (file, arguments, accepted) in [
        (&old, &[][..], false),
        (&old, &["--legacy"], true),
        (&old, &["--qemu", "2.0"], true),
        (&old, &["--qemu", "2.12"], false),
        (&simple, &["--qemu", "6.1.1"], true),
        (&simple, &["--qemu", "6.2"], false),
        (&wrong, &["--legacy"], false),
    ] {
        assert_eq!(status(arguments, file).0, Some(i32::from(!accepted)), "{file:?} {arguments:?}");
    }
    // A refused schema is read again, so that the message can name its dialect.
    assert!(status(&[], &old).1.contains("QEMU 1.0 to 2.3 accepted this schema"));
    assert!(status(&[], &simple).1.contains("read it with `--qemu 6.0`"));
    let refused = status(&[], &wrong).1;
    assert!(refused.contains("did you mean 'success-response'?") && !refused.contains("accepted"), "{refused}");
    for wrong in [&["--qemu", "today"][..], &["--qemu", "2.0", "--legacy"], &["--deny", "TYP6"]] {
        assert_eq!(status(wrong, &old).0, Some(2), "{wrong:?}");
    }
}

#[test]
fn a_schema_can_come_from_standard_input_alone() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["schema", "check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("xtask was built");
    child.stdin.take().expect("a pipe").write_all(b"{ 'command': 'go' }\n").expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "-: no errors, definitions: 1\n");
    assert_eq!(xtask(&["check", "/dev/null"]).status.code(), Some(1), "a device is no schema");
}

#[test]
fn check_reports_lints_as_its_options_say() {
    let text = "##\n# @zeta-go:\n#\n# Go. Then stop.\n##\n{ 'command': 'zeta-go' }\n";
    let style = schema_file("style-only.json", text);
    for (arguments, refused, found) in [
        (&[][..], false, "warning[DOC13]"),
        (&["--deny", "form"], true, "error[DOC13]"),
        (&["--deny", "form", "--warn", "DOC13"], false, "warning[DOC13]"),
        (&["--allow", "form", "--deny", "DOC13"], true, "error[DOC13]"),
        (&["--allow", "form"], false, ""),
    ] {
        let output = xtask(&[&["check", name(&style)], arguments].concat());
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(i32::from(refused)), "{arguments:?}");
        assert_eq!((text.matches("DOC13").count(), text.contains(found)), (usize::from(!found.is_empty()), true));
    }
    let help = stdout(&["check", "--help"]);
    for lint in qga_schema::lint::LINTS {
        assert!(help.contains(lint.code) && help.contains(lint.finds), "{lint:?}");
    }
}

#[test]
fn manual_of_the_guest_schema_describes_every_definition_and_links_to_it() {
    let manual = stdout(&["doc", GUEST]);
    let inventory: Value = serde_json::from_str(include_str!("guest-interface.json")).expect("JSON");
    for entity in inventory["entities"].as_array().expect("a list") {
        let name = entity["name"].as_str().expect("a name");
        assert!(manual.contains(&format!("\n### {name}\n")), "no heading for {name}");
        let link = format!("[`{name}`](#{})", name.to_lowercase());
        assert!(manual.contains(&link), "no link to {name}");
    }
    // Every other piece is a fenced example; the others must have no markup of the schema language.
    for line in manual.split("```").step_by(2).flat_map(str::lines) {
        let line = line.replace("`::`", "");
        for mark in ["@", "``", "::", ".. ", ":qapi:"] {
            assert!(!line.contains(mark), "{mark} is left over in {line}");
        }
    }
}

#[test]
fn manual_shows_topics_conditions_members_and_examples() {
    let schema = "\
##
# ****
# Pump
# ****
#
# All about `Pump`.
##

##
# @Pump:
#
# A pump.
#
# @speed: how fast,
#     in @unit
#
#     - not less than 0
#
# @unit: the unit
#
# Since: 1.2
#
# .. note:: It whirrs.
##
{ 'struct': 'Pump', 'data': { 'speed': 'int', '*unit': { 'type': 'str', 'features': [ 'unstable' ] } },
  'if': { 'any': [ 'A', { 'not': 'B' } ] } }
";
    let schema = schema.replace("# Since: 1.2\n", "# Features:\n#\n# @unstable: may change\n#\n# Since: 1.2\n");
    let manual = stdout(&["doc", "--title", "Pumps", name(&schema_file("pump.json", &schema))]);
    assert_eq!(
        manual,
        "\
# Pumps

- [Pump](#pump)

## Pump

All about [`Pump`](#pump-1).

### Pump

*Object, since 1.2; exists only if `A` or not `B`.*

A pump.

**Members**

- `speed` (`int`): how fast,
  in `unit`

  - not less than 0
- `unit` (`str`, optional, unstable): the unit

**Features**

- `unstable`: may change

> **Note:** It whirrs.

## Types by name

[`Pump`](#pump-1)

"
    );
}

#[test]
fn introspection_names_types_by_number_without_the_option_for_names() {
    let schema = "\
{ 'enum': 'Mode', 'data': [ 'eco', { 'name': 'turbo', 'features': [ 'unstable' ] } ] }
{ 'union': 'Info', 'base': { 'mode': 'Mode', '*tags': [ 'str' ] }, 'discriminator': 'mode', 'data': { 'turbo': 'Turbo' } }
{ 'struct': 'Turbo', 'data': { 'rpm': 'size', 'who': 'Who' } }
{ 'alternate': 'Who', 'data': { 'name': 'str', 'nobody': 'null' } }
{ 'command': 'start', 'data': { 'id': 'int8' }, 'returns': [ 'Info' ], 'allow-oob': true, 'features': [ 'soft' ] }
{ 'event': 'STALLED' }
";
    let file = schema_file("introspect.json", schema);
    let json = |arguments: &[&str]| -> Value { serde_json::from_str(&stdout(arguments)).expect("JSON") };
    let masked = json!([
        { "name": "start", "meta-type": "command", "arg-type": "0", "ret-type": "[1]", "allow-oob": true, "features": ["soft"] },
        { "name": "STALLED", "meta-type": "event", "arg-type": "2" },
        { "name": "0", "meta-type": "object", "members": [{ "name": "id", "type": "int" }] },
        { "name": "[1]", "meta-type": "array", "element-type": "1" },
        { "name": "1", "meta-type": "object", "tag": "mode",
          "members": [{ "name": "mode", "type": "3" }, { "name": "tags", "type": "[str]", "default": null }],
          "variants": [{ "case": "turbo", "type": "4" }, { "case": "eco", "type": "2" }] },
        { "name": "2", "meta-type": "object", "members": [] },
        { "name": "int", "meta-type": "builtin", "json-type": "int" },
        { "name": "3", "meta-type": "enum", "values": ["eco", "turbo"],
          "members": [{ "name": "eco" }, { "name": "turbo", "features": ["unstable"] }] },
        { "name": "[str]", "meta-type": "array", "element-type": "str" },
        { "name": "str", "meta-type": "builtin", "json-type": "string" },
        { "name": "4", "meta-type": "object", "members": [{ "name": "rpm", "type": "int" }, { "name": "who", "type": "5" }] },
        { "name": "5", "meta-type": "alternate", "members": [{ "type": "str" }, { "type": "null" }] },
        { "name": "null", "meta-type": "builtin", "json-type": "null" },
    ]);
    assert_eq!(json(&["introspect", name(&file)]), masked);
    let plain = json(&["introspect", "--unmasked", name(&file)]);
    assert_eq!(plain[0]["ret-type"], "[Info]");
    assert_eq!(plain[4]["variants"][1]["type"], "q_empty");
}

#[test]
fn diff_reports_broken_clients_and_agents_by_its_exit_status() {
    let schema = |members: &str, arguments: &str, rest: &str| {
        format!(
            "{{ 'struct': 'Pump', 'data': {{ {members} }} }}\n\
             {{ 'command': 'ask', 'returns': 'Pump' }}\n\
             {{ 'command': 'set', 'data': {{ {arguments} }} }}\n{rest}"
        )
    };
    let old = schema_file("diff-old.json", &schema("'speed': 'int'", "'speed': 'int'", ""));
    for (at, (members, arguments, rest, status, said)) in [
        ("'speed': 'int8'", "'speed': 'int'", "", 4, "breaks agents: Pump.speed: "),
        (
            "'speed': 'int', 'name': 'str'",
            "'*speed': 'int', '*name': 'str'",
            "{ 'command': 'stop' }",
            0,
            "compatible: stop",
        ),
        ("'rpm': 'int'", "'speed': 'int'", "", 3, "breaks clients: Pump.speed: "),
        ("'speed': 'int'", "'speed': 'int8'", "", 3, "breaks clients: set.speed: "),
        ("'speed': 'int'", "'speed': 'int', 'name': 'str'", "", 5, "breaks clients and agents: set.name: "),
        ("'speed': 'str'", "'speed': 'str'", "", 5, "(used by ask)"),
        ("'speed': 'Int'", "'speed': 'int'", "", 1, ""),
    ]
    .into_iter()
    .enumerate()
    {
        let new = schema_file(&format!("diff-{at}.json"), &schema(members, arguments, rest));
        let output = xtask(&["diff", name(&old), name(&new)]);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!((output.status.code(), text.contains(said)), (Some(status), true), "{at}: {text}");
        if status != 1 {
            let output = xtask(&["diff", name(&old), name(&new), "--format", "json"]);
            let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            let (clients, agents) = (matches!(status, 3 | 5), matches!(status, 4 | 5));
            assert_eq!(
                (&report["breaks-clients"], &report["breaks-agents"]),
                (&json!(clients), &json!(agents)),
                "{at}"
            );
            assert_eq!(report["changes"].as_array().map(Vec::len), Some(text.lines().count()), "{at}");
        }
    }
}

#[test]
fn manual_keeps_the_sections_of_old_schemas() {
    let schema = "\
##
# = Engines
##

##
# @engine-start:
#
# Starts it.
#
# @gear: #optional the gear
#        (since 1.2)
#
# Returns: nothing
# Notes: needs fuel
#
# Example:
#
# -> { \"execute\": \"engine-start\" }
#
# Since: 1.0
##
{ 'command': 'engine-start', 'data': { '*gear': 'int' } }
";
    let manual = stdout(&["doc", "--legacy", name(&schema_file("engine.json", schema))]);
    for text in [
        "## Engines\n\n### engine-start\n\n*Command, since 1.0.*\n\nStarts it.\n",
        "- `gear` (`int`, optional): the gear\n  (since 1.2)\n",
        "**Returns** nothing\n",
        "> **Note:** needs fuel\n",
        "**Example**\n\n```text\n-> { \"execute\": \"engine-start\" }\n```\n",
    ] {
        assert!(manual.contains(text), "{text} is missing in\n{manual}");
    }
}
