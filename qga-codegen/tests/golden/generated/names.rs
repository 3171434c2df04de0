// Generated from names.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `Odd`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Odd {
        /// The member `U`.
        pub u: i64,
        /// The member `Mixed_Case`.
        pub mixed_case: ::std::string::String,
        /// The member `has`.
        pub has: ::std::option::Option<bool>,
        /// The member `MIXED-case2`.
        pub mixed_case2: i64,
        /// The member `mixed-CASE`.
        pub mixed_case_2: i64,
    }

    impl Odd {
        /// A value without its optional members.
        pub fn new(
            u: i64,
            mixed_case: impl ::std::convert::Into<::std::string::String>,
            mixed_case2: i64,
            mixed_case_2: i64,
        ) -> Self {
            Self {
                u,
                mixed_case: mixed_case.into(),
                has: ::std::option::Option::None,
                mixed_case2,
                mixed_case_2,
            }
        }

        /// The same, with `has`.
        #[must_use]
        pub fn with_has(mut self, value: bool) -> Self {
            self.has = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Odd {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("U", &self.u);
            out.member("Mixed_Case", &self.mixed_case);
            out.optional("has", &self.has);
            out.member("MIXED-case2", &self.mixed_case2);
            out.member("mixed-CASE", &self.mixed_case_2);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                u: from.required("U")?,
                mixed_case: from.required("Mixed_Case")?,
                has: from.optional("has")?,
                mixed_case2: from.required("MIXED-case2")?,
                mixed_case_2: from.required("mixed-CASE")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Odd);

    /// The struct `x-Odd`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct XOdd {
        /// The member `x-has-y`.
        pub x_has_y: i64,
        /// The member `__Com.ACME_q-x`.
        pub com_acme_q_x: i64,
        /// The member `__com.acme_x-y`.
        pub com_acme_x_y: i64,
        /// The member `a--b`.
        pub a_b: i64,
        /// The member `a-b`.
        pub a_b_2: i64,
    }

    impl XOdd {
        /// A value with these members.
        pub fn new(
            x_has_y: i64,
            com_acme_q_x: i64,
            com_acme_x_y: i64,
            a_b: i64,
            a_b_2: i64,
        ) -> Self {
            Self {
                x_has_y,
                com_acme_q_x,
                com_acme_x_y,
                a_b,
                a_b_2,
            }
        }
    }

    impl ::qga_runtime::Object for XOdd {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("x-has-y", &self.x_has_y);
            out.member("__Com.ACME_q-x", &self.com_acme_q_x);
            out.member("__com.acme_x-y", &self.com_acme_x_y);
            out.member("a--b", &self.a_b);
            out.member("a-b", &self.a_b_2);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                x_has_y: from.required("x-has-y")?,
                com_acme_q_x: from.required("__Com.ACME_q-x")?,
                com_acme_x_y: from.required("__com.acme_x-y")?,
                a_b: from.required("a--b")?,
                a_b_2: from.required("a-b")?,
            })
        }
    }

    ::qga_runtime::wire_object!(XOdd);

    /// The struct `XOdd`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct XOdd2 {
        /// The member `type`.
        pub r#type: i64,
        /// The member `if`.
        pub r#if: i64,
        /// The member `data`.
        pub data: i64,
    }

    impl XOdd2 {
        /// A value with these members.
        pub fn new(r#type: i64, r#if: i64, data: i64) -> Self {
            Self { r#type, r#if, data }
        }
    }

    impl ::qga_runtime::Object for XOdd2 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("type", &self.r#type);
            out.member("if", &self.r#if);
            out.member("data", &self.data);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                r#type: from.required("type")?,
                r#if: from.required("if")?,
                data: from.required("data")?,
            })
        }
    }

    ::qga_runtime::wire_object!(XOdd2);

    /// The struct `__com.acme_x-Io4`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ComAcmeXIo4 {
        /// The member `name`.
        pub name: ::std::string::String,
        /// The member `features`.
        pub features: i64,
        /// The member `branch`.
        pub branch: ::std::option::Option<XOdd>,
    }

    impl ComAcmeXIo4 {
        /// A value without its optional members.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            features: i64,
        ) -> Self {
            Self {
                name: name.into(),
                features,
                branch: ::std::option::Option::None,
            }
        }

        /// The same, with `branch`.
        #[must_use]
        pub fn with_branch(mut self, value: XOdd) -> Self {
            self.branch = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for ComAcmeXIo4 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.member("features", &self.features);
            out.optional("branch", &self.branch);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                features: from.required("features")?,
                branch: from.optional("branch")?,
            })
        }
    }

    ::qga_runtime::wire_object!(ComAcmeXIo4);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `go_now`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct GoNow {}

    impl GoNow {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for GoNow {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(GoNow);

    impl ::qga_runtime::Command for GoNow {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GO_NOW_COMMAND;
        type Returns = ();
    }

    /// The command `go-now`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct GoNow2 {
        /// The member `odd`.
        pub odd: super::types::Odd,
        /// The member `x-odd`.
        pub x_odd: super::types::XOdd,
        /// The member `X-o`.
        pub x_o: ::std::option::Option<i64>,
    }

    impl GoNow2 {
        /// A value without its optional members.
        pub fn new(odd: super::types::Odd, x_odd: super::types::XOdd) -> Self {
            Self {
                odd,
                x_odd,
                x_o: ::std::option::Option::None,
            }
        }

        /// The same, with `X-o`.
        #[must_use]
        pub fn with_x_o(mut self, value: i64) -> Self {
            self.x_o = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for GoNow2 {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("odd", &self.odd);
            out.member("x-odd", &self.x_odd);
            out.optional("X-o", &self.x_o);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                odd: from.required("odd")?,
                x_odd: from.required("x-odd")?,
                x_o: from.optional("X-o")?,
            })
        }
    }

    ::qga_runtime::wire_object!(GoNow2);

    impl ::qga_runtime::Command for GoNow2 {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GO_NOW_COMMAND_2;
        type Returns = ();
    }

    /// The command `x-`.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct X {}

    impl X {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for X {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(X);

    impl ::qga_runtime::Command for X {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::X_COMMAND;
        type Returns = ();
    }

    /// The command `__Com.ACME-2_x-halt-`.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ComAcme2XHalt(
        /// All its members.
        pub super::types::XOdd2,
    );

    impl ::std::convert::From<super::types::XOdd2> for ComAcme2XHalt {
        fn from(value: super::types::XOdd2) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for ComAcme2XHalt {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(ComAcme2XHalt);

    impl ::qga_runtime::Command for ComAcme2XHalt {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::COM_ACME_2_X_HALT_COMMAND;
        type Returns = super::types::ComAcmeXIo4;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &GO_NOW_COMMAND,
        &GO_NOW_COMMAND_2,
        &X_COMMAND,
        &COM_ACME_2_X_HALT_COMMAND,
    ];

    /// [`go_now`](super::commands::GoNow).
    pub static GO_NOW_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "go_now",
    );

    /// [`go-now`](super::commands::GoNow2).
    pub static GO_NOW_COMMAND_2: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("odd", ::qga_runtime::TypeInfo::Object(&ODD)),
            ::qga_runtime::MemberInfo::new("x-odd", ::qga_runtime::TypeInfo::Object(&X_ODD)),
            ::qga_runtime::MemberInfo::new("X-o", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::CommandInfo::new("go-now")
    };

    /// [`x-`](super::commands::X).
    pub static X_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("x-");

    /// [`__Com.ACME-2_x-halt-`](super::commands::ComAcme2XHalt).
    pub static COM_ACME_2_X_HALT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("if", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("data", ::qga_runtime::TypeInfo::INT64),
        ],
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Object(&COM_ACME_X_IO4),
        ),
        ..::qga_runtime::CommandInfo::new("__Com.ACME-2_x-halt-")
    };

    /// [`Odd`](super::types::Odd).
    pub static ODD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("U", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("Mixed_Case", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("has", ::qga_runtime::TypeInfo::Bool).optional(),
            ::qga_runtime::MemberInfo::new("MIXED-case2", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("mixed-CASE", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Odd")
    };

    /// [`x-Odd`](super::types::XOdd).
    pub static X_ODD: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x-has-y", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("__Com.ACME_q-x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("__com.acme_x-y", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("a--b", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("a-b", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("x-Odd")
    };

    /// [`XOdd`](super::types::XOdd2).
    pub static X_ODD_2: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("if", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("data", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("XOdd")
    };

    /// [`__com.acme_x-Io4`](super::types::ComAcmeXIo4).
    pub static COM_ACME_X_IO4: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("features", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("branch", ::qga_runtime::TypeInfo::Object(&X_ODD))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("__com.acme_x-Io4")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`go_now`](super::commands::GoNow).
        fn go_now(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::GoNow {})
        }

        /// Runs [`go-now`](super::commands::GoNow2).
        fn go_now_2(
            &mut self,
            command: super::commands::GoNow2,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`x-`](super::commands::X).
        fn x(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::X {})
        }

        /// Runs [`__Com.ACME-2_x-halt-`](super::commands::ComAcme2XHalt).
        fn com_acme_2_x_halt(
            &mut self,
            command: super::commands::ComAcme2XHalt,
        ) -> ::std::result::Result<super::types::ComAcmeXIo4, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`go_now`](super::commands::GoNow).
        fn go_now(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::GoNow {})
        }

        /// Runs [`go-now`](super::commands::GoNow2).
        fn go_now_2(
            &mut self,
            command: super::commands::GoNow2,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`x-`](super::commands::X).
        fn x(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::X {})
        }

        /// Runs [`__Com.ACME-2_x-halt-`](super::commands::ComAcme2XHalt).
        fn com_acme_2_x_halt(
            &mut self,
            command: super::commands::ComAcme2XHalt,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                super::types::ComAcmeXIo4,
                ::qga_runtime::CallError,
            >,
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
            super::commands::GoNow,
        > + ::qga_runtime::Handler<
            super::commands::GoNow2,
        > + ::qga_runtime::Handler<
            super::commands::X,
        > + ::qga_runtime::Handler<super::commands::ComAcme2XHalt> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::GoNow>
            + ::qga_runtime::Handler<super::commands::GoNow2>
            + ::qga_runtime::Handler<super::commands::X>
            + ::qga_runtime::Handler<super::commands::ComAcme2XHalt>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::GoNow>
            + ::qga_runtime::Handler<super::commands::GoNow2>
            + ::qga_runtime::Handler<super::commands::X>
            + ::qga_runtime::Handler<super::commands::ComAcme2XHalt>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::GoNow>(),
            ::qga_runtime::Entry::of::<super::commands::GoNow2>(),
            ::qga_runtime::Entry::of::<super::commands::X>(),
            ::qga_runtime::Entry::of::<super::commands::ComAcme2XHalt>(),
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
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum EventKind {
        /// `Q_X1`: see [`QX1`].
        QX1,
        /// `__ORG.ACME_X-GO`: see [`OrgAcmeXGo`].
        OrgAcmeXGo,
        /// An event that this schema lacks: the server is newer.
        Other {
            /// The name of the event.
            name: ::std::string::String,
            /// Its data, if it has any.
            data: ::std::option::Option<::qga_runtime::Any>,
        },
    }

    impl ::qga_runtime::Object for Event {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match &self.kind {
                EventKind::QX1 => {
                    out.member("event", "Q_X1");
                }
                EventKind::OrgAcmeXGo => {
                    out.member("event", "__ORG.ACME_X-GO");
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
                "Q_X1" => EventKind::QX1,
                "__ORG.ACME_X-GO" => EventKind::OrgAcmeXGo,
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

    /// The event `Q_X1`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct QX1 {}

    impl QX1 {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for QX1 {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(QX1);

    impl QX1 {
        /// The name of the event.
        pub const NAME: &'static str = "Q_X1";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }

    /// The event `__ORG.ACME_X-GO`.
    ///
    /// Clients read it; a guest agent cannot send events.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct OrgAcmeXGo {}

    impl OrgAcmeXGo {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for OrgAcmeXGo {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(OrgAcmeXGo);

    impl OrgAcmeXGo {
        /// The name of the event.
        pub const NAME: &'static str = "__ORG.ACME_X-GO";
        /// The features of the event.
        pub const FEATURES: &'static [&'static str] = &[];
    }
}
