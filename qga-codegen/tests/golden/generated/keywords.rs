// Generated from keywords.json; written by `UPDATE_EXPECT=1 cargo test -p qga-codegen --test golden`.

/// The types of arguments, results and events.
pub mod types {
    /// The struct `Words`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Words {
        /// The member `abstract`.
        pub r#abstract: ::std::option::Option<i64>,
        /// The member `as`.
        pub r#as: ::std::option::Option<i64>,
        /// The member `async`.
        pub r#async: ::std::option::Option<i64>,
        /// The member `await`.
        pub r#await: ::std::option::Option<i64>,
        /// The member `become`.
        pub r#become: ::std::option::Option<i64>,
        /// The member `box`.
        pub r#box: ::std::option::Option<i64>,
        /// The member `break`.
        pub r#break: ::std::option::Option<i64>,
        /// The member `const`.
        pub r#const: ::std::option::Option<i64>,
        /// The member `continue`.
        pub r#continue: ::std::option::Option<i64>,
        /// The member `crate`.
        pub crate_: ::std::option::Option<i64>,
        /// The member `do`.
        pub r#do: ::std::option::Option<i64>,
        /// The member `dyn`.
        pub r#dyn: ::std::option::Option<i64>,
        /// The member `else`.
        pub r#else: ::std::option::Option<i64>,
        /// The member `enum`.
        pub r#enum: ::std::option::Option<i64>,
        /// The member `extern`.
        pub r#extern: ::std::option::Option<i64>,
        /// The member `false`.
        pub r#false: ::std::option::Option<i64>,
        /// The member `final`.
        pub r#final: ::std::option::Option<i64>,
        /// The member `fn`.
        pub r#fn: ::std::option::Option<i64>,
        /// The member `for`.
        pub r#for: ::std::option::Option<i64>,
        /// The member `gen`.
        pub r#gen: ::std::option::Option<i64>,
        /// The member `if`.
        pub r#if: ::std::option::Option<i64>,
        /// The member `impl`.
        pub r#impl: ::std::option::Option<i64>,
        /// The member `in`.
        pub r#in: ::std::option::Option<i64>,
        /// The member `let`.
        pub r#let: ::std::option::Option<i64>,
        /// The member `loop`.
        pub r#loop: ::std::option::Option<i64>,
        /// The member `macro`.
        pub r#macro: ::std::option::Option<i64>,
        /// The member `match`.
        pub r#match: ::std::option::Option<i64>,
        /// The member `mod`.
        pub r#mod: ::std::option::Option<i64>,
        /// The member `move`.
        pub r#move: ::std::option::Option<i64>,
        /// The member `mut`.
        pub r#mut: ::std::option::Option<i64>,
        /// The member `override`.
        pub r#override: ::std::option::Option<i64>,
        /// The member `priv`.
        pub r#priv: ::std::option::Option<i64>,
        /// The member `pub`.
        pub r#pub: ::std::option::Option<i64>,
        /// The member `ref`.
        pub r#ref: ::std::option::Option<i64>,
        /// The member `return`.
        pub r#return: ::std::option::Option<i64>,
        /// The member `self`.
        pub self_: ::std::option::Option<i64>,
        /// The member `static`.
        pub r#static: ::std::option::Option<i64>,
        /// The member `struct`.
        pub r#struct: ::std::option::Option<i64>,
        /// The member `super`.
        pub super_: ::std::option::Option<i64>,
        /// The member `trait`.
        pub r#trait: ::std::option::Option<i64>,
        /// The member `true`.
        pub r#true: ::std::option::Option<i64>,
        /// The member `try`.
        pub r#try: ::std::option::Option<i64>,
        /// The member `type`.
        pub r#type: ::std::option::Option<i64>,
        /// The member `typeof`.
        pub r#typeof: ::std::option::Option<i64>,
        /// The member `union`.
        pub union: ::std::option::Option<i64>,
        /// The member `unsafe`.
        pub r#unsafe: ::std::option::Option<i64>,
        /// The member `unsized`.
        pub r#unsized: ::std::option::Option<i64>,
        /// The member `use`.
        pub r#use: ::std::option::Option<i64>,
        /// The member `virtual`.
        pub r#virtual: ::std::option::Option<i64>,
        /// The member `where`.
        pub r#where: ::std::option::Option<i64>,
        /// The member `while`.
        pub r#while: ::std::option::Option<i64>,
        /// The member `yield`.
        pub r#yield: ::std::option::Option<i64>,
        /// The member `out`.
        pub out: ::std::option::Option<i64>,
        /// The member `from`.
        pub from: ::std::option::Option<i64>,
        /// The member `value`.
        pub value: ::std::option::Option<i64>,
        /// The member `new`.
        pub new: ::std::option::Option<i64>,
        /// The member `macro-rules`.
        pub macro_rules: ::std::option::Option<i64>,
        /// The member `raw`.
        pub raw: ::std::option::Option<i64>,
        /// The member `safe`.
        pub safe: ::std::option::Option<i64>,
    }

    impl Words {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self {
                r#abstract: ::std::option::Option::None,
                r#as: ::std::option::Option::None,
                r#async: ::std::option::Option::None,
                r#await: ::std::option::Option::None,
                r#become: ::std::option::Option::None,
                r#box: ::std::option::Option::None,
                r#break: ::std::option::Option::None,
                r#const: ::std::option::Option::None,
                r#continue: ::std::option::Option::None,
                crate_: ::std::option::Option::None,
                r#do: ::std::option::Option::None,
                r#dyn: ::std::option::Option::None,
                r#else: ::std::option::Option::None,
                r#enum: ::std::option::Option::None,
                r#extern: ::std::option::Option::None,
                r#false: ::std::option::Option::None,
                r#final: ::std::option::Option::None,
                r#fn: ::std::option::Option::None,
                r#for: ::std::option::Option::None,
                r#gen: ::std::option::Option::None,
                r#if: ::std::option::Option::None,
                r#impl: ::std::option::Option::None,
                r#in: ::std::option::Option::None,
                r#let: ::std::option::Option::None,
                r#loop: ::std::option::Option::None,
                r#macro: ::std::option::Option::None,
                r#match: ::std::option::Option::None,
                r#mod: ::std::option::Option::None,
                r#move: ::std::option::Option::None,
                r#mut: ::std::option::Option::None,
                r#override: ::std::option::Option::None,
                r#priv: ::std::option::Option::None,
                r#pub: ::std::option::Option::None,
                r#ref: ::std::option::Option::None,
                r#return: ::std::option::Option::None,
                self_: ::std::option::Option::None,
                r#static: ::std::option::Option::None,
                r#struct: ::std::option::Option::None,
                super_: ::std::option::Option::None,
                r#trait: ::std::option::Option::None,
                r#true: ::std::option::Option::None,
                r#try: ::std::option::Option::None,
                r#type: ::std::option::Option::None,
                r#typeof: ::std::option::Option::None,
                union: ::std::option::Option::None,
                r#unsafe: ::std::option::Option::None,
                r#unsized: ::std::option::Option::None,
                r#use: ::std::option::Option::None,
                r#virtual: ::std::option::Option::None,
                r#where: ::std::option::Option::None,
                r#while: ::std::option::Option::None,
                r#yield: ::std::option::Option::None,
                out: ::std::option::Option::None,
                from: ::std::option::Option::None,
                value: ::std::option::Option::None,
                new: ::std::option::Option::None,
                macro_rules: ::std::option::Option::None,
                raw: ::std::option::Option::None,
                safe: ::std::option::Option::None,
            }
        }
    }

    ::qga_runtime::wire_object! {
        Words {
            r#abstract: optional "abstract",
            r#as: optional "as",
            r#async: optional "async",
            r#await: optional "await",
            r#become: optional "become",
            r#box: optional "box",
            r#break: optional "break",
            r#const: optional "const",
            r#continue: optional "continue",
            crate_: optional "crate",
            r#do: optional "do",
            r#dyn: optional "dyn",
            r#else: optional "else",
            r#enum: optional "enum",
            r#extern: optional "extern",
            r#false: optional "false",
            r#final: optional "final",
            r#fn: optional "fn",
            r#for: optional "for",
            r#gen: optional "gen",
            r#if: optional "if",
            r#impl: optional "impl",
            r#in: optional "in",
            r#let: optional "let",
            r#loop: optional "loop",
            r#macro: optional "macro",
            r#match: optional "match",
            r#mod: optional "mod",
            r#move: optional "move",
            r#mut: optional "mut",
            r#override: optional "override",
            r#priv: optional "priv",
            r#pub: optional "pub",
            r#ref: optional "ref",
            r#return: optional "return",
            self_: optional "self",
            r#static: optional "static",
            r#struct: optional "struct",
            super_: optional "super",
            r#trait: optional "trait",
            r#true: optional "true",
            r#try: optional "try",
            r#type: optional "type",
            r#typeof: optional "typeof",
            union: optional "union",
            r#unsafe: optional "unsafe",
            r#unsized: optional "unsized",
            r#use: optional "use",
            r#virtual: optional "virtual",
            r#where: optional "where",
            r#while: optional "while",
            r#yield: optional "yield",
            out: optional "out",
            from: optional "from",
            value: optional "value",
            new: optional "new",
            macro_rules: optional "macro-rules",
            raw: optional "raw",
            safe: optional "safe",
        }
    }

    /// The schema's description of [`Words`].
    pub static WORDS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("abstract", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("as", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("async", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("await", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("become", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("box", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("break", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("const", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("continue", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("do", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("dyn", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("else", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("enum", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("extern", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("false", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("final", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("fn", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("for", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("gen", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("if", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("impl", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("in", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("let", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("loop", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("macro", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("match", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("mod", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("move", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("mut", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("override", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("priv", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("pub", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("ref", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("return", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("static", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("struct", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("super", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("trait", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("true", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("try", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("typeof", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("union", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("unsafe", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("unsized", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("use", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("virtual", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("where", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("while", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("yield", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("out", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("new", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("macro-rules", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("raw", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("safe", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Words")
    };

    /// The struct `Option`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Option {
        /// The member `some`.
        pub some: ::std::option::Option<Vec>,
        /// The member `none`.
        pub none: ::std::option::Option<::std::string::String>,
    }

    impl Option {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { some: ::std::option::Option::None, none: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Option {
            some: optional "some",
            none: optional "none",
        }
    }

    /// The schema's description of [`Option`].
    pub static OPTION: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("some", ::qga_runtime::TypeInfo::Object(&VEC)).optional(),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Option")
    };

    /// The struct `Vec`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Vec {
        /// The member `string`.
        pub string: String,
        /// The member `box`.
        pub r#box: ::std::option::Option<::std::vec::Vec<Box>>,
    }

    impl Vec {
        /// A value without its optional members.
        pub fn new(string: String) -> Self {
            Self { string, r#box: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Vec {
            string: required "string",
            r#box: optional "box",
        }
    }

    /// The schema's description of [`Vec`].
    pub static VEC: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("string", ::qga_runtime::TypeInfo::Object(&STRING)),
            ::qga_runtime::MemberInfo::new("box", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&BOX)))
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Vec")
    };

    /// The struct `String`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct String {
        /// The member `ok`.
        pub ok: bool,
    }

    impl String {
        /// A value with these members.
        pub fn new(ok: bool) -> Self {
            Self { ok }
        }
    }

    ::qga_runtime::wire_object! {
        String {
            ok: required "ok",
        }
    }

    /// The schema's description of [`String`].
    pub static STRING: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Bool)],
        ..::qga_runtime::ObjectInfo::new("String")
    };

    /// The struct `Box`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Box {
        /// The member `into`.
        pub into: Self_,
    }

    impl Box {
        /// A value with these members.
        pub fn new(into: Self_) -> Self {
            Self { into }
        }
    }

    ::qga_runtime::wire_object! {
        Box {
            into: required "into",
        }
    }

    /// The schema's description of [`Box`].
    pub static BOX: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("into", ::qga_runtime::TypeInfo::Enum(&SELF))],
        ..::qga_runtime::ObjectInfo::new("Box")
    };

    /// The values of `Self`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Self_ {
        /// `self`
        Self_,
        /// `super`
        Super,
        /// `default`
        Default,
        /// `some`
        Some,
        /// `none`
        None,
        /// `ok`
        Ok,
        /// `err`
        Err,
        /// `result`
        Result,
    }

    ::qga_runtime::wire_enum! {
        Self_ {
            Self_ = "self",
            Super = "super",
            Default = "default",
            Some = "some",
            None = "none",
            Ok = "ok",
            Err = "err",
            Result = "result",
        }
    }

    /// The schema's description of [`Self_`].
    pub static SELF: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("self"),
            ::qga_runtime::ValueInfo::new("super"),
            ::qga_runtime::ValueInfo::new("default"),
            ::qga_runtime::ValueInfo::new("some"),
            ::qga_runtime::ValueInfo::new("none"),
            ::qga_runtime::ValueInfo::new("ok"),
            ::qga_runtime::ValueInfo::new("err"),
            ::qga_runtime::ValueInfo::new("result"),
        ],
        ..::qga_runtime::EnumInfo::new("Self")
    };

    /// The struct `Result`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Result {
        /// The member `ok`.
        pub ok: ::std::option::Option<Option>,
        /// The member `err`.
        pub err: ::std::option::Option<Default>,
    }

    impl Result {
        /// A value without any of its members.
        pub fn new() -> Self {
            Self { ok: ::std::option::Option::None, err: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Result {
            ok: optional "ok",
            err: optional "err",
        }
    }

    /// The schema's description of [`Result`].
    pub static RESULT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Object(&OPTION)).optional(),
            ::qga_runtime::MemberInfo::new("err", ::qga_runtime::TypeInfo::Alternate(&DEFAULT)).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Result")
    };

    /// A value of one of the types of `Default`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Default {
        /// `string`
        String(::std::string::String),
        /// `vec`
        Vec(::std::vec::Vec<Vec>),
        /// `none`
        None,
    }

    ::qga_runtime::wire_alternate! {
        Default "Default" {
            String => String(::std::string::String),
            Array => Vec(::std::vec::Vec<Vec>),
            Null => None,
        }
    }

    /// The schema's description of [`type@Default`].
    pub static DEFAULT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("string", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("vec", ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&VEC))),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Null),
        ],
        ..::qga_runtime::AlternateInfo::new("Default")
    };

    /// The values of `Clone`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub enum Clone {
        /// `into`
        Into,
        /// `from`
        From,
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_enum! {
        Clone {
            Into = "into",
            From = "from",
        } else Other
    }

    /// The schema's description of [`type@Clone`].
    pub static CLONE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[::qga_runtime::ValueInfo::new("into"), ::qga_runtime::ValueInfo::new("from")],
        ..::qga_runtime::EnumInfo::new("Clone")
    };

    /// The union `From`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct From {
        /// The member `from`.
        pub from: Self_,
        /// The members that depend on `into`.
        pub branch: FromBranch,
    }

    impl From {
        /// A value with these members.
        pub fn new(from: Self_, branch: FromBranch) -> Self {
            Self { from, branch }
        }
    }

    ::qga_runtime::wire_object! {
        From {
            ..branch: FromBranch by "into",
            from: required "from",
        }
    }

    /// The members of a [`From`] that depend on `into`.
    #[derive(Clone, Debug, PartialEq)]
    pub enum FromBranch {
        /// `from`
        From(String),
        /// `into`
        Into,
        /// A branch that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    ::qga_runtime::wire_branches! {
        FromBranch by Clone "into" {
            From(String),
            Into,
        } else Other
    }

    /// The schema's description of [`From`].
    pub static FROM: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("into", ::qga_runtime::TypeInfo::Enum(&CLONE)),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::Enum(&SELF)),
        ],
        discriminator: ::std::option::Option::Some("into"),
        branches: &[
            ::qga_runtime::BranchInfo::new("from").ty(::qga_runtime::TypeInfo::Object(&STRING)),
            ::qga_runtime::BranchInfo::new("into"),
        ],
        ..::qga_runtime::ObjectInfo::new("From")
    };
}

/// The commands: each is a struct that holds its arguments.
pub mod commands {
    /// The command `yield`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Yield {
        /// The member `type`.
        pub r#type: ::std::string::String,
        /// The member `self`.
        pub self_: i64,
        /// The member `crate`.
        pub crate_: ::std::option::Option<bool>,
    }

    impl Yield {
        /// A value without its optional members.
        pub fn new(r#type: impl ::std::convert::Into<::std::string::String>, self_: i64) -> Self {
            Self { r#type: r#type.into(), self_, crate_: ::std::option::Option::None }
        }
    }

    ::qga_runtime::wire_object! {
        Yield {
            r#type: required "type",
            self_: required "self",
            crate_: optional "crate",
        }
    }

    impl ::qga_runtime::Command for Yield {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::Str),
                    ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64),
                    ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::Bool).optional(),
                ],
                ..::qga_runtime::CommandInfo::new("yield")
            };
            &INFO
        };

        type Returns = ();
    }

    /// The command `some`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Some(
        /// All its members.
        pub super::types::Result,
    );

    ::qga_runtime::wire_newtype! {
        Some(super::types::Result)
    }

    impl ::qga_runtime::Command for Some {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
                arguments: &[
                    ::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Object(&super::types::OPTION)).optional(),
                    ::qga_runtime::MemberInfo::new("err", ::qga_runtime::TypeInfo::Alternate(&super::types::DEFAULT))
                        .optional(),
                ],
                returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&super::types::FROM)),
                ..::qga_runtime::CommandInfo::new("some")
            };
            &INFO
        };

        type Returns = super::types::From;
    }

    /// The command `none`.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct None {}

    impl None {
        /// The value: it has no members.
        pub fn new() -> Self {
            Self {}
        }
    }

    ::qga_runtime::wire_object! {
        None {}
    }

    impl ::qga_runtime::Command for None {
        const INFO: &'static ::qga_runtime::CommandInfo = {
            static INFO: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new("none");
            &INFO
        };

        type Returns = ();
    }

    /// The schema's descriptions of all commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        <Yield as ::qga_runtime::Command>::INFO,
        <Some as ::qga_runtime::Command>::INFO,
        <None as ::qga_runtime::Command>::INFO,
    ];
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`yield`](super::commands::Yield).
        fn r#yield(&mut self, command: super::commands::Yield) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`some`](super::commands::Some).
        fn some(
            &mut self,
            command: super::commands::Some,
        ) -> ::std::result::Result<super::types::From, ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, command)
        }

        /// Runs [`none`](super::commands::None).
        fn none(&mut self) -> ::std::result::Result<(), ::qga_runtime::CallError> {
            ::qga_runtime::Caller::call(self, super::commands::None {})
        }
    }

    impl<T: ::qga_runtime::Caller + ?Sized> ClientExt for T {}

    /// A method for every command, for each client that runs commands without blocking.
    pub trait AsyncClientExt: ::qga_runtime::AsyncCaller {
        /// Runs [`yield`](super::commands::Yield).
        fn r#yield(
            &mut self,
            command: super::commands::Yield,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`some`](super::commands::Some).
        fn some(
            &mut self,
            command: super::commands::Some,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<super::types::From, ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`none`](super::commands::None).
        fn none(
            &mut self,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<(), ::qga_runtime::CallError>> + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::None {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers:
        ::qga_runtime::Handler<super::commands::Yield>
        + ::qga_runtime::Handler<super::commands::Some>
        + ::qga_runtime::Handler<super::commands::None>
    {
    }

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Yield>
            + ::qga_runtime::Handler<super::commands::Some>
            + ::qga_runtime::Handler<super::commands::None>,
    {
    }

    /// The entries of all commands, in schema order, for an agent `A` that implements [`Handlers`].
    pub fn entries<A>() -> ::std::vec::Vec<::qga_runtime::Entry<A>>
    where
        A: ::qga_runtime::Handler<super::commands::Yield>
            + ::qga_runtime::Handler<super::commands::Some>
            + ::qga_runtime::Handler<super::commands::None>,
    {
        ::std::vec::Vec::from([
            ::qga_runtime::Entry::of::<super::commands::Yield>(),
            ::qga_runtime::Entry::of::<super::commands::Some>(),
            ::qga_runtime::Entry::of::<super::commands::None>(),
        ])
    }
}
