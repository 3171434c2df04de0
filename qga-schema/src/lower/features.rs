//! Reads lists of features.

use super::Lower;
use crate::diagnostic::{Diagnostic, shown};
use crate::expr::{Entry, Value, ValueKind, find};
use crate::ir::Feature;
use crate::names::Named;
use crate::suggest;

impl Lower<'_> {
    /// Reads the value of a key `features`.
    pub(super) fn features_of(&mut self, entry: Option<&Entry>) -> Vec<Feature> {
        let Some(entry) = entry else { return Vec::new() };
        let ValueKind::Array(features) = &entry.value.kind else {
            let message = format!("'features' must be an array, not {}", entry.value.describe());
            self.error("FEA1", entry.value.span, message);
            return Vec::new();
        };
        features.iter().filter_map(|feature| self.feature(feature)).collect()
    }

    fn feature(&mut self, value: &Value) -> Option<Feature> {
        let (name, condition) = match &value.kind {
            ValueKind::Str(_) => (value, None),
            ValueKind::Object(entries) => {
                let Some(name) = find(entries, "name") else {
                    self.error("FEA3", value.span, "the feature lacks the key 'name'");
                    return None;
                };
                self.unknown_keys("FEA4", "a feature", entries, &["name", "if"]);
                (&name.value, find(entries, "if"))
            }
            _ => {
                let message = format!("a feature must be a name or an object, not {}", value.describe());
                self.error("FEA2", value.span, message);
                return None;
            }
        };
        let Some(text) = name.as_str() else {
            self.error("FEA2", name.span, format!("the name of a feature must be a string, not {}", name.describe()));
            return None;
        };
        self.check_name(Named::Feature, text, false, name.span);
        let condition = condition.and_then(|entry| self.condition(&entry.value));
        Some(Feature { name: text.into(), span: name.span, condition })
    }

    /// Reports keys that do not belong into the long form of something.
    pub(super) fn unknown_keys(
        &mut self,
        code: &'static str,
        owner: &str,
        entries: &[Entry],
        known: &'static [&'static str],
    ) {
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let message = format!("{owner} has no key '{}'", shown(&entry.key));
            let help = suggest::key(&entry.key, known.iter().copied());
            self.push(Diagnostic::at(code, entry.key_span, message).maybe_help(help));
        }
    }
}
