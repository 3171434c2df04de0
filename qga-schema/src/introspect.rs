//! Makes the answer of a server to `query-qmp-schema` from its schema.

use std::collections::{HashMap, HashSet};

use crate::entities::{EMPTY_OBJECT, arguments_name};
use crate::ir::{Arguments, Base, Builtin, Condition, Definition, Feature, Member, QTYPE_VALUES, Type, TypeRef};
use crate::schema::Schema;

/// How types are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeNames {
    /// As servers do: numbers, in the order of first mention, since names of types are no part of the interface.
    Masked,
    /// As in the schema, for people to read.
    Plain,
}

/// A command, event or type, as far as it shows on the wire.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SchemaInfo<'a> {
    /// The name; of types, as `TypeNames` says.
    pub name: String,
    /// The condition under which it exists.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub condition: Option<Condition>,
    /// What it is.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub meta: Meta<'a>,
    /// Its features.
    #[cfg_attr(feature = "serde", serde(serialize_with = "names", skip_serializing_if = "is_empty"))]
    pub features: &'a [Feature],
}

/// The properties of each kind of entity.
#[derive(Clone, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "meta-type", rename_all = "lowercase", rename_all_fields = "kebab-case")
)]
#[allow(missing_docs, reason = "the fields are named as in the protocol")]
pub enum Meta<'a> {
    /// A command with the names of its argument object and of its answer's type.
    Command {
        arg_type: String,
        ret_type: String,
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "std::ops::Not::not"))]
        allow_oob: bool,
    },
    /// An event with the name of its data's type.
    Event { arg_type: String },
    /// An object type, inherited members first. `tag` and `variants` are those of a union.
    Object {
        members: Vec<ObjectMember<'a>>,
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        tag: Option<&'a str>,
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
        variants: Vec<Variant<'a>>,
    },
    /// An alternate with the types of its branches.
    Alternate { members: Vec<AlternateMember<'a>> },
    /// An enum with its values, and the names of them alone, as servers before QEMU 6.2 answer.
    Enum { members: Vec<EnumMember<'a>>, values: Vec<&'a str> },
    /// An array with the type of its elements.
    Array { element_type: String },
    /// A predefined type with its JSON type.
    Builtin { json_type: &'static str },
}

impl Meta<'_> {
    /// The value of the member `meta-type`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Command { .. } => "command",
            Self::Event { .. } => "event",
            Self::Object { .. } => "object",
            Self::Alternate { .. } => "alternate",
            Self::Enum { .. } => "enum",
            Self::Array { .. } => "array",
            Self::Builtin { .. } => "builtin",
        }
    }
}

/// A member of an object type.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ObjectMember<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name of its type.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub ty: String,
    /// Whether it may be absent, on the wire `"default": null`.
    #[cfg_attr(
        feature = "serde",
        serde(rename = "default", serialize_with = "null", skip_serializing_if = "std::ops::Not::not")
    )]
    pub optional: bool,
    /// The condition under which it exists.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub condition: Option<&'a Condition>,
    /// Its features.
    #[cfg_attr(feature = "serde", serde(serialize_with = "names", skip_serializing_if = "is_empty"))]
    pub features: &'a [Feature],
}

/// A branch of a union.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Variant<'a> {
    /// The value of the tag.
    pub case: &'a str,
    /// The name of the type whose members it adds.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub ty: String,
    /// The condition under which it exists.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub condition: Option<&'a Condition>,
}

/// A branch of an alternate.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AlternateMember<'a> {
    /// The name of its type.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub ty: String,
    /// The condition under which it exists.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub condition: Option<&'a Condition>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EnumMember<'a> {
    /// The value.
    pub name: &'a str,
    /// The condition under which it exists.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub condition: Option<&'a Condition>,
    /// Its features.
    #[cfg_attr(feature = "serde", serde(serialize_with = "names", skip_serializing_if = "is_empty"))]
    pub features: &'a [Feature],
}

/// Writes the names of features.
#[cfg(feature = "serde")]
fn names<S: serde::Serializer>(features: &&[Feature], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(features.iter().map(|feature| &feature.name))
}

