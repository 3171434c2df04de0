//! The guest agent as a library, which a vendor extends with commands of their own.

mod commands;
#[cfg(test)]
mod fixture;
#[cfg(target_os = "linux")]
mod linux;
mod os;
mod process;
mod service;
mod settings;

pub use commands::commands;
pub use process::logging::LogFormat;
pub use service::agent::{Agent, Extended};
pub use service::{main, main_with, run};
pub use settings::config::Config;
