//! The checked schema: plain owned data in schema order, in QAPI's own words.
//!
//! A `Schema` is made by the checker alone, so its holder may rely on the rules of the
//! language: every type reference resolves, every discriminator is a mandatory enum member of the base, no two
//! members of one object collide.

use crate::doc::Doc;
use crate::source::Span;

/// One definition of the schema.
#[derive(Clone, Debug)]
pub enum Definition {
    /// `{ 'enum': … }`
    Enum(Enum),
    /// `{ 'struct': … }`
    Struct(Struct),
    /// `{ 'union': … }`
    Union(Union),
    /// `{ 'alternate': … }`
    Alternate(Alternate),
    /// `{ 'command': … }`
    Command(Command),
    /// `{ 'event': … }`
    Event(Event),
}

impl Definition {
    pub(crate) fn common_mut(&mut self) -> &mut Common {
        match self {
            Self::Enum(it) => &mut it.common,
            Self::Struct(it) => &mut it.common,
            Self::Union(it) => &mut it.common,
            Self::Alternate(it) => &mut it.common,
            Self::Command(it) => &mut it.common,
            Self::Event(it) => &mut it.common,
        }
    }

    /// What all kinds of definitions have in common.
    pub fn common(&self) -> &Common {
        match self {
            Self::Enum(it) => &it.common,
            Self::Struct(it) => &it.common,
            Self::Union(it) => &it.common,
            Self::Alternate(it) => &it.common,
            Self::Command(it) => &it.common,
            Self::Event(it) => &it.common,
        }
    }

    /// The defined name.
    pub fn name(&self) -> &str {
        &self.common().name
    }

    /// The definition key: `enum`, `struct`, `union`, `alternate`, `command` or `event`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Enum(_) => "enum",
            Self::Struct(_) => "struct",
            Self::Union(_) => "union",
            Self::Alternate(_) => "alternate",
            Self::Command(_) => "command",
            Self::Event(_) => "event",
        }
    }
}

/// What all kinds of definitions have in common.
#[derive(Clone, Debug)]
pub struct Common {
    /// The name, as written.
    pub name: String,
    /// The whole expression; its start is the definition's anchor in messages.
    pub span: Span,
    /// The name's own place.
    pub name_span: Span,
    /// Its module (source file): an index into `Schema::modules`.
    pub module: usize,
    /// The condition under which it exists.
    pub condition: Option<Condition>,
    /// Its features, in source order.
    pub features: Vec<Feature>,
    /// Its documentation block.
    pub doc: Option<Doc>,
}

/// An enumeration of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Name, place, condition, features, documentation.
    pub common: Common,
    /// The values, in source order.
    pub values: Vec<EnumValue>,
    /// The prefix meant for C constant names.
    pub prefix: Option<String>,
}

/// One value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value as it travels.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// The condition under which it exists.
    pub condition: Option<Condition>,
    /// Its features.
    pub features: Vec<Feature>,
}

/// An object type with fixed members.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Name, place, condition, features, documentation.
    pub common: Common,
    /// The struct whose members come first.
    pub base: Option<String>,
    /// The place of the base's name; without one, of the definition's name.
    pub base_span: Span,
    /// Its own members, in source order; see `Schema::members_of` for all of them.
    pub members: Vec<Member>,
}

/// A member of an object type, or an argument of a command or event.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name as it travels, without the mark for optional ones.
    pub name: String,
    /// The place of the name.
    pub span: Span,
    /// The type of its value.
    pub ty: TypeRef,
    /// The place of the type's name.
    pub ty_span: Span,
    /// Whether it may be absent.
    pub optional: bool,
    /// The condition under which it exists.
    pub condition: Option<Condition>,
    /// Its features.
    pub features: Vec<Feature>,
}

/// A reference to a type, or to an array of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The type itself, or the type of the array's elements.
    pub ty: Type,
    /// Whether it is an array.
    pub array: bool,
}

/// A type: predefined, or defined by the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A type of the language.
    Builtin(Builtin),
    /// An enum, struct, union or alternate of the schema, by name; it exists.
    Defined(String),
}

/// The predefined types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the schema language's own")]
pub enum Builtin {
    Str,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Size,
    Number,
    Null,
    Any,
    QType,
}

/// All predefined types, with the name each one has in a schema.
pub const BUILTINS: [(&str, Builtin); 16] = [
    ("str", Builtin::Str),
    ("number", Builtin::Number),
    ("int", Builtin::Int),
    ("int8", Builtin::Int8),
    ("int16", Builtin::Int16),
    ("int32", Builtin::Int32),
    ("int64", Builtin::Int64),
    ("uint8", Builtin::Uint8),
    ("uint16", Builtin::Uint16),
    ("uint32", Builtin::Uint32),
    ("uint64", Builtin::Uint64),
    ("size", Builtin::Size),
    ("bool", Builtin::Bool),
    ("any", Builtin::Any),
    ("null", Builtin::Null),
    ("QType", Builtin::QType),
];

/// The values of the predefined enum `QType`.
pub const QTYPE_VALUES: [&str; 7] = ["none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"];

