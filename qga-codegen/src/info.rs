//! Constants that describe the schema at run time: types, members, commands.

use proc_macro2::TokenStream;
use qga_schema::doc::Doc;
use qga_schema::ir::{Alternate, Builtin, Command, Definition, Enum, Feature, Member, Type, TypeRef};
use quote::quote;

use crate::fields::{self, Owner};
use crate::lazy::Lazy;
use crate::markdown::{self, Module};
use crate::plan::{Plan, TypePlan, key};
use crate::{doc_comments, exceptions, rust_type};

/// The static that describes a type.
pub(crate) fn of_type(plan: &Plan<'_>, planned: &TypePlan<'_>) -> TokenStream {
    let (info, definition) = (&planned.info, planned.definition);
    let ty = match definition {
        Definition::Enum(_) => quote!(EnumInfo),
        Definition::Alternate(_) => quote!(AlternateInfo),
        _ => quote!(ObjectInfo),
    };
    let value = Lazy(|| match definition {
        Definition::Enum(it) => enumeration(it),
        Definition::Alternate(it) => alternate(plan, it),
        _ => object(plan, definition),
    });
    let doc = doc_comments::attributes(format!("What the schema says of [`{}`].", planned.ident));
    quote! {
        #doc
        pub static #info: ::qga_runtime::#ty = ::qga_runtime::#ty { #value };
    }
}

