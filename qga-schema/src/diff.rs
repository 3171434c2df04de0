//! Compares two versions of a schema: the changes on the wire, and the clients and agents that break by them.

use std::collections::{HashSet, VecDeque};

use indexmap::IndexMap;

use crate::ir::{Arguments, Command, Condition, Definition, Event, Feature, TypeRef};
use crate::schema::Schema;
use crate::source::Span;
use crate::usage::Reader;

mod alternates;
mod conditions;
mod impact;
mod objects;
mod reads;
mod types;
mod view;

pub use impact::{Harm, Impact};
use types::Todo;
use view::View;

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The sides that break by it.
    pub impact: Impact,
    /// The definition or member that changes: `guest-exec`, `GuestDiskInfo.name`.
    pub subject: String,
    /// The change, in words.
    pub text: String,
    /// The command or event that uses what changes; the first one, if there are several.
    pub via: String,
    /// The place in the old schema.
    pub old: Option<Span>,
    /// The place in the new schema.
    pub new: Option<Span>,
}

/// The builds to compare.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The symbols that are defined; all others are not. Without it any symbol may be defined, and a change that shows
    /// in some builds may break clients or agents.
    pub defines: Option<HashSet<String>>,
}

/// Lists the changes between two versions, in the order of the old one, then the additions.
///
/// Clients of the old version meet agents of the new one, and the other way round. They read as generated code does: an
/// agent refuses unknown members and values; a client ignores unknown members and keeps unknown values
/// ([`usage`](crate::usage)). An addition that a client need not use is compatible: a command, an event, a value, an
/// optional argument.
///
/// Types are compared by their values, so that renamed types, reordered members and members moved into a base are no
/// change. A type that is used in both directions is compared for both, and a change of it is listed once.
pub fn diff(old: &Schema, new: &Schema) -> Vec<Change> {
    diff_with(old, new, &Options::default())
}

/// Lists the changes between two versions as the options say.
pub fn diff_with(old: &Schema, new: &Schema, options: &Options) -> Vec<Change> {
    let defines = options.defines.as_ref();
    let (old, new) = (View { schema: old, defines }, View { schema: new, defines });
    let mut diff =
        Diff { old, new, changes: IndexMap::new(), seen: HashSet::new(), todo: VecDeque::new(), via: String::new() };
    for definition in old.definitions() {
        let common = definition.common();
        diff.via = common.name.clone();
        match (definition, new.defined(&common.name)) {
            (Definition::Command(old), Some(Definition::Command(new))) => diff.command(old, new),
            (Definition::Event(old), Some(Definition::Event(new))) => diff.event(old, new),
            (Definition::Command(_) | Definition::Event(_), _) => {
                let text = format!("{} removed", definition.kind());
                diff.add(removed(definition), &common.name, &text, Some(common.name_span), None);
            }
            _ => {}
        }
        diff.follow_types();
    }
    for definition in new.definitions() {
        let (kind, common) = (definition.kind(), definition.common());
        let known = old.defined(&common.name).is_some_and(|old| old.kind() == kind);
        if matches!(definition, Definition::Command(_) | Definition::Event(_)) && !known {
            diff.via = common.name.clone();
            diff.add(Impact::NONE, &common.name, &format!("{kind} added"), None, Some(common.name_span));
        }
    }
    diff.changes.into_values().collect()
}

/// The impact of a removed command or event. A client cannot misread an event that is not sent, but may wait for it.
fn removed(definition: &Definition) -> Impact {
    match definition {
        Definition::Event(_) => Impact::CLIENTS.possibly(),
        _ => Impact::CLIENTS,
    }
}

/// A place in either version.
type Spans = (Option<Span>, Option<Span>);

/// A pair of types to compare, none being the empty object, and the reader of their values.
type Pair = (Option<TypeRef>, Option<TypeRef>, Reader);

struct Diff<'a> {
    old: View<'a>,
    new: View<'a>,
    /// Each change once; where both sides read a type, with the impact on both.
    changes: IndexMap<(String, String, Spans), Change>,
    /// The pairs of enums, alternates and objects that were compared.
    seen: HashSet<Pair>,
    todo: VecDeque<Todo>,
    via: String,
}

impl<'a> Diff<'a> {
    fn add(&mut self, impact: Impact, subject: &str, text: &str, old: Option<Span>, new: Option<Span>) {
        let change = self.changes.entry((subject.into(), text.into(), (old, new))).or_insert_with(|| {
            let via = self.via.clone();
            Change { impact, subject: subject.into(), text: text.into(), via, old, new }
        });
        change.impact = change.impact.and(impact);
    }

