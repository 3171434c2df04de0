// Generated from requests.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
pub mod types {
    /// The values of `Way`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Way {
        /// `up`
        Up,
        /// `down`
        Down,
    }

    impl ::qga_runtime::QapiEnum for Way {
        const NAMES: &'static [&'static str] = &["up", "down"];

        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "up" => ::std::option::Option::Some(Self::Up),
                "down" => ::std::option::Option::Some(Self::Down),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match self {
                Self::Up => "up",
                Self::Down => "down",
            }
        }
    }

    impl ::qga_runtime::Marshal for Way {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Way {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Way`].
    pub static WAY: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Way",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "up",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "down",
                doc: "",
            },
        ],
    };

    /// The struct `Empty`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Empty {}

    impl Empty {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Empty {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Empty {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Empty {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Empty`].
    pub static EMPTY: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Empty",
        members: &[],
    };

    /// The struct `Point`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Point {
        /// The member `x`.
        pub x: i64,
        /// The member `y`.
        pub y: ::std::option::Option<i64>,
    }

    impl Point {
        /// A value without its optional members.
        pub fn new(x: i64) -> Self {
            Self {
                x,
                y: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Point {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("x", &self.x);
            out.optional("y", &self.y);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                x: from.required("x")?,
                y: from.optional("y")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Point {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Point {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Point`].
    pub static POINT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Point",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "x",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: i64::MIN,
                    max: i64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "y",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: i64::MIN,
                    max: i64::MAX,
                },
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The union `Move`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Move {
        /// `up`
        Up(Point),
        /// `down`
        Down,
    }

    impl Move {
        /// The value of `way`.
        pub fn tag(&self) -> Way {
            match self {
                Self::Up(_) => Way::Up,
                Self::Down => Way::Down,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Up(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Down => {}
            }
        }

        fn unmarshal_branch(
            tag: Way,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Way::Up => {
                    <Point as ::qga_runtime::Object>::unmarshal_members(from).map(Self::Up)
                }
                Way::Down => ::std::result::Result::Ok(Self::Down),
            }
        }
    }

    impl ::qga_runtime::Object for Move {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("way", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("way")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    impl ::qga_runtime::Marshal for Move {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Move {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Move`].
    pub static MOVE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Move",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "way",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&WAY),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `go`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Go {}

    impl Go {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Go {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Go {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Go {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Go {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "go",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::None,
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ();
    }

    /// The command `halt`.
    ///
    /// **Deprecated**.
    ///
    /// Feature `fast`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Halt {}

    impl Halt {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Halt {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Halt {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Halt {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Halt {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "halt",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::None,
            returns_doc: "",
            errors_doc: "",
            success_response: false,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[
                ::qga_runtime::FeatureInfo {
                    name: "deprecated",
                    doc: "",
                },
                ::qga_runtime::FeatureInfo {
                    name: "fast",
                    doc: "",
                },
            ],
            since: "",
        };

        type Returns = ();
    }

    /// The command `take`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Take(
        /// All its members.
        pub super::types::Empty,
    );

    impl ::std::convert::From<super::types::Empty> for Take {
        fn from(value: super::types::Empty) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Take {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            <super::types::Empty as ::qga_runtime::Object>::unmarshal_members(from).map(Self)
        }
    }

    impl ::qga_runtime::Marshal for Take {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Take {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Take {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "take",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::None,
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: true,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ();
    }

    /// The command `take-boxed`.
    ///
    /// Exists where `!CONFIG_SMALL`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TakeBoxed(
        /// All its members.
        pub super::types::Move,
    );

    impl ::std::convert::From<super::types::Move> for TakeBoxed {
        fn from(value: super::types::Move) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for TakeBoxed {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            <super::types::Move as ::qga_runtime::Object>::unmarshal_members(from).map(Self)
        }
    }

    impl ::qga_runtime::Marshal for TakeBoxed {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for TakeBoxed {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for TakeBoxed {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "take-boxed",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "way",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Enum(&super::types::WAY),
                    optional: false,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::None,
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::Some("!CONFIG_SMALL"),
            features: &[],
            since: "",
        };

        type Returns = ();
    }

    /// The command `get`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Get(
        /// All its members.
        pub super::types::Point,
    );

    impl ::std::convert::From<super::types::Point> for Get {
        fn from(value: super::types::Point) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Get {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            <super::types::Point as ::qga_runtime::Object>::unmarshal_members(from).map(Self)
        }
    }

    impl ::qga_runtime::Marshal for Get {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Get {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Get {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "get",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "x",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: i64::MIN,
                        max: i64::MAX,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "y",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: i64::MIN,
                        max: i64::MAX,
                    },
                    optional: true,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Union(&super::types::MOVE),
                ),
            ),
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ::std::vec::Vec<super::types::Move>;
    }

    /// The command `ask`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Ask {
        /// The member `a`.
        pub a: super::types::Way,
        /// The member `b`.
        pub b: ::std::option::Option<::std::string::String>,
        /// The member `c`.
        ///
        /// **Unstable**.
        pub c: ::std::option::Option<bool>,
    }

    impl Ask {
        /// A value without its optional members.
        pub fn new(a: super::types::Way) -> Self {
            Self {
                a,
                b: ::std::option::Option::None,
                c: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Ask {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("a", &self.a);
            out.optional("b", &self.b);
            out.optional("c", &self.c);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                a: from.required("a")?,
                b: from.optional("b")?,
                c: from.optional("c")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Ask {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Ask {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Ask {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "ask",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "a",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Enum(&super::types::WAY),
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "b",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Str,
                    optional: true,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "c",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Bool,
                    optional: true,
                    secret: false,
                    features: &["unstable"],
                },
            ],
            returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Any),
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: true,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ::qga_runtime::Any;
    }

    /// The command `ask-list`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AskList {}

    impl AskList {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for AskList {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for AskList {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for AskList {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for AskList {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "ask-list",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Int {
                        min: i64::MIN,
                        max: i64::MAX,
                    },
                ),
            ),
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ::std::vec::Vec<i64>;
    }

    /// The command `ask-null`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AskNull {}

    impl AskNull {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for AskNull {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for AskNull {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for AskNull {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for AskNull {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "ask-null",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Null),
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ::qga_runtime::Null;
    }

    /// The command `call`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Call {}

    impl Call {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Call {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Call {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Call {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Call {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "call",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::None,
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::None,
            features: &[],
            since: "",
        };

        type Returns = ();
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Go as ::qga_runtime::Command>::INFO,
        &<Halt as ::qga_runtime::Command>::INFO,
        &<Take as ::qga_runtime::Command>::INFO,
        &<TakeBoxed as ::qga_runtime::Command>::INFO,
        &<Get as ::qga_runtime::Command>::INFO,
        &<Ask as ::qga_runtime::Command>::INFO,
        &<AskList as ::qga_runtime::Command>::INFO,
        &<AskNull as ::qga_runtime::Command>::INFO,
        &<Call as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`go`](super::commands::Go).
        fn go(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Go {})
        }

        /// Runs [`halt`](super::commands::Halt).
        fn halt(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Halt {})
        }

        /// Runs [`take`](super::commands::Take).
        fn take(
            &mut self,
            command: super::commands::Take,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`take-boxed`](super::commands::TakeBoxed).
        fn take_boxed(
            &mut self,
            command: super::commands::TakeBoxed,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`get`](super::commands::Get).
        fn get(
            &mut self,
            command: super::commands::Get,
        ) -> ::std::result::Result<
            ::std::vec::Vec<super::types::Move>,
            ::qga_runtime::CallError,
        > {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> ::std::result::Result<::qga_runtime::Any, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`ask-list`](super::commands::AskList).
        fn ask_list(
            &mut self,
        ) -> ::std::result::Result<::std::vec::Vec<i64>, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::AskList {})
        }

        /// Runs [`ask-null`](super::commands::AskNull).
        fn ask_null(
            &mut self,
        ) -> ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::AskNull {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Call {})
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, on anything that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`go`](super::commands::Go).
        fn go(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Go {})
        }

        /// Runs [`halt`](super::commands::Halt).
        fn halt(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Halt {})
        }

        /// Runs [`take`](super::commands::Take).
        fn take(
            &mut self,
            command: super::commands::Take,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`take-boxed`](super::commands::TakeBoxed).
        fn take_boxed(
            &mut self,
            command: super::commands::TakeBoxed,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`get`](super::commands::Get).
        fn get(
            &mut self,
            command: super::commands::Get,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                ::std::vec::Vec<super::types::Move>,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::qga_runtime::Any, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`ask-list`](super::commands::AskList).
        fn ask_list(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::std::vec::Vec<i64>, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::AskList {})
        }

        /// Runs [`ask-null`](super::commands::AskNull).
        fn ask_null(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::AskNull {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Call {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Go,
        > + ::qga_runtime::Handler<
            super::commands::Halt,
        > + ::qga_runtime::Handler<
            super::commands::Take,
        > + ::qga_runtime::Handler<
            super::commands::TakeBoxed,
        > + ::qga_runtime::Handler<
            super::commands::Ask,
        > + ::qga_runtime::Handler<
            super::commands::AskList,
        > + ::qga_runtime::Handler<
            super::commands::AskNull,
        > + ::qga_runtime::Handler<super::commands::Call> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Halt>
            + ::qga_runtime::Handler<super::commands::Take>
            + ::qga_runtime::Handler<super::commands::TakeBoxed>
            + ::qga_runtime::Handler<super::commands::Ask>
            + ::qga_runtime::Handler<super::commands::AskList>
            + ::qga_runtime::Handler<super::commands::AskNull>
            + ::qga_runtime::Handler<super::commands::Call>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<
        A: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Halt>
            + ::qga_runtime::Handler<super::commands::Take>
            + ::qga_runtime::Handler<super::commands::TakeBoxed>
            + ::qga_runtime::Handler<super::commands::Ask>
            + ::qga_runtime::Handler<super::commands::AskList>
            + ::qga_runtime::Handler<super::commands::AskNull>
            + ::qga_runtime::Handler<super::commands::Call>,
    >() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Go>(),
            ::qga_runtime::Entry::of::<super::commands::Halt>(),
            ::qga_runtime::Entry::of::<super::commands::Take>(),
            ::qga_runtime::Entry::of::<super::commands::TakeBoxed>(),
            ::qga_runtime::Entry::of::<super::commands::Ask>(),
            ::qga_runtime::Entry::of::<super::commands::AskList>(),
            ::qga_runtime::Entry::of::<super::commands::AskNull>(),
            ::qga_runtime::Entry::of::<super::commands::Call>(),
        ])
    }
}
