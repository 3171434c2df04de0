//! The virtual machine's hardware, as QEMU's command line: its disks, its sockets and the rest.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::accelerator::Accelerator;
use super::image::Image;
use super::{Failure, cannot, qcow2};

/// QEMU's command line. `setpriv` makes the kernel kill QEMU when this program ends.
pub(super) fn emulator(image: &Image, folder: &Path, sockets: &Path, accelerator: Accelerator) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "qemu-system-x86_64"]);
    command.args(["-machine", "q35", "-smp", SMP_OPTIONS, "-m", "640M,slots=4,maxmem=4G"]).args(accelerator.options());
    command.args(["-device", &unpluggable(accelerator).to_string()]);
    command.args(["-object", "memory-backend-ram,id=movable,size=256M", "-device", "pc-dimm,id=dimm,memdev=movable"]);
    command.args(["-nodefaults", "-no-user-config", "-display", "none", "-no-shutdown", "-rtc", "base=utc"]);
    command
        .arg("-kernel")
        .arg(image.kernel())
        .arg("-initrd")
        .arg(image.ram_disk())
        .args(["-append", &image.kernel_options()]);
    let root = format!("id=root,{DRIVE_OPTIONS},file={}", folder.join("root").display());
    command.args(["-drive", &root, "-device", "virtio-blk-pci,drive=root,serial=qga-root"]);
    let programs = format!("id=programs,if=none,format=raw,readonly=on,file={}", folder.join("programs").display());
    command.args(["-drive", &programs, "-device", "virtio-blk-pci,drive=programs,serial=qga-programs"]);
    command.args(["-device", "virtio-scsi-pci,id=scsi", "-device", "qemu-xhci,id=xhci"]);
    command.args(["-device", "pcie-root-port,id=plugs,chassis=1"]);
    for Disk { name, device, .. } in DISKS {
        let file = folder.join(name);
        command.args(["-drive", &format!("id={name},{DRIVE_OPTIONS},file={}", file.display())]);
        if *name != HOTPLUGGED_DISK {
            command.args(["-device", &format!("{device},drive={name},serial=qga-{name}")]);
        }
    }
    for socket in Socket::ALL {
        let (name, path) = (socket.name(), sockets.join(socket.name()));
        let log = match socket {
            Socket::Terminal => format!(",logfile={}", folder.join("terminal.log").display()),
            _ => String::new(),
        };
        command.args(["-chardev", &format!("socket,id={name},server=on,wait=off,path={}{log}", path.display())]);
    }
    command.args(["-mon", "chardev=monitor,mode=control"]);
    command.args(["-serial", "chardev:terminal", "-serial", "chardev:isa-serial"]);
    command.args(["-device", "virtio-serial-pci,id=serial"]);
    for (number, port, socket) in [
        (1, "org.qemu.guest_agent.0", "agent"),
        (2, "org.qemu.guest_agent.1", "reference"),
        (3, "org.qga.console", "console"),
    ] {
        let device = format!("virtserialport,bus=serial.0,nr={number},name={port},chardev={socket},id=port-{socket}");
        command.args(["-device", &device]);
    }
    command.args(["-netdev", "user,id=network,restrict=on"]);
    command.args(["-device", "virtio-net-pci,netdev=network,mac=52:54:00:12:34:56"]);
    let log = std::fs::File::create(folder.join("qemu.log")).map_or_else(|_| Stdio::null(), Stdio::from);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    command
}

/// Options of a disk that is discarded with the machine, so writes need not reach the host's disk.
const DRIVE_OPTIONS: &str = "if=none,format=qcow2,discard=unmap,cache=unsafe";

/// Processors at the start, besides the one that can be unplugged, and their maximum: a few more, because TCG does not
/// reuse the place of an unplugged one.
const SMP_OPTIONS: &str = "3,maxcpus=8,sockets=1,cores=8,threads=1";

/// The fourth processor, which is a device.
pub(super) fn unpluggable(accelerator: Accelerator) -> Value {
    json!({"driver": accelerator.processor(), "id": "cpu3", "socket-id": 0, "core-id": 3, "thread-id": 0})
}

/// The sockets of a machine.
#[derive(Clone, Copy)]
pub(crate) enum Socket {
    /// The agent under test, on the port `org.qemu.guest_agent.0`.
    Agent,
    /// Debian's agent.
    Reference,
    /// The second serial line.
    IsaSerial,
    /// The first serial line, with a login shell.
    Terminal,
    Console,
    Monitor,
}

impl Socket {
    const ALL: [Self; 6] =
        [Self::Agent, Self::Reference, Self::IsaSerial, Self::Terminal, Self::Console, Self::Monitor];

    /// The socket with this name in scenarios.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|socket| socket.name() == word)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Reference => "reference",
            Self::IsaSerial => "isa-serial",
            Self::Terminal => "terminal",
            Self::Console => "console",
            Self::Monitor => "monitor",
        }
    }
}

/// A disk of the guest: its name is its serial number after `qga-`, and its image's file name.
struct Disk {
    name: &'static str,
    size: u64,
    device: &'static str,
}

const MIB: u64 = 1 << 20;

/// One disk on every bus that the agent supports; the guest's `qga-testbed` makes file systems on them.
const DISKS: &[Disk] = &[
    Disk { name: "virtio", size: 128 * MIB, device: "virtio-blk-pci,discard=on" },
    Disk { name: "scsi", size: 320 * MIB, device: "scsi-hd,bus=scsi.0,channel=0,scsi-id=1,lun=2" },
    Disk { name: "lvm-0", size: 64 * MIB, device: "scsi-hd,bus=scsi.0,channel=0,scsi-id=2,lun=0" },
    Disk { name: "lvm-1", size: 64 * MIB, device: "scsi-hd,bus=scsi.0,channel=0,scsi-id=3,lun=0" },
    Disk { name: "ahci", size: 64 * MIB, device: "ide-hd,bus=ide.2" },
    Disk { name: "nvme", size: 128 * MIB, device: "nvme,bus=plugs" },
    // Without an id, its own SCSI bus would have the name of the controller's.
    Disk { name: "usb", size: 64 * MIB, device: "usb-storage,bus=xhci.0,id=usb" },
];

/// The disk that is plugged in after the guest has booted, because a machine with it cannot be saved.
pub(super) const HOTPLUGGED_DISK: &str = "nvme";

/// Makes the guest's disks, empty and in QEMU's own format.
pub(super) fn make_disks(folder: &Path) -> Result<(), Failure> {
    DISKS.iter().try_for_each(|disk| qcow2::create(&folder.join(disk.name), disk.size, None))
}

/// Makes the guest's disks, empty and in raw format, for libvirt.
pub(super) fn make_raw_disks(folder: &Path) -> Result<(), Failure> {
    for disk in DISKS {
        let file = std::fs::File::create(folder.join(disk.name)).map_err(cannot("create a disk"))?;
        file.set_len(disk.size).map_err(cannot("size a disk"))?;
    }
    Ok(())
}
