// Generated from younger.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `GuestAgentCommandInfo`.
    ///
    /// Since 1.1.0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestAgentCommandInfo {
        /// Of the command
        pub name: ::std::string::String,
        /// Whether there is one (since 1.7)
        ///
        /// Absent in answers of agents before version 1.7.
        pub success_response: ::std::option::Option<bool>,
        /// Whether it is served (since 1.1)
        pub enabled: bool,
    }

    impl GuestAgentCommandInfo {
        /// A value with these members.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            success_response: bool,
            enabled: bool,
        ) -> Self {
            Self {
                name: name.into(),
                success_response: ::std::option::Option::Some(success_response),
                enabled,
            }
        }
    }

    impl ::qga_runtime::Object for GuestAgentCommandInfo {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.optional("success-response", &self.success_response);
            out.member("enabled", &self.enabled);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                success_response: from.younger("success-response")?,
                enabled: from.required("enabled")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestAgentCommandInfo);

    /// The struct `GuestAgentInfo`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestAgentInfo {
        /// The member `version`.
        pub version: ::std::string::String,
        /// The member `supported_commands`.
        ///
        /// Absent in answers of agents before version 1.1.
        pub supported_commands: ::std::option::Option<
            ::std::vec::Vec<GuestAgentCommandInfo>,
        >,
    }

    impl GuestAgentInfo {
        /// A value with these members.
        pub fn new(
            version: impl ::std::convert::Into<::std::string::String>,
            supported_commands: ::std::vec::Vec<GuestAgentCommandInfo>,
        ) -> Self {
            Self {
                version: version.into(),
                supported_commands: ::std::option::Option::Some(supported_commands),
            }
        }
    }

    impl ::qga_runtime::Object for GuestAgentInfo {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("version", &self.version);
            out.optional("supported_commands", &self.supported_commands);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                version: from.required("version")?,
                supported_commands: from.younger("supported_commands")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestAgentInfo);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `guest-info`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct GuestInfo {}

    impl GuestInfo {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for GuestInfo {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(GuestInfo);

    impl ::qga_runtime::Command for GuestInfo {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GUEST_INFO_COMMAND;
        type Returns = super::types::GuestAgentInfo;
    }

    /// The command `guest-ask`.
    ///
    /// Since 1.0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestAsk {
        /// The manner (since 9.0)
        pub how: ::std::string::String,
    }

    impl GuestAsk {
        /// A value with these members.
        pub fn new(how: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self { how: how.into() }
        }
    }

    impl ::qga_runtime::Object for GuestAsk {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("how", &self.how);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { how: from.required("how")? })
        }
    }

    ::qga_runtime::wire_object!(GuestAsk);

    impl ::qga_runtime::Command for GuestAsk {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GUEST_ASK_COMMAND;
        type Returns = ();
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &GUEST_INFO_COMMAND,
        &GUEST_ASK_COMMAND,
    ];

    /// [`guest-info`](super::commands::GuestInfo).
    pub static GUEST_INFO_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Object(&GUEST_AGENT_INFO),
        ),
        ..::qga_runtime::CommandInfo::new("guest-info")
    };

    /// [`guest-ask`](super::commands::GuestAsk).
    pub static GUEST_ASK_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("how", ::qga_runtime::TypeInfo::Str)
                .doc("the manner (since 9.0)"),
        ],
        since: "1.0",
        ..::qga_runtime::CommandInfo::new("guest-ask")
    };

    /// [`GuestAgentCommandInfo`](super::types::GuestAgentCommandInfo).
    pub static GUEST_AGENT_COMMAND_INFO: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)
                .doc("of the command"),
            ::qga_runtime::MemberInfo::new("success-response", ::qga_runtime::TypeInfo::Bool)
                .doc("whether there is one (since 1.7)"),
            ::qga_runtime::MemberInfo::new("enabled", ::qga_runtime::TypeInfo::Bool)
                .doc("whether it is served (since 1.1)"),
        ],
        ..::qga_runtime::ObjectInfo::new("GuestAgentCommandInfo")
    };

    /// [`GuestAgentInfo`](super::types::GuestAgentInfo).
    pub static GUEST_AGENT_INFO: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("version", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new(
                "supported_commands",
                ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Object(&GUEST_AGENT_COMMAND_INFO),
                ),
            ),
        ],
        ..::qga_runtime::ObjectInfo::new("GuestAgentInfo")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`guest-info`](super::commands::GuestInfo).
        fn guest_info(
            &mut self,
        ) -> ::std::result::Result<super::types::GuestAgentInfo, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::GuestInfo {})
        }

        /// Runs [`guest-ask`](super::commands::GuestAsk).
        fn guest_ask(
            &mut self,
            command: super::commands::GuestAsk,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`guest-info`](super::commands::GuestInfo).
        fn guest_info(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                super::types::GuestAgentInfo,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::GuestInfo {})
        }

        /// Runs [`guest-ask`](super::commands::GuestAsk).
        fn guest_ask(
            &mut self,
            command: super::commands::GuestAsk,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
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
            super::commands::GuestInfo,
        > + ::qga_runtime::Handler<super::commands::GuestAsk> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::GuestInfo>
            + ::qga_runtime::Handler<super::commands::GuestAsk>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::GuestInfo>
            + ::qga_runtime::Handler<super::commands::GuestAsk>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::GuestInfo>(),
            ::qga_runtime::Entry::of::<super::commands::GuestAsk>(),
        ])
    }
}
