//! Admission to the agent's Unix sockets, tried by users that are refused.

use std::fs::{self, Permissions};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Uid, geteuid};
use rustix::thread::set_thread_res_uid;

const TIMEOUT: Duration = Duration::from_secs(60);

/// A user without any rights; also the kernel's number for users outside a user namespace.
const UNPRIVILEGED_UID: u32 = 65534;

/// A process that is killed when this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(command: &mut Command) -> Running {
    Running(command.env("QGA_CONF", "/no/such/file").spawn().unwrap())
}

/// Runs the rest of a thread as that user.
fn become_unprivileged() {
    let uid = Uid::from_raw(UNPRIVILEGED_UID);
    set_thread_res_uid(uid, uid, uid).unwrap();
}

/// Whether an agent answers this user.
fn answers(address: &SocketAddr) -> io::Result<bool> {
    let mut stream = UnixStream::connect_addr(address)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    // The agent may have closed the connection by now; it sends nothing.
    let _ = stream.write_all(b"{\"execute\": \"guest-ping\"}\n");
    let mut answer = [0; 15];
    match stream.read_exact(&mut answer) {
        Ok(()) => Ok(answer == *b"{\"return\": {}}\n"),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(error),
        Err(_) => Ok(false),
    }
}

fn answers_unprivileged(address: &SocketAddr) -> bool {
    thread::scope(|scope| scope.spawn(|| (become_unprivileged(), answers(address)).1.unwrap()).join().unwrap())
}

/// Waits until an agent listens, and answers its own user.
fn wait_for(address: &SocketAddr) {
    let end = Instant::now() + TIMEOUT;
    while !answers(address).unwrap_or(false) {
        assert!(Instant::now() < end, "{address:?}: no agent");
        thread::yield_now();
    }
}

fn abstract_address(name: &str) -> (SocketAddr, String) {
    let name = format!("qga-{name}-{}", std::process::id());
    (SocketAddr::from_abstract_name(&name).unwrap(), name)
}

/// Agents at a socket in the file system, an abstract one, and an abstract one that was handed over.
fn agents(options: &[&str], test: impl FnOnce(&[SocketAddr; 3])) {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let socket = folder.path().join("socket");
    let (of_name, name) = abstract_address("own");
    let (handed_over, _) = abstract_address("handed-over");
    let program = env!("CARGO_BIN_EXE_qga-agent");

    let mut command = Command::new(program);
    command.args(["-m", "unix-listen", "-p"]).arg(&socket).arg(format!("--channel=unix:@{name}"));
    let _agent = start(command.arg("-t").arg(folder.path()).args(options).stdin(Stdio::null()));
    let listener = UnixListener::bind_addr(&handed_over).unwrap();
    let script = "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", program, "-t"]).arg(folder.path()).args(options);
    let _adopter = start(command.stdin(OwnedFd::from(listener)));

    let addresses = [SocketAddr::from_pathname(&socket).unwrap(), of_name, handed_over];
    addresses.iter().for_each(wait_for);
    if options.is_empty() {
        assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
        // Opened by an administrator who relies on the permissions alone.
        fs::set_permissions(&socket, Permissions::from_mode(0o666)).unwrap();
    }
    test(&addresses);
}

#[test]
fn a_unix_socket_serves_its_own_user_and_those_that_are_named() {
    if !geteuid().is_root() {
        // The part that needs no other user: the agent's own user is served.
        agents(&[], |_| {});
        return println!("LEFT OUT: clients of another user, since only root can become one");
    }
    for (options, served) in
        [(&[][..], false), (&["--channel-users", "1234"], false), (&["--channel-users", "root,65534"], true)]
    {
        agents(options, |addresses| {
            for address in addresses {
                assert_eq!(answers_unprivileged(address), served, "{address:?} {options:?}");
                assert!(answers(address).unwrap(), "{address:?} {options:?}");
            }
        });
    }
}

/// The agent sees no pid of such a client. Refused clients, however many, do not affect root's.
#[test]
fn a_client_in_another_pid_namespace_is_served_by_its_user() {
    let own: &[&str] = if geteuid().is_root() { &[] } else { &["--user", "--map-root-user"] };
    let probe = Command::new("unshare").args(own).args(["--pid", "--fork", "true"]).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        return println!("LEFT OUT: an agent in a PID namespace of its own, which `unshare` cannot make here");
    }
    let folder = tempfile::tempdir().unwrap();
    let (address, name) = abstract_address("namespace");
    let mut command = Command::new("unshare");
    command.args(own).args(["--pid", "--fork", "--kill-child", env!("CARGO_BIN_EXE_qga-agent")]);
    command.args(["-m", "unix-listen", "-p"]).arg(folder.path().join("socket"));
    let _agent = start(command.arg(format!("--channel=unix:@{name}")).arg("-t").arg(folder.path()));
    wait_for(&address);

    let attackers = if geteuid().is_root() { 2 } else { 0 };
    let (over, refused) = (AtomicBool::new(false), AtomicU32::new(0));
    thread::scope(|scope| {
        for _ in 0..attackers {
            scope.spawn(|| {
                become_unprivileged();
                while !over.load(Ordering::Relaxed) {
                    assert!(!answers(&address).unwrap());
                    refused.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while refused.load(Ordering::Relaxed) < 10 * attackers {
            thread::yield_now();
        }
        let begin = Instant::now();
        let served = (0..20).filter(|_| answers(&address).is_ok_and(|served| served)).count();
        let took = begin.elapsed();
        over.store(true, Ordering::Relaxed);
        assert_eq!(served, 20);
        // A resting listener rests for a second each time.
        assert!(took < Duration::from_secs(10), "{took:?}");
    });
}

#[test]
fn an_abstract_name_that_is_taken_is_an_error_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (address, name) = abstract_address("taken");
    let _taken = UnixListener::bind_addr(&address).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_qga-agent"));
    command.args(["-m", "unix-listen", "-p"]).arg(folder.path().join("socket")).arg("-t").arg(folder.path());
    let output = command.arg(format!("--channel=unix:@{name}")).env("QGA_CONF", "/no/such/file").output().unwrap();
    let expected = format!("qemu-ga: failed to open channel unix:@{name}: another process has taken this name\n");
    assert_eq!((String::from_utf8(output.stderr).unwrap(), output.status.code()), (expected, Some(1)));
}
