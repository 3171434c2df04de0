//! `cargo xtask dist`: builds one static agent binary, which needs no other file in the guest.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::programs::{self, Failure};
use crate::targets;

mod empty_root;

/// Bytes of a stripped agent, at most. With glibc linked in, an empty program has two thirds of this.
const MAX_AGENT_BYTES: u64 = (16 << 20) / 10;

/// The type of an ELF file that can be loaded at any address, in its header.
const POSITION_INDEPENDENT: [u8; 2] = 3_u16.to_le_bytes();

/// Flags for a static program that can be loaded at any address.
const STATIC_FLAGS: [&str; 2] = ["-Ctarget-feature=+crt-static", "-Cstrip=symbols"];

/// Builds the agent statically for `target`, checks that it is static, and runs it in an empty root.
pub(crate) fn run(target: Option<&str>) -> Result<(), Failure> {
    let host = host_target()?;
    let target = target.unwrap_or(&host);
    let program = build(target)?;
    check(&program, target)?;
    if target == host { empty_root::run(&program) } else { Ok(()) }
}

/// Builds the agent for this machine, as it is released.
pub(crate) fn program() -> Result<PathBuf, Failure> {
    build(&host_target()?)
}

/// Builds the agent for a target, as it is released, and checks that it is static.
pub(crate) fn program_for(target: &str) -> Result<PathBuf, Failure> {
    let program = build(target)?;
    check(&program, target)?;
    Ok(program)
}

/// Whether a program needs no library of the system it runs on.
pub(crate) fn is_static(program: &Path) -> Result<bool, Failure> {
    let bytes = std::fs::read(program).map_err(|error| format!("cannot read {}: {error}", program.display()))?;
    Ok(has_interpreter(&bytes) == Some(false))
}

/// Checks that the program is static, not too large and, where Rust makes such static programs, position-independent.
fn check(program: &Path, target: &str) -> Result<(), Failure> {
    let bytes = std::fs::read(program).map_err(|error| format!("cannot read {}: {error}", program.display()))?;
    if has_interpreter(&bytes) != Some(false) {
        return Err(format!("{} is not a static program", program.display()));
    }
    if target.starts_with("x86_64-") && bytes.get(16..18) != Some(&POSITION_INDEPENDENT) {
        return Err(format!("{} can only be loaded at fixed addresses", program.display()));
    }
    let size = bytes.len() as u64;
    println!("{}: static, {} KiB", program.display(), size.div_ceil(1024));
    if size > MAX_AGENT_BYTES {
        return Err(format!("that is more than {} KiB", MAX_AGENT_BYTES / 1024));
    }
    Ok(())
}

/// Builds the static agent and returns its path; musl targets are static by themselves.
fn build(target: &str) -> Result<PathBuf, Failure> {
    let folder = programs::target_folder().join("dist");
    let mut flags = programs::flags_without_paths();
    flags.extend(STATIC_FLAGS.map(str::to_owned));
    // Rust includes a linker that supports these options for this target only. Cargo links in the workspace's folder.
    if target == "x86_64-unknown-linux-gnu" {
        flags
            .push("-Clink-arg=-Wl,--icf=all,--build-id=none,--pack-dyn-relocs=relr,-T,xtask/dist/static.ld".to_owned());
    }
    let mut command = programs::cargo();
    command
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
        .args(["build", "--profile", "dist", "--package", "qga-agent", "--bin", "qga-agent"])
        .args(["--target", target, "--target-dir"])
        .arg(&folder);
    targets::prepare(&mut command, target)?;
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("cargo build: {status}"));
    }
    Ok(folder.join(target).join("dist").join("qga-agent"))
}

pub(crate) fn host_target() -> Result<String, Failure> {
    let output = Command::new("rustc").arg("-vV").output().map_err(|error| format!("cannot run rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not name its host".to_owned())
}

/// Whether a 64-bit little-endian ELF file names a program interpreter, that is, needs a dynamic linker; `None` for any
/// other file.
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
    fn a_dynamic_program_is_distinguished_from_a_static_one() {
        let this = std::env::current_exe().and_then(std::fs::read).expect("a test can read itself");
        assert_eq!(has_interpreter(&this), Some(true), "tests are linked dynamically");
        assert_eq!(has_interpreter(b"#!/bin/sh"), None);
        assert_eq!(has_interpreter(&this[..60]), None);
    }
}
