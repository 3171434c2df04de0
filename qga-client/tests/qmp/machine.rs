//! Starts QEMU without a guest, with monitors and block devices.

use std::io::{ErrorKind, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};

use qga_client::qmp::QmpClient;
use qga_client::{Address, CallError};

/// Starts of a QEMU that crashes by itself.
const MAX_STARTS: usize = 3;

/// A running QEMU; it ends with this value.
pub(crate) struct Machine {
    qemu: Child,
    folder: tempfile::TempDir,
}

impl Machine {
    /// Starts it and waits until its monitor serves; `None` where QEMU is not installed, which is a line in the output.
    pub(crate) fn start(test: &str) -> Option<Self> {
        for _ in 0..MAX_STARTS {
            let mut machine = Self::spawn(test)?;
            while let Err(error) = QmpClient::connect(machine.monitor("qmp")) {
                match machine.qemu.try_wait().expect("it is a child") {
                    None => assert!(matches!(error, CallError::Closed), "QEMU does not greet: {error}"),
                    Some(status) if status.signal().is_some() => break,
                    Some(status) => panic!("QEMU has ended: {status}"),
                }
            }
            if machine.qemu.try_wait().expect("it is a child").is_none() {
                return Some(machine);
            }
        }
        panic!("QEMU crashes at each of {MAX_STARTS} starts");
    }

    fn spawn(test: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // QEMU gets a socket that listens already: a client can connect at once.
        let listener = UnixListener::bind(folder.path().join("qmp")).expect("a socket in a fresh folder");
        let qemu = Command::new("qemu-system-x86_64")
            .current_dir(folder.path())
            .args(["-machine", "none", "-display", "none", "-nodefaults", "-S"])
            .args(["-chardev", "socket,id=qmp,fd=0,server=on,wait=off", "-mon", "chardev=qmp,mode=control"])
            .args(["-monitor", "unix:hmp,server=on,wait=off"])
            .args(["-blockdev", "null-co,node-name=disk0,size=1048576,read-only=on"])
            .args(["-drive", "if=none,id=drive0,driver=null-co,size=4096"])
            .stdin(Stdio::from(OwnedFd::from(listener)))
            .spawn();
        match qemu {
            Ok(qemu) => Some(Machine { qemu, folder }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let line = format!("left out: {test}: qemu-system-x86_64 is missing\n");
                // Not by `eprint!`: the tests' own output is hidden when they pass.
                let _ = std::io::stderr().write_all(line.as_bytes());
                None
            }
            Err(error) => panic!("QEMU does not start: {error}"),
        }
    }

    /// The socket of a monitor: `qmp` or `hmp`.
    pub(crate) fn monitor(&self, name: &str) -> Address {
        Address::Unix(self.folder.path().join(name))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.qemu.kill();
        let _ = self.qemu.wait();
    }
}
