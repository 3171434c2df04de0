//! Writes the text of generated code, laid out as rustfmt does: a list or chain breaks where its line would be too long.

use std::borrow::Cow;
use std::fmt::{Display, Write};

/// Characters per line, unless the line cannot be broken.
const MAX_LINE_CHARS: usize = 120;

/// Spaces per level of indentation.
const INDENT_CHARS: usize = 4;

/// Writes one line of formatted text, indented.
macro_rules! line {
    ($code:expr, $($text:tt)*) => { $code.line(::std::format_args!($($text)*)) };
}

pub(crate) use line;

/// The text of a module's items.
#[derive(Default)]
pub(crate) struct Code {
    text: String,
    depth: usize,
}

impl Code {
    /// Returns the text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Starts an item: writes a blank line, except before the first.
    pub(crate) fn item(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    pub(crate) fn line(&mut self, line: impl Display) {
        self.indent();
        write!(self.text, "{line}").expect("a string takes everything");
        self.text.push('\n');
    }

    /// Writes fixed text of several lines.
    pub(crate) fn lines(&mut self, text: &str) {
        text.lines().for_each(|line| if line.is_empty() { self.text.push('\n') } else { self.line(line) });
    }

    /// Writes a documentation comment.
    pub(crate) fn doc(&mut self, text: &str) {
        for line in text.lines() {
            self.indent();
            self.text.push_str("///");
            if !line.is_empty() {
                self.text.push(' ');
                line.chars().filter(|it| is_plain(*it)).for_each(|it| match it {
                    '\t' => self.text.push_str("    "),
                    _ => self.text.push(it),
                });
            }
            self.text.push('\n');
        }
    }

    /// Writes `head` and a block in braces.
    pub(crate) fn block(&mut self, head: impl Display, body: impl FnOnce(&mut Self)) {
        line!(self, "{head} {{");
        self.inner(body);
        if self.text.ends_with("{\n") {
            self.text.pop();
            self.text.push_str("}\n");
        } else {
            self.line("}");
        }
    }

    /// Writes lines with one more level of indentation.
    pub(crate) fn inner(&mut self, body: impl FnOnce(&mut Self)) {
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }

    /// Writes an expression or a signature, broken where necessary, followed by `end`.
    pub(crate) fn layout(&mut self, layout: &Layout<'_>, end: &str) {
        self.indent();
        self.put(layout, end);
        self.text.push('\n');
    }

    fn put(&mut self, layout: &Layout<'_>, end: &str) {
        let start = self.text.len();
        layout.flat(&mut self.text);
        self.text.push_str(end);
        let fits = self.depth * INDENT_CHARS + self.text[start..].chars().count() <= MAX_LINE_CHARS;
        if fits || matches!(layout, Layout::Text(_)) {
            return;
        }
        self.text.truncate(start);
        match layout {
            Layout::Text(_) => {}
            Layout::List { head, parts, tail } => {
                self.text.push_str(head);
                self.inner(|code| {
                    for part in parts {
                        code.next_line();
                        code.put(part, if part.is_rest() { "" } else { "," });
                    }
                });
                self.next_line();
                self.text.push_str(tail);
                self.text.push_str(end);
            }
            Layout::Chain { head, calls } => {
                self.put(head, "");
                // After a broken head, calls are indented like its last line.
                let further = usize::from(!self.text[start..].contains('\n'));
                self.depth += further;
                for (at, call) in calls.iter().enumerate() {
                    self.next_line();
                    self.put(call, if at + 1 == calls.len() { end } else { "" });
                }
                self.depth -= further;
            }
        }
    }

    fn next_line(&mut self) {
        self.text.push('\n');
        self.indent();
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.depth * INDENT_CHARS));
    }
}

/// Text that may be broken into lines.
pub(crate) enum Layout<'t> {
    /// Text that is not broken.
    Text(Cow<'t, str>),
    /// Parts with commas between them; a `head` that ends with a brace has spaces inside.
    List { head: Cow<'t, str>, parts: Vec<Layout<'t>>, tail: &'t str },
    /// Method calls on `head`, each with its dot.
    Chain { head: Box<Layout<'t>>, calls: Vec<Layout<'t>> },
}

impl<'t> Layout<'t> {
    pub(crate) fn text(text: impl Into<Cow<'t, str>>) -> Self {
        Layout::Text(text.into())
    }

    pub(crate) fn list(head: impl Into<Cow<'t, str>>, parts: Vec<Layout<'t>>, tail: &'t str) -> Self {
        Layout::List { head: head.into(), parts, tail }
    }

    fn flat(&self, out: &mut String) {
        match self {
            Layout::Text(text) => out.push_str(text),
            Layout::List { head, parts, tail } => {
                let space = if head.ends_with('{') && !parts.is_empty() { " " } else { "" };
                out.push_str(head);
                for (at, part) in parts.iter().enumerate() {
                    out.push_str(if at == 0 { space } else { ", " });
                    part.flat(out);
                }
                out.push_str(space);
                out.push_str(tail);
            }
            Layout::Chain { head, calls } => {
                head.flat(out);
                calls.iter().for_each(|call| call.flat(out));
            }
        }
    }

    /// Whether it is the `..rest` of a struct literal, which no comma follows.
    fn is_rest(&self) -> bool {
        matches!(self, Layout::Text(text) if text.starts_with(".."))
    }
}

/// The text as a string literal.
pub(crate) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '\'' => literal.push(c),
            _ => literal.extend(c.escape_debug()),
        }
    }
    literal.push('"');
    literal
}

/// Whether the compiler accepts a character in a comment: no lone carriage return, no bidirectional control character.
fn is_plain(c: char) -> bool {
    c == '\t' || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_breaks_when_its_line_would_be_too_long() {
        let list = |count| Layout::list("f(", (0..count).map(|_| Layout::text("123456789")).collect(), ")");
        let laid_out = |layout: &Layout<'_>| {
            let mut code = Code::default();
            code.inner(|code| code.layout(layout, ";"));
            code.finish()
        };
        assert_eq!(laid_out(&list(2)), "    f(123456789, 123456789);\n");
        assert_eq!(laid_out(&list(10)).lines().count(), 1);
        assert_eq!(laid_out(&list(11)).lines().count(), 13);
        let nested = Layout::list("g {", vec![list(2), list(11), Layout::text("..h()")], "}");
        let text = laid_out(&nested);
        assert!(text.starts_with("    g {\n        f(123456789, 123456789),\n        f(\n            123456789,\n"));
        assert!(text.ends_with("            123456789,\n        ),\n        ..h()\n    };\n"), "{text}");
    }

    #[test]
    fn comments_and_literals_hold_nothing_the_compiler_refuses() {
        let mut code = Code::default();
        code.doc("a\u{202e}b\rc\n\n\td é");
        assert_eq!(code.finish(), "/// abc\n///\n///     d é\n");
        assert_eq!(literal("a\"b\\c\n'é'\u{202e}"), "\"a\\\"b\\\\c\\n'é'\\u{202e}\"");
    }
}
