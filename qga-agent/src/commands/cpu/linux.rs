//! Reads and switches processors through `/sys/devices/system/cpu`, and reads their times from `/proc/stat`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestCpuStats, GuestLinuxCpuStats, GuestLogicalProcessor};

use crate::linux::kernel_file;
use crate::os::errno;

pub(super) const UNSUPPORTED: &[&str] = &[];

/// All processors, in the kernel's order.
pub(super) fn processors(root: &Path) -> Result<Vec<GuestLogicalProcessor>, CommandError> {
    let folder = folder(root);
    let failed =
        |error| CommandError::new(format!("failed to list entries: {}: {}", folder.display(), errno::text(error)));
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.strip_prefix("cpu")).and_then(number) else {
            continue;
        };
        let switch = Switch::of(root, id)?;
        found.push(GuestLogicalProcessor::new(id, switch.online).with_can_offline(switch.file.is_some()));
    }
    Ok(found)
}

/// Switches processors in the given order and returns how many succeeded; an error only if the first one fails.
pub(super) fn switch(root: &Path, wanted: &[GuestLogicalProcessor]) -> Result<i64, CommandError> {
    let mut done = 0;
    for wanted in wanted {
        match switch_one(root, wanted) {
            Ok(()) => done += 1,
            Err(error) if done == 0 => return Err(error),
            Err(_) => break,
        }
    }
    Ok(done)
}

fn switch_one(root: &Path, wanted: &GuestLogicalProcessor) -> Result<(), CommandError> {
    let switch = Switch::of(root, wanted.logical_id)?;
    if switch.online == wanted.online {
        return Ok(());
    }
    let Some(file) = switch.file else {
        return Err(CommandError::new(format!("logical processor #{} can't be offlined", wanted.logical_id)));
    };
    let write = || OpenOptions::new().write(true).open(&file)?.write_all(if wanted.online { b"1" } else { b"0" });
    write().map_err(|error: io::Error| {
        CommandError::new(format!("pwrite(\"{}\"): {}", file.display(), errno::text(error)))
    })
}

/// State of one processor, and the file that switches it; `None` if it has no switch.
struct Switch {
    online: bool,
    file: Option<PathBuf>,
}

impl Switch {
    fn of(root: &Path, id: i64) -> Result<Self, CommandError> {
        // The slash at the end, and with it the doubled one below, is part of texts that clients may compare.
        let processor = format!("{}/cpu{id}/", folder(root).display());
        let file = format!("{processor}/online");
        let mut state = [0];
        let read = match File::open(&file) {
            Ok(mut opened) => opened.read(&mut state),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return match fs::metadata(&processor) {
                    Ok(_) => Ok(Self { online: true, file: None }),
                    Err(error) => {
                        Err(CommandError::new(format!("Could not open '{processor}': {}", errno::text(error))))
                    }
                };
            }
            Err(error) => return Err(CommandError::new(format!("could not open {file}: {}", errno::text(error)))),
        };
        match read {
            Ok(0) => Err(CommandError::new(format!("pread(\"{file}\"): unexpected EOF"))),
            Ok(_) => Ok(Self { online: state != *b"0", file: Some(file.into()) }),
            Err(error) => Err(CommandError::new(format!("pread(\"{file}\"): {}", errno::text(error)))),
        }
    }
}

fn folder(root: &Path) -> PathBuf {
    root.join("sys/devices/system/cpu")
}

fn number(digits: &str) -> Option<i64> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// Times of every processor since the start, in milliseconds.
pub(super) fn statistics(root: &Path, ticks_per_second: u64) -> Result<Vec<GuestCpuStats>, CommandError> {
    let file = root.join("proc/stat");
    let text = kernel_file::table(&file)
        .map_err(|error| CommandError::new(format!("Could not open '{}': {}", file.display(), errno::text(error))))?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().filter_map(|line| times(line, ticks_per_second)).map(GuestCpuStats::Linux).collect())
}

