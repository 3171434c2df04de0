// Generated from structs.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
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

    impl ::qga_runtime::Marshal for Axle {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Axle {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Axle`].
    pub static AXLE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Axle",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "ratio",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: i64::MIN,
                    max: i64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "label",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };

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

    impl ::qga_runtime::Marshal for Steered {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Steered {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Steered`].
    pub static STEERED: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Steered",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "ratio",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: i64::MIN,
                    max: i64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "label",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "angle",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Number,
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

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

    impl ::qga_runtime::Marshal for Driven {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Driven {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Driven`].
    pub static DRIVEN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Driven",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "ratio",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Int {
                    min: i64::MIN,
                    max: i64::MAX,
                },
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "label",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "angle",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Number,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "torques",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Uint {
                        max: 65_535,
                    },
                ),
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "mate",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&AXLE),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "spare",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&AXLE),
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };

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
        fn marshal_members(&self, _: &mut ::qga_runtime::JsonWriter<'_>) {}

        fn unmarshal_members(
            _: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    impl ::qga_runtime::Marshal for Nothing {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Nothing {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Nothing`].
    pub static NOTHING: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Nothing",
        members: &[],
    };

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

    impl ::qga_runtime::Marshal for Less {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Less {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Less`].
    pub static LESS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Less",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "note",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: true,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "parts",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Object(&NOTHING),
                ),
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };
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

    impl ::qga_runtime::Marshal for Fit {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Fit {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Fit {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "fit",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "axles",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Array(
                        &::qga_runtime::TypeInfo::Object(&super::types::DRIVEN),
                    ),
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "extra",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Object(&super::types::LESS),
                    optional: true,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Object(&super::types::DRIVEN),
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

        type Returns = super::types::Driven;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Fit as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
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

    /// A method for every command, on anything that runs commands without blocking.
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

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Fit> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Fit>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<A: ::qga_runtime::Handler<super::commands::Fit>>() -> ::std::vec::Vec<
        ::qga_runtime::Entry<A>,
    > {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Fit>()])
    }
}
