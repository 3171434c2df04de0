//! The command set of the QEMU guest agent.

pub use generated::{commands, types};

mod generated {
    pub mod commands;
    pub mod types;
}
