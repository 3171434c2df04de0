//! The command line and the life of the process.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::process::{Command, Output};

use crate::harness::{Agent, Client};

fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qga-agent")).args(words).env("QGA_CONF", "/no/such/file").output().unwrap()
}

#[test]
fn what_needs_no_channel_is_printed() {
    let cases: [(&[&str], &str, i32); 5] = [
        (&["-V"], "QEMU Guest Agent ", 0),
        (&["--help"], "Usage: ", 0),
        (&["-b", "help"], "guest-sync-delimited\nguest-sync\nguest-ping\n", 0),
        (&["-m", "unix-listen", "-p", "/x", "-D"], "[general]\ndaemon=false\nmethod=unix-listen\npath=/x\n", 0),
        (&["--no-such"], "", 1),
    ];
    for (words, expected, status) in cases {
        let output = run(words);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with(expected), "{words:?}: {text}");
        assert_eq!(output.status.code(), Some(status), "{words:?}");
    }
    assert!(String::from_utf8(run(&["--help"]).stdout).unwrap().contains("/etc/qemu/fsfreeze-hook"));
}

#[test]
fn a_sync_overtakes_unless_the_settings_forbid_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("conf");
    for (setting, shown) in [("sync-overtakes=true", false), ("sync-overtakes=false", true)] {
        fs::write(&file, format!("[general]\n{setting}\n")).unwrap();
        let output = run(&["-c", file.to_str().unwrap(), "-D"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.contains("\nsync-overtakes=false\n"), shown, "{setting}: {text}");
        assert!(!text.contains("sync-overtakes=true"), "as the established agent prints it: {text}");
    }
}

#[test]
fn a_start_that_fails_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().to_str().unwrap();
    let cases: [(&[&str], &str); 5] = [
        (&["-x"], "invalid option -- 'x'"),
        (&["-t", state, "-m", "unix-listen"], "must specify a path for this channel"),
        (&["-t", state, "-m", "carrier-pigeon"], "unsupported channel method/type: carrier-pigeon"),
        (&["-t", "/no/such", "-m", "unix-listen", "-p", "/no/such/socket"], "/no/such"),
        (&["-t", state, "-m", "virtio-serial", "-p", "/no/such/port"], "/no/such/port"),
    ];
    for (words, expected) in cases {
        let output = run(words);
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains(expected), "{words:?}: {text}");
        assert_eq!(output.status.code(), Some(1), "{words:?}");
    }
}

#[test]
fn a_hook_that_will_not_be_run_is_pointed_out_and_the_agent_starts() {
    let folder = tempfile::tempdir().unwrap();
    let hook = folder.path().join("hook");
    let log = |mode: u32| {
        fs::write(&hook, "").unwrap();
        fs::set_permissions(&hook, Permissions::from_mode(mode)).unwrap();
        let log = folder.path().join(format!("{mode:o}"));
        let option = format!("-F{}", hook.display());
        let agent = Agent::start(&["-l", log.to_str().unwrap(), &option]);
        agent.connect().call("guest-ping", "").unwrap();
        fs::read_to_string(log).unwrap()
    };
    let text = log(0o777);
    let expected = format!(": critical: fsfreeze hook is not run: others than root may change '{}'\n", hook.display());
    assert!(text.ends_with(&expected), "{text}");
    assert_eq!(log(0o755), "");
}

#[test]
fn names_that_no_command_has_are_pointed_out_and_the_agent_starts() {
    let agent = Agent::start(&["-l", "/dev/null", "-b", "guest-exce; guest-pong"]);
    assert_eq!(agent.connect().call("guest-ping", ""), Ok(serde_json::json!({})));
    let log = agent.folder().join("log");
    let agent = Agent::start(&["-l", log.to_str().unwrap(), "-b", "guest-exce"]);
    agent.connect().call("guest-ping", "").unwrap();
    let text = fs::read_to_string(log).unwrap();
    assert!(text.contains("guest-exce"), "{text}");
}

#[test]
fn a_signal_ends_it_and_its_clients_see_that() {
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT] {
        let mut agent = Agent::start(&[]);
        let mut client = agent.connect();
        client.call("guest-ping", "").unwrap();
        let pid = rustix::process::Pid::from_child(&agent.process);
        rustix::process::kill_process(pid, signal).unwrap();
        assert!(client.is_closed());
        assert_eq!(agent.process.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn in_the_background_it_has_a_pid_file_that_only_one_can_hold() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let words = |socket: &str| {
        let words =
            ["-m", "unix-listen", "-p", &path(socket), "-t", &path("."), "-f", &path("pid"), "-l", &path("log"), "-d"];
        words.map(str::to_owned)
    };
    let first = words("one");
    assert!(run(&first.each_ref().map(String::as_str)).status.success());
    let pid: i32 = fs::read_to_string(path("pid")).unwrap().trim().parse().unwrap();
    let client = || Client::new(std::os::unix::net::UnixStream::connect(path("one")).unwrap());
    client().call("guest-ping", "").unwrap();

    let second = words("two");
    assert_eq!(run(&second.each_ref().map(String::as_str)).status.code(), Some(1));
    assert!(
        fs::read_to_string(path("log")).unwrap().contains("Cannot lock pid file: Resource temporarily unavailable")
    );
    let left_alone = |why: &str| assert_eq!(fs::read_to_string(path("pid")).unwrap(), format!("{pid}\n"), "{why}");
    left_alone("a second one");
    let dump = [&first[..], &["-D".to_owned()]].concat();
    assert!(run(&dump.iter().map(String::as_str).collect::<Vec<_>>()).status.success());
    left_alone("one that prints its settings");
    let third = words("no/such/folder/socket");
    assert_eq!(run(&third.each_ref().map(String::as_str)).status.code(), Some(1));
    left_alone("one without a channel");

    let mut last = client();
    last.call("guest-ping", "").unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(last.is_closed());
    while rustix::process::test_kill_process(pid).is_ok() {
        std::thread::yield_now();
    }
    assert!(!fs::exists(path("pid")).unwrap());
}

#[test]
fn a_socket_may_be_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let listener = UnixListener::bind(&socket).unwrap();
    // The shell moves the socket to descriptor 3 and executes the agent, so that LISTEN_PID matches.
    let script = "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" -m carrier-pigeon -t \"$1\"";
    let mut process = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_qga-agent")])
        .arg(folder.path())
        .env("QGA_CONF", "/no/such/file")
        .stdin(std::os::fd::OwnedFd::from(listener))
        .spawn()
        .unwrap();
    let mut client = Client::new(std::os::unix::net::UnixStream::connect(&socket).unwrap());
    client.call("guest-ping", "").unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
}
