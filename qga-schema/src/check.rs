//! Checks the references between definitions, so that a schema is valid as a whole.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics, shown};
use crate::dialect::Dialect;
use crate::ir::{BUILTINS, Base, Branch, Builtin, Definition, Enum, Feature, Member, QTYPE_VALUES, Type, TypeRef};
use crate::names::mangle;
use crate::pragma::Pragmas;
use crate::source::Span;
use crate::suggest;

mod alternates;
mod commands;
mod docs;
mod inheritance;
mod names;
mod objects;
mod unions;

use names::NameMap;

/// How many distinct features a schema may have, the two special ones included: they are bits of a word.
const MAX_FEATURES: usize = 64;

/// Checks all definitions, adds implicit branches and sections.
pub(crate) fn check(
    definitions: &mut [Definition],
    pragmas: &Pragmas,
    dialect: Dialect,
    diagnostics: &mut Diagnostics,
) {
    let mut check = Check::new(definitions, pragmas, dialect, diagnostics);
    check.register();
    if !check.diagnostics.failed() {
        check.resolve();
    }
    if !check.diagnostics.failed() {
        check.descriptions_of_nothing();
    }
    if !check.diagnostics.failed() {
        check.count_features();
    }
    let Check { implicit_branches, synthetic_sections, .. } = check;
    for (at, branches) in implicit_branches {
        if let Some(Definition::Union(union)) = definitions.get_mut(at) {
            union.branches.extend(branches);
        }
    }
    for (at, place, section) in synthetic_sections {
        if let Some(doc) = definitions.get_mut(at).and_then(|it| it.common_mut().doc.as_mut()) {
            doc.sections.insert(place, section);
        }
    }
}

/// How far the check of a definition has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Untouched,
    /// Its base or branches are being checked; meeting it again is a cycle.
    Open,
    Done,
}

struct Check<'a> {
    definitions: &'a [Definition],
    index: HashMap<&'a str, usize>,
    pragmas: &'a Pragmas,
    dialect: Dialect,
    diagnostics: &'a mut Diagnostics,
    states: Vec<State>,
    /// The bases that exist, are structs and lead into no cycle.
    bases: Vec<Option<usize>>,
    /// The names of each definition's own members or values; made when needed.
    own_names: Vec<Option<NameMap<'a>>>,
    implicit_branches: Vec<(usize, Vec<Branch>)>,
    implicit_count: usize,
    synthetic_sections: Vec<(usize, usize, crate::doc::Section)>,
    /// The definitions being checked, each with the place that refers to the next one.
    path: Vec<(usize, Span)>,
    /// How many unions are being checked inside of each other.
    depth: usize,
    too_deep: bool,
    /// Members of structs, by their places, whose names are inherited, too: from which struct, and its member.
    overridden: HashMap<(usize, usize), (usize, usize)>,
    /// The first conditional member of structs that are arguments.
    conditional: HashMap<usize, Option<&'a Member>>,
}

impl<'a> Check<'a> {
    fn new(
        definitions: &'a [Definition],
        pragmas: &'a Pragmas,
        dialect: Dialect,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let count = definitions.len();
        Self {
            definitions,
            index: HashMap::with_capacity(count),
            pragmas,
            dialect,
            diagnostics,
            states: vec![State::Untouched; count],
            bases: vec![None; count],
            own_names: std::iter::repeat_with(|| None).take(count).collect(),
            implicit_branches: Vec::new(),
            implicit_count: 0,
            synthetic_sections: Vec::new(),
            path: Vec::new(),
            depth: 0,
            overridden: HashMap::new(),
            conditional: HashMap::new(),
            too_deep: false,
        }
    }

    /// Notes where each name is defined.
    fn register(&mut self) {
        for (at, definition) in self.definitions.iter().enumerate() {
            let name = definition.name();
            let common = definition.common();
            if Builtin::from_name(name).is_some() {
                let message = format!("'{name}' is the name of a predefined type");
                self.error(at, Diagnostic::at("DEF7", common.name_span, message));
            } else if let Some(&first) = self.index.get(name) {
                let previous = &self.definitions[first];
                let message = format!("'{name}' is already defined");
                let diagnostic = Diagnostic::at("DEF6", common.name_span, message);
                let label = format!("the previous definition, {}", with_article(previous.kind()));
                self.error(at, diagnostic.label(previous.common().name_span, label));
            } else {
                self.index.insert(name, at);
            }
        }
    }

