// Generated from deprecated.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Fuel`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Fuel {
        /// `coal`
        #[deprecated]
        Coal,
        /// `gas`
        Gas,
    }

    ::qga_runtime::wire_enum! {
        Fuel {
            Coal = "coal",
            Gas = "gas",
        }
    }

    /// The schema's description of [`Fuel`].
    pub static FUEL: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("coal").features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::ValueInfo::new("gas"),
        ],
        ..::qga_runtime::EnumInfo::new("Fuel")
    };

    /// The struct `Old`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Old {
        /// The member `x`.
        pub x: i64,
        /// The member `way`.
        #[deprecated]
        pub way: ::std::option::Option<::std::string::String>,
        /// The member `more`.
        pub more: ::std::option::Option<::std::vec::Vec<Old>>,
    }

    #[allow(deprecated)]
    impl Old {
        /// A value without its optional members.
        pub fn new(x: i64) -> Self {
            Self { x, way: ::std::option::Option::None, more: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Old {
            x: required "x",
            way: optional "way",
            more: optional "more",
        }
    }

    /// The schema's description of [`Old`].
    pub static OLD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::MemberInfo::new("more", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&OLD)))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Old")
    };

    /// The struct `Heir`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Heir {
        /// The member `x`.
        pub x: i64,
        /// The member `way`.
        #[deprecated]
        pub way: ::std::option::Option<::std::string::String>,
        /// The member `more`.
        pub more: ::std::option::Option<::std::vec::Vec<Old>>,
        /// The member `y`.
        pub y: i64,
    }

    #[allow(deprecated)]
    impl Heir {
        /// A value without its optional members.
        pub fn new(x: i64, y: i64) -> Self {
            Self { x, way: ::std::option::Option::None, more: ::std::option::Option::None, y }
        }
    }

    ::qga_runtime::wire_object! {
        Heir {
            x: required "x",
            way: optional "way",
            more: optional "more",
            y: required "y",
        }
    }

    /// The schema's description of [`Heir`].
    pub static HEIR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::MemberInfo::new("more", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&OLD)))
                .optional(),
            ::qga_runtime::MemberInfo::new("y", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Heir")
    };

    /// The struct `Motor`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Motor {
        /// In horses
        ///
        /// **Unstable**: It may be removed.
        #[deprecated = "Member @power is ignored, and \"burns\" has no \"effect\"."]
        pub power: i64,
        /// What it burns
        #[deprecated = "Member @power is ignored, and \"burns\" has no \"effect\". (where `CONFIG_GAS`)"]
        pub burns: ::std::option::Option<Fuel>,
    }

    #[allow(deprecated)]
    impl Motor {
        /// A value without its optional members.
        pub fn new(power: i64) -> Self {
            Self { power, burns: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Motor {
            power: required "power",
            burns: optional "burns",
        }
    }

    /// The schema's description of [`Motor`].
    pub static MOTOR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("power", ::qga_runtime::TypeInfo::INT64)
                .doc("in horses")
                .features(&[
                    ::qga_runtime::FeatureInfo::new("deprecated")
                        .doc("Member @power is ignored,\nand \"burns\" has no \"effect\"."),
                    ::qga_runtime::FeatureInfo::new("unstable").doc("It may be removed."),
                ]),
            ::qga_runtime::MemberInfo::new("burns", ::qga_runtime::TypeInfo::Enum(&FUEL))
                .doc("what it burns")
                .optional()
                .features(&[
                    ::qga_runtime::FeatureInfo::new("deprecated")
                        .doc("Member @power is ignored,\nand \"burns\" has no \"effect\".")
                        .when("CONFIG_GAS"),
                ]),
        ],
        ..::qga_runtime::ObjectInfo::new("Motor")
    };

    /// The union `Engine`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Engine {
        /// `coal`
        #[deprecated]
        Coal(Old),
        /// `gas`
        Gas(Motor),
    }

    ::qga_runtime::wire_union! {
        Engine by Fuel "fuel" {
            Coal(Old),
            Gas(Motor),
        }
    }

    /// The schema's description of [`Engine`].
    pub static ENGINE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL))],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("coal").ty(::qga_runtime::TypeInfo::Object(&OLD)),
            ::qga_runtime::BranchInfo::new("gas").ty(::qga_runtime::TypeInfo::Object(&MOTOR)),
        ],
        ..::qga_runtime::ObjectInfo::new("Engine")
    };

    /// The union `Train`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Train {
        /// The member `name`.
        #[deprecated]
        pub name: ::std::option::Option<::std::string::String>,
        /// The members that depend on `fuel`.
        pub branch: TrainBranch,
    }

    #[allow(deprecated)]
    impl Train {
        /// A value without its optional members.
        pub fn new(branch: TrainBranch) -> Self {
            Self { name: ::std::option::Option::None, branch }
        }
    }

    ::qga_runtime::wire_object! {
        Train {
            ..branch: TrainBranch by "fuel",
            name: optional "name",
        }
    }

    /// The members of a [`Train`] that depend on `fuel`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum TrainBranch {
        /// `coal`
        #[deprecated]
        Coal(Old),
        /// `gas`
        Gas(Heir),
    }

    ::qga_runtime::wire_branches! {
        TrainBranch by Fuel "fuel" {
            Coal(Old),
            Gas(Heir),
        }
    }

    /// The schema's description of [`Train`].
    pub static TRAIN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
        ],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("coal").ty(::qga_runtime::TypeInfo::Object(&OLD)),
            ::qga_runtime::BranchInfo::new("gas").ty(::qga_runtime::TypeInfo::Object(&HEIR)),
        ],
        ..::qga_runtime::ObjectInfo::new("Train")
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// Go there.
    ///
    /// # Returns
    /// What was there
    #[deprecated = "Use `drive`."]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Go {
        /// Where
        pub way: ::std::string::String,
        /// How
        #[deprecated = "Use `drive`."]
        pub old: ::std::option::Option<bool>,
    }

    #[allow(deprecated)]
    impl Go {
        /// A value without its optional members.
        pub fn new(way: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self { way: way.into(), old: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Go {
            way: required "way",
            old: optional "old",
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Command for Go {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                summary: "Go there.",
                doc: "Go there.",
                arguments: &[
                    ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str).doc("where"),
                    ::qga_runtime::MemberInfo::new("old", ::qga_runtime::TypeInfo::Bool)
                        .doc("how")
                        .optional()
                        .features(&[::qga_runtime::FeatureInfo::new("deprecated").doc("Use `drive`.")]),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::OLD)),
                returns_doc: "what was there",
                features: &[::qga_runtime::FeatureInfo::new("deprecated").doc("Use `drive`.")],
                ..::qga_runtime::CommandInfo::new("go")
            };
            &INFO
        };

        type Returns = super::types::Old;
    }

    /// The command `drive`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Drive(
        /// All its members.
        pub super::types::Old,
    );

    ::qga_runtime::wire_newtype! {
        Drive(super::types::Old)
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Command for Drive {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str)
                        .optional()
                        .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
                    ::qga_runtime::MemberInfo::new(
                        "more",
                        ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&super::types::OLD)),
                    )
                    .optional(),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&super::types::MOTOR))),
                features: &[::qga_runtime::FeatureInfo::new("deprecated")],
                ..::qga_runtime::CommandInfo::new("drive")
            };
            &INFO
        };

        type Returns = ::std::vec::Vec<super::types::Motor>;
    }

    /// The command `ask`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Ask {
        /// The member `way`.
        #[deprecated]
        pub way: super::types::Engine,
    }

    #[allow(deprecated)]
    impl Ask {
        /// A value with these members.
        pub fn new(way: super::types::Engine) -> Self {
            Self { way }
        }
    }

    ::qga_runtime::wire_object! {
        Ask {
            way: required "way",
        }
    }

    impl ::qga_runtime::Command for Ask {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Union(&super::types::ENGINE))
                        .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&super::types::TRAIN)),
                ..::qga_runtime::CommandInfo::new("ask")
            };
            &INFO
        };

        type Returns = super::types::Train;
    }

    /// The schema's descriptions of all commands, in schema order.
    #[allow(deprecated)]
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Go as ::qga_runtime::Command>::INFO,
        <Drive as ::qga_runtime::Command>::INFO,
        <Ask as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Go there.
        ///
        /// See [`go`](super::commands::Go).
        #[deprecated = "Use `drive`."]
        #[allow(deprecated)]
        fn go(
            &mut self,
            command: super::commands::Go,
        ) -> ::std::result::Result<super::types::Old, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`drive`](super::commands::Drive).
        #[deprecated]
        #[allow(deprecated)]
        fn drive(
            &mut self,
            command: super::commands::Drive,
        ) -> ::std::result::Result<::std::vec::Vec<super::types::Motor>, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> ::std::result::Result<super::types::Train, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Go there.
        ///
        /// See [`go`](super::commands::Go).
        #[deprecated = "Use `drive`."]
        #[allow(deprecated)]
        fn go(
            &mut self,
            command: super::commands::Go,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Old, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`drive`](super::commands::Drive).
        #[deprecated]
        #[allow(deprecated)]
        fn drive(
            &mut self,
            command: super::commands::Drive,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<::std::vec::Vec<super::types::Motor>, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Train, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    #[allow(deprecated)]
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Go>
        + ::qga_runtime::Handler<super::commands::Drive>
        + ::qga_runtime::Handler<super::commands::Ask>
    {
    }

    #[allow(deprecated)]
    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Drive>
            + ::qga_runtime::Handler<super::commands::Ask>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    #[allow(deprecated)]
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Drive>
            + ::qga_runtime::Handler<super::commands::Ask>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Go>(),
            ::qga_runtime::Entry::of::<super::commands::Drive>(),
            ::qga_runtime::Entry::of::<super::commands::Ask>(),
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
    #[allow(deprecated)]
    #[derive(Clone, Debug, PartialEq)]
    pub enum EventKind {
        /// `GONE`: see [`Gone`].
        #[deprecated]
        Gone(Gone),
        /// `LOST`: see [`Lost`].
        Lost(Lost),
        /// `ENDED`: see [`Ended`].
        #[deprecated]
        Ended(Ended),
        /// `OVER`: see [`Over`].
        #[deprecated]
        Over,
        /// An event that this schema lacks: the server is newer.
        Other {
            /// The name of the event.
            name: ::std::string::String,
            /// Its data, if it has any.
            data: ::std::option::Option<::qga_runtime::Any>,
        },
    }

    ::qga_runtime::wire_events! {
        Event(EventKind) {
            Gone: always "GONE",
            Lost: if_any "LOST",
            Ended: always "ENDED",
            Over: never "OVER",
        } else Other
    }

    /// The event `GONE`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Gone {
        /// The member `way`.
        pub way: i64,
    }

    #[allow(deprecated)]
    impl Gone {
        /// A value with these members.
        pub fn new(way: i64) -> Self {
            Self { way }
        }
    }

    ::qga_runtime::wire_object! {
        Gone {
            way: required "way",
        }
    }

    #[allow(deprecated)]
    impl Gone {
        /// The name of the event.
        pub const NAME: &'static str = "GONE";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["deprecated"];
    }

    /// The event `LOST`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Lost {
        /// The member `old`.
        #[deprecated]
        pub old: ::std::option::Option<super::types::Fuel>,
    }

    #[allow(deprecated)]
    impl Lost {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { old: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Lost {
            old: optional "old",
        }
    }

    impl Lost {
        /// The name of the event.
        pub const NAME: &'static str = "LOST";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `ENDED`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Ended(
        /// All its members.
        pub super::types::Old,
    );

    ::qga_runtime::wire_newtype! {
        Ended(super::types::Old)
    }

    #[allow(deprecated)]
    impl Ended {
        /// The name of the event.
        pub const NAME: &'static str = "ENDED";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["deprecated"];
    }

    /// The event `OVER`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Over {}

    #[allow(deprecated)]
    impl Over {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        Over {}
    }

    #[allow(deprecated)]
    impl Over {
        /// The name of the event.
        pub const NAME: &'static str = "OVER";

        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["deprecated"];
    }
}
