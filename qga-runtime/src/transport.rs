//! Byte streams between host and guest, and the text that says where to find one.

mod address;

#[cfg(unix)]
pub mod char_device;
#[cfg(target_os = "linux")]
pub(crate) mod hangup;
#[cfg(all(unix, not(target_os = "linux")))]
#[path = "transport/hangup_polled.rs"]
pub(crate) mod hangup;
#[cfg(unix)]
mod listener;
#[cfg(unix)]
pub mod memory;
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

pub use address::{Address, AddressError};
#[cfg(unix)]
pub use listener::{Admission, Listener, Peer};
#[cfg(unix)]
pub use stream::Stream;
