// Generated from requests.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Way`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Way {
        /// `up`
        Up,
        /// `down`
        Down,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Way {
        const NAMES: &'static [&'static str] = &["up", "down"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "up" => ::std::option::Option::Some(Self::Up),
                "down" => ::std::option::Option::Some(Self::Down),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Up => "up",
                Self::Down => "down",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Way);

    /// The struct `Empty`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Empty {}

    impl Empty {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Empty {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Empty);

    /// The struct `Point`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Point {
        /// The member `x`.
        pub x: i64,
        /// The member `y`.
        pub y: ::std::option::Option<i64>,
    }

    impl Point {
        /// A value without its optional members.
        pub fn new(x: i64) -> Self {
            Self {
                x,
                y: ::std::option::Option::None,
            }
        }

        /// The same, with `y`.
        #[must_use]
        pub fn with_y(mut self, value: i64) -> Self {
            self.y = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Point {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("x", &self.x);
            out.optional("y", &self.y);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                x: from.required("x")?,
                y: from.optional("y")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Point);

    /// The union `Move`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Move {
        /// `up`
        Up(Point),
        /// `down`
        Down,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl Move {
        /// The value of `way`.
        pub fn tag(&self) -> Way {
            match self {
                Self::Up(..) => Way::Up,
                Self::Down => Way::Down,
                Self::Other(name) => Way::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Up(value) => ::qga_runtime::Object::marshal_members(value, out),
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Way,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Way::Up => Self::Up(::qga_runtime::Object::unmarshal_members(from)?),
                Way::Down => Self::Down,
                Way::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }

    impl ::qga_runtime::Object for Move {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("way", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("way")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    ::qga_runtime::wire_object!(Move);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `go`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Go {}

    impl Go {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Go {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Go);

    impl ::qga_runtime::Command for Go {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GO_COMMAND;
        type Returns = ();
    }

    /// The command `halt`.
    ///
    /// Feature `fast`.
    #[deprecated]
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Halt {}

    #[allow(deprecated)]
    impl Halt {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    #[allow(deprecated)]
    impl ::qga_runtime::Object for Halt {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Halt);

    #[allow(deprecated)]
    impl ::qga_runtime::Command for Halt {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::HALT_COMMAND;
        type Returns = ();
    }

    /// The command `take`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Take(
        /// All its members.
        pub super::types::Empty,
    );

    impl ::std::convert::From<super::types::Empty> for Take {
        fn from(value: super::types::Empty) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Take {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Take);

    impl ::qga_runtime::Command for Take {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::TAKE_COMMAND;
        type Returns = ();
    }

    /// The command `take-boxed`.
    ///
    /// Exists where `!CONFIG_SMALL`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TakeBoxed(
        /// All its members.
        pub super::types::Move,
    );

    impl ::std::convert::From<super::types::Move> for TakeBoxed {
        fn from(value: super::types::Move) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for TakeBoxed {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(TakeBoxed);

    impl ::qga_runtime::Command for TakeBoxed {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::TAKE_BOXED_COMMAND;
        type Returns = ();
    }

    /// The command `get`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Get(
        /// All its members.
        pub super::types::Point,
    );

    impl ::std::convert::From<super::types::Point> for Get {
        fn from(value: super::types::Point) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Get {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Get);

    impl ::qga_runtime::Command for Get {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GET_COMMAND;
        type Returns = ::std::vec::Vec<super::types::Move>;
    }

    /// The command `ask`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Ask {
        /// The member `a`.
        pub a: super::types::Way,
        /// The member `b`.
        pub b: ::std::option::Option<::std::string::String>,
        /// The member `c`.
        ///
        /// **Unstable**.
        pub c: ::std::option::Option<bool>,
    }

    impl Ask {
        /// A value without its optional members.
        pub fn new(a: super::types::Way) -> Self {
            Self {
                a,
                b: ::std::option::Option::None,
                c: ::std::option::Option::None,
            }
        }

        /// The same, with `b`.
        #[must_use]
        pub fn with_b(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.b = ::std::option::Option::Some(value.into());
            self
        }

        /// The same, with `c`.
        #[must_use]
        pub fn with_c(mut self, value: bool) -> Self {
            self.c = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Ask {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("a", &self.a);
            out.optional("b", &self.b);
            out.optional("c", &self.c);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                a: from.required("a")?,
                b: from.optional("b")?,
                c: from.optional("c")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Ask);

    impl ::qga_runtime::Command for Ask {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::ASK_COMMAND;
        type Returns = ::qga_runtime::Any;
    }

    /// The command `ask-list`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AskList {}

    impl AskList {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for AskList {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(AskList);

    impl ::qga_runtime::Command for AskList {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::ASK_LIST_COMMAND;
        type Returns = ::std::vec::Vec<i64>;
    }

    /// The command `ask-null`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AskNull {}

    impl AskNull {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for AskNull {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(AskNull);

    impl ::qga_runtime::Command for AskNull {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::ASK_NULL_COMMAND;
        type Returns = ::qga_runtime::Null;
    }

    /// The command `call`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Call {}

    impl Call {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Call {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Call);

    impl ::qga_runtime::Command for Call {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::CALL_COMMAND;
        type Returns = ();
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &GO_COMMAND,
        &HALT_COMMAND,
        &TAKE_COMMAND,
        &TAKE_BOXED_COMMAND,
        &GET_COMMAND,
        &ASK_COMMAND,
        &ASK_LIST_COMMAND,
        &ASK_NULL_COMMAND,
        &CALL_COMMAND,
    ];

    /// [`go`](super::commands::Go).
    pub static GO_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "go",
    );

    /// [`halt`](super::commands::Halt).
    pub static HALT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        success_response: false,
        features: &[
            ::qga_runtime::FeatureInfo::new("deprecated"),
            ::qga_runtime::FeatureInfo::new("fast"),
        ],
        ..::qga_runtime::CommandInfo::new("halt")
    };

    /// [`take`](super::commands::Take).
    pub static TAKE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        allow_oob: true,
        ..::qga_runtime::CommandInfo::new("take")
    };

    /// [`take-boxed`](super::commands::TakeBoxed).
    pub static TAKE_BOXED_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Enum(&WAY)),
        ],
        condition: ::std::option::Option::Some("!CONFIG_SMALL"),
        ..::qga_runtime::CommandInfo::new("take-boxed")
    };

    /// [`get`](super::commands::Get).
    pub static GET_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("y", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Union(&MOVE)),
        ),
        ..::qga_runtime::CommandInfo::new("get")
    };

    /// [`ask`](super::commands::Ask).
    pub static ASK_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::Enum(&WAY)),
            ::qga_runtime::MemberInfo::new("b", ::qga_runtime::TypeInfo::Str).optional(),
            ::qga_runtime::MemberInfo::new("c", ::qga_runtime::TypeInfo::Bool)
                .optional()
                .features(&[::qga_runtime::FeatureInfo::new("unstable")]),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Any),
        allow_preconfig: true,
        ..::qga_runtime::CommandInfo::new("ask")
    };

    /// [`ask-list`](super::commands::AskList).
    pub static ASK_LIST_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(
            ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::INT64),
        ),
        ..::qga_runtime::CommandInfo::new("ask-list")
    };

    /// [`ask-null`](super::commands::AskNull).
    pub static ASK_NULL_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Null),
        ..::qga_runtime::CommandInfo::new("ask-null")
    };

    /// [`call`](super::commands::Call).
    pub static CALL_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "call",
    );

    /// [`Way`](super::types::Way).
    pub static WAY: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("up"),
            ::qga_runtime::ValueInfo::new("down"),
        ],
        ..::qga_runtime::EnumInfo::new("Way")
    };

    /// [`Empty`](super::types::Empty).
    pub static EMPTY: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo::new("Empty");

    /// [`Point`](super::types::Point).
    pub static POINT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("x", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("y", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Point")
    };

    /// [`Move`](super::types::Move).
    pub static MOVE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("way", ::qga_runtime::TypeInfo::Enum(&WAY)),
        ],
        discriminator: ::std::option::Option::Some("way"),
        branches: &[
            ::qga_runtime::BranchInfo::new("up").ty(::qga_runtime::TypeInfo::Object(&POINT)),
            ::qga_runtime::BranchInfo::new("down"),
        ],
        ..::qga_runtime::ObjectInfo::new("Move")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`go`](super::commands::Go).
        fn go(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Go {})
        }

        /// Runs [`halt`](super::commands::Halt).
        ///
        /// Returns once the command is on its way, or its error: success is not answered.
        #[deprecated]
        #[allow(deprecated)]
        fn halt(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::fire(self, super::commands::Halt {})
        }

        /// Runs [`take`](super::commands::Take).
        fn take(
            &mut self,
            command: super::commands::Take,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`take-boxed`](super::commands::TakeBoxed).
        fn take_boxed(
            &mut self,
            command: super::commands::TakeBoxed,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`get`](super::commands::Get).
        fn get(
            &mut self,
            command: super::commands::Get,
        ) -> ::std::result::Result<
            ::std::vec::Vec<super::types::Move>,
            ::qga_runtime::CallError,
        > {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> ::std::result::Result<::qga_runtime::Any, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`ask-list`](super::commands::AskList).
        fn ask_list(
            &mut self,
        ) -> ::std::result::Result<::std::vec::Vec<i64>, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::AskList {})
        }

        /// Runs [`ask-null`](super::commands::AskNull).
        fn ask_null(
            &mut self,
        ) -> ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::AskNull {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::Call {})
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`go`](super::commands::Go).
        fn go(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Go {})
        }

        /// Runs [`halt`](super::commands::Halt).
        ///
        /// Returns once the command is on its way, or its error: success is not answered.
        #[deprecated]
        #[allow(deprecated)]
        fn halt(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::fire(self, super::commands::Halt {})
        }

        /// Runs [`take`](super::commands::Take).
        fn take(
            &mut self,
            command: super::commands::Take,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`take-boxed`](super::commands::TakeBoxed).
        fn take_boxed(
            &mut self,
            command: super::commands::TakeBoxed,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`get`](super::commands::Get).
        fn get(
            &mut self,
            command: super::commands::Get,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<
                ::std::vec::Vec<super::types::Move>,
                ::qga_runtime::CallError,
            >,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`ask`](super::commands::Ask).
        fn ask(
            &mut self,
            command: super::commands::Ask,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::qga_runtime::Any, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`ask-list`](super::commands::AskList).
        fn ask_list(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::std::vec::Vec<i64>, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::AskList {})
        }

        /// Runs [`ask-null`](super::commands::AskNull).
        fn ask_null(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<::qga_runtime::Null, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::AskNull {})
        }

        /// Runs [`call`](super::commands::Call).
        fn call_2(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::Call {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    #[allow(deprecated)]
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Go,
        > + ::qga_runtime::Handler<
            super::commands::Halt,
        > + ::qga_runtime::Handler<
            super::commands::Take,
        > + ::qga_runtime::Handler<
            super::commands::TakeBoxed,
        > + ::qga_runtime::Handler<
            super::commands::Ask,
        > + ::qga_runtime::Handler<
            super::commands::AskList,
        > + ::qga_runtime::Handler<
            super::commands::AskNull,
        > + ::qga_runtime::Handler<super::commands::Call> {}

    #[allow(deprecated)]
    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Halt>
            + ::qga_runtime::Handler<super::commands::Take>
            + ::qga_runtime::Handler<super::commands::TakeBoxed>
            + ::qga_runtime::Handler<super::commands::Ask>
            + ::qga_runtime::Handler<super::commands::AskList>
            + ::qga_runtime::Handler<super::commands::AskNull>
            + ::qga_runtime::Handler<super::commands::Call>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    #[allow(deprecated)]
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Go>
            + ::qga_runtime::Handler<super::commands::Halt>
            + ::qga_runtime::Handler<super::commands::Take>
            + ::qga_runtime::Handler<super::commands::TakeBoxed>
            + ::qga_runtime::Handler<super::commands::Ask>
            + ::qga_runtime::Handler<super::commands::AskList>
            + ::qga_runtime::Handler<super::commands::AskNull>
            + ::qga_runtime::Handler<super::commands::Call>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Go>(),
            ::qga_runtime::Entry::of::<super::commands::Halt>(),
            ::qga_runtime::Entry::of::<super::commands::Take>(),
            ::qga_runtime::Entry::of::<super::commands::TakeBoxed>(),
            ::qga_runtime::Entry::of::<super::commands::Ask>(),
            ::qga_runtime::Entry::of::<super::commands::AskList>(),
            ::qga_runtime::Entry::of::<super::commands::AskNull>(),
            ::qga_runtime::Entry::of::<super::commands::Call>(),
        ])
    }
}
