//! Prints what a server that speaks a schema answers to `query-qmp-schema`, as JSON.

use clap::Args;
use qga_schema::introspect::{Meta, ObjectMember, SchemaInfo, TypeNames, introspect};
use qga_schema::ir::Feature;
use serde_json::{Map, Value, json};

use super::{Error, One, print_json};

/// Which schema, and how to name its types.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schema: One,
    /// Name types as the schema does; servers give numbers instead.
    #[arg(long)]
    unmasked: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let schema = arguments.schema.load()?;
    let names = if arguments.unmasked { TypeNames::Plain } else { TypeNames::Masked };
    let infos: Value = introspect(&schema, names).iter().map(info).collect();
    print_json(&infos)
}

fn info(it: &SchemaInfo<'_>) -> Value {
    let mut out = Map::new();
    out.insert("name".to_owned(), json!(it.name));
    out.insert("meta-type".to_owned(), json!(it.meta.name()));
    out.extend(details(&it.meta));
    features(it.features, &mut out);
    Value::Object(out)
}

fn details(meta: &Meta<'_>) -> Map<String, Value> {
    let details = match meta {
        Meta::Command { arg_type, ret_type, allow_oob: true } => {
            json!({ "arg-type": arg_type, "ret-type": ret_type, "allow-oob": true })
        }
        Meta::Command { arg_type, ret_type, allow_oob: false } => json!({ "arg-type": arg_type, "ret-type": ret_type }),
        Meta::Event { arg_type } => json!({ "arg-type": arg_type }),
        Meta::Object { members, tag: None, .. } => json!({ "members": all(members, member) }),
        Meta::Object { members, tag: Some(tag), variants } => json!({
            "members": all(members, member),
            "tag": tag,
            "variants": all(variants, |it| json!({ "case": it.case, "type": it.ty })),
        }),
        Meta::Alternate { members } => json!({ "members": all(members, |it| json!({ "type": it.ty })) }),
        Meta::Enum { members } => {
            let value = |name: &str, own: &[Feature]| {
                let mut out = Map::from_iter([("name".to_owned(), json!(name))]);
                features(own, &mut out);
                Value::Object(out)
            };
            json!({ "members": all(members, |it| value(it.name, it.features)), "values": all(members, |it| json!(it.name)) })
        }
        Meta::Array { element_type } => json!({ "element-type": element_type }),
        Meta::Builtin { json_type } => json!({ "json-type": json_type }),
    };
    match details {
        Value::Object(details) => details,
        _ => Map::new(),
    }
}

fn member(it: &ObjectMember<'_>) -> Value {
    let mut out = Map::new();
    out.insert("name".to_owned(), json!(it.name));
    out.insert("type".to_owned(), json!(it.ty));
    if it.optional {
        out.insert("default".to_owned(), Value::Null);
    }
    features(it.features, &mut out);
    Value::Object(out)
}

fn features(features: &[Feature], out: &mut Map<String, Value>) {
    if !features.is_empty() {
        out.insert("features".to_owned(), all(features, |feature| json!(feature.name)));
    }
}

fn all<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}
