//! A command as a type, and what its schema says of it as constants.

use crate::marshal::Marshal;
use crate::unmarshal::{Object, Unmarshal};

/// A request struct: the value *is* the command and its arguments.
pub trait Command: Object {
    /// What the schema says of it.
    const INFO: CommandInfo;

    /// Its name on the wire.
    const NAME: &'static str = Self::INFO.name;

    /// What it answers with; `()` travels as `{}`.
    type Returns: Marshal + Unmarshal;
}

/// An enumeration of the schema.
pub trait QapiEnum: Sized {
    /// Every value, in schema order.
    const NAMES: &'static [&'static str];

    /// The value with this name.
    fn from_name(name: &str) -> Option<Self>;

    /// The value's name on the wire.
    fn name(&self) -> &str;

    /// Keeps a name the schema does not know, for types that travel to the client only.
    fn other(_name: &str) -> Option<Self> {
        None
    }
}

/// The static facts of a command.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// One line on what it does.
    pub summary: &'static str,
    /// All its documentation but for members, return value and errors.
    pub doc: &'static str,
    /// Its arguments, in schema order.
    pub arguments: &'static [MemberInfo],
    /// What it returns, unless that is nothing.
    pub returns: Option<TypeInfo>,
    /// The documentation of the return value.
    pub returns_doc: &'static str,
    /// The documentation of the errors.
    pub errors_doc: &'static str,
    /// Whether success is answered at all.
    pub success_response: bool,
    /// Whether it may run out of band.
    pub allow_oob: bool,
    /// Whether it may run before the machine is configured.
    pub allow_preconfig: bool,
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
    /// Its features.
    pub features: &'static [FeatureInfo],
    /// The version that introduced it.
    pub since: &'static str,
}

/// A feature flag of a schema entity.
#[derive(Clone, Copy, Debug)]
pub struct FeatureInfo {
    /// The flag.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// One member of an argument list, struct, union or alternate.
#[derive(Clone, Copy, Debug)]
pub struct MemberInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its type.
    pub ty: TypeInfo,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether its value must not be shown.
    pub secret: bool,
    /// Names of its features.
    pub features: &'static [&'static str],
}

/// A type of the schema.
#[derive(Clone, Copy, Debug)]
pub enum TypeInfo {
    /// A string.
    Str,
    /// A boolean.
    Bool,
    /// A signed integer.
    Int {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// An unsigned integer.
    Uint {
        /// The largest value.
        max: u64,
    },
    /// A floating point number.
    Number,
    /// `null`.
    Null,
    /// Any JSON value.
    Any,
    /// Bytes, in base64.
    Bytes,
    /// One of a set of names.
    Enum(&'static EnumInfo),
    /// A struct.
    Object(&'static ObjectInfo),
    /// A union: the members every branch has.
    Union(&'static ObjectInfo),
    /// One of several types told apart by their JSON type.
    Alternate(&'static AlternateInfo),
    /// A list.
    Array(&'static TypeInfo),
}

/// An enumeration.
#[derive(Clone, Copy, Debug)]
pub struct EnumInfo {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its values, in schema order.
    pub values: &'static [ValueInfo],
}

/// One value of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct ValueInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// A struct or union.
#[derive(Clone, Copy, Debug)]
pub struct ObjectInfo {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its members, inherited ones first.
    pub members: &'static [MemberInfo],
}

/// An alternate.
#[derive(Clone, Copy, Debug)]
pub struct AlternateInfo {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its branches; `name` is the branch's.
    pub branches: &'static [MemberInfo],
}
