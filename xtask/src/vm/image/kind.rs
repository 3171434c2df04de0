//! What is installed in a guest, and how it is configured.

/// The guest's packages; Debian's newest agent for this release is the reference.
const PACKAGES: &[&str] = &[
    "linux-image-amd64",
    "initramfs-tools",
    "systemd-sysv",
    "udev",
    "dbus",
    "libpam-systemd",
    "util-linux",
    "util-linux-extra",
    "login",
    "passwd",
    "kmod",
    "iproute2",
    "procps",
    "e2fsprogs",
    "xfsprogs",
    "btrfs-progs",
    "dosfstools",
    "lvm2",
    "fdisk",
    "tar",
    "tzdata",
    "apt",
    "qemu-guest-agent/bookworm-backports",
];

/// Further packages of a guest for slow scenarios that need them: what a freeze has to get right, at its real size.
const SERVER_PACKAGES: &[&str] = &["postgresql", "mariadb-server", "cryptsetup-bin", "mdadm"];

/// Further packages of a guest with SELinux.
const SELINUX_PACKAGES: &[&str] = &["selinux-policy-default", "policycoreutils", "selinux-utils"];

/// What is installed in a guest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// What the checks need.
    Small,
    /// Databases, encryption and software RAID besides.
    Server,
    /// SELinux besides, which enforces Debian's policy.
    Selinux,
}

impl Kind {
    pub(super) fn packages(self) -> Vec<&'static str> {
        match self {
            Self::Small => PACKAGES.to_vec(),
            Self::Server => [PACKAGES, SERVER_PACKAGES].concat(),
            Self::Selinux => [PACKAGES, SELINUX_PACKAGES].concat(),
        }
    }

    /// The name of a folder of this kind, without the hash of its recipe.
    pub(super) fn folder_prefix(self, name: &str) -> String {
        match self {
            Self::Small => format!("{name}-"),
            Self::Server => format!("server-{name}-"),
            Self::Selinux => format!("selinux-{name}-"),
        }
    }

    /// What configures the guest after its own files are installed.
    pub(super) fn finish_script(self) -> String {
        match self {
            Self::Small | Self::Server => FINISH_SCRIPT.to_owned(),
            Self::Selinux => format!("{FINISH_SCRIPT}{SELINUX_SCRIPT}"),
        }
    }

    pub(super) fn kernel_options(self) -> String {
        match self {
            Self::Small | Self::Server => format!("{KERNEL_OPTIONS} audit=0"),
            // The level of messages that are printed includes denials.
            Self::Selinux => format!("{KERNEL_OPTIONS} loglevel=6 security=selinux selinux=1 enforcing=1 audit=1"),
        }
    }
}

/// Kernel options: plugged memory is movable, a panic restarts at once, and work that a short-lived guest does not need
/// is off.
const KERNEL_OPTIONS: &str = "root=/dev/disk/by-id/virtio-qga-root rw quiet console=ttyS0 panic=-1 \
    memhp_default_state=online_movable mitigations=off fsck.mode=skip systemd.show_status=0 \
    systemd.unified_cgroup_hierarchy=1";

/// Enforces the policy from the boot on, gives the test bed's own services the rights of root's login, and labels all
/// files. Labels are set through /proc.
const SELINUX_SCRIPT: &str = r"
sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config
for service in qga-console qga-testbed; do
    mkdir -p /etc/systemd/system/$service.service.d
    printf '[Service]\nSELinuxContext=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023\n' > /etc/systemd/system/$service.service.d/selinux.conf
done
mount -t proc proc /proc
trap 'umount /proc' EXIT
setfiles -F -e /proc /etc/selinux/default/contexts/files/file_contexts /";

/// Configures the guest after its own files are installed: enables its services, and disables work that only costs time.
const FINISH_SCRIPT: &str = r"set -eu
mv /usr/sbin/qemu-ga /usr/sbin/qemu-ga-reference
echo testbed > /etc/hostname
printf '127.0.0.1 localhost testbed\n::1 localhost\n' > /etc/hosts
printf 'Europe/Vienna\n' > /etc/timezone
ln -sf /usr/share/zoneinfo/Europe/Vienna /etc/localtime
passwd -d root >/dev/null
systemctl enable -q qga-testbed.service qga-console.service qga-reference.service serial-getty@ttyS0.service
systemctl mask -q getty@tty1.service e2scrub_all.timer e2scrub_reap.service fstrim.timer apt-daily.timer \
    apt-daily-upgrade.timer dpkg-db-backup.timer systemd-timesyncd.service systemd-update-utmp-runlevel.service \
    systemd-binfmt.service systemd-journal-flush.service systemd-random-seed.service systemd-sysusers.service \
    systemd-sysctl.service systemd-tmpfiles-clean.timer lvm2-monitor.service user@.service dev-hugepages.mount \
    dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
    sys-fs-fuse-connections.mount modprobe@fuse.service modprobe@drm.service modprobe@configfs.service \
    modprobe@efi_pstore.service
# Scenarios start these.
systemctl mask -q postgresql.service mariadb.service
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=volatile\n' > /etc/systemd/journald.conf.d/testbed.conf";
