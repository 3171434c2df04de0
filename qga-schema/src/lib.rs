//! Parses and checks QAPI schemas, the interface language of QEMU.
//!
//! The input is a schema's text; the result is plain data that obeys all rules of the language, or a list of errors, each
//! with its code, its place and the source text around it.
//!
//! ```
//! use qga_schema::{Lints, Options, Schema, ir::Definition};
//!
//! let text = "
//! ###
//! ## @pump-start:
//! ##
//! ## Start a pump.  It runs until it is stopped.
//! ##
//! ## @id: which one
//! ##
//! ## Since: 1.0
//! ###
//! { 'command': 'pump-start', 'data': { 'id': 'str', '*speed': 'uint32' } }
//! ";
//! // One argument is not described, which QEMU's own tool refuses.
//! let strict = Options { lints: Lints::deny_form(), ..Options::default() };
//! let error = Schema::parse_with("pump.json", text, &strict).unwrap_err();
//! assert_eq!(error.diagnostics()[0].code, "DOC19");
//! assert!(error.to_string().starts_with("pump.json:11:1: error[DOC19]: 'speed' has no description"));
//! assert_eq!(Schema::parse("pump.json", text)?.warnings()[0].code, "DOC19");
//!
//! let schema = Schema::parse("pump.json", &text.replace("which one", "which one\n# @speed: how fast"))?;
//! for command in schema.commands() {
//!     let doc = command.common.doc.as_ref().expect("it is documented");
//!     println!("{}: {}", command.common.name, doc.summary());
//!     for argument in schema.arguments_of(&command.arguments) {
//!         println!("  {}: {}", argument.name, doc.member(&argument.name).unwrap_or_default());
//!     }
//! }
//! assert!(matches!(schema.get("pump-start"), Some(Definition::Command(_))));
//! # Ok::<(), qga_schema::Error>(())
//! ```
//!
//! Five types worth knowing:
//!
//! - [`Schema`] is made by [`Schema::load`] or [`Schema::parse`] alone, so that its holder may rely on the rules;
//! - [`ir::Definition`] is an enum, struct, union, alternate, command or event, in schema order;
//! - [`Doc`] is a documentation comment, taken apart into sections;
//! - [`Error`] shows itself as text, and holds each [`Diagnostic`] as data;
//! - [`Options`] chooses the [`Dialect`], the grammar of a release of QEMU, and how [`Lints`] are reported.
//!
//! On top of them, [`introspect`](introspect::introspect) makes a server's answer about the schema, [`usage`] finds the
//! side that reads each type, [`diff`](diff::diff) the side that breaks by a change, and [`Schema::entities`] lists all
//! definitions module by module.
//!
//! # Errors, lints, dialects
//!
//! These are independent of each other:
//!
//! - An *error* of the language makes the meaning of the schema unclear. The schema is refused; no option lowers an error.
//! - A *lint* is about the form and completeness of documentation. It warns, unless it is allowed or denied, alone or with
//!   all those of QEMU's own tool, the group `form` ([`lint::LINTS`]).
//! - A *dialect* is the grammar of a range of releases. The default reads every schema of QEMU since 6.2 as it was shipped;
//!   [`Error::older_dialect`] finds the one of an older schema.
//!
//! [`Schema::load`] reads a schema of several files:
//!
//! ```
//! use qga_schema::{Schema, ir::{Definition, Type}};
//!
//! # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/qapi-schema-guest.json");
//! let schema = Schema::load(path)?;
//! // Which commands answer with a union, and what selects its branches?
//! for command in schema.commands() {
//!     let Some(Type::Defined(name)) = command.returns.as_ref().map(|it| &it.ty) else { continue };
//!     if let Some(Definition::Union(union)) = schema.get(name) {
//!         println!("{} returns {name}, selected by '{}'", command.common.name, union.discriminator);
//!     }
//! }
//! // The definitions with their versions and places.
//! for definition in schema.definitions() {
//!     let common = definition.common();
//!     let since = common.doc.as_ref().and_then(|doc| doc.since()).unwrap_or("?");
//!     let at = schema.sources().location(common.name_span);
//!     println!("{}:{}: {} {}, since {since}", at.path, at.line, definition.kind(), common.name);
//! }
//! # assert!(schema.commands().count() > 40);
//! # Ok::<(), qga_schema::Error>(())
//! ```
//!
//! Codes are those of the language's error catalogue. Beyond it, `LIM…` is a limit that keeps hostile input from using
//! up memory or stack, `WARN…` a lint that QEMU's own tool does not have, and `LEG…` what was read in an old meaning.
//!
//! # Speed
//!
//! Time and memory grow in proportion to the text; the test `linear` counts allocations. The tool `qapi check` of this
//! workspace, on a generated schema of 30,000 lines (1,728 documented definitions, as many as the machine protocol has)
//! and on 4 and 16 times as large ones, on one loaded core of a cloud machine, in time of the processor:
//!
//! | size | text | time | instructions a byte |
//! |------|------|------|---------------------|
//! | 1×   | 0.58 MB | 15 ms | 124 |
//! | 4×   | 2.3 MB | 54 ms | 122 |
//! | 16×  | 9.4 MB | 0.22 s | 120 |
//!
//! Instructions are those of `valgrind --tool=callgrind`. `cargo bench -p qga-schema` measures 1, 10 and 100 times the
//! schema.

pub mod diagnostic;
pub mod dialect;
pub mod diff;
pub mod doc;
pub mod entities;
pub mod introspect;
pub mod ir;
pub mod lint;
pub mod source;
pub mod usage;

mod check;
mod error;
mod expr;
mod include;
mod legacy;
mod lexer;
mod lower;
mod names;
mod parser;
mod pragma;
mod render;
mod schema;
mod suggest;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use dialect::Dialect;
pub use doc::{Doc, Example, Section, SectionKind};
pub use error::Error;
pub use lint::{Level, Lints};
pub use pragma::Pragmas;
pub use render::render;
#[cfg(feature = "render")]
pub use render::render_styled;
pub use schema::{Include, Module, Options, Schema, read_file};
pub use source::{Location, Source, Sources, Span};
