//! Chooses every Rust identifier for a name of the schema.

use std::collections::HashSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use quote::format_ident;

/// Words that are keywords in any edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate"];

/// Method names that the client traits use themselves.
pub(crate) const CLIENT_METHODS: &[&str] = &["call", "fire"];

/// Statics in the info module that describe no single definition.
pub(crate) const INFO_STATICS: &[&str] = &["COMMANDS"];

/// Types in the events module that are no event.
pub(crate) const EVENT_TYPES: &[&str] = &["Event", "EventKind", "Timestamp"];

/// The field of a union's struct for its branch.
pub(crate) const BRANCH_FIELD: &str = "branch";

/// The variant for values that the schema lacks.
pub(crate) const OTHER_VARIANT: &str = "Other";

/// Derive macros of the prelude, whose names a type may have.
const DERIVE_MACROS: &[&str] = &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// The spelling of one kind of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A type named by the schema: verbatim if it is an identifier, else its parts joined.
    Type,
    /// A variant, or the type of a command or event: parts capitalised.
    Camel,
    /// A field, an argument or a method.
    Snake,
    /// A static.
    Shouty,
}

/// One identifier for each of `names`, in the same order: all different, none in `reserved`.
///
/// Of names with the same spelling, the first keeps it; later ones are numbered.
pub(crate) fn distinct<'n>(case: Case, names: impl IntoIterator<Item = &'n str>, reserved: &[&str]) -> Vec<Ident> {
    let mut taken: HashSet<String> = reserved.iter().map(|&word| word.to_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let plain = spell(case, name);
            let mut word = plain.clone();
            let mut number = 2;
            while !taken.insert(word.clone()) {
                word = numbered(case, &plain, number);
                number += 1;
            }
            identifier(&word)
        })
        .collect()
}

/// The name of the enum that holds the branches of the union `union`, next to the union's own struct.
pub(crate) fn branch_type(union: &str) -> String {
    format!("{union}Branch")
}

/// The name of the struct that holds all mandatory members of the type `name`.
pub(crate) fn members_type(name: &str) -> String {
    format!("{name}Members")
}

/// The name of the static that describes the command `command`, which may have the name of a type.
pub(crate) fn command_static(command: &str) -> String {
    format!("{command}-command")
}

/// The word as an identifier: raw, or with an underscore, if it is a keyword.
fn identifier(word: &str) -> Ident {
    if NEVER_RAW.contains(&word) {
        format_ident!("{word}_")
    } else if KEYWORDS.contains(&word) {
        Ident::new_raw(word, Span::call_site())
    } else {
        Ident::new(word, Span::call_site())
    }
}

/// The field of a union's struct for its branch.
pub(crate) fn branch_field() -> Ident {
    identifier(BRANCH_FIELD)
}

/// The module of this name.
pub(crate) fn module(name: &str) -> Ident {
    identifier(name)
}

/// The method that sets the field `field`.
pub(crate) fn setter(field: &Ident) -> Ident {
    format_ident!("with_{}", field)
}

/// A documentation link to a type of the same module.
pub(crate) fn link(ident: &str) -> String {
    if DERIVE_MACROS.contains(&ident) { format!("[`type@{ident}`]") } else { format!("[`{ident}`]") }
}

fn spell(case: Case, name: &str) -> String {
    let parts: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let word = match case {
        Case::Type => match parts[..] {
            [whole] => whole.to_owned(),
            _ => join(&parts, "", capitalised),
        },
        Case::Camel => join(&parts, "", ToUpperCamelCase::to_upper_camel_case),
        Case::Snake => join(&parts, "_", ToSnakeCase::to_snake_case),
        Case::Shouty => join(&parts, "_", ToShoutySnakeCase::to_shouty_snake_case),
    };
    match word.chars().next() {
        None => String::from(if matches!(case, Case::Snake) { "empty" } else { "Empty" }),
        Some(first) if first.is_ascii_digit() => format!("_{word}"),
        Some(_) => word,
    }
}

/// Joins the parts; a separator between digits is kept, so that `1-2` and `12` differ.
fn join(parts: &[&str], separator: &str, spell: impl Fn(&str) -> String) -> String {
    let mut word = String::new();
    for part in parts {
        let part = spell(part);
        let digits = word.ends_with(|c: char| c.is_ascii_digit()) && part.starts_with(|c: char| c.is_ascii_digit());
        if digits {
            word.push('_');
        } else if !word.is_empty() {
            word.push_str(separator);
        }
        word.push_str(&part);
    }
    word
}

fn capitalised(part: &str) -> String {
    let (first, rest) = part.split_at(1);
    first.to_ascii_uppercase() + rest
}

fn numbered(case: Case, word: &str, number: u32) -> String {
    let camel = matches!(case, Case::Type | Case::Camel);
    if camel && !word.ends_with(|c: char| c.is_ascii_digit()) {
        format!("{word}{number}")
    } else {
        format!("{word}_{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(case: Case, names: &[&str], expected: &[&str]) {
        assert_eq!(distinct(case, names.iter().copied(), &["Other"]), expected);
    }

    #[test]
    fn type_names_are_kept_verbatim_unless_they_have_a_prefix() {
        check(Case::Type, &["GuestNVMeSmart", "QGASeek", "Io4"], &["GuestNVMeSmart", "QGASeek", "Io4"]);
        check(Case::Type, &["x-Odd", "__com.acme_x-Io4", "Self"], &["XOdd", "ComAcmeXIo4", "Self_"]);
    }

    #[test]
    fn keywords_are_written_raw_or_get_an_underscore() {
        check(Case::Snake, &["type", "use", "gen", "self", "crate"], &["r#type", "r#use", "r#gen", "self_", "crate_"]);
        check(Case::Camel, &["self", "type"], &["Self_", "Type"]);
    }

    #[test]
    fn names_that_meet_in_one_spelling_are_numbered() {
        check(Case::Snake, &["a-b", "a--b-", "A_B"], &["a_b", "a_b_2", "a_b_3"]);
        check(Case::Camel, &["on", "ON", "other", "v1", "V1"], &["On", "On2", "Other2", "V1", "V1_2"]);
        check(Case::Type, &["x-Foo", "XFoo"], &["XFoo", "XFoo2"]);
    }

    #[test]
    fn digits_lead_and_stay_apart() {
        check(Case::Camel, &["4wd", "2-3", "23", "file-backed-virtual"], &["_4wd", "_2_3", "_23", "FileBackedVirtual"]);
        check(Case::Snake, &["load15m", "rx-bytes", "__com.acme_x-y"], &["load15m", "rx_bytes", "com_acme_x_y"]);
    }

    #[test]
    fn statics_and_events_follow_the_usual_case() {
        check(Case::Shouty, &["GuestPCIAddress", "QType"], &["GUEST_PCI_ADDRESS", "Q_TYPE"]);
        check(Case::Camel, &["BLOCK_IO_ERROR", "__ORG.ACME_X-GO"], &["BlockIoError", "OrgAcmeXGo"]);
    }
}
