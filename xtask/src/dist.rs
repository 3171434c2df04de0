//! `cargo xtask dist`: one static agent binary that runs in a guest with nothing else in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::programs::{self, Failure};

mod empty_root;

/// What a stripped agent weighs at most, in bytes. With glibc linked in, an empty program has two thirds of it.
const MOST: u64 = 3 << 19;

/// No file but this; addresses that are fixed at link time need no table to correct them. What that costs, a random place
/// for the program's own code, is little for one that no user of the guest can talk to.
const STATIC: &str = "-C target-feature=+crt-static -C relocation-model=static -C strip=symbols";

/// Builds the agent statically for `target`, checks that it is one file that needs no other, and tries it in an empty root.
pub(crate) fn run(target: Option<&str>) -> Result<(), Failure> {
    let host = host_target()?;
    let target = target.unwrap_or(&host);
    let program = build(target)?;
    check(&program)?;
    if target == host { empty_root::run(&program) } else { Ok(()) }
}

/// Builds the agent for this machine, as it ships.
pub(crate) fn program() -> Result<PathBuf, Failure> {
    build(&host_target()?)
}

/// That the program is static and not too large.
fn check(program: &Path) -> Result<(), Failure> {
    let bytes = std::fs::read(program).map_err(|error| format!("cannot read {}: {error}", program.display()))?;
    if has_interpreter(&bytes) != Some(false) {
        return Err(format!("{} is not a static program", program.display()));
    }
    let size = bytes.len() as u64;
    println!("{}: static, {} KiB", program.display(), size.div_ceil(1024));
    if size > MOST {
        return Err(format!("that is more than {} KiB", MOST / 1024));
    }
    Ok(())
}

/// Builds the static agent and returns where it is; musl targets are static by themselves.
fn build(target: &str) -> Result<PathBuf, Failure> {
    let folder = programs::target_folder().join("dist");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut flags = STATIC.to_owned();
    // The one target for which Rust brings its own linker, so that these are understood.
    if target == "x86_64-unknown-linux-gnu" {
        let script = programs::workspace().join("xtask/dist/static.ld");
        flags += &format!(" -C link-arg=-Wl,--icf=all,--build-id=none,-T,{}", script.display());
    }
    let status = Command::new(cargo)
        .current_dir(programs::workspace())
        .env("RUSTFLAGS", flags)
        .args(["build", "--profile", "dist", "--package", "qga-agent", "--bin", "qga-agent"])
        .args(["--target", target, "--target-dir"])
        .arg(&folder)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("cargo build: {status}"));
    }
    Ok(folder.join(target).join("dist").join("qga-agent"))
}

fn host_target() -> Result<String, Failure> {
    let output = Command::new("rustc").arg("-vV").output().map_err(|error| format!("cannot run rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not name its host".to_owned())
}

/// Whether a 64-bit little-endian ELF file names a program interpreter, that is, needs a dynamic linker; none if the
/// file is something else.
fn has_interpreter(elf: &[u8]) -> Option<bool> {
    const INTERPRETER: [u8; 4] = 3_u32.to_le_bytes();
    if !elf.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let word = |at: usize, size: usize| {
        let bytes = elf.get(at..at + size)?;
        Some(bytes.iter().rev().fold(0_usize, |value, &byte| (value << 8) | usize::from(byte)))
    };
    let (offset, size, count) = (word(32, 8)?, word(54, 2)?, word(56, 2)?);
    (0..count)
        .map(|index| elf.get(offset + index * size..)?.get(..4))
        .try_fold(false, |found, kind| Some(found || kind? == INTERPRETER))
}

#[cfg(test)]
mod tests {
    use super::has_interpreter;

    #[test]
    fn a_dynamic_program_is_told_from_a_static_one() {
        let this = std::env::current_exe().and_then(std::fs::read).expect("a test can read itself");
        assert_eq!(has_interpreter(&this), Some(true), "tests are linked dynamically");
        assert_eq!(has_interpreter(b"#!/bin/sh"), None);
        assert_eq!(has_interpreter(&this[..60]), None);
    }
}
