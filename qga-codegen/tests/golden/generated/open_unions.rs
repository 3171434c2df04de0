// Generated from open_unions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Bus`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Bus {
        /// `pci`
        Pci,
        /// `usb`
        Usb,
        /// A value that this schema lacks: the other side is newer.
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
            match *self {
                Self::Pci => "pci",
                Self::Usb => "usb",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Bus);

    /// The struct `Pci`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
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

    ::qga_runtime::wire_object!(Pci);

    /// The union `Address`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Address {
        /// `pci`
        Pci(Pci),
        /// `usb`
        Usb,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl Address {
        /// The value of `bus`.
        pub fn tag(&self) -> Bus {
            match self {
                Self::Pci(..) => Bus::Pci,
                Self::Usb => Bus::Usb,
                Self::Other(name) => Bus::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            if let Self::Pci(value) = self {
                ::qga_runtime::Object::marshal_members(value, out)
            }
        }

        fn unmarshal_branch(
            tag: Bus,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Bus::Pci => Self::Pci(::qga_runtime::Object::unmarshal_members(from)?),
                Bus::Usb => Self::Usb,
                Bus::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
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

    ::qga_runtime::wire_object!(Address);

    /// The union `Device`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Device {
        /// The member `name`.
        pub name: ::std::string::String,
        /// The members that depend on `bus`.
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
            let name = from.required("name")?;
            let tag = from.required("bus")?;
            ::std::result::Result::Ok(Self {
                name,
                branch: DeviceBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(Device);

    /// The members of a [`Device`] that depend on `bus`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum DeviceBranch {
        /// `pci`
        Pci(Pci),
        /// `usb`
        Usb,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl DeviceBranch {
        /// The value of `bus`.
        pub fn tag(&self) -> Bus {
            match self {
                Self::Pci(..) => Bus::Pci,
                Self::Usb => Bus::Usb,
                Self::Other(name) => Bus::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            if let Self::Pci(value) = self {
                ::qga_runtime::Object::marshal_members(value, out)
            }
        }

        fn unmarshal_branch(
            tag: Bus,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Bus::Pci => Self::Pci(::qga_runtime::Object::unmarshal_members(from)?),
                Bus::Usb => Self::Usb,
                Bus::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `addresses`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Addresses {}

    impl Addresses {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Addresses {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Addresses);

    impl ::qga_runtime::Command for Addresses {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::ADDRESSES_COMMAND;
        type Returns = ::std::vec::Vec<super::types::Address>;
    }

    /// The command `devices`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Devices {}

    impl Devices {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Devices {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Devices);

    impl ::qga_runtime::Command for Devices {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::DEVICES_COMMAND;
        type Returns = ::std::vec::Vec<super::types::Device>;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &ADDRESSES_COMMAND,
        &DEVICES_COMMAND,
    ];

    /// [`addresses`](super::commands::Addresses).
    pub static ADDRESSES_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&ADDRESS)),
        ),
        ..::qga_runtime::CommandInfo::new("addresses")
    };

    /// [`devices`](super::commands::Devices).
    pub static DEVICES_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&DEVICE)),
        ),
        ..::qga_runtime::CommandInfo::new("devices")
    };

    /// [`Bus`](super::types::Bus).
    pub static BUS: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("pci"),
            ::qga_runtime::ValueInfo::new("usb"),
        ],
        ..::qga_runtime::EnumInfo::new("Bus")
    };

    /// [`Pci`](super::types::Pci).
    pub static PCI: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("slot", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("Pci")
    };

    /// [`Address`](super::types::Address).
    pub static ADDRESS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("bus", ::qga_runtime::TypeInfo::Enum(&BUS)),
        ],
        discriminator: ::std::option::Option::Some("bus"),
        branches: &[
            ::qga_runtime::BranchInfo::new("pci").ty(::qga_runtime::TypeInfo::Object(&PCI)),
            ::qga_runtime::BranchInfo::new("usb"),
        ],
        ..::qga_runtime::ObjectInfo::new("Address")
    };

    /// [`Device`](super::types::Device).
    pub static DEVICE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("bus", ::qga_runtime::TypeInfo::Enum(&BUS)),
        ],
        discriminator: ::std::option::Option::Some("bus"),
        branches: &[
            ::qga_runtime::BranchInfo::new("pci").ty(::qga_runtime::TypeInfo::Object(&PCI)),
            ::qga_runtime::BranchInfo::new("usb"),
        ],
        ..::qga_runtime::ObjectInfo::new("Device")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
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

    /// A method for every command, for each client that runs commands without blocking.
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

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Addresses,
        > + ::qga_runtime::Handler<super::commands::Devices> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Addresses>
            + ::qga_runtime::Handler<super::commands::Devices>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Addresses>
            + ::qga_runtime::Handler<super::commands::Devices>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Addresses>(),
            ::qga_runtime::Entry::of::<super::commands::Devices>(),
        ])
    }
}
