//! Disks: guest-get-disks and guest-get-diskstats.

#[cfg_attr(target_os = "linux", path = "disk/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "disk/unsupported.rs")]
pub(crate) mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;
