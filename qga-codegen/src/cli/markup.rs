//! Turns the markup of documentation comments, reStructuredText with the schema language's additions, into Markdown.

/// The link to a definition's description; none if there is no such definition.
pub(super) type Link<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Blocks of text: paragraphs, lists, directives, literal blocks.
pub(super) fn to_markdown(text: &str, link: Link<'_>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((&line, after)) = rest.split_first() {
        if let Some(directive) = Directive::parse(line) {
            let apart = after.first().is_some_and(|line| line.trim().is_empty());
            let (body, after) = block(after, indentation(line));
            directive.render(&body, apart, link, &mut out);
            rest = after;
        } else if let Some(words) = line.strip_suffix("::").filter(|words| opens_literal(words, after)) {
            if !words.trim().is_empty() {
                out.push(inline(&format!("{words}:"), link));
            }
            let (body, after) = block(after, indentation(line));
            out.push(String::new());
            fence("text", &body, &mut out);
            rest = after;
        } else if let Some(height) = table(rest) {
            out.push(String::new());
            fence("text", &rest[..height], &mut out);
            out.push(String::new());
            rest = &rest[height..];
        } else {
            out.push(inline(line, link));
            rest = after;
        }
    }
    trim(out)
}

/// The text of a description or a tagged section: its first line follows the tag, the others are indented.
pub(super) fn body_to_markdown(text: &str, link: Link<'_>) -> String {
    let (first, rest) = match text.split_once('\n') {
        Some((first, rest)) if !first.starts_with(' ') => (first, rest),
        _ => ("", text),
    };
    let rest = dedent(&rest.lines().collect::<Vec<_>>()).join("\n");
    to_markdown(&if first.is_empty() { rest } else { format!("{first}\n{rest}") }, link)
}

/// How many lines a table has that starts here: one drawn with lines, or columns between rows of `=`.
fn table(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.starts_with("+-") && first.ends_with('+') {
        let height = lines.iter().take_while(|line| line.trim().starts_with(['+', '|'])).count();
        return (height > 2).then_some(height);
    }
    let is_rule = |line: &str| line.contains("= =") && line.bytes().all(|byte| byte == b'=' || byte == b' ');
    if !is_rule(first) {
        return None;
    }
    // The last rule is followed by a blank line or by nothing.
    let ends = |at: &usize| is_rule(lines[*at].trim()) && lines.get(at + 1).is_none_or(|next| next.trim().is_empty());
    (1..lines.len()).find(ends).map(|last| last + 1)
}

/// `.. name:: words` with the indented lines below it, or a comment, which has no name.
struct Directive<'a> {
    name: &'a str,
    words: &'a str,
}

impl<'a> Directive<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let text = line.trim_start().strip_prefix("..")?;
        if !text.is_empty() && !text.starts_with(' ') {
            return None;
        }
        let named = text.trim_start().split_once("::").filter(|(name, _)| is_directive_name(name));
        let (name, words) = named.unwrap_or(("", ""));
        Some(Self { name, words: words.trim() })
    }

    fn render(&self, body: &[String], apart: bool, link: Link<'_>, out: &mut Vec<String>) {
        let options = body.iter().take_while(|line| line.starts_with(':')).count();
        let (options, body) = body.split_at(options);
        let option = |name: &str| options.iter().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let body: Vec<&str> = body.iter().map(String::as_str).collect();
        out.push(String::new());
        match self.name {
            "qmp-example" => {
                let title = option(":title:").unwrap_or(self.words);
                let colon = if title.is_empty() { "" } else { ": " };
                out.push(format!("**Example**{colon}{}", inline(title, link)));
                out.push(String::new());
                if option(":annotated:").is_some() {
                    out.push(to_markdown(&body.join("\n"), link));
                } else {
                    fence("text", &body, out);
                }
            }
            "code-block" | "code" | "sourcecode" => fence(self.words, &body, out),
            "parsed-literal" | "literalinclude" => fence("text", &body, out),
            "note" | "warning" | "tip" | "important" | "caution" | "attention" | "hint" | "danger" | "error"
            | "seealso" => {
                quote(self.name, &[&[self.words][..], if apart { &[""] } else { &[] }, &body].concat(), link, out);
            }
            "admonition" => quote(self.words, &body, link, out),
            "rubric" => out.push(format!("**{}**", inline(self.words, link))),
            // A comment, or something that has no counterpart.
            "" | "contents" | "index" | "toctree" | "include" | "highlight" | "default-role" => {}
            // An unknown directive keeps its text.
            _ => {
                out.push(inline(self.words, link));
                out.push(String::new());
                out.push(to_markdown(&body.join("\n"), link));
            }
        }
        out.push(String::new());
    }
}

