//! Reads the kernel's table of mounts, `mountinfo`, whole.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;

use super::{Device, Mount, beneath};
use crate::linux::kernel_file;
use crate::os::errno;

/// All mounts, of every kind, in the order they were made, as far as the agent's mount namespace shows them.
///
/// # Errors
/// When the kernel's table cannot be read.
pub(crate) fn read(root: &Path) -> Result<Vec<Entry>, CommandError> {
    const TABLE: &str = "/proc/self/mountinfo";
    let text = kernel_file::table(&beneath(root, Path::new(TABLE)))
        .map_err(|error| CommandError::new(format!("failed to open mtab file: '{TABLE}': {}", errno::text(error))))?;
    let mut entries: Vec<Entry> = text.split(|&byte| byte == b'\n').filter_map(Entry::parse).collect();
    let tree = Tree::of(&entries);
    let hidden: Vec<bool> = entries.iter().map(|entry| tree.hides(entry)).collect();
    entries.iter_mut().zip(hidden).for_each(|(entry, hidden)| entry.hidden = hidden);
    Ok(entries)
}

/// One line of `mountinfo`.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    parent: u64,
    /// The superblock's number: all mounts of one file system have it, and no other.
    pub(crate) number: Device,
    /// The folder of the file system that is mounted; `/` unless it is a bind mount or a subvolume.
    pub(crate) top: PathBuf,
    pub(crate) dir: PathBuf,
    pub(crate) kind: String,
    pub(crate) source: PathBuf,
    /// The file system's own options.
    pub(crate) options: Vec<u8>,
    /// Another mount covers it or a folder above it, so its path leads elsewhere.
    pub(crate) hidden: bool,
}

impl Entry {
    /// `ID PARENT MAJOR:MINOR ROOT DIR OPTIONS [OPTIONAL]... - TYPE SOURCE OPTIONS`
    fn parse(line: &[u8]) -> Option<Self> {
        let mut fields = line.split(|&byte| byte == b' ');
        let mut text = || std::str::from_utf8(fields.next()?).ok();
        let (id, parent, number) = (text()?.parse().ok()?, text()?.parse().ok()?, Device::parse(text()?)?);
        let (top, dir) = (path(fields.next()?), path(fields.next()?));
        fields.find(|field| *field == b"-")?;
        let kind = String::from_utf8_lossy(fields.next()?).into_owned();
        let (source, options) = (path(fields.next()?), fields.next().unwrap_or_default().to_vec());
        Some(Self { id, parent, number, top, dir, kind, source, options, hidden: false })
    }

    /// `None` for a file system in memory or on the network. Btrfs has its own numbers and is identified by its source.
    pub(crate) fn block_device(&self, root: &Path) -> Option<Device> {
        if self.number.major != 0 {
            return Some(self.number);
        }
        if self.kind == "btrfs" { node(root, &self.source) } else { None }
    }

    /// Whether a file is mounted here and no folder, as in containers. Looks at the path only if it may be one.
    pub(crate) fn is_file(&self, root: &Path) -> bool {
        let found = || fs::symlink_metadata(beneath(root, &self.dir));
        self.top != Path::new("/") && found().is_ok_and(|found| !found.is_dir())
    }

    /// This mount of a file system on that device.
    pub(crate) fn mount(&self, device: Device) -> Mount {
        Mount { id: self.id, device, dir: self.dir.clone(), kind: self.kind.clone(), hidden: self.hidden }
    }
}

/// The number of the block device that this path names, if it names one.
pub(crate) fn node(root: &Path, path: &Path) -> Option<Device> {
    let node = fs::canonicalize(beneath(root, path)).ok();
    if let Some(metadata) = node.as_ref().and_then(|node| fs::metadata(node).ok()) {
        if metadata.file_type().is_block_device() {
            return Some(Device::of(metadata.rdev()));
        }
    }
    // A root without device nodes: the kernel still has the device under its name.
    let name = node.as_deref().unwrap_or(path).file_name()?;
    Device::parse(&fs::read_to_string(root.join("sys/class/block").join(name).join("dev")).ok()?)
}

/// Decodes the octal escapes (`\040` for a blank) of a path in the table.
pub(crate) fn path(field: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&byte, after)) = rest.split_first() {
        match (byte, after) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..]) => {
                bytes.push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'));
                rest = after;
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    OsString::from_vec(bytes).into()
}

/// Which mount lies on which.
struct Tree<'a> {
    entries: BTreeMap<u64, &'a Entry>,
    /// A mount, and a place in it where another is mounted.
    covered: HashSet<(u64, &'a Path)>,
}

impl<'a> Tree<'a> {
    fn of(entries: &'a [Entry]) -> Self {
        // The first mount of all may be its own parent.
        let on_another = entries.iter().filter(|entry| entry.parent != entry.id);
        Self {
            entries: entries.iter().map(|entry| (entry.id, entry)).collect(),
            covered: on_another.map(|entry| (entry.parent, entry.dir.as_path())).collect(),
        }
    }

    /// Whether the path of this mount leads elsewhere: another mount covers its top, a folder above it in its parent
    /// mount, or a folder above that mount.
    fn hides(&self, entry: &Entry) -> bool {
        if self.covered.contains(&(entry.id, &entry.dir)) {
            return true;
        }
        let mut next = Some(entry);
        // At most as many steps as there are mounts: a table that changed while it was read may contain a ring.
        for _ in 0..self.entries.len() {
            let Some(entry) = next else { break };
            if entry.dir.ancestors().skip(1).any(|dir| self.covered.contains(&(entry.parent, dir))) {
                return true;
            }
            next = self.entries.get(&entry.parent).copied();
        }
        false
    }
}
