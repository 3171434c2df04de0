//! Derives a disk's bus and address from its place in sysfs.

use std::fs;
use std::path::{Component, Path, PathBuf};

use qga_runtime::guest::types::{GuestCCWAddress, GuestDiskAddress, GuestDiskBusType as Bus, GuestPCIAddress};

use super::block::Block;
use super::kernel_file;
use super::serial;

/// Levels of devices stacked on devices; for most of them the kernel allows fewer.
const MAX_DEVICE_LAYERS: usize = 16;

/// The addresses of all hardware disks below this block device, which is one itself or is built on them.
pub(crate) fn of_hardware(root: &Path, block: &Block) -> Vec<GuestDiskAddress> {
    let mut addresses = Vec::new();
    collect(root, block, MAX_DEVICE_LAYERS, &mut addresses);
    addresses
}

fn collect(root: &Path, block: &Block, layers: usize, addresses: &mut Vec<GuestDiskAddress>) {
    if !block.is_virtual(root) {
        addresses.extend(of_disk(root, block));
    } else if layers > 0 {
        for slave in block.slaves().unwrap_or_default() {
            collect(root, &slave, layers - 1, addresses);
        }
    }
}

/// The address of one hardware disk; `None` if neither address, node nor serial number is known.
pub(crate) fn of_disk(root: &Path, block: &Block) -> Option<GuestDiskAddress> {
    let place = Place::of(root, block);
    let hardware = place.hardware();
    let has_address = hardware.is_some();
    let mut address = hardware.unwrap_or_else(|| at(Bus::Unknown, NO_NUMBERS));
    address.dev = block.node.clone();
    address.serial = serial::of(root, block);
    (has_address || address.dev.is_some() || address.serial.is_some()).then_some(address)
}

/// Bus, target and unit, as the host numbers them.
type Numbers = (i64, i64, i64);

const NO_NUMBERS: Numbers = (0, 0, 0);

fn at(bus_type: Bus, (bus, target, unit): Numbers) -> GuestDiskAddress {
    GuestDiskAddress::new(GuestPCIAddress::new(-1, -1, -1, -1), bus_type, bus, target, unit)
}

/// The path from the root of the device tree to a disk.
struct Place {
    dir: PathBuf,
    parts: Vec<String>,
}

/// `H:C:T:L` of a SCSI disk, or of one that the kernel presents as SCSI.
#[derive(Clone, Copy)]
struct Scsi {
    channel: i64,
    target: i64,
    lun: i64,
}

impl Scsi {
    fn numbers(self) -> Numbers {
        (self.channel, self.target, self.lun)
    }
}

impl Place {
    fn of(root: &Path, block: &Block) -> Self {
        let disk = block.disk_dir();
        // A disk that several NVMe controllers may share lies in no controller's folder.
        let subsystem = disk.parent().filter(|dir| dir.starts_with(root.join("sys/devices/virtual/nvme-subsystem")));
        let dir = subsystem.and_then(first_controller).unwrap_or_else(|| disk.to_owned());
        let below = dir.strip_prefix(root.join("sys")).unwrap_or(&dir);
        let part = |part: Component<'_>| part.as_os_str().to_string_lossy().into_owned();
        Self { parts: below.components().map(part).collect(), dir }
    }

    /// `None` if the kernel's device tree does not show the bus.
    fn hardware(&self) -> Option<GuestDiskAddress> {
        if self.parts.iter().any(|part| is_host_bridge(part)) {
            return self.on_pci();
        }
        let ccw = self.ccw_address();
        let address = if self.has(|part| part.starts_with("virtio")) && self.has(|part| part.starts_with("block")) {
            Some(match self.scsi() {
                Some(scsi) => at(Bus::Scsi, scsi.numbers()),
                None => at(Bus::Virtio, NO_NUMBERS),
            })
        } else if self.has(|part| number_after(part, "mmc").is_some()) {
            Some(at(Bus::Sd, NO_NUMBERS))
        } else if self.has(|part| part.starts_with("vbd-")) {
            Some(at(Bus::Xen, NO_NUMBERS))
        } else if self.has(|part| number_after(part, "session").is_some()) {
            self.scsi().map(|scsi| at(Bus::Iscsi, scsi.numbers()))
        } else {
            ccw.is_some().then(|| at(Bus::Unknown, NO_NUMBERS))
        };
        address.map(|mut address| {
            address.ccw_address = ccw;
            address
        })
    }

    /// The controller is the first function on the path with a driver of the list; bridges have other drivers.
    fn on_pci(&self) -> Option<GuestDiskAddress> {
        let functions: Vec<(usize, GuestPCIAddress)> =
            self.parts.iter().enumerate().filter_map(|(index, part)| Some((index, pci_function(part)?))).collect();
        let listed = functions.iter().find_map(|(index, pci)| {
            let driver = fs::read_link(self.dir_of(*index).join("driver")).ok()?;
            let address = self.on_controller(driver.file_name()?.to_str()?, *index)?;
            Some((address, pci.clone()))
        });
        let (mut address, pci) = match listed {
            Some(found) => found,
            // Any other controller is the last function on the path.
            None => {
                let (index, pci) = functions.last()?;
                (self.on_other_controller(*index)?, pci.clone())
            }
        };
        address.pci_controller = pci;
        Some(address)
    }

