// Generated from payloads.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `GuestFileRead`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestFileRead {
        /// The member `count`.
        pub count: i64,
        /// The member `buf-b64`.
        pub buf_b64: ::qga_runtime::Payload,
        /// The member `eof`.
        pub eof: bool,
    }

    impl GuestFileRead {
        /// A value with these members.
        pub fn new(
            count: i64,
            buf_b64: impl ::std::convert::Into<::qga_runtime::Payload>,
            eof: bool,
        ) -> Self {
            Self {
                count,
                buf_b64: buf_b64.into(),
                eof,
            }
        }
    }

    impl ::qga_runtime::Object for GuestFileRead {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("buf-b64", &self.buf_b64);
            out.member("eof", &self.eof);
            out.member("count", &out.payload_written());
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                count: from.required("count")?,
                buf_b64: from.required("buf-b64")?,
                eof: from.required("eof")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestFileRead);

    /// The struct `GuestExecStatus`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestExecStatus {
        /// The member `exited`.
        pub exited: bool,
        /// The member `out-data`.
        pub out_data: ::std::option::Option<::qga_runtime::Payload>,
        /// The member `err-data`.
        pub err_data: ::std::option::Option<::qga_runtime::Payload>,
    }

    impl GuestExecStatus {
        /// A value without its optional members.
        pub fn new(exited: bool) -> Self {
            Self {
                exited,
                out_data: ::std::option::Option::None,
                err_data: ::std::option::Option::None,
            }
        }

        /// The same, with `out-data`.
        #[must_use]
        pub fn with_out_data(
            mut self,
            value: impl ::std::convert::Into<::qga_runtime::Payload>,
        ) -> Self {
            self.out_data = ::std::option::Option::Some(value.into());
            self
        }

        /// The same, with `err-data`.
        #[must_use]
        pub fn with_err_data(
            mut self,
            value: impl ::std::convert::Into<::qga_runtime::Payload>,
        ) -> Self {
            self.err_data = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for GuestExecStatus {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("exited", &self.exited);
            out.optional("out-data", &self.out_data);
            out.optional("err-data", &self.err_data);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                exited: from.required("exited")?,
                out_data: from.optional("out-data")?,
                err_data: from.optional("err-data")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestExecStatus);

    /// The struct `GuestAuthorizedKeys`.
    #[derive(Clone, PartialEq)]
    pub struct GuestAuthorizedKeys {
        /// The member `keys`.
        pub keys: ::std::vec::Vec<::std::string::String>,
    }

    impl GuestAuthorizedKeys {
        /// A value with these members.
        pub fn new(keys: ::std::vec::Vec<::std::string::String>) -> Self {
            Self { keys }
        }
    }

    impl ::std::fmt::Debug for GuestAuthorizedKeys {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("GuestAuthorizedKeys")
                .field("keys", &::std::format_args!("(not shown)"))
                .finish()
        }
    }

    impl ::qga_runtime::Object for GuestAuthorizedKeys {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("keys", &self.keys);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                keys: from.required("keys")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestAuthorizedKeys);

    /// The struct `MoreRead`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MoreRead {
        /// The member `count`.
        pub count: i64,
        /// The member `buf-b64`.
        pub buf_b64: ::qga_runtime::Payload,
        /// The member `eof`.
        pub eof: bool,
        /// The member `more`.
        pub more: bool,
    }

    impl MoreRead {
        /// A value with these members.
        pub fn new(
            count: i64,
            buf_b64: impl ::std::convert::Into<::qga_runtime::Payload>,
            eof: bool,
            more: bool,
        ) -> Self {
            Self {
                count,
                buf_b64: buf_b64.into(),
                eof,
                more,
            }
        }
    }

    impl ::qga_runtime::Object for MoreRead {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("buf-b64", &self.buf_b64);
            out.member("eof", &self.eof);
            out.member("more", &self.more);
            out.member("count", &out.payload_written());
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                count: from.required("count")?,
                buf_b64: from.required("buf-b64")?,
                eof: from.required("eof")?,
                more: from.required("more")?,
            })
        }
    }

    ::qga_runtime::wire_object!(MoreRead);

    /// The struct `GuestFileWrite`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestFileWrite {
        /// The member `count`.
        pub count: i64,
    }

    impl GuestFileWrite {
        /// A value with these members.
        pub fn new(count: i64) -> Self {
            Self { count }
        }
    }

    impl ::qga_runtime::Object for GuestFileWrite {
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

    ::qga_runtime::wire_object!(GuestFileWrite);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `guest-file-read`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GuestFileRead {
        /// The member `handle`.
        pub handle: i64,
    }

    impl GuestFileRead {
        /// A value with these members.
        pub fn new(handle: i64) -> Self {
            Self { handle }
        }
    }

    impl ::qga_runtime::Object for GuestFileRead {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("handle", &self.handle);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                handle: from.required("handle")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestFileRead);

    impl ::qga_runtime::Command for GuestFileRead {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GUEST_FILE_READ_COMMAND;
        type Returns = super::types::GuestFileRead;
    }

    /// The command `guest-set-user-password`.
    #[derive(Clone, PartialEq)]
    pub struct GuestSetUserPassword {
        /// The member `username`.
        pub username: ::std::string::String,
        /// The member `password`.
        pub password: ::qga_runtime::Secret,
        /// The member `crypted`.
        pub crypted: bool,
    }

    impl GuestSetUserPassword {
        /// A value with these members.
        pub fn new(
            username: impl ::std::convert::Into<::std::string::String>,
            password: impl ::std::convert::Into<::qga_runtime::Secret>,
            crypted: bool,
        ) -> Self {
            Self {
                username: username.into(),
                password: password.into(),
                crypted,
            }
        }
    }

    impl ::std::fmt::Debug for GuestSetUserPassword {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("GuestSetUserPassword")
                .field("username", &self.username)
                .field("password", &::std::format_args!("(not shown)"))
                .field("crypted", &self.crypted)
                .finish()
        }
    }

    impl ::qga_runtime::Object for GuestSetUserPassword {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("username", &self.username);
            out.member("password", &self.password);
            out.member("crypted", &self.crypted);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                username: from.required("username")?,
                password: from.required("password")?,
                crypted: from.required("crypted")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestSetUserPassword);

    impl ::qga_runtime::Command for GuestSetUserPassword {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GUEST_SET_USER_PASSWORD_COMMAND;
        type Returns = ();
    }

    /// The command `guest-exec`.
    #[derive(Clone, PartialEq)]
    pub struct GuestExec {
        /// The member `path`.
        pub path: ::std::string::String,
        /// The member `arg`.
        pub arg: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The member `env`.
        pub env: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The member `input-data`.
        pub input_data: ::std::option::Option<::qga_runtime::Payload>,
    }

    impl GuestExec {
        /// A value without its optional members.
        pub fn new(path: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                path: path.into(),
                arg: ::std::option::Option::None,
                env: ::std::option::Option::None,
                input_data: ::std::option::Option::None,
            }
        }

        /// The same, with `arg`.
        #[must_use]
        pub fn with_arg(mut self, value: ::std::vec::Vec<::std::string::String>) -> Self {
            self.arg = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `env`.
        #[must_use]
        pub fn with_env(mut self, value: ::std::vec::Vec<::std::string::String>) -> Self {
            self.env = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `input-data`.
        #[must_use]
        pub fn with_input_data(
            mut self,
            value: impl ::std::convert::Into<::qga_runtime::Payload>,
        ) -> Self {
            self.input_data = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::std::fmt::Debug for GuestExec {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("GuestExec")
                .field("path", &self.path)
                .field("arg", &::std::format_args!("(not shown)"))
                .field("env", &::std::format_args!("(not shown)"))
                .field("input_data", &self.input_data)
                .finish()
        }
    }

    impl ::qga_runtime::Object for GuestExec {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("path", &self.path);
            out.optional("arg", &self.arg);
            out.optional("env", &self.env);
            out.optional("input-data", &self.input_data);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                path: from.required("path")?,
                arg: from.optional("arg")?,
                env: from.optional("env")?,
                input_data: from.optional("input-data")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GuestExec);

    impl ::qga_runtime::Command for GuestExec {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GUEST_EXEC_COMMAND;
        type Returns = ();
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &GUEST_FILE_READ_COMMAND,
        &GUEST_SET_USER_PASSWORD_COMMAND,
        &GUEST_EXEC_COMMAND,
    ];

    /// [`guest-file-read`](super::commands::GuestFileRead).
    pub static GUEST_FILE_READ_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("handle", ::qga_runtime::TypeInfo::INT64),
        ],
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Object(&GUEST_FILE_READ),
        ),
        ..::qga_runtime::CommandInfo::new("guest-file-read")
    };

    /// [`guest-set-user-password`](super::commands::GuestSetUserPassword).
    pub static GUEST_SET_USER_PASSWORD_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("username", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("password", ::qga_runtime::TypeInfo::Bytes)
                .secret(),
            ::qga_runtime::MemberInfo::new("crypted", ::qga_runtime::TypeInfo::Bool),
        ],
        ..::qga_runtime::CommandInfo::new("guest-set-user-password")
    };

    /// [`guest-exec`](super::commands::GuestExec).
    pub static GUEST_EXEC_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("path", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new(
                    "arg",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str),
                )
                .optional()
                .secret(),
            ::qga_runtime::MemberInfo::new(
                    "env",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str),
                )
                .optional()
                .secret(),
            ::qga_runtime::MemberInfo::new("input-data", ::qga_runtime::TypeInfo::Bytes)
                .optional(),
        ],
        ..::qga_runtime::CommandInfo::new("guest-exec")
    };

    /// [`GuestFileRead`](super::types::GuestFileRead).
    pub static GUEST_FILE_READ: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("count", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("buf-b64", ::qga_runtime::TypeInfo::Bytes),
            ::qga_runtime::MemberInfo::new("eof", ::qga_runtime::TypeInfo::Bool),
        ],
        ..::qga_runtime::ObjectInfo::new("GuestFileRead")
    };

    /// [`GuestExecStatus`](super::types::GuestExecStatus).
    pub static GUEST_EXEC_STATUS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("exited", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("out-data", ::qga_runtime::TypeInfo::Bytes)
                .optional(),
            ::qga_runtime::MemberInfo::new("err-data", ::qga_runtime::TypeInfo::Bytes)
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("GuestExecStatus")
    };

    /// [`GuestAuthorizedKeys`](super::types::GuestAuthorizedKeys).
    pub static GUEST_AUTHORIZED_KEYS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                    "keys",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Str),
                )
                .secret(),
        ],
        ..::qga_runtime::ObjectInfo::new("GuestAuthorizedKeys")
    };

    /// [`MoreRead`](super::types::MoreRead).
    pub static MORE_READ: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("count", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("buf-b64", ::qga_runtime::TypeInfo::Bytes),
            ::qga_runtime::MemberInfo::new("eof", ::qga_runtime::TypeInfo::Bool),
            ::qga_runtime::MemberInfo::new("more", ::qga_runtime::TypeInfo::Bool),
        ],
        ..::qga_runtime::ObjectInfo::new("MoreRead")
    };

    /// [`GuestFileWrite`](super::types::GuestFileWrite).
    pub static GUEST_FILE_WRITE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("count", ::qga_runtime::TypeInfo::INT64)],
        ..::qga_runtime::ObjectInfo::new("GuestFileWrite")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`guest-file-read`](super::commands::GuestFileRead).
        fn guest_file_read(
            &mut self,
            command: super::commands::GuestFileRead,
        ) -> ::std::result::Result<super::types::GuestFileRead, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`guest-set-user-password`](super::commands::GuestSetUserPassword).
        fn guest_set_user_password(
            &mut self,
            command: super::commands::GuestSetUserPassword,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`guest-exec`](super::commands::GuestExec).
        fn guest_exec(
            &mut self,
            command: super::commands::GuestExec,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`guest-file-read`](super::commands::GuestFileRead).
        fn guest_file_read(
            &mut self,
            command: super::commands::GuestFileRead,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                super::types::GuestFileRead,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`guest-set-user-password`](super::commands::GuestSetUserPassword).
        fn guest_set_user_password(
            &mut self,
            command: super::commands::GuestSetUserPassword,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`guest-exec`](super::commands::GuestExec).
        fn guest_exec(
            &mut self,
            command: super::commands::GuestExec,
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
            super::commands::GuestFileRead,
        > + ::qga_runtime::Handler<
            super::commands::GuestSetUserPassword,
        > + ::qga_runtime::Handler<super::commands::GuestExec> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::GuestFileRead>
            + ::qga_runtime::Handler<super::commands::GuestSetUserPassword>
            + ::qga_runtime::Handler<super::commands::GuestExec>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::GuestFileRead>
            + ::qga_runtime::Handler<super::commands::GuestSetUserPassword>
            + ::qga_runtime::Handler<super::commands::GuestExec>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::GuestFileRead>(),
            ::qga_runtime::Entry::of::<super::commands::GuestSetUserPassword>(),
            ::qga_runtime::Entry::of::<super::commands::GuestExec>(),
        ])
    }
}
