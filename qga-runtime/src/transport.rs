//! Byte streams between host and guest, and the text that says where to find one.

mod address;

#[cfg(unix)]
pub mod char_device;
#[cfg(unix)]
mod listener;
#[cfg(unix)]
pub mod memory;
#[cfg(target_os = "linux")]
pub(crate) mod readiness;
#[cfg(all(unix, not(target_os = "linux")))]
#[path = "transport/readiness_polled.rs"]
pub(crate) mod readiness;
#[cfg(all(target_os = "linux", test))]
mod readiness_polled;
#[cfg(unix)]
mod stream;
#[cfg(unix)]
mod tcp;
#[cfg(unix)]
mod unix;
#[cfg(target_os = "linux")]
mod vsock;
#[cfg(all(unix, not(target_os = "linux")))]
#[path = "transport/vsock_unsupported.rs"]
mod vsock;
#[cfg(unix)]
pub(crate) mod watching;

pub use address::{Address, AddressError};
#[cfg(unix)]
pub use listener::{Admission, Listener, Peer};
#[cfg(unix)]
pub use stream::Stream;
