//! A schema as one build has it, or as all builds have it.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::ir::{
    Alternate, Alternative, Arguments, Builtin, Condition, Definition, Feature, Member, QTYPE_VALUES, Type, TypeRef,
};
use crate::schema::Schema;
use crate::source::Span;

/// A schema without what does not exist.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) schema: &'a Schema,
    /// The defined symbols; none if any may be defined.
    pub(super) defines: Option<&'a HashSet<String>>,
}

impl<'a> View<'a> {
    /// Whether something exists, or may exist, under a condition.
    fn has(&self, condition: Option<&Condition>) -> bool {
        match (condition, self.defines) {
            (Some(condition), Some(defines)) => condition.holds(&|symbol| defines.contains(symbol)),
            _ => true,
        }
    }

    pub(super) fn definitions(&self) -> impl Iterator<Item = &'a Definition> + use<'a> {
        let view = *self;
        self.schema.definitions().filter(move |it| view.has(it.common().condition.as_ref()))
    }

    /// The definition of a name, if it exists.
    pub(super) fn defined(&self, name: &str) -> Option<&'a Definition> {
        self.schema.get(name).filter(|it| self.has(it.common().condition.as_ref()))
    }

    pub(super) fn features<'f>(&self, features: &'f [Feature]) -> Vec<&'f Feature> {
        features.iter().filter(|it| self.has(it.condition.as_ref())).collect()
    }

    pub(super) fn alternatives(&self, alternate: &'a Alternate) -> Vec<&'a Alternative> {
        alternate.branches.iter().filter(|it| self.has(it.condition.as_ref())).collect()
    }

    /// The values of an enum.
    pub(super) fn values(&self, ty: &Type) -> Option<Values<'a>> {
        match ty {
            Type::Builtin(Builtin::QType) => {
                let value = |name: &&'static str| (*name, EnumValue { condition: None, features: &[], span: None });
                Some(Values { name: Builtin::QType.name(), list: QTYPE_VALUES.iter().map(value).collect() })
            }
            Type::Builtin(_) => None,
            Type::Defined(name) => {
                let Some(Definition::Enum(it)) = self.schema.get(name) else { return None };
                let values = it.values.iter().filter(|it| self.has(it.condition.as_ref()));
                let value = |it: &'a crate::ir::EnumValue| {
                    let (condition, features) = (it.condition.as_ref(), &it.features[..]);
                    (it.name.as_str(), EnumValue { condition, features, span: Some(it.span) })
                };
                Some(Values { name: &it.common.name, list: values.map(value).collect() })
            }
        }
    }

    /// Arguments or the data of an event, as an object.
    pub(super) fn arguments(&self, arguments: &'a Arguments) -> Object<'a> {
        match arguments {
            Arguments::Named(name) => self.object(Some(name)),
            Arguments::None | Arguments::Inline(_) => self.object_of(self.schema.arguments_of(arguments)),
        }
    }

    /// The object type of a name; without one, the empty object.
    pub(super) fn object(&self, name: Option<&str>) -> Object<'a> {
        let mut object = self.object_of(name.map(|name| self.schema.members_of(name)).unwrap_or_default());
        if let Some(Definition::Union(it)) = name.and_then(|name| self.schema.get(name)) {
            object.tag = Some(&it.discriminator);
            object.branches.extend(it.branches.iter().filter(|it| self.has(it.condition.as_ref())).map(|branch| {
                let ty = branch.ty.as_deref();
                // An implicit branch exists with its value, whose condition is compared with the enum.
                let condition = branch.condition.as_ref().filter(|_| ty.is_some());
                (branch.tag.as_str(), Variant { ty, condition, span: ty.map(|_| branch.span) })
            }));
        }
        object
    }

    fn object_of(&self, members: Vec<&'a Member>) -> Object<'a> {
        let members = members.into_iter().filter(|it| self.has(it.condition.as_ref()));
        let members = members.map(|member| (member.name.as_str(), member)).collect();
        Object { members, tag: None, branches: IndexMap::new() }
    }
}

/// The values of an enum.
pub(super) struct Values<'a> {
    pub(super) name: &'a str,
    pub(super) list: IndexMap<&'a str, EnumValue<'a>>,
}

/// One value of an enum.
pub(super) struct EnumValue<'a> {
    pub(super) condition: Option<&'a Condition>,
    pub(super) features: &'a [Feature],
    pub(super) span: Option<Span>,
}

/// A branch of a union: its members, condition and place.
#[derive(Clone, Copy, Default)]
pub(super) struct Variant<'a> {
    pub(super) ty: Option<&'a str>,
    pub(super) condition: Option<&'a Condition>,
    pub(super) span: Option<Span>,
}

/// An object type as it shows on the wire.
pub(super) struct Object<'a> {
    pub(super) members: IndexMap<&'a str, &'a Member>,
    /// The tag, and what each of its values adds; nothing for a struct.
    pub(super) tag: Option<&'a str>,
    pub(super) branches: IndexMap<&'a str, Variant<'a>>,
}

/// How a type is called in a message.
pub(super) fn type_name(ty: Option<&TypeRef>) -> String {
    match ty {
        None => "nothing".into(),
        Some(TypeRef { ty, array: true }) => format!("[{}]", ty.name()),
        Some(TypeRef { ty, .. }) => ty.name().into(),
    }
}
