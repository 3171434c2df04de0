//! The members of an object as fields of a Rust struct.

use proc_macro2::{Ident, TokenStream};
use qga_schema::doc::Doc;
use qga_schema::ir::{Builtin, Member, Type};
use quote::quote;

use crate::markdown::Module;
use crate::members::{self, Bytes};
use crate::names::{self, Case};
use crate::plan::Plan;
use crate::{deprecation, doc_comments, rust_type};

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
    pub(crate) ident: Ident,
    /// The type of the value, without `Option` and `Box`.
    pub(crate) ty: TokenStream,
    boxed: bool,
    bytes: Option<Bytes>,
    /// It holds the length of a payload in the same object, and so is written after it.
    length: bool,
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

fn field<'m>(owner: Owner<'_, '_>, member: &'m Member, ident: Ident) -> Field<'m> {
    let Owner { plan, name, doc, module } = owner;
    let text = description(plan, name, doc, &member.name);
    let fallback = format!("The member `{}`.", member.name);
    let flags = (member.features.as_slice(), member.condition.as_ref());
    let mut doc_text = doc_comments::part(plan, module, (doc, text), flags, &fallback);
    let younger = plan.members.younger(name, member);
    let absent = |release: &String| format!("\n\nAbsent in answers of agents before version {release}.");
    doc_text.extend(younger.as_ref().map(absent));
    Field {
        member,
        ident,
        ty: rust_type::member(plan, module, name, &member.name, &member.ty),
        boxed: !member.ty.array && plan.on_cycle(name, &member.ty.ty),
        bytes: plan.members.bytes(name, &member.name),
        length: plan.members.is_length(name, &member.name),
        secret: plan.members.is_secret(name, &member.name),
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
    members::base_of(plan.schema.get(name)?)
}

impl Field<'_> {
    /// `pub name: Type` with its documentation.
    pub(crate) fn declaration(&self) -> TokenStream {
        let Self { ident, ty, .. } = self;
        let (doc, deprecated) =
            (doc_comments::attributes(&self.doc), deprecation::attribute(self.deprecated.as_deref()));
        let mut ty = if self.boxed { rust_type::boxed(ty) } else { ty.clone() };
        if self.may_be_absent() {
            ty = quote!(::std::option::Option<#ty>);
        }
        quote!(#doc #deprecated pub #ident: #ty)
    }

    /// The parameter of the constructor.
    pub(crate) fn parameter(&self) -> TokenStream {
        let Self { ident, ty, .. } = self;
        if self.converts() { quote!(#ident: impl ::std::convert::Into<#ty>) } else { quote!(#ident: #ty) }
    }

    /// The constructor's initial value: the mandatory member, which may be a [`parameter`](Self::parameter), or `None`.
    pub(crate) fn initial(&self, is_parameter: bool) -> TokenStream {
        let ident = &self.ident;
        if self.member.optional {
            return quote!(#ident: ::std::option::Option::None);
        }
        let value = match (is_parameter && self.converts(), self.boxed) {
            (true, _) => quote!(#ident.into()),
            (false, true) => quote!(::std::boxed::Box::new(#ident)),
            (false, false) if !self.younger => return quote!(#ident),
            (false, false) => quote!(#ident),
        };
        if self.younger { quote!(#ident: ::std::option::Option::Some(#value)) } else { quote!(#ident: #value) }
    }

    /// The method that sets an optional member.
    pub(crate) fn setter(&self) -> Option<TokenStream> {
        let Self { ident, ty, .. } = self;
        if !self.member.optional {
            return None;
        }
        let (parameter, value) = match (self.converts(), self.boxed) {
            (true, _) => (quote!(impl ::std::convert::Into<#ty>), quote!(value.into())),
            (false, true) => (ty.clone(), quote!(::std::boxed::Box::new(value))),
            (false, false) => (ty.clone(), quote!(value)),
        };
        let (method, doc) = (names::setter(ident), format!("The same, with `{}`.", self.member.name));
        let deprecated = deprecation::attribute(self.deprecated.as_deref());
        Some(quote! {
            #[doc = #doc]
            #deprecated
            #[must_use]
            pub fn #method(mut self, value: #parameter) -> Self {
                self.#ident = ::std::option::Option::Some(#value);
                self
            }
        })
    }

    /// Writes the member as JSON; the length of a payload is written by [`Self::write_length`].
    pub(crate) fn write(&self) -> Option<TokenStream> {
        let (ident, name) = (&self.ident, &self.member.name);
        match (self.length, self.may_be_absent()) {
            (true, _) => None,
            (false, true) => Some(quote!(out.optional(#name, &self.#ident);)),
            (false, false) => Some(quote!(out.member(#name, &self.#ident);)),
        }
    }

    /// Writes the length of a payload, which is known when the payload is written.
    pub(crate) fn write_length(&self) -> Option<TokenStream> {
        let name = &self.member.name;
        self.length.then(|| quote!(out.member(#name, &out.payload_written());))
    }

    /// Reads the member from JSON.
    pub(crate) fn read(&self) -> TokenStream {
        let name = &self.member.name;
        match (self.member.optional, self.younger) {
            (true, _) => quote!(from.optional(#name)?),
            (false, true) => quote!(from.younger(#name)?),
            (false, false) => quote!(from.required(#name)?),
        }
    }

    fn may_be_absent(&self) -> bool {
        self.member.optional || self.younger
    }

    /// Whether the constructor takes `impl Into`.
    fn converts(&self) -> bool {
        self.bytes.is_some() || (!self.member.ty.array && self.member.ty.ty == Type::Builtin(Builtin::Str))
    }
}
