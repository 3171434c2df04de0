//! Builds the guest's root file system from Debian packages, again when its recipe changes.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Failure, cannot, folder, sources};
use crate::tools::{self, ARCHIVES, Purpose, RELEASE, finish};

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

/// Further packages of a guest with SELinux.
const SELINUX_PACKAGES: &[&str] = &["selinux-policy-default", "policycoreutils", "selinux-utils"];

/// What is installed in a guest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// What the checks need.
    Small,
    /// SELinux besides, which enforces Debian's policy.
    Selinux,
}

impl Kind {
    fn packages(self) -> Vec<&'static str> {
        match self {
            Self::Small => PACKAGES.to_vec(),
            Self::Selinux => [PACKAGES, SELINUX_PACKAGES].concat(),
        }
    }

    /// The name of a folder of this kind, without the hash of its recipe.
    fn folder_prefix(self, name: &str) -> String {
        match self {
            Self::Small => format!("{name}-"),
            Self::Selinux => format!("selinux-{name}-"),
        }
    }

    /// What configures the guest after its own files are installed.
    fn finish_script(self) -> String {
        match self {
            Self::Small => FINISH_SCRIPT.to_owned(),
            Self::Selinux => format!("{FINISH_SCRIPT}{SELINUX_SCRIPT}"),
        }
    }

    /// Options of its kernel besides [`KERNEL_OPTIONS`].
    fn kernel_options(self) -> &'static str {
        match self {
            Self::Small => "audit=0",
            Self::Selinux => "security=selinux selinux=1 enforcing=1 audit=1",
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

/// Packages that lie in the guest's `/usr/local/lib/qga/debian`, for scenarios that switch its agent and its init system.
const KEPT_PACKAGES: &[&str] = &[
    "qemu-guest-agent/bookworm-backports",
    "busybox-static",
    "sysvinit-core",
    "sysv-rc",
    "insserv",
    "startpar",
    "openrc",
    "libeinfo1",
    "librc1",
];

/// Paths that are not installed, for a small image: documentation, and drivers for hardware that the machine lacks.
const EXCLUDED_PATHS: &[&str] = &[
    "/usr/share/doc/*",
    "/usr/share/man/*",
    "/usr/share/locale/*",
    "/usr/share/i18n/*",
    "/usr/share/info/*",
    "/lib/modules/*/kernel/drivers/gpu/*",
    "/lib/modules/*/kernel/drivers/hwmon/*",
    "/lib/modules/*/kernel/drivers/iio/*",
    "/lib/modules/*/kernel/drivers/infiniband/*",
    "/lib/modules/*/kernel/drivers/media/*",
    "/lib/modules/*/kernel/drivers/net/ethernet/*",
    "/lib/modules/*/kernel/drivers/net/wireless/*",
    "/lib/modules/*/kernel/drivers/staging/*",
    "/lib/modules/*/kernel/sound/*",
];

/// Limits the initial RAM disk to the drivers of the root disk, for a fast boot; runs before the kernel is installed.
const RAM_DISK_HOOK: &str = r#"mkdir -p "$1/etc/initramfs-tools/conf.d"
printf 'MODULES=list\nCOMPRESS=gzip\n' > "$1/etc/initramfs-tools/conf.d/testbed"
printf 'virtio_pci\nvirtio_blk\next4\n' > "$1/etc/initramfs-tools/modules""#;

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
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=volatile\n' > /etc/systemd/journald.conf.d/testbed.conf";

/// A root file system with its kernel.
#[derive(Clone)]
pub(crate) struct Image {
    pub(crate) folder: PathBuf,
    kind: Kind,
}

impl Image {
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.join("root.img")
    }

    pub(crate) fn kernel(&self) -> PathBuf {
        self.folder.join("vmlinuz")
    }

    pub(crate) fn ram_disk(&self) -> PathBuf {
        self.folder.join("initrd.img")
    }

    pub(crate) fn kernel_options(&self) -> String {
        format!("{KERNEL_OPTIONS} {}", self.kind.kernel_options())
    }
}

/// The image of the current recipe, built if an earlier run has not.
pub(crate) fn build(kind: Kind) -> Result<Image, Failure> {
    let (files, script) = (own_files()?, kind.finish_script());
    let prefix = kind.folder_prefix("image");
    let image = folder().join(format!("{prefix}{:016x}", hash(&(base_folder(kind), &script, &files))));
    if !image.exists() {
        let base = base(kind)?;
        remove_others(&prefix)?;
        finish_image(&base, &files, &script, &image)?;
    }
    Ok(Image { folder: image, kind })
}

/// The unpacked base system of the current recipe: the only part of an image that needs Debian's archives.
pub(crate) fn base(kind: Kind) -> Result<PathBuf, Failure> {
    if let Some((program, package)) = tools::missing(Purpose::Guest).next() {
        return Err(format!("{program} (package {package}) is missing: cargo xtask vm build --install"));
    }
    let base = base_folder(kind);
    if !base.exists() {
        remove_others(&kind.folder_prefix("base"))?;
        bootstrap(&base, &kind.packages())?;
    }
    Ok(base)
}

