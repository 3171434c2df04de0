//! Compares alternates with alternates, and with other types.

use super::types::Shape;
use super::view::View;
use super::{Diff, Impact};
use crate::ir::{Alternate, TypeRef};
use crate::usage::Reader;

impl<'a> Diff<'a> {
    /// Compares branches of the same JSON type; their names do not travel.
    pub(super) fn alternates(&mut self, old: &'a Alternate, new: &'a Alternate, reader: Reader) {
        let (removed, added) = match reader {
            Reader::Agent => (Impact::CLIENTS, Impact::NONE),
            Reader::Client => (Impact::AGENTS, Impact::CLIENTS),
        };
        let name = &old.common.name;
        let mut matched = Vec::new();
        let others = self.new.alternatives(new);
        for before in self.old.alternatives(old) {
            let class = Shape::of(self.old, Some(&before.ty)).class();
            let after = others.iter().find(|after| Shape::of(self.new, Some(&after.ty)).class() == class);
            let subject = format!("{name}.{}", before.name);
            match after {
                Some(after) => {
                    matched.push(after.name.as_str());
                    let spans = (Some(before.ty_span), Some(after.ty_span));
                    let conditions = (before.condition.as_ref(), after.condition.as_ref());
                    self.condition(&subject, conditions, (removed, added), spans);
                    self.types(&subject, (Some(before.ty.clone()), Some(after.ty.clone()), reader), spans);
                }
                None => self.add(removed, &subject, "branch removed", Some(before.span), None),
            }
        }
        for after in others.iter().filter(|after| !matched.contains(&after.name.as_str())) {
            self.add(added, &format!("{name}.{}", after.name), "branch added", None, Some(after.span));
        }
    }

    /// Where one of two types is a branch of the other one: both, to be compared further.
    pub(super) fn common_branch(
        &self,
        (before, old): (&Shape<'a>, Option<TypeRef>),
        (after, new): (&Shape<'a>, Option<TypeRef>),
    ) -> Option<(Option<TypeRef>, Option<TypeRef>)> {
        let branch = |view: View<'a>, it: &'a Alternate, other: &Shape<'_>| {
            let mut branches = view.alternatives(it).into_iter().map(|branch| &branch.ty);
            branches.find(|ty| Shape::of(view, Some(ty)).class() == other.class()).cloned()
        };
        match (before, after) {
            (_, Shape::Alternate(it)) => branch(self.new, it, before).map(|branch| (old, Some(branch))),
            (Shape::Alternate(it), _) => branch(self.old, it, after).map(|branch| (Some(branch), new)),
            _ => None,
        }
    }
}
