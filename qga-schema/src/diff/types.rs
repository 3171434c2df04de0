//! Compares types by the values they let through.

use std::collections::{HashMap, HashSet};

use super::{Diff, Direction, Impact, Object, Pair, Todo, Variant, type_name};
use crate::ir::{Alternate, Builtin, Definition, Enum, JsonClass, Member, Type, TypeRef};
use crate::schema::Schema;
use crate::source::Span;

/// What a type is on the wire.
enum Shape<'a> {
    Array(TypeRef),
    Builtin(Builtin),
    Enum(&'a Enum),
    Alternate(&'a Alternate),
    /// A struct or union, or without a name the empty object.
    Object(Option<&'a str>),
}

impl<'a> Shape<'a> {
    fn of(schema: &'a Schema, ty: Option<&TypeRef>) -> Self {
        let Some(ty) = ty else { return Self::Object(None) };
        if ty.array {
            return Self::Array(TypeRef { ty: ty.ty.clone(), array: false });
        }
        match &ty.ty {
            Type::Builtin(builtin) => Self::Builtin(*builtin),
            Type::Defined(name) => match schema.get(name) {
                Some(Definition::Enum(it)) => Self::Enum(it),
                Some(Definition::Alternate(it)) => Self::Alternate(it),
                other => Self::Object(other.map(Definition::name)),
            },
        }
    }

    /// The JSON type of its values; none if there are several.
    fn class(&self) -> Option<JsonClass> {
        match self {
            Self::Array(_) => Some(JsonClass::Array),
            Self::Builtin(builtin) => JsonClass::of_builtin(*builtin),
            Self::Enum(_) => Some(JsonClass::String),
            Self::Alternate(_) => None,
            Self::Object(_) => Some(JsonClass::Object),
        }
    }
}

impl<'a> Diff<'a> {
    /// Notes two types to be compared, each pair once for each direction.
    pub(super) fn types(&mut self, subject: &str, pair: Pair, spans: (Option<Span>, Option<Span>)) {
        if self.seen.insert(pair.clone()) {
            self.todo.push_back(Todo { subject: subject.into(), pair, spans });
        }
    }

    /// Compares all types noted so far, and those they lead to.
    pub(super) fn follow_types(&mut self) {
        while let Some(todo) = self.todo.pop_front() {
            self.compare(todo);
        }
    }

    fn compare(&mut self, todo: Todo) {
        let Todo { subject, pair: (old, new, direction), spans } = todo;
        if let (Some(TypeRef { ty: Type::Defined(old), .. }), Some(TypeRef { ty: Type::Defined(new), .. })) =
            (&old, &new)
        {
            self.type_features(old, new);
        }
        let before = Shape::of(self.old, old.as_ref());
        let after = Shape::of(self.new, new.as_ref());
        match (&before, &after) {
            (Shape::Array(old), Shape::Array(new)) => {
                return self.types(&subject, (Some(old.clone()), Some(new.clone()), direction), spans);
            }
            (Shape::Enum(old), Shape::Enum(new)) => return self.enums(old, new, direction),
            (Shape::Alternate(old), Shape::Alternate(new)) => return self.alternates(old, new, direction),
            (Shape::Object(old), Shape::Object(new)) => {
                let name = old.or(*new).map_or(subject, str::to_owned);
                let before = Object::named(self.old, *old);
                let after = Object::named(self.new, *new);
                return self.objects(&name, &before, &after, direction);
            }
            (Shape::Builtin(old), Shape::Builtin(new)) if old == new => return,
            _ => {}
        }
        // Whether the new version takes the values of the old one, and the other way round.
        let (forth, back) = (takes(&after, &before, self.new), takes(&before, &after, self.old));
        if let (true, true, Shape::Builtin(_), Shape::Builtin(_)) = (forth, back, &before, &after) {
            return;
        }
        let impact = match (direction, forth, back) {
            // A new client need not make use of what is taken besides.
            (Direction::ToAgent, true, _) | (_, true, true) => Impact::Compatible,
            (Direction::ToAgent, false, true) | (Direction::ToClient, true, false) => Impact::BreaksClients,
            // An old agent answers with any value of the old type.
            (Direction::ToClient, false, true) => Impact::BreaksAgents,
            (_, false, false) => Impact::BreaksBoth,
        };
        let text = format!("type changed from {} to {}", type_name(old.as_ref()), type_name(new.as_ref()));
        self.add(impact, &subject, &text, spans.0, spans.1);
        // Where one of them is a branch of the other one, both go on to be compared.
        let branch = |schema: &'a Schema, it: &Alternate, other: &Shape<'_>| {
            let same = |ty: &&TypeRef| Shape::of(schema, Some(ty)).class() == other.class();
            it.branches.iter().map(|branch| &branch.ty).find(same).cloned()
        };
        let pair = match (&before, &after) {
            (_, Shape::Alternate(it)) => branch(self.new, it, &before).map(|branch| (old, Some(branch))),
            (Shape::Alternate(it), _) => branch(self.old, it, &after).map(|branch| (Some(branch), new)),
            _ => None,
        };
        if let Some((old, new)) = pair {
            self.types(&subject, (old, new, direction), spans);
        }
    }

    pub(super) fn objects(&mut self, subject: &str, old: &Object<'a>, new: &Object<'a>, direction: Direction) {
        for before in &old.members {
            match new.member(&before.name) {
                Some(after) => self.member(subject, before, after, direction),
                None => {
                    let subject = format!("{subject}.{}", before.name);
                    // Old agents go on to ask for a mandatory one.
                    let asked = direction == Direction::ToAgent && !before.optional;
                    let impact = if asked { Impact::BreaksBoth } else { Impact::BreaksClients };
                    let text = if before.optional { "optional member removed" } else { "mandatory member removed" };
                    self.add(impact, &subject, text, Some(before.span), None);
                }
            }
        }
        for after in new.members.iter().filter(|after| old.member(&after.name).is_none()) {
            // Old clients do not send it, and old agents refuse who does.
            let refused = direction == Direction::ToAgent && !after.optional;
            let impact = if refused { Impact::BreaksBoth } else { Impact::Compatible };
            let text = if after.optional { "optional member added" } else { "mandatory member added" };
            self.add(impact, &format!("{subject}.{}", after.name), text, None, Some(after.span));
        }
        if let (Some(before), Some(after)) = (old.tag, new.tag) {
            if before != after {
                let text = format!("the tag is '{after}', not '{before}' any more");
                self.add(Impact::BreaksBoth, subject, &text, None, None);
            }
        }
        self.branches(subject, old, new, direction);
    }

    /// Compares what each value of the tag adds; values that come or go are compared with the tag's enum.
    fn branches(&mut self, subject: &str, old: &Object<'a>, new: &Object<'a>, direction: Direction) {
        let mut tags: Vec<&str> = old.branches.keys().chain(new.branches.keys()).copied().collect();
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            let branch = |object: &Object<'a>| match object.tag {
                Some(_) => object.branches.get(tag).copied(),
                // What was a struct had no members for any tag.
                None => Some(Variant::default()),
            };
            if let (Some(before), Some(after)) = (branch(old), branch(new)) {
                let (subject, spans) = (format!("{subject}.{tag}"), (before.span, after.span));
                if before.ty.is_some() && after.ty.is_some() {
                    self.condition(&subject, (before.condition, after.condition), spans);
                }
                self.types(&subject, (named(before.ty), named(after.ty), direction), spans);
            }
        }
    }

    fn member(&mut self, owner: &str, old: &'a Member, new: &'a Member, direction: Direction) {
        let subject = format!("{owner}.{}", old.name);
        let spans = (Some(old.span), Some(new.span));
        let impact = match (direction, new.optional) {
            (Direction::ToAgent, true) => Impact::Compatible,
            (Direction::ToAgent, false) | (Direction::ToClient, true) => Impact::BreaksClients,
            // Old agents leave it out.
            (Direction::ToClient, false) => Impact::BreaksAgents,
        };
        if old.optional != new.optional {
            let text = if new.optional { "became optional" } else { "became mandatory" };
            self.add(impact, &subject, text, spans.0, spans.1);
        }
        self.condition(&subject, (old.condition.as_ref(), new.condition.as_ref()), spans);
        self.features(&subject, &old.features, &new.features, spans);
        let spans = (Some(old.ty_span), Some(new.ty_span));
        self.types(&subject, (Some(old.ty.clone()), Some(new.ty.clone()), direction), spans);
    }

    /// Clients must expect new values; an agent refuses values it does not know.
    fn enums(&mut self, old: &Enum, new: &Enum, direction: Direction) {
        let after: HashMap<&str, _> = new.values.iter().map(|value| (value.name.as_str(), value)).collect();
        for before in &old.values {
            let subject = format!("{}.{}", old.common.name, before.name);
            match after.get(before.name.as_str()) {
                Some(after) => {
                    let spans = (Some(before.span), Some(after.span));
                    if direction == Direction::ToAgent {
                        let conditions = (before.condition.as_ref(), after.condition.as_ref());
                        self.condition(&subject, conditions, spans);
                    }
                    self.features(&subject, &before.features, &after.features, spans);
                }
                None => {
                    let refused = direction == Direction::ToAgent;
                    let impact = if refused { Impact::BreaksClients } else { Impact::Compatible };
                    self.add(impact, &subject, "value removed", Some(before.span), None);
                }
            }
        }
        let known: HashSet<&str> = old.values.iter().map(|value| value.name.as_str()).collect();
        for after in new.values.iter().filter(|after| !known.contains(after.name.as_str())) {
            let subject = format!("{}.{}", old.common.name, after.name);
            self.add(Impact::Compatible, &subject, "value added", None, Some(after.span));
        }
    }

    /// Compares branches of the same JSON type; their names do not travel.
    fn alternates(&mut self, old: &Alternate, new: &Alternate, direction: Direction) {
        let name = &old.common.name;
        let mut matched = Vec::new();
        for before in &old.branches {
            let class = Shape::of(self.old, Some(&before.ty)).class();
            let after = new.branches.iter().find(|after| Shape::of(self.new, Some(&after.ty)).class() == class);
            let subject = format!("{name}.{}", before.name);
            match after {
                Some(after) => {
                    matched.push(after.name.as_str());
                    let spans = (Some(before.ty_span), Some(after.ty_span));
                    self.condition(&subject, (before.condition.as_ref(), after.condition.as_ref()), spans);
                    self.types(&subject, (Some(before.ty.clone()), Some(after.ty.clone()), direction), spans);
                }
                None => {
                    let refused = direction == Direction::ToAgent;
                    let impact = if refused { Impact::BreaksClients } else { Impact::BreaksAgents };
                    self.add(impact, &subject, "branch removed", Some(before.span), None);
                }
            }
        }
        for after in new.branches.iter().filter(|after| !matched.contains(&after.name.as_str())) {
            let unexpected = direction == Direction::ToClient;
            let impact = if unexpected { Impact::BreaksClients } else { Impact::Compatible };
            self.add(impact, &format!("{name}.{}", after.name), "branch added", None, Some(after.span));
        }
    }
}

