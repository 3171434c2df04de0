//! Lists the programs that the checks need besides Rust's own, and installs their Debian packages.

use std::process::{Command, Stdio};

use crate::programs::{self, Failure};

/// A program, and its Debian package.
type Tool = (&'static str, &'static str);

/// The check that needs a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// The check of the tree's layout, and the test of schemas from git revisions.
    Layout,
    /// The tests that compare with the established agent.
    Reference,
    /// The tests of the packaged scripts.
    Scripts,
    /// The tests of the metrics.
    Metrics,
    /// The tests of agents of another host.
    Ssh,
    /// The packages, and the checks of their files.
    Packages,
    /// The unit tests for the first of the other targets.
    OtherTargets,
    /// The unit tests for all targets.
    AllTargets,
    /// The virtual machine: building and booting its guest.
    Guest,
    /// The virtual machine as a libvirt domain.
    Libvirt,
}

/// The tools of one purpose.
struct Need {
    purpose: Purpose,
    /// The purpose as text.
    check: &'static str,
    /// `.ci/run` installs these.
    by_checks: bool,
    tools: &'static [Tool],
}

/// All tools; `CONTRIBUTING.md` shows them as a table.
const NEEDS: &[Need] = &[
    Need {
        purpose: Purpose::Layout,
        check: "`.ci/layout`, tests of `qapi`",
        by_checks: true,
        tools: &[("git", "git")],
    },
    Need {
        purpose: Purpose::Reference,
        check: "tests beside the established agent",
        by_checks: true,
        tools: &[("qemu-ga", "qemu-guest-agent")],
    },
    Need {
        purpose: Purpose::Scripts,
        check: "tests of the packaged scripts",
        by_checks: true,
        tools: &[("shellcheck", "shellcheck"), ("busybox", "busybox")],
    },
    Need {
        purpose: Purpose::Metrics,
        check: "tests of `qga exporter`",
        by_checks: true,
        tools: &[("prometheus", "prometheus")],
    },
    Need {
        purpose: Purpose::Ssh,
        check: "tests of `ssh:HOST/TARGET`",
        by_checks: true,
        tools: &[("sshd", "openssh-server"), ("ssh", "openssh-client"), ("socat", "socat")],
    },
    Need {
        purpose: Purpose::Packages,
        check: "`cargo xtask package`",
        by_checks: true,
        tools: &[
            ("dpkg-deb", "dpkg"),
            ("lintian", "lintian"),
            ("rpmbuild", "rpm"),
            ("rpmlint", "rpmlint"),
            ("logrotate", "logrotate"),
            ("man", "man-db"),
            ("systemd-analyze", "systemd"),
        ],
    },
    Need {
        purpose: Purpose::OtherTargets,
        check: "`cargo xtask targets --check`",
        by_checks: true,
        tools: &[
            ("i686-linux-gnu-gcc", "gcc-i686-linux-gnu"),
            ("/usr/i686-linux-gnu/lib/libc.a", "libc6-dev-i386-cross"),
            ("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
            ("/usr/s390x-linux-gnu/lib/libc.a", "libc6-dev-s390x-cross"),
            ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
            ("/usr/aarch64-linux-gnu/lib/libc.a", "libc6-dev-arm64-cross"),
            ("qemu-s390x", "qemu-user"),
        ],
    },
    Need {
        purpose: Purpose::AllTargets,
        check: "`cargo xtask targets`, also these",
        by_checks: false,
        tools: &[
            ("arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf"),
            ("/usr/arm-linux-gnueabihf/lib/libc.a", "libc6-dev-armhf-cross"),
            ("riscv64-linux-gnu-gcc", "gcc-riscv64-linux-gnu"),
            ("/usr/riscv64-linux-gnu/lib/libc.a", "libc6-dev-riscv64-cross"),
            ("powerpc64le-linux-gnu-gcc", "gcc-powerpc64le-linux-gnu"),
            ("/usr/powerpc64le-linux-gnu/lib/libc.a", "libc6-dev-ppc64el-cross"),
        ],
    },
    Need {
        purpose: Purpose::Guest,
        check: "`cargo xtask vm`",
        by_checks: true,
        tools: &[("mmdebstrap", "mmdebstrap"), ("mke2fs", "e2fsprogs"), ("qemu-system-x86_64", "qemu-system-x86")],
    },
    Need {
        purpose: Purpose::Libvirt,
        check: "`cargo xtask vm libvirt`",
        by_checks: false,
        tools: &[
            ("libvirtd", "libvirt-daemon"),
            (
                "/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so",
                "libvirt-daemon-driver-qemu",
            ),
            ("virsh", "libvirt-clients"),
        ],
    },
];

/// The Debian release of the guest.
pub(crate) const RELEASE: &str = "bookworm";

/// The archives of that release, as lines of apt's `sources.list`.
pub(crate) const ARCHIVES: &[&str] = &[
    "deb http://deb.debian.org/debian bookworm main",
    "deb http://deb.debian.org/debian-security bookworm-security main",
    "deb http://deb.debian.org/debian bookworm-backports main",
];

/// Lists the tools, or installs the missing ones that `.ci/run` needs.
///
/// A package that cannot be installed is a line in the output: each check reports what it leaves out without it.
///
/// # Errors
/// None; all tasks return the same type.
pub(crate) fn run(install_missing: bool) -> Result<(), Failure> {
    if !install_missing {
        for (need, (program, package)) in NEEDS.iter().flat_map(|need| need.tools.iter().map(move |tool| (need, tool)))
        {
            let state = if is_installed(program) { "installed" } else { "missing" };
            println!("{state:9}  {package:26}  {}", need.check);
        }
        return Ok(());
    }
    for need in NEEDS.iter().filter(|need| need.by_checks) {
        if let Err(failure) = install(need.purpose) {
            println!("not installed, for {}: {}", need.check, in_one_line(&failure));
        }
    }
    Ok(())
}

/// The tools of a purpose that this machine lacks.
pub(crate) fn missing(purpose: Purpose) -> impl Iterator<Item = &'static Tool> {
    let tools = NEEDS.iter().filter(move |need| need.purpose == purpose).flat_map(|need| need.tools);
    tools.filter(|(program, _)| !is_installed(program))
}

