//! The server's side: what an agent has to handle, and its table of entries.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;

/// All items of the server's module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let served = plan.commands.iter().filter(|it| it.command.generate);
    let paths: Vec<TokenStream> = served
        .map(|it| {
            let ident = &it.ident;
            quote!(super::commands::#ident)
        })
        .collect();
    let bounds: Vec<TokenStream> = paths.iter().map(|it| quote!(::qga_runtime::Handler<#it>)).collect();
    let (supertraits, condition) = match bounds.is_empty() {
        true => (None, None),
        false => (Some(quote!(: #(#bounds)+*)), Some(quote!(where T: #(#bounds)+*))),
    };
    vec![
        quote! {
            /// Something that handles every command of the schema.
            pub trait Handlers #supertraits {}
        },
        quote! {
            impl<T> Handlers for T #condition {}
        },
        quote! {
            /// The commands, in schema order, for a dispatcher of `A`.
            pub fn entries<A: Handlers>() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
                ::std::vec::Vec::from([#(::qga_runtime::Entry::of::<#paths>()),*])
            }
        },
    ]
}
