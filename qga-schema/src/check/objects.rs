//! Checks structs and the members of all objects.

use super::{Check, State, own_members, with_article};
use crate::diagnostic::Diagnostic;
use crate::ir::{Base, Definition, Member, Struct, Type};
use crate::source::Span;

/// How deep unions may be branches of each other. Far above what a schema needs, far below what a stack holds.
const MAX_DEPTH: usize = 250;

/// How many steps of a circle are shown.
const MAX_STEPS: usize = 20;

impl<'a> Check<'a> {
    /// Checks a struct or union, and before it its base and branches.
    pub(super) fn object(&mut self, at: usize) {
        if self.states[at] == State::Done {
            return;
        }
        let definitions = self.definitions;
        match &definitions[at] {
            Definition::Struct(_) => self.structures(at),
            Definition::Union(it) => {
                self.states[at] = State::Open;
                self.union(at, it);
                self.states[at] = State::Done;
            }
            _ => {}
        }
    }

    /// Checks a struct, and before it its bases, the last one first. A loop, not a recursion: a schema decides how many
    /// there are.
    fn structures(&mut self, at: usize) {
        let path = self.path.len();
        let mut chain: Vec<(usize, &'a Struct)> = Vec::new();
        let mut next = Some(at);
        while let Some(at) = next.take() {
            let Definition::Struct(it) = &self.definitions[at] else { break };
            self.states[at] = State::Open;
            self.type_features(at);
            chain.push((at, it));
            let Some(base) = it.base.as_ref().and_then(|base| self.named_base(at, base, it.base_span)) else { break };
            self.path.push((at, it.base_span));
            match self.states[base] {
                State::Open => self.cycle(base),
                state => {
                    self.bases[at] = Some(base);
                    next = Some(base).filter(|_| state == State::Untouched);
                }
            }
        }
        self.path.truncate(path);
        while let Some((at, it)) = chain.pop() {
            self.members(at, &it.members);
            self.states[at] = State::Done;
        }
    }

    /// Checks the named base of a union.
    pub(super) fn base(&mut self, at: usize, name: &'a str, span: Span) {
        let base = self.named_base(at, name, span);
        self.bases[at] = base.filter(|&base| self.follow(at, base, span));
    }

    /// Finds the struct that is the base of a struct or union.
    fn named_base(&mut self, at: usize, name: &'a str, span: Span) -> Option<usize> {
        let owner = &self.definitions[at];
        let found = self.index.get(name).map(|&base| (base, &self.definitions[base]));
        match found {
            Some((base, Definition::Struct(_))) => return Some(base),
            Some((_, other)) if !matches!(other, Definition::Command(_) | Definition::Event(_)) => {
                let kind = with_article(other.kind());
                let message = format!("the base of '{}' must be a struct, but '{name}' is {kind}", owner.name());
                let diagnostic = Diagnostic::at("TYP12", span, message);
                self.error(at, diagnostic.label(other.common().name_span, "defined here"));
            }
            None if crate::ir::Builtin::from_name(name).is_some() => {
                let message = format!("the base of '{}' must be a struct, but '{name}' is predefined", owner.name());
                self.error(at, Diagnostic::at("TYP12", span, message));
            }
            _ => {
                let diagnostic = self.unknown_type("TYP11", name, span);
                self.error(at, diagnostic);
            }
        }
        None
    }

    /// Checks an object type that becomes part of another one; false if that makes a cycle.
    pub(super) fn follow(&mut self, at: usize, part: usize, span: Span) -> bool {
        if self.states[part] == State::Open {
            self.path.push((at, span));
            self.cycle(part);
            self.path.pop();
            return false;
        }
        if self.depth >= MAX_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                let message = format!("more than {MAX_DEPTH} unions are branches of each other");
                self.error(at, Diagnostic::at("LIM2", span, message));
            }
            return false;
        }
        self.depth += 1;
        self.path.push((at, span));
        self.object(part);
        self.path.pop();
        self.depth -= 1;
        true
    }

    /// Reports that `first`, which is being checked, contains itself.
    fn cycle(&mut self, first: usize) {
        let start = self.path.iter().position(|(at, _)| *at == first).unwrap_or(0);
        let steps = self.path[start..].to_vec();
        let Some((_, span)) = steps.first().copied() else { return };
        let name = self.definitions[first].name();
        let mut diagnostic = Diagnostic::at("TYP13", span, format!("object type '{name}' contains itself"));
        for (place, (at, step)) in steps.iter().enumerate().skip(1).take(MAX_STEPS) {
            let next = steps.get(place + 1).map_or(first, |(next, _)| *next);
            let text = format!("'{}' contains '{}'", self.definitions[*at].name(), self.definitions[next].name());
            diagnostic = diagnostic.label(*step, text);
        }
        self.error(first, diagnostic);
    }

    /// Checks the members of one object, together with those that a struct inherits.
    pub(super) fn members(&mut self, at: usize, members: &'a [Member]) {
        for (place, member) in members.iter().enumerate() {
            if !member.ty.array && !self.type_exists(&member.ty.ty) {
                let Type::Defined(name) = &member.ty.ty else { continue };
                let diagnostic = self.unknown_type("TYP6", name, member.ty_span);
                self.error(at, diagnostic);
            }
            self.features(at, &member.features);
            let first = self.place_of(at, &member.name).filter(|first| *first < place);
            if let Some(first) = first.and_then(|first| members.get(first)) {
                let message = collision(member, first);
                let diagnostic = Diagnostic::at("TYP8", member.span, message);
                self.error(at, diagnostic.label(first.span, "first member"));
            } else if let Some(&(owner, place)) = self.overridden.get(&(at, place)) {
                let inherited = &own_members(&self.definitions[owner])[place];
                let owner = self.definitions[owner].name();
                let message = format!("{}, which is inherited from '{owner}'", collision(member, inherited));
                let diagnostic = Diagnostic::at("TYP9", member.span, message);
                self.error(at, diagnostic.label(inherited.span, "the inherited member"));
            }
        }
    }

    /// The struct whose members a union has in common, or itself if it has members of its own.
    pub(super) fn common_of(&self, at: usize) -> Option<usize> {
        match &self.definitions[at] {
            Definition::Union(it) if matches!(it.base, Base::Named(_)) => self.bases[at],
            Definition::Union(_) | Definition::Struct(_) => Some(at),
            _ => None,
        }
    }
}

fn collision(member: &Member, other: &Member) -> String {
    match member.name == other.name {
        true => format!("member '{}' collides with one of the same name", member.name),
        false => format!("member '{}' collides with '{}'", member.name, other.name),
    }
}
