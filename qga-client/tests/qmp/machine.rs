//! QEMU without a guest, with monitors and block devices.

use std::process::Child;

use qga_client::Address;

use crate::real_qemu;

const WORDS: [&str; 9] = [
    "-machine",
    "none",
    "-S",
    "-monitor",
    "unix:hmp.sock,server=on,wait=off",
    "-blockdev",
    "null-co,node-name=disk0,size=1048576,read-only=on",
    "-drive",
    "if=none,id=drive0,driver=null-co,size=4096",
];

/// A running QEMU; it ends with this value.
pub(crate) struct Machine {
    qemu: Child,
    folder: tempfile::TempDir,
}

impl Machine {
    /// Starts it and waits until its monitor serves; `None` where QEMU is not installed, which is a line in the output.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let (qemu, folder) = real_qemu::start(test, ("none", b""), &WORDS)?;
        Some(Machine { qemu, folder })
    }

    /// The socket of a monitor: `qmp.sock` or `hmp.sock`.
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