impl Builtin {
    /// The name in a schema.
    pub fn name(self) -> &'static str {
        BUILTINS.iter().find(|(_, builtin)| *builtin == self).map_or("", |(name, _)| name)
    }

    /// The predefined type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        BUILTINS.iter().find(|(known, _)| *known == name).map(|(_, builtin)| *builtin)
    }

    /// Whether it is one of the integer types.
    pub fn is_integer(self) -> bool {
        use Builtin::{Int, Int8, Int16, Int32, Int64, Size, Uint8, Uint16, Uint32, Uint64};
        matches!(self, Int | Int8 | Int16 | Int32 | Int64 | Uint8 | Uint16 | Uint32 | Uint64 | Size)
    }
}

impl Type {
    /// The name in a schema.
    pub fn name(&self) -> &str {
        match self {
            Self::Builtin(builtin) => builtin.name(),
            Self::Defined(name) => name,
        }
    }
}

/// An object type whose further members depend on the value of one of them.
#[derive(Clone, Debug)]
pub struct Union {
    /// Name, place, condition, features, documentation.
    pub common: Common,
    /// The members all branches share.
    pub base: Base,
    /// The place of the base.
    pub base_span: Span,
    /// The name of the base member that selects the branch: mandatory, unconditional, of an enum type.
    pub discriminator: String,
    /// The place of the discriminator's name.
    pub discriminator_span: Span,
    /// The branches: explicit ones in source order, then the empty ones of the remaining values in enum order.
    pub branches: Vec<Branch>,
}

/// The common members of a union.
#[derive(Clone, Debug)]
pub enum Base {
    /// A struct type, by name.
    Named(String),
    /// Members written in place.
    Inline(Vec<Member>),
}

/// What a union adds for one value of its discriminator.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The value of the discriminator that selects it.
    pub tag: String,
    /// The place of the tag; for an implicit branch, of the discriminator.
    pub span: Span,
    /// The struct or union whose members it adds, by name; none for an implicit, empty branch.
    pub ty: Option<String>,
    /// The place of the type's name; for an implicit branch, of the discriminator.
    pub ty_span: Span,
    /// The condition under which it exists.
    pub condition: Option<Condition>,
}

/// A value of one of several types, distinguished by their JSON type.
#[derive(Clone, Debug)]
pub struct Alternate {
    /// Name, place, condition, features, documentation.
    pub common: Common,
    /// The possible types, in source order.
    pub branches: Vec<Alternative>,
}

/// One possible type of an alternate.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Its name, which does not travel.
    pub name: String,
    /// The place of the name.
    pub span: Span,
    /// The type.
    pub ty: TypeRef,
    /// The place of the type's name.
    pub ty_span: Span,
    /// The condition under which it exists.
    pub condition: Option<Condition>,
}

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    /// Name, place, condition, features, documentation.
    pub common: Common,
    /// Its arguments.
    pub arguments: Arguments,
    /// The place of the arguments; without any, of the command's name.
    pub arguments_span: Span,
    /// The type of the answer; none is an empty object.
    pub returns: Option<TypeRef>,
    /// The place of the result's type; without one, of the command's name.
    pub returns_span: Span,
    /// Whether the handler takes the arguments as one value; nothing on the wire.
    pub boxed: bool,
    /// Whether marshalling code is to be generated.
    pub generate: bool,
    /// Whether success has an answer.
    pub success_response: bool,
    /// Whether it may run out of band.
    pub allow_oob: bool,
    /// Whether it is available before the machine is built.
    pub allow_preconfig: bool,
    /// Whether its handler may run in a coroutine.
    pub coroutine: bool,
}

/// The arguments of a command or the data of an event.
#[derive(Clone, Debug)]
pub enum Arguments {
    /// No arguments.
    None,
    /// Arguments written in place; never empty.
    Inline(Vec<Member>),
    /// A struct, or with `boxed` a struct or union, by name.
    Named(String),
}

/// A message that the server sends without a request.
#[derive(Clone, Debug)]
pub struct Event {
    /// Name, place, condition, features, documentation.
    pub common: Common,
    /// Its data.
    pub arguments: Arguments,
    /// The place of the data; without any, of the event's name.
    pub arguments_span: Span,
    /// Whether the data is handed over as one value; nothing on the wire.
    pub boxed: bool,
}

/// A build condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The symbol is defined.
    Symbol(String),
    /// All of them hold; never empty.
    All(Vec<Condition>),
    /// At least one holds; never empty.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A preprocessor expression of an old schema that has no structured form.
    Raw(String),
}

impl Condition {
    /// Whether it holds where these symbols are defined.
    pub fn holds(&self, defined: &impl Fn(&str) -> bool) -> bool {
        match self {
            Condition::Symbol(symbol) | Condition::Raw(symbol) => defined(symbol),
            Condition::All(list) => list.iter().all(|it| it.holds(defined)),
            Condition::Any(list) => list.iter().any(|it| it.holds(defined)),
            Condition::Not(inner) => !inner.holds(defined),
        }
    }
}

/// A named property that syntax cannot show.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its name; `deprecated` and `unstable` have a meaning of their own.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// The condition under which it exists.
    pub condition: Option<Condition>,
}

/// The JSON types by which the branches of an alternate are distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonClass {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number, whole or not.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonClass {
    /// The class of a predefined type; none for `any`, whose values are of all classes.
    pub fn of_builtin(builtin: Builtin) -> Option<Self> {
        match builtin {
            Builtin::Null => Some(Self::Null),
            Builtin::Bool => Some(Self::Boolean),
            Builtin::Str | Builtin::QType => Some(Self::String),
            Builtin::Number => Some(Self::Number),
            Builtin::Any => None,
            _ => Some(Self::Number),
        }
    }

    /// The name of its values in messages.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}
