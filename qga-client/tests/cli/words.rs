//! What the words of the command line send.

use crate::peer::{run, run_with, text, tool};

#[test]
fn words_become_typed_arguments() {
    for (words, expected) in [
        (&["guest-ping"][..], serde_json::json!(null)),
        (&["guest-sync", "--id", "-9223372036854775808"], serde_json::json!({"id": i64::MIN})),
        (&["guest-file-open", "--path", "/a b", "--mode", "w"], serde_json::json!({"path": "/a b", "mode": "w"})),
        (
            &["guest-file-seek", "--handle", "1", "--offset", "-2", "--whence", "end"],
            serde_json::json!({"handle": 1, "offset": -2, "whence": "end"}),
        ),
        (
            &["guest-file-seek", "--handle", "1", "--offset", "0", "--whence", "2"],
            serde_json::json!({"handle": 1, "offset": 0, "whence": 2}),
        ),
        (
            &["guest-exec", "--path", "ls", "--arg", "-l", "--arg", "/", "--capture-output", "--env", "A=1"],
            serde_json::json!({"path": "ls", "arg": ["-l", "/"], "capture-output": true, "env": ["A=1"]}),
        ),
        (
            &["guest-exec", "--path", "ls", "--capture-output", "merged", "--input-data", "YQ=="],
            serde_json::json!({"path": "ls", "capture-output": "merged", "input-data": "YQ=="}),
        ),
        (
            &["guest-set-vcpus", "--vcpus", r#"[{"logical-id": 1, "online": false}]"#],
            serde_json::json!({"vcpus": [{"logical-id": 1, "online": false}]}),
        ),
        (
            &["guest-set-vcpus", "--vcpus", r#"{"logical-id": 1, "online": true}"#],
            serde_json::json!({"vcpus": [{"logical-id": 1, "online": true}]}),
        ),
        (&["raw", "acme-reset", r#"{"hard": true}"#], serde_json::json!({"hard": true})),
    ] {
        let (output, requests) = run(words, "\"return\": {}");
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        assert_eq!(requests.len(), 1, "{words:?}");
        assert_eq!(requests[0]["arguments"], expected, "{words:?}");
    }
}

#[test]
fn bytes_may_come_from_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bytes");
    std::fs::write(&path, b"\x00\xff\n").expect("a file in a fresh folder");
    let from = format!("@{}", path.display());
    let (_, requests) = run(&["guest-file-write", "--handle", "1", "--buf-b64", &from], "\"return\": {}");
    assert_eq!(requests[0]["arguments"]["buf-b64"], "AP8K");
}

#[test]
fn every_command_has_a_word_with_help() {
    let help = text(&tool(&["--help"]).stdout);
    for info in qga_runtime::guest::COMMANDS {
        assert!(help.contains(info.name), "{}", info.name);
        let output = tool(&[info.name, "--help"]);
        let help = text(&output.stdout);
        assert!(output.status.success() && !help.contains("\n.. "), "{help}");
        for member in info.arguments {
            assert!(help.contains(&format!("--{}", member.name)), "{help}");
        }
    }
}

#[test]
fn a_target_and_options_stand_where_people_put_them() {
    for words in [
        &["ping", "TARGET"][..],
        &["guest-ping", "TARGET"],
        &["ping", "-s", "TARGET"],
        &["--format", "json", "ping", "TARGET", "--timeout", "9"],
        &["ping", "unix:TARGET"],
        &["raw", "TARGET", "guest-ping"],
        &["raw", "-s", "TARGET", "guest-ping", "{}"],
        &["raw", "TARGET", "guest-ping", "{}"],
    ] {
        let (output, requests) = run(words, "\"return\": {}");
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
        assert_eq!(requests[0]["execute"], "guest-ping", "{words:?}");
    }
    // Relative paths, by themselves and in variables; the word goes before the variable.
    for (words, variable, value) in [
        (&["ping", "./agent.sock", "--format", "json"][..], "QGA_TARGET", "/nonexistent/TARGET"),
        (&["ping"], "QGA_TARGET", "./agent.sock"),
        (&["ping"], "QGA_CLIENT_ADDRESS", "unix:agent.sock"),
    ] {
        let words = [&["--timeout", "9"], words].concat();
        let (output, requests) = run_with(
            &words,
            |_| "\"return\": {}",
            |tool| {
                let words: Vec<_> = tool.get_args().map(ToOwned::to_owned).collect();
                let mut bare = std::process::Command::new(env!("CARGO_BIN_EXE_qga"));
                bare.args(&words[2..]).env(variable, value).current_dir(tool.get_current_dir().expect("it was set"));
                *tool = bare;
            },
        );
        assert_eq!((output.status.code(), requests.len()), (Some(0), 1), "{words:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_verb_goes_before_the_short_name_of_a_command() {
    let (output, _) = run(&["info", "TARGET"], "\"return\": {\"version\": \"7\"}");
    assert!(text(&output.stdout).starts_with("agent"), "{}", text(&output.stdout));
    let (output, _) = run(&["guest-info", "TARGET"], "\"return\": {\"version\": \"7\"}");
    assert_eq!(text(&output.stdout), "{\"version\": \"7\"}\n");
}

#[test]
fn a_typo_gets_one_suggestion() {
    for (words, expected) in [
        (&["pign"][..], "qga: no verb 'pign'; did you mean 'ping'?\n"),
        (&["frezee", "./x"], "qga: no verb 'frezee'; did you mean 'freeze'?\n"),
        (&["xyzzy"], "qga: no verb 'xyzzy'; `qga --help` lists them\n"),
    ] {
        let output = tool(words);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), expected.to_owned()));
    }
    let said = text(&tool(&["load", "web1", "web2"]).stderr);
    assert!(said.contains("several targets are a list, as in web1,web2, or -s repeated"), "{said}");
    let said = text(&tool(&["ping", "--formt"]).stderr);
    assert!(said.matches("similar").count() == 1 && said.contains("'--format'"), "{said}");
}

#[test]
fn a_file_takes_the_place_of_any_value() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file in a fresh folder");
        format!("@{}", path.display())
    };
    let path = file("path", "/etc/motd\n");
    let keys = file("keys", "ssh-rsa A x\n\nssh-rsa B y\n");
    let json = file("json", "{\"id\": 7}\n");
    for (words, expected) in [
        (&["file-open", "TARGET", "--path", &path][..], serde_json::json!({"path": "/etc/motd"})),
        (&["file-open", "TARGET", "--path", "@@x"], serde_json::json!({"path": "@x"})),
        (
            &["ssh-add-authorized-keys", "TARGET", "--username", "u", "--keys", &keys],
            serde_json::json!({"username": "u", "keys": ["ssh-rsa A x", "ssh-rsa B y"]}),
        ),
        (&["raw", "TARGET", "guest-sync", &json], serde_json::json!({"id": 7})),
    ] {
        let (output, requests) = run(words, "\"return\": {}");
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        assert_eq!(requests[0]["arguments"], expected, "{words:?}");
    }
}

#[test]
fn bytes_that_are_no_base64_are_refused_and_not_repeated() {
    let words = ["set-user-password", "TARGET", "--username", "u", "--password", "hunter!", "--crypted", "false"];
    let (output, requests) = run(&words, "\"return\": {}");
    let said = text(&output.stderr);
    assert_eq!((output.status.code(), requests.len()), (Some(2), 0), "{said}");
    assert!(said.contains("--password: not base64") && !said.contains("hunter"), "{said}");
}
