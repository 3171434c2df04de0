//! Looks up members and values by the form in which names collide.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Check, own_members};
use crate::ir::{Definition, Member};
use crate::names::mangle;

/// The members or values of one definition, by mangled name, each with its place in the list.
pub(super) type NameMap<'a> = HashMap<Cow<'a, str>, usize>;

impl<'a> Check<'a> {
    /// The names of a definition's own members, or of an enum's values. The first of equal names counts.
    pub(super) fn names_of(&mut self, at: usize) -> &NameMap<'a> {
        let definition = &self.definitions[at];
        self.own_names[at].get_or_insert_with(|| {
            let mut map = NameMap::new();
            let mut add = |place: usize, name: &'a str| {
                map.entry(mangle(name)).or_insert(place);
            };
            match definition {
                Definition::Enum(it) => it.values.iter().enumerate().for_each(|(place, it)| add(place, &it.name)),
                _ => own_members(definition).iter().enumerate().for_each(|(place, it)| add(place, &it.name)),
            }
            map
        })
    }

    /// The member of this mangled name that an object type has itself or inherits.
    pub(super) fn inherited_member(&mut self, from: Option<usize>, key: &str) -> Option<(usize, &'a Member)> {
        let mut next = from;
        while let Some(at) = next {
            if let Some(&place) = self.names_of(at).get(key) {
                return own_members(&self.definitions[at]).get(place).map(|member| (at, member));
            }
            next = self.bases[at];
        }
        None
    }
}
