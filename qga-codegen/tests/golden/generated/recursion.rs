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
        pub fn new(name: impl ::std::convert::Into<::std::string::String>, children: ::std::vec::Vec<Tree>) -> Self {
            Self { name: name.into(), children }
        }
    }

    ::qga_runtime::wire_object! {
        Tree {
            name: required "name",
            children: required "children",
        }
    }

    /// The schema's description of [`Tree`].
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
            Self { name: name.into(), next: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Chain {
            name: required "name",
            next: optional "next",
        }
    }

    /// The schema's description of [`Chain`].
    pub static CHAIN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("next", ::qga_runtime::TypeInfo::Object(&CHAIN)).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Chain")
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
            Self { self_: ::std::boxed::Box::new(self_) }
        }
    }

    ::qga_runtime::wire_object! {
        Never {
            self_: required "self",
        }
    }

    /// The schema's description of [`Never`].
    pub static NEVER: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::Object(&NEVER))],
        ..::qga_runtime::ObjectInfo::new("Never")
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
            Self { name: name.into(), egg: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Hen {
            name: required "name",
            egg: optional "egg",
        }
    }

    /// The schema's description of [`Hen`].
    pub static HEN: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("name", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("egg", ::qga_runtime::TypeInfo::Object(&EGG)).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Hen")
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
            Self { laid_by: ::std::boxed::Box::new(laid_by) }
        }
    }

    ::qga_runtime::wire_object! {
        Egg {
            laid_by: required "laid-by",
        }
    }

    /// The schema's description of [`Egg`].
    pub static EGG: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("laid-by", ::qga_runtime::TypeInfo::Object(&HEN))],
        ..::qga_runtime::ObjectInfo::new("Egg")
    };

    /// The values of `Kind`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Kind {
        /// `leaf`
        Leaf,
        /// `pair`
        Pair,
    }

    ::qga_runtime::wire_enum! {
        Kind {
            Leaf = "leaf",
            Pair = "pair",
        }
    }

    /// The schema's description of [`Kind`].
    pub static KIND: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("leaf"), ::qga_runtime::ValueInfo::new("pair")],
        ..::qga_runtime::EnumInfo::new("Kind")
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
            Self { left: ::std::boxed::Box::new(left), right: ::std::boxed::Box::new(right) }
        }
    }

    ::qga_runtime::wire_object! {
        Pair {
            left: required "left",
            right: required "right",
        }
    }

    /// The schema's description of [`Pair`].
    pub static PAIR: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("left", ::qga_runtime::TypeInfo::Union(&NODE)),
            ::qga_runtime::MemberInfo::new("right", ::qga_runtime::TypeInfo::Union(&NODE)),
        ],
        ..::qga_runtime::ObjectInfo::new("Pair")
    };

    /// The union `Node`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Node {
        /// `pair`
        Pair(::std::boxed::Box<Pair>),
        /// `leaf`
        Leaf,
    }

    ::qga_runtime::wire_union! {
        Node by Kind "kind" {
            Pair(Pair),
            Leaf,
        }
    }

    /// The schema's description of [`Node`].
    pub static NODE: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("kind", ::qga_runtime::TypeInfo::Enum(&KIND))],
        discriminator: ::std::option::Option::Some("kind"),
        branches: &[
            ::qga_runtime::BranchInfo::new("pair").ty(::qga_runtime::TypeInfo::Object(&PAIR)),
            ::qga_runtime::BranchInfo::new("leaf"),
        ],
        ..::qga_runtime::ObjectInfo::new("Node")
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
            Self { inner: ::std::boxed::Box::new(inner) }
        }
    }

    ::qga_runtime::wire_object! {
        Wrap {
            inner: required "inner",
        }
    }

    /// The schema's description of [`Wrap`].
    pub static WRAP: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("inner", ::qga_runtime::TypeInfo::Alternate(&NESTED))],
        ..::qga_runtime::ObjectInfo::new("Wrap")
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

    ::qga_runtime::wire_alternate! {
        Nested "Nested" {
            Null => End,
            Object => More(Wrap),
            Array => List(::std::vec::Vec<Nested>),
        }
    }

    /// The schema's description of [`Nested`].
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

    ::qga_runtime::wire_object! {
        Grow {
            tree: required "tree",
            chain: optional "chain",
            node: optional "node",
            egg: optional "egg",
        }
    }

    impl ::qga_runtime::Command for Grow {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("tree", ::qga_runtime::TypeInfo::Object(&super::types::TREE)),
                    ::qga_runtime::MemberInfo::new("chain", ::qga_runtime::TypeInfo::Object(&super::types::CHAIN))
                        .optional(),
                    ::qga_runtime::MemberInfo::new("node", ::qga_runtime::TypeInfo::Union(&super::types::NODE)).optional(),
                    ::qga_runtime::MemberInfo::new("egg", ::qga_runtime::TypeInfo::Object(&super::types::EGG)).optional(),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Object(&super::types::WRAP)),
                ..::qga_runtime::CommandInfo::new("grow")
            };
            &INFO
        };

        type Returns = super::types::Wrap;
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Grow as ::qga_runtime::Command>::INFO,
    ];
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
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::Wrap, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Grow>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Grow>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Grow>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Grow>(),
        ])
    }
}
