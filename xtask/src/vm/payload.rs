//! Builds the programs under test and packs them into the archive that the guest unpacks when it boots.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Failure, cannot, folder};
use crate::{dist, programs};

/// Where the agent is put in the guest: the place of the program it replaces, so that Debian's unit starts it unchanged.
const AGENT: &str = "usr/sbin/qemu-ga";

/// Where the agent's own tests are put in the guest, for scenarios that run some of them there.
pub(crate) const AGENT_TESTS: &str = "usr/local/lib/qga/agent-tests";

/// Where the packaged freeze hook is put in the guest, for scenarios that install it.
const HOOK: &str = "usr/local/lib/qga/fsfreeze-hook";

/// Builds the agent as it ships: what a guest's users run is what the tests have seen.
pub(crate) fn agent() -> Result<PathBuf, Failure> {
    dist::program()
}

/// Builds the program of the agent's unit tests, statically, so that it runs in a guest of another release than the
/// host's, to be packed beside the agent.
pub(crate) fn agent_tests() -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = Command::new(cargo)
        .current_dir(programs::workspace())
        .env("RUSTFLAGS", "-C target-feature=+crt-static -C strip=debuginfo")
        .args(["test", "--no-run", "--lib", "--quiet", "--package", "qga-agent"])
        .args(["--message-format=json-render-diagnostics", "--target", &target, "--target-dir"])
        .arg(folder().join("programs"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(cannot("run cargo"))?;
    if !output.status.success() {
        return Err(format!("cargo test --no-run --package qga-agent: {}", output.status));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let programs = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let program = programs.filter_map(|message| Some(PathBuf::from(message.get("executable")?.as_str()?))).next_back();
    let built = program.ok_or("cargo test --no-run --package qga-agent has made no program")?;
    std::fs::copy(&built, tests()).map(drop).map_err(cannot(format_args!("copy {}", built.display())))
}

fn tests() -> PathBuf {
    folder().join("programs").join("agent-tests")
}

/// Writes the archive with `agent` and the packaged hook in it, and with its tests when they have been built, to `disk`.
pub(crate) fn pack(agent: &Path, disk: &Path) -> Result<(), Failure> {
    let staging = disk.with_extension("staging");
    let hook = programs::workspace().join("qga-agent/packaging/fsfreeze-hook");
    for (program, place) in [(agent, AGENT), (&tests(), AGENT_TESTS), (&hook, HOOK)] {
        if program == agent || program.exists() {
            let target = staging.join(place);
            let folder = target.parent().expect("a path below another");
            std::fs::create_dir_all(folder).map_err(cannot("create a folder for the programs"))?;
            std::fs::copy(program, &target).map_err(cannot(format_args!("copy {}", program.display())))?;
        }
    }
    let status = Command::new("tar")
        .args(["--create", "--owner=0", "--group=0", "--directory"])
        .arg(&staging)
        .arg("--file")
        .arg(disk)
        .arg("usr")
        .stdin(Stdio::null())
        .status()
        .map_err(cannot("run tar"))?;
    std::fs::remove_dir_all(&staging).map_err(cannot("remove the staging folder"))?;
    if status.success() { Ok(()) } else { Err(format!("tar: {status}")) }
}
