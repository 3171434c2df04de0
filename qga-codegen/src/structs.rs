//! Structs.

use proc_macro2::TokenStream;
use qga_schema::ir::Struct;

use crate::doc_comments;
use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::ObjectStruct;
use crate::plan::{Plan, TypePlan};

/// The struct and its implementations; inherited members come first.
pub(crate) fn items(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Struct) -> Vec<TokenStream> {
    let common = &definition.common;
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Types };
    let members = plan.schema.members_of(&common.name);
    let fallback = format!("The struct `{}`.", common.name);
    let structure = ObjectStruct {
        ident: &planned.ident,
        doc: doc_comments::definition(plan, Module::Types, common, &fallback),
        deprecated: None,
        members: planned.members.as_ref(),
        fields: fields::fields(owner, &members, &[]),
        branch: None,
    };
    structure.items()
}
