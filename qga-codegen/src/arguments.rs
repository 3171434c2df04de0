//! The arguments of a command, or the data of an event, as a Rust struct.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::{Arguments, Common};
use quote::quote;

use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::ObjectStruct;
use crate::plan::Plan;
use crate::{deprecation, doc_comments, rust_type};

/// The struct and its implementations: with members of its own, or around a type of the schema.
pub(crate) fn items(
    plan: &Plan<'_>,
    ident: &Ident,
    common: &Common,
    arguments: &Arguments,
    doc: String,
) -> Vec<TokenStream> {
    let deprecated = deprecation::note(common.doc.as_ref(), &common.features);
    if let Arguments::Named(name) = arguments {
        return around(ident, &rust_type::defined(plan, Module::Other, name), &doc, deprecated.as_deref());
    }
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Other };
    let members = plan.schema.arguments_of(arguments);
    let fields = fields::fields(owner, &members, &[]);
    ObjectStruct { ident, doc, deprecated, members: None, fields, branch: None }.items()
}

fn around(ident: &Ident, ty: &TokenStream, doc: &str, deprecated: Option<&str>) -> Vec<TokenStream> {
    let (doc, waive) = (doc_comments::attributes(doc), deprecation::waive(deprecated.is_some()));
    let deprecated = deprecation::attribute(deprecated);
    let declaration = quote! {
        #doc
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #ident(
            #[doc = "All its members."]
            pub #ty,
        );
    };
    let conversion = quote! {
        #waive
        impl ::std::convert::From<#ty> for #ident {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    };
    let object = quote! {
        #waive
        impl ::qga_runtime::Object for #ident {
            fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                ::qga_runtime::Object::marshal_members(&self.0, out);
            }

            fn unmarshal_members(
                from: &mut ::qga_runtime::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                ::qga_runtime::Object::unmarshal_members(from).map(Self)
            }
        }
    };
    vec![declaration, conversion, object, quote!(::qga_runtime::wire_object!(#ident);)]
}
