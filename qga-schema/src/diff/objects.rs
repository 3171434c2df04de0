//! Compares objects member by member and branch by branch.

use indexmap::IndexSet;

use super::view::{Object, Variant};
use super::{Diff, Impact};
use crate::ir::{Member, Type, TypeRef};
use crate::usage::Reader;

/// The impact of a removed member.
fn removed(member: &Member, reader: Reader) -> Impact {
    match (reader, member.optional) {
        // New agents refuse it, and old agents require it.
        (Reader::Agent, false) => Impact::BOTH,
        (Reader::Agent, true) | (Reader::Client, false) => Impact::CLIENTS,
        // An old client can do without it, but may have looked for it.
        (Reader::Client, true) => Impact::CLIENTS.possibly(),
    }
}

/// The impact of a new member.
fn added(member: &Member, reader: Reader) -> Impact {
    match (reader, member.optional) {
        (_, true) => Impact::NONE,
        // Old clients do not send it, and old agents refuse it.
        (Reader::Agent, false) => Impact::BOTH,
        // Old agents do not send it.
        (Reader::Client, false) => Impact::AGENTS,
    }
}

impl<'a> Diff<'a> {
    pub(super) fn objects(&mut self, subject: &str, old: &Object<'a>, new: &Object<'a>, reader: Reader) {
        for (name, before) in &old.members {
            match new.members.get(name) {
                Some(after) => self.member(subject, before, after, reader),
                None => {
                    let text = if before.optional { "optional member removed" } else { "mandatory member removed" };
                    let subject = format!("{subject}.{}", before.name);
                    self.add(removed(before, reader), &subject, text, Some(before.span), None);
                }
            }
        }
        for (_, after) in new.members.iter().filter(|(name, _)| !old.members.contains_key(*name)) {
            let text = if after.optional { "optional member added" } else { "mandatory member added" };
            let subject = format!("{subject}.{}", after.name);
            self.add(added(after, reader), &subject, text, None, Some(after.span));
        }
        if let (Some(before), Some(after)) = (old.tag, new.tag) {
            if before != after {
                let text = format!("the tag is '{after}', not '{before}' any more");
                let impact = match reader {
                    // A new client can give both tags the same value.
                    Reader::Agent => Impact::CLIENTS.and(Impact::AGENTS.possibly()),
                    Reader::Client => Impact::BOTH,
                };
                self.add(impact, subject, &text, None, None);
            }
        }
        self.branches(subject, old, new, reader);
    }

    /// Compares what each value of the tag adds; added and removed values are compared with the tag's enum.
    fn branches(&mut self, subject: &str, old: &Object<'a>, new: &Object<'a>, reader: Reader) {
        let tags: IndexSet<&str> = old.branches.keys().chain(new.branches.keys()).copied().collect();
        for tag in tags {
            let branch = |object: &Object<'a>| match object.tag {
                Some(_) => object.branches.get(tag).copied(),
                // What was a struct had no members for any tag.
                None => Some(Variant::default()),
            };
            if let (Some(before), Some(after)) = (branch(old), branch(new)) {
                self.branch(&format!("{subject}.{tag}"), before, after, reader);
            }
        }
    }

    fn branch(&mut self, subject: &str, old: Variant<'a>, new: Variant<'a>, reader: Reader) {
        let spans = (old.span, new.span);
        if old.ty.is_some() && new.ty.is_some() {
            let removed = Impact::certain(!reader.is_lenient(), false);
            self.condition(subject, (old.condition, new.condition), (removed, Impact::NONE), spans);
        }
        let named = |name: &str| TypeRef { ty: Type::Defined(name.into()), array: false };
        self.types(subject, (old.ty.map(named), new.ty.map(named), reader), spans);
    }

    fn member(&mut self, owner: &str, old: &'a Member, new: &'a Member, reader: Reader) {
        let subject = format!("{owner}.{}", old.name);
        let spans = (Some(old.span), Some(new.span));
        if old.optional != new.optional {
            let impact = match (reader, new.optional) {
                (Reader::Agent, true) => Impact::NONE,
                (Reader::Agent, false) | (Reader::Client, true) => Impact::CLIENTS,
                // Old agents leave it out.
                (Reader::Client, false) => Impact::AGENTS,
            };
            let text = if new.optional { "became optional" } else { "became mandatory" };
            self.add(impact, &subject, text, spans.0, spans.1);
        }
        let conditions = (old.condition.as_ref(), new.condition.as_ref());
        self.condition(&subject, conditions, (removed(old, reader), added(new, reader)), spans);
        self.features(&subject, &old.features, &new.features, spans);
        let spans = (Some(old.ty_span), Some(new.ty_span));
        self.types(&subject, (Some(old.ty.clone()), Some(new.ty.clone()), reader), spans);
    }
}
