// Generated from conditions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Kind`.
    ///
    /// Exists where `A`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Kind {
        /// `a`
        A,
        /// `b`
        ///
        /// Exists where `!B`.
        #[deprecated]
        B,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    #[allow(deprecated)]
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
            match *self {
                Self::A => "a",
                Self::B => "b",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Kind);

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
    #[non_exhaustive]
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

        /// The same, with `y`.
        #[must_use]
        pub fn with_y(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.y = ::std::option::Option::Some(value.into());
            self
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

    ::qga_runtime::wire_object!(Inner);

    /// The union `Uni`.
    ///
    /// Feature `f`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Uni {
        /// `b`
        ///
        /// Exists where `!B`.
        #[deprecated]
        B(Inner),
        /// `a`
        A,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    #[allow(deprecated)]
    impl Uni {
        /// The value of `k`.
        pub fn tag(&self) -> Kind {
            match self {
                Self::B(..) => Kind::B,
                Self::A => Kind::A,
                Self::Other(name) => Kind::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            if let Self::B(value) = self {
                ::qga_runtime::Object::marshal_members(value, out);
            }
        }

        fn unmarshal_branch(
            tag: Kind,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Kind::B => Self::B(::qga_runtime::Object::unmarshal_members(from)?),
                Kind::A => Self::A,
                Kind::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
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

    ::qga_runtime::wire_object!(Uni);

    /// A value of one of the types of `Alt`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
                Self::I(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
                Self::O(value) => {
                    ::qga_runtime::Marshal::marshal(value, out);
                }
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

    ::qga_runtime::wire_serde!(Alt);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `go`.
    ///
    /// **Unstable**.
    ///
    /// Exists where `(A && !B) || C`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Go(
        /// All its members.
        pub super::types::Inner,
    );

    #[allow(deprecated)]
    impl ::std::convert::From<super::types::Inner> for Go {
        fn from(value: super::types::Inner) -> Self {
            Self(value)
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Go {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Go);

    #[allow(deprecated)]
    impl ::qga_runtime::Command for Go {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GO_COMMAND;
        type Returns = ();
    }

    /// The command `nest`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    ::qga_runtime::wire_object!(Nest);

    impl ::qga_runtime::Command for Nest {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::NEST_COMMAND;
        type Returns = super::types::Uni;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&GO_COMMAND, &NEST_COMMAND];

    /// [`go`](super::commands::Go).
    pub static GO_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("y", ::qga_runtime::TypeInfo::Str)
                .optional()
                .when("D")
                .features(
                    &[
                        ::qga_runtime::FeatureInfo::new("unstable"),
                        ::qga_runtime::FeatureInfo::new("f"),
                    ],
                ),
        ],
        condition: ::std::option::Option::Some("(A && !B) || C"),
        features: &[
            ::qga_runtime::FeatureInfo::new("deprecated"),
            ::qga_runtime::FeatureInfo::new("unstable"),
        ],
        ..::qga_runtime::CommandInfo::new("go")
    };

    /// [`nest`](super::commands::Nest).
    pub static NEST_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("in", ::qga_runtime::TypeInfo::Object(&INNER)),
            ::qga_runtime::MemberInfo::new("m", ::qga_runtime::TypeInfo::INT64)
                .features(&[::qga_runtime::FeatureInfo::new("f")]),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&UNI)),
        ..::qga_runtime::CommandInfo::new("nest")
    };

    /// [`Kind`](super::types::Kind).
    pub static KIND: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("a"),
            ::qga_runtime::ValueInfo::new("b")
                .when("!B")
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
        ],
        condition: ::std::option::Option::Some("A"),
        ..::qga_runtime::EnumInfo::new("Kind")
    };

    /// [`Inner`](super::types::Inner).
    pub static INNER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("y", ::qga_runtime::TypeInfo::Str)
                .optional()
                .when("D")
                .features(
                    &[
                        ::qga_runtime::FeatureInfo::new("unstable"),
                        ::qga_runtime::FeatureInfo::new("f"),
                    ],
                ),
        ],
        condition: ::std::option::Option::Some("A && (B2 || !!C_)"),
        features: &[
            ::qga_runtime::FeatureInfo::new("f").when("A"),
            ::qga_runtime::FeatureInfo::new("if"),
            ::qga_runtime::FeatureInfo::new("int"),
        ],
        ..::qga_runtime::ObjectInfo::new("Inner")
    };

    /// [`Uni`](super::types::Uni).
    pub static UNI: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("k", ::qga_runtime::TypeInfo::Enum(&KIND))
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
        ],
        discriminator: ::std::option::Option::Some("k"),
        branches: &[
            ::qga_runtime::BranchInfo::new("b")
                .ty(::qga_runtime::TypeInfo::Object(&INNER))
                .when("!B"),
            ::qga_runtime::BranchInfo::new("a"),
        ],
        features: &[::qga_runtime::FeatureInfo::new("f")],
        ..::qga_runtime::ObjectInfo::new("Uni")
    };

    /// [`Alt`](super::types::Alt).
    pub static ALT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("i", ::qga_runtime::TypeInfo::INT64).when("A"),
            ::qga_runtime::MemberInfo::new("o", ::qga_runtime::TypeInfo::Object(&INNER)),
        ],
        ..::qga_runtime::AlternateInfo::new("Alt")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`go`](super::commands::Go).
        #[deprecated]
        #[allow(deprecated)]
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

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`go`](super::commands::Go).
        #[deprecated]
        #[allow(deprecated)]
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

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    #[allow(deprecated)]
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Go,
        > + ::qga_runtime::Handler<super::commands::Nest> {}

    #[allow(deprecated)]
    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Nest>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    #[allow(deprecated)]
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Nest>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Go>(),
            ::qga_runtime::Entry::of::<super::commands::Nest>(),
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
        /// `GONE`: see [`Gone`].
        Gone(Gone),
        /// An event that this schema lacks: the server is newer.
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

    ::qga_runtime::wire_object!(Event);

    /// The event `GONE`.
    ///
    /// **Unstable**.
    ///
    /// Exists where `A`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    ::qga_runtime::wire_object!(Gone);

    impl Gone {
        /// The name of the event.
        pub const NAME: &'static str = "GONE";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["unstable"];
    }
}
