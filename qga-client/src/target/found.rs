//! What can be found: the inventory, libvirt's running domains, guests of Proxmox VE, and QEMU processes.

use std::fs;
use std::path::Path;

use qga_runtime::transport::Address;

use super::inventory::Inventory;
use super::libvirt::{self, Library};
use super::qemu_process::{Channel, QemuProcess};
use super::{Source, Target, TargetError, Way};

/// Where Proxmox VE has its guests' sockets.
const PROXMOX: &str = "/run/qemu-server";

/// All targets that are known, and what could not be asked.
#[derive(Debug, Default)]
pub struct Found {
    inventory: Inventory,
    /// What this host runs, once it was asked.
    running: Option<Running>,
}

#[derive(Debug, Default)]
struct Running {
    targets: Vec<Target>,
    unasked: Vec<String>,
}

impl Found {
    /// Asks the inventory and everything on this host.
    ///
    /// # Errors
    /// An inventory file cannot be read.
    pub fn all() -> Result<Self, TargetError> {
        let mut found = Found::with_inventory()?;
        found.running();
        Ok(found)
    }

    /// The targets: those of the inventory first, and each of the others that has another way.
    pub fn targets(&self) -> Vec<Target> {
        let mut targets: Vec<Target> = self.inventory.targets().cloned().collect();
        for target in self.running.iter().flat_map(|running| &running.targets) {
            if !targets.iter().any(|known| known.way == target.way) {
                targets.push(target.clone());
            }
        }
        targets
    }

    /// What could not be asked, a sentence each.
    pub fn unasked(&self) -> &[String] {
        self.running.as_ref().map_or(&[], |running| &running.unasked)
    }

    pub(super) fn with_inventory() -> Result<Self, TargetError> {
        Ok(Found { inventory: Inventory::read()?, running: None })
    }

    pub(super) fn named(name: &str) -> Result<Target, TargetError> {
        Found::with_inventory()?.one(name)
    }

    /// The one target of this name; the inventory comes first.
    pub(super) fn one(&mut self, name: &str) -> Result<Target, TargetError> {
        if let Some(target) = self.inventory.get(name) {
            return Ok(target.clone());
        }
        let mut targets = self.running().targets.iter().filter(|target| target.name == name);
        match (targets.next(), targets.next()) {
            (Some(target), None) => Ok(target.clone()),
            (Some(one), Some(other)) => {
                let ways = [one, other].into_iter().chain(targets).map(|target| target.way.clone()).collect();
                Err(TargetError::Ambiguous { name: name.to_owned(), ways })
            }
            (None, _) => Err(self.unknown(name)),
        }
    }

    /// The targets whose names match a pattern: `*` stands for any characters, `?` for one, `[ab]` for one of these.
    pub(super) fn matching(&mut self, pattern: &str) -> Result<Vec<Target>, TargetError> {
        let malformed = |error: glob::PatternError| TargetError::Malformed {
            target: pattern.to_owned(),
            reason: error.msg.to_owned(),
        };
        let glob = glob::Pattern::new(pattern).map_err(malformed)?;
        self.running();
        let mut targets = self.targets();
        targets.retain(|target| glob.matches(&target.name));
        if targets.is_empty() { Err(self.unknown(pattern)) } else { Ok(targets) }
    }

    pub(super) fn group(&self, name: &str) -> Option<&[String]> {
        self.inventory.group(name)
    }

    fn running(&mut self) -> &Running {
        self.running.get_or_insert_with(Running::ask)
    }

    fn unknown(&self, name: &str) -> TargetError {
        let similar = self.targets().into_iter().map(|target| target.name).find(|known| {
            // One begins with the other, or they differ in upper case.
            known.eq_ignore_ascii_case(name) || known.starts_with(name) || name.starts_with(known.as_str())
        });
        TargetError::Unknown { name: name.to_owned(), similar, unasked: self.unasked().to_vec() }
    }
}

impl Running {
    fn ask() -> Self {
        let mut running = Running::default();
        if libvirt::is_running() {
            match Library::load().and_then(|library| library.connect(None)).and_then(|connection| connection.running())
            {
                Ok(domains) => running.targets.extend(domains.into_iter().map(|domain| Target {
                    name: domain.clone(),
                    way: Way::Libvirt { uri: None, domain },
                    source: Source::Libvirt,
                })),
                Err(error) => running.unasked.push(format!("libvirt says: {error}")),
            }
        }
        running.targets.extend(proxmox(Path::new(PROXMOX)));
        for process in QemuProcess::all() {
            let Some(Channel::Socket(path)) = process.agent else { continue };
            let way = Way::Address(Address::Unix(path));
            let name = process.name.unwrap_or_else(|| format!("qemu-{}", process.pid));
            // Who owns the channel comes first.
            let is_known = |known: &Target| {
                known.way == way || known.name == name && matches!(known.source, Source::Libvirt | Source::Proxmox)
            };
            if !running.targets.iter().any(is_known) {
                running.targets.push(Target { name, way, source: Source::Process(process.pid) });
            }
        }
        running
    }
}

/// The guests of Proxmox VE, by number.
fn proxmox(folder: &Path) -> Vec<Target> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut ids: Vec<u32> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".qga")?.parse().ok()).collect();
    ids.sort_unstable();
    let target = |id: u32| Target {
        name: id.to_string(),
        way: Way::Address(Address::Unix(folder.join(format!("{id}.qga")))),
        source: Source::Proxmox,
    };
    ids.into_iter().map(target).collect()
}

/// The socket of a guest of Proxmox VE.
pub(super) fn proxmox_address(id: u32) -> Address {
    Address::Unix(Path::new(PROXMOX).join(format!("{id}.qga")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_of_proxmox_are_their_sockets() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["104.qga", "99.qga", "104.qmp", "x.qga"] {
            fs::write(folder.path().join(name), "").expect("writable");
        }
        let names: Vec<String> = proxmox(folder.path()).into_iter().map(|target| target.name).collect();
        assert_eq!(names, ["99", "104"]);
        assert!(proxmox(&folder.path().join("missing")).is_empty());
    }
}
