//! Lists no interfaces and routes on operating systems without a half of this topic.

use qga_runtime::CommandError;
use qga_runtime::guest::types::{GuestNetworkInterface, GuestNetworkRoute};

pub(super) const UNSUPPORTED: &[&str] = &["guest-network-get-interfaces", "guest-network-get-route"];

pub(super) fn interfaces() -> Result<Vec<GuestNetworkInterface>, CommandError> {
    Err(CommandError::new("network interfaces cannot be read on this operating system"))
}

pub(super) fn routes() -> Result<Vec<GuestNetworkRoute>, CommandError> {
    Err(CommandError::new("routes cannot be read on this operating system"))
}
