//! What must be true of every checked schema and of every refusal, checked slowly and in another way than the checker.

use std::collections::HashSet;

use qga_schema::introspect::{TypeNames, introspect};
use qga_schema::ir::{Arguments, Base, Definition, Member, QTYPE_VALUES, Type, TypeRef};
use qga_schema::{Dialect, Error, Lints, Options, Schema, Span};

/// Reads a text as QEMU's own tool does and in every dialect; asserts what holds of each verdict.
#[allow(dead_code, reason = "one target reads files instead")]
pub(crate) fn check_text(text: &str) {
    check(|options| Schema::parse_with("fuzz.json", text, options));
}

/// Reads a schema as QEMU's own tool does and in every dialect; asserts what holds of each verdict.
pub(crate) fn check(load: impl Fn(&Options) -> Result<Schema, Error>) {
    let strict = load(&Options { lints: Lints::deny_form(), ..Options::default() });
    if let Err(error) = &strict {
        refused(error);
    }
    let mut newer_accepts = strict.is_ok();
    // Old releases knew less, but their dialects take all that is right today.
    for dialect in Dialect::ALL.into_iter().rev() {
        match load(&Options { dialect, ..Options::default() }) {
            Ok(schema) if dialect == Dialect::default() => accepted(&schema),
            Ok(schema) => used(&schema),
            Err(error) if newer_accepts => panic!("accepted, but refused in an older dialect: {error}"),
            Err(error) => {
                refused(&error);
                continue;
            }
        }
        newer_accepts = true;
    }
}

/// Every finding has a code, and places inside of the files.
fn refused(error: &Error) {
    assert!(!error.diagnostics().is_empty());
    let inside = |span: Span| {
        let source = error.sources().get(span.file).expect("a place in a file that was read");
        assert!(source.text().get(span.start..span.end).is_some(), "{span:?} is inside of the text");
    };
    for it in error.diagnostics() {
        assert!(!it.message.is_empty() && !it.message.contains('\n'));
        it.anchor.iter().chain(&it.span).chain(it.labels.iter().map(|label| &label.span)).copied().for_each(inside);
    }
    // To show all of a hundred takes far longer than to find them.
    let count = error.diagnostics().len();
    for it in error.diagnostics().iter().take(2).chain(error.diagnostics().last().filter(|_| count > 2)) {
        assert!(qga_schema::render(it, error.sources()).contains(&format!("error[{}]: ", it.code)));
    }
}

/// Does with a schema what its users do.
fn used(schema: &Schema) {
    assert!(qga_schema::diff::diff(schema, schema).is_empty());
    introspect(schema, TypeNames::Masked);
    schema.entities();
    for doc in schema.docs() {
        doc.summary();
        doc.examples();
        doc.references();
    }
    schema.warnings().iter().take(3).for_each(|it| assert!(!qga_schema::render(it, schema.sources()).is_empty()));
}

