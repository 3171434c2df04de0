// Generated from plain_names.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `GuestFileRead`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestFileRead {
        /// The member `count`.
        pub count: i64,
    }

    impl GuestFileRead {
        /// A value with these members.
        pub fn new(count: i64) -> Self {
            Self { count }
        }
    }

    impl ::qga_runtime::Object for GuestFileRead {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("count", &self.count);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                count: from.required("count")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestFileRead);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `guest-file-read`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct GuestFileRead {}

    impl GuestFileRead {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for GuestFileRead {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(GuestFileRead);

    impl ::qga_runtime::Command for GuestFileRead {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GUEST_FILE_READ_COMMAND;
        type Returns = super::types::GuestFileRead;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&GUEST_FILE_READ_COMMAND];

    /// [`guest-file-read`](super::commands::GuestFileRead).
    pub static GUEST_FILE_READ_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Object(&GUEST_FILE_READ),
        ),
        ..::qga_runtime::CommandInfo::new("guest-file-read")
    };

    /// [`GuestFileRead`](super::types::GuestFileRead).
    pub static GUEST_FILE_READ: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("count", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("GuestFileRead")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`guest-file-read`](super::commands::GuestFileRead).
        fn guest_file_read(
            &mut self,
        ) -> ::std::result::Result<super::types::GuestFileRead, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::GuestFileRead {})
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`guest-file-read`](super::commands::GuestFileRead).
        fn guest_file_read(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                super::types::GuestFileRead,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::GuestFileRead {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::GuestFileRead> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::GuestFileRead>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::GuestFileRead>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::GuestFileRead>()])
    }
}
