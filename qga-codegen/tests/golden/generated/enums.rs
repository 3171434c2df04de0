// Generated from enums.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Gear`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Gear {
        /// `low`
        Low,
        /// `LOW`
        Low2,
        /// `4wd`
        _4wd,
        /// `2-3`
        _2_3,
        /// `23`
        _23,
        /// `self`
        Self_,
        /// `type`
        Type,
        /// `a--b-`
        AB,
        /// `a-b2`
        AB2,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Gear {
        const NAMES: &'static [&'static str] = &[
            "low",
            "LOW",
            "4wd",
            "2-3",
            "23",
            "self",
            "type",
            "a--b-",
            "a-b2",
        ];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "low" => ::std::option::Option::Some(Self::Low),
                "LOW" => ::std::option::Option::Some(Self::Low2),
                "4wd" => ::std::option::Option::Some(Self::_4wd),
                "2-3" => ::std::option::Option::Some(Self::_2_3),
                "23" => ::std::option::Option::Some(Self::_23),
                "self" => ::std::option::Option::Some(Self::Self_),
                "type" => ::std::option::Option::Some(Self::Type),
                "a--b-" => ::std::option::Option::Some(Self::AB),
                "a-b2" => ::std::option::Option::Some(Self::AB2),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Low => "low",
                Self::Low2 => "LOW",
                Self::_4wd => "4wd",
                Self::_2_3 => "2-3",
                Self::_23 => "23",
                Self::Self_ => "self",
                Self::Type => "type",
                Self::AB => "a--b-",
                Self::AB2 => "a-b2",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Gear);

    /// The values of `Never`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Never {
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Never {
        const NAMES: &'static [&'static str] = &[];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Never);

    /// The values of `State`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum State {
        /// `idle`
        Idle,
        /// `other`
        Other,
        /// `file-backed-virtual`
        FileBackedVirtual,
        /// A value that this schema lacks: the other side is newer.
        Other2(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for State {
        const NAMES: &'static [&'static str] = &["idle", "other", "file-backed-virtual"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "idle" => ::std::option::Option::Some(Self::Idle),
                "other" => ::std::option::Option::Some(Self::Other),
                "file-backed-virtual" => ::std::option::Option::Some(Self::FileBackedVirtual),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Idle => "idle",
                Self::Other => "other",
                Self::FileBackedVirtual => "file-backed-virtual",
                Self::Other2(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other2(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(State);

    /// The struct `Report`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Report {
        /// The member `state`.
        pub state: State,
        /// The member `gear`.
        pub gear: Gear,
        /// The member `never`.
        pub never: ::std::option::Option<Never>,
    }

    impl Report {
        /// A value without its optional members.
        pub fn new(state: State, gear: Gear) -> Self {
            Self {
                state,
                gear,
                never: ::std::option::Option::None,
            }
        }

        /// The same, with `never`.
        #[must_use]
        pub fn with_never(mut self, value: Never) -> Self {
            self.never = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Report {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("state", &self.state);
            out.member("gear", &self.gear);
            out.optional("never", &self.never);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                state: from.required("state")?,
                gear: from.required("gear")?,
                never: from.optional("never")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Report);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `shift`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Shift {
        /// The member `gear`.
        pub gear: super::types::Gear,
    }

    impl Shift {
        /// A value with these members.
        pub fn new(gear: super::types::Gear) -> Self {
            Self { gear }
        }
    }

    impl ::qga_runtime::Object for Shift {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("gear", &self.gear);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                gear: from.required("gear")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Shift);

    impl ::qga_runtime::Command for Shift {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::SHIFT_COMMAND;
        type Returns = super::types::Report;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&SHIFT_COMMAND];

    /// [`shift`](super::commands::Shift).
    pub static SHIFT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("gear", ::qga_runtime::TypeInfo::Enum(&GEAR)),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&REPORT)),
        ..::qga_runtime::CommandInfo::new("shift")
    };

    /// [`Gear`](super::types::Gear).
    pub static GEAR: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("low"),
            ::qga_runtime::ValueInfo::new("LOW"),
            ::qga_runtime::ValueInfo::new("4wd"),
            ::qga_runtime::ValueInfo::new("2-3"),
            ::qga_runtime::ValueInfo::new("23"),
            ::qga_runtime::ValueInfo::new("self"),
            ::qga_runtime::ValueInfo::new("type"),
            ::qga_runtime::ValueInfo::new("a--b-"),
            ::qga_runtime::ValueInfo::new("a-b2"),
        ],
        ..::qga_runtime::EnumInfo::new("Gear")
    };

    /// [`Never`](super::types::Never).
    pub static NEVER: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo::new("Never");

    /// [`State`](super::types::State).
    pub static STATE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("idle"),
            ::qga_runtime::ValueInfo::new("other"),
            ::qga_runtime::ValueInfo::new("file-backed-virtual"),
        ],
        ..::qga_runtime::EnumInfo::new("State")
    };

    /// [`Report`](super::types::Report).
    pub static REPORT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("state", ::qga_runtime::TypeInfo::Enum(&STATE)),
            ::qga_runtime::MemberInfo::new("gear", ::qga_runtime::TypeInfo::Enum(&GEAR)),
            ::qga_runtime::MemberInfo::new("never", ::qga_runtime::TypeInfo::Enum(&NEVER))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Report")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`shift`](super::commands::Shift).
        fn shift(
            &mut self,
            command: super::commands::Shift,
        ) -> ::std::result::Result<super::types::Report, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`shift`](super::commands::Shift).
        fn shift(
            &mut self,
            command: super::commands::Shift,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Report, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Shift> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Shift>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Shift>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Shift>()])
    }
}
