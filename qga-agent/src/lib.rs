//! The guest agent as a library: what `main` runs, and what a vendor extends with commands of their own.

mod accounts;
mod agent;
mod calendar;
mod channel;
mod child;
mod cli;
mod commands;
mod config;
mod daemon;
mod deadline;
mod defaults;
mod errno;
#[cfg(test)]
mod fixture;
mod footprint;
mod inheritance;
mod keyfile;
#[cfg(test)]
mod left_out;
#[cfg(target_os = "linux")]
mod linux;
mod logging;
#[cfg(test)]
mod manifest;
mod policy;
mod programs;
mod service;
mod settings;
mod stand_in;
mod state_file;
#[cfg(all(target_feature = "crt-static", target_env = "gnu", target_arch = "x86_64"))]
mod static_libc;
mod trusted_path;
mod units;
mod variables;
mod zone;

pub use agent::{Agent, Extended};
pub use commands::commands;
pub use config::Config;
pub use service::{main, main_with, run};
