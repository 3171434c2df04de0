//! Starts QEMU itself.

use std::io::{ErrorKind, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use qga_client::Address;
use qga_client::qmp::QmpClient;

/// The name of the monitor's socket in its folder.
pub(crate) const MONITOR: &str = "qmp.sock";

/// Starts of a QEMU that crashes by itself.
const MAX_STARTS: usize = 3;

/// Time for its monitor to greet, on a busy machine.
const START_TIMEOUT: Duration = Duration::from_secs(100);

/// Starts it with these words in an empty folder, which gets the file, and waits until its monitor greets. Where QEMU is not
/// installed, prints that the test is left out.
pub(crate) fn start(test: &str, file: (&str, &[u8]), words: &[&str]) -> Option<(Child, tempfile::TempDir)> {
    for _ in 0..MAX_STARTS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join(file.0), file.1).expect("a free name");
        let mut command = Command::new("qemu-system-x86_64");
        command.current_dir(&folder).args(["-nodefaults", "-display", "none"]).args(words);
        let mut qemu = match command.args(["-qmp", &format!("unix:{MONITOR},server=on,wait=off")]).spawn() {
            Ok(qemu) => qemu,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // Not by `eprint!`, since tests that pass show no output. A line that cannot be written changes no result.
                let line = format!("left out: {test}: qemu-system-x86_64 is missing\n");
                let _ = std::io::stderr().write_all(line.as_bytes());
                return None;
            }
            Err(error) => panic!("QEMU does not start: {error}"),
        };
        if greets(&mut qemu, &Address::Unix(folder.path().join(MONITOR))) {
            return Some((qemu, folder));
        }
    }
    panic!("QEMU crashes at each of {MAX_STARTS} starts");
}

/// Waits for the greeting; false if QEMU crashes first.
fn greets(qemu: &mut Child, monitor: &Address) -> bool {
    let start = Instant::now();
    while let Err(error) = QmpClient::connect(monitor.clone()) {
        match qemu.try_wait().expect("a child") {
            None => assert!(start.elapsed() < START_TIMEOUT, "QEMU does not greet: {error}"),
            Some(status) if status.signal().is_some() => return false,
            Some(status) => panic!("QEMU has ended: {status}"),
        }
        std::thread::yield_now();
    }
    true
}
