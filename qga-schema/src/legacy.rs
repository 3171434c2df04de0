//! Rewrites constructs that only old releases of QEMU accepted into the language of today.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::Dialect;
use crate::expr::{Entry, Object, Value, ValueKind, find};
use crate::include::{Parsed, ParsedSchema};
use crate::source::Span;

mod members;
mod unions;

/// The keys by which today's definitions are recognised.
const KINDS: [&str; 6] = ["enum", "struct", "union", "alternate", "command", "event"];

/// How many members are copied from bases in all.
const MAX_COPIES: usize = 1_000_000;

/// Rewrites what the dialect writes differently; each rewriting is noted.
pub(crate) fn normalise(schema: &mut ParsedSchema, dialect: Dialect, diagnostics: &mut Diagnostics) {
    let definitions = std::mem::take(&mut schema.definitions);
    let structs = definitions.iter().filter_map(|it| {
        let name = it.object.get("struct").or_else(|| it.object.get("type"))?.value.as_str()?;
        Some((name.to_owned(), it.object.clone()))
    });
    let mut legacy = Legacy {
        structs: structs.collect(),
        names: definitions.iter().filter_map(|it| definition_name(&it.object)).map(str::to_owned).collect(),
        types: definitions.iter().filter_map(|it| type_name(&it.object)).map(str::to_owned).collect(),
        wrappers: HashMap::new(),
        dialect,
        diagnostics,
        anchor: Span::new(0, 0, 0),
        copies_left: MAX_COPIES,
        generated: Vec::new(),
    };
    let mut moved_to = Vec::with_capacity(definitions.len() + 1);
    let mut rewritten = Vec::with_capacity(definitions.len());
    for mut definition in definitions {
        moved_to.push(rewritten.len());
        legacy.anchor = definition.object.anchor();
        legacy.definition(&mut definition.object);
        rewritten.extend(legacy.generated.drain(..).map(|object| Parsed { object, doc: None, generated: true }));
        rewritten.push(definition);
    }
    moved_to.push(rewritten.len());
    schema.definitions = rewritten;
    for include in schema.modules.iter_mut().flat_map(|module| &mut module.includes) {
        include.at = moved_to.get(include.at).copied().unwrap_or(include.at);
    }
    for (at, _) in &mut schema.remarks {
        *at = moved_to.get(*at).copied().unwrap_or(*at);
    }
}

/// The name of a type that is defined.
fn type_name(object: &Object) -> Option<&str> {
    let is_type = object.get("command").is_none() && object.get("event").is_none();
    definition_name(object).filter(|_| is_type)
}

fn definition_name(object: &Object) -> Option<&str> {
    let entry = KINDS.iter().find_map(|kind| object.get(kind)).or_else(|| object.get("type"))?;
    entry.value.as_str()
}

struct Legacy<'d> {
    /// The structs of the schema, to copy their members.
    structs: HashMap<String, Object>,
    /// All names that are taken.
    names: HashSet<String>,
    /// The names of types.
    types: HashSet<String>,
    /// The object that holds a branch of a simple union, by the branch's type.
    wrappers: HashMap<String, String>,
    dialect: Dialect,
    diagnostics: &'d mut Diagnostics,
    anchor: Span,
    /// How many more members may be copied; a few bytes of text can ask for very many.
    copies_left: usize,
    /// Definitions to put in front of the current one.
    generated: Vec<Object>,
}

impl Legacy<'_> {
    fn note(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::at(code, span, message).anchored(self.anchor).note());
    }

    fn definition(&mut self, object: &mut Object) {
        self.type_to_struct(object);
        let Some(name) = definition_name(object).map(str::to_owned) else { return };
        if object.get("union").is_some() {
            self.union(object, &name);
        }
        self.flags(object);
        self.named_members(object);
        self.unknown_types(object);
        let owner = camel_case(&name);
        let branches = object.get("union").is_some() || object.get("alternate").is_some();
        for entry in &mut object.entries {
            match &mut entry.value.kind {
                ValueKind::Object(entries) if matches!(&*entry.key, "data" | "base") => match (&*entry.key, branches) {
                    ("data", true) => entries.iter_mut().for_each(|branch| self.anything(&mut branch.value)),
                    _ => self.members(&owner, entries),
                },
                // Until 2.4 a struct could be written in place here, too.
                ValueKind::Object(_) if *entry.key == *"returns" && self.dialect.has_loose_names() => {
                    self.inline_struct(&format!("{owner}Returns"), &mut entry.value);
                }
                ValueKind::Array(_) | ValueKind::Str(_) if *entry.key == *"returns" => self.anything(&mut entry.value),
                _ => {}
            }
        }
    }

    /// `type` was the key of structs until 2.3.
    fn type_to_struct(&mut self, object: &mut Object) {
        if !self.dialect.is_oldest() || KINDS.iter().any(|kind| object.get(kind).is_some()) {
            return;
        }
        let entry = object.entries.iter_mut().find(|entry| *entry.key == *"type" && entry.value.as_str().is_some());
        if let Some(entry) = entry {
            entry.key = "struct".into();
            let span = entry.key_span;
            self.note("LEG1", span, "'type' is read as 'struct'");
        }
    }

    /// Until 2.3 flags were switched off with 'no'.
    fn flags(&mut self, object: &mut Object) {
        if !self.dialect.is_oldest() {
            return;
        }
        for entry in &mut object.entries {
            if matches!(&*entry.key, "gen" | "success-response") && entry.value.as_str() == Some("no") {
                entry.value.kind = ValueKind::Bool(false);
                let message = format!("'{}': 'no' is read as false", entry.key);
                let span = entry.value.span;
                self.note("LEG6", span, message);
            }
        }
    }

    /// Until 8.0 a struct could name another type instead of members.
    fn named_members(&mut self, object: &mut Object) {
        if object.get("struct").is_none() || object.get("base").is_some() {
            return;
        }
        let Some(at) = object.entries.iter().position(|it| *it.key == *"data" && it.value.as_str().is_some()) else {
            return;
        };
        let entry = &mut object.entries[at];
        let span = entry.value.span;
        let empty = Value { kind: ValueKind::Object(Vec::new()), span };
        let base = std::mem::replace(&mut entry.value, empty);
        object.entries.push(Entry { key: "base".into(), key_span: span, value: base });
        self.note("LEG10", span, "a struct whose 'data' names a type is read as one with that base");
    }

    /// A name nothing else has.
    fn unique(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }

    /// Adds a definition in front of the current one.
    fn define(&mut self, kind: &str, name: &str, data: Value, more: Vec<Entry>) {
        let span = self.anchor;
        let mut entries = vec![entry(kind, string(name, span)), Entry { key_span: span, ..entry("data", data) }];
        entries.extend(more);
        self.generated.push(Object { entries, span });
    }
}

fn string(text: &str, span: Span) -> Value {
    Value { kind: ValueKind::Str(text.into()), span }
}

fn entry(key: &str, value: Value) -> Entry {
    Entry { key: key.into(), key_span: value.span, value }
}

/// The entries of an object; none of anything else.
fn entries(value: &Value) -> &[Entry] {
    match &value.kind {
        ValueKind::Object(entries) => entries,
        _ => &[],
    }
}

/// A copy of the condition of a long form.
fn condition(value: &Value) -> Option<Entry> {
    find(entries(value), "if").cloned()
}

/// A name as types are written: `guest-exec` becomes `GuestExec`.
fn camel_case(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}
