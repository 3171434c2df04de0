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

        /// The same, with `abstract`.
        #[must_use]
        pub fn with_abstract(mut self, value: i64) -> Self {
            self.r#abstract = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `as`.
        #[must_use]
        pub fn with_as(mut self, value: i64) -> Self {
            self.r#as = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `async`.
        #[must_use]
        pub fn with_async(mut self, value: i64) -> Self {
            self.r#async = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `await`.
        #[must_use]
        pub fn with_await(mut self, value: i64) -> Self {
            self.r#await = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `become`.
        #[must_use]
        pub fn with_become(mut self, value: i64) -> Self {
            self.r#become = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `box`.
        #[must_use]
        pub fn with_box(mut self, value: i64) -> Self {
            self.r#box = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `break`.
        #[must_use]
        pub fn with_break(mut self, value: i64) -> Self {
            self.r#break = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `const`.
        #[must_use]
        pub fn with_const(mut self, value: i64) -> Self {
            self.r#const = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `continue`.
        #[must_use]
        pub fn with_continue(mut self, value: i64) -> Self {
            self.r#continue = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `crate`.
        #[must_use]
        pub fn with_crate_(mut self, value: i64) -> Self {
            self.crate_ = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `do`.
        #[must_use]
        pub fn with_do(mut self, value: i64) -> Self {
            self.r#do = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `dyn`.
        #[must_use]
        pub fn with_dyn(mut self, value: i64) -> Self {
            self.r#dyn = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `else`.
        #[must_use]
        pub fn with_else(mut self, value: i64) -> Self {
            self.r#else = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `enum`.
        #[must_use]
        pub fn with_enum(mut self, value: i64) -> Self {
            self.r#enum = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `extern`.
        #[must_use]
        pub fn with_extern(mut self, value: i64) -> Self {
            self.r#extern = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `false`.
        #[must_use]
        pub fn with_false(mut self, value: i64) -> Self {
            self.r#false = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `final`.
        #[must_use]
        pub fn with_final(mut self, value: i64) -> Self {
            self.r#final = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `fn`.
        #[must_use]
        pub fn with_fn(mut self, value: i64) -> Self {
            self.r#fn = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `for`.
        #[must_use]
        pub fn with_for(mut self, value: i64) -> Self {
            self.r#for = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `gen`.
        #[must_use]
        pub fn with_gen(mut self, value: i64) -> Self {
            self.r#gen = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `if`.
        #[must_use]
        pub fn with_if(mut self, value: i64) -> Self {
            self.r#if = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `impl`.
        #[must_use]
        pub fn with_impl(mut self, value: i64) -> Self {
            self.r#impl = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `in`.
        #[must_use]
        pub fn with_in(mut self, value: i64) -> Self {
            self.r#in = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `let`.
        #[must_use]
        pub fn with_let(mut self, value: i64) -> Self {
            self.r#let = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `loop`.
        #[must_use]
        pub fn with_loop(mut self, value: i64) -> Self {
            self.r#loop = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `macro`.
        #[must_use]
        pub fn with_macro(mut self, value: i64) -> Self {
            self.r#macro = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `match`.
        #[must_use]
        pub fn with_match(mut self, value: i64) -> Self {
            self.r#match = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `mod`.
        #[must_use]
        pub fn with_mod(mut self, value: i64) -> Self {
            self.r#mod = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `move`.
        #[must_use]
        pub fn with_move(mut self, value: i64) -> Self {
            self.r#move = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `mut`.
        #[must_use]
        pub fn with_mut(mut self, value: i64) -> Self {
            self.r#mut = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `override`.
        #[must_use]
        pub fn with_override(mut self, value: i64) -> Self {
            self.r#override = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `priv`.
        #[must_use]
        pub fn with_priv(mut self, value: i64) -> Self {
            self.r#priv = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `pub`.
        #[must_use]
        pub fn with_pub(mut self, value: i64) -> Self {
            self.r#pub = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `ref`.
        #[must_use]
        pub fn with_ref(mut self, value: i64) -> Self {
            self.r#ref = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `return`.
        #[must_use]
        pub fn with_return(mut self, value: i64) -> Self {
            self.r#return = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `self`.
        #[must_use]
        pub fn with_self_(mut self, value: i64) -> Self {
            self.self_ = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `static`.
        #[must_use]
        pub fn with_static(mut self, value: i64) -> Self {
            self.r#static = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `struct`.
        #[must_use]
        pub fn with_struct(mut self, value: i64) -> Self {
            self.r#struct = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `super`.
        #[must_use]
        pub fn with_super_(mut self, value: i64) -> Self {
            self.super_ = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `trait`.
        #[must_use]
        pub fn with_trait(mut self, value: i64) -> Self {
            self.r#trait = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `true`.
        #[must_use]
        pub fn with_true(mut self, value: i64) -> Self {
            self.r#true = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `try`.
        #[must_use]
        pub fn with_try(mut self, value: i64) -> Self {
            self.r#try = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `type`.
        #[must_use]
        pub fn with_type(mut self, value: i64) -> Self {
            self.r#type = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `typeof`.
        #[must_use]
        pub fn with_typeof(mut self, value: i64) -> Self {
            self.r#typeof = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `union`.
        #[must_use]
        pub fn with_union(mut self, value: i64) -> Self {
            self.union = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `unsafe`.
        #[must_use]
        pub fn with_unsafe(mut self, value: i64) -> Self {
            self.r#unsafe = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `unsized`.
        #[must_use]
        pub fn with_unsized(mut self, value: i64) -> Self {
            self.r#unsized = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `use`.
        #[must_use]
        pub fn with_use(mut self, value: i64) -> Self {
            self.r#use = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `virtual`.
        #[must_use]
        pub fn with_virtual(mut self, value: i64) -> Self {
            self.r#virtual = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `where`.
        #[must_use]
        pub fn with_where(mut self, value: i64) -> Self {
            self.r#where = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `while`.
        #[must_use]
        pub fn with_while(mut self, value: i64) -> Self {
            self.r#while = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `yield`.
        #[must_use]
        pub fn with_yield(mut self, value: i64) -> Self {
            self.r#yield = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `out`.
        #[must_use]
        pub fn with_out(mut self, value: i64) -> Self {
            self.out = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `from`.
        #[must_use]
        pub fn with_from(mut self, value: i64) -> Self {
            self.from = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `value`.
        #[must_use]
        pub fn with_value(mut self, value: i64) -> Self {
            self.value = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `new`.
        #[must_use]
        pub fn with_new(mut self, value: i64) -> Self {
            self.new = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `macro-rules`.
        #[must_use]
        pub fn with_macro_rules(mut self, value: i64) -> Self {
            self.macro_rules = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `raw`.
        #[must_use]
        pub fn with_raw(mut self, value: i64) -> Self {
            self.raw = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `safe`.
        #[must_use]
        pub fn with_safe(mut self, value: i64) -> Self {
            self.safe = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Words {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("abstract", &self.r#abstract);
            out.optional("as", &self.r#as);
            out.optional("async", &self.r#async);
            out.optional("await", &self.r#await);
            out.optional("become", &self.r#become);
            out.optional("box", &self.r#box);
            out.optional("break", &self.r#break);
            out.optional("const", &self.r#const);
            out.optional("continue", &self.r#continue);
            out.optional("crate", &self.crate_);
            out.optional("do", &self.r#do);
            out.optional("dyn", &self.r#dyn);
            out.optional("else", &self.r#else);
            out.optional("enum", &self.r#enum);
            out.optional("extern", &self.r#extern);
            out.optional("false", &self.r#false);
            out.optional("final", &self.r#final);
            out.optional("fn", &self.r#fn);
            out.optional("for", &self.r#for);
            out.optional("gen", &self.r#gen);
            out.optional("if", &self.r#if);
            out.optional("impl", &self.r#impl);
            out.optional("in", &self.r#in);
            out.optional("let", &self.r#let);
            out.optional("loop", &self.r#loop);
            out.optional("macro", &self.r#macro);
            out.optional("match", &self.r#match);
            out.optional("mod", &self.r#mod);
            out.optional("move", &self.r#move);
            out.optional("mut", &self.r#mut);
            out.optional("override", &self.r#override);
            out.optional("priv", &self.r#priv);
            out.optional("pub", &self.r#pub);
            out.optional("ref", &self.r#ref);
            out.optional("return", &self.r#return);
            out.optional("self", &self.self_);
            out.optional("static", &self.r#static);
            out.optional("struct", &self.r#struct);
            out.optional("super", &self.super_);
            out.optional("trait", &self.r#trait);
            out.optional("true", &self.r#true);
            out.optional("try", &self.r#try);
            out.optional("type", &self.r#type);
            out.optional("typeof", &self.r#typeof);
            out.optional("union", &self.union);
            out.optional("unsafe", &self.r#unsafe);
            out.optional("unsized", &self.r#unsized);
            out.optional("use", &self.r#use);
            out.optional("virtual", &self.r#virtual);
            out.optional("where", &self.r#where);
            out.optional("while", &self.r#while);
            out.optional("yield", &self.r#yield);
            out.optional("out", &self.out);
            out.optional("from", &self.from);
            out.optional("value", &self.value);
            out.optional("new", &self.new);
            out.optional("macro-rules", &self.macro_rules);
            out.optional("raw", &self.raw);
            out.optional("safe", &self.safe);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                r#abstract: from.optional("abstract")?,
                r#as: from.optional("as")?,
                r#async: from.optional("async")?,
                r#await: from.optional("await")?,
                r#become: from.optional("become")?,
                r#box: from.optional("box")?,
                r#break: from.optional("break")?,
                r#const: from.optional("const")?,
                r#continue: from.optional("continue")?,
                crate_: from.optional("crate")?,
                r#do: from.optional("do")?,
                r#dyn: from.optional("dyn")?,
                r#else: from.optional("else")?,
                r#enum: from.optional("enum")?,
                r#extern: from.optional("extern")?,
                r#false: from.optional("false")?,
                r#final: from.optional("final")?,
                r#fn: from.optional("fn")?,
                r#for: from.optional("for")?,
                r#gen: from.optional("gen")?,
                r#if: from.optional("if")?,
                r#impl: from.optional("impl")?,
                r#in: from.optional("in")?,
                r#let: from.optional("let")?,
                r#loop: from.optional("loop")?,
                r#macro: from.optional("macro")?,
                r#match: from.optional("match")?,
                r#mod: from.optional("mod")?,
                r#move: from.optional("move")?,
                r#mut: from.optional("mut")?,
                r#override: from.optional("override")?,
                r#priv: from.optional("priv")?,
                r#pub: from.optional("pub")?,
                r#ref: from.optional("ref")?,
                r#return: from.optional("return")?,
                self_: from.optional("self")?,
                r#static: from.optional("static")?,
                r#struct: from.optional("struct")?,
                super_: from.optional("super")?,
                r#trait: from.optional("trait")?,
                r#true: from.optional("true")?,
                r#try: from.optional("try")?,
                r#type: from.optional("type")?,
                r#typeof: from.optional("typeof")?,
                union: from.optional("union")?,
                r#unsafe: from.optional("unsafe")?,
                r#unsized: from.optional("unsized")?,
                r#use: from.optional("use")?,
                r#virtual: from.optional("virtual")?,
                r#where: from.optional("where")?,
                r#while: from.optional("while")?,
                r#yield: from.optional("yield")?,
                out: from.optional("out")?,
                from: from.optional("from")?,
                value: from.optional("value")?,
                new: from.optional("new")?,
                macro_rules: from.optional("macro-rules")?,
                raw: from.optional("raw")?,
                safe: from.optional("safe")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Words);

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
            Self {
                some: ::std::option::Option::None,
                none: ::std::option::Option::None,
            }
        }

        /// The same, with `some`.
        #[must_use]
        pub fn with_some(mut self, value: Vec) -> Self {
            self.some = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `none`.
        #[must_use]
        pub fn with_none(
            mut self,
            value: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            self.none = ::std::option::Option::Some(value.into());
            self
        }
    }

    impl ::qga_runtime::Object for Option {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("some", &self.some);
            out.optional("none", &self.none);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                some: from.optional("some")?,
                none: from.optional("none")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Option);

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
            Self {
                string,
                r#box: ::std::option::Option::None,
            }
        }

        /// The same, with `box`.
        #[must_use]
        pub fn with_box(mut self, value: ::std::vec::Vec<Box>) -> Self {
            self.r#box = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Vec {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("string", &self.string);
            out.optional("box", &self.r#box);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                string: from.required("string")?,
                r#box: from.optional("box")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Vec);

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

    impl ::qga_runtime::Object for String {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("ok", &self.ok);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self { ok: from.required("ok")? })
        }
    }

    ::qga_runtime::wire_object!(String);

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

    impl ::qga_runtime::Object for Box {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("into", &self.into);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                into: from.required("into")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Box);

    /// The values of `Self`.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
        /// A value that this schema lacks: the other side is newer.
        Other(::std::string::String),
    }

    impl ::qga_runtime::QapiEnum for Self_ {
        const NAMES: &'static [&'static str] = &[
            "self",
            "super",
            "default",
            "some",
            "none",
            "ok",
            "err",
            "result",
        ];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "self" => ::std::option::Option::Some(Self::Self_),
                "super" => ::std::option::Option::Some(Self::Super),
                "default" => ::std::option::Option::Some(Self::Default),
                "some" => ::std::option::Option::Some(Self::Some),
                "none" => ::std::option::Option::Some(Self::None),
                "ok" => ::std::option::Option::Some(Self::Ok),
                "err" => ::std::option::Option::Some(Self::Err),
                "result" => ::std::option::Option::Some(Self::Result),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Self_ => "self",
                Self::Super => "super",
                Self::Default => "default",
                Self::Some => "some",
                Self::None => "none",
                Self::Ok => "ok",
                Self::Err => "err",
                Self::Result => "result",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Self_);

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
            Self {
                ok: ::std::option::Option::None,
                err: ::std::option::Option::None,
            }
        }

        /// The same, with `ok`.
        #[must_use]
        pub fn with_ok(mut self, value: Option) -> Self {
            self.ok = ::std::option::Option::Some(value);
            self
        }

        /// The same, with `err`.
        #[must_use]
        pub fn with_err(mut self, value: Default) -> Self {
            self.err = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Result {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.optional("ok", &self.ok);
            out.optional("err", &self.err);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                ok: from.optional("ok")?,
                err: from.optional("err")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Result);

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

    impl ::std::convert::From<::std::string::String> for Default {
        fn from(value: ::std::string::String) -> Self {
            Self::String(value)
        }
    }

    impl ::std::convert::From<::std::vec::Vec<Vec>> for Default {
        fn from(value: ::std::vec::Vec<Vec>) -> Self {
            Self::Vec(value)
        }
    }

    impl ::qga_runtime::Marshal for Default {
        fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::String(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::Vec(value) => ::qga_runtime::Marshal::marshal(value, out),
                Self::None => ::qga_runtime::Marshal::marshal(&::qga_runtime::Null, out),
            }
        }
    }

    impl ::qga_runtime::Unmarshal for Default {
        fn unmarshal(
            value: ::qga_runtime::Value<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            match value.kind() {
                ::qga_runtime::JsonKind::String => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::String)
                }
                ::qga_runtime::JsonKind::Array => {
                    ::qga_runtime::Unmarshal::unmarshal(value).map(Self::Vec)
                }
                ::qga_runtime::JsonKind::Null => ::std::result::Result::Ok(Self::None),
                _ => ::std::result::Result::Err(value.wrong_type("Default")),
            }
        }
    }

    ::qga_runtime::wire_serde!(Default);

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

    impl ::qga_runtime::QapiEnum for Clone {
        const NAMES: &'static [&'static str] = &["into", "from"];
        fn from_name(name: &str) -> ::std::option::Option<Self> {
            match name {
                "into" => ::std::option::Option::Some(Self::Into),
                "from" => ::std::option::Option::Some(Self::From),
                _ => ::std::option::Option::None,
            }
        }

        fn name(&self) -> &str {
            match *self {
                Self::Into => "into",
                Self::From => "from",
                Self::Other(ref name) => name,
            }
        }

        fn other(name: &str) -> ::std::option::Option<Self> {
            ::std::option::Option::Some(Self::Other(::std::string::String::from(name)))
        }
    }

    ::qga_runtime::wire_enum!(Clone);

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

    impl ::qga_runtime::Object for From {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("into", &self.branch.tag());
            out.member("from", &self.from);
            self.branch.marshal_branch(out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let tag = from.required("into")?;
            ::std::result::Result::Ok(Self {
                from: from.required("from")?,
                branch: FromBranch::unmarshal_branch(tag, from)?,
            })
        }
    }

    ::qga_runtime::wire_object!(From);

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

    impl FromBranch {
        /// The value of `into`.
        pub fn tag(&self) -> Clone {
            match self {
                Self::From(..) => Clone::From,
                Self::Into => Clone::Into,
                Self::Other(name) => Clone::Other(::std::clone::Clone::clone(name)),
            }
        }

        fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            match self {
                Self::From(value) => ::qga_runtime::Object::marshal_members(value, out),
                _ => {}
            }
        }

        fn unmarshal_branch(
            tag: Clone,
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            let branch = match tag {
                Clone::From => Self::From(::qga_runtime::Object::unmarshal_members(from)?),
                Clone::Into => Self::Into,
                Clone::Other(name) => Self::Other(name),
            };
            ::std::result::Result::Ok(branch)
        }
    }
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
        pub fn new(
            r#type: impl ::std::convert::Into<::std::string::String>,
            self_: i64,
        ) -> Self {
            Self {
                r#type: r#type.into(),
                self_,
                crate_: ::std::option::Option::None,
            }
        }

        /// The same, with `crate`.
        #[must_use]
        pub fn with_crate_(mut self, value: bool) -> Self {
            self.crate_ = ::std::option::Option::Some(value);
            self
        }
    }

    impl ::qga_runtime::Object for Yield {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            out.member("type", &self.r#type);
            out.member("self", &self.self_);
            out.optional("crate", &self.crate_);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {
                r#type: from.required("type")?,
                self_: from.required("self")?,
                crate_: from.optional("crate")?,
            })
        }
    }

    ::qga_runtime::wire_object!(Yield);

    impl ::qga_runtime::Command for Yield {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::YIELD_COMMAND;
        type Returns = ();
    }

    /// The command `some`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Some(
        /// All its members.
        pub super::types::Result,
    );

    impl ::std::convert::From<super::types::Result> for Some {
        fn from(value: super::types::Result) -> Self {
            Self(value)
        }
    }

    impl ::qga_runtime::Object for Some {
        fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
            ::qga_runtime::Object::marshal_members(&self.0, out);
        }

        fn unmarshal_members(
            from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::qga_runtime::Object::unmarshal_members(from).map(Self)
        }
    }

    ::qga_runtime::wire_object!(Some);

    impl ::qga_runtime::Command for Some {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::SOME_COMMAND;
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

    impl ::qga_runtime::Object for None {
        fn marshal_members(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
        fn unmarshal_members(
            _from: &mut ::qga_runtime::ObjectReader<'_>,
        ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
            ::std::result::Result::Ok(Self {})
        }
    }

    ::qga_runtime::wire_object!(None);

    impl ::qga_runtime::Command for None {
        const INFO: &'static ::qga_runtime::CommandInfo = &super::info::NONE_COMMAND;
        type Returns = ();
    }
}

/// The schema's descriptions of commands and types.
pub mod info {
    /// All commands, in schema order.
    pub static COMMANDS: &[&::qga_runtime::CommandInfo] = &[
        &YIELD_COMMAND,
        &SOME_COMMAND,
        &NONE_COMMAND,
    ];

    /// [`yield`](super::commands::Yield).
    pub static YIELD_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64),
            ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::Bool).optional(),
        ],
        ..::qga_runtime::CommandInfo::new("yield")
    };

    /// [`some`](super::commands::Some).
    pub static SOME_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo {
        arguments: &[
            ::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Object(&OPTION))
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "err",
                    ::qga_runtime::TypeInfo::Alternate(&DEFAULT),
                )
                .optional(),
        ],
        returns: ::std::option::Option::Some(::qga_runtime::TypeInfo::Union(&FROM)),
        ..::qga_runtime::CommandInfo::new("some")
    };

    /// [`none`](super::commands::None).
    pub static NONE_COMMAND: ::qga_runtime::CommandInfo = ::qga_runtime::CommandInfo::new(
        "none",
    );

    /// [`Words`](super::types::Words).
    pub static WORDS: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("abstract", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("as", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("async", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("await", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("become", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("box", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("break", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("const", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("continue", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("crate", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("do", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("dyn", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("else", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("enum", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("extern", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("false", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("final", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("fn", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("for", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("gen", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("if", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("impl", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("in", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("let", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("loop", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("macro", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("match", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("mod", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("move", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("mut", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("override", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("priv", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("pub", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("ref", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("return", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("self", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("static", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("struct", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("super", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("trait", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("true", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("try", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("type", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("typeof", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("union", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("unsafe", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("unsized", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("use", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("virtual", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("where", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("while", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("yield", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("out", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("value", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("new", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("macro-rules", ::qga_runtime::TypeInfo::INT64)
                .optional(),
            ::qga_runtime::MemberInfo::new("raw", ::qga_runtime::TypeInfo::INT64).optional(),
            ::qga_runtime::MemberInfo::new("safe", ::qga_runtime::TypeInfo::INT64).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Words")
    };

    /// [`Option`](super::types::Option).
    pub static OPTION: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("some", ::qga_runtime::TypeInfo::Object(&VEC))
                .optional(),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Str).optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Option")
    };

    /// [`Vec`](super::types::Vec).
    pub static VEC: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new(
                "string",
                ::qga_runtime::TypeInfo::Object(&STRING),
            ),
            ::qga_runtime::MemberInfo::new(
                    "box",
                    ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&BOX)),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Vec")
    };

    /// [`String`](super::types::String).
    pub static STRING: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Bool)],
        ..::qga_runtime::ObjectInfo::new("String")
    };

    /// [`Box`](super::types::Box).
    pub static BOX: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("into", ::qga_runtime::TypeInfo::Enum(&SELF)),
        ],
        ..::qga_runtime::ObjectInfo::new("Box")
    };

    /// [`Self`](super::types::Self_).
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

    /// [`Result`](super::types::Result).
    pub static RESULT: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("ok", ::qga_runtime::TypeInfo::Object(&OPTION))
                .optional(),
            ::qga_runtime::MemberInfo::new(
                    "err",
                    ::qga_runtime::TypeInfo::Alternate(&DEFAULT),
                )
                .optional(),
        ],
        ..::qga_runtime::ObjectInfo::new("Result")
    };

    /// [`Default`](super::types::Default).
    pub static DEFAULT: ::qga_runtime::AlternateInfo = ::qga_runtime::AlternateInfo {
        branches: &[
            ::qga_runtime::MemberInfo::new("string", ::qga_runtime::TypeInfo::Str),
            ::qga_runtime::MemberInfo::new(
                "vec",
                ::qga_runtime::TypeInfo::Array(&::qga_runtime::TypeInfo::Object(&VEC)),
            ),
            ::qga_runtime::MemberInfo::new("none", ::qga_runtime::TypeInfo::Null),
        ],
        ..::qga_runtime::AlternateInfo::new("Default")
    };

    /// [`Clone`](super::types::Clone).
    pub static CLONE: ::qga_runtime::EnumInfo = ::qga_runtime::EnumInfo {
        values: &[
            ::qga_runtime::ValueInfo::new("into"),
            ::qga_runtime::ValueInfo::new("from"),
        ],
        ..::qga_runtime::EnumInfo::new("Clone")
    };

    /// [`From`](super::types::From).
    pub static FROM: ::qga_runtime::ObjectInfo = ::qga_runtime::ObjectInfo {
        members: &[
            ::qga_runtime::MemberInfo::new("into", ::qga_runtime::TypeInfo::Enum(&CLONE)),
            ::qga_runtime::MemberInfo::new("from", ::qga_runtime::TypeInfo::Enum(&SELF)),
        ],
        discriminator: ::std::option::Option::Some("into"),
        branches: &[
            ::qga_runtime::BranchInfo::new("from")
                .ty(::qga_runtime::TypeInfo::Object(&STRING)),
            ::qga_runtime::BranchInfo::new("into"),
        ],
        ..::qga_runtime::ObjectInfo::new("From")
    };
}

/// A method for every command.
pub mod client {
    /// A method for every command, for each client that runs commands.
    pub trait ClientExt: ::qga_runtime::Caller {
        /// Runs [`yield`](super::commands::Yield).
        fn r#yield(
            &mut self,
            command: super::commands::Yield,
        ) -> ::std::result::Result<(), ::qga_runtime::CallError> {
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
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`some`](super::commands::Some).
        fn some(
            &mut self,
            command: super::commands::Some,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<super::types::From, ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, command)
        }

        /// Runs [`none`](super::commands::None).
        fn none(
            &mut self,
        ) -> impl ::std::future::Future<
            Output = ::std::result::Result<(), ::qga_runtime::CallError>,
        > + Send {
            ::qga_runtime::AsyncCaller::call(self, super::commands::None {})
        }
    }

    impl<T: ::qga_runtime::AsyncCaller + ?Sized> AsyncClientExt for T {}
}

/// The agent's side: the trait that it implements, and the table of its commands.
pub mod server {
    /// An agent that handles every command of the schema.
    pub trait Handlers: ::qga_runtime::Handler<
            super::commands::Yield,
        > + ::qga_runtime::Handler<
            super::commands::Some,
        > + ::qga_runtime::Handler<super::commands::None> {}

    impl<T> Handlers for T
    where
        T: ::qga_runtime::Handler<super::commands::Yield>
            + ::qga_runtime::Handler<super::commands::Some>
            + ::qga_runtime::Handler<super::commands::None>,
    {}

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
