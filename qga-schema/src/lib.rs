//! Parses and checks QAPI schemas, the interface language of QEMU.

pub mod diagnostic;
pub mod diff;
pub mod doc;
pub mod entities;
pub mod introspect;
pub mod ir;
pub mod source;

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
pub use doc::{Doc, Example, Section, SectionKind};
pub use error::Error;
pub use pragma::Pragmas;
pub use render::render;
#[cfg(feature = "render")]
pub use render::render_styled;
pub use schema::{Include, Module, Options, Schema};
pub use source::{Location, Source, Sources, Span};