fn base_folder(kind: Kind) -> PathBuf {
    let recipe = (kind.packages(), keep_packages(), RELEASE, ARCHIVES, EXCLUDED_PATHS, RAM_DISK_HOOK);
    folder().join(format!("{}{:016x}", kind.folder_prefix("base"), hash(&recipe)))
}

/// Unpacks and configures the packages in `base`.
fn bootstrap(base: &Path, packages: &[&str]) -> Result<(), Failure> {
    println!("building the guest's base system (about a minute)");
    let partial = base.with_extension("partial");
    let mut command = Command::new("mmdebstrap");
    command.args(["--quiet", "--mode=root", "--variant=essential", "--format=directory"]);
    command.args(["--aptopt=Acquire::Languages \"none\"", "--aptopt=APT::Install-Recommends \"false\""]);
    command.args(EXCLUDED_PATHS.iter().map(|path| format!("--dpkgopt=path-exclude={path}")));
    command.arg(format!("--essential-hook={RAM_DISK_HOOK}"));
    command.arg(format!("--include={}", packages.join(",")));
    command.arg(format!("--customize-hook={}", keep_packages()));
    command.arg(RELEASE).arg(&partial).args(ARCHIVES);
    fresh(&partial)?;
    finish(command, "build the guest's base system")?;
    std::fs::rename(&partial, base).map_err(cannot("keep the base system"))
}

/// Downloads the kept packages, each into a file whose name has no version.
fn keep_packages() -> String {
    let packages = KEPT_PACKAGES.join(" ");
    format!(
        r#"mkdir -p "$1/usr/local/lib/qga/debian"
chroot "$1" sh -ec 'cd /usr/local/lib/qga/debian
apt-get -qq -o APT::Sandbox::User=root download {packages}
for file in *.deb; do mv "$file" "${{file%%_*}}.deb"; done'"#
    )
}

/// Adds the guest's own files to a copy of `base` and makes a disk of it.
fn finish_image(base: &Path, files: &[OwnFile], script: &str, image: &Path) -> Result<(), Failure> {
    let partial = image.with_extension("partial");
    let root = partial.join("root");
    fresh(&partial)?;
    let mut copy = Command::new("cp");
    copy.args(["--archive", "--reflink=auto"]).arg(base).arg(&root);
    finish(copy, "copy the base system")?;
    for file in files {
        file.install(&root)?;
    }
    let mut configure = Command::new("chroot");
    configure.arg(&root).args(["/bin/sh", "-c", script]);
    finish(configure, "configure the guest")?;
    for name in ["vmlinuz", "initrd.img"] {
        std::fs::copy(root.join(name), partial.join(name)).map_err(cannot(format_args!("copy the guest's {name}")))?;
    }
    let mut make = Command::new("mke2fs");
    make.args(["-q", "-t", "ext4", "-d"]).arg(&root).arg(partial.join("root.img")).arg("2G");
    finish(make, "make the root disk")?;
    std::fs::remove_dir_all(&root).map_err(cannot("remove the unpacked guest"))?;
    std::fs::rename(&partial, image).map_err(cannot("keep the image"))
}

/// A file of `xtask/vm/guest`, installed in the guest at the same path.
#[derive(Hash)]
struct OwnFile {
    path: PathBuf,
    content: Vec<u8>,
}

impl OwnFile {
    fn install(&self, root: &Path) -> Result<(), Failure> {
        use std::os::unix::fs::PermissionsExt;
        let target = root.join(&self.path);
        let written = target.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| {
            std::fs::write(&target, &self.content)?;
            let mode = if self.content.starts_with(b"#!") { 0o755 } else { 0o644 };
            std::fs::set_permissions(&target, std::fs::Permissions::from_mode(mode))
        });
        written.map_err(cannot(format_args!("write {}", target.display())))
    }
}

fn own_files() -> Result<Vec<OwnFile>, Failure> {
    let root = sources().join("guest");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(cannot(format_args!("read {}", folder.display())))? {
            let path = entry.map_err(cannot("read a folder"))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = std::fs::read(&path).map_err(cannot(format_args!("read {}", path.display())))?;
                let path = path.strip_prefix(&root).expect("the walk starts there").to_path_buf();
                files.push(OwnFile { path, content });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn fresh(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(cannot(format_args!("remove {}", folder.display())))?;
    }
    std::fs::create_dir_all(folder).map_err(cannot(format_args!("create {}", folder.display())))
}

/// Removes the folders of older recipes.
fn remove_others(prefix: &str) -> Result<(), Failure> {
    let Ok(entries) = std::fs::read_dir(folder()) else { return Ok(()) };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)) {
        std::fs::remove_dir_all(entry.path()).map_err(cannot("remove an old image"))?;
    }
    Ok(())
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
