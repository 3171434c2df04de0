//! Warnings about a schema, as warnings of the compiler.

use proc_macro2::TokenStream;
use qga_schema::{Schema, Severity};
use quote::{format_ident, quote_spanned};
use syn::LitStr;

/// How many are shown.
const MAX_WARNINGS: usize = 20;

/// A use of something deprecated for each warning: on stable Rust, a macro has no other way to warn.
pub(super) fn tokens(schema: &Schema, path: &LitStr) -> TokenStream {
    let found: Vec<_> = schema.warnings().iter().filter(|it| it.severity == Severity::Warning).collect();
    let mut shown: Vec<(&str, String)> = Vec::new();
    for warning in found.iter().take(MAX_WARNINGS) {
        let place = warning.span.or(warning.anchor).map(|span| schema.sources().location(span));
        let place = place.map_or(String::new(), |at| format!("{}:{}:{}: ", at.path, at.line, at.column));
        let help = warning.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        shown.push((warning.code, format!("{place}{}{help}", warning.message)));
    }
    match found.len().saturating_sub(MAX_WARNINGS) + schema.dropped_warnings() {
        0 => {}
        more => shown.push(("MORE", format!("{more} more warnings about the schema are not shown"))),
    }
    let warning = |(code, text): (&str, String)| {
        let code = format_ident!("{code}", span = path.span());
        quote_spanned! {path.span()=>
            const _: () = {
                #[deprecated(note = #text)]
                const #code: () = ();
                #code
            };
        }
    };
    shown.into_iter().map(warning).collect()
}
