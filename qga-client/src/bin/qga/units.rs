//! Numbers as people read them: bytes, spans of time, dates.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Bytes with a binary unit, as file systems and memory are counted: `1.5 GiB`.
pub(crate) fn binary(bytes: u64) -> String {
    scaled(bytes, 1024, &["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
}

/// Bytes with a decimal unit, as networks are counted: `1.5 GB`.
pub(crate) fn decimal(bytes: u64) -> String {
    scaled(bytes, 1000, &["B", "kB", "MB", "GB", "TB", "PB", "EB"])
}

/// Three digits and a unit; whole numbers below the first unit.
fn scaled(bytes: u64, base: u64, units: &[&str]) -> String {
    let mut divisor: u64 = 1;
    let mut unit = 0;
    while unit + 1 < units.len() && bytes / divisor >= base {
        divisor *= base;
        unit += 1;
    }
    let tenths = u128::from(bytes) * 10 / u128::from(divisor);
    match (unit, tenths) {
        (0, _) => format!("{bytes} {}", units[0]),
        (_, 0..1000) => format!("{}.{} {}", tenths / 10, tenths % 10, units[unit]),
        _ => format!("{} {}", tenths / 10, units[unit]),
    }
}

/// A share in percent, of something that may be nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{} %", u128::from(part) * 100 / u128::from(whole)),
    }
}

/// A date and time in this host's zone; the bare number where no calendar has it.
pub(crate) fn date(nanoseconds: i64) -> String {
    date_in(nanoseconds, TimeZone::system())
}

/// A date and time in this host's zone, from seconds, of which a guest may send any number.
pub(crate) fn date_of_seconds(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float ends at the smallest and largest number")]
    let nanoseconds = (seconds * 1e9) as i64;
    date(nanoseconds)
}

/// A date and time in a zone so many seconds east of Greenwich.
pub(crate) fn date_at_offset(nanoseconds: i64, offset: i64) -> String {
    let zone = i32::try_from(offset).ok().and_then(|seconds| jiff::tz::Offset::from_seconds(seconds).ok());
    date_in(nanoseconds, zone.map_or(TimeZone::UTC, TimeZone::fixed))
}

fn date_in(nanoseconds: i64, zone: TimeZone) -> String {
    match Timestamp::from_nanosecond(i128::from(nanoseconds)) {
        Ok(time) => time.to_zoned_datetime(zone).strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
        Err(_) => format!("{nanoseconds} ns"),
    }
}

/// A span of time: `850 ms`, `2 s`, `3.2 s`, `4 min 5 s`.
pub(crate) fn span(span: Duration) -> String {
    let tenths = (span.as_millis() + 50) / 100;
    match span.as_millis() {
        milliseconds @ 0..1000 => format!("{milliseconds} ms"),
        1000..60_000 if tenths % 10 == 0 => format!("{} s", tenths / 10),
        1000..60_000 => format!("{}.{} s", tenths / 10, tenths % 10),
        _ => format!("{} min {} s", span.as_secs() / 60, span.as_secs() % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        for (shown, expected) in [
            (binary(0), "0 B"),
            (binary(1023), "1023 B"),
            (binary(1024), "1.0 KiB"),
            (binary(102_400), "100 KiB"),
            (binary(u64::MAX), "15.9 EiB"),
            (decimal(1_500_000), "1.5 MB"),
            (decimal(999), "999 B"),
            (percent(1, 0), "–"),
            (percent(u64::MAX, u64::MAX), "100 %"),
            (span(Duration::from_millis(850)), "850 ms"),
            (span(Duration::from_micros(2_001_618)), "2 s"),
            (span(Duration::from_millis(3200)), "3.2 s"),
            (span(Duration::from_secs(245)), "4 min 5 s"),
            (date_at_offset(1_700_000_000_000_000_000, 3600), "2023-11-14 23:13:20 +01:00"),
            (date_at_offset(i64::MAX, i64::MAX), "2262-04-11 23:47:16 +00:00"),
        ] {
            assert_eq!(shown, expected);
        }
    }
}
