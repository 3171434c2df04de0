//! The server module: the trait of an agent, and its table of entries.

use proc_macro2::TokenStream;
use quote::quote;

use crate::deprecation;
use crate::plan::{CommandPlan, Plan};

/// All items of the server module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let served: Vec<&CommandPlan<'_>> = plan.commands.iter().filter(|it| it.command.generate).collect();
    let waive = deprecation::waive(served.iter().any(|it| it.is_deprecated()));
    let commands: Vec<TokenStream> =
        served.iter().map(|CommandPlan { ident, .. }| quote!(super::commands::#ident)).collect();
    let handlers = (!commands.is_empty()).then(|| quote!(#(::qga_runtime::Handler<#commands>)+*));
    // The bound is each handler, not `Handlers`, so that the compiler names a missing one.
    let bound = |agent: TokenStream| handlers.as_ref().map(|handlers| quote!(where #agent: #handlers));
    let (of_trait, of_entries) = (bound(quote!(T)), bound(quote!(A)));
    let supertraits = handlers.as_ref().map(|handlers| quote!(: #handlers));
    vec![
        quote! {
            #[doc = "An agent that handles every command of the schema."]
            #waive
            pub trait Handlers #supertraits {}
        },
        quote! {
            #waive
            impl<T> Handlers for T #of_trait {}
        },
        quote! {
            #[doc = "The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`]."]
            #waive
            pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>> #of_entries {
                ::std::vec::Vec::from([#(::qga_runtime::Entry::of::<#commands>()),*])
            }
        },
    ]
}
