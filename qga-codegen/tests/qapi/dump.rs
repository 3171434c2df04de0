//! `qapi dump` and `qapi introspect`: JSON of whole schemas.

use serde_json::{Value, json};

use crate::{GUEST, INTERFACE, name, schema_file, stdout};

#[test]
fn dump_of_the_guest_schema_agrees_with_the_inventory() {
    let inventory: Value = serde_json::from_str(INTERFACE).expect("JSON");
    let dump: Value = serde_json::from_str(&stdout(&["dump", GUEST])).expect("JSON");
    let entities = |of: &Value| of["entities"].as_array().expect("a list").clone();
    let (mut ours, theirs) = (entities(&dump), entities(&inventory));
    // The inventory is that of QEMU 10.2; later definitions say so.
    ours.retain(|it| !it["since"].as_str().is_some_and(is_later));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs, "{}", theirs["name"]);
    }
    assert_eq!(ours.len(), theirs.len());
    for (kind, count) in dump["counts"].as_object().expect("an object") {
        let of_kind = entities(&dump).into_iter().filter(|it| it["kind"] == *kind);
        let names: Vec<Value> = of_kind.map(|it| it["name"].clone()).collect();
        assert_eq!((count, &dump["index"][kind]), (&json!(names.len()), &json!(names)), "{kind}");
    }
    assert_eq!(dump["pragma"], inventory["pragma"]);
}

/// Whether a version is later than 10.2.
fn is_later(version: &str) -> bool {
    let numbers: Vec<u32> = version.split('.').filter_map(|number| number.parse().ok()).collect();
    numbers > vec![10, 2]
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
    // A server's own order of keys, as readers of text see it.
    let text = stdout(&["introspect", name(&file)]).split_whitespace().collect::<String>();
    let first = r#"[{"name":"start","meta-type":"command","arg-type":"0","ret-type":"[1]","allow-oob":true,"features":["soft"]},"#;
    assert!(text.starts_with(first), "{text}");
    let plain = json(&["introspect", "--unmasked", name(&file)]);
    assert_eq!(plain[0]["ret-type"], "[Info]");
    assert_eq!(plain[4]["variants"][1]["type"], "q_empty");
}