/// One `cpu<N>` line. Older kernels have fewer columns; all after the fourth may be missing.
fn times(line: &str, ticks_per_second: u64) -> Option<GuestLinuxCpuStats> {
    let mut words = line.strip_prefix("cpu")?.split_ascii_whitespace();
    let cpu = number(words.next().filter(|_| !line.starts_with("cpu "))?)?;
    let mut column = || {
        let ticks: u64 = words.next()?.parse().ok()?;
        let milliseconds = u128::from(ticks) * 1000 / u128::from(ticks_per_second.max(1));
        Some(u64::try_from(milliseconds).unwrap_or(u64::MAX))
    };
    let mut stats = GuestLinuxCpuStats::new(cpu, column()?, column()?, column()?, column()?);
    stats.iowait = column();
    stats.irq = column();
    stats.softirq = column();
    stats.steal = column();
    stats.guest = column();
    stats.guestnice = column();
    Some(stats)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Root, spoilt};

    fn machine() -> Root {
        Root::new(&[
            ("sys/devices/system/cpu/cpu0/topology/core_id", "0\n"),
            ("sys/devices/system/cpu/cpu1/online", "1\n"),
            ("sys/devices/system/cpu/cpu10/online", "0\n"),
            ("sys/devices/system/cpu/cpu2/online", ""),
            ("sys/devices/system/cpu/cpufreq/policy0/x", ""),
            ("sys/devices/system/cpu/cpuidle/x", ""),
            ("sys/devices/system/cpu/online", "0-1\n"),
        ])
    }

    fn processor(id: i64, online: bool) -> GuestLogicalProcessor {
        GuestLogicalProcessor::new(id, online)
    }

    #[test]
    fn processors_are_the_numbered_folders() {
        let root = machine();
        let error = processors(root.path()).unwrap_err().desc;
        let expected = "pread(\"/sys/devices/system/cpu/cpu2//online\"): unexpected EOF";
        assert_eq!(root.plain(&error), expected);

        fs::remove_dir_all(root.join("sys/devices/system/cpu/cpu2")).unwrap();
        let mut found: Vec<_> = processors(root.path())
            .unwrap()
            .into_iter()
            .map(|processor| (processor.logical_id, processor.online, processor.can_offline))
            .collect();
        found.sort_unstable();
        assert_eq!(found, [(0, true, Some(false)), (1, true, Some(true)), (10, false, Some(true))]);

        let empty = Root::new(&[]);
        let error = processors(empty.path()).unwrap_err().desc;
        assert_eq!(empty.plain(&error), "failed to list entries: /sys/devices/system/cpu: No such file or directory");
    }

    #[test]
    fn switching_counts_the_processors_that_are_as_wanted() {
        let none = "Could not open '/sys/devices/system/cpu/cpu7/': No such file or directory";
        type Case<'a> = (&'a [(i64, bool)], Result<i64, &'a str>);
        let cases: [Case<'_>; 7] = [
            (&[], Ok(0)),
            (&[(0, true), (1, true)], Ok(2)),
            (&[(1, false), (10, true)], Ok(2)),
            (&[(0, false)], Err("logical processor #0 can't be offlined")),
            (&[(1, true), (0, false), (10, true)], Ok(1)),
            (&[(7, true)], Err(none)),
            (&[(1, true), (7, true)], Ok(1)),
        ];
        for (wanted, expected) in cases {
            let root = machine();
            let list: Vec<_> = wanted.iter().map(|&(id, online)| processor(id, online)).collect();
            let done = switch(root.path(), &list).map_err(|error| root.plain(&error.desc));
            assert_eq!(done, expected.map_err(str::to_owned), "{wanted:?}");
        }
    }

    #[test]
    fn switching_writes_only_what_differs() {
        let root = machine();
        switch(root.path(), &[processor(1, false), processor(10, false)]).unwrap();
        // The file of a processor in the requested state is not written.
        assert_eq!(root.read("sys/devices/system/cpu/cpu10/online"), "0\n");
        assert!(root.read("sys/devices/system/cpu/cpu1/online").starts_with('0'));
    }

    #[test]
    fn times_are_milliseconds_and_new_columns_optional() {
        let root = Root::new(&[(
            "proc/stat",
            "cpu  9 9 9 9\ncpu0 1 2 3 4\ncpu11 100 0 5 600 7 8 9 10 11 12 13\ncpu3 1 2\nintr 5\n",
        )]);
        let found = statistics(root.path(), 100).unwrap();
        let old = GuestLinuxCpuStats::new(0, 10, 20, 30, 40);
        let new = GuestLinuxCpuStats::new(11, 1000, 0, 50, 6000)
            .with_iowait(70)
            .with_irq(80)
            .with_softirq(90)
            .with_steal(100)
            .with_guest(110)
            .with_guestnice(120);
        assert_eq!(found, [GuestCpuStats::Linux(old), GuestCpuStats::Linux(new)]);

        let empty = Root::new(&[]);
        let error = statistics(empty.path(), 100).unwrap_err().desc;
        assert_eq!(empty.plain(&error), "Could not open '/proc/stat': No such file or directory");
    }

    #[test]
    fn no_line_makes_the_reader_panic() {
        for spoilt in spoilt(b"cpu11 100 0 5 600 7 8 9 10 11 12 13") {
            for ticks in [0, 100, u64::MAX] {
                times(&String::from_utf8_lossy(&spoilt), ticks);
            }
        }
    }
}
