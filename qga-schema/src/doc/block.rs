//! Reads the lines of a documentation block, from its opening to its closing `##`.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, shown};
use crate::dialect::Dialect;
use crate::doc::format::FormatRules;
use crate::doc::{Doc, sections};
use crate::lexer::{Kind, Lexer, is_blank, line_end};
use crate::lint::Lints;
use crate::source::Span;

/// A line of a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// The text behind `# `, without blanks at its end.
    pub(crate) text: &'a str,
    /// The place of the text.
    pub(crate) span: Span,
}

impl<'a> Line<'a> {
    /// How far the text is indented, in characters.
    pub(crate) fn indent(&self) -> usize {
        self.text.chars().take_while(|c| is_blank(*c)).count()
    }

    /// The place of the indentation; of the first character if there is none.
    pub(crate) fn indentation(&self) -> Span {
        let length = self.text.len() - self.text.trim_start_matches(is_blank).len();
        let first = self.text.chars().next().map_or(0, char::len_utf8);
        self.part(0, if length == 0 { first } else { length })
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// A part of the line.
    pub(crate) fn part(&self, start: usize, end: usize) -> Span {
        Span { start: self.span.start + start, end: self.span.start + end, ..self.span }
    }

    /// The name in `@name:`, and what follows behind the colon.
    pub(crate) fn description(&self) -> Option<(&'a str, &'a str)> {
        self.text.strip_prefix('@')?.split_once(':')
    }
}

/// A finding in a block, with the line that had been read by then.
pub(crate) type Findings = Vec<(usize, Diagnostic)>;

/// How many findings of one block are kept before they are put in order.
const MAX_FINDINGS: usize = 1000;

/// Reads the block that opens at `open`; returns the position after it.
pub(crate) fn read(text: &Arc<str>, open: Span, diagnostics: &mut Diagnostics) -> (Option<Doc>, usize) {
    let mut findings = Findings::new();
    if open.end - open.start > 2 {
        let junk = Span { start: open.start + 2, ..open };
        findings.push((0, junk_error("DOC5", "opening", junk)));
    }
    let mut rules = FormatRules::default();
    // Most blocks are shorter than this; growing step by step would cost more than reading them.
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(32);
    let mut reader = Reader { text, pos: open.end, file: open.file };
    let close = loop {
        match reader.next() {
            Next::Line { line, fault } => {
                let at = lines.len();
                if findings.len() < MAX_FINDINGS {
                    findings.extend(fault.map(|fault| (at, fault)));
                }
                rules.check(&line, |diagnostic| {
                    if findings.len() < MAX_FINDINGS {
                        findings.push((at, diagnostic));
                    }
                });
                lines.push(line);
            }
            Next::Close { span, junk } => {
                findings.extend(junk.map(|junk| (lines.len(), junk_error("DOC6", "closing", junk))));
                break Some(span);
            }
            Next::Other(at) => {
                let span = not_closed(text, open, at, lines.len(), &mut findings);
                reader.pos = span.start;
                break None;
            }
        }
    };
    let end = close.map_or(open.end, |close| close.end);
    let mut in_sections = Findings::new();
    let doc = sections::parse(&lines, Span { end, ..open }, close.unwrap_or(open), &mut in_sections);
    // A block that is not closed has no end where something could be missing.
    in_sections.retain(|(line, _)| close.is_some() || *line < lines.len());
    findings.append(&mut in_sections);
    findings.sort_by_key(|(line, _)| *line);
    for (_, finding) in findings {
        diagnostics.push(finding);
    }
    (close.map(|_| doc), reader.pos.max(end))
}

fn junk_error(code: &'static str, which: &str, junk: Span) -> Diagnostic {
    Diagnostic::at(code, junk, format!("nothing may follow the {which} `##` of a documentation block"))
        .help("an ordinary comment starts with one `#`; text of a block starts on its own line, behind `# `")
}

/// Reports the text where a block should have ended.
fn not_closed(text: &Arc<str>, open: Span, at: usize, line: usize, findings: &mut Findings) -> Span {
    let mut lexer = Lexer::new(Arc::clone(text), open.file, Dialect::default());
    lexer.pos = at;
    let mut lexical = Diagnostics::new(1, Lints::default(), Dialect::default());
    let token = lexer.next(&mut lexical);
    if lexical.failed() {
        findings.extend(lexical.errors.into_iter().map(|error| (line, error)));
    } else {
        let message = match token.kind {
            Kind::End => "the documentation block is not closed".into(),
            ref kind => format!("the documentation block is not closed: found {}", kind.describe()),
        };
        let diagnostic = Diagnostic::at("DOC7", token.span, message).label(open, "the block opens here");
        findings.push((line, diagnostic.help("close it with a line `##`")));
    }
    token.span
}

/// The next line of a block.
pub(crate) enum Next<'a> {
    Line {
        line: Line<'a>,
        fault: Option<Diagnostic>,
    },
    Close {
        span: Span,
        junk: Option<Span>,
    },
    /// Something that is no comment, or the end of the file.
    Other(usize),
}

/// Takes a block apart into lines.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) pos: usize,
    pub(crate) file: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn next(&mut self) -> Next<'a> {
        let rest = &self.text[self.pos..];
        let start = self.pos + rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        if !self.text[start..].starts_with('#') {
            self.pos = start;
            return Next::Other(start);
        }
        let end = line_end(self.text, start);
        self.pos = end;
        let comment = &self.text[start..end];
        if comment.starts_with("##") {
            let span = Span::new(self.file, start, end);
            let junk = (comment.len() > 2).then_some(Span { start: start + 2, ..span });
            return Next::Close { span, junk };
        }
        let (skip, fault) = match comment[1..].chars().next() {
            None => (1, None),
            Some(' ') => (2, None),
            Some(c) => {
                let span = Span::new(self.file, start + 1, start + 1 + c.len_utf8());
                let fault = Diagnostic::at(
                    "DOC8",
                    span,
                    format!("expected a space behind `#`, found `{}`", shown(&c.to_string())),
                );
                (1, Some(fault.help("lines of a documentation block are `#` alone, or `# ` and text")))
            }
        };
        let text = comment[skip..].trim_end_matches(is_blank);
        let span = Span::new(self.file, start + skip, start + skip + text.len());
        Next::Line { line: Line { text, span }, fault }
    }
}
