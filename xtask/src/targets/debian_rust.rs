//! Builds and tests with the compiler that Debian 13 has, which is what a distribution's package is built with.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{folder, unoptimized};
use crate::programs::{self, Failure, fresh};
use crate::tools::{self, Purpose, finish};

/// Mounts the workspace, a target folder and the crates of the registry into the root, and runs Cargo there.
const SCRIPT: &str = r#"root=$1 workspace=$2 target=$3 registry=$4
shift 4
mkdir -p "$root/work" "$root/target" "$root/cargo/registry" "$target"
mount -o bind,ro "$workspace" "$root/work"
mount -o bind,ro "$registry" "$root/cargo/registry"
mount --bind "$target" "$root/target"
mount -t proc proc "$root/proc"
chroot "$root" rustc --version
exec chroot "$root" env -i --chdir=/work PATH=/usr/bin:/bin HOME=/root CARGO_HOME=/cargo CARGO_TARGET_DIR=/target \
    CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 PROPTEST_CASES=8 cargo "$@""#;

/// Builds all crates and programs, and runs their unit tests, with Debian 13's compiler and the crates of `Cargo.lock`.
/// What cannot be had here is left out, in one line.
pub(super) fn run() -> Result<(), Failure> {
    let (root, registry) = match prepare() {
        Ok(folders) => folders,
        Err(failure) => {
            println!("left out: unit tests with Debian 13's compiler: {}", tools::in_one_line(&failure));
            return Ok(());
        }
    };
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-ec", SCRIPT, "sh"]).arg(root).arg(programs::workspace());
    command.arg(folder().join("debian-rust")).arg(registry);
    // Integration tests compare the compiler's own texts, which differ.
    command.args(["test", "--quiet", "--no-fail-fast", "--offline", "--locked", "--workspace", "--all-features"]);
    command.args(["--lib", "--bins"]).args(unoptimized());
    let status = command.status().map_err(|error| format!("cannot run unshare: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("with Debian 13's compiler: {status}")) }
}

/// The root folder with the compiler, and the registry's crates.
fn prepare() -> Result<(PathBuf, PathBuf), Failure> {
    tools::can_mount()?;
    let root = folder().join("trixie");
    if !root.exists() {
        bootstrap(&root)?;
    }
    let mut fetch = programs::cargo();
    fetch.args(["fetch", "--locked"]);
    finish(fetch, "download all crates")?;
    let home = programs::cargo_home().ok_or("Cargo has no folder here: HOME is not set")?;
    Ok((root, home.join("registry")))
}

/// Unpacks and configures Debian 13 with its compiler in `root`.
fn bootstrap(root: &Path) -> Result<(), Failure> {
    if let Some((program, package)) = tools::missing(Purpose::Guest).find(|(program, _)| *program == "mmdebstrap") {
        return Err(format!("{program} (package {package}) is missing"));
    }
    println!("building a root of Debian 13 with its compiler (about a minute)");
    let partial = root.with_extension("partial");
    fresh(&partial)?;
    let mut build = Command::new("mmdebstrap");
    build.args(["--quiet", "--mode=root", "--variant=essential", "--format=directory", "--include=cargo"]);
    build.args(["--aptopt=Acquire::Languages \"none\"", "--aptopt=APT::Install-Recommends \"false\""]);
    build.arg("trixie").arg(&partial).arg("deb http://deb.debian.org/debian trixie main");
    finish(build, "build a root of Debian 13")?;
    std::fs::rename(&partial, root).map_err(|error| format!("cannot keep the root: {error}"))
}
