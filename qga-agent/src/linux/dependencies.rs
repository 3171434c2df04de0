//! Finds which file systems another one needs: what its devices, or its layers, are kept on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::block::Block;
use super::kernel_file::attribute;
use super::loop_device;
use super::mounts::Device;
use super::mounts::table::{self, Entry};
use super::superblocks::{Nature, Superblocks};

/// Types of file systems that write to nothing but memory and swap.
const MEMORY: &[&str] = &["devtmpfs", "ramfs", "tmpfs"];

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
    let search = Search { root, superblocks, volumes: btrfs_volumes(root) };
    let mut edges = Vec::with_capacity(superblocks.list.len());
    for (index, superblock) in superblocks.list.iter().enumerate() {
        // All mounts have the same options and source; the source of a bind mount is that of the first.
        let mut found = search.below(&superblock.mounts[0]);
        if superblock.number.major == 0 {
            // A layer's path that leads back is one of another mount namespace.
            found.superblocks.remove(&index);
        }
        found.is_uncertain |=
            superblock.nature != Nature::Block && !MEMORY.contains(&superblock.mounts[0].kind.as_str());
        edges.push(found);
    }
    edges
}

/// The superblocks that swapping writes to, and those whose files are swapped to.
pub(crate) fn swapped_to(root: &Path, superblocks: &Superblocks) -> Set {
    let search = Search { root, superblocks, volumes: BTreeMap::new() };
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
}

