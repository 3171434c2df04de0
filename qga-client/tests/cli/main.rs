//! The `qga` tool: what it sends, prints and exits with.
#![cfg(feature = "cli")]

mod agent;
#[cfg(feature = "test")]
mod broker;
mod control;
mod copying;
#[cfg(feature = "test")]
mod exporter;
mod freeze;
mod generated;
#[cfg(feature = "test")]
mod hostile;
mod looking;
mod peer;
mod printing;
#[cfg(feature = "test")]
mod recorded;
mod running;
mod scripted;
mod session;
mod status;
mod terminal;
mod vendor;
mod words;
