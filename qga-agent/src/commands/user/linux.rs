//! Lists logins and sets passwords on Linux.

use std::path::Path;
use std::time::Duration;

use qga_runtime::CommandError;
use qga_runtime::guest::types::GuestUser;
use zeroize::Zeroizing;

use crate::os::accounts;
use crate::process::programs::{self, CHPASSWD, Helper};

mod logind;
mod processes;
mod utmp;

pub(super) const UNSUPPORTED: &[&str] = &[];

/// Timeout for `chpasswd`, whose modules may ask a server.
const PASSWORD_TIMEOUT: Duration = Duration::from_secs(60);

/// A login: the user, and the time in seconds.
#[derive(Debug, PartialEq)]
struct Login {
    user: String,
    time: f64,
}

/// All users who are logged in, once each, with the earliest login.
///
/// Login records come first: other programs show them. Systems without them have logind, which also lists graphical
/// sessions; without either, the sessions' processes are searched.
pub(super) fn users(root: &Path) -> Result<Vec<GuestUser>, CommandError> {
    let records = utmp::logins(root)?;
    let sessions = logind::logins(root)?;
    let recorded = records.is_some();
    let mut users = Vec::new();
    merge(&mut users, records.unwrap_or_default());
    // The two record the time of one login at slightly different moments, so times are not compared.
    let mut others = Vec::new();
    merge(&mut others, sessions.unwrap_or_default());
    others.retain(|other| users.iter().all(|user: &GuestUser| user.user != other.user));
    users.append(&mut others);
    // logind may run without receiving logins.
    if !recorded && users.is_empty() {
        merge(&mut users, processes::logins(root));
    }
    Ok(users)
}

fn merge(users: &mut Vec<GuestUser>, logins: Vec<Login>) {
    for login in logins {
        match users.iter_mut().find(|user| user.user == login.user) {
            Some(user) => user.login_time = user.login_time.min(login.time),
            None => users.push(GuestUser::new(login.user, login.time)),
        }
    }
}

/// Sets a password through the guest's own `chpasswd`, which applies its hashing, policy and storage.
pub(super) fn set_password(root: &Path, username: &str, password: &[u8], crypted: bool) -> Result<(), CommandError> {
    let arguments: &[&str] = if crypted { &["-e"] } else { &[] };
    let line = line(username, password);
    // If it is missing, starting it fails with the text that programs compare.
    let program = programs::find(root, CHPASSWD)?.unwrap_or_else(|| CHPASSWD.into());
    let set = Helper::new(program, "set user password", PASSWORD_TIMEOUT).arguments(arguments).input(&line).run();
    set.map_err(|error| match accounts::find(username) {
        // Not every version of the helper reports it.
        Ok(None) => {
            let text = format!("child process has failed to set user password: user '{username}' does not exist");
            CommandError::new(text)
        }
        _ => error,
    })
}

/// Allocated at its full size: a buffer that grows would leave copies of the secret behind.
fn line(username: &str, password: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut line = Zeroizing::new(Vec::with_capacity(username.len() + password.len() + 2));
    line.extend_from_slice(username.as_bytes());
    line.push(b':');
    line.extend_from_slice(password);
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;

    fn names(root: &Root) -> Vec<(String, f64)> {
        users(root.path()).unwrap().into_iter().map(|user| (user.user, user.login_time)).collect()
    }

    #[test]
    fn the_helper_gets_one_line() {
        assert_eq!(*line("bob", b"se:cret"), b"bob:se:cret\n");
    }

    #[test]
    fn encrypted_passwords_have_an_option_and_the_text_of_the_helper_is_passed_on() {
        let root = Root::new(&[]);
        let log = root.join("log").display().to_string();
        root.program("usr/sbin/chpasswd", &format!("echo \"[$*]\" >> {log}; cat >> {log}"));
        set_password(root.path(), "root", b"one", false).unwrap();
        set_password(root.path(), "root", b"$6$x", true).unwrap();
        assert_eq!(root.read("log"), "[]\nroot:one\n[-e]\nroot:$6$x\n");

        root.program("usr/sbin/chpasswd", "echo too short; exit 1");
        let failed = |name| set_password(root.path(), name, b"x", false).unwrap_err().desc;
        assert_eq!(failed("root"), "child process has failed to set user password: too short\n");
        let unknown = "child process has failed to set user password: user 'no-such-user-here' does not exist";
        assert_eq!(failed("no-such-user-here"), unknown);
    }

    #[test]
    fn logind_adds_whom_the_login_records_do_not_have() {
        let root = Root::new(&[
            ("run/systemd/sessions/1", "USER=alice\nCLASS=user\nSTATE=active\nREALTIME=1000000\n"),
            ("run/systemd/sessions/2", "USER=bob\nCLASS=user\nSTATE=online\nREALTIME=7500000\n"),
            ("run/systemd/sessions/3", "USER=bob\nCLASS=user\nSTATE=online\nREALTIME=5500000\n"),
        ]);
        assert_eq!(names(&root), [("alice".to_owned(), 1.0), ("bob".to_owned(), 5.5)]);
        std::fs::write(root.join("run/utmp"), utmp::build::record(7, b"alice", 2, 250_000)).unwrap();
        assert_eq!(names(&root), [("alice".to_owned(), 2.25), ("bob".to_owned(), 5.5)]);
    }

    #[test]
    fn processes_count_only_where_nothing_keeps_a_list() {
        let session = [
            ("etc/passwd", "carol:x:1000:1000::/home/carol:/bin/sh\n"),
            ("proc/stat", "btime 1000\n"),
            ("proc/5000050/stat", "5000050 (sh) S 1 5000050 5000050 34816 50 0 0 0 0 0 0 0 0 0 20 0 1 0 300 0\n"),
            ("proc/5000050/loginuid", "1000"),
        ];
        assert_eq!(names(&Root::new(&session)), [("carol".to_owned(), 1003.0)]);
        let untold = Root::new(&[&session[..], &[("run/systemd/sessions/", "")]].concat());
        assert_eq!(names(&untold), [("carol".to_owned(), 1003.0)]);
        let listed = Root::new(&[&session[..], &[("run/utmp", "")]].concat());
        assert_eq!(names(&listed), []);
    }
}
