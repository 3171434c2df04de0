//! Finds logins among the running processes, for systems without a list of logins.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::Login;
use crate::os::accounts;
use crate::os::units;

/// The `loginuid` of a process outside of any login.
const NO_LOGIN_UID: u32 = u32::MAX;

/// Limit of a `stat` file's size.
const MAX_STAT_BYTES: usize = 1024;

/// One login for every session with a terminal and a user, by age.
pub(super) fn logins(root: &Path) -> Vec<Login> {
    let proc = root.join("proc");
    // Without the folder the list is empty.
    let entries = fs::read_dir(&proc).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process| may_lead_session(*process))
        .filter_map(|process| login(root, &proc, process))
        .collect();
    if found.is_empty() {
        return found;
    }
    let Some(boot) = boot_time(&proc) else { return Vec::new() };
    found.iter_mut().for_each(|login| login.time += boot);
    found.sort_by(|a, b| a.time.total_cmp(&b.time));
    found
}

/// False if another process leads its session: true of most, whose files are then not read.
fn may_lead_session(process: i32) -> bool {
    // SAFETY: the call takes any number and touches no memory.
    let session = unsafe { libc::getsid(process) };
    session < 0 || session == process
}

/// A process that leads a session with a terminal is a login if the kernel recorded its user, or if it was started as a
/// login shell. Otherwise it may be a program that waits for a login. The time is since the boot.
fn login(root: &Path, proc: &Path, process: i32) -> Option<Login> {
    let mut buffer = [0; MAX_STAT_BYTES];
    let folder = proc.join(process.to_string());
    let stat = String::from_utf8_lossy(read(&folder.join("stat"), &mut buffer)?);
    // The program's name is in brackets and may contain brackets and blanks.
    let (start, rest) = stat.rsplit_once(')')?;
    let (id, _) = start.split_once(' ')?;
    let fields: Vec<_> = rest.split_ascii_whitespace().collect();
    let (session, terminal, since) = (*fields.get(3)?, *fields.get(4)?, fields.get(19)?.parse::<f64>().ok()?);
    if session != id || terminal == "0" {
        return None;
    }
    let noted = fs::read_to_string(folder.join("loginuid")).ok().and_then(|uid| uid.trim().parse().ok());
    let uid = match noted.filter(|uid| *uid != NO_LOGIN_UID) {
        Some(uid) => uid,
        None if read(&folder.join("cmdline"), &mut [0])? == b"-" => fs::metadata(folder).ok()?.uid(),
        None => return None,
    };
    let user = accounts::name_of(root, uid).unwrap_or_else(|| uid.to_string());
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let second = units::clock_ticks_per_second() as f64;
    Some(Login { user, time: since / second })
}

/// The file's beginning. The kernel generates such a file when it is read, so one read returns all of it.
fn read<'a>(file: &Path, buffer: &'a mut [u8]) -> Option<&'a [u8]> {
    let length = File::open(file).ok()?.read(buffer).ok()?;
    buffer.get(..length)
}

fn boot_time(proc: &Path) -> Option<f64> {
    let stat = fs::read_to_string(proc.join("stat")).ok()?;
    stat.lines().find_map(|line| line.strip_prefix("btime ")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::{Child, Command, Stdio};

    use super::*;
    use crate::fixture::{Root, spoilt};

    // Pids in the tests' folders are higher than any real pid.

    #[test]
    fn logins_lead_a_session_with_a_terminal_and_a_user() {
        let stat = |id: u32, name: &str, session: u32, terminal: u32, since: u32| {
            format!("{id} ({name}) S 1 {id} {session} {terminal} -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {since} 0 0\n")
        };
        let root = Root::new(&[
            ("proc/stat", "cpu 1 2 3 4\nbtime 1000\nprocesses 7\n"),
            ("etc/passwd", "bob:x:1000:1000::/home/bob:/bin/sh\n"),
            ("proc/5000010/stat", &stat(5000010, "getty", 5000010, 1025, 100)),
            ("proc/5000010/loginuid", "4294967295"),
            ("proc/5000010/cmdline", "/sbin/getty\0"),
            ("proc/5000020/stat", &stat(5000020, "sh) (x", 5000020, 34816, 900)),
            ("proc/5000020/loginuid", "1000\n"),
            ("proc/5000021/stat", &stat(5000021, "vi", 5000020, 34816, 950)),
            ("proc/5000021/loginuid", "1000"),
            ("proc/5000030/stat", &stat(5000030, "sshd", 5000030, 0, 800)),
            ("proc/5000030/loginuid", "1000"),
            ("proc/5000040/stat", &stat(5000040, "bash", 5000040, 34817, 400)),
            ("proc/5000040/loginuid", "77"),
            ("proc/5000050/stat", &stat(5000050, "ash", 5000050, 34818, 600)),
            ("proc/5000050/cmdline", "-ash\0"),
            ("proc/5000060/stat", "5000060 (broken"),
            ("proc/self/stat", &stat(5000070, "x", 5000070, 1, 1)),
        ]);
        let owner = fs::metadata(root.join("proc/5000050")).unwrap().uid();
        let owner = accounts::name_of(root.path(), owner).unwrap_or_else(|| owner.to_string());
        let found: Vec<_> = logins(root.path()).into_iter().map(|login| (login.user, login.time)).collect();
        assert_eq!(found, [("77".into(), 1004.0), (owner, 1006.0), ("bob".into(), 1009.0)]);
        assert_eq!(logins(Root::new(&[]).path()), []);
    }

    #[test]
    fn what_is_in_the_session_of_another_is_not_looked_at() {
        let start = |program: &str, words: &[&str]| {
            let mut command = Command::new(program);
            let mut child = command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            // An answer shows that it runs.
            child.stdin.as_mut().unwrap().write_all(b"x").unwrap();
            child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
            child
        };
        let (mut leader, mut member) = (start("setsid", &["cat"]), start("cat", &[]));
        let leads = |child: &Child| may_lead_session(child.id().try_into().unwrap());
        assert_eq!((leads(&leader), leads(&member), may_lead_session(5_000_000)), (true, false, true));
        for child in [&mut leader, &mut member] {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    #[test]
    fn no_process_makes_the_reader_panic() {
        let root = Root::new(&[
            ("proc/5000050/loginuid", "1000"),
            ("proc/5000050/cmdline", "-sh"),
            ("proc/stat", "btime 1\n"),
        ]);
        for spoilt in spoilt(b"5000050 (sh) S 1 5000050 5000050 34816 50 0 0 0 0 0 0 0 0 0 20 0 1 0 300 0\n") {
            fs::write(root.join("proc/5000050/stat"), &spoilt).unwrap();
            fs::write(root.join("proc/5000050/loginuid"), &spoilt[..spoilt.len().min(4)]).unwrap();
            assert!(logins(root.path()).iter().all(|login| login.time.is_finite()), "{spoilt:?}");
        }
    }
}
