//! The `qga` tool: what it sends, prints and exits with.
#![cfg(feature = "cli")]

mod agent;
#[cfg(feature = "test")]
mod broker;
mod control;
mod copying;
mod doctor;
#[cfg(feature = "test")]
mod exporter;
mod freeze;
mod generated;
#[cfg(feature = "test")]
mod hostile;
mod looking;
#[cfg(feature = "test")]
mod many;
mod marked;
mod peer;
mod printing;
mod qemu;
mod real_qemu;
#[cfg(feature = "test")]
mod recorded;
mod running;
mod scripted;
mod session;
mod ssh;
mod status;
mod terminal;
mod vendor;
mod verbs;
mod words;
