//! The owner's rules: which file systems must be frozen, may fail, or are left out.

use std::path::Path;

/// The settings `freeze-required`, `freeze-optional` and `freeze-exclude`: each a list of mount points, devices
/// (`/dev/sdb1` or `8:17`) and file system types.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) required: Vec<String>,
    pub(crate) optional: Vec<String>,
    pub(crate) excluded: Vec<String>,
}

/// What a failure to freeze a file system means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It fails the freeze; a file system that cannot be frozen at all is passed over.
    Usual,
    /// It fails the freeze, also if it cannot be frozen at all.
    Required,
    /// It is logged, and the others stay frozen.
    Optional,
}

/// What the rules can name a file system by.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) dirs: Vec<&'a Path>,
    pub(crate) source: &'a Path,
    /// `8:17`
    pub(crate) number: String,
    pub(crate) kind: &'a str,
}

/// A rule for one mount point counts more than one for a device, and that more than one for a type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Kind,
    Device,
    Dir,
}

impl Rules {
    /// `None`: left out. Of rules with equal weight the strictest counts.
    pub(crate) fn need(&self, subject: &Subject<'_>) -> Option<Need> {
        let lists =
            [(&self.excluded, None), (&self.optional, Some(Need::Optional)), (&self.required, Some(Need::Required))];
        let weighed = lists.map(|(list, need)| (list.iter().filter_map(|name| subject.named(name)).max(), need));
        // The last of equal ones.
        let heaviest = weighed.into_iter().filter(|(weight, _)| weight.is_some()).max_by_key(|(weight, _)| *weight);
        heaviest.map_or(Some(Need::Usual), |(_, need)| need)
    }

    /// Whether a rule asks for one of these mount points by its path.
    pub(crate) fn asks_for(&self, dirs: &[&Path]) -> bool {
        self.required.iter().chain(&self.optional).any(|name| dirs.contains(&Path::new(name)))
    }

    /// A required name that fits none of these.
    pub(crate) fn missing(&self, subjects: &[Subject<'_>]) -> Option<&str> {
        let fits = |name: &&String| subjects.iter().any(|subject| subject.named(name).is_some());
        self.required.iter().find(|name| !fits(name)).map(String::as_str)
    }
}

impl Subject<'_> {
    fn named(&self, name: &str) -> Option<Weight> {
        if self.dirs.contains(&Path::new(name)) {
            Some(Weight::Dir)
        } else if self.source == Path::new(name) || self.number == name {
            Some(Weight::Device)
        } else {
            (self.kind == name).then_some(Weight::Kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn the_most_precise_rule_counts_and_of_equal_ones_the_strictest() {
        let subject = Subject {
            dirs: vec![Path::new("/a"), Path::new("/b")],
            source: Path::new("/dev/sdb1"),
            number: "8:17".into(),
            kind: "vfat",
        };
        let usual = Some(Need::Usual);
        let (required, optional) = (Some(Need::Required), Some(Need::Optional));
        for (in_required, in_optional, in_excluded, expected) in [
            ("", "", "", usual),
            ("ext4,/a/b", "sdb1", "/dev/sdb", usual),
            ("vfat", "", "", required),
            ("", "/b", "", optional),
            ("", "", "8:17", None),
            ("", "", "/dev/sdb1", None),
            ("vfat", "/dev/sdb1", "/a", None),
            ("/a", "/dev/sdb1", "vfat", required),
            ("vfat", "", "8:17", None),
            ("vfat", "vfat", "vfat", required),
            ("", "vfat", "vfat", optional),
        ] {
            let rules = Rules { required: list(in_required), optional: list(in_optional), excluded: list(in_excluded) };
            assert_eq!(rules.need(&subject), expected, "{rules:?}");
        }
    }

    #[test]
    fn a_required_name_that_nothing_has_is_found() {
        let subject =
            Subject { dirs: vec![Path::new("/")], source: Path::new("x"), number: "1:1".into(), kind: "ext4" };
        let rules = Rules { required: list("/,,ext4,/data"), ..Rules::default() };
        assert_eq!(rules.missing(&[subject]), Some("/data"));
        assert!(rules.asks_for(&[Path::new("/data")]) && !rules.asks_for(&[Path::new("/dat")]));
    }
}
