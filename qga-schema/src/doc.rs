//! Documentation comments: the text between two `##` lines, taken apart into sections.

use crate::source::Span;

/// One documentation block.
#[derive(Clone, Debug)]
pub struct Doc {
    /// The whole block, from its opening to its closing `##`.
    pub span: Span,
    /// The documented name, or none for free-form text.
    pub symbol: Option<String>,
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
    /// The text, lines joined by line feeds, indentation kept.
    pub text: String,
    /// From the line of the tag, or of the first text, to the last line.
    pub span: Span,
    /// Whether it was added by the checker and does not stand in the source.
    pub synthetic: bool,
}

/// What a section describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}