    fn on_controller(&self, driver: &str, function: usize) -> Option<GuestDiskAddress> {
        let scsi = self.scsi();
        let address = match driver {
            "ata_piix" => match (self.ata_port(function), scsi) {
                (Some(port), Some(scsi)) => at(Bus::Ide, (port, 0, scsi.target)),
                _ => at(Bus::Unknown, NO_NUMBERS),
            },
            "ahci" => match (self.ata_port(function), scsi) {
                (Some(port), Some(_)) => at(Bus::Sata, (0, 0, port)),
                _ => at(Bus::Unknown, NO_NUMBERS),
            },
            // Parallel SCSI has targets only, and the host calls them units.
            "sym53c8xx" | "am53c974" | "mptspi" => at(Bus::Scsi, (0, 0, scsi.map_or(0, |scsi| scsi.target))),
            "virtio-pci" => match scsi {
                Some(scsi) => at(Bus::Scsi, scsi.numbers()),
                None => at(Bus::Virtio, NO_NUMBERS),
            },
            "nvme" => at(Bus::Nvme, NO_NUMBERS),
            "xhci_hcd" | "ehci-pci" | "uhci_hcd" | "ohci-pci" => at(Bus::Usb, NO_NUMBERS),
            _ => return None,
        };
        Some(address)
    }

    /// The numbers in the path from controller to disk, for any driver.
    fn on_other_controller(&self, function: usize) -> Option<GuestDiskAddress> {
        if self.has(|part| number_after(part, "usb").is_some()) {
            return Some(at(Bus::Usb, NO_NUMBERS));
        }
        if self.has(|part| number_after(part, "mmc").is_some()) {
            return Some(at(Bus::Sd, NO_NUMBERS));
        }
        let scsi = self.scsi()?;
        let ata = self.parts.get(function + 1).is_some_and(|part| number_after(part, "ata").is_some());
        Some(match self.ata_port(function).filter(|_| ata) {
            Some(port) => at(Bus::Sata, (0, 0, port)),
            None => at(Bus::Scsi, scsi.numbers()),
        })
    }

    /// Index of the disk's port among the controller's ports: the kernel numbers ports over all controllers.
    fn ata_port(&self, function: usize) -> Option<i64> {
        let part = self.parts.get(function + 1)?;
        let kind = ["ata", "host"].into_iter().find(|kind| number_after(part, kind).is_some())?;
        let own = number_after(part, kind)?;
        let siblings = fs::read_dir(self.dir_of(function)).ok()?;
        let before = siblings
            .filter_map(|entry| number_after(entry.ok()?.file_name().to_str()?, kind))
            .filter(|number| *number < own)
            .count();
        i64::try_from(before).ok()
    }

    /// The numbers in `targetH:C:T/H:C:T:L`.
    fn scsi(&self) -> Option<Scsi> {
        let index = self.parts.iter().rposition(|part| part.starts_with("target"))?;
        let numbers = numbers(self.parts.get(index + 1)?, 10);
        match numbers.as_deref()? {
            &[_host, channel, target, lun] => Some(Scsi { channel, target, lun }),
            _ => None,
        }
    }

    /// `css0/0.0.0001/0.0.0002`: the subchannel, and the device on it.
    fn ccw_address(&self) -> Option<GuestCCWAddress> {
        let index = self.parts.iter().position(|part| number_after(part, "css").is_some())?;
        let id = |part: &String| {
            let numbers: Option<Vec<i64>> =
                part.split('.').map(|number| i64::from_str_radix(number, 16).ok()).collect();
            <[i64; 3]>::try_from(numbers?).ok()
        };
        let [cssid, ssid, subchno] = id(self.parts.get(index + 1)?)?;
        let [_, _, devno] = id(self.parts.get(index + 2)?)?;
        Some(GuestCCWAddress::new(cssid, ssid, subchno, devno))
    }

    fn has(&self, matches: impl Fn(&str) -> bool) -> bool {
        self.parts.iter().any(|part| matches(part))
    }

    /// The folder of the part with this index.
    fn dir_of(&self, index: usize) -> &Path {
        self.dir.ancestors().nth(self.parts.len() - 1 - index).unwrap_or(&self.dir)
    }
}

/// The folder of the first controller through which a shared NVMe disk can be reached.
fn first_controller(subsystem: &Path) -> Option<PathBuf> {
    let controllers = fs::read_dir(subsystem).ok()?;
    let numbered = controllers.filter_map(|entry| {
        let path = entry.ok()?.path();
        Some((number_after(path.file_name()?.to_str()?, "nvme")?, path))
    });
    numbered.min().and_then(|(_, path)| kernel_file::resolve(&path).ok())
}

/// `pci0000:00`
fn is_host_bridge(part: &str) -> bool {
    part.strip_prefix("pci").is_some_and(|rest| numbers(rest, 16).is_some_and(|numbers| numbers.len() == 2))
}

/// `0000:00:1f.2`
fn pci_function(part: &str) -> Option<GuestPCIAddress> {
    let (slot, function) = part.rsplit_once('.')?;
    let function = i64::from_str_radix(function, 16).ok()?;
    match numbers(slot, 16)?.as_slice() {
        &[domain, bus, slot] => Some(GuestPCIAddress::new(domain, bus, slot, function)),
        _ => None,
    }
}

fn numbers(text: &str, radix: u32) -> Option<Vec<i64>> {
    text.split(':').map(|number| i64::from_str_radix(number, radix).ok()).collect()
}

/// The number in a name such as `ata7`; `None` if the name is not a prefix and a number.
fn number_after(part: &str, kind: &str) -> Option<u64> {
    part.strip_prefix(kind)?.parse().ok()
}
