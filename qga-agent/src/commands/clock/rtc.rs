//! Reads and sets the hardware clock through its device.

use std::env;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use libc::c_int;
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::ioctl::{Getter, Opcode, Setter, ioctl, opcode};

use super::adjtime::Adjtime;
use crate::os::calendar::{Date, SECONDS_PER_DAY as DAY, date, days, weekday};
use crate::os::zone;

const DEVICES: [&str; 3] = ["dev/rtc0", "dev/rtc", "dev/misc/rtc"];

/// Attempts to open the device, which the kernel allows to one program at a time; most close it at once.
const MAX_OPEN_ATTEMPTS: u32 = 20;
const OPEN_RETRY_INTERVAL: Duration = Duration::from_millis(25);

/// Timeout for the next second; a clock that shows the same second for longer does not run.
const TICK_TIMEOUT: Duration = Duration::from_millis(1500);

const READ: Opcode = opcode::read::<Fields>(b'p', 9);
const SET: Opcode = opcode::write::<Fields>(b'p', 10);

/// The kernel's `struct rtc_time`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Fields {
    second: c_int,
    minute: c_int,
    hour: c_int,
    day: c_int,
    /// From zero.
    month: c_int,
    /// Since 1900.
    year: c_int,
    week_day: c_int,
    year_day: c_int,
    summer_time: c_int,
}

/// An open hardware clock.
pub(super) struct Rtc {
    device: OwnedFd,
    wall: Wall,
    /// The record of `hwclock`.
    adjtime: Adjtime,
}

