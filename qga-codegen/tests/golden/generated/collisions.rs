// Generated from collisions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Same`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
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
        /// A value that this schema lacks: the other side is newer.
        Other3(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Same {
        const NAMES: &'static [&'static str] = &[
            "a-b",
            "A-b",
            "a--b",
            "ab",
            "aB",
            "other",
            "Other",
            "self",
            "Self",
            "x-",
            "none",
        ];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "a-b" => ::std::option::Option::Some(Self::AB),
                "A-b" => ::std::option::Option::Some(Self::AB2),
                "a--b" => ::std::option::Option::Some(Self::AB3),
                "ab" => ::std::option::Option::Some(Self::Ab),
                "aB" => ::std::option::Option::Some(Self::AB4),
                "other" => ::std::option::Option::Some(Self::Other),
                "Other" => ::std::option::Option::Some(Self::Other2),
                "self" => ::std::option::Option::Some(Self::Self_),
                "Self" => ::std::option::Option::Some(Self::Self2),
                "x-" => ::std::option::Option::Some(Self::X),
                "none" => ::std::option::Option::Some(Self::None),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::AB => "a-b",
                Self::AB2 => "A-b",
                Self::AB3 => "a--b",
                Self::Ab => "ab",
                Self::AB4 => "aB",
                Self::Other => "other",
                Self::Other2 => "Other",
                Self::Self_ => "self",
                Self::Self2 => "Self",
                Self::X => "x-",
                Self::None => "none",
                Self::Other3(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other3(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Same);

    /// The values of `Digits`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
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
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Digits {
        const NAMES: &'static [&'static str] = &[
            "0",
            "1g",
            "1G",
            "1-g",
            "2-3",
            "23",
            "10_1",
            "1e3",
            "8021x",
            "r1",
            "r-1",
            "r1-1",
        ];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "0" => ::std::option::Option::Some(Self::_0),
                "1g" => ::std::option::Option::Some(Self::_1g),
                "1G" => ::std::option::Option::Some(Self::_1g2),
                "1-g" => ::std::option::Option::Some(Self::_1G),
                "2-3" => ::std::option::Option::Some(Self::_2_3),
                "23" => ::std::option::Option::Some(Self::_23),
                "10_1" => ::std::option::Option::Some(Self::_10_1),
                "1e3" => ::std::option::Option::Some(Self::_1e3),
                "8021x" => ::std::option::Option::Some(Self::_8021x),
                "r1" => ::std::option::Option::Some(Self::R1),
                "r-1" => ::std::option::Option::Some(Self::R1_2),
                "r1-1" => ::std::option::Option::Some(Self::R1_1),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::_0 => "0",
                Self::_1g => "1g",
                Self::_1g2 => "1G",
                Self::_1G => "1-g",
                Self::_2_3 => "2-3",
                Self::_23 => "23",
                Self::_10_1 => "10_1",
                Self::_1e3 => "1e3",
                Self::_8021x => "8021x",
                Self::R1 => "r1",
                Self::R1_2 => "r-1",
                Self::R1_1 => "r1-1",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Digits);

    /// The values of `Void`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Void {
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Void {
        const NAMES: &'static [&'static str] = &[];
        fn from_name(_name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::None
        }

        fn name(&self) -> &str {
            match *self {
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Void);

    /// The struct `Odd`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

        /// The same, with `Branch`.
        #[must_use]
        pub fn with_branch_2(mut self, value: Digits) -> Self {
            self.branch_2 = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `Self`.
        #[must_use]
        pub fn with_self_2(mut self, value: i64) -> Self {
            self.self_2 = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `union`.
        #[must_use]
        pub fn with_union(mut self, value: i64) -> Self {
            self.union = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Odd {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("new", &self.new);
            out.member("tag", &self.tag);
            out.member("branch", &self.branch);
            out.optional("Branch", &self.branch_2);
            out.member("kind", &self.kind);
            out.member("crate", &self.crate_);
            out.member("super", &self.super_);
            out.member("self", &self.self_);
            out.optional("Self", &self.self_2);
            out.optional("union", &self.union);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                new: from.required("new")?,
                tag: from.required("tag")?,
                branch: from.required("branch")?,
                branch_2: from.optional("Branch")?,
                kind: from.required("kind")?,
                crate_: from.required("crate")?,
                super_: from.required("super")?,
                self_: from.required("self")?,
                self_2: from.optional("Self")?,
                union: from.optional("union")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Odd);

    /// The struct `Handlers`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Handlers {
        /// The member `caller`.
        pub caller: ::std::option::Option<Caller>,
    }

    impl Handlers {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                caller: ::std::option::Option::None,
            }
        }

        /// The same, with `caller`.
        #[must_use]
        pub fn with_caller(mut self, value: Caller) -> Self {
            self.caller = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Handlers {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("caller", &self.caller);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                caller: from.optional("caller")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Handlers);

    /// The struct `Caller`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                command,
                event: ::std::option::Option::None,
                any: ::std::option::Option::None,
            }
        }

        /// The same, with `event`.
        #[must_use]
        pub fn with_event(mut self, value: Event) -> Self {
            self.event = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `any`.
        #[must_use]
        pub fn with_any(mut self, value: ::qga_runtime::Any) -> Self {
            self.any = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Caller {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("command", &self.command);
            out.optional("event", &self.event);
            out.optional("any", &self.any);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                command: from.required("command")?,
                event: from.optional("event")?,
                any: from.optional("any")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Caller);

    /// The struct `Command`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Command {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("a", &self.a);
            out.member("A", &self.a_2);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                a: from.required("a")?,
                a_2: from.required("A")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Command);

    /// The struct `Event`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Event {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("t", &self.t);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { t: from.required("t")? })
        }
    }

    ::qga_runtime::wire_object!(Event);

    /// The values of `Timestamp`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Timestamp {
        /// `now`
        Now,
        /// `event`
        Event,
        /// `kind`
        Kind,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Timestamp {
        const NAMES: &'static [&'static str] = &["now", "event", "kind"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "now" => ::std::option::Option::Some(Self::Now),
                "event" => ::std::option::Option::Some(Self::Event),
                "kind" => ::std::option::Option::Some(Self::Kind),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Now => "now",
                Self::Event => "event",
                Self::Kind => "kind",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Timestamp);

    /// The struct `Object`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Object {
        /// The member `marshal`.
        pub marshal: Marshal,
        /// The member `unmarshal`.
        pub unmarshal: ::std::option::Option<::std::vec::Vec<Unmarshal>>,
    }

    impl Object {
        /// A value without its optional members.
        pub fn new(marshal: Marshal) -> Self {
            Self {
                marshal,
                unmarshal: ::std::option::Option::None,
            }
        }

        /// The same, with `unmarshal`.
        #[must_use]
        pub fn with_unmarshal(mut self, value: ::std::vec::Vec<Unmarshal>) -> Self {
            self.unmarshal = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Object {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("marshal", &self.marshal);
            out.optional("unmarshal", &self.unmarshal);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                marshal: from.required("marshal")?,
                unmarshal: from.optional("unmarshal")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Object);

    /// A value of one of the types of `Marshal`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Marshal {
        /// `some`
        Some(Some),
        /// `none`
        None,
        /// `ok`
        Ok(Ok),
    }

    impl ::std::convert::From<Some> for Marshal {
        fn from(value: Some) -> Self {
            Self::Some(value)
        }
    }

    impl ::std::convert::From<Ok> for Marshal {
        fn from(value: Ok) -> Self {
            Self::Ok(value)
        }
    }

    impl ::qga_runtime::Marshal for Marshal {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Some(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
                Self::None => {
                    ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out);
                }
                Self::Ok(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Marshal {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::String => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Some)
                }
                ::qga_runtime::JsonKind::Null => ::std::result::Result::Ok(Self::None),
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Ok)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Marshal")),
            }
        }
    }

    ::qga_runtime::wire_serde!(Marshal);

    /// The values of `Some`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
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

    impl ::qga_runtime::QapiEnum for Some {
        const NAMES: &'static [&'static str] = &["some", "none", "ok", "err"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "some" => ::std::option::Option::Some(Self::Some),
                "none" => ::std::option::Option::Some(Self::None),
                "ok" => ::std::option::Option::Some(Self::Ok),
                "err" => ::std::option::Option::Some(Self::Err),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "ok",
                Self::Err => "err",
            }
        }
    }

    ::qga_runtime::wire_enum!(Some);

    /// The struct `Ok`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Ok {
        /// The member `err`.
        pub err: bool,
        /// The member `none`.
        pub none: ::std::option::Option<Void>,
    }

    impl Ok {
        /// A value without its optional members.
        pub fn new(err: bool) -> Self {
            Self {
                err,
                none: ::std::option::Option::None,
            }
        }

        /// The same, with `none`.
        #[must_use]
        pub fn with_none(mut self, value: Void) -> Self {
            self.none = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Ok {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("err", &self.err);
            out.optional("none", &self.none);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                err: from.required("err")?,
                none: from.optional("none")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Ok);

    /// The union `Unmarshal`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                from,
                out: out.into(),
                value,
                branch_2: ::std::option::Option::None,
                branch,
            }
        }

        /// The same, with `branch`.
        #[must_use]
        pub fn with_branch_2(mut self, value: i64) -> Self {
            self.branch_2 = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Unmarshal {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("tag", &self.branch.tag());
            out.member("from", &self.from);
            out.member("out", &self.out);
            out.member("value", &self.value);
            out.optional("branch", &self.branch_2);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("tag")?;
            ::std::result::Result::Ok(Self {
                from: from.required("from")?,
                out: from.required("out")?,
                value: from.required("value")?,
                branch_2: from.optional("branch")?,
                branch: UnmarshalBranch2::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Unmarshal);

    /// The members of a [`Unmarshal`] that depend on `tag`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl UnmarshalBranch2 {
        /// The value of `tag`.
        pub fn tag(&self) -> Some {
            match self {
                Self::Some(..) => Some::Some,
                Self::Ok(..) => Some::Ok,
                Self::None => Some::None,
                Self::Err => Some::Err,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Some(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                Self::Ok(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Some,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Some::Some => Self::Some(::qga_runtime::Object::unmarshal_members(from)?),
                Some::Ok => Self::Ok(::qga_runtime::Object::unmarshal_members(from)?),
                Some::None => Self::None,
                Some::Err => Self::Err,
            };
            ::std::result::Result::Ok(branch)
        }
    }

    /// The struct `UnmarshalBranch`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct UnmarshalBranch {
        /// The member `un`.
        pub un: ::std::option::Option<i64>,
        /// The member `unmarshal`.
        pub unmarshal: Unmarshal,
    }

    impl UnmarshalBranch {
        /// A value without its optional members.
        pub fn new(unmarshal: Unmarshal) -> Self {
            Self {
                un: ::std::option::Option::None,
                unmarshal,
            }
        }

        /// The same, with `un`.
        #[must_use]
        pub fn with_un(mut self, value: i64) -> Self {
            self.un = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for UnmarshalBranch {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("un", &self.un);
            out.member("unmarshal", &self.unmarshal);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                un: from.optional("un")?,
                unmarshal: from.required("unmarshal")?,
            })
        }
    }

    ::qga_runtime::wire_object!(UnmarshalBranch);

    /// The union `Value`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
        /// A branch that this schema lacks: the other side is newer.
        Other3(::std::string::String),
    }

    impl Value {
        /// The value of `name`.
        pub fn tag(&self) -> Same {
            match self {
                Self::Self_(..) => Same::Self_,
                Self::Self2(..) => Same::Self2,
                Self::AB => Same::AB,
                Self::AB2 => Same::AB2,
                Self::AB3 => Same::AB3,
                Self::Ab => Same::Ab,
                Self::AB4 => Same::AB4,
                Self::Other => Same::Other,
                Self::Other2 => Same::Other2,
                Self::X => Same::X,
                Self::None => Same::None,
                Self::Other3(name) => Same::Other3(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Self_(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                Self::Self2(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Same,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Same::Self_ => Self::Self_(::qga_runtime::Object::unmarshal_members(from)?),
                Same::Self2 => Self::Self2(::qga_runtime::Object::unmarshal_members(from)?),
                Same::AB => Self::AB,
                Same::AB2 => Self::AB2,
                Same::AB3 => Self::AB3,
                Same::Ab => Self::Ab,
                Same::AB4 => Self::AB4,
                Same::Other => Self::Other,
                Same::Other2 => Self::Other2,
                Same::X => Self::X,
                Same::None => Self::None,
                Same::Other3(name) => Self::Other3(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    impl ::qga_runtime::Object for Value {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("name")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    ::qga_runtime::wire_object!(Value);

    /// The union `ValueBranch`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for ValueBranch {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.branch.tag());
            out.member("value", &self.value);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("name")?;
            ::std::result::Result::Ok(Self {
                value: from.required("value")?,
                branch: ValueBranchBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(ValueBranch);

    /// The members of a [`ValueBranch`] that depend on `name`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
        /// A branch that this schema lacks: the other side is newer.
        Other3(::std::string::String),
    }

    impl ValueBranchBranch {
        /// The value of `name`.
        pub fn tag(&self) -> Same {
            match self {
                Self::AB => Same::AB,
                Self::AB2 => Same::AB2,
                Self::AB3 => Same::AB3,
                Self::Ab => Same::Ab,
                Self::AB4 => Same::AB4,
                Self::Other => Same::Other,
                Self::Other2 => Same::Other2,
                Self::Self_ => Same::Self_,
                Self::Self2 => Same::Self2,
                Self::X => Same::X,
                Self::None => Same::None,
                Self::Other3(name) => Same::Other3(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_branch(
            tag: Same,
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Same::AB => Self::AB,
                Same::AB2 => Self::AB2,
                Same::AB3 => Self::AB3,
                Same::Ab => Self::Ab,
                Same::AB4 => Self::AB4,
                Same::Other => Self::Other,
                Same::Other2 => Self::Other2,
                Same::Self_ => Self::Self_,
                Same::Self2 => Self::Self2,
                Same::X => Self::X,
                Same::None => Self::None,
                Same::Other3(name) => Self::Other3(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    /// The struct `Value2`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Value2 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("members0", &self.members0);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                members0: from.required("members0")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Value2);

    /// The struct `Usize`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Usize {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("usize", &self.usize);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                usize: from.required("usize")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Usize);

    /// The struct `Copy`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Copy {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("debug", &self.debug);
            out.member("hash", &self.hash);
            out.member("eq", &self.eq);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                debug: from.required("debug")?,
                hash: from.required("hash")?,
                eq: from.required("eq")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Copy);

    /// The values of `Debug`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Debug {
        /// `copy`
        Copy,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Debug {
        const NAMES: &'static [&'static str] = &["copy"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "copy" => ::std::option::Option::Some(Self::Copy),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Copy => "copy",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Debug);

    /// The struct `Hash`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Hash {}

    impl Hash {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Hash {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Hash);

    /// The struct `PartialEq`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                i64,
                bool,
                str: str.into(),
                vec,
                r#box,
            }
        }
    }

    impl ::qga_runtime::Object for PartialEq {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("i64", &self.i64);
            out.member("bool", &self.bool);
            out.member("str", &self.str);
            out.member("vec", &self.vec);
            out.member("box", &self.r#box);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                i64: from.required("i64")?,
                bool: from.required("bool")?,
                str: from.required("str")?,
                vec: from.required("vec")?,
                r#box: from.required("box")?,
            })
        }
    }

    ::qga_runtime::wire_object!(PartialEq);

    /// The struct `QapiEnum`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct QapiEnum {
        /// The member `names`.
        pub names: JsonWriter,
        /// The member `self`.
        pub self_: ::std::string::String,
    }

    impl QapiEnum {
        /// A value with these members.
        pub fn new(
            names: JsonWriter,
            self_: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self { names, self_: self_.into() }
        }
    }

    impl ::qga_runtime::Object for QapiEnum {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("names", &self.names);
            out.member("self", &self.self_);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                names: from.required("names")?,
                self_: from.required("self")?,
            })
        }
    }

    ::qga_runtime::wire_object!(QapiEnum);

    /// The struct `JsonWriter`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for JsonWriter {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
            })
        }
    }

    ::qga_runtime::wire_object!(JsonWriter);

    /// The struct `IOThread`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for IOThread {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("id", &self.id);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { id: from.required("id")? })
        }
    }

    ::qga_runtime::wire_object!(IOThread);

    /// The struct `IoThread`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for IoThread {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("id", &self.id);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { id: from.required("id")? })
        }
    }

    ::qga_runtime::wire_object!(IoThread);

    /// The struct `Stuck`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                nothing,
                more,
                some: ::std::option::Option::None,
            }
        }

        /// The same, with `some`.
        #[must_use]
        pub fn with_some(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.some = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Stuck {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("nothing", &self.nothing);
            out.member("more", &self.more);
            out.optional("some", &self.some);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                nothing: from.required("nothing")?,
                more: from.required("more")?,
                some: from.optional("some")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Stuck);

    /// A value of one of the types of `Hollow`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Hollow {
        /// `nothing`
        Nothing(Void),
        /// `list`
        List(::std::vec::Vec<Hollow>),
    }

    impl ::std::convert::From<Void> for Hollow {
        fn from(value: Void) -> Self {
            Self::Nothing(value)
        }
    }

    impl ::std::convert::From<::std::vec::Vec<Hollow>> for Hollow {
        fn from(value: ::std::vec::Vec<Hollow>) -> Self {
            Self::List(value)
        }
    }

    impl ::qga_runtime::Marshal for Hollow {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Nothing(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
                Self::List(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Hollow {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::String => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Nothing)
                }
                ::qga_runtime::JsonKind::Array => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::List)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Hollow")),
            }
        }
    }

    ::qga_runtime::wire_serde!(Hollow);

    /// The union `ByQType`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ByQType {
        /// The member `x`.
        pub x: ::std::option::Option<i64>,
        /// The members that depend on `type`.
        pub branch: ByQTypeBranch,
    }

    impl ByQType {
        /// A value without its optional members.
        pub fn new(branch: ByQTypeBranch) -> Self {
            Self {
                x: ::std::option::Option::None,
                branch,
            }
        }

        /// The same, with `x`.
        #[must_use]
        pub fn with_x(mut self, value: i64) -> Self {
            self.x = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for ByQType {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("type", &self.branch.tag());
            out.optional("x", &self.x);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("type")?;
            ::std::result::Result::Ok(Self {
                x: from.optional("x")?,
                branch: ByQTypeBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(ByQType);

    /// The members of a [`ByQType`] that depend on `type`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ByQTypeBranch {
        /// The value of `type`.
        pub fn tag(&self) -> QType {
            match self {
                Self::Qnull(..) => QType::Qnull,
                Self::None => QType::None,
                Self::Qnum => QType::Qnum,
                Self::Qstring => QType::Qstring,
                Self::Qdict => QType::Qdict,
                Self::Qlist => QType::Qlist,
                Self::Qbool => QType::Qbool,
                Self::Other(name) => QType::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            if let Self::Qnull(value) = self {
                ::qga_runtime::Object::marshal_members(value, out);
            }
        }

        fn unmarshal_branch(
            tag: QType,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                QType::Qnull => Self::Qnull(::qga_runtime::Object::unmarshal_members(from)?),
                QType::None => Self::None,
                QType::Qnum => Self::Qnum,
                QType::Qstring => Self::Qstring,
                QType::Qdict => Self::Qdict,
                QType::Qlist => Self::Qlist,
                QType::Qbool => Self::Qbool,
                QType::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    /// The struct `Wide`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    /// The mandatory members of a [`Wide`].
    #[derive(Clone, Debug, PartialEq)]
    pub struct WideMembers {
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

    impl Wide {
        /// A value with these members.
        pub fn new(members: WideMembers) -> Self {
            let WideMembers { a, b, c, d, e, f, g, h, i, j, k, l, m } = members;
            Self {
                a,
                b,
                c,
                d,
                e,
                f,
                g,
                h,
                i,
                j,
                k,
                l,
                m,
            }
        }
    }

    impl ::qga_runtime::Object for Wide {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("a", &self.a);
            out.member("b", &self.b);
            out.member("c", &self.c);
            out.member("d", &self.d);
            out.member("e", &self.e);
            out.member("f", &self.f);
            out.member("g", &self.g);
            out.member("h", &self.h);
            out.member("i", &self.i);
            out.member("j", &self.j);
            out.member("k", &self.k);
            out.member("l", &self.l);
            out.member("m", &self.m);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                a: from.required("a")?,
                b: from.required("b")?,
                c: from.required("c")?,
                d: from.required("d")?,
                e: from.required("e")?,
                f: from.required("f")?,
                g: from.required("g")?,
                h: from.required("h")?,
                i: from.required("i")?,
                j: from.required("j")?,
                k: from.required("k")?,
                l: from.required("l")?,
                m: from.required("m")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Wide);

    /// The values of `Width`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Width {
        /// `wide`
        Wide,
        /// `narrow`
        Narrow,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Width {
        const NAMES: &'static [&'static str] = &["wide", "narrow"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "wide" => ::std::option::Option::Some(Self::Wide),
                "narrow" => ::std::option::Option::Some(Self::Narrow),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Wide => "wide",
                Self::Narrow => "narrow",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Width);

    /// The union `Either`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Either {
        /// `wide`
        Wide(Wide),
        /// `narrow`
        Narrow(Hash),
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl Either {
        /// The value of `width`.
        pub fn tag(&self) -> Width {
            match self {
                Self::Wide(..) => Width::Wide,
                Self::Narrow(..) => Width::Narrow,
                Self::Other(name) => Width::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Wide(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                Self::Narrow(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Width,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Width::Wide => Self::Wide(::qga_runtime::Object::unmarshal_members(from)?),
                Width::Narrow => {
                    Self::Narrow(::qga_runtime::Object::unmarshal_members(from)?)
                }
                Width::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    impl ::qga_runtime::Object for Either {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("width", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("width")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    ::qga_runtime::wire_object!(Either);

    /// A value of one of the types of `OneOf`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum OneOf {
        /// `wide`
        Wide(Wide),
        /// `flag`
        Flag(bool),
    }

    impl ::std::convert::From<Wide> for OneOf {
        fn from(value: Wide) -> Self {
            Self::Wide(value)
        }
    }

    impl ::std::convert::From<bool> for OneOf {
        fn from(value: bool) -> Self {
            Self::Flag(value)
        }
    }

    impl ::qga_runtime::Marshal for OneOf {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Wide(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
                Self::Flag(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
            }
        }
    }

    impl ::qga_runtime::Unmarshal for OneOf {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Wide)
                }
                ::qga_runtime::JsonKind::Bool => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Flag)
                }
                _ => ::std::result::Result::Err(value.wrong_type("OneOf")),
            }
        }
    }

    ::qga_runtime::wire_serde!(OneOf);

    /// The union `Loop`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                again: ::std::option::Option::None,
                lists: ::std::option::Option::None,
                branch,
            }
        }

        /// The same, with `again`.
        #[must_use]
        pub fn with_again(mut self, value: Loop) -> Self {
            self.again = ::std::option::Option::Some(::std::boxed::Box::new(value));
            self
        }

        /// The same, with `lists`.
        #[must_use]
        pub fn with_lists(mut self, value: ::std::vec::Vec<Loop>) -> Self {
            self.lists = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Loop {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("width", &self.branch.tag());
            out.optional("again", &self.again);
            out.optional("lists", &self.lists);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("width")?;
            ::std::result::Result::Ok(Self {
                again: from.optional("again")?,
                lists: from.optional("lists")?,
                branch: LoopBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Loop);

    /// The members of a [`Loop`] that depend on `width`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum LoopBranch {
        /// `wide`
        Wide(::std::boxed::Box<Knot>),
        /// `narrow`
        Narrow(::std::boxed::Box<Inner>),
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl LoopBranch {
        /// The value of `width`.
        pub fn tag(&self) -> Width {
            match self {
                Self::Wide(..) => Width::Wide,
                Self::Narrow(..) => Width::Narrow,
                Self::Other(name) => Width::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Wide(value) => {
                    ::qga_runtime::Object::marshal_members(&**value, out);
                }
                Self::Narrow(value) => {
                    ::qga_runtime::Object::marshal_members(&**value, out);
                }
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Width,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Width::Wide => {
                    Self::Wide(
                        ::std::boxed::Box::new(
                            ::qga_runtime::Object::unmarshal_members(from)?,
                        ),
                    )
                }
                Width::Narrow => {
                    Self::Narrow(
                        ::std::boxed::Box::new(
                            ::qga_runtime::Object::unmarshal_members(from)?,
                        ),
                    )
                }
                Width::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    /// The struct `Knot`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
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
            Self {
                root: ::std::option::Option::None,
                knot: ::std::option::Option::None,
                tie: ::std::option::Option::None,
            }
        }

        /// The same, with `root`.
        #[must_use]
        pub fn with_root(mut self, value: Loop) -> Self {
            self.root = ::std::option::Option::Some(::std::boxed::Box::new(value));
            self
        }

        /// The same, with `knot`.
        #[must_use]
        pub fn with_knot(mut self, value: Knot) -> Self {
            self.knot = ::std::option::Option::Some(::std::boxed::Box::new(value));
            self
        }

        /// The same, with `tie`.
        #[must_use]
        pub fn with_tie(mut self, value: Tie) -> Self {
            self.tie = ::std::option::Option::Some(::std::boxed::Box::new(value));
            self
        }
    }

    impl ::qga_runtime::Object for Knot {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("root", &self.root);
            out.optional("knot", &self.knot);
            out.optional("tie", &self.tie);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                root: from.optional("root")?,
                knot: from.optional("knot")?,
                tie: from.optional("tie")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Knot);

    /// The struct `Root`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Root {
        /// The member `root`.
        pub root: ::std::option::Option<Loop>,
    }

    impl Root {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                root: ::std::option::Option::None,
            }
        }

        /// The same, with `root`.
        #[must_use]
        pub fn with_root(mut self, value: Loop) -> Self {
            self.root = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Root {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("root", &self.root);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                root: from.optional("root")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Root);

    /// The union `Inner`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Inner {
        /// `wide`
        Wide(::std::boxed::Box<Bow>),
        /// `narrow`
        Narrow,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl Inner {
        /// The value of `inner`.
        pub fn tag(&self) -> Width {
            match self {
                Self::Wide(..) => Width::Wide,
                Self::Narrow => Width::Narrow,
                Self::Other(name) => Width::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            if let Self::Wide(value) = self {
                ::qga_runtime::Object::marshal_members(&**value, out);
            }
        }

        fn unmarshal_branch(
            tag: Width,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Width::Wide => {
                    Self::Wide(
                        ::std::boxed::Box::new(
                            ::qga_runtime::Object::unmarshal_members(from)?,
                        ),
                    )
                }
                Width::Narrow => Self::Narrow,
                Width::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    impl ::qga_runtime::Object for Inner {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("inner", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("inner")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    ::qga_runtime::wire_object!(Inner);

    /// The struct `Bow`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Bow {
        /// The member `tie`.
        pub tie: ::std::boxed::Box<Tie>,
    }

    impl Bow {
        /// A value with these members.
        pub fn new(tie: Tie) -> Self {
            Self {
                tie: ::std::boxed::Box::new(tie),
            }
        }
    }

    impl ::qga_runtime::Object for Bow {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("tie", &self.tie);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { tie: from.required("tie")? })
        }
    }

    ::qga_runtime::wire_object!(Bow);

    /// A value of one of the types of `Tie`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::std::convert::From<Loop> for Tie {
        fn from(value: Loop) -> Self {
            Self::Loop(::std::boxed::Box::new(value))
        }
    }

    impl ::std::convert::From<::std::vec::Vec<Tie>> for Tie {
        fn from(value: ::std::vec::Vec<Tie>) -> Self {
            Self::Ties(value)
        }
    }

    impl ::std::convert::From<Same> for Tie {
        fn from(value: Same) -> Self {
            Self::Same(value)
        }
    }

    impl ::qga_runtime::Marshal for Tie {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Loop(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
                Self::Ties(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
                Self::End => {
                    ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out);
                }
                Self::Same(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Tie {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Loop)
                }
                ::qga_runtime::JsonKind::Array => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Ties)
                }
                ::qga_runtime::JsonKind::Null => ::std::result::Result::Ok(Self::End),
                ::qga_runtime::JsonKind::String => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Same)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Tie")),
            }
        }
    }

    ::qga_runtime::wire_serde!(Tie);

    /// The values of `QType`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
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

    impl ::qga_runtime::QapiEnum for QType {
        const NAMES: &'static [&'static str] = &[
            "none",
            "qnull",
            "qnum",
            "qstring",
            "qdict",
            "qlist",
            "qbool",
        ];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "none" => ::std::option::Option::Some(Self::None),
                "qnull" => ::std::option::Option::Some(Self::Qnull),
                "qnum" => ::std::option::Option::Some(Self::Qnum),
                "qstring" => ::std::option::Option::Some(Self::Qstring),
                "qdict" => ::std::option::Option::Some(Self::Qdict),
                "qlist" => ::std::option::Option::Some(Self::Qlist),
                "qbool" => ::std::option::Option::Some(Self::Qbool),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::None => "none",
                Self::Qnull => "qnull",
                Self::Qnum => "qnum",
                Self::Qstring => "qstring",
                Self::Qdict => "qdict",
                Self::Qlist => "qlist",
                Self::Qbool => "qbool",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(QType);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `none`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct None {}

    impl None {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for None {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(None);

    impl ::qga_runtime::Command for None {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::NONE_COMMAND;
        type Returns = ::qga_runtime::Null;
    }

    /// The command `call`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Call(
        /// All its members.
        pub super::types::Odd,
    );

    impl ::std::convert::From<super::types::Odd> for Call {
        fn from(value: super::types::Odd) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Call {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Call);

    impl ::qga_runtime::Command for Call {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::CALL_COMMAND;
        type Returns = super::types::Odd;
    }

    /// The command `call-raw`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct CallRaw {}

    impl CallRaw {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for CallRaw {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(CallRaw);

    impl ::qga_runtime::Command for CallRaw {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::CALL_RAW_COMMAND;
        type Returns = i64;
    }

    /// The command `commands`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Commands(
        /// All its members.
        pub super::types::Value,
    );

    impl ::std::convert::From<super::types::Value> for Commands {
        fn from(value: super::types::Value) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Commands {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Commands);

    impl ::qga_runtime::Command for Commands {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::COMMANDS_COMMAND;
        type Returns = ();
    }

    /// The command `command`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Command {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("command", &self.command);
            out.member("self", &self.self_);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                command: from.required("command")?,
                self_: from.required("self")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Command);

    impl ::qga_runtime::Command for Command {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::COMMAND_COMMAND;
        type Returns = ();
    }

    /// The command `x`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct X(
        /// All its members.
        pub super::types::Unmarshal,
    );

    impl ::std::convert::From<super::types::Unmarshal> for X {
        fn from(value: super::types::Unmarshal) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for X {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(X);

    impl ::qga_runtime::Command for X {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::X_COMMAND;
        type Returns = super::types::Copy;
    }

    /// The command `y`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Y {}

    impl Y {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Y {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Y);

    impl ::qga_runtime::Command for Y {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::Y_COMMAND;
        type Returns = ();
    }

    /// The command `t`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct T {}

    impl T {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for T {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(T);

    impl ::qga_runtime::Command for T {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::T_COMMAND;
        type Returns = ();
    }

    /// The command `a`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct A {}

    impl A {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for A {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(A);

    impl ::qga_runtime::Command for A {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::A_COMMAND;
        type Returns = ();
    }

    /// The command `self`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Self_ {}

    impl Self_ {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Self_ {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Self_);

    impl ::qga_runtime::Command for Self_ {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::SELF_COMMAND;
        type Returns = super::types::QapiEnum;
    }

    /// The command `new`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct New {}

    impl New {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for New {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(New);

    impl ::qga_runtime::Command for New {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::NEW_COMMAND;
        type Returns = ();
    }

    /// The command `clone`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Clone {}

    impl Clone {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Clone {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Clone);

    impl ::qga_runtime::Command for Clone {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::CLONE_COMMAND;
        type Returns = ();
    }

    /// The command `default`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Default {}

    impl Default {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Default {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Default);

    impl ::qga_runtime::Command for Default {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::DEFAULT_COMMAND;
        type Returns = ();
    }

    /// The command `drop`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Drop {}

    impl Drop {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Drop {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Drop);

    impl ::qga_runtime::Command for Drop {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::DROP_COMMAND;
        type Returns = ();
    }

    /// The command `next`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Next {}

    impl Next {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Next {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Next);

    impl ::qga_runtime::Command for Next {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::NEXT_COMMAND;
        type Returns = ();
    }

    /// The command `is-ready`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct IsReady {}

    impl IsReady {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for IsReady {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(IsReady);

    impl ::qga_runtime::Command for IsReady {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::IS_READY_COMMAND;
        type Returns = super::types::IOThread;
    }

    /// The command `to_text`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct ToText {}

    impl ToText {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for ToText {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(ToText);

    impl ::qga_runtime::Command for ToText {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::TO_TEXT_COMMAND;
        type Returns = super::types::ByQType;
    }

    /// The command `to-text`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct ToText2 {}

    impl ToText2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for ToText2 {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(ToText2);

    impl ::qga_runtime::Command for ToText2 {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::TO_TEXT_COMMAND_2;
        type Returns = ();
    }

    /// The command `into-void`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct IntoVoid {}

    impl IntoVoid {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for IntoVoid {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(IntoVoid);

    impl ::qga_runtime::Command for IntoVoid {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::INTO_VOID_COMMAND;
        type Returns = super::types::Hollow;
    }

    /// The command `from-here`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for FromHere {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("value", &self.value);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                value: from.required("value")?,
            })
        }
    }

    ::qga_runtime::wire_object!(FromHere);

    impl ::qga_runtime::Command for FromHere {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::FROM_HERE_COMMAND;
        type Returns = ();
    }

    /// The command `as-is`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                either,
                one_of: ::std::option::Option::None,
                object,
            }
        }

        /// The same, with `one-of`.
        #[must_use]
        pub fn with_one_of(mut self, value: super::types::OneOf) -> Self {
            self.one_of = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for AsIs {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("either", &self.either);
            out.optional("one-of", &self.one_of);
            out.member("object", &self.object);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                either: from.required("either")?,
                one_of: from.optional("one-of")?,
                object: from.required("object")?,
            })
        }
    }

    ::qga_runtime::wire_object!(AsIs);

    impl ::qga_runtime::Command for AsIs {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::AS_IS_COMMAND;
        type Returns = ();
    }

    /// The command `client-ext`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ClientExt(
        /// All its members.
        pub super::types::Loop,
    );

    impl ::std::convert::From<super::types::Loop> for ClientExt {
        fn from(value: super::types::Loop) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for ClientExt {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(ClientExt);

    impl ::qga_runtime::Command for ClientExt {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::CLIENT_EXT_COMMAND;
        type Returns = ();
    }

    /// The command `handlers`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Handlers {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("stuck", &self.stuck);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                stuck: from.required("stuck")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Handlers);

    impl ::qga_runtime::Command for Handlers {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::HANDLERS_COMMAND;
        type Returns = ();
    }

    /// The command `entries`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
        pub fn new(
            un: super::types::UnmarshalBranch,
            v: super::types::ValueBranch,
            d: super::types::Digits,
        ) -> Self {
            Self { un, v, d }
        }
    }

    impl ::qga_runtime::Object for Entries {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("un", &self.un);
            out.member("v", &self.v);
            out.member("d", &self.d);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                un: from.required("un")?,
                v: from.required("v")?,
                d: from.required("d")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Entries);

    impl ::qga_runtime::Command for Entries {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::ENTRIES_COMMAND;
        type Returns = ();
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &NONE_COMMAND,
        &CALL_COMMAND,
        &CALL_RAW_COMMAND,
        &COMMANDS_COMMAND,
        &COMMAND_COMMAND,
        &X_COMMAND,
        &Y_COMMAND,
        &T_COMMAND,
        &A_COMMAND,
        &SELF_COMMAND,
        &NEW_COMMAND,
        &CLONE_COMMAND,
        &DEFAULT_COMMAND,
        &DROP_COMMAND,
        &NEXT_COMMAND,
        &IS_READY_COMMAND,
        &TO_TEXT_COMMAND,
        &TO_TEXT_COMMAND_2,
        &INTO_VOID_COMMAND,
        &FROM_HERE_COMMAND,
        &AS_IS_COMMAND,
        &CLIENT_EXT_COMMAND,
        &HANDLERS_COMMAND,
        &ENTRIES_COMMAND,
    ];

    /// [`none`](super::commands::None).
    pub static NONE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Null),
        ..::qga_runtime::CommandInfo::new("none")
    };

    /// [`call`](super::commands::Call).
    pub static CALL_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("new", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::Enum(&SAME)),
            ::qga_runtime::MemberInfo::new("Branch", ::qga_runtime::TypeInfo::Enum(&DIGITS))
                .optional(),
            ::qga_runtime::MemberInfo::new("kind", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("super", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("Self", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("union", ::qga_runtime::TypeInfo::INT64)
                .optional(),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&ODD)),
        ..::qga_runtime::CommandInfo::new("call")
    };

    /// [`call-raw`](super::commands::CallRaw).
    pub static CALL_RAW_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::INT64),
        ..::qga_runtime::CommandInfo::new("call-raw")
    };

    /// [`commands`](super::commands::Commands).
    pub static COMMANDS_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Enum(&SAME)),
        ],
        ..::qga_runtime::CommandInfo::new("commands")
    };

    /// [`command`](super::commands::Command).
    pub static COMMAND_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new(
                "command",
                ::qga_runtime::TypeInfo::Object(&COMMAND),
            ),
            ::qga_runtime::MemberInfo::new(
                "self",
                ::qga_runtime::TypeInfo::Object(&HANDLERS),
            ),
        ],
        ..::qga_runtime::CommandInfo::new("command")
    };

    /// [`x`](super::commands::X).
    pub static X_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Enum(&SOME)),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("out", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64)
                .optional(),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&COPY)),
        ..::qga_runtime::CommandInfo::new("x")
    };

    /// [`y`](super::commands::Y).
    pub static Y_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("y");

    /// [`t`](super::commands::T).
    pub static T_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("t");

    /// [`a`](super::commands::A).
    pub static A_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("a");

    /// [`self`](super::commands::Self_).
    pub static SELF_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&QAPI_ENUM)),
        ..::qga_runtime::CommandInfo::new("self")
    };

    /// [`new`](super::commands::New).
    pub static NEW_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "new",
    );

    /// [`clone`](super::commands::Clone).
    pub static CLONE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "clone",
    );

    /// [`default`](super::commands::Default).
    pub static DEFAULT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "default",
    );

    /// [`drop`](super::commands::Drop).
    pub static DROP_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "drop",
    );

    /// [`next`](super::commands::Next).
    pub static NEXT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "next",
    );

    /// [`is-ready`](super::commands::IsReady).
    pub static IS_READY_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&IO_THREAD)),
        ..::qga_runtime::CommandInfo::new("is-ready")
    };

    /// [`to_text`](super::commands::ToText).
    pub static TO_TEXT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&BY_Q_TYPE)),
        ..::qga_runtime::CommandInfo::new("to_text")
    };

    /// [`to-text`](super::commands::ToText2).
    pub static TO_TEXT_COMMAND_2: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "to-text",
    );

    /// [`into-void`](super::commands::IntoVoid).
    pub static INTO_VOID_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Alternate(&HOLLOW)),
        ..::qga_runtime::CommandInfo::new("into-void")
    };

    /// [`from-here`](super::commands::FromHere).
    pub static FROM_HERE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::Union(&VALUE)),
        ],
        ..::qga_runtime::CommandInfo::new("from-here")
    };

    /// [`as-is`](super::commands::AsIs).
    pub static AS_IS_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new(
                "either",
                ::qga_runtime::TypeInfo::Union(&EITHER),
            ),
            ::qga_runtime::MemberInfo::new(
                    "one-of",
                    ::qga_runtime::TypeInfo::Alternate(&ONE_OF),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                "object",
                ::qga_runtime::TypeInfo::Object(&OBJECT),
            ),
        ],
        ..::qga_runtime::CommandInfo::new("as-is")
    };

    /// [`client-ext`](super::commands::ClientExt).
    pub static CLIENT_EXT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("width", ::qga_runtime::TypeInfo::Enum(&WIDTH)),
            ::qga_runtime::MemberInfo::new("again", ::qga_runtime::TypeInfo::Union(&LOOP))
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "lists",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&LOOP)),
                )
                .optional(),
        ],
        ..::qga_runtime::CommandInfo::new("client-ext")
    };

    /// [`handlers`](super::commands::Handlers).
    pub static HANDLERS_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("stuck", ::qga_runtime::TypeInfo::Object(&STUCK)),
        ],
        ..::qga_runtime::CommandInfo::new("handlers")
    };

    /// [`entries`](super::commands::Entries).
    pub static ENTRIES_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new(
                "un",
                ::qga_runtime::TypeInfo::Object(&UNMARSHAL_BRANCH),
            ),
            ::qga_runtime::MemberInfo::new(
                "v",
                ::qga_runtime::TypeInfo::Union(&VALUE_BRANCH),
            ),
            ::qga_runtime::MemberInfo::new("d", ::qga_runtime::TypeInfo::Enum(&DIGITS)),
        ],
        ..::qga_runtime::CommandInfo::new("entries")
    };

    /// [`Same`](super::types::Same).
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

    /// [`Digits`](super::types::Digits).
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

    /// [`Void`](super::types::Void).
    pub static VOID: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo::new("Void");

    /// [`Odd`](super::types::Odd).
    pub static ODD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("new", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::Enum(&SAME)),
            ::qga_runtime::MemberInfo::new("Branch", ::qga_runtime::TypeInfo::Enum(&DIGITS))
                .optional(),
            ::qga_runtime::MemberInfo::new("kind", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("super", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("Self", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("union", ::qga_runtime::TypeInfo::INT64)
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Odd")
    };

    /// [`Handlers`](super::types::Handlers).
    pub static HANDLERS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                    "caller",
                    ::qga_runtime::TypeInfo::Object(&CALLER),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Handlers")
    };

    /// [`Caller`](super::types::Caller).
    pub static CALLER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                "command",
                ::qga_runtime::TypeInfo::Object(&COMMAND),
            ),
            ::qga_runtime::MemberInfo::new("event", ::qga_runtime::TypeInfo::Object(&EVENT))
                .optional(),
            ::qga_runtime::MemberInfo::new("any", ::qga_runtime::TypeInfo::Any).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Caller")
    };

    /// [`Command`](super::types::Command).
    pub static COMMAND: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("A", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Command")
    };

    /// [`Event`](super::types::Event).
    pub static EVENT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("t", ::qga_runtime::TypeInfo::Enum(&TIMESTAMP)),
        ],
        ..::qga_runtime::ObjectInfo::new("Event")
    };

    /// [`Timestamp`](super::types::Timestamp).
    pub static TIMESTAMP: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("now"),
            ::qga_runtime::ValueInfo::new("event"),
            ::qga_runtime::ValueInfo::new("kind"),
        ],
        ..::qga_runtime::EnumInfo::new("Timestamp")
    };

    /// [`Object`](super::types::Object).
    pub static OBJECT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                "marshal",
                ::qga_runtime::TypeInfo::Alternate(&MARSHAL),
            ),
            ::qga_runtime::MemberInfo::new(
                    "unmarshal",
                    ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Union(&UNMARSHAL),
                    ),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Object")
    };

    /// [`Marshal`](super::types::Marshal).
    pub static MARSHAL: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("some", ::qga_runtime::TypeInfo::Enum(&SOME)),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Object(&OK)),
        ],
        ..::qga_runtime::AlternateInfo::new("Marshal")
    };

    /// [`Some`](super::types::Some).
    pub static SOME: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("some"),
            ::qga_runtime::ValueInfo::new("none"),
            ::qga_runtime::ValueInfo::new("ok"),
            ::qga_runtime::ValueInfo::new("err"),
        ],
        ..::qga_runtime::EnumInfo::new("Some")
    };

    /// [`Ok`](super::types::Ok).
    pub static OK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("err", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Enum(&VOID))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Ok")
    };

    /// [`Unmarshal`](super::types::Unmarshal).
    pub static UNMARSHAL: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("tag", ::qga_runtime::TypeInfo::Enum(&SOME)),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("out", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64)
                .optional(),
        ],
        discriminator: ::std::option::Option::Some("tag"),
        branches: &[
            ::qga_runtime::BranchInfo::new("some").ty(::qga_runtime::TypeInfo::Object(&OK)),
            ::qga_runtime::BranchInfo::new("ok")
                .ty(::qga_runtime::TypeInfo::Object(&COMMAND)),
            ::qga_runtime::BranchInfo::new("none"),
            ::qga_runtime::BranchInfo::new("err"),
        ],
        ..::qga_runtime::ObjectInfo::new("Unmarshal")
    };

    /// [`UnmarshalBranch`](super::types::UnmarshalBranch).
    pub static UNMARSHAL_BRANCH: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("un", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new(
                "unmarshal",
                ::qga_runtime::TypeInfo::Union(&UNMARSHAL),
            ),
        ],
        ..::qga_runtime::ObjectInfo::new("UnmarshalBranch")
    };

    /// [`Value`](super::types::Value).
    pub static VALUE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Enum(&SAME)),
        ],
        discriminator: ::std::option::Option::Some("name"),
        branches: &[
            ::qga_runtime::BranchInfo::new("self").ty(::qga_runtime::TypeInfo::Object(&ODD)),
            ::qga_runtime::BranchInfo::new("Self")
                .ty(::qga_runtime::TypeInfo::Object(&USIZE)),
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

    /// [`ValueBranch`](super::types::ValueBranch).
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

    /// [`Value2`](super::types::Value2).
    pub static VALUE2: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("members0", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Value2")
    };

    /// [`Usize`](super::types::Usize).
    pub static USIZE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("usize", ::qga_runtime::TypeInfo::UINT64)],
        ..::qga_runtime::ObjectInfo::new("Usize")
    };

    /// [`Copy`](super::types::Copy).
    pub static COPY: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("debug", ::qga_runtime::TypeInfo::Enum(&DEBUG)),
            ::qga_runtime::MemberInfo::new(
                "hash",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&HASH)),
            ),
            ::qga_runtime::MemberInfo::new(
                "eq",
                ::qga_runtime::TypeInfo::Object(&PARTIAL_EQ),
            ),
        ],
        ..::qga_runtime::ObjectInfo::new("Copy")
    };

    /// [`Debug`](super::types::Debug).
    pub static DEBUG: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("copy")],
        ..::qga_runtime::EnumInfo::new("Debug")
    };

    /// [`Hash`](super::types::Hash).
    pub static HASH: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo::new("Hash");

    /// [`PartialEq`](super::types::PartialEq).
    pub static PARTIAL_EQ: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("i64", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("bool", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("str", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new(
                "vec",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str),
            ),
            ::qga_runtime::MemberInfo::new("box", ::qga_runtime::TypeInfo::Number),
        ],
        ..::qga_runtime::ObjectInfo::new("PartialEq")
    };

    /// [`QapiEnum`](super::types::QapiEnum).
    pub static QAPI_ENUM: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                "names",
                ::qga_runtime::TypeInfo::Object(&JSON_WRITER),
            ),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::Str),
        ],
        ..::qga_runtime::ObjectInfo::new("QapiEnum")
    };

    /// [`JsonWriter`](super::types::JsonWriter).
    pub static JSON_WRITER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)],
        ..::qga_runtime::ObjectInfo::new("JsonWriter")
    };

    /// [`IOThread`](super::types::IOThread).
    pub static IO_THREAD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                "id",
                ::qga_runtime::TypeInfo::Object(&IO_THREAD_2),
            ),
        ],
        ..::qga_runtime::ObjectInfo::new("IOThread")
    };

    /// [`IoThread`](super::types::IoThread).
    pub static IO_THREAD_2: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("id", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("IoThread")
    };

    /// [`Stuck`](super::types::Stuck).
    pub static STUCK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("nothing", ::qga_runtime::TypeInfo::Enum(&VOID)),
            ::qga_runtime::MemberInfo::new("more", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("some", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Stuck")
    };

    /// [`Hollow`](super::types::Hollow).
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

    /// [`ByQType`](super::types::ByQType).
    pub static BY_Q_TYPE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::Enum(&Q_TYPE)),
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        discriminator: ::std::option::Option::Some("type"),
        branches: &[
            ::qga_runtime::BranchInfo::new("qnull")
                .ty(::qga_runtime::TypeInfo::Object(&USIZE)),
            ::qga_runtime::BranchInfo::new("none"),
            ::qga_runtime::BranchInfo::new("qnum"),
            ::qga_runtime::BranchInfo::new("qstring"),
            ::qga_runtime::BranchInfo::new("qdict"),
            ::qga_runtime::BranchInfo::new("qlist"),
            ::qga_runtime::BranchInfo::new("qbool"),
        ],
        ..::qga_runtime::ObjectInfo::new("ByQType")
    };

    /// [`Wide`](super::types::Wide).
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

    /// [`Width`](super::types::Width).
    pub static WIDTH: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("wide"),
            ::qga_runtime::ValueInfo::new("narrow"),
        ],
        ..::qga_runtime::EnumInfo::new("Width")
    };

    /// [`Either`](super::types::Either).
    pub static EITHER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("width", ::qga_runtime::TypeInfo::Enum(&WIDTH)),
        ],
        discriminator: ::std::option::Option::Some("width"),
        branches: &[
            ::qga_runtime::BranchInfo::new("wide")
                .ty(::qga_runtime::TypeInfo::Object(&WIDE)),
            ::qga_runtime::BranchInfo::new("narrow")
                .ty(::qga_runtime::TypeInfo::Object(&HASH)),
        ],
        ..::qga_runtime::ObjectInfo::new("Either")
    };

    /// [`OneOf`](super::types::OneOf).
    pub static ONE_OF: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("wide", ::qga_runtime::TypeInfo::Object(&WIDE)),
            ::qga_runtime::MemberInfo::new("flag", ::qga_runtime::TypeInfo::Bool),
        ],
        ..::qga_runtime::AlternateInfo::new("OneOf")
    };

    /// [`Loop`](super::types::Loop).
    pub static LOOP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("width", ::qga_runtime::TypeInfo::Enum(&WIDTH)),
            ::qga_runtime::MemberInfo::new("again", ::qga_runtime::TypeInfo::Union(&LOOP))
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "lists",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&LOOP)),
                )
                .optional(),
        ],
        discriminator: ::std::option::Option::Some("width"),
        branches: &[
            ::qga_runtime::BranchInfo::new("wide")
                .ty(::qga_runtime::TypeInfo::Object(&KNOT)),
            ::qga_runtime::BranchInfo::new("narrow")
                .ty(::qga_runtime::TypeInfo::Union(&INNER)),
        ],
        ..::qga_runtime::ObjectInfo::new("Loop")
    };

    /// [`Knot`](super::types::Knot).
    pub static KNOT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("root", ::qga_runtime::TypeInfo::Union(&LOOP))
                .optional(),
            ::qga_runtime::MemberInfo::new("knot", ::qga_runtime::TypeInfo::Object(&KNOT))
                .optional(),
            ::qga_runtime::MemberInfo::new("tie", ::qga_runtime::TypeInfo::Alternate(&TIE))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Knot")
    };

    /// [`Root`](super::types::Root).
    pub static ROOT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("root", ::qga_runtime::TypeInfo::Union(&LOOP))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Root")
    };

    /// [`Inner`](super::types::Inner).
    pub static INNER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("inner", ::qga_runtime::TypeInfo::Enum(&WIDTH)),
        ],
        discriminator: ::std::option::Option::Some("inner"),
        branches: &[
            ::qga_runtime::BranchInfo::new("wide").ty(::qga_runtime::TypeInfo::Object(&BOW)),
            ::qga_runtime::BranchInfo::new("narrow"),
        ],
        ..::qga_runtime::ObjectInfo::new("Inner")
    };

    /// [`Bow`](super::types::Bow).
    pub static BOW: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("tie", ::qga_runtime::TypeInfo::Alternate(&TIE)),
        ],
        ..::qga_runtime::ObjectInfo::new("Bow")
    };

    /// [`Tie`](super::types::Tie).
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

    /// [`QType`](super::types::QType).
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

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`none`](super::commands::None).
        fn none(
            &mut self,
        ) -> ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError> {
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
        fn commands(
            &mut self,
            command: super::commands::Commands,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`command`](super::commands::Command).
        fn command(
            &mut self,
            command: super::commands::Command,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
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
        fn self_(
            &mut self,
        ) -> ::std::result::Result<super::types::QapiEnum, ::qga_runtime::CallError> {
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
        fn is_ready(
            &mut self,
        ) -> ::std::result::Result<super::types::IOThread, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::IsReady {})
        }

        /// Runs [`to_text`](super::commands::ToText).
        fn to_text(
            &mut self,
        ) -> ::std::result::Result<super::types::ByQType, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::ToText {})
        }

        /// Runs [`to-text`](super::commands::ToText2).
        fn to_text_2(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::ToText2 {})
        }

        /// Runs [`into-void`](super::commands::IntoVoid).
        fn into_void(
            &mut self,
        ) -> ::std::result::Result<super::types::Hollow, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::IntoVoid {})
        }

        /// Runs [`from-here`](super::commands::FromHere).
        fn from_here(
            &mut self,
            command: super::commands::FromHere,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`as-is`](super::commands::AsIs).
        fn as_is(
            &mut self,
            command: super::commands::AsIs,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
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
        fn handlers(
            &mut self,
            command: super::commands::Handlers,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`entries`](super::commands::Entries).
        fn entries(
            &mut self,
            command: super::commands::Entries,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`none`](super::commands::None).
        fn none(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::None {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(
            &mut self,
            command: super::commands::Call,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Odd, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`call-raw`](super::commands::CallRaw).
        fn call_raw(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<i64, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::CallRaw {})
        }

        /// Runs [`commands`](super::commands::Commands).
        fn commands(
            &mut self,
            command: super::commands::Commands,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`command`](super::commands::Command).
        fn command(
            &mut self,
            command: super::commands::Command,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`x`](super::commands::X).
        fn x(
            &mut self,
            command: super::commands::X,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Copy, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`y`](super::commands::Y).
        fn y(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Y {})
        }

        /// Runs [`t`](super::commands::T).
        fn t(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::T {})
        }

        /// Runs [`a`](super::commands::A).
        fn a(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::A {})
        }

        /// Runs [`self`](super::commands::Self_).
        fn self_(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::QapiEnum, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Self_ {})
        }

        /// Runs [`new`](super::commands::New).
        fn new(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::New {})
        }

        /// Runs [`clone`](super::commands::Clone).
        fn clone(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Clone {})
        }

        /// Runs [`default`](super::commands::Default).
        fn default(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Default {})
        }

        /// Runs [`drop`](super::commands::Drop).
        fn drop(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Drop {})
        }

        /// Runs [`next`](super::commands::Next).
        fn next(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Next {})
        }

        /// Runs [`is-ready`](super::commands::IsReady).
        fn is_ready(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::IOThread, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::IsReady {})
        }

        /// Runs [`to_text`](super::commands::ToText).
        fn to_text(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::ByQType, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::ToText {})
        }

        /// Runs [`to-text`](super::commands::ToText2).
        fn to_text_2(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::ToText2 {})
        }

        /// Runs [`into-void`](super::commands::IntoVoid).
        fn into_void(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Hollow, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::IntoVoid {})
        }

        /// Runs [`from-here`](super::commands::FromHere).
        fn from_here(
            &mut self,
            command: super::commands::FromHere,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`as-is`](super::commands::AsIs).
        fn as_is(
            &mut self,
            command: super::commands::AsIs,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`client-ext`](super::commands::ClientExt).
        fn client_ext(
            &mut self,
            command: super::commands::ClientExt,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`handlers`](super::commands::Handlers).
        fn handlers(
            &mut self,
            command: super::commands::Handlers,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`entries`](super::commands::Entries).
        fn entries(
            &mut self,
            command: super::commands::Entries,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::None,
        > + ::qga_runtime::Handler<
            super::commands::Call,
        > + ::qga_runtime::Handler<
            super::commands::CallRaw,
        > + ::qga_runtime::Handler<
            super::commands::Commands,
        > + ::qga_runtime::Handler<
            super::commands::Command,
        > + ::qga_runtime::Handler<
            super::commands::X,
        > + ::qga_runtime::Handler<
            super::commands::Y,
        > + ::qga_runtime::Handler<
            super::commands::T,
        > + ::qga_runtime::Handler<
            super::commands::A,
        > + ::qga_runtime::Handler<
            super::commands::Self_,
        > + ::qga_runtime::Handler<
            super::commands::New,
        > + ::qga_runtime::Handler<
            super::commands::Clone,
        > + ::qga_runtime::Handler<
            super::commands::Default,
        > + ::qga_runtime::Handler<
            super::commands::Drop,
        > + ::qga_runtime::Handler<
            super::commands::Next,
        > + ::qga_runtime::Handler<
            super::commands::IsReady,
        > + ::qga_runtime::Handler<
            super::commands::ToText,
        > + ::qga_runtime::Handler<
            super::commands::ToText2,
        > + ::qga_runtime::Handler<
            super::commands::IntoVoid,
        > + ::qga_runtime::Handler<
            super::commands::FromHere,
        > + ::qga_runtime::Handler<
            super::commands::AsIs,
        > + ::qga_runtime::Handler<
            super::commands::ClientExt,
        > + ::qga_runtime::Handler<
            super::commands::Handlers,
        > + ::qga_runtime::Handler<super::commands::Entries> {}

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
    {}

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
    #[non_exhaustive]
    pub struct Event {
        /// The event and its data.
        pub kind: EventKind,
        /// The time of the event.
        pub timestamp: Timestamp,
    }

    impl Event {
        /// An event at this time.
        pub fn new(kind: EventKind, timestamp: Timestamp) -> Self {
            Self { kind, timestamp }
        }
    }

    /// A time on the server's clock; both numbers are -1 if it could not be read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Timestamp {
        /// Seconds since 1970.
        pub seconds: i64,
        /// Microseconds within the second.
        pub microseconds: i64,
    }

    impl Timestamp {
        /// A time in seconds since 1970, and microseconds within the second.
        pub fn new(seconds: i64, microseconds: i64) -> Self {
            Self { seconds, microseconds }
        }
    }

    impl ::qga_runtime::Object for Timestamp {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("seconds", &self.seconds);
            out.member("microseconds", &self.microseconds);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                seconds: from.required("seconds")?,
                microseconds: from.required("microseconds")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Timestamp);

    /// The events, each with its data.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Event {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match &self.kind {
                EventKind::Event(data) => {
                    out.member("event", "EVENT");
                    out.member("data", data);
                }
                EventKind::EventKind(data) => {
                    out.member("event", "EVENT_KIND");
                    out.member("data", data);
                }
                EventKind::Timestamp(data) => {
                    out.member("event", "TIMESTAMP");
                    if *data != ::std::default::Default::default() {
                        out.member("data", data);
                    }
                }
                EventKind::Other => {
                    out.member("event", "OTHER");
                }
                EventKind::Other2 => {
                    out.member("event", "OTHER2");
                }
                EventKind::Name(data) => {
                    out.member("event", "NAME");
                    out.member("data", data);
                }
                EventKind::E1 => {
                    out.member("event", "E1");
                }
                EventKind::E1_2 => {
                    out.member("event", "E_1");
                }
                EventKind::Other3 { name, data } => {
                    out.member("event", name);
                    out.optional("data", data);
                }
            }
            out.member("timestamp", &self.timestamp);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let name: ::std::string::String = from.required("event")?;
            let kind = match name.as_str() {
                "EVENT" => EventKind::Event(from.required("data")?),
                "EVENT_KIND" => EventKind::EventKind(from.required("data")?),
                "TIMESTAMP" => {
                    EventKind::Timestamp(from.optional("data")?.unwrap_or_default())
                }
                "OTHER" => EventKind::Other,
                "OTHER2" => EventKind::Other2,
                "NAME" => EventKind::Name(from.required("data")?),
                "E1" => EventKind::E1,
                "E_1" => EventKind::E1_2,
                _ => {
                    EventKind::Other3 {
                        name,
                        data: from.optional("data")?,
                    }
                }
            };
            ::std::result::Result::Ok(Self {
                kind,
                timestamp: from.required("timestamp")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Event);

    /// The event `EVENT`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    impl ::qga_runtime::Object for Event2 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("event", &self.event);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                event: from.required("event")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Event2);

    impl Event2 {
        /// The name of the event.
        pub const NAME: &'static str = "EVENT";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `EVENT_KIND`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct EventKind2(
        /// All its members.
        pub super::types::Loop,
    );

    impl ::std::convert::From<super::types::Loop> for EventKind2 {
        fn from(value: super::types::Loop) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for EventKind2 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(EventKind2);

    impl EventKind2 {
        /// The name of the event.
        pub const NAME: &'static str = "EVENT_KIND";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `TIMESTAMP`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Timestamp2 {
        /// The member `stuck`.
        pub stuck: ::std::option::Option<super::types::Stuck>,
        /// The member `timestamp`.
        pub timestamp: ::std::option::Option<super::types::Timestamp>,
    }

    impl Timestamp2 {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                stuck: ::std::option::Option::None,
                timestamp: ::std::option::Option::None,
            }
        }

        /// The same, with `stuck`.
        #[must_use]
        pub fn with_stuck(mut self, value: super::types::Stuck) -> Self {
            self.stuck = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `timestamp`.
        #[must_use]
        pub fn with_timestamp(mut self, value: super::types::Timestamp) -> Self {
            self.timestamp = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Timestamp2 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("stuck", &self.stuck);
            out.optional("timestamp", &self.timestamp);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                stuck: from.optional("stuck")?,
                timestamp: from.optional("timestamp")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Timestamp2);

    impl Timestamp2 {
        /// The name of the event.
        pub const NAME: &'static str = "TIMESTAMP";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `OTHER`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Other {}

    impl Other {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Other {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Other);

    impl Other {
        /// The name of the event.
        pub const NAME: &'static str = "OTHER";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `OTHER2`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Other2 {}

    impl Other2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Other2 {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Other2);

    impl Other2 {
        /// The name of the event.
        pub const NAME: &'static str = "OTHER2";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `NAME`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Name {
        /// The member `data`.
        pub data: ::qga_runtime::Any,
        /// The member `name`.
        pub name: ::std::string::String,
    }

    impl Name {
        /// A value with these members.
        pub fn new(
            data: ::qga_runtime::Any,
            name: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self { data, name: name.into() }
        }
    }

    impl ::qga_runtime::Object for Name {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("data", &self.data);
            out.member("name", &self.name);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                data: from.required("data")?,
                name: from.required("name")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Name);

    impl Name {
        /// The name of the event.
        pub const NAME: &'static str = "NAME";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `E1`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct E1 {}

    impl E1 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for E1 {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(E1);

    impl E1 {
        /// The name of the event.
        pub const NAME: &'static str = "E1";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `E_1`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct E1_2 {}

    impl E1_2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for E1_2 {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(E1_2);

    impl E1_2 {
        /// The name of the event.
        pub const NAME: &'static str = "E_1";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }
}
