//! guest-exec through a real agent: many children, their results, and their leftovers.

use crate::harness::{Agent, Client};
use serde_json::Value;

fn start(client: &mut Client, arguments: &str) -> u64 {
    client.call("guest-exec", arguments).unwrap()["pid"].as_u64().unwrap()
}

/// Asks until the child has ended.
fn ended(client: &mut Client, pid: u64) -> Value {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let status = client.call("guest-exec-status", &format!("\"pid\": {pid}")).unwrap();
        if status["exited"] == true {
            return status;
        }
        assert_eq!(status.as_object().unwrap().len(), 1, "{status}");
        assert!(std::time::Instant::now() < end, "it does not end");
    }
}

#[test]
fn the_status_has_the_members_that_clients_know() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let cases = [
        (r#""path":"true""#, r#"{"exited":true,"exitcode":0}"#),
        (r#""path":"sh","arg":["-c","kill -9 $$"]"#, r#"{"exited":true,"signal":9}"#),
        (
            r#""path":"sh","arg":["-c","echo out; echo err >&2; exit 3"],"capture-output":true"#,
            r#"{"exited":true,"exitcode":3,"out-data":"b3V0Cg==","out-truncated":false,"err-data":"ZXJyCg==","err-truncated":false}"#,
        ),
        (
            r#""path":"sh","arg":["-c","echo out; echo err >&2"],"capture-output":false"#,
            r#"{"exited":true,"exitcode":0}"#,
        ),
        (
            r#""path":"sh","arg":["-c","echo out; echo err >&2"],"capture-output":"none""#,
            r#"{"exited":true,"exitcode":0}"#,
        ),
        (
            r#""path":"sh","arg":["-c","echo out; echo err >&2"],"capture-output":"stdout""#,
            r#"{"exited":true,"exitcode":0,"out-data":"b3V0Cg==","out-truncated":false}"#,
        ),
        (
            r#""path":"sh","arg":["-c","echo out; echo err >&2"],"capture-output":"stderr""#,
            r#"{"exited":true,"exitcode":0,"err-data":"ZXJyCg==","err-truncated":false}"#,
        ),
        (
            r#""path":"sh","arg":["-c","echo out; echo err >&2"],"capture-output":"merged""#,
            r#"{"exited":true,"exitcode":0,"out-data":"b3V0CmVycgo=","out-truncated":false}"#,
        ),
        (
            r#""path":"cat","input-data":"aGVsbG8=","capture-output":"separated""#,
            r#"{"exited":true,"exitcode":0,"out-data":"aGVsbG8=","out-truncated":false}"#,
        ),
        (r#""path":"cat","input-data":"","capture-output":true"#, r#"{"exited":true,"exitcode":0}"#),
        (
            r#""path":"env","env":["A=b c"],"capture-output":true"#,
            r#"{"exited":true,"exitcode":0,"out-data":"QT1iIGMK","out-truncated":false}"#,
        ),
    ];
    for (arguments, expected) in cases {
        let pid = start(&mut client, arguments);
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(ended(&mut client, pid), expected, "{arguments}");
        let again = client.call("guest-exec-status", &format!("\"pid\": {pid}"));
        assert_eq!(again.unwrap_err(), "Invalid parameter 'pid'", "reported once");
    }
}

#[test]
fn a_thousand_children_at_once_leave_nothing_behind() {
    let agent = Agent::start(&[]);
    let mut client = agent.connect();
    let pid = start(&mut client, r#""path":"true""#);
    ended(&mut client, pid);
    let before = agent.descriptors();

    // All wait for the last one, which opens the FIFO.
    let gate = agent.folder().join("gate");
    let gate = gate.to_str().unwrap();
    let pid = start(&mut client, &format!(r#""path":"mkfifo","arg":["{gate}"]"#));
    ended(&mut client, pid);
    let one = format!(
        r#""path":"sh","arg":["-c","read word; read go < {gate}; echo $word"],"input-data":"aGkK","capture-output":true"#
    );
    let pids: Vec<u64> = (0..1000).map(|_| start(&mut client, &one)).collect();
    let alive = pids.iter().filter(|pid| std::path::Path::new(&format!("/proc/{pid}")).exists()).count();
    assert_eq!(alive, 1000);
    // Opened for reading, too, so that it stays open until every child has had its line.
    let mut opened = std::fs::File::options().read(true).write(true).open(gate).unwrap();
    std::io::Write::write_all(&mut opened, "go\n".repeat(1000).as_bytes()).unwrap();
    for pid in pids {
        let status = ended(&mut client, pid);
        assert_eq!((&status["exitcode"], &status["out-data"]), (&0.into(), &"aGkK".into()), "{status}");
    }

    assert_eq!(agent.descriptors(), before);
    let mut children = String::new();
    for task in std::fs::read_dir(agent.proc("task")).unwrap() {
        children += &std::fs::read_to_string(task.unwrap().path().join("children")).unwrap_or_default();
    }
    assert_eq!(children, "", "no child is left, not even as a zombie");
}
