//! Reads logind's state files in `/run/systemd/sessions`: no bus connection is needed.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use qga_runtime::CommandError;

use super::Login;
use crate::os::errno;

/// Logins by age; `None` without logind.
pub(super) fn logins(root: &Path) -> Result<Option<Vec<Login>>, CommandError> {
    let folder = root.join("run/systemd/sessions");
    let failed = |error| CommandError::new(format!("cannot read '/run/systemd/sessions': {}", errno::text(error)));
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        // Beside every session is a FIFO, which must not be opened, and at times a temporary file.
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        // The session may have ended since the folder was listed.
        found.extend(fs::read_to_string(entry.path()).ok().as_deref().and_then(login));
    }
    found.sort_by(|a, b| a.time.total_cmp(&b.time));
    Ok(Some(found))
}

/// A login of a person: not a user's manager process, a greeter, a lock screen or a timed job, and not a session that
/// is closing.
fn login(text: &str) -> Option<Login> {
    let value = |name: &str| {
        let mut values = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        values.next()
    };
    if !value("CLASS")?.starts_with("user") || value("STATE") == Some("closing") {
        return None;
    }
    let microseconds: u64 = value("REALTIME")?.parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "a double holds microseconds until the year 2255")]
    let time = microseconds as f64 / 1e6;
    Some(Login { user: value("USER").filter(|user| !user.is_empty())?.to_owned(), time })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Root, spoilt};

    #[test]
    fn sessions_of_people_count() {
        let session = |user: &str, class: &str, state: &str, time: u64| {
            format!(
                "# private\nUID=1\nUSER={user}\nACTIVE=1\nSTATE={state}\nCLASS={class}\nREALTIME={time}\nMONOTONIC=1\n"
            )
        };
        let root = Root::new(&[
            ("run/systemd/sessions/1", &session("late", "user", "active", 9_000_000)),
            ("run/systemd/sessions/2", &session("early", "user-early", "online", 3_250_000)),
            ("run/systemd/sessions/3", &session("gone", "user", "closing", 1)),
            ("run/systemd/sessions/4", &session("cron", "background", "active", 1)),
            ("run/systemd/sessions/5", &session("root", "manager", "active", 1)),
            ("run/systemd/sessions/c1", &session("gdm", "greeter", "active", 1)),
            ("run/systemd/sessions/6", "USER=half\n"),
            ("run/systemd/sessions/7.ref/", ""),
        ]);
        let found = logins(root.path()).unwrap().unwrap();
        let login = |user: &str, time| Login { user: user.into(), time };
        assert_eq!(found, [login("early", 3.25), login("late", 9.0)]);
        assert_eq!(logins(Root::new(&[]).path()).unwrap(), None);
    }

    #[test]
    fn no_file_makes_the_reader_panic() {
        for spoilt in spoilt(b"UID=1\nUSER=bob\nSTATE=active\nCLASS=user\nREALTIME=9000000\n") {
            let found = login(&String::from_utf8_lossy(&spoilt));
            assert!(found.is_none_or(|login| login.time >= 0.0 && !login.user.is_empty()));
        }
    }
}
