//! Documentation comments: the text between two `##` lines, taken apart into sections.

use crate::source::Span;

pub(crate) mod block;
pub(crate) mod format;
pub(crate) mod legacy;
pub(crate) mod sections;

/// One documentation block.
#[derive(Clone, Debug)]
pub struct Doc {
    /// The whole block, from its opening to its closing `##`.
    pub span: Span,
    /// The documented name, or none for free-form text.
    pub symbol: Option<String>,
    /// The line that names the definition; for free-form text, the whole block.
    pub symbol_span: Span,
    /// The sections in source order; the first one of a definition's block is always the (maybe empty) overview.
    pub sections: Vec<Section>,
}

/// A part of a documentation block.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it describes.
    pub kind: SectionKind,
    /// The member or feature it describes.
    pub name: Option<String>,
    /// The place of the name or the tag; for plain text, of the text.
    pub name_span: Span,
    /// The text, lines joined by line feeds, indentation kept.
    pub text: String,
    /// From the line of the tag, or of the first text, to the last line.
    pub span: Span,
    /// Whether it was added by the checker and is not in the source.
    pub synthetic: bool,
}

/// What a section describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Text of its own.
    Plain,
    /// A member, argument, value or branch.
    Member,
    /// A feature of the definition or of one of its members.
    Feature,
    /// The answer of a command.
    Returns,
    /// The errors of a command.
    Errors,
    /// The version it came with.
    Since,
    /// A note of the authors to themselves.
    Todo,
    /// A remark, in old schemas.
    Note,
    /// An example, in old schemas.
    Example,
}

impl Doc {
    /// The first sentence of the overview, on one line; empty if there is none.
    pub fn summary(&self) -> String {
        let paragraph = self.overview().split("\n\n").next().unwrap_or_default();
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        match sentence_end(&line) {
            Some(end) => line[..end].into(),
            None => line,
        }
    }

    /// The text in front of all other sections; of free-form documentation, all of it.
    pub fn overview(&self) -> &str {
        self.sections.first().filter(|first| first.kind == SectionKind::Plain).map_or("", |first| &first.text)
    }

    /// The description of a member, argument, value or branch.
    pub fn member(&self, name: &str) -> Option<&str> {
        self.named(SectionKind::Member, name)
    }

    /// The description of a feature.
    pub fn feature(&self, name: &str) -> Option<&str> {
        self.named(SectionKind::Feature, name)
    }

    /// What a command answers.
    pub fn returns(&self) -> Option<&str> {
        self.tagged(SectionKind::Returns)
    }

    /// How a command fails.
    pub fn errors(&self) -> Option<&str> {
        self.tagged(SectionKind::Errors)
    }

    /// The version the definition came with.
    pub fn since(&self) -> Option<&str> {
        self.tagged(SectionKind::Since)
    }

    /// The plain text behind the overview, section by section.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().skip(1).filter(|section| section.kind == SectionKind::Plain).map(|it| it.text.as_str())
    }

    /// The examples in the plain text, in order.
    pub fn examples(&self) -> Vec<Example> {
        let plain = self.sections.iter().filter(|section| section.kind == SectionKind::Plain);
        plain.flat_map(|section| examples(&section.text)).collect()
    }

    /// The definitions that the text refers to as `` `Name` ``, in order, each as often as it is mentioned.
    pub fn references(&self) -> Vec<&str> {
        self.sections.iter().flat_map(|section| references(&section.text)).collect()
    }

    fn named(&self, kind: SectionKind, name: &str) -> Option<&str> {
        let mut sections = self.sections.iter().filter(|it| it.kind == kind && !it.synthetic);
        sections.find(|it| it.name.as_deref() == Some(name)).map(|it| it.text.as_str())
    }

    fn tagged(&self, kind: SectionKind) -> Option<&str> {
        self.sections.iter().find(|it| it.kind == kind && !it.synthetic).map(|it| it.text.as_str())
    }
}

/// A conversation that shows how something is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its title.
    pub title: Option<String>,
    /// Whether the text explains the messages, which are then in literal blocks of their own.
    pub annotated: bool,
    /// The text, its common indentation removed.
    pub text: String,
}

fn sentence_end(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    memchr::memchr3_iter(b'.', b'!', b'?', bytes).map(|at| at + 1).find(|&end| {
        let abbreviation = ["e.g.", "i.e.", "vs.", "etc."].iter().any(|it| line[..end].ends_with(it));
        end == bytes.len() || (bytes[end] == b' ' && !abbreviation)
    })
}

fn examples(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !line.starts_with(".. qmp-example::") {
            continue;
        }
        let mut example = Example { title: None, annotated: false, text: String::new() };
        let mut body: Vec<&str> = Vec::new();
        while let Some(next) = lines.next_if(|next| next.is_empty() || next.starts_with(' ')) {
            match next.trim() {
                option if body.is_empty() && option.starts_with(":title:") => {
                    example.title = Some(option[":title:".len()..].trim().into());
                }
                ":annotated:" if body.is_empty() => example.annotated = true,
                _ => body.push(next),
            }
        }
        let indent = body.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len()).min();
        let body: Vec<&str> = body.iter().map(|line| line.get(indent.unwrap_or(0)..).unwrap_or("")).collect();
        example.text = body.join("\n").trim_matches('\n').into();
        examples.push(example);
    }
    examples
}

/// The texts between single backquotes; double ones enclose literal text.
fn references(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('`') {
        let quotes = rest[open..].len() - rest[open..].trim_start_matches('`').len();
        let inner = &rest[open + quotes..];
        let Some(length) = inner.find(&"`".repeat(quotes.min(2))) else { break };
        let name = &inner[..length];
        if quotes == 1 && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            found.push(name);
        }
        rest = inner[length..].trim_start_matches('`');
    }
    found
}
