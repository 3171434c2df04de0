//! The agent as a process: daemon, helper programs, deadlines, log, and the files that it trusts.

pub(crate) mod child;
pub(crate) mod daemon;
pub(crate) mod deadline;
pub(crate) mod footprint;
pub(crate) mod former;
pub(crate) mod inheritance;
pub(crate) mod logging;
pub(crate) mod programs;
pub(crate) mod service_manager;
pub(crate) mod state_file;
#[cfg(all(target_feature = "crt-static", target_env = "gnu", target_arch = "x86_64"))]
mod static_libc;
pub(crate) mod trusted_path;
