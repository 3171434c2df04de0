//! Builds an RPM package from a generated spec.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::documents::write;
use super::files::{File, Owner, Source};
use super::formats::{Format, HOMEPAGE, MAINTAINER, Package, Release};
use crate::programs::{Failure, output};

/// Builds the package of the files below `root`; returns its path in `folder`.
pub(crate) fn build(
    package: Package,
    files: &[File],
    release: &Release,
    root: &Path,
    folder: &Path,
) -> Result<PathBuf, Failure> {
    let architecture = Format::Rpm.architecture(release.architecture());
    let top = folder.join("rpmbuild");
    fs::create_dir_all(&top).map_err(|error| format!("cannot create {}: {error}", top.display()))?;
    let name = format!("{}.spec", package.name);
    let day = format!("@{}", release.epoch);
    let day = output(Command::new("date").env("LC_ALL", "C").args(["-u", "+%a %b %d %Y", "-d", &day]))?;
    write(&top, &name, &spec(package, files, release, day.trim_end()))?;
    let buildroot = top.join("root");
    if buildroot.exists() {
        fs::remove_dir_all(&buildroot).map_err(|error| format!("cannot remove {}: {error}", buildroot.display()))?;
    }
    // rpmbuild removes the folder that it packs.
    output(Command::new("cp").arg("-a").args([root, &buildroot]))?;
    let define = |name: &str, value: &Path| format!("{name} {}", value.display());
    output(
        Command::new("rpmbuild")
            .env("SOURCE_DATE_EPOCH", release.epoch.to_string())
            .args(["-bb", "--target", architecture, "--define", &define("_topdir", &top)])
            .args([
                "--define",
                &define("_rpmdir", folder),
                "--define",
                "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
            ])
            .args(["--define", "_buildhost localhost", "--define", "use_source_date_epoch_as_buildtime 1"])
            .args(["--define", "clamp_mtime_to_source_date_epoch 1", "--buildroot"])
            .args([&buildroot, &top.join(&name)]),
    )?;
    fs::remove_dir_all(&top).map_err(|error| format!("cannot remove {}: {error}", top.display()))?;
    let target = folder.join(format!("{}-{}-1.{architecture}.rpm", package.name, release.version));
    if target.exists() { Ok(target) } else { Err(format!("rpmbuild has not made {}", target.display())) }
}

/// `day` is the release's, for the changelog.
fn spec(package: Package, files: &[File], release: &Release, day: &str) -> String {
    let mut list = String::new();
    for file in files.iter().filter(|file| file.formats.contains(&Format::Rpm)) {
        let mark = match (file.source, file.owner) {
            (Source::Folder, _) => "%dir ",
            (Source::Kept, Owner::Package) => "%ghost ",
            (Source::Kept, Owner::Guest) => "%ghost %config(noreplace) ",
            (_, Owner::Guest) => "%config(noreplace) ",
            _ if file.path.starts_with("/usr/share/man/") => "%doc ",
            _ => "",
        };
        list.push_str(&format!("{mark}{}\n", file.path));
    }
    let replaces = package.replaces.map(|other| {
        let version = &release.version;
        format!("Provides: {other} = 2:{version}\nObsoletes: {other}\nConflicts: {other}\n")
    });
    let (scripts, requires) = match package.replaces {
        // A static program.
        Some(_) => (SCRIPTS, "AutoReqProv: no\nRequires: /bin/sh\n"),
        None => ("", ""),
    };
    format!(
        "%global debug_package %{{nil}}\n%global __os_install_post %{{nil}}\n\
         Name: {}\nVersion: {}\nRelease: 1\nSummary: {}\nLicense: MIT OR Apache-2.0\nGroup: Applications/System\nURL: {HOMEPAGE}\nPackager: {MAINTAINER}\n\
         {}{requires}\n%description\n{}\n\n{scripts}\n%files\n%defattr(-,root,root)\n{list}\n\
         %changelog\n* {day} {MAINTAINER} - {}-1\n- New version; changelog.gz has the changes.\n",
        package.name,
        release.version,
        package.summary,
        replaces.unwrap_or_default(),
        package.description.join("\n"),
        release.version,
    )
}

/// What runs at installation and removal; `$1` is the number of versions that stay.
const SCRIPTS: &str = "\
%post
# Where /usr/sbin is a folder of its own, units of other agents name it.
[ -e /usr/sbin/qemu-ga ] || ln -s ../bin/qemu-ga /usr/sbin/qemu-ga || :
/usr/share/qemu-ga/selinux/policy.sh load || :
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || :
    udevadm control --reload 2>/dev/null || :
    [ \"$1\" -gt 1 ] || systemctl preset qemu-guest-agent.service 2>/dev/null || :
    if [ -e /dev/virtio-ports/org.qemu.guest_agent.0 ]; then
        systemctl restart qemu-guest-agent.service || :
    fi
    systemctl try-restart 'qemu-guest-agent@*.service' || :
fi

%preun
if [ \"$1\" -eq 0 ]; then
    if [ -d /run/systemd/system ]; then
        systemctl disable --now qemu-guest-agent.service || :
        systemctl stop 'qemu-guest-agent@*.service' || :
    fi
    /usr/share/qemu-ga/selinux/policy.sh remove || :
fi

%postun
if [ \"$1\" -eq 0 ]; then
    if [ -h /usr/sbin/qemu-ga ] && [ ! -e /usr/sbin/qemu-ga ]; then rm -f /usr/sbin/qemu-ga; fi
    if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi
fi

%posttrans
# An agent that this one replaces has been removed, and has stopped the unit, after %post.
if [ -d /run/systemd/system ] && [ -e /dev/virtio-ports/org.qemu.guest_agent.0 ]; then
    systemctl start qemu-guest-agent.service || :
fi
[ -e /usr/sbin/qemu-ga ] || ln -s ../bin/qemu-ga /usr/sbin/qemu-ga || :
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{files, formats};

    #[test]
    fn the_owners_files_are_neither_replaced_nor_taken_away() {
        let release = Release { version: "1.2.3".into(), target: "x86_64-unknown-linux-gnu".into(), epoch: 0 };
        let spec = spec(formats::AGENT, files::AGENT, &release, "Thu Jan 01 1970");
        for line in [
            "%config(noreplace) /etc/qemu/qemu-ga.conf\n",
            "%ghost %config(noreplace) /etc/sysconfig/qemu-ga\n",
            "%ghost /usr/etc/sysconfig/qemu-ga\n",
            "Obsoletes: qemu-guest-agent\n",
            "\n/usr/bin/qemu-ga\n",
        ] {
            assert!(spec.contains(line), "{line}{spec}");
        }
    }
}
