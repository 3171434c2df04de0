//! The guest agent as a library: what `main` runs, and what a vendor extends with commands of their own.

mod accounts;
mod agent;
mod commands;
mod deadline;
mod errno;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod manifest;
mod programs;

pub use agent::Agent;
