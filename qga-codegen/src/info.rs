//! Writes statics that describe the schema at run time: types, members, commands.

use qga_schema::doc::Doc;
use qga_schema::ir::{
    Alternate, Arguments, Builtin, Command, Common, Condition, Definition, Enum, Feature, Member, Type, TypeRef, Union,
};

use crate::code::{Code, Layout, literal};
use crate::doc_comments::readable;
use crate::fields::{self, Owner};
use crate::markdown::{self, Module};
use crate::plan::{Plan, TypePlan, key};
use crate::{exceptions, names, rust_type};

/// Writes the static that describes a type.
pub(crate) fn of_type(plan: &Plan<'_>, planned: &TypePlan<'_>, out: &mut Code) {
    let (common, mut facts) = (planned.definition.common(), Facts::default());
    let ty = match planned.definition {
        Definition::Enum(it) => {
            facts.list("values", values(it));
            "EnumInfo"
        }
        Definition::Alternate(it) => {
            facts.list("branches", alternatives(plan, it));
            "AlternateInfo"
        }
        definition => {
            facts.list("members", members(plan, definition));
            if let Definition::Union(it) = definition {
                facts.put("discriminator", &some(&literal(&it.discriminator)));
                facts.list("branches", branches(plan, it));
            }
            "ObjectInfo"
        }
    };
    facts.common(common);
    out.item();
    out.doc(&format!("The schema's description of {}.", names::link(&planned.ident)));
    out.layout(&facts.constant(&format!("pub static {}", planned.info), ty, &common.name), ";");
}

/// Writes the static that describes a command.
pub(crate) fn of_command(plan: &Plan<'_>, command: &Command, out: &mut Code) {
    let (common, mut facts) = (&command.common, Facts::default());
    let doc = common.doc.as_ref();
    if let Some(doc) = doc {
        let whole: Vec<&str> = [doc.overview()].into_iter().chain(doc.remarks()).map(str::trim).collect();
        facts.text("summary", &doc.summary());
        facts.text("doc", &whole.join("\n\n"));
    }
    // Members of a named type are documented there.
    let owner = match &command.arguments {
        Arguments::Named(of) => {
            Owner { plan, name: of, doc: plan.type_named(of).definition.common().doc.as_ref(), module: Module::Other }
        }
        _ => Owner { plan, name: &common.name, doc, module: Module::Other },
    };
    let arguments = plan.schema.arguments_of(&command.arguments);
    facts.list("arguments", arguments.into_iter().map(|it| member(owner, it)).collect());
    if let Some(returns) = &command.returns {
        facts.put("returns", &some(&reference(plan, Module::Other, returns)));
    }
    facts.text("returns_doc", &text(doc.and_then(Doc::returns)));
    facts.text("errors_doc", &text(doc.and_then(Doc::errors)));
    let flags = [
        ("success_response", command.success_response, true),
        ("allow_oob", command.allow_oob, false),
        ("allow_preconfig", command.allow_preconfig, false),
    ];
    for (name, value, default) in flags {
        if value != default {
            facts.put(name, &value.to_string());
        }
    }
    facts.common(common);
    facts.text("since", &text(doc.and_then(Doc::since)));
    out.layout(&facts.constant("static INFO", "CommandInfo", &common.name), ";");
}

/// The fields of a constant that differ from the default.
#[derive(Default)]
struct Facts {
    fields: Vec<Layout<'static>>,
}

impl Facts {
    fn put(&mut self, field: &str, value: &str) {
        self.fields.push(Layout::text(format!("{field}: {value}")));
    }

    fn text(&mut self, field: &str, text: &str) {
        if !text.is_empty() {
            self.put(field, &literal(text));
        }
    }

    fn list(&mut self, field: &str, parts: Vec<Layout<'static>>) {
        if !parts.is_empty() {
            self.fields.push(Layout::list(format!("{field}: &["), parts, "]"));
        }
    }

    fn common(&mut self, common: &Common) {
        if let Some(condition) = &common.condition {
            self.put("condition", &some(&literal(&readable(condition))));
        }
        self.list("features", features(common.doc.as_ref(), &common.features));
    }

    /// The constant of the type `ty` that describes the definition `name`, declared by `head`.
    fn constant(mut self, head: &str, ty: &str, name: &str) -> Layout<'static> {
        let default = format!("::qga_runtime::{ty}::new({})", literal(name));
        if self.fields.is_empty() {
            return Layout::text(format!("{head}: ::qga_runtime::{ty} = {default}"));
        }
        self.fields.push(Layout::text(format!("..{default}")));
        Layout::list(format!("{head}: ::qga_runtime::{ty} = ::qga_runtime::{ty} {{"), self.fields, "}")
    }
}

fn values(definition: &Enum) -> Vec<Layout<'static>> {
    let doc = definition.common.doc.as_ref();
    let value = |it: &qga_schema::ir::EnumValue| {
        let said = documented(doc.and_then(|doc| doc.member(&it.name)));
        let calls = said.into_iter().chain(flags(doc, it.condition.as_ref(), &it.features));
        chain("ValueInfo", vec![literal(&it.name)], calls)
    };
    definition.values.iter().map(value).collect()
}

