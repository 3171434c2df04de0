//! Reads documentation of any release; text without a meaning of its own stays text.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::doc::block::{Line, Next, Reader};
use crate::doc::{Doc, Section, SectionKind};
use crate::lexer::line_end;
use crate::source::Span;

/// Reads the block that opens at `open`; returns the position after it. There are no errors, only warnings.
pub(crate) fn read(text: &str, open: Span, diagnostics: &mut Diagnostics) -> (Doc, usize) {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let behind = &text[open.start + 2..open.end];
    let junk = behind.trim();
    if !junk.is_empty() {
        let start = open.start + 2 + (behind.len() - behind.trim_start().len());
        let span = Span { start, end: start + junk.len(), ..open };
        warn(diagnostics, "DOC5", span, "text behind the opening `##`");
        if !junk.bytes().all(|byte| byte == b'#') {
            lines.push(Line { text: junk, span });
        }
    }
    let mut reader = Reader { text, pos: open.end, file: open.file };
    let end = loop {
        match reader.next() {
            Next::Line { line, fault } => {
                if let Some(fault) = fault {
                    diagnostics.push(fault.warning());
                }
                lines.push(line);
            }
            Next::Close { span, junk } => {
                if let Some(junk) = junk {
                    warn(diagnostics, "DOC6", junk, "text behind the closing `##`");
                }
                break span.end;
            }
            Next::Other(at) if !matches!(text.as_bytes().get(at), None | Some(b'{')) => {
                // No expression starts here: a line without `#`, as in some of the oldest schemas.
                let line_end = line_end(text, at);
                let behind = text[at..line_end].trim_end();
                let line = Line { text: behind, span: Span { start: at, end: at + behind.len(), ..open } };
                warn(diagnostics, "DOC7", line.span, "a line of the documentation block lacks its `#`");
                lines.push(line);
                reader.pos = line_end;
            }
            Next::Other(_) => {
                warn(diagnostics, "DOC7", open, "the documentation block is not closed");
                reader.pos = lines.last().map_or(open.end, |line| line.span.end);
                break reader.pos;
            }
        }
    };
    let span = Span { end, ..open };
    let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(lines.len());
    let symbol = lines.get(first).and_then(|line| symbol(line).map(|found| (*line, found)));
    let doc = match symbol {
        Some((line, (name, rest))) => {
            let rest = line.part(line.text.len() - rest.len(), line.text.len());
            let overview = Line { text: text.get(rest.start..rest.end).unwrap_or_default(), span: rest };
            let mut sections =
                Sections { sections: vec![empty(SectionKind::Plain, rest)], blank: false, features: false };
            sections.text(&overview);
            lines[first + 1..].iter().for_each(|line| sections.line(line));
            let name_span = line.part(1, 1 + name.len());
            Doc { span, symbol: Some(name.into()), symbol_span: name_span, sections: sections.finish() }
        }
        None => {
            let mut section = empty(SectionKind::Plain, lines.first().map_or(span, |line| line.span));
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    section.text.push('\n');
                }
                section.text.push_str(&heading(line.text));
                section.span = section.span.to(line.span);
            }
            section.text = trimmed(&section.text);
            Doc { span, symbol: None, symbol_span: span, sections: vec![section] }
        }
    };
    (doc, end)
}

fn warn(diagnostics: &mut Diagnostics, code: &'static str, span: Span, message: &str) {
    diagnostics.push(Diagnostic::at(code, span, message).warning());
}

/// The name in a line `@name:`, with or without the colon, and what follows.
fn symbol<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let rest = line.text.strip_prefix('@')?;
    let length = rest.find(|c: char| c == ':' || c.is_whitespace()).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    let rest = rest.trim_start();
    (!name.is_empty()).then(|| (name, rest.strip_prefix(':').unwrap_or(rest).trim_start()))
}

/// `= Title` was a heading until 10.0, `== Title` one below.
fn heading(text: &str) -> String {
    let (title, mark) = match (text.strip_prefix("= "), text.strip_prefix("== ")) {
        (Some(title), _) => (title, "*"),
        (_, Some(title)) => (title, "="),
        _ => return text.into(),
    };
    format!("{title}\n{}", mark.repeat(title.chars().count()))
}

