//! Writes a checked schema down, entity by entity in visiting order, then its documentation.

use std::fmt::Write;

use qga_schema::entities::{BUILTIN_MODULE, Entity};
use qga_schema::ir::{Arguments, Base, Condition, Definition, Feature, Member, TypeRef};
use qga_schema::{Doc, Schema};

pub(crate) fn dump(schema: &Schema) -> String {
    let mut out = String::new();
    for module in schema.entities().iter().filter(|module| module.name != BUILTIN_MODULE) {
        let _ = writeln!(out, "module {}", module.name);
        for it in &module.entities {
            entity(&mut out, schema, it);
        }
    }
    for it in schema.docs() {
        doc(&mut out, it);
    }
    for it in schema.warnings() {
        let at = it.anchor.map(|anchor| schema.sources().location(anchor));
        let line = at.map_or(0, |at| at.line);
        let _ = writeln!(out, "{}[{}] line {line}: {}", it.severity.name(), it.code, it.message);
    }
    out
}

fn entity(out: &mut String, schema: &Schema, entity: &Entity<'_>) {
    let name = entity.name();
    let _ = match entity {
        Entity::Include(include) => writeln!(out, "    include {}", schema.modules()[include.module].name),
        Entity::Builtin(_) => writeln!(out, "    builtin {name}"),
        Entity::Empty => writeln!(out, "    object {name}"),
        Entity::Array(element) => writeln!(out, "    array {name} {}", element.name()),
        Entity::Arguments(_, list) | Entity::Base(_, list) => {
            let _ = writeln!(out, "    object {name}");
            members(out, list);
            Ok(())
        }
        Entity::Definition(it) => {
            definition(out, it);
            Ok(())
        }
    };
}

fn definition(out: &mut String, definition: &Definition) {
    let kind = match definition {
        Definition::Struct(_) | Definition::Union(_) => "object",
        _ => definition.kind(),
    };
    let common = definition.common();
    let _ = write!(out, "    {kind} {}", common.name);
    match definition {
        Definition::Enum(it) => {
            let _ = write!(out, "{}", it.prefix.iter().map(|it| format!(" prefix {it}")).collect::<String>());
        }
        Definition::Struct(it) => {
            let _ = write!(out, "{}", it.base.iter().map(|it| format!(" base {it}")).collect::<String>());
        }
        Definition::Union(it) => {
            let base = match &it.base {
                Base::Named(base) => format!(" base {base}"),
                Base::Inline(_) => String::new(),
            };
            let _ = write!(out, "{base} tag {}", it.discriminator);
        }
        Definition::Alternate(_) => {}
        Definition::Command(it) => {
            arguments(out, &it.arguments);
            let _ = write!(out, "{}", it.returns.iter().map(|it| format!(" -> {}", type_name(it))).collect::<String>());
            let flags = [
                (it.boxed, "boxed"),
                (!it.generate, "gen=false"),
                (!it.success_response, "success-response=false"),
                (it.allow_oob, "allow-oob"),
                (it.allow_preconfig, "allow-preconfig"),
                (it.coroutine, "coroutine"),
            ];
            flags.iter().filter(|(set, _)| *set).for_each(|(_, name)| out.push_str(&format!(" {name}")));
        }
        Definition::Event(it) => {
            arguments(out, &it.arguments);
            let _ = write!(out, "{}", if it.boxed { " boxed" } else { "" });
        }
    }
    ends(out, common.condition.as_ref(), &common.features);
    match definition {
        Definition::Enum(it) => it.values.iter().for_each(|value| {
            let _ = write!(out, "        value {}", value.name);
            ends(out, value.condition.as_ref(), &value.features);
        }),
        Definition::Struct(it) => members(out, &it.members),
        Definition::Union(it) => it.branches.iter().for_each(|branch| {
            let _ = write!(out, "        branch {}: {}", branch.tag, branch.ty.as_deref().unwrap_or("q_empty"));
            ends(out, branch.condition.as_ref(), &[]);
        }),
        Definition::Alternate(it) => it.branches.iter().for_each(|branch| {
            let _ = write!(out, "        branch {}: {}", branch.name, type_name(&branch.ty));
            ends(out, branch.condition.as_ref(), &[]);
        }),
        Definition::Command(_) | Definition::Event(_) => {}
    }
}

fn arguments(out: &mut String, arguments: &Arguments) {
    if let Arguments::Named(name) = arguments {
        let _ = write!(out, " ({name})");
    }
}

fn members(out: &mut String, members: &[Member]) {
    for member in members {
        let mark = if member.optional { "*" } else { "" };
        let _ = write!(out, "        member {mark}{}: {}", member.name, type_name(&member.ty));
        ends(out, member.condition.as_ref(), &member.features);
    }
}

fn type_name(ty: &TypeRef) -> String {
    if ty.array { format!("[{}]", ty.ty.name()) } else { ty.ty.name().into() }
}

/// Writes the properties that any line can end with.
fn ends(out: &mut String, condition: Option<&Condition>, features: &[Feature]) {
    if let Some(condition) = condition {
        let _ = write!(out, " if {}", text(condition));
    }
    for feature in features {
        let condition = feature.condition.as_ref().map(|it| format!(" if {}", text(it))).unwrap_or_default();
        let _ = write!(out, " feature {}{condition}", feature.name);
    }
    out.push('\n');
}

fn text(condition: &Condition) -> String {
    let list = |operator: &str, operands: &[Condition]| {
        format!("{operator}({})", operands.iter().map(text).collect::<Vec<_>>().join(", "))
    };
    match condition {
        Condition::Symbol(name) => name.clone(),
        Condition::All(operands) => list("all", operands),
        Condition::Any(operands) => list("any", operands),
        Condition::Not(inner) => format!("not({})", text(inner)),
        Condition::Raw(raw) => format!("raw({raw})"),
    }
}

fn doc(out: &mut String, doc: &Doc) {
    let _ = writeln!(out, "doc {}", doc.symbol.as_deref().unwrap_or("(free form)"));
    for section in &doc.sections {
        let name = section.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let synthetic = if section.synthetic { " (synthetic)" } else { "" };
        let _ = writeln!(out, "    {:?}{name}{synthetic}", section.kind);
        for line in section.text.lines() {
            let _ = writeln!(out, "{}", format!("        |{line}").trim_end());
        }
    }
}
