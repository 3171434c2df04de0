//! Agents on this machine: ours, in a process of its own, and the established one, where it is installed.
//!
//! No test may ask an agent on the machine it runs on to freeze, shut down, suspend, set the time or a password.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use qga_client::{Address, Client, Options};

use crate::marked::end_marked;

/// Says to this program that it is an agent, and gives its folder and the commands that it refuses. What an agent starts
/// has the folder, too.
const FOLDER: &str = "QGA_TEST_AGENT_FOLDER";
const REFUSED: &str = "QGA_TEST_AGENT_REFUSED";

const REFERENCE: &str = "/usr/sbin/qemu-ga";

/// A running agent, killed when this is dropped.
pub(crate) struct Agent {
    process: Child,
    folder: tempfile::TempDir,
    pub(crate) name: &'static str,
}

/// Which program is the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Ours,
    Reference,
}

impl Agent {
    /// Starts an agent that refuses these commands.
    pub(crate) fn start(which: Which, refused: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let socket = folder.path().join("socket");
        let mut command = match which {
            Which::Ours => {
                let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
                command.args(["--exact", "agents::an_agent", "--nocapture"]);
                command.env(REFUSED, refused.join(","));
                command
            }
            Which::Reference => {
                let mut command = Command::new(REFERENCE);
                command.args(["-m", "unix-listen", "-p"]).arg(&socket).arg("-t").arg(folder.path());
                if !refused.is_empty() {
                    // Its older name is understood by versions up to 9.0, which are those without the newer one.
                    command.args(["-b", &refused.join(",")]);
                }
                command.env("QGA_CONF", "/no/such/file");
                command
            }
        };
        let process =
            command.env(FOLDER, folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let name = if which == Which::Ours { "ours" } else { "reference" };
        Agent { process: process.expect("the agent starts"), folder, name }
    }

    /// How many descriptors the agent has open.
    pub(crate) fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process.id())).expect("the agent runs").count()
    }

    /// A path in a folder that is removed with the agent.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same, as text for the guest.
    pub(crate) fn guest_path(&self, name: &str) -> String {
        self.path(name).to_str().expect("a path of ASCII").to_owned()
    }

    pub(crate) fn address(&self) -> Address {
        Address::Unix(self.path("socket"))
    }

    pub(crate) fn connect(&self) -> Client {
        Client::connect_when_up(self.address(), &Options::default(), Duration::from_secs(60)).expect("an agent")
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        end_marked(FOLDER, self.folder.path());
    }
}

/// Runs a test against our agent, and the established one where it is.
pub(crate) fn against_each(test: &str, check: impl Fn(&Agent)) {
    for which in each(test) {
        check(&Agent::start(which, &[]));
    }
}

pub(crate) fn each(test: &str) -> Vec<Which> {
    if Path::new(REFERENCE).exists() {
        return vec![Which::Ours, Which::Reference];
    }
    // Not through `eprintln`, which is hidden of a test that passes.
    let _ = writeln!(std::io::stderr(), "left out: {test} against the established agent: {REFERENCE} is missing");
    vec![Which::Ours]
}

/// Not a test: the process of our agent, if this program was started as one.
#[test]
fn an_agent() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = PathBuf::from(folder);
    let refused = std::env::var(REFUSED).unwrap_or_default();
    let config = qga_agent::Config {
        method: "unix-listen".into(),
        path: Some(folder.join("socket").to_str().expect("a path of ASCII").to_owned()),
        block_rpcs: refused.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        statedir: folder,
        ..qga_agent::Config::default()
    };
    qga_agent::run(&config, qga_agent::commands()).expect("the agent serves until it is killed");
}
