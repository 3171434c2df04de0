//! Finds what file systems of described machines lie on.

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
fn a_file_system_may_write_to_devices_that_its_mount_does_not_name() {
    // The program behind a virtio disk of this kind is one of the guest.
    check(
        "disk virtual/vduse/served/served/virtio3/block/vdd 254:48\n\
         proc/self/mountinfo =\n\
         | 1 0 254:48 / /served rw - ext4 /dev/vdd rw\n\
         | 2 0 254:0 / /several rw - f2fs /dev/vda rw\n\
         | 3 0 0:33 / /renamed rw - btrfs /dev/mapper/old rw\n\
         | 4 0 254:1 / /log rw - xfs /dev/vdb rw,logdev=/dev/mapper/old\n\
         | 5 0 254:2 / /all rw - xfs /dev/vdc rw\n",
        &["/served?: ", "/several?: ", "/renamed?: ", "/log?: "],
    );
    // Somewhere there is a journal of its own, not that of /b.
    check(
        "disk virtual/block/loop0 7:0\n\
         sys/class/block/loop0 -> ../../devices/virtual/block/loop0\n\
         proc/fs/jbd2/loop0/info = \n\
         proc/fs/jbd2/vdb-8/info = \n\
         proc/self/mountinfo =\n\
         | 1 0 254:0 / /a rw - ext4 /dev/vda rw\n\
         | 2 0 254:1 / /b rw - ext4 /dev/vdb rw\n\
         | 3 0 254:2 / /c rw - xfs /dev/vdc rw\n",
        &["/a?: "],
    );
}

#[test]
fn a_volume_writes_to_the_devices_of_its_snapshots() {
    check(
        "disk virtual/block/loop0 7:0\n\
         . loop/backing_file = /a/image\n\n\
         disk virtual/block/dm-0 253:0\n\
         . slaves/dm-1 -> ../../dm-1\n\
         disk virtual/block/dm-1 253:1\n\
         . slaves/vdb -> ../../../../pci0000:00/virtio1/block/vdb\n\
         . holders/dm-0 -> ../../dm-0\n\
         . holders/dm-2 -> ../../dm-2\n\
         . dm/uuid = LVM-1111-real\n\n\
         disk virtual/block/dm-2 253:2\n\
         . slaves/dm-1 -> ../../dm-1\n\
         . slaves/dm-3 -> ../../dm-3\n\
         disk virtual/block/dm-3 253:3\n\
         . slaves/loop0 -> ../../loop0\n\
         . dm/uuid = LVM-2222-cow\n\n\
         proc/self/mountinfo =\n\
         | 1 0 253:0 / /origin rw - ext4 /dev/mapper/origin rw\n\
         | 2 0 254:0 / /a rw - ext4 /dev/vda rw\n",
        &["/origin: /a"],
    );
}

#[test]
fn layers_are_split_where_no_backslash_is_before_the_colon() {
    let split =
        |value: &str| split_layers(value.as_bytes()).iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    assert_eq!(split("/a:/b\\134:c:/d\\040e"), ["/a", "/b:c", "/d e"]);
    assert_eq!(split(""), [""]);
}
