//! Finds a standard library for a target: the toolchain's own, or one built from Debian's source of the same version.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder;
use crate::programs::{Failure, fresh, output};
use crate::tools::{self, finish};

/// Debian's archive that has the source of recent compilers.
const ARCHIVES: &[&str] = &["deb http://deb.debian.org/debian trixie-backports main"];

/// A standard library.
pub(super) enum Library {
    /// The toolchain has it.
    Installed,
    /// Cargo builds it from this folder.
    Source(PathBuf),
}

impl Library {
    /// Makes Cargo use it, with these of its crates.
    pub(super) fn configure(&self, command: &mut Command, crates: &str) {
        if let Self::Source(folder) = self {
            // The compiler's own version builds its library, as the toolchain's makers do.
            command
                .arg(format!("-Zbuild-std={crates}"))
                // Without the code of backtraces, which takes a fifth of the time to build.
                .arg("-Zbuild-std-features=panic-unwind")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("__CARGO_TESTS_ONLY_SRC_ROOT", folder);
        }
    }
}

/// The library for these targets.
///
/// # Errors
/// Why there is none.
pub(super) fn find(triples: &[&str]) -> Result<Library, Failure> {
    let sysroot = PathBuf::from(output(Command::new("rustc").args(["--print", "sysroot"]))?.trim()).join("lib/rustlib");
    if triples.iter().all(|triple| sysroot.join(triple).join("lib").exists()) {
        return Ok(Library::Installed);
    }
    let installed = sysroot.join("src/rust/library");
    if installed.join("std").exists() {
        return Ok(Library::Source(installed));
    }
    let version = output(Command::new("rustc").arg("--version"))?;
    let version = version.split(' ').nth(1).unwrap_or_default();
    let source = folder().join(format!("rust-src-{version}"));
    if !source.exists() {
        let partial = source.with_extension("partial");
        fresh(&partial)?;
        download(version, &partial)?;
        std::fs::rename(&partial, &source).map_err(|error| format!("cannot keep {}: {error}", source.display()))?;
    }
    let library = source.join(format!("usr/src/rustc-{version}/library"));
    if library.is_dir() { Ok(Library::Source(library)) } else { Err(format!("{} is missing", library.display())) }
}

/// Downloads Debian's source of this version and unpacks its library.
fn download(version: &str, target: &Path) -> Result<(), Failure> {
    let options = tools::only_from("apt-trixie", ARCHIVES)?;
    let mut update = Command::new("apt-get");
    update.args(&options).args(["update", "-qq", "--error-on=any"]);
    finish(update, "read Debian's lists of packages")?;
    let listed = output(Command::new("apt-cache").args(&options).args(["madison", "rust-src"]))?;
    let found = listed.split('|').map(str::trim).find(|word| word.starts_with(&format!("{version}+")));
    let found = found.ok_or_else(|| format!("Debian has no source of the standard library of Rust {version}"))?;
    let mut download = Command::new("apt-get");
    download.current_dir(target).args(&options).args(["download", "-qq", &format!("rust-src={found}")]);
    finish(download, "download rust-src")?;
    let mut unpack = Command::new("sh");
    let script = "dpkg-deb --fsys-tarfile ./rust-src_*.deb | tar -x --wildcards './usr/src/*/library/*'; rm ./*.deb";
    unpack.current_dir(target).args(["-ec", script]);
    finish(unpack, "unpack rust-src")
}
