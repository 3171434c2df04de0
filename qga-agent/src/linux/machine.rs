//! Machines with disks for tests: expands a manifest's disk lines into their sysfs folders.

use std::fmt::Write;

use qga_runtime::guest::types::GuestDiskAddress;

use crate::fixture::manifest::Tree;

/// Besides the lines of [`Tree`], a manifest of disks has, with paths below `sys/devices`:
///
/// ```text
/// driver PATH NAME        the driver of a PCI function
/// disk PATH MAJOR:MINOR   a disk's folder, with its links
/// part PATH MAJOR:MINOR   a partition's folder, with its link
/// . REST                  a line about something in the folder of the disk above
/// ```
pub(crate) fn machine(manifest: &str) -> Tree {
    let mut lines = String::new();
    let mut disk = "";
    for line in manifest.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match *words.as_slice() {
            ["driver", path, name] => {
                writeln!(lines, "sys/devices/{path}/driver -> {}/bus/pci/drivers/{name}", up(path))
            }
            ["disk", path, number] => {
                disk = path;
                let name = add(&mut lines, path, number, "disk");
                writeln!(lines, "sys/block/{name} -> ../devices/{path}\nsys/devices/{path}/slaves/")
            }
            ["part", path, number] => {
                add(&mut lines, path, number, "partition");
                Ok(())
            }
            [".", ..] => writeln!(lines, "sys/devices/{disk}/{}", &line[2..]),
            _ => writeln!(lines, "{line}"),
        }
        .expect("memory");
    }
    Tree::new(&lines)
}

fn add<'a>(lines: &mut String, path: &'a str, number: &str, kind: &str) -> &'a str {
    let name = path.rsplit('/').next().expect("a name");
    let (major, minor) = number.split_once(':').expect("two numbers");
    writeln!(
        lines,
        "sys/dev/block/{number} -> ../../devices/{path}\n\
         sys/devices/{path}/dev = {number}\\n\n\
         sys/devices/{path}/uevent = MAJOR={major}\\nMINOR={minor}\\nDEVNAME={name}\\nDEVTYPE={kind}\\n\n\
         sys/devices/{path}/size = 2048\\n"
    )
    .expect("memory");
    name
}

/// The relative path from a folder below `sys/devices` to `sys`.
fn up(path: &str) -> String {
    vec![".."; path.split('/').count() + 1].join("/")
}

/// `bus-type bus:target:unit`, then the parts that exist of: PCI, channel device, node, serial number.
pub(crate) fn show(address: &GuestDiskAddress) -> String {
    let GuestDiskAddress { bus, target, unit, .. } = address;
    let mut text = format!("{:?} {bus}:{target}:{unit}", address.bus_type).to_lowercase();
    let pci = &address.pci_controller;
    if pci.domain != -1 {
        text += &format!(" pci {}:{}:{}.{}", pci.domain, pci.bus, pci.slot, pci.function);
    }
    if let Some(ccw) = &address.ccw_address {
        text += &format!(" ccw {}.{}.{}.{}", ccw.cssid, ccw.ssid, ccw.subchno, ccw.devno);
    }
    for part in [&address.dev, &address.serial].into_iter().flatten() {
        text += &format!(" {part}");
    }
    text
}
