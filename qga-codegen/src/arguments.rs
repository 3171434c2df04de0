//! The arguments of a command or the data of an event as a Rust struct.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::{Arguments, Common};
use quote::quote;

use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::{self, ObjectStruct};
use crate::plan::Plan;
use crate::{doc_comments, rust_type};

/// The struct and everything an object implements: of its own members, or around a type of the schema.
pub(crate) fn items(
    plan: &Plan<'_>,
    ident: &Ident,
    common: &Common,
    arguments: &Arguments,
    doc: String,
) -> Vec<TokenStream> {
    if let Arguments::Named(name) = arguments {
        return around(plan, ident, name, &doc);
    }
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Other };
    let members = plan.schema.arguments_of(arguments);
    ObjectStruct { owner, ident, doc, fields: fields::fields(owner, &members, &[]), branch: None }.items()
}

fn around(plan: &Plan<'_>, ident: &Ident, name: &str, doc: &str) -> Vec<TokenStream> {
    let ty = rust_type::defined(plan, Module::Other, name);
    let doc = doc_comments::attributes(doc);
    let declaration = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident(
            /// All its members.
            pub #ty,
        );
    };
    let conversion = quote! {
        impl ::std::convert::From<#ty> for #ident {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    };
    let object = quote! {
        impl ::qga_runtime::Object for #ident {
            fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                ::qga_runtime::Object::marshal_members(&self.0, out);
            }

            fn unmarshal_members(
                from: &mut ::qga_runtime::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                <#ty as ::qga_runtime::Object>::unmarshal_members(from).map(Self)
            }
        }
    };
    let mut items = vec![declaration, conversion, object];
    items.extend(objects::wire_impls(ident));
    items
}
