//! Reads members, arguments, branches and references to types.

use super::Lower;
use crate::diagnostic::Diagnostic;
use crate::expr::{Entry, Value, ValueKind, find};
use crate::ir::{Builtin, Member, Type, TypeRef};
use crate::names::{Named, is_reserved_member};
use crate::source::Span;

/// The codes for a reference that has not the form of one.
#[derive(Clone, Copy)]
pub(super) struct RefCodes {
    /// What refers, for the message.
    pub(super) what: &'static str,
    /// Neither a name nor an array.
    pub(super) shape: &'static str,
    /// An array that does not hold exactly one name; none where arrays are not allowed.
    pub(super) array: Option<&'static str>,
}

const MEMBER_TYPE: RefCodes = RefCodes { what: "the type of a member", shape: "TYP4", array: Some("TYP5") };

impl Lower<'_> {
    /// Reads the members of a type; `excepted` says that a pragma allows uppercase letters and `_`.
    pub(super) fn members(&mut self, entries: &[Entry], excepted: bool) -> Vec<Member> {
        entries.iter().filter_map(|entry| self.member(entry, Named::Member, excepted)).collect()
    }

    /// Reads arguments that are written in place, for which there are no exceptions.
    pub(super) fn inline_arguments(&mut self, entries: &[Entry]) -> Vec<Member> {
        entries.iter().filter_map(|entry| self.member(entry, Named::Argument, false)).collect()
    }

    fn member(&mut self, entry: &Entry, what: Named, excepted: bool) -> Option<Member> {
        let name = entry.key.strip_prefix('*').unwrap_or(&entry.key);
        let optional = name.len() < entry.key.len();
        self.check_name(what, name, excepted, entry.key_span);
        if is_reserved_member(name) {
            let diagnostic = Diagnostic::at("NAM11", entry.key_span, format!("member name '{name}' is reserved"));
            let diagnostic = diagnostic.help("generated C code needs `u`, and names that start with `has`");
            self.push(diagnostic.warning_if(self.dialect.has_loose_names()));
        }
        let (value, condition, features) = match &entry.value.kind {
            ValueKind::Object(entries) => {
                let Some(ty) = find(entries, "type") else {
                    let diagnostic =
                        Diagnostic::at("TYP2", entry.value.span, format!("member '{name}' lacks the key 'type'"));
                    self.push(diagnostic.help("define a struct of its own: members cannot be written in place"));
                    return None;
                };
                self.unknown_keys("TYP3", "a member", entries, &["type", "if", "features"]);
                let condition = find(entries, "if").and_then(|entry| self.condition(&entry.value));
                (&ty.value, condition, self.features_of(find(entries, "features")))
            }
            _ => (&entry.value, None, Vec::new()),
        };
        let (ty, ty_span) = self.type_ref(value, MEMBER_TYPE)?;
        let name = name.into();
        Some(Member { name, span: entry.key_span, ty, ty_span, optional, condition, features })
    }

    /// Reads a reference to a type; also returns the place of the type's name.
    pub(super) fn type_ref(&mut self, value: &Value, codes: RefCodes) -> Option<(TypeRef, Span)> {
        match (&value.kind, codes.array) {
            (ValueKind::Str(name), _) => Some((TypeRef { ty: named(name), array: false }, value.span)),
            (ValueKind::Array(elements), Some(code)) => {
                if let [element] = &elements[..] {
                    if let Some(name) = element.as_str() {
                        return Some((TypeRef { ty: named(name), array: true }, element.span));
                    }
                }
                let diagnostic = Diagnostic::at(code, value.span, "an array type is exactly one name between brackets");
                self.push(diagnostic);
                None
            }
            (_, array) => {
                let forms = if array.is_some() { "a name or an array" } else { "a name" };
                let message = format!("{} must be {forms}, not {}", codes.what, value.describe());
                self.error(codes.shape, value.span, message);
                None
            }
        }
    }
}

/// The type of a name; whether it exists is checked later.
pub(super) fn named(name: &str) -> Type {
    match Builtin::from_name(name) {
        Some(builtin) => Type::Builtin(builtin),
        None => Type::Defined(name.into()),
    }
}
