// Generated from alternates.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

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

    /// The struct `Point`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Point {
        /// The member `x`.
        pub x: i64,
    }

    impl Point {
        /// A value with these members.
        pub fn new(x: i64) -> Self {
            Self { x }
        }
    }

    impl ::qga_runtime::Object for Point {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("x", &self.x);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { x: from.required("x")? })
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
        ],
    };

    /// A value of one of the types of `All`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum All {
        /// `null`
        Null,
        /// `flag`
        Flag(bool),
        /// `count`
        Count(u64),
        /// `way`
        Way(Way),
        /// `list`
        List(::std::vec::Vec<All>),
        /// `object`
        Object(Point),
    }

    impl ::std::convert::From<bool> for All {
        fn from(value: bool) -> Self {
            Self::Flag(value)
        }
    }

    impl ::std::convert::From<u64> for All {
        fn from(value: u64) -> Self {
            Self::Count(value)
        }
    }

    impl ::std::convert::From<Way> for All {
        fn from(value: Way) -> Self {
            Self::Way(value)
        }
    }

    impl ::std::convert::From<::std::vec::Vec<All>> for All {
        fn from(value: ::std::vec::Vec<All>) -> Self {
            Self::List(value)
        }
    }

    impl ::std::convert::From<Point> for All {
        fn from(value: Point) -> Self {
            Self::Object(value)
        }
    }

    impl ::qga_runtime::Marshal for All {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Null => ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out),
                Self::Flag(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::Count(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::Way(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::List(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::Object(value) => ::qga_runtime::Marshal::marshal(value, out),
            }
        }
    }

    impl ::qga_runtime::Unmarshal for All {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::Null => ::std::result::Result::Ok(Self::Null),
                ::qga_runtime::JsonKind::Bool => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Flag)
                }
                ::qga_runtime::JsonKind::Number => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Count)
                }
                ::qga_runtime::JsonKind::String => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Way)
                }
                ::qga_runtime::JsonKind::Array => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::List)
                }
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Object)
                }
            }
        }
    }

    /// What the schema says of [`All`].
    pub static ALL: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        name: "All",
        branches: &[
            ::qga_runtime::MemberInfo {
                name: "null",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Null,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "flag",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Bool,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "count",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: u64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "way",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&WAY),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "list",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Alternate(&ALL),
                ),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "object",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&POINT),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// A value of one of the types of `Text`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Text {
        /// `s`
        S(::std::string::String),
        /// `z`
        Z,
        /// `l`
        L(::std::vec::Vec<::qga_runtime::Any>),
        /// `o`
        O(Point),
    }

    impl ::std::convert::From<::std::string::String> for Text {
        fn from(value: ::std::string::String) -> Self {
            Self::S(value)
        }
    }

    impl ::std::convert::From<::std::vec::Vec<::qga_runtime::Any>> for Text {
        fn from(value: ::std::vec::Vec<::qga_runtime::Any>) -> Self {
            Self::L(value)
        }
    }

    impl ::std::convert::From<Point> for Text {
        fn from(value: Point) -> Self {
            Self::O(value)
        }
    }

    impl ::qga_runtime::Marshal for Text {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::S(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::Z => ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out),
                Self::L(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::O(value) => ::qga_runtime::Marshal::marshal(value, out),
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Text {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::String => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::S)
                }
                ::qga_runtime::JsonKind::Null => ::std::result::Result::Ok(Self::Z),
                ::qga_runtime::JsonKind::Array => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::L)
                }
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::O)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Text")),
            }
        }
    }

    /// What the schema says of [`Text`].
    pub static TEXT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        name: "Text",
        branches: &[
            ::qga_runtime::MemberInfo {
                name: "s",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "z",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Null,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "l",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Any),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "o",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&POINT),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// A value of one of the types of `Only`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Only {
        /// `n`
        N(f64),
    }

    impl ::std::convert::From<f64> for Only {
        fn from(value: f64) -> Self {
            Self::N(value)
        }
    }

    impl ::qga_runtime::Marshal for Only {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::N(value) => ::qga_runtime::Marshal::marshal(value, out),
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Only {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::Number => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::N)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Only")),
            }
        }
    }

    /// What the schema says of [`Only`].
    pub static ONLY: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        name: "Only",
        branches: &[
            ::qga_runtime::MemberInfo {
                name: "n",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Number,
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The struct `Choice`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Choice {
        /// The member `all`.
        pub all: All,
        /// The member `text`.
        pub text: ::std::option::Option<Text>,
        /// The member `only`.
        pub only: ::std::option::Option<::std::vec::Vec<Only>>,
    }

    impl Choice {
        /// A value without its optional members.
        pub fn new(all: All) -> Self {
            Self {
                all,
                text: ::std::option::Option::None,
                only: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Choice {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("all", &self.all);
            out.optional("text", &self.text);
            out.optional("only", &self.only);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                all: from.required("all")?,
                text: from.optional("text")?,
                only: from.optional("only")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Choice {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Choice {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Choice`].
    pub static CHOICE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Choice",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "all",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Alternate(&ALL),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "text",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Alternate(&TEXT),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "only",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Alternate(&ONLY),
                ),
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `choose`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Choose(
        /// All its members.
        pub super::types::Choice,
    );

    impl ::std::convert::From<super::types::Choice> for Choose {
        fn from(value: super::types::Choice) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Choose {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            <super::types::Choice as ::qga_runtime::Object>::unmarshal_members(from)
                .map(Self)
        }
    }

    impl ::qga_runtime::Marshal for Choose {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Choose {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Choose {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "choose",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "all",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Alternate(&super::types::ALL),
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "text",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Alternate(&super::types::TEXT),
                    optional: true,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "only",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Alternate(&super::types::ONLY),
                    ),
                    optional: true,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Object(&super::types::CHOICE),
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

        type Returns = super::types::Choice;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Choose as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`choose`](super::commands::Choose).
        fn choose(
            &mut self,
            command: super::commands::Choose,
        ) -> ::std::result::Result<super::types::Choice, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, on anything that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`choose`](super::commands::Choose).
        fn choose(
            &mut self,
            command: super::commands::Choose,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Choice, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Choose> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Choose>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<A: ::qga_runtime::Handler<super::commands::Choose>>() -> ::std::vec::Vec<
        ::qga_runtime::Entry<A>,
    > {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Choose>()])
    }
}
