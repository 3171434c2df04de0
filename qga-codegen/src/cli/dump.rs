//! `qapi dump`: a checked schema as JSON, every definition in schema order with all its properties.

use std::collections::HashSet;
use std::ops::Not;

use indexmap::IndexMap;
use qga_schema::ir::{Arguments, Base, Condition, Definition, Feature, Member, TypeRef};
use qga_schema::{Doc, Pragmas, Schema};
use serde::Serialize;

use crate::since;

/// A schema: numbers and names by kind, its settings, then the definitions.
#[derive(Serialize)]
pub(super) struct Dump<'a> {
    counts: IndexMap<&'static str, usize>,
    pragma: Settings<'a>,
    index: IndexMap<&'static str, Vec<&'a str>>,
    entities: Vec<Entity<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Settings<'a> {
    doc_required: bool,
    command_returns_exceptions: Vec<&'a str>,
    member_name_exceptions: Vec<&'a str>,
    documentation_exceptions: Vec<&'a str>,
    command_name_exceptions: Vec<&'a str>,
}

/// A definition.
#[derive(Serialize)]
struct Entity<'a> {
    kind: &'static str,
    name: &'a str,
    since: Option<&'a str>,
    #[serde(rename = "if")]
    condition: Option<Tree<'a>>,
    features: Vec<Property<'a>>,
    unstable: bool,
    deprecated: bool,
    #[serde(flatten)]
    body: Body<'a>,
}

/// The keys that depend on the kind of a definition.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
enum Body<'a> {
    Enum {
        values: Vec<Value<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        prefix: Option<&'a str>,
    },
    Struct {
        #[serde(skip_serializing_if = "Option::is_none")]
        base: Option<Shared<'a>>,
        members: Vec<Part<'a>>,
    },
    Union {
        base: Shared<'a>,
        discriminator: &'a str,
        /// The branches with members; values of the discriminator that are not listed have none.
        branches: Vec<Branch<'a>>,
    },
    Alternate {
        alternatives: Vec<Part<'a>>,
    },
    Command {
        #[serde(flatten)]
        parameters: Parameters<'a>,
        returns: Option<Reference<'a>>,
        success_response: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        returns_since: Option<&'a str>,
        #[serde(skip_serializing_if = "Not::not")]
        allow_oob: bool,
        #[serde(skip_serializing_if = "Not::not")]
        allow_preconfig: bool,
        #[serde(skip_serializing_if = "Not::not")]
        coroutine: bool,
        #[serde(skip_serializing_if = "Not::not")]
        boxed: bool,
        #[serde(rename = "gen", skip_serializing_if = "is_true")]
        generate: bool,
    },
    Event {
        #[serde(flatten)]
        parameters: Parameters<'a>,
        #[serde(skip_serializing_if = "Not::not")]
        boxed: bool,
    },
}

#[derive(Serialize)]
struct Value<'a> {
    name: &'a str,
    since: Option<&'a str>,
    #[serde(flatten)]
    extras: Extras<'a>,
}

/// The members that a definition has from elsewhere.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Shared<'a> {
    Type(&'a str),
    Members(Vec<Part<'a>>),
}

#[derive(Serialize)]
struct Branch<'a> {
    tag: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    #[serde(flatten)]
    extras: Extras<'a>,
}

/// The arguments one by one, wherever they are defined, and the name of their type.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Parameters<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    arguments_type: Option<&'a str>,
    arguments: Vec<Part<'a>>,
}

/// A member or argument; without `optional`, an alternative.
#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    #[serde(flatten)]
    reference: Reference<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    optional: Option<bool>,
    since: Option<&'a str>,
    #[serde(flatten)]
    extras: Extras<'a>,
}

#[derive(Serialize)]
struct Reference<'a> {
    #[serde(rename = "type")]
    ty: &'a str,
    array: bool,
}

/// Condition and features of a part of a definition: shown when there are any.
#[derive(Serialize)]
struct Extras<'a> {
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    condition: Option<Tree<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    features: Vec<Property<'a>>,
}

/// A feature: its name or, with a condition, both.
#[derive(Serialize)]
#[serde(untagged)]
enum Property<'a> {
    Name(&'a str),
    Conditional {
        name: &'a str,
        #[serde(rename = "if")]
        condition: Tree<'a>,
    },
}

