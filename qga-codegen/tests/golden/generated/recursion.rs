// Generated from recursion.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
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

    ::qga_runtime::wire_object!(Tree);

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

        /// The same, with `next`.
        #[must_use]
        pub fn with_next(mut self, value: Chain) -> Self {
            self.next = ::std::option::Option::Some(::std::boxed::Box::new(value));
            self
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

    ::qga_runtime::wire_object!(Chain);

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

    ::qga_runtime::wire_object!(Never);

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

        /// The same, with `egg`.
        #[must_use]
        pub fn with_egg(mut self, value: Egg) -> Self {
            self.egg = ::std::option::Option::Some(::std::boxed::Box::new(value));
            self
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

    ::qga_runtime::wire_object!(Hen);

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

    ::qga_runtime::wire_object!(Egg);

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
            match *self {
                Self::Leaf => "leaf",
                Self::Pair => "pair",
            }
        }
    }

    ::qga_runtime::wire_enum!(Kind);

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

    ::qga_runtime::wire_object!(Pair);

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
                Self::Pair(..) => Kind::Pair,
                Self::Leaf => Kind::Leaf,
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::Pair(value) => ::qga_runtime::Object::marshal_members(&**value, out),
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Kind,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Kind::Pair => {
                    Self::Pair(
                        ::std::boxed::Box::new(
                            ::qga_runtime::Object::unmarshal_members(from)?,
                        ),
                    )
                }
                Kind::Leaf => Self::Leaf,
            };
            ::std::result::Result::Ok(branch)
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

    ::qga_runtime::wire_object!(Node);

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

    ::qga_runtime::wire_object!(Wrap);

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

    ::qga_runtime::wire_serde!(Nested);
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

        /// The same, with `chain`.
        #[must_use]
        pub fn with_chain(mut self, value: super::types::Chain) -> Self {
            self.chain = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `node`.
        #[must_use]
        pub fn with_node(mut self, value: super::types::Node) -> Self {
            self.node = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `egg`.
        #[must_use]
        pub fn with_egg(mut self, value: super::types::Egg) -> Self {
            self.egg = ::std::option::Option::Some(value);
            self
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

    ::qga_runtime::wire_object!(Grow);

    impl ::qga_runtime::Command for Grow {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::GROW_COMMAND;
        type Returns = super::types::Wrap;
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[&GROW_COMMAND];

    /// [`grow`](super::commands::Grow).
    pub static GROW_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("tree", ::qga_runtime::TypeInfo::Object(&TREE)),
            ::qga_runtime::MemberInfo::new("chain", ::qga_runtime::TypeInfo::Object(&CHAIN))
                .optional(),
            ::qga_runtime::MemberInfo::new("node", ::qga_runtime::TypeInfo::Union(&NODE))
                .optional(),
            ::qga_runtime::MemberInfo::new("egg", ::qga_runtime::TypeInfo::Object(&EGG))
                .optional(),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&WRAP)),
        ..::qga_runtime::CommandInfo::new("grow")
    };

    /// [`Tree`](super::types::Tree).
    pub static TREE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new(
                "children",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&TREE)),
            ),
        ],
        ..::qga_runtime::ObjectInfo::new("Tree")
    };

    /// [`Chain`](super::types::Chain).
    pub static CHAIN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("next", ::qga_runtime::TypeInfo::Object(&CHAIN))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Chain")
    };

    /// [`Never`](super::types::Never).
    pub static NEVER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::Object(&NEVER)),
        ],
        ..::qga_runtime::ObjectInfo::new("Never")
    };

    /// [`Hen`](super::types::Hen).
    pub static HEN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("egg", ::qga_runtime::TypeInfo::Object(&EGG))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Hen")
    };

    /// [`Egg`](super::types::Egg).
    pub static EGG: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("laid-by", ::qga_runtime::TypeInfo::Object(&HEN)),
        ],
        ..::qga_runtime::ObjectInfo::new("Egg")
    };

    /// [`Kind`](super::types::Kind).
    pub static KIND: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("leaf"),
            ::qga_runtime::ValueInfo::new("pair"),
        ],
        ..::qga_runtime::EnumInfo::new("Kind")
    };

    /// [`Pair`](super::types::Pair).
    pub static PAIR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("left", ::qga_runtime::TypeInfo::Union(&NODE)),
            ::qga_runtime::MemberInfo::new("right", ::qga_runtime::TypeInfo::Union(&NODE)),
        ],
        ..::qga_runtime::ObjectInfo::new("Pair")
    };

    /// [`Node`](super::types::Node).
    pub static NODE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("kind", ::qga_runtime::TypeInfo::Enum(&KIND)),
        ],
        discriminator: ::std::option::Option::Some("kind"),
        branches: &[
            ::qga_runtime::BranchInfo::new("pair")
                .ty(::qga_runtime::TypeInfo::Object(&PAIR)),
            ::qga_runtime::BranchInfo::new("leaf"),
        ],
        ..::qga_runtime::ObjectInfo::new("Node")
    };

    /// [`Wrap`](super::types::Wrap).
    pub static WRAP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                "inner",
                ::qga_runtime::TypeInfo::Alternate(&NESTED),
            ),
        ],
        ..::qga_runtime::ObjectInfo::new("Wrap")
    };

    /// [`Nested`](super::types::Nested).
    pub static NESTED: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("end", ::qga_runtime::TypeInfo::Null),
            ::qga_runtime::MemberInfo::new("more", ::qga_runtime::TypeInfo::Object(&WRAP)),
            ::qga_runtime::MemberInfo::new(
                "list",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Alternate(&NESTED)),
            ),
        ],
        ..::qga_runtime::AlternateInfo::new("Nested")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
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

    /// A method for every command, for each client that runs commands without blocking.
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

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<super::commands::Grow> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Grow>,
    {}

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Grow>,
    {
        ::std::vec::Vec::from([::qga_runtime::Entry::of::<super::commands::Grow>()])
    }
}
