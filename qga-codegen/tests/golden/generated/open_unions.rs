// Generated from open_unions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
pub mod types {
    /// The values of `Bus`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Bus {
        /// `pci`
        Pci,
        /// `usb`
        Usb,
        /// A value this schema does not know: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Bus {
        const NAMES: &'static [&'static str] = &["pci", "usb"];

        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "pci" => ::std::option::Option::Some(Self::Pci),
                "usb" => ::std::option::Option::Some(Self::Usb),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match self {
                Self::Pci => "pci",
                Self::Usb => "usb",
                Self::Other(name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::borrow::ToOwned::to_owned(name)))
        }
    }

    impl ::qga_runtime::Marshal for Bus {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Bus {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Bus`].
    pub static BUS: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Bus",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "pci",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "usb",
                doc: "",
            },
        ],
    };

    /// The struct `Pci`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Pci {
        /// The member `slot`.
        pub slot: i64,
    }

    impl Pci {
        /// A value with these members.
        pub fn new(slot: i64) -> Self {
            Self { slot }
        }
    }

    impl ::qga_runtime::Object for Pci {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("slot", &self.slot);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                slot: from.required("slot")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Pci {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Pci {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Pci`].
    pub static PCI: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Pci",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "slot",
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

    /// The union `Address`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Address {
        /// `pci`
        Pci(Pci),
        /// `usb`
        Usb,
        /// A branch this schema does not know: the other side is newer.
        Other(::std::string::String),
    }

    impl Address {
        /// The value of `bus`.
        pub fn tag(&self) -> Bus {
            match self {
                Self::Pci(_) => Bus::Pci,
                Self::Usb => Bus::Usb,
                Self::Other(name) => Bus::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Pci(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Usb => {}
                Self::Other(_) => {}
            }
        }

        fn unmarshal_branch(
            tag: Bus,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Bus::Pci => {
                    <Pci as ::qga_runtime::Object>::unmarshal_members(from).map(Self::Pci)
                }
                Bus::Usb => ::std::result::Result::Ok(Self::Usb),
                Bus::Other(name) => ::std::result::Result::Ok(Self::Other(name)),
            }
        }
    }

    impl ::qga_runtime::Object for Address {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("bus", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("bus")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    impl ::qga_runtime::Marshal for Address {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Address {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Address`].
    pub static ADDRESS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Address",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "bus",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&BUS),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The union `Device`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Device {
        /// The member `name`.
        pub name: ::std::string::String,
        /// What depends on `bus`.
        pub branch: DeviceBranch,
    }

    impl Device {
        /// A value with these members.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            branch: DeviceBranch,
        ) -> Self {
            Self { name: name.into(), branch }
        }
    }

    impl ::qga_runtime::Object for Device {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.member("bus", &self.branch.tag());
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let member0 = from.required("name")?;
            let tag: Bus = from.required("bus")?;
            let branch = DeviceBranch::unmarshal_branch(tag, from)?;
            ::std::result::Result::Ok(Self { name: member0, branch })
        }
    }

    impl ::qga_runtime::Marshal for Device {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Device {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What a [`Device`] holds, depending on `bus`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum DeviceBranch {
        /// `pci`
        Pci(Pci),
        /// `usb`
        Usb,
        /// A branch this schema does not know: the other side is newer.
        Other(::std::string::String),
    }

    impl DeviceBranch {
        /// The value of `bus`.
        pub fn tag(&self) -> Bus {
            match self {
                Self::Pci(_) => Bus::Pci,
                Self::Usb => Bus::Usb,
                Self::Other(name) => Bus::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Pci(value) => ::qga_runtime::Object::marshal_members(value, out),
                Self::Usb => {}
                Self::Other(_) => {}
            }
        }

        fn unmarshal_branch(
            tag: Bus,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Bus::Pci => {
                    <Pci as ::qga_runtime::Object>::unmarshal_members(from).map(Self::Pci)
                }
                Bus::Usb => ::std::result::Result::Ok(Self::Usb),
                Bus::Other(name) => ::std::result::Result::Ok(Self::Other(name)),
            }
        }
    }

    /// What the schema says of [`Device`].
    pub static DEVICE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Device",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "name",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "bus",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&BUS),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `addresses`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Addresses {}

    impl Addresses {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Addresses {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Addresses {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Addresses {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Addresses {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "addresses",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Union(&super::types::ADDRESS),
                ),
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

        type Returns = ::std::vec::Vec<super::types::Address>;
    }

    /// The command `devices`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Devices {}

    impl Devices {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Devices {
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Devices {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Devices {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Devices {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "devices",
            summary: "",
            doc: "",
            arguments: &[],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Union(&super::types::DEVICE),
                ),
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

        type Returns = ::std::vec::Vec<super::types::Device>;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Addresses as ::qga_runtime::Command>::INFO,
        &<Devices as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`addresses`](super::commands::Addresses).
        fn addresses(
            &mut self,
        ) -> ::std::result::Result<
            ::std::vec::Vec<super::types::Address>,
            ::qga_runtime::CallError,
        > {
            ::qga_runtime::Caller::call(self, super::commands::Addresses {})
        }

        /// Runs [`devices`](super::commands::Devices).
        fn devices(
            &mut self,
        ) -> ::std::result::Result<
            ::std::vec::Vec<super::types::Device>,
            ::qga_runtime::CallError,
        > {
            ::qga_runtime::Caller::call(self, super::commands::Devices {})
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, on anything that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`addresses`](super::commands::Addresses).
        fn addresses(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                ::std::vec::Vec<super::types::Address>,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Addresses {})
        }

        /// Runs [`devices`](super::commands::Devices).
        fn devices(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                ::std::vec::Vec<super::types::Device>,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Devices {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Addresses,
        > + ::qga_runtime::Handler<super::commands::Devices> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Addresses>
            + ::qga_runtime::Handler<super::commands::Devices>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<
        A: ::qga_runtime::Handler<super::commands::Addresses>
            + ::qga_runtime::Handler<super::commands::Devices>,
    >() -> ::std::vec::Vec<::qga_runtime::Entry<A>> {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Addresses>(),
            ::qga_runtime::Entry::of::<super::commands::Devices>(),
        ])
    }
}
