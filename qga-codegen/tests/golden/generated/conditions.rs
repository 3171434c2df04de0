// Generated from conditions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
pub mod types {
    /// The values of `Kind`.
    ///
    /// Exists where `A`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Kind {
        /// `a`
        A,
        /// `b`
        ///
        /// **Deprecated**.
        ///
        /// Exists where `!B`.
        B,
        /// A value this schema does not know: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Kind {
        const NAMES: &'static [&'static str] = &["a", "b"];

        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "a" => ::std::option::Option::Some(Self::A),
                "b" => ::std::option::Option::Some(Self::B),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match self {
                Self::A => "a",
                Self::B => "b",
                Self::Other(name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::borrow::ToOwned::to_owned(name)))
        }
    }

    impl ::qga_runtime::Marshal for Kind {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Kind {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Kind`].
    pub static KIND: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Kind",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "a",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "b",
                doc: "",
            },
        ],
    };

    /// The struct `Inner`.
    ///
    /// Feature `f` (where `A`).
    ///
    /// Feature `if`.
    ///
    /// Feature `int`.
    ///
    /// Exists where `A && (B2 || !!C_)`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Inner {
        /// The member `x`.
        pub x: i64,
        /// The member `y`.
        ///
        /// **Unstable**.
        ///
        /// Feature `f`.
        ///
        /// Exists where `D`.
        pub y: ::std::option::Option<::std::string::String>,
    }

    impl Inner {
        /// A value without its optional members.
        pub fn new(x: i64) -> Self {
            Self {
                x,
                y: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Inner {
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

    impl ::qga_runtime::Marshal for Inner {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Inner {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Inner`].
    pub static INNER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Inner",
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
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &["unstable", "f"],
            },
        ],
    };

    /// The union `Uni`.
    ///
    /// Feature `f`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Uni {
        /// `b`
        ///
        /// Exists where `!B`.
        B(Inner),
        /// `a`
        A,
        /// A branch this schema does not know: the other side is newer.
        Other(::std::string::String),
    }

    impl Uni {
        /// The value of `k`.
        pub fn tag(&self) -> Kind {
            match self {
                Self::B(_) => Kind::B,
                Self::A => Kind::A,
                Self::Other(name) => Kind::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::B(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::A => {}
                Self::Other(_) => {}
            }
        }

        fn unmarshal_branch(
            tag: Kind,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Kind::B => {
                    <Inner as ::qga_runtime::Object>::unmarshal_members(from).map(Self::B)
                }
                Kind::A => ::std::result::Result::Ok(Self::A),
                Kind::Other(name) => ::std::result::Result::Ok(Self::Other(name)),
            }
        }
    }

    impl ::qga_runtime::Object for Uni {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("k", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("k")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    impl ::qga_runtime::Marshal for Uni {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Uni {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Uni`].
    pub static UNI: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Uni",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "k",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&KIND),
                optional: false,
                secret: false,
                features: &["deprecated"],
            },
        ],
    };

    /// A value of one of the types of `Alt`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Alt {
        /// `i`
        ///
        /// Exists where `A`.
        I(i64),
        /// `o`
        O(Inner),
    }

    impl ::std::convert::From<i64> for Alt {
        fn from(value: i64) -> Self {
            Self::I(value)
        }
    }

    impl ::std::convert::From<Inner> for Alt {
        fn from(value: Inner) -> Self {
            Self::O(value)
        }
    }

    impl ::qga_runtime::Marshal for Alt {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::I(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::O(value) => ::qga_runtime::Marshal::marshal(value, out),
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Alt {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::Number => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::I)
                }
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::O)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Alt")),
            }
        }
    }

    /// What the schema says of [`Alt`].
    pub static ALT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        name: "Alt",
        branches: &[
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
                name: "o",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&INNER),
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
    ///
    /// **Deprecated**.
    ///
    /// **Unstable**.
    ///
    /// Exists where `(A && !B) || C`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Go(
        /// All its members.
        pub super::types::Inner,
    );

    impl ::std::convert::From<super::types::Inner> for Go {
        fn from(value: super::types::Inner) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Go {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            <super::types::Inner as ::qga_runtime::Object>::unmarshal_members(from).map(Self)
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
                    ty: ::qga_runtime::TypeInfo::Str,
                    optional: true,
                    secret: false,
                    features: &["unstable", "f"],
                },
            ],
            returns: ::std::option::Option::None,
            returns_doc: "",
            errors_doc: "",
            success_response: true,
            allow_oob: false,
            allow_preconfig: false,
            condition: ::std::option::Option::Some("(A && !B) || C"),
            features: &[
                ::qga_runtime::FeatureInfo {
                    name: "deprecated",
                    doc: "",
                },
                ::qga_runtime::FeatureInfo {
                    name: "unstable",
                    doc: "",
                },
            ],
            since: "",
        };

        type Returns = ();
    }

    /// The command `nest`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Nest {
        /// The member `in`.
        pub r#in: super::types::Inner,
        /// The member `m`.
        ///
        /// Feature `f`.
        pub m: i64,
    }

    impl Nest {
        /// A value with these members.
        pub fn new(r#in: super::types::Inner, m: i64) -> Self {
            Self { r#in, m }
        }
    }

    impl ::qga_runtime::Object for Nest {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("in", &self.r#in);
            out.member("m", &self.m);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                r#in: from.required("in")?,
                m: from.required("m")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Nest {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Nest {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Nest {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "nest",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "in",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Object(&super::types::INNER),
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "m",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: i64::MIN,
                        max: i64::MAX,
                    },
                    optional: false,
                    secret: false,
                    features: &["f"],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Union(&super::types::UNI),
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

        type Returns = super::types::Uni;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Go as ::qga_runtime::Command>::INFO,
        &<Nest as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`go`](super::commands::Go).
        fn go(
            &mut self,
            command: super::commands::Go,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`nest`](super::commands::Nest).
        fn nest(
            &mut self,
            command: super::commands::Nest,
        ) -> ::std::result::Result<super::types::Uni, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, on anything that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`go`](super::commands::Go).
        fn go(
            &mut self,
            command: super::commands::Go,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`nest`](super::commands::Nest).
        fn nest(
            &mut self,
            command: super::commands::Nest,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Uni, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Go,
        > + ::qga_runtime::Handler<super::commands::Nest> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Nest>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<
        A: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Nest>,
    >() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Go>(),
            ::qga_runtime::Entry::of::<super::commands::Nest>(),
        ])
    }
}

/// The events: what the server reports unasked.
pub mod events {
    /// Something the server reports unasked.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Event {
        /// What happened.
        pub kind: EventKind,
        /// When it happened.
        pub timestamp: Timestamp,
    }

    /// What happened.
    #[derive(Clone, Debug, PartialEq)]
    pub enum EventKind {
        /// `GONE`: see [`Gone`].
        Gone(Gone),
        /// An event this schema does not know: the server is newer.
        Other {
            /// The name of the event.
            name: ::std::string::String,
            /// Its data, if it has any.
            data: ::std::option::Option<::qga_runtime::Any>,
        },
    }

    impl ::qga_runtime::Object for Event {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match &self.kind {
                EventKind::Gone(data) => {
                    out.member("event", "GONE");
                    out.member("data", data);
                }
                EventKind::Other { name, data } => {
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
                "GONE" => EventKind::Gone(from.required("data")?),
                _ => {
                    EventKind::Other {
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

    impl ::qga_runtime::Marshal for Event {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Event {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// A time on the server's clock; both numbers are -1 if it could not be read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Timestamp {
        /// Seconds since 1970.
        pub seconds: i64,
        /// Microseconds within the second.
        pub microseconds: i64,
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

    impl ::qga_runtime::Marshal for Timestamp {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Timestamp {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// The event `GONE`.
    ///
    /// **Unstable**.
    ///
    /// Exists where `A`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Gone {
        /// The member `alt`.
        pub alt: super::types::Alt,
    }

    impl Gone {
        /// A value with these members.
        pub fn new(alt: super::types::Alt) -> Self {
            Self { alt }
        }
    }

    impl ::qga_runtime::Object for Gone {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("alt", &self.alt);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { alt: from.required("alt")? })
        }
    }

    impl ::qga_runtime::Marshal for Gone {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Gone {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl Gone {
        /// The name of the event.
        pub const NAME: &'static str = "GONE";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["unstable"];
    }
}