/// The constant that describes a command.
pub(crate) fn of_command(plan: &Plan<'_>, command: &Command, arguments: &[&Member]) -> TokenStream {
    let common = &command.common;
    let doc = common.doc.as_ref();
    let text = |it: Option<&str>| it.map(plain).unwrap_or_default();
    let summary = doc.map(Doc::summary).unwrap_or_default();
    let whole = doc
        .map(|it| std::iter::once(it.overview()).chain(it.remarks()).map(str::trim).collect::<Vec<_>>().join("\n\n"));
    let whole = whole.unwrap_or_default();
    let (returns_doc, errors_doc) = (text(doc.and_then(Doc::returns)), text(doc.and_then(Doc::errors)));
    let since = text(doc.and_then(Doc::since));
    let name = &common.name;
    // Members of a named type are documented there.
    let owner = match &command.arguments {
        qga_schema::ir::Arguments::Named(of) => {
            Owner { plan, name: of, doc: plan.type_named(of).definition.common().doc.as_ref(), module: Module::Other }
        }
        _ => Owner { plan, name, doc, module: Module::Other },
    };
    let arguments = arguments.iter().map(|it| Lazy(move || member(owner, it)));
    let returns = option(command.returns.as_ref().map(|it| reference(plan, Module::Other, it)));
    let condition = option(common.condition.as_ref().map(doc_comments::readable).map(|it| quote!(#it)));
    let features = common.features.iter().map(|it| {
        let (name, doc) = (&it.name, text(doc.and_then(|doc| doc.feature(&it.name))));
        quote!(::qga_runtime::FeatureInfo { name: #name, doc: #doc })
    });
    let Command { success_response, allow_oob, allow_preconfig, .. } = command;
    quote! {
        ::qga_runtime::CommandInfo {
            name: #name,
            summary: #summary,
            doc: #whole,
            arguments: &[#(#arguments),*],
            returns: #returns,
            returns_doc: #returns_doc,
            errors_doc: #errors_doc,
            success_response: #success_response,
            allow_oob: #allow_oob,
            allow_preconfig: #allow_preconfig,
            condition: #condition,
            features: &[#(#features),*],
            since: #since,
        }
    }
}

fn enumeration(definition: &Enum) -> TokenStream {
    let (name, doc) = (&definition.common.name, definition.common.doc.as_ref());
    let values = definition.values.iter().map(|it| {
        let (name, doc) = (&it.name, doc.and_then(|doc| doc.member(&it.name)).map(plain).unwrap_or_default());
        quote!(::qga_runtime::ValueInfo { name: #name, doc: #doc })
    });
    quote!(name: #name, values: &[#(#values),*])
}

fn alternate(plan: &Plan<'_>, definition: &Alternate) -> TokenStream {
    let (name, doc) = (&definition.common.name, definition.common.doc.as_ref());
    let branches = definition.branches.iter().map(|it| {
        let doc = doc.and_then(|doc| doc.member(&it.name)).map(plain).unwrap_or_default();
        member_info(&it.name, &doc, &reference(plan, Module::Types, &it.ty), (false, false), &[])
    });
    quote!(name: #name, branches: &[#(#branches),*])
}

fn object(plan: &Plan<'_>, definition: &Definition) -> TokenStream {
    let name = definition.name();
    let owner = Owner { plan, name, doc: definition.common().doc.as_ref(), module: Module::Types };
    let members = plan.schema.members_of(name);
    let members = members.iter().map(|it| Lazy(move || member(owner, it)));
    quote!(name: #name, members: &[#(#members),*])
}

fn member(owner: Owner<'_, '_>, member: &Member) -> TokenStream {
    let Owner { plan, name, doc, module } = owner;
    let ty = match rust_type::bytes(name, &member.name, &member.ty) {
        Some(_) => quote!(::qga_runtime::TypeInfo::Bytes),
        None => reference(plan, module, &member.ty),
    };
    let doc = fields::description(plan, name, doc, &member.name).map(plain).unwrap_or_default();
    let flags = (member.optional, exceptions::is_secret(name, &member.name));
    member_info(&member.name, &doc, &ty, flags, &member.features)
}

fn member_info(
    name: &str,
    doc: &str,
    ty: &TokenStream,
    (optional, secret): (bool, bool),
    features: &[Feature],
) -> TokenStream {
    let features = features.iter().map(|it| &it.name);
    quote! {
        ::qga_runtime::MemberInfo {
            name: #name,
            doc: #doc,
            ty: #ty,
            optional: #optional,
            secret: #secret,
            features: &[#(#features),*],
        }
    }
}

/// A `TypeInfo`.
fn reference(plan: &Plan<'_>, module: Module, ty: &TypeRef) -> TokenStream {
    let one = match key(&ty.ty) {
        Some(name) => defined(plan, module, name),
        None => builtin(&ty.ty),
    };
    let one = quote!(::qga_runtime::TypeInfo::#one);
    if ty.array { quote!(::qga_runtime::TypeInfo::Array(&#one)) } else { one }
}

fn defined(plan: &Plan<'_>, module: Module, name: &str) -> TokenStream {
    let planned = plan.type_named(name);
    let info = &planned.info;
    let info = match module {
        Module::Types => quote!(#info),
        Module::Other => quote!(super::types::#info),
    };
    match planned.definition {
        Definition::Enum(_) => quote!(Enum(&#info)),
        Definition::Union(_) => quote!(Union(&#info)),
        Definition::Alternate(_) => quote!(Alternate(&#info)),
        _ => quote!(Object(&#info)),
    }
}

fn builtin(ty: &Type) -> TokenStream {
    let int = |min: TokenStream, max: TokenStream| quote!(Int { min: #min, max: #max });
    let uint = |max: TokenStream| quote!(Uint { max: #max });
    let Type::Builtin(builtin) = ty else { return quote!(Any) };
    match builtin {
        Builtin::Str => quote!(Str),
        Builtin::Bool => quote!(Bool),
        Builtin::Int | Builtin::Int64 => int(quote!(i64::MIN), quote!(i64::MAX)),
        Builtin::Int8 => int(quote!(-128), quote!(127)),
        Builtin::Int16 => int(quote!(-32_768), quote!(32_767)),
        Builtin::Int32 => int(quote!(-2_147_483_648), quote!(2_147_483_647)),
        Builtin::Uint8 => uint(quote!(255)),
        Builtin::Uint16 => uint(quote!(65_535)),
        Builtin::Uint32 => uint(quote!(4_294_967_295)),
        Builtin::Uint64 | Builtin::Size => uint(quote!(u64::MAX)),
        Builtin::Number => quote!(Number),
        Builtin::Null => quote!(Null),
        Builtin::Any | Builtin::QType => quote!(Any),
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    }
}

/// Text behind a tag as the schema has it, without the indentation that belongs to its layout there.
fn plain(text: &str) -> String {
    markdown::behind_tag(text).join("\n").trim().to_owned()
}
