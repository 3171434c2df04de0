//! Puts well-formed definitions together from a small stock of names, so that they refer to each other and clash: this
//! is what gets behind the parser, into the whole check.
#![no_main]

use std::fmt::Write;

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

mod invariants;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Unstructured::new(bytes);
    let mut text = String::new();
    while !choices.is_empty() && text.len() < 20_000 {
        if definition(&mut choices, &mut text).is_err() {
            break;
        }
    }
    invariants::check_text(&text);
});

const ENUMS: &[&str] = &["Ena", "Enb"];
const STRUCTS: &[&str] = &["Sta", "Stb", "Stc"];
const UNIONS: &[&str] = &["Una", "Unb", "Unc"];
const ALTERNATES: &[&str] = &["Ala", "Alb"];
const TYPES: &[&str] = &["Sta", "Una", "Stb", "Unb", "Ena", "Ala", "Stc", "Unc", "Enb", "Alb", "No", "go"];
const BUILTINS: &[&str] = &["int", "str", "bool", "number", "null", "any", "size", "uint8", "QType", "q_empty"];
const MEMBERS: &[&str] = &["a", "b", "c", "d", "a-b", "a_b", "u", "type", "x-a", "__com.a_b", "has-a", "A", "q-a"];
const VALUES: &[&str] = &["a", "b", "on", "off", "4k", "a-b", "a_b", "none", "A", ""];
const COMMANDS: &[&str] = &["go", "halt", "go_now", "int"];
const EVENTS: &[&str] = &["GO", "HALT", "x-GO"];
const FEATURES: &[&str] = &["deprecated", "unstable", "f", "f-g", "f_g", "int"];
const SYMBOLS: &[&str] = &["'A'", "'B'", "''", "'a'", "true", "[ 'A' ]"];

fn pick<'a>(choices: &mut Unstructured<'_>, from: &[&'a str]) -> Result<&'a str> {
    choices.choose(from).copied()
}

/// One of the usual names, or rarely one of the unusual.
fn pick_or<'a>(choices: &mut Unstructured<'_>, usual: &[&'a str], unusual: &[&'a str]) -> Result<&'a str> {
    let rare = rarely(choices)?;
    pick(choices, if rare { unusual } else { usual })
}

/// One time out of eight.
fn rarely(choices: &mut Unstructured<'_>) -> Result<bool> {
    choices.ratio(1, 8)
}

fn definition(choices: &mut Unstructured<'_>, text: &mut String) -> Result<()> {
    let mut parts = String::new();
    let kind = choices.int_in_range(0..=6_u8)?;
    let (key, name) = match kind {
        0 => ("enum", pick(choices, ENUMS)?),
        1 => ("struct", pick(choices, STRUCTS)?),
        2 => ("union", pick(choices, UNIONS)?),
        3 => ("alternate", pick(choices, ALTERNATES)?),
        4 => ("command", pick(choices, COMMANDS)?),
        5 => ("event", pick(choices, EVENTS)?),
        _ => {
            let lists = ["command-name", "command-returns", "documentation", "member-name"];
            let list = pick(choices, &lists)?;
            let names = "'Sta', 'Stb', 'Una', 'Unb', 'Ena', 'go', 'go_now'";
            let _ = writeln!(text, "{{ 'pragma': {{ '{list}-exceptions': [ {names} ] }} }}");
            return Ok(());
        }
    };
    if choices.ratio(1, 4)? {
        doc(choices, text, name)?;
    }
    match kind {
        0 => {
            let count = choices.int_in_range(0..=4)?;
            let values = list(choices, count, |choices| long(choices, "name", VALUES))?;
            let _ = write!(parts, ", 'data': [ {values} ]");
        }
        1 => {
            let _ = write!(parts, ", 'data': {}", members(choices)?);
            if choices.ratio(1, 3)? {
                let _ = write!(parts, ", 'base': '{}'", pick_or(choices, STRUCTS, TYPES)?);
            }
        }
        2 => {
            let base = match choices.arbitrary()? {
                true => format!("'{}'", pick(choices, STRUCTS)?),
                false => members(choices)?,
            };
            let count = choices.int_in_range(0..=3)?;
            let branches = list(choices, count, |choices| {
                let tag = pick(choices, VALUES)?;
                Ok(format!("'{tag}': {}", long(choices, "type", &TYPES[..10])?))
            })?;
            let tag = pick(choices, &MEMBERS[..6])?;
            let _ = write!(parts, ", 'base': {base}, 'discriminator': '{tag}', 'data': {{ {branches} }}");
        }
        3 => {
            let count = choices.int_in_range(0..=3)?;
            let branches = list(choices, count, |choices| {
                let name = pick(choices, MEMBERS)?;
                Ok(format!("'{name}': {}", type_of(choices)?))
            })?;
            let _ = write!(parts, ", 'data': {{ {branches} }}");
        }
        _ => {
            if choices.arbitrary()? {
                let data = match choices.arbitrary()? {
                    true => format!("'{}'", pick(choices, TYPES)?),
                    false => members(choices)?,
                };
                let _ = write!(parts, ", 'data': {data}");
            }
            if kind == 4 && choices.arbitrary()? {
                let _ = write!(parts, ", 'returns': {}", type_of(choices)?);
            }
            for flag in ["'boxed': true", "'gen': false", "'allow-oob': true", "'coroutine': true"] {
                if rarely(choices)? {
                    let _ = write!(parts, ", {flag}");
                }
            }
        }
    }
    parts.push_str(&ends(choices)?);
    let _ = writeln!(text, "{{ '{key}': '{name}'{parts} }}");
    Ok(())
}

