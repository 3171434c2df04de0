//! Chooses the Rust type for a type of the schema.

use qga_schema::ir::{Builtin, Type, TypeRef};

use crate::exceptions::{self, Bytes};
use crate::markdown::Module;
use crate::plan::{Plan, key};

/// The type of a value: a member, an alternate's branch, a result.
pub(crate) fn value(plan: &Plan<'_>, module: Module, ty: &TypeRef) -> String {
    let one = single(plan, module, &ty.ty);
    if ty.array { format!("::std::vec::Vec<{one}>") } else { one }
}

/// The path of a defined type.
pub(crate) fn defined(plan: &Plan<'_>, module: Module, name: &str) -> String {
    let ident = &plan.type_named(name).ident;
    match module {
        Module::Types => ident.clone(),
        Module::Other => format!("super::types::{ident}"),
    }
}

/// The type of the member `member` of `owner`: bytes if it is a string that holds base64, else the schema's type.
pub(crate) fn member(plan: &Plan<'_>, module: Module, owner: &str, member: &str, ty: &TypeRef) -> String {
    match bytes(owner, member, ty) {
        Some(Bytes::Payload) => "::qga_runtime::Payload".to_owned(),
        Some(Bytes::Secret) => "::qga_runtime::Secret".to_owned(),
        None => value(plan, module, ty),
    }
}

/// The kind of bytes of a member that is a string and holds base64.
pub(crate) fn bytes(owner: &str, member: &str, ty: &TypeRef) -> Option<Bytes> {
    let string = *ty == TypeRef { ty: Type::Builtin(Builtin::Str), array: false };
    exceptions::bytes(owner, member).filter(|_| string)
}

/// The type in a box, for a type that would contain itself.
pub(crate) fn boxed(ty: &str) -> String {
    format!("::std::boxed::Box<{ty}>")
}

fn single(plan: &Plan<'_>, module: Module, ty: &Type) -> String {
    if let Some(name) = key(ty) {
        return defined(plan, module, name);
    }
    let Type::Builtin(builtin) = ty else { return String::new() };
    let path = match builtin {
        Builtin::Str => "::std::string::String",
        Builtin::Bool => "bool",
        Builtin::Int | Builtin::Int64 => "i64",
        Builtin::Int8 => "i8",
        Builtin::Int16 => "i16",
        Builtin::Int32 => "i32",
        Builtin::Uint8 => "u8",
        Builtin::Uint16 => "u16",
        Builtin::Uint32 => "u32",
        Builtin::Uint64 | Builtin::Size => "u64",
        Builtin::Number => "f64",
        Builtin::Null => "::qga_runtime::Null",
        Builtin::Any | Builtin::QType => "::qga_runtime::Any",
    };
    path.to_owned()
}
