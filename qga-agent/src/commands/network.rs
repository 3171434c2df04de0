//! The guest's network interfaces and routes.

#[cfg_attr(target_os = "linux", path = "network/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "network/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;
