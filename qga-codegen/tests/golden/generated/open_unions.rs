// Generated from open_unions.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Bus`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Bus {
        /// `pci`
        Pci,
        /// `usb`
        Usb,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_enum! {
        Bus {
            Pci = "pci",
            Usb = "usb",
        } else Other
    }

    /// The schema's description of [`Bus`].
    pub static BUS: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("pci"), ::qga_runtime::ValueInfo::new("usb")],
        ..::qga_runtime::EnumInfo::new("Bus")
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

    ::qga_runtime::wire_object! {
        Pci {
            slot: required "slot",
        }
    }

    /// The schema's description of [`Pci`].
    pub static PCI: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("slot", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("Pci")
    };

    /// The union `Address`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Address {
        /// `pci`
        Pci(Pci),
        /// `usb`
        Usb,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_union! {
        Address by Bus "bus" {
            Pci(Pci),
            Usb,
        } else Other
    }

    /// The schema's description of [`Address`].
    pub static ADDRESS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("bus", ::qga_runtime::TypeInfo::Enum(&BUS))],
        discriminator: ::std::option::Option::Some("bus"),
        branches: &[
            ::qga_runtime::BranchInfo::new("pci").ty(::qga_runtime::TypeInfo::Object(&PCI)),
            ::qga_runtime::BranchInfo::new("usb"),
        ],
        ..::qga_runtime::ObjectInfo::new("Address")
    };

    /// The union `Device`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Device {
        /// The member `name`.
        pub name: ::std::string::String,
        /// The members that depend on `bus`.
        pub branch: DeviceBranch,
    }

    impl Device {
        /// A value with these members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>, branch: DeviceBranch) -> Self {
            Self { name: name.into(), branch }
        }
    }

    ::qga_runtime::wire_object! {
        Device {
            name: required "name",
            ..branch: DeviceBranch by "bus",
        }
    }

    /// The members of a [`Device`] that depend on `bus`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum DeviceBranch {
        /// `pci`
        Pci(Pci),
        /// `usb`
        Usb,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_branches! {
        DeviceBranch by Bus "bus" {
            Pci(Pci),
            Usb,
        } else Other
    }

    /// The schema's description of [`Device`].
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

    ::qga_runtime::wire_object! {
        Addresses {}
    }

    impl ::qga_runtime::Command for Addresses {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&super::types::ADDRESS))),
                ..::qga_runtime::CommandInfo::new("addresses")
            };
            &INFO
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

    ::qga_runtime::wire_object! {
        Devices {}
    }

    impl ::qga_runtime::Command for Devices {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&super::types::DEVICE))),
                ..::qga_runtime::CommandInfo::new("devices")
            };
            &INFO
        };

        type Returns = ::std::vec::Vec<super::types::Device>;
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Addresses as ::qga_runtime::Command>::INFO,
        <Devices as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`addresses`](super::commands::Addresses).
        fn addresses(&mut self) -> ::std::result::Result<::std::vec::Vec<super::types::Address>, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Addresses {})
        }

        /// Runs [`devices`](super::commands::Devices).
        fn devices(&mut self) -> ::std::result::Result<::std::vec::Vec<super::types::Device>, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Devices {})
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`addresses`](super::commands::Addresses).
        fn addresses(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<::std::vec::Vec<super::types::Address>, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Addresses {})
        }

        /// Runs [`devices`](super::commands::Devices).
        fn devices(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<::std::vec::Vec<super::types::Device>, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Devices {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Addresses>
        + ::qga_runtime::Handler<super::commands::Devices>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Addresses>
            + ::qga_runtime::Handler<super::commands::Devices>,
    {
    }

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
