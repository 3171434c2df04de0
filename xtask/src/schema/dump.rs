//! Prints a checked schema as JSON: every definition in schema order, with all that a peer could want to know of it.

use std::collections::HashSet;

use qga_schema::ir::{
    Alternate, Alternative, Arguments, Base, Branch, Command, Common, Condition, Definition, Enum, EnumValue, Event,
    Feature, Member, Struct, Type, TypeRef, Union,
};
use qga_schema::{Doc, Pragmas, Schema};
use serde_json::{Map, Value, json};

use super::since;

/// The whole schema: counts and names by kind, its settings, then the definitions.
pub(crate) fn dump(schema: &Schema) -> Value {
    let mut index = Map::new();
    for kind in ["command", "event", "struct", "enum", "union", "alternate"] {
        let names: Vec<_> =
            schema.definitions().iter().filter(|definition| definition.kind() == kind).map(Definition::name).collect();
        if !names.is_empty() {
            index.insert(kind.to_owned(), json!(names));
        }
    }
    let counts: Map<_, _> =
        index.iter().map(|(kind, names)| (kind.clone(), json!(names.as_array().map_or(0, Vec::len)))).collect();
    let entities: Vec<_> = schema.definitions().iter().map(|definition| entity(schema, definition)).collect();
    json!({ "counts": counts, "pragma": settings(schema.pragmas()), "index": index, "entities": entities })
}

fn settings(pragmas: &Pragmas) -> Value {
    let names = |set: &HashSet<String>| {
        let mut names: Vec<_> = set.iter().collect();
        names.sort_unstable();
        json!(names)
    };
    json!({
        "doc-required": pragmas.doc_required,
        "command-returns-exceptions": names(&pragmas.command_returns_exceptions),
        "member-name-exceptions": names(&pragmas.member_name_exceptions),
        "documentation-exceptions": names(&pragmas.documentation_exceptions),
        "command-name-exceptions": names(&pragmas.command_name_exceptions),
    })
}

fn entity(schema: &Schema, definition: &Definition) -> Value {
    let mut out = head(definition);
    match definition {
        Definition::Enum(it) => of_enum(it, &mut out),
        Definition::Struct(it) => of_struct(it, &mut out),
        Definition::Union(it) => of_union(it, &mut out),
        Definition::Alternate(it) => of_alternate(it, &mut out),
        Definition::Command(it) => of_command(schema, it, &mut out),
        Definition::Event(it) => of_event(schema, it, &mut out),
    }
    Value::Object(out)
}

fn head(definition: &Definition) -> Map<String, Value> {
    let Common { name, condition, features, doc, .. } = definition.common();
    let has = |name: &str| features.iter().any(|feature| feature.name == name);
    let mut out = Map::new();
    put(&mut out, "kind", definition.kind());
    put(&mut out, "name", name.as_str());
    put(&mut out, "since", since::of_definition(doc.as_ref()));
    put(&mut out, "if", condition.as_ref().map(tree));
    put(&mut out, "features", list(features, feature));
    put(&mut out, "unstable", has("unstable"));
    put(&mut out, "deprecated", has("deprecated"));
    out
}

fn of_enum(it: &Enum, out: &mut Map<String, Value>) {
    let value = |value: &EnumValue| {
        let mut out = named(&value.name, it.common.doc.as_ref());
        extras(value.condition.as_ref(), &value.features, &mut out);
        Value::Object(out)
    };
    put(out, "values", list(&it.values, value));
    if let Some(prefix) = &it.prefix {
        put(out, "prefix", prefix.as_str());
    }
}

fn of_struct(it: &Struct, out: &mut Map<String, Value>) {
    if let Some(base) = &it.base {
        put(out, "base", json!({ "type": base }));
    }
    put(out, "members", members(&it.members, it.common.doc.as_ref()));
}

fn of_union(it: &Union, out: &mut Map<String, Value>) {
    let base = match &it.base {
        Base::Named(name) => json!({ "type": name }),
        Base::Inline(own) => json!({ "members": members(own, it.common.doc.as_ref()) }),
    };
    put(out, "base", base);
    put(out, "discriminator", it.discriminator.as_str());
    let branch = |branch: &Branch| {
        let mut out = Map::new();
        put(&mut out, "tag", branch.tag.as_str());
        put(&mut out, "type", branch.ty.as_deref());
        extras(branch.condition.as_ref(), &[], &mut out);
        Value::Object(out)
    };
    // The values without members of their own are those of the discriminator's type that are not listed here.
    let branches: Vec<_> = it.branches.iter().filter(|branch| branch.ty.is_some()).map(branch).collect();
    put(out, "branches", branches);
}

