//! Checks unions: the discriminator, the branches, and what both have in common.

use std::collections::HashSet;

use super::{Check, State, own_members, value_names, with_article};
use crate::diagnostic::{Diagnostic, shown};
use crate::ir::{Base, Branch, Condition, Definition, Member, Type, Union};
use crate::suggest;

/// How many branches without members a schema may have in all; a few bytes of text can ask for very many.
const MAX_IMPLICIT: usize = 200_000;

impl<'a> Check<'a> {
    pub(super) fn union(&mut self, at: usize, it: &'a Union) {
        // The anonymous base is a type of its own and is checked as such first.
        if let Base::Inline(members) = &it.base {
            self.members(at, members);
        }
        self.type_features(at);
        let mut base_known = true;
        if let Base::Named(base) = &it.base {
            self.base(at, base, it.base_span);
            base_known = self.bases[at].is_some();
        }
        let tag = if base_known { self.discriminator(at, it) } else { None };
        let mut sound = Vec::new();
        for branch in &it.branches {
            if let Some(part) = self.branch(at, branch, tag) {
                sound.push((branch, part));
            }
        }
        let common = if sound.is_empty() { Vec::new() } else { self.common_members(at, usize::MAX) };
        for (branch, part) in sound {
            self.branch_members(at, branch, part, &common);
        }
        if let Some(tag) = tag {
            self.implicit_branches(at, it, tag);
        }
    }

    /// Finds the discriminator and checks it; none if it selects nothing.
    fn discriminator(&mut self, at: usize, it: &'a Union) -> Option<&'a Member> {
        let span = it.discriminator_span;
        let common = self.common_of(at);
        let found = self.inherited_member(common, &it.discriminator).map(|(_, member)| member);
        let Some(tag) = found.filter(|member| member.name == it.discriminator) else {
            let message = format!("discriminator '{}' is no member of the base", shown(&it.discriminator));
            let diagnostic = Diagnostic::at("UNI7", span, message).label(it.base_span, "the base");
            let names = self.common_members(at, usize::MAX);
            let names = names.iter().map(|member| member.name.as_str());
            let plain = it.discriminator.strip_prefix('*').unwrap_or(&it.discriminator);
            let help = suggest::did_you_mean(plain, names);
            self.error(at, diagnostic.maybe_help(help));
            return None;
        };
        let fault = if tag.ty.array || !self.is_enum(&tag.ty.ty) {
            if !self.type_exists(&tag.ty.ty) {
                return None;
            }
            Some(("UNI8", "is not of an enum type"))
        } else if tag.optional {
            Some(("UNI9", "is optional"))
        } else if tag.condition.is_some() {
            Some(("UNI10", "is conditional"))
        } else {
            None
        };
        if let Some((code, fault)) = fault {
            let message = format!("discriminator '{}' {fault}", tag.name);
            self.error(at, Diagnostic::at(code, span, message).label(tag.span, "the member"));
            return None;
        }
        // Otherwise it is the branches that have no values.
        if it.branches.is_empty() && value_names(self, &tag.ty.ty).is_some_and(|values| values.is_empty()) {
            let message = format!("the union has no branches: enum '{}' has no values", tag.ty.ty.name());
            let mut diagnostic = Diagnostic::at("UNI11", span, message);
            if let Some(definition) = self.get(tag.ty.ty.name()) {
                diagnostic = diagnostic.label(definition.common().name_span, "the enum");
            }
            self.error(at, diagnostic);
            return None;
        }
        Some(tag)
    }

    fn is_enum(&self, ty: &Type) -> bool {
        match ty {
            Type::Builtin(builtin) => *builtin == crate::ir::Builtin::QType,
            Type::Defined(name) => matches!(self.get(name), Some(Definition::Enum(_))),
        }
    }

    /// The common members, the own ones first; at most `limit`.
    fn common_members(&self, at: usize, limit: usize) -> Vec<&'a Member> {
        let mut members = Vec::new();
        let mut next = self.common_of(at);
        while let Some(at) = next.filter(|_| members.len() < limit) {
            members.extend(own_members(&self.definitions[at]).iter().take(limit - members.len()));
            next = self.bases[at];
        }
        members
    }

