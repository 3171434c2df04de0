//! Alternates: enums whose variants are chosen by JSON type.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::{Alternate, Alternative, Builtin, Definition, Type};
use quote::quote;

use crate::enums;
use crate::markdown::Module;
use crate::plan::{Plan, TypePlan, key};
use crate::{doc_comments, rust_type};

/// JSON types.
const JSON_TYPES: usize = 6;

/// The enum and its implementations.
pub(crate) fn items(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Alternate) -> Vec<TokenStream> {
    let variants = enums::variants(definition.branches.iter().map(|it| it.name.as_str()), false).values;
    let branches = definition.branches.iter().zip(&variants).map(|(it, ident)| branch(plan, definition, it, ident));
    let branches: Vec<Branch<'_>> = branches.collect();
    let mut items = vec![declaration(plan, planned, definition, &branches)];
    items.extend(branches.iter().filter_map(|it| it.conversion(&planned.ident)));
    items.push(marshal(&planned.ident, &branches));
    items.push(unmarshal(&planned.ident, &definition.common.name, &branches));
    let ident = &planned.ident;
    items.push(quote!(::qga_runtime::wire_serde!(#ident);));
    items
}

struct Branch<'a> {
    alternative: &'a Alternative,
    ident: &'a Ident,
    /// The type of its value; `None` for `null`.
    payload: Option<TokenStream>,
    boxed: bool,
    /// The JSON type that selects it.
    kind: TokenStream,
}

fn branch<'a>(plan: &Plan<'_>, owner: &Alternate, alternative: &'a Alternative, ident: &'a Ident) -> Branch<'a> {
    let null = alternative.ty.ty == Type::Builtin(Builtin::Null) && !alternative.ty.array;
    Branch {
        alternative,
        ident,
        payload: (!null).then(|| rust_type::value(plan, Module::Types, &alternative.ty)),
        boxed: !alternative.ty.array && plan.on_cycle(&owner.common.name, &alternative.ty.ty),
        kind: kind(plan, alternative),
    }
}

fn kind(plan: &Plan<'_>, alternative: &Alternative) -> TokenStream {
    if alternative.ty.array {
        return quote!(Array);
    }
    if let Some(name) = key(&alternative.ty.ty) {
        return match plan.type_named(name).definition {
            Definition::Enum(_) => quote!(String),
            _ => quote!(Object),
        };
    }
    match &alternative.ty.ty {
        Type::Builtin(Builtin::Null) => quote!(Null),
        Type::Builtin(Builtin::Bool) => quote!(Bool),
        Type::Builtin(Builtin::Str) => quote!(String),
        _ => quote!(Number),
    }
}

fn declaration(
    plan: &Plan<'_>,
    planned: &TypePlan<'_>,
    definition: &Alternate,
    branches: &[Branch<'_>],
) -> TokenStream {
    let (common, ident) = (&definition.common, &planned.ident);
    let fallback = format!("A value of one of the types of `{}`.", common.name);
    let doc = doc_comments::attributes(&doc_comments::definition(plan, Module::Types, common, &fallback));
    let variants = branches.iter().map(|Branch { alternative, ident, payload, boxed, .. }| {
        let text = common.doc.as_ref().and_then(|it| it.member(&alternative.name));
        let flags = (&[][..], alternative.condition.as_ref());
        let fallback = format!("`{}`", alternative.name);
        let doc = doc_comments::part(plan, Module::Types, (common.doc.as_ref(), text), flags, &fallback);
        let doc = doc_comments::attributes(&doc);
        let payload = payload.as_ref().map(|ty| if *boxed { rust_type::boxed(ty) } else { ty.clone() });
        let payload = payload.map(|ty| quote!((#ty)));
        quote!(#doc #ident #payload,)
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident { #(#variants)* }
    }
}

impl Branch<'_> {
    /// The conversion of a branch's value.
    fn conversion(&self, alternate: &Ident) -> Option<TokenStream> {
        let (ident, ty) = (self.ident, self.payload.as_ref()?);
        let value = if self.boxed { quote!(::std::boxed::Box::new(value)) } else { quote!(value) };
        Some(quote! {
            impl ::std::convert::From<#ty> for #alternate {
                fn from(value: #ty) -> Self {
                    Self::#ident(#value)
                }
            }
        })
    }
}

fn marshal(ident: &Ident, branches: &[Branch<'_>]) -> TokenStream {
    let arms = branches.iter().map(|Branch { ident, payload, .. }| match payload {
        Some(_) => quote!(Self::#ident(value) => ::qga_runtime::Marshal::marshal(value, out),),
        None => quote!(Self::#ident => ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out),),
    });
    quote! {
        impl ::qga_runtime::Marshal for #ident {
            fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                match self { #(#arms)* }
            }
        }
    }
}

fn unmarshal(ident: &Ident, name: &str, branches: &[Branch<'_>]) -> TokenStream {
    let arms = branches.iter().map(|Branch { ident, payload, kind, .. }| match payload {
        Some(_) => {
            quote!(::qga_runtime::JsonKind::#kind => ::qga_runtime::Unmarshal::unmarshal(value).map(Self::#ident),)
        }
        None => quote!(::qga_runtime::JsonKind::#kind => ::std::result::Result::Ok(Self::#ident),),
    });
    let wrong =
        (branches.len() < JSON_TYPES).then(|| quote!(_ => ::std::result::Result::Err(value.wrong_type(#name)),));
    quote! {
        impl ::qga_runtime::Unmarshal for #ident {
            fn unmarshal(
                value: ::qga_runtime::Value<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                match value.kind() { #(#arms)* #wrong }
            }
        }
    }
}
