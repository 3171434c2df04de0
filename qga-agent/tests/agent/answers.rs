//! Answers about the system the agent runs on, and clients that must not harm the next one.

use crate::harness::Agent;

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
    let answered = u128::from(client.call("guest-get-time", "").unwrap().as_u64().unwrap());
    assert!(answered.abs_diff(now) < 60_000_000_000 && answered % 1000 == 0, "{answered} at {now}");

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
