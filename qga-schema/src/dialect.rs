//! Dialects: the grammars that releases of QEMU read.

use std::fmt;
use std::str::FromStr;

/// The grammar of a range of QEMU releases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// QEMU 1.0 to 2.3: `type` for structs, structs written in place, `'no'` for `false`, commas left out.
    V1_0,
    /// QEMU 2.4 to 5.2: names of any spelling, `**` for any type, pragmas under their old names.
    V2_4,
    /// QEMU 6.0 and 6.1: unions without a discriminator, conditions as preprocessor expressions.
    V6_0,
    /// QEMU 6.2 and later, up to today.
    #[default]
    V6_2,
}

impl Dialect {
    /// All dialects, the oldest first.
    pub const ALL: [Self; 4] = [Self::V1_0, Self::V2_4, Self::V6_0, Self::V6_2];

    /// The releases that read it, in words: `QEMU 2.4 to 5.2`.
    pub fn releases(self) -> &'static str {
        match self {
            Self::V1_0 => "QEMU 1.0 to 2.3",
            Self::V2_4 => "QEMU 2.4 to 5.2",
            Self::V6_0 => "QEMU 6.0 and 6.1",
            Self::V6_2 => "QEMU 6.2 and later",
        }
    }

    /// The first release that reads it: `2.4`.
    pub fn release(self) -> &'static str {
        match self {
            Self::V1_0 => "1.0",
            Self::V2_4 => "2.4",
            Self::V6_0 => "6.0",
            Self::V6_2 => "6.2",
        }
    }

    /// Commas may be missing or trailing; structs are called `type` and may be written in place.
    pub(crate) fn is_oldest(self) -> bool {
        self == Self::V1_0
    }

    /// Strings hold any text and escapes, names are spelt in any way, pragmas have their first names.
    pub(crate) fn has_loose_names(self) -> bool {
        self < Self::V6_0
    }

    /// Unions may lack a discriminator, conditions are C, and documentation is no part of the language.
    pub(crate) fn is_old(self) -> bool {
        self < Self::V6_2
    }
}

/// A text that names no release of QEMU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRelease(String);

impl fmt::Display for UnknownRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is no release of QEMU: write it as 10.2 or 2.12.1", self.0)
    }
}

impl std::error::Error for UnknownRelease {}

/// The dialect that a release reads, such as `6.1`, `10` or `2.12.1`. Later releases read the newest.
impl FromStr for Dialect {
    type Err = UnknownRelease;

    fn from_str(release: &str) -> Result<Self, UnknownRelease> {
        let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        let numbers: Option<Vec<u32>> = release.split('.').map(number).collect();
        let (major, minor) = match numbers.as_deref() {
            Some([major]) => (*major, 0),
            Some([major, minor] | [major, minor, _]) => (*major, *minor),
            _ => return Err(UnknownRelease(release.into())),
        };
        Ok(match (major, minor) {
            (0..=1, _) | (2, 0..=3) => Self::V1_0,
            (2..=5, _) => Self::V2_4,
            (6, 0..=1) => Self::V6_0,
            _ => Self::V6_2,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn a_release_reads_the_dialect_of_the_border_before_it() {
        let cases = [
            (Dialect::V1_0, &["0.15", "1.0", "1.7.2", "2.0", "2.3"][..]),
            (Dialect::V2_4, &["2.4", "2.12.1", "3.0", "5", "5.2.0"]),
            (Dialect::V6_0, &["6", "6.0", "6.1.1"]),
            (Dialect::V6_2, &["6.2", "7.0", "10.2.50", "11.0", "99"]),
        ];
        for (dialect, releases) in cases {
            for release in releases {
                assert_eq!(release.parse(), Ok(dialect), "{release}");
            }
            assert_eq!(dialect.release().parse(), Ok(dialect));
        }
        for wrong in ["", "today", "2.x", "v6.2", "1.2.3.4", "-1", "+6.2", "2..4"] {
            assert!(wrong.parse::<Dialect>().is_err(), "{wrong}");
        }
    }
}
