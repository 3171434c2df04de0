//! The documentation of generated items: the schema's text, features, conditions and versions.

use proc_macro2::TokenStream;
use qga_schema::doc::Doc;
use qga_schema::ir::{Common, Condition, Feature};
use quote::quote;

use crate::deprecation;
use crate::markdown::{self, Module};
use crate::plan::Plan;

/// Columns of a line of documentation; lines that are longer, by a link or a summary, are broken.
const MAX_COLUMNS: usize = 100;

/// The text as `doc` attributes, one for each line.
pub(crate) fn attributes(text: &str) -> TokenStream {
    let mut lines = Vec::new();
    let mut code = false;
    for line in text.lines() {
        let line: String = line.chars().filter(|it| is_plain(*it)).collect();
        let line = line.replace('\t', "    ").trim_end().to_owned();
        code ^= line.trim_start().starts_with("```");
        match code || line.starts_with("    ") {
            true => lines.push(line),
            false => broken(&line, &mut lines),
        }
    }
    quote!(#(#[doc = #lines])*)
}

/// Breaks a line of Markdown before words that mean the same at the beginning of a line.
fn broken(line: &str, lines: &mut Vec<String>) {
    let indent = " ".repeat(line.len() - line.trim_start().len());
    let mut rest = line.to_owned();
    while rest.chars().count() > MAX_COLUMNS {
        let is_text = |at: usize| rest[at + 1..].starts_with(|it: char| it.is_alphabetic() || it == '`' || it == '[');
        let spaces = rest.char_indices().take(MAX_COLUMNS).filter(|(at, it)| *it == ' ' && is_text(*at));
        let Some(end) = spaces.map(|(at, _)| at).last().filter(|end| *end > indent.len()) else { break };
        lines.push(rest[..end].trim_end().to_owned());
        rest = format!("{indent}{}", &rest[end + 1..]);
    }
    lines.push(rest);
}

/// Whether the compiler accepts a character in a comment: no lone carriage return, no bidirectional control character.
fn is_plain(c: char) -> bool {
    c == '\t' || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// The documentation of a definition; `fallback` if the schema has none.
pub(crate) fn definition(plan: &Plan<'_>, module: Module, common: &Common, fallback: &str) -> String {
    let mut parts = Vec::new();
    if let Some(doc) = &common.doc {
        parts.push(markdown::body(plan, module, doc.overview()));
        parts.extend(doc.remarks().map(|it| markdown::body(plan, module, it)));
    }
    parts.retain(|it| !it.trim().is_empty());
    if parts.is_empty() {
        parts.push(fallback.to_owned());
    }
    if let Some(doc) = &common.doc {
        for (title, text) in [("Returns", doc.returns()), ("Errors", doc.errors())] {
            let text = text.map(|it| markdown::description(plan, module, it)).filter(|it| !it.is_empty());
            parts.extend(text.map(|it| format!("# {title}\n{}", sentence(&it))));
        }
    }
    parts.extend(flags(plan, module, common.doc.as_ref(), &common.features));
    parts.extend(common.condition.as_ref().map(|it| format!("Exists where `{}`.", readable(it))));
    let since = common.doc.as_ref().and_then(|it| it.since()).map(|it| it.trim().to_owned());
    parts.extend(since.filter(|it| !it.is_empty()).map(|it| format!("Since {it}.")));
    parts.join("\n\n")
}

/// The documentation of a member, value or branch.
pub(crate) fn part(
    plan: &Plan<'_>,
    module: Module,
    (doc, text): (Option<&Doc>, Option<&str>),
    (features, condition): (&[Feature], Option<&Condition>),
    fallback: &str,
) -> String {
    let text = text.map(|it| markdown::description(plan, module, it)).filter(|it| !it.trim().is_empty());
    let mut parts = vec![sentence(&text.unwrap_or_else(|| fallback.to_owned()))];
    parts.extend(flags(plan, module, doc, features));
    parts.extend(condition.map(|it| format!("Exists where `{}`.", readable(it))));
    parts.join("\n\n")
}

/// The text with a capital letter at its start, unless it begins with a name.
fn sentence(text: &str) -> String {
    let word: &str = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let ordinary = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    if ordinary { markdown::capitalised(text) } else { text.to_owned() }
}

/// The features, with their documentation.
fn flags(plan: &Plan<'_>, module: Module, doc: Option<&Doc>, features: &[Feature]) -> Vec<String> {
    let flag = |feature: &Feature| {
        let text = doc.and_then(|it| it.feature(&feature.name)).map(|it| markdown::description(plan, module, it));
        let title = match feature.name.as_str() {
            "unstable" => "**Unstable**".to_owned(),
            name => format!("Feature `{name}`"),
        };
        let condition = feature.condition.as_ref().map(|it| format!(" (where `{}`)", readable(it))).unwrap_or_default();
        match text.filter(|it| !it.trim().is_empty()) {
            Some(text) => format!("{title}{condition}: {text}"),
            None => format!("{title}{condition}."),
        }
    };
    // The compiler's own attribute covers "deprecated".
    features.iter().filter(|it| !deprecation::is(it)).map(flag).collect()
}

/// A condition in C syntax: `CONFIG_A && !CONFIG_B`.
pub(crate) fn readable(condition: &Condition) -> String {
    let joined = |all: &[Condition], operator: &str| all.iter().map(operand).collect::<Vec<_>>().join(operator);
    match condition {
        Condition::Symbol(name) => name.clone(),
        Condition::All(all) => joined(all, " && "),
        Condition::Any(any) => joined(any, " || "),
        Condition::Not(inner) => format!("!{}", operand(inner)),
        Condition::Raw(text) => text.clone(),
    }
}

fn operand(condition: &Condition) -> String {
    match condition {
        Condition::All(list) | Condition::Any(list) if list.len() > 1 => format!("({})", readable(condition)),
        _ => readable(condition),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_hold_nothing_the_compiler_refuses() {
        let expected = quote!(#[doc = "abc"] #[doc = ""] #[doc = "    d é"]);
        assert_eq!(attributes("a\u{202e}b\rc \n\n\td é").to_string(), expected.to_string());
    }

    #[test]
    fn long_lines_are_broken_where_it_changes_nothing() {
        let (words, code) = ("word ".repeat(19), "x ".repeat(70));
        let (words, code) = (words.trim(), code.trim());
        let text = format!("  {words} - 12. words\n```text\n{code}\n```\n{}", "y".repeat(120));
        let first = format!("  {}", words.strip_suffix(" word").expect("it ends so"));
        let long = "y".repeat(120);
        let expected = [&*first, "  word - 12. words", "```text", code, "```", &long];
        assert_eq!(attributes(&text).to_string(), quote!(#(#[doc = #expected])*).to_string());
    }
}
