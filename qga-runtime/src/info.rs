//! Constants that describe a schema's commands and types.

/// The static facts of a command.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// One line on what it does.
    pub summary: &'static str,
    /// Its documentation, without members, return value and errors.
    pub doc: &'static str,
    /// Its arguments, in schema order.
    pub arguments: &'static [MemberInfo],
    /// The type of its result; `None` for an empty object.
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

impl CommandInfo {
    /// A command without arguments, result and documentation.
    pub const fn new(name: &'static str) -> Self {
        CommandInfo {
            name,
            summary: "",
            doc: "",
            arguments: &[],
            returns: None,
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: None,
            features: &[],
            since: "",
        }
    }

    /// Whether its answer may hold bytes in base64, so that it may rightly be long.
    pub fn returns_payload(&self) -> bool {
        self.returns.as_ref().is_some_and(|returns| returns.holds_bytes(MAX_DEPTH))
    }
}

/// Bytes are looked for in types so deep in others; types may hold themselves.
const MAX_DEPTH: u32 = 8;

/// The facts that a dispatcher needs about a command. An agent links these only, not the documentation.
#[derive(Clone, Copy, Debug)]
pub struct CommandFacts {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether success is answered at all.
    pub success_response: bool,
}

impl CommandFacts {
    pub(crate) const fn of(info: &CommandInfo) -> Self {
        CommandFacts { name: info.name, success_response: info.success_response }
    }
}

/// A feature flag of a schema entity.
#[derive(Clone, Copy, Debug)]
pub struct FeatureInfo {
    /// The flag.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
}

impl FeatureInfo {
    /// A flag without documentation.
    pub const fn new(name: &'static str) -> Self {
        FeatureInfo { name, doc: "", condition: None }
    }

    /// The same flag, documented.
    #[must_use]
    pub const fn doc(self, doc: &'static str) -> Self {
        FeatureInfo { doc, ..self }
    }

    /// The same flag, under a condition.
    #[must_use]
    pub const fn when(self, condition: &'static str) -> Self {
        FeatureInfo { condition: Some(condition), ..self }
    }
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
    /// Whether its value must not be printed.
    pub secret: bool,
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
    /// Its features.
    pub features: &'static [FeatureInfo],
}

impl MemberInfo {
    /// A mandatory member without documentation.
    pub const fn new(name: &'static str, ty: TypeInfo) -> Self {
        MemberInfo { name, doc: "", ty, optional: false, secret: false, condition: None, features: &[] }
    }

    /// The same member, documented.
    #[must_use]
    pub const fn doc(self, doc: &'static str) -> Self {
        MemberInfo { doc, ..self }
    }

    /// The same member, which may be absent.
    #[must_use]
    pub const fn optional(self) -> Self {
        MemberInfo { optional: true, ..self }
    }

    /// The same member, whose value must not be printed.
    #[must_use]
    pub const fn secret(self) -> Self {
        MemberInfo { secret: true, ..self }
    }

    /// The same member, under a condition.
    #[must_use]
    pub const fn when(self, condition: &'static str) -> Self {
        MemberInfo { condition: Some(condition), ..self }
    }

