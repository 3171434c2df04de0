//! The introspection data of a small schema, item by item.

use qga_schema::Schema;
use qga_schema::introspect::{Meta, SchemaInfo, TypeNames, introspect};

/// Shows an item on one line.
fn line(info: &SchemaInfo<'_>) -> String {
    let features = |features: &[qga_schema::ir::Feature]| {
        let names: Vec<_> = features.iter().map(|feature| feature.name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!(" features [{}]", names.join(", ")) }
    };
    let details = match &info.meta {
        Meta::Command { arg_type, ret_type, allow_oob } => {
            format!("{arg_type} -> {ret_type}{}", if *allow_oob { " allow-oob" } else { "" })
        }
        Meta::Event { arg_type } => arg_type.clone(),
        Meta::Object { members, tag, variants } => {
            let members = members.iter().map(|member| {
                let mark = if member.optional { "*" } else { "" };
                format!("{mark}{}: {}{}", member.name, member.ty, features(member.features))
            });
            let tag = tag.iter().map(|tag| format!("tag {tag}"));
            let variants = variants.iter().map(|variant| format!("case {}: {}", variant.case, variant.ty));
            members.chain(tag).chain(variants).collect::<Vec<_>>().join(", ")
        }
        Meta::Alternate { members } => members.iter().map(|it| it.ty.as_str()).collect::<Vec<_>>().join(", "),
        Meta::Enum { members, .. } => {
            let members = members.iter().map(|it| format!("{}{}", it.name, features(it.features)));
            members.collect::<Vec<_>>().join(", ")
        }
        Meta::Array { element_type } => element_type.clone(),
        Meta::Builtin { json_type } => (*json_type).into(),
    };
    format!("{} {} {details}{}", info.meta.name(), info.name, features(info.features)).trim_end().into()
}

fn lines(names: TypeNames) -> Vec<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/accept/ok-6/main.json");
    let schema = Schema::load(root).unwrap_or_else(|error| panic!("{error}"));
    introspect(&schema, names).iter().map(line).collect()
}

#[test]
fn types_are_numbered_in_the_order_of_mention() {
    let expected = [
        "command pump-start 0 -> [1] allow-oob features [soft-start]",
        "event PUMP_STALLED 2",
        "command pump-reset 3 -> 3",
        "object 0 id: str, *rates: [int], *mode: 4",
        "array [1] 1",
        "object 1 mode: 4, *tags: [str], tag mode, case turbo: 5, case eco: 3",
        "object 2 id: str",
        "object 3",
        "builtin str string",
        "array [int] int",
        "builtin int int",
        "enum 4 eco, turbo features [unstable]",
        "array [str] str",
        "object 5 rpm: int, who: 6",
        "alternate 6 str, null",
        "builtin null null",
    ];
    assert_eq!(lines(TypeNames::Masked), expected);
}

#[test]
fn plain_names_are_those_of_the_schema() {
    let lines = lines(TypeNames::Plain);
    assert_eq!(lines[0], "command pump-start q_obj_pump-start-arg -> [PumpInfo] allow-oob features [soft-start]");
    assert_eq!(lines[2], "command pump-reset q_empty -> q_empty");
    assert_eq!(
        lines[5],
        "object PumpInfo mode: PumpMode, *tags: [str], tag mode, case turbo: TurboInfo, case eco: q_empty"
    );
}
