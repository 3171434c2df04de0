//! Finds the members of structs that have the name of an inherited one, in time that grows with the text alone.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::ir::{Definition, Struct};
use crate::names::mangle;

/// A member: which definition, and its place among the definition's own members.
pub(super) type Place = (usize, usize);

/// The members whose names are inherited, too, each with the nearest inherited one. Structs whose bases lead into a
/// circle are left out.
pub(super) fn overridden(definitions: &[Definition], index: &HashMap<&str, usize>) -> HashMap<Place, Place> {
    let structure = |at: usize| match &definitions[at] {
        Definition::Struct(it) => Some(it),
        _ => None,
    };
    let mut roots = Vec::new();
    let mut derived: HashMap<usize, Vec<usize>> = HashMap::new();
    for at in 0..definitions.len() {
        let Some(it) = structure(at) else { continue };
        let base = it.base.as_deref().and_then(|base| index.get(base).copied());
        match base.filter(|&base| structure(base).is_some()) {
            Some(base) => derived.entry(base).or_default().push(at),
            None => roots.push(at),
        }
    }
    let mut walk = Walk { inherited: HashMap::new(), found: HashMap::new() };
    // Structs that nothing is derived from and that are derived from nothing need no look.
    let mut open: Vec<Step<'_>> = roots.into_iter().filter(|at| derived.contains_key(at)).map(Step::Enter).collect();
    while let Some(step) = open.pop() {
        match step {
            Step::Enter(at) => {
                let Some(it) = structure(at) else { continue };
                open.push(Step::Leave(walk.enter(at, it)));
                open.extend(derived.get(&at).into_iter().flatten().copied().map(Step::Enter));
            }
            Step::Leave(hidden) => walk.leave(hidden),
        }
    }
    walk.found
}

/// What a struct's names hid, to be put back behind it and all that is derived from it.
type Hidden<'a> = Vec<(Cow<'a, str>, Option<Place>)>;

enum Step<'a> {
    Enter(usize),
    Leave(Hidden<'a>),
}

/// A walk from bases to the structs derived from them.
struct Walk<'a> {
    /// The names that the current struct inherits, and their members.
    inherited: HashMap<Cow<'a, str>, Place>,
    found: HashMap<Place, Place>,
}

impl<'a> Walk<'a> {
    fn enter(&mut self, at: usize, it: &'a Struct) -> Hidden<'a> {
        let mut hidden: Hidden<'a> = Vec::with_capacity(it.members.len());
        for (place, member) in it.members.iter().enumerate() {
            let name = mangle(&member.name);
            match self.inherited.get(&name).copied() {
                // Of its own names the first one counts.
                Some((owner, _)) if owner == at => continue,
                Some(other) => {
                    self.found.insert((at, place), other);
                }
                None => {}
            }
            hidden.push((name.clone(), self.inherited.insert(name, (at, place))));
        }
        hidden
    }

    fn leave(&mut self, hidden: Hidden<'a>) {
        for (name, before) in hidden {
            match before {
                Some(before) => self.inherited.insert(name, before),
                None => self.inherited.remove(&name),
            };
        }
    }
}
