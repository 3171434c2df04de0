//! Runs the program that prepares the guest's services for a freeze.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::process::{getegid, geteuid};

use crate::deadline;
use crate::programs::Helper;

/// Databases may take a while to come to rest.
const LIMIT: Duration = Duration::from_secs(120);

/// The program, which may run a folder of scripts in turn.
#[derive(Debug)]
pub(crate) struct Hook {
    pub(crate) program: PathBuf,
}

/// What the hook is told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Word {
    Freeze,
    Thaw,
}

impl Hook {
    /// # Errors
    /// When somebody else could have put the program there, and when it cannot be started, does not end in time, or ends
    /// with another status than 0.
    pub(crate) fn run(&self, word: Word) -> Result<(), CommandError> {
        let program = self.program.clone();
        let look = format!("look at {program:?}");
        if let Some(place) = deadline::run(deadline::SHORT, &look, move || changeable(&program))? {
            let text = format!("fsfreeze hook is not run: others than root may change '{}'", place.display());
            return Err(CommandError::new(text));
        }
        let hook = Helper::new(&self.program, "execute fsfreeze hook", LIMIT);
        match word {
            Word::Freeze => hook.arguments(&["freeze"]).giving_way().run(),
            Word::Thaw => hook.arguments(&["thaw"]).run(),
        }
    }
}

/// What on the way to a program, or the program itself, others than root and the agent's own user may put another in the
/// place of. A program that is not there is nobody's, which shows when it is started.
fn changeable(program: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(program).ok()?;
    let trusted = |id: u32, own: u32| id == 0 || id == own;
    let safe = |data: &Metadata| {
        // In a folder like /tmp nobody may replace what is another's.
        let kept = data.is_dir() && data.mode() & libc::S_ISVTX != 0;
        trusted(data.uid(), geteuid().as_raw())
            && (data.mode() & 0o002 == 0 || kept)
            && (data.mode() & 0o020 == 0 || kept || trusted(data.gid(), getegid().as_raw()))
    };
    real.ancestors().find(|place| !fs::metadata(place).is_ok_and(|data| safe(&data))).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, chown, symlink};

    use super::*;

    #[test]
    fn only_what_root_alone_may_change_is_run() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let path = |name: &str| root.join(name);
        fs::create_dir(path("d")).unwrap();
        fs::write(path("d/hook"), "").unwrap();
        symlink("d/hook", path("link")).unwrap();
        let check = |folder: u32, hook: u32, expected: Option<&str>| {
            fs::set_permissions(path("d"), Permissions::from_mode(folder)).unwrap();
            fs::set_permissions(path("d/hook"), Permissions::from_mode(hook)).unwrap();
            for program in ["d/hook", "link"] {
                assert_eq!(changeable(&path(program)), expected.map(path), "{folder:o} {hook:o} {program}");
            }
        };
        check(0o755, 0o755, None);
        check(0o755, 0o757, Some("d/hook"));
        check(0o757, 0o755, Some("d"));
        check(0o1777, 0o755, None);
        // One's own group is as good as oneself.
        check(0o775, 0o775, None);
        if geteuid().is_root() {
            chown(path("d/hook"), Some(0), Some(65_533)).unwrap();
            check(0o755, 0o775, Some("d/hook"));
            check(0o755, 0o755, None);
            chown(path("d/hook"), Some(65_534), Some(0)).unwrap();
            check(0o755, 0o755, Some("d/hook"));
            chown(path("d/hook"), Some(0), Some(0)).unwrap();
            chown(path("d"), Some(65_534), Some(0)).unwrap();
            check(0o755, 0o755, Some("d"));
        }
        assert_eq!(changeable(&path("missing")), None);

        let hook = Hook { program: path("d/hook") };
        fs::set_permissions(path("d/hook"), Permissions::from_mode(0o777)).unwrap();
        chown(path("d"), Some(geteuid().as_raw()), None).unwrap();
        let expected = format!("fsfreeze hook is not run: others than root may change '{}'", path("d/hook").display());
        assert_eq!(hook.run(Word::Freeze).unwrap_err().desc, expected);
    }
}
