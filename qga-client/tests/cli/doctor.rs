//! `qga doctor`: each cause is made real, with the exact lines that it prints.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use qga_client::Address;
use qga_client::qmp::QmpClient;

use crate::peer::{text, tool};
use crate::scripted::{Reply, Scripted};

/// Longer than any answer takes that comes.
const PLENTY: &str = "60";

/// Long enough for an answer that comes at once, where none is expected.
const SOON: &str = "4";

fn left_out(what: &str, why: &str) {
    // On the error stream itself, since what passing tests print is hidden. A line that cannot be written changes no result.
    let _ = std::io::stderr().write_all(format!("left out: {what}: {why}\n").as_bytes());
}

/// Checks the exit status, the line of the cause, and that a remedy follows; returns everything that was printed.
fn check(output: &std::process::Output, status: i32, cause: &str) -> String {
    let shown = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(status), String::new()), "{shown}");
    let last: Vec<&str> = shown.lines().rev().take(2).collect();
    assert_eq!(last[1], format!("cause:  {cause}"), "{shown}");
    assert!(last[0].starts_with("remedy: ") && last[0].len() > 10, "{shown}");
    shown
}

fn doctor(target: &str, timeout: &str) -> std::process::Output {
    tool(&["doctor", target, "--timeout", timeout])
}

/// A folder, and a path in it.
fn place(name: &str) -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    let target = format!("unix:{}", path.display());
    (folder, path, target)
}

/// A peer that greets each client with these bytes, and is silent.
fn greeter(path: &Path, greeting: &'static [u8]) {
    let listener = UnixListener::bind(path).expect("a free name");
    std::thread::spawn(move || {
        let mut clients: Vec<UnixStream> = Vec::new();
        for mut stream in listener.incoming().map_while(Result::ok) {
            // A client that has gone has seen enough.
            let _ = stream.write_all(greeting);
            clients.push(stream);
        }
    });
}

#[test]
fn what_is_at_the_path_is_told_apart() {
    let (folder, path, target) = place("agent.sock");
    check(&doctor(&target, PLENTY), 15, &format!("{target} does not exist"));
    drop(UnixListener::bind(&path).expect("a free name"));
    let shown = check(&doctor(&target, PLENTY), 16, &format!("nobody listens at {target}"));
    assert!(shown.starts_with(&format!("{target}\n  ✗ {target}: connection refused\ncause:  ")), "{shown}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a free name");
    let target = format!("unix:{}", file.display());
    check(&doctor(&target, PLENTY), 17, &format!("{target} is a regular file, and no stream socket"));
    let datagrams = folder.path().join("datagrams");
    let _socket = UnixDatagram::bind(&datagrams).expect("a free name");
    let target = format!("unix:{}", datagrams.display());
    check(&doctor(&target, PLENTY), 17, &format!("{target} is a socket of datagrams, and no stream socket"));
}

#[test]
fn a_missing_right_is_named() {
    let (_folder, path, target) = place("agent.sock");
    let _listener = UnixListener::bind(&path).expect("a free name");
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(["doctor", &target]);
    if rustix::process::geteuid().is_root() {
        tool.uid(65534);
    }
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o000)).expect("our own");
    match tool.output() {
        Ok(output) => {
            check(&output, 18, &format!("this user may not use {target}"));
        }
        Err(error) => left_out("a_missing_right_is_named", &format!("another user cannot run the tool: {error}")),
    }
}

#[test]
fn peers_of_another_kind_are_named_at_once() {
    for (greeting, kind) in [
        (&b"{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n"[..], "QEMU's machine monitor (QMP)"),
        (b"QEMU 10.0.2 monitor - type 'help' for more information\r\n(qemu) ", "QEMU's human monitor (HMP)"),
        (b"RFB 003.008\n", "a VNC server"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "an SSH server"),
        (b"\r\nDebian GNU/Linux 13 vm1 ttyS0\r\n\r\nvm1 login: ", "a login prompt"),
    ] {
        let (_folder, path, target) = place("agent.sock");
        greeter(&path, greeting);
        let shown = check(&doctor(&target, PLENTY), 20, &format!("{target} is {kind}, and no guest agent"));
        assert!(shown.contains(&format!("\n  ✗ this is {kind}\n")), "{shown}");
        // Every other verb says so, too.
        let output = tool(&["-s", &target, "--timeout", PLENTY, "guest-ping"]);
        let said = format!("qga: this is {kind}, no guest agent; the agent has a channel of its own\n");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(5), said));
    }
}

