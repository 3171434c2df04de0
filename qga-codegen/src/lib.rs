//! Generates Rust code from a checked QAPI schema: types, commands, events, both sides of the protocol.
//!
//! The code spells paths of `qga_runtime`; this crate does not depend on it.
//!
//! ```
//! use qga_codegen::{Options, generate};
//!
//! let schema = qga_schema::Schema::parse("pump.json", "{ 'command': 'pump-start', 'data': { '*rate': 'uint8' } }")?;
//! let code = generate(&schema, &Options::default())?;
//! let commands = code.modules().iter().find(|it| it.name() == "commands").expect("every schema has this module");
//! assert!(commands.render("pump.json").contains("pub struct PumpStart"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alternates;
mod arguments;
mod client;
mod commands;
mod doc_comments;
mod enums;
mod error;
mod events;
mod exceptions;
mod fields;
mod info;
mod lazy;
mod markdown;
mod names;
mod objects;
mod plan;
mod render;
mod rust_type;
mod server;
mod structs;
mod types;
mod unions;
mod usage;

use proc_macro2::{Ident, Span, TokenStream};
use qga_schema::Schema;
use quote::quote;

pub use error::Error;

use crate::plan::Plan;

/// What to generate: by default everything. As soon as one list is given, only what the lists name and what that reaches.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Commands, by their names in the schema.
    pub commands: Option<Vec<String>>,
    /// Events, by their names in the schema.
    pub events: Option<Vec<String>>,
    /// Types, by their names in the schema.
    pub types: Option<Vec<String>>,
}

/// The generated code: modules that lie side by side.
#[derive(Clone, Debug)]
pub struct Generated {
    modules: Vec<Module>,
}

/// A module of generated code.
#[derive(Clone, Debug)]
pub struct Module {
    name: &'static str,
    doc: &'static str,
    items: Vec<TokenStream>,
}

/// Generates code for a schema. The same schema and options give the same code.
///
/// # Errors
/// If the options name what the schema does not define.
pub fn generate(schema: &Schema, options: &Options) -> Result<Generated, Error> {
    let qtype = types::qtype();
    let plan = Plan::new(schema, &qtype, options)?;
    let module = |name, doc, items| Module { name, doc, items };
    let mut modules = vec![
        module("types", "The types that commands and events are made of.", types::items(&plan)),
        module("commands", "The commands: each is a struct that holds its arguments.", commands::items(&plan)),
        module("client", "A method for every command.", client::items(&plan)),
        module("server", "What has to be handled, and the table of it.", server::items(&plan)),
    ];
    if !plan.events.is_empty() {
        modules.push(module("events", "The events: what the server reports unasked.", events::items(&plan)));
    }
    Ok(Generated { modules })
}

impl Generated {
    /// The modules: `types`, `commands`, `client`, `server`, and `events` if there are any.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The text of all modules, in one file, behind a comment line that reads `header`.
    pub fn render(&self, header: &str) -> String {
        render::nested(header, &self.modules)
    }

    /// All modules as tokens, to be expanded in place.
    pub fn tokens(&self) -> TokenStream {
        self.modules
            .iter()
            .map(|module| {
                let (name, doc) = (Ident::new(module.name, Span::call_site()), format!(" {}", module.doc));
                let items = &module.items;
                quote! {
                    #[doc = #doc]
                    pub mod #name { #(#items)* }
                }
            })
            .collect()
    }
}

impl Module {
    /// Its name: of the module, and of the file without its ending.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its items, in order.
    pub fn items(&self) -> &[TokenStream] {
        &self.items
    }

    /// Its text, formatted, behind a comment line that reads `header`.
    pub fn render(&self, header: &str) -> String {
        render::text(header, self.doc, &self.items)
    }
}
