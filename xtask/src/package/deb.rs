//! Builds a Debian package.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::documents::write;
use super::files::{File, Owner};
use super::formats::{Format, HOMEPAGE, MAINTAINER, Package, Release};
use crate::dist;
use crate::programs::{self, Failure, output};

/// Builds the package of the files below `root`; returns its path in `folder`.
pub(crate) fn build(
    package: Package,
    files: &[File],
    release: &Release,
    program: &Path,
    root: &Path,
    folder: &Path,
) -> Result<PathBuf, Failure> {
    let control = root.join("DEBIAN");
    fs::create_dir_all(&control).map_err(|error| format!("cannot create {}: {error}", control.display()))?;
    let owned = files.iter().filter(|file| file.formats.contains(&Format::Deb) && file.owner == Owner::Guest);
    let conffiles: String = owned.map(|file| format!("{}\n", file.path)).collect();
    if !conffiles.is_empty() {
        write(&control, "conffiles", &conffiles)?;
    }
    let sums =
        output(Command::new("sh").current_dir(root).args([
            "-c",
            "find . -path ./DEBIAN -prune -o -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 md5sum",
        ]))?;
    write(&control, "md5sums", &sums)?;
    let architecture = Format::Deb.architecture(release.architecture());
    write(
        &control,
        "control",
        &fields(package, release, architecture, dist::is_static(program)?, installed_size(root)?),
    )?;
    if package.replaces.is_some() {
        for script in ["preinst", "postinst", "prerm", "postrm"] {
            let source = programs::workspace().join("qga-agent/packaging/debian").join(script);
            let target = control.join(script);
            fs::copy(&source, &target).map_err(|error| format!("cannot copy {}: {error}", source.display()))?;
            fs::set_permissions(&target, Permissions::from_mode(0o755))
                .map_err(|error| format!("cannot make {script} executable: {error}"))?;
        }
    }
    // Whatever the umask.
    output(Command::new("chmod").args(["-R", "u=rwX,go=rX"]).arg(&control))?;
    let target = folder.join(format!("{}_{}-1_{architecture}.deb", package.name, release.version));
    output(
        Command::new("dpkg-deb")
            .env("SOURCE_DATE_EPOCH", release.epoch.to_string())
            .args(["--root-owner-group", "-Zxz", "--build"])
            .args([root, &target]),
    )?;
    Ok(target)
}

/// KiB of the files, as Debian counts them.
fn installed_size(root: &Path) -> Result<u64, Failure> {
    let sizes = output(Command::new("find").arg(root).args(["-type", "f", "-printf", "%s\\n"]))?;
    Ok(sizes.lines().filter_map(|size| size.parse::<u64>().ok()).map(|size| size.div_ceil(1024)).sum())
}

fn fields(package: Package, release: &Release, architecture: &str, is_static: bool, size: u64) -> String {
    let relations = match package.replaces {
        Some(other) => format!(
            "Pre-Depends: init-system-helpers (>= 1.54~)\nProvides: {other}\nConflicts: {other}\nReplaces: {other}\n"
        ),
        None => String::new(),
    };
    let depends = if is_static { "" } else { "Depends: libc6 (>= 2.34), libgcc-s1\n" };
    format!(
        "Package: {}\nVersion: {}-1\nArchitecture: {architecture}\nMaintainer: {MAINTAINER}\nInstalled-Size: {size}\n\
         {depends}{relations}Section: admin\nPriority: optional\nHomepage: {HOMEPAGE}\nDescription: {}\n {}\n",
        package.name,
        release.version,
        package.summary,
        package.description.join("\n "),
    )
}
