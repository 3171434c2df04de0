//! Keeps what was read from a file while the file is unchanged.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;
use rustix::fs::{AtFlags, CWD, Mode, OFlags, ResolveFlags, StatxFlags, openat2, statx};
use rustix::io::Errno;

use crate::process::deadline;

/// Limit of the file's size.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// The size of most such files.
const USUAL_BYTES: usize = 4096;

/// The values in the first of some files that can be read, and the identity of that file.
pub(crate) struct KeptFile<T>(Option<Kept<T>>);

struct Kept<T> {
    files: Vec<PathBuf>,
    /// `None` if none of the files exists.
    identity: Option<Identity>,
    values: T,
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

impl<T> Default for KeptFile<T> {
    fn default() -> Self {
        KeptFile(None)
    }
}

impl<T: Send + 'static> KeptFile<T> {
    /// What `parse` makes of the first of these files that can be read, or of none. It must depend on nothing else.
    ///
    /// # Errors
    /// Reading hangs; `what` follows "cannot".
    pub(crate) fn read(
        &mut self,
        what: &str,
        files: Vec<PathBuf>,
        parse: impl FnOnce(Option<&[u8]>) -> T + Send + 'static,
    ) -> Result<&T, CommandError> {
        let kept = match self.0.take() {
            Some(kept) if kept.is_current(&files) => kept,
            _ => deadline::run(deadline::CALL_TIMEOUT, what, move || {
                let (identity, content) = files.iter().find_map(|file| read(file).ok()).unzip();
                Kept { identity, values: parse(content.as_deref()), files }
            })?,
        };
        Ok(&self.0.insert(kept).values)
    }
}

impl<T> Kept<T> {
    /// Whether it was read from these files and they are unchanged.
    fn is_current(&self, files: &[PathBuf]) -> bool {
        self.files == files && look(files) == Ok(self.identity)
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

fn read(file: &Path) -> io::Result<(Identity, Vec<u8>)> {
    let file = File::open(file)?;
    // Before the content: a change after this moment gives the file another identity.
    let identity = identity(&file)?;
    let mut content = Vec::with_capacity(USUAL_BYTES);
    file.take(MAX_FILE_BYTES).read_to_end(&mut content)?;
    Ok((identity, content))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::Root;
    use crate::fixture::left_out::left_out;

    #[test]
    fn a_file_is_read_again_when_it_or_its_place_has_changed() {
        let root = Root::new(&[("usr/file", "usr")]);
        let files = || vec![root.join("file"), root.join("usr/file")];
        let text = |content: Option<&[u8]>| content.map(|content| String::from_utf8_lossy(content).into_owned());
        let mut file = KeptFile::default();
        let mut check = |expected: &str| {
            assert_eq!(file.read("read", files(), text).unwrap().as_deref(), Some(expected));
            if look(&files()) == Err(Errno::NOSYS) || look(&files()) == Err(Errno::AGAIN) {
                return left_out("keeping a file", "the kernel cannot look without waiting");
            }
            // It is not read a second time.
            assert_eq!(file.read("read", files(), |_| None).unwrap().as_deref(), Some(expected));
        };
        check("usr");
        fs::write(root.join("usr/file"), "longer").unwrap();
        check("longer");
        fs::write(root.join("new"), "placed").unwrap();
        fs::rename(root.join("new"), root.join("usr/file")).unwrap();
        check("placed");
        fs::write(root.join("file"), "first").unwrap();
        check("first");
        assert_eq!(file.read("read", vec![root.join("none")], text).unwrap(), &None);
    }
}
