//! Looks up members and values by the form in which names collide.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Check, own_members};
use crate::ir::{Definition, Member};
use crate::names::{mangle, same_mangled};

/// Up to how many names a search is cheaper than an index.
const FEW: usize = 10;

/// The members or values of one definition, by mangled name, each with its place in the list.
pub(super) type NameMap<'a> = HashMap<Cow<'a, str>, usize>;

impl<'a> Check<'a> {
    /// Where a definition's own members, or an enum's values, have a name like this one. The first one counts.
    pub(super) fn place_of(&mut self, at: usize, name: &str) -> Option<usize> {
        match &self.definitions[at] {
            Definition::Enum(it) => self.find(at, it.values.iter().map(|value| value.name.as_str()), name),
            definition => {
                let members = own_members(definition);
                self.find(at, members.iter().map(|member| member.name.as_str()), name)
            }
        }
    }

    fn find(&mut self, at: usize, mut names: impl ExactSizeIterator<Item = &'a str>, name: &str) -> Option<usize> {
        if names.len() <= FEW {
            return names.position(|other| same_mangled(other, name));
        }
        let map = self.own_names[at].get_or_insert_with(|| {
            let mut map = NameMap::with_capacity(names.len());
            for (place, name) in names.enumerate() {
                map.entry(mangle(name)).or_insert(place);
            }
            map
        });
        map.get(&mangle(name)).copied()
    }

    /// The member with a name like this one that an object type has itself or inherits.
    pub(super) fn inherited_member(&mut self, from: Option<usize>, name: &str) -> Option<(usize, &'a Member)> {
        let mut next = from;
        while let Some(at) = next {
            if let Some(place) = self.place_of(at, name) {
                return own_members(&self.definitions[at]).get(place).map(|member| (at, member));
            }
            next = self.bases[at];
        }
        None
    }
}
