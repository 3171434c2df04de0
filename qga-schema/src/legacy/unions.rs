//! Rewrites unions: simple ones, anonymous ones, and those with a string as discriminator.

use super::members::object;
use super::{Legacy, camel_case, condition, entries, entry, string};
use crate::expr::{Entry, Object, Value, ValueKind, find};
use crate::source::Span;

impl Legacy<'_> {
    pub(super) fn union(&mut self, union: &mut Object, name: &str) {
        let discriminator = union.get("discriminator").map(|entry| entry.value.clone());
        let oldest = self.dialect.is_oldest();
        match discriminator {
            None if oldest || union.get("base").is_none() => self.simple(union, name),
            Some(Value { kind: ValueKind::Object(entries), span }) if oldest && entries.is_empty() => {
                self.anonymous(union, span);
            }
            Some(Value { kind: ValueKind::Str(tag), .. }) if oldest => self.string_tag(union, name, &tag),
            _ => {}
        }
    }

    /// Until 2.3 an alternate was a union whose discriminator is `{}`.
    fn anonymous(&mut self, union: &mut Object, span: Span) {
        union.entries.retain(|entry| *entry.key != *"discriminator");
        for entry in union.entries.iter_mut().filter(|entry| *entry.key == *"union") {
            entry.key = "alternate".into();
        }
        self.note("LEG4", span, "the anonymous union is read as an alternate");
    }

    /// Until 6.1 a union without a discriminator held its value in a member `data`, and its branch in a member `type`.
    fn simple(&mut self, union: &mut Object, name: &str) {
        let Some(data) = union.entries.iter_mut().find(|entry| *entry.key == *"data") else { return };
        let span = data.value.span;
        let ValueKind::Object(branches) = &mut data.value.kind else { return };
        let mut branches = std::mem::take(branches);
        let kind = self.unique(&format!("{name}Kind"));
        let values = branches.iter().map(|branch| {
            let mut value = vec![entry("name", string(&branch.key, branch.key_span))];
            value.extend(condition(&branch.value));
            object(value, branch.key_span)
        });
        let values = Value { kind: ValueKind::Array(values.collect()), span };
        let owner = union.entries.iter().filter(|entry| *entry.key == *"if").cloned().collect();
        self.define("enum", &kind, values, owner);
        for branch in &mut branches {
            self.wrap(branch);
        }
        for entry in union.entries.iter_mut().filter(|entry| *entry.key == *"data") {
            entry.value.kind = ValueKind::Object(std::mem::take(&mut branches));
        }
        let mut common = match union.get("base").map(|base| &base.value) {
            Some(Value { kind: ValueKind::Str(base), .. }) => self.all_members(base),
            Some(Value { kind: ValueKind::Object(entries), .. }) => entries.clone(),
            _ => Vec::new(),
        };
        common.push(entry("type", string(&kind, span)));
        union.entries.retain(|entry| *entry.key != *"base");
        union.entries.push(entry("base", object(common, span)));
        union.entries.push(entry("discriminator", string("type", span)));
        let message =
            format!("the simple union '{name}' is read as one with the discriminator 'type' of enum '{kind}'");
        self.note("LEG3", span, message);
    }

    /// Puts a branch of a simple union into an object with the one member `data`.
    fn wrap(&mut self, branch: &mut Entry) {
        let long_form = find(entries(&branch.value), "type").map(|ty| ty.value.clone());
        let ty = long_form.unwrap_or_else(|| branch.value.clone());
        let element = |value: &Value| match &value.kind {
            ValueKind::Array(elements) => elements.first().and_then(Value::as_str).map(|name| format!("{name}List")),
            _ => value.as_str().map(str::to_owned),
        };
        let Some(key) = element(&ty) else { return };
        let wrapper = match self.wrappers.get(&key) {
            Some(wrapper) => wrapper.clone(),
            None => {
                let wrapper = self.unique(&format!("{}Wrapper", camel_case(&key)));
                let mut ty = ty;
                self.anything(&mut ty);
                let span = ty.span;
                self.define("struct", &wrapper, object(vec![entry("data", ty)], span), Vec::new());
                self.wrappers.insert(key, wrapper.clone());
                wrapper
            }
        };
        let span = branch.value.span;
        let mut value = vec![entry("type", string(&wrapper, span))];
        value.extend(condition(&branch.value));
        branch.value = object(value, span);
    }

    /// Until 1.7 the discriminator could be a string; the branches' names are the known values.
    fn string_tag(&mut self, union: &mut Object, name: &str, tag: &str) {
        let Some(base) = union.get("base").map(|base| base.value.clone()) else { return };
        let mut common = match &base.kind {
            ValueKind::Str(base) => self.all_members(base),
            ValueKind::Object(entries) => entries.clone(),
            _ => return,
        };
        let is_tag = |entry: &&mut Entry| *entry.key == *tag && entry.value.as_str() == Some("str");
        let Some(member) = common.iter_mut().find(is_tag) else { return };
        let Some(data) = union.get("data") else { return };
        let names = entries(&data.value).iter().map(|branch| string(&branch.key, branch.key_span));
        let values = Value { kind: ValueKind::Array(names.collect()), span: data.value.span };
        let kind = self.unique(&format!("{name}{}", camel_case(tag)));
        member.value = string(&kind, member.value.span);
        self.define("enum", &kind, values, Vec::new());
        for entry in union.entries.iter_mut().filter(|entry| *entry.key == *"base") {
            entry.value = object(std::mem::take(&mut common), base.span);
        }
        let message = format!("the string '{tag}' is read as enum '{kind}', whose values are the branches");
        self.note("LEG5", base.span, message);
    }
}
