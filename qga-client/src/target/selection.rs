//! Selections: several targets in one text.

use super::found::Found;
use super::{Target, TargetError, names_its_way};

/// Groups within groups may go so deep.
const MAX_DEPTH: usize = 8;

pub(super) fn select(selection: &str) -> Result<Vec<Target>, TargetError> {
    let first = selection.split(',').next().unwrap_or_default();
    if first.contains('/') {
        return Ok(vec![Target::parse(selection)?]);
    }
    let mut known = Known { found: None, selected: Vec::new() };
    for word in selection.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        known.add(word, MAX_DEPTH)?;
    }
    if known.selected.is_empty() {
        let reason = "it is empty".to_owned();
        return Err(TargetError::Malformed { target: selection.to_owned(), reason });
    }
    Ok(known.selected)
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