    /// Checks definition after definition, and its documentation with it.
    fn resolve(&mut self) {
        self.overridden = inheritance::overridden(self.definitions, &self.index);
        for (at, definition) in self.definitions.iter().enumerate() {
            match definition {
                Definition::Enum(it) => self.enumeration(at, it),
                Definition::Struct(it) => {
                    self.arrays(at, &it.members);
                    self.object(at);
                }
                Definition::Union(it) => {
                    if let Base::Inline(members) = &it.base {
                        self.arrays(at, members);
                    }
                    self.object(at);
                }
                Definition::Alternate(it) => self.alternate(at, it),
                Definition::Command(it) => self.command(at, it),
                Definition::Event(it) => self.event(at, it),
            }
            self.descriptions(at);
        }
    }

    fn error(&mut self, at: usize, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.anchored(anchor(&self.definitions[at])));
    }

    /// Reports an error of today that schemas of old releases contain.
    fn error_today(&mut self, at: usize, diagnostic: Diagnostic) {
        let loose = self.dialect.has_loose_names();
        self.error(at, diagnostic.warning_if(loose));
    }

    /// The definition of a name.
    fn get(&self, name: &str) -> Option<&'a Definition> {
        self.index.get(name).map(|&at| &self.definitions[at])
    }

    /// Whether a type exists.
    fn type_exists(&self, ty: &Type) -> bool {
        match ty {
            Type::Builtin(_) => true,
            Type::Defined(name) => {
                !matches!(self.get(name), None | Some(Definition::Command(_) | Definition::Event(_)))
            }
        }
    }

    /// The error for a name that is no type.
    fn unknown_type(&self, code: &'static str, name: &str, span: Span) -> Diagnostic {
        if let Some(other) = self.get(name) {
            let message = format!("'{name}' is {}, not a type", with_article(other.kind()));
            return Diagnostic::at(code, span, message).label(other.common().name_span, "defined here");
        }
        let diagnostic = Diagnostic::at(code, span, format!("unknown type '{}'", shown(name)));
        if self.diagnostics.is_full() {
            return diagnostic;
        }
        if let Some(element) = self.element_of(name) {
            return diagnostic.help(format!("an array of '{element}' is written [ '{element}' ]"));
        }
        if let Some(help) = suggest::foreign_type(name) {
            return diagnostic.help(help);
        }
        let defined = self.definitions.iter().filter(|it| !matches!(it, Definition::Command(_) | Definition::Event(_)));
        let names = defined.map(Definition::name).chain(BUILTINS.iter().map(|(name, _)| *name));
        diagnostic.maybe_help(suggest::did_you_mean(name, names))
    }

    /// The type whose array has this name inside of tools.
    fn element_of<'n>(&self, name: &'n str) -> Option<&'n str> {
        let exists = |element: &&str| Builtin::from_name(element).is_some() || self.get(element).is_some();
        name.strip_suffix("List").filter(exists)
    }

    /// Checks the array types among the types of members.
    fn arrays(&mut self, at: usize, members: &'a [Member]) {
        for member in members {
            self.array(at, "TYP7", &member.ty, member.ty_span);
        }
    }

    /// Checks that the elements of an array type exist.
    fn array(&mut self, at: usize, code: &'static str, ty: &TypeRef, span: Span) {
        if ty.array && !self.type_exists(&ty.ty) {
            let name = ty.ty.name();
            // Names that tools make up are never types, whatever their place.
            let generated = name.starts_with("q_") || self.element_of(name).is_some();
            let code = if code == "TYP7" && generated { "TYP6" } else { code };
            let diagnostic = self.unknown_type(code, name, span);
            self.error(at, diagnostic);
        }
    }

    /// Checks the features of something that has a list of them.
    fn features(&mut self, at: usize, features: &'a [Feature]) {
        if features.len() < 2 {
            return;
        }
        let mut seen: HashMap<_, Span> = HashMap::with_capacity(features.len());
        for feature in features {
            if let Some(&first) = seen.get(&mangle(&feature.name)) {
                let message = format!("feature '{}' is repeated", feature.name);
                self.error(at, Diagnostic::at("FEA5", feature.span, message).label(first, "first here"));
            } else {
                seen.insert(mangle(&feature.name), feature.span);
            }
        }
    }

    /// Checks the features of a type, for which the special ones have no meaning.
    fn type_features(&mut self, at: usize) {
        let definition = &self.definitions[at];
        let features = &definition.common().features;
        self.features(at, features);
        for feature in features.iter().filter(|it| it.name == "deprecated" || it.name == "unstable") {
            let message = format!("{} cannot have the feature '{}'", with_article(definition.kind()), feature.name);
            let help = "give it to the commands, events and members that use the type";
            self.error(at, Diagnostic::at("FEA6", feature.span, message).help(help));
        }
    }

    fn enumeration(&mut self, at: usize, it: &'a Enum) {
        self.type_features(at);
        let mut seen: HashMap<_, &EnumVal> = HashMap::with_capacity(it.values.len());
        for value in &it.values {
            let key = mangle(&value.name);
            if let Some(first) = seen.get(&key) {
                let message = match first.name == value.name {
                    true => format!("value '{}' is repeated", value.name),
                    false => format!("value '{}' collides with '{}'", value.name, first.name),
                };
                let diagnostic = Diagnostic::at("ENU6", value.span, message).label(first.span, "first value");
                self.error(at, diagnostic);
            } else {
                seen.insert(key, value);
            }
            self.features(at, &value.features);
        }
    }

    /// Features are bits of a word.
    fn count_features(&mut self) {
        let mut seen: HashSet<&str> = HashSet::from(["deprecated", "unstable"]);
        for (at, definition) in self.definitions.iter().enumerate() {
            for feature in all_features(definition) {
                if seen.insert(&feature.name) && seen.len() == MAX_FEATURES + 1 {
                    let message = format!("the schema has more than {MAX_FEATURES} distinct features");
                    let help = "'deprecated' and 'unstable' count, too";
                    return self.error(at, Diagnostic::at("FEA7", feature.span, message).help(help));
                }
            }
        }
    }
}

