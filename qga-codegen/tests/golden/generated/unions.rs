// Generated from unions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Fuel`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Fuel {
        /// `petrol`
        Petrol,
        /// `diesel`
        Diesel,
        /// `none`
        None,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Fuel {
        const NAMES: &'static [&'static str] = &["petrol", "diesel", "none"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "petrol" => ::std::option::Option::Some(Self::Petrol),
                "diesel" => ::std::option::Option::Some(Self::Diesel),
                "none" => ::std::option::Option::Some(Self::None),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Petrol => "petrol",
                Self::Diesel => "diesel",
                Self::None => "none",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Fuel);

    /// The values of `Place`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Place {
        /// `front`
        Front,
        /// `rear`
        Rear,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Place {
        const NAMES: &'static [&'static str] = &["front", "rear"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "front" => ::std::option::Option::Some(Self::Front),
                "rear" => ::std::option::Option::Some(Self::Rear),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Front => "front",
                Self::Rear => "rear",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Place);

    /// The struct `Petrol`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Petrol {
        /// The member `octane`.
        pub octane: u8,
    }

    impl Petrol {
        /// A value with these members.
        pub fn new(octane: u8) -> Self {
            Self { octane }
        }
    }

    impl ::qga_runtime::Object for Petrol {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("octane", &self.octane);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                octane: from.required("octane")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Petrol);

    /// The struct `Tank`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Tank {
        /// The member `size`.
        pub size: u64,
        /// The member `fuel`.
        pub fuel: Fuel,
        /// The member `label`.
        pub label: ::std::option::Option<::std::string::String>,
    }

    impl Tank {
        /// A value without its optional members.
        pub fn new(size: u64, fuel: Fuel) -> Self {
            Self {
                size,
                fuel,
                label: ::std::option::Option::None,
            }
        }

        /// The same, with `label`.
        #[must_use]
        pub fn with_label(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.label = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Tank {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("size", &self.size);
            out.member("fuel", &self.fuel);
            out.optional("label", &self.label);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                size: from.required("size")?,
                fuel: from.required("fuel")?,
                label: from.optional("label")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Tank);

    /// The union `Engine`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Engine {
        /// `petrol`
        Petrol(Petrol),
        /// `diesel`
        Diesel,
        /// `none`
        None,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl Engine {
        /// The value of `fuel`.
        pub fn tag(&self) -> Fuel {
            match self {
                Self::Petrol(..) => Fuel::Petrol,
                Self::Diesel => Fuel::Diesel,
                Self::None => Fuel::None,
                Self::Other(name) => Fuel::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Petrol(value) => ::qga_runtime::Object::marshal_members(value, out),
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Fuel,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Fuel::Petrol => Self::Petrol(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::Diesel => Self::Diesel,
                Fuel::None => Self::None,
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

    /// The union `Filled`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Filled {
        /// The member `size`.
        pub size: u64,
        /// The member `label`.
        pub label: ::std::option::Option<::std::string::String>,
        /// The members that depend on `fuel`.
        pub branch: FilledBranch,
    }

    impl Filled {
        /// A value without its optional members.
        pub fn new(size: u64, branch: FilledBranch) -> Self {
            Self {
                size,
                label: ::std::option::Option::None,
                branch,
            }
        }

        /// The same, with `label`.
        #[must_use]
        pub fn with_label(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.label = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Filled {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("size", &self.size);
            out.member("fuel", &self.branch.tag());
            out.optional("label", &self.label);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let size = from.required("size")?;
            let tag = from.required("fuel")?;
            ::std::result::Result::Ok(Self {
                size,
                label: from.optional("label")?,
                branch: FilledBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Filled);

    /// The members of a [`Filled`] that depend on `fuel`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum FilledBranch {
        /// `diesel`
        Diesel(Petrol),
        /// `petrol`
        Petrol(Petrol),
        /// `none`
        None,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl FilledBranch {
        /// The value of `fuel`.
        pub fn tag(&self) -> Fuel {
            match self {
                Self::Diesel(..) => Fuel::Diesel,
                Self::Petrol(..) => Fuel::Petrol,
                Self::None => Fuel::None,
                Self::Other(name) => Fuel::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Diesel(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Petrol(value) => ::qga_runtime::Object::marshal_members(value, out),
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Fuel,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Fuel::Diesel => Self::Diesel(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::Petrol => Self::Petrol(::qga_runtime::Object::unmarshal_members(from)?),
                Fuel::None => Self::None,
                Fuel::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    /// The union `Mounted`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Mounted {
        /// The member `branch`.
        pub branch_2: ::std::option::Option<i64>,
        /// The members that depend on `place`.
        pub branch: MountedBranch,
    }

    impl Mounted {
        /// A value without its optional members.
        pub fn new(branch: MountedBranch) -> Self {
            Self {
                branch_2: ::std::option::Option::None,
                branch,
            }
        }

        /// The same, with `branch`.
        #[must_use]
        pub fn with_branch_2(mut self, value: i64) -> Self {
            self.branch_2 = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Mounted {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("branch", &self.branch_2);
            out.member("place", &self.branch.tag());
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = from.optional("branch")?;
            let tag = from.required("place")?;
            ::std::result::Result::Ok(Self {
                branch_2: branch,
                branch: MountedBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Mounted);

    /// The members of a [`Mounted`] that depend on `place`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum MountedBranch {
        /// `front`
        Front(Filled),
        /// `rear`
        Rear,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl MountedBranch {
        /// The value of `place`.
        pub fn tag(&self) -> Place {
            match self {
                Self::Front(..) => Place::Front,
                Self::Rear => Place::Rear,
                Self::Other(name) => Place::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Front(value) => ::qga_runtime::Object::marshal_members(value, out),
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Place,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Place::Front => Self::Front(::qga_runtime::Object::unmarshal_members(from)?),
                Place::Rear => Self::Rear,
                Place::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    /// The union `Bare`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Bare {
        /// The member `x`.
        pub x: i64,
        /// The members that depend on `place`.
        pub branch: BareBranch,
    }

    impl Bare {
        /// A value with these members.
        pub fn new(x: i64, branch: BareBranch) -> Self {
            Self { x, branch }
        }
    }

    impl ::qga_runtime::Object for Bare {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("place", &self.branch.tag());
            out.member("x", &self.x);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("place")?;
            ::std::result::Result::Ok(Self {
                x: from.required("x")?,
                branch: BareBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Bare);

    /// The members of a [`Bare`] that depend on `place`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum BareBranch {
        /// `front`
        Front,
        /// `rear`
        Rear,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl BareBranch {
        /// The value of `place`.
        pub fn tag(&self) -> Place {
            match self {
                Self::Front => Place::Front,
                Self::Rear => Place::Rear,
                Self::Other(name) => Place::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_branch(
            tag: Place,
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Place::Front => Self::Front,
                Place::Rear => Self::Rear,
                Place::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `mount`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Mount {
        /// The member `engine`.
        pub engine: super::types::Engine,
        /// The member `bare`.
        pub bare: ::std::vec::Vec<super::types::Bare>,
    }

    impl Mount {
        /// A value with these members.
        pub fn new(
            engine: super::types::Engine,
            bare: ::std::vec::Vec<super::types::Bare>,
        ) -> Self {
            Self { engine, bare }
        }
    }

    impl ::qga_runtime::Object for Mount {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("engine", &self.engine);
            out.member("bare", &self.bare);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                engine: from.required("engine")?,
                bare: from.required("bare")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Mount);

    impl ::qga_runtime::Command for Mount {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::MOUNT_COMMAND;
        type Returns = super::types::Engine;
    }

    /// The command `mount-boxed`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MountBoxed(
        /// All its members.
        pub super::types::Mounted,
    );

    impl ::std::convert::From<super::types::Mounted> for MountBoxed {
        fn from(value: super::types::Mounted) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for MountBoxed {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(MountBoxed);

    impl ::qga_runtime::Command for MountBoxed {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::MOUNT_BOXED_COMMAND;
        type Returns = super::types::Mounted;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &MOUNT_COMMAND,
        &MOUNT_BOXED_COMMAND,
    ];

    /// [`mount`](super::commands::Mount).
    pub static MOUNT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new(
                "engine",
                ::qga_runtime::TypeInfo::Union(&ENGINE),
            ),
            ::qga_runtime::MemberInfo::new(
                "bare",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&BARE)),
            ),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&ENGINE)),
        ..::qga_runtime::CommandInfo::new("mount")
    };

    /// [`mount-boxed`](super::commands::MountBoxed).
    pub static MOUNT_BOXED_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("place", ::qga_runtime::TypeInfo::Enum(&PLACE)),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&MOUNTED)),
        ..::qga_runtime::CommandInfo::new("mount-boxed")
    };

    /// [`Fuel`](super::types::Fuel).
    pub static FUEL: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("petrol"),
            ::qga_runtime::ValueInfo::new("diesel"),
            ::qga_runtime::ValueInfo::new("none"),
        ],
        ..::qga_runtime::EnumInfo::new("Fuel")
    };

    /// [`Place`](super::types::Place).
    pub static PLACE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("front"),
            ::qga_runtime::ValueInfo::new("rear"),
        ],
        ..::qga_runtime::EnumInfo::new("Place")
    };

    /// [`Petrol`](super::types::Petrol).
    pub static PETROL: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("octane", ::qga_runtime::TypeInfo::UINT8)],
        ..::qga_runtime::ObjectInfo::new("Petrol")
    };

    /// [`Tank`](super::types::Tank).
    pub static TANK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("size", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Tank")
    };

    /// [`Engine`](super::types::Engine).
    pub static ENGINE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
        ],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("petrol")
                .ty(::qga_runtime::TypeInfo::Object(&PETROL)),
            ::qga_runtime::BranchInfo::new("diesel"),
            ::qga_runtime::BranchInfo::new("none"),
        ],
        ..::qga_runtime::ObjectInfo::new("Engine")
    };

    /// [`Filled`](super::types::Filled).
    pub static FILLED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("size", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("diesel")
                .ty(::qga_runtime::TypeInfo::Object(&PETROL)),
            ::qga_runtime::BranchInfo::new("petrol")
                .ty(::qga_runtime::TypeInfo::Object(&PETROL)),
            ::qga_runtime::BranchInfo::new("none"),
        ],
        ..::qga_runtime::ObjectInfo::new("Filled")
    };

    /// [`Mounted`](super::types::Mounted).
    pub static MOUNTED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("place", ::qga_runtime::TypeInfo::Enum(&PLACE)),
        ],
        discriminator: ::std::option::Option::Some("place"),
        branches: &[
            ::qga_runtime::BranchInfo::new("front")
                .ty(::qga_runtime::TypeInfo::Union(&FILLED)),
            ::qga_runtime::BranchInfo::new("rear"),
        ],
        ..::qga_runtime::ObjectInfo::new("Mounted")
    };

    /// [`Bare`](super::types::Bare).
    pub static BARE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("place", ::qga_runtime::TypeInfo::Enum(&PLACE)),
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
        ],
        discriminator: ::std::option::Option::Some("place"),
        branches: &[
            ::qga_runtime::BranchInfo::new("front"),
            ::qga_runtime::BranchInfo::new("rear"),
        ],
        ..::qga_runtime::ObjectInfo::new("Bare")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`mount`](super::commands::Mount).
        fn mount(
            &mut self,
            command: super::commands::Mount,
        ) -> ::std::result::Result<super::types::Engine, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`mount-boxed`](super::commands::MountBoxed).
        fn mount_boxed(
            &mut self,
            command: super::commands::MountBoxed,
        ) -> ::std::result::Result<super::types::Mounted, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`mount`](super::commands::Mount).
        fn mount(
            &mut self,
            command: super::commands::Mount,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Engine, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`mount-boxed`](super::commands::MountBoxed).
        fn mount_boxed(
            &mut self,
            command: super::commands::MountBoxed,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Mounted, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Mount,
        > + ::qga_runtime::Handler<super::commands::MountBoxed> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Mount>
            + ::qga_runtime::Handler<super::commands::MountBoxed>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Mount>
            + ::qga_runtime::Handler<super::commands::MountBoxed>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Mount>(),
            ::qga_runtime::Entry::of::<super::commands::MountBoxed>(),
        ])
    }
}
