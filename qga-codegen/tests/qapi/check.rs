//! `qapi check`: verdicts, findings, lints, dialects.

use std::path::Path;

use serde_json::{Value, json};

use crate::{GUEST, name, qapi, schema_file, stdout};

#[test]
fn check_distinguishes_valid_schemas_from_invalid_ones() {
    let bad = "{ 'struct': 'Pump', 'data': { 'speed': 'int', 'Gear': 'int' } }\n{ 'command': 'Go' }\n";
    let bad = schema_file("bad.json", bad);
    let good = schema_file("good.json", "{ 'command': 'go' }\n");
    for (files, valid) in
        [(vec![GUEST, name(&good)], true), (vec![name(&good), name(&bad)], false), (vec!["/nowhere"], false)]
    {
        let output = qapi(&[&["check"], files.as_slice()].concat());
        assert_eq!(output.status.code(), Some(i32::from(!valid)), "{files:?}");
        assert_eq!(output.stderr.is_empty(), valid, "{files:?}");
    }
    let output = qapi(&["check", name(&bad), name(&good), "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = report["schemas"][0]["findings"].as_array().expect("a list");
    let places: Vec<_> = findings
        .iter()
        .map(|it| (it["code"].as_str(), it["anchor"]["line"].as_u64(), it["span"]["column"].as_u64()))
        .collect();
    assert_eq!(places, [(Some("NAM7"), Some(1), Some(47)), (Some("NAM4"), Some(2), Some(14))]);
    assert_eq!(findings[0]["span"]["file"].as_str(), bad.to_str());
    let good =
        json!({ "schema": good, "valid": true, "definitions": 1, "findings": [], "dropped": 0, "accepted-by": null });
    assert_eq!(report["schemas"][1], good);
    assert_eq!(report["schemas"][0]["valid"], json!(false));
    assert!(output.stderr.is_empty());
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn check_reads_old_schemas_with_the_option_for_them() {
    let old = schema_file("old.json", "{ 'type': 'Pump', 'data': { 'speed': 'int' } }\n");
    let simple = schema_file("simple.json", "{ 'union': 'Cargo', 'data': { 'count': 'int' } }\n");
    let wrong = schema_file("wrong.json", "{ 'command': 'go', 'sucess-response': false }\n");
    let status = |arguments: &[&str], file: &Path| {
        let output = qapi(&[&["check"], arguments, &[name(file)]].concat());
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
        let output = qapi(&[&["check", name(&style)], arguments].concat());
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(i32::from(refused)), "{arguments:?}");
        assert_eq!((text.matches("DOC13").count(), text.contains(found)), (usize::from(!found.is_empty()), true));
    }
    let denied = qapi(&["check", "--deny", "form", name(&style)]);
    assert!(!String::from_utf8_lossy(&denied.stderr).contains("accepted"), "its age has nothing to do with it");
    let help = stdout(&["check", "--help"]);
    for lint in qga_schema::lint::LINTS {
        assert!(help.contains(lint.code) && help.contains(lint.finds), "{lint:?}");
    }
}
