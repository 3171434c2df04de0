//! The guest agent as a library: what `main` runs, and what a vendor extends with commands of their own.

mod agent;
mod commands;
mod deadline;
mod errno;
mod programs;

pub use agent::Agent;