#[test]
fn silence_and_noise_are_told_apart() {
    let (_folder, path, target) = place("agent.sock");
    greeter(&path, b"");
    check(&doctor(&target, SOON), 22, &format!("the agent did not answer within {SOON} s"));
    let (_folder, path, target) = place("agent.sock");
    greeter(&path, b"[    0.0] Linux version 6.12\r\n{\"return\": 7}\r\n");
    check(&doctor(&target, SOON), 23, "bytes come, but no answer to what is asked");
    let agent = Scripted::start(|_, _| Reply::Close);
    let target = format!("unix:{}", agent.address());
    check(&doctor(&target, PLENTY), 27, "the channel is closed as soon as it is used");
    let agent = Scripted::start(|_, _| Reply::Answer("\"event\": 1"));
    let target = format!("unix:{}", agent.address());
    let words = "the agent sent no valid answer: neither or both of 'return' and 'error'";
    check(&doctor(&target, PLENTY), 29, words);
}

#[test]
fn a_process_that_has_the_channel_is_named() {
    let (_folder, path, target) = place("agent.sock");
    let listener = UnixListener::bind(&path).expect("a free name");
    let mut holder = Command::new(env!("CARGO_BIN_EXE_qga"))
        .args(["pipe", &target])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the tool was built");
    // As QEMU does: one client at a time.
    let served = listener.accept().expect("the holder connects");
    let output = doctor(&target, SOON);
    let pid = holder.id();
    let shown = check(&output, 19, &format!("the channel is held by qga (pid {pid})"));
    let tried = format!(
        "  ✓ connected to {target}\n  ✗ before this one: qga (pid {pid})\n  ✗ sync: no answer within {SOON} s\n"
    );
    assert!(shown.contains(&tried), "{shown}");
    drop(served);
    holder.wait().expect("it ends with its channel");
}

/// An agent that is well, but for these answers.
fn agent(own: impl Fn(&str) -> Option<&'static str> + Send + 'static) -> Scripted {
    Scripted::start(move |command, _| {
        Reply::Answer(own(command).unwrap_or_else(|| match command {
            "guest-info" => {
                "\"return\": {\"version\": \"9.2\", \"supported_commands\": [\
                 {\"name\": \"guest-ping\", \"enabled\": true, \"success-response\": true}, \
                 {\"name\": \"guest-exec\", \"enabled\": false, \"success-response\": true}]}"
            }
            "guest-fsfreeze-status" => "\"return\": \"thawed\"",
            "guest-get-time" => time(0),
            _ => "\"return\": {}",
        }))
    })
}

/// The answer of a clock that is so many seconds ahead.
fn time(ahead: u64) -> &'static str {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let time = format!("\"return\": {}", (now + Duration::from_secs(ahead)).as_nanos());
    time.leak()
}

#[test]
fn an_agent_that_answers_may_be_frozen_forbidden_or_late() {
    let well = agent(|_| None);
    let target = format!("unix:{}", well.address());
    let output = doctor(&target, PLENTY);
    let shown = format!(
        "{target}\n  ✓ connected to {target}\n  ✓ the agent answers: version 9.2\n  \
         – commands: 1 disabled; qga info lists them\n  ✓ the clock is right\nall is well\n"
    );
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), shown));
    let output = tool(&["doctor", &target, "--timeout", PLENTY, "--command", "exec"]);
    check(&output, 25, "the agent's policy forbids guest-exec: it is disabled");
    let output = tool(&["doctor", &target, "--timeout", PLENTY, "--command", "guest-nap"]);
    check(&output, 25, "the agent has no command guest-nap");

    let forbidden = agent(|command| {
        (command == "guest-info").then_some(
            "\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Command guest-info has been disabled\"}",
        )
    });
    let output = doctor(&format!("unix:{}", forbidden.address()), PLENTY);
    check(&output, 25, "the agent's policy forbids guest-info: Command guest-info has been disabled");

    // What a guest sends is bounded, and never acts on a terminal.
    let long = agent(|command| {
        let answer = || format!("\"return\": {{\"version\": \"\\u001b[2J\\n{}\"}}", "x".repeat(100_000)).leak() as &str;
        (command == "guest-info").then(answer)
    });
    let output = doctor(&format!("unix:{}", long.address()), PLENTY);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.len() < 2000 && !output.stdout.contains(&0x1b), "{}", text(&output.stdout));

    let frozen = agent(|command| (command == "guest-fsfreeze-status").then_some("\"return\": \"frozen\""));
    let output = doctor(&format!("unix:{}", frozen.address()), PLENTY);
    let shown = check(&output, 24, "the guest's file systems are frozen, so the agent refuses most commands");
    let remedy = format!("remedy: if no backup is running: qga fsfreeze-thaw unix:{}\n", frozen.address());
    assert!(shown.ends_with(&remedy), "{shown}");

    // An hour and a half, and what is left of a minute.
    let ahead = agent(|command| (command == "guest-get-time").then(|| time(90 * 60 + 59)));
    let output = doctor(&format!("unix:{}", ahead.address()), PLENTY);
    let shown = text(&output.stdout);
    let is_named = shown.lines().any(|line| {
        line.starts_with("cause:  the guest's clock is 90 min ") && line.ends_with(" s ahead of this host's")
    });
    assert!(output.status.code() == Some(26) && is_named, "{shown}");
}

