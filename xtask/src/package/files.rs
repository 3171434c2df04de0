//! The files of the agent's and the tool's packages: one table for all formats.

use super::formats::Format;
use Format::{Alpine, Deb, Rpm, Tarball};

/// A file of a package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File {
    pub(crate) source: Source,
    /// The path in the installed system; a folder ends in `/`.
    pub(crate) path: &'static str,
    pub(crate) mode: u32,
    pub(crate) owner: Owner,
    pub(crate) formats: &'static [Format],
    /// The only init system that needs it, for the tarball's script; else `any`.
    pub(crate) init: &'static str,
}

/// The content of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    /// The package's program.
    Program,
    /// A file of `qga-agent/packaging`. `/usr/sbin/qemu-ga` in it becomes the program's path in the format.
    Packaged(&'static str),
    /// A file of `qga-client`.
    OfTool(&'static str),
    /// A file that the build has made.
    Made(&'static str),
    /// A symbolic link to this path.
    Link(&'static str),
    Folder,
    /// A file of the package that this one replaces, which must not take it away: for RPM alone, as dpkg takes none.
    Kept,
}

/// The party that a file belongs to after the installation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    /// The package: an upgrade replaces it.
    Package,
    /// The guest's owner: an upgrade keeps a changed one.
    Guest,
}

const ALL: &[Format] = &[Deb, Rpm, Tarball, Alpine];
const MANAGED: &[Format] = &[Deb, Rpm];
/// Alpine has no SELinux.
const WITH_SELINUX: &[Format] = &[Deb, Rpm, Tarball];

const fn program(path: &'static str, formats: &'static [Format]) -> File {
    File { source: Source::Program, path, mode: 0o755, owner: Owner::Package, formats, init: "any" }
}

const fn packaged(name: &'static str, path: &'static str, formats: &'static [Format]) -> File {
    File { source: Source::Packaged(name), path, mode: 0o644, owner: Owner::Package, formats, init: "any" }
}

const fn made(name: &'static str, path: &'static str, formats: &'static [Format]) -> File {
    File { source: Source::Made(name), ..packaged(name, path, formats) }
}

const fn of_tool(name: &'static str, path: &'static str) -> File {
    File { source: Source::OfTool(name), ..packaged(name, path, MANAGED) }
}

const fn link(to: &'static str, path: &'static str, formats: &'static [Format]) -> File {
    File { source: Source::Link(to), ..packaged("", path, formats) }
}

const fn folder(path: &'static str) -> File {
    File { source: Source::Folder, mode: 0o755, ..packaged("", path, MANAGED) }
}

const fn kept(path: &'static str) -> File {
    File { source: Source::Kept, ..packaged("", path, &[Rpm]) }
}

impl File {
    const fn script(self) -> Self {
        Self { mode: 0o755, ..self }
    }

    const fn of_owner(self) -> Self {
        Self { owner: Owner::Guest, ..self }
    }

    const fn only(self, init: &'static str) -> Self {
        Self { init, ..self }
    }
}

const UNIT: &str = "qemu-guest-agent.service";
const INSTANCES: &str = "qemu-guest-agent@.service";
const RULES: &str = "60-qemu-guest-agent.rules";

/// The agent's package.
pub(crate) const AGENT: &[File] = &[
    program("/usr/sbin/qemu-ga", &[Deb]),
    program("/usr/bin/qemu-ga", &[Rpm, Alpine]),
    program("/usr/local/sbin/qemu-ga", &[Tarball]),
    link("../sbin/qemu-ga", "/usr/bin/qemu-ga", &[Deb]),
    packaged(UNIT, "/usr/lib/systemd/system/qemu-guest-agent.service", MANAGED),
    packaged(INSTANCES, "/usr/lib/systemd/system/qemu-guest-agent@.service", MANAGED),
    packaged(RULES, "/usr/lib/udev/rules.d/60-qemu-guest-agent.rules", MANAGED),
    packaged(UNIT, "/etc/systemd/system/qemu-guest-agent.service", &[Tarball]).only("systemd"),
    packaged(INSTANCES, "/etc/systemd/system/qemu-guest-agent@.service", &[Tarball]).only("systemd"),
    packaged(RULES, "/etc/udev/rules.d/60-qemu-guest-agent.rules", &[Tarball]).only("systemd"),
    packaged("qemu-guest-agent.init", "/etc/init.d/qemu-guest-agent", &[Deb]).script().of_owner(),
    packaged("qemu-guest-agent.init", "/etc/init.d/qemu-guest-agent", &[Tarball]).script().only("sysv"),
    packaged("qemu-guest-agent.openrc", "/etc/init.d/qemu-guest-agent", &[Alpine]).script(),
    packaged("qemu-guest-agent.openrc", "/etc/init.d/qemu-guest-agent.openrc", &[Tarball]).script().only("openrc"),
    packaged("qemu-guest-agent.logrotate", "/etc/logrotate.d/qemu-guest-agent", ALL).of_owner(),
    folder("/etc/qemu/"),
    folder("/etc/qemu/fsfreeze-hook.d/"),
    packaged("fsfreeze-hook", "/etc/qemu/fsfreeze-hook", ALL).script().of_owner(),
    // Debian's package makes it of the one below, where there is none: dpkg would ask about the owner's own.
    packaged("qemu-ga.conf", "/etc/qemu/qemu-ga.conf", &[Rpm, Tarball, Alpine]).of_owner(),
    packaged("qemu-ga.conf", "/usr/share/qemu-ga/qemu-ga.conf", &[Deb]),
    // They hold the policy and the hook of a distribution, or of its owner.
    kept("/etc/sysconfig/qemu-ga").of_owner(),
    kept("/usr/etc/sysconfig/qemu-ga"),
    kept("/etc/qemu-ga/fsfreeze-hook").script().of_owner(),
    packaged("selinux/policy.sh", "/usr/share/qemu-ga/selinux/policy.sh", WITH_SELINUX).script(),
    packaged("selinux/qemu_ga.cil", "/usr/share/qemu-ga/selinux/qemu_ga.cil", WITH_SELINUX),
    packaged("hardened.conf", "/usr/share/qemu-ga/hardened.conf", &[Deb, Rpm, Tarball]),
    packaged("fsfreeze-hook-mariadb", "/usr/share/qemu-ga/fsfreeze-hook-mariadb", ALL).script(),
    packaged("fsfreeze-hook-postgresql", "/usr/share/qemu-ga/fsfreeze-hook-postgresql", ALL).script(),
    packaged("fsfreeze-hook-redis", "/usr/share/qemu-ga/fsfreeze-hook-redis", ALL).script(),
    packaged("fsfreeze-hook-systemd-unit", "/usr/share/qemu-ga/fsfreeze-hook-systemd-unit", ALL).script(),
    made("qemu-ga.8.gz", "/usr/share/man/man8/qemu-ga.8.gz", MANAGED),
    made("qemu-ga.conf.5.gz", "/usr/share/man/man5/qemu-ga.conf.5.gz", MANAGED),
    made("qemu-ga-ref.7.gz", "/usr/share/man/man7/qemu-ga-ref.7.gz", MANAGED),
    made("qemu-ga.8.gz", "/usr/local/share/man/man8/qemu-ga.8.gz", &[Tarball]),
    made("qemu-ga.conf.5.gz", "/usr/local/share/man/man5/qemu-ga.conf.5.gz", &[Tarball]),
    made("qemu-ga-ref.7.gz", "/usr/local/share/man/man7/qemu-ga-ref.7.gz", &[Tarball]),
    made("changelog.gz", "/usr/share/doc/qga-agent/changelog.gz", MANAGED),
    made("changelog.Debian.gz", "/usr/share/doc/qga-agent/changelog.Debian.gz", &[Deb]),
    made("copyright", "/usr/share/doc/qga-agent/copyright", MANAGED),
    made("copyright", "/usr/local/share/doc/qga-agent/copyright", &[Tarball]),
    made("copyright", "/usr/share/licenses/qga-agent/copyright", &[Alpine]),
    made("sbom.cdx.json", "/usr/local/share/doc/qga-agent/sbom.cdx.json", &[Tarball]),
];

/// The package of the host's tool; its manual pages are added one by one.
pub(crate) const TOOL: &[File] = &[
    program("/usr/bin/qga", MANAGED),
    made("qga.bash", "/usr/share/bash-completion/completions/qga", MANAGED),
    made("_qga", "/usr/share/zsh/vendor-completions/_qga", &[Deb]),
    made("_qga", "/usr/share/zsh/site-functions/_qga", &[Rpm]),
    made("qga.fish", "/usr/share/fish/vendor_completions.d/qga.fish", MANAGED),
    of_tool("packaging/qga-broker@.service", "/usr/lib/systemd/system/qga-broker@.service"),
    of_tool("packaging/qga-exporter.service", "/usr/lib/systemd/system/qga-exporter.service"),
    of_tool("examples/monitoring/prometheus.yml", "/usr/share/doc/qga/monitoring/prometheus.yml"),
    of_tool("examples/monitoring/alerts.yml", "/usr/share/doc/qga/monitoring/alerts.yml"),
    of_tool("examples/monitoring/dashboard.json", "/usr/share/doc/qga/monitoring/dashboard.json"),
    made("changelog.gz", "/usr/share/doc/qga/changelog.gz", MANAGED),
    made("changelog.Debian.gz", "/usr/share/doc/qga/changelog.Debian.gz", &[Deb]),
    made("copyright", "/usr/share/doc/qga/copyright", MANAGED),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_packaged_file_is_in_a_package_and_every_path_is_there_once() {
        let folder = crate::programs::workspace().join("qga-agent/packaging");
        for inner in ["", "selinux/"] {
            for entry in std::fs::read_dir(folder.join(inner)).expect("it is there").flatten() {
                let name = format!("{inner}{}", entry.file_name().into_string().expect("UTF-8"));
                let listed = AGENT.iter().any(|file| matches!(file.source, Source::Packaged(it) if it == name));
                assert!(listed || entry.path().is_dir(), "{name} is in no package");
            }
        }
        for package in [AGENT, TOOL] {
            for format in [Deb, Rpm, Tarball, Alpine] {
                let mut paths: Vec<_> =
                    package.iter().filter(|file| file.formats.contains(&format)).map(|file| file.path).collect();
                paths.sort_unstable();
                let all = paths.len();
                paths.dedup();
                assert_eq!(paths.len(), all, "{format:?}");
                assert!(paths.iter().all(|path| path.starts_with('/')));
            }
        }
    }

    #[test]
    fn every_package_has_the_licences_of_what_is_linked() {
        for (package, formats) in [(AGENT, ALL), (TOOL, MANAGED)] {
            for format in formats {
                let has =
                    |file: &File| file.formats.contains(format) && matches!(file.source, Source::Made("copyright"));
                assert!(package.iter().any(has), "{format:?}");
            }
        }
    }

    #[test]
    fn changed_settings_and_hooks_survive_an_upgrade() {
        for file in AGENT.iter().filter(|file| file.path.starts_with("/etc/qemu/") && !file.path.ends_with('/')) {
            assert_eq!(file.owner, Owner::Guest, "{}", file.path);
        }
    }
}
