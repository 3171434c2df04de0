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
    let all = (!bounds.is_empty()).then(|| quote!(: #(#bounds)+*));
    let condition = all.as_ref().map(|all| quote!(where T #all));
    // `entries` asks for each handler and not for `Handlers`, so that the compiler names the one that is missing.
    vec![
        quote! {
            /// Something that handles every command of the schema.
            pub trait Handlers #all {}
        },
        quote! {
            impl<T> Handlers for T #condition {}
        },
        quote! {
            /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
            pub fn entries<A #all>() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
                ::std::vec::Vec::from([#(::qga_runtime::Entry::of::<#paths>()),*])
            }
        },
    ]
}
