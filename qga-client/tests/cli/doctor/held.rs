//! Causes of the channel's other clients: one that holds it, and more than it takes.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, listen, socket_with};
use rustix::process::{Pid, Signal, kill_process};

use super::{SOON, check, doctor, place};
use crate::peer::left_out;
use crate::qemu::Qemu;

/// A process that is connected to a channel. It ends with this value.
struct Client(Child);

impl Client {
    fn of(target: &str) -> Self {
        let tool = Command::new(env!("CARGO_BIN_EXE_qga")).args(["pipe", target]).stdin(Stdio::piped()).spawn();
        Client(tool.expect("the tool was built"))
    }

    /// The cause that it is.
    fn cause(&self) -> String {
        format!("the channel is held by qga (pid {})", self.0.id())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A listener, and the first client's end: QEMU takes no second one.
fn served(path: &Path, target: &str) -> (UnixListener, Client, UnixStream) {
    let listener = UnixListener::bind(path).expect("a free name");
    let client = Client::of(target);
    let (end, _) = listener.accept().expect("the client connects");
    (listener, client, end)
}

/// Fills the queue of clients that wait.
fn fill(listener: &UnixListener, path: &Path) -> Vec<std::os::fd::OwnedFd> {
    listen(listener, 0).expect("it listens");
    let address = SocketAddrUnix::new(path).expect("a short path");
    let mut waiting = Vec::new();
    loop {
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::NONBLOCK, None);
        let socket = socket.expect("a socket");
        if connect(&socket, &address).is_err() {
            return waiting;
        }
        waiting.push(socket);
    }
}

#[test]
fn a_process_that_has_the_channel_is_named() {
    let (_folder, path, target) = place("agent.sock");
    let (_listener, client, _end) = served(&path, &target);
    let shown = check(&doctor(&target, SOON), 19, &client.cause());
    let pid = client.0.id();
    let tried = format!(
        "  ✓ connected to {target}\n  ✗ before this one: qga (pid {pid})\n  ✗ sync: no answer within {SOON} s\n"
    );
    assert!(shown.contains(&tried), "{shown}");
    // One that is stopped holds it, too.
    kill_process(Pid::from_child(&client.0), Signal::STOP).expect("it runs");
    check(&doctor(&target, SOON), 19, &client.cause());
}

#[test]
fn qemu_serves_one_client() {
    let words = [&["-S", "-name", "held"], Qemu::CHANNEL].concat();
    let Some(qemu) = Qemu::start("qemu_serves_one_client", ("none", b""), &words) else { return };
    let target = qemu.address("agent.sock");
    // This process comes first.
    let _held = UnixStream::connect(qemu.path("agent.sock")).expect("QEMU listens");
    let own = std::process::id();
    let name = std::fs::read_to_string(format!("/proc/{own}/comm")).expect("it runs");
    let cause = format!("the channel is held by {} (pid {own})", name.trim());
    let shown = check(&doctor(&target, SOON), 19, &cause);
    assert!(shown.contains(&format!("\n  ✓ QEMU process {} (held): has the agent's channel\n", qemu.id())));
}

#[test]
fn a_holder_of_another_user_is_seen_and_not_named() {
    const TEST: &str = "a_holder_of_another_user_is_seen_and_not_named";
    if !rustix::process::geteuid().is_root() {
        return left_out(TEST, "only root has other users");
    }
    let (folder, path, target) = place("agent.sock");
    let (_listener, _client, _end) = served(&path, &target);
    for path in [folder.path(), &path] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o777)).expect("our own");
    }
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    match tool.args(["doctor", &target, "--timeout", SOON]).uid(65534).output() {
        Ok(output) => {
            check(&output, 19, "the channel is held by another process, which only root can see");
        }
        Err(error) => left_out(TEST, &format!("another user cannot run the tool: {error}")),
    }
}

#[test]
fn a_full_queue_is_late_or_held() {
    let (_folder, path, target) = place("agent.sock");
    let listener = UnixListener::bind(&path).expect("a free name");
    let _waiting = fill(&listener, &path);
    check(&doctor(&target, SOON), 22, &format!("no process took the connection within {SOON} s"));

    let (_folder, path, target) = place("agent.sock");
    let (listener, client, _end) = served(&path, &target);
    let _waiting = fill(&listener, &path);
    check(&doctor(&target, SOON), 19, &client.cause());
}
