//! Agents of another host, which a real SSH server on this one stands for.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::agent::Served;
use crate::peer::{left_out, text};
use crate::running::ran;

/// Where Debian and Fedora have it; it starts only by its full path.
const SERVER: &str = "/usr/sbin/sshd";

/// The folder that a server of root's wants, which its service makes.
const ROOTS_FOLDER: &str = "/run/sshd";

/// An SSH server on the loopback, with keys and configuration of its own; `far` is its name for the client.
struct Server {
    process: Child,
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts a server whose programs are looked for in `programs`; or else prints that this test is left out.
    fn start(test: &str, programs: &str) -> Option<Self> {
        if !Path::new(SERVER).exists() {
            left_out(test, &format!("{SERVER} is missing (`cargo xtask tools --install`)"));
            return None;
        }
        if rustix::process::geteuid().is_root() {
            fs::create_dir_all(ROOTS_FOLDER).expect("root may");
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        for key in ["host", "key"] {
            let mut make = Command::new("ssh-keygen");
            let made =
                make.args(["-q", "-t", "ed25519", "-N", "", "-f", &path(key)]).status().expect("it is with sshd");
            assert!(made.success());
        }
        // The server cannot say which port it was given, so the test looks for a free one.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let user = text(&Command::new("id").arg("-un").output().expect("every system has it").stdout);
        let server = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
             UsePAM no\nPermitRootLogin yes\nSetEnv PATH={programs}\n",
            path("host"),
            path("key.pub")
        );
        let client = format!(
            "Host far\nHostName 127.0.0.1\nPort {port}\nUser {user}\nIdentityFile {}\nIdentitiesOnly yes\n\
             UserKnownHostsFile {}\nStrictHostKeyChecking no\nLogLevel ERROR\nBatchMode yes\n",
            path("key"),
            path("known")
        );
        // The client reads no file that a variable names.
        let own = std::env::var("PATH").expect("a path");
        let ssh = format!("#!/bin/sh\nPATH='{own}'\nexec ssh -F '{}' \"$@\"\n", path("client"));
        for (name, text) in [("server", server), ("client", client), ("ssh", ssh)] {
            fs::write(folder.path().join(name), text).expect("a file in a fresh folder");
        }
        fs::set_permissions(folder.path().join("ssh"), PermissionsExt::from_mode(0o755)).expect("our own");
        let log = fs::File::create(folder.path().join("log")).expect("a file in a fresh folder");
        let mut process = Command::new(SERVER);
        process.args(["-D", "-e", "-f", &path("server")]).stdin(Stdio::null()).stderr(log);
        let mut server = Server { process: process.spawn().expect("it is installed"), folder };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(server.process.try_wait().expect("a child").is_none(), "{}", server.log());
            std::thread::yield_now();
        }
        // An account of the system's is locked.
        let entered = Command::new(server.folder.path().join("ssh")).args(["far", ":"]).stdin(Stdio::null()).output();
        if !entered.expect("it was written").status.success() {
            left_out(test, &format!("the server does not let this user in: {}", server.log().replace('\n', "; ")));
            return None;
        }
        Some(server)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The tool, for which `far` is this server.
    fn tool(&self, words: &[&str]) -> Command {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
        let path = std::env::var("PATH").expect("a path");
        tool.args(words).env("PATH", format!("{}:{path}", self.folder.path().display())).stdin(Stdio::null());
        tool
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_tool_of_another_host_passes_its_agent_on() {
    let qga = Path::new(env!("CARGO_BIN_EXE_qga")).parent().expect("a folder").display();
    let programs = format!("{qga}:/usr/bin:/bin");
    let Some(server) = Server::start("the_tool_of_another_host_passes_its_agent_on", &programs) else { return };
    let agent = Served::ours();
    let target = format!("ssh:far/{}", agent.address());
    let words = ["exec", &target, "--", "sh", "-c", "echo works; exit 3"];
    assert_eq!(ran(server.tool(&words)), ("works\n".into(), String::new(), Some(3)), "{}", server.log());
    let (shown, _, code) = ran(server.tool(&["doctor", &target]));
    assert!(code == Some(0) && shown.ends_with("\nall is well\n"), "{shown}");
    // The other host's words come, too.
    let (shown, said, code) = ran(server.tool(&["doctor", "ssh:far//nonexistent.sock"]));
    let cause = "\ncause:  the channel is closed as soon as it is used\n\
                 remedy: see what this says: ssh far qga doctor /nonexistent.sock\n";
    assert!(code == Some(27) && shown.ends_with(cause), "{shown}");
    assert!(said.contains("cannot connect to unix:/nonexistent.sock: No such file or directory"), "{said}");
}

#[test]
fn another_host_needs_no_tool() {
    const TEST: &str = "another_host_needs_no_tool";
    let programs = tempfile::tempdir().expect("a temporary folder");
    let mut has_join = false;
    for (name, joins) in [("sh", false), ("socat", true)] {
        let found = ["/bin", "/usr/bin"].map(|folder| Path::new(folder).join(name)).into_iter().find(|it| it.exists());
        if let Some(found) = found {
            std::os::unix::fs::symlink(found, programs.path().join(name)).expect("a free name");
            has_join |= joins;
        }
    }
    if !has_join {
        return left_out(TEST, "socat is missing (`cargo xtask tools --install`)");
    }
    let Some(server) = Server::start(TEST, &programs.path().display().to_string()) else { return };
    let agent = Served::ours();
    let target = format!("ssh:far/{}", agent.address());
    let (shown, said, code) = ran(server.tool(&["guest-ping", &target]));
    assert_eq!((shown.as_str(), code), ("{}\n", Some(0)), "{said}{}", server.log());
    let (_, said, code) = ran(server.tool(&["guest-ping", "ssh:far/web1"]));
    assert!(code == Some(4) && said.contains("qga is not installed here, and web1 is no socket"), "{code:?} {said}");
}