struct Sections {
    sections: Vec<Section>,
    /// Whether the line in front is blank.
    blank: bool,
    /// Whether descriptions are those of features.
    features: bool,
}

impl Sections {
    fn line(&mut self, line: &Line<'_>) {
        if line.is_blank() {
            self.blank = true;
            if let Some(last) = self.sections.last_mut() {
                last.text.push('\n');
            }
            return;
        }
        if line.text == "Features:" && self.blank {
            self.features = true;
        } else if let Some((name, rest)) = description(line) {
            let kind = if self.features { SectionKind::Feature } else { SectionKind::Member };
            let section = Section { name: Some(name.into()), ..empty(kind, line.part(1, 1 + name.len())) };
            self.sections.push(section);
            self.rest(line, rest);
        } else if let Some((kind, tag, rest)) = tag(line) {
            self.features = false;
            self.sections.push(empty(kind, line.part(0, tag)));
            self.rest(line, rest);
        } else {
            let open_end = [SectionKind::Plain, SectionKind::Note, SectionKind::Example];
            let last = self.sections.last().map_or(SectionKind::Plain, |last| last.kind);
            // Notes and examples continue until another section starts; others end with their indentation.
            if self.blank && line.indent() == 0 && !open_end.contains(&last) {
                self.features = false;
                self.sections.push(empty(SectionKind::Plain, line.span));
            }
            self.text(line);
        }
        self.blank = false;
    }

    /// The text behind a tag, on the same line.
    fn rest(&mut self, line: &Line<'_>, rest: &str) {
        let rest = rest.trim_start();
        let span = line.part(line.text.len() - rest.len(), line.text.len());
        self.text(&Line { text: rest, span });
    }

    fn text(&mut self, line: &Line<'_>) {
        let Some(last) = self.sections.last_mut() else { return };
        last.text.push_str(line.text);
        last.text.push('\n');
        last.span = last.span.to(line.span);
    }

    fn finish(self) -> Vec<Section> {
        let mut sections = self.sections;
        for section in &mut sections {
            let mut text = trimmed(&section.text);
            if section.kind != SectionKind::Plain {
                text = aligned(&text);
            }
            // The schema shows what is optional; until 2.8 documentation repeated it.
            let text = match text.strip_prefix("#optional") {
                Some(rest) => rest.trim_start().to_owned(),
                None => text,
            };
            section.text = text;
        }
        sections
    }
}

fn empty(kind: SectionKind, name_span: Span) -> Section {
    Section { kind, name: None, name_span, text: String::new(), span: name_span, synthetic: false }
}

/// The name in `@name:` or `@name :`, without blanks in it.
fn description<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let (name, rest) = line.description()?;
    let name = name.trim_end();
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some((name, rest))
}

/// The tag a line starts with: what it means, how long it is, what follows.
fn tag<'a>(line: &Line<'a>) -> Option<(SectionKind, usize, &'a str)> {
    let (tag, rest) = line.text.split_once(':').filter(|(_, rest)| !rest.starts_with(':'))?;
    let kind = match tag {
        "Returns" => SectionKind::Returns,
        "Errors" => SectionKind::Errors,
        "Since" => SectionKind::Since,
        "TODO" => SectionKind::Todo,
        "Note" | "Notes" => SectionKind::Note,
        "Example" | "Examples" => SectionKind::Example,
        _ => return None,
    };
    Some((kind, tag.len(), rest))
}

/// Without blank lines at either end.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines[first..last].join("\n")
}

/// Lines below the first one were aligned with the text behind the tag: without that indentation.
fn aligned(text: &str) -> String {
    let Some((first, more)) = text.split_once('\n') else { return text.into() };
    let indents = more.lines().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = indents.min().unwrap_or(0);
    let more: Vec<&str> = more.lines().map(|line| line.get(indent..).unwrap_or("")).collect();
    format!("{first}\n{}", more.join("\n"))
}