/// Checks a schema of today's dialect once more.
fn accepted(schema: &Schema) {
    used(schema);
    let mut names = HashSet::new();
    for definition in schema.definitions() {
        let common = definition.common();
        assert!(names.insert(&common.name), "{} is defined once", common.name);
        assert_eq!(schema.sources().text(common.name_span).trim_matches('\''), common.name.replace('\\', "\\\\"));
        match definition {
            Definition::Enum(it) => distinct(it.values.iter().map(|value| value.name.as_str())),
            Definition::Struct(it) => {
                let members = schema.members_of(&it.common.name);
                assert!(members.len() >= it.members.len());
                object(schema, &members);
            }
            Definition::Union(it) => {
                if let Base::Named(base) = &it.base {
                    assert!(matches!(schema.get(base), Some(Definition::Struct(_))));
                }
                let members = schema.members_of(&it.common.name);
                object(schema, &members);
                let tag = members.iter().find(|member| member.name == it.discriminator).expect("a tag");
                assert!(!tag.optional && tag.condition.is_none() && !tag.ty.array);
                let values: Vec<&str> = match &tag.ty.ty {
                    Type::Builtin(_) => QTYPE_VALUES.to_vec(),
                    Type::Defined(name) => match schema.get(name) {
                        Some(Definition::Enum(it)) => it.values.iter().map(|value| value.name.as_str()).collect(),
                        other => panic!("the tag is {other:?}"),
                    },
                };
                assert!(!values.is_empty() && values.len() == it.branches.len());
                for branch in &it.branches {
                    assert!(values.contains(&branch.tag.as_str()));
                    let (mut added, mut seen) = (Vec::new(), HashSet::new());
                    branch.ty.iter().for_each(|ty| all_members(schema, ty, &mut added, &mut seen));
                    let clash = |it: &&&Member| added.iter().any(|name| mangle(name) == mangle(&it.name));
                    assert!(members.iter().find(clash).is_none(), "{} clashes", branch.tag);
                }
            }
            Definition::Alternate(it) => {
                distinct(it.branches.iter().map(|branch| branch.name.as_str()));
                let classes: Vec<_> = it.branches.iter().map(|branch| class(schema, &branch.ty)).collect();
                assert_eq!(classes.iter().collect::<HashSet<_>>().len(), classes.len());
                assert!(!classes.is_empty());
            }
            Definition::Command(it) => {
                arguments(schema, &it.arguments, it.boxed);
                it.returns.iter().for_each(|ty| exists(schema, ty));
                assert!(!(it.allow_oob && it.coroutine));
            }
            Definition::Event(it) => arguments(schema, &it.arguments, it.boxed),
        }
    }
}

fn arguments(schema: &Schema, arguments: &Arguments, boxed: bool) {
    let members = schema.arguments_of(arguments);
    object(schema, &members);
    match arguments {
        Arguments::None => {}
        Arguments::Inline(_) => assert!(!boxed),
        Arguments::Named(name) => match schema.get(name) {
            Some(Definition::Struct(_)) => {}
            Some(Definition::Union(_)) => assert!(boxed),
            other => panic!("arguments are {other:?}"),
        },
    }
    assert!(boxed || members.iter().all(|member| member.condition.is_none()));
}

fn object(schema: &Schema, members: &[&Member]) {
    distinct(members.iter().map(|member| member.name.as_str()));
    members.iter().for_each(|member| exists(schema, &member.ty));
}

/// The names that a branch's type brings along, those of its own branches included.
fn all_members<'a>(schema: &'a Schema, name: &'a str, into: &mut Vec<String>, seen: &mut HashSet<&'a str>) {
    if !seen.insert(name) {
        return;
    }
    into.extend(schema.members_of(name).iter().map(|member| member.name.clone()));
    if let Some(Definition::Union(it)) = schema.get(name) {
        it.branches.iter().filter_map(|branch| branch.ty.as_deref()).for_each(|ty| all_members(schema, ty, into, seen));
    }
}

fn exists(schema: &Schema, ty: &TypeRef) {
    if let Type::Defined(name) = &ty.ty {
        let found = schema.get(name);
        assert!(!matches!(found, None | Some(Definition::Command(_) | Definition::Event(_))), "{name} is a type");
    }
}

fn class(schema: &Schema, ty: &TypeRef) -> &'static str {
    if ty.array {
        exists(schema, ty);
        return "array";
    }
    match &ty.ty {
        Type::Builtin(builtin) => match builtin.name() {
            "str" | "QType" => "string",
            "bool" => "boolean",
            "null" => "null",
            "any" => panic!("any is no branch"),
            _ => "number",
        },
        Type::Defined(name) => match schema.get(name) {
            Some(Definition::Enum(_)) => "string",
            Some(Definition::Struct(_) | Definition::Union(_)) => "object",
            other => panic!("a branch is {other:?}"),
        },
    }
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    names.for_each(|name| assert!(seen.insert(mangle(name)), "{name} collides"));
}

fn mangle(name: &str) -> String {
    name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "_")
}
