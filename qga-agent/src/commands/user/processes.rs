//! Finds logins among the running processes, for systems that keep no list of them.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::Login;
use crate::accounts;
use crate::units;

/// What `loginuid` holds of a process that nobody logged in for.
const NOBODY: u32 = u32::MAX;

/// One login for every session that has a terminal and belongs to somebody, by age.
pub(super) fn logins(root: &Path) -> Vec<Login> {
    let proc = root.join("proc");
    let Some(boot) = boot_time(&proc) else { return Vec::new() };
    // Without the folder there is nothing to tell, which is what the empty list says.
    let entries = fs::read_dir(&proc).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter(|entry| entry.file_name().as_encoded_bytes().iter().all(u8::is_ascii_digit))
        .filter_map(|entry| login(root, &entry.path(), boot))
        .collect();
    found.sort_by(|a, b| a.time.total_cmp(&b.time));
    found
}

/// A process that leads a session with a terminal is the one that somebody got by logging in, if the kernel noted for
/// whom, or if it was started as a login shell. Otherwise it may be a program that waits for somebody to log in.
fn login(root: &Path, process: &Path, boot: f64) -> Option<Login> {
    let stat = fs::read(process.join("stat")).ok()?;
    let stat = String::from_utf8_lossy(&stat);
    // The program's name stands in brackets and may itself hold brackets and blanks.
    let (start, rest) = stat.rsplit_once(')')?;
    let (id, _) = start.split_once(' ')?;
    let fields: Vec<_> = rest.split_ascii_whitespace().collect();
    let (session, terminal, since) = (*fields.get(3)?, *fields.get(4)?, fields.get(19)?.parse::<f64>().ok()?);
    if session != id || terminal == "0" {
        return None;
    }
    let noted = fs::read_to_string(process.join("loginuid")).ok().and_then(|uid| uid.trim().parse().ok());
    let uid = match noted.filter(|uid| *uid != NOBODY) {
        Some(uid) => uid,
        None if fs::read(process.join("cmdline")).ok()?.starts_with(b"-") => fs::metadata(process).ok()?.uid(),
        None => return None,
    };
    let user = accounts::name_of(root, uid).unwrap_or_else(|| uid.to_string());
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let second = units::clock_ticks_per_second() as f64;
    Some(Login { user, time: boot + since / second })
}

fn boot_time(proc: &Path) -> Option<f64> {
    let stat = fs::read_to_string(proc.join("stat")).ok()?;
    stat.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Root, spoilt};

    #[test]
    fn logins_lead_a_session_with_a_terminal_for_somebody() {
        let stat = |id: u32, name: &str, session: u32, terminal: u32, since: u32| {
            format!("{id} ({name}) S 1 {id} {session} {terminal} -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {since} 0 0\n")
        };
        let root = Root::new(&[
            ("proc/stat", "cpu 1 2 3 4\nbtime 1000\nprocesses 7\n"),
            ("etc/passwd", "bob:x:1000:1000::/home/bob:/bin/sh\n"),
            ("proc/10/stat", &stat(10, "getty", 10, 1025, 100)),
            ("proc/10/loginuid", "4294967295"),
            ("proc/10/cmdline", "/sbin/getty\0"),
            ("proc/20/stat", &stat(20, "sh) (x", 20, 34816, 900)),
            ("proc/20/loginuid", "1000\n"),
            ("proc/21/stat", &stat(21, "vi", 20, 34816, 950)),
            ("proc/21/loginuid", "1000"),
            ("proc/30/stat", &stat(30, "sshd", 30, 0, 800)),
            ("proc/30/loginuid", "1000"),
            ("proc/40/stat", &stat(40, "bash", 40, 34817, 400)),
            ("proc/40/loginuid", "77"),
            ("proc/50/stat", &stat(50, "ash", 50, 34818, 600)),
            ("proc/50/cmdline", "-ash\0"),
            ("proc/60/stat", "60 (broken"),
            ("proc/self/stat", &stat(70, "x", 70, 1, 1)),
        ]);
        let owner = fs::metadata(root.join("proc/50")).unwrap().uid();
        let owner = accounts::name_of(root.path(), owner).unwrap_or_else(|| owner.to_string());
        let found: Vec<_> = logins(root.path()).into_iter().map(|login| (login.user, login.time)).collect();
        assert_eq!(found, [("77".into(), 1004.0), (owner, 1006.0), ("bob".into(), 1009.0)]);
        assert_eq!(logins(Root::new(&[]).path()), []);
    }

    #[test]
    fn no_process_makes_the_reader_panic() {
        let root = Root::new(&[("proc/50/loginuid", "1000"), ("proc/50/cmdline", "-sh"), ("proc/stat", "btime 1\n")]);
        for spoilt in spoilt(b"50 (sh) S 1 50 50 34816 50 0 0 0 0 0 0 0 0 0 20 0 1 0 300 0\n") {
            fs::write(root.join("proc/50/stat"), &spoilt).unwrap();
            fs::write(root.join("proc/50/loginuid"), &spoilt[..spoilt.len().min(4)]).unwrap();
            assert!(logins(root.path()).iter().all(|login| login.time.is_finite()), "{spoilt:?}");
        }
    }
}