    /// The same member, with features.
    #[must_use]
    pub const fn features(self, features: &'static [FeatureInfo]) -> Self {
        MemberInfo { features, ..self }
    }
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
    /// A union: the members every branch has, and the branches.
    Union(&'static ObjectInfo),
    /// One of several types, chosen by JSON type.
    Alternate(&'static AlternateInfo),
    /// A list.
    Array(&'static TypeInfo),
}

impl TypeInfo {
    fn holds_bytes(&self, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let any_member = |members: &[MemberInfo]| members.iter().any(|member| member.ty.holds_bytes(depth));
        match self {
            TypeInfo::Bytes => true,
            TypeInfo::Array(element) => element.holds_bytes(depth),
            TypeInfo::Alternate(info) => any_member(info.branches),
            TypeInfo::Object(info) | TypeInfo::Union(info) => {
                let mut branches = info.branches.iter().filter_map(|branch| branch.ty.as_ref());
                any_member(info.members) || branches.any(|branch| branch.holds_bytes(depth))
            }
            _ => false,
        }
    }

    /// A signed integer of 8 bits.
    pub const INT8: Self = TypeInfo::Int { min: -0x80, max: 0x7f };
    /// A signed integer of 16 bits.
    pub const INT16: Self = TypeInfo::Int { min: -0x8000, max: 0x7fff };
    /// A signed integer of 32 bits.
    pub const INT32: Self = TypeInfo::Int { min: -0x8000_0000, max: 0x7fff_ffff };
    /// A signed integer of 64 bits.
    pub const INT64: Self = TypeInfo::Int { min: i64::MIN, max: i64::MAX };
    /// An unsigned integer of 8 bits.
    pub const UINT8: Self = TypeInfo::Uint { max: 0xff };
    /// An unsigned integer of 16 bits.
    pub const UINT16: Self = TypeInfo::Uint { max: 0xffff };
    /// An unsigned integer of 32 bits.
    pub const UINT32: Self = TypeInfo::Uint { max: 0xffff_ffff };
    /// An unsigned integer of 64 bits.
    pub const UINT64: Self = TypeInfo::Uint { max: u64::MAX };
}

/// An enumeration.
#[derive(Clone, Copy, Debug)]
pub struct EnumInfo {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its values, in schema order.
    pub values: &'static [ValueInfo],
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
    /// Its features.
    pub features: &'static [FeatureInfo],
}

impl EnumInfo {
    /// An enumeration without values.
    pub const fn new(name: &'static str) -> Self {
        EnumInfo { name, values: &[], condition: None, features: &[] }
    }
}

/// One value of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct ValueInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
    /// Its features.
    pub features: &'static [FeatureInfo],
}

impl ValueInfo {
    /// A value without documentation.
    pub const fn new(name: &'static str) -> Self {
        ValueInfo { name, doc: "", condition: None, features: &[] }
    }

    /// The same value, documented.
    #[must_use]
    pub const fn doc(self, doc: &'static str) -> Self {
        ValueInfo { doc, ..self }
    }

    /// The same value, under a condition.
    #[must_use]
    pub const fn when(self, condition: &'static str) -> Self {
        ValueInfo { condition: Some(condition), ..self }
    }

    /// The same value, with features.
    #[must_use]
    pub const fn features(self, features: &'static [FeatureInfo]) -> Self {
        ValueInfo { features, ..self }
    }
}

/// A struct or union.
#[derive(Clone, Copy, Debug)]
pub struct ObjectInfo {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its members, inherited ones first; of a union, those that every branch has.
    pub members: &'static [MemberInfo],
    /// Of a union, the member that selects the branch.
    pub discriminator: Option<&'static str>,
    /// Of a union, its branches; those that add no member come last.
    pub branches: &'static [BranchInfo],
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
    /// Its features.
    pub features: &'static [FeatureInfo],
}

impl ObjectInfo {
    /// An object without members.
    pub const fn new(name: &'static str) -> Self {
        ObjectInfo { name, members: &[], discriminator: None, branches: &[], condition: None, features: &[] }
    }
}

/// The branch of a union for one value of its discriminator.
#[derive(Clone, Copy, Debug)]
pub struct BranchInfo {
    /// The value of the discriminator.
    pub name: &'static str,
    /// The struct or union whose members it adds, if it adds any.
    pub ty: Option<TypeInfo>,
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
}

impl BranchInfo {
    /// A branch that adds no member.
    pub const fn new(name: &'static str) -> Self {
        BranchInfo { name, ty: None, condition: None }
    }

    /// The same branch, with the members of a type.
    #[must_use]
    pub const fn ty(self, ty: TypeInfo) -> Self {
        BranchInfo { ty: Some(ty), ..self }
    }

    /// The same branch, under a condition.
    #[must_use]
    pub const fn when(self, condition: &'static str) -> Self {
        BranchInfo { condition: Some(condition), ..self }
    }
}

/// An alternate.
#[derive(Clone, Copy, Debug)]
pub struct AlternateInfo {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its branches; `name` is the branch's.
    pub branches: &'static [MemberInfo],
    /// When it exists, as a C-like condition.
    pub condition: Option<&'static str>,
    /// Its features.
    pub features: &'static [FeatureInfo],
}

impl AlternateInfo {
    /// An alternate without branches.
    pub const fn new(name: &'static str) -> Self {
        AlternateInfo { name, branches: &[], condition: None, features: &[] }
    }
}
