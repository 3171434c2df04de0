//! What people do with a guest, against real agents: run programs, read and write files, copy.

mod agents;
mod copy;
mod exec;
mod file;
#[path = "../cli/marked.rs"]
mod marked;
#[cfg(feature = "tokio")]
mod tokio;
