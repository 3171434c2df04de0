//! Writes the members of an object as fields of a Rust struct.

use qga_schema::doc::Doc;
use qga_schema::ir::{Base, Builtin, Definition, Member, Type};

use crate::code::{Code, line, literal};
use crate::exceptions::Bytes;
use crate::markdown::Module;
use crate::names::{self, Case};
use crate::plan::Plan;
use crate::{deprecation, doc_comments, exceptions, rust_type};

/// The definition that has the members.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'p, 's> {
    pub(crate) plan: &'p Plan<'s>,
    /// Its name in the schema.
    pub(crate) name: &'p str,
    pub(crate) doc: Option<&'p Doc>,
    pub(crate) module: Module,
}

/// A member as a field.
pub(crate) struct Field<'m> {
    pub(crate) member: &'m Member,
    pub(crate) ident: String,
    /// The type of the value, without `Option` and `Box`.
    ty: String,
    boxed: bool,
    bytes: Option<Bytes>,
    pub(crate) secret: bool,
    /// Mandatory, but not sent by older agents.
    younger: bool,
    pub(crate) doc: String,
    /// The text of the deprecation warning, if it is deprecated.
    pub(crate) deprecated: Option<String>,
}

/// One field for each of `members`; no field has a name of `reserved`.
pub(crate) fn fields<'m>(owner: Owner<'_, '_>, members: &[&'m Member], reserved: &[&str]) -> Vec<Field<'m>> {
    let idents = names::distinct(Case::Snake, members.iter().map(|it| it.name.as_str()), reserved);
    members.iter().zip(idents).map(|(member, ident)| field(owner, member, ident)).collect()
}

fn field<'m>(owner: Owner<'_, '_>, member: &'m Member, ident: String) -> Field<'m> {
    let Owner { plan, name, doc, module } = owner;
    let text = description(plan, name, doc, &member.name);
    let fallback = format!("The member `{}`.", member.name);
    let flags = (member.features.as_slice(), member.condition.as_ref());
    let mut doc_text = doc_comments::part(plan, module, (doc, text), flags, &fallback);
    let younger = exceptions::younger(name, &member.name).filter(|_| !member.optional);
    doc_text.extend(younger.map(|release| format!("\n\nAbsent in answers of agents before QEMU {release}.")));
    Field {
        member,
        ident,
        ty: rust_type::member(plan, module, name, &member.name, &member.ty),
        boxed: !member.ty.array && plan.on_cycle(name, &member.ty.ty),
        bytes: rust_type::bytes(name, &member.name, &member.ty),
        secret: exceptions::is_secret(name, &member.name),
        younger: younger.is_some(),
        doc: doc_text,
        deprecated: deprecation::note(doc, &member.features),
    }
}

/// The documentation of a member: its owner's, or that of the struct which the owner inherits it from.
pub(crate) fn description<'p>(plan: &'p Plan<'_>, owner: &str, doc: Option<&'p Doc>, member: &str) -> Option<&'p str> {
    let mut text = doc.and_then(|it| it.member(member));
    let mut base = base_of(plan, owner);
    while let (None, Some(name)) = (text, base) {
        text = plan.type_named(name).definition.common().doc.as_ref().and_then(|it| it.member(member));
        base = base_of(plan, name);
    }
    text
}

fn base_of<'p>(plan: &'p Plan<'_>, name: &str) -> Option<&'p str> {
    match plan.schema.get(name)? {
        Definition::Struct(it) => it.base.as_deref(),
        Definition::Union(it) => match &it.base {
            Base::Named(name) => Some(name),
            Base::Inline(_) => None,
        },
        _ => None,
    }
}

impl Field<'_> {
    /// Writes `pub name: Type` with its documentation.
    pub(crate) fn declare(&self, out: &mut Code) {
        let Self { ident, ty, .. } = self;
        out.doc(&self.doc);
        deprecation::attribute(self.deprecated.as_deref(), out);
        let ty = if self.boxed { &rust_type::boxed(ty) } else { ty };
        match self.member.optional || self.younger {
            true => line!(out, "pub {ident}: ::std::option::Option<{ty}>,"),
            false => line!(out, "pub {ident}: {ty},"),
        }
    }

    /// The parameter of the constructor.
    pub(crate) fn parameter(&self) -> String {
        let Self { ident, ty, .. } = self;
        if self.converts() { format!("{ident}: impl ::std::convert::Into<{ty}>") } else { format!("{ident}: {ty}") }
    }

    /// The constructor's initial value: the parameter, or `None`.
    pub(crate) fn initial(&self) -> String {
        let ident = &self.ident;
        if self.member.optional {
            return format!("{ident}: ::std::option::Option::None");
        }
        let value = match (self.converts(), self.boxed) {
            (true, _) => format!("{ident}.into()"),
            (false, true) => format!("::std::boxed::Box::new({ident})"),
            (false, false) => ident.clone(),
        };
        match (self.younger, value == *ident) {
            (true, _) => format!("{ident}: ::std::option::Option::Some({value})"),
            (false, true) => value,
            (false, false) => format!("{ident}: {value}"),
        }
    }

    /// Writes its line in the wire macro: name on the wire, and whether it is always sent.
    pub(crate) fn wire(&self, owner: &str, out: &mut Code) {
        let kind = match self.member.optional {
            true => "optional",
            false if self.younger => "younger",
            false if self.is_length(owner) => "length",
            false => "required",
        };
        line!(out, "{}: {kind} {},", self.ident, literal(&self.member.name));
    }

    /// Whether it is the length of a payload in the same object, and so is written after it.
    fn is_length(&self, owner: &str) -> bool {
        let length = matches!(self.member.ty.ty, Type::Builtin(Builtin::Int | Builtin::Int64)) && !self.member.ty.array;
        length && exceptions::length_of(owner, &self.member.name).is_some()
    }

    /// Whether the constructor takes `impl Into`.
    fn converts(&self) -> bool {
        self.bytes.is_some() || (!self.member.ty.array && self.member.ty.ty == Type::Builtin(Builtin::Str))
    }
}
