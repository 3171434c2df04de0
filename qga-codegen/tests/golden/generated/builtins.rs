// Generated from builtins.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `Scalars`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    /// The mandatory members of a [`Scalars`].
    #[derive(Clone, Debug, PartialEq)]
    pub struct ScalarsMembers {
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

    impl Scalars {
        /// A value with these members.
        pub fn new(members: ScalarsMembers) -> Self {
            let ScalarsMembers {
                s,
                b,
                i,
                i8,
                i16,
                i32,
                i64,
                u8,
                u16,
                u32,
                u64,
                size,
                n,
                z,
                x,
                q,
            } = members;
            Self {
                s,
                b,
                i,
                i8,
                i16,
                i32,
                i64,
                u8,
                u16,
                u32,
                u64,
                size,
                n,
                z,
                x,
                q,
            }
        }
    }

    impl ::qga_runtime::Object for Scalars {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("s", &self.s);
            out.member("b", &self.b);
            out.member("i", &self.i);
            out.member("i8", &self.i8);
            out.member("i16", &self.i16);
            out.member("i32", &self.i32);
            out.member("i64", &self.i64);
            out.member("u8", &self.u8);
            out.member("u16", &self.u16);
            out.member("u32", &self.u32);
            out.member("u64", &self.u64);
            out.member("size", &self.size);
            out.member("n", &self.n);
            out.member("z", &self.z);
            out.member("x", &self.x);
            out.member("q", &self.q);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                s: from.required("s")?,
                b: from.required("b")?,
                i: from.required("i")?,
                i8: from.required("i8")?,
                i16: from.required("i16")?,
                i32: from.required("i32")?,
                i64: from.required("i64")?,
                u8: from.required("u8")?,
                u16: from.required("u16")?,
                u32: from.required("u32")?,
                u64: from.required("u64")?,
                size: from.required("size")?,
                n: from.required("n")?,
                z: from.required("z")?,
                x: from.required("x")?,
                q: from.required("q")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Scalars);

    /// The struct `Lists`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
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

        /// The same, with `s`.
        #[must_use]
        pub fn with_s(mut self, value: ::std::vec::Vec<::std::string::String>) -> Self {
            self.s = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `b`.
        #[must_use]
        pub fn with_b(mut self, value: ::std::vec::Vec<bool>) -> Self {
            self.b = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `i`.
        #[must_use]
        pub fn with_i(mut self, value: ::std::vec::Vec<i64>) -> Self {
            self.i = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `i8`.
        #[must_use]
        pub fn with_i8(mut self, value: ::std::vec::Vec<i8>) -> Self {
            self.i8 = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `u64`.
        #[must_use]
        pub fn with_u64(mut self, value: ::std::vec::Vec<u64>) -> Self {
            self.u64 = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `n`.
        #[must_use]
        pub fn with_n(mut self, value: ::std::vec::Vec<f64>) -> Self {
            self.n = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `z`.
        #[must_use]
        pub fn with_z(mut self, value: ::std::vec::Vec<::qga_runtime::Null>) -> Self {
            self.z = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `x`.
        #[must_use]
        pub fn with_x(mut self, value: ::std::vec::Vec<::qga_runtime::Any>) -> Self {
            self.x = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `q`.
        #[must_use]
        pub fn with_q(mut self, value: ::std::vec::Vec<QType>) -> Self {
            self.q = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `a`.
        #[must_use]
        pub fn with_a(mut self, value: ::qga_runtime::Any) -> Self {
            self.a = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `nil`.
        #[must_use]
        pub fn with_nil(mut self, value: ::qga_runtime::Null) -> Self {
            self.nil = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Lists {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("s", &self.s);
            out.optional("b", &self.b);
            out.optional("i", &self.i);
            out.optional("i8", &self.i8);
            out.optional("u64", &self.u64);
            out.optional("n", &self.n);
            out.optional("z", &self.z);
            out.optional("x", &self.x);
            out.optional("q", &self.q);
            out.optional("a", &self.a);
            out.optional("nil", &self.nil);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                s: from.optional("s")?,
                b: from.optional("b")?,
                i: from.optional("i")?,
                i8: from.optional("i8")?,
                u64: from.optional("u64")?,
                n: from.optional("n")?,
                z: from.optional("z")?,
                x: from.optional("x")?,
                q: from.optional("q")?,
                a: from.optional("a")?,
                nil: from.optional("nil")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Lists);

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
    /// The command `measure`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Measure(
        /// All its members.
        pub super::types::Scalars,
    );

    impl ::std::convert::From<super::types::Scalars> for Measure {
        fn from(value: super::types::Scalars) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Measure {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Measure);

    impl ::qga_runtime::Command for Measure {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::MEASURE_COMMAND;
        type Returns = super::types::Lists;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&MEASURE_COMMAND];

    /// [`measure`](super::commands::Measure).
    pub static MEASURE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
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
            ::qga_runtime::MemberInfo::new("q", ::qga_runtime::TypeInfo::Enum(&Q_TYPE)),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&LISTS)),
        ..::qga_runtime::CommandInfo::new("measure")
    };

    /// [`Scalars`](super::types::Scalars).
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

    /// [`Lists`](super::types::Lists).
    pub static LISTS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                    "s",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "b",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Bool),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "i",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::INT64),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "i8",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::INT8),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "u64",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::UINT64),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "n",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Number),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "z",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Null),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "x",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Any),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "q",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Enum(&Q_TYPE)),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::Any).optional(),
            ::qga_runtime::MemberInfo::new("nil", ::qga_runtime::TypeInfo::Null).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Lists")
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
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Lists, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Measure> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Measure>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Measure>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Measure>()])
    }
}