fn is_directive_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_:".contains(c))
}

fn quote(title: &str, body: &[&str], link: Link<'_>, out: &mut Vec<String>) {
    let mut letters = title.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let text = format!("**{title}:** {}", to_markdown(&body.join("\n"), link).trim_start());
    out.extend(text.lines().map(|line| format!("> {line}").trim_end().to_owned()));
}

fn fence(language: &str, body: &[impl AsRef<str>], out: &mut Vec<String>) {
    let body: Vec<&str> = body.iter().map(AsRef::as_ref).collect();
    let start = body.iter().position(|line| !line.is_empty()).unwrap_or(body.len());
    let end = body.iter().rposition(|line| !line.is_empty()).map_or(start, |last| last + 1);
    out.push(format!("```{language}"));
    out.extend(body[start..end].iter().map(|line| (*line).to_owned()));
    out.push("```".to_owned());
}

/// The lines below a line that are indented deeper than it, without that indentation, and what comes after them.
fn block<'a, 'b>(lines: &'a [&'b str], indent: usize) -> (Vec<String>, &'a [&'b str]) {
    let inside = |line: &&str| line.trim().is_empty() || indentation(line) > indent;
    let mut end = lines.iter().take_while(|line| inside(line)).count();
    while end > 0 && lines[end - 1].trim().is_empty() {
        end -= 1;
    }
    let body = dedent(&lines[..end]);
    let start = body.iter().take_while(|line| line.is_empty()).count();
    (body[start..].to_vec(), &lines[end..])
}

fn dedent(lines: &[&str]) -> Vec<String> {
    let base = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indentation(line)).min().unwrap_or(0);
    lines.iter().map(|line| line.get(base..).unwrap_or_default().trim_end().to_owned()).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A line that ends in two colons opens a literal block if a blank line and then deeper text follow.
fn opens_literal(words: &str, after: &[&str]) -> bool {
    let next = after.iter().find(|line| !line.trim().is_empty());
    after.first().is_some_and(|line| line.trim().is_empty())
        && next.is_some_and(|line| indentation(line) > indentation(words))
}

/// Markup within a line: literals, references to members and definitions, links.
pub(super) fn inline(text: &str, link: Link<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (piece, after) = match c {
            '`' => quoted(rest, link),
            '@' if !out.ends_with(|c: char| c.is_alphanumeric()) => member(rest),
            ':' => role(rest, link),
            '<' => Some(("\\<".to_owned(), &rest[1..])),
            _ => None,
        }
        .unwrap_or_else(|| (c.to_string(), &rest[c.len_utf8()..]));
        out.push_str(&piece);
        rest = after;
    }
    out
}

/// ``` ``literal`` ```, `` `reference` ``, or `` `text <address>`_ ``.
fn quoted<'a>(text: &'a str, link: Link<'_>) -> Option<(String, &'a str)> {
    if let Some(rest) = text.strip_prefix("``") {
        let (literal, after) = rest.split_once("``").filter(|(literal, _)| !literal.is_empty())?;
        return Some((code(literal), after));
    }
    let (name, after) = text.strip_prefix('`')?.split_once('`').filter(|(name, _)| !name.is_empty())?;
    let external = name.strip_suffix('>').and_then(|name| name.split_once('<'));
    if let (Some((words, address)), Some(after)) = (external, after.strip_prefix('_')) {
        return Some((format!("[{}]({address})", words.trim()), after.strip_prefix('_').unwrap_or(after)));
    }
    Some((reference(name, link), after))
}

/// `:qapi:cmd:` and the like in front of a reference.
fn role<'a>(text: &'a str, link: Link<'_>) -> Option<(String, &'a str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !":-+.".contains(c))?;
    let name = text[..end].strip_prefix(':')?.strip_suffix(':')?;
    if name.is_empty() || !text[end..].starts_with('`') || text[end..].starts_with("``") {
        return None;
    }
    let (target, after) = text[end + 1..].split_once('`')?;
    // `text <target>` and `~long.name` are ways to show something other than the target.
    let shown = target.split_once('<').map_or(target, |(_, target)| target.trim_end_matches('>'));
    Some((reference(shown.trim_start_matches(['~', '!']), link), after))
}

