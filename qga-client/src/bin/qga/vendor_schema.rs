//! Describes the commands of a schema file, as the generator does for the guest agent's. The generator's options are read
//! from a file beside the schema, if there is one: `acme.options.json` for `acme.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

use qga_runtime::{AlternateInfo, CommandInfo, EnumInfo, MemberInfo, ObjectInfo, TypeInfo, ValueInfo};
use qga_schema::ir::{Alternate, Arguments, Builtin, Command, Definition, Enum, Member, Type, TypeRef};
use qga_schema::{Doc, Schema};
use serde::Deserialize;

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
    let options = Options::beside(Path::new(path))?;
    let exists = |command: &&Command| match (&options.defines, &command.common.condition) {
        (Some(defines), Some(condition)) => condition.holds(&|symbol| defines.contains(symbol)),
        _ => true,
    };
    let external: BTreeSet<usize> = options.external.keys().flat_map(|it| schema.modules_under(it)).collect();
    let own = schema.commands().filter(|it| !external.contains(&it.common.module));
    let described = own.filter(exists).map(|command| of_command(&schema, &options, command));
    Ok(described.map(|info| -> &'static CommandInfo { leak(info) }).collect())
}

/// The generator's options that change words.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Options {
    /// The symbols that are defined; without them every command exists.
    defines: Option<BTreeSet<String>>,
    /// Members that hold bytes in base64, as `OWNER:MEMBER`.
    bytes: BTreeSet<String>,
    /// Included files whose commands are not the vendor's, with the Rust modules that hold them.
    external: BTreeMap<String, String>,
}

impl Options {
    fn beside(schema: &Path) -> Result<Self, Failure> {
        let path = schema.with_extension("options.json");
        let wrong = |what: &dyn Display| Failure::usage(format!("cannot read the options {}: {what}", path.display()));
        match std::fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).map_err(|error| wrong(&error)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(wrong(&error)),
        }
    }

    /// Whether this member of a command or type holds bytes.
    fn is_bytes(&self, owner: &str, member: &Member) -> bool {
        self.bytes.contains(&format!("{owner}:{}", member.name))
    }
}

fn of_command(schema: &Schema, options: &Options, command: &Command) -> CommandInfo {
    let doc = command.common.doc.as_ref();
    // Members of a named type are documented there.
    let (owner, described) = match &command.arguments {
        Arguments::Named(name) => (name, schema.get(name).and_then(|definition| definition.common().doc.as_ref())),
        _ => (&command.common.name, doc),
    };
    let type_of = |member: &Member| {
        if options.is_bytes(owner, member) { TypeInfo::Bytes } else { of_type(schema, options, &member.ty) }
    };
    let arguments = schema.arguments_of(&command.arguments).into_iter().map(|member| MemberInfo {
        doc: first_paragraph(described.and_then(|doc| doc.member(&member.name))),
        optional: member.optional,
        ..MemberInfo::new(text(&member.name), type_of(member))
    });
    CommandInfo {
        summary: text(&doc.map(Doc::summary).unwrap_or_default()),
        arguments: list(arguments),
        returns: command.returns.as_ref().map(|ty| of_type(schema, options, ty)),
        success_response: command.success_response,
        since: first_paragraph(doc.and_then(Doc::since)),
        ..CommandInfo::new(text(&command.common.name))
    }
}

fn of_type(schema: &Schema, options: &Options, ty: &TypeRef) -> TypeInfo {
    let one = match &ty.ty {
        Type::Builtin(builtin) => of_builtin(*builtin),
        Type::Defined(name) => match schema.get(name) {
            Some(Definition::Enum(definition)) => TypeInfo::Enum(leak(of_enum(definition))),
            Some(Definition::Alternate(definition)) => {
                TypeInfo::Alternate(leak(of_alternate(schema, options, definition)))
            }
            _ => TypeInfo::Object(leak(of_object(schema, options, name))),
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

/// An object with the members that hold bytes, which are printed decoded. The others make no difference: the command line
/// takes objects as JSON.
fn of_object(schema: &Schema, options: &Options, name: &str) -> ObjectInfo {
    let members = schema.members_of(name).into_iter().filter(|member| options.is_bytes(name, member));
    let members = members.map(|member| MemberInfo::new(text(&member.name), TypeInfo::Bytes));
    ObjectInfo { members: list(members), ..ObjectInfo::new(text(name)) }
}

/// An alternate holds no other alternate, so this comes to an end.
fn of_alternate(schema: &Schema, options: &Options, definition: &Alternate) -> AlternateInfo {
    let branches =
        definition.branches.iter().map(|it| MemberInfo::new(text(&it.name), of_type(schema, options, &it.ty)));
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
