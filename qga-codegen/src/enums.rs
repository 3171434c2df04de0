//! Enumerations.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::Enum;
use quote::quote;

use crate::doc_comments;
use crate::markdown::Module;
use crate::names::{self, Case};
use crate::plan::{Plan, TypePlan};

/// The variants of an enum: one for each value, and maybe one for values the schema does not know.
pub(crate) struct Variants {
    pub(crate) values: Vec<Ident>,
    pub(crate) other: Option<Ident>,
}

/// The variants for values called `names`.
pub(crate) fn variants<'n>(names: impl Iterator<Item = &'n str>, open: bool) -> Variants {
    let other = open.then_some(names::OTHER_VARIANT);
    let mut values = names::distinct(Case::Camel, names.chain(other), &[]);
    let other = other.and_then(|_| values.pop());
    Variants { values, other }
}

/// The enum and everything it implements.
pub(crate) fn items(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Enum) -> Vec<TokenStream> {
    let ident = &planned.ident;
    let variants = variants(definition.values.iter().map(|it| it.name.as_str()), planned.open);
    vec![
        declaration(plan, planned, definition, &variants),
        qapi_enum(ident, definition, &variants),
        quote! {
            impl ::qga_runtime::Marshal for #ident {
                fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                    out.enumeration(self);
                }
            }
        },
        quote! {
            impl ::qga_runtime::Unmarshal for #ident {
                fn unmarshal(
                    value: ::qga_runtime::Value<'_>,
                ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                    value.enumeration()
                }
            }
        },
    ]
}

fn declaration(plan: &Plan<'_>, planned: &TypePlan<'_>, definition: &Enum, variants: &Variants) -> TokenStream {
    let (ident, common) = (&planned.ident, &definition.common);
    let fallback = format!("The values of `{}`.", common.name);
    let doc = doc_comments::attributes(doc_comments::definition(plan, Module::Types, common, &fallback));
    let values = definition.values.iter().zip(&variants.values).map(|(value, variant)| {
        let text = common.doc.as_ref().and_then(|it| it.member(&value.name));
        let flags = (value.features.as_slice(), value.condition.as_ref());
        let fallback = format!("`{}`", value.name);
        let doc = doc_comments::part(plan, Module::Types, (common.doc.as_ref(), text), flags, &fallback);
        let doc = doc_comments::attributes(&doc);
        quote!(#doc #variant)
    });
    let copy = variants.other.is_none().then(|| quote!(Copy,));
    let other = variants.other.as_ref().map(|it| {
        let doc = doc_comments::attributes("A value this schema does not know: the other side is newer.");
        quote!(#doc #it(::std::string::String),)
    });
    quote! {
        #doc
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash)]
        pub enum #ident {
            #(#values,)*
            #other
        }
    }
}

fn qapi_enum(ident: &Ident, definition: &Enum, variants: &Variants) -> TokenStream {
    let names: Vec<&str> = definition.values.iter().map(|it| it.name.as_str()).collect();
    let values = &variants.values;
    let from_name = if names.is_empty() {
        quote! {
            fn from_name(_: &str) -> ::std::option::Option<Self> {
                ::std::option::Option::None
            }
        }
    } else {
        quote! {
            fn from_name(name: &str) -> ::std::option::Option<Self> {
                match name {
                    #(#names => ::std::option::Option::Some(Self::#values),)*
                    _ => ::std::option::Option::None,
                }
            }
        }
    };
    let (known, kept) = match &variants.other {
        Some(other) => (
            Some(quote!(Self::#other(name) => name,)),
            Some(quote! {
                fn other(name: &str) -> ::std::option::Option<Self> {
                    ::std::option::Option::Some(Self::#other(::std::borrow::ToOwned::to_owned(name)))
                }
            }),
        ),
        None => (None, None),
    };
    let body = match names.is_empty() && known.is_none() {
        true => quote!(match *self {}),
        false => quote!(match self { #(Self::#values => #names,)* #known }),
    };
    quote! {
        impl ::qga_runtime::QapiEnum for #ident {
            const NAMES: &'static [&'static str] = &[#(#names),*];

            #from_name

            fn name(&self) -> &str {
                #body
            }

            #kept
        }
    }
}
