//! Several guests at once: names, groups and patterns, guests that are dead, slow or hostile.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use qga_client::test::{Answer, FakeAgent, FakeSocket};
use serde_json::{Value, json};

use crate::peer::{left_out, text};

/// The tool, with an inventory of its own.
fn tool(folder: &Path, words: &[&str]) -> Command {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(words).env("XDG_CONFIG_HOME", folder).env_remove("QGA_TARGET").env_remove("QGA_CLIENT_ADDRESS");
    tool
}

fn inventory(folder: &Path, targets: &[(String, String)], groups: &str) {
    let lines: String = targets.iter().map(|(name, way)| format!("\"{name}\" = \"{way}\"\n")).collect();
    std::fs::create_dir_all(folder.join("qga")).expect("a folder");
    std::fs::write(folder.join("qga/targets.toml"), format!("[targets]\n{lines}[groups]\n{groups}")).expect("a file");
}

fn named(name: &'static str) -> FakeSocket {
    let agent = FakeAgent::new(move |request| match request.command.as_str() {
        "guest-ping" => Answer::done(),
        "guest-get-host-name" => Answer::from(json!({"host-name": name})),
        _ => request.unknown(),
    });
    agent.listen().expect("a socket")
}

/// Its standard output's lines, in some fixed order: guests end as they like.
fn sorted(output: &Output) -> Vec<String> {
    let mut lines: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn names_groups_patterns_and_lists_select_guests() {
    let folder = tempfile::tempdir().expect("a folder");
    let agents: Vec<FakeSocket> = ["a", "b", "c"].into_iter().map(named).collect();
    let names = ["web1", "web2", "db1"];
    let targets: Vec<(String, String)> =
        names.iter().zip(&agents).map(|(name, agent)| ((*name).to_owned(), agent.address().to_string())).collect();
    inventory(
        folder.path(),
        &targets,
        "all = ['web?', '@databases']\ndatabases = ['db1']\nround = ['@round']\nempty = []",
    );
    let ask = |target: &str| tool(folder.path(), &["guest-get-host-name", target]).output().expect("the tool runs");
    for (target, expected) in [
        ("db1", &[r#"{"host-name": "c"}"#][..]),
        ("d*", &[r#"{"host-name": "c"}"#]),
        ("web*", &[r#"web1: {"host-name": "a"}"#, r#"web2: {"host-name": "b"}"#]),
        ("db1,web1,db1", &[r#"db1: {"host-name": "c"}"#, r#"web1: {"host-name": "a"}"#]),
        ("@all", &[r#"db1: {"host-name": "c"}"#, r#"web1: {"host-name": "a"}"#, r#"web2: {"host-name": "b"}"#]),
    ] {
        let output = ask(target);
        assert_eq!(sorted(&output), expected, "{target}: {}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{target}");
    }
    for (target, expected, status) in [
        ("@none", "qga: no target: '@none': no inventory file has such a group", 2),
        ("@round", "qga: no target: '@round': no inventory file has such a group, or it is in itself", 2),
        ("@empty", "qga: no target: '@empty': the group is empty", 2),
        ("zzz*", "qga: no guest is called 'zzz*'", 3),
        ("", "qga: no target: ''", 2),
        (",", "qga: no target: ',': it is empty", 2),
        ("web", "qga: no guest is called 'web'; did you mean 'web1'?", 3),
    ] {
        let output = ask(target);
        let said = text(&output.stderr);
        assert!(said.starts_with(expected), "{target}: {said}");
        assert_eq!(output.status.code(), Some(status), "{target}");
    }
    let listed = tool(folder.path(), &["targets", "@all", "--format", "json"]).output().expect("the tool runs");
    let lines: Vec<Value> =
        text(&listed.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let seen: Vec<_> = lines.iter().map(|line| (line["target"].as_str(), line["answers"].as_bool())).collect();
    assert_eq!(seen, [(Some("web1"), Some(true)), (Some("web2"), Some(true)), (Some("db1"), Some(true))]);
}

#[test]
fn repeated_options_are_several_and_an_address_with_commas_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let agents = ["a", "b"].map(named);
    let [one, other] = agents.each_ref().map(|agent| agent.address().to_string());
    for words in [
        ["guest-get-host-name", "-s", &one, "-s", &other],
        ["-s", &one, "guest-get-host-name", "--target", &other],
        ["-s", &one, "-s", &other, "guest-get-host-name"],
    ] {
        let output = tool(folder.path(), &words).output().expect("the tool runs");
        let mut expected = [format!(r#"{one}: {{"host-name": "a"}}"#), format!(r#"{other}: {{"host-name": "b"}}"#)];
        expected.sort();
        assert_eq!((sorted(&output), output.status.code()), (expected.to_vec(), Some(0)), "{}", text(&output.stderr));
    }
    let program = format!("exec:sh -c 'exec {} pipe \"$1\"' a,b {one}", env!("CARGO_BIN_EXE_qga"));
    for (format, expected) in [
        ("json", "{\"host-name\": \"a\"}\n".to_owned()),
        ("jsonl", format!("{}\n", json!({"target": program, "status": 0, "answer": {"host-name": "a"}}))),
    ] {
        let words = ["guest-get-host-name", &program, "--format", format];
        let output = tool(folder.path(), &words).output().expect("the tool runs");
        let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
        assert_eq!(parsed(&text(&output.stdout)), parsed(&expected), "{}", text(&output.stderr));
    }
    let both = tool(folder.path(), &["ping", "-s", &one, &other]).output().expect("the tool runs");
    let said = format!("qga: two targets: --target {one} and {other}; for both, repeat --target\n");
    assert_eq!((both.status.code(), text(&both.stderr)), (Some(2), said));
    let list = tool(folder.path(), &["ping", "./a.sock,./b.sock"]).output().expect("the tool runs");
    let said = "No such file or directory (os error 2); this is one path, commas and all: for several, repeat -s\n";
    assert!(text(&list.stderr).ends_with(said), "{}", text(&list.stderr));
}

#[test]
fn a_broken_inventory_is_named_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("qga")).expect("a folder");
    std::fs::write(folder.path().join("qga/targets.toml"), "[targets]\nweb1 = 7\n").expect("a file");
    let output = tool(folder.path(), &["ping", "web1"]).output().expect("the tool runs");
    let said = text(&output.stderr);
    assert!(said.contains("qga/targets.toml: line 2: invalid type: integer `7`, expected a string"), "{said}");
    assert_eq!(output.status.code(), Some(6));
}

/// How long a guest has in the test with 200, in seconds.
const LIMIT: u32 = 5;

/// Memory of a process of the tool in it, in KiB: the stacks of eight jobs, or an answer of 16 MiB that is read to its limit.
const MAX_DATA: u32 = 64 << 10;

/// What an agent does that is not as it should be.
fn behaviour(number: usize) -> (&'static str, Answer) {
    match number % 10 {
        7 => ("silent", Answer::Silence),
        8 => ("closes", Answer::Close),
        9 => ("hostile", Answer::Raw(b"{\"return\": \"\x1b[2J\xff".repeat(10_000))),
        _ => ("well", Answer::from(json!({"host-name": "x"}))),
    }
}

/// An answer that goes beyond what a client reads.
fn too_long() -> Answer {
    Answer::Raw([&b"{\"return\": {\"host-name\": \""[..], &vec![b'x'; 20 << 20]].concat())
}

#[test]
fn two_hundred_guests_are_asked_within_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut agents = Vec::new();
    let mut targets = Vec::new();
    for number in 0..200 {
        let (kind, answer) = behaviour(number);
        let agent = FakeAgent::new(move |_| answer.clone()).listen().expect("a socket");
        targets.push((format!("{kind}{number}"), agent.address().to_string()));
        agents.push(agent);
    }
    targets.push(("missing".to_owned(), "/nonexistent/agent.sock".to_owned()));
    for number in 0..8 {
        let agent = FakeAgent::new(|_| too_long()).listen().expect("a socket");
        targets.push((format!("long{number}"), agent.address().to_string()));
        agents.push(agent);
    }
    // A pattern would find other guests of this machine, too.
    let names: Vec<String> = targets.iter().map(|(name, _)| format!("'{name}'")).collect();
    inventory(folder.path(), &targets, &format!("fakes = [{}]", names.join(", ")));
    // Memory that a process is not given ends it, and shows in its result.
    let mut bounded = Command::new("sh");
    bounded.args(["-c", "ulimit -d \"$1\"; shift; exec \"$@\"", "sh", &MAX_DATA.to_string()]);
    bounded.args([env!("CARGO_BIN_EXE_qga"), "guest-get-host-name", "@fakes", "--format", "jsonl", "--jobs", "8"]);
    bounded.args(["--timeout", &LIMIT.to_string()]).env("XDG_CONFIG_HOME", folder.path()).env_remove("QGA_TARGET");
    let begun = Instant::now();
    let output = bounded.output().expect("the tool runs");
    // The silent guests alone would take longer, one after the other.
    assert!(begun.elapsed() < 20 * Duration::from_secs(LIMIT.into()), "{:?}", begun.elapsed());
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(lines.len(), targets.len());
    for line in &lines {
        let name = line["target"].as_str().expect("a name");
        let status = line["status"].as_u64().expect("a status");
        let error = line["error"].as_str().unwrap_or_default();
        match name.trim_end_matches(char::is_numeric) {
            "well" => assert_eq!((status, &line["answer"]["host-name"]), (0, &json!("x")), "{line}"),
            "silent" | "closes" => assert_eq!(status, 4, "{line}"),
            "missing" => assert_eq!(status, 3, "{line}"),
            "long" => assert_eq!(error, "the answer is larger than 16777216 bytes; ask for less at a time", "{line}"),
            _ => {
                let said = r#"the agent sent no valid answer: JSON parse error, stray '"\u{1b}'"#;
                assert_eq!((status, error), (5, said), "{line}");
            }
        }
        assert!(error.len() < 10_000, "{line}");
    }
    assert!(output.stdout.len() < 1 << 20, "{} bytes", output.stdout.len());
    let said = text(&output.stderr);
    assert!(said.starts_with("qga: done on 140 of 209 guests; failed on ") && said.contains(" and 59 more"), "{said}");
    assert_eq!(output.status.code(), Some(5));
}

#[test]
fn a_slow_guest_holds_up_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let answered = Arc::new((Mutex::new(0), Condvar::new()));
    let mut targets = Vec::new();
    let agents: Vec<FakeSocket> = (0..40)
        .map(|number| {
            let answered = Arc::clone(&answered);
            let agent = FakeAgent::new(move |_| {
                let (count, changed) = &*answered;
                let mut count = count.lock().expect("no thread panics");
                if number < 3 {
                    // Answers after all others have.
                    drop(changed.wait_while(count, |count| *count < 37));
                } else {
                    *count += 1;
                    changed.notify_all();
                }
                Answer::done()
            });
            let socket = agent.listen().expect("a socket");
            targets.push((format!("vm{number}"), socket.address().to_string()));
            socket
        })
        .collect();
    inventory(folder.path(), &targets, "");
    let names: Vec<&str> = targets.iter().map(|(name, _)| name.as_str()).collect();
    let words = ["ping", &names.join(","), "--jobs", "4", "--timeout", "300"];
    let output = tool(folder.path(), &words).output().expect("the tool runs");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    drop(agents);
}

#[test]
fn input_goes_to_every_guest_and_the_first_failure_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let passwords = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&passwords);
    let agent = FakeAgent::new(move |request| match request.command.as_str() {
        "guest-set-user-password" if request.arguments["password"] == "c2VjcmV0" => {
            counted.fetch_add(1, Ordering::Relaxed);
            Answer::done()
        }
        _ => request.unknown(),
    });
    let socket = agent.listen().expect("a socket");
    let other = agent.listen().expect("a socket");
    let ways = [socket.address().to_string(), other.address().to_string(), "/none".to_owned()];
    let targets: Vec<(String, String)> = ["a", "b", "c"].map(str::to_owned).into_iter().zip(ways).collect();
    inventory(folder.path(), &targets, "");
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "secret\n").expect("a file");
    let from = || std::fs::File::open(&secret).expect("a file");
    let changed = tool(folder.path(), &["passwd", "a,b", "root"]).stdin(from()).output().expect("the tool runs");
    assert!(changed.status.success(), "{}", text(&changed.stderr));
    assert_eq!(passwords.load(Ordering::Relaxed), 2);

    let words = ["passwd", "c,a,b", "root", "--jobs", "1", "--fail-fast"];
    let failed = tool(folder.path(), &words).stdin(from()).output().expect("the tool runs");
    let said = text(&failed.stderr);
    assert!(said.ends_with("qga: done on 0 of 3 guests; failed on c; not begun on 2\n"), "{said}");
    assert_eq!((failed.status.code(), passwords.load(Ordering::Relaxed)), (Some(3), 2));

    for words in [&["top", "a,b"][..], &["repl", "a,b"], &["cp", "a,b:/etc/motd", "."]] {
        let refused = tool(folder.path(), words).output().expect("the tool runs");
        assert_eq!(refused.status.code(), Some(2), "{words:?}: {}", text(&refused.stderr));
    }
}

#[test]
fn a_program_and_another_host_speak_with_an_agent() {
    let folder = tempfile::tempdir().expect("a folder");
    let agent = named("far");
    let address = agent.address().to_string();
    let qga = env!("CARGO_BIN_EXE_qga");
    // Stands in for ssh: the host's name, and what it is to run.
    let ssh = folder.path().join("ssh");
    std::fs::write(&ssh, "#!/bin/sh\n[ \"$1 $2 $3\" = '-T -- host2' ] && exec sh -c \"$4\"\n").expect("a file");
    std::fs::set_permissions(&ssh, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("executable");
    let bin = Path::new(qga).parent().expect("a folder").display();
    let path = format!("{}:{bin}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    for target in [format!("exec:{qga} pipe {address}"), format!("ssh:host2/{address}")] {
        let mut tool = tool(folder.path(), &["guest-get-host-name", &target]);
        let output = tool.env("PATH", &path).output().expect("the tool runs");
        assert_eq!(text(&output.stdout), "{\"host-name\": \"far\"}\n", "{target}: {}", text(&output.stderr));
    }
    let missing = tool(folder.path(), &["ping", "exec:/nonexistent/program"]).output().expect("the tool runs");
    assert_eq!(
        text(&missing.stderr),
        "qga: cannot connect to exec:/nonexistent/program: cannot run /nonexistent/program: No such file or directory (os error 2)\n"
    );
    assert_eq!(missing.status.code(), Some(3));
}

#[test]
fn a_guest_of_proxmox_is_found_by_its_number() {
    let folder = Path::new("/run/qemu-server");
    let was_there = folder.exists();
    // Only root may.
    let _ = std::fs::create_dir(folder);
    let agent = named("proxmox");
    // Proxmox VE gives numbers up to 999,999,999.
    let number = 4_000_000_000 + std::process::id();
    let socket = folder.join(format!("{number}.qga"));
    let path = agent.address().to_string().trim_start_matches("unix:").to_owned();
    if let Err(error) = std::os::unix::fs::symlink(path, &socket) {
        return left_out("a_guest_of_proxmox_is_found_by_its_number", &format!("{}: {error}", socket.display()));
    }
    let own = tempfile::tempdir().expect("a folder");
    let ran = |words: &[&str]| text(&tool(own.path(), words).output().expect("the tool runs").stdout);
    let shown = ["pve:", ""].map(|scheme| ran(&["guest-get-host-name", &format!("{scheme}{number}")]));
    let listed = ran(&["targets", &number.to_string(), "--no-ping"]);
    std::fs::remove_file(&socket).expect("our own");
    if !was_there {
        // Another test may use it.
        let _ = std::fs::remove_dir(folder);
    }
    assert_eq!(shown, ["{\"host-name\": \"proxmox\"}\n"; 2]);
    let line = listed.lines().nth(1).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(line, format!("{number} unix:{} Proxmox VE", socket.display()));
}

#[test]
fn wait_returns_when_a_missing_socket_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("later.sock");
    let waiting = tool(folder.path(), &["wait", path.to_str().expect("plain"), "ip", "--timeout", "60"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the tool runs");
    let address =
        "127.0.0.1 10.0.0.7".split(' ').map(|ip| json!({"ip-address": ip, "ip-address-type": "ipv4", "prefix": 8}));
    let interfaces = json!([{"name": "eth0", "ip-addresses": address.collect::<Vec<_>>()}]);
    let agent = FakeAgent::new(move |request| match request.command.as_str() {
        "guest-network-get-interfaces" => Answer::from(interfaces.clone()),
        _ => Answer::done(),
    });
    let socket = agent.listen().expect("a socket");
    std::os::unix::fs::symlink(socket.address().to_string().trim_start_matches("unix:"), &path).expect("a link");
    let output = waiting.wait_with_output().expect("it ends");
    assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("10.0.0.7\n", Some(0)));

    let is_down = |words: &[&str]| tool(folder.path(), words).output().expect("the tool runs");
    let late = is_down(&["wait", path.to_str().expect("plain"), "down", "--timeout", "0.3"]);
    assert_eq!(text(&late.stderr), "qga: not down within 300 ms: it still answers\n");
    assert_eq!(late.status.code(), Some(4));
    drop(socket);
    let down = is_down(&["wait", path.to_str().expect("plain"), "down"]);
    assert_eq!(down.status.code(), Some(0), "{}", text(&down.stderr));
}
