//! Finds which file systems another one needs: what its devices, or its layers, are kept on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};

use super::block::Block;
use super::kernel_file::attribute;
use super::loop_device;
use super::mounts::Device;
use super::mounts::table::{self, Entry};
use super::superblocks::Superblocks;

/// Types of file systems that write to nothing but memory and swap.
const MEMORY: &[&str] = &["devtmpfs", "ramfs", "tmpfs"];

/// Types all of whose devices can be told. Some others have devices that the kernel does not name, or ask other machines.
const KNOWN: &[&str] = &["btrfs", "ext2", "ext3", "ext4", "vfat", "xfs"];

/// Indices of superblocks.
pub(crate) type Set = BTreeSet<usize>;

/// What writing to a superblock may write to, directly.
#[derive(Debug, Default)]
pub(crate) struct Below {
    pub(crate) superblocks: Set,
    /// And to others, which cannot be told: a program or a server may write wherever it likes.
    pub(crate) is_uncertain: bool,
}

/// For each superblock what it lies on.
pub(crate) fn edges(root: &Path, superblocks: &Superblocks) -> Vec<Below> {
    let search = Search { root, superblocks, volumes: btrfs_volumes(root), journals: journals(root) };
    let mut edges = Vec::with_capacity(superblocks.list.len());
    for (index, superblock) in superblocks.list.iter().enumerate() {
        // All mounts have the same options and source; the source of a bind mount is that of the first.
        let mut found = search.below(&superblock.mounts[0]);
        if superblock.number.major == 0 {
            // A layer's path that leads back is one of another mount namespace.
            found.superblocks.remove(&index);
        }
        edges.push(found);
    }
    edges
}

/// The superblocks that swapping writes to, and those whose files are swapped to.
pub(crate) fn swapped_to(root: &Path, superblocks: &Superblocks) -> Set {
    let search = Search { root, superblocks, volumes: BTreeMap::new(), journals: Vec::new() };
    let table = fs::read(root.join("proc/swaps")).unwrap_or_default();
    let mut found = Set::new();
    for line in table.split(|&byte| byte == b'\n').skip(1) {
        let mut fields = line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty());
        let (Some(path), Some(kind)) = (fields.next().map(table::path), fields.next()) else { continue };
        if kind == b"file" {
            found.extend(superblocks.at(&path));
        } else if let Some(device) = table::node(root, &path) {
            found.extend(search.below_devices([device]).superblocks);
        }
    }
    found
}

struct Search<'a> {
    root: &'a Path,
    superblocks: &'a Superblocks,
    /// All devices of the btrfs file system that each device belongs to.
    volumes: BTreeMap<Device, Vec<Device>>,
    /// Journals of ext file systems, named by a device; the number of a file follows if it is one there.
    journals: Vec<String>,
}

impl Search<'_> {
    fn below(&self, mount: &Entry) -> Below {
        let options = || Options(&mount.options);
        let uncertain = |superblocks| Below { superblocks, is_uncertain: true };
        match mount.kind.as_str() {
            "overlay" => uncertain(options().layers().filter_map(|path| self.superblocks.at(&path)).collect()),
            "ecryptfs" => uncertain(self.superblocks.at(&mount.source).into_iter().collect()),
            kind if MEMORY.contains(&kind) => Below::default(),
            kind => {
                // Devices for the log and for large files.
                let more =
                    options().values(&[b"logdev", b"rtdev"]).map(|path| table::node(self.root, &table::path(path)));
                let own = mount.block_device(self.root);
                let devices: Vec<Option<Device>> = iter::once(own).chain(more).collect();
                let volume = own.and_then(|own| self.volumes.get(&own)).into_iter().flatten().copied();
                let mut found = self.below_devices(devices.iter().flatten().copied().chain(volume));
                found.is_uncertain |= !KNOWN.contains(&kind) || devices.contains(&None);
                found.is_uncertain |= kind.starts_with("ext") && self.may_have_journal_elsewhere(mount.number);
                found
            }
        }
    }

    /// Whether the ext file system on this device may have its journal on another, which nothing names: it has none of
    /// its own, and there is such a journal.
    fn may_have_journal_elsewhere(&self, device: Device) -> bool {
        let name = Block::by_number(self.root, device).map(|block| block.name).unwrap_or_default();
        let file = |journal: &str| journal.strip_prefix(&name)?.strip_prefix('-')?.parse::<u64>().ok();
        let is_device = |journal: &String| self.root.join("sys/class/block").join(journal).exists();
        !self.journals.iter().any(|journal| file(journal).is_some()) && self.journals.iter().any(is_device)
    }

    fn below_devices(&self, devices: impl IntoIterator<Item = Device>) -> Below {
        let mut found = Below::default();
        let mut seen = BTreeSet::new();
        let mut next: Vec<Device> = devices.into_iter().collect();
        while let Some(device) = next.pop() {
            // sysfs has no rings, but a process that serves a device may be anything.
            if !seen.insert(device) {
                continue;
            }
            let Some(block) = Block::by_number(self.root, device) else {
                found.is_uncertain = true;
                continue;
            };
            if block.is_partition {
                next.extend(Block::at(block.disk_dir()).map(|disk| disk.number));
                continue;
            }
            // What a device is kept on depends on its driver, by which the kernel names it.
            match block.name.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
                "loop" => self.file_of_loop(&block, &mut next, &mut found),
                "zram" => {
                    let path = attribute(&block.dir, "backing_dev");
                    next.extend(path.and_then(|path| table::node(self.root, path.as_ref())));
                }
                "nbd" => {
                    let process = attribute(&block.dir, "pid");
                    found.superblocks.extend(process.map(|process| self.written_by(&process)).unwrap_or_default());
                    found.is_uncertain = true;
                }
                _ => {
                    let slaves = block.slaves().unwrap_or_default();
                    found.is_uncertain |= slaves.is_empty() && !block.is_hardware();
                    next.extend(snapshots(&slaves).iter().chain(&slaves).map(|slave| slave.number));
                }
            }
        }
        found
    }

    /// The kernel's number of the file's device is right even after the file's mount is gone; the path may not be, and
    /// may lead to a server that does not answer.
    fn file_of_loop(&self, block: &Block, next: &mut Vec<Device>, found: &mut Below) {
        let path = || attribute(&block.dir.join("loop"), "backing_file").map(PathBuf::from);
        let by_path = || self.superblocks.at(&path()?);
        let Some(file) = loop_device::file(self.root, block) else {
            next.extend(path().and_then(|path| table::node(self.root, &path)));
            found.is_uncertain |= by_path().is_none();
            return found.superblocks.extend(by_path());
        };
        next.extend(file.is);
        match self.superblocks.numbered(file.on) {
            Some(superblock) => found.superblocks.extend([superblock]),
            // It is no longer mounted here.
            None if file.on.major != 0 => next.push(file.on),
            // Of a subvolume, or of a file system that is mounted elsewhere.
            None => {
                let kind = |superblock: usize| self.superblocks.list[superblock].mounts[0].kind.as_str();
                found.is_uncertain |= by_path().map(kind) != Some("btrfs");
                found.superblocks.extend(by_path());
            }
        }
    }

    /// The superblocks on which a process has files open for writing, such as the image of an nbd device.
    fn written_by(&self, process: &str) -> Set {
        let mut found = Set::new();
        for entry in fs::read_dir(self.root.join("proc").join(process).join("fdinfo")).into_iter().flatten().flatten() {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            let flags = field("flags:").and_then(|flags| u32::from_str_radix(flags, 8).ok()).unwrap_or_default();
            let mount = field("mnt_id:").and_then(|id| id.parse().ok());
            if flags & 3 != 0 {
                found.extend(mount.and_then(|id| self.superblocks.of_mount(id)));
            }
        }
        found
    }
}

