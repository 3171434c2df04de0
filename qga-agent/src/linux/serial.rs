//! Finds a disk's serial number, in udev's database or else in sysfs.

use std::fs;
use std::path::Path;

use super::block::Block;
use super::kernel_file::{self, attribute};

pub(crate) fn of(root: &Path, block: &Block) -> Option<String> {
    from_udev(root, block).or_else(|| from_kernel(root, block))
}

/// `ID_SERIAL` of udev's database, which a guest without udev does not have.
fn from_udev(root: &Path, block: &Block) -> Option<String> {
    let file = format!("b{}:{}", block.number.major, block.number.minor);
    let record = kernel_file::text(&fs::read(root.join("run/udev/data").join(file)).ok()?);
    record.lines().find_map(|line| line.strip_prefix("E:ID_SERIAL=")).and_then(text)
}

/// The disk's own attribute, the unit serial number that SCSI disks report, or that of the device the disk belongs to
/// (an NVMe controller, a USB stick, a card), whichever is nearest in the device tree.
fn from_kernel(root: &Path, block: &Block) -> Option<String> {
    let disk = block.disk_dir();
    let page = kernel_file::attribute_bytes(&disk.join("device/vpd_pg80"));
    if let Some(number) = page.ok().and_then(|page| unit_serial_number(&page)) {
        return Some(number);
    }
    let devices = root.join("sys/devices");
    for dir in disk.ancestors().take_while(|dir| *dir != devices) {
        let name = dir.file_name()?.to_str()?;
        // The kernel makes up the serial number of a root hub.
        if name.starts_with("usb") {
            break;
        }
        if let Some(serial) = attribute(dir, "serial").as_deref().and_then(text) {
            return Some(serial);
        }
    }
    ["wwid", "device/wwid"].into_iter().find_map(|name| attribute(disk, name).as_deref().and_then(text))
}

/// Page 80h of the vital product data: two bytes, the length in two more, the number.
fn unit_serial_number(page: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_be_bytes([*page.get(2)?, *page.get(3)?]));
    let rest = page.get(4..)?;
    text(&String::from_utf8_lossy(&rest[..length.min(rest.len())]))
}

fn text(value: &str) -> Option<String> {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    (!value.is_empty()).then(|| value.to_owned())
}
