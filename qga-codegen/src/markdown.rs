//! Converts a schema's documentation, which is reStructuredText, to rustdoc's Markdown.

use crate::names;
use crate::plan::Plan;

/// The module that contains the documentation: in `types`, rustdoc resolves links to types without a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    Types,
    Other,
}

/// Converts free text; names of generated definitions become links.
pub(crate) fn body(plan: &Plan<'_>, module: Module, text: &str) -> String {
    convert(plan, module, &dedent(&text.lines().collect::<Vec<_>>()))
}

/// Converts text after a tag, for example of a member, as [`body`] does.
pub(crate) fn description(plan: &Plan<'_>, module: Module, text: &str) -> String {
    convert(plan, module, &after_tag(text))
}

fn convert(plan: &Plan<'_>, module: Module, source: &[&str]) -> String {
    let mut lines = Vec::new();
    Converter { plan, module }.blocks(source, &mut lines);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

struct Converter<'p, 's> {
    plan: &'p Plan<'s>,
    module: Module,
}

impl Converter<'_, '_> {
    fn blocks(&self, source: &[&str], out: &mut Vec<String>) {
        let mut at = 0;
        while at < source.len() {
            let line = source[at];
            if line.trim().is_empty() {
                blank(out);
                at += 1;
            } else if let Some((name, argument)) = directive(line) {
                let end = block_end(source, at + 1, indent(line) + 1);
                self.directive(name, argument, &dedent(&source[at + 1..end]), out);
                at = end;
            } else if is_comment(line) {
                at = block_end(source, at + 1, indent(line) + 1);
            } else if is_drawing(line) {
                let end = (at..source.len()).find(|&it| !is_drawing(source[it])).unwrap_or(source.len());
                fence(&source[at..end], out);
                at = end;
            } else if let Some(width) = bullet(line) {
                at = self.item(source, at, width, out);
            } else {
                at = self.paragraph(source, at, out);
            }
        }
    }

    /// A list item: its marker, and the lines that are indented as far as its text.
    fn item(&self, source: &[&str], at: usize, width: usize, out: &mut Vec<String>) -> usize {
        let text_column = indent(source[at]) + width;
        let end = block_end(source, at + 1, text_column);
        let (marker, first) = source[at].trim_start().split_at(width);
        let mut body = vec![first];
        body.extend(dedent(&source[at + 1..end]));
        let mut inner = Vec::new();
        self.blocks(&body, &mut inner);
        while inner.last().is_some_and(String::is_empty) {
            inner.pop();
        }
        let in_list = out.last().is_some_and(|it| it.is_empty() || it.starts_with(' ') || bullet(it).is_some());
        if !in_list {
            blank(out);
        }
        for (number, line) in inner.into_iter().enumerate() {
            match (number, line.is_empty()) {
                (0, _) => out.push(format!("{marker}{line}")),
                (_, true) => out.push(line),
                (_, false) => out.push(format!("{:width$}{line}", "")),
            }
        }
        let followed = source.get(end).is_some_and(|next| !next.trim().is_empty() && bullet(next).is_none());
        if followed || source[at + 1..end].last().is_some_and(|last| last.trim().is_empty()) {
            blank(out);
        }
        end
    }

    /// A paragraph, and the literal block it announces with two colons.
    fn paragraph(&self, source: &[&str], at: usize, out: &mut Vec<String>) -> usize {
        let ends = |it: &usize| {
            let line = source[*it];
            line.trim().is_empty() || directive(line).is_some() || bullet(line).is_some() || is_drawing(line)
        };
        let mut end = (at + 1..source.len()).find(ends).unwrap_or(source.len());
        if let Some(literal) = (at..end).find(|&it| source[it].trim_end().ends_with("::")) {
            end = literal + 1;
        }
        let mut text = source[at..end].iter().map(|it| it.trim()).collect::<Vec<_>>().join("\n");
        let literal =
            text.ends_with("::").then(|| block_end(source, end, indent(source[at]) + 1)).filter(|it| *it > end);
        if literal.is_some() {
            text.pop();
        }
        if text != ":" {
            out.extend(self.inline(&text).lines().map(protected));
        }
        let Some(literal) = literal else { return end };
        fence(&dedent(&source[end..literal]), out);
        literal
    }

    fn directive(&self, name: &str, argument: &str, body: &[&str], out: &mut Vec<String>) {
        let (title, body) = options(body);
        match name {
            "qmp-example" | "code-block" | "code" | "sourcecode" | "parsed-literal" | "math" => {
                if let Some(title) = title {
                    blank(out);
                    out.push(format!("{}:", self.inline(title)));
                }
                fence(body, out);
            }
            _ => {
                blank(out);
                let mut inner = Vec::new();
                self.blocks(body, &mut inner);
                let heading = match name {
                    "admonition" | "rubric" | "topic" => self.inline(argument),
                    _ => capitalised(name),
                };
                let first =
                    if name == "admonition" || argument.is_empty() { String::new() } else { self.inline(argument) };
                let first = format!("**{heading}:** {first}");
                out.push(first.trim_end().to_owned());
                out.extend(inner);
                blank(out);
            }
        }
    }

    /// Converts inline markup.
    fn inline(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let before = out.chars().next_back();
            let taken = self.literal(rest, &mut out).or_else(|| self.reference(rest, &mut out));
            let taken = taken.or_else(|| member(before, rest, &mut out)).or_else(|| address(before, rest, &mut out));
            match taken {
                Some(length) => rest = &rest[length..],
                None => {
                    if matches!(first, '<' | '>' | '[' | ']') {
                        out.push('\\');
                    }
                    out.push(first);
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        out
    }

    /// ``` ``text`` ```
    fn literal(&self, rest: &str, out: &mut String) -> Option<usize> {
        let inner = rest.strip_prefix("``")?;
        let length = inner.find("``").filter(|it| *it > 0)?;
        let code = inner[..length].replace('\n', " ");
        out.push_str(&if code.contains('`') { format!("`` {code} ``") } else { format!("`{code}`") });
        Some(length + 4)
    }

    /// A name in backquotes: a definition, or another reference.
    fn reference(&self, rest: &str, out: &mut String) -> Option<usize> {
        let inner = rest.strip_prefix('`')?;
        let length = inner.find('`').filter(|it| *it > 0)?;
        let text = inner[..length].replace('\n', " ");
        let mut taken = length + 2;
        taken += rest[taken..].chars().take_while(|it| *it == '_').count();
        if let Some((label, target)) = text.strip_suffix('>').and_then(|it| it.split_once('<')) {
            out.push_str(&match target.starts_with("http") {
                true => format!("[{}]({target})", label.trim()),
                false => format!("`{}`", label.trim()),
            });
        } else {
            out.push_str(&self.link(&text));
        }
        Some(taken)
    }

    fn link(&self, name: &str) -> String {
        match self.plan.place(name) {
            Some(("types", ident)) if self.module == Module::Types && ident == name => names::link(name),
            Some((module, ident)) => format!("[`{name}`](super::{module}::{ident})"),
            None => format!("`{name}`"),
        }
    }
}

/// `@name`: a member or argument.
fn member(before: Option<char>, rest: &str, out: &mut String) -> Option<usize> {
    let inner = rest.strip_prefix('@').filter(|_| !before.is_some_and(char::is_alphanumeric))?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = inner.split(|c| !is_part(c)).next()?.trim_end_matches(['.', '-']);
    if name.is_empty() {
        return None;
    }
    out.push_str(&format!("`{name}`"));
    Some(name.len() + 1)
}

/// An address: a link.
fn address(before: Option<char>, rest: &str, out: &mut String) -> Option<usize> {
    let is_address = rest.starts_with("http://") || rest.starts_with("https://");
    if !is_address || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"')).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', ']', '\'']);
    out.push_str(&format!("<{address}>"));
    Some(address.len())
}

/// Escapes the start of a line that Markdown would not read as text.
fn protected(line: &str) -> String {
    let special = line.starts_with(['#', '+', '=', '-', '~', '|']) || line.starts_with("```");
    if special { format!("\\{line}") } else { line.to_owned() }
}

fn blank(out: &mut Vec<String>) {
    if out.last().is_some_and(|it| !it.is_empty()) {
        out.push(String::new());
    }
}

/// Writes literal text, marked as `text`, so that rustdoc does not test it.
fn fence(lines: &[&str], out: &mut Vec<String>) {
    let lines = dedent(lines);
    let Some(first) = lines.iter().position(|it| !it.trim().is_empty()) else { return };
    let last = lines.iter().rposition(|it| !it.trim().is_empty()).unwrap_or(first);
    let marks = if lines.iter().any(|it| it.contains("```")) { "~~~~" } else { "```" };
    blank(out);
    out.push(format!("{marks}text"));
    out.extend(lines[first..=last].iter().map(|it| it.trim_end().to_owned()));
    out.push(marks.to_owned());
    out.push(String::new());
}

/// `.. name:: argument`
fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, argument) = line.trim_start().strip_prefix(".. ")?.split_once("::")?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    plain.then(|| (name, argument.trim()))
}

fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line == ".." || line.starts_with(".. ")
}

