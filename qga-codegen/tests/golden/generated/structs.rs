// Generated from structs.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `Axle`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Axle {
        /// The member `ratio`.
        pub ratio: i64,
        /// The member `label`.
        pub label: ::std::option::Option<::std::string::String>,
    }

    impl Axle {
        /// A value without its optional members.
        pub fn new(ratio: i64) -> Self {
            Self {
                ratio,
                label: ::std::option::Option::None,
            }
        }

        /// The same, with `label`.
        #[must_use]
        pub fn with_label(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.label = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Axle {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("ratio", &self.ratio);
            out.optional("label", &self.label);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                ratio: from.required("ratio")?,
                label: from.optional("label")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Axle);

    /// The struct `Steered`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Steered {
        /// The member `ratio`.
        pub ratio: i64,
        /// The member `label`.
        pub label: ::std::option::Option<::std::string::String>,
        /// The member `angle`.
        pub angle: f64,
    }

    impl Steered {
        /// A value without its optional members.
        pub fn new(ratio: i64, angle: f64) -> Self {
            Self {
                ratio,
                label: ::std::option::Option::None,
                angle,
            }
        }

        /// The same, with `label`.
        #[must_use]
        pub fn with_label(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.label = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Steered {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("ratio", &self.ratio);
            out.optional("label", &self.label);
            out.member("angle", &self.angle);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                ratio: from.required("ratio")?,
                label: from.optional("label")?,
                angle: from.required("angle")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Steered);

    /// The struct `Driven`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Driven {
        /// The member `ratio`.
        pub ratio: i64,
        /// The member `label`.
        pub label: ::std::option::Option<::std::string::String>,
        /// The member `angle`.
        pub angle: f64,
        /// The member `torques`.
        pub torques: ::std::option::Option<::std::vec::Vec<u16>>,
        /// The member `mate`.
        pub mate: Axle,
        /// The member `spare`.
        pub spare: ::std::option::Option<Axle>,
    }

    impl Driven {
        /// A value without its optional members.
        pub fn new(ratio: i64, angle: f64, mate: Axle) -> Self {
            Self {
                ratio,
                label: ::std::option::Option::None,
                angle,
                torques: ::std::option::Option::None,
                mate,
                spare: ::std::option::Option::None,
            }
        }

        /// The same, with `label`.
        #[must_use]
        pub fn with_label(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.label = ::std::option::Option::Some(value.into());
            self
        }

        /// The same, with `torques`.
        #[must_use]
        pub fn with_torques(mut self, value: ::std::vec::Vec<u16>) -> Self {
            self.torques = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `spare`.
        #[must_use]
        pub fn with_spare(mut self, value: Axle) -> Self {
            self.spare = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Driven {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("ratio", &self.ratio);
            out.optional("label", &self.label);
            out.member("angle", &self.angle);
            out.optional("torques", &self.torques);
            out.member("mate", &self.mate);
            out.optional("spare", &self.spare);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                ratio: from.required("ratio")?,
                label: from.optional("label")?,
                angle: from.required("angle")?,
                torques: from.optional("torques")?,
                mate: from.required("mate")?,
                spare: from.optional("spare")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Driven);

    /// The struct `Nothing`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Nothing {}

    impl Nothing {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Nothing {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Nothing);

    /// The struct `Less`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Less {
        /// The member `note`.
        pub note: ::std::option::Option<::std::string::String>,
        /// The member `parts`.
        pub parts: ::std::option::Option<::std::vec::Vec<Nothing>>,
    }

    impl Less {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                note: ::std::option::Option::None,
                parts: ::std::option::Option::None,
            }
        }

        /// The same, with `note`.
        #[must_use]
        pub fn with_note(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.note = ::std::option::Option::Some(value.into());
            self
        }

        /// The same, with `parts`.
        #[must_use]
        pub fn with_parts(mut self, value: ::std::vec::Vec<Nothing>) -> Self {
            self.parts = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Less {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("note", &self.note);
            out.optional("parts", &self.parts);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                note: from.optional("note")?,
                parts: from.optional("parts")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Less);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `fit`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Fit {
        /// The member `axles`.
        pub axles: ::std::vec::Vec<super::types::Driven>,
        /// The member `extra`.
        pub extra: ::std::option::Option<super::types::Less>,
    }

    impl Fit {
        /// A value without its optional members.
        pub fn new(axles: ::std::vec::Vec<super::types::Driven>) -> Self {
            Self {
                axles,
                extra: ::std::option::Option::None,
            }
        }

        /// The same, with `extra`.
        #[must_use]
        pub fn with_extra(mut self, value: super::types::Less) -> Self {
            self.extra = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Fit {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("axles", &self.axles);
            out.optional("extra", &self.extra);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                axles: from.required("axles")?,
                extra: from.optional("extra")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Fit);

    impl ::qga_runtime::Command for Fit {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::FIT_COMMAND;
        type Returns = super::types::Driven;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&FIT_COMMAND];

    /// [`fit`](super::commands::Fit).
    pub static FIT_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new(
                "axles",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&DRIVEN)),
            ),
            ::qga_runtime::MemberInfo::new("extra", ::qga_runtime::TypeInfo::Object(&LESS))
                .optional(),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&DRIVEN)),
        ..::qga_runtime::CommandInfo::new("fit")
    };

    /// [`Axle`](super::types::Axle).
    pub static AXLE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("ratio", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Axle")
    };

    /// [`Steered`](super::types::Steered).
    pub static STEERED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("ratio", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
            ::qga_runtime::MemberInfo::new("angle", ::qga_runtime::TypeInfo::Number),
        ],
        ..::qga_runtime::ObjectInfo::new("Steered")
    };

    /// [`Driven`](super::types::Driven).
    pub static DRIVEN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("ratio", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("label", ::qga_runtime::TypeInfo::Str).optional(),
            ::qga_runtime::MemberInfo::new("angle", ::qga_runtime::TypeInfo::Number),
            ::qga_runtime::MemberInfo::new(
                    "torques",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::UINT16),
                )
                .optional(),
            ::qga_runtime::MemberInfo::new("mate", ::qga_runtime::TypeInfo::Object(&AXLE)),
            ::qga_runtime::MemberInfo::new("spare", ::qga_runtime::TypeInfo::Object(&AXLE))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Driven")
    };

    /// [`Nothing`](super::types::Nothing).
    pub static NOTHING: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo::new(
        "Nothing",
    );

    /// [`Less`](super::types::Less).
    pub static LESS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("note", ::qga_runtime::TypeInfo::Str).optional(),
            ::qga_runtime::MemberInfo::new(
                    "parts",
                    ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Object(&NOTHING),
                    ),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Less")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`fit`](super::commands::Fit).
        fn fit(
            &mut self,
            command: super::commands::Fit,
        ) -> ::std::result::Result<super::types::Driven, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`fit`](super::commands::Fit).
        fn fit(
            &mut self,
            command: super::commands::Fit,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Driven, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Fit> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Fit>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Fit>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Fit>()])
    }
}
