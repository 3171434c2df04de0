// Generated from enums.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
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
            match self {
                Self::Low => "low",
                Self::Low2 => "LOW",
                Self::_4wd => "4wd",
                Self::_2_3 => "2-3",
                Self::_23 => "23",
                Self::Self_ => "self",
                Self::Type => "type",
                Self::AB => "a--b-",
                Self::AB2 => "a-b2",
            }
        }
    }

    impl ::qga_runtime::Marshal for Gear {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Gear {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Gear`].
    pub static GEAR: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Gear",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "low",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "LOW",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "4wd",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "2-3",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "23",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "self",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "type",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "a--b-",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "a-b2",
                doc: "",
            },
        ],
    };

    /// The values of `Never`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Never {
        /// A value this schema does not know: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Never {
        const NAMES: &'static [&'static str] = &[];

        fn from_name(_: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::None
        }

        fn name(&self) -> &str {
            match self {
                Self::Other(name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::borrow::ToOwned::to_owned(name)))
        }
    }

    impl ::qga_runtime::Marshal for Never {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Never {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Never`].
    pub static NEVER: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Never",
        values: &[],
    };

    /// The values of `State`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum State {
        /// `idle`
        Idle,
        /// `other`
        Other,
        /// `file-backed-virtual`
        FileBackedVirtual,
        /// A value this schema does not know: the other side is newer.
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
            match self {
                Self::Idle => "idle",
                Self::Other => "other",
                Self::FileBackedVirtual => "file-backed-virtual",
                Self::Other2(name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other2(::std::borrow::ToOwned::to_owned(name)))
        }
    }

    impl ::qga_runtime::Marshal for State {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for State {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`State`].
    pub static STATE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "State",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "idle",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "other",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "file-backed-virtual",
                doc: "",
            },
        ],
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
            Self {
                state,
                gear,
                never: ::std::option::Option::None,
            }
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

    impl ::qga_runtime::Marshal for Report {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Report {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Report`].
    pub static REPORT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Report",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "state",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&STATE),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "gear",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&GEAR),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "never",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&NEVER),
                optional: true,
                secret: false,
                features: &[],
            },
        ],
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

    impl ::qga_runtime::Marshal for Shift {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Shift {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Shift {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "shift",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "gear",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Enum(&super::types::GEAR),
                    optional: false,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Object(&super::types::REPORT),
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

        type Returns = super::types::Report;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Shift as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
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

    /// A method for every command, on anything that runs commands without blocking.
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

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Shift> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Shift>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<A: ::qga_runtime::Handler<super::commands::Shift>>() -> ::std::vec::Vec<
        ::qga_runtime::Entry<A>,
    > {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Shift>()])
    }
}
