//! Generates Rust code from a checked QAPI schema: types, commands, events, both sides of the protocol.
//!
//! Items are made as tokens: a macro expands to them, and a checked-in file holds them as text. They use paths of
//! `qga_runtime`; this crate does not depend on it. What all types do alike is written once, in macros of `qga_runtime`.
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
#[cfg(feature = "cli")]
pub mod cli;
mod client;
mod commands;
mod deprecation;
mod doc_comments;
mod enums;
mod error;
mod events;
mod external;
mod fields;
mod identifiers;
mod info;
mod markdown;
mod members;
mod names;
mod objects;
mod plan;
mod rust_type;
mod selection;
mod server;
mod since;
mod structs;
mod text;
mod types;
mod unions;
mod usage;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use qga_schema::Schema;
use quote::quote;

pub use error::Error;

use crate::plan::Plan;

/// What to generate, and what the schema's owner says about members beside the schema. As JSON, it has these fields.
///
/// Without `commands`, `events` and `types` everything is generated; with one, only what is named, and the types it uses.
/// A member is named by its owner, a type, command or event, and its own name: `acme-read:data-b64`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Commands, by their names in the schema.
    pub commands: Option<Vec<String>>,
    /// Events, by their names in the schema.
    pub events: Option<Vec<String>>,
    /// Types, by their names in the schema.
    pub types: Option<Vec<String>>,
    /// The symbols that are defined. Commands and events under conditions that do not hold are left out; without this
    /// nothing is. Types and members are the same everywhere, whatever is defined.
    pub defines: Option<Vec<String>>,
    /// Members that are strings and hold bytes in base64.
    pub bytes: Vec<String>,
    /// Members that debug output omits. Those that hold bytes are wiped after use.
    pub secret: Vec<String>,
    /// Members that are integers and hold the length of bytes in the same object.
    pub lengths: Vec<String>,
    /// Mandatory members that are younger than their owner, with the release that introduced them, where documentation
    /// does not say so. A client accepts their absence; an agent always sends them.
    pub younger: IndexMap<String, String>,
    /// Included files whose definitions another Rust module holds already, with its absolute path: the guest agent's
    /// schema and `qga_runtime::guest`. They are used, and not generated again; so are those of files that they include.
    pub external: IndexMap<String, String>,
}

/// The generated code: modules side by side.
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
/// If the options name a definition that the schema lacks.
pub fn generate(schema: &Schema, options: &Options) -> Result<Generated, Error> {
    let qtype = types::qtype();
    let plan = Plan::new(schema, &qtype, options)?;
    let module = |name, doc, items: fn(&Plan<'_>) -> Vec<TokenStream>| Module { name, doc, items: items(&plan) };
    let mut modules = vec![
        module("types", "The types of arguments, results and events.", types::items),
        module("commands", "The commands: each is a struct that holds its arguments.", commands::items),
        module("info", "The schema's descriptions of commands and types.", info::items),
        module("client", "A method for every command.", client::items),
        module(
            "server",
            "The agent's side: the trait that it implements, and the table of its commands.",
            server::items,
        ),
    ];
    if !plan.events.is_empty() {
        modules.push(module("events", "The events that the server sends.", events::items));
    }
    Ok(Generated { modules })
}

impl Generated {
    /// The modules: `types`, `commands`, `info`, `client`, `server`, and `events` if there are any.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// All modules as tokens.
    pub fn tokens(&self) -> TokenStream {
        self.modules.iter().map(Module::tokens).collect()
    }

    /// The text of all modules, in one file, after a comment line with `header`.
    pub fn render(&self, header: &str) -> String {
        text::file(
            header,
            self.modules.iter().map(|Module { name, doc, items }| text::module(&names::module(name), doc, items)),
        )
    }
}

impl Module {
    /// The name of the module, and of the file without its extension.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its items.
    pub fn items(&self) -> &[TokenStream] {
        &self.items
    }

    /// Its text, after a comment line with `header`.
    pub fn render(&self, header: &str) -> String {
        let doc = format!("//! {}\n", self.doc);
        text::file(header, [doc].into_iter().chain(self.items.iter().map(text::item)))
    }

    fn tokens(&self) -> TokenStream {
        let Module { doc, items, .. } = self;
        let name = names::module(self.name);
        quote! {
            #[doc = #doc]
            pub mod #name { #(#items)* }
        }
    }
}