fn journals(root: &Path) -> Vec<String> {
    let folder = fs::read_dir(root.join("proc/fs/jbd2")).into_iter().flatten().flatten();
    folder.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// The devices to which a volume of LVM copies for its snapshots what is overwritten. The volume lies on one device that
/// its snapshots lie on, too.
fn snapshots(slaves: &[Block]) -> Vec<Block> {
    let [shared] = slaves else { return Vec::new() };
    if !attribute(&shared.dir, "dm/uuid").is_some_and(|uuid| uuid.ends_with("-real")) {
        return Vec::new();
    }
    let holders = Block::all_in(&shared.dir.join("holders")).unwrap_or_default();
    holders.iter().filter_map(Block::slaves).flatten().collect()
}

fn btrfs_volumes(root: &Path) -> BTreeMap<Device, Vec<Device>> {
    let mut volumes = BTreeMap::new();
    for volume in fs::read_dir(root.join("sys/fs/btrfs")).into_iter().flatten().flatten() {
        let devices = Block::all_in(&volume.path().join("devices")).unwrap_or_default();
        let devices: Vec<Device> = devices.iter().map(|block| block.number).collect();
        volumes.extend(devices.iter().map(|device| (*device, devices.clone())));
    }
    volumes
}

/// The options of a file system as the table of mounts shows them, commas in values escaped.
struct Options<'a>(&'a [u8]);

impl<'a> Options<'a> {
    fn values(self, keys: &'a [&[u8]]) -> impl Iterator<Item = &'a [u8]> {
        self.0.split(|&byte| byte == b',').filter_map(move |option| {
            let equals = option.iter().position(|&byte| byte == b'=')?;
            keys.contains(&&option[..equals]).then(|| &option[equals + 1..])
        })
    }

    /// The folders that an overlay is made of, where they are absolute.
    fn layers(self) -> impl Iterator<Item = PathBuf> {
        let keys: &[&[u8]] = &[b"lowerdir", b"lowerdir+", b"datadir+", b"upperdir", b"workdir"];
        self.values(keys).flat_map(split_layers).filter(|path| path.is_absolute())
    }
}

/// Splits at colons; one that belongs to a name has a backslash before it.
fn split_layers(value: &[u8]) -> Vec<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    let decoded = table::path(value).into_os_string().into_vec();
    let mut layers = vec![Vec::new()];
    let mut bytes = decoded.into_iter();
    while let Some(byte) = bytes.next() {
        let layer = layers.last_mut().expect("never empty");
        match byte {
            b'\\' => layer.extend(bytes.next()),
            b':' => layers.push(Vec::new()),
            _ => layer.push(byte),
        }
    }
    layers.into_iter().map(|layer| std::ffi::OsString::from_vec(layer).into()).collect()
}

#[cfg(test)]
mod tests;