fn reference(name: &str, link: Link<'_>) -> String {
    link(name).unwrap_or_else(|| code(name))
}

/// `@name`: a member of the described definition.
fn member(text: &str) -> Option<(String, &str)> {
    let rest = text.strip_prefix('@')?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    (end > 0).then(|| (code(&rest[..end]), &rest[end..]))
}

/// Text in the style of code.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {} ``", text.trim()) } else { format!("`{text}`") }
}

/// One blank line where there are several, none at either end.
fn trim(lines: Vec<String>) -> String {
    let mut out = String::new();
    for line in lines.iter().flat_map(|lines| if lines.is_empty() { vec![""] } else { lines.lines().collect() }) {
        if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)], convert: fn(&str, Link<'_>) -> String) {
        let link = |name: &str| (name == "Engine").then(|| "[`Engine`](#engine)".to_owned());
        for (text, markdown) in cases {
            assert_eq!(convert(text, &link), *markdown, "{text}");
        }
    }

    #[test]
    fn references_and_literals_within_a_line() {
        check(
            &[
                ("see @fuel-type, not me@example.org", "see `fuel-type`, not me@example.org"),
                ("an `Engine` or ``Engine`` or `Motor`", "an [`Engine`](#engine) or `Engine` or `Motor`"),
                (":qapi:type:`Engine` of :ref:`other <somewhere>`", "[`Engine`](#engine) of `somewhere`"),
                ("`the specification <https://example.org/a_b>`__.", "[the specification](https://example.org/a_b)."),
                ("a < b, a `half, and 12:30 @", "a \\< b, a `half, and 12:30 @"),
                ("`` ` ``", "`` ` ``"),
            ],
            inline,
        );
    }

    #[test]
    fn directives_and_literal_blocks() {
        check(
            &[
                (".. note:: Mind\n   the gap.\n\nGo on.", "> **Note:** Mind\n> the gap.\n\nGo on."),
                (".. note:: Mind.\n\n   The gap.", "> **Note:** Mind.\n>\n> The gap."),
                (".. admonition:: Notes\n\n   Two.", "> **Notes:** Two."),
                (".. versionchanged:: 2.0 Faster\n\n   Much.\n\nGo on.", "2.0 Faster\n\nMuch.\n\nGo on."),
                (".. contents::\n   :local:\n\nGo on.", "Go on."),
                ("+---+\n| a |\n+---+\n\nGo on.", "```text\n+---+\n| a |\n+---+\n```\n\nGo on."),
                ("=== ===\na   b\n=== ===\n1   @2\n=== ===\nx", "=== ===\na   b\n=== ===\n1   `2`\n=== ===\nx"),
                ("== ==\na  b\n== ==\n1  @2\n== ==", "```text\n== ==\na  b\n== ==\n1  @2\n== ==\n```"),
                (
                    "Text.\n\n.. qmp-example::\n   :title: Go\n\n   -> { @x:\n        1 }\n\nMore.",
                    "Text.\n\n**Example**: Go\n\n```text\n-> { @x:\n     1 }\n```\n\nMore.",
                ),
                (
                    ".. qmp-example::\n   :annotated:\n\n   Say::\n\n     -> { }\n",
                    "**Example**\n\nSay:\n\n```text\n-> { }\n```",
                ),
                ("::\n\n   raw `x`\n\n   end\nback", "```text\nraw `x`\n\nend\n```\nback"),
                ("The last line ends so::", "The last line ends so::"),
                (".. code-block:: c\n\n   int x;", "```c\nint x;\n```"),
                (".. A comment,\n   all of it.\n\nText", "Text"),
                ("- one\n  more\n\n\n- two", "- one\n  more\n\n- two"),
            ],
            to_markdown,
        );
    }

    #[test]
    fn bodies_lose_their_common_indentation() {
        check(
            &[
                ("the limit;\n    see @x\n\n    More.", "the limit;\nsee `x`\n\nMore."),
                ("    - If so\n    - If not\n      so", "- If so\n- If not\n  so"),
                ("", ""),
            ],
            body_to_markdown,
        );
    }
}
