//! The client module: traits with a method for every command.

use proc_macro2::TokenStream;
use qga_schema::ir::Arguments;
use quote::quote;

use crate::markdown::{self, Module};
use crate::plan::{CommandPlan, Plan};
use crate::{commands, deprecation, doc_comments};

/// All items of the client module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let mut items =
        side(plan, &Side { name: quote!(ClientExt), caller: quote!(::qga_runtime::Caller), manner: "", future: false });
    items.extend(side(
        plan,
        &Side {
            name: quote!(AsyncClientExt),
            caller: quote!(::qga_runtime::AsyncCaller),
            manner: " without blocking",
            future: true,
        },
    ));
    items
}

/// One of the two traits.
struct Side {
    name: TokenStream,
    caller: TokenStream,
    manner: &'static str,
    /// Whether its methods return futures.
    future: bool,
}

fn side(plan: &Plan<'_>, side: &Side) -> Vec<TokenStream> {
    let Side { name, caller, manner, .. } = side;
    let doc = format!("A method for every command, for each client that runs commands{manner}.");
    let doc = doc_comments::attributes(&doc);
    let methods = plan.commands.iter().map(|it| method(plan, it, side));
    vec![
        quote! {
            #doc
            pub trait #name: #caller { #(#methods)* }
        },
        quote!(impl<T: #caller + ?Sized> #name for T {}),
    ]
}

fn method(plan: &Plan<'_>, planned: &CommandPlan<'_>, side: &Side) -> TokenStream {
    let CommandPlan { command, ident, method, .. } = planned;
    let Side { caller, future, .. } = side;
    let (parameter, argument) = match command.arguments {
        Arguments::None => (None, quote!(super::commands::#ident {})),
        _ => (Some(quote!(, command: super::commands::#ident)), quote!(command)),
    };
    let (run, returns) = match command.success_response {
        true => (quote!(call), commands::returns(plan, planned)),
        // No answer comes if all is well.
        false => (quote!(fire), quote!(())),
    };
    let mut result = quote!(::std::result::Result<#returns, ::qga_runtime::CallError>);
    if *future {
        result = quote!(impl ::std::future::Future<Output = #result> + Send);
    }
    let doc = doc_comments::attributes(&doc(plan, planned));
    let common = &command.common;
    let deprecated = deprecation::attribute(deprecation::note(common.doc.as_ref(), &common.features).as_deref());
    let waive = deprecation::waive(planned.is_deprecated());
    quote! {
        #doc
        #deprecated
        #waive
        fn #method(&mut self #parameter) -> #result {
            #caller::#run(self, #argument)
        }
    }
}

fn doc(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> String {
    let common = &planned.command.common;
    let summary = common.doc.as_ref().map(|it| markdown::body(plan, Module::Other, &it.summary())).unwrap_or_default();
    let target = format!("[`{}`](super::commands::{})", common.name, planned.ident);
    let mut doc = match summary.is_empty() {
        true => format!("Runs {target}."),
        false => format!("{summary}\n\nSee {target}."),
    };
    if !planned.command.success_response {
        doc.push_str("\n\nReturns once the command is on its way, or its error: success is not answered.");
    }
    doc
}
