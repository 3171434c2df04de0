//! The local time zone at a moment: from `TZ`, else from /etc/localtime.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::os::calendar::{SECONDS_PER_DAY, date, days, weekday};

/// A zone's name for the moment and its distance from UTC, in seconds east.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    pub(crate) name: String,
    pub(crate) offset: i64,
}

/// Where zone files are, below the root.
const FOLDERS: [&str; 3] = ["usr/share/zoneinfo", "usr/lib/zoneinfo", "usr/share/lib/zoneinfo"];

/// A zone file has a few thousand bytes.
const MAX_ZONE_FILE_BYTES: u64 = 1 << 20;

/// The zone at `now` (seconds since 1970). An unknown zone is UTC, as in the C library.
pub(crate) fn at(root: &Path, variable: Option<&str>, now: i64) -> Zone {
    let read = |path: PathBuf| {
        let mut data = Vec::new();
        File::open(path).ok()?.take(MAX_ZONE_FILE_BYTES).read_to_end(&mut data).ok()?;
        Some(data)
    };
    of(files(root, variable).into_iter().find_map(read).as_deref(), variable, now)
}

/// The files that may describe the zone: the first that there is does.
pub(crate) fn files(root: &Path, variable: Option<&str>) -> Vec<PathBuf> {
    match variable.map(bare) {
        None => vec![root.join("etc/localtime")],
        Some(name) if name.starts_with('/') => vec![name.into()],
        // A name from the environment must not leave the folders.
        Some(name) if name.is_empty() || name.split('/').any(|part| part == "..") => Vec::new(),
        Some(name) => FOLDERS.iter().map(|folder| root.join(folder).join(name)).collect(),
    }
}

/// The zone at `now`, as the content of its file says; without one the variable may be a rule.
pub(crate) fn of(content: Option<&[u8]>, variable: Option<&str>, now: i64) -> Zone {
    let found = content.and_then(|content| compiled(content, now)).or_else(|| rule(variable.map(bare)?, now));
    found.unwrap_or_else(|| Zone { name: "UTC".into(), offset: 0 })
}

/// The value of `TZ` without the colon that may precede a name.
fn bare(variable: &str) -> &str {
    variable.strip_prefix(':').unwrap_or(variable)
}

/// Reads a compiled zone (RFC 9636).
fn compiled(data: &[u8], now: i64) -> Option<Zone> {
    let (block, rest) = Block::split(data, 4)?;
    if data.get(4) == Some(&0) {
        return block.at(now, "");
    }
    // Version 2 and later repeat the block with eight-byte times, and add a rule for the time after the last one.
    let (block, rest) = Block::split(rest, 8)?;
    let rule = rest.strip_prefix(b"\n")?.split(|byte| *byte == b'\n').next()?;
    block.at(now, std::str::from_utf8(rule).ok()?)
}

struct Block<'a> {
    /// When the zone changes, as big-endian numbers of `width` bytes, and to which type.
    times: &'a [u8],
    width: usize,
    kinds: &'a [u8],
    /// Six bytes each: offset, daylight saving time, index of the name.
    types: &'a [u8],
    names: &'a [u8],
}

impl<'a> Block<'a> {
    fn split(data: &'a [u8], width: usize) -> Option<(Self, &'a [u8])> {
        let (header, mut rest) = data.split_at_checked(44)?;
        if !header.starts_with(b"TZif") {
            return None;
        }
        let count = |place: usize| {
            let bytes = header.get(20 + 4 * place..)?.first_chunk()?;
            usize::try_from(u32::from_be_bytes(*bytes)).ok()
        };
        let (utc, standard, leap, times, types, names) =
            (count(0)?, count(1)?, count(2)?, count(3)?, count(4)?, count(5)?);
        let mut take = |each: usize, number: usize| {
            let (taken, left) = rest.split_at_checked(each.checked_mul(number)?)?;
            rest = left;
            Some(taken)
        };
        let block = Self {
            times: take(width, times)?,
            width,
            kinds: take(1, times)?,
            types: take(6, types)?,
            names: take(1, names)?,
        };
        take(width + 4, leap)?;
        take(1, standard)?;
        take(1, utc)?;
        Some((block, rest))
    }

