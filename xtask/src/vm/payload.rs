//! Builds the programs under test and packs them into the archive that the guest unpacks when it boots.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Failure, cannot, folder};
use crate::{dist, package, programs};

/// The agent's path in the guest: that of the program it replaces, so that Debian's unit starts it unchanged.
const AGENT_PATH: &str = "usr/sbin/qemu-ga";

/// The path of the agent's unit tests in the guest, for scenarios that run some of them.
pub(crate) const AGENT_TESTS_PATH: &str = "usr/local/lib/qga/agent-tests";

/// The path of the packaged freeze hook in the guest, for scenarios that install it.
const HOOK_PATH: &str = "usr/local/lib/qga/fsfreeze-hook";

/// The folder of the agent's packages in the guest, for scenarios that install them.
pub(crate) const PACKAGES_PATH: &str = "usr/local/lib/qga/packages";

/// The names of the packages in that folder.
const PACKAGES: [&str; 3] = ["older.deb", "newer.deb", "agent.tar.gz"];

/// Builds the agent as it is released.
pub(crate) fn agent() -> Result<PathBuf, Failure> {
    dist::program()
}

/// Builds the program of the agent's unit tests, to be packed with the agent; statically, so that it runs in a guest of
/// another release than the host's.
pub(crate) fn agent_tests() -> Result<(), Failure> {
    let output = programs::cargo()
        .env("RUSTFLAGS", "-C target-feature=+crt-static -C strip=debuginfo")
        .args(["test", "--no-run", "--lib", "--quiet", "--package", "qga-agent"])
        .args(["--message-format=json-render-diagnostics", "--target", &dist::host_target()?, "--target-dir"])
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

/// Builds the agent's packages, to be packed with the agent.
pub(crate) fn packages(agent: &Path) -> Result<(), Failure> {
    let folder = folder().join("packages");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(cannot("remove older packages"))?;
    }
    let packages = package::for_guest(agent, &folder)?;
    for (package, name) in packages.iter().zip(PACKAGES) {
        std::fs::rename(package, folder.join(name)).map_err(cannot(format_args!("rename {}", package.display())))?;
    }
    Ok(())
}

fn tests() -> PathBuf {
    folder().join("programs").join("agent-tests")
}

/// Writes the archive to `disk`, with `agent`, the packaged hook and, if they have been built, the agent's tests and packages.
pub(crate) fn pack(agent: &Path, disk: &Path) -> Result<(), Failure> {
    let staging = disk.with_extension("staging");
    let hook = programs::workspace().join("qga-agent/packaging/fsfreeze-hook");
    let mut files = vec![(agent.to_owned(), AGENT_PATH.to_owned()), (tests(), AGENT_TESTS_PATH.to_owned())];
    files.push((hook, HOOK_PATH.to_owned()));
    files.extend(PACKAGES.map(|name| (folder().join("packages").join(name), format!("{PACKAGES_PATH}/{name}"))));
    for (program, place) in &files {
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
