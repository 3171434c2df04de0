//! A program that an earlier process of the agent may have left running: how it writes that down, and how it is ended.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, getpid, kill_process_group};
use rustix::time::{ClockId, clock_gettime};

use crate::os::units;

/// Timeout for a killed program to end.
const END_TIMEOUT: Duration = Duration::from_secs(10);

const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// A program as it wrote itself down: its process, which leads a group, and a time since boot at which that had begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Former {
    process: Pid,
    began_before: Duration,
}

impl Former {
    /// Reads a line of [`write_own_line`].
    pub(crate) fn read(line: &str) -> Option<Self> {
        let (process, time) = line.split_once(' ')?;
        let process = process.parse().ok().filter(|process| *process > 1).and_then(Pid::from_raw)?;
        Some(Self { process, began_before: Duration::from_millis(time.parse().ok()?) })
    }

    /// Kills its process group, if it still runs, and waits until it has ended.
    ///
    /// # Errors
    /// It has not ended in time.
    pub(crate) fn end(self) -> io::Result<()> {
        let deadline = Instant::now() + END_TIMEOUT;
        while self.runs() {
            if Instant::now() >= deadline {
                return Err(io::Error::other(format!("process {} does not end", self.process)));
            }
            // It may have ended since.
            let _ = kill_process_group(self.process, Signal::KILL);
            thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    /// Whether it still runs. A process with its number that began later is another one.
    fn runs(self) -> bool {
        let stat = fs::read_to_string(Path::new("/proc").join(self.process.to_string()).join("stat"));
        stat.ok().and_then(|stat| began(&stat)).is_some_and(|began| began <= self.began_before)
    }
}

/// Writes this process's number and the milliseconds since boot. It uses no heap, for a forked child before its program.
pub(crate) fn write_own_line(mut file: &File) -> io::Result<()> {
    let mut line = [0; 48];
    let mut rest = &mut line[..];
    writeln!(rest, "{} {}", getpid(), since_boot().as_millis())?;
    let left = rest.len();
    file.write_all(&line[..line.len() - left])
}

fn since_boot() -> Duration {
    let now = clock_gettime(ClockId::Boottime);
    let (seconds, nanos) = (u64::try_from(now.tv_sec), u32::try_from(now.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}

/// When a process began, as time since boot; `None` if it has ended.
fn began(stat: &str) -> Option<Duration> {
    // The name before it may contain anything.
    let mut fields = stat[stat.rfind(')')? + 1..].split_whitespace();
    let state = fields.next()?;
    let ticks: u64 = fields.nth(18)?.parse().ok()?;
    let millis = ticks.checked_mul(1000)?.checked_div(units::clock_ticks_per_second())?;
    (!matches!(state, "Z" | "X")).then(|| Duration::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use super::*;

    fn child() -> Child {
        Command::new("sleep").arg("1000").process_group(0).spawn().expect("a program")
    }

    fn former(child: &Child, began_before: Duration) -> Former {
        Former { process: Pid::from_child(child), began_before }
    }

    #[test]
    fn a_program_that_still_runs_is_ended_and_another_process_with_its_number_is_not() {
        let mut child = child();
        former(&child, Duration::from_millis(1)).end().expect("it began later");
        assert!(child.try_wait().expect("a child").is_none());
        former(&child, since_boot()).end().expect("it ends");
        assert!(!child.wait().expect("a child").success());
        former(&child, since_boot()).end().expect("it has ended");
    }

    #[test]
    fn only_a_whole_line_counts() {
        for line in ["", "77", "77 ", "0 5", "1 5", "-7 5", "x 5", "77 x"] {
            assert_eq!(Former::read(line), None, "{line:?}");
        }
        let mut file = tempfile::tempfile().expect("a file");
        write_own_line(&file).expect("room");
        let mut line = String::new();
        file.rewind().and_then(|()| file.read_to_string(&mut line)).expect("its content");
        let own = Former::read(line.trim_end()).expect("a line");
        assert!(own.process == getpid() && own.runs());
    }

    #[test]
    fn the_begin_is_found_behind_any_name() {
        let rest = |state: &str| format!("7 (a) b) {state} 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 500 0 0");
        let ticks = units::clock_ticks_per_second();
        assert_eq!(began(&rest("S")), Some(Duration::from_millis(500_000 / ticks)));
        assert_eq!(began(&rest("Z")), None);
        assert_eq!(began("7 (a"), None);
    }
}
