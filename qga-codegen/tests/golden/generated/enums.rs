// Generated from enums.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The values of `Gear`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    }

    ::qga_runtime::wire_enum! {
        Gear {
            Low = "low",
            Low2 = "LOW",
            _4wd = "4wd",
            _2_3 = "2-3",
            _23 = "23",
            Self_ = "self",
            Type = "type",
            AB = "a--b-",
            AB2 = "a-b2",
        }
    }

    /// The schema's description of [`Gear`].
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

    /// The values of `Never`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Never {
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_enum! {
        Never {
        } else Other
    }

    /// The schema's description of [`Never`].
    pub static NEVER: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo::new("Never");

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

    ::qga_runtime::wire_enum! {
        State {
            Idle = "idle",
            Other = "other",
            FileBackedVirtual = "file-backed-virtual",
        } else Other2
    }

    /// The schema's description of [`State`].
    pub static STATE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("idle"),
            ::qga_runtime::ValueInfo::new("other"),
            ::qga_runtime::ValueInfo::new("file-backed-virtual"),
        ],
        ..::qga_runtime::EnumInfo::new("State")
    };

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
            Self { state, gear, never: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Report {
            state: required "state",
            gear: required "gear",
            never: optional "never",
        }
    }

    /// The schema's description of [`Report`].
    pub static REPORT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("state", ::qga_runtime::TypeInfo::Enum(&STATE)),
            ::qga_runtime::MemberInfo::new("gear", ::qga_runtime::TypeInfo::Enum(&GEAR)),
            ::qga_runtime::MemberInfo::new("never", ::qga_runtime::TypeInfo::Enum(&NEVER)).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Report")
    };
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

    ::qga_runtime::wire_object! {
        Shift {
            gear: required "gear",
        }
    }

    impl ::qga_runtime::Command for Shift {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[::qga_runtime::MemberInfo::new("gear", ::qga_runtime::TypeInfo::Enum(&super::types::GEAR))],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::REPORT)),
                ..::qga_runtime::CommandInfo::new("shift")
            };
            &INFO
        };

        type Returns = super::types::Report;
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Shift as ::qga_runtime::Command>::INFO,
    ];
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
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Report, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Shift>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Shift>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Shift>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Shift>(),
        ])
    }
}
