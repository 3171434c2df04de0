//! Reads `/proc/net/ipv6_route` for flags and reference counts, which no netlink message has.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Larger than the file of most guests, so that one read is enough: the kernel is slow to continue in the middle.
const USUAL_BYTES: usize = 16 * 1024;

/// The members of a route that are in its line and in its message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// Address and length of the prefix.
    pub(super) destination: (u128, u8),
    pub(super) source: (u128, u8),
    /// Zero if there is none.
    pub(super) gateway: u128,
    pub(super) metric: u32,
    pub(super) interface: String,
}

/// The members of a route that only its line has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) flags: u64,
    pub(super) references: u32,
    pub(super) uses: u32,
}

/// The lines of the file by key. Routes of several tables may have one key; their lines are in reverse order of the
/// file, which is the order of the messages.
#[derive(Debug, Default)]
pub(super) struct Lines(HashMap<Key, Vec<Line>>);

impl Lines {
    /// Reads the file below `proc`; a missing file has no lines.
    pub(super) fn read(proc: &Path) -> Self {
        // Kernels without IPv6 have no such file, and a sandbox may hide it.
        let mut text = Vec::with_capacity(USUAL_BYTES);
        let read = File::open(proc.join("net/ipv6_route")).and_then(|mut file| file.read_to_end(&mut text));
        if read.is_ok() { Self::of(&String::from_utf8_lossy(&text)) } else { Self::default() }
    }

    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self::default();
        for (key, line) in text.lines().rev().filter_map(parse) {
            lines.0.entry(key).or_default().push(line);
        }
        lines
    }

    /// Removes and returns the first line of this key.
    pub(super) fn take(&mut self, key: &Key) -> Option<Line> {
        self.0.get_mut(key)?.pop()
    }
}

/// Ten columns, all but the last in hexadecimal.
fn parse(line: &str) -> Option<(Key, Line)> {
    let mut columns = line.split_ascii_whitespace();
    let mut column = || columns.next();
    let address = |text: &str| u128::from_str_radix(text, 16).ok();
    let length = |text: &str| u8::from_str_radix(text, 16).ok();
    let number = |text: &str| u32::from_str_radix(text, 16).ok();
    let destination = (address(column()?)?, length(column()?)?);
    let source = (address(column()?)?, length(column()?)?);
    let gateway = address(column()?)?;
    let metric = number(column()?)?;
    let (references, uses) = (number(column()?)?, number(column()?)?);
    let flags = number(column()?)?.into();
    // A route without an interface is shown as in the list of IPv4 routes.
    let interface = column().unwrap_or("*").to_owned();
    Some((Key { destination, source, gateway, metric, interface }, Line { flags, references, uses }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Root, spoilt};

    const LINE: &str = "20010db8000a00000000000000000000 30 00000000000000000000000000000000 00 \
                        fe800000000000000000000000000005 00000400 00000002 00000003 80400003       d0\n";

    fn key() -> Key {
        Key {
            destination: (0x2001_0db8_000a_0000_0000_0000_0000_0000, 48),
            source: (0, 0),
            gateway: 0xfe80_0000_0000_0000_0000_0000_0000_0005,
            metric: 1024,
            interface: "d0".into(),
        }
    }

    #[test]
    fn a_line_is_found_by_its_key_once() {
        let root = Root::new(&[("net/ipv6_route", LINE)]);
        let mut lines = Lines::read(root.path());
        assert_eq!(lines.take(&Key { metric: 7, ..key() }), None);
        assert_eq!(lines.take(&key()), Some(Line { flags: 0x8040_0003, references: 2, uses: 3 }));
        assert_eq!(lines.take(&key()), None);
        assert!(Lines::read(Root::new(&[]).path()).0.is_empty());
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        for spoilt in spoilt(LINE.as_bytes()) {
            let lines = Lines::of(&String::from_utf8_lossy(&spoilt));
            assert!(lines.0.len() <= spoilt.len() / 20, "{lines:?}");
        }
    }
}
