//! The types module: the Rust type of each definition.

use proc_macro2::TokenStream;
use qga_schema::ir::{Common, Definition, Enum, EnumValue};
use qga_schema::source::Span;

use crate::plan::{Plan, QTYPE, TypePlan};
use crate::{alternates, enums, structs, unions};

/// All items of the types module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    plan.types().flat_map(|it| of_type(plan, it)).collect()
}

fn of_type(plan: &Plan<'_>, planned: &TypePlan<'_>) -> Vec<TokenStream> {
    match planned.definition {
        Definition::Enum(it) => enums::items(plan, planned, it),
        Definition::Struct(it) => structs::items(plan, planned, it),
        Definition::Union(it) => unions::items(plan, planned, it),
        Definition::Alternate(it) => alternates::items(plan, planned, it),
        Definition::Command(_) | Definition::Event(_) => Vec::new(),
    }
}

/// The enum that every schema may use without defining it.
pub(crate) fn qtype() -> Definition {
    let nowhere = Span { file: 0, start: 0, end: 0 };
    let value = |name: &str| EnumValue { name: name.to_owned(), span: nowhere, condition: None, features: Vec::new() };
    let common = Common {
        name: QTYPE.to_owned(),
        span: nowhere,
        name_span: nowhere,
        module: 0,
        condition: None,
        features: Vec::new(),
        doc: None,
    };
    let values = ["none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"].map(value).into();
    Definition::Enum(Enum { common, values, prefix: None })
}
