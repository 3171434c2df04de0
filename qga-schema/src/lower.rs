//! Turns parsed expressions into definitions: checks their shape, not yet their references.

use crate::diagnostic::{Diagnostic, Diagnostics, shown};
use crate::dialect::Dialect;
use crate::doc::{Doc, SectionKind};
use crate::expr::{Entry, Object, Value, ValueKind};
use crate::include::Parsed;
use crate::ir::{Common, Definition};
use crate::names::{self, Named};
use crate::pragma::Pragmas;
use crate::source::Span;
use crate::suggest;

mod condition;
mod features;
mod kinds;
mod members;

/// What checking the shape of definitions needs.
pub(crate) struct Lower<'a> {
    pub(crate) pragmas: &'a Pragmas,
    pub(crate) dialect: Dialect,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// The `{` of the current definition.
    pub(crate) anchor: Span,
}

/// The keys of one kind of definition.
struct Keys {
    kind: &'static str,
    named: Named,
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const KINDS: [Keys; 6] = [
    Keys { kind: "enum", named: Named::Type, required: &["data"], optional: &["prefix", "if", "features"] },
    Keys { kind: "struct", named: Named::Type, required: &["data"], optional: &["base", "if", "features"] },
    Keys {
        kind: "union",
        named: Named::Type,
        required: &["base", "discriminator", "data"],
        optional: &["if", "features"],
    },
    Keys { kind: "alternate", named: Named::Type, required: &["data"], optional: &["if", "features"] },
    Keys {
        kind: "command",
        named: Named::Command,
        required: &[],
        optional: &[
            "data",
            "returns",
            "boxed",
            "gen",
            "success-response",
            "allow-oob",
            "allow-preconfig",
            "coroutine",
            "if",
            "features",
        ],
    },
    Keys { kind: "event", named: Named::Event, required: &[], optional: &["data", "boxed", "if", "features"] },
];

impl Lower<'_> {
    /// Turns one expression into a definition; none if its kind is unclear.
    pub(crate) fn definition(&mut self, parsed: Parsed, module: usize) -> Option<Definition> {
        let Parsed { object, doc, generated } = parsed;
        self.anchor = object.anchor();
        let (keys, entry) = self.kind(&object)?;
        let name = self.name(keys, entry);
        if !generated {
            self.doc(keys, &object, entry, &name, doc.as_ref());
        }
        self.keys(keys, &object, entry);
        let common = Common {
            name,
            span: object.span,
            name_span: entry.value.span,
            module,
            condition: None,
            features: Vec::new(),
            doc,
        };
        let mut definition = self.kind_specific(keys.kind, &object, common);
        let condition = object.get("if").and_then(|entry| self.condition(&entry.value));
        let features = self.features_of(object.get("features"));
        let common = definition.common_mut();
        common.condition = condition;
        common.features = features;
        if let Definition::Command(_) | Definition::Event(_) = definition {
            self.flags(&object);
        }
        Some(definition)
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.push(Diagnostic::at(code, span, message));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.anchored(self.anchor));
    }

    /// Which kind of definition it is.
    fn kind<'o>(&mut self, object: &'o Object) -> Option<(&'static Keys, &'o Entry)> {
        let keys_of = |entry: &Entry| KINDS.iter().find(|keys| *keys.kind == *entry.key);
        let mut found = object.entries.iter().filter_map(|entry| keys_of(entry).map(|keys| (keys, entry)));
        let Some(first) = found.next() else {
            let message = "the expression defines nothing";
            let kinds = KINDS.iter().map(|keys| keys.kind);
            let meant = object.entries.iter().find_map(|entry| suggest::did_you_mean(&entry.key, kinds.clone()));
            let help = "it needs a key 'enum', 'struct', 'union', 'alternate', 'command' or 'event'";
            let help = meant.unwrap_or_else(|| help.into());
            self.push(Diagnostic::at("DEF1", object.span, message).help(help));
            return None;
        };
        if let Some((_, second)) = found.next() {
            let message = format!("the expression defines both {} and {}", article(first.0.kind), article(&second.key));
            self.push(Diagnostic::at("DEF2", second.key_span, message).label(first.1.key_span, "first key"));
            return None;
        }
        Some(first)
    }

    fn name(&mut self, keys: &Keys, entry: &Entry) -> String {
        let Some(name) = entry.value.as_str() else {
            let message =
                format!("the name of {} must be a string, not {}", article(keys.kind), entry.value.describe());
            self.error("DEF3", entry.value.span, message);
            return String::new();
        };
        let excepted = keys.named == Named::Command && self.pragmas.command_name_exceptions.contains(name);
        self.check_name(keys.named, name, excepted, entry.value.span);
        name.into()
    }

    /// Checks a name; `excepted` says that a pragma allows uppercase letters and `_`.
    fn check_name(&mut self, what: Named, name: &str, excepted: bool, span: Span) {
        let Some(fault) = names::check(what, name, excepted, span) else { return };
        // Enum values had dots until 2.5; otherwise only the general shape of names counts in old schemas.
        let dotted = what == Named::EnumValue && name.contains('.');
        let malformed = names::is_malformed(&fault);
        let tolerated =
            if malformed { dotted && names::has_shape(&name.replace('.', "-")) } else { fault.code != "NAM12" };
        self.push(fault.warning_if(self.dialect.has_loose_names() && tolerated));
    }

    fn doc(&mut self, keys: &Keys, object: &Object, entry: &Entry, name: &str, doc: Option<&Doc>) {
        let Some(doc) = doc else {
            if self.pragmas.doc_required {
                let message = format!("{} '{name}' has no documentation", keys.kind);
                let help = "the pragma 'doc-required' asks for a block `## # @NAME: … ##` in front of each definition";
                let diagnostic = Diagnostic::at("DOC2", entry.value.span, message).help(help);
                self.push(diagnostic);
            }
            return;
        };
        if let Some(symbol) = doc.symbol.as_deref().filter(|symbol| *symbol != name && !name.is_empty()) {
            let message = format!("the documentation of '{symbol}' stands in front of '{name}'");
            let diagnostic = Diagnostic::at("DOC1", doc.symbol_span, message);
            let diagnostic = diagnostic.label(entry.value.span, "the definition that follows");
            self.push(diagnostic.warning_if(self.dialect.is_old()));
        }
        for section in &doc.sections {
            let (code, tag) = match section.kind {
                SectionKind::Returns if keys.kind != "command" => ("DOC16", "Returns"),
                SectionKind::Returns if object.get("returns").is_none() => ("DOC17", "Returns"),
                SectionKind::Errors if keys.kind != "command" => ("DOC18", "Errors"),
                _ => continue,
            };
            let message = match code {
                "DOC17" => format!("`Returns:` in the documentation of '{name}', which returns nothing"),
                _ => format!("`{tag}:` in the documentation of {} '{name}': only commands have it", keys.kind),
            };
            let diagnostic = Diagnostic::at(code, section.name_span, message);
            let diagnostic = diagnostic.label(entry.value.span, "defined here").anchored(section.name_span);
            self.diagnostics.push(diagnostic);
        }
    }

    /// Checks that all required keys are there, and no unknown ones.
    fn keys(&mut self, keys: &Keys, object: &Object, name: &Entry) {
        for required in keys.required.iter().filter(|key| object.get(key).is_none()) {
            let message = format!("{} lacks the key '{required}'", article(keys.kind));
            let diagnostic = Diagnostic::at("DEF4", name.value.span, message);
            let help = match *required {
                "discriminator" => Some("it names the member of 'base' whose value, of an enum, selects the branch"),
                "base" => Some("it holds the members all branches have in common, the discriminator among them"),
                _ => None,
            };
            self.push(diagnostic.maybe_help(help.map(str::to_owned)));
        }
        let known = || keys.required.iter().chain(keys.optional).copied();
        for entry in &object.entries {
            if *entry.key == *keys.kind || known().any(|key| *key == *entry.key) {
                continue;
            }
            let message = format!("{} has no key '{}'", article(keys.kind), shown(&entry.key));
            let diagnostic = Diagnostic::at("DEF5", entry.key_span, message);
            let diagnostic = diagnostic.maybe_help(suggest::key(&entry.key, known().collect::<Vec<_>>()));
            self.push(diagnostic);
        }
    }

    /// Checks flags, which may only state the opposite of their default.
    fn flags(&mut self, object: &Object) {
        let flags = [
            ("gen", false),
            ("success-response", false),
            ("boxed", true),
            ("allow-oob", true),
            ("allow-preconfig", true),
            ("coroutine", true),
        ];
        for (key, allowed) in flags {
            let Some(entry) = object.get(key) else { continue };
            if !matches!(entry.value.kind, ValueKind::Bool(value) if value == allowed) {
                let code = if allowed { "CMD13" } else { "CMD12" };
                let message = format!("the value of '{key}' must be {allowed}");
                let diagnostic = Diagnostic::at(code, entry.value.span, message);
                self.push(diagnostic.help(format!("leave the key out for {}", !allowed)));
            }
        }
        if let (Some(oob), Some(coroutine)) = (object.get("allow-oob"), object.get("coroutine")) {
            let (first, second) = if oob.key_span < coroutine.key_span { (oob, coroutine) } else { (coroutine, oob) };
            let message = "'allow-oob' and 'coroutine' exclude each other";
            self.push(Diagnostic::at("CMD14", second.key_span, message).label(first.key_span, "first key"));
        }
    }
}

/// A noun with its article.
fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// Whether a flag is set.
fn is_set(object: &Object, key: &str) -> bool {
    let set = |value: &Value| match &value.kind {
        ValueKind::Bool(value) => *value,
        ValueKind::Str(text) => !text.is_empty(),
        ValueKind::Object(entries) => !entries.is_empty(),
        ValueKind::Array(values) => !values.is_empty(),
        ValueKind::Nothing => false,
    };
    object.get(key).is_some_and(|entry| set(&entry.value))
}