impl Rtc {
    /// Opens the machine's hardware clock; `None` if there is none.
    ///
    /// # Errors
    /// The clock cannot be opened.
    pub(super) fn open(root: &Path) -> io::Result<Option<Self>> {
        for device in DEVICES {
            match open_retrying(&root.join(device)) {
                Ok(device) => {
                    let wall = Wall { root: root.to_owned(), variable: env::var("TZ").ok() };
                    return Ok(Some(Self { device, wall, adjtime: Adjtime::read(root) }));
                }
                Err(Errno::NOENT | Errno::NOTDIR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        // The kernel may have a clock without a device file.
        let driven = fs::read_dir(root.join("sys/class/rtc")).is_ok_and(|mut clocks| clocks.next().is_some());
        if driven { Err(Errno::NODEV.into()) } else { Ok(None) }
    }

    pub(super) fn read(&self) -> io::Result<Duration> {
        // SAFETY: the request fills in a struct of exactly this layout.
        let fields = unsafe { ioctl(&self.device, Getter::<READ, Fields>::new()) }?;
        let seconds = if self.adjtime.local { self.wall.moment_of(fields) } else { seconds_of(fields) };
        let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok()).ok_or(Errno::RANGE)?;
        Ok(Duration::from_secs(seconds))
    }

    /// Reads until the second changes, since the device shows no smaller unit, and corrects the time by the clock's drift.
    pub(super) fn read_on_tick(&self) -> io::Result<Duration> {
        let first = self.read()?;
        let end = Instant::now() + TICK_TIMEOUT;
        loop {
            let now = self.read()?;
            if now != first {
                return Ok(self.adjtime.corrected(now));
            }
            if Instant::now() >= end {
                return Err(io::Error::other("it stands still"));
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sets the clock to the second that has begun. Most devices start that second half-way through, so on average this
    /// is exact; waiting for the right moment would take up to a second.
    pub(super) fn set(&self, time: Duration) -> io::Result<()> {
        let seconds = i64::try_from(time.as_secs()).map_err(|_| Errno::RANGE)?;
        let fields = if self.adjtime.local { self.wall.shows_at(seconds) } else { fields_of(seconds) };
        let fields = fields.ok_or(Errno::RANGE)?;
        // SAFETY: the request reads a struct of exactly this layout.
        Ok(unsafe { ioctl(&self.device, Setter::<SET, Fields>::new(fields)) }?)
    }

    /// Records for `hwclock` that the clock was set to this time.
    pub(super) fn note_set(&self, time: Duration) -> io::Result<()> {
        self.adjtime.note(&self.wall.root, time.as_secs())
    }

    /// The time zones to give to the kernel when the system clock follows this clock at `moment`, in minutes west of UTC.
    pub(super) fn kernel_zones(&self, moment: Duration) -> Vec<c_int> {
        let offset = i64::try_from(moment.as_secs()).map_or(0, |moment| self.wall.offset_at(moment));
        kernel_zones(self.adjtime.local, offset)
    }
}

fn open_retrying(device: &Path) -> Result<OwnedFd, Errno> {
    for _ in 1..MAX_OPEN_ATTEMPTS {
        match open(device, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) {
            Err(Errno::BUSY) => thread::sleep(OPEN_RETRY_INTERVAL),
            result => return result,
        }
    }
    open(device, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
}

/// The first zone after the start also means to the kernel, if it is not zero, that the hardware clock shows local
/// time: it shifts the system clock by it, and keeps the hardware clock in local time. So a clock in UTC sets zero
/// first, as `hwclock -s` does.
fn kernel_zones(local: bool, offset: i64) -> Vec<c_int> {
    let west = c_int::try_from(-offset / 60).unwrap_or(0);
    match (local, west) {
        (false, 0) => vec![0],
        (false, west) => vec![0, west],
        (true, west) => vec![west],
    }
}

/// Broken-down time of seconds since 1970; `None` if the year has more digits than the device.
fn fields_of(seconds: i64) -> Option<Fields> {
    let (since_1970, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let Date { year, month, day } = date(since_1970);
    Some(Fields {
        second: c_int::try_from(second % 60).ok()?,
        minute: c_int::try_from(second / 60 % 60).ok()?,
        hour: c_int::try_from(second / 3600).ok()?,
        day: c_int::try_from(day).ok()?,
        month: c_int::try_from(month - 1).ok()?,
        year: c_int::try_from(year - 1900).ok()?,
        week_day: c_int::try_from(weekday(since_1970)).ok()?,
        year_day: c_int::try_from(since_1970 - days(year, 1, 1)).ok()?,
        summer_time: 0,
    })
}

/// Seconds since 1970; `None` if the fields are no date.
fn seconds_of(fields: Fields) -> Option<i64> {
    let Fields { second, minute, hour, day, month, year, .. } = fields;
    let valid = (0..=60).contains(&second) && (0..60).contains(&minute) && (0..24).contains(&hour);
    if !valid || !(1..=31).contains(&day) || !(0..12).contains(&month) {
        return None;
    }
    let since_1970 = days(i64::from(year) + 1900, i64::from(month) + 1, day.into());
    Some(since_1970 * DAY + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
}

/// The guest's local time.
struct Wall {
    /// The folder above the zone files.
    root: PathBuf,
    /// The value of `TZ`.
    variable: Option<String>,
}

impl Wall {
    fn offset_at(&self, moment: i64) -> i64 {
        zone::at(&self.root, self.variable.as_deref(), moment).offset
    }

    fn shows_at(&self, moment: i64) -> Option<Fields> {
        fields_of(moment.checked_add(self.offset_at(moment))?)
    }

    /// The moment of a local time: the first one if the time occurs twice; if it is skipped, the one it would have
    /// without the change.
    fn moment_of(&self, fields: Fields) -> Option<i64> {
        let shown = seconds_of(fields)?;
        // No zone is further from UTC than a day, and none changes twice in so short a time.
        let before = shown - self.offset_at(shown - DAY);
        let after = shown - self.offset_at(shown + DAY);
        let right = |moment: &i64| moment + self.offset_at(*moment) == shown;
        Some([before, after].into_iter().find(right).unwrap_or(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;

    fn fields(date: [c_int; 3], time: [c_int; 3], week_day: c_int, year_day: c_int) -> Fields {
        let ([year, month, day], [hour, minute, second]) = (date, time);
        Fields { second, minute, hour, day, month: month - 1, year: year - 1900, week_day, year_day, summer_time: 0 }
    }

    #[test]
    fn dates_and_seconds_are_the_same() {
        let cases = [
            (0, fields([1970, 1, 1], [0, 0, 0], 4, 0)),
            (951_782_399, fields([2000, 2, 28], [23, 59, 59], 1, 58)),
            (951_782_400, fields([2000, 2, 29], [0, 0, 0], 2, 59)),
            (951_868_800, fields([2000, 3, 1], [0, 0, 0], 3, 60)),
            (1_735_689_599, fields([2024, 12, 31], [23, 59, 59], 2, 365)),
            (2_147_483_648, fields([2038, 1, 19], [3, 14, 8], 2, 18)),
            (4_107_542_400, fields([2100, 3, 1], [0, 0, 0], 1, 59)),
            (9_223_372_036, fields([2262, 4, 11], [23, 47, 16], 5, 100)),
        ];
        for (seconds, expected) in cases {
            assert_eq!(fields_of(seconds), Some(expected));
            assert_eq!(seconds_of(expected), Some(seconds));
        }
    }

    #[test]
    fn what_is_no_date_has_no_seconds() {
        let good = fields([2024, 1, 1], [0, 0, 0], 0, 0);
        for bad in [
            Fields { second: 61, ..good },
            Fields { minute: -1, ..good },
            Fields { hour: 24, ..good },
            Fields { day: 0, ..good },
            Fields { month: 12, ..good },
        ] {
            assert_eq!(seconds_of(bad), None, "{bad:?}");
        }
        assert!(seconds_of(Fields { year: c_int::MAX, ..good }).is_some());
    }

    #[test]
    fn a_wall_clock_that_is_put_forward_and_back_has_every_moment() {
        let wall = Wall { root: "/no/such".into(), variable: Some("CET-1CEST,M3.5.0,M10.5.0/3".into()) };
        // From half a day before each change of 2026 to half a day after.
        for change in [1_774_746_000, 1_792_890_000] {
            for moment in (change - DAY / 2..change + DAY / 2).step_by(900) {
                // Of an hour that occurs twice, the first counts.
                let twice = (1_792_890_000..1_792_890_000 + 3600).contains(&moment);
                let expected = if twice { moment - 3600 } else { moment };
                assert_eq!(wall.moment_of(wall.shows_at(moment).unwrap()), Some(expected), "{moment}");
            }
        }
        // 02:30 on the day the clocks are put forward from 02:00 to 03:00: half an hour after that.
        let skipped = fields([2026, 3, 29], [2, 30, 0], 0, 87);
        assert_eq!(wall.moment_of(skipped), Some(1_774_746_000 + 1800));
        let utc = Wall { root: "/no/such".into(), variable: None };
        assert_eq!(utc.moment_of(skipped), seconds_of(skipped));
    }

    #[test]
    fn a_machine_without_a_clock_is_not_one_whose_clock_is_out_of_reach() {
        assert!(matches!(Rtc::open(Root::new(&[]).path()), Ok(None)));
        assert!(matches!(Rtc::open(Root::new(&[("sys/class/rtc/", "")]).path()), Ok(None)));
        assert!(Rtc::open(Root::new(&[("sys/class/rtc/rtc0/name", "x")]).path()).is_err());
        let file = Root::new(&[("dev/rtc0", "")]);
        assert!(Rtc::open(file.path()).unwrap().unwrap().read().is_err());
    }

    #[test]
    fn a_clock_in_utc_sets_the_zone_of_utc_first() {
        let cases: [(bool, i64, &[c_int]); 4] =
            [(false, 0, &[0]), (false, 3600, &[0, -60]), (true, -19_800, &[330]), (true, 0, &[0])];
        for (local, offset, expected) in cases {
            assert_eq!(kernel_zones(local, offset), expected);
        }
    }
}