type EnumVal = crate::ir::EnumValue;

/// The features of a definition, then those of its members or values.
pub(crate) fn all_features(definition: &Definition) -> impl Iterator<Item = &Feature> {
    let members = own_members(definition).iter().flat_map(|member| &member.features);
    let values = match definition {
        Definition::Enum(it) => &it.values[..],
        _ => &[],
    };
    definition.common().features.iter().chain(members).chain(values.iter().flat_map(|value| &value.features))
}

/// The members written in a definition: of a struct, of an inline base, of inline arguments.
pub(crate) fn own_members(definition: &Definition) -> &[Member] {
    use crate::ir::Arguments;
    let arguments = match definition {
        Definition::Struct(it) => return &it.members,
        Definition::Union(it) => match &it.base {
            Base::Inline(members) => return members,
            Base::Named(_) => return &[],
        },
        Definition::Command(it) => &it.arguments,
        Definition::Event(it) => &it.arguments,
        Definition::Enum(_) | Definition::Alternate(_) => return &[],
    };
    match arguments {
        Arguments::Inline(members) => members,
        _ => &[],
    }
}

/// The `{` of a definition.
fn anchor(definition: &Definition) -> Span {
    let span = definition.common().span;
    Span { end: span.start + 1, ..span }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// The names of an enum's values, in order.
fn value_names<'a>(check: &Check<'a>, ty: &'a Type) -> Option<Vec<&'a str>> {
    match ty {
        Type::Builtin(Builtin::QType) => Some(QTYPE_VALUES.to_vec()),
        Type::Builtin(_) => None,
        Type::Defined(name) => match check.get(name) {
            Some(Definition::Enum(it)) => Some(it.values.iter().map(|value| value.name.as_str()).collect()),
            _ => None,
        },
    }
}
