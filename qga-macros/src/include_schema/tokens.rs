//! Moves generated tokens to a place in the user's code.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// The tokens at `span`.
pub(super) fn placed(tokens: TokenStream, span: Span) -> TokenStream {
    let one = |mut token| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), placed(group.stream(), span)));
        }
        token.set_span(span);
        token
    };
    tokens.into_iter().map(one).collect()
}
