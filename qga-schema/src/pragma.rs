//! Settings that a schema makes for its own check.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics, shown};
use crate::dialect::Dialect;
use crate::expr::{Object, Value, ValueKind};
use crate::suggest;

/// The settings of a schema; the last directive that sets one counts for all of it.
#[derive(Clone, Debug, Default)]
pub struct Pragmas {
    /// Whether every definition needs documentation.
    pub doc_required: bool,
    /// Commands whose names may contain `_`.
    pub command_name_exceptions: HashSet<String>,
    /// Commands that may return something other than objects.
    pub command_returns_exceptions: HashSet<String>,
    /// Definitions whose members may lack a description.
    pub documentation_exceptions: HashSet<String>,
    /// Types whose members or values may contain uppercase letters and `_`.
    pub member_name_exceptions: HashSet<String>,
}

const KEYS: [&str; 5] = [
    "doc-required",
    "command-name-exceptions",
    "command-returns-exceptions",
    "documentation-exceptions",
    "member-name-exceptions",
];

impl Pragmas {
    /// Takes over what a directive sets.
    pub(crate) fn apply(&mut self, directive: &Object, dialect: Dialect, diagnostics: &mut Diagnostics) {
        let anchor = directive.anchor();
        for entry in directive.entries.iter().filter(|entry| *entry.key != *"pragma") {
            let message = format!("a pragma stands alone, but here is a key '{}', too", shown(&entry.key));
            diagnostics.push(Diagnostic::at("PRG1", entry.key_span, message).anchored(anchor));
        }
        let Some(pragma) = directive.get("pragma") else { return };
        let ValueKind::Object(settings) = &pragma.value.kind else {
            let message = format!("the value of 'pragma' must be an object, not {}", pragma.value.describe());
            diagnostics.push(Diagnostic::at("PRG2", pragma.value.span, message).anchored(anchor));
            return;
        };
        for setting in settings {
            let key = if dialect.has_loose_names() { current_key(&setting.key) } else { &setting.key };
            if key != &*setting.key {
                let message = format!("'{}' is read as '{key}'", setting.key);
                diagnostics.push(Diagnostic::at("LEG9", setting.key_span, message).anchored(anchor).note());
            }
            let result = self.set(key, &setting.value);
            let diagnostic = match result {
                Ok(true) => continue,
                Ok(false) => {
                    let message = format!("unknown pragma '{}'", shown(&setting.key));
                    let unknown = Diagnostic::at("PRG3", setting.key_span, message);
                    unknown.maybe_help(suggest::did_you_mean(&setting.key, KEYS))
                }
                Err(diagnostic) => *diagnostic,
            };
            diagnostics.push(diagnostic.anchored(anchor));
        }
    }

    /// Makes one setting; `Ok(false)` if there is none of this name.
    fn set(&mut self, key: &str, value: &Value) -> Result<bool, Box<Diagnostic>> {
        let list = match key {
            "doc-required" => {
                let ValueKind::Bool(required) = value.kind else {
                    let message = format!("'doc-required' must be a boolean, not {}", value.describe());
                    return Err(Box::new(Diagnostic::at("PRG4", value.span, message)));
                };
                self.doc_required = required;
                return Ok(true);
            }
            "command-name-exceptions" => &mut self.command_name_exceptions,
            "command-returns-exceptions" => &mut self.command_returns_exceptions,
            "documentation-exceptions" => &mut self.documentation_exceptions,
            "member-name-exceptions" => &mut self.member_name_exceptions,
            _ => return Ok(false),
        };
        let ValueKind::Array(names) = &value.kind else {
            let message = format!("'{key}' must be a list of names, not {}", value.describe());
            return Err(Box::new(Diagnostic::at("PRG5", value.span, message)));
        };
        let mut found = HashSet::with_capacity(names.len());
        for name in names {
            let Some(text) = name.as_str() else {
                let message = format!("'{key}' must be a list of names, but holds {}", name.describe());
                return Err(Box::new(Diagnostic::at("PRG5", name.span, message)));
            };
            found.insert(text.into());
        }
        *list = found;
        Ok(true)
    }
}

/// What a pragma is called today.
fn current_key(key: &str) -> &str {
    match key {
        "returns-whitelist" => "command-returns-exceptions",
        "name-case-whitelist" => "member-name-exceptions",
        _ => key,
    }
}
