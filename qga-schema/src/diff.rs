//! Compares two versions of a schema: what changes on the wire, and who breaks by it.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::ir::{Arguments, Command, Condition, Definition, Event, Feature, Member, Type, TypeRef};
use crate::schema::Schema;
use crate::source::Span;

mod conditions;
mod types;

/// Who is broken by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Nobody: what was right before is still right.
    Compatible,
    /// Clients made for the old version, at an agent made for the new one: it refuses what they send, or they receive,
    /// or wait for, what they could not expect.
    BreaksClients,
    /// Agents made for the old version, by clients made for the new one: they refuse what such a client has to send,
    /// or send what it cannot read.
    BreaksAgents,
    /// Both.
    BreaksBoth,
}

impl Impact {
    /// How to call it: `compatible`, `breaks clients`, `breaks agents` or `breaks clients and agents`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::BreaksClients => "breaks clients",
            Self::BreaksAgents => "breaks agents",
            Self::BreaksBoth => "breaks clients and agents",
        }
    }

    /// Whether clients made for the old version break.
    pub fn breaks_clients(self) -> bool {
        matches!(self, Self::BreaksClients | Self::BreaksBoth)
    }

    /// Whether agents made for the old version break.
    pub fn breaks_agents(self) -> bool {
        matches!(self, Self::BreaksAgents | Self::BreaksBoth)
    }
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Who is broken by it.
    pub impact: Impact,
    /// What changes: `guest-exec`, `GuestDiskInfo.name`.
    pub subject: String,
    /// How.
    pub text: String,
    /// The command or event that uses what changes; the first one, if there are several.
    pub via: String,
    /// The place in the old schema.
    pub old: Option<Span>,
    /// The place in the new schema.
    pub new: Option<Span>,
}

/// Where values of a type travel to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Direction {
    ToAgent,
    ToClient,
}

/// Lists the changes between two versions, in the order of the old one, then what is added.
///
/// What is new, and what a client need not use, breaks nobody: commands, events, values, optional arguments, members of
/// answers. An agent refuses what it does not know; a client ignores members it does not know, and expects new values.
///
/// Types are compared by what they let through, so that renamed types, reordered members and members moved into a
/// base are no change. A type that is used in both directions is compared for both.
pub fn diff(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut diff =
        Diff { old, new, changes: Vec::new(), seen: HashSet::new(), todo: VecDeque::new(), via: String::new() };
    for definition in old.definitions() {
        diff.via = definition.name().into();
        match (definition, new.get(definition.name())) {
            (Definition::Command(old), Some(Definition::Command(new))) => diff.command(old, new),
            (Definition::Event(old), Some(Definition::Event(new))) => diff.event(old, new),
            (Definition::Command(it), _) => {
                diff.add(Impact::BreaksClients, &it.common.name, "command removed", Some(it.common.name_span), None);
            }
            (Definition::Event(it), _) => {
                diff.add(Impact::BreaksClients, &it.common.name, "event removed", Some(it.common.name_span), None);
            }
            _ => {}
        }
        diff.follow_types();
    }
    for definition in new.definitions() {
        let kind = definition.kind();
        let known = old.get(definition.name()).is_some_and(|old| old.kind() == kind);
        if matches!(definition, Definition::Command(_) | Definition::Event(_)) && !known {
            let common = definition.common();
            diff.via = common.name.clone();
            diff.add(Impact::Compatible, &common.name, &format!("{kind} added"), None, Some(common.name_span));
        }
    }
    diff.changes
}

/// A pair of types to compare in one direction; none is the empty object.
type Pair = (Option<TypeRef>, Option<TypeRef>, Direction);

/// Types to compare, and what they are the types of.
struct Todo {
    subject: String,
    pair: Pair,
    spans: (Option<Span>, Option<Span>),
}

struct Diff<'a> {
    old: &'a Schema,
    new: &'a Schema,
    changes: Vec<Change>,
    /// The pairs that were compared or are to be.
    seen: HashSet<Pair>,
    todo: VecDeque<Todo>,
    via: String,
}

impl<'a> Diff<'a> {
    fn add(&mut self, impact: Impact, subject: &str, text: &str, old: Option<Span>, new: Option<Span>) {
        let via = self.via.clone();
        self.changes.push(Change { impact, subject: subject.into(), text: text.into(), via, old, new });
    }

    fn command(&mut self, old: &'a Command, new: &'a Command) {
        let name = &old.common.name;
        let spans = (Some(old.common.name_span), Some(new.common.name_span));
        let conditions = (old.common.condition.as_ref(), new.common.condition.as_ref());
        self.condition(name, conditions, spans);
        self.features(name, &old.common.features, &new.common.features, spans);
        let flags = [
            (old.allow_oob, new.allow_oob, "allow-oob"),
            (old.allow_preconfig, new.allow_preconfig, "allow-preconfig"),
        ];
        for (before, after, flag) in flags {
            match (before, after) {
                (true, false) => self.add(Impact::BreaksClients, name, &format!("lost '{flag}'"), spans.0, spans.1),
                (false, true) => self.add(Impact::Compatible, name, &format!("gained '{flag}'"), spans.0, spans.1),
                _ => {}
            }
        }
        match (old.success_response, new.success_response) {
            (true, false) => {
                self.add(Impact::BreaksClients, name, "success is not answered any more", spans.0, spans.1);
            }
            (false, true) => self.add(Impact::BreaksBoth, name, "success is answered now", spans.0, spans.1),
            _ => {}
        }
        self.arguments(name, (&old.arguments, &new.arguments), Direction::ToAgent);
        let spans = (Some(old.returns_span), Some(new.returns_span));
        self.types(name, (old.returns.clone(), new.returns.clone(), Direction::ToClient), spans);
    }

