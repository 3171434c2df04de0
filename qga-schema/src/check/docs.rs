//! Checks that documentation describes what there is, and all of it.

use std::collections::HashSet;

use super::{Check, all_features, own_members};
use crate::diagnostic::{Diagnostic, shown};
use crate::doc::{Doc, Section, SectionKind};
use crate::ir::{Definition, Feature};
use crate::source::Span;

/// Something of a definition that needs a description.
struct Described<'a> {
    name: &'a str,
    span: Span,
    features: &'a [Feature],
}

impl<'a> Check<'a> {
    /// Checks that all members and features of a definition are described.
    pub(super) fn descriptions(&mut self, at: usize) {
        let definition = &self.definitions[at];
        let Some(doc) = &definition.common().doc else { return };
        let described = Descriptions::new(doc);
        let excepted = self.pragmas.documentation_exceptions.contains(definition.name());
        let mut missing = Vec::new();
        self.feature_descriptions(at, &definition.common().features, &described);
        for part in parts(definition) {
            if !described.has(SectionKind::Member, part.name) {
                missing.push(part.name);
                if !excepted {
                    let message = format!("'{}' has no description", part.name);
                    let help = format!("add `# @{}: …` to the documentation", part.name);
                    let diagnostic = Diagnostic::at("DOC19", part.span, message).help(help);
                    self.error(at, diagnostic.label(doc.symbol_span, "the documentation"));
                }
            }
            self.feature_descriptions(at, part.features, &described);
        }
        self.synthetic(at, doc, &missing);
    }

    fn feature_descriptions(&mut self, at: usize, features: &'a [Feature], described: &Descriptions<'_>) {
        for feature in features {
            let name = feature.name.as_str();
            if !described.has(SectionKind::Feature, name) {
                let message = format!("feature '{name}' has no description");
                let help = format!("add `# @{name}: …` below a line `# Features:` of the documentation");
                self.error(at, Diagnostic::at("DOC20", feature.span, message).help(help));
            }
        }
    }

    /// Adds empty sections for what may go without a description, so that readers see all there is.
    fn synthetic(&mut self, at: usize, doc: &'a Doc, missing: &[&str]) {
        let definition = &self.definitions[at];
        let has = |kind: SectionKind| doc.sections.iter().position(|section| section.kind == kind);
        let members_end = doc.sections.iter().rposition(|section| section.kind == SectionKind::Member);
        let mut place = members_end.map(|last| last + 1);
        let empty = |kind: SectionKind, name: Option<String>| Section {
            kind,
            name,
            name_span: doc.symbol_span,
            text: String::new(),
            span: doc.symbol_span,
            synthetic: true,
        };
        let mut add = Vec::new();
        for name in missing {
            let at = place.unwrap_or(1).min(doc.sections.len() + add.len());
            add.push((at, empty(SectionKind::Member, Some((*name).to_owned()))));
            place = Some(at + 1);
        }
        let returns = matches!(definition, Definition::Command(it) if it.returns.is_some());
        if returns && has(SectionKind::Returns).is_none() {
            let added = add.len();
            let before = |kind| has(kind).map(|at| at + added);
            let at = place.or_else(|| before(SectionKind::Errors)).or_else(|| before(SectionKind::Feature));
            add.push((at.unwrap_or(1), empty(SectionKind::Returns, None)));
        }
        self.synthetic_sections.extend(add.into_iter().map(|(place, section)| (at, place, section)));
    }

    /// Reports descriptions of what does not exist.
    pub(super) fn descriptions_of_nothing(&mut self) {
        for definition in self.definitions {
            let Some(doc) = &definition.common().doc else { continue };
            let described = |kind| doc.sections.iter().filter(move |section| section.kind == kind);
            if described(SectionKind::Member).next().or_else(|| described(SectionKind::Feature).next()).is_none() {
                continue;
            }
            let parts = parts(definition);
            let members: Names<'_> = parts.iter().map(|part| part.name).collect();
            let features: Names<'_> = all_features(definition).map(|feature| feature.name.as_str()).collect();
            for (kind, code, known) in
                [(SectionKind::Member, "DOC21", &members), (SectionKind::Feature, "DOC22", &features)]
            {
                for section in described(kind) {
                    let name = section.name.as_deref().unwrap_or_default();
                    if known.has(name) {
                        continue;
                    }
                    let diagnostic = nothing_described(definition, section, code, name);
                    // Looking for what was meant takes far longer than finding the fault.
                    let kept = self.diagnostics.keeps(code);
                    let help = kept.then(|| crate::suggest::did_you_mean(name, known.list.iter().copied())).flatten();
                    self.diagnostics.push(diagnostic.maybe_help(help));
                }
            }
        }
    }
}

fn nothing_described(definition: &Definition, section: &Section, code: &'static str, name: &str) -> Diagnostic {
    let what = match (code, definition) {
        ("DOC22", _) => "feature",
        (_, Definition::Enum(_)) => "value",
        (_, Definition::Alternate(_)) => "branch",
        (_, Definition::Command(_)) => "argument",
        _ => "member",
    };
    let shown = shown(name);
    let message =
        format!("'{shown}' is described, but {} '{}' has no such {what}", definition.kind(), definition.name());
    Diagnostic::at(code, section.name_span, message)
}

/// Up to how many sections a search is cheaper than an index.
const FEW: usize = 12;

/// A set of names in order.
struct Names<'a> {
    list: Vec<&'a str>,
    index: Option<HashSet<&'a str>>,
}

impl<'a> FromIterator<&'a str> for Names<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        let list: Vec<&str> = names.into_iter().collect();
        let index = (list.len() > FEW).then(|| list.iter().copied().collect());
        Self { list, index }
    }
}

impl Names<'_> {
    fn has(&self, name: &str) -> bool {
        match &self.index {
            Some(index) => index.contains(name),
            None => self.list.contains(&name),
        }
    }
}

/// Looks up what a block describes.
struct Descriptions<'a> {
    sections: &'a [Section],
    index: Option<HashSet<(SectionKind, &'a str)>>,
}

impl<'a> Descriptions<'a> {
    fn new(doc: &'a Doc) -> Self {
        let sections = &doc.sections[..];
        let named = || sections.iter().filter_map(|it| Some((it.kind, it.name.as_deref()?)));
        Self { sections, index: (sections.len() > FEW).then(|| named().collect()) }
    }

    fn has(&self, kind: SectionKind, name: &str) -> bool {
        match &self.index {
            Some(index) => index.contains(&(kind, name)),
            None => self.sections.iter().any(|it| it.kind == kind && it.name.as_deref() == Some(name)),
        }
    }
}

/// What of a definition is described one by one.
fn parts(definition: &Definition) -> Vec<Described<'_>> {
    match definition {
        Definition::Enum(it) => {
            it.values.iter().map(|it| Described { name: &it.name, span: it.span, features: &it.features }).collect()
        }
        Definition::Alternate(it) => {
            it.branches.iter().map(|it| Described { name: &it.name, span: it.span, features: &[] }).collect()
        }
        _ => {
            let members = own_members(definition).iter();
            members.map(|it| Described { name: &it.name, span: it.span, features: &it.features }).collect()
        }
    }
}
