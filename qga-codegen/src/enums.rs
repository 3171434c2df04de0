//! Enumerations.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::Enum;
use quote::quote;

use crate::markdown::Module;
use crate::names::{self, Case};
use crate::plan::{Plan, TypePlan};
use crate::{deprecation, doc_comments};

/// The variants of an enum: one for each value, and perhaps one for values that the schema lacks.
pub(crate) struct Variants {
    pub(crate) values: Vec<Ident>,
    pub(crate) other: Option<Ident>,
}

/// The variants for values with these names; `has_other`: also one for other values.
pub(crate) fn variants<'n>(names: impl Iterator<Item = &'n str>, has_other: bool) -> Variants {
    let other = has_other.then_some(names::OTHER_VARIANT);
    let mut values = names::distinct(Case::Camel, names.chain(other), &[]);
    let other = other.and_then(|_| values.pop());
    Variants { values, other }
}

/// The enum and its implementations.
pub(crate) fn items(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Enum) -> Vec<TokenStream> {
    let variants = variants(definition.values.iter().map(|it| it.name.as_str()), planned.has_other);
    let ident = &planned.ident;
    vec![
        declaration(plan, ident, definition, &variants),
        names(ident, definition, &variants),
        quote!(::qga_runtime::wire_enum!(#ident);),
    ]
}

fn declaration(plan: &Plan<'_>, ident: &Ident, definition: &Enum, variants: &Variants) -> TokenStream {
    let common = &definition.common;
    let fallback = format!("The values of `{}`.", common.name);
    let doc = doc_comments::attributes(&doc_comments::definition(plan, Module::Types, common, &fallback));
    let copy = variants.other.is_none().then(|| quote!(Copy,));
    let values = definition.values.iter().zip(&variants.values).map(|(value, variant)| {
        let text = common.doc.as_ref().and_then(|it| it.member(&value.name));
        let flags = (value.features.as_slice(), value.condition.as_ref());
        let fallback = format!("`{}`", value.name);
        let doc = doc_comments::part(plan, Module::Types, (common.doc.as_ref(), text), flags, &fallback);
        let doc = doc_comments::attributes(&doc);
        let deprecated = deprecation::attribute(deprecation::note(common.doc.as_ref(), &value.features).as_deref());
        quote!(#doc #deprecated #variant,)
    });
    let other = variants.other.iter().map(|other| {
        let doc = doc_comments::attributes("A value that this schema lacks: the other side is newer.");
        quote!(#doc #other(::std::string::String),)
    });
    quote! {
        #doc
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident { #(#values)* #(#other)* }
    }
}

/// The names of the values.
fn names(ident: &Ident, definition: &Enum, variants: &Variants) -> TokenStream {
    let waive = deprecation::waive(definition.values.iter().any(|it| deprecation::is_among(&it.features)));
    let names: Vec<&str> = definition.values.iter().map(|it| it.name.as_str()).collect();
    let Variants { values, other } = variants;
    let other = other.as_ref();
    let name_of_other = other.map(|other| quote!(Self::#other(ref name) => name,));
    let from_other = other.map(|other| {
        quote! {
            fn other(name: &str) -> ::std::option::Option<Self> {
                ::std::option::Option::Some(Self::#other(::std::string::String::from(name)))
            }
        }
    });
    quote! {
        #waive
        impl ::qga_runtime::QapiEnum for #ident {
            const NAMES: &'static [&'static str] = &[#(#names),*];

            fn from_name(name: &str) -> ::std::option::Option<Self> {
                match name {
                    #(#names => ::std::option::Option::Some(Self::#values),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn name(&self) -> &str {
                match *self {
                    #(Self::#values => #names,)*
                    #name_of_other
                }
            }

            #from_other
        }
    }
}
