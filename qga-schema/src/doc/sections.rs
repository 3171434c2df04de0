//! Takes the lines of a documentation block apart into sections.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, shown};
use crate::doc::block::{Findings, Line};
use crate::doc::{Doc, Section, SectionKind};
use crate::lexer::is_blank;
use crate::source::Span;

/// Splits a block into sections; faults go into `findings`.
pub(crate) fn parse(lines: &[Line<'_>], span: Span, close: Span, findings: &mut Findings) -> Doc {
    match lines.first() {
        Some(first) if first.text.starts_with('@') => {
            let symbol = symbol(first, findings);
            let mut parser = Sections { lines, at: 1, close, findings, sections: Vec::new(), seen: Seen::default() };
            parser.parse();
            let sections = parser.sections;
            Doc { span, symbol: Some(symbol), symbol_span: first.span, sections }
        }
        _ => free_form(lines, span, findings),
    }
}

fn symbol(line: &Line<'_>, findings: &mut Findings) -> String {
    let name = line.text.strip_prefix('@').unwrap_or(line.text);
    let Some(name) = name.strip_suffix(':') else {
        let message = "the line that names the definition must end with `:`";
        let help = match name.contains(':') {
            true => "text starts on the next line".to_owned(),
            false => format!("write `# @{}:`", shown(name.split_whitespace().next().unwrap_or("NAME"))),
        };
        findings.push((0, Diagnostic::at("DOC9", line.span, message).help(help)));
        return name.into();
    };
    if name.is_empty() {
        findings.push((0, Diagnostic::at("DOC10", line.span, "the name of the definition is missing behind `@`")));
    }
    name.into()
}

fn free_form(lines: &[Line<'_>], span: Span, findings: &mut Findings) -> Doc {
    for (at, line) in lines.iter().enumerate() {
        if let Some((name, _)) = line.description() {
            let message = format!("'@{name}:' does not belong into free-form documentation");
            let help = "documentation of a definition starts with a line `@NAME:` right behind the opening `##`";
            let diagnostic = Diagnostic::at("DOC11", line.part(0, name.len() + 2), message).help(help);
            if findings.len() < MAX_FINDINGS {
                findings.push((at, diagnostic));
            }
        }
    }
    let section = Section { kind: SectionKind::Plain, ..section(lines, span) };
    Doc { span, symbol: None, symbol_span: span, sections: vec![section] }
}

/// A plain section of some lines.
fn section(lines: &[Line<'_>], fallback: Span) -> Section {
    let (text, span) = joined(None, lines);
    Section {
        kind: SectionKind::Plain,
        name: None,
        name_span: span.unwrap_or(fallback),
        text,
        span: span.unwrap_or(fallback),
        synthetic: false,
    }
}

/// The text of some lines without the blank ones at either end, and its place. `first` is the text in front
/// of them on the line of a tag.
fn joined(first: Option<Line<'_>>, lines: &[Line<'_>]) -> (String, Option<Span>) {
    let end = lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    let (head, lines) = match first.filter(|first| !first.is_blank()) {
        Some(first) => (first, &lines[..end]),
        None => {
            let start = lines.iter().position(|line| !line.is_blank()).unwrap_or(end);
            match lines[start..end].split_first() {
                Some((head, lines)) => (*head, lines),
                None => return (String::new(), None),
            }
        }
    };
    let mut text = String::with_capacity(head.text.len() + lines.iter().map(|line| line.text.len() + 1).sum::<usize>());
    text.push_str(head.text);
    for line in lines {
        text.push('\n');
        text.push_str(line.text);
    }
    (text, Some(lines.last().map_or(head.span, |last| head.span.to(last.span))))
}

/// How many findings of one block are kept, those about the layout of lines included.
const MAX_FINDINGS: usize = 2000;

/// What was seen of a block so far.
#[derive(Default)]
struct Seen<'a> {
    members: Described<'a>,
    features: Described<'a>,
    /// Descriptions of members are over, or must not start any more.
    no_members: bool,
    features_line: Option<Span>,
    tags: Vec<(SectionKind, Span)>,
}

/// What was described so far, and where.
#[derive(Default)]
struct Described<'a> {
    list: Vec<(&'a str, Span)>,
    /// Made when the list gets long.
    index: HashMap<&'a str, Span>,
}

impl<'a> Described<'a> {
    /// Adds a name; returns its first place if it is a repetition.
    fn insert(&mut self, name: &'a str, span: Span) -> Option<Span> {
        /// Up to how many names a search is cheaper than an index.
        const FEW: usize = 12;
        let first = match self.list.len() {
            0..FEW => self.list.iter().find(|(other, _)| *other == name).map(|(_, first)| *first),
            _ => {
                if self.index.is_empty() {
                    self.index.extend(self.list.iter().copied());
                }
                self.index.get(name).copied()
            }
        };
        if first.is_none() {
            self.list.push((name, span));
            if !self.index.is_empty() {
                self.index.insert(name, span);
            }
        }
        first
    }
}

struct Sections<'a, 'f> {
    lines: &'a [Line<'a>],
    at: usize,
    close: Span,
    findings: &'f mut Findings,
    sections: Vec<Section>,
    seen: Seen<'a>,
}

