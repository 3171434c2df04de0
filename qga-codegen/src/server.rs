//! The server's side: what an agent has to handle, and its table of entries.

use crate::code::{Code, line};
use crate::deprecation;
use crate::plan::{CommandPlan, Plan};

/// All items of the server's module.
pub(crate) fn write(plan: &Plan<'_>, out: &mut Code) {
    let served = plan.commands.iter().filter(|it| it.command.generate);
    let deprecated = served.clone().any(CommandPlan::is_deprecated);
    let served: Vec<String> = served.map(|it| format!("super::commands::{}", it.ident)).collect();
    out.item();
    out.doc("Something that handles every command of the schema.");
    deprecation::waive(deprecated, out);
    out.line(if served.is_empty() { "pub trait Handlers" } else { "pub trait Handlers:" });
    out.inner(|out| bounds("", "", &served, "", out));
    out.line("{");
    out.line("}");
    out.item();
    deprecation::waive(deprecated, out);
    out.line("impl<T> Handlers for T");
    condition("T", &served, out);
    out.line("{");
    out.line("}");
    out.item();
    // It asks for each handler and not for `Handlers`, so that the compiler names the one that is missing.
    out.doc("The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].");
    deprecation::waive(deprecated, out);
    out.line("pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>");
    condition("A", &served, out);
    out.line("{");
    out.inner(|out| {
        out.line("::std::vec::Vec::from([");
        out.inner(|out| served.iter().for_each(|it| line!(out, "::qga_runtime::Entry::of::<{it}>(),")));
        out.line("])");
    });
    out.line("}");
}

/// That `parameter` handles the commands.
fn condition(parameter: &str, commands: &[String], out: &mut Code) {
    if !commands.is_empty() {
        out.line("where");
        out.inner(|out| bounds(&format!("{parameter}: "), "    ", commands, ",", out));
    }
}

/// A handler for each of the commands, one a line.
fn bounds(head: &str, indent: &str, commands: &[String], tail: &str, out: &mut Code) {
    for (at, command) in commands.iter().enumerate() {
        let (before, after) = match at {
            0 => (head.to_owned(), ""),
            _ => (format!("{indent}+ "), ""),
        };
        let after = if at + 1 == commands.len() { tail } else { after };
        line!(out, "{before}::qga_runtime::Handler<{command}>{after}");
    }
}
