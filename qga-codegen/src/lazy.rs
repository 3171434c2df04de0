//! Tokens that are made where they go: `quote!` copies a finished stream whenever it is interpolated.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// A piece of code, made when it is interpolated.
pub(crate) struct Lazy<F>(pub(crate) F);

impl<F: Fn() -> TokenStream> ToTokens for Lazy<F> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend((self.0)());
    }
}
