//! Sorts a schema's definitions into the topics that the headings of its free-form documentation open.

use qga_schema::ir::Definition;
use qga_schema::{Doc, Schema};

use super::manual::is_type;

/// A heading, the text below it, and the definitions that follow.
pub(super) struct Topic<'a> {
    /// The heading; empty for the topic in front of the first one.
    pub(super) title: String,
    /// Its depth on the page, whose own title has depth 1.
    pub(super) level: usize,
    /// The free-form text.
    pub(super) text: String,
    definitions: Vec<&'a Definition>,
}

impl<'a> Topic<'a> {
    fn new(title: String, level: usize) -> Self {
        Self { title, level, text: String::new(), definitions: Vec::new() }
    }

    /// Commands and events, then the types, each in schema order.
    pub(super) fn ordered(&self) -> impl Iterator<Item = &'a Definition> {
        let (types, commands): (Vec<_>, Vec<_>) = self.definitions.iter().copied().partition(|it| is_type(it));
        commands.into_iter().chain(types)
    }
}

/// All topics in schema order; the first one has no title and may be empty.
pub(super) fn topics(schema: &Schema) -> Vec<Topic<'_>> {
    let mut topics = Topics { list: vec![Topic::new(String::new(), 1)], styles: Vec::new() };
    let mut blocks = schema.docs().peekable();
    for definition in schema.definitions() {
        let common = definition.common();
        // Blocks and definitions come in the same order. Up to its own block, or, if it has none, up to its place in
        // the file, the blocks before a definition are free-form text.
        let before = |block: &Doc| match common.doc {
            Some(_) => block.symbol.is_none(),
            None => block.symbol.is_none() && block.span.file == common.span.file && block.span < common.span,
        };
        while let Some(block) = blocks.next_if(|block| before(block)) {
            topics.free_form(block);
        }
        if common.doc.is_some() {
            blocks.next();
        }
        topics.last().definitions.push(definition);
    }
    for block in blocks {
        topics.free_form(block);
    }
    topics.list
}

struct Topics<'a> {
    list: Vec<Topic<'a>>,
    /// The ways headings were adorned so far: the first seen is the highest level.
    styles: Vec<Style>,
}

impl<'a> Topics<'a> {
    fn last(&mut self) -> &mut Topic<'a> {
        self.list.last_mut().expect("starts with one topic and only grows")
    }

    fn free_form(&mut self, block: &Doc) {
        let lines: Vec<&str> = block.sections.iter().flat_map(|section| section.text.lines()).collect();
        let mut rest = lines.as_slice();
        if !self.last().text.is_empty() {
            self.last().text.push('\n');
        }
        while let Some((&line, after)) = rest.split_first() {
            match Heading::parse(rest) {
                Some(heading) => {
                    let level = self.level(heading.style);
                    self.list.push(Topic::new(heading.title.to_owned(), level));
                    rest = &rest[heading.lines..];
                }
                None => {
                    let text = &mut self.last().text;
                    text.push_str(line);
                    text.push('\n');
                    rest = after;
                }
            }
        }
    }

    fn level(&mut self, style: Style) -> usize {
        if let Style::Marks(count) = style {
            return 1 + count;
        }
        let known = self.styles.iter().position(|known| *known == style);
        2 + known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        })
    }
}

/// The marks of a heading.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// A line of this character below it, and whether there is one above as well.
    Adorned(char, bool),
    /// So many `=` in front of it.
    Marks(usize),
}

struct Heading<'a> {
    title: &'a str,
    style: Style,
    lines: usize,
}

impl<'a> Heading<'a> {
    /// A title with a line of punctuation below it, and maybe above; or, in older schemas, `=` or `==` in front of it.
    fn parse(lines: &[&'a str]) -> Option<Self> {
        let first = lines.first()?;
        let marks = first.len() - first.trim_start_matches('=').len();
        if let Some(title) = first[marks..].strip_prefix(' ').filter(|_| marks > 0) {
            return Some(Self { title: title.trim(), style: Style::Marks(marks), lines: 1 });
        }
        let over = adornment(first);
        let title_at = usize::from(over.is_some());
        let (title, under) = (lines.get(title_at)?.trim(), adornment(lines.get(title_at + 1)?)?);
        let fits = lines.get(title_at + 1)?.trim_end().chars().count() >= title.chars().count();
        let matches = over.is_none_or(|over| over == under) && !title.is_empty() && adornment(title).is_none();
        (fits && matches).then_some(Self { title, style: Style::Adorned(under, over.is_some()), lines: title_at + 2 })
    }
}

/// The character of a line that consists of one punctuation character, repeated.
fn adornment(line: &str) -> Option<char> {
    let line = line.trim_end();
    let first = line.chars().next().filter(char::is_ascii_punctuation)?;
    (line.len() >= 2 && line.chars().all(|c| c == first)).then_some(first)
}
