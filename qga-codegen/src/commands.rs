//! Commands: a request struct each, and the table of them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::lazy::Lazy;
use crate::markdown::Module;
use crate::plan::{CommandPlan, Plan};
use crate::{arguments, doc_comments, info, rust_type};

/// All items of the module of commands.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let mut items: Vec<TokenStream> = plan.commands.iter().flat_map(|it| request(plan, it)).collect();
    let idents = plan.commands.iter().map(|it| &it.ident);
    items.push(quote! {
        /// What the schema says of every command, in schema order.
        pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
            #(&<#idents as ::qga_runtime::Command>::INFO,)*
        ];
    });
    items
}

fn request(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> Vec<TokenStream> {
    let CommandPlan { command, ident, .. } = planned;
    let common = &command.common;
    let fallback = format!("The command `{}`.", common.name);
    let doc = doc_comments::definition(plan, Module::Other, common, &fallback);
    let mut items = arguments::items(plan, ident, common, &command.arguments, doc);
    let info = Lazy(|| info::of_command(plan, command, &plan.schema.arguments_of(&command.arguments)));
    let returns = returns(plan, planned);
    items.push(quote! {
        impl ::qga_runtime::Command for #ident {
            const INFO: ::qga_runtime::CommandInfo = #info;

            type Returns = #returns;
        }
    });
    items
}

/// The type of the answer; a command that says nothing answers with an empty object.
pub(crate) fn returns(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> TokenStream {
    match &planned.command.returns {
        Some(ty) => rust_type::value(plan, Module::Other, ty),
        None => quote!(()),
    }
}
