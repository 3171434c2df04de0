// Generated from collisions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Same`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Same {
        /// `a-b`
        AB,
        /// `A-b`
        AB2,
        /// `a--b`
        AB3,
        /// `ab`
        Ab,
        /// `aB`
        AB4,
        /// `other`
        Other,
        /// `Other`
        Other2,
        /// `self`
        Self_,
        /// `Self`
        Self2,
        /// `x-`
        X,
        /// `none`
        None,
    }

    ::qga_runtime::wire_enum! {
        Same {
            AB = "a-b",
            AB2 = "A-b",
            AB3 = "a--b",
            Ab = "ab",
            AB4 = "aB",
            Other = "other",
            Other2 = "Other",
            Self_ = "self",
            Self2 = "Self",
            X = "x-",
            None = "none",
        }
    }

    /// The schema's description of [`Same`].
    pub static SAME: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("a-b"),
            ::qga_runtime::ValueInfo::new("A-b"),
            ::qga_runtime::ValueInfo::new("a--b"),
            ::qga_runtime::ValueInfo::new("ab"),
            ::qga_runtime::ValueInfo::new("aB"),
            ::qga_runtime::ValueInfo::new("other"),
            ::qga_runtime::ValueInfo::new("Other"),
            ::qga_runtime::ValueInfo::new("self"),
            ::qga_runtime::ValueInfo::new("Self"),
            ::qga_runtime::ValueInfo::new("x-"),
            ::qga_runtime::ValueInfo::new("none"),
        ],
        ..::qga_runtime::EnumInfo::new("Same")
    };

    /// The values of `Digits`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Digits {
        /// `0`
        _0,
        /// `1g`
        _1g,
        /// `1G`
        _1g2,
        /// `1-g`
        _1G,
        /// `2-3`
        _2_3,
        /// `23`
        _23,
        /// `10_1`
        _10_1,
        /// `1e3`
        _1e3,
        /// `8021x`
        _8021x,
        /// `r1`
        R1,
        /// `r-1`
        R1_2,
        /// `r1-1`
        R1_1,
    }

    ::qga_runtime::wire_enum! {
        Digits {
            _0 = "0",
            _1g = "1g",
            _1g2 = "1G",
            _1G = "1-g",
            _2_3 = "2-3",
            _23 = "23",
            _10_1 = "10_1",
            _1e3 = "1e3",
            _8021x = "8021x",
            R1 = "r1",
            R1_2 = "r-1",
            R1_1 = "r1-1",
        }
    }

    /// The schema's description of [`Digits`].
    pub static DIGITS: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("0"),
            ::qga_runtime::ValueInfo::new("1g"),
            ::qga_runtime::ValueInfo::new("1G"),
            ::qga_runtime::ValueInfo::new("1-g"),
            ::qga_runtime::ValueInfo::new("2-3"),
            ::qga_runtime::ValueInfo::new("23"),
            ::qga_runtime::ValueInfo::new("10_1"),
            ::qga_runtime::ValueInfo::new("1e3"),
            ::qga_runtime::ValueInfo::new("8021x"),
            ::qga_runtime::ValueInfo::new("r1"),
            ::qga_runtime::ValueInfo::new("r-1"),
            ::qga_runtime::ValueInfo::new("r1-1"),
        ],
        ..::qga_runtime::EnumInfo::new("Digits")
    };

    /// The values of `Void`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Void {}

    ::qga_runtime::wire_enum! {
        Void {
        }
    }

    /// The schema's description of [`Void`].
    pub static VOID: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo::new("Void");

    /// The struct `Odd`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Odd {
        /// The member `new`.
        pub new: i64,
        /// The member `tag`.
        pub tag: ::std::string::String,
        /// The member `branch`.
        pub branch: Same,
        /// The member `Branch`.
        pub branch_2: ::std::option::Option<Digits>,
        /// The member `kind`.
        pub kind: i64,
        /// The member `crate`.
        pub crate_: i64,
        /// The member `super`.
        pub super_: i64,
        /// The member `self`.
        pub self_: i64,
        /// The member `Self`.
        pub self_2: ::std::option::Option<i64>,
        /// The member `union`.
        pub union: ::std::option::Option<i64>,
    }

    impl Odd {
        /// A value without its optional members.
        pub fn new(
            new: i64,
            tag: impl ::std::convert::Into<::std::string::String>,
            branch: Same,
            kind: i64,
            crate_: i64,
            super_: i64,
            self_: i64,
        ) -> Self {
            Self {
                new,
                tag: tag.into(),
                branch,
                branch_2: ::std::option::Option::None,
                kind,
                crate_,
                super_,
                self_,
                self_2: ::std::option::Option::None,
                union: ::std::option::Option::None,
            }
        }
    }

    ::qga_runtime::wire_object! {
        Odd {
            new: required "new",
            tag: required "tag",
            branch: required "branch",
            branch_2: optional "Branch",
            kind: required "kind",
            crate_: required "crate",
            super_: required "super",
            self_: required "self",
            self_2: optional "Self",
            union: optional "union",
        }
    }

    /// The schema's description of [`Odd`].
    pub static ODD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("new", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::Enum(&SAME)),
            ::qga_runtime::MemberInfo::new("Branch", ::qga_runtime::TypeInfo::Enum(&DIGITS)).optional(),
            ::qga_runtime::MemberInfo::new("kind", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("super", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("Self", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("union", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Odd")
    };

    /// The struct `Handlers`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Handlers {
        /// The member `caller`.
        pub caller: ::std::option::Option<Caller>,
    }

    impl Handlers {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { caller: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Handlers {
            caller: optional "caller",
        }
    }

    /// The schema's description of [`Handlers`].
    pub static HANDLERS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("caller", ::qga_runtime::TypeInfo::Object(&CALLER)).optional()],
        ..::qga_runtime::ObjectInfo::new("Handlers")
    };

    /// The struct `Caller`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Caller {
        /// The member `command`.
        pub command: Command,
        /// The member `event`.
        pub event: ::std::option::Option<Event>,
        /// The member `any`.
        pub any: ::std::option::Option<::qga_runtime::Any>,
    }

    impl Caller {
        /// A value without its optional members.
        pub fn new(command: Command) -> Self {
            Self { command, event: ::std::option::Option::None, any: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Caller {
            command: required "command",
            event: optional "event",
            any: optional "any",
        }
    }

    /// The schema's description of [`Caller`].
    pub static CALLER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("command", ::qga_runtime::TypeInfo::Object(&COMMAND)),
            ::qga_runtime::MemberInfo::new("event", ::qga_runtime::TypeInfo::Object(&EVENT)).optional(),
            ::qga_runtime::MemberInfo::new("any", ::qga_runtime::TypeInfo::Any).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Caller")
    };

    /// The struct `Command`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Command {
        /// The member `a`.
        pub a: i64,
        /// The member `A`.
        pub a_2: i64,
    }

    impl Command {
        /// A value with these members.
        pub fn new(a: i64, a_2: i64) -> Self {
            Self { a, a_2 }
        }
    }

    ::qga_runtime::wire_object! {
        Command {
            a: required "a",
            a_2: required "A",
        }
    }

    /// The schema's description of [`Command`].
    pub static COMMAND: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("A", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Command")
    };

    /// The struct `Event`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Event {
        /// The member `t`.
        pub t: Timestamp,
    }

    impl Event {
        /// A value with these members.
        pub fn new(t: Timestamp) -> Self {
            Self { t }
        }
    }

    ::qga_runtime::wire_object! {
        Event {
            t: required "t",
        }
    }

    /// The schema's description of [`Event`].
    pub static EVENT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("t", ::qga_runtime::TypeInfo::Enum(&TIMESTAMP))],
        ..::qga_runtime::ObjectInfo::new("Event")
    };

    /// The values of `Timestamp`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Timestamp {
        /// `now`
        Now,
        /// `event`
        Event,
        /// `kind`
        Kind,
    }

    ::qga_runtime::wire_enum! {
        Timestamp {
            Now = "now",
            Event = "event",
            Kind = "kind",
        }
    }

    /// The schema's description of [`Timestamp`].
    pub static TIMESTAMP: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("now"),
            ::qga_runtime::ValueInfo::new("event"),
            ::qga_runtime::ValueInfo::new("kind"),
        ],
        ..::qga_runtime::EnumInfo::new("Timestamp")
    };

    /// The struct `Object`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Object {
        /// The member `marshal`.
        pub marshal: Marshal,
        /// The member `unmarshal`.
        pub unmarshal: ::std::option::Option<::std::vec::Vec<Unmarshal>>,
    }

    impl Object {
        /// A value without its optional members.
        pub fn new(marshal: Marshal) -> Self {
            Self { marshal, unmarshal: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Object {
            marshal: required "marshal",
            unmarshal: optional "unmarshal",
        }
    }

    /// The schema's description of [`Object`].
    pub static OBJECT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("marshal", ::qga_runtime::TypeInfo::Alternate(&MARSHAL)),
            ::qga_runtime::MemberInfo::new(
                "unmarshal",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&UNMARSHAL)),
            )
            .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Object")
    };

    /// A value of one of the types of `Marshal`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Marshal {
        /// `some`
        Some(Some),
        /// `none`
        None,
        /// `ok`
        Ok(Ok),
    }

    ::qga_runtime::wire_alternate! {
        Marshal "Marshal" {
            String => Some(Some),
            Null => None,
            Object => Ok(Ok),
        }
    }

    /// The schema's description of [`Marshal`].
    pub static MARSHAL: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("some", ::qga_runtime::TypeInfo::Enum(&SOME)),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Object(&OK)),
        ],
        ..::qga_runtime::AlternateInfo::new("Marshal")
    };

    /// The values of `Some`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Some {
        /// `some`
        Some,
        /// `none`
        None,
        /// `ok`
        Ok,
        /// `err`
        Err,
    }

    ::qga_runtime::wire_enum! {
        Some {
            Some = "some",
            None = "none",
            Ok = "ok",
            Err = "err",
        }
    }

    /// The schema's description of [`Some`].
    pub static SOME: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("some"),
            ::qga_runtime::ValueInfo::new("none"),
            ::qga_runtime::ValueInfo::new("ok"),
            ::qga_runtime::ValueInfo::new("err"),
        ],
        ..::qga_runtime::EnumInfo::new("Some")
    };

    /// The struct `Ok`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Ok {
        /// The member `err`.
        pub err: bool,
        /// The member `none`.
        pub none: ::std::option::Option<Void>,
    }

    impl Ok {
        /// A value without its optional members.
        pub fn new(err: bool) -> Self {
            Self { err, none: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Ok {
            err: required "err",
            none: optional "none",
        }
    }

    /// The schema's description of [`Ok`].
    pub static OK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("err", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Enum(&VOID)).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Ok")
    };

    /// The union `Unmarshal`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Unmarshal {
        /// The member `from`.
        pub from: i64,
        /// The member `out`.
        pub out: ::std::string::String,
        /// The member `value`.
        pub value: i64,
        /// The member `branch`.
        pub branch_2: ::std::option::Option<i64>,
        /// The members that depend on `tag`.
        pub branch: UnmarshalBranch2,
    }

    impl Unmarshal {
        /// A value without its optional members.
        pub fn new(
            from: i64,
            out: impl ::std::convert::Into<::std::string::String>,
            value: i64,
            branch: UnmarshalBranch2,
        ) -> Self {
            Self { from, out: out.into(), value, branch_2: ::std::option::Option::None, branch }
        }
    }

    ::qga_runtime::wire_object! {
        Unmarshal {
            ..branch: UnmarshalBranch2 by "tag",
            from: required "from",
            out: required "out",
            value: required "value",
            branch_2: optional "branch",
        }
    }

    /// The members of a [`Unmarshal`] that depend on `tag`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum UnmarshalBranch2 {
        /// `some`
        Some(Ok),
        /// `ok`
        Ok(Command),
        /// `none`
        None,
        /// `err`
        Err,
    }

    ::qga_runtime::wire_branches! {
        UnmarshalBranch2 by Some "tag" {
            Some(Ok),
            Ok(Command),
            None,
            Err,
        }
    }

    /// The schema's description of [`Unmarshal`].
    pub static UNMARSHAL: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Enum(&SOME)),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("out", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        discriminator: ::std::option::Option::Some("tag"),
        branches: &[
            ::qga_runtime::BranchInfo::new("some").ty(::qga_runtime::TypeInfo::Object(&OK)),
            ::qga_runtime::BranchInfo::new("ok").ty(::qga_runtime::TypeInfo::Object(&COMMAND)),
            ::qga_runtime::BranchInfo::new("none"),
            ::qga_runtime::BranchInfo::new("err"),
        ],
        ..::qga_runtime::ObjectInfo::new("Unmarshal")
    };

    /// The struct `UnmarshalBranch`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UnmarshalBranch {
        /// The member `un`.
        pub un: ::std::option::Option<i64>,
        /// The member `unmarshal`.
        pub unmarshal: Unmarshal,
    }

    impl UnmarshalBranch {
        /// A value without its optional members.
        pub fn new(unmarshal: Unmarshal) -> Self {
            Self { un: ::std::option::Option::None, unmarshal }
        }
    }

    ::qga_runtime::wire_object! {
        UnmarshalBranch {
            un: optional "un",
            unmarshal: required "unmarshal",
        }
    }

    /// The schema's description of [`UnmarshalBranch`].
    pub static UNMARSHAL_BRANCH: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("un", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("unmarshal", ::qga_runtime::TypeInfo::Union(&UNMARSHAL)),
        ],
        ..::qga_runtime::ObjectInfo::new("UnmarshalBranch")
    };

    /// The union `Value`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Value {
        /// `self`
        Self_(Odd),
        /// `Self`
        Self2(Usize),
        /// `a-b`
        AB,
        /// `A-b`
        AB2,
        /// `a--b`
        AB3,
        /// `ab`
        Ab,
        /// `aB`
        AB4,
        /// `other`
        Other,
        /// `Other`
        Other2,
        /// `x-`
        X,
        /// `none`
        None,
    }

    ::qga_runtime::wire_union! {
        Value by Same "name" {
            Self_(Odd),
            Self2(Usize),
            AB,
            AB2,
            AB3,
            Ab,
            AB4,
            Other,
            Other2,
            X,
            None,
        }
    }

    /// The schema's description of [`Value`].
    pub static VALUE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Enum(&SAME))],
        discriminator: ::std::option::Option::Some("name"),
        branches: &[
            ::qga_runtime::BranchInfo::new("self").ty(::qga_runtime::TypeInfo::Object(&ODD)),
            ::qga_runtime::BranchInfo::new("Self").ty(::qga_runtime::TypeInfo::Object(&USIZE)),
            ::qga_runtime::BranchInfo::new("a-b"),
            ::qga_runtime::BranchInfo::new("A-b"),
            ::qga_runtime::BranchInfo::new("a--b"),
            ::qga_runtime::BranchInfo::new("ab"),
            ::qga_runtime::BranchInfo::new("aB"),
            ::qga_runtime::BranchInfo::new("other"),
            ::qga_runtime::BranchInfo::new("Other"),
            ::qga_runtime::BranchInfo::new("x-"),
            ::qga_runtime::BranchInfo::new("none"),
        ],
        ..::qga_runtime::ObjectInfo::new("Value")
    };

    /// The union `ValueBranch`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ValueBranch {
        /// The member `value`.
        pub value: Value2,
        /// The members that depend on `name`.
        pub branch: ValueBranchBranch,
    }

    impl ValueBranch {
        /// A value with these members.
        pub fn new(value: Value2, branch: ValueBranchBranch) -> Self {
            Self { value, branch }
        }
    }

    ::qga_runtime::wire_object! {
        ValueBranch {
            ..branch: ValueBranchBranch by "name",
            value: required "value",
        }
    }

    /// The members of a [`ValueBranch`] that depend on `name`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum ValueBranchBranch {
        /// `a-b`
        AB,
        /// `A-b`
        AB2,
        /// `a--b`
        AB3,
        /// `ab`
        Ab,
        /// `aB`
        AB4,
        /// `other`
        Other,
        /// `Other`
        Other2,
        /// `self`
        Self_,
        /// `Self`
        Self2,
        /// `x-`
        X,
        /// `none`
        None,
    }

    ::qga_runtime::wire_branches! {
        ValueBranchBranch by Same "name" {
            AB,
            AB2,
            AB3,
            Ab,
            AB4,
            Other,
            Other2,
            Self_,
            Self2,
            X,
            None,
        }
    }

    /// The schema's description of [`ValueBranch`].
    pub static VALUE_BRANCH: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Enum(&SAME)),
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::Object(&VALUE2)),
        ],
        discriminator: ::std::option::Option::Some("name"),
        branches: &[
            ::qga_runtime::BranchInfo::new("a-b"),
            ::qga_runtime::BranchInfo::new("A-b"),
            ::qga_runtime::BranchInfo::new("a--b"),
            ::qga_runtime::BranchInfo::new("ab"),
            ::qga_runtime::BranchInfo::new("aB"),
            ::qga_runtime::BranchInfo::new("other"),
            ::qga_runtime::BranchInfo::new("Other"),
            ::qga_runtime::BranchInfo::new("self"),
            ::qga_runtime::BranchInfo::new("Self"),
            ::qga_runtime::BranchInfo::new("x-"),
            ::qga_runtime::BranchInfo::new("none"),
        ],
        ..::qga_runtime::ObjectInfo::new("ValueBranch")
    };

    /// The struct `Value2`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Value2 {
        /// The member `members0`.
        pub members0: i64,
    }

    impl Value2 {
        /// A value with these members.
        pub fn new(members0: i64) -> Self {
            Self { members0 }
        }
    }

    ::qga_runtime::wire_object! {
        Value2 {
            members0: required "members0",
        }
    }

    /// The schema's description of [`Value2`].
    pub static VALUE2: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("members0", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("Value2")
    };

    /// The struct `Usize`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Usize {
        /// The member `usize`.
        pub usize: u64,
    }

    impl Usize {
        /// A value with these members.
        pub fn new(usize: u64) -> Self {
            Self { usize }
        }
    }

    ::qga_runtime::wire_object! {
        Usize {
            usize: required "usize",
        }
    }

    /// The schema's description of [`Usize`].
    pub static USIZE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("usize", ::qga_runtime::TypeInfo::UINT64)],
        ..::qga_runtime::ObjectInfo::new("Usize")
    };

    /// The struct `Copy`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Copy {
        /// The member `debug`.
        pub debug: Debug,
        /// The member `hash`.
        pub hash: ::std::vec::Vec<Hash>,
        /// The member `eq`.
        pub eq: PartialEq,
    }

    impl Copy {
        /// A value with these members.
        pub fn new(debug: Debug, hash: ::std::vec::Vec<Hash>, eq: PartialEq) -> Self {
            Self { debug, hash, eq }
        }
    }

    ::qga_runtime::wire_object! {
        Copy {
            debug: required "debug",
            hash: required "hash",
            eq: required "eq",
        }
    }

    /// The schema's description of [`type@Copy`].
    pub static COPY: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("debug", ::qga_runtime::TypeInfo::Enum(&DEBUG)),
            ::qga_runtime::MemberInfo::new("hash", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&HASH))),
            ::qga_runtime::MemberInfo::new("eq", ::qga_runtime::TypeInfo::Object(&PARTIAL_EQ)),
        ],
        ..::qga_runtime::ObjectInfo::new("Copy")
    };

    /// The values of `Debug`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Debug {
        /// `copy`
        Copy,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_enum! {
        Debug {
            Copy = "copy",
        } else Other
    }

    /// The schema's description of [`type@Debug`].
    pub static DEBUG: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("copy")],
        ..::qga_runtime::EnumInfo::new("Debug")
    };

    /// The struct `Hash`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Hash {}

    impl Hash {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Hash {}
    }

    /// The schema's description of [`type@Hash`].
    pub static HASH: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo::new("Hash");

    /// The struct `PartialEq`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartialEq {
        /// The member `i64`.
        pub i64: i64,
        /// The member `bool`.
        pub bool: bool,
        /// The member `str`.
        pub str: ::std::string::String,
        /// The member `vec`.
        pub vec: ::std::vec::Vec<::std::string::String>,
        /// The member `box`.
        pub r#box: f64,
    }

    impl PartialEq {
        /// A value with these members.
        pub fn new(
            i64: i64,
            bool: bool,
            str: impl ::std::convert::Into<::std::string::String>,
            vec: ::std::vec::Vec<::std::string::String>,
            r#box: f64,
        ) -> Self {
            Self { i64, bool, str: str.into(), vec, r#box }
        }
    }

    ::qga_runtime::wire_object! {
        PartialEq {
            i64: required "i64",
            bool: required "bool",
            str: required "str",
            vec: required "vec",
            r#box: required "box",
        }
    }

    /// The schema's description of [`type@PartialEq`].
    pub static PARTIAL_EQ: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("i64", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("bool", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("str", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("vec", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str)),
            ::qga_runtime::MemberInfo::new("box", ::qga_runtime::TypeInfo::Number),
        ],
        ..::qga_runtime::ObjectInfo::new("PartialEq")
    };

    /// The struct `QapiEnum`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct QapiEnum {
        /// The member `names`.
        pub names: JsonWriter,
        /// The member `self`.
        pub self_: ::std::string::String,
    }

    impl QapiEnum {
        /// A value with these members.
        pub fn new(names: JsonWriter, self_: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self { names, self_: self_.into() }
        }
    }

    ::qga_runtime::wire_object! {
        QapiEnum {
            names: required "names",
            self_: required "self",
        }
    }

    /// The schema's description of [`QapiEnum`].
    pub static QAPI_ENUM: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("names", ::qga_runtime::TypeInfo::Object(&JSON_WRITER)),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::Str),
        ],
        ..::qga_runtime::ObjectInfo::new("QapiEnum")
    };

    /// The struct `JsonWriter`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct JsonWriter {
        /// The member `name`.
        pub name: ::std::string::String,
    }

    impl JsonWriter {
        /// A value with these members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self { name: name.into() }
        }
    }

    ::qga_runtime::wire_object! {
        JsonWriter {
            name: required "name",
        }
    }

    /// The schema's description of [`JsonWriter`].
    pub static JSON_WRITER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)],
        ..::qga_runtime::ObjectInfo::new("JsonWriter")
    };

    /// The struct `IOThread`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct IOThread {
        /// The member `id`.
        pub id: IoThread,
    }

    impl IOThread {
        /// A value with these members.
        pub fn new(id: IoThread) -> Self {
            Self { id }
        }
    }

    ::qga_runtime::wire_object! {
        IOThread {
            id: required "id",
        }
    }

    /// The schema's description of [`IOThread`].
    pub static IO_THREAD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("id", ::qga_runtime::TypeInfo::Object(&IO_THREAD_2))],
        ..::qga_runtime::ObjectInfo::new("IOThread")
    };

    /// The struct `IoThread`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct IoThread {
        /// The member `id`.
        pub id: i64,
    }

    impl IoThread {
        /// A value with these members.
        pub fn new(id: i64) -> Self {
            Self { id }
        }
    }

    ::qga_runtime::wire_object! {
        IoThread {
            id: required "id",
        }
    }

    /// The schema's description of [`IoThread`].
    pub static IO_THREAD_2: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("id", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("IoThread")
    };

    /// The struct `Stuck`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Stuck {
        /// The member `nothing`.
        pub nothing: Void,
        /// The member `more`.
        pub more: i64,
        /// The member `some`.
        pub some: ::std::option::Option<::std::string::String>,
    }

    impl Stuck {
        /// A value without its optional members.
        pub fn new(nothing: Void, more: i64) -> Self {
            Self { nothing, more, some: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Stuck {
            nothing: required "nothing",
            more: required "more",
            some: optional "some",
        }
    }

    /// The schema's description of [`Stuck`].
    pub static STUCK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("nothing", ::qga_runtime::TypeInfo::Enum(&VOID)),
            ::qga_runtime::MemberInfo::new("more", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("some", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Stuck")
    };

    /// A value of one of the types of `Hollow`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Hollow {
        /// `nothing`
        Nothing(Void),
        /// `list`
        List(::std::vec::Vec<Hollow>),
    }

    ::qga_runtime::wire_alternate! {
        Hollow "Hollow" {
            String => Nothing(Void),
            Array => List(::std::vec::Vec<Hollow>),
        }
    }

    /// The schema's description of [`Hollow`].
    pub static HOLLOW: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("nothing", ::qga_runtime::TypeInfo::Enum(&VOID)),
            ::qga_runtime::MemberInfo::new(
                "list",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Alternate(&HOLLOW)),
            ),
        ],
        ..::qga_runtime::AlternateInfo::new("Hollow")
    };

    /// The union `ByQType`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ByQType {
        /// The member `x`.
        pub x: ::std::option::Option<i64>,
        /// The members that depend on `type`.
        pub branch: ByQTypeBranch,
    }

    impl ByQType {
        /// A value without its optional members.
        pub fn new(branch: ByQTypeBranch) -> Self {
            Self { x: ::std::option::Option::None, branch }
        }
    }

    ::qga_runtime::wire_object! {
        ByQType {
            ..branch: ByQTypeBranch by "type",
            x: optional "x",
        }
    }

    /// The members of a [`ByQType`] that depend on `type`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum ByQTypeBranch {
        /// `qnull`
        Qnull(Usize),
        /// `none`
        None,
        /// `qnum`
        Qnum,
        /// `qstring`
        Qstring,
        /// `qdict`
        Qdict,
        /// `qlist`
        Qlist,
        /// `qbool`
        Qbool,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_branches! {
        ByQTypeBranch by QType "type" {
            Qnull(Usize),
            None,
            Qnum,
            Qstring,
            Qdict,
            Qlist,
            Qbool,
        } else Other
    }

    /// The schema's description of [`ByQType`].
    pub static BY_Q_TYPE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::Enum(&Q_TYPE)),
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        discriminator: ::std::option::Option::Some("type"),
        branches: &[
            ::qga_runtime::BranchInfo::new("qnull").ty(::qga_runtime::TypeInfo::Object(&USIZE)),
            ::qga_runtime::BranchInfo::new("none"),
            ::qga_runtime::BranchInfo::new("qnum"),
            ::qga_runtime::BranchInfo::new("qstring"),
            ::qga_runtime::BranchInfo::new("qdict"),
            ::qga_runtime::BranchInfo::new("qlist"),
            ::qga_runtime::BranchInfo::new("qbool"),
        ],
        ..::qga_runtime::ObjectInfo::new("ByQType")
    };

    /// The struct `Wide`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Wide {
        /// The member `a`.
        pub a: ::std::string::String,
        /// The member `b`.
        pub b: ::std::string::String,
        /// The member `c`.
        pub c: ::std::string::String,
        /// The member `d`.
        pub d: ::std::string::String,
        /// The member `e`.
        pub e: ::std::string::String,
        /// The member `f`.
        pub f: ::std::string::String,
        /// The member `g`.
        pub g: ::std::string::String,
        /// The member `h`.
        pub h: ::std::string::String,
        /// The member `i`.
        pub i: ::std::string::String,
        /// The member `j`.
        pub j: ::std::string::String,
        /// The member `k`.
        pub k: ::std::string::String,
        /// The member `l`.
        pub l: ::std::string::String,
        /// The member `m`.
        pub m: ::std::string::String,
    }

    ::qga_runtime::wire_object! {
        Wide {
            a: required "a",
            b: required "b",
            c: required "c",
            d: required "d",
            e: required "e",
            f: required "f",
            g: required "g",
            h: required "h",
            i: required "i",
            j: required "j",
            k: required "k",
            l: required "l",
            m: required "m",
        }
    }

    /// The schema's description of [`Wide`].
    pub static WIDE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("b", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("c", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("d", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("e", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("f", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("g", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("h", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("i", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("j", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("k", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("l", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("m", ::qga_runtime::TypeInfo::Str),
        ],
        ..::qga_runtime::ObjectInfo::new("Wide")
    };

    /// The values of `Width`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Width {
        /// `wide`
        Wide,
        /// `narrow`
        Narrow,
    }

    ::qga_runtime::wire_enum! {
        Width {
            Wide = "wide",
            Narrow = "narrow",
        }
    }

    /// The schema's description of [`Width`].
    pub static WIDTH: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("wide"), ::qga_runtime::ValueInfo::new("narrow")],
        ..::qga_runtime::EnumInfo::new("Width")
    };

    /// The union `Either`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Either {
        /// `wide`
        Wide(Wide),
        /// `narrow`
        Narrow(Hash),
    }

    ::qga_runtime::wire_union! {
        Either by Width "width" {
            Wide(Wide),
            Narrow(Hash),
        }
    }

    /// The schema's description of [`Either`].
    pub static EITHER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("width", ::qga_runtime::TypeInfo::Enum(&WIDTH))],
        discriminator: ::std::option::Option::Some("width"),
        branches: &[
            ::qga_runtime::BranchInfo::new("wide").ty(::qga_runtime::TypeInfo::Object(&WIDE)),
            ::qga_runtime::BranchInfo::new("narrow").ty(::qga_runtime::TypeInfo::Object(&HASH)),
        ],
        ..::qga_runtime::ObjectInfo::new("Either")
    };

    /// A value of one of the types of `OneOf`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum OneOf {
        /// `wide`
        Wide(Wide),
        /// `flag`
        Flag(bool),
    }

    ::qga_runtime::wire_alternate! {
        OneOf "OneOf" {
            Object => Wide(Wide),
            Bool => Flag(bool),
        }
    }

    /// The schema's description of [`OneOf`].
    pub static ONE_OF: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("wide", ::qga_runtime::TypeInfo::Object(&WIDE)),
            ::qga_runtime::MemberInfo::new("flag", ::qga_runtime::TypeInfo::Bool),
        ],
        ..::qga_runtime::AlternateInfo::new("OneOf")
    };

    /// The union `Loop`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Loop {
        /// The member `again`.
        pub again: ::std::option::Option<::std::boxed::Box<Loop>>,
        /// The member `lists`.
        pub lists: ::std::option::Option<::std::vec::Vec<Loop>>,
        /// The members that depend on `width`.
        pub branch: LoopBranch,
    }

    impl Loop {
        /// A value without its optional members.
        pub fn new(branch: LoopBranch) -> Self {
            Self { again: ::std::option::Option::None, lists: ::std::option::Option::None, branch }
        }
    }

    ::qga_runtime::wire_object! {
        Loop {
            ..branch: LoopBranch by "width",
            again: optional "again",
            lists: optional "lists",
        }
    }

    /// The members of a [`Loop`] that depend on `width`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum LoopBranch {
        /// `wide`
        Wide(::std::boxed::Box<Knot>),
        /// `narrow`
        Narrow(::std::boxed::Box<Inner>),
    }

    ::qga_runtime::wire_branches! {
        LoopBranch by Width "width" {
            Wide(Knot),
            Narrow(Inner),
        }
    }

    /// The schema's description of [`Loop`].
    pub static LOOP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("width", ::qga_runtime::TypeInfo::Enum(&WIDTH)),
            ::qga_runtime::MemberInfo::new("again", ::qga_runtime::TypeInfo::Union(&LOOP)).optional(),
            ::qga_runtime::MemberInfo::new("lists", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&LOOP)))
                .optional(),
        ],
        discriminator: ::std::option::Option::Some("width"),
        branches: &[
            ::qga_runtime::BranchInfo::new("wide").ty(::qga_runtime::TypeInfo::Object(&KNOT)),
            ::qga_runtime::BranchInfo::new("narrow").ty(::qga_runtime::TypeInfo::Union(&INNER)),
        ],
        ..::qga_runtime::ObjectInfo::new("Loop")
    };

    /// The struct `Knot`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Knot {
        /// The member `root`.
        pub root: ::std::option::Option<::std::boxed::Box<Loop>>,
        /// The member `knot`.
        pub knot: ::std::option::Option<::std::boxed::Box<Knot>>,
        /// The member `tie`.
        pub tie: ::std::option::Option<::std::boxed::Box<Tie>>,
    }

    impl Knot {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { root: ::std::option::Option::None, knot: ::std::option::Option::None, tie: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Knot {
            root: optional "root",
            knot: optional "knot",
            tie: optional "tie",
        }
    }

    /// The schema's description of [`Knot`].
    pub static KNOT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("root", ::qga_runtime::TypeInfo::Union(&LOOP)).optional(),
            ::qga_runtime::MemberInfo::new("knot", ::qga_runtime::TypeInfo::Object(&KNOT)).optional(),
            ::qga_runtime::MemberInfo::new("tie", ::qga_runtime::TypeInfo::Alternate(&TIE)).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Knot")
    };

    /// The struct `Root`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Root {
        /// The member `root`.
        pub root: ::std::option::Option<Loop>,
    }

    impl Root {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { root: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Root {
            root: optional "root",
        }
    }

    /// The schema's description of [`Root`].
    pub static ROOT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("root", ::qga_runtime::TypeInfo::Union(&LOOP)).optional()],
        ..::qga_runtime::ObjectInfo::new("Root")
    };

    /// The union `Inner`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Inner {
        /// `wide`
        Wide(::std::boxed::Box<Bow>),
        /// `narrow`
        Narrow,
    }

    ::qga_runtime::wire_union! {
        Inner by Width "inner" {
            Wide(Bow),
            Narrow,
        }
    }

    /// The schema's description of [`Inner`].
    pub static INNER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("inner", ::qga_runtime::TypeInfo::Enum(&WIDTH))],
        discriminator: ::std::option::Option::Some("inner"),
        branches: &[
            ::qga_runtime::BranchInfo::new("wide").ty(::qga_runtime::TypeInfo::Object(&BOW)),
            ::qga_runtime::BranchInfo::new("narrow"),
        ],
        ..::qga_runtime::ObjectInfo::new("Inner")
    };

    /// The struct `Bow`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Bow {
        /// The member `tie`.
        pub tie: ::std::boxed::Box<Tie>,
    }

    impl Bow {
        /// A value with these members.
        pub fn new(tie: Tie) -> Self {
            Self { tie: ::std::boxed::Box::new(tie) }
        }
    }

    ::qga_runtime::wire_object! {
        Bow {
            tie: required "tie",
        }
    }

    /// The schema's description of [`Bow`].
    pub static BOW: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("tie", ::qga_runtime::TypeInfo::Alternate(&TIE))],
        ..::qga_runtime::ObjectInfo::new("Bow")
    };

    /// A value of one of the types of `Tie`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Tie {
        /// `loop`
        Loop(::std::boxed::Box<Loop>),
        /// `ties`
        Ties(::std::vec::Vec<Tie>),
        /// `end`
        End,
        /// `same`
        Same(Same),
    }

    ::qga_runtime::wire_alternate! {
        Tie "Tie" {
            Object => Loop(Loop),
            Array => Ties(::std::vec::Vec<Tie>),
            Null => End,
            String => Same(Same),
        }
    }

    /// The schema's description of [`Tie`].
    pub static TIE: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("loop", ::qga_runtime::TypeInfo::Union(&LOOP)),
            ::qga_runtime::MemberInfo::new(
                "ties",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Alternate(&TIE)),
            ),
            ::qga_runtime::MemberInfo::new("end", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("same", ::qga_runtime::TypeInfo::Enum(&SAME)),
        ],
        ..::qga_runtime::AlternateInfo::new("Tie")
    };

    /// The values of `QType`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum QType {
        /// `none`
        None,
        /// `qnull`
        Qnull,
        /// `qnum`
        Qnum,
        /// `qstring`
        Qstring,
        /// `qdict`
        Qdict,
        /// `qlist`
        Qlist,
        /// `qbool`
        Qbool,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_enum! {
        QType {
            None = "none",
            Qnull = "qnull",
            Qnum = "qnum",
            Qstring = "qstring",
            Qdict = "qdict",
            Qlist = "qlist",
            Qbool = "qbool",
        } else Other
    }

    /// The schema's description of [`QType`].
    pub static Q_TYPE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("none"),
            ::qga_runtime::ValueInfo::new("qnull"),
            ::qga_runtime::ValueInfo::new("qnum"),
            ::qga_runtime::ValueInfo::new("qstring"),
            ::qga_runtime::ValueInfo::new("qdict"),
            ::qga_runtime::ValueInfo::new("qlist"),
            ::qga_runtime::ValueInfo::new("qbool"),
        ],
        ..::qga_runtime::EnumInfo::new("QType")
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `none`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct None {}

    impl None {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        None {}
    }

    impl ::qga_runtime::Command for None {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Null),
                ..::qga_runtime::CommandInfo::new("none")
            };
            &INFO
        };

        type Returns = ::qga_runtime::Null;
    }

    /// The command `call`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Call(
        /// All its members.
        pub super::types::Odd,
    );

    ::qga_runtime::wire_newtype! {
        Call(super::types::Odd)
    }

    impl ::qga_runtime::Command for Call {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("new", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Str),
                    ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::Enum(&super::types::SAME)),
                    ::qga_runtime::MemberInfo::new("Branch", ::qga_runtime::TypeInfo::Enum(&super::types::DIGITS))
                        .optional(),
                    ::qga_runtime::MemberInfo::new("kind", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("super", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("Self", ::qga_runtime::TypeInfo::INT64).optional(),
                    ::qga_runtime::MemberInfo::new("union", ::qga_runtime::TypeInfo::INT64).optional(),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::ODD)),
                ..::qga_runtime::CommandInfo::new("call")
            };
            &INFO
        };

        type Returns = super::types::Odd;
    }

    /// The command `call-raw`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CallRaw {}

    impl CallRaw {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        CallRaw {}
    }

    impl ::qga_runtime::Command for CallRaw {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::INT64),
                ..::qga_runtime::CommandInfo::new("call-raw")
            };
            &INFO
        };

        type Returns = i64;
    }

    /// The command `commands`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Commands(
        /// All its members.
        pub super::types::Value,
    );

    ::qga_runtime::wire_newtype! {
        Commands(super::types::Value)
    }

    impl ::qga_runtime::Command for Commands {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Enum(&super::types::SAME))],
                ..::qga_runtime::CommandInfo::new("commands")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `command`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Command {
        /// The member `command`.
        pub command: super::types::Command,
        /// The member `self`.
        pub self_: super::types::Handlers,
    }

    impl Command {
        /// A value with these members.
        pub fn new(command: super::types::Command, self_: super::types::Handlers) -> Self {
            Self { command, self_ }
        }
    }

    ::qga_runtime::wire_object! {
        Command {
            command: required "command",
            self_: required "self",
        }
    }

    impl ::qga_runtime::Command for Command {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("command", ::qga_runtime::TypeInfo::Object(&super::types::COMMAND)),
                    ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::Object(&super::types::HANDLERS)),
                ],
                ..::qga_runtime::CommandInfo::new("command")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `x`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct X(
        /// All its members.
        pub super::types::Unmarshal,
    );

    ::qga_runtime::wire_newtype! {
        X(super::types::Unmarshal)
    }

    impl ::qga_runtime::Command for X {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Enum(&super::types::SOME)),
                    ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("out", ::qga_runtime::TypeInfo::Str),
                    ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64).optional(),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::COPY)),
                ..::qga_runtime::CommandInfo::new("x")
            };
            &INFO
        };

        type Returns = super::types::Copy;
    }

    /// The command `y`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Y {}

    impl Y {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Y {}
    }

    impl ::qga_runtime::Command for Y {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("y");
            &INFO
        };

        type Returns = ();
    }

    /// The command `t`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct T {}

    impl T {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        T {}
    }

    impl ::qga_runtime::Command for T {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("t");
            &INFO
        };

        type Returns = ();
    }

    /// The command `a`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct A {}

    impl A {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        A {}
    }

    impl ::qga_runtime::Command for A {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("a");
            &INFO
        };

        type Returns = ();
    }

    /// The command `self`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Self_ {}

    impl Self_ {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Self_ {}
    }

    impl ::qga_runtime::Command for Self_ {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::QAPI_ENUM)),
                ..::qga_runtime::CommandInfo::new("self")
            };
            &INFO
        };

        type Returns = super::types::QapiEnum;
    }

    /// The command `new`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct New {}

    impl New {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        New {}
    }

    impl ::qga_runtime::Command for New {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("new");
            &INFO
        };

        type Returns = ();
    }

    /// The command `clone`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Clone {}

    impl Clone {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Clone {}
    }

    impl ::qga_runtime::Command for Clone {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("clone");
            &INFO
        };

        type Returns = ();
    }

    /// The command `default`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Default {}

    impl Default {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Default {}
    }

    impl ::qga_runtime::Command for Default {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("default");
            &INFO
        };

        type Returns = ();
    }

    /// The command `drop`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Drop {}

    impl Drop {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Drop {}
    }

    impl ::qga_runtime::Command for Drop {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("drop");
            &INFO
        };

        type Returns = ();
    }

    /// The command `next`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Next {}

    impl Next {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Next {}
    }

    impl ::qga_runtime::Command for Next {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("next");
            &INFO
        };

        type Returns = ();
    }

    /// The command `is-ready`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct IsReady {}

    impl IsReady {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        IsReady {}
    }

    impl ::qga_runtime::Command for IsReady {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::IO_THREAD)),
                ..::qga_runtime::CommandInfo::new("is-ready")
            };
            &INFO
        };

        type Returns = super::types::IOThread;
    }

    /// The command `to_text`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ToText {}

    impl ToText {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        ToText {}
    }

    impl ::qga_runtime::Command for ToText {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&super::types::BY_Q_TYPE)),
                ..::qga_runtime::CommandInfo::new("to_text")
            };
            &INFO
        };

        type Returns = super::types::ByQType;
    }

    /// The command `to-text`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ToText2 {}

    impl ToText2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        ToText2 {}
    }

    impl ::qga_runtime::Command for ToText2 {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("to-text");
            &INFO
        };

        type Returns = ();
    }

    /// The command `into-void`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct IntoVoid {}

    impl IntoVoid {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        IntoVoid {}
    }

    impl ::qga_runtime::Command for IntoVoid {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Alternate(&super::types::HOLLOW)),
                ..::qga_runtime::CommandInfo::new("into-void")
            };
            &INFO
        };

        type Returns = super::types::Hollow;
    }

    /// The command `from-here`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FromHere {
        /// The member `value`.
        pub value: super::types::Value,
    }

    impl FromHere {
        /// A value with these members.
        pub fn new(value: super::types::Value) -> Self {
            Self { value }
        }
    }

    ::qga_runtime::wire_object! {
        FromHere {
            value: required "value",
        }
    }

    impl ::qga_runtime::Command for FromHere {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::Union(&super::types::VALUE))],
                ..::qga_runtime::CommandInfo::new("from-here")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `as-is`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AsIs {
        /// The member `either`.
        pub either: super::types::Either,
        /// The member `one-of`.
        pub one_of: ::std::option::Option<super::types::OneOf>,
        /// The member `object`.
        pub object: super::types::Object,
    }

    impl AsIs {
        /// A value without its optional members.
        pub fn new(either: super::types::Either, object: super::types::Object) -> Self {
            Self { either, one_of: ::std::option::Option::None, object }
        }
    }

    ::qga_runtime::wire_object! {
        AsIs {
            either: required "either",
            one_of: optional "one-of",
            object: required "object",
        }
    }

    impl ::qga_runtime::Command for AsIs {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("either", ::qga_runtime::TypeInfo::Union(&super::types::EITHER)),
                    ::qga_runtime::MemberInfo::new("one-of", ::qga_runtime::TypeInfo::Alternate(&super::types::ONE_OF))
                        .optional(),
                    ::qga_runtime::MemberInfo::new("object", ::qga_runtime::TypeInfo::Object(&super::types::OBJECT)),
                ],
                ..::qga_runtime::CommandInfo::new("as-is")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `client-ext`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ClientExt(
        /// All its members.
        pub super::types::Loop,
    );

    ::qga_runtime::wire_newtype! {
        ClientExt(super::types::Loop)
    }

    impl ::qga_runtime::Command for ClientExt {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("width", ::qga_runtime::TypeInfo::Enum(&super::types::WIDTH)),
                    ::qga_runtime::MemberInfo::new("again", ::qga_runtime::TypeInfo::Union(&super::types::LOOP)).optional(),
                    ::qga_runtime::MemberInfo::new(
                        "lists",
                        ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&super::types::LOOP)),
                    )
                    .optional(),
                ],
                ..::qga_runtime::CommandInfo::new("client-ext")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `handlers`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Handlers {
        /// The member `stuck`.
        pub stuck: super::types::Stuck,
    }

    impl Handlers {
        /// A value with these members.
        pub fn new(stuck: super::types::Stuck) -> Self {
            Self { stuck }
        }
    }

    ::qga_runtime::wire_object! {
        Handlers {
            stuck: required "stuck",
        }
    }

    impl ::qga_runtime::Command for Handlers {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("stuck", ::qga_runtime::TypeInfo::Object(&super::types::STUCK)),
                ],
                ..::qga_runtime::CommandInfo::new("handlers")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `entries`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Entries {
        /// The member `un`.
        pub un: super::types::UnmarshalBranch,
        /// The member `v`.
        pub v: super::types::ValueBranch,
        /// The member `d`.
        pub d: super::types::Digits,
    }

    impl Entries {
        /// A value with these members.
        pub fn new(un: super::types::UnmarshalBranch, v: super::types::ValueBranch, d: super::types::Digits) -> Self {
            Self { un, v, d }
        }
    }

    ::qga_runtime::wire_object! {
        Entries {
            un: required "un",
            v: required "v",
            d: required "d",
        }
    }

    impl ::qga_runtime::Command for Entries {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("un", ::qga_runtime::TypeInfo::Object(&super::types::UNMARSHAL_BRANCH)),
                    ::qga_runtime::MemberInfo::new("v", ::qga_runtime::TypeInfo::Union(&super::types::VALUE_BRANCH)),
                    ::qga_runtime::MemberInfo::new("d", ::qga_runtime::TypeInfo::Enum(&super::types::DIGITS)),
                ],
                ..::qga_runtime::CommandInfo::new("entries")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <None as ::qga_runtime::Command>::INFO,
        <Call as ::qga_runtime::Command>::INFO,
        <CallRaw as ::qga_runtime::Command>::INFO,
        <Commands as ::qga_runtime::Command>::INFO,
        <Command as ::qga_runtime::Command>::INFO,
        <X as ::qga_runtime::Command>::INFO,
        <Y as ::qga_runtime::Command>::INFO,
        <T as ::qga_runtime::Command>::INFO,
        <A as ::qga_runtime::Command>::INFO,
        <Self_ as ::qga_runtime::Command>::INFO,
        <New as ::qga_runtime::Command>::INFO,
        <Clone as ::qga_runtime::Command>::INFO,
        <Default as ::qga_runtime::Command>::INFO,
        <Drop as ::qga_runtime::Command>::INFO,
        <Next as ::qga_runtime::Command>::INFO,
        <IsReady as ::qga_runtime::Command>::INFO,
        <ToText as ::qga_runtime::Command>::INFO,
        <ToText2 as ::qga_runtime::Command>::INFO,
        <IntoVoid as ::qga_runtime::Command>::INFO,
        <FromHere as ::qga_runtime::Command>::INFO,
        <AsIs as ::qga_runtime::Command>::INFO,
        <ClientExt as ::qga_runtime::Command>::INFO,
        <Handlers as ::qga_runtime::Command>::INFO,
        <Entries as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`none`](super::commands::None).
        fn none(&mut self) -> ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::None {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(
            &mut self,
            command: super::commands::Call,
        ) -> ::std::result::Result<super::types::Odd, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`call-raw`](super::commands::CallRaw).
        fn call_raw(&mut self) -> ::std::result::Result<i64, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::CallRaw {})
        }

        /// Runs [`commands`](super::commands::Commands).
        fn commands(&mut self, command: super::commands::Commands) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`command`](super::commands::Command).
        fn command(&mut self, command: super::commands::Command) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`x`](super::commands::X).
        fn x(
            &mut self,
            command: super::commands::X,
        ) -> ::std::result::Result<super::types::Copy, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`y`](super::commands::Y).
        fn y(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Y {})
        }

        /// Runs [`t`](super::commands::T).
        fn t(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::T {})
        }

        /// Runs [`a`](super::commands::A).
        fn a(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::A {})
        }

        /// Runs [`self`](super::commands::Self_).
        fn self_(&mut self) -> ::std::result::Result<super::types::QapiEnum, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Self_ {})
        }

        /// Runs [`new`](super::commands::New).
        fn new(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::New {})
        }

        /// Runs [`clone`](super::commands::Clone).
        fn clone(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Clone {})
        }

        /// Runs [`default`](super::commands::Default).
        fn default(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Default {})
        }

        /// Runs [`drop`](super::commands::Drop).
        fn drop(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Drop {})
        }

        /// Runs [`next`](super::commands::Next).
        fn next(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Next {})
        }

        /// Runs [`is-ready`](super::commands::IsReady).
        fn is_ready(&mut self) -> ::std::result::Result<super::types::IOThread, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::IsReady {})
        }

        /// Runs [`to_text`](super::commands::ToText).
        fn to_text(&mut self) -> ::std::result::Result<super::types::ByQType, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::ToText {})
        }

        /// Runs [`to-text`](super::commands::ToText2).
        fn to_text_2(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::ToText2 {})
        }

        /// Runs [`into-void`](super::commands::IntoVoid).
        fn into_void(&mut self) -> ::std::result::Result<super::types::Hollow, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::IntoVoid {})
        }

        /// Runs [`from-here`](super::commands::FromHere).
        fn from_here(&mut self, command: super::commands::FromHere) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`as-is`](super::commands::AsIs).
        fn as_is(&mut self, command: super::commands::AsIs) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`client-ext`](super::commands::ClientExt).
        fn client_ext(
            &mut self,
            command: super::commands::ClientExt,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`handlers`](super::commands::Handlers).
        fn handlers(&mut self, command: super::commands::Handlers) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`entries`](super::commands::Entries).
        fn entries(&mut self, command: super::commands::Entries) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`none`](super::commands::None).
        fn none(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::None {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(
            &mut self,
            command: super::commands::Call,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Odd, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`call-raw`](super::commands::CallRaw).
        fn call_raw(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<i64, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::CallRaw {})
        }

        /// Runs [`commands`](super::commands::Commands).
        fn commands(
            &mut self,
            command: super::commands::Commands,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`command`](super::commands::Command).
        fn command(
            &mut self,
            command: super::commands::Command,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`x`](super::commands::X).
        fn x(
            &mut self,
            command: super::commands::X,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Copy, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`y`](super::commands::Y).
        fn y(&mut self) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Y {})
        }

        /// Runs [`t`](super::commands::T).
        fn t(&mut self) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::T {})
        }

        /// Runs [`a`](super::commands::A).
        fn a(&mut self) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::A {})
        }

        /// Runs [`self`](super::commands::Self_).
        fn self_(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::QapiEnum, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Self_ {})
        }

        /// Runs [`new`](super::commands::New).
        fn new(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::New {})
        }

        /// Runs [`clone`](super::commands::Clone).
        fn clone(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Clone {})
        }

        /// Runs [`default`](super::commands::Default).
        fn default(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Default {})
        }

        /// Runs [`drop`](super::commands::Drop).
        fn drop(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Drop {})
        }

        /// Runs [`next`](super::commands::Next).
        fn next(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Next {})
        }

        /// Runs [`is-ready`](super::commands::IsReady).
        fn is_ready(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::IOThread, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::IsReady {})
        }

        /// Runs [`to_text`](super::commands::ToText).
        fn to_text(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::ByQType, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::ToText {})
        }

        /// Runs [`to-text`](super::commands::ToText2).
        fn to_text_2(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::ToText2 {})
        }

        /// Runs [`into-void`](super::commands::IntoVoid).
        fn into_void(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Hollow, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::IntoVoid {})
        }

        /// Runs [`from-here`](super::commands::FromHere).
        fn from_here(
            &mut self,
            command: super::commands::FromHere,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`as-is`](super::commands::AsIs).
        fn as_is(
            &mut self,
            command: super::commands::AsIs,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`client-ext`](super::commands::ClientExt).
        fn client_ext(
            &mut self,
            command: super::commands::ClientExt,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`handlers`](super::commands::Handlers).
        fn handlers(
            &mut self,
            command: super::commands::Handlers,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`entries`](super::commands::Entries).
        fn entries(
            &mut self,
            command: super::commands::Entries,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::None>
        + ::qga_runtime::Handler<super::commands::Call>
        + ::qga_runtime::Handler<super::commands::CallRaw>
        + ::qga_runtime::Handler<super::commands::Commands>
        + ::qga_runtime::Handler<super::commands::Command>
        + ::qga_runtime::Handler<super::commands::X>
        + ::qga_runtime::Handler<super::commands::Y>
        + ::qga_runtime::Handler<super::commands::T>
        + ::qga_runtime::Handler<super::commands::A>
        + ::qga_runtime::Handler<super::commands::Self_>
        + ::qga_runtime::Handler<super::commands::New>
        + ::qga_runtime::Handler<super::commands::Clone>
        + ::qga_runtime::Handler<super::commands::Default>
        + ::qga_runtime::Handler<super::commands::Drop>
        + ::qga_runtime::Handler<super::commands::Next>
        + ::qga_runtime::Handler<super::commands::IsReady>
        + ::qga_runtime::Handler<super::commands::ToText>
        + ::qga_runtime::Handler<super::commands::ToText2>
        + ::qga_runtime::Handler<super::commands::IntoVoid>
        + ::qga_runtime::Handler<super::commands::FromHere>
        + ::qga_runtime::Handler<super::commands::AsIs>
        + ::qga_runtime::Handler<super::commands::ClientExt>
        + ::qga_runtime::Handler<super::commands::Handlers>
        + ::qga_runtime::Handler<super::commands::Entries>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::None>
            + ::qga_runtime::Handler<super::commands::Call>
            + ::qga_runtime::Handler<super::commands::CallRaw>
            + ::qga_runtime::Handler<super::commands::Commands>
            + ::qga_runtime::Handler<super::commands::Command>
            + ::qga_runtime::Handler<super::commands::X>
            + ::qga_runtime::Handler<super::commands::Y>
            + ::qga_runtime::Handler<super::commands::T>
            + ::qga_runtime::Handler<super::commands::A>
            + ::qga_runtime::Handler<super::commands::Self_>
            + ::qga_runtime::Handler<super::commands::New>
            + ::qga_runtime::Handler<super::commands::Clone>
            + ::qga_runtime::Handler<super::commands::Default>
            + ::qga_runtime::Handler<super::commands::Drop>
            + ::qga_runtime::Handler<super::commands::Next>
            + ::qga_runtime::Handler<super::commands::IsReady>
            + ::qga_runtime::Handler<super::commands::ToText>
            + ::qga_runtime::Handler<super::commands::ToText2>
            + ::qga_runtime::Handler<super::commands::IntoVoid>
            + ::qga_runtime::Handler<super::commands::FromHere>
            + ::qga_runtime::Handler<super::commands::AsIs>
            + ::qga_runtime::Handler<super::commands::ClientExt>
            + ::qga_runtime::Handler<super::commands::Handlers>
            + ::qga_runtime::Handler<super::commands::Entries>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::None>
            + ::qga_runtime::Handler<super::commands::Call>
            + ::qga_runtime::Handler<super::commands::CallRaw>
            + ::qga_runtime::Handler<super::commands::Commands>
            + ::qga_runtime::Handler<super::commands::Command>
            + ::qga_runtime::Handler<super::commands::X>
            + ::qga_runtime::Handler<super::commands::Y>
            + ::qga_runtime::Handler<super::commands::T>
            + ::qga_runtime::Handler<super::commands::A>
            + ::qga_runtime::Handler<super::commands::Self_>
            + ::qga_runtime::Handler<super::commands::New>
            + ::qga_runtime::Handler<super::commands::Clone>
            + ::qga_runtime::Handler<super::commands::Default>
            + ::qga_runtime::Handler<super::commands::Drop>
            + ::qga_runtime::Handler<super::commands::Next>
            + ::qga_runtime::Handler<super::commands::IsReady>
            + ::qga_runtime::Handler<super::commands::ToText>
            + ::qga_runtime::Handler<super::commands::ToText2>
            + ::qga_runtime::Handler<super::commands::IntoVoid>
            + ::qga_runtime::Handler<super::commands::FromHere>
            + ::qga_runtime::Handler<super::commands::AsIs>
            + ::qga_runtime::Handler<super::commands::ClientExt>
            + ::qga_runtime::Handler<super::commands::Handlers>
            + ::qga_runtime::Handler<super::commands::Entries>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::None>(),
            ::qga_runtime::Entry::of::<super::commands::Call>(),
            ::qga_runtime::Entry::of::<super::commands::CallRaw>(),
            ::qga_runtime::Entry::of::<super::commands::Commands>(),
            ::qga_runtime::Entry::of::<super::commands::Command>(),
            ::qga_runtime::Entry::of::<super::commands::X>(),
            ::qga_runtime::Entry::of::<super::commands::Y>(),
            ::qga_runtime::Entry::of::<super::commands::T>(),
            ::qga_runtime::Entry::of::<super::commands::A>(),
            ::qga_runtime::Entry::of::<super::commands::Self_>(),
            ::qga_runtime::Entry::of::<super::commands::New>(),
            ::qga_runtime::Entry::of::<super::commands::Clone>(),
            ::qga_runtime::Entry::of::<super::commands::Default>(),
            ::qga_runtime::Entry::of::<super::commands::Drop>(),
            ::qga_runtime::Entry::of::<super::commands::Next>(),
            ::qga_runtime::Entry::of::<super::commands::IsReady>(),
            ::qga_runtime::Entry::of::<super::commands::ToText>(),
            ::qga_runtime::Entry::of::<super::commands::ToText2>(),
            ::qga_runtime::Entry::of::<super::commands::IntoVoid>(),
            ::qga_runtime::Entry::of::<super::commands::FromHere>(),
            ::qga_runtime::Entry::of::<super::commands::AsIs>(),
            ::qga_runtime::Entry::of::<super::commands::ClientExt>(),
            ::qga_runtime::Entry::of::<super::commands::Handlers>(),
            ::qga_runtime::Entry::of::<super::commands::Entries>(),
        ])
    }
}

