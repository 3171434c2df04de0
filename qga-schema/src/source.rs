//! Source files, and places in them.

use std::sync::{Arc, OnceLock};

/// A range of bytes in one source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Which file: an index into the list of sources.
    pub file: usize,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range of bytes `start..end` of a file.
    pub fn new(file: usize, start: usize, end: usize) -> Self {
        Self { file, start, end }
    }

    /// From the start of this span to the end of `other`, which is in the same file.
    pub(crate) fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }
}

/// A place as editors show it: counted from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, as it was named by the caller or found through includes.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, one for each character.
    pub column: usize,
}

/// The text of one file.
#[derive(Clone, Debug)]
pub struct Source {
    path: String,
    text: Arc<str>,
    included_from: Option<Span>,
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    pub(crate) fn new(path: String, text: Arc<str>, included_from: Option<Span>) -> Self {
        Self { path, text, included_from, lines: OnceLock::new() }
    }

    /// The file's name, as given by the caller or found through includes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The directive that brought the file in; none for the root.
    pub fn included_from(&self) -> Option<Span> {
        self.included_from
    }

    pub(crate) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The index of the line, from 0, that holds a byte offset.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, counted from 0, without its line end.
    pub(crate) fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(line).copied().unwrap_or(self.text.len());
        let end = starts.get(line + 1).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + text.len()
    }

    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
            // A CR in front of a LF belongs to that line's end.
            let ends = ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
            std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
        })
    }
}

/// All files of a schema; a span's `file` is an index into them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// The files, the root first, in the order they were first read.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// One file.
    pub fn get(&self, file: usize) -> Option<&Source> {
        self.files.get(file)
    }

    /// Where a span starts.
    pub fn location(&self, span: Span) -> Location {
        self.locate(span.file, span.start)
    }

    /// Where a span ends: the place behind its last character.
    pub fn end_location(&self, span: Span) -> Location {
        self.locate(span.file, span.end)
    }

    /// The text of a span; empty if it lies outside of the file.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|source| source.text.get(span.start..span.end)).unwrap_or_default()
    }

    /// The include directives that lead to a file, the outermost first.
    pub fn include_chain(&self, file: usize) -> Vec<Span> {
        let mut chain = Vec::new();
        let mut at = self.get(file).and_then(|source| source.included_from);
        while let Some(span) = at {
            chain.push(span);
            at = self.get(span.file).and_then(|source| source.included_from);
        }
        chain.reverse();
        chain
    }

    pub(crate) fn push(&mut self, source: Source) -> usize {
        self.files.push(source);
        self.files.len() - 1
    }

    fn locate(&self, file: usize, offset: usize) -> Location {
        let Some(source) = self.get(file) else {
            return Location { path: String::new(), line: 1, column: 1 };
        };
        let line = source.line_index(offset);
        let start = source.line_range(line).start;
        let before = source.text.get(start..offset).unwrap_or_default();
        Location { path: source.path.clone(), line: line + 1, column: before.chars().count() + 1 }
    }
}
