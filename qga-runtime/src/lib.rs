//! What both ends of the guest agent protocol need at run time.

extern crate self as qga_runtime;

#[cfg(feature = "guest")]
pub mod guest;

mod error;

pub use error::{CommandError, ErrorClass};