fn named(name: Option<&str>) -> Option<TypeRef> {
    name.map(|name| TypeRef { ty: Type::Defined(name.into()), array: false })
}

/// Whether every value of `values` is a value of `receiver`, for types that are not of the same kind.
fn takes(receiver: &Shape<'_>, values: &Shape<'_>, schema: &Schema) -> bool {
    match (receiver, values) {
        (Shape::Builtin(Builtin::Any), _) => true,
        (Shape::Builtin(receiver), Shape::Builtin(values)) => takes_builtin(*receiver, *values),
        (Shape::Builtin(Builtin::Str), Shape::Enum(_)) => true,
        // A branch of the same JSON type is compared on its own.
        (Shape::Alternate(it), values) if !matches!(values, Shape::Alternate(_)) => {
            it.branches.iter().any(|branch| Shape::of(schema, Some(&branch.ty)).class() == values.class())
        }
        _ => false,
    }
}

fn takes_builtin(receiver: Builtin, values: Builtin) -> bool {
    match (range(receiver), range(values)) {
        (Some(receiver), Some(values)) => receiver.0 <= values.0 && values.1 <= receiver.1,
        (None, Some(_)) => receiver == Builtin::Number,
        _ => receiver == values || (receiver == Builtin::Str && values == Builtin::QType),
    }
}

/// The least and the greatest value of an integer type, as they are written.
fn range(builtin: Builtin) -> Option<(i128, i128)> {
    let range = match builtin {
        Builtin::Int | Builtin::Int64 => (i64::MIN.into(), i64::MAX.into()),
        Builtin::Int8 => (i8::MIN.into(), i8::MAX.into()),
        Builtin::Int16 => (i16::MIN.into(), i16::MAX.into()),
        Builtin::Int32 => (i32::MIN.into(), i32::MAX.into()),
        Builtin::Uint8 => (0, u8::MAX.into()),
        Builtin::Uint16 => (0, u16::MAX.into()),
        Builtin::Uint32 => (0, u32::MAX.into()),
        Builtin::Uint64 | Builtin::Size => (0, u64::MAX.into()),
        _ => return None,
    };
    Some(range)
}
