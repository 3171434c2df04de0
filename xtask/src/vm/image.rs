//! Builds the guest's root file system from Debian packages, again when its recipe changes.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

mod kind;

pub(crate) use kind::Kind;

use super::{Failure, cannot, folder, sources};
use crate::tools::{self, ARCHIVES, Purpose, RELEASE, finish};

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
        self.kind.kernel_options()
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
