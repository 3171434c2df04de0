//! Writes the server module: the trait of an agent, and its table of entries.

use crate::code::{Code, line};
use crate::deprecation;
use crate::plan::{CommandPlan, Plan};

/// Writes all items of the server module.
pub(crate) fn write(plan: &Plan<'_>, out: &mut Code) {
    let served = plan.commands.iter().filter(|it| it.command.generate);
    let deprecated = served.clone().any(CommandPlan::is_deprecated);
    let served: Vec<String> = served.map(|it| format!("super::commands::{}", it.ident)).collect();
    out.item();
    out.doc("An agent that handles every command of the schema.");
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
    // The bound is each handler, not `Handlers`, so that the compiler names a missing one.
    out.doc("The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].");
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

/// Writes the where clause: `parameter` handles the commands.
fn condition(parameter: &str, commands: &[String], out: &mut Code) {
    if !commands.is_empty() {
        out.line("where");
        out.inner(|out| bounds(&format!("{parameter}: "), "    ", commands, ",", out));
    }
}

/// Writes a handler bound for each command, one per line.
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
