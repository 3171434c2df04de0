// Generated from builtins.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
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

    impl ::qga_runtime::Marshal for Scalars {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Scalars {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Scalars`].
    pub static SCALARS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Scalars",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "s",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "b",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Bool,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "i",
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
                name: "i8",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: -128,
                    max: 127,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "i16",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: -32_768,
                    max: 32_767,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "i32",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: -2_147_483_648,
                    max: 2_147_483_647,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "i64",
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
                name: "u8",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: 255,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "u16",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: 65_535,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "u32",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: 4_294_967_295,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "u64",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: u64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "size",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: u64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "n",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Number,
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
                name: "x",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Any,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "q",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&Q_TYPE),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
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

    impl ::qga_runtime::Marshal for Lists {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Lists {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Lists`].
    pub static LISTS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Lists",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "s",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "b",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Bool),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "i",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Int {
                        min: i64::MIN,
                        max: i64::MAX,
                    },
                ),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "i8",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Int {
                        min: -128,
                        max: 127,
                    },
                ),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "u64",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Uint {
                        max: u64::MAX,
                    },
                ),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "n",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Number),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "z",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Null),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "x",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Any),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "q",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Enum(&Q_TYPE)),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "a",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Any,
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "nil",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Null,
                optional: true,
                secret: false,
                features: &[],
            },
        ],
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
            match self {
                Self::None => "none",
                Self::Qnull => "qnull",
                Self::Qnum => "qnum",
                Self::Qstring => "qstring",
                Self::Qdict => "qdict",
                Self::Qlist => "qlist",
                Self::Qbool => "qbool",
            }
        }
    }

    impl ::qga_runtime::Marshal for QType {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for QType {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`QType`].
    pub static Q_TYPE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "QType",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "none",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "qnull",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "qnum",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "qstring",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "qdict",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "qlist",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "qbool",
                doc: "",
            },
        ],
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
            <super::types::Scalars as ::qga_runtime::Object>::unmarshal_members(from)
                .map(Self)
        }
    }

    impl ::qga_runtime::Marshal for Measure {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Measure {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Measure {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "measure",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "s",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Str,
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "b",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Bool,
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "i",
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
                    name: "i8",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: -128,
                        max: 127,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "i16",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: -32_768,
                        max: 32_767,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "i32",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: -2_147_483_648,
                        max: 2_147_483_647,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "i64",
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
                    name: "u8",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Uint {
                        max: 255,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "u16",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Uint {
                        max: 65_535,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "u32",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Uint {
                        max: 4_294_967_295,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "u64",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Uint {
                        max: u64::MAX,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "size",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Uint {
                        max: u64::MAX,
                    },
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "n",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Number,
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
                    name: "x",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Any,
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "q",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Enum(&super::types::Q_TYPE),
                    optional: false,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Object(&super::types::LISTS),
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

        type Returns = super::types::Lists;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Measure as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
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

    /// A method for every command, on anything that runs commands without blocking.
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

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Measure> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Measure>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<A: ::qga_runtime::Handler<super::commands::Measure>>() -> ::std::vec::Vec<
        ::qga_runtime::Entry<A>,
    > {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Measure>()])
    }
}