/// A condition.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Tree<'a> {
    Leaf(&'a str),
    All(Vec<Tree<'a>>),
    Any(Vec<Tree<'a>>),
    Not(Box<Tree<'a>>),
    Raw(&'a str),
}

fn is_true(value: &bool) -> bool {
    *value
}

const KINDS: [&str; 6] = ["command", "event", "struct", "enum", "union", "alternate"];

pub(super) fn dump(schema: &Schema) -> Dump<'_> {
    let names = |kind: &'static str| {
        let definitions = schema.definitions().filter(|definition| definition.kind() == kind);
        (kind, definitions.map(Definition::name).collect::<Vec<_>>())
    };
    let index: IndexMap<_, _> = KINDS.map(names).into_iter().filter(|(_, names)| !names.is_empty()).collect();
    Dump {
        counts: index.iter().map(|(kind, names)| (*kind, names.len())).collect(),
        pragma: settings(schema.pragmas()),
        entities: schema.definitions().map(|definition| entity(schema, definition)).collect(),
        index,
    }
}

fn settings(pragmas: &Pragmas) -> Settings<'_> {
    fn sorted(names: &HashSet<String>) -> Vec<&str> {
        let mut names: Vec<_> = names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
    Settings {
        doc_required: pragmas.doc_required,
        command_returns_exceptions: sorted(&pragmas.command_returns_exceptions),
        member_name_exceptions: sorted(&pragmas.member_name_exceptions),
        documentation_exceptions: sorted(&pragmas.documentation_exceptions),
        command_name_exceptions: sorted(&pragmas.command_name_exceptions),
    }
}

fn entity<'a>(schema: &'a Schema, definition: &'a Definition) -> Entity<'a> {
    let common = definition.common();
    let has = |name: &str| common.features.iter().any(|feature| feature.name == name);
    Entity {
        kind: definition.kind(),
        name: &common.name,
        since: since::of_definition(common.doc.as_ref()),
        condition: common.condition.as_ref().map(tree),
        features: common.features.iter().map(property).collect(),
        unstable: has("unstable"),
        deprecated: has("deprecated"),
        body: body(schema, definition),
    }
}

fn body<'a>(schema: &'a Schema, definition: &'a Definition) -> Body<'a> {
    let doc = definition.common().doc.as_ref();
    match definition {
        Definition::Enum(it) => {
            let value = |value: &'a qga_schema::ir::EnumValue| Value {
                name: &value.name,
                since: since::of_member(doc, &value.name),
                extras: extras(value.condition.as_ref(), &value.features),
            };
            Body::Enum { values: it.values.iter().map(value).collect(), prefix: it.prefix.as_deref() }
        }
        Definition::Struct(it) => {
            Body::Struct { base: it.base.as_deref().map(Shared::Type), members: members(&it.members, doc) }
        }
        Definition::Union(it) => {
            let base = match &it.base {
                Base::Named(name) => Shared::Type(name),
                Base::Inline(own) => Shared::Members(members(own, doc)),
            };
            let branch = |branch: &'a qga_schema::ir::Branch| {
                let ty = branch.ty.as_deref()?;
                Some(Branch { tag: &branch.tag, ty, extras: extras(branch.condition.as_ref(), &[]) })
            };
            let branches = it.branches.iter().filter_map(branch).collect();
            Body::Union { base, discriminator: &it.discriminator, branches }
        }
        Definition::Alternate(it) => {
            let alternative = |branch: &'a qga_schema::ir::Alternative| Part {
                name: &branch.name,
                reference: reference(&branch.ty),
                optional: None,
                since: since::of_member(doc, &branch.name),
                extras: extras(branch.condition.as_ref(), &[]),
            };
            Body::Alternate { alternatives: it.branches.iter().map(alternative).collect() }
        }
        Definition::Command(it) => Body::Command {
            parameters: parameters(schema, &it.arguments, doc),
            returns: it.returns.as_ref().map(reference),
            success_response: it.success_response,
            returns_since: since::of_returns(doc),
            allow_oob: it.allow_oob,
            allow_preconfig: it.allow_preconfig,
            coroutine: it.coroutine,
            boxed: it.boxed,
            generate: it.generate,
        },
        Definition::Event(it) => Body::Event { parameters: parameters(schema, &it.arguments, doc), boxed: it.boxed },
    }
}

fn parameters<'a>(schema: &'a Schema, arguments: &'a Arguments, doc: Option<&'a Doc>) -> Parameters<'a> {
    let (arguments_type, doc) = match arguments {
        Arguments::Named(name) => {
            (Some(name.as_str()), schema.get(name).and_then(|definition| definition.common().doc.as_ref()))
        }
        Arguments::None | Arguments::Inline(_) => (None, doc),
    };
    Parameters { arguments_type, arguments: members(schema.arguments_of(arguments), doc) }
}

fn members<'a>(members: impl IntoIterator<Item = &'a Member>, doc: Option<&'a Doc>) -> Vec<Part<'a>> {
    let member = |member: &'a Member| Part {
        name: &member.name,
        reference: reference(&member.ty),
        optional: Some(member.optional),
        since: since::of_member(doc, &member.name),
        extras: extras(member.condition.as_ref(), &member.features),
    };
    members.into_iter().map(member).collect()
}

fn reference(ty: &TypeRef) -> Reference<'_> {
    Reference { ty: ty.ty.name(), array: ty.array }
}

fn extras<'a>(condition: Option<&'a Condition>, features: &'a [Feature]) -> Extras<'a> {
    Extras { condition: condition.map(tree), features: features.iter().map(property).collect() }
}

fn property(feature: &Feature) -> Property<'_> {
    let name = &feature.name;
    match &feature.condition {
        None => Property::Name(name),
        Some(condition) => Property::Conditional { name, condition: tree(condition) },
    }
}

fn tree(condition: &Condition) -> Tree<'_> {
    match condition {
        Condition::Symbol(name) => Tree::Leaf(name),
        Condition::All(parts) => Tree::All(parts.iter().map(tree).collect()),
        Condition::Any(parts) => Tree::Any(parts.iter().map(tree).collect()),
        Condition::Not(inner) => Tree::Not(Box::new(tree(inner))),
        Condition::Raw(text) => Tree::Raw(text),
    }
}
