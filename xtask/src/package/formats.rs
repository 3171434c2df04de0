//! The formats of packages, and what differs between them.

use crate::targets;

/// A format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Deb,
    Rpm,
    Tarball,
    Alpine,
}

impl Format {
    /// The agent's path, in units and scripts.
    pub(crate) fn agent(self) -> &'static str {
        match self {
            Self::Deb => "/usr/sbin/qemu-ga",
            Self::Rpm | Self::Alpine => "/usr/bin/qemu-ga",
            Self::Tarball => "/usr/local/sbin/qemu-ga",
        }
    }

    /// The name of a processor's architecture, of which Rust's name is given.
    pub(crate) fn architecture(self, rust: &str) -> &str {
        match (self, rust) {
            (Self::Deb, "x86_64") => "amd64",
            (Self::Deb, "aarch64") => "arm64",
            (Self::Deb, "i686") => "i386",
            (Self::Deb, "armv7") => "armhf",
            (Self::Deb, "riscv64gc") => "riscv64",
            (Self::Deb, "powerpc64le") => "ppc64el",
            (_, "riscv64gc") => "riscv64",
            (_, "powerpc64le") => "ppc64le",
            (Self::Alpine, "i686") => "x86",
            _ => rust,
        }
    }
}

/// The facts of one build that every format needs.
pub(crate) struct Release {
    pub(crate) version: String,
    /// The target of the programs, as Rust names it.
    pub(crate) target: String,
    /// Seconds since 1970: the time of all files.
    pub(crate) epoch: u64,
}

impl Release {
    /// The processor's architecture, as Rust names it.
    pub(crate) fn architecture(&self) -> &str {
        targets::architecture(&self.target)
    }
}

/// The party that makes the packages.
pub(crate) const MAINTAINER: &str = "qga authors <qga-rs@users.noreply.github.com>";

pub(crate) const HOMEPAGE: &str = "https://github.com/qga-rs/qga";

/// One package.
#[derive(Clone, Copy)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) description: &'static [&'static str],
    /// The package that it takes the place of.
    pub(crate) replaces: Option<&'static str>,
    /// Its program contains the C library.
    pub(crate) is_static: bool,
}

pub(crate) const AGENT: Package = Package {
    name: "qga-agent",
    summary: "QEMU guest agent that does not hang, as a drop-in",
    description: &[
        "Runs in a virtual machine and lets its host shut it down, freeze its file",
        "systems, read its addresses, set passwords and move files. Takes the place",
        "of qemu-guest-agent: same port, options, configuration file and answers.",
    ],
    replaces: Some("qemu-guest-agent"),
    is_static: true,
};

pub(crate) const TOOL: Package = Package {
    name: "qga",
    summary: "command-line client of QEMU guest agents",
    description: &[
        "Runs on a host of virtual machines and sends commands to the guest agents",
        "in them, over Unix sockets, vsock, serial lines or libvirt.",
    ],
    replaces: None,
    is_static: false,
};