impl Search<'_> {
    fn below(&self, mount: &Entry) -> Below {
        let options = || Options(&mount.options);
        let certain = |superblocks| Below { superblocks, is_uncertain: false };
        match mount.kind.as_str() {
            "overlay" => certain(options().layers().filter_map(|path| self.superblocks.at(&path)).collect()),
            "ecryptfs" => certain(self.superblocks.at(&mount.source).into_iter().collect()),
            _ => {
                let own = mount.block_device(self.root);
                let volume = own.and_then(|own| self.volumes.get(&own)).into_iter().flatten().copied();
                // Devices for the log and for large files.
                let more = options().values(&[b"logdev", b"rtdev"]).map(table::path);
                let more = more.filter_map(|path| table::node(self.root, &path));
                self.below_devices(own.into_iter().chain(volume).chain(more))
            }
        }
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
                    next.extend(slaves.iter().map(|slave| slave.number));
                }
            }
        }
        found
    }

    /// The kernel's number of the file's device is right even after the file's mount is gone; the path may not be, and
    /// may lead to a server that does not answer.
    fn file_of_loop(&self, block: &Block, next: &mut Vec<Device>, found: &mut Below) {
        let path = || attribute(&block.dir.join("loop"), "backing_file").map(PathBuf::from);
        let file = loop_device::file(self.root, block);
        let superblock = file.as_ref().and_then(|file| self.superblocks.numbered(file.on));
        let superblock = superblock.or_else(|| self.superblocks.at(&path()?));
        found.is_uncertain |= superblock.is_none();
        found.superblocks.extend(superblock);
        next.extend(match file {
            Some(file) => file.is,
            None => path().and_then(|path| table::node(self.root, &path)),
        });
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
mod tests {
    use super::*;
    use crate::linux::machine::machine;

    /// Checks what each file system lies on, if on anything; a question mark is after one of which not all can be told.
    fn check(manifest: &str, expected: &[&str]) {
        const HARDWARE: &str = "disk pci0000:00/virtio0/block/vda 254:0\n\
             disk pci0000:00/virtio1/block/vdb 254:1\n\
             disk pci0000:00/virtio2/block/vdc 254:2\n";
        let tree = machine(&format!("{HARDWARE}{manifest}"));
        let superblocks = Superblocks::read(&tree.root()).expect("a table");
        let name = |index: usize| superblocks.list[index].mounts[0].dir.display().to_string();
        let names = |set: &Set| set.iter().map(|index| name(*index)).collect::<Vec<_>>().join(" ");
        let edges = edges(&tree.root(), &superblocks);
        let show = |(index, below): (usize, &Below)| {
            let more = if below.is_uncertain { "?" } else { "" };
            format!("{}{more}: {}", name(index), names(&below.superblocks))
        };
        let mut shown: Vec<String> = edges.iter().enumerate().map(show).collect();
        shown.retain(|line| line.contains('?') || !line.ends_with(": "));
        let swapped = swapped_to(&tree.root(), &superblocks);
        if !swapped.is_empty() {
            shown.push(format!("swap: {}", names(&swapped)));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_loop_device_lies_on_its_file_s_file_system_through_any_layers() {
        // LUKS on LVM on md of two loop devices, one of them partitioned; loop on loop.
        check(
            "disk virtual/block/loop0 7:0\n\
             . loop/backing_file = /srv/images/a\\n\n\
             disk virtual/block/loop1 7:1\n\
             . loop/backing_file = /over/b\\n\n\
             part virtual/block/loop1/loop1p1 259:0\n\
             disk virtual/block/loop2 7:2\n\
             . loop/backing_file = /one/c\\n\n\
             disk virtual/block/md0 9:0\n\
             . slaves/loop0 -> ../../loop0\n\
             . slaves/loop1p1 -> ../../loop1/loop1p1\n\
             disk virtual/block/dm-0 253:0\n\
             . slaves/md0 -> ../../md0\n\
             disk virtual/block/dm-1 253:1\n\
             . slaves/dm-0 -> ../../dm-0\n\
             proc/self/mountinfo =\n\
             | 1 0 254:0 / / rw - ext4 /dev/vda rw\n\
             | 2 1 254:1 / /srv rw - ext4 /dev/vdb rw\n\
             | 3 1 0:50 / /over rw - overlay o rw,lowerdir=/srv/l\\0541:l/x,upperdir=/up/u,workdir=/up/w\n\
             | 4 1 254:2 / /up rw - ext4 /dev/vdc rw\n\
             | 5 1 253:1 / /one rw - xfs /dev/mapper/one rw\n\
             | 6 1 7:2 / /two rw - xfs /dev/loop2 rw\n",
            &["/over?: /srv /up", "/one: /srv /over", "/two: /one"],
        );
    }

    #[test]
    fn all_devices_of_btrfs_and_of_logs_count() {
        check(
            "disk virtual/block/loop0 7:0\n\
             . loop/backing_file = /a/image\\n\n\
             disk virtual/block/loop1 7:1\n\
             . loop/backing_file = /b/image\\n\n\
             disk virtual/block/loop2 7:2\n\
             . loop/backing_file = /dev/loop1\\n\n\
             sys/class/block/loop0 -> ../../devices/virtual/block/loop0\n\
             sys/class/block/loop1 -> ../../devices/virtual/block/loop1\n\
             sys/class/block/loop2 -> ../../devices/virtual/block/loop2\n\
             sys/fs/btrfs/1111/devices/loop0 -> ../../../../devices/virtual/block/loop0\n\
             sys/fs/btrfs/1111/devices/loop1 -> ../../../../devices/virtual/block/loop1\n\
             proc/self/mountinfo =\n\
             | 1 0 254:0 / /a rw - ext4 /dev/vda rw\n\
             | 2 1 254:1 / /b rw - ext4 /dev/vdb rw\n\
             | 3 1 0:33 /s /btrfs rw - btrfs /dev/loop0 rw,subvol=/s\n\
             | 4 1 254:2 / /xfs rw - xfs /dev/vdc rw,logdev=/dev/loop2\n\
             | 5 1 0:6 / /dev rw - devtmpfs udev rw\n",
            &["/btrfs: /a /b", "/xfs: /b /dev"],
        );
    }

    #[test]
    fn swap_compressed_memory_and_served_devices_lead_to_their_files() {
        check(
            "disk virtual/block/loop0 7:0\n\
             . loop/backing_file = /a/image\\n\n\
             disk virtual/block/zram0 251:0\n\
             . backing_dev = /dev/loop0\\n\n\
             disk virtual/block/zram1 251:1\n\
             . backing_dev = none\\n\n\
             disk virtual/block/nbd0 43:0\n\
             . pid = 77\\n\n\
             sys/class/block/loop0 -> ../../devices/virtual/block/loop0\n\
             sys/class/block/zram0 -> ../../devices/virtual/block/zram0\n\
             proc/77/fdinfo/3 = pos:\t0\\nflags:\t0100002\\nmnt_id:\t2\\n\n\
             proc/77/fdinfo/4 = pos:\t0\\nflags:\t0100000\\nmnt_id:\t1\\n\n\
             proc/swaps =\n\
             | Filename Type Size Used Priority\n\
             | /b/swap\\040file file 1 0 -2\n\
             | /dev/zram0 partition 1 0 -3\n\
             proc/self/mountinfo =\n\
             | 1 0 254:0 / /a rw - ext4 /dev/vda rw\n\
             | 2 1 254:1 / /b rw - ext4 /dev/vdb rw\n\
             | 3 1 251:0 / /z rw - ext4 /dev/zram0 rw\n\
             | 4 1 43:0 / /n rw - ext4 /dev/nbd0 rw\n\
             | 5 1 251:1 / /m rw - ext4 /dev/zram1 rw\n",
            &["/z: /a", "/n?: /b", "swap: /a /b"],
        );
    }

    #[test]
    fn what_a_program_or_a_server_may_serve_is_uncertain() {
        check(
            "disk platform/host2/session1/target2:0:0/2:0:0:0/block/sda 8:0\n\
             disk virtual/block/dm-0 253:0\n\
             disk virtual/block/loop0 7:0\n\
             . loop/backing_file = /served/image\n\n\
             disk virtual/block/loop1 7:1\n\
             . loop/backing_file = /gone/image\n\n\
             disk virtual/block/loop2 7:2\n\
             . loop/backing_file = /tmp/image\n\n\
             part pci0000:00/virtio0/block/vda/vda1 254:3\n\
             proc/self/mountinfo =\n\
             | 1 0 254:3 / /disk rw - ext4 /dev/vda1 rw\n\
             | 2 0 8:0 / /iscsi rw - ext4 /dev/sda rw\n\
             | 3 0 253:0 / /mapped rw - ext4 /dev/dm-0 rw\n\
             | 4 0 0:40 / /served rw - fuse.sshfs host rw\n\
             | 5 0 7:0 / /a rw - ext4 /dev/loop0 rw\n\
             | 6 0 7:1 / /b rw - ext4 /dev/loop1 rw\n\
             | 7 0 0:41 / /tmp rw - tmpfs tmpfs rw\n\
             | 8 0 7:2 / /c rw - ext4 /dev/loop2 rw\n\
             | 9 0 99:0 / /unknown rw - ext4 /dev/x rw\n",
            &["/iscsi?: ", "/mapped?: ", "/served?: ", "/a: /served", "/b?: ", "/c: /tmp", "/unknown?: "],
        );
    }

    #[test]
    fn layers_are_split_where_no_backslash_is_before_the_colon() {
        let split = |value: &str| {
            split_layers(value.as_bytes()).iter().map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(split("/a:/b\\134:c:/d\\040e"), ["/a", "/b:c", "/d e"]);
        assert_eq!(split(""), [""]);
    }
}
