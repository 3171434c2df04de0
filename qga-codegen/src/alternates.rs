//! Writes alternates: enums whose variants are chosen by JSON type.

use qga_schema::ir::{Alternate, Alternative, Builtin, Definition, Type};

use crate::code::{Code, line, literal};
use crate::enums;
use crate::markdown::Module;
use crate::plan::{Plan, TypePlan, key};
use crate::{doc_comments, rust_type};

/// Writes the enum and its implementations.
pub(crate) fn write(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Alternate, out: &mut Code) {
    let variants = enums::variants(definition.branches.iter().map(|it| it.name.as_str()), false).values;
    let branches = definition.branches.iter().zip(&variants).map(|(it, ident)| branch(plan, definition, it, ident));
    let branches: Vec<Branch<'_>> = branches.collect();
    declaration(plan, planned, definition, &branches, out);
    out.item();
    out.block("::qga_runtime::wire_alternate!", |out| {
        out.block(format_args!("{} {}", planned.ident, literal(&definition.common.name)), |out| {
            for Branch { ident, kind, payload, .. } in &branches {
                match payload {
                    Some(ty) => line!(out, "{kind} => {ident}({ty}),"),
                    None => line!(out, "{kind} => {ident},"),
                }
            }
        });
    });
}

struct Branch<'a> {
    alternative: &'a Alternative,
    ident: &'a str,
    /// The type of its value; `None` for `null`.
    payload: Option<String>,
    boxed: bool,
    /// The JSON type that selects it.
    kind: &'static str,
}

fn branch<'a>(plan: &Plan<'_>, owner: &Alternate, alternative: &'a Alternative, ident: &'a str) -> Branch<'a> {
    let null = alternative.ty.ty == Type::Builtin(Builtin::Null) && !alternative.ty.array;
    Branch {
        alternative,
        ident,
        payload: (!null).then(|| rust_type::value(plan, Module::Types, &alternative.ty)),
        boxed: !alternative.ty.array && plan.on_cycle(&owner.common.name, &alternative.ty.ty),
        kind: kind(plan, alternative),
    }
}

fn kind(plan: &Plan<'_>, alternative: &Alternative) -> &'static str {
    if alternative.ty.array {
        return "Array";
    }
    if let Some(name) = key(&alternative.ty.ty) {
        return match plan.type_named(name).definition {
            Definition::Enum(_) => "String",
            _ => "Object",
        };
    }
    match &alternative.ty.ty {
        Type::Builtin(Builtin::Null) => "Null",
        Type::Builtin(Builtin::Bool) => "Bool",
        Type::Builtin(Builtin::Str) => "String",
        _ => "Number",
    }
}

fn declaration(
    plan: &Plan<'_>,
    planned: &TypePlan<'_>,
    definition: &Alternate,
    branches: &[Branch<'_>],
    out: &mut Code,
) {
    let common = &definition.common;
    let fallback = format!("A value of one of the types of `{}`.", common.name);
    out.item();
    out.doc(&doc_comments::definition(plan, Module::Types, common, &fallback));
    out.line("#[derive(Clone, Debug, PartialEq)]");
    out.block(format_args!("pub enum {}", planned.ident), |out| {
        for Branch { alternative, ident, payload, boxed, .. } in branches {
            let text = common.doc.as_ref().and_then(|it| it.member(&alternative.name));
            let flags = (&[][..], alternative.condition.as_ref());
            let fallback = format!("`{}`", alternative.name);
            out.doc(&doc_comments::part(plan, Module::Types, (common.doc.as_ref(), text), flags, &fallback));
            match payload {
                Some(ty) if *boxed => line!(out, "{ident}({}),", rust_type::boxed(ty)),
                Some(ty) => line!(out, "{ident}({ty}),"),
                None => line!(out, "{ident},"),
            }
        }
    });
}
