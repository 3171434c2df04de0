//! Runs the program that prepares the guest's services for a freeze.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use qga_runtime::CommandError;

use crate::os::errno;
use crate::process::deadline::Interrupt;
use crate::process::logging::AUDIT;
use crate::process::programs::Helper;
use crate::process::{deadline, trusted_path};

/// The folder beside a hook whose programs it runs, by convention.
const PROGRAM_FOLDER: &str = "fsfreeze-hook.d";

/// The program, which may run a folder of scripts in turn.
#[derive(Debug)]
pub(crate) struct Hook {
    pub(crate) program: PathBuf,
    pub(crate) timeout: Duration,
    /// Whether its failure fails the command; otherwise it is logged.
    pub(crate) required: bool,
}

/// The hook's argument.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Word {
    Freeze,
    Thaw,
}

impl Hook {
    /// Runs it and logs what it writes; nothing may be frozen. Before a freeze the interrupt ends it. It writes itself down
    /// in the marker. Returns whether it succeeded.
    ///
    /// # Errors
    /// It is required, and cannot be started, is refused by [`check`](Self::check), does not end in time, or exits with a
    /// status other than 0.
    pub(crate) fn run(&self, word: Word, marker: Option<File>, interrupt: &Interrupt) -> Result<bool, CommandError> {
        match self.try_to_run(word, marker, interrupt) {
            Ok(()) => Ok(true),
            Err(error) if self.required => Err(error),
            Err(error) => {
                log::error!("{}; fsfreeze-hook-required is false, so this is ignored", error.desc.trim_end());
                Ok(false)
            }
        }
    }

    fn try_to_run(&self, word: Word, marker: Option<File>, interrupt: &Interrupt) -> Result<(), CommandError> {
        self.check()?;
        let hook = Helper::new(&self.program, "execute fsfreeze hook", self.timeout).written_down_in(marker);
        let hook = match word {
            Word::Freeze => hook.arguments(&["freeze"]).giving_way(interrupt),
            Word::Thaw => hook.arguments(&["thaw"]),
        };
        let finished = hook.finish()?;
        for line in finished.output.lines() {
            log::info!(target: AUDIT, "fsfreeze hook: {line}");
        }
        hook.judge(&finished)
    }

    /// Checks that only root can change the hook and the programs in its folder.
    ///
    /// # Errors
    /// Another user can change one, or the check does not end in time. A missing hook is an error only when it is
    /// started.
    pub(crate) fn check(&self) -> Result<(), CommandError> {
        let program = self.program.clone();
        let look = format!("look at {program:?}");
        let checked = deadline::run(deadline::CALL_TIMEOUT, &look, move || check(Path::new("/"), &program))?;
        checked.map_err(|reason| CommandError::new(format!("fsfreeze hook is not run: {reason}")))
    }
}

/// As [`Hook::check`], with accounts below `root`.
pub(crate) fn check(root: &Path, hook: &Path) -> Result<(), String> {
    let Some(found) = trusted_path::find(root, hook)? else { return Ok(()) };
    // Beside the configured path, and beside the target of a link: hooks look in either.
    let mut folders: Vec<_> = [hook, &found.path].iter().filter_map(|path| path.parent()).collect();
    folders.dedup();
    folders.into_iter().try_for_each(|folder| check_programs(root, &folder.join(PROGRAM_FOLDER)))
}

/// Checks every program of this folder, whatever its name: hooks differ in the names they skip.
fn check_programs(root: &Path, folder: &Path) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot look at '{}': {}", folder.display(), errno::text(error));
    match fs::symlink_metadata(folder) {
        // In a folder like `/tmp` another user may still create it. Hooks that do not use it need not be refused; the
        // packaged one runs nothing in another user's folder.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(_) => {}
    }
    let Some(found) = trusted_path::find(root, folder)? else { return Ok(()) };
    if found.takes_new_files {
        return Err(trusted_path::changeable(&found.path));
    }
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if may_run(&entry.metadata().map_err(failed)?) {
            trusted_path::find(root, &entry.path())?;
        }
    }
    Ok(())
}

