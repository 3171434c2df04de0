//! The agent as a process: settings inherited and passed on, files left behind, and its log.

use std::fs;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixStream};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;

use crate::harness::{Agent, Client};
use crate::left_out::left_out;

const AGENT: &str = env!("CARGO_BIN_EXE_qga-agent");

/// A script that runs this and executes the agent. Another process writes it: a writing descriptor, copied into a child
/// that another test starts, would make it busy.
pub(crate) fn wrapper(folder: &Path, script: &str) -> PathBuf {
    let file = folder.join("wrapper");
    let text = format!("#!/bin/sh\n{script}\nexec {AGENT} \"$@\"\n");
    let write = r#"printf %s "$1" > "$0" && chmod 700 "$0""#;
    assert!(Command::new("sh").args(["-c", write]).arg(&file).arg(text).status().unwrap().success());
    file
}

/// Runs a shell script through the agent: its exit status and what it wrote.
fn shell(client: &mut Client, script: &str) -> (i64, String) {
    let arguments = format!(r#""path": "/bin/sh", "arg": ["-c", {script:?}], "capture-output": "merged""#);
    let pid = client.call("guest-exec", &arguments).unwrap()["pid"].as_u64().unwrap();
    loop {
        let status = client.call("guest-exec-status", &format!("\"pid\": {pid}")).unwrap();
        if status["exited"] == true {
            let output = status["out-data"].as_str().unwrap_or_default();
            return (status["exitcode"].as_i64().unwrap(), String::from_utf8(decode(output)).unwrap());
        }
    }
}

fn decode(text: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte));
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0, 0);
    for digit in digits {
        (bits, held) = ((bits << 6 | digit) & 0xFFFF, held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_le_bytes()[0]);
        }
    }
    bytes
}

fn wait_for(condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < end, "it does not happen");
        std::thread::yield_now();
    }
}

#[test]
fn children_inherit_nothing_odd() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "trap '' CHLD INT QUIT HUP USR1 TERM\nexec 9</dev/null\nulimit -n 512\nulimit -c 0\n\
               export LISTEN_PID=1 LISTEN_FDS=1 LISTEN_FDNAMES=x";
    let agent = Agent::start_program(&wrapper(folder.path(), odd), &[]);
    let mut client = agent.connect();
    // The agent's starter ignored SIGCHLD; the agent still receives the ends of its children.
    assert_eq!(shell(&mut client, "exit 3"), (3, String::new()));
    let (_, status) = shell(&mut client, "grep -E '^Sig(Blk|Ign)' /proc/self/status; ulimit -n; ulimit -c");
    let lines: Vec<&str> = status.lines().collect();
    let [blocked, ignored, "512", "0"] = *lines else { panic!("{status}") };
    let signals = |line: &str| u64::from_str_radix(line.split_once('\t').unwrap().1, 16).unwrap();
    // The C library's two reserved signals are unchanged.
    assert_eq!((signals(blocked), signals(ignored) & !(3 << 31)), (0, 0), "{status}");
    // stdin, stdout, stderr, and the descriptor of the listed folder.
    assert_eq!(shell(&mut client, "ls /proc/self/fd"), (0, "0\n1\n2\n3\n".into()));
    assert_eq!(shell(&mut client, "env | grep LISTEN_"), (1, String::new()));

    // The same signals end the agent, or make it reopen its log.
    let mut agent = agent;
    let pid = Pid::from_child(&agent.process);
    kill_process(pid, Signal::HUP).unwrap();
    client.call("guest-ping", "").unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(agent.process.wait().unwrap().code(), Some(0));
}

