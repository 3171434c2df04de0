//! The info module: statics that describe the schema at run time.

use proc_macro2::{Ident, TokenStream};
use qga_schema::doc::Doc;
use qga_schema::ir::{
    Alternate, Arguments, Builtin, Command, Common, Condition, Definition, Enum, Feature, Member, Type, TypeRef, Union,
};
use quote::quote;

use crate::doc_comments::{self, readable};
use crate::fields::{self, Owner};
use crate::markdown::{self, Module};
use crate::plan::{CommandPlan, Plan, TypePlan, key};

/// All items of the info module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let statics = plan.commands.iter().map(|it| &it.info);
    let table = quote! {
        #[doc = "All commands, in schema order."]
        pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[#(&#statics),*];
    };
    let mut items = vec![table];
    items.extend(plan.commands.iter().map(|it| of_command(plan, it)));
    items.extend(plan.types().map(|it| of_type(plan, it)));
    items
}

fn of_command(plan: &Plan<'_>, planned: &CommandPlan<'_>) -> TokenStream {
    let CommandPlan { command, ident, info, .. } = planned;
    let (common, mut facts) = (&command.common, Facts::default());
    let doc = common.doc.as_ref();
    if let Some(doc) = doc {
        let whole: Vec<&str> = [doc.overview()].into_iter().chain(doc.remarks()).map(str::trim).collect();
        facts.text(quote!(summary), &doc.summary());
        facts.text(quote!(doc), &whole.join("\n\n"));
    }
    facts.list(quote!(arguments), arguments(plan, command));
    if let Some(returns) = &command.returns {
        facts.put(quote!(returns), some(&reference(plan, returns)));
    }
    facts.text(quote!(returns_doc), &text(doc.and_then(Doc::returns)));
    facts.text(quote!(errors_doc), &text(doc.and_then(Doc::errors)));
    let flags = [
        (quote!(success_response), command.success_response, true),
        (quote!(allow_oob), command.allow_oob, false),
        (quote!(allow_preconfig), command.allow_preconfig, false),
    ];
    for (field, value, default) in flags {
        if value != default {
            facts.put(field, quote!(#value));
        }
    }
    facts.common(common);
    facts.text(quote!(since), &text(doc.and_then(Doc::since)));
    let doc = format!("[`{}`](super::commands::{ident}).", common.name);
    facts.constant(info, &doc, quote!(CommandInfo), &common.name)
}

fn arguments(plan: &Plan<'_>, command: &Command) -> Vec<TokenStream> {
    let common = &command.common;
    // Members of a named type are documented there.
    let owner = match &command.arguments {
        Arguments::Named(of) => {
            Owner { plan, name: of, doc: plan.type_named(of).definition.common().doc.as_ref(), module: Module::Other }
        }
        _ => Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Other },
    };
    plan.schema.arguments_of(&command.arguments).into_iter().map(|it| member(owner, it)).collect()
}

fn of_type(plan: &Plan<'_>, planned: &TypePlan<'_>) -> TokenStream {
    let (common, mut facts) = (planned.definition.common(), Facts::default());
    let ty = match planned.definition {
        Definition::Enum(it) => {
            facts.list(quote!(values), values(it));
            quote!(EnumInfo)
        }
        Definition::Alternate(it) => {
            facts.list(quote!(branches), alternatives(plan, it));
            quote!(AlternateInfo)
        }
        definition => {
            facts.list(quote!(members), members(plan, definition));
            if let Definition::Union(it) = definition {
                let discriminator = &it.discriminator;
                facts.put(quote!(discriminator), some(&quote!(#discriminator)));
                facts.list(quote!(branches), branches(plan, it));
            }
            quote!(ObjectInfo)
        }
    };
    facts.common(common);
    let doc = format!("[`{}`](super::types::{}).", common.name, planned.ident);
    facts.constant(&planned.info, &doc, ty, &common.name)
}

/// The fields of a constant that differ from the default.
#[derive(Default)]
struct Facts {
    fields: Vec<TokenStream>,
}

impl Facts {
    fn put(&mut self, field: TokenStream, value: TokenStream) {
        self.fields.push(quote!(#field: #value));
    }

    fn text(&mut self, field: TokenStream, text: &str) {
        if !text.is_empty() {
            self.put(field, quote!(#text));
        }
    }

    fn list(&mut self, field: TokenStream, parts: Vec<TokenStream>) {
        if !parts.is_empty() {
            self.put(field, quote!(&[#(#parts),*]));
        }
    }

    fn common(&mut self, common: &Common) {
        if let Some(condition) = &common.condition {
            let condition = readable(condition);
            self.put(quote!(condition), some(&quote!(#condition)));
        }
        self.list(quote!(features), features(common.doc.as_ref(), &common.features));
    }

    /// The static `ident` of the type `ty` that describes the definition `name`.
    fn constant(self, ident: &Ident, doc: &str, ty: TokenStream, name: &str) -> TokenStream {
        let (doc, fields) = (doc_comments::attributes(doc), self.fields);
        let mut value = quote!(::qga_runtime::#ty::new(#name));
        if !fields.is_empty() {
            value = quote!(::qga_runtime::#ty { #(#fields,)* ..#value });
        }
        quote! {
            #doc
            pub static #ident: ::qga_runtime::#ty = #value;
        }
    }
}

fn values(definition: &Enum) -> Vec<TokenStream> {
    let doc = definition.common.doc.as_ref();
    let value = |it: &qga_schema::ir::EnumValue| {
        let said = documented(doc.and_then(|doc| doc.member(&it.name)));
        let calls = said.into_iter().chain(flags(doc, it.condition.as_ref(), &it.features));
        let name = &it.name;
        quote!(::qga_runtime::ValueInfo::new(#name) #(#calls)*)
    };
    definition.values.iter().map(value).collect()
}

fn alternatives(plan: &Plan<'_>, definition: &Alternate) -> Vec<TokenStream> {
    let doc = definition.common.doc.as_ref();
    let branch = |it: &qga_schema::ir::Alternative| {
        let said = documented(doc.and_then(|doc| doc.member(&it.name)));
        let calls = said.into_iter().chain(flags(None, it.condition.as_ref(), &[]));
        let (name, ty) = (&it.name, reference(plan, &it.ty));
        quote!(::qga_runtime::MemberInfo::new(#name, #ty) #(#calls)*)
    };
    definition.branches.iter().map(branch).collect()
}

fn branches(plan: &Plan<'_>, union: &Union) -> Vec<TokenStream> {
    let branch = |it: &qga_schema::ir::Branch| {
        let ty = it.ty.as_ref().map(|it| Type::Defined(it.clone()));
        let ty = ty.map(|ty| reference(plan, &TypeRef { ty, array: false })).map(|ty| quote!(.ty(#ty)));
        let (tag, calls) = (&it.tag, flags(None, it.condition.as_ref(), &[]));
        quote!(::qga_runtime::BranchInfo::new(#tag) #ty #(#calls)*)
    };
    union.branches.iter().map(branch).collect()
}

fn members(plan: &Plan<'_>, definition: &Definition) -> Vec<TokenStream> {
    let name = definition.name();
    let owner = Owner { plan, name, doc: definition.common().doc.as_ref(), module: Module::Types };
    plan.schema.members_of(name).into_iter().map(|it| member(owner, it)).collect()
}

fn member(owner: Owner<'_, '_>, member: &Member) -> TokenStream {
    let Owner { plan, name, doc, .. } = owner;
    let ty = match plan.members.bytes(name, &member.name) {
        Some(_) => quote!(::qga_runtime::TypeInfo::Bytes),
        None => reference(plan, &member.ty),
    };
    let said = documented(fields::description(plan, name, doc, &member.name));
    let optional = member.optional.then(|| quote!(.optional()));
    let secret = plan.members.is_secret(name, &member.name).then(|| quote!(.secret()));
    let flags = flags(doc, member.condition.as_ref(), &member.features);
    let calls = said.into_iter().chain(optional).chain(secret).chain(flags);
    let name = &member.name;
    quote!(::qga_runtime::MemberInfo::new(#name, #ty) #(#calls)*)
}

fn features(doc: Option<&Doc>, features: &[Feature]) -> Vec<TokenStream> {
    let feature = |it: &Feature| {
        let said = documented(doc.and_then(|doc| doc.feature(&it.name)));
        let calls = said.into_iter().chain(flags(None, it.condition.as_ref(), &[]));
        let name = &it.name;
        quote!(::qga_runtime::FeatureInfo::new(#name) #(#calls)*)
    };
    features.iter().map(feature).collect()
}

/// The calls that add a condition and features.
fn flags(doc: Option<&Doc>, condition: Option<&Condition>, of: &[Feature]) -> impl Iterator<Item = TokenStream> {
    let condition = condition.map(readable).map(|it| quote!(.when(#it)));
    let features = (!of.is_empty()).then(|| features(doc, of)).map(|it| quote!(.features(&[#(#it),*])));
    condition.into_iter().chain(features)
}

/// The call that adds documentation.
fn documented(doc: Option<&str>) -> Option<TokenStream> {
    let text = text(doc);
    (!text.is_empty()).then(|| quote!(.doc(#text)))
}

/// The `TypeInfo` of a type.
fn reference(plan: &Plan<'_>, ty: &TypeRef) -> TokenStream {
    let one = match key(&ty.ty) {
        Some(name) => defined(plan, name),
        None => builtin(&ty.ty),
    };
    let one = quote!(::qga_runtime::TypeInfo::#one);
    if ty.array { quote!(::qga_runtime::TypeInfo::Array(&#one)) } else { one }
}

fn defined(plan: &Plan<'_>, name: &str) -> TokenStream {
    let TypePlan { info, definition, external, .. } = plan.type_named(name);
    let info = match external {
        Some(external) => quote!(#external::info::#info),
        None => quote!(#info),
    };
    match definition {
        Definition::Enum(_) => quote!(Enum(&#info)),
        Definition::Union(_) => quote!(Union(&#info)),
        Definition::Alternate(_) => quote!(Alternate(&#info)),
        _ => quote!(Object(&#info)),
    }
}

fn builtin(ty: &Type) -> TokenStream {
    let Type::Builtin(builtin) = ty else { return quote!(Any) };
    match builtin {
        Builtin::Str => quote!(Str),
        Builtin::Bool => quote!(Bool),
        Builtin::Int | Builtin::Int64 => quote!(INT64),
        Builtin::Int8 => quote!(INT8),
        Builtin::Int16 => quote!(INT16),
        Builtin::Int32 => quote!(INT32),
        Builtin::Uint8 => quote!(UINT8),
        Builtin::Uint16 => quote!(UINT16),
        Builtin::Uint32 => quote!(UINT32),
        Builtin::Uint64 | Builtin::Size => quote!(UINT64),
        Builtin::Number => quote!(Number),
        Builtin::Null => quote!(Null),
        Builtin::Any | Builtin::QType => quote!(Any),
    }
}

fn some(value: &TokenStream) -> TokenStream {
    quote!(::std::option::Option::Some(#value))
}

/// Text after a tag, as the schema has it, without the common indentation.
fn text(text: Option<&str>) -> String {
    text.map(|it| markdown::after_tag(it).join("\n").trim().to_owned()).unwrap_or_default()
}
