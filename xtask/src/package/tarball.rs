//! Builds the archive with an install script, and Alpine's recipe that takes its files from the same table.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::documents::write;
use super::files::{File, Owner, Source};
use super::formats::{Format, HOMEPAGE, Package, Release};
use super::stage::{self, Ingredients};
use crate::programs::{self, Failure, output};

/// Builds the archive in `folder`; returns its path.
pub(crate) fn build(
    package: Package,
    files: &[File],
    release: &Release,
    from: &Ingredients,
    folder: &Path,
) -> Result<PathBuf, Failure> {
    pack(package, release.architecture(), release, folder, |staging| {
        stage::stage(files, Format::Tarball, from, &staging.join("root"))?;
        write(staging, "files", &list(files))?;
        for script in ["install.sh", "uninstall.sh"] {
            let source = programs::workspace().join("qga-agent/packaging/tarball").join(script);
            fs::copy(&source, staging.join(script))
                .map_err(|error| format!("cannot copy {}: {error}", source.display()))?;
        }
        Ok(())
    })
}

/// The list that the install script reads: mode, init system, whether it is the owner's, path.
fn list(files: &[File]) -> String {
    let line = |file: &File| {
        let kept = if file.owner == Owner::Guest { "keep" } else { "replace" };
        format!("{:o} {} {kept} {}\n", file.mode, file.init, file.path.trim_end_matches(".openrc"))
    };
    files.iter().filter(|file| file.formats.contains(&Format::Tarball)).map(line).collect()
}

/// Packs what `fill` puts into the folder `NAME-VERSION` as `NAME-VERSION-KIND.tar.gz`, the same bytes each time.
fn pack(
    package: Package,
    kind: &str,
    release: &Release,
    folder: &Path,
    fill: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<PathBuf, Failure> {
    let top = format!("{}-{}", package.name, release.version);
    let staging = folder.join(&top);
    fill(&staging)?;
    let tar = folder.join(format!("{top}-{kind}.tar"));
    output(
        Command::new("tar")
            .args(["--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"])
            // Whatever the umask.
            .args(["--mode=u=rwX,go=rX", &format!("--mtime=@{}", release.epoch)])
            .arg("--file")
            .arg(&tar)
            .arg("--directory")
            .args([folder, Path::new(&top)]),
    )?;
    output(Command::new("gzip").args(["-9nf"]).arg(&tar))?;
    fs::remove_dir_all(&staging).map_err(|error| format!("cannot remove {}: {error}", staging.display()))?;
    Ok(tar.with_extension("tar.gz"))
}

/// Writes Alpine's recipe and the archive of the files that it installs.
pub(crate) fn alpine(
    package: Package,
    files: &[File],
    release: &Release,
    from: &Ingredients,
    folder: &Path,
) -> Result<PathBuf, Failure> {
    let folder = folder.join("alpine");
    let fill = |staging: &Path| stage::stage(files, Format::Alpine, from, staging);
    let source = pack(package, "alpine", release, &folder, fill)?;
    let sum = output(Command::new("sha512sum").arg(&source))?;
    let sum = sum.split(' ').next().unwrap_or_default();
    write(&folder, "APKBUILD", &recipe(package, files, release, sum))?;
    Ok(folder.join("APKBUILD"))
}

fn recipe(package: Package, files: &[File], release: &Release, sum: &str) -> String {
    let line = |file: &File| {
        let path = file.path.trim_start_matches('/');
        match file.source {
            Source::Folder => format!("\tinstall -d \"$pkgdir\"/{path}\n"),
            Source::Link(to) => format!("\tln -s {to} \"$pkgdir\"/{path}\n"),
            _ => format!("\tinstall -Dm{:o} {path} \"$pkgdir\"/{path}\n", file.mode),
        }
    };
    let installed: String = files.iter().filter(|file| file.formats.contains(&Format::Alpine)).map(line).collect();
    let replaces = package.replaces.unwrap_or_default();
    format!(
        "# Packs the static program; `abuild -r` in this folder builds the package.\n\
         pkgname={}\npkgver={}\npkgrel=0\npkgdesc=\"{}\"\nurl=\"{HOMEPAGE}\"\narch=\"{}\"\nlicense=\"MIT OR Apache-2.0\"\n\
         depends=\"!{replaces} !{replaces}-openrc\"\nprovides=\"{replaces}=$pkgver-r$pkgrel\"\nreplaces=\"{replaces}\"\n\
         options=\"!check !strip\"\nsource=\"$pkgname-$pkgver-alpine.tar.gz\"\n\npackage() {{\n{installed}\
         \tinstall -d \"$pkgdir\"/etc/qemu/fsfreeze-hook.d\n}}\n\nsha512sums=\"\n{sum}  {}-{}-alpine.tar.gz\n\"\n",
        package.name,
        release.version,
        package.summary,
        Format::Alpine.architecture(release.architecture()),
        package.name,
        release.version,
    )
}
