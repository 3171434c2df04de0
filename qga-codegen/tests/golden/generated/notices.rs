// Generated from notices.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Cause`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Cause {
        /// `heat`
        Heat,
        /// `wear`
        Wear,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Cause {
        const NAMES: &'static [&'static str] = &["heat", "wear"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "heat" => ::std::option::Option::Some(Self::Heat),
                "wear" => ::std::option::Option::Some(Self::Wear),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Heat => "heat",
                Self::Wear => "wear",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Cause);

    /// The struct `Stop`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Stop {
        /// The member `cause`.
        pub cause: Cause,
        /// The member `rpm`.
        pub rpm: ::std::option::Option<i64>,
    }

    impl Stop {
        /// A value without its optional members.
        pub fn new(cause: Cause) -> Self {
            Self {
                cause,
                rpm: ::std::option::Option::None,
            }
        }

        /// The same, with `rpm`.
        #[must_use]
        pub fn with_rpm(mut self, value: i64) -> Self {
            self.rpm = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Stop {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("cause", &self.cause);
            out.optional("rpm", &self.rpm);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                cause: from.required("cause")?,
                rpm: from.optional("rpm")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Stop);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[];

    /// [`Cause`](super::types::Cause).
    pub static CAUSE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("heat"),
            ::qga_runtime::ValueInfo::new("wear"),
        ],
        ..::qga_runtime::EnumInfo::new("Cause")
    };

    /// [`Stop`](super::types::Stop).
    pub static STOP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("cause", ::qga_runtime::TypeInfo::Enum(&CAUSE)),
            ::qga_runtime::MemberInfo::new("rpm", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Stop")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {}

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {}

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers {}

    impl<T> Handlers for T {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
        ::std::vec::Vec::from([])
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
        /// `STARTED`: see [`Started`].
        Started,
        /// `SHIFTED`: see [`Shifted`].
        Shifted(Shifted),
        /// `STALLED`: see [`Stalled`].
        Stalled(Stalled),
        /// `STOPPED`: see [`Stopped`].
        Stopped(Stopped),
        /// `EVENT`: see [`Event2`].
        Event,
        /// `OTHER`: see [`Other`].
        Other,
        /// An event that this schema lacks: the server is newer.
        Other2 {
            /// The name of the event.
            name: ::std::string::String,
            /// Its data, if it has any.
            data: ::std::option::Option<::qga_runtime::Any>,
        },
    }

    impl ::qga_runtime::Object for Event {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match &self.kind {
                EventKind::Started => {
                    out.member("event", "STARTED");
                }
                EventKind::Shifted(data) => {
                    out.member("event", "SHIFTED");
                    if *data != ::std::default::Default::default() {
                        out.member("data", data);
                    }
                }
                EventKind::Stalled(data) => {
                    out.member("event", "STALLED");
                    out.member("data", data);
                }
                EventKind::Stopped(data) => {
                    out.member("event", "STOPPED");
                    out.member("data", data);
                }
                EventKind::Event => {
                    out.member("event", "EVENT");
                }
                EventKind::Other => {
                    out.member("event", "OTHER");
                }
                EventKind::Other2 { name, data } => {
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
                "STARTED" => EventKind::Started,
                "SHIFTED" => EventKind::Shifted(from.optional("data")?.unwrap_or_default()),
                "STALLED" => EventKind::Stalled(from.required("data")?),
                "STOPPED" => EventKind::Stopped(from.required("data")?),
                "EVENT" => EventKind::Event,
                "OTHER" => EventKind::Other,
                _ => {
                    EventKind::Other2 {
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

    /// The event `STARTED`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Started {}

    impl Started {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Started {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Started);

    impl Started {
        /// The name of the event.
        pub const NAME: &'static str = "STARTED";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `SHIFTED`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Shifted {
        /// The member `gear`.
        pub gear: ::std::option::Option<i64>,
        /// The member `by`.
        pub by: ::std::option::Option<::std::string::String>,
    }

    impl Shifted {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                gear: ::std::option::Option::None,
                by: ::std::option::Option::None,
            }
        }

        /// The same, with `gear`.
        #[must_use]
        pub fn with_gear(mut self, value: i64) -> Self {
            self.gear = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `by`.
        #[must_use]
        pub fn with_by(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.by = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Shifted {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("gear", &self.gear);
            out.optional("by", &self.by);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                gear: from.optional("gear")?,
                by: from.optional("by")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Shifted);

    impl Shifted {
        /// The name of the event.
        pub const NAME: &'static str = "SHIFTED";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `STALLED`.
    ///
    /// **Unstable**.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Stalled {
        /// The member `cause`.
        pub cause: super::types::Cause,
    }

    impl Stalled {
        /// A value with these members.
        pub fn new(cause: super::types::Cause) -> Self {
            Self { cause }
        }
    }

    impl ::qga_runtime::Object for Stalled {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("cause", &self.cause);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                cause: from.required("cause")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Stalled);

    impl Stalled {
        /// The name of the event.
        pub const NAME: &'static str = "STALLED";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["unstable"];
    }

    /// The event `STOPPED`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Stopped(
        /// All its members.
        pub super::types::Stop,
    );

    impl ::std::convert::From<super::types::Stop> for Stopped {
        fn from(value: super::types::Stop) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Stopped {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Stopped);

    impl Stopped {
        /// The name of the event.
        pub const NAME: &'static str = "STOPPED";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `EVENT`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Event2 {}

    impl Event2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Event2 {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Event2);

    impl Event2 {
        /// The name of the event.
        pub const NAME: &'static str = "EVENT";
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
}