#[cfg(feature = "serde")]
fn is_empty(features: &&[Feature]) -> bool {
    features.is_empty()
}

/// Writes that a member has a default, which servers do not say.
#[cfg(feature = "serde")]
fn null<S: serde::Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// Lists all commands and events, in visiting order, and then the types they reach, in the order of mention.
///
/// Conditions are left to the caller: what has one exists only in builds where it holds.
pub fn introspect(schema: &Schema, names: TypeNames) -> Vec<SchemaInfo<'_>> {
    let mut work = Work { schema, names, numbers: HashMap::new(), mentioned: Vec::new(), seen: HashSet::new() };
    let mut infos: Vec<SchemaInfo<'_>> = Vec::new();
    for module in schema.entities() {
        for entity in module.entities {
            if let crate::entities::Entity::Definition(definition) = entity {
                infos.extend(work.conversation(definition));
            }
        }
    }
    let mut next = 0;
    while let Some(mentioned) = work.mentioned.get(next).copied() {
        next += 1;
        infos.push(work.type_info(&mentioned));
    }
    infos
}

/// A type that something mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Mentioned<'a> {
    Empty,
    Builtin(Builtin),
    Defined(&'a str),
    /// The arguments of a command or event.
    Arguments(&'a str),
}

/// A mentioned type, or an array of it.
type Mention<'a> = (Mentioned<'a>, bool);

struct Work<'a> {
    schema: &'a Schema,
    names: TypeNames,
    numbers: HashMap<Mentioned<'a>, usize>,
    mentioned: Vec<Mention<'a>>,
    seen: HashSet<Mention<'a>>,
}

