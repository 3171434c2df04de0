//! Processes that run guests: ones that only look like QEMU, and QEMU itself.

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use qga_client::Address;
use qga_client::qmp::QmpClient;

use crate::real_qemu::{self, MONITOR};

/// A process that looks like QEMU: its name and its command line. It ends with this value.
pub(crate) struct FakeQemu {
    process: Child,
    /// It reads until this is closed.
    _input: ChildStdin,
}

impl FakeQemu {
    pub(crate) fn start(words: &[&str]) -> Self {
        Self::start_with(words, |_| {})
    }

    /// Starts it with changes, such as another user's id.
    pub(crate) fn start_with(words: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let mut shell = Command::new("sh");
        shell.arg0("qemu-system-x86_64").args(["-c", "read _"]).args(words).stdin(Stdio::piped());
        change(&mut shell);
        let mut process = shell.spawn().expect("every system has a shell");
        let input = process.stdin.take().expect("a pipe");
        FakeQemu { process, _input: input }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for FakeQemu {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// QEMU itself, with a monitor in its folder. It ends with this value.
pub(crate) struct Qemu {
    process: Child,
    folder: tempfile::TempDir,
}

impl Qemu {
    /// The words of a channel for an agent, at `agent.sock` in its folder.
    pub(crate) const CHANNEL: &[&str] = &[
        "-device",
        "virtio-serial-pci",
        "-chardev",
        "socket,id=ga,path=agent.sock,server=on,wait=off",
        "-device",
        "virtserialport,chardev=ga,name=org.qemu.guest_agent.0",
    ];

    /// Starts it in a folder with this file; or else prints that this test is left out.
    pub(crate) fn start(test: &str, file: (&str, &[u8]), words: &[&str]) -> Option<Self> {
        let machine = ["-machine", "q35", "-accel", "tcg", "-m", "16"];
        let (process, folder) = real_qemu::start(test, file, &[&machine, words].concat())?;
        Some(Qemu { process, folder })
    }

    /// A monitor, which serves one client at a time.
    pub(crate) fn monitor(&self) -> Result<QmpClient, qga_client::CallError> {
        QmpClient::connect(Address::Unix(self.path(MONITOR)))
    }

    /// Gives a command to its monitor, and returns the answer.
    pub(crate) fn ask(&self, command: &str) -> String {
        let mut monitor = self.monitor().expect("QEMU greets");
        monitor.call_raw(command, None).expect("QEMU answers").as_str().to_owned()
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The address of a socket in its folder.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("unix:{}", self.path(name).display())
    }
}

impl Drop for Qemu {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