    /// Checks one branch; returns the definition whose members it adds.
    fn branch(&mut self, at: usize, branch: &'a Branch, tag: Option<&'a Member>) -> Option<usize> {
        let name = branch.ty.as_deref()?;
        let known = crate::ir::Builtin::from_name(name).is_some() || self.type_exists(&Type::Defined(name.into()));
        if !known {
            let diagnostic = self.unknown_type("UNI13", name, branch.ty_span);
            self.error(at, diagnostic);
        }
        if let Some(tag) = tag.filter(|tag| !self.has_value(&tag.ty.ty, &branch.tag)) {
            let name = tag.ty.ty.name();
            let message = format!("branch '{}' is no value of enum '{name}'", shown(&branch.tag));
            let mut diagnostic = Diagnostic::at("UNI12", branch.span, message);
            if let Some(definition) = self.get(name) {
                diagnostic = diagnostic.label(definition.common().name_span, "the enum");
            }
            let full = self.diagnostics.is_full();
            let values = value_names(self, &tag.ty.ty).filter(|_| !full).unwrap_or_default();
            self.error(at, diagnostic.maybe_help(suggest::did_you_mean(&branch.tag, values)));
        }
        if !known {
            return None;
        }
        let part = self.index.get(name).copied();
        match part.map(|part| (part, &self.definitions[part])) {
            Some((part, Definition::Struct(_) | Definition::Union(_))) => {
                self.follow(at, part, branch.ty_span).then_some(part)
            }
            other => {
                let kind = other.map_or("predefined".into(), |(_, other)| with_article(other.kind()));
                let message = format!("a branch adds the members of a struct or union, but '{name}' is {kind}");
                self.error(at, Diagnostic::at("UNI14", branch.ty_span, message));
                None
            }
        }
    }

    fn has_value(&mut self, ty: &'a Type, tag: &str) -> bool {
        match ty {
            Type::Builtin(_) => crate::ir::QTYPE_VALUES.contains(&tag),
            Type::Defined(name) => {
                let Some(&at) = self.index.get(name.as_str()) else { return true };
                let place = self.place_of(at, tag);
                match &self.definitions[at] {
                    Definition::Enum(it) => {
                        place.and_then(|place| it.values.get(place)).is_some_and(|value| value.name == tag)
                    }
                    _ => true,
                }
            }
        }
    }

    /// Checks that no member of a branch collides with a common one.
    fn branch_members(&mut self, at: usize, branch: &'a Branch, part: usize, common: &[&'a Member]) {
        let mut seen = HashSet::new();
        let mut todo = vec![part];
        while let Some(part) = todo.pop() {
            // What leads back to a type being checked is a cycle, and reported as one.
            if !seen.insert(part) || self.states[part] == State::Open {
                continue;
            }
            if let Some((other, owner, member)) = self.collision(at, part, common) {
                let owner = self.definitions[owner].name();
                let message = format!(
                    "member '{}' of '{owner}', which branch '{}' adds, collides with a common member",
                    other.name, branch.tag
                );
                let diagnostic = Diagnostic::at("UNI15", branch.span, message);
                let diagnostic = diagnostic.label(other.span, "the branch's member");
                return self.error(at, diagnostic.label(member.span, "the common member"));
            }
            if let Definition::Union(nested) = &self.definitions[part] {
                let names = nested.branches.iter().filter_map(|branch| branch.ty.as_deref());
                todo.extend(names.filter_map(|name| self.index.get(name).copied()));
            }
        }
    }

    /// A member of `part`, its owner, and the common member it collides with.
    fn collision(&mut self, at: usize, part: usize, common: &[&'a Member]) -> Option<(&'a Member, usize, &'a Member)> {
        let (outer, inner) = (self.common_of(at), self.common_of(part));
        let added = self.common_members(part, common.len());
        // Of the two lists the shorter one is gone through.
        if added.len() < common.len() {
            let found = added.into_iter().find_map(|it| Some((it, self.inherited_member(outer, &it.name)?.1)))?;
            let (owner, other) = self.inherited_member(inner, &found.0.name)?;
            return Some((other, owner, found.1));
        }
        common.iter().find_map(|member| {
            let (owner, other) = self.inherited_member(inner, &member.name)?;
            Some((other, owner, *member))
        })
    }

    /// Values without a branch get an empty one.
    fn implicit_branches(&mut self, at: usize, it: &'a Union, tag: &'a Member) {
        let explicit: HashSet<&str> = it.branches.iter().map(|branch| branch.tag.as_str()).collect();
        let values: Vec<(&str, Option<Condition>)> = match &tag.ty.ty {
            Type::Defined(name) => match self.get(name) {
                Some(Definition::Enum(it)) => {
                    it.values.iter().map(|value| (value.name.as_str(), value.condition.clone())).collect()
                }
                _ => return,
            },
            Type::Builtin(_) => crate::ir::QTYPE_VALUES.iter().map(|value| (*value, None)).collect(),
        };
        let span = it.discriminator_span;
        let implicit: Vec<Branch> = values
            .into_iter()
            .filter(|(name, _)| !explicit.contains(name))
            .map(|(tag, condition)| Branch { tag: tag.into(), span, ty: None, ty_span: span, condition })
            .collect();
        self.implicit_count += implicit.len();
        if self.implicit_count > MAX_IMPLICIT {
            let message = format!("the schema's unions have more than {MAX_IMPLICIT} branches without members");
            return self.error(at, Diagnostic::at("LIM3", span, message));
        }
        self.implicit_branches.push((at, implicit));
    }
}
