//! Checks the packages and their files with the distributions' own tools.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::programs::{self, Failure, output};
use crate::tools::{self, Purpose};
use crate::vm;

/// Runs a check if its tool is installed; else its line says that it is left out.
fn with(tool: &str, what: &str, check: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    if tools::missing(Purpose::Packages).any(|(program, _)| *program == tool) {
        println!("left out: {what}: {tool} is missing");
        return Ok(());
    }
    check()?;
    println!("{what}: clean");
    Ok(())
}

/// Whether rpmbuild is there; if not, a line says what is left out.
pub(crate) fn can_build_rpm() -> bool {
    let missing = tools::missing(Purpose::Packages).any(|(program, _)| *program == "rpmbuild");
    if missing {
        println!("left out: the .rpm packages: rpmbuild is missing");
    }
    !missing
}

/// Checks the packages: `lintian` and `rpmlint` must find no error.
pub(crate) fn packages(debs: &[PathBuf], rpms: &[PathBuf]) -> Result<(), Failure> {
    with("lintian", "lintian", || {
        // An own archive closes no bug of Debian's, and a static program is what is packed.
        let left_out = "initial-upload-closes-no-bugs,statically-linked-binary";
        run("lintian", &["--allow-root", "--fail-on", "error", "--suppress-tags", left_out], debs).map(drop)
    })?;
    if rpms.is_empty() {
        return Ok(());
    }
    let settings = programs::workspace().join("xtask/package/rpmlint.toml");
    with("rpmlint", "rpmlint", || run("rpmlint", &["--config", &settings.to_string_lossy()], rpms).map(drop))
}

/// Checks the files of a package below `root`: manual pages, units, rules of log rotation.
pub(crate) fn staged(root: &Path) -> Result<(), Failure> {
    let pages = find(root, &["-path", "*/man/*", "-name", "*.gz"])?;
    with("man", "man --warnings", || {
        for page in &pages {
            let mut command = Command::new("man");
            command.args(["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"]).arg(page);
            command.env("LC_ALL", "C.UTF-8").env("MANROFFSEQ", "").env("MANWIDTH", "80").stdout(Stdio::null());
            let found = command.stdin(Stdio::null()).output().map_err(|error| format!("cannot run man: {error}"))?;
            if !found.status.success() || !found.stderr.is_empty() {
                return Err(format!("man {}: {}", page.display(), String::from_utf8_lossy(&found.stderr)));
            }
        }
        Ok(())
    })?;
    let units = find(root, &["-path", "*/systemd/system/*.service"])?;
    if units.is_empty() {
        return Ok(());
    }
    with("systemd-analyze", "systemd-analyze verify", || {
        for unit in &units {
            let name = unit.file_name().unwrap_or_default().to_string_lossy().replace('@', "@org.qemu.guest_agent.1");
            let found = run(
                "systemd-analyze",
                &["verify", "--man=no", "--recursive-errors=no", "--root"],
                &[root, Path::new(&name)],
            )?;
            if !found.is_empty() {
                return Err(format!("systemd-analyze verify {name}: {found}"));
            }
        }
        if root.join(HARDENED[0]).exists() { hardened(root) } else { Ok(()) }
    })?;
    let rotated = find(root, &["-path", "*/logrotate.d/*"])?;
    if rotated.is_empty() {
        return Ok(());
    }
    with("logrotate", "logrotate --debug", || {
        run("logrotate", &["--debug", "--state", "/dev/null"], &rotated).map(drop)
    })
}

/// Checks that the unit with the packaged restrictions is exposed no more than [`MAX_EXPOSURE`].
fn hardened(root: &Path) -> Result<(), Failure> {
    let unit = output(Command::new("cat").current_dir(root).args(HARDENED))?;
    // A drop-in's sections continue those of the unit.
    let folder = root.with_extension("hardened");
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    super::documents::write(&folder, "qemu-guest-agent.service", &unit)?;
    let threshold = format!("--threshold={MAX_EXPOSURE}");
    let options = ["security", "--no-pager", "--offline=true", &threshold];
    let checked = run("systemd-analyze", &options, &[folder.join("qemu-guest-agent.service")]);
    std::fs::remove_dir_all(&folder).map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    checked.map(drop)
}

/// The agent's unit, and the drop-in that takes rights from it.
const HARDENED: [&str; 2] = ["usr/lib/systemd/system/qemu-guest-agent.service", "usr/share/qemu-ga/hardened.conf"];

/// Ten times the exposure that `systemd-analyze security` may report.
const MAX_EXPOSURE: u32 = 60;

/// Checks every shell script of the workspace, and Alpine's recipe, as text.
pub(crate) fn scripts(recipe: &Path) -> Result<(), Failure> {
    let workspace = programs::workspace();
    let Ok(listed) = output(Command::new("git").current_dir(&workspace).args(["ls-files"])) else {
        println!("left out: shellcheck: git lists no files here");
        return Ok(());
    };
    let (mut plain, mut of_openrc) = (Vec::new(), Vec::new());
    for path in listed.lines().map(|name| workspace.join(name)) {
        // A file that is not text is no script.
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        match text.lines().next() {
            Some(first) if first.starts_with("#!") && first.ends_with("openrc-run") => of_openrc.push(path),
            Some(first) if first.starts_with("#!") && first.ends_with("sh") => plain.push(path),
            _ => {}
        }
    }
    with("shellcheck", "shellcheck", || {
        run("shellcheck", &["--exclude=SC1091"], &plain)?;
        // OpenRC and abuild read a script's variables, and set others.
        run("shellcheck", &["--shell=sh", "--exclude=SC2034"], &of_openrc)?;
        run("shellcheck", &["--shell=sh", "--exclude=SC2034,SC2154"], &[recipe]).map(drop)
    })
}

/// Switches a Debian root from its own agent to these packages and back: `xtask/package/switch.sh`. The archive's scripts
/// are run in such a root, too: `xtask/package/tarball.sh`.
pub(crate) fn installed(deb: &Path, rpm: Option<&Path>, archive: &Path) -> Result<(), Failure> {
    const WHAT: &str = "installing into a Debian root, and going back";
    let base = match tools::can_mount().and_then(|()| vm::base()) {
        Ok(base) => base,
        Err(failure) => {
            println!("left out: {WHAT}: {}", tools::in_one_line(&failure));
            return Ok(());
        }
    };
    let script = |name: &str, packages: &[&Path]| {
        let script = programs::workspace().join("xtask/package").join(name);
        let paths: Vec<&Path> = [&*script, &*base].into_iter().chain(packages.iter().copied()).collect();
        run("unshare", &["--mount", "sh"], &paths)
    };
    script("switch.sh", &[deb].into_iter().chain(rpm).collect::<Vec<_>>())?;
    script("tarball.sh", &[archive])?;
    println!("{WHAT}: policy and files are right at each step");
    Ok(())
}

/// Output and errors of a command, which must succeed.
pub(super) fn run(program: &str, options: &[&str], paths: &[impl AsRef<OsStr>]) -> Result<String, Failure> {
    let mut command = Command::new(program);
    let found = command.args(options).args(paths).stdin(Stdio::null()).output();
    let found = found.map_err(|error| format!("cannot run {program}: {error}"))?;
    let text = [found.stdout, found.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    if found.status.success() { Ok(text) } else { Err(format!("{program}: {}\n{text}", found.status)) }
}

fn find(root: &Path, tests: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let list = output(Command::new("find").arg(root).args(tests))?;
    Ok(list.lines().map(PathBuf::from).collect())
}
