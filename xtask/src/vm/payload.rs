//! Builds the programs under test and packs them into the archive that the guest unpacks when it boots.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Failure, cannot, folder};
use crate::programs;

/// Where the agent is put in the guest: the place of the program it replaces, so that Debian's unit starts it unchanged.
const AGENT: &str = "usr/sbin/qemu-ga";

/// Builds the agent, statically, so that it runs in a guest of another release than the host's.
pub(crate) fn agent() -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let programs = folder().join("programs");
    let status = Command::new(cargo)
        .current_dir(programs::workspace())
        .env("RUSTFLAGS", "-C target-feature=+crt-static -C strip=debuginfo")
        .args(["build", "--quiet", "--package", "qga-agent", "--target", &target, "--target-dir"])
        .arg(&programs)
        .status()
        .map_err(cannot("run cargo"))?;
    if !status.success() {
        return Err(format!("cargo build --package qga-agent: {status}"));
    }
    Ok(programs.join(target).join("debug").join("qga-agent"))
}

/// Writes the archive with `agent` in it to `disk`.
pub(crate) fn pack(agent: &Path, disk: &Path) -> Result<(), Failure> {
    let staging = disk.with_extension("staging");
    let target = staging.join(AGENT);
    let folder = target.parent().expect("a path below another");
    std::fs::create_dir_all(folder).map_err(cannot("create a folder for the programs"))?;
    std::fs::copy(agent, &target).map_err(cannot(format_args!("copy {}", agent.display())))?;
    let status = Command::new("tar")
        .args(["--create", "--owner=0", "--group=0", "--directory"])
        .arg(&staging)
        .arg("--file")
        .arg(disk)
        .arg(AGENT)
        .stdin(Stdio::null())
        .status()
        .map_err(cannot("run tar"))?;
    std::fs::remove_dir_all(&staging).map_err(cannot("remove the staging folder"))?;
    if status.success() { Ok(()) } else { Err(format!("tar: {status}")) }
}
