//! What the schema calls deprecated, so that the compiler says it to those who use it.
//!
//! Generated code itself has to mention such things; where it does, it waives the warning.

use qga_schema::doc::Doc;
use qga_schema::ir::Feature;

use crate::code::{Code, line, literal};
use crate::doc_comments::readable;

/// The feature that says so.
const FEATURE: &str = "deprecated";

/// Whether these are the features of something deprecated.
pub(crate) fn is_among(features: &[Feature]) -> bool {
    features.iter().any(is)
}

/// Whether it is this feature.
pub(crate) fn is(feature: &Feature) -> bool {
    feature.name == FEATURE
}

/// What the compiler says of something with these features, if it is deprecated; that may be nothing more.
pub(crate) fn note(doc: Option<&Doc>, features: &[Feature]) -> Option<String> {
    let feature = features.iter().find(|it| is(it))?;
    let text = doc.and_then(|it| it.feature(FEATURE)).unwrap_or_default();
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let condition = feature.condition.as_ref().map(|it| format!("(where `{}`)", readable(it)));
    words.extend(condition.as_deref());
    Some(words.join(" "))
}

/// The attribute that says so.
pub(crate) fn attribute(note: Option<&str>, out: &mut Code) {
    match note {
        Some("") => out.line("#[deprecated]"),
        Some(note) => line!(out, "#[deprecated = {}]", literal(note)),
        None => {}
    }
}

/// Lets the next item mention what is deprecated, if it does.
pub(crate) fn waive(mentioned: bool, out: &mut Code) {
    if mentioned {
        out.line("#[allow(deprecated)]");
    }
}