fn alternatives(plan: &Plan<'_>, definition: &Alternate) -> Vec<Layout<'static>> {
    let doc = definition.common.doc.as_ref();
    let branch = |it: &qga_schema::ir::Alternative| {
        let said = documented(doc.and_then(|doc| doc.member(&it.name)));
        let calls = said.into_iter().chain(flags(None, it.condition.as_ref(), &[]));
        chain("MemberInfo", vec![literal(&it.name), reference(plan, Module::Types, &it.ty)], calls)
    };
    definition.branches.iter().map(branch).collect()
}

fn branches(plan: &Plan<'_>, union: &Union) -> Vec<Layout<'static>> {
    let branch = |it: &qga_schema::ir::Branch| {
        let ty = it.ty.as_ref().map(|it| Type::Defined(it.clone()));
        let ty = ty.map(|ty| reference(plan, Module::Types, &TypeRef { ty, array: false }));
        let ty = ty.map(|it| Layout::text(format!(".ty({it})")));
        let calls = ty.into_iter().chain(flags(None, it.condition.as_ref(), &[]));
        chain("BranchInfo", vec![literal(&it.tag)], calls)
    };
    union.branches.iter().map(branch).collect()
}

fn members(plan: &Plan<'_>, definition: &Definition) -> Vec<Layout<'static>> {
    let name = definition.name();
    let owner = Owner { plan, name, doc: definition.common().doc.as_ref(), module: Module::Types };
    plan.schema.members_of(name).into_iter().map(|it| member(owner, it)).collect()
}

fn member(owner: Owner<'_, '_>, member: &Member) -> Layout<'static> {
    let Owner { plan, name, doc, module } = owner;
    let ty = match rust_type::bytes(name, &member.name, &member.ty) {
        Some(_) => "::qga_runtime::TypeInfo::Bytes".to_owned(),
        None => reference(plan, module, &member.ty),
    };
    let said = documented(fields::description(plan, name, doc, &member.name));
    let optional = member.optional.then(|| Layout::text(".optional()"));
    let secret = exceptions::is_secret(name, &member.name).then(|| Layout::text(".secret()"));
    let flags = flags(doc, member.condition.as_ref(), &member.features);
    let calls = said.into_iter().chain(optional).chain(secret).chain(flags);
    chain("MemberInfo", vec![literal(&member.name), ty], calls)
}

fn features(doc: Option<&Doc>, features: &[Feature]) -> Vec<Layout<'static>> {
    let feature = |it: &Feature| {
        let said = documented(doc.and_then(|doc| doc.feature(&it.name)));
        let calls = said.into_iter().chain(flags(None, it.condition.as_ref(), &[]));
        chain("FeatureInfo", vec![literal(&it.name)], calls)
    };
    features.iter().map(feature).collect()
}

/// The calls that add a condition and features.
fn flags(doc: Option<&Doc>, condition: Option<&Condition>, of: &[Feature]) -> impl Iterator<Item = Layout<'static>> {
    let condition = condition.map(|it| Layout::text(format!(".when({})", literal(&readable(it)))));
    let features = (!of.is_empty()).then(|| Layout::list(".features(&[", features(doc, of), "])"));
    condition.into_iter().chain(features)
}

/// The call that adds documentation.
fn documented(doc: Option<&str>) -> Option<Layout<'static>> {
    let text = text(doc);
    (!text.is_empty()).then(|| Layout::text(format!(".doc({})", literal(&text))))
}

/// A call of the constructor of `ty`, followed by these calls.
fn chain(ty: &str, arguments: Vec<String>, calls: impl Iterator<Item = Layout<'static>>) -> Layout<'static> {
    let arguments = arguments.into_iter().map(Layout::text).collect();
    let head = Layout::list(format!("::qga_runtime::{ty}::new("), arguments, ")");
    let calls: Vec<Layout<'_>> = calls.collect();
    if calls.is_empty() { head } else { Layout::Chain { head: Box::new(head), calls } }
}

/// The `TypeInfo` of a type.
fn reference(plan: &Plan<'_>, module: Module, ty: &TypeRef) -> String {
    let one = match key(&ty.ty) {
        Some(name) => defined(plan, module, name),
        None => format!("::qga_runtime::TypeInfo::{}", builtin(&ty.ty)),
    };
    if ty.array { format!("::qga_runtime::TypeInfo::Array(&{one})") } else { one }
}

fn defined(plan: &Plan<'_>, module: Module, name: &str) -> String {
    let planned = plan.type_named(name);
    let path = match module {
        Module::Types => "",
        Module::Other => "super::types::",
    };
    let kind = match planned.definition {
        Definition::Enum(_) => "Enum",
        Definition::Union(_) => "Union",
        Definition::Alternate(_) => "Alternate",
        _ => "Object",
    };
    format!("::qga_runtime::TypeInfo::{kind}(&{path}{})", planned.info)
}

fn builtin(ty: &Type) -> &'static str {
    let Type::Builtin(builtin) = ty else { return "Any" };
    match builtin {
        Builtin::Str => "Str",
        Builtin::Bool => "Bool",
        Builtin::Int | Builtin::Int64 => "INT64",
        Builtin::Int8 => "INT8",
        Builtin::Int16 => "INT16",
        Builtin::Int32 => "INT32",
        Builtin::Uint8 => "UINT8",
        Builtin::Uint16 => "UINT16",
        Builtin::Uint32 => "UINT32",
        Builtin::Uint64 | Builtin::Size => "UINT64",
        Builtin::Number => "Number",
        Builtin::Null => "Null",
        Builtin::Any | Builtin::QType => "Any",
    }
}

fn some(value: &str) -> String {
    format!("::std::option::Option::Some({value})")
}

/// Text after a tag, as the schema has it, without the common indentation.
fn text(text: Option<&str>) -> String {
    text.map(|it| markdown::after_tag(it).join("\n").trim().to_owned()).unwrap_or_default()
}
