// Generated from alternates.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Way`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Way {
        /// `up`
        Up,
        /// `down`
        Down,
    }

    ::qga_runtime::wire_enum! {
        Way {
            Up = "up",
            Down = "down",
        }
    }

    /// The schema's description of [`Way`].
    pub static WAY: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("up"), ::qga_runtime::ValueInfo::new("down")],
        ..::qga_runtime::EnumInfo::new("Way")
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

    ::qga_runtime::wire_object! {
        Point {
            x: required "x",
        }
    }

    /// The schema's description of [`Point`].
    pub static POINT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("Point")
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

    ::qga_runtime::wire_alternate! {
        All "All" {
            Null => Null,
            Bool => Flag(bool),
            Number => Count(u64),
            String => Way(Way),
            Array => List(::std::vec::Vec<All>),
            Object => Object(Point),
        }
    }

    /// The schema's description of [`All`].
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

    ::qga_runtime::wire_alternate! {
        Text "Text" {
            String => S(::std::string::String),
            Null => Z,
            Array => L(::std::vec::Vec<::qga_runtime::Any>),
            Object => O(Point),
        }
    }

    /// The schema's description of [`Text`].
    pub static TEXT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("s", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("z", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("l", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Any)),
            ::qga_runtime::MemberInfo::new("o", ::qga_runtime::TypeInfo::Object(&POINT)),
        ],
        ..::qga_runtime::AlternateInfo::new("Text")
    };

    /// A value of one of the types of `Only`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Only {
        /// `n`
        N(f64),
    }

    ::qga_runtime::wire_alternate! {
        Only "Only" {
            Number => N(f64),
        }
    }

    /// The schema's description of [`Only`].
    pub static ONLY: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[::qga_runtime::MemberInfo::new("n", ::qga_runtime::TypeInfo::Number)],
        ..::qga_runtime::AlternateInfo::new("Only")
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
            Self { all, text: ::std::option::Option::None, only: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Choice {
            all: required "all",
            text: optional "text",
            only: optional "only",
        }
    }

    /// The schema's description of [`Choice`].
    pub static CHOICE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("all", ::qga_runtime::TypeInfo::Alternate(&ALL)),
            ::qga_runtime::MemberInfo::new("text", ::qga_runtime::TypeInfo::Alternate(&TEXT)).optional(),
            ::qga_runtime::MemberInfo::new(
                "only",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Alternate(&ONLY)),
            )
            .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Choice")
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

    ::qga_runtime::wire_newtype! {
        Choose(super::types::Choice)
    }

    impl ::qga_runtime::Command for Choose {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("all", ::qga_runtime::TypeInfo::Alternate(&super::types::ALL)),
                    ::qga_runtime::MemberInfo::new("text", ::qga_runtime::TypeInfo::Alternate(&super::types::TEXT))
                        .optional(),
                    ::qga_runtime::MemberInfo::new(
                        "only",
                        ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Alternate(&super::types::ONLY)),
                    )
                    .optional(),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::CHOICE)),
                ..::qga_runtime::CommandInfo::new("choose")
            };
            &INFO
        };

        type Returns = super::types::Choice;
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Choose as ::qga_runtime::Command>::INFO,
    ];
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
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Choice, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Choose>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Choose>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Choose>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Choose>(),
        ])
    }
}
