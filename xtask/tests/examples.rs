//! Checks the examples in the guest schema's documentation against the schema.

use qga_schema::Schema;
use qga_schema::ir::{Base, Builtin, Command, Definition, Member, Type, TypeRef};
use serde_json::{Map, Value};

/// Marks elements or members that an example omits.
const ELISION: &str = "…";

#[test]
fn examples_of_the_guest_schema_follow_the_schema() {
    let schema = Schema::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/qapi-schema-guest.json")).expect("valid");
    for command in schema.commands() {
        let name = &command.common.name;
        let examples = command.common.doc.as_ref().map(|doc| doc.examples()).unwrap_or_default();
        assert!(!examples.is_empty(), "{name} has no example");
        for example in examples {
            let messages = messages(&example.text);
            let answers = messages.iter().filter(|(arrow, _)| *arrow == "<-").count();
            assert_eq!(answers, usize::from(command.success_response), "{name}: number of answers");
            for (arrow, message) in &messages {
                check_message(&schema, command, arrow, message).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            }
        }
    }
}

/// The messages with their arrows; a message ends at the next arrow.
fn messages(text: &str) -> Vec<(&str, Value)> {
    let mut texts: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match line.split_at_checked(2) {
            Some((arrow @ ("->" | "<-"), rest)) => texts.push((arrow, rest.to_owned())),
            _ => texts.last_mut().expect("an arrow comes first").1.push_str(line),
        }
    }
    texts.into_iter().map(|(arrow, text)| (arrow, read(&text))).collect()
}

/// Reads JSON in which `...` or `... words ...` marks further elements of a list or members of an object.
fn read(text: &str) -> Value {
    let compact = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let compact = compact.replace("... more commands ...", "...").replace("... more counters ...", "...");
    let json =
        compact.replace(", ... ]", &format!(", \"{ELISION}\" ]")).replace(", ... }", &format!(", \"{ELISION}\": 0 }}"));
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn check_message(schema: &Schema, command: &Command, arrow: &str, message: &Value) -> Result<(), String> {
    if arrow == "->" {
        let arguments = message.get("arguments").cloned().unwrap_or_else(|| Value::Object(Map::new()));
        if message["execute"] != *command.common.name {
            return Err(format!("executes {}", message["execute"]));
        }
        return members(schema, &schema.arguments_of(&command.arguments), &arguments);
    }
    match &command.returns {
        Some(returns) => value(schema, returns, &message["return"]),
        None if message["return"] == Value::Object(Map::new()) => Ok(()),
        None => Err("returns something".to_owned()),
    }
}

fn value(schema: &Schema, ty: &TypeRef, it: &Value) -> Result<(), String> {
    if ty.array {
        let element = TypeRef { array: false, ..ty.clone() };
        let elements = it.as_array().ok_or_else(|| format!("{it} is no list"))?;
        return elements.iter().filter(|it| **it != ELISION).try_for_each(|it| value(schema, &element, it));
    }
    let good = match &ty.ty {
        Type::Builtin(Builtin::Str) => it.is_string(),
        Type::Builtin(Builtin::Bool) => it.is_boolean(),
        Type::Builtin(Builtin::Number) => it.is_number(),
        Type::Builtin(Builtin::Uint16) => it.as_u64().is_some_and(|it| u16::try_from(it).is_ok()),
        Type::Builtin(Builtin::Uint64) => it.is_u64(),
        Type::Builtin(_) => it.is_i64(),
        Type::Defined(name) => return defined(schema, name, it),
    };
    if good { Ok(()) } else { Err(format!("{it} is not of type {:?}", ty.ty)) }
}

fn defined(schema: &Schema, name: &str, it: &Value) -> Result<(), String> {
    match schema.get(name).expect("a valid schema defines what it refers to") {
        Definition::Struct(_) => members(schema, &schema.members_of(name), it),
        Definition::Enum(of) if of.values.iter().any(|value| *it == *value.name) => Ok(()),
        Definition::Alternate(of) if of.branches.iter().any(|branch| value(schema, &branch.ty, it).is_ok()) => Ok(()),
        Definition::Union(of) => {
            assert!(matches!(of.base, Base::Inline(_)), "{name}");
            let branch = of.branches.iter().find(|branch| it[&of.discriminator] == *branch.tag);
            let branch = branch.ok_or_else(|| format!("{it} has no known tag"))?;
            let own = branch.ty.as_deref().map(|ty| schema.members_of(ty)).unwrap_or_default();
            members(schema, &[schema.members_of(name), own].concat(), it)
        }
        _ => Err(format!("{it} is no {name}")),
    }
}

fn members(schema: &Schema, all: &[&Member], it: &Value) -> Result<(), String> {
    let object = it.as_object().ok_or_else(|| format!("{it} is no object"))?;
    for (name, it) in object.iter().filter(|(name, _)| *name != ELISION) {
        let member = all.iter().find(|member| member.name == *name).ok_or_else(|| format!("no member {name}"))?;
        value(schema, &member.ty, it).map_err(|problem| format!("{name}: {problem}"))?;
    }
    let missing = all.iter().find(|member| !member.optional && !object.contains_key(&member.name));
    match missing.filter(|_| !object.contains_key(ELISION)) {
        Some(member) => Err(format!("{} is missing", member.name)),
        None => Ok(()),
    }
}
