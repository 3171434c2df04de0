//! Checks that only root can change a program, or put another in its place.
//!
//! Every folder, every link and the program itself must be root's own, or that of the user the agent runs as, and no
//! other user may write to it, by mode or by access control list. A later look-up of the path then reads only entries
//! that were checked and that only root can change. So a checked program is started by its path. Starting it by a
//! descriptor would gain nothing, would need `/proc` for scripts, and would change the `$0` by which they find the
//! files beside them.

use std::path::{Path, PathBuf};

use super::walk::{End, Entry, Purpose, Refusal, walk};
use crate::os::errno;

/// A file or folder that only root can change.
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    /// Without links and `..`.
    pub(crate) path: PathBuf,
    /// A folder like `/tmp`: other users may create files in it, and replace and remove those.
    pub(crate) takes_new_files: bool,
}

/// Finds the program or folder that a path leads to, through links; `None` if there is none and only root can create
/// it. `root` is the folder above `etc/passwd` and `etc/group`.
///
/// # Errors
/// The reason not to use it: others than root may change it, or it cannot be checked.
pub(crate) fn find(root: &Path, program: &Path) -> Result<Option<Found>, String> {
    match walk(program, Purpose::Program { accounts: root }).map_err(reason)? {
        End::Folder(folder) => Ok(Some(Found { takes_new_files: folder.is_shared(), path: folder.path })),
        // Another user could create it before it is run.
        End::Missing(folder) | End::Name { folder, entry: Entry::None, .. } if folder.is_shared() => {
            Err(changeable(&folder.path))
        }
        End::Missing(_) | End::Name { entry: Entry::None, .. } => Ok(None),
        End::Name { folder, name, .. } => Ok(Some(Found { path: folder.path.join(name), takes_new_files: false })),
    }
}

fn reason(refusal: Refusal) -> String {
    match refusal {
        Refusal::Relative => "its path is not absolute".to_owned(),
        Refusal::Changeable(place) => changeable(&place),
        Refusal::Failed(place, error) => format!("cannot look at '{}': {}", place.display(), errno::text(error)),
    }
}

/// The text for a place that others may change.
pub(crate) fn changeable(place: &Path) -> String {
    format!("others than root may change '{}'", place.display())
}

#[cfg(test)]
mod tests;
