// Generated from alternates.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Way`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Way {
        /// `up`
        Up,
        /// `down`
        Down,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
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
            match *self {
                Self::Up => "up",
                Self::Down => "down",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Way);

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

    ::qga_runtime::wire_object!(Point);

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

    ::qga_runtime::wire_serde!(All);

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

    ::qga_runtime::wire_serde!(Text);

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

    ::qga_runtime::wire_serde!(Only);

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

        /// The same, with `text`.
        #[must_use]
        pub fn with_text(mut self, value: Text) -> Self {
            self.text = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `only`.
        #[must_use]
        pub fn with_only(mut self, value: ::std::vec::Vec<Only>) -> Self {
            self.only = ::std::option::Option::Some(value);
            self
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

    ::qga_runtime::wire_object!(Choice);
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
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Choose);

    impl ::qga_runtime::Command for Choose {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::CHOOSE_COMMAND;
        type Returns = super::types::Choice;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&CHOOSE_COMMAND];

    /// [`choose`](super::commands::Choose).
    pub static CHOOSE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("all", ::qga_runtime::TypeInfo::Alternate(&ALL)),
            ::qga_runtime::MemberInfo::new("text", ::qga_runtime::TypeInfo::Alternate(&TEXT))
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "only",
                    ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Alternate(&ONLY),
                    ),
                )
                .optional(),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&CHOICE)),
        ..::qga_runtime::CommandInfo::new("choose")
    };

    /// [`Way`](super::types::Way).
    pub static WAY: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("up"),
            ::qga_runtime::ValueInfo::new("down"),
        ],
        ..::qga_runtime::EnumInfo::new("Way")
    };

    /// [`Point`](super::types::Point).
    pub static POINT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("Point")
    };

    /// [`All`](super::types::All).
    pub static ALL: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("null", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("flag", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("count", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Enum(&WAY)),
            ::qga_runtime::MemberInfo::new(
                "list",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Alternate(&ALL)),
            ),
            ::qga_runtime::MemberInfo::new("object", ::qga_runtime::TypeInfo::Object(&POINT)),
        ],
        ..::qga_runtime::AlternateInfo::new("All")
    };

    /// [`Text`](super::types::Text).
    pub static TEXT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("s", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("z", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new(
                "l",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Any),
            ),
            ::qga_runtime::MemberInfo::new("o", ::qga_runtime::TypeInfo::Object(&POINT)),
        ],
        ..::qga_runtime::AlternateInfo::new("Text")
    };

    /// [`Only`](super::types::Only).
    pub static ONLY: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[::qga_runtime::MemberInfo::new("n", ::qga_runtime::TypeInfo::Number)],
        ..::qga_runtime::AlternateInfo::new("Only")
    };

    /// [`Choice`](super::types::Choice).
    pub static CHOICE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("all", ::qga_runtime::TypeInfo::Alternate(&ALL)),
            ::qga_runtime::MemberInfo::new("text", ::qga_runtime::TypeInfo::Alternate(&TEXT))
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "only",
                    ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Alternate(&ONLY),
                    ),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Choice")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
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

    /// A method for every command, for each client that runs commands without blocking.
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

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Choose> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Choose>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Choose>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Choose>()])
    }
}
