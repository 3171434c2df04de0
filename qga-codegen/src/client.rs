//! Writes the client module: traits with a method for every command.

use qga_schema::ir::Arguments;

use crate::code::{Code, Layout, line};
use crate::markdown::{self, Module};
use crate::plan::{CommandPlan, Plan};
use crate::{commands, deprecation};

/// Writes all items of the client module.
pub(crate) fn write(plan: &Plan<'_>, out: &mut Code) {
    side(plan, &Side { name: "ClientExt", caller: "Caller", manner: "", future: false }, out);
    side(plan, &Side { name: "AsyncClientExt", caller: "AsyncCaller", manner: " without blocking", future: true }, out);
}

/// One of the two traits.
struct Side {
    name: &'static str,
    caller: &'static str,
    manner: &'static str,
    /// Whether its methods return futures.
    future: bool,
}

fn side(plan: &Plan<'_>, side: &Side, out: &mut Code) {
    let Side { name, caller, manner, .. } = side;
    out.item();
    out.doc(&format!("A method for every command, for each client that runs commands{manner}."));
    out.block(format_args!("pub trait {name}: ::qga_runtime::{caller}"), |out| {
        plan.commands.iter().for_each(|it| method(plan, it, side, out));
    });
    out.item();
    line!(out, "impl<T: ::qga_runtime::{caller} + ?Sized> {name} for T {{}}");
}

fn method(plan: &Plan<'_>, planned: &CommandPlan<'_>, side: &Side, out: &mut Code) {
    let CommandPlan { command, ident, method } = planned;
    let has_arguments = !matches!(command.arguments, Arguments::None);
    let parameter = has_arguments.then(|| Layout::text(format!("command: super::commands::{ident}")));
    let argument = if has_arguments { "command".to_owned() } else { format!("super::commands::{ident} {{}}") };
    let result = format!("::std::result::Result<{}, ::qga_runtime::CallError>", commands::returns(plan, planned));
    let tail = match side.future {
        false => format!(") -> {result} {{"),
        true => format!(") -> impl ::std::future::Future<Output = {result}> + Send {{"),
    };
    let parameters = [Layout::text("&mut self")].into_iter().chain(parameter).collect();
    out.item();
    out.doc(&doc(plan, planned));
    let common = &command.common;
    deprecation::attribute(deprecation::note(common.doc.as_ref(), &common.features).as_deref(), out);
    deprecation::waive(planned.is_deprecated(), out);
    out.layout(&Layout::list(format!("fn {method}("), parameters, &tail), "");
    out.inner(|out| line!(out, "::qga_runtime::{}::call(self, {argument})", side.caller));
    out.line("}");
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
