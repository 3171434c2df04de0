//! The client's side: a method for every command, on anything that can run commands.

use proc_macro2::TokenStream;
use qga_schema::ir::Arguments;
use quote::quote;

use crate::lazy::Lazy;
use crate::markdown::{self, Module};
use crate::plan::{CommandPlan, Plan};
use crate::{commands, doc_comments};

/// All items of the client's module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let blocking = plan.commands.iter().map(|it| Lazy(move || method(plan, it, Waiting::Blocking)));
    let futures = plan.commands.iter().map(|it| Lazy(move || method(plan, it, Waiting::Future)));
    vec![
        quote! {
            /// A method for every command, on anything that runs commands.
            pub trait ClientExt: ::qga_runtime::Caller {
                #(#blocking)*
            }
        },
        quote! {
            impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}
        },
        quote! {
            /// A method for every command, on anything that runs commands without blocking.
            pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
                #(#futures)*
            }
        },
        quote! {
            impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
        },
    ]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Blocking,
    Future,
}

fn method(plan: &Plan<'_>, planned: &CommandPlan<'_>, waiting: Waiting) -> TokenStream {
    let CommandPlan { command, ident, method } = planned;
    let has_arguments = !matches!(command.arguments, Arguments::None);
    let parameter = has_arguments.then(|| quote!(, command: super::commands::#ident));
    let argument = if has_arguments { quote!(command) } else { quote!(super::commands::#ident {}) };
    let returns = commands::returns(plan, planned);
    let result = quote!(::std::result::Result<#returns, ::qga_runtime::CallError>);
    let doc = doc_comments::attributes(doc(plan, planned));
    match waiting {
        Waiting::Blocking => quote! {
            #doc
            fn #method(&mut self #parameter) -> #result {
                ::qga_runtime::Caller::call(self, #argument)
            }
        },
        Waiting::Future => quote! {
            #doc
            fn #method(&mut self #parameter) -> impl ::std::future::Future<Output = #result> + Send {
                ::qga_runtime::AsyncCaller::call(self, #argument)
            }
        },
    }
}

fn doc(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> String {
    let common = &planned.command.common;
    let summary = common.doc.as_ref().map(|it| markdown::body(plan, Module::Other, &it.summary())).unwrap_or_default();
    let target = format!("[`{}`](super::commands::{})", common.name, planned.ident);
    match summary.is_empty() {
        true => format!("Runs {target}."),
        false => format!("{summary}\n\nSee {target}."),
    }
}
