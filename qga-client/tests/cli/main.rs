//! The `qga` tool: what it sends, prints and exits with.
#![cfg(feature = "cli")]

mod agent;
mod looking;
mod peer;
mod printing;
mod status;
mod words;
