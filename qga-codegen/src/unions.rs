//! Writes unions: an enum of branches, and a struct around it if there are common members besides the discriminator.

use qga_schema::ir::{Branch, Enum, Type, Union};

use crate::code::{Code, line, literal};
use crate::enums::{self, Variants};
use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::{BranchField, ObjectStruct};
use crate::plan::{Plan, TypePlan};
use crate::{deprecation, doc_comments, names, rust_type};

/// Writes the types of a union and their implementations.
pub(crate) fn write(plan: &Plan<'_>, planned: &TypePlan<'_>, union: &Union, out: &mut Code) {
    let common = &union.common;
    let fallback = format!("The union `{}`.", common.name);
    let doc = doc_comments::definition(plan, Module::Types, common, &fallback);
    let members = plan.schema.members_of(&common.name);
    let tag_member = members.iter().find(|it| it.name == union.discriminator);
    let Some((tag_plan, tag_enum)) = tag_member.and_then(|it| plan.enumeration(&it.ty.ty)) else { return };
    let branches = Branches::new(plan, union, tag_plan, tag_enum);

    let Some(branch_type) = &planned.branches else {
        branches.declaration(&planned.ident, &doc, out);
        branches.wire("wire_union", &planned.ident, out);
        return;
    };
    let position = members.iter().position(|it| it.name == union.discriminator).unwrap_or(0);
    let others: Vec<_> = members.into_iter().filter(|it| it.name != union.discriminator).collect();
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Types };
    let structure = ObjectStruct {
        owner,
        ident: &planned.ident,
        doc,
        deprecated: None,
        fields: fields::fields(owner, &others, &[names::BRANCH_FIELD]),
        branch: Some(BranchField {
            position,
            ident: names::BRANCH_FIELD,
            ty: branch_type,
            tag: &union.discriminator,
            doc: format!("The members that depend on `{}`.", union.discriminator),
        }),
    };
    structure.write(out);
    let doc = format!("The members of a {} that depend on `{}`.", names::link(&planned.ident), union.discriminator);
    branches.declaration(branch_type, &doc, out);
    branches.wire("wire_branches", branch_type, out);
}

/// The branches of a union as variants, named like those of the discriminator's enum.
struct Branches<'a> {
    plan: &'a Plan<'a>,
    union: &'a Union,
    tag: &'a TypePlan<'a>,
    tag_enum: &'a Enum,
    variants: Vec<String>,
    other: Option<String>,
}

impl<'a> Branches<'a> {
    fn new(plan: &'a Plan<'a>, union: &'a Union, tag: &'a TypePlan<'a>, tag_enum: &'a Enum) -> Self {
        let values = || tag_enum.values.iter().map(|it| it.name.as_str());
        let Variants { values: idents, other } = enums::variants(values(), tag.has_other);
        let variant = |branch: &Branch| {
            let at = values().position(|it| it == branch.tag).expect("branches are values of the discriminator");
            idents[at].clone()
        };
        Self { plan, union, tag, tag_enum, variants: union.branches.iter().map(variant).collect(), other }
    }

    fn declaration(&self, ident: &str, doc: &str, out: &mut Code) {
        out.item();
        out.doc(doc);
        out.line("#[derive(Clone, Debug, PartialEq)]");
        out.block(format_args!("pub enum {ident}"), |out| {
            for (branch, variant) in self.each() {
                out.doc(&self.doc(branch));
                deprecation::attribute(self.deprecated(branch).as_deref(), out);
                match self.ty(branch) {
                    Some(ty) if self.boxed(branch) => line!(out, "{variant}({}),", rust_type::boxed(&ty)),
                    Some(ty) => line!(out, "{variant}({ty}),"),
                    None => line!(out, "{variant},"),
                }
            }
            if let Some(other) = &self.other {
                out.doc("A branch that this schema lacks: the other side is newer.");
                line!(out, "{other}(::std::string::String),");
            }
        });
    }

    /// Writes the wire macro: names and types of the variants.
    fn wire(&self, wire: &str, ident: &str, out: &mut Code) {
        out.item();
        out.block(format_args!("::qga_runtime::{wire}!"), |out| {
            line!(out, "{ident} by {} {} {{", self.tag.ident, literal(&self.union.discriminator));
            out.inner(|out| {
                for (branch, variant) in self.each() {
                    match self.ty(branch) {
                        Some(ty) => line!(out, "{variant}({ty}),"),
                        None => line!(out, "{variant},"),
                    }
                }
            });
            match &self.other {
                Some(other) => line!(out, "}} else {other}"),
                None => out.line("}"),
            }
        });
    }

    fn doc(&self, branch: &Branch) -> String {
        let own = self.union.common.doc.as_ref().and_then(|it| it.member(&branch.tag));
        let of_value = || self.tag_enum.common.doc.as_ref().and_then(|it| it.member(&branch.tag));
        let flags = (&[][..], branch.condition.as_ref());
        let fallback = format!("`{}`", branch.tag);
        doc_comments::part(self.plan, Module::Types, (None, own.or_else(of_value)), flags, &fallback)
    }

    /// A branch is deprecated with the value that selects it.
    fn deprecated(&self, branch: &Branch) -> Option<String> {
        let value = self.tag_enum.values.iter().find(|it| it.name == branch.tag)?;
        deprecation::note(self.tag_enum.common.doc.as_ref(), &value.features)
    }

    fn ty(&self, branch: &Branch) -> Option<String> {
        branch.ty.as_ref().map(|it| rust_type::defined(self.plan, Module::Types, it))
    }

    fn each(&self) -> impl Iterator<Item = (&Branch, &String)> {
        self.union.branches.iter().zip(&self.variants)
    }

    fn boxed(&self, branch: &Branch) -> bool {
        let ty = branch.ty.clone().map(Type::Defined);
        ty.is_some_and(|it| self.plan.on_cycle(&self.union.common.name, &it))
    }
}
