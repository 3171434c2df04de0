//! Describes the commands of a schema file, as the generator does for the guest agent's.

use qga_runtime::{AlternateInfo, CommandInfo, EnumInfo, MemberInfo, ObjectInfo, TypeInfo, ValueInfo};
use qga_schema::ir::{Alternate, Arguments, Builtin, Command, Definition, Enum, Type, TypeRef};
use qga_schema::{Doc, Schema};

use crate::context;
use crate::failure::Failure;

/// The commands, in the schema's order. They live as long as the process.
///
/// # Errors
///
/// Names the file; the schema's errors, with their places, are printed already.
pub(crate) fn commands(path: &str) -> Result<Vec<&'static CommandInfo>, Failure> {
    let schema = Schema::load(path).map_err(|error| {
        // With excerpts of the schema, so of several lines.
        context::note(&error.to_string());
        Failure::usage(format!("--schema {path}: its commands cannot be read"))
    })?;
    Ok(schema.commands().map(|command| -> &'static CommandInfo { leak(of_command(&schema, command)) }).collect())
}

fn of_command(schema: &Schema, command: &Command) -> CommandInfo {
    let doc = command.common.doc.as_ref();
    // Members of a named type are documented there.
    let described = match &command.arguments {
        Arguments::Named(name) => schema.get(name).and_then(|definition| definition.common().doc.as_ref()),
        _ => doc,
    };
    let arguments = schema.arguments_of(&command.arguments).into_iter().map(|member| MemberInfo {
        doc: first_paragraph(described.and_then(|doc| doc.member(&member.name))),
        optional: member.optional,
        ..MemberInfo::new(text(&member.name), of_type(schema, &member.ty))
    });
    CommandInfo {
        summary: text(&doc.map(Doc::summary).unwrap_or_default()),
        arguments: list(arguments),
        returns: command.returns.as_ref().map(|ty| of_type(schema, ty)),
        success_response: command.success_response,
        since: first_paragraph(doc.and_then(Doc::since)),
        ..CommandInfo::new(text(&command.common.name))
    }
}

fn of_type(schema: &Schema, ty: &TypeRef) -> TypeInfo {
    let one = match &ty.ty {
        Type::Builtin(builtin) => of_builtin(*builtin),
        Type::Defined(name) => match schema.get(name) {
            Some(Definition::Enum(definition)) => TypeInfo::Enum(leak(of_enum(definition))),
            Some(Definition::Alternate(definition)) => TypeInfo::Alternate(leak(of_alternate(schema, definition))),
            // The command line takes objects as JSON, whatever their members.
            _ => TypeInfo::Object(leak(ObjectInfo::new(text(name)))),
        },
    };
    if ty.array { TypeInfo::Array(leak(one)) } else { one }
}

fn of_builtin(builtin: Builtin) -> TypeInfo {
    match builtin {
        Builtin::Str | Builtin::QType => TypeInfo::Str,
        Builtin::Bool => TypeInfo::Bool,
        Builtin::Int | Builtin::Int64 => TypeInfo::INT64,
        Builtin::Int8 => TypeInfo::INT8,
        Builtin::Int16 => TypeInfo::INT16,
        Builtin::Int32 => TypeInfo::INT32,
        Builtin::Uint8 => TypeInfo::UINT8,
        Builtin::Uint16 => TypeInfo::UINT16,
        Builtin::Uint32 => TypeInfo::UINT32,
        Builtin::Uint64 | Builtin::Size => TypeInfo::UINT64,
        Builtin::Number => TypeInfo::Number,
        Builtin::Null => TypeInfo::Null,
        Builtin::Any => TypeInfo::Any,
    }
}

fn of_enum(definition: &Enum) -> EnumInfo {
    let doc = definition.common.doc.as_ref();
    let values = definition.values.iter().map(|value| {
        ValueInfo::new(text(&value.name)).doc(first_paragraph(doc.and_then(|doc| doc.member(&value.name))))
    });
    EnumInfo { values: list(values), ..EnumInfo::new(text(&definition.common.name)) }
}

/// An alternate holds no other alternate, so this comes to an end.
fn of_alternate(schema: &Schema, definition: &Alternate) -> AlternateInfo {
    let branches = definition.branches.iter().map(|it| MemberInfo::new(text(&it.name), of_type(schema, &it.ty)));
    AlternateInfo { branches: list(branches), ..AlternateInfo::new(text(&definition.common.name)) }
}

/// The first paragraph of a description, on one line.
fn first_paragraph(doc: Option<&str>) -> &'static str {
    let paragraph = doc.unwrap_or_default().trim().split("\n\n").next().unwrap_or_default();
    text(&paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn list<T>(parts: impl Iterator<Item = T>) -> &'static [T] {
    parts.collect::<Vec<T>>().leak()
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