#[test]
fn the_service_manager_learns_when_the_agent_is_ready_serves_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let path = path.to_str().unwrap();
    let name = format!("@qga-notify-{}", std::process::id());
    for (name, watchdog, is_watched) in [
        (path, "", false),
        (name.as_str(), "WATCHDOG_USEC=100000 WATCHDOG_PID=$$", true),
        (name.as_str(), "WATCHDOG_USEC=100000", true),
        // For another process of the service.
        (name.as_str(), "WATCHDOG_USEC=100000 WATCHDOG_PID=1", false),
    ] {
        let manager = match name.strip_prefix('@') {
            Some(name) => UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(name.as_bytes()).unwrap()).unwrap(),
            None => UnixDatagram::bind(name).unwrap(),
        };
        manager.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let receive = || {
            let mut state = [0; 64];
            let length = manager.recv(&mut state).unwrap();
            String::from_utf8(state[..length].to_vec()).unwrap()
        };
        let started = wrapper(folder.path(), &format!("export NOTIFY_SOCKET={name} {watchdog}"));
        let mut agent = Agent::start_program(&started, &[]);
        assert_eq!(receive(), "READY=1");
        if is_watched {
            assert_eq!([receive(), receive()], ["WATCHDOG=1", "WATCHDOG=1"]);
        }
        // Ready means that a client is served at once.
        let mut client = Client::new(UnixStream::connect(agent.socket()).unwrap());
        assert_eq!(shell(&mut client, "env | grep -e NOTIFY -e WATCHDOG"), (1, String::new()));
        kill_process(Pid::from_child(&agent.process), Signal::TERM).unwrap();
        let last = std::iter::repeat_with(receive).find(|state| !is_watched || state != "WATCHDOG=1");
        assert_eq!(last.as_deref(), Some("STOPPING=1"), "{watchdog}");
        assert_eq!(agent.process.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn no_core_shows_what_is_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let crash = |words: &[&str]| {
        let mut command = Command::new("sh");
        command.args(words).current_dir(folder.path());
        command
    };
    // A machine with core dumps disabled shows no difference.
    let control = crash(&["-c", "ulimit -c unlimited && kill -ABRT $$"]).status().unwrap();
    if !control.core_dumped() {
        return left_out("no_core_shows_what_is_in_memory", "this machine keeps no core dumps");
    }
    let mut agent = Agent::start_program(&wrapper(folder.path(), "ulimit -c unlimited"), &[]);
    let mut client = agent.connect();
    assert_eq!(shell(&mut client, "ulimit -c"), (0, "unlimited\n".into()), "what clients start may");
    kill_process(Pid::from_child(&agent.process), Signal::ABORT).unwrap();
    let status = agent.process.wait().unwrap();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
}

#[test]
fn a_daemon_finds_its_files_again_from_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["-m", "unix-listen", "-p", "socket", "-t", ".", "-f", "pid", "-l", "log", "-d", "-b", "guest-exce"];
    let started = Command::new(AGENT).args(words).current_dir(folder.path()).env("QGA_CONF", "/no/such/file").status();
    assert_eq!(started.unwrap().code(), Some(0));
    let path = |name: &str| folder.path().join(name);
    let number = fs::read_to_string(path("pid")).unwrap().trim().parse().unwrap();
    let pid = Pid::from_raw(number).unwrap();
    assert_eq!(fs::read_link(format!("/proc/{number}/cwd")).unwrap(), Path::new("/"));

    // After the log is moved away and a signal, there is a new log, and the old one is unchanged.
    let text = fs::read_to_string(path("log")).unwrap();
    assert!(text.contains("guest-exce"), "{text}");
    fs::rename(path("log"), path("log.1")).unwrap();
    kill_process(pid, Signal::HUP).unwrap();
    wait_for(|| path("log").exists());
    assert_eq!(fs::read_to_string(path("log.1")).unwrap(), text);

    let client = UnixStream::connect(path("socket")).unwrap();
    let mut client = Client::new(client);
    client.call("guest-file-open", "\"path\": \"/dev/null\"").unwrap();
    assert!(path("qga.state").exists());
    // Its files are accessible to its user alone.
    for file in ["pid", "log", "qga.state", "socket"] {
        let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(path(file)).unwrap());
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    kill_process(pid, Signal::TERM).unwrap();
    wait_for(|| test_kill_process(pid).is_err());
    assert!(!path("pid").exists());
}

