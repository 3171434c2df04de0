// Generated from recursion.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types that commands and events are made of.
pub mod types {
    /// The struct `Tree`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Tree {
        /// The member `name`.
        pub name: ::std::string::String,
        /// The member `children`.
        pub children: ::std::vec::Vec<Tree>,
    }

    impl Tree {
        /// A value with these members.
        pub fn new(
            name: impl ::std::convert::Into<::std::string::String>,
            children: ::std::vec::Vec<Tree>,
        ) -> Self {
            Self {
                name: name.into(),
                children,
            }
        }
    }

    impl ::qga_runtime::Object for Tree {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.member("children", &self.children);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                children: from.required("children")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Tree {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Tree {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Tree`].
    pub static TREE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Tree",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "name",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "children",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&TREE)),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The struct `Chain`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Chain {
        /// The member `name`.
        pub name: ::std::string::String,
        /// The member `next`.
        pub next: ::std::option::Option<::std::boxed::Box<Chain>>,
    }

    impl Chain {
        /// A value without its optional members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                next: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Chain {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.optional("next", &self.next);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                next: from.optional("next")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Chain {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Chain {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Chain`].
    pub static CHAIN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Chain",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "name",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "next",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&CHAIN),
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The struct `Never`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Never {
        /// The member `self`.
        pub self_: ::std::boxed::Box<Never>,
    }

    impl Never {
        /// A value with these members.
        pub fn new(self_: Never) -> Self {
            Self {
                self_: ::std::boxed::Box::new(self_),
            }
        }
    }

    impl ::qga_runtime::Object for Never {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("self", &self.self_);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                self_: from.required("self")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Never {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Never {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Never`].
    pub static NEVER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Never",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "self",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&NEVER),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The struct `Hen`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Hen {
        /// The member `name`.
        pub name: ::std::string::String,
        /// The member `egg`.
        pub egg: ::std::option::Option<::std::boxed::Box<Egg>>,
    }

    impl Hen {
        /// A value without its optional members.
        pub fn new(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                name: name.into(),
                egg: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Hen {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("name", &self.name);
            out.optional("egg", &self.egg);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                name: from.required("name")?,
                egg: from.optional("egg")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Hen {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Hen {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Hen`].
    pub static HEN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Hen",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "name",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Str,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "egg",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&EGG),
                optional: true,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The struct `Egg`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Egg {
        /// The member `laid-by`.
        pub laid_by: ::std::boxed::Box<Hen>,
    }

    impl Egg {
        /// A value with these members.
        pub fn new(laid_by: Hen) -> Self {
            Self {
                laid_by: ::std::boxed::Box::new(laid_by),
            }
        }
    }

    impl ::qga_runtime::Object for Egg {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("laid-by", &self.laid_by);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                laid_by: from.required("laid-by")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Egg {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Egg {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Egg`].
    pub static EGG: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Egg",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "laid-by",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&HEN),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The values of `Kind`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Kind {
        /// `leaf`
        Leaf,
        /// `pair`
        Pair,
    }

    impl ::qga_runtime::QapiEnum for Kind {
        const NAMES: &'static [&'static str] = &["leaf", "pair"];

        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "leaf" => ::std::option::Option::Some(Self::Leaf),
                "pair" => ::std::option::Option::Some(Self::Pair),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match self {
                Self::Leaf => "leaf",
                Self::Pair => "pair",
            }
        }
    }

    impl ::qga_runtime::Marshal for Kind {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.enumeration(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Kind {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.enumeration()
        }
    }

    /// What the schema says of [`Kind`].
    pub static KIND: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        name: "Kind",
        values: &[
            ::qga_runtime::ValueInfo {
                name: "leaf",
                doc: "",
            },
            ::qga_runtime::ValueInfo {
                name: "pair",
                doc: "",
            },
        ],
    };

    /// The struct `Pair`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Pair {
        /// The member `left`.
        pub left: ::std::boxed::Box<Node>,
        /// The member `right`.
        pub right: ::std::boxed::Box<Node>,
    }

    impl Pair {
        /// A value with these members.
        pub fn new(left: Node, right: Node) -> Self {
            Self {
                left: ::std::boxed::Box::new(left),
                right: ::std::boxed::Box::new(right),
            }
        }
    }

    impl ::qga_runtime::Object for Pair {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("left", &self.left);
            out.member("right", &self.right);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                left: from.required("left")?,
                right: from.required("right")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Pair {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Pair {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Pair`].
    pub static PAIR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Pair",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "left",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Union(&NODE),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "right",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Union(&NODE),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The union `Node`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Node {
        /// `pair`
        Pair(::std::boxed::Box<Pair>),
        /// `leaf`
        Leaf,
    }

    impl Node {
        /// The value of `kind`.
        pub fn tag(&self) -> Kind {
            match self {
                Self::Pair(_) => Kind::Pair,
                Self::Leaf => Kind::Leaf,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Pair(value) => ::qga_runtime::Object::marshal_members(&**value, out),
                Self::Leaf => {}
            }
        }

        fn unmarshal_branch(
            tag: Kind,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match tag {
                Kind::Pair => {
                    <Pair as ::qga_runtime::Object>::unmarshal_members(from)
                        .map(::std::boxed::Box::new)
                        .map(Self::Pair)
                }
                Kind::Leaf => ::std::result::Result::Ok(Self::Leaf),
            }
        }
    }

    impl ::qga_runtime::Object for Node {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("kind", &self.tag());
            self.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("kind")?;
            Self::unmarshal_branch(tag, from)
        }
    }

    impl ::qga_runtime::Marshal for Node {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Node {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Node`].
    pub static NODE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Node",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "kind",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Enum(&KIND),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// The struct `Wrap`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Wrap {
        /// The member `inner`.
        pub inner: ::std::boxed::Box<Nested>,
    }

    impl Wrap {
        /// A value with these members.
        pub fn new(inner: Nested) -> Self {
            Self {
                inner: ::std::boxed::Box::new(inner),
            }
        }
    }

    impl ::qga_runtime::Object for Wrap {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("inner", &self.inner);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                inner: from.required("inner")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Wrap {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Wrap {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    /// What the schema says of [`Wrap`].
    pub static WRAP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        name: "Wrap",
        members: &[
            ::qga_runtime::MemberInfo {
                name: "inner",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Alternate(&NESTED),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };

    /// A value of one of the types of `Nested`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Nested {
        /// `end`
        End,
        /// `more`
        More(::std::boxed::Box<Wrap>),
        /// `list`
        List(::std::vec::Vec<Nested>),
    }

    impl ::std::convert::From<Wrap> for Nested {
        fn from(value: Wrap) -> Self {
            Self::More(::std::boxed::Box::new(value))
        }
    }

    impl ::std::convert::From<::std::vec::Vec<Nested>> for Nested {
        fn from(value: ::std::vec::Vec<Nested>) -> Self {
            Self::List(value)
        }
    }

    impl ::qga_runtime::Marshal for Nested {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::End => ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out),
                Self::More(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::List(value) => ::qga_runtime::Marshal::marshal(value, out),
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Nested {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::Null => ::std::result::Result::Ok(Self::End),
                ::qga_runtime::JsonKind::Object => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::More)
                }
                ::qga_runtime::JsonKind::Array => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::List)
                }
                _ => ::std::result::Result::Err(value.wrong_type("Nested")),
            }
        }
    }

    /// What the schema says of [`Nested`].
    pub static NESTED: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        name: "Nested",
        branches: &[
            ::qga_runtime::MemberInfo {
                name: "end",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Null,
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "more",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Object(&WRAP),
                optional: false,
                secret: false,
                features: &[],
            },
            ::qga_runtime::MemberInfo {
                name: "list",
                doc: "",
                ty: ::qga_runtime::TypeInfo::Array(
                    &::qga_runtime::TypeInfo::Alternate(&NESTED),
                ),
                optional: false,
                secret: false,
                features: &[],
            },
        ],
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `grow`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Grow {
        /// The member `tree`.
        pub tree: super::types::Tree,
        /// The member `chain`.
        pub chain: ::std::option::Option<super::types::Chain>,
        /// The member `node`.
        pub node: ::std::option::Option<super::types::Node>,
        /// The member `egg`.
        pub egg: ::std::option::Option<super::types::Egg>,
    }

    impl Grow {
        /// A value without its optional members.
        pub fn new(tree: super::types::Tree) -> Self {
            Self {
                tree,
                chain: ::std::option::Option::None,
                node: ::std::option::Option::None,
                egg: ::std::option::Option::None,
            }
        }
    }

    impl ::qga_runtime::Object for Grow {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("tree", &self.tree);
            out.optional("chain", &self.chain);
            out.optional("node", &self.node);
            out.optional("egg", &self.egg);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                tree: from.required("tree")?,
                chain: from.optional("chain")?,
                node: from.optional("node")?,
                egg: from.optional("egg")?,
            })
        }
    }

    impl ::qga_runtime::Marshal for Grow {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.object(self);
        }
    }

    impl ::qga_runtime::Unmarshal for Grow {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            value.object()
        }
    }

    impl ::qga_runtime::Command for Grow {
        const INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
            name: "grow",
            summary: "",
            doc: "",
            arguments: &[
                ::qga_runtime::MemberInfo {
                    name: "tree",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Object(&super::types::TREE),
                    optional: false,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "chain",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Object(&super::types::CHAIN),
                    optional: true,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "node",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Union(&super::types::NODE),
                    optional: true,
                    secret: false,
                    features: &[],
                },
                ::qga_runtime::MemberInfo {
                    name: "egg",
                    doc: "",
                    ty: ::qga_runtime::TypeInfo::Object(&super::types::EGG),
                    optional: true,
                    secret: false,
                    features: &[],
                },
            ],
            returns: ::std::option::Option::Some(
                ::qga_runtime::TypeInfo::Object(&super::types::WRAP),
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

        type Returns = super::types::Wrap;
    }

    /// What the schema says of every command, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &<Grow as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, on anything that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`grow`](super::commands::Grow).
        fn grow(
            &mut self,
            command: super::commands::Grow,
        ) -> ::std::result::Result<super::types::Wrap, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, on anything that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`grow`](super::commands::Grow).
        fn grow(
            &mut self,
            command: super::commands::Grow,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::Wrap, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// What has to be handled, and the table of it.
pub mod server {
    /// Something that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Grow> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Grow>,
    {}

    /// The commands, in schema order, for a dispatcher of `A`, which is anything that implements [`Handlers`].
    pub fn entries<A: ::qga_runtime::Handler<super::commands::Grow>>() -> ::std::vec::Vec<
        ::qga_runtime::Entry<A>,
    > {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Grow>()])
    }
}
