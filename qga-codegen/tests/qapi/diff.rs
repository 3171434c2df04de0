//! `qapi diff`: its lines, its JSON and its exit status.

use serde_json::{Value, json};

use crate::{name, qapi, schema_file};

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
            "'speed': 'int', '*name': 'str'",
            "'*speed': 'int', '*name': 'str'",
            "{ 'command': 'stop' }",
            0,
            "compatible: stop",
        ),
        ("'rpm': 'int'", "'speed': 'int'", "", 5, "breaks clients: Pump.speed: "),
        ("'*speed': 'int'", "'speed': 'int'", "", 3, "breaks clients: Pump.speed: "),
        ("'speed': { 'type': 'int', 'if': 'A' }", "'speed': 'int'", "", 6, "may break clients: Pump.speed: "),
        ("'speed': 'int'", "'speed': 'int8'", "", 3, "breaks clients: set.speed: "),
        ("'speed': 'int'", "'speed': 'int', 'name': 'str'", "", 5, "breaks clients and agents: set.name: "),
        ("'speed': 'str'", "'speed': 'str'", "", 5, "(used by ask)"),
        ("'speed': 'Int'", "'speed': 'int'", "", 1, ""),
    ]
    .into_iter()
    .enumerate()
    {
        let new = schema_file(&format!("diff-{at}.json"), &schema(members, arguments, rest));
        let output = qapi(&["diff", name(&old), name(&new)]);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!((output.status.code(), text.contains(said)), (Some(status), true), "{at}: {text}");
        if status != 1 {
            let output = qapi(&["diff", name(&old), name(&new), "--format", "json"]);
            let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            let (clients, agents) = (matches!(status, 3 | 5), matches!(status, 4 | 5));
            assert_eq!(
                (&report["breaks-clients"], &report["breaks-agents"]),
                (&json!(clients), &json!(agents)),
                "{at}"
            );
            assert_eq!(report["may-break"], json!(status == 6), "{at}");
            assert_eq!(report["changes"].as_array().map(Vec::len), Some(text.lines().count()), "{at}");
        }
    }
}

#[test]
fn diff_compares_one_build_if_symbols_are_defined() {
    let old = schema_file("define-old.json", "{ 'event': 'EV', 'if': 'A' } { 'command': 'go' }\n");
    let new = schema_file("define-new.json", "{ 'command': 'go', 'if': { 'not': 'B' } }\n");
    for (defines, status) in [
        (&[][..], 6),
        (&["--define", "A"], 6),
        (&["--define", "C"], 0),
        (&["--define", ""], 0),
        (&["--define", "B", "--define", "C"], 3),
    ] {
        let output = qapi(&[&["diff", name(&old), name(&new)], defines].concat());
        assert_eq!(output.status.code(), Some(status), "{defines:?}");
    }
}

#[test]
fn diff_reports_invalid_schemas_as_json_too() {
    let good = schema_file("diff-good.json", "{ 'command': 'go' }\n");
    let bad = schema_file("diff-bad.json", "{ 'command': 'Go' }\n");
    let output = qapi(&["diff", "--format", "json", name(&good), name(&bad)]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
    assert_eq!(report["schemas"][0]["valid"], json!(true));
    assert_eq!(report["schemas"][1]["findings"][0]["code"], json!("NAM4"));
}

#[test]
fn diff_reads_the_old_version_in_its_own_dialect() {
    let old = schema_file("dialect-old.json", "{ 'command': 'go', 'if': 'defined(A)' }\n");
    let new = schema_file("dialect-new.json", "{ 'command': 'go', 'if': 'A' }\n");
    assert_eq!(qapi(&["diff", name(&old), name(&new)]).status.code(), Some(1));
    assert_eq!(qapi(&["diff", "--old-qemu", "6.1", name(&old), name(&new)]).status.code(), Some(0));
}
