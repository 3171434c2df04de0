//! What restricts the agent's service in the guest beyond the rights of root, and whether it was denied anything.

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

/// Installs the policy with the package, in a guest that enforces its own.
const INSTALL_SELINUX: &str = "[ \"$(getenforce)\" = Enforcing ] && sysctl -q kernel.printk_ratelimit=0 && \
    dpkg -i /usr/local/lib/qga/packages/newer.deb && \
    grep -q :virt_qemu_ga_t: \"/proc/$(systemctl show -P MainPID qemu-guest-agent)/attr/current\"";

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

    /// Whether the kernel prints denials. What other restrictions deny shows only as errors of commands.
    pub(crate) fn prints_denials(self) -> bool {
        self == Self::Selinux
    }
}

/// The denials of the agent, of programs in its domain and of answers to them, among the kernel's messages.
pub(crate) fn denials(log: &str) -> Vec<&str> {
    let is_denial = |line: &&str| {
        line.contains("avc:")
            && line.contains("denied")
            && (line.contains(":virt_qemu_ga_t:") || line.contains("comm=\"qemu-ga"))
    };
    log.lines().filter(is_denial).collect()
}

#[cfg(test)]
mod tests {
    use super::denials;

    /// A message of the kernel about a program of this name and domain, which was to use something of that domain.
    fn message(verdict: &str, name: &str, of: &str, on: &str) -> String {
        format!(
            "[   61.503] audit: type=1400 audit(1764494153.503:80): avc:  {verdict}  {{ read }} for  pid=612 comm=\"{name}\" \
             scontext=system_u:system_r:{of}:s0 tcontext=system_u:object_r:{on}:s0 tclass=file permissive=0"
        )
    }

    #[test]
    fn denials_of_the_agent_its_programs_and_answers_to_them_are_found_and_no_others() {
        let found = [
            message("denied", "qemu-ga", "initrc_t", "etc_t"),
            message("denied", "chpasswd", "virt_qemu_ga_t", "shadow_t"),
            message("denied", "dbus-daemon", "systemd_logind_t", "virt_qemu_ga_t"),
        ];
        let passed_over = [
            message("granted", "chpasswd", "virt_qemu_ga_t", "shadow_t"),
            message("denied", "systemd-udevd", "udev_t", "virt_qemu_ga_exec_t"),
        ];
        assert_eq!(denials(&[&found[..], &passed_over[..]].concat().join("\n")), found);
    }
}
