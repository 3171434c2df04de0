// Generated from documentation.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// A pump, see [`pump-start`](super::commands::PumpStart) and [`Quiet`]; not `Nothing`.
    /// It has \<angles\> and \[brackets\] and `a literal [x] <y>`.
    /// \# this is no heading, and <https://example.org/x_y> (a page) a link.
    ///
    /// * one item,
    ///   on two lines
    /// * another item, with `name`
    ///
    ///   and a second paragraph
    ///
    /// 1. numbered
    /// 2. items
    ///
    /// A literal block:
    ///
    /// ```text
    /// let x = not_rust(;
    ///
    /// done
    /// ```
    ///
    /// **Note:** Mind the *gap*
    /// between lines.
    ///
    /// Starting:
    ///
    /// ```text
    /// -> { "execute": "pump-start" }
    /// <- { "return": {} }
    /// ```
    ///
    /// ```text
    /// +-----+-----+
    /// | a   | b   |
    /// +-----+-----+
    /// ```
    ///
    /// Feature `fast`: it is fast
    ///
    /// Since 1.0.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Pump {
        /// Its name
        pub name: ::std::string::String,
        /// How fast
        /// it runs, see `name`
        ///
        /// and more
        pub rate: ::std::option::Option<i64>,
    }

    impl Pump {
        /// A value without its optional members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                rate: ::std::option::Option::None,
            }
        }

        /// The same, with `rate`.
        #[must_use]
        pub fn with_rate(mut self, value: i64) -> Self {
            self.rate = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Pump {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.optional("rate", &self.rate);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                rate: from.optional("rate")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Pump);

    /// Has undocumented members.
    ///
    /// Since 1.0.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Quiet {
        /// Its name
        pub name: ::std::string::String,
        /// How fast
        /// it runs, see `name`
        ///
        /// and more
        pub rate: ::std::option::Option<i64>,
        /// The member `a`.
        pub a: i64,
    }

    impl Quiet {
        /// A value without its optional members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>, a: i64) -> Self {
            Self {
                name: name.into(),
                rate: ::std::option::Option::None,
                a,
            }
        }

        /// The same, with `rate`.
        #[must_use]
        pub fn with_rate(mut self, value: i64) -> Self {
            self.rate = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Quiet {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.optional("rate", &self.rate);
            out.member("a", &self.a);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                rate: from.optional("rate")?,
                a: from.required("a")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Quiet);

    /// `` ` is no fence, and # no heading;  ```
    /// neither.
    #[derive(Clone, Debug, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Marks {}

    impl Marks {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    impl ::qga_runtime::Object for Marks {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(Marks);
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// Start a pump.
    ///
    /// # Returns
    /// What became of it
    ///
    /// # Errors
    /// - If there is no such pump, GenericError
    /// - If it runs already,
    ///   GenericError
    ///
    /// Since 2.0.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct PumpStart {
        /// Which one; a [`Pump`](super::types::Pump)
        pub name: ::std::string::String,
    }

    impl PumpStart {
        /// A value with these members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self { name: name.into() }
        }
    }

    impl ::qga_runtime::Object for PumpStart {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
            })
        }
    }

    ::qga_runtime::wire_object!(PumpStart);

    impl ::qga_runtime::Command for PumpStart {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::PUMP_START_COMMAND;
        type Returns = super::types::Quiet;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&PUMP_START_COMMAND];

    /// [`pump-start`](super::commands::PumpStart).
    pub static PUMP_START_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        summary: "Start a pump.",
        doc: "Start a pump.",
        arguments: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)
                .doc("which one; a `Pump`"),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&QUIET)),
        returns_doc: "what became of it",
        errors_doc: "- If there is no such pump, GenericError\n\
            - If it runs already,\n\
            \x20 GenericError",
        since: "2.0",
        ..::qga_runtime::CommandInfo::new("pump-start")
    };

    /// [`Pump`](super::types::Pump).
    pub static PUMP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)
                .doc("its name"),
            ::qga_runtime::MemberInfo::new("rate", ::qga_runtime::TypeInfo::INT64)
                .doc("how fast\nit runs, see @name\n\nand more")
                .optional(),
        ],
        features: &[::qga_runtime::FeatureInfo::new("fast").doc("it is fast")],
        ..::qga_runtime::ObjectInfo::new("Pump")
    };

    /// [`Quiet`](super::types::Quiet).
    pub static QUIET: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str)
                .doc("its name"),
            ::qga_runtime::MemberInfo::new("rate", ::qga_runtime::TypeInfo::INT64)
                .doc("how fast\nit runs, see @name\n\nand more")
                .optional(),
            ::qga_runtime::MemberInfo::new("a", ::qga_runtime::TypeInfo::INT64),
        ],
        ..::qga_runtime::ObjectInfo::new("Quiet")
    };

    /// [`Marks`](super::types::Marks).
    pub static MARKS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo::new("Marks");
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Start a pump.
        ///
        /// See [`pump-start`](super::commands::PumpStart).
        fn pump_start(
            &mut self,
            command: super::commands::PumpStart,
        ) -> ::std::result::Result<super::types::Quiet, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Start a pump.
        ///
        /// See [`pump-start`](super::commands::PumpStart).
        fn pump_start(
            &mut self,
            command: super::commands::PumpStart,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Quiet, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::PumpStart> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::PumpStart>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::PumpStart>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::PumpStart>()])
    }
}
