//! Builds and tests with the compiler that Debian 13 has, which is what a distribution's package is built with.

use std::path::PathBuf;
use std::process::Command;

use super::folder;
use crate::programs::{self, Failure, fresh};
use crate::tools::finish;

/// Mounts workspace and crates into the root and works there. Texts of the compiler, which other tests compare, differ.
const SCRIPT: &str = r#"mkdir -p "$1/work" "$1/cargo"
mount --bind "$2" "$1/work"
mount --bind "$3" "$1/cargo"
mount -t proc proc "$1/proc"
exec chroot "$1" env -i PATH=/usr/bin:/bin HOME=/root CARGO_HOME=/cargo CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 \
    CARGO_TARGET_DIR=/work/target/targets/debian-rust PROPTEST_CASES=8 sh -ec '
cd /work
rustc --version
cargo test --quiet --offline --locked --workspace --exclude xtask --all-features --lib --bins'"#;

/// Builds all crates and programs but `xtask`, and runs their unit tests, with Debian 13's compiler.
pub(super) fn run() -> Result<(), Failure> {
    let root = folder().join("trixie");
    if !root.exists() {
        println!("building a root of Debian 13 with its compiler (about a minute)");
        let partial = root.with_extension("partial");
        fresh(&partial)?;
        let mut build = Command::new("mmdebstrap");
        build.args(["--quiet", "--mode=root", "--variant=apt", "--include=rustc,cargo,gcc,libc6-dev", "trixie"]);
        build.arg(&partial).arg("deb http://deb.debian.org/debian trixie main");
        finish(build, "build a root of Debian 13")?;
        std::fs::rename(&partial, &root).map_err(|error| format!("cannot keep the root: {error}"))?;
    }
    let mut fetch = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    fetch.current_dir(programs::workspace()).args(["fetch", "--locked"]);
    finish(fetch, "download all crates")?;
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).ok_or("there is no folder of Cargo's")?;
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-ec", SCRIPT, "sh"]).arg(&root).arg(programs::workspace()).arg(cargo);
    let status = command.status().map_err(|error| format!("cannot run unshare: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("with Debian 13's compiler: {status}")) }
}
