//! Writes the arguments of a command, or the data of an event, as a Rust struct.

use qga_schema::ir::{Arguments, Common};

use crate::code::{Code, line};
use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::ObjectStruct;
use crate::plan::Plan;
use crate::{deprecation, rust_type};

/// Writes the struct and its implementations: with members of its own, or around a type of the schema.
pub(crate) fn write(plan: &Plan<'_>, ident: &str, common: &Common, arguments: &Arguments, doc: String, out: &mut Code) {
    let deprecated = deprecation::note(common.doc.as_ref(), &common.features);
    if let Arguments::Named(name) = arguments {
        return around(plan, ident, name, &doc, deprecated.as_deref(), out);
    }
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Other };
    let members = plan.schema.arguments_of(arguments);
    ObjectStruct { owner, ident, doc, deprecated, fields: fields::fields(owner, &members, &[]), branch: None }
        .write(out);
}

fn around(plan: &Plan<'_>, ident: &str, name: &str, doc: &str, deprecated: Option<&str>, out: &mut Code) {
    let ty = rust_type::defined(plan, Module::Other, name);
    out.item();
    out.doc(doc);
    deprecation::attribute(deprecated, out);
    out.line("#[derive(Clone, Debug, PartialEq)]");
    line!(out, "pub struct {ident}(");
    out.inner(|out| {
        out.doc("All its members.");
        line!(out, "pub {ty},");
    });
    out.line(");");
    out.item();
    out.block("::qga_runtime::wire_newtype!", |out| line!(out, "{ident}({ty})"));
}