impl<'a> Work<'a> {
    fn conversation(&mut self, definition: &'a Definition) -> Option<SchemaInfo<'a>> {
        let common = definition.common();
        let meta = match definition {
            Definition::Command(it) => {
                let arg_type = self.arguments(&common.name, &it.arguments);
                let ret_type = it.returns.as_ref().map(|returns| self.mention_ref(returns));
                let ret_type = ret_type.unwrap_or_else(|| self.mention((Mentioned::Empty, false)));
                Meta::Command { arg_type, ret_type, allow_oob: it.allow_oob }
            }
            Definition::Event(it) => Meta::Event { arg_type: self.arguments(&common.name, &it.arguments) },
            _ => return None,
        };
        let condition = common.condition.clone();
        Some(SchemaInfo { name: common.name.clone(), condition, features: &common.features, meta })
    }

    fn arguments(&mut self, owner: &'a str, arguments: &'a Arguments) -> String {
        let mentioned = match arguments {
            Arguments::None => Mentioned::Empty,
            Arguments::Inline(_) => Mentioned::Arguments(owner),
            Arguments::Named(name) => Mentioned::Defined(name),
        };
        self.mention((mentioned, false))
    }

    fn mention_ref(&mut self, ty: &'a TypeRef) -> String {
        let mentioned = match &ty.ty {
            // Integer types differ in range alone, which is not part of the answer.
            Type::Builtin(builtin) if builtin.is_integer() => Mentioned::Builtin(Builtin::Int),
            Type::Builtin(builtin) => Mentioned::Builtin(*builtin),
            Type::Defined(name) => Mentioned::Defined(name),
        };
        self.mention((mentioned, ty.array))
    }

    /// Queues a type; returns its name.
    fn mention(&mut self, mention: Mention<'a>) -> String {
        if self.seen.insert(mention) {
            self.mentioned.push(mention);
        }
        let (mentioned, array) = mention;
        if array {
            return format!("[{}]", self.mention((mentioned, false)));
        }
        let plain = match mentioned {
            Mentioned::Builtin(builtin) if builtin != Builtin::QType => return builtin.name().into(),
            _ if self.names == TypeNames::Masked => {
                let next = self.numbers.len();
                return self.numbers.entry(mentioned).or_insert(next).to_string();
            }
            Mentioned::Builtin(builtin) => builtin.name(),
            Mentioned::Empty => EMPTY_OBJECT,
            Mentioned::Defined(name) => name,
            Mentioned::Arguments(owner) => return arguments_name(owner),
        };
        plain.into()
    }

    fn type_info(&mut self, &(mentioned, array): &Mention<'a>) -> SchemaInfo<'a> {
        let name = self.mention((mentioned, array));
        let definition = match mentioned {
            Mentioned::Defined(name) | Mentioned::Arguments(name) => self.schema.get(name),
            _ => None,
        };
        let condition = definition.and_then(|definition| definition.common().condition.clone());
        if array {
            let meta = Meta::Array { element_type: self.mention((mentioned, false)) };
            return SchemaInfo { name, condition, features: &[], meta };
        }
        let (features, meta) = match (mentioned, definition) {
            (Mentioned::Builtin(Builtin::QType), _) => {
                let member = |name: &&'static str| EnumMember { name, condition: None, features: &[] };
                (&[][..], enumeration(QTYPE_VALUES.iter().map(member).collect()))
            }
            (Mentioned::Builtin(builtin), _) => (&[][..], Meta::Builtin { json_type: json_type(builtin) }),
            (Mentioned::Arguments(_), Some(Definition::Command(it))) => (&[][..], self.inline(&it.arguments)),
            (Mentioned::Arguments(_), Some(Definition::Event(it))) => (&[][..], self.inline(&it.arguments)),
            (_, Some(definition)) => (&definition.common().features[..], self.defined(definition)),
            (_, None) => (&[][..], object(Vec::new())),
        };
        SchemaInfo { name, condition, features, meta }
    }

    fn inline(&mut self, arguments: &'a Arguments) -> Meta<'a> {
        match arguments {
            Arguments::Inline(members) => object(self.members(members)),
            _ => object(Vec::new()),
        }
    }

    fn defined(&mut self, definition: &'a Definition) -> Meta<'a> {
        match definition {
            Definition::Enum(it) => {
                let values = it.values.iter();
                let members = values.map(|value| EnumMember {
                    name: &value.name,
                    condition: value.condition.as_ref(),
                    features: &value.features,
                });
                enumeration(members.collect())
            }
            Definition::Alternate(it) => {
                let branches = it.branches.iter();
                let members = branches.map(|branch| AlternateMember {
                    ty: self.mention_ref(&branch.ty),
                    condition: branch.condition.as_ref(),
                });
                Meta::Alternate { members: members.collect() }
            }
            Definition::Struct(it) => object(self.members(self.schema.members_of(&it.common.name))),
            Definition::Union(it) => {
                let members = match &it.base {
                    Base::Inline(members) => self.members(members),
                    Base::Named(base) => self.members(self.schema.members_of(base)),
                };
                let variants = it.branches.iter().map(|branch| {
                    let ty = branch.ty.as_deref().map_or(Mentioned::Empty, Mentioned::Defined);
                    Variant { case: &branch.tag, ty: self.mention((ty, false)), condition: branch.condition.as_ref() }
                });
                Meta::Object { variants: variants.collect(), members, tag: Some(&it.discriminator) }
            }
            Definition::Command(_) | Definition::Event(_) => object(Vec::new()),
        }
    }

    fn members(&mut self, members: impl IntoIterator<Item = &'a Member>) -> Vec<ObjectMember<'a>> {
        let member = |member: &'a Member| ObjectMember {
            name: &member.name,
            ty: self.mention_ref(&member.ty),
            optional: member.optional,
            condition: member.condition.as_ref(),
            features: &member.features,
        };
        members.into_iter().map(member).collect()
    }
}

fn object(members: Vec<ObjectMember<'_>>) -> Meta<'_> {
    Meta::Object { members, tag: None, variants: Vec::new() }
}

fn enumeration(members: Vec<EnumMember<'_>>) -> Meta<'_> {
    Meta::Enum { values: members.iter().map(|member| member.name).collect(), members }
}

fn json_type(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Str | Builtin::QType => "string",
        Builtin::Bool => "boolean",
        Builtin::Number => "number",
        Builtin::Null => "null",
        Builtin::Any => "value",
        _ => "int",
    }
}
