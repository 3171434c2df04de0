//! The command set of the QEMU guest agent.
//!
//! Its types and commands, the trait an agent implements and the one that gives a caller a method per command are
//! generated from `schema/qapi-schema-guest.json`.

pub use generated::client::{AsyncClientExt, ClientExt};
pub use generated::commands::COMMANDS;
pub use generated::server::{Handlers, entries};
pub use generated::{client, commands, server, types};

// Formatted by the generator, so that what is checked in does not depend on the version of a tool.
#[rustfmt::skip]
mod generated {
    pub mod client;
    pub mod commands;
    pub mod server;
    pub mod types;
}
