//! Rewrites members: structs written in place, and types of any kind.

use super::{Legacy, camel_case, string};
use crate::diagnostic::shown;
use crate::expr::{Entry, Object, Value, ValueKind, find};
use crate::ir::Builtin;
use crate::source::Span;

impl Legacy<'_> {
    /// Rewrites members of `owner`.
    pub(super) fn members(&mut self, owner: &str, entries: &mut [Entry]) {
        for entry in entries {
            if self.dialect.is_oldest() && is_inline(&entry.value) {
                let name = format!("{owner}{}", camel_case(&entry.key));
                self.inline_struct(&name, &mut entry.value);
            } else {
                self.anything(&mut entry.value);
            }
        }
    }

    /// Makes a definition with a name of a struct that is written in place.
    pub(super) fn inline_struct(&mut self, wanted: &str, value: &mut Value) {
        let span = value.span;
        let mut data = std::mem::replace(value, string("", span));
        // The nesting is bounded by the parser.
        if let ValueKind::Object(entries) = &mut data.kind {
            self.members(wanted, entries);
        }
        let name = self.unique(wanted);
        self.note("LEG2", span, format!("the struct written in place is called '{name}'"));
        self.define("struct", &name, data, Vec::new());
        value.kind = ValueKind::Str(name.into());
    }

    /// `**` stood for any type until 2.4.
    pub(super) fn anything(&mut self, value: &mut Value) {
        let span = value.span;
        if !self.dialect.has_loose_names() {
            return;
        }
        if let Some(name) = named_type(value).filter(|name| &***name == "**") {
            *name = "any".into();
            self.note("LEG7", span, "'**' is read as 'any'");
        }
    }

    /// Until 2.3 a command without generated code could name types of C, which the schema does not define.
    pub(super) fn unknown_types(&mut self, command: &mut Object) {
        let by_hand = command.get("gen").is_some_and(|it| matches!(it.value.kind, ValueKind::Bool(false)));
        if !self.dialect.is_oldest() || !by_hand || command.get("command").is_none() {
            return;
        }
        for entry in &mut command.entries {
            match (&*entry.key, &mut entry.value.kind) {
                ("data", ValueKind::Object(members)) => {
                    members.iter_mut().for_each(|member| self.unknown_type(&mut member.value));
                }
                ("returns", _) => self.unknown_type(&mut entry.value),
                _ => {}
            }
        }
    }

    fn unknown_type(&mut self, value: &mut Value) {
        let span = value.span;
        let Some(name) = named_type(value) else { return };
        if **name == *"**" || Builtin::from_name(name).is_some() || self.types.contains(&**name) {
            return;
        }
        let message = format!("the unknown type '{}' is read as 'any'", shown(name));
        *name = "any".into();
        self.note("LEG11", span, message);
    }

    /// All members of a struct, inherited ones first; empty for any other name.
    pub(super) fn all_members(&mut self, name: &str) -> Vec<Entry> {
        let mut parts: Vec<&[Entry]> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut next = Some(name);
        while let Some(object) = next.take().and_then(|name| self.structs.get(name)) {
            if let Some(data) = object.get("data") {
                parts.push(super::entries(&data.value));
            }
            let base = object.get("base").and_then(|base| base.value.as_str());
            next = base.filter(|base| !seen.contains(base));
            seen.extend(base);
        }
        let members: Vec<Entry> = parts.into_iter().rev().flatten().take(self.copies_left).cloned().collect();
        self.copies_left -= members.len();
        members
    }
}

/// Whether a member's type is a struct written in place, not the long form of a member, which alone has a `type`. No
/// release wrote a struct in place that has a member of this name.
fn is_inline(value: &Value) -> bool {
    let ValueKind::Object(entries) = &value.kind else { return false };
    !find(entries, "type").is_some_and(|ty| matches!(ty.value.kind, ValueKind::Str(_) | ValueKind::Array(_)))
}

/// The name of a type in any of the forms that refer to one.
fn named_type(value: &mut Value) -> Option<&mut Box<str>> {
    match &mut value.kind {
        ValueKind::Str(name) => Some(name),
        ValueKind::Array(elements) => match &mut elements[..] {
            [Value { kind: ValueKind::Str(name), .. }] => Some(name),
            _ => None,
        },
        ValueKind::Object(entries) => {
            let ty = entries.iter_mut().find(|entry| *entry.key == *"type")?;
            if matches!(ty.value.kind, ValueKind::Object(_)) { None } else { named_type(&mut ty.value) }
        }
        _ => None,
    }
}

/// An object of these members.
pub(super) fn object(entries: Vec<Entry>, span: Span) -> Value {
    Value { kind: ValueKind::Object(entries), span }
}
