// Generated from notices.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Cause`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Cause {
        /// `heat`
        Heat,
        /// `wear`
        Wear,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_enum! {
        Cause {
            Heat = "heat",
            Wear = "wear",
        } else Other
    }

    /// The schema's description of [`Cause`].
    pub static CAUSE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("heat"), ::qga_runtime::ValueInfo::new("wear")],
        ..::qga_runtime::EnumInfo::new("Cause")
    };

    /// The struct `Stop`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Stop {
        /// The member `cause`.
        pub cause: Cause,
        /// The member `rpm`.
        pub rpm: ::std::option::Option<i64>,
    }

    impl Stop {
        /// A value without its optional members.
        pub fn new(cause: Cause) -> Self {
            Self { cause, rpm: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Stop {
            cause: required "cause",
            rpm: optional "rpm",
        }
    }

    /// The schema's description of [`Stop`].
    pub static STOP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("cause", ::qga_runtime::TypeInfo::Enum(&CAUSE)),
            ::qga_runtime::MemberInfo::new("rpm", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Stop")
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
    ];
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
    pub trait Handlers
    {
    }

    impl<T> Handlers for T
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    {
        ::std::vec::Vec::from([
        ])
    }
}

/// The events that the server sends.
pub mod events {
    /// An event that the server sends.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Event {
        /// The event and its data.
        pub kind: EventKind,
        /// The time of the event.
        pub timestamp: Timestamp,
    }

    /// A time on the server's clock; both numbers are -1 if it could not be read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Timestamp {
        /// Seconds since 1970.
        pub seconds: i64,
        /// Microseconds within the second.
        pub microseconds: i64,
    }

    ::qga_runtime::wire_object! {
        Timestamp {
            seconds: required "seconds",
            microseconds: required "microseconds",
        }
    }

    /// The events, each with its data.
    #[derive(Clone, Debug, PartialEq)]
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

    ::qga_runtime::wire_events! {
        Event(EventKind) {
            Started: never "STARTED",
            Shifted: if_any "SHIFTED",
            Stalled: always "STALLED",
            Stopped: always "STOPPED",
            Event: never "EVENT",
            Other: never "OTHER",
        } else Other2
    }

    /// The event `STARTED`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Started {}

    impl Started {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Started {}
    }

    impl Started {
        /// The name of the event.
        pub const NAME: &'static str = "STARTED";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `SHIFTED`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Shifted {
        /// The member `gear`.
        pub gear: ::std::option::Option<i64>,
        /// The member `by`.
        pub by: ::std::option::Option<::std::string::String>,
    }

    impl Shifted {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { gear: ::std::option::Option::None, by: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Shifted {
            gear: optional "gear",
            by: optional "by",
        }
    }

    impl Shifted {
        /// The name of the event.
        pub const NAME: &'static str = "SHIFTED";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `STALLED`.
    ///
    /// **Unstable**.
    #[derive(Clone, Debug, PartialEq)]
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

    ::qga_runtime::wire_object! {
        Stalled {
            cause: required "cause",
        }
    }

    impl Stalled {
        /// The name of the event.
        pub const NAME: &'static str = "STALLED";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["unstable"];
    }

    /// The event `STOPPED`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Stopped(
        /// All its members.
        pub super::types::Stop,
    );

    ::qga_runtime::wire_newtype! {
        Stopped(super::types::Stop)
    }

    impl Stopped {
        /// The name of the event.
        pub const NAME: &'static str = "STOPPED";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `EVENT`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Event2 {}

    impl Event2 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Event2 {}
    }

    impl Event2 {
        /// The name of the event.
        pub const NAME: &'static str = "EVENT";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `OTHER`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Other {}

    impl Other {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Other {}
    }

    impl Other {
        /// The name of the event.
        pub const NAME: &'static str = "OTHER";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }
}