#[test]
fn what_clients_send_is_in_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let agent = Agent::start(&["-v", "-l", log.to_str().unwrap()]);
    let mut client = agent.connect();
    // "hunter2" as text and as base64.
    let (secret, encoded) = ("hunter2", "aHVudGVyMg==");
    let file = folder.path().join("file");
    let requests = [
        format!(
            r#"{{"execute": "guest-exec", "arguments": {{"path": "true", "arg": ["{secret}"], "env": ["A={secret}"], "input-data": "{encoded}"}}}}"#
        ),
        format!(r#"{{"execute": "guest-file-open", "arguments": {{"path": {file:?}, "mode": "w+"}}}}"#),
        format!(r#"{{"execute": "guest-file-write", "arguments": {{"handle": 1000, "buf-b64": "{encoded}"}}}}"#),
        format!(r#"{{"execute": "guest-file-write", "arguments": {{"handle": "{secret}", "buf-b64": "{encoded}"}}}}"#),
        r#"{"execute": "guest-file-seek", "arguments": {"handle": 1000, "offset": 0, "whence": 0}}"#.to_owned(),
        r#"{"execute": "guest-file-read", "arguments": {"handle": 1000}}"#.to_owned(),
        format!(r#"{{"execute": "{secret}"}}"#),
        format!(r#"{{"execute": "guest-ping", "id": "{secret}", "{secret}": "{secret}"}}"#),
        format!(r#"{{"execute": "guest-ping" "{secret}"}}"#),
    ];
    for request in &requests {
        client.ask(request);
    }
    let text = fs::read_to_string(log).unwrap();
    let logged = [
        "serving channel unix:",
        "read data: guest-file-write",
        "guest-exec called: \"true\"",
        &format!("filepath: {file:?}, mode: w+"),
        "guest-file-read succeeded in ",
        "guest-file-write failed after ",
        " ms: GenericError\n",
    ];
    for logged in logged {
        assert!(text.contains(logged), "{logged}: {text}");
    }
    for unwanted in [secret, encoded, "aHVu"] {
        assert!(!text.contains(unwanted), "{text}");
    }
}

#[test]
fn the_protection_from_the_out_of_memory_killer_is_the_agents_alone() {
    let protect = "echo -500 >/proc/self/oom_score_adj";
    if !Command::new("sh").args(["-c", protect]).output().unwrap().status.success() {
        return left_out("the score of children for the out-of-memory killer", "this user may not lower it");
    }
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::start_program(&wrapper(folder.path(), protect), &[]);
    let score = fs::read_to_string(format!("/proc/{}/oom_score_adj", agent.process.id())).unwrap();
    assert_eq!(score, "-500\n");
    assert_eq!(shell(&mut agent.connect(), "cat /proc/self/oom_score_adj"), (0, "0\n".into()));
}

#[test]
fn a_log_of_json_has_the_outcome_of_each_command() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let agent =
        Agent::start(&["-l", log.to_str().unwrap(), "--log-level=info", "--log-format=json", "-bguest-get-time"]);
    let mut client = agent.connect();
    client.call("guest-ping", "").unwrap();
    client.call("guest-file-close", "\"handle\": 1").unwrap_err();
    client.call("guest-get-time", "").unwrap_err();
    drop(client);
    kill_process(Pid::from_child(&agent.process), Signal::HUP).unwrap();
    let lines = || -> Vec<Value> {
        let text = fs::read_to_string(&log).unwrap();
        text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    };
    let end = Instant::now() + Duration::from_secs(60);
    while !lines().iter().any(|line| line["message"] == "opened the log file again") {
        assert!(Instant::now() < end, "{:?}", lines());
        std::thread::yield_now();
    }
    let lines = lines();
    assert!(lines.iter().all(|line| line["time"].is_f64() && line["level"] == "info"), "{lines:?}");
    let of = |name: &str| lines.iter().find(|line| line["command"] == name).unwrap();
    assert!(of("guest-ping")["milliseconds"].is_f64() && of("guest-ping")["error"].is_null(), "{lines:?}");
    assert_eq!(of("guest-file-close")["error"], "GenericError");
    assert_eq!(of("guest-get-time")["message"], "guest-get-time is refused: CommandNotFound");
    assert_eq!(of("guest-get-time")["error"], "CommandNotFound");
}

#[test]
fn a_command_that_hangs_does_not_keep_the_agent_from_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("os-release");
    rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, rustix::fs::Mode::RWXU).unwrap();
    let export = format!("export QGA_OS_RELEASE={}", fifo.display());
    let mut agent = Agent::start_program(&wrapper(folder.path(), &export), &[]);
    let mut client = agent.connect();
    client.send(b"{\"execute\": \"guest-get-osinfo\"}");
    // Opens as soon as the agent does, which then waits for data that never arrives.
    let _writer = fs::File::options().write(true).open(&fifo).unwrap();
    kill_process(Pid::from_child(&agent.process), Signal::TERM).unwrap();
    let answer = client.line();
    assert!(answer.contains("cannot read os-release: the agent is being stopped"), "{answer}");
    assert!(client.is_closed());
    assert_eq!(agent.process.wait().unwrap().code(), Some(0));
}

#[test]
fn every_channel_is_served_with_a_decoder_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let second = folder.path().join("second");
    let agent = Agent::start(&["--channel", &format!("unix:{}", second.display())]);
    let mut one = agent.connect();
    let ping = r#"{"execute": "guest-ping"}"#;
    assert_eq!(one.ask(ping), r#"{"return": {}}"#);
    one.send(br#"{"execute": "#);
    let mut two = Client::new(UnixStream::connect(&second).unwrap());
    assert_eq!(two.ask(ping), r#"{"return": {}}"#);
    one.send(br#""guest-ping", "id": 1}"#);
    assert_eq!(one.line(), r#"{"return": {}, "id": 1}"#);
}
