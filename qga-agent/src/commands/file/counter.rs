//! Numbers of file handles, never used twice, not even after a restart.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::process::deadline;
use crate::process::state_file;
use crate::process::trusted_path::Place;
use crate::settings::keyfile::KeyFile;

const GROUP: &str = "global";
const KEY: &str = "fd_counter";

/// The first handle of all.
const FIRST_HANDLE: i64 = 1000;

/// Numbers reserved by one write of the state file, so that not every open needs one. A restart skips the rest.
const HANDLES_PER_WRITE: i64 = 256;

/// The counter, and the state file that outlives the process.
#[derive(Debug)]
pub(crate) struct Counter {
    file: PathBuf,
    next: i64,
    /// Numbers below this one are reserved in the state file.
    reserved: i64,
}

impl Counter {
    /// Continues where the state file ends; without one, at 1000.
    ///
    /// # Errors
    /// There is no state directory, or another user may have made a link on the path to it. An unreadable or invalid
    /// state file does not stop the agent: numbers then continue from the clock, which is ahead of all used ones.
    pub(crate) fn load(statedir: &Path) -> io::Result<Self> {
        let file = statedir.join("qga.state");
        Place::at(&file)?;
        let next = match state_file::read(&file) {
            Ok(content) => stored(&content.text).unwrap_or_else(clock),
            Err(error) if error.kind() == io::ErrorKind::NotFound => FIRST_HANDLE,
            Err(_) => clock(),
        };
        Ok(Self { file, next, reserved: next })
    }

    /// The next number. If the state file cannot be written (a full disk must not prevent reading files), numbers
    /// continue from the clock, so that a restart does not repeat them.
    pub(super) fn take(&mut self) -> i64 {
        if self.next >= self.reserved {
            let (file, reserved) = (self.file.clone(), self.next + HANDLES_PER_WRITE);
            let stored = deadline::run(deadline::CALL_TIMEOUT, "write the state file", move || store(&file, reserved));
            if !stored.is_ok_and(|stored| stored.is_ok()) {
                self.next = self.next.max(clock());
            }
            self.reserved = self.next + HANDLES_PER_WRITE;
        }
        let number = self.next;
        self.next += 1;
        number
    }
}

fn store(state: &Path, reserved: i64) -> io::Result<()> {
    Place::at(state)?.replace(format!("[{GROUP}]\n{KEY}={reserved}\n").as_bytes())
}

/// The number in a state file. `None` if it is not a state file, or the number is too large to continue.
fn stored(text: &str) -> Option<i64> {
    let file = KeyFile::parse(text.as_bytes()).ok()?;
    match file.value(GROUP, KEY) {
        None => Some(FIRST_HANDLE),
        Some(value) => value.trim_end().parse().ok().filter(|number| (0..i64::MAX / 2).contains(number)),
    }
}

/// Milliseconds since 1970: exact in every JSON reader, and larger than any counter.
fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(FIRST_HANDLE).max(FIRST_HANDLE)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    #[test]
    fn numbers_start_at_1000_and_are_not_repeated_by_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = Counter::load(folder.path()).unwrap();
        assert_eq!([counter.take(), counter.take()], [1000, 1001]);
        assert_eq!(fs::read_to_string(folder.path().join("qga.state")).unwrap(), "[global]\nfd_counter=1256\n");
        let mut again = Counter::load(folder.path()).unwrap();
        assert_eq!(again.take(), 1256);
        let last = (0..HANDLES_PER_WRITE).map(|_| again.take()).last();
        assert_eq!(last, Some(1256 + HANDLES_PER_WRITE));
        assert_eq!(Counter::load(folder.path()).unwrap().take(), 1256 + 2 * HANDLES_PER_WRITE);
    }

    #[test]
    fn a_state_file_of_the_established_agent_is_continued_and_nonsense_is_survived() {
        let cases = [
            ("[global]\nfd_counter=1234\n", Some(1234)),
            ("[global]\n", Some(FIRST_HANDLE)),
            ("", Some(FIRST_HANDLE)),
            ("fd_counter=1", None),
            ("[global]\nfd_counter=many\n", None),
            ("[global]\nfd_counter=9223372036854775807\n", None),
        ];
        for (text, expected) in cases {
            assert_eq!(stored(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_file_is_neither_waited_for_nor_believed() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("qga.state");
        let other = folder.path().join("other");
        fs::write(&other, "[global]\nfd_counter=5\n").unwrap();
        let ways: [&dyn Fn(); 4] = [
            &|| rustix::fs::mkfifoat(rustix::fs::CWD, &state, rustix::fs::Mode::RWXU).unwrap(),
            &|| std::os::unix::fs::symlink(&other, &state).unwrap(),
            &|| std::os::unix::fs::symlink("/dev/zero", &state).unwrap(),
            &|| File::create(&state).unwrap().set_len(1 << 40).unwrap(),
        ];
        for put in ways {
            put();
            let number = Counter::load(folder.path()).unwrap().take();
            assert!(number > 1_000_000_000_000, "{number}");
            // It was replaced by a valid one.
            assert_eq!(Counter::load(folder.path()).unwrap().take(), number + HANDLES_PER_WRITE);
            fs::remove_file(&state).unwrap();
        }
        assert_eq!(fs::read_to_string(other).unwrap(), "[global]\nfd_counter=5\n");
    }

    #[test]
    fn numbers_go_on_where_nothing_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut counter = Counter::load(folder.path()).unwrap();
        drop(folder);
        let first = counter.take();
        assert!(first > 1_000_000_000_000);
        assert_eq!(counter.take(), first + 1);
        assert!(Counter::load(Path::new("/no/such/folder")).is_err());
    }
}
