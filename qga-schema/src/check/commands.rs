//! Checks commands and events: their arguments and answers.

use super::{Check, own_members, with_article};
use crate::diagnostic::Diagnostic;
use crate::ir::{Arguments, Builtin, Command, Definition, Event, Member, Type};
use crate::source::Span;

impl<'a> Check<'a> {
    pub(super) fn command(&mut self, at: usize, it: &'a Command) {
        self.inline(at, &it.arguments);
        let unknown = it.returns.as_ref().filter(|returns| !self.type_exists(&returns.ty));
        if let Some(returns) = unknown.filter(|returns| returns.array) {
            self.array(at, "CMD10", returns, it.returns_span);
        }
        self.features(at, &it.common.features);
        self.arguments(at, &it.arguments, it.boxed, it.arguments_span);
        if let Some(returns) = unknown.filter(|returns| !returns.array) {
            let diagnostic = self.unknown_type("CMD10", returns.ty.name(), it.returns_span);
            self.error(at, diagnostic);
        }
        if let Some(returns) = it.returns.as_ref().filter(|_| unknown.is_none()) {
            self.returns(at, it, &returns.ty);
        }
    }

    pub(super) fn event(&mut self, at: usize, it: &'a Event) {
        self.inline(at, &it.arguments);
        self.features(at, &it.common.features);
        self.arguments(at, &it.arguments, it.boxed, it.arguments_span);
    }

    /// Arguments written in place are a type of their own, which is checked first.
    fn inline(&mut self, at: usize, arguments: &'a Arguments) {
        if let Arguments::Inline(members) = arguments {
            self.arrays(at, members);
            self.members(at, members);
        }
    }

    fn arguments(&mut self, at: usize, arguments: &'a Arguments, boxed: bool, span: Span) {
        match arguments {
            Arguments::None => {}
            Arguments::Inline(members) => {
                if let Some(member) = members
                    .iter()
                    .find(|member| member.condition.is_some())
                    .filter(|_| !boxed && !self.dialect.is_old())
                {
                    let diagnostic = conditional(member, member.span);
                    self.error(at, diagnostic);
                }
            }
            Arguments::Named(name) => self.named_arguments(at, name, boxed, span),
        }
    }

    fn named_arguments(&mut self, at: usize, name: &'a str, boxed: bool, span: Span) {
        let found = self.index.get(name).map(|&found| (found, &self.definitions[found]));
        match found {
            Some((_, Definition::Union(it))) if !boxed => {
                let message = format!("'{name}' is a union, which only boxed arguments can be");
                let diagnostic = Diagnostic::at("CMD7", span, message).label(it.common.name_span, "defined here");
                self.error(at, diagnostic.help("add 'boxed': true"));
            }
            Some((_, Definition::Union(_))) => {}
            Some((found, Definition::Struct(_))) => {
                let member = self.conditional_member(found).filter(|_| !boxed && !self.dialect.is_old());
                if let Some(member) = member {
                    let diagnostic = conditional(member, span).label(member.span, "the member");
                    self.error(at, diagnostic);
                }
            }
            Some((_, other @ (Definition::Enum(_) | Definition::Alternate(_)))) => {
                let message =
                    format!("'data' must name a struct or union, but '{name}' is {}", with_article(other.kind()));
                let diagnostic = Diagnostic::at("CMD5", span, message);
                self.error(at, diagnostic.label(other.common().name_span, "defined here"));
            }
            None if Builtin::from_name(name).is_some() => {
                let message = format!("'data' must name a struct or union, but '{name}' is predefined");
                self.error(at, Diagnostic::at("CMD5", span, message));
            }
            _ => {
                let diagnostic = self.unknown_type("CMD4", name, span);
                self.error(at, diagnostic);
            }
        }
    }

    /// The first conditional member of a struct, inherited ones included.
    fn conditional_member(&mut self, at: usize) -> Option<&'a Member> {
        let mut chain = Vec::new();
        let mut next = Some(at);
        let mut found = None;
        while let Some(at) = next.take() {
            if let Some(known) = self.conditional.get(&at) {
                found = *known;
                break;
            }
            // The chain of bases may not be known to be free of cycles yet.
            self.conditional.insert(at, None);
            chain.push(at);
            if let Definition::Struct(it) = &self.definitions[at] {
                next = it.base.as_deref().and_then(|base| self.index.get(base).copied());
            }
        }
        for at in chain.into_iter().rev() {
            let own = || own_members(&self.definitions[at]).iter().find(|member| member.condition.is_some());
            found = found.or_else(own);
            self.conditional.insert(at, found);
        }
        found
    }

    fn returns(&mut self, at: usize, it: &'a Command, ty: &'a Type) {
        let object = match ty {
            Type::Builtin(_) => false,
            Type::Defined(name) => matches!(self.get(name), Some(Definition::Struct(_) | Definition::Union(_))),
        };
        let name = it.common.name.as_str();
        if object || self.pragmas.command_returns_exceptions.contains(name) {
            return;
        }
        let message = format!("command '{name}' must return an object or a list of objects, not '{}'", ty.name());
        let diagnostic = Diagnostic::at("CMD11", it.returns_span, message);
        let help = "return a struct, or list the command in the pragma `command-returns-exceptions`";
        self.error_today(at, diagnostic.help(help));
    }
}

fn conditional(member: &Member, span: Span) -> Diagnostic {
    let message = format!("argument '{}' is conditional, which only members of boxed arguments can be", member.name);
    Diagnostic::at("CMD6", span, message).help("let 'data' name a struct and add 'boxed': true")
}