/// The `:title:` of a directive, and its body after the options.
fn options<'b, 't>(body: &'b [&'t str]) -> (Option<&'t str>, &'b [&'t str]) {
    let is_option = |line: &&&str| line.starts_with(':') && line[1..].contains(':');
    let count = body.iter().take_while(is_option).count();
    let title = body[..count].iter().find_map(|it| it.strip_prefix(":title:")).map(str::trim);
    (title, &body[count..])
}

/// Whether the line belongs to a table, or to text whose line breaks matter.
fn is_drawing(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("+-")
        || line.starts_with("+=")
        || line.starts_with("| ")
        || line.starts_with("=== ")
        || line.starts_with("==== ")
}

/// The width of a list item's marker, with the space after it.
fn bullet(line: &str) -> Option<usize> {
    let line = line.trim_start();
    if line.starts_with("* ") || line.starts_with("- ") {
        return Some(2);
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    (1..=3).contains(&digits).then(|| line[digits..].starts_with(". ")).filter(|it| *it).map(|_| digits + 2)
}

/// The first line from `start` on that is not blank and not indented by at least `least`.
fn block_end(source: &[&str], start: usize, least: usize) -> usize {
    let outside = |it: &usize| !source[*it].trim().is_empty() && indent(source[*it]) < least;
    (start..source.len()).find(outside).unwrap_or(source.len())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The lines of the text after a tag: the first follows the tag, the others share the section's indentation.
pub(crate) fn after_tag(text: &str) -> Vec<&str> {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_start();
    let rest: Vec<&str> = lines.collect();
    let mut lines = vec![first];
    lines.extend(dedent(&rest));
    lines
}

fn dedent<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let common = lines.iter().filter(|it| !it.trim().is_empty()).map(|it| indent(it)).min().unwrap_or(0);
    lines.iter().map(|it| it.get(common..).unwrap_or_default()).collect()
}

pub(crate) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