#[test]
fn what_cannot_be_reached_is_told_apart() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
    let target = format!("tcp:127.0.0.1:{port}");
    check(&doctor(&target, PLENTY), 16, &format!("nobody listens at {target}"));
    check(
        &doctor("exec:/nonexistent/bridge", PLENTY),
        28,
        "cannot run /nonexistent/bridge: No such file or directory (os error 2)",
    );
    let shown = check(&doctor("exec:true", PLENTY), 27, "the channel is closed as soon as it is used");
    assert!(shown.ends_with("\nremedy: see why this program ends: true\n"), "{shown}");
    check(&doctor("serial:/nonexistent/tty", PLENTY), 15, "serial:/nonexistent/tty does not exist");
    let name = format!("qga-test-none-{}", std::process::id());
    check(&doctor(&name, PLENTY), 10, &format!("no guest is called '{name}'"));
    assert_eq!(doctor("http://x", PLENTY).status.code(), Some(2));
}

/// A process that looks like QEMU: its name and its command line. It ends with this value.
struct FakeQemu {
    process: Child,
    /// It reads until this is closed.
    _input: ChildStdin,
}

impl FakeQemu {
    fn start(words: &[&str]) -> Self {
        let mut process = Command::new("sh")
            .arg0("qemu-system-x86_64")
            .args(["-c", "read _"])
            .args(words)
            .stdin(Stdio::piped())
            .spawn()
            .expect("every system has a shell");
        let input = process.stdin.take().expect("a pipe");
        FakeQemu { process, _input: input }
    }
}

impl Drop for FakeQemu {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_guest_without_a_channel_is_found_by_its_name() {
    let name = format!("qga-test-{}", std::process::id());
    let qemu = FakeQemu::start(&["-name", &format!("guest={name},debug-threads=on"), "-m", "1G"]);
    let shown = check(&doctor(&name, PLENTY), 14, "the guest has no channel for an agent");
    let tried = format!("{name}\n  ✗ QEMU process {} ({name}): no channel for an agent\n", qemu.process.id());
    assert!(shown.starts_with(&tried), "{shown}");
    drop(qemu);
    let port = "virtserialport,chardev=c,name=org.qemu.guest_agent.0";
    let _qemu = FakeQemu::start(&["-name", &name, "-chardev", "pty,id=c", "-device", port]);
    let words = "the agent's channel ends in a pty, and in no socket that others can connect to";
    check(&doctor(&name, PLENTY), 14, words);
}

/// A QMP monitor that gives these answers to `query-status` and `query-chardev`.
fn monitor(path: &Path, status: &'static str, is_open: bool) {
    let listener = UnixListener::bind(path).expect("a free name");
    let serve = move |mut stream: UnixStream| -> std::io::Result<()> {
        stream.write_all(b"{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n")?;
        for line in BufReader::new(stream.try_clone()?).lines() {
            let request: serde_json::Value = serde_json::from_str(&line?)?;
            let answer = match request["execute"].as_str() {
                Some("query-status") => format!("{{\"status\": \"{status}\", \"running\": false}}"),
                Some("query-chardev") => format!(
                    "[{{\"label\": \"x\", \"filename\": \"\", \"frontend-open\": true}}, \
                     {{\"label\": \"c\", \"filename\": \"\", \"frontend-open\": {is_open}}}]"
                ),
                _ => "{}".to_owned(),
            };
            stream.write_all(format!("{{\"return\": {answer}, \"id\": {}}}\r\n", request["id"]).as_bytes())?;
        }
        Ok(())
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // A client that has gone has seen enough.
            let _ = serve(stream);
        }
    });
}