/// Fails if this user cannot mount folders in a namespace of its own.
///
/// # Errors
/// The reason.
pub(crate) fn can_mount() -> Result<(), Failure> {
    let mut command = Command::new("unshare");
    command.args(["--mount", "true"]);
    finish(command, "make a mount namespace")
}

/// Installs the missing tools of a purpose with apt: from the machine's own sources, else from the guest's release with
/// its backports. A machine with newer QEMU tools from there needs the emulator from there, too: the versions conflict.
///
/// # Errors
/// Names the packages; apt's messages follow on further lines.
pub(crate) fn install(purpose: Purpose) -> Result<(), Failure> {
    let packages: Vec<_> = missing(purpose).map(|&(_, package)| package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let own = apt(&[], &[], &packages);
    own.or_else(|failure| backports().and_then(|options| apt(&options, &BACKPORTS, &packages)).map_err(|_| failure))
}

/// Options of `install` that prefer the backports.
const BACKPORTS: [&str; 2] = ["-t", "bookworm-backports"];

/// Options that make apt use only the guest's archives.
fn backports() -> Result<Vec<String>, Failure> {
    let mut options = only_from("apt", ARCHIVES)?;
    // Otherwise the agent, from the same source package as the emulator, is upgraded with it.
    options.push("-oAPT::Get::Upgrade-By-Source-Package=false".to_owned());
    Ok(options)
}

/// Options that make apt use only these archives, with package lists of their own in this folder of the target folder.
pub(crate) fn only_from(folder: &str, archives: &[&str]) -> Result<Vec<String>, Failure> {
    let folder = programs::target_folder().join(folder);
    let signed =
        |line: &&str| line.replacen("deb", "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]", 1) + "\n";
    let sources: String = archives.iter().map(signed).collect();
    std::fs::create_dir_all(folder.join("lists/partial"))
        .and_then(|()| std::fs::write(folder.join("sources.list"), sources))
        .map_err(|error| format!("cannot write apt's sources: {error}"))?;
    Ok(vec![
        format!("-oDir::Etc::sourcelist={}", folder.join("sources.list").display()),
        "-oDir::Etc::sourceparts=-".to_owned(),
        format!("-oDir::State::lists={}", folder.join("lists").display()),
    ])
}

/// Installs packages with these options for apt and for its command `install`.
fn apt(options: &[String], preferences: &[&str], packages: &[&str]) -> Result<(), Failure> {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(options).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        finish(command, &format!("install {}", packages.join(", ")))
    };
    apt(&["update", "-qq", "--error-on=any"])?;
    apt(&[&["install", "-y", "-qq", "--no-install-recommends", "--no-remove"], preferences, packages].concat())
}

/// Runs a command; its output is shown only if it fails.
pub(crate) fn finish(mut command: Command, purpose: &str) -> Result<(), Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cannot {purpose}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("cannot {purpose}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}

/// A failure in one line: its first line, and the first error of apt or mmdebstrap in the lines below, else their last.
pub(crate) fn in_one_line(failure: &str) -> String {
    let mut lines = failure.lines().map(str::trim).filter(|line| !line.is_empty());
    let what = lines.next().unwrap_or_default();
    let reasons: Vec<_> = lines.collect();
    let reason = reasons.iter().find_map(|line| line.strip_prefix("E: ")).or(reasons.last().copied());
    reason.map_or_else(|| what.to_owned(), |reason| format!("{what}: {reason}"))
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(["/sbin".into(), "/usr/sbin".into()]).any(|folder| folder.join(program).exists())
}

#[cfg(test)]
mod tests {
    use super::{NEEDS, in_one_line};

    #[test]
    fn no_other_place_lists_tools() {
        let read = |name: &str| std::fs::read_to_string(crate::programs::workspace().join(name)).expect("it is there");
        let contributing = read("CONTRIBUTING.md");
        let expected: Vec<_> = NEEDS
            .iter()
            .map(|need| {
                let packages: Vec<_> = need.tools.iter().map(|(_, package)| format!("`{package}`")).collect();
                format!("| {} | {} |", need.check, packages.join(", "))
            })
            .collect();
        let table = contributing.split("| check | Debian packages |\n|---|---|\n").nth(1).expect("the table of tools");
        let shown: Vec<_> = table.lines().take_while(|line| line.starts_with('|')).collect();
        assert_eq!(shown, expected);
        let checks = read(".ci/run");
        assert!(checks.contains("cargo xtask tools --install"), "{checks}");
        let listed = NEEDS.iter().flat_map(|need| need.tools).find(|(_, package)| checks.contains(package));
        assert_eq!(listed, None, "a second list in .ci/run");
    }

    #[test]
    fn a_reason_is_one_line() {
        for (failure, expected) in [
            ("cannot install git: no such file", "cannot install git: no such file"),
            (
                "cannot install git: exit status: 100\n\nW: slow\nE: Unable to locate package git\nE: more\n",
                "cannot install git: exit status: 100: Unable to locate package git",
            ),
            ("cannot build it: exit status: 1\nI: begin\nno space\n", "cannot build it: exit status: 1: no space"),
        ] {
            assert_eq!(in_one_line(failure), expected);
        }
    }
}
