//! Shows a diagnostic with excerpts of all places involved, by means of `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::footers;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Location, Source, Sources, Span};

/// Lines this close to each other are shown in one excerpt.
const NEAR: usize = 4;

/// Longer lines are cut around the marked place.
const LONGEST_LINE: usize = 500;

/// How much of a cut line is shown on either side of the marked place.
const CONTEXT: usize = 60;

/// Shows the message, excerpts, include chain and help.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let excerpts = excerpts(diagnostic, sources);
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    for excerpt in &excerpts {
        if let Some(place) = &excerpt.cut {
            let origin = Origin::path(&place.path).line(place.line).char_column(place.column);
            group = group.element(origin);
        }
        group = group.element(excerpt.snippet());
    }
    let footers = footers(diagnostic, sources);
    for (kind, text) in &footers {
        let level = if *kind == "help" { Level::HELP } else { Level::NOTE };
        group = group.element(level.message(text));
    }
    renderer.render(&[group])
}

/// Some lines of a file, with the places to mark in them.
struct Excerpt<'a> {
    path: &'a str,
    /// The marked place, if lines are cut so that they do not show its column.
    cut: Option<Location>,
    first_line: usize,
    text: String,
    marks: Vec<Mark<'a>>,
}

/// A marked place.
struct Mark<'a> {
    /// Its bytes, in the text of the excerpt.
    range: Range<usize>,
    text: Option<&'a str>,
}

impl Excerpt<'_> {
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let marks = self.marks.iter().map(|mark| match mark.text {
            Some(text) => AnnotationKind::Context.span(mark.range.clone()).label(text),
            None => AnnotationKind::Primary.span(mark.range.clone()),
        });
        let path = self.cut.is_none().then_some(self.path);
        Snippet::source(&self.text).path(path).line_start(self.first_line + 1).fold(true).annotations(marks)
    }
}

/// A place with its line.
#[derive(Clone, Copy)]
struct Place<'a> {
    span: Span,
    line: usize,
    text: Option<&'a str>,
}

/// Groups the places involved into excerpts, the one with the primary place first.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let place = |span: Span, text: Option<&'a str>| {
        let line = sources.get(span.file)?.line_index(span.start);
        Some(Place { span, line, text })
    };
    let primary = diagnostic.span.and_then(|span| place(span, None));
    let labels = diagnostic.labels.iter().filter_map(|label| place(label.span, Some(&label.text)));
    let mut groups: Vec<Vec<Place<'a>>> = Vec::new();
    for place in primary.into_iter().chain(labels) {
        let Some(source) = sources.get(place.span.file) else { continue };
        let near = |other: &Place<'_>| {
            let first = other.line.min(place.line);
            let last = other.line.max(place.line);
            other.span.file == place.span.file
                && last - first <= NEAR
                && (first..=last).all(|line| source.line_range(line).len() <= LONGEST_LINE)
        };
        match groups.iter_mut().find(|group| group.iter().any(near)) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups.into_iter().filter_map(|group| excerpt(&group, sources)).collect()
}

fn excerpt<'a>(places: &[Place<'a>], sources: &'a Sources) -> Option<Excerpt<'a>> {
    let source = sources.get(places.first()?.span.file)?;
    let first_line = places.iter().map(|place| place.line).min()?;
    let last_line = places.iter().map(|place| place.line).max()?;
    let shown = source.line_range(first_line).start..source.line_range(last_line).end;
    if shown.len() > LONGEST_LINE * (NEAR + 1) {
        let place = places.first()?;
        return Some(cut(place, source, first_line, sources.location(place.span)));
    }
    let mark = |place: &Place<'a>| {
        // A span of several lines is marked in its first one.
        let end = place.span.end.min(source.line_range(place.line).end).max(place.span.start);
        let range = place.span.start.min(shown.end)..end.min(shown.end);
        Mark { range: range.start - shown.start..range.end - shown.start, text: place.text }
    };
    let text = printable(&source.text()[shown.clone()]);
    Some(Excerpt { path: source.path(), cut: None, first_line, text, marks: places.iter().map(mark).collect() })
}

/// Shows a part of a very long line.
fn cut<'a>(place: &Place<'a>, source: &'a Source, first_line: usize, at: Location) -> Excerpt<'a> {
    let line = source.line_range(place.line);
    let text = source.text();
    let start = place.span.start.clamp(line.start, line.end);
    let end = place.span.end.clamp(start, line.end).min(start + CONTEXT);
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let end = boundary(end).max(start);
    let from = boundary(start.saturating_sub(CONTEXT).max(line.start));
    let to = boundary((end + CONTEXT).min(line.end));
    let mark = Mark { range: start - from..end - from, text: place.text };
    Excerpt { path: source.path(), cut: Some(at), first_line, text: printable(&text[from..to]), marks: vec![mark] }
}

/// The text without control characters, which would spoil the layout; each place stays where it is.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\t' => out.push(c),
            // A lone CR ends a line of a schema, too.
            '\r' if !text[at + 1..].starts_with('\n') => out.push('\n'),
            c if c.is_control() => out.extend(std::iter::repeat_n(' ', c.len_utf8())),
            c => out.push(c),
        }
    }
    out
}
