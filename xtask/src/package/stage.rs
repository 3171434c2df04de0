//! Copies the files of a package into a folder, as they are to be installed.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use super::files::{File, Source};
use super::formats::Format;
use crate::programs::{self, Failure};

/// What a package's files are made of.
pub(crate) struct Ingredients {
    pub(crate) program: PathBuf,
    /// The folder of the files that the build has made.
    pub(crate) made: PathBuf,
}

/// Copies the files of this format below `root`, which is emptied first.
pub(crate) fn stage(files: &[File], format: Format, from: &Ingredients, root: &Path) -> Result<(), Failure> {
    if root.exists() {
        fs::remove_dir_all(root).map_err(|error| format!("cannot remove {}: {error}", root.display()))?;
    }
    create(root)?;
    for file in files.iter().filter(|file| file.formats.contains(&format)) {
        place(file, format, from, root)?;
    }
    Ok(())
}

fn place(file: &File, format: Format, from: &Ingredients, root: &Path) -> Result<(), Failure> {
    let target = root.join(file.path.trim_start_matches('/'));
    create(target.parent().expect("a path below the root"))?;
    let failed = |error: std::io::Error| format!("cannot make {}: {error}", target.display());
    match file.source {
        Source::Program => fs::copy(&from.program, &target).map(drop).map_err(failed)?,
        Source::OfTool(name) => {
            fs::copy(programs::workspace().join("qga-client").join(name), &target).map(drop).map_err(failed)?;
        }
        Source::Made(name) => fs::copy(from.made.join(name), &target).map(drop).map_err(failed)?,
        Source::Packaged(name) => fs::write(&target, packaged(name, format)?).map_err(failed)?,
        Source::Link(to) => return symlink(to, &target).map_err(failed),
        Source::Folder => create(&target)?,
        Source::Kept => fs::write(&target, "").map_err(failed)?,
    }
    fs::set_permissions(&target, Permissions::from_mode(file.mode)).map_err(failed)
}

/// A file of `qga-agent/packaging`, with the agent's path of the format.
pub(crate) fn packaged(name: &str, format: Format) -> Result<String, Failure> {
    let path = programs::workspace().join("qga-agent/packaging").join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let agent = format.agent();
    Ok(text
        .replace("=/usr/bin/qemu-ga", &format!("={agent}"))
        .replace("=-/usr/sbin/qemu-ga", &format!("=-{agent}"))
        .replace("DAEMON=/usr/sbin/$NAME", &format!("DAEMON={}", agent.replace("qemu-ga", "$NAME"))))
}

/// Creates a folder with mode 0755, whatever the umask.
fn create(folder: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| format!("cannot create {}: {error}", folder.display());
    if folder.is_dir() {
        return Ok(());
    }
    create(folder.parent().expect("the root folder exists"))?;
    fs::create_dir(folder).map_err(failed)?;
    fs::set_permissions(folder, Permissions::from_mode(0o755)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_scripts_start_the_program_where_the_format_has_it() {
        for (name, format, expected) in [
            ("qemu-guest-agent.service", Format::Rpm, "\nExecStart=-/usr/bin/qemu-ga\n"),
            ("qemu-guest-agent.service", Format::Deb, "\nExecStart=-/usr/sbin/qemu-ga\n"),
            ("qemu-guest-agent@.service", Format::Tarball, "\nExecStart=-/usr/local/sbin/qemu-ga --method"),
            ("qemu-guest-agent.init", Format::Tarball, "\nDAEMON=/usr/local/sbin/$NAME\n"),
            ("qemu-guest-agent.openrc", Format::Tarball, "\ncommand=/usr/local/sbin/qemu-ga\n"),
            ("qemu-guest-agent.openrc", Format::Alpine, "\ncommand=/usr/bin/qemu-ga\n"),
        ] {
            let text = packaged(name, format).expect("it is there");
            assert!(text.contains(expected), "{name}, {format:?}: {text}");
        }
    }
}
