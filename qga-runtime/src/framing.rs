//! Finds where one JSON message ends and the next begins.

/// The one command the wire itself knows: its answer follows a byte that no other answer contains.
pub(crate) const DELIMITED_SYNC: &str = "guest-sync-delimited";
