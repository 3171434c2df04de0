//! Packs a second time, from another folder, and compares the bytes.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Options;
use super::verify;
use crate::programs::{self, Failure, fresh, output};

/// Packs a clone of the last commit, under another umask, zone and language, and compares all files with those in `folder`.
///
/// # Errors
/// Names the files that differ. Changes that are not committed are an error, too.
pub(super) fn run(options: &Options, folder: &Path) -> Result<(), Failure> {
    let workspace = programs::workspace();
    let changed = output(Command::new("git").current_dir(&workspace).args(["status", "--porcelain"]))?;
    if !changed.is_empty() {
        return Err(format!("the second time is of the last commit; commit these first:\n{changed}"));
    }
    let clone = programs::target_folder().join("package-again");
    fresh(&clone)?;
    output(Command::new("git").args(["clone", "--quiet"]).args([&workspace, &clone]))?;

    let this = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut again = Command::new("sh");
    again
        .current_dir(&clone)
        .args(["-ec", "umask 077; exec \"$0\" package --unchecked \"$@\""])
        .arg(this)
        .args(options.target.iter().flat_map(|target| ["--target", target]))
        .envs([("TZ", "Asia/Kathmandu"), ("LC_ALL", "C"), ("LANGUAGE", "de")])
        .env("CARGO_MANIFEST_DIR", clone.join("xtask"))
        .env("CARGO_TARGET_DIR", clone.join("target"));
    let status = again.status().map_err(|error| format!("cannot run sh: {error}"))?;
    if !status.success() {
        return Err(format!("packing a second time: {status}"));
    }
    verify::run("diff", &["--recursive", "--brief"], &[folder, &clone.join("target/package")])?;
    fs::remove_dir_all(&clone).map_err(|error| format!("cannot remove {}: {error}", clone.display()))?;
    println!("packed a second time, in another folder: the same bytes");
    Ok(())
}
