//! Writes the types module: the Rust type of each definition, and its description.

use qga_schema::ir::{Common, Definition, Enum, EnumValue};
use qga_schema::source::Span;

use crate::code::Code;
use crate::plan::{Plan, QTYPE, TypePlan};
use crate::{alternates, enums, info, structs, unions};

/// Writes all items of the types module.
pub(crate) fn write(plan: &Plan<'_>, out: &mut Code) {
    plan.types().for_each(|it| of_type(plan, it, out));
}

fn of_type(plan: &Plan<'_>, planned: &TypePlan<'_>, out: &mut Code) {
    match planned.definition {
        Definition::Enum(it) => enums::write(plan, planned, it, out),
        Definition::Struct(it) => structs::write(plan, planned, it, out),
        Definition::Union(it) => unions::write(plan, planned, it, out),
        Definition::Alternate(it) => alternates::write(plan, planned, it, out),
        Definition::Command(_) | Definition::Event(_) => return,
    }
    info::of_type(plan, planned, out);
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
