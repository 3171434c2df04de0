//! Writes commands: a request struct each, and the table of their descriptions.

use crate::code::{Code, line};
use crate::markdown::Module;
use crate::plan::{CommandPlan, Plan};
use crate::{arguments, deprecation, doc_comments, info, rust_type};

/// Writes all items of the commands module.
pub(crate) fn write(plan: &Plan<'_>, out: &mut Code) {
    plan.commands.iter().for_each(|it| request(plan, it, out));
    out.item();
    out.doc("The schema's descriptions of all commands, in schema order.");
    deprecation::waive(plan.commands.iter().any(CommandPlan::is_deprecated), out);
    out.line("pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[");
    out.inner(|out| {
        for CommandPlan { ident, .. } in &plan.commands {
            line!(out, "<{ident} as ::qga_runtime::Command>::INFO,");
        }
    });
    out.line("];");
}

fn request(plan: &Plan<'_>, planned: &CommandPlan<'_>, out: &mut Code) {
    let CommandPlan { command, ident, .. } = planned;
    let common = &command.common;
    let fallback = format!("The command `{}`.", common.name);
    let doc = doc_comments::definition(plan, Module::Other, common, &fallback);
    arguments::write(plan, ident, common, &command.arguments, doc, out);
    out.item();
    deprecation::waive(planned.is_deprecated(), out);
    out.block(format_args!("impl ::qga_runtime::Command for {ident}"), |out| {
        out.line("const INFO: &'static ::qga_runtime::CommandInfo = {");
        out.inner(|out| {
            info::of_command(plan, command, out);
            out.line("&INFO");
        });
        out.line("};");
        out.item();
        line!(out, "type Returns = {};", returns(plan, planned));
    });
}

/// The type of the result; `()`, an empty object, if the schema states none.
pub(crate) fn returns(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> String {
    match &planned.command.returns {
        Some(ty) => rust_type::value(plan, Module::Other, ty),
        None => "()".to_owned(),
    }
}