/// What a line starts.
enum Start<'a> {
    Features,
    Description { name: &'a str, rest: &'a str },
    Tag { kind: SectionKind, tag: &'a str, rest: &'a str },
    OldTag(&'a str),
    Text,
}

impl<'a> Sections<'a, '_> {
    fn parse(&mut self) {
        let mut members = false;
        self.overview();
        while let Some(line) = self.next_text() {
            let start = start(&line);
            let description = matches!(start, Start::Description { .. });
            self.seen.no_members |= members && !description;
            members = false;
            match start {
                Start::Features => self.features(line),
                Start::Description { name, rest } => {
                    if self.seen.no_members {
                        let message = format!("the description of '{name}' comes too late");
                        let help = "descriptions stand together, in front of `Features:`, `Returns:` and the like";
                        self.report(Diagnostic::at("DOC15", line.part(1, 1 + name.len()), message).help(help));
                    }
                    members = !self.seen.no_members;
                    self.description(SectionKind::Member, line, name, rest);
                }
                Start::Tag { kind, tag, rest } => self.tagged(kind, tag, line, rest),
                Start::OldTag(tag) => self.old_tag(tag, line),
                Start::Text => self.plain(),
            }
        }
    }

    /// The first section is always the overview, even if there is no text.
    fn overview(&mut self) {
        match self.next_text() {
            Some(line) if matches!(start(&line), Start::Text) => self.plain(),
            _ => {
                let at = self.lines[0].span;
                self.sections.push(section(&[], Span { start: at.end, ..at }));
            }
        }
    }

    /// Skips blank lines.
    fn next_text(&mut self) -> Option<Line<'a>> {
        while self.lines.get(self.at).is_some_and(Line::is_blank) {
            self.at += 1;
        }
        self.lines.get(self.at).copied()
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push((self.at, diagnostic));
        }
    }

    /// Reads one paragraph and joins it to a plain section in front.
    fn plain(&mut self) {
        let rest = &self.lines[self.at..];
        let length = rest.iter().position(Line::is_blank).unwrap_or(rest.len());
        self.at += length;
        let paragraph = section(&rest[..length], self.close);
        match self.sections.last_mut() {
            Some(last) if last.kind == SectionKind::Plain && !last.text.is_empty() => {
                last.text.push_str("\n\n");
                last.text.push_str(&paragraph.text);
                last.span = last.span.to(paragraph.span);
            }
            Some(last) if last.kind == SectionKind::Plain => *last = paragraph,
            _ => self.sections.push(paragraph),
        }
    }

    fn features(&mut self, line: Line<'a>) {
        self.seen.no_members = true;
        if let Some(first) = self.seen.features_line {
            let diagnostic = Diagnostic::at("DOC23", line.span, "second `Features:` line");
            self.report(diagnostic.label(first, "first here").help("put all features under the first one"));
        } else {
            self.seen.features_line = Some(line.span);
        }
        self.at += 1;
        let mut some = false;
        while let Some(next) = self.next_text() {
            let Start::Description { name, rest } = start(&next) else { break };
            some = true;
            self.description(SectionKind::Feature, next, name, rest);
        }
        if !some {
            let next = self.next_text().map_or(self.close, |next| next.span);
            let message = "expected the description of a feature behind `Features:`";
            let diagnostic = Diagnostic::at("DOC24", next, message).label(line.span, "`Features:` stands here");
            self.report(diagnostic.help("describe a feature as `@NAME: text`"));
        }
    }

    fn description(&mut self, kind: SectionKind, line: Line<'a>, name: &'a str, rest: &'a str) {
        let name_span = line.part(1, 1 + name.len());
        if name.is_empty() {
            self.report(Diagnostic::at("DOC26", line.span, "the name is missing behind `@`"));
        } else {
            let seen = if kind == SectionKind::Member { &mut self.seen.members } else { &mut self.seen.features };
            if let Some(first) = seen.insert(name, name_span) {
                let diagnostic = Diagnostic::at("DOC25", name_span, format!("'{name}' is described twice"));
                self.report(diagnostic.label(first, "first here"));
            }
        }
        let (text, span) = self.body(line, rest);
        if text.is_empty() && !name.is_empty() {
            let message = format!("the description of '{name}' has no text");
            self.report(Diagnostic::at("DOC28", name_span, message).help("text on further lines must be indented"));
        }
        let name = Some(name.into());
        self.sections.push(Section { kind, name, name_span, text, span, synthetic: false });
    }

    fn tagged(&mut self, kind: SectionKind, tag: &str, line: Line<'a>, rest: &'a str) {
        self.seen.no_members = true;
        let name_span = line.part(0, tag.len());
        if kind != SectionKind::Todo {
            if let Some((_, first)) = self.seen.tags.iter().find(|(seen, _)| *seen == kind) {
                let diagnostic = Diagnostic::at("DOC27", name_span, format!("second `{tag}` section"));
                let diagnostic = diagnostic.label(*first, "first here");
                self.report(diagnostic);
            }
            self.seen.tags.push((kind, name_span));
        }
        let (text, span) = self.body(line, rest);
        if text.is_empty() {
            let message = format!("the `{tag}` section has no text");
            self.report(Diagnostic::at("DOC28", name_span, message).help("text on further lines must be indented"));
        }
        self.sections.push(Section { kind, name: None, name_span, text, span, synthetic: false });
    }

    fn old_tag(&mut self, tag: &str, line: Line<'a>) {
        self.seen.no_members = true;
        let help = if tag.starts_with("Note") {
            "use the directive `.. note::`"
        } else {
            "use the directive `.. qmp-example::`"
        };
        let message = format!("`{tag}:` is no section any more");
        self.report(Diagnostic::at("DOC29", line.part(0, tag.len() + 1), message).help(help));
        self.body(line, "");
    }

    /// Reads the text of a description or tagged section: the rest of its line, then indented lines.
    fn body(&mut self, line: Line<'a>, rest: &'a str) -> (String, Span) {
        let start = self.at;
        let rest = rest.trim_start_matches(is_blank);
        self.at += 1;
        let mut base: Option<(usize, usize)> = None;
        while let Some(next) = self.lines.get(self.at) {
            if !next.is_blank() {
                let indent = next.indent();
                match base {
                    _ if next.description().is_some() => break,
                    None if indent == 0 => break,
                    None => base = Some((indent, self.at)),
                    Some((base, _)) if indent >= base => {}
                    Some((_, set_at)) => {
                        self.de_indented(*next, set_at);
                        break;
                    }
                }
            }
            self.at += 1;
        }
        let first = line.part(line.text.len() - rest.len(), line.text.len());
        let (text, span) = joined(Some(Line { text: rest, span: first }), &self.lines[start + 1..self.at]);
        (text, line.span.to(span.unwrap_or(line.span)))
    }

    /// A body ends where a line is indented less than its first one.
    fn de_indented(&mut self, line: Line<'a>, base_set_at: usize) {
        let place = line.indentation();
        if base_set_at + 1 == self.at {
            let message = "the line is indented less than the one before";
            let help = "indent both alike, or end the section with a blank line";
            self.report(Diagnostic::at("DOC14", place, message).help(help));
        } else if !self.lines[self.at - 1].is_blank() {
            let message = "the section ends here because the line is indented less";
            let help = "put a blank line in front if that is meant";
            self.report(Diagnostic::at("WARN1", place, message).help(help).warning());
        }
    }
}

/// What a line starts, at a place where a section may start.
fn start<'a>(line: &Line<'a>) -> Start<'a> {
    if line.text == "Features:" {
        return Start::Features;
    }
    if let Some((name, rest)) = line.description() {
        return Start::Description { name, rest };
    }
    let Some((tag, rest)) = line.text.split_once(':').filter(|(_, rest)| !rest.starts_with(':')) else {
        return Start::Text;
    };
    let kind = match tag {
        "Returns" => SectionKind::Returns,
        "Errors" => SectionKind::Errors,
        "Since" => SectionKind::Since,
        "TODO" => SectionKind::Todo,
        "Note" | "Notes" | "Example" | "Examples" => return Start::OldTag(tag),
        _ => return Start::Text,
    };
    Start::Tag { kind, tag, rest }
}
