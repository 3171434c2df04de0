//! Lists the agent's helper programs, and finds them where root alone can change them.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;
use rustix::fs::{Access, access};

use crate::process::deadline::{CALL_TIMEOUT, HELPERS};
use crate::process::trusted_path;

// All programs that the agent starts by itself (a client's programs are in `commands/exec.rs`, and the freeze hook's
// path is configured). One with a path is searched for there first.
pub(crate) const CHPASSWD: &str = "chpasswd";
pub(crate) const GETENT: &str = "getent";
pub(crate) const HALT: &str = "/sbin/halt";
pub(crate) const HWCLOCK: &str = "/sbin/hwclock";
pub(crate) const PM_HIBERNATE: &str = "pm-hibernate";
pub(crate) const PM_IS_SUPPORTED: &str = "pm-is-supported";
pub(crate) const PM_SUSPEND: &str = "pm-suspend";
pub(crate) const PM_SUSPEND_HYBRID: &str = "pm-suspend-hybrid";
pub(crate) const POWEROFF: &str = "/sbin/poweroff";
pub(crate) const REBOOT: &str = "/sbin/reboot";
pub(crate) const SHUTDOWN: &str = "/sbin/shutdown";
pub(crate) const SYSTEMCTL: &str = "systemctl";

/// Searched after `PATH`: an init system may start the agent with a short one, or with none.
const USUAL_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The system's own folders. Who may change programs there has root's rights already, since root runs them all the time.
const SYSTEM_FOLDERS: [&str; 4] = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/// Where a program of the table is below `root`, if it is there and may be run. Outside of the system's own folders a
/// program that others than root may change is passed over.
///
/// # Errors
/// A folder of `PATH` hangs.
pub(crate) fn find(root: &Path, program: &'static str) -> Result<Option<PathBuf>, CommandError> {
    let root = root.to_owned();
    HELPERS.run(CALL_TIMEOUT, &format!("look for the program '{program}'"), move || {
        find_now(&root, program, env::var_os("PATH").as_deref())
    })
}

/// `path` is the value of `PATH`.
fn find_now(root: &Path, program: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    let below = |path: &Path| root.join(path.strip_prefix("/").unwrap_or(path));
    let runs = |path: &Path| path.is_file() && access(path, Access::EXEC_OK).is_ok();
    let is_trusted = |folder: &Path, path: &Path| {
        if SYSTEM_FOLDERS.iter().any(|system| Path::new(system) == folder) {
            return true;
        }
        let checked = trusted_path::find(root, path);
        if let Err(reason) = &checked {
            log::error!("'{}' is not run: {reason}", path.display());
        }
        checked.is_ok_and(|found| found.is_some())
    };
    let program = Path::new(program);
    let own = program.parent().filter(|folder| folder.is_absolute()).map(Path::to_owned);
    let path = path.unwrap_or_default();
    let folders = own.into_iter().chain(env::split_paths(path)).chain(env::split_paths(USUAL_PATH));
    let name = program.file_name()?;
    folders.filter(|folder| folder.is_absolute()).find_map(|folder| {
        let path = below(&folder).join(name);
        (runs(&path) && is_trusted(&folder, &path)).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::fixture::Root;

    #[test]
    fn helpers_are_found_beside_the_path_and_in_other_folders() {
        let root = Root::new(&[]);
        for program in ["bin/chpasswd", "bin/poweroff", "sbin/reboot", "opt/reboot", "usr/sbin/halt", "opt/halt"] {
            root.program(program, "");
        }
        let cases: [(&str, Option<&str>, Option<&str>); 8] = [
            (CHPASSWD, Some("/opt:/usr/bin"), Some("bin/chpasswd")),
            (CHPASSWD, None, Some("bin/chpasswd")),
            (POWEROFF, Some("/opt"), Some("bin/poweroff")),
            (REBOOT, Some("/opt"), Some("sbin/reboot")),
            (HALT, Some("/opt"), Some("opt/halt")),
            (HALT, Some("opt:"), Some("usr/sbin/halt")),
            (SHUTDOWN, Some("/opt"), None),
            (GETENT, None, None),
        ];
        for (program, path, expected) in cases {
            let found = find_now(root.path(), program, path.map(OsStr::new));
            assert_eq!(found, expected.map(|path| root.join(path)), "{program} {path:?}");
        }
    }

    #[test]
    fn a_program_that_others_may_change_is_passed_over_outside_of_the_system_folders() {
        let root = Root::new(&[]);
        for program in ["usr/local/sbin/chpasswd", "usr/sbin/chpasswd", "usr/local/sbin/pm-suspend", "sbin/halt"] {
            root.program(program, "");
        }
        let mode = |path: &str, mode| fs::set_permissions(root.join(path), Permissions::from_mode(mode)).unwrap();
        let found = |program| find_now(root.path(), program, Some(OsStr::new("/usr/local/sbin:/usr/sbin")));
        assert_eq!(found(CHPASSWD), Some(root.join("usr/local/sbin/chpasswd")));
        // The folder, or only the program.
        mode("usr/local/sbin", 0o757);
        assert_eq!((found(CHPASSWD), found(PM_SUSPEND)), (Some(root.join("usr/sbin/chpasswd")), None));
        mode("usr/local/sbin", 0o755);
        mode("usr/local/sbin/pm-suspend", 0o757);
        assert_eq!((found(CHPASSWD), found(PM_SUSPEND)), (Some(root.join("usr/local/sbin/chpasswd")), None));
        mode("sbin", 0o757);
        assert_eq!(found(HALT), Some(root.join("sbin/halt")));
    }
}
