//! Says in one line what a passing test leaves out on this machine, and why.

use std::io::{Write, stderr};

/// Writes to the error stream itself: what `eprintln!` prints in a test that passes is not shown.
pub(crate) fn left_out(what: &str, why: impl std::fmt::Display) {
    // A line that cannot be written changes no result.
    let _ = stderr().write_all(format!("left out: {what}: {why}\n").as_bytes());
}
