// Generated from builtins.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `Scalars`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Scalars {
        /// The member `s`.
        pub s: ::std::string::String,
        /// The member `b`.
        pub b: bool,
        /// The member `i`.
        pub i: i64,
        /// The member `i8`.
        pub i8: i8,
        /// The member `i16`.
        pub i16: i16,
        /// The member `i32`.
        pub i32: i32,
        /// The member `i64`.
        pub i64: i64,
        /// The member `u8`.
        pub u8: u8,
        /// The member `u16`.
        pub u16: u16,
        /// The member `u32`.
        pub u32: u32,
        /// The member `u64`.
        pub u64: u64,
        /// The member `size`.
        pub size: u64,
        /// The member `n`.
        pub n: f64,
        /// The member `z`.
        pub z: ::qga_runtime::Null,
        /// The member `x`.
        pub x: ::qga_runtime::Any,
        /// The member `q`.
        pub q: QType,
    }

    ::qga_runtime::wire_object! {
        Scalars {
            s: required "s",
            b: required "b",
            i: required "i",
            i8: required "i8",
            i16: required "i16",
            i32: required "i32",
            i64: required "i64",
            u8: required "u8",
            u16: required "u16",
            u32: required "u32",
            u64: required "u64",
            size: required "size",
            n: required "n",
            z: required "z",
            x: required "x",
            q: required "q",
        }
    }

    /// The schema's description of [`Scalars`].
    pub static SCALARS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("s", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("b", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("i", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("i8", ::qga_runtime::TypeInfo::INT8),
            ::qga_runtime::MemberInfo::new("i16", ::qga_runtime::TypeInfo::INT16),
            ::qga_runtime::MemberInfo::new("i32", ::qga_runtime::TypeInfo::INT32),
            ::qga_runtime::MemberInfo::new("i64", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("u8", ::qga_runtime::TypeInfo::UINT8),
            ::qga_runtime::MemberInfo::new("u16", ::qga_runtime::TypeInfo::UINT16),
            ::qga_runtime::MemberInfo::new("u32", ::qga_runtime::TypeInfo::UINT32),
            ::qga_runtime::MemberInfo::new("u64", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("size", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("n", ::qga_runtime::TypeInfo::Number),
            ::qga_runtime::MemberInfo::new("z", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::Any),
            ::qga_runtime::MemberInfo::new("q", ::qga_runtime::TypeInfo::Enum(&Q_TYPE)),
        ],
        ..::qga_runtime::ObjectInfo::new("Scalars")
    };

    /// The struct `Lists`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Lists {
        /// The member `s`.
        pub s: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The member `b`.
        pub b: ::std::option::Option<::std::vec::Vec<bool>>,
        /// The member `i`.
        pub i: ::std::option::Option<::std::vec::Vec<i64>>,
        /// The member `i8`.
        pub i8: ::std::option::Option<::std::vec::Vec<i8>>,
        /// The member `u64`.
        pub u64: ::std::option::Option<::std::vec::Vec<u64>>,
        /// The member `n`.
        pub n: ::std::option::Option<::std::vec::Vec<f64>>,
        /// The member `z`.
        pub z: ::std::option::Option<::std::vec::Vec<::qga_runtime::Null>>,
        /// The member `x`.
        pub x: ::std::option::Option<::std::vec::Vec<::qga_runtime::Any>>,
        /// The member `q`.
        pub q: ::std::option::Option<::std::vec::Vec<QType>>,
        /// The member `a`.
        pub a: ::std::option::Option<::qga_runtime::Any>,
        /// The member `nil`.
        pub nil: ::std::option::Option<::qga_runtime::Null>,
    }

    impl Lists {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                s: ::std::option::Option::None,
                b: ::std::option::Option::None,
                i: ::std::option::Option::None,
                i8: ::std::option::Option::None,
                u64: ::std::option::Option::None,
                n: ::std::option::Option::None,
                z: ::std::option::Option::None,
                x: ::std::option::Option::None,
                q: ::std::option::Option::None,
                a: ::std::option::Option::None,
                nil: ::std::option::Option::None,
            }
        }
    }

    ::qga_runtime::wire_object! {
        Lists {
            s: optional "s",
            b: optional "b",
            i: optional "i",
            i8: optional "i8",
            u64: optional "u64",
            n: optional "n",
            z: optional "z",
            x: optional "x",
            q: optional "q",
            a: optional "a",
            nil: optional "nil",
        }
    }

    /// The schema's description of [`Lists`].
    pub static LISTS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("s", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str)).optional(),
            ::qga_runtime::MemberInfo::new("b", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Bool)).optional(),
            ::qga_runtime::MemberInfo::new("i", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::INT64)).optional(),
            ::qga_runtime::MemberInfo::new("i8", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::INT8)).optional(),
            ::qga_runtime::MemberInfo::new("u64", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::UINT64))
                .optional(),
            ::qga_runtime::MemberInfo::new("n", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Number))
                .optional(),
            ::qga_runtime::MemberInfo::new("z", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Null)).optional(),
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Any)).optional(),
            ::qga_runtime::MemberInfo::new("q", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Enum(&Q_TYPE)))
                .optional(),
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::Any).optional(),
            ::qga_runtime::MemberInfo::new("nil", ::qga_runtime::TypeInfo::Null).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Lists")
    };

    /// The values of `QType`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
        }
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
    /// The command `measure`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Measure(
        /// All its members.
        pub super::types::Scalars,
    );

    ::qga_runtime::wire_newtype! {
        Measure(super::types::Scalars)
    }

    impl ::qga_runtime::Command for Measure {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("s", ::qga_runtime::TypeInfo::Str),
                    ::qga_runtime::MemberInfo::new("b", ::qga_runtime::TypeInfo::Bool),
                    ::qga_runtime::MemberInfo::new("i", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("i8", ::qga_runtime::TypeInfo::INT8),
                    ::qga_runtime::MemberInfo::new("i16", ::qga_runtime::TypeInfo::INT16),
                    ::qga_runtime::MemberInfo::new("i32", ::qga_runtime::TypeInfo::INT32),
                    ::qga_runtime::MemberInfo::new("i64", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("u8", ::qga_runtime::TypeInfo::UINT8),
                    ::qga_runtime::MemberInfo::new("u16", ::qga_runtime::TypeInfo::UINT16),
                    ::qga_runtime::MemberInfo::new("u32", ::qga_runtime::TypeInfo::UINT32),
                    ::qga_runtime::MemberInfo::new("u64", ::qga_runtime::TypeInfo::UINT64),
                    ::qga_runtime::MemberInfo::new("size", ::qga_runtime::TypeInfo::UINT64),
                    ::qga_runtime::MemberInfo::new("n", ::qga_runtime::TypeInfo::Number),
                    ::qga_runtime::MemberInfo::new("z", ::qga_runtime::TypeInfo::Null),
                    ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::Any),
                    ::qga_runtime::MemberInfo::new("q", ::qga_runtime::TypeInfo::Enum(&super::types::Q_TYPE)),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::LISTS)),
                ..::qga_runtime::CommandInfo::new("measure")
            };
            &INFO
        };

        type Returns = super::types::Lists;
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Measure as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`measure`](super::commands::Measure).
        fn measure(
            &mut self,
            command: super::commands::Measure,
        ) -> ::std::result::Result<super::types::Lists, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`measure`](super::commands::Measure).
        fn measure(
            &mut self,
            command: super::commands::Measure,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Lists, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Measure>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Measure>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Measure>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Measure>(),
        ])
    }
}
