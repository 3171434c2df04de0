//! Marks items that the schema calls deprecated, so that the compiler warns users of them.
//!
//! Generated code that has to name such items allows the warning.

use proc_macro2::TokenStream;
use qga_schema::doc::Doc;
use qga_schema::ir::Feature;
use quote::quote;

use crate::doc_comments::readable;

/// The feature that marks deprecated items.
const DEPRECATED_FEATURE: &str = "deprecated";

/// Whether one of the features is "deprecated".
pub(crate) fn is_among(features: &[Feature]) -> bool {
    features.iter().any(is)
}

/// Whether the feature is "deprecated".
pub(crate) fn is(feature: &Feature) -> bool {
    feature.name == DEPRECATED_FEATURE
}

/// The text of the compiler's warning, if one of the features is "deprecated"; it may be empty.
pub(crate) fn note(doc: Option<&Doc>, features: &[Feature]) -> Option<String> {
    let feature = features.iter().find(|it| is(it))?;
    let text = doc.and_then(|it| it.feature(DEPRECATED_FEATURE)).unwrap_or_default();
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let condition = feature.condition.as_ref().map(|it| format!("(where `{}`)", readable(it)));
    words.extend(condition.as_deref());
    Some(words.join(" "))
}

/// The `deprecated` attribute, if there is a note.
pub(crate) fn attribute(note: Option<&str>) -> TokenStream {
    match note {
        Some("") => quote!(#[deprecated]),
        Some(note) => quote!(#[deprecated = #note]),
        None => TokenStream::new(),
    }
}

/// Allows an item to use deprecated items, if it mentions any.
pub(crate) fn waive(mentioned: bool) -> TokenStream {
    if mentioned { quote!(#[allow(deprecated)]) } else { TokenStream::new() }
}