/// The events that the server sends.
pub mod events {
    /// An event that the server sends.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Event {
        /// The event and its data.
        pub kind: EventKind,
        /// The time of the event.
        pub timestamp: Timestamp,
    }

    /// A time on the server's clock; both numbers are -1 if it could not be read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Timestamp {
        /// Seconds since 1970.
        pub seconds: i64,
        /// Microseconds within the second.
        pub microseconds: i64,
    }

    ::qga_runtime::wire_object! {
        Timestamp {
            seconds: required "seconds",
            microseconds: required "microseconds",
        }
    }

    /// The events, each with its data.
    #[derive(Clone, Debug, PartialEq)]
    pub enum EventKind {
        /// `EVENT`: see [`Event2`].
        Event(Event2),
        /// `EVENT_KIND`: see [`EventKind2`].
        EventKind(EventKind2),
        /// `TIMESTAMP`: see [`Timestamp2`].
        Timestamp(Timestamp2),
        /// `OTHER`: see [`Other`].
        Other,
        /// `OTHER2`: see [`Other2`].
        Other2,
        /// `NAME`: see [`Name`].
        Name(Name),
        /// `E1`: see [`E1`].
        E1,
        /// `E_1`: see [`E1_2`].
        E1_2,
        /// An event that this schema lacks: the server is newer.
        Other3 {
            /// The name of the event.
            name: ::std::string::String,
            /// Its data, if it has any.
            data: ::std::option::Option<::qga_runtime::Any>,
        },
    }

    ::qga_runtime::wire_events! {
        Event(EventKind) {
            Event: always "EVENT",
            EventKind: always "EVENT_KIND",
            Timestamp: if_any "TIMESTAMP",
            Other: never "OTHER",
            Other2: never "OTHER2",
            Name: always "NAME",
            E1: never "E1",
            E1_2: never "E_1",
        } else Other3
    }

    /// The event `EVENT`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Event2 {
        /// The member `event`.
        pub event: super::types::Event,
    }

    impl Event2 {
        /// A value with these members.
        pub fn new(event: super::types::Event) -> Self {
            Self { event }
        }
    }

    ::qga_runtime::wire_object! {
        Event2 {
            event: required "event",
        }
    }

    impl Event2 {
        /// The name of the event.
        pub const NAME: &'static str = "EVENT";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `EVENT_KIND`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EventKind2(
        /// All its members.
        pub super::types::Loop,
    );

    ::qga_runtime::wire_newtype! {
        EventKind2(super::types::Loop)
    }

    impl EventKind2 {
        /// The name of the event.
        pub const NAME: &'static str = "EVENT_KIND";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `TIMESTAMP`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Timestamp2 {
        /// The member `stuck`.
        pub stuck: ::std::option::Option<super::types::Stuck>,
        /// The member `timestamp`.
        pub timestamp: ::std::option::Option<super::types::Timestamp>,
    }

    impl Timestamp2 {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { stuck: ::std::option::Option::None, timestamp: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Timestamp2 {
            stuck: optional "stuck",
            timestamp: optional "timestamp",
        }
    }

    impl Timestamp2 {
        /// The name of the event.
        pub const NAME: &'static str = "TIMESTAMP";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `OTHER`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Other {}

    impl Other {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Other {}
    }

    impl Other {
        /// The name of the event.
        pub const NAME: &'static str = "OTHER";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `OTHER2`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Other2 {}

    impl Other2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Other2 {}
    }

    impl Other2 {
        /// The name of the event.
        pub const NAME: &'static str = "OTHER2";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `NAME`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Name {
        /// The member `data`.
        pub data: ::qga_runtime::Any,
        /// The member `name`.
        pub name: ::std::string::String,
    }

    impl Name {
        /// A value with these members.
        pub fn new(data: ::qga_runtime::Any, name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self { data, name: name.into() }
        }
    }

    ::qga_runtime::wire_object! {
        Name {
            data: required "data",
            name: required "name",
        }
    }

    impl Name {
        /// The name of the event.
        pub const NAME: &'static str = "NAME";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `E1`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct E1 {}

    impl E1 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        E1 {}
    }

    impl E1 {
        /// The name of the event.
        pub const NAME: &'static str = "E1";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `E_1`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct E1_2 {}

    impl E1_2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        E1_2 {}
    }

    impl E1_2 {
        /// The name of the event.
        pub const NAME: &'static str = "E_1";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }
}
