//! Writes enumerations.

use qga_schema::ir::Enum;

use crate::code::{Code, line, literal};
use crate::markdown::Module;
use crate::names::{self, Case};
use crate::plan::{Plan, TypePlan};
use crate::{deprecation, doc_comments};

/// The variants of an enum: one for each value, and perhaps one for values that the schema lacks.
pub(crate) struct Variants {
    pub(crate) values: Vec<String>,
    pub(crate) other: Option<String>,
}

/// The variants for values with these names; `has_other`: also one for other values.
pub(crate) fn variants<'n>(names: impl Iterator<Item = &'n str>, has_other: bool) -> Variants {
    let other = has_other.then_some(names::OTHER_VARIANT);
    let mut values = names::distinct(Case::Camel, names.chain(other), &[]);
    let other = other.and_then(|_| values.pop());
    Variants { values, other }
}

/// Writes the enum and its implementations.
pub(crate) fn write(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Enum, out: &mut Code) {
    let variants = variants(definition.values.iter().map(|it| it.name.as_str()), planned.has_other);
    declaration(plan, planned, definition, &variants, out);
    let names = definition.values.iter().map(|it| &it.name);
    out.item();
    out.block("::qga_runtime::wire_enum!", |out| {
        line!(out, "{} {{", planned.ident);
        out.inner(|out| {
            names.zip(&variants.values).for_each(|(name, variant)| line!(out, "{variant} = {},", literal(name)));
        });
        match &variants.other {
            Some(other) => line!(out, "}} else {other}"),
            None => out.line("}"),
        }
    });
}

fn declaration(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Enum, variants: &Variants, out: &mut Code) {
    let common = &definition.common;
    let fallback = format!("The values of `{}`.", common.name);
    let copy = if variants.other.is_none() { "Copy, " } else { "" };
    out.item();
    out.doc(&doc_comments::definition(plan, Module::Types, common, &fallback));
    line!(out, "#[derive(Clone, {copy}Debug, PartialEq, Eq, Hash)]");
    out.block(format_args!("pub enum {}", planned.ident), |out| {
        for (value, variant) in definition.values.iter().zip(&variants.values) {
            let text = common.doc.as_ref().and_then(|it| it.member(&value.name));
            let flags = (value.features.as_slice(), value.condition.as_ref());
            let fallback = format!("`{}`", value.name);
            out.doc(&doc_comments::part(plan, Module::Types, (common.doc.as_ref(), text), flags, &fallback));
            deprecation::attribute(deprecation::note(common.doc.as_ref(), &value.features).as_deref(), out);
            line!(out, "{variant},");
        }
        if let Some(other) = &variants.other {
            out.doc("A value that this schema lacks: the other side is newer.");
            line!(out, "{other}(::std::string::String),");
        }
    });
}