    fn at(&self, now: i64, rule_after: &str) -> Option<Zone> {
        let time =
            |bytes: &[u8]| bytes.iter().fold(if bytes[0] < 128 { 0 } else { -1 }, |n: i64, b| n << 8 | i64::from(*b));
        let passed = self.times.chunks_exact(self.width).take_while(|bytes| time(bytes) <= now).count();
        if passed == self.kinds.len() && !rule_after.is_empty() {
            return rule(rule_after, now);
        }
        let kind = passed.checked_sub(1).map_or(Some(0), |last| self.kinds.get(last).copied())?;
        let entry = self.types.chunks_exact(6).nth(kind.into())?;
        let offset = i32::from_be_bytes(*entry.first_chunk()?);
        let name = self.names.get(usize::from(entry[5])..)?.split(|byte| *byte == 0).next()?;
        Some(Zone { name: String::from_utf8_lossy(name).into_owned(), offset: offset.into() })
    }
}

const SECONDS_PER_HOUR: i64 = 3600;

/// Reads a rule as POSIX writes it in `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
fn rule(text: &str, now: i64) -> Option<Zone> {
    let mut text = text;
    let standard = Zone { name: name(&mut text)?, offset: -duration(&mut text)? };
    if text.is_empty() {
        return Some(standard);
    }
    let mut summer = Zone { name: name(&mut text)?, offset: standard.offset + SECONDS_PER_HOUR };
    if !text.is_empty() && !text.starts_with(',') {
        summer.offset = -duration(&mut text)?;
    }
    if text.is_empty() {
        text = ",M3.2.0,M11.1.0";
    }
    let year = date((now + standard.offset).div_euclid(SECONDS_PER_DAY)).year;
    let start = change(&mut text, year)? - standard.offset;
    let end = change(&mut text, year)? - summer.offset;
    let in_summer = if start < end { (start..end).contains(&now) } else { !(end..start).contains(&now) };
    text.is_empty().then_some(if in_summer { summer } else { standard })
}

fn name(text: &mut &str) -> Option<String> {
    let (name, rest) = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>')?,
        None => text.split_at(text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())),
    };
    *text = rest;
    (name.len() >= 3).then(|| name.to_owned())
}

/// Hours, minutes and seconds, as seconds.
fn duration(text: &mut &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'-' => -1,
        _ => 1,
    };
    *text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut seconds = number(text)? * SECONDS_PER_HOUR;
    for unit in [60, 1] {
        if let Some(rest) = text.strip_prefix(':') {
            *text = rest;
            seconds += number(text)? * unit;
        }
    }
    Some(sign * seconds)
}

