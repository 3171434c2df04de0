//! Real agents: ours, run by this test's own program, and the established one where it is installed.

use std::io::Write;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::marked::end_marked;
use crate::peer::{text, tool};

/// The variable that makes this test's program an agent, in this folder. What an agent starts has it, too.
const FOLDER_VARIABLE: &str = "QGA_TEST_AGENT_FOLDER";

/// Commands that would change this machine.
const BLOCKED: &[&str] = &[
    "guest-shutdown",
    "guest-suspend-disk",
    "guest-suspend-ram",
    "guest-suspend-hybrid",
    "guest-fsfreeze-freeze",
    "guest-fsfreeze-freeze-list",
    "guest-fstrim",
    "guest-set-time",
    "guest-set-vcpus",
    "guest-set-memory-blocks",
    "guest-set-user-password",
    "guest-ssh-add-authorized-keys",
    "guest-ssh-remove-authorized-keys",
];

/// Not a test: is the agent where [`Served::ours`] starts this program as one.
#[test]
fn agent_process() {
    let Some(folder) = std::env::var_os(FOLDER_VARIABLE).map(std::path::PathBuf::from) else { return };
    let config = qga_agent::Config {
        method: "unix-listen".into(),
        path: folder.join("agent.sock").to_str().map(str::to_owned),
        statedir: folder,
        block_rpcs: BLOCKED.iter().map(ToString::to_string).collect(),
        ..qga_agent::Config::default()
    };
    qga_agent::run(&config, qga_agent::commands()).expect("the agent serves until it is killed");
}

/// An agent that is killed when the test is done with it.
pub(crate) struct Served {
    agent: std::process::Child,
    folder: tempfile::TempDir,
}

impl Served {
    /// Our agent, without the commands that would change this machine.
    pub(crate) fn ours() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut agent = Command::new(std::env::current_exe().expect("this test's program"));
        agent.args(["--exact", "agent::agent_process", "--nocapture"]);
        Self::start(agent, folder)
    }

    /// The established agent, where it is installed; or else prints that this test is left out.
    pub(crate) fn established(test: &str) -> Option<Self> {
        const ESTABLISHED: &str = "/usr/sbin/qemu-ga";
        if !std::path::Path::new(ESTABLISHED).exists() {
            // On the error stream itself, since what `println!` prints in a test that passes is not shown. A line that
            // cannot be written changes no result.
            let line = format!("left out: {test}: {ESTABLISHED} is missing (`cargo xtask tools --install`)\n");
            let _ = std::io::stderr().write_all(line.as_bytes());
            return None;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut agent = Command::new(ESTABLISHED);
        agent.args(["-m", "unix-listen", "-p"]).arg(folder.path().join("agent.sock")).arg("-t").arg(folder.path());
        agent.args(["-b", &BLOCKED.join(",")]);
        Some(Self::start(agent, folder))
    }

    fn start(mut agent: Command, folder: tempfile::TempDir) -> Self {
        agent.env(FOLDER_VARIABLE, folder.path()).stdout(Stdio::null());
        let agent = agent.spawn().expect("it is installed");
        let served = Served { agent, folder };
        let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while std::os::unix::net::UnixStream::connect(served.address()).is_err() {
            assert!(std::time::Instant::now() < end, "it does not listen");
            std::thread::yield_now();
        }
        served
    }

    /// Sends a signal to the agent.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.agent), signal).expect("it runs");
    }

    /// A path in the agent's folder.
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a temporary path").to_owned()
    }

    /// Whether the agent has this file open.
    pub(crate) fn has_open(&self, path: &str) -> bool {
        let open = std::fs::read_dir(format!("/proc/{}/fd", self.agent.id())).expect("the agent runs");
        // A descriptor may be closed in between.
        open.flatten().any(|entry| std::fs::read_link(entry.path()).is_ok_and(|open| open.ends_with(path)))
    }

    pub(crate) fn address(&self) -> String {
        self.folder.path().join("agent.sock").to_str().expect("a temporary path").to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It has ended if this fails.
        let _ = self.agent.kill();
        let _ = self.agent.wait();
        end_marked(FOLDER_VARIABLE, self.folder.path());
    }
}

#[test]
fn the_established_agent_is_served_like_any_other() {
    let Some(agent) = Served::established("the_established_agent_is_served_like_any_other") else { return };
    let address = &agent.address();
    let ask = |words: &[&str]| {
        let output = tool(&[&["-s", address], words].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    assert_eq!(ask(&["guest-ping"]), (Some(0), "{}\n".into(), String::new()));
    let (status, printed, _) = ask(&["guest-get-host-name"]);
    let own = std::fs::read_to_string("/proc/sys/kernel/hostname").expect("Linux");
    let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!((status, printed), (Some(0), serde_json::json!({"host-name": own.trim()})));
    let (status, printed, said) = ask(&["guest-file-read", "--handle", "1"]);
    assert_eq!((status, printed), (Some(1), String::new()));
    assert!(said.contains("handle '1' has not been found"), "{said}");
}
