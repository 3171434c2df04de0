//! Reads the keys that are particular to each kind of definition.

use super::members::{RefCodes, named};
use super::{Lower, is_set};
use crate::diagnostic::{Diagnostic, shown};
use crate::expr::{Entry, Object, Value, ValueKind, find};
use crate::ir::{
    Alternate, Alternative, Arguments, Base, Branch, Command, Common, Definition, Enum, EnumValue, Event, Struct, Union,
};
use crate::names::Named;
use crate::source::Span;

const BRANCH_TYPE: RefCodes = RefCodes { what: "the type of a branch", shape: "UNI6", array: None };
const ALTERNATIVE_TYPE: RefCodes = RefCodes { what: "the type of a branch", shape: "ALT4", array: Some("TYP5") };
const RETURN_TYPE: RefCodes = RefCodes { what: "'returns'", shape: "CMD8", array: Some("CMD9") };

impl Lower<'_> {
    pub(super) fn kind_specific(&mut self, kind: &str, object: &Object, common: Common) -> Definition {
        match kind {
            "enum" => Definition::Enum(self.enumeration(object, common)),
            "struct" => Definition::Struct(self.structure(object, common)),
            "union" => Definition::Union(self.union(object, common)),
            "alternate" => Definition::Alternate(self.alternate(object, common)),
            "command" => Definition::Command(self.command(object, common)),
            _ => Definition::Event(self.event(object, common)),
        }
    }

    fn members_excepted(&self, common: &Common) -> bool {
        self.pragmas.member_name_exceptions.contains(&common.name)
    }

    fn enumeration(&mut self, object: &Object, common: Common) -> Enum {
        let mut values = Vec::new();
        let data = object.get("data").map(|entry| &entry.value);
        let elements = match data.map(|data| (&data.kind, data)) {
            Some((ValueKind::Array(elements), _)) => &elements[..],
            Some((_, data)) => {
                let message = format!("the values of an enum must be an array, not {}", data.describe());
                self.error("ENU1", data.span, message);
                &[]
            }
            None => &[],
        };
        let prefix = object.get("prefix").and_then(|entry| match entry.value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                let message = format!("'prefix' must be a string, not {}", entry.value.describe());
                self.error("ENU2", entry.value.span, message);
                None
            }
        });
        let excepted = self.members_excepted(&common);
        values.extend(elements.iter().filter_map(|element| self.enum_value(element, excepted)));
        Enum { common, values, prefix }
    }

    fn enum_value(&mut self, value: &Value, excepted: bool) -> Option<EnumValue> {
        let (name, entries) = match &value.kind {
            ValueKind::Str(_) => (value, &[][..]),
            ValueKind::Object(entries) => {
                let Some(name) = find(entries, "name") else {
                    self.error("ENU4", value.span, "the enum value lacks the key 'name'");
                    return None;
                };
                self.unknown_keys("ENU5", "an enum value", entries, &["name", "if", "features"]);
                (&name.value, &entries[..])
            }
            _ => {
                let message = format!("an enum value must be a name or an object, not {}", value.describe());
                self.error("ENU3", value.span, message);
                return None;
            }
        };
        let Some(text) = name.as_str() else {
            let message = format!("the name of an enum value must be a string, not {}", name.describe());
            self.error("ENU3", name.span, message);
            return None;
        };
        self.check_name(Named::EnumValue, text, excepted, name.span);
        let condition = find(entries, "if").and_then(|entry| self.condition(&entry.value));
        let features = self.features_of(find(entries, "features"));
        Some(EnumValue { name: text.into(), span: name.span, condition, features })
    }

    fn structure(&mut self, object: &Object, common: Common) -> Struct {
        let excepted = self.members_excepted(&common);
        let members = match object.get("data").map(|entry| &entry.value) {
            Some(Value { kind: ValueKind::Object(entries), .. }) => self.members(entries, excepted),
            Some(data) => {
                let message = format!("the members of a struct must be an object, not {}", data.describe());
                self.error("TYP1", data.span, message);
                Vec::new()
            }
            None => Vec::new(),
        };
        let base = object.get("base").map(|entry| &entry.value);
        let base_span = base.map_or(common.name_span, |base| base.span);
        let base = base.and_then(|base| match base.as_str() {
            Some(name) => Some(name.to_owned()),
            None => {
                let message = format!("the base of a struct must be the name of one, not {}", base.describe());
                self.error("TYP10", base.span, message);
                None
            }
        });
        Struct { common, base, base_span, members }
    }

    fn union(&mut self, object: &Object, common: Common) -> Union {
        let excepted = self.members_excepted(&common);
        let name = common.name_span;
        let (base, base_span) = match object.get("base").map(|entry| &entry.value) {
            Some(Value { kind: ValueKind::Object(entries), span }) => {
                (Base::Inline(self.members(entries, excepted)), *span)
            }
            Some(Value { kind: ValueKind::Str(name), span }) => (Base::Named(name.as_ref().into()), *span),
            Some(base) => {
                let message = format!("the base of a union must be an object or a name, not {}", base.describe());
                self.error("UNI1", base.span, message);
                (Base::Inline(Vec::new()), base.span)
            }
            None => (Base::Inline(Vec::new()), name),
        };
        let discriminator = object.get("discriminator").map(|entry| &entry.value);
        let discriminator_span = discriminator.map_or(name, |it| it.span);
        let discriminator = match discriminator.map(|it| (it.as_str(), it)) {
            Some((Some(text), _)) => text.to_owned(),
            Some((None, value)) => {
                let message = format!("the discriminator must be a string, not {}", value.describe());
                self.error("UNI2", value.span, message);
                String::new()
            }
            None => String::new(),
        };
        let branches = match object.get("data").map(|entry| &entry.value) {
            Some(Value { kind: ValueKind::Object(entries), .. }) => {
                entries.iter().filter_map(|entry| self.branch(entry)).collect()
            }
            Some(data) => {
                let message = format!("the branches of a union must be an object, not {}", data.describe());
                self.error("UNI3", data.span, message);
                Vec::new()
            }
            None => Vec::new(),
        };
        Union { common, base, base_span, discriminator, discriminator_span, branches }
    }

    fn branch(&mut self, entry: &Entry) -> Option<Branch> {
        let (value, condition) = match &entry.value.kind {
            ValueKind::Object(entries) => {
                let Some(ty) = find(entries, "type") else {
                    let message = format!("branch '{}' lacks the key 'type'", shown(&entry.key));
                    let diagnostic = Diagnostic::at("UNI4", entry.value.span, message);
                    self.push(diagnostic.help("define a struct of its own: members cannot be written in place"));
                    return None;
                };
                self.unknown_keys("UNI5", "a branch", entries, &["type", "if"]);
                (&ty.value, find(entries, "if"))
            }
            _ => (&entry.value, None),
        };
        let condition = condition.and_then(|entry| self.condition(&entry.value));
        let ty = self.type_ref(value, BRANCH_TYPE);
        let (ty, ty_span) = ty?;
        let ty = Some(ty.ty.name().to_owned());
        Some(Branch { tag: entry.key.as_ref().into(), span: entry.key_span, ty, ty_span, condition })
    }

    fn alternate(&mut self, object: &Object, common: Common) -> Alternate {
        let branches = match object.get("data").map(|entry| &entry.value) {
            Some(Value { kind: ValueKind::Object(entries), span }) => {
                if entries.is_empty() {
                    self.error("ALT1", *span, "an alternate needs at least one branch");
                }
                entries.iter().filter_map(|entry| self.alternative(entry)).collect()
            }
            Some(data) => {
                let message = format!("the branches of an alternate must be an object, not {}", data.describe());
                self.error("ALT2", data.span, message);
                Vec::new()
            }
            None => Vec::new(),
        };
        Alternate { common, branches }
    }

    fn alternative(&mut self, entry: &Entry) -> Option<Alternative> {
        self.check_name(Named::Alternative, &entry.key, false, entry.key_span);
        let (value, condition) = match &entry.value.kind {
            ValueKind::Object(entries) => {
                let Some(ty) = find(entries, "type") else {
                    let message = format!("branch '{}' lacks the key 'type'", shown(&entry.key));
                    self.error("ALT3", entry.value.span, message);
                    return None;
                };
                self.unknown_keys("ALT3", "a branch", entries, &["type", "if"]);
                (&ty.value, find(entries, "if"))
            }
            _ => (&entry.value, None),
        };
        let condition = condition.and_then(|entry| self.condition(&entry.value));
        let ty = self.type_ref(value, ALTERNATIVE_TYPE);
        let (ty, ty_span) = ty?;
        Some(Alternative { name: entry.key.as_ref().into(), span: entry.key_span, ty, ty_span, condition })
    }

    fn command(&mut self, object: &Object, common: Common) -> Command {
        let (arguments, arguments_span) = self.arguments(object, common.name_span);
        let returns = object.get("returns").and_then(|entry| self.type_ref(&entry.value, RETURN_TYPE));
        let returns_span = returns.as_ref().map_or(common.name_span, |(_, span)| *span);
        Command {
            common,
            arguments,
            arguments_span,
            returns: returns.map(|(ty, _)| ty),
            returns_span,
            boxed: is_set(object, "boxed"),
            generate: object.get("gen").is_none(),
            success_response: object.get("success-response").is_none(),
            allow_oob: is_set(object, "allow-oob"),
            allow_preconfig: is_set(object, "allow-preconfig"),
            coroutine: is_set(object, "coroutine"),
        }
    }

    fn event(&mut self, object: &Object, common: Common) -> Event {
        let (arguments, arguments_span) = self.arguments(object, common.name_span);
        Event { common, arguments, arguments_span, boxed: is_set(object, "boxed") }
    }

    fn arguments(&mut self, object: &Object, name: Span) -> (Arguments, Span) {
        let boxed = object.get("boxed").filter(|_| is_set(object, "boxed"));
        let Some(data) = object.get("data").map(|entry| &entry.value) else {
            if let Some(boxed) = boxed {
                let diagnostic = Diagnostic::at("CMD3", boxed.key_span, "'boxed' needs 'data', which names a type");
                self.push(diagnostic);
            }
            return (Arguments::None, name);
        };
        let arguments = match &data.kind {
            ValueKind::Str(type_name) => Arguments::Named(named(type_name).name().to_owned()),
            ValueKind::Object(entries) => {
                if let Some(boxed) = boxed {
                    let diagnostic =
                        Diagnostic::at("CMD2", data.span, "with 'boxed', 'data' must be the name of a type");
                    self.push(diagnostic.label(boxed.key_span, "boxed here").help("define a struct of its own"));
                }
                match self.inline_arguments(entries) {
                    members if members.is_empty() => Arguments::None,
                    members => Arguments::Inline(members),
                }
            }
            _ => {
                self.error("CMD1", data.span, format!("'data' must be a name or an object, not {}", data.describe()));
                Arguments::None
            }
        };
        (arguments, data.span)
    }
}
