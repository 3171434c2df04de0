//! What the agent answers, word for word where host software compares words.

use crate::harness::Agent;

#[test]
fn requests_and_errors_have_the_texts_that_clients_know() {
    let agent = Agent::start(&["-b", "guest-get-users"]);
    let mut client = agent.connect();
    let cases = [
        (r#"{"execute":"guest-ping"}"#, r#"{"return": {}}"#),
        (r#"{"execute":"guest-ping","arguments":{}}"#, r#"{"return": {}}"#),
        (r#"{"execute":"guest-ping","id":"a\"b"}"#, r#"{"return": {}, "id": "a\"b"}"#),
        (r#"{'execute':'guest-ping','id':'a"b'}"#, r#"{"return": {}, "id": "a\"b"}"#),
        (r#"{"execute":"guest-ping","id":null}"#, r#"{"return": {}, "id": null}"#),
        (r#"{"execute":"guest-ping","id":"é€😀"}"#, r#"{"return": {}, "id": "\u00E9\u20AC\uD83D\uDE00"}"#),
        (r#"{"execute":"guest-sync","arguments":{"id":9223372036854775807}}"#, r#"{"return": 9223372036854775807}"#),
        (r#"{"execute":"guest-sync","arguments":{"id":-9223372036854775808}}"#, r#"{"return": -9223372036854775808}"#),
        (r#"{"execute":"guest-sync-delimited","arguments":{"id":5},"id":6}"#, "\u{ff}{\"return\": 5, \"id\": 6}"),
    ];
    for (request, expected) in cases {
        assert_eq!(client.ask(request), expected, "{request}");
    }

    let generic = [
        (
            r#"{"execute":"guest-sync","arguments":{"id":9223372036854775808}}"#,
            "Invalid parameter type for 'id', expected: integer",
        ),
        (r#"{"execute":"guest-sync","arguments":{"id":1.5}}"#, "Invalid parameter type for 'id', expected: integer"),
        (r#"{"execute":"guest-sync","arguments":{"id":"5"}}"#, "Invalid parameter type for 'id', expected: integer"),
        (r#"{"execute":"guest-sync"}"#, "Parameter 'id' is missing"),
        (r#"{"execute":"guest-ping","arguments":{"foo":42}}"#, "Parameter 'foo' is unexpected"),
        (r#"{"execute":"guest-ping","foo":1}"#, "QMP input member 'foo' is unexpected"),
        (r#"{"exec-oob":"guest-ping"}"#, "QMP input member 'exec-oob' is unexpected"),
        (r#"{"execute":5}"#, "QMP input member 'execute' must be a string"),
        (r#"{}"#, "QMP input lacks member 'execute'"),
        (r#"{"execute":"guest-ping","arguments":null}"#, "QMP input member 'arguments' must be an object"),
        (r#"[1,2]"#, "QMP input must be a JSON object"),
        (r#"{"execute":"guest-ping",}"#, "JSON parse error, expecting value"),
        (r#"{"execute" "guest-ping"}"#, "JSON parse error, missing : in object pair"),
        (r#"{"execute":"guest-ping","execute":"guest-ping"}"#, "JSON parse error, duplicate key"),
        (r#"{1:2}"#, "JSON parse error, key is not a string in object"),
        (r#"{"execute":nope}"#, "JSON parse error, invalid keyword 'nope'"),
        (
            r#"{"execute":"guest-file-seek","arguments":{"handle":1,"offset":0,"whence":true}}"#,
            "Invalid parameter type for 'whence', expected: GuestFileWhence",
        ),
        (
            r#"{"execute":"guest-file-seek","arguments":{"handle":1,"offset":0,"whence":"up"}}"#,
            "Parameter 'whence' does not accept value 'up'",
        ),
        (
            r#"{"execute":"guest-file-write","arguments":{"handle":1,"buf-b64":"a b"}}"#,
            "Base64 data contains invalid characters",
        ),
        (
            r#"{"execute":"guest-set-vcpus","arguments":{"vcpus":[{"logical-id":0,"online":true},{"logical-id":1}]}}"#,
            "Parameter 'vcpus[1].online' is missing",
        ),
        (
            r#"{"execute":"guest-file-open","arguments":{"path":"/no/such","mode":"r"}}"#,
            "failed to open file '/no/such' (mode: 'r'): No such file or directory",
        ),
        (r#"{"execute":"guest-file-open","arguments":{"path":"/x","mode":"rw"}}"#, "invalid file open mode 'rw'"),
        (r#"{"execute":"guest-file-close","arguments":{"handle":7}}"#, "handle '7' has not been found"),
        (r#"{"execute":"guest-file-flush","arguments":{"handle":-1}}"#, "handle '-1' has not been found"),
        (r#"{"execute":"guest-exec-status","arguments":{"pid":1}}"#, "Invalid parameter 'pid'"),
    ];
    for (request, expected) in generic {
        let expected = format!(r#"{{"error": {{"class": "GenericError", "desc": "{expected}"}}}}"#);
        assert_eq!(client.ask(request), expected, "{request}");
    }

    let missing = [
        (r#"{"execute":"no-such","id":1}"#, r#""id": 1, "#, "The command no-such has not been found"),
        (r#"{"execute":"guest-get-devices"}"#, "", "The command guest-get-devices has not been found"),
        (
            r#"{"execute":"guest-get-users"}"#,
            "",
            "Command guest-get-users has been disabled: the command is not allowed",
        ),
    ];
    for (request, id, expected) in missing {
        let expected = format!(r#"{{{id}"error": {{"class": "CommandNotFound", "desc": "{expected}"}}}}"#);
        assert_eq!(client.ask(request), expected, "{request}");
    }

    let curly = r#"{"execute":"guest-exec","arguments":{"path":"/no/such"}}"#;
    let expected = r#"{"error": {"class": "GenericError", "desc": "Failed to execute child process \u201C/no/such\u201D (No such file or directory)"}}"#;
    assert_eq!(client.ask(curly), expected);
}

#[test]
fn half_a_request_harms_neither_the_next_one_nor_the_next_client() {
    let agent = Agent::start(&[]);
    let mut first = agent.connect();
    first.send(b"{\"execute\": \"guest-pi");
    first.send(b"\xff{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":1}}");
    let mut line = first.line();
    // The sentinel may be answered with an error line; clients that send it expect that.
    if line.contains("error") {
        line = first.line();
    }
    assert_eq!(line, "\u{ff}{\"return\": 1}");
    first.send(b"{\"execute\": \"guest-pi");
    drop(first);
    assert_eq!(agent.connect().ask(r#"{"execute":"guest-ping"}"#), r#"{"return": {}}"#);
}

#[test]
fn the_information_commands_tell_what_the_system_says() {
    let agent = Agent::start(&["-b", "guest-exec,guest-exec-status"]);
    let mut client = agent.connect();

    let info = client.call("guest-info", "").unwrap();
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    let commands = info["supported_commands"].as_array().unwrap();
    let names: Vec<&str> = commands.iter().map(|command| command["name"].as_str().unwrap()).collect();
    assert_eq!((names.last(), names.contains(&"guest-get-devices")), (Some(&"guest-sync-delimited"), false));
    for command in commands {
        let name = command["name"].as_str().unwrap();
        assert_eq!(command.as_object().unwrap().len(), 3, "{name}");
        assert_eq!(command["enabled"], !name.starts_with("guest-exec"), "{name}");
        let silent = name == "guest-shutdown" || name.starts_with("guest-suspend-");
        assert_eq!(command["success-response"], !silent, "{name}");
    }

    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let told = u128::from(client.call("guest-get-time", "").unwrap().as_u64().unwrap());
    assert!(told.abs_diff(now) < 60_000_000_000 && told % 1000 == 0, "{told} at {now}");

    let zone = client.call("guest-get-timezone", "").unwrap();
    assert!(matches!(
        (zone["zone"].as_str(), zone["offset"].as_i64()),
        (Some("CET"), Some(3600)) | (Some("CEST"), Some(7200))
    ));

    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    assert_eq!(client.call("guest-get-host-name", "").unwrap()["host-name"], name.trim());

    let os = client.call("guest-get-osinfo", "").unwrap();
    assert_eq!(os["kernel-release"], std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap().trim());

    let load = client.call("guest-get-load", "").unwrap();
    for member in ["load1m", "load5m", "load15m"] {
        assert!(load[member].as_f64().unwrap() >= 0.0, "{member}");
    }
}
