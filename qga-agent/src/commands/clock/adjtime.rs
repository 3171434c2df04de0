//! Reads and writes `/etc/adjtime`, where `hwclock` records the hardware clock's drift and time zone.
//!
//! Setting the hardware clock must be recorded there: the next `hwclock` adds the drift since the last record.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{Mode, fchmod};

use crate::process::trusted_path::Place;

/// Limit of the file's size; real ones are far smaller.
const MAX_FILE_BYTES: u64 = 4096;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The content of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Adjtime {
    /// Seconds a day that the hardware clock loses.
    drift: f64,
    /// Seconds since 1970 when the hardware clock was last set or adjusted.
    adjusted: i64,
    /// Seconds that the last adjustment did not apply.
    left_over: f64,
    /// Whether the hardware clock shows the guest's local time, as for some other operating systems.
    pub(super) local: bool,
}

impl Adjtime {
    /// Reads the file below `root`; if it is missing, a clock in UTC without drift.
    pub(super) fn read(root: &Path) -> Self {
        Self::parse(&String::from_utf8_lossy(&fs::read(root.join("etc/adjtime")).unwrap_or_default()))
    }

    /// Fields that are missing or no numbers are zero, as for `hwclock`. The second line, the last calibration, is
    /// replaced when the clock is set.
    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let mut numbers = lines.next().unwrap_or_default().split_ascii_whitespace();
        let mut number = || numbers.next().and_then(|text| text.parse().ok()).filter(|number: &f64| number.is_finite());
        let drift = number().unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, reason = "seconds; a cast saturates")]
        let adjusted = number().unwrap_or_default() as i64;
        let left_over = number().unwrap_or_default();
        Self { drift, adjusted, left_over, local: lines.nth(1).is_some_and(|line| line.trim() == "LOCAL") }
    }

    /// The time that the hardware clock shows, corrected by the drift since it was last set.
    pub(super) fn corrected(&self, shown: Duration) -> Duration {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
        let since = (i128::from(shown.as_secs()) - i128::from(self.adjusted)) as f64;
        let seconds = since * self.drift / SECONDS_PER_DAY + self.left_over;
        let Ok(distance) = Duration::try_from_secs_f64(seconds.abs()) else { return shown };
        if seconds < 0.0 { shown.saturating_sub(distance) } else { shown.saturating_add(distance) }
    }

    /// Records that the hardware clock was set to this many seconds since 1970. The drift is kept, since `hwclock`
    /// needs two settings to measure it. The file is overwritten in place, so it keeps its owner, mode and labels.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn note(&self, root: &Path, time: u64) -> io::Result<()> {
        let place = Place::behind(&root.join("etc/adjtime"))?;
        let is_new = match place.read().and_then(|file| file.metadata()) {
            Ok(data) if data.len() > MAX_FILE_BYTES => return Err(io::ErrorKind::FileTooLarge.into()),
            Ok(_) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(error),
        };
        let content = self.text(time);
        let mut file = place.write()?;
        if is_new {
            fchmod(&file, Mode::from_raw_mode(0o644))?;
        }
        file.write_all(content.as_bytes())?;
        file.set_len(content.len().try_into().unwrap_or(MAX_FILE_BYTES))
    }

    fn text(&self, time: u64) -> String {
        let mode = if self.local { "LOCAL" } else { "UTC" };
        format!("{:.6} {time} 0.000000\n{time}\n{mode}\n", self.drift)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;
    use crate::fixture::{Root, spoilt};

    /// The texts are those that `hwclock -w` of util-linux 2.38 leaves.
    #[test]
    fn setting_the_clock_is_noted_as_hwclock_does() {
        let cases = [
            (None, "0.000000 1800000000 0.000000\n1800000000\nUTC\n"),
            (Some("1.5 1700000000 0.25\n1600000000\nUTC\n"), "1.500000 1800000000 0.000000\n1800000000\nUTC\n"),
            (Some("0.0 0 0.0\n0\nLOCAL\n"), "0.000000 1800000000 0.000000\n1800000000\nLOCAL\n"),
            (Some("-0.5 1700000000 0\n0\nLOCAL"), "-0.500000 1800000000 0.000000\n1800000000\nLOCAL\n"),
            (Some("garbage\n"), "0.000000 1800000000 0.000000\n1800000000\nUTC\n"),
            (Some("1.5\n"), "1.500000 1800000000 0.000000\n1800000000\nUTC\n"),
        ];
        for (before, after) in cases {
            let files: Vec<_> = before.map(|text| ("etc/adjtime", text)).into_iter().collect();
            let root = Root::new(&[&files[..], &[("etc/", "")]].concat());
            Adjtime::read(root.path()).note(root.path(), 1_800_000_000).unwrap();
            assert_eq!(root.read("etc/adjtime"), after);
        }
    }

    #[test]
    fn the_file_stays_the_same_file_and_a_new_one_can_be_read_by_all() {
        let root = Root::new(&[("var/adjtime", "1.0 1 0.0\n1\nLOCAL\nand a longer rest\n"), ("etc/", "")]);
        let file = root.join("var/adjtime");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("../var/adjtime", root.join("etc/adjtime")).unwrap();
        let before = fs::metadata(&file).unwrap();
        Adjtime::read(root.path()).note(root.path(), 5).unwrap();
        let after = fs::metadata(&file).unwrap();
        assert_eq!((before.ino(), before.mode()), (after.ino(), after.mode()));
        assert_eq!(root.read("var/adjtime"), "1.000000 5 0.000000\n5\nLOCAL\n");

        let root = Root::new(&[("etc/", "")]);
        Adjtime::default().note(root.path(), 5).unwrap();
        assert_eq!(fs::metadata(root.join("etc/adjtime")).unwrap().mode() & 0o777, 0o644);
        assert!(Adjtime::default().note(&root.join("no/such"), 5).is_err());
    }

    /// The moments are those to which `hwclock -s` of util-linux 2.38 sets the system clock.
    #[test]
    fn the_drift_since_the_clock_was_set_is_added() {
        let cases = [
            ("", 1_795_919_947, 1_795_919_947.0),
            ("0.0 1700000000 0.0\n0\nUTC\n", 1_795_919_947, 1_795_919_947.0),
            ("1.5 1700000000 0.25\n1600000000\nUTC\n", 1_795_919_947, 1_795_921_612.526_857),
            ("0.5 1700000000 0\n0\nLOCAL\n", 1_795_916_349, 1_795_916_904.071_464),
            ("1000 1760000000 -7.25\n0\nUTC\n", 1_795_919_950, 1_796_335_682.912_037),
            ("nan inf nan\n", 1_795_919_947, 1_795_919_947.0),
            ("-1e300 0 0\n", 1_795_919_947, 1_795_919_947.0),
        ];
        for (text, shown, expected) in cases {
            let found = Adjtime::parse(text).corrected(Duration::from_secs(shown)).as_secs_f64();
            assert!((found - expected).abs() < 1e-5, "{text:?}: {found}");
        }
        assert_eq!(Adjtime::parse("0 0 -9").corrected(Duration::from_secs(10)), Duration::from_secs(1));
    }

    #[test]
    fn the_third_line_says_local_time() {
        let cases = [("0.0 0 0.0\n0\nLOCAL\n", true), ("0.0 0 0.0\n0\nUTC\n", false), ("LOCAL", false), ("", false)];
        for (text, expected) in cases {
            assert_eq!(Adjtime::read(Root::new(&[("etc/adjtime", text)]).path()).local, expected, "{text:?}");
        }
        assert!(!Adjtime::read(Root::new(&[]).path()).local);
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        for spoilt in spoilt(b"1.5 1700000000 0.25\n1600000000\nLOCAL\n") {
            let found = Adjtime::parse(&String::from_utf8_lossy(&spoilt));
            let text = found.text(5);
            assert_eq!(Adjtime::parse(&text).corrected(Duration::from_secs(5)), Duration::from_secs(5), "{text}");
        }
    }
}
