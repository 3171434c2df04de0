//! Reads the login records in `/run/utmp`.
//!
//! A session that crashes leaves its record behind, so a record without a process is skipped.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use qga_runtime::CommandError;
use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use super::Login;
use crate::os::errno;

/// Limit of the file's size.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

const USER_PROCESS: i16 = 7;
const LAST_KIND: i16 = 9;
const PROCESS_OFFSET: usize = 4;
const USER_OFFSET: usize = 44;
const USER_BYTES: usize = 32;

/// Layout of a record in a C library. The file does not name it, and a static agent may be built with another library
/// than the guest's, so the first layout that fits is used.
struct Layout {
    size: usize,
    seconds: fn(&[u8]) -> Option<i64>,
    microseconds: fn(&[u8]) -> Option<i64>,
}

const LAYOUTS: [Layout; 2] = [
    // Numbers of 32 bits, for programs of either width: x86, POWER, RISC-V and most others. Past 2038 they are unsigned.
    Layout {
        size: 384,
        seconds: |record| Some(u32::from_ne_bytes(record.get(340..344)?.try_into().ok()?).into()),
        microseconds: |record| Some(i32::from_ne_bytes(record.get(344..348)?.try_into().ok()?).into()),
    },
    // Numbers of 64 bits: Arm.
    Layout {
        size: 400,
        seconds: |record| Some(i64::from_ne_bytes(record.get(344..352)?.try_into().ok()?)),
        microseconds: |record| Some(i64::from_ne_bytes(record.get(352..360)?.try_into().ok()?)),
    },
];

/// Logins in the order of the file; `None` without a file.
pub(super) fn logins(root: &Path) -> Result<Option<Vec<Login>>, CommandError> {
    let mut bytes = Vec::new();
    match File::open(root.join("run/utmp")).and_then(|file| file.take(MAX_FILE_BYTES).read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(parse(&bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CommandError::new(format!("cannot read '/run/utmp': {}", errno::text(error)))),
    }
}

fn parse(bytes: &[u8]) -> Vec<Login> {
    let fits = |layout: &&Layout| {
        let mut records = bytes.chunks_exact(layout.size);
        records.all(|record| kind(record).is_some_and(|kind| (0..=LAST_KIND).contains(&kind)))
    };
    // A file that is being appended to may end in half a record; then the first layout with valid records is used.
    let whole = LAYOUTS.iter().filter(|layout| bytes.len() % layout.size == 0).find(fits);
    let Some(layout) = whole.or_else(|| LAYOUTS.iter().find(fits)) else { return Vec::new() };
    bytes.chunks_exact(layout.size).filter_map(|record| login(record, layout)).collect()
}

fn kind(record: &[u8]) -> Option<i16> {
    Some(i16::from_ne_bytes(*record.first_chunk()?))
}

fn login(record: &[u8], layout: &Layout) -> Option<Login> {
    if kind(record)? != USER_PROCESS {
        return None;
    }
    let process = i32::from_ne_bytes(record.get(PROCESS_OFFSET..PROCESS_OFFSET + 4)?.try_into().ok()?);
    if !may_run(process) {
        return None;
    }
    // A name that fills its field has no NUL after it.
    let name = record.get(USER_OFFSET..USER_OFFSET + USER_BYTES)?;
    let name = name.split(|byte| *byte == 0).next()?;
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
    let time = (layout.seconds)(record)? as f64 + (layout.microseconds)(record)? as f64 / 1e6;
    Some(Login { user: String::from_utf8_lossy(name).into_owned(), time })
}

/// False if there is no such process; records need not name one.
fn may_run(process: i32) -> bool {
    let process = Pid::from_raw(process.max(0));
    process.is_none_or(|process| test_kill_process(process) != Err(Errno::SRCH))
}

#[cfg(test)]
pub(super) mod build {
    //! Encodes records for tests.

    pub(in super::super) fn record(kind: i16, user: &[u8], seconds: i32, microseconds: i32) -> Vec<u8> {
        let mut record = vec![0; 384];
        record[..2].copy_from_slice(&kind.to_ne_bytes());
        record[44..44 + user.len()].copy_from_slice(user);
        record[76..79].copy_from_slice(b"tty");
        record[340..344].copy_from_slice(&seconds.to_ne_bytes());
        record[344..348].copy_from_slice(&microseconds.to_ne_bytes());
        record
    }
}

#[cfg(test)]
mod tests {
    use super::build::record;
    use super::*;
    use crate::fixture::spoilt;

    fn wide(kind: i16, user: &[u8], seconds: i64) -> Vec<u8> {
        let mut bytes = record(kind, user, 0, 0);
        bytes.resize(400, 0);
        bytes[344..352].copy_from_slice(&seconds.to_ne_bytes());
        bytes
    }

    fn check(bytes: &[u8], expected: &[(&str, f64)]) {
        let found: Vec<_> = parse(bytes).into_iter().map(|login| (login.user, login.time)).collect();
        let expected: Vec<_> = expected.iter().map(|(user, time)| ((*user).to_owned(), *time)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_user_processes_are_logins() {
        let records = [(2, "reboot"), (6, "LOGIN"), (7, "bob"), (8, "ended"), (7, "alice"), (0, "")];
        let bytes: Vec<_> =
            records.iter().flat_map(|(kind, user)| record(*kind, user.as_bytes(), 1000, 250_000)).collect();
        check(&bytes, &[("bob", 1000.25), ("alice", 1000.25)]);
    }

    #[test]
    fn a_record_without_a_process_is_no_login() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let ended = child.id();
        child.wait().unwrap();
        let of = |process: u32, user: &[u8]| {
            let mut record = record(7, user, 5, 0);
            record[4..8].copy_from_slice(&process.to_ne_bytes());
            record
        };
        let records = [of(std::process::id(), b"bob"), of(ended, b"gone"), of(0, b"alice"), of(u32::MAX, b"eve")];
        check(&records.concat(), &[("bob", 5.0), ("alice", 5.0), ("eve", 5.0)]);
    }

    #[test]
    fn a_name_may_fill_its_field() {
        let name = "abcdefghijklmnopqrstuvwxyz123456";
        check(&record(7, name.as_bytes(), 5, 0), &[(name, 5.0)]);
    }

    #[test]
    fn each_layout_is_recognised() {
        check(&[wide(2, b"reboot", 9), wide(7, b"bob", 1 << 33)].concat(), &[("bob", 8_589_934_592.0)]);
        check(&record(7, b"bob", -1, 0), &[("bob", 4_294_967_295.0)]);
        check(&[record(7, b"bob", 5, 0), vec![7, 0, 1]].concat(), &[("bob", 5.0)]);
        check(&[0xff; 800], &[]);
        check(&[], &[]);
    }

    #[test]
    fn no_record_makes_the_reader_panic() {
        let file = [record(7, b"bob", 5, 6), record(8, b"alice", 7, 8)].concat();
        for spoilt in spoilt(&file) {
            // Every time is a valid number, and no name extends into the next field.
            assert!(parse(&spoilt).iter().all(|login| login.time.is_finite() && login.user.chars().count() <= 32));
        }
    }
}