/// A condition and features, or neither.
fn ends(choices: &mut Unstructured<'_>) -> Result<String> {
    let mut out = String::new();
    if rarely(choices)? {
        let _ = write!(out, ", 'if': {}", condition(choices, 0)?);
    }
    if rarely(choices)? {
        let count = choices.int_in_range(0..=3)?;
        let features = list(choices, count, |choices| long(choices, "name", FEATURES))?;
        let _ = write!(out, ", 'features': [ {features} ]");
    }
    Ok(out)
}

fn condition(choices: &mut Unstructured<'_>, depth: usize) -> Result<String> {
    let operator = choices.int_in_range(0..=5)?;
    if depth > 4 || operator > 2 {
        return Ok(pick_or(choices, &SYMBOLS[..2], SYMBOLS)?.into());
    }
    if operator == 0 {
        return Ok(format!("{{ 'not': {} }}", condition(choices, depth + 1)?));
    }
    let count = choices.int_in_range(1..=3)?;
    let operands = list(choices, count, |choices| condition(choices, depth + 1))?;
    Ok(format!("{{ '{}': [ {operands} ] }}", if operator == 1 { "all" } else { "any" }))
}

fn members(choices: &mut Unstructured<'_>) -> Result<String> {
    let count = choices.int_in_range(0..=4)?;
    let members = list(choices, count, |choices| {
        let mark = if rarely(choices)? { "*" } else { "" };
        let name = pick_or(choices, &MEMBERS[..5], MEMBERS)?;
        Ok(format!("'{mark}{name}': {}", type_of(choices)?))
    })?;
    Ok(format!("{{ {members} }}"))
}

fn type_of(choices: &mut Unstructured<'_>) -> Result<String> {
    let names = if choices.arbitrary()? { TYPES } else { BUILTINS };
    if choices.ratio(1, 4)? {
        return Ok(format!("[ '{}' ]", pick(choices, names)?));
    }
    long(choices, "type", names)
}

/// A name, or the long form of it.
fn long(choices: &mut Unstructured<'_>, key: &str, names: &[&str]) -> Result<String> {
    let name = pick(choices, names)?;
    if !rarely(choices)? {
        return Ok(format!("'{name}'"));
    }
    Ok(format!("{{ '{key}': '{name}'{} }}", ends(choices)?))
}

fn list(
    choices: &mut Unstructured<'_>,
    count: usize,
    mut item: impl FnMut(&mut Unstructured<'_>) -> Result<String>,
) -> Result<String> {
    let items: Result<Vec<String>> = (0..count).map(|_| item(choices)).collect();
    Ok(items?.join(", "))
}

fn doc(choices: &mut Unstructured<'_>, text: &mut String, name: &str) -> Result<()> {
    let _ = writeln!(text, "##\n# @{name}:\n#");
    for _ in 0..choices.int_in_range(0..=6)? {
        let member = pick_or(choices, MEMBERS, FEATURES)?;
        let line = match choices.int_in_range(0..=7)? {
            0..=2 => format!("@{member}: text"),
            3 => "Features:".into(),
            4 => "Returns: text".into(),
            5 => "Since: 1".into(),
            6 => "Errors:\n#     text".into(),
            _ => "Text.".into(),
        };
        let _ = writeln!(text, "# {line}\n#");
    }
    text.push_str("##\n");
    Ok(())
}
