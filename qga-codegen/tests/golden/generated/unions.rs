// Generated from unions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Fuel`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Fuel {
        /// `petrol`
        Petrol,
        /// `diesel`
        Diesel,
        /// `none`
        None,
    }

    ::qga_runtime::wire_enum! {
        Fuel {
            Petrol = "petrol",
            Diesel = "diesel",
            None = "none",
        }
    }

    /// The schema's description of [`Fuel`].
    pub static FUEL: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("petrol"),
            ::qga_runtime::ValueInfo::new("diesel"),
            ::qga_runtime::ValueInfo::new("none"),
        ],
        ..::qga_runtime::EnumInfo::new("Fuel")
    };

    /// The values of `Place`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Place {
        /// `front`
        Front,
        /// `rear`
        Rear,
    }

    ::qga_runtime::wire_enum! {
        Place {
            Front = "front",
            Rear = "rear",
        }
    }

    /// The schema's description of [`Place`].
    pub static PLACE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("front"), ::qga_runtime::ValueInfo::new("rear")],
        ..::qga_runtime::EnumInfo::new("Place")
    };

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

    ::qga_runtime::wire_object! {
        Petrol {
            octane: required "octane",
        }
    }

    /// The schema's description of [`Petrol`].
    pub static PETROL: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("octane", ::qga_runtime::TypeInfo::UINT8)],
        ..::qga_runtime::ObjectInfo::new("Petrol")
    };

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
            Self { size, fuel, label: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Tank {
            size: required "size",
            fuel: required "fuel",
            label: optional "label",
        }
    }

    /// The schema's description of [`Tank`].
    pub static TANK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("size", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Tank")
    };

    /// The union `Engine`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Engine {
        /// `petrol`
        Petrol(Petrol),
        /// `diesel`
        Diesel,
        /// `none`
        None,
    }

    ::qga_runtime::wire_union! {
        Engine by Fuel "fuel" {
            Petrol(Petrol),
            Diesel,
            None,
        }
    }

    /// The schema's description of [`Engine`].
    pub static ENGINE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL))],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("petrol").ty(::qga_runtime::TypeInfo::Object(&PETROL)),
            ::qga_runtime::BranchInfo::new("diesel"),
            ::qga_runtime::BranchInfo::new("none"),
        ],
        ..::qga_runtime::ObjectInfo::new("Engine")
    };

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
            Self { size, label: ::std::option::Option::None, branch }
        }
    }

    ::qga_runtime::wire_object! {
        Filled {
            size: required "size",
            ..branch: FilledBranch by "fuel",
            label: optional "label",
        }
    }

    /// The members of a [`Filled`] that depend on `fuel`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum FilledBranch {
        /// `diesel`
        Diesel(Petrol),
        /// `petrol`
        Petrol(Petrol),
        /// `none`
        None,
    }

    ::qga_runtime::wire_branches! {
        FilledBranch by Fuel "fuel" {
            Diesel(Petrol),
            Petrol(Petrol),
            None,
        }
    }

    /// The schema's description of [`Filled`].
    pub static FILLED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("size", ::qga_runtime::TypeInfo::UINT64),
            ::qga_runtime::MemberInfo::new("fuel", ::qga_runtime::TypeInfo::Enum(&FUEL)),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        discriminator: ::std::option::Option::Some("fuel"),
        branches: &[
            ::qga_runtime::BranchInfo::new("diesel").ty(::qga_runtime::TypeInfo::Object(&PETROL)),
            ::qga_runtime::BranchInfo::new("petrol").ty(::qga_runtime::TypeInfo::Object(&PETROL)),
            ::qga_runtime::BranchInfo::new("none"),
        ],
        ..::qga_runtime::ObjectInfo::new("Filled")
    };

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
            Self { branch_2: ::std::option::Option::None, branch }
        }
    }

    ::qga_runtime::wire_object! {
        Mounted {
            branch_2: optional "branch",
            ..branch: MountedBranch by "place",
        }
    }

    /// The members of a [`Mounted`] that depend on `place`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum MountedBranch {
        /// `front`
        Front(Filled),
        /// `rear`
        Rear,
    }

    ::qga_runtime::wire_branches! {
        MountedBranch by Place "place" {
            Front(Filled),
            Rear,
        }
    }

    /// The schema's description of [`Mounted`].
    pub static MOUNTED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("place", ::qga_runtime::TypeInfo::Enum(&PLACE)),
        ],
        discriminator: ::std::option::Option::Some("place"),
        branches: &[
            ::qga_runtime::BranchInfo::new("front").ty(::qga_runtime::TypeInfo::Union(&FILLED)),
            ::qga_runtime::BranchInfo::new("rear"),
        ],
        ..::qga_runtime::ObjectInfo::new("Mounted")
    };

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

    ::qga_runtime::wire_object! {
        Bare {
            ..branch: BareBranch by "place",
            x: required "x",
        }
    }

    /// The members of a [`Bare`] that depend on `place`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum BareBranch {
        /// `front`
        Front,
        /// `rear`
        Rear,
    }

    ::qga_runtime::wire_branches! {
        BareBranch by Place "place" {
            Front,
            Rear,
        }
    }

    /// The schema's description of [`Bare`].
    pub static BARE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("place", ::qga_runtime::TypeInfo::Enum(&PLACE)),
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
        ],
        discriminator: ::std::option::Option::Some("place"),
        branches: &[::qga_runtime::BranchInfo::new("front"), ::qga_runtime::BranchInfo::new("rear")],
        ..::qga_runtime::ObjectInfo::new("Bare")
    };
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
        pub fn new(engine: super::types::Engine, bare: ::std::vec::Vec<super::types::Bare>) -> Self {
            Self { engine, bare }
        }
    }

    ::qga_runtime::wire_object! {
        Mount {
            engine: required "engine",
            bare: required "bare",
        }
    }

    impl ::qga_runtime::Command for Mount {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("engine", ::qga_runtime::TypeInfo::Union(&super::types::ENGINE)),
                    ::qga_runtime::MemberInfo::new(
                        "bare",
                        ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&super::types::BARE)),
                    ),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&super::types::ENGINE)),
                ..::qga_runtime::CommandInfo::new("mount")
            };
            &INFO
        };

        type Returns = super::types::Engine;
    }

    /// The command `mount-boxed`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MountBoxed(
        /// All its members.
        pub super::types::Mounted,
    );

    ::qga_runtime::wire_newtype! {
        MountBoxed(super::types::Mounted)
    }

    impl ::qga_runtime::Command for MountBoxed {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::INT64).optional(),
                    ::qga_runtime::MemberInfo::new("place", ::qga_runtime::TypeInfo::Enum(&super::types::PLACE)),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&super::types::MOUNTED)),
                ..::qga_runtime::CommandInfo::new("mount-boxed")
            };
            &INFO
        };

        type Returns = super::types::Mounted;
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Mount as ::qga_runtime::Command>::INFO,
        <MountBoxed as ::qga_runtime::Command>::INFO,
    ];
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
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Engine, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`mount-boxed`](super::commands::MountBoxed).
        fn mount_boxed(
            &mut self,
            command: super::commands::MountBoxed,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Mounted, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Mount>
        + ::qga_runtime::Handler<super::commands::MountBoxed>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Mount>
            + ::qga_runtime::Handler<super::commands::MountBoxed>,
    {
    }

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
