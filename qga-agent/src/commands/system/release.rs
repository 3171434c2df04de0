//! Caches the content of os-release while the file is unchanged.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;
use qga_runtime::guest::types::GuestOSInfo;
use rustix::fs::{AtFlags, CWD, Mode, OFlags, ResolveFlags, StatxFlags, openat2, statx};
use rustix::io::Errno;

use super::super::osrelease;
use crate::process::deadline;

/// Limit of the file's size.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// The size of most such files.
const USUAL_BYTES: usize = 4096;

/// The content of os-release, and the file it was read from.
#[derive(Default)]
pub(crate) struct Release(Option<Kept>);

struct Kept {
    files: Vec<PathBuf>,
    /// `None` if none of the files exists.
    identity: Option<Identity>,
    values: GuestOSInfo,
}

/// Identity of a file's content: differs after a change, and for another file in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device: (u32, u32),
    inode: u64,
    bytes: u64,
    modified: (i64, u32),
    changed: (i64, u32),
}

impl Release {
    /// The members of os-release from the first file that can be read, without the kernel's. A system may have none.
    ///
    /// # Errors
    /// Reading hangs.
    pub(crate) fn read(&mut self, files: Vec<PathBuf>) -> Result<GuestOSInfo, CommandError> {
        if let Some(values) = self.kept(&files) {
            return Ok(values.clone());
        }
        let kept = deadline::run(deadline::CALL_TIMEOUT, "read os-release", move || {
            let found = files.iter().find_map(|file| read(file).ok());
            let (identity, text) = found.unzip();
            Kept { identity, values: members(&text.unwrap_or_default()), files }
        })?;
        Ok(self.0.insert(kept).values.clone())
    }

    /// The cached content, if the files are unchanged.
    fn kept(&self, files: &[PathBuf]) -> Option<&GuestOSInfo> {
        let kept = self.0.as_ref().filter(|kept| kept.files == files)?;
        (look(files) == Ok(kept.identity)).then_some(&kept.values)
    }
}

/// The identity of the first file that exists. Uses cached metadata only, so it needs no helper thread.
///
/// # Errors
/// The kernel would have to wait (`EAGAIN`), or is too old for this flag.
fn look(files: &[PathBuf]) -> Result<Option<Identity>, Errno> {
    for file in files {
        match openat2(CWD, file, OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::CACHED) {
            Ok(file) => return identity(file).map(Some),
            Err(Errno::NOENT) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn identity(file: impl AsFd) -> Result<Identity, Errno> {
    let flags = AtFlags::EMPTY_PATH | AtFlags::STATX_DONT_SYNC;
    let data = statx(file, "", flags, StatxFlags::BASIC_STATS)?;
    Ok(Identity {
        device: (data.stx_dev_major, data.stx_dev_minor),
        inode: data.stx_ino,
        bytes: data.stx_size,
        modified: (data.stx_mtime.tv_sec, data.stx_mtime.tv_nsec),
        changed: (data.stx_ctime.tv_sec, data.stx_ctime.tv_nsec),
    })
}

fn read(file: &Path) -> io::Result<(Identity, String)> {
    let file = File::open(file)?;
    // Before the content: a change after this moment gives the file another identity.
    let identity = identity(&file)?;
    let mut content = Vec::with_capacity(USUAL_BYTES);
    file.take(MAX_FILE_BYTES).read_to_end(&mut content)?;
    Ok((identity, String::from_utf8_lossy(&content).into_owned()))
}

fn members(text: &str) -> GuestOSInfo {
    let mut values = osrelease::parse(text);
    let mut info = GuestOSInfo::new();
    info.id = values.remove("ID");
    info.name = values.remove("NAME");
    info.pretty_name = values.remove("PRETTY_NAME");
    info.version = values.remove("VERSION");
    info.version_id = values.remove("VERSION_ID");
    info.variant = values.remove("VARIANT");
    info.variant_id = values.remove("VARIANT_ID");
    info
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::Root;
    use crate::fixture::left_out::left_out;

    #[test]
    fn a_file_is_read_again_when_it_or_its_place_has_changed() {
        let root = Root::new(&[("usr/os-release", "NAME=usr\n")]);
        let files = || vec![root.join("etc-os-release"), root.join("usr/os-release")];
        let mut release = Release::default();
        let mut check = |expected: &str| {
            assert!(release.kept(&files()).is_none(), "{expected}");
            assert_eq!(release.read(files()).unwrap().name.as_deref(), Some(expected));
            // The same answer, from the cache.
            if look(&files()) == Err(Errno::NOSYS) || look(&files()) == Err(Errno::AGAIN) {
                return left_out("keeping os-release", "the kernel cannot look without waiting");
            }
            let kept = release.kept(&files()).and_then(|values| values.name.as_deref());
            assert_eq!(kept, Some(expected));
        };
        check("usr");
        fs::write(root.join("usr/os-release"), "NAME=longer\n").unwrap();
        check("longer");
        fs::write(root.join("new"), "NAME=placed\n").unwrap();
        fs::rename(root.join("new"), root.join("usr/os-release")).unwrap();
        check("placed");
        fs::write(root.join("etc-os-release"), "NAME=etc\n").unwrap();
        check("etc");
        assert_eq!(release.read(vec![root.join("none")]).unwrap(), GuestOSInfo::default());
    }
}
