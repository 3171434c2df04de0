//! Rewrites members: structs written in place, and types of any kind.

use super::{Legacy, camel_case, string};
use crate::expr::{Entry, Value, ValueKind, find};
use crate::source::Span;

impl Legacy<'_> {
    /// Rewrites members of `owner`.
    pub(super) fn members(&mut self, owner: &str, entries: &mut [Entry]) {
        for entry in entries {
            if is_inline(&entry.value) {
                let name = format!("{owner}{}", camel_case(&entry.key));
                self.inline_struct(&name, &mut entry.value);
            } else {
                self.anything(&mut entry.value);
            }
        }
    }

    /// Gives a struct that is written in place a definition and a name.
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
        if self.any(value) {
            self.note("LEG7", span, "'**' is read as 'any'");
        }
    }

    fn any(&mut self, value: &mut Value) -> bool {
        match &mut value.kind {
            ValueKind::Str(text) if **text == *"**" => {
                *text = "any".into();
                true
            }
            ValueKind::Array(elements) => match &mut elements[..] {
                [element @ Value { kind: ValueKind::Str(_), .. }] => self.any(element),
                _ => false,
            },
            ValueKind::Object(entries) => {
                let ty = entries.iter_mut().find(|entry| *entry.key == *"type");
                ty.is_some_and(|ty| !matches!(ty.value.kind, ValueKind::Object(_)) && self.any(&mut ty.value))
            }
            _ => false,
        }
    }

    /// All members of a struct, inherited ones first; empty if it is not known.
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

/// Whether a member's type is a struct written in place, not the long form of a member.
fn is_inline(value: &Value) -> bool {
    let ValueKind::Object(entries) = &value.kind else { return false };
    let long_form = entries.iter().all(|entry| matches!(&*entry.key, "type" | "if" | "features"))
        && find(entries, "type").is_some_and(|ty| matches!(ty.value.kind, ValueKind::Str(_) | ValueKind::Array(_)));
    !long_form
}

/// An object of these members.
pub(super) fn object(entries: Vec<Entry>, span: Span) -> Value {
    Value { kind: ValueKind::Object(entries), span }
}
