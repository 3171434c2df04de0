//! Chooses the Rust type for a type of the schema.

use proc_macro2::TokenStream;
use qga_schema::ir::{Builtin, Type, TypeRef};
use quote::quote;

use crate::markdown::Module;
use crate::members::Bytes;
use crate::plan::{Plan, TypePlan, key};

/// The type of a value: a member, an alternate's branch, a result.
pub(crate) fn value(plan: &Plan<'_>, module: Module, ty: &TypeRef) -> TokenStream {
    let one = single(plan, module, &ty.ty);
    if ty.array { quote!(::std::vec::Vec<#one>) } else { one }
}

/// The path of a defined type.
pub(crate) fn defined(plan: &Plan<'_>, module: Module, name: &str) -> TokenStream {
    let TypePlan { ident, external, .. } = plan.type_named(name);
    match (external, module) {
        (Some(external), _) => quote!(#external::types::#ident),
        (None, Module::Types) => quote!(#ident),
        (None, Module::Other) => quote!(super::types::#ident),
    }
}

/// The type of the member `member` of `owner`: bytes if it is a string that holds base64, else the schema's type.
pub(crate) fn member(plan: &Plan<'_>, module: Module, owner: &str, member: &str, ty: &TypeRef) -> TokenStream {
    match plan.members.bytes(owner, member) {
        Some(Bytes::Payload) => quote!(::qga_runtime::Payload),
        Some(Bytes::Secret) => quote!(::qga_runtime::Secret),
        None => value(plan, module, ty),
    }
}

/// The type in a box, for a type that would contain itself.
pub(crate) fn boxed(ty: &TokenStream) -> TokenStream {
    quote!(::std::boxed::Box<#ty>)
}

fn single(plan: &Plan<'_>, module: Module, ty: &Type) -> TokenStream {
    if let Some(name) = key(ty) {
        return defined(plan, module, name);
    }
    let Type::Builtin(builtin) = ty else { return TokenStream::new() };
    match builtin {
        Builtin::Str => quote!(::std::string::String),
        Builtin::Bool => quote!(bool),
        Builtin::Int | Builtin::Int64 => quote!(i64),
        Builtin::Int8 => quote!(i8),
        Builtin::Int16 => quote!(i16),
        Builtin::Int32 => quote!(i32),
        Builtin::Uint8 => quote!(u8),
        Builtin::Uint16 => quote!(u16),
        Builtin::Uint32 => quote!(u32),
        Builtin::Uint64 | Builtin::Size => quote!(u64),
        Builtin::Number => quote!(f64),
        Builtin::Null => quote!(::qga_runtime::Null),
        Builtin::Any | Builtin::QType => quote!(::qga_runtime::Any),
    }
}
