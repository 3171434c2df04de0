//! Compares types by the values they let through.

use super::reads::{Reads, reads};
use super::view::{Values, View, type_name};
use super::{Diff, Impact, Pair, Spans};
use crate::ir::{Alternate, Builtin, Definition, JsonClass, Type, TypeRef};
use crate::usage::Reader;

/// What a type is on the wire.
pub(super) enum Shape<'a> {
    Array(TypeRef),
    Builtin(Builtin),
    Enum(Values<'a>),
    Alternate(&'a Alternate),
    /// A struct or union, or without a name the empty object.
    Object(Option<&'a str>),
}

impl<'a> Shape<'a> {
    pub(super) fn of(view: View<'a>, ty: Option<&TypeRef>) -> Self {
        let Some(ty) = ty else { return Self::Object(None) };
        if ty.array {
            return Self::Array(TypeRef { ty: ty.ty.clone(), array: false });
        }
        if let Some(values) = view.values(&ty.ty) {
            return Self::Enum(values);
        }
        match &ty.ty {
            Type::Builtin(Builtin::Int) => Self::Builtin(Builtin::Int64),
            Type::Builtin(Builtin::Size) => Self::Builtin(Builtin::Uint64),
            Type::Builtin(builtin) => Self::Builtin(*builtin),
            Type::Defined(name) => match view.schema.get(name) {
                Some(Definition::Alternate(it)) => Self::Alternate(it),
                other => Self::Object(other.map(Definition::name)),
            },
        }
    }

    /// The JSON type of its values; none if there are several.
    pub(super) fn class(&self) -> Option<JsonClass> {
        match self {
            Self::Array(_) => Some(JsonClass::Array),
            Self::Builtin(builtin) => JsonClass::of_builtin(*builtin),
            Self::Enum(_) => Some(JsonClass::String),
            Self::Alternate(_) => None,
            Self::Object(_) => Some(JsonClass::Object),
        }
    }
}

/// Types to compare, and what they are the types of.
pub(super) struct Todo {
    subject: String,
    pair: Pair,
    spans: Spans,
}

impl<'a> Diff<'a> {
    /// Notes two types to be compared.
    pub(super) fn types(&mut self, subject: &str, pair: Pair, spans: Spans) {
        self.todo.push_back(Todo { subject: subject.into(), pair, spans });
    }

    /// Compares all types noted so far, and those they lead to.
    pub(super) fn follow_types(&mut self) {
        while let Some(todo) = self.todo.pop_front() {
            self.compare(todo);
        }
    }

    /// Compares what a command answers. A client that expects nothing takes any answer.
    pub(super) fn returns(&mut self, subject: &str, (old, new): (Option<&TypeRef>, Option<&TypeRef>), spans: Spans) {
        let (some, added) = match (old, new) {
            (None, None) => return,
            (Some(_), Some(_)) => return self.types(subject, (old.cloned(), new.cloned(), Reader::Client), spans),
            (Some(old), None) => (Shape::of(self.old, Some(old)), false),
            (None, Some(new)) => (Shape::of(self.new, Some(new)), true),
        };
        if let Shape::Object(_) = some {
            return self.types(subject, (old.cloned(), new.cloned(), Reader::Client), spans);
        }
        // Where nothing was expected before, only new clients have something to read.
        let impact = match some {
            Shape::Builtin(Builtin::Any) => Impact::NONE,
            Shape::Alternate(_) => Impact::certain(!added, added).possibly(),
            _ => Impact::certain(!added, added),
        };
        let text = format!("type changed from {} to {}", type_name(old), type_name(new));
        self.add(impact, subject, &text, spans.0, spans.1);
    }

    fn compare(&mut self, todo: Todo) {
        let Todo { subject, pair: (old, new, reader), spans } = todo;
        let before = Shape::of(self.old, old.as_ref());
        let after = Shape::of(self.new, new.as_ref());
        // Changes inside of named types are reported once for each reader, where they are first used.
        let inside = matches!(
            (&before, &after),
            (Shape::Enum(_), Shape::Enum(_))
                | (Shape::Alternate(_), Shape::Alternate(_))
                | (Shape::Object(_), Shape::Object(_))
        );
        if inside && !self.seen.insert((old.clone(), new.clone(), reader)) {
            return;
        }
        if let (true, Some(TypeRef { ty: Type::Defined(old), .. }), Some(TypeRef { ty: Type::Defined(new), .. })) =
            (inside, &old, &new)
        {
            self.type_features(old, new);
        }
        match (&before, &after) {
            (Shape::Array(old), Shape::Array(new)) => {
                return self.types(&subject, (Some(old.clone()), Some(new.clone()), reader), spans);
            }
            (Shape::Enum(old), Shape::Enum(new)) => return self.enums(old, new, reader),
            (Shape::Alternate(old), Shape::Alternate(new)) => return self.alternates(old, new, reader),
            (Shape::Object(old), Shape::Object(new)) => {
                let (before, after) = (self.old.object(*old), self.new.object(*new));
                return self.objects(old.or(*new).unwrap_or(&subject), &before, &after, reader);
            }
            (Shape::Builtin(old), Shape::Builtin(new)) if old == new => return,
            _ => {}
        }
        let by_new = reads(reader, (&after, self.new), &before, self.old);
        let by_old = reads(reader, (&before, self.old), &after, self.new);
        let impact = match reader {
            // A new client need not send what an old agent does not take, as long as that takes something.
            Reader::Agent => Impact::certain(by_new < Reads::All, by_old == Reads::None),
            Reader::Client => Impact::certain(by_old < Reads::All, by_new < Reads::All),
        };
        let text = format!("type changed from {} to {}", type_name(old.as_ref()), type_name(new.as_ref()));
        self.add(impact, &subject, &text, spans.0, spans.1);
        if let Some((old, new)) = self.common_branch((&before, old), (&after, new)) {
            self.types(&subject, (old, new, reader), spans);
        }
    }

    /// Compares the values of enums. A lenient reader keeps unknown ones.
    fn enums(&mut self, old: &Values<'_>, new: &Values<'_>, reader: Reader) {
        let gone = Impact::certain(!reader.is_lenient(), false);
        for (name, before) in &old.list {
            let subject = format!("{}.{name}", old.name);
            match new.list.get(name) {
                Some(after) => {
                    let spans = (before.span, after.span);
                    if !reader.is_lenient() {
                        self.condition(&subject, (before.condition, after.condition), (gone, Impact::NONE), spans);
                    }
                    self.features(&subject, before.features, after.features, spans);
                }
                None => self.add(gone, &subject, "value removed", before.span, None),
            }
        }
        for (name, after) in new.list.iter().filter(|(name, _)| !old.list.contains_key(*name)) {
            let subject = format!("{}.{name}", old.name);
            self.add(Impact::NONE, &subject, "value added", None, after.span);
        }
    }
}
