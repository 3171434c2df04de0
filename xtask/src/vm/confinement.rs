//! What restricts the agent's service in the guest beyond the rights of root, and whether it was denied anything.

use super::Failure;
use super::console::Console;
use super::image::Kind;

/// A restriction of the agent's service that the package brings; it is installed first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Confinement {
    /// None; nothing is installed.
    None,
    /// The unit's packaged `hardened.conf`.
    Hardened,
    /// The packaged policy of SELinux, enforced.
    Selinux,
}

/// Restricts the units `agent-*`, too, in which scenarios start agents of their own; and checks that it does.
const INSTALL_HARDENED: &str = "dpkg -i /usr/local/lib/qga/packages/newer.deb && \
    for unit in qemu-guest-agent qemu-guest-agent@ agent-; do \
        install -D -m 644 /usr/share/qemu-ga/hardened.conf /etc/systemd/system/$unit.service.d/hardened.conf; done && \
    systemctl daemon-reload && systemctl restart qemu-guest-agent && \
    grep -q 'NoNewPrivs:.*1' /proc/$(systemctl show -P MainPID qemu-guest-agent)/status && \
    systemd-run --quiet --wait --collect --unit=agent-probe grep -q 'NoNewPrivs:.*1' /proc/self/status";

/// Installs the policy with the package, in a guest that enforces its own, and has the kernel log every denial.
const INSTALL_SELINUX: &str = "[ \"$(getenforce)\" = Enforcing ] && sysctl -q kernel.printk_ratelimit=0 && \
    dpkg -i /usr/local/lib/qga/packages/newer.deb && \
    grep -q :virt_qemu_ga_t: \"/proc/$(systemctl show -P MainPID qemu-guest-agent)/attr/current\" && dmesg --clear";

/// Prints the denials of the agent, of programs in its domain and of answers to them, since the last time.
const DENIALS: &str =
    "dmesg --read-clear | grep -E 'avc: +denied.*(comm=.qemu-ga|context=[^ ]*:virt_qemu_ga_t:)' || true";

impl Confinement {
    /// The guest that it is tested in.
    pub(crate) fn guest(self) -> Kind {
        match self {
            Self::None | Self::Hardened => Kind::Small,
            Self::Selinux => Kind::Selinux,
        }
    }

    /// The command of the guest that installs it.
    pub(crate) fn installation(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Hardened => INSTALL_HARDENED,
            Self::Selinux => INSTALL_SELINUX,
        }
    }

    /// Whether denials are logged. What other restrictions deny shows only as errors of commands.
    pub(crate) fn logs_denials(self) -> bool {
        self == Self::Selinux
    }
}

/// Fails if SELinux has denied the agent anything since the last call.
pub(crate) fn check_denials(console: &mut Console) -> Result<(), Failure> {
    let denials = console.must(DENIALS)?;
    if denials.trim().is_empty() { Ok(()) } else { Err(denials) }
}
