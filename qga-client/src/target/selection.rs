//! Selections: several targets in one text, or in several.

use super::found::Found;
use super::{Target, TargetError, names_its_way};

/// Groups within groups may go so deep.
const MAX_DEPTH: usize = 8;

pub(super) fn select<'a>(selections: impl IntoIterator<Item = &'a str>) -> Result<Vec<Target>, TargetError> {
    let mut known = Known { found: None, selected: Vec::new() };
    for selection in selections {
        let words = words(selection);
        if words.is_empty() {
            let reason = "it is empty".to_owned();
            return Err(TargetError::Malformed { target: selection.to_owned(), reason });
        }
        words.into_iter().try_for_each(|word| known.add(word, MAX_DEPTH))?;
    }
    Ok(known.selected)
}

pub(super) fn may_be_several(selection: &str) -> bool {
    !is_one_address(selection) && (selection.starts_with('@') || selection.contains([',', '*', '?', '[']))
}

/// Whether a selection is one address, whatever it contains.
fn is_one_address(selection: &str) -> bool {
    let first = selection.split(',').next().unwrap_or_default();
    first.contains('/') || first.starts_with("exec:")
}

/// The words of a selection: one address, or the texts between its commas.
fn words(selection: &str) -> Vec<&str> {
    if is_one_address(selection) {
        return vec![selection];
    }
    selection.split(',').map(str::trim).filter(|word| !word.is_empty()).collect()
}

/// What is selected so far, and all targets, once they are needed.
struct Known {
    found: Option<Found>,
    selected: Vec<Target>,
}

impl Known {
    fn add(&mut self, word: &str, depth: usize) -> Result<(), TargetError> {
        if names_its_way(word) {
            self.take([Target::parse(word)?]);
            return Ok(());
        }
        let found = match &mut self.found {
            Some(found) => found,
            none => none.insert(Found::with_inventory()?),
        };
        if let Some(group) = word.strip_prefix('@') {
            let members = found.group(group).filter(|_| depth > 0).map(<[String]>::to_vec);
            let malformed =
                |reason: &str| TargetError::Malformed { target: word.to_owned(), reason: reason.to_owned() };
            let members = members.ok_or_else(|| malformed("no inventory file has such a group, or it is in itself"))?;
            // Work on nobody would look like success.
            if members.is_empty() {
                return Err(malformed("the group is empty"));
            }
            return members.iter().try_for_each(|member| self.add(member, depth - 1));
        }
        let targets = if word.contains(['*', '?', '[']) { found.matching(word)? } else { vec![found.one(word)?] };
        self.take(targets);
        Ok(())
    }

    fn take(&mut self, targets: impl IntoIterator<Item = Target>) {
        for target in targets {
            if !self.selected.iter().any(|selected| selected.way == target.way) {
                self.selected.push(target);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_separate_targets_but_in_an_address() {
        for (selection, is_several, expected) in [
            ("vsock:3:1", false, &["vsock:3:1"][..]),
            ("vsock:3:1, vsock:4:1,", true, &["vsock:3:1", "vsock:4:1"]),
            ("tcp:[::1]:9000", true, &["tcp:[::1]:9000"]),
            ("/run/a,b*.sock", false, &["/run/a,b*.sock"]),
            ("./a.sock,./b.sock", false, &["./a.sock,./b.sock"]),
            ("libvirt:qemu:///system#a,b", false, &["libvirt:qemu:///system#a,b"]),
            ("exec:socat a,b -", false, &["exec:socat a,b -"]),
            ("pve:1,exec:cat", true, &["pve:1", "exec:cat"]),
        ] {
            assert_eq!(may_be_several(selection), is_several, "{selection}");
            let names: Vec<String> =
                select([selection]).expect(selection).into_iter().map(|target| target.name).collect();
            assert_eq!(names, expected, "{selection}");
        }
        for (name, expected) in [("web1", false), ("web1,web2", true), ("web*", true), ("@db", true)] {
            assert_eq!(may_be_several(name), expected, "{name}");
        }
    }

    #[test]
    fn selections_add_up() {
        let ways = |selections: &[&str]| select(selections.iter().copied()).expect("targets").len();
        assert_eq!(ways(&["./a,b.sock", "vsock:3:1,pve:7", "./a,b.sock"]), 3);
        assert!(select(["./a.sock", " ,"]).is_err());
    }
}