/// Whether a hook may run this entry of a folder that only root can change; the owner of a file may make it executable.
fn may_run(entry: &Metadata) -> bool {
    entry.is_symlink() || (entry.is_file() && (entry.mode() & 0o111 != 0 || !trusted_path::is_own(entry.uid())))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs::Permissions;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::fixture::Root;
    use crate::process::deadline::NO_INTERRUPT;

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn only_what_root_alone_may_change_is_run() {
        let root = Root::new(&[]);
        root.program("open/hook", "");
        mode(&root.join("open"), 0o777);
        root.program("hook", "touch \"${0%/*}/$1\"");
        let run = |program: &str, word| {
            let hook = |required| Hook { program: root.join(program), timeout: Duration::from_secs(60), required };
            let result = hook(true).run(word, None, &NO_INTERRUPT).map_err(|error| root.plain(&error.desc));
            assert_eq!(hook(false).run(word, None, &NO_INTERRUPT), Ok(result.is_ok()));
            result
        };
        assert_eq!((run("hook", Word::Freeze), run("hook", Word::Thaw)), (Ok(true), Ok(true)));
        assert!(root.join("freeze").exists() && root.join("thaw").exists());

        let refused = |place: &str| Err(format!("fsfreeze hook is not run: others than root may change '{place}'"));
        assert_eq!(run("open/hook", Word::Freeze), refused("/open"));
        // The link's target is trusted now; it may be another one when it is started.
        symlink("../hook", root.join("open/link")).unwrap();
        assert_eq!(run("open/link", Word::Freeze), refused("/open"));
        mode(&root.join("hook"), 0o757);
        assert_eq!(run("hook", Word::Thaw), refused("/hook"));
        let missing =
            "child process has failed to execute fsfreeze hook: failed to exec '/none': No such file or directory\n";
        assert_eq!(run("none", Word::Freeze), Err(missing.to_owned()));
    }

    #[test]
    fn the_programs_that_a_hook_runs_in_turn_are_checked_before_it_is_run() {
        let root = Root::new(&[("fsfreeze-hook.d/data", ""), ("fsfreeze-hook.d/folder/x", ""), ("open/", "")]);
        root.program("hook", "");
        root.program("fsfreeze-hook.d/10-good", "");
        fs::create_dir(root.join("etc")).unwrap();
        symlink("../hook", root.join("etc/hook")).unwrap();
        let check = |hook: &str| check(Path::new("/"), &root.join(hook)).map_err(|reason| root.plain(&reason));
        let refused = |place: &str| Err(format!("others than root may change '{place}'"));
        // Files that are not programs.
        mode(&root.join("fsfreeze-hook.d/data"), 0o666);
        mode(&root.join("fsfreeze-hook.d/folder"), 0o777);
        mode(&root.join("open"), 0o777);
        assert_eq!(check("hook"), Ok(()));

        let odd = root.join("fsfreeze-hook.d").join(OsStr::from_bytes(b"-\n \\\xff*"));
        fs::write(&odd, "").unwrap();
        mode(&odd, 0o757);
        for hook in ["hook", "etc/hook"] {
            assert_eq!(check(hook), refused("/fsfreeze-hook.d/-\n \\\u{fffd}*"), "{hook}");
        }
        mode(&odd, 0o755);
        // A link and its target, even if that is still missing.
        for target in ["../open/program", "../open"] {
            symlink(target, root.join("fsfreeze-hook.d/link")).unwrap();
            assert_eq!(check("hook"), refused("/open"), "{target}");
            fs::remove_file(root.join("fsfreeze-hook.d/link")).unwrap();
        }
        symlink("../hook", root.join("fsfreeze-hook.d/link")).unwrap();
        assert_eq!(check("hook"), Ok(()));
        for bits in [0o757, 0o1777] {
            mode(&root.join("fsfreeze-hook.d"), bits);
            assert_eq!(check("hook"), refused("/fsfreeze-hook.d"), "{bits:o}");
        }
    }
}
