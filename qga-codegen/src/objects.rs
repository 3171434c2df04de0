//! Writes Rust structs for objects: types, arguments, and a union's common members.

use crate::code::{Code, Layout, line, literal};
use crate::deprecation;
use crate::fields::{Field, Owner};

/// Parameters of a constructor, at most; with more, a struct literal is clearer.
const MAX_CONSTRUCTOR_PARAMETERS: usize = 7;

/// An object that is written as a struct.
pub(crate) struct ObjectStruct<'o> {
    pub(crate) owner: Owner<'o, 'o>,
    pub(crate) ident: &'o str,
    pub(crate) doc: String,
    /// The text of the deprecation warning, if it is deprecated.
    pub(crate) deprecated: Option<String>,
    pub(crate) fields: Vec<Field<'o>>,
    /// Of a union, the field in the discriminator's position.
    pub(crate) branch: Option<BranchField<'o>>,
}

/// The field of a union that holds its branch.
pub(crate) struct BranchField<'o> {
    /// The number of fields before the discriminator.
    pub(crate) position: usize,
    pub(crate) ident: &'o str,
    pub(crate) ty: &'o str,
    /// The name of the discriminator.
    pub(crate) tag: &'o str,
    pub(crate) doc: String,
}

impl ObjectStruct<'_> {
    /// Writes the struct and its implementations.
    pub(crate) fn write(&self, out: &mut Code) {
        self.declaration(out);
        self.constructor(out);
        self.debug(out);
        self.wire(out);
    }

    fn declaration(&self, out: &mut Code) {
        let debug = if self.has_secrets() { "" } else { "Debug, " };
        let default = if self.mandatory().count() == 0 && self.branch.is_none() { ", Default" } else { "" };
        out.item();
        out.doc(&self.doc);
        deprecation::attribute(self.deprecated.as_deref(), out);
        line!(out, "#[derive(Clone, {debug}PartialEq{default})]");
        out.block(format_args!("pub struct {}", self.ident), |out| {
            self.fields.iter().for_each(|it| it.declare(out));
            if let Some(BranchField { ident, ty, doc, .. }) = &self.branch {
                out.doc(doc);
                line!(out, "pub {ident}: {ty},");
            }
        });
    }

    fn constructor(&self, out: &mut Code) {
        let branch = self.branch.as_ref();
        if self.mandatory().count() + usize::from(branch.is_some()) > MAX_CONSTRUCTOR_PARAMETERS {
            return;
        }
        let parameters = self.mandatory().map(Field::parameter);
        let parameters: Vec<Layout<'_>> =
            parameters.chain(branch.map(|it| format!("{}: {}", it.ident, it.ty))).map(Layout::text).collect();
        let initial = self.fields.iter().map(|it| Layout::text(it.initial()));
        let initial = initial.chain(branch.map(|it| Layout::text(it.ident))).collect();
        let optional = self.fields.iter().any(|it| it.member.optional);
        out.item();
        deprecation::waive(self.is_deprecated(), out);
        out.block(format_args!("impl {}", self.ident), |out| {
            out.doc(match (parameters.is_empty(), optional) {
                (true, false) => "The value: it has no members.",
                (true, true) => "A value without any of its members.",
                (false, true) => "A value without its optional members.",
                (false, false) => "A value with these members.",
            });
            out.layout(&Layout::list("pub fn new(", parameters, ") -> Self {"), "");
            out.inner(|out| out.layout(&Layout::list("Self {", initial, "}"), ""));
            out.line("}");
        });
    }

    /// Writes a `Debug` that omits secrets.
    fn debug(&self, out: &mut Code) {
        if !self.has_secrets() {
            return;
        }
        let show = |field: &Field<'_>| {
            let ident = &field.ident;
            let name = literal(ident.trim_start_matches("r#"));
            Layout::text(match field.secret {
                true => format!(".field({name}, &::std::format_args!(\"(not shown)\"))"),
                false => format!(".field({name}, &self.{ident})"),
            })
        };
        let calls = self.fields.iter().map(show).chain([Layout::text(".finish()")]).collect();
        let head = Box::new(Layout::text(format!("f.debug_struct({})", literal(self.ident))));
        out.item();
        deprecation::waive(self.is_deprecated(), out);
        out.block(format_args!("impl ::std::fmt::Debug for {}", self.ident), |out| {
            out.block("fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result", |out| {
                out.layout(&Layout::Chain { head, calls }, "");
            });
        });
    }

    /// Writes the wire macro: members in schema order, a union's branch in the discriminator's position.
    fn wire(&self, out: &mut Code) {
        let position = self.branch.as_ref().map_or(self.fields.len(), |it| it.position.min(self.fields.len()));
        let (before, after) = self.fields.split_at(position);
        out.item();
        out.block("::qga_runtime::wire_object!", |out| {
            out.block(self.ident, |out| {
                before.iter().for_each(|it| it.wire(self.owner.name, out));
                if let Some(BranchField { ident, ty, tag, .. }) = &self.branch {
                    line!(out, "..{ident}: {ty} by {},", literal(tag));
                }
                after.iter().for_each(|it| it.wire(self.owner.name, out));
            });
        });
    }

    /// Whether it, or a member of it, is deprecated.
    fn is_deprecated(&self) -> bool {
        self.deprecated.is_some() || self.fields.iter().any(|it| it.deprecated.is_some())
    }

    fn mandatory(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|it| !it.member.optional)
    }

    fn has_secrets(&self) -> bool {
        self.fields.iter().any(|it| it.secret)
    }
}