fn of_alternate(it: &Alternate, out: &mut Map<String, Value>) {
    let alternative = |alternative: &Alternative| {
        let mut out = Map::new();
        put(&mut out, "name", alternative.name.as_str());
        reference(&alternative.ty, &mut out);
        put(&mut out, "since", since::of_member(it.common.doc.as_ref(), &alternative.name));
        extras(alternative.condition.as_ref(), &[], &mut out);
        Value::Object(out)
    };
    put(out, "alternatives", list(&it.branches, alternative));
}

fn of_command(schema: &Schema, it: &Command, out: &mut Map<String, Value>) {
    let doc = it.common.doc.as_ref();
    arguments(schema, &it.arguments, doc, out);
    let returns = it.returns.as_ref().map(|returns| {
        let mut out = Map::new();
        reference(returns, &mut out);
        out
    });
    put(out, "returns", returns);
    put(out, "success-response", it.success_response);
    if let Some(version) = since::of_returns(doc) {
        put(out, "returns-since", version);
    }
    let flags = [
        ("allow-oob", it.allow_oob),
        ("allow-preconfig", it.allow_preconfig),
        ("coroutine", it.coroutine),
        ("boxed", it.boxed),
    ];
    for (name, _) in flags.into_iter().filter(|(_, set)| *set) {
        put(out, name, true);
    }
    if !it.generate {
        put(out, "gen", false);
    }
}

fn of_event(schema: &Schema, it: &Event, out: &mut Map<String, Value>) {
    arguments(schema, &it.arguments, it.common.doc.as_ref(), out);
    if it.boxed {
        put(out, "boxed", true);
    }
}

/// The arguments one by one, wherever they are defined; a named type is told besides.
fn arguments(schema: &Schema, arguments: &Arguments, doc: Option<&Doc>, out: &mut Map<String, Value>) {
    let doc = match arguments {
        Arguments::Named(name) => {
            put(out, "arguments-type", name.as_str());
            schema.get(name).and_then(|definition| definition.common().doc.as_ref())
        }
        Arguments::None | Arguments::Inline(_) => doc,
    };
    put(out, "arguments", members(schema.arguments_of(arguments), doc));
}

fn members<'a>(members: impl IntoIterator<Item = &'a Member>, doc: Option<&Doc>) -> Value {
    let member = |member: &Member| {
        let mut out = Map::new();
        put(&mut out, "name", member.name.as_str());
        reference(&member.ty, &mut out);
        put(&mut out, "optional", member.optional);
        put(&mut out, "since", since::of_member(doc, &member.name));
        extras(member.condition.as_ref(), &member.features, &mut out);
        Value::Object(out)
    };
    members.into_iter().map(member).collect()
}

fn named(name: &str, doc: Option<&Doc>) -> Map<String, Value> {
    let mut out = Map::new();
    put(&mut out, "name", name);
    put(&mut out, "since", since::of_member(doc, name));
    out
}

fn reference(ty: &TypeRef, out: &mut Map<String, Value>) {
    put(out, "type", type_name(&ty.ty));
    put(out, "array", ty.array);
}

/// The name of a type as a schema spells it.
pub(crate) fn type_name(ty: &Type) -> &str {
    match ty {
        Type::Builtin(builtin) => builtin.name(),
        Type::Defined(name) => name,
    }
}

/// Condition and features of a part of a definition: shown when there are any.
fn extras(condition: Option<&Condition>, features: &[Feature], out: &mut Map<String, Value>) {
    if let Some(condition) = condition {
        put(out, "if", tree(condition));
    }
    if !features.is_empty() {
        put(out, "features", list(features, feature));
    }
}

/// A name, or with a condition both.
fn feature(feature: &Feature) -> Value {
    match &feature.condition {
        None => json!(feature.name),
        Some(condition) => json!({ "name": feature.name, "if": tree(condition) }),
    }
}

fn tree(condition: &Condition) -> Value {
    match condition {
        Condition::Symbol(name) => json!({ "leaf": name }),
        Condition::All(parts) => json!({ "all": list(parts, tree) }),
        Condition::Any(parts) => json!({ "any": list(parts, tree) }),
        Condition::Not(inner) => json!({ "not": tree(inner) }),
        Condition::Raw(text) => json!({ "raw": text }),
    }
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}

fn put(out: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    out.insert(key.to_owned(), value.into());
}
