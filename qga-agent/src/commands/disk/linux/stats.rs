//! Reads the kernel's I/O counters of block devices.

use std::path::Path;

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestDiskStats, GuestDiskStatsInfo};

use crate::linux::kernel_file;
use crate::os::errno;

/// One entry for each line of the kernel's table that has counters.
pub(crate) fn read(root: &Path) -> Result<Vec<GuestDiskStatsInfo>, CommandError> {
    let text = kernel_file::table(&root.join("proc/diskstats"))
        .map_err(|error| CommandError::new(format!("Could not open '/proc/diskstats': {}", errno::text(error))))?;
    Ok(String::from_utf8_lossy(&text).lines().filter_map(parse).collect())
}

/// `MAJOR MINOR NAME` and counters: 4 for partitions of very old kernels, else 11; then 4 for discards (Linux 4.18) and
/// 2 for flushes (5.5).
fn parse(line: &str) -> Option<GuestDiskStatsInfo> {
    let mut fields = line.split_ascii_whitespace();
    let (major, minor) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    let name = fields.next()?.to_owned();
    let counters: Vec<u64> = fields.map_while(|field| field.parse().ok()).collect();
    let mut stats = GuestDiskStats::new();
    match *counters.as_slice() {
        [read_ios, read_sectors, write_ios, write_sectors, ref rest @ ..] if rest.len() < 7 => {
            stats.read_ios = Some(read_ios);
            stats.read_sectors = Some(read_sectors);
            stats.write_ios = Some(write_ios);
            stats.write_sectors = Some(write_sectors);
        }
        [_, _, _, _, _, _, _, _, _, _, _, ref rest @ ..] => {
            let value = |index: usize| counters.get(index).copied();
            stats.read_ios = value(0);
            stats.read_merges = value(1);
            stats.read_sectors = value(2);
            stats.read_ticks = value(3);
            stats.write_ios = value(4);
            stats.write_merges = value(5);
            stats.write_sectors = value(6);
            stats.write_ticks = value(7);
            stats.ios_pgr = value(8);
            stats.total_ticks = value(9);
            stats.weight_ticks = value(10);
            if let [ios, merges, sectors, ticks, ..] = *rest {
                stats.discard_ios = Some(ios);
                stats.discard_merges = Some(merges);
                stats.discard_sectors = Some(sectors);
                stats.discard_ticks = Some(ticks);
            }
            if let [_, _, _, _, ios, ticks, ..] = *rest {
                stats.flush_ios = Some(ios);
                stats.flush_ticks = Some(ticks);
            }
        }
        _ => return None,
    }
    Some(GuestDiskStatsInfo::new(name, major, minor, stats))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::manifest::Tree;
    use crate::fixture::spoilt;

    /// The line, and the counters in the order of the schema.
    fn check(line: &str, expected: Option<(&str, u64, u64, &str)>) {
        let shown = parse(line).map(|info| {
            let s = info.stats;
            let counters = [
                s.read_sectors,
                s.read_ios,
                s.read_merges,
                s.write_sectors,
                s.write_ios,
                s.write_merges,
                s.discard_sectors,
                s.discard_ios,
                s.discard_merges,
                s.flush_ios,
                s.read_ticks,
                s.write_ticks,
                s.discard_ticks,
                s.flush_ticks,
                s.ios_pgr,
                s.total_ticks,
                s.weight_ticks,
            ];
            let text = counters.map(|counter| counter.map_or("-".to_owned(), |value| value.to_string())).join(" ");
            (info.name, info.major, info.minor, text)
        });
        let expected = expected.map(|(name, major, minor, text)| (name.to_owned(), major, minor, text.to_owned()));
        assert_eq!(shown, expected, "{line}");
    }

    #[test]
    fn a_line_has_as_many_counters_as_the_kernel_is_young() {
        check(
            " 254       0 vda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
            Some(("vda", 254, 0, "3 1 2 7 5 6 14 12 13 16 4 8 15 17 9 10 11")),
        );
        check(
            "   8       0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
            Some(("sda", 8, 0, "3 1 2 7 5 6 14 12 13 - 4 8 15 - 9 10 11")),
        );
        check(
            "   7       0 loop0 0 0 0 0 0 0 0 0 0 0 18446744073709551615",
            Some(("loop0", 7, 0, "0 0 0 0 0 0 - - - - 0 0 - - 0 0 18446744073709551615")),
        );
        check("   8       1 sda1 1 2 3 4", Some(("sda1", 8, 1, "2 1 - 4 3 - - - - - - - - - - - -")));
        check("   8       1 sda1 1 2 3", None);
        check("  no numbers here 1 2 3 4", None);
        check("", None);
    }

    #[test]
    fn a_missing_table_is_an_error() {
        let error = read(&Tree::new("").root()).expect_err("no table");
        assert_eq!(error.desc, "Could not open '/proc/diskstats': No such file or directory");
    }

    #[test]
    fn no_line_makes_the_reader_panic() {
        for spoilt in spoilt(b" 254       0 vda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17") {
            parse(&String::from_utf8_lossy(&spoilt));
        }
    }
}
