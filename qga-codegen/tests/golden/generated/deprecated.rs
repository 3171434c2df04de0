// Generated from deprecated.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Fuel`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Fuel {
        /// `coal`
        #[deprecated]
        Coal,
        /// `gas`
        Gas,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    #[allow(deprecated)]
    impl ::qga_runtime::QapiEnum for Fuel {
        const NAMES: &'static [&'static str] = &["coal", "gas"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "coal" => ::std::option::Option::Some(Self::Coal),
                "gas" => ::std::option::Option::Some(Self::Gas),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Coal => "coal",
                Self::Gas => "gas",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Fuel);

    /// The struct `Old`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                x,
                way: ::std::option::Option::None,
                more: ::std::option::Option::None,
            }
        }

        /// The same, with `way`.
        #[deprecated]
        #[must_use]
        pub fn with_way(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.way = ::std::option::Option::Some(value.into());
            self
        }

        /// The same, with `more`.
        #[must_use]
        pub fn with_more(mut self, value: ::std::vec::Vec<Old>) -> Self {
            self.more = ::std::option::Option::Some(value);
            self
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Old {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("x", &self.x);
            out.optional("way", &self.way);
            out.optional("more", &self.more);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                x: from.required("x")?,
                way: from.optional("way")?,
                more: from.optional("more")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Old);

    /// The struct `Heir`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                x,
                way: ::std::option::Option::None,
                more: ::std::option::Option::None,
                y,
            }
        }

        /// The same, with `way`.
        #[deprecated]
        #[must_use]
        pub fn with_way(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.way = ::std::option::Option::Some(value.into());
            self
        }

        /// The same, with `more`.
        #[must_use]
        pub fn with_more(mut self, value: ::std::vec::Vec<Old>) -> Self {
            self.more = ::std::option::Option::Some(value);
            self
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Heir {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("x", &self.x);
            out.optional("way", &self.way);
            out.optional("more", &self.more);
            out.member("y", &self.y);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                x: from.required("x")?,
                way: from.optional("way")?,
                more: from.optional("more")?,
                y: from.required("y")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Heir);

    /// The struct `Motor`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                power,
                burns: ::std::option::Option::None,
            }
        }

        /// The same, with `burns`.
        #[deprecated = "Member @power is ignored, and \"burns\" has no \"effect\". (where `CONFIG_GAS`)"]
        #[must_use]
        pub fn with_burns(mut self, value: Fuel) -> Self {
            self.burns = ::std::option::Option::Some(value);
            self
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Motor {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("power", &self.power);
            out.optional("burns", &self.burns);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                power: from.required("power")?,
                burns: from.optional("burns")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Motor);

    /// The union `Engine`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Engine {
        /// `coal`
        #[deprecated]
        Coal(Old),
        /// `gas`
        Gas(Motor),
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    #[allow(deprecated)]
    impl Engine {
        /// The value of `fuel`.
        pub fn tag(&self) -> Fuel {
            match self {
                Self::Coal(..) => Fuel::Coal,
                Self::Gas(..) => Fuel::Gas,
                Self::Other(name) => Fuel::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Coal(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                Self::Gas(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Fuel,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Fuel::Coal => Self::Coal(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::Gas => Self::Gas(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    impl ::qga_runtime::Object for Engine {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("fuel", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("fuel")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    ::qga_runtime::wire_object!(Engine);

    /// The union `Train`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                name: ::std::option::Option::None,
                branch,
            }
        }

        /// The same, with `name`.
        #[deprecated]
        #[must_use]
        pub fn with_name(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.name = ::std::option::Option::Some(value.into());
            self
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Train {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("fuel", &self.branch.tag());
            out.optional("name", &self.name);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("fuel")?;
            ::std::result::Result::Ok(Self {
                name: from.optional("name")?,
                branch: TrainBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Train);

    /// The members of a [`Train`] that depend on `fuel`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum TrainBranch {
        /// `coal`
        #[deprecated]
        Coal(Old),
        /// `gas`
        Gas(Heir),
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    #[allow(deprecated)]
    impl TrainBranch {
        /// The value of `fuel`.
        pub fn tag(&self) -> Fuel {
            match self {
                Self::Coal(..) => Fuel::Coal,
                Self::Gas(..) => Fuel::Gas,
                Self::Other(name) => Fuel::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Coal(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                Self::Gas(value) => {
                    ::qga_runtime::Object::marshal_members(value, out);
                }
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Fuel,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Fuel::Coal => Self::Coal(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::Gas => Self::Gas(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// Go there.
    ///
    /// # Returns
    /// What was there
    #[deprecated = "Use `drive`."]
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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
            Self {
                way: way.into(),
                old: ::std::option::Option::None,
            }
        }

        /// The same, with `old`.
        #[deprecated = "Use `drive`."]
        #[must_use]
        pub fn with_old(mut self, value: bool) -> Self {
            self.old = ::std::option::Option::Some(value);
            self
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Go {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("way", &self.way);
            out.optional("old", &self.old);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                way: from.required("way")?,
                old: from.optional("old")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Go);

    #[allow(deprecated)]
    impl ::qga_runtime::Command for Go {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GO_COMMAND;
        type Returns = super::types::Old;
    }

    /// The command `drive`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Drive(
        /// All its members.
        pub super::types::Old,
    );

    #[allow(deprecated)]
    impl ::std::convert::From<super::types::Old> for Drive {
        fn from(value: super::types::Old) -> Self {
            Self(value)
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Drive {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Drive);

    #[allow(deprecated)]
    impl ::qga_runtime::Command for Drive {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::DRIVE_COMMAND;
        type Returns = ::std::vec::Vec<super::types::Motor>;
    }

    /// The command `ask`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Ask {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("way", &self.way);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { way: from.required("way")? })
        }
    }

    ::qga_runtime::wire_object!(Ask);

    impl ::qga_runtime::Command for Ask {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::ASK_COMMAND;
        type Returns = super::types::Train;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &GO_COMMAND,
        &DRIVE_COMMAND,
        &ASK_COMMAND,
    ];

    /// [`go`](super::commands::Go).
    pub static GO_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        summary: "Go there.",
        doc: "Go there.",
        arguments: &[
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str).doc("where"),
            ::qga_runtime::MemberInfo::new("old", ::qga_runtime::TypeInfo::Bool)
                .doc("how")
                .optional()
                .features(
                    &[::qga_runtime::FeatureInfo::new("deprecated").doc("Use `drive`.")],
                ),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&OLD)),
        returns_doc: "what was there",
        features: &[::qga_runtime::FeatureInfo::new("deprecated").doc("Use `drive`.")],
        ..::qga_runtime::CommandInfo::new("go")
    };

    /// [`drive`](super::commands::Drive).
    pub static DRIVE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::MemberInfo::new(
                    "more",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&OLD)),
                )
                .optional(),
        ],
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&MOTOR)),
        ),
        features: &[::qga_runtime::FeatureInfo::new("deprecated")],
        ..::qga_runtime::CommandInfo::new("drive")
    };

    /// [`ask`](super::commands::Ask).
    pub static ASK_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Union(&ENGINE))
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&TRAIN)),
        ..::qga_runtime::CommandInfo::new("ask")
    };

    /// [`Fuel`](super::types::Fuel).
    pub static FUEL: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("coal")
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::ValueInfo::new("gas"),
        ],
        ..::qga_runtime::EnumInfo::new("Fuel")
    };

    /// [`Old`](super::types::Old).
    pub static OLD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::MemberInfo::new(
                    "more",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&OLD)),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Old")
    };

    /// [`Heir`](super::types::Heir).
    pub static HEIR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Str)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("deprecated")]),
            ::qga_runtime::MemberInfo::new(
                    "more",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&OLD)),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new("y", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Heir")
    };

    /// [`Motor`](super::types::Motor).
    pub static MOTOR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("power", ::qga_runtime::TypeInfo::INT64)
                .doc("in horses")
                .features(
                    &[
                        ::qga_runtime::FeatureInfo::new("deprecated")
                            .doc(
                                "Member @power is ignored,\nand \"burns\" has no \"effect\".",
                            ),
                        ::qga_runtime::FeatureInfo::new("unstable").doc("It may be removed."),
                    ],
                ),
            ::qga_runtime::MemberInfo::new("burns", ::qga_runtime::TypeInfo::Enum(&FUEL))
                .doc("what it burns")
                .optional()
                .features(
                    &[
                        ::qga_runtime::FeatureInfo::new("deprecated")
                            .doc(
                                "Member @power is ignored,\nand \"burns\" has no \"effect\".",
                            )
                            .when("CONFIG_GAS"),
                    ],
                ),
        ],
        ..::qga_runtime::ObjectInfo::new("Motor")
    };

    /// [`Engine`](super::types::Engine).
    pub static ENGINE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
        ],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("coal").ty(::qga_runtime::TypeInfo::Object(&OLD)),
            ::qga_runtime::BranchInfo::new("gas").ty(::qga_runtime::TypeInfo::Object(&MOTOR)),
        ],
        ..::qga_runtime::ObjectInfo::new("Engine")
    };

    /// [`Train`](super::types::Train).
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
        ) -> ::std::result::Result<
            ::std::vec::Vec<super::types::Motor>,
            ::qga_runtime::CallError,
        > {
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
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Old, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`drive`](super::commands::Drive).
        #[deprecated]
        #[allow(deprecated)]
        fn drive(
            &mut self,
            command: super::commands::Drive,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                ::std::vec::Vec<super::types::Motor>,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Train, ::qga_runtime::CallError>,
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
        > + ::qga_runtime::Handler<
            super::commands::Drive,
        > + ::qga_runtime::Handler<super::commands::Ask> {}

    #[allow(deprecated)]
    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Drive>
            + ::qga_runtime::Handler<super::commands::Ask>,
    {}

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
    #[allow(deprecated)]
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Event {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match &self.kind {
                EventKind::Gone(data) => {
                    out.member("event", "GONE");
                    out.member("data", data);
                }
                EventKind::Lost(data) => {
                    out.member("event", "LOST");
                    if *data != ::std::default::Default::default() {
                        out.member("data", data);
                    }
                }
                EventKind::Ended(data) => {
                    out.member("event", "ENDED");
                    out.member("data", data);
                }
                EventKind::Over => {
                    out.member("event", "OVER");
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
                "LOST" => EventKind::Lost(from.optional("data")?.unwrap_or_default()),
                "ENDED" => EventKind::Ended(from.required("data")?),
                "OVER" => EventKind::Over,
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
    /// Clients read it; a guest agent cannot send events.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Gone {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("way", &self.way);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { way: from.required("way")? })
        }
    }

    ::qga_runtime::wire_object!(Gone);

    #[allow(deprecated)]
    impl Gone {
        /// The name of the event.
        pub const NAME: &'static str = "GONE";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["deprecated"];
    }

    /// The event `LOST`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Lost {
        /// The member `old`.
        #[deprecated]
        pub old: ::std::option::Option<super::types::Fuel>,
    }

    #[allow(deprecated)]
    impl Lost {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                old: ::std::option::Option::None,
            }
        }

        /// The same, with `old`.
        #[deprecated]
        #[must_use]
        pub fn with_old(mut self, value: super::types::Fuel) -> Self {
            self.old = ::std::option::Option::Some(value);
            self
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Lost {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("old", &self.old);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { old: from.optional("old")? })
        }
    }

    ::qga_runtime::wire_object!(Lost);

    impl Lost {
        /// The name of the event.
        pub const NAME: &'static str = "LOST";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `ENDED`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Ended(
        /// All its members.
        pub super::types::Old,
    );

    #[allow(deprecated)]
    impl ::std::convert::From<super::types::Old> for Ended {
        fn from(value: super::types::Old) -> Self {
            Self(value)
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Ended {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Ended);

    #[allow(deprecated)]
    impl Ended {
        /// The name of the event.
        pub const NAME: &'static str = "ENDED";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["deprecated"];
    }

    /// The event `OVER`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Over {}

    #[allow(deprecated)]
    impl Over {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Over {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Over);

    #[allow(deprecated)]
    impl Over {
        /// The name of the event.
        pub const NAME: &'static str = "OVER";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &["deprecated"];
    }
}
