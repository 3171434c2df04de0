//! Generates Rust code from a checked QAPI schema: types, commands, events, both sides of the protocol.
//!
//! The code uses paths of `qga_runtime`; this crate does not depend on it. It is written as formatted text: a checked-in
//! file holds that text, and a macro expands to its tokens. Macros of `qga_runtime` implement what all types of one kind
//! share, so the output holds only the differences.
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
mod code;
mod commands;
mod deprecation;
mod doc_comments;
mod enums;
mod error;
mod events;
mod exceptions;
mod fields;
mod info;
mod markdown;
mod names;
mod objects;
mod plan;
mod rust_type;
mod server;
mod structs;
mod types;
mod unions;
mod usage;

use std::fmt::Write;

use qga_schema::Schema;

pub use error::Error;

use crate::code::Code;
use crate::plan::Plan;

/// The definitions to generate: by default all. If a list is given, only those in the lists and the types they use.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Commands, by their names in the schema.
    pub commands: Option<Vec<String>>,
    /// Events, by their names in the schema.
    pub events: Option<Vec<String>>,
    /// Types, by their names in the schema.
    pub types: Option<Vec<String>>,
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
    items: String,
}

/// Generates code for a schema. The same schema and options give the same code.
///
/// # Errors
/// If the options name a definition that the schema lacks.
pub fn generate(schema: &Schema, options: &Options) -> Result<Generated, Error> {
    let qtype = types::qtype();
    let plan = Plan::new(schema, &qtype, options)?;
    let module = |name, doc, write: fn(&Plan<'_>, &mut Code)| {
        let mut code = Code::default();
        write(&plan, &mut code);
        Module { name, doc, items: code.finish() }
    };
    let mut modules = vec![
        module("types", "The types of arguments, results and events.", types::write),
        module("commands", "The commands: each is a struct that holds its arguments.", commands::write),
        module("client", "A method for every command.", client::write),
        module(
            "server",
            "The agent's side: the trait that it implements, and the table of its commands.",
            server::write,
        ),
    ];
    if !plan.events.is_empty() {
        modules.push(module("events", "The events that the server sends.", events::write));
    }
    Ok(Generated { modules })
}

impl Generated {
    /// The modules: `types`, `commands`, `client`, `server`, and `events` if there are any.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The text of all modules, in one file, after a comment line with `header`.
    pub fn render(&self, header: &str) -> String {
        let mut text = format!("// {header}\n");
        for Module { name, doc, items } in &self.modules {
            write!(text, "\n/// {doc}\npub mod {name} {{\n").expect("a string takes everything");
            for line in items.lines() {
                text.push_str(if line.is_empty() { "" } else { "    " });
                text.push_str(line);
                text.push('\n');
            }
            text.push_str("}\n");
        }
        text
    }
}

impl Module {
    /// The name of the module, and of the file without its extension.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its text, after a comment line with `header`.
    pub fn render(&self, header: &str) -> String {
        format!("// {header}\n\n//! {}\n\n{}", self.doc, self.items)
    }
}