    fn command(&mut self, old: &'a Command, new: &'a Command) {
        let name = &old.common.name;
        let spans = (Some(old.common.name_span), Some(new.common.name_span));
        let conditions = (old.common.condition.as_ref(), new.common.condition.as_ref());
        self.condition(name, conditions, (Impact::CLIENTS, Impact::NONE), spans);
        self.features(name, &old.common.features, &new.common.features, spans);
        let flags = [
            (old.allow_oob, new.allow_oob, "allow-oob"),
            (old.allow_preconfig, new.allow_preconfig, "allow-preconfig"),
        ];
        for (before, after, flag) in flags {
            match (before, after) {
                (true, false) => self.add(Impact::CLIENTS, name, &format!("lost '{flag}'"), spans.0, spans.1),
                (false, true) => self.add(Impact::NONE, name, &format!("gained '{flag}'"), spans.0, spans.1),
                _ => {}
            }
        }
        match (old.success_response, new.success_response) {
            (true, false) => self.add(Impact::CLIENTS, name, "success is not answered any more", spans.0, spans.1),
            (false, true) => self.add(Impact::BOTH, name, "success is answered now", spans.0, spans.1),
            _ => {}
        }
        self.arguments(name, (&old.arguments, &new.arguments), Reader::Agent);
        let spans = (Some(old.returns_span), Some(new.returns_span));
        self.returns(name, (old.returns.as_ref(), new.returns.as_ref()), spans);
    }

    fn event(&mut self, old: &'a Event, new: &'a Event) {
        let name = &old.common.name;
        let spans = (Some(old.common.name_span), Some(new.common.name_span));
        let conditions = (old.common.condition.as_ref(), new.common.condition.as_ref());
        self.condition(name, conditions, (Impact::CLIENTS.possibly(), Impact::NONE), spans);
        self.features(name, &old.common.features, &new.common.features, spans);
        self.arguments(name, (&old.arguments, &new.arguments), Reader::Client);
    }

    fn arguments(&mut self, name: &str, (old, new): (&'a Arguments, &'a Arguments), reader: Reader) {
        if let (Arguments::Named(old), Arguments::Named(new)) = (old, new) {
            self.type_features(old, new);
        }
        let before = self.old.arguments(old);
        let after = self.new.arguments(new);
        self.objects(name, &before, &after, reader);
    }

    /// Compares conditions: `removed` is the impact in builds that lose the subject, `added` in those that gain it.
    fn condition(
        &mut self,
        subject: &str,
        (old, new): (Option<&Condition>, Option<&Condition>),
        (removed, added): (Impact, Impact),
        spans: Spans,
    ) {
        if self.old.defines.is_some() || old == new {
            return;
        }
        let (kept, known) = (conditions::implies(old, new), conditions::implies(new, old));
        let (text, impact) = match (kept, known) {
            (true, true) => return,
            (true, false) => ("exists in more builds", added),
            (false, true) => ("exists in fewer builds", removed),
            (false, false) => ("exists in other builds", removed.and(added)),
        };
        self.add(impact.possibly(), subject, text, spans.0, spans.1);
    }

    /// Compares features, which break no side: a client looks for a feature before it relies on it.
    fn features(&mut self, subject: &str, old: &[Feature], new: &[Feature], spans: Spans) {
        let (old, new) = (self.old.features(old), self.new.features(new));
        let missing = |from: &[&Feature], name: &str| !from.iter().any(|feature| feature.name == name);
        for feature in old.iter().filter(|feature| missing(&new, &feature.name)) {
            let text = format!("lost feature '{}'", feature.name);
            self.add(Impact::NONE, subject, &text, Some(feature.span), spans.1);
        }
        for feature in new.iter().filter(|feature| missing(&old, &feature.name)) {
            let text = format!("gained feature '{}'", feature.name);
            self.add(Impact::NONE, subject, &text, spans.0, Some(feature.span));
        }
    }

    /// Compares the features of types, which introspection shows, too.
    fn type_features(&mut self, old: &str, new: &str) {
        if let (Some(old), Some(new)) = (self.old.schema.get(old), self.new.schema.get(new)) {
            let (old, new) = (old.common(), new.common());
            self.features(&old.name, &old.features, &new.features, (Some(old.name_span), Some(new.name_span)));
        }
    }
}