fn number(text: &mut &str) -> Option<i64> {
    let (digits, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    *text = rest;
    // No number of a rule has more digits, and fewer cannot overflow.
    if digits.len() > 4 { None } else { digits.parse().ok() }
}

/// The moment of `,M3.5.0/2`, `,J60` or `,59` in local time of that year.
fn change(text: &mut &str, year: i64) -> Option<i64> {
    *text = text.strip_prefix(',')?;
    let first = days(year, 1, 1);
    let day = if let Some(rest) = text.strip_prefix('M') {
        *text = rest;
        let month = number(text)?;
        *text = text.strip_prefix('.')?;
        let week = number(text)?;
        *text = text.strip_prefix('.')?;
        let wanted = number(text)?;
        if !(1..=12).contains(&month) || !(1..=5).contains(&week) || wanted > 6 {
            return None;
        }
        let begin = days(year, month, 1);
        let after = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
        let day = begin + (wanted - weekday(begin)).rem_euclid(7) + 7 * (week - 1);
        if day < after { day } else { day - 7 }
    } else if let Some(rest) = text.strip_prefix('J') {
        *text = rest;
        let number = number(text)?;
        let leap = days(year + 1, 1, 1) - first == 366;
        first + number - 1 + i64::from(leap && number >= 60)
    } else {
        first + number(text)?
    };
    let mut time = 2 * SECONDS_PER_HOUR;
    if let Some(rest) = text.strip_prefix('/') {
        *text = rest;
        time = duration(text)?;
    }
    Some(day * SECONDS_PER_DAY + time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::spoilt;

    const JANUARY_2026: i64 = 1_768_000_000;
    const JULY_2026: i64 = 1_784_000_000;

    #[test]
    fn rules_say_when_summer_is() {
        let cases = [
            ("UTC0", JULY_2026, "UTC", 0),
            ("CET-1CEST,M3.5.0,M10.5.0/3", JANUARY_2026, "CET", 3600),
            ("CET-1CEST,M3.5.0,M10.5.0/3", JULY_2026, "CEST", 7200),
            // 2026-03-29 01:00 UTC
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, "CET", 3600),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, "CEST", 7200),
            // 2026-10-25 01:00 UTC
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, "CEST", 7200),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, "CET", 3600),
            ("EST5EDT", JULY_2026, "EDT", -14400),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", JANUARY_2026, "AEDT", 39600),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", JULY_2026, "AEST", 36000),
            ("<+0330>-3:30", JULY_2026, "+0330", 12600),
            ("<-03>3<-02>,J60/-1,300/25:30", JULY_2026, "-02", -7200),
        ];
        for (text, now, name, offset) in cases {
            assert_eq!(rule(text, now), Some(Zone { name: name.into(), offset }), "{text} at {now}");
        }
        for text in ["", "X", "CET", "CET-1CEST,M13.1.0,M10.1.0", "CET-1CEST,", "CET99999", "Europe/Nowhere"] {
            assert_eq!(rule(text, JULY_2026), None, "{text}");
        }
    }

    /// A zone file with one change, at 1000, from `AAA` to `BBB`, and this rule after it.
    fn zone_file(rule: &str) -> Vec<u8> {
        let mut data = Vec::new();
        for width in [4, 8] {
            data.extend(b"TZif2");
            data.extend([0; 15]);
            for count in [0u32, 0, 0, 1, 2, 8] {
                data.extend(count.to_be_bytes());
            }
            data.extend(&1000i64.to_be_bytes()[8 - width..]);
            data.push(1);
            for (offset, name) in [(60i32, 0), (-120, 4)] {
                data.extend(offset.to_be_bytes());
                data.extend([0, name]);
            }
            data.extend(b"AAA\0BBB\0");
        }
        data.extend(format!("\n{rule}\n").bytes());
        data
    }

    #[test]
    fn zone_files_are_read_and_broken_ones_are_utc() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("usr/share/zoneinfo/Area");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir(root.path().join("etc")).unwrap();
        std::fs::write(folder.join("City"), zone_file("")).unwrap();
        std::fs::write(root.path().join("etc/localtime"), zone_file("CCC-1")).unwrap();
        let file = zone_file("CCC-1");
        for length in 0..file.len() {
            let _no_panic = compiled(&file[..length], 2000);
        }
        let cases = [
            (None, 999, "AAA", 60),
            (None, 1000, "CCC", 3600),
            (Some("Area/City"), 999, "AAA", 60),
            (Some(":Area/City"), 1000, "BBB", -120),
            (Some("XYZ-2"), 1000, "XYZ", 7200),
            (Some("Area/None"), 1000, "UTC", 0),
            (Some("../../../etc/localtime"), 1000, "UTC", 0),
            (Some(""), 1000, "UTC", 0),
        ];
        for (variable, now, name, offset) in cases {
            let expected = Zone { name: name.into(), offset };
            assert_eq!(at(root.path(), variable, now), expected, "{variable:?} at {now}");
        }
        assert_eq!(at(Path::new("/no/such"), None, 0), Zone { name: "UTC".into(), offset: 0 });
    }

    #[test]
    fn no_zone_makes_the_readers_panic() {
        let times = [i64::MIN / 2, -1, 0, JULY_2026, 1 << 40];
        for spoilt in spoilt(b"<-03>3:30:15<-02>,J60/-1:30,M10.5.0/25:30") {
            for now in times {
                rule(&String::from_utf8_lossy(&spoilt), now);
            }
        }
        for spoilt in spoilt(&zone_file("CET-1CEST,M3.5.0,300/3")) {
            for now in times {
                compiled(&spoilt, now);
            }
        }
    }
}