#[test]
fn the_guests_state_is_asked_of_its_monitor() {
    for (status, is_open, exit, cause, tried) in [
        ("paused", true, 12, "the guest is paused (paused)", "✗ the guest's state: paused"),
        ("io-error", false, 12, "the guest is paused (io-error)", "✗ the guest's state: io-error"),
        ("prelaunch", false, 13, "the guest has not been started yet (prelaunch)", "✗ the guest's state: prelaunch"),
        (
            "running",
            false,
            21,
            "no process in the guest has opened the agent's port",
            "✗ no process in the guest has opened the port",
        ),
        (
            "running",
            true,
            27,
            "the channel is closed as soon as it is used",
            "✓ a process in the guest has opened the port",
        ),
    ] {
        let agent = Scripted::start(|_, _| Reply::Close);
        let (_folder, path, _) = place("monitor.sock");
        monitor(&path, status, is_open);
        let channel = format!("socket,id=c,path={},server=on,wait=off", agent.address());
        let port = "virtserialport,chardev=c,name=org.qemu.guest_agent.0";
        let qmp = format!("unix:{},server", path.display());
        let qemu = FakeQemu::start(&["-name", "vm 1", "-chardev", &channel, "-device", port, "-qmp", &qmp]);
        let target = format!("unix:{}", agent.address());
        let shown = check(&doctor(&target, PLENTY), exit, cause);
        let owner = format!("\n  ✓ QEMU process {} (vm 1): has the agent's channel\n", qemu.process.id());
        assert!(shown.contains(&owner) && shown.contains(&format!("  {tried}\n")), "{shown}");
    }
}

#[test]
fn qemu_itself_says_that_a_guest_waits_or_runs_without_an_agent() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let started = Command::new("qemu-system-x86_64")
        .current_dir(&folder)
        .args(["-machine", "q35", "-m", "16", "-nodefaults", "-display", "none", "-S", "-device", "virtio-serial-pci"])
        .args(["-chardev", "socket,id=ga,path=agent.sock,server=on,wait=off"])
        .args(["-device", "virtserialport,chardev=ga,name=org.qemu.guest_agent.0"])
        .args(["-qmp", "unix:qmp.sock,server=on,wait=off"])
        .spawn();
    let Ok(mut qemu) = started else {
        left_out("qemu_itself_says_that_a_guest_waits_or_runs_without_an_agent", "qemu-system-x86_64 is missing");
        return;
    };
    let monitor = loop {
        match QmpClient::connect(Address::Unix(folder.path().join("qmp.sock"))) {
            Ok(monitor) => break monitor,
            Err(error) => assert!(qemu.try_wait().expect("a child").is_none(), "QEMU has ended: {error}"),
        }
        std::thread::yield_now();
    };
    let target = format!("unix:{}", folder.path().join("agent.sock").display());
    // The monitor serves one client at a time.
    drop(monitor);
    check(&doctor(&target, "10"), 13, "the guest has not been started yet (prelaunch)");
    let mut monitor = QmpClient::connect(Address::Unix(folder.path().join("qmp.sock"))).expect("QEMU greets again");
    monitor.call_raw("cont", None).expect("QEMU starts the guest");
    drop(monitor);
    check(&doctor(&target, "10"), 21, "no process in the guest has opened the agent's port");
    // It is the test's own.
    qemu.kill().expect("it runs");
    qemu.wait().expect("a child");
}

/// Domains of libvirt's own driver for tests.
const DOMAINS: &str = "<node>
<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>paused</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
  <test:runstate>3</test:runstate>
</domain>
<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <name>off</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
  <test:runstate>5</test:runstate>
</domain>
<domain type='test'><name>bare</name><memory>1024</memory><os><type>hvm</type></os></domain>
<domain type='test'><name>well</name><memory>1024</memory><os><type>hvm</type></os>
  <devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices>
</domain>
</node>";

#[test]
fn libvirt_says_what_a_domain_does() {
    let (_folder, path, _) = place("domains.xml");
    std::fs::write(&path, DOMAINS).expect("a free name");
    let unsupported =
        "libvirt says: this function is not supported by the connection driver: virDomainQemuAgentCommand";
    for (domain, exit, cause) in [
        ("paused", 12, "the guest is paused (paused)"),
        ("off", 11, "the guest is not running"),
        ("bare", 14, "the guest has no channel for an agent"),
        ("none", 10, "libvirt has no domain 'none'"),
        ("well", 28, unsupported),
    ] {
        let output = doctor(&format!("libvirt:test://{}#{domain}", path.display()), PLENTY);
        if text(&output.stdout).contains("libvirt's library is not installed") {
            left_out("libvirt_says_what_a_domain_does", "libvirt's library is missing");
            return;
        }
        check(&output, exit, cause);
    }
}

#[test]
fn programs_get_one_object() {
    let (_folder, _, target) = place("agent.sock");
    let output = tool(&["doctor", &target, "--format", "json"]);
    assert_eq!(output.status.code(), Some(15));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let expected = serde_json::json!({
        "target": target,
        "status": 15,
        "cause": "missing",
        "reason": format!("{target} does not exist"),
        "remedy": "start the guest; or correct the path, which qga targets may know",
        "tried": [{"ok": false, "what": format!("{target}: does not exist")}],
    });
    assert_eq!(report, expected);
}
