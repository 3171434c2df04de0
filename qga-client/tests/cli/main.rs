//! The `qga` tool: what it sends, prints and exits with.
#![cfg(feature = "cli")]

mod agent;
mod control;
mod freeze;
mod generated;
mod looking;
mod peer;
mod printing;
mod scripted;
mod status;
mod terminal;
mod words;
