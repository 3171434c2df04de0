//! The command set of the QEMU guest agent.
//!
//! All of it is generated from `schema/qapi-schema-guest.json`: types, commands, the trait that an agent implements, and
//! the one that gives a client a method per command.

pub use generated::client::{AsyncClientExt, ClientExt};
pub use generated::info::COMMANDS;
pub use generated::server::{Handlers, entries};
pub use generated::{client, commands, info, server, types};

// Laid out by the generator, so that checked-in code does not depend on rustfmt's version.
#[rustfmt::skip]
mod generated {
    pub mod client;
    pub mod commands;
    pub mod info;
    pub mod server;
    pub mod types;
}
