// Generated from unions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
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
            match self {
                Self::Petrol => "petrol",
                Self::Diesel => "diesel",
                Self::None => "none",
            }
        }
    }

    impl ::qga_runtime::Marshal for Fuel {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Fuel {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Fuel`].
    pub static FUEL: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Fuel",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "petrol",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "diesel",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "none",
                doc: "",
            },
        ],
    };

    /// The values of `Place`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Place {
        /// `front`
        Front,
        /// `rear`
        Rear,
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
            match self {
                Self::Front => "front",
                Self::Rear => "rear",
            }
        }
    }

    impl ::qga_runtime::Marshal for Place {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Place {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Place`].
    pub static PLACE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Place",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "front",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "rear",
                doc: "",
            },
        ],
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

    impl ::qga_runtime::Marshal for Petrol {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Petrol {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Petrol`].
    pub static PETROL: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Petrol",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "octane",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Uint {
                    max: 255,
                },
                optional: false,
                secret: false,
                features: &[],
            },
        ],
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
            Self {
                size,
                fuel,
                label: ::std::option::Option::None,
            }
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

    impl ::qga_runtime::Marshal for Tank {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Tank {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Tank`].
    pub static TANK: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Tank",
        members: &[
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
                name: "fuel",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&FUEL),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "label",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &[],
            },
        ],
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

    impl Engine {
        /// The value of `fuel`.
        pub fn tag(&self) -> Fuel {
            match self {
                Self::Petrol(_) => Fuel::Petrol,
                Self::Diesel => Fuel::Diesel,
                Self::None => Fuel::None,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Petrol(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Diesel => {}
                Self::None => {}
            }
        }

        fn unmarshal_branch(
            tag: Fuel,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Fuel::Petrol => {
                    <Petrol as ::qga_runtime::Object>::unmarshal_members(from)
                        .map(Self::Petrol)
                }
                Fuel::Diesel => ::std::result::Result::Ok(Self::Diesel),
                Fuel::None => ::std::result::Result::Ok(Self::None),
            }
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

    impl ::qga_runtime::Marshal for Engine {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Engine {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Engine`].
    pub static ENGINE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Engine",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "fuel",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&FUEL),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The union `Filled`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Filled {
        /// The member `size`.
        pub size: u64,
        /// The member `label`.
        pub label: ::std::option::Option<::std::string::String>,
        /// What depends on `fuel`.
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
            let member0 = from.required("size")?;
            let tag: Fuel = from.required("fuel")?;
            let member1 = from.optional("label")?;
            let branch = FilledBranch::unmarshal_branch(tag, from)?;
            ::std::result::Result::Ok(Self {
                size: member0,
                label: member1,
                branch,
            })
        }
    }

    impl ::qga_runtime::Marshal for Filled {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Filled {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What a [`Filled`] holds, depending on `fuel`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum FilledBranch {
        /// `diesel`
        Diesel(Petrol),
        /// `petrol`
        Petrol(Petrol),
        /// `none`
        None,
    }

    impl FilledBranch {
        /// The value of `fuel`.
        pub fn tag(&self) -> Fuel {
            match self {
                Self::Diesel(_) => Fuel::Diesel,
                Self::Petrol(_) => Fuel::Petrol,
                Self::None => Fuel::None,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Diesel(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Petrol(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::None => {}
            }
        }

        fn unmarshal_branch(
            tag: Fuel,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Fuel::Diesel => {
                    <Petrol as ::qga_runtime::Object>::unmarshal_members(from)
                        .map(Self::Diesel)
                }
                Fuel::Petrol => {
                    <Petrol as ::qga_runtime::Object>::unmarshal_members(from)
                        .map(Self::Petrol)
                }
                Fuel::None => ::std::result::Result::Ok(Self::None),
            }
        }
    }

    /// What the schema says of [`Filled`].
    pub static FILLED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Filled",
        members: &[
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
                name: "fuel",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&FUEL),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "label",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The union `Mounted`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Mounted {
        /// The member `branch`.
        pub branch_2: ::std::option::Option<i64>,
        /// What depends on `place`.
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
            let member0 = from.optional("branch")?;
            let tag: Place = from.required("place")?;
            let branch = MountedBranch::unmarshal_branch(tag, from)?;
            ::std::result::Result::Ok(Self { branch_2: member0, branch })
        }
    }

    impl ::qga_runtime::Marshal for Mounted {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Mounted {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What a [`Mounted`] holds, depending on `place`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum MountedBranch {
        /// `front`
        Front(Filled),
        /// `rear`
        Rear,
    }

    impl MountedBranch {
        /// The value of `place`.
        pub fn tag(&self) -> Place {
            match self {
                Self::Front(_) => Place::Front,
                Self::Rear => Place::Rear,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Front(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Rear => {}
            }
        }

        fn unmarshal_branch(
            tag: Place,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Place::Front => {
                    <Filled as ::qga_runtime::Object>::unmarshal_members(from)
                        .map(Self::Front)
                }
                Place::Rear => ::std::result::Result::Ok(Self::Rear),
            }
        }
    }

    /// What the schema says of [`Mounted`].
    pub static MOUNTED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Mounted",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "branch",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: i64::MIN,
                    max: i64::MAX,
                },
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "place",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&PLACE),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The union `Bare`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Bare {
        /// The member `x`.
        pub x: i64,
        /// What depends on `place`.
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
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag: Place = from.required("place")?;
            let member0 = from.required("x")?;
            let branch = BareBranch::unmarshal_branch(tag, from)?;
            ::std::result::Result::Ok(Self { x: member0, branch })
        }
    }

    impl ::qga_runtime::Marshal for Bare {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Bare {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What a [`Bare`] holds, depending on `place`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum BareBranch {
        /// `front`
        Front,
        /// `rear`
        Rear,
    }

    impl BareBranch {
        /// The value of `place`.
        pub fn tag(&self) -> Place {
            match self {
                Self::Front => Place::Front,
                Self::Rear => Place::Rear,
            }
        }

        fn unmarshal_branch(
            tag: Place,
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Place::Front => ::std::result::Result::Ok(Self::Front),
                Place::Rear => ::std::result::Result::Ok(Self::Rear),
            }
        }
    }

    /// What the schema says of [`Bare`].
    pub static BARE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Bare",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "place",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&PLACE),
                optional: false,
                secret: false,
                features: &[],
            },
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
        ],
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

    impl ::qga_runtime::Marshal for Mount {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Mount {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Mount {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "mount",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "engine",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Union(&super::types::ENGINE),
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "bare",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Union(&super::types::BARE),
                    ),
                    optional: false,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Union(&super::types::ENGINE),
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
            <super::types::Mounted as ::qga_runtime::Object>::unmarshal_members(from)
                .map(Self)
        }
    }

    impl ::qga_runtime::Marshal for MountBoxed {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for MountBoxed {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for MountBoxed {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "mount-boxed",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "branch",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Int {
                        min: i64::MIN,
                        max: i64::MAX,
                    },
                    optional: true,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "place",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Enum(&super::types::PLACE),
                    optional: false,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Union(&super::types::MOUNTED),
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

        type Returns = super::types::Mounted;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Mount as ::qga_runtime::Command>::INFO,
        &<MountBoxed as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
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

    /// A method for every command, on anything that runs commands without blocking.
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

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Mount,
        > + ::qga_runtime::Handler<super::commands::MountBoxed> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Mount>
            + ::qga_runtime::Handler<super::commands::MountBoxed>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<
        A: ::qga_runtime::Handler<super::commands::Mount>
            + ::qga_runtime::Handler<super::commands::MountBoxed>,
    >() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Mount>(),
            ::qga_runtime::Entry::of::<super::commands::MountBoxed>(),
        ])
    }
}
