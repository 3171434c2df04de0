//! The commands module: a request struct for each command.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::Module;
use crate::plan::{CommandPlan, Plan};
use crate::{arguments, deprecation, doc_comments, rust_type};

/// All items of the commands module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    plan.commands.iter().flat_map(|it| request(plan, it)).collect()
}

fn request(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> Vec<TokenStream> {
    let CommandPlan { command, ident, info, .. } = planned;
    let common = &command.common;
    let fallback = format!("The command `{}`.", common.name);
    let doc = doc_comments::definition(plan, Module::Other, common, &fallback);
    let (waive, returns) = (deprecation::waive(planned.is_deprecated()), returns(plan, planned));
    let mut items = arguments::items(plan, ident, common, &command.arguments, doc);
    items.push(quote! {
        #waive
        impl ::qga_runtime::Command for #ident {
            const INFO: &'static ::qga_runtime::CommandInfo = &super::info::#info;
            type Returns = #returns;
        }
    });
    items
}

/// The type of the result; `()`, an empty object, if the schema states none.
pub(crate) fn returns(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> TokenStream {
    match &planned.command.returns {
        Some(ty) => rust_type::value(plan, Module::Other, ty),
        None => quote!(()),
    }
}