    fn event(&mut self, old: &'a Event, new: &'a Event) {
        let name = &old.common.name;
        let spans = (Some(old.common.name_span), Some(new.common.name_span));
        let conditions = (old.common.condition.as_ref(), new.common.condition.as_ref());
        self.condition(name, conditions, spans);
        self.features(name, &old.common.features, &new.common.features, spans);
        self.arguments(name, (&old.arguments, &new.arguments), Direction::ToClient);
    }

    fn arguments(&mut self, name: &str, (old, new): (&'a Arguments, &'a Arguments), direction: Direction) {
        if let (Arguments::Named(old), Arguments::Named(new)) = (old, new) {
            self.type_features(old, new);
        }
        let before = Object::of_arguments(self.old, old);
        let after = Object::of_arguments(self.new, new);
        self.objects(name, &before, &after, direction);
    }

    /// What exists must go on to exist wherever it did.
    fn condition(
        &mut self,
        subject: &str,
        (old, new): (Option<&Condition>, Option<&Condition>),
        spans: (Option<Span>, Option<Span>),
    ) {
        if old == new {
            return;
        }
        let wider = conditions::implies(old, new);
        if wider && conditions::implies(new, old) {
            return;
        }
        let impact = if wider { Impact::Compatible } else { Impact::BreaksClients };
        let text = if wider { "exists in more builds" } else { "exists in fewer or other builds" };
        self.add(impact, subject, text, spans.0, spans.1);
    }

    /// Features only tell of something; whoever relies on one looks for it first.
    fn features(&mut self, subject: &str, old: &[Feature], new: &[Feature], spans: (Option<Span>, Option<Span>)) {
        let missing = |from: &[Feature], name: &str| !from.iter().any(|feature| feature.name == name);
        for feature in old.iter().filter(|feature| missing(new, &feature.name)) {
            let text = format!("lost feature '{}'", feature.name);
            self.add(Impact::Compatible, subject, &text, Some(feature.span), spans.1);
        }
        for feature in new.iter().filter(|feature| missing(old, &feature.name)) {
            let text = format!("gained feature '{}'", feature.name);
            self.add(Impact::Compatible, subject, &text, spans.0, Some(feature.span));
        }
    }
}

impl<'a> Diff<'a> {
    /// Features of types are told, too.
    fn type_features(&mut self, old: &str, new: &str) {
        if let (Some(old), Some(new)) = (self.old.get(old), self.new.get(new)) {
            let (old, new) = (old.common(), new.common());
            self.features(&old.name, &old.features, &new.features, (Some(old.name_span), Some(new.name_span)));
        }
    }
}

/// A branch of a union: what it adds, under which condition, and where it stands.
#[derive(Clone, Copy, Default)]
struct Variant<'a> {
    ty: Option<&'a str>,
    condition: Option<&'a Condition>,
    span: Option<Span>,
}

/// An object type as it shows on the wire.
struct Object<'a> {
    members: Vec<&'a Member>,
    index: HashMap<&'a str, &'a Member>,
    /// The tag, and what each of its values adds; nothing for a struct.
    tag: Option<&'a str>,
    branches: BTreeMap<&'a str, Variant<'a>>,
}

impl<'a> Object<'a> {
    fn new(members: Vec<&'a Member>) -> Self {
        let index = members.iter().map(|member| (member.name.as_str(), *member)).collect();
        Self { members, index, tag: None, branches: BTreeMap::new() }
    }

    fn of_arguments(schema: &'a Schema, arguments: &'a Arguments) -> Self {
        match arguments {
            Arguments::Named(name) => Self::named(schema, Some(name)),
            Arguments::None | Arguments::Inline(_) => Self::new(schema.arguments_of(arguments)),
        }
    }

    /// The object type of a name; without one, the empty object.
    fn named(schema: &'a Schema, name: Option<&str>) -> Self {
        let members = name.map(|name| schema.members_of(name)).unwrap_or_default();
        let mut object = Self::new(members);
        if let Some(Definition::Union(it)) = name.and_then(|name| schema.get(name)) {
            object.tag = Some(&it.discriminator);
            object.branches.extend(it.branches.iter().map(|branch| {
                let ty = branch.ty.as_deref();
                // A branch nobody wrote exists with its value, whose condition is compared with the enum.
                let condition = branch.condition.as_ref().filter(|_| ty.is_some());
                (branch.tag.as_str(), Variant { ty, condition, span: ty.map(|_| branch.span) })
            }));
        }
        object
    }

    fn member(&self, name: &str) -> Option<&'a Member> {
        self.index.get(name).copied()
    }
}

/// How a type is called in a message.
fn type_name(ty: Option<&TypeRef>) -> String {
    match ty {
        None => "nothing".into(),
        Some(TypeRef { ty, array: true }) => format!("[{}]", ty.name()),
        Some(TypeRef { ty: Type::Builtin(builtin), .. }) => builtin.name().into(),
        Some(TypeRef { ty: Type::Defined(name), .. }) => name.clone(),
    }
}
