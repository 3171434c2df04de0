//! Talks to the guest agents of virtual machines: typed calls that stay in step, in bounds and in time, whatever the
//! other side does. Any QEMU guest agent will do, of any age, a hostile one included.
//!
//! ```no_run
//! use qga_client::{Client, ClientExt, commands};
//!
//! let mut vm = Client::connect(&"unix:/run/vm1.agent".parse()?)?;
//! vm.guest_ping()?;
//! let handle = vm.guest_file_open(commands::GuestFileOpen::new("/etc/hostname"))?;
//! let read = vm.guest_file_read(commands::GuestFileRead::new(handle))?;
//! print!("{}", String::from_utf8_lossy(&read.buf_b64.into_vec()));
//! vm.guest_file_close(commands::GuestFileClose::new(handle))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The types worth knowing:
//!
//! - [`Client`]: a connection; [`ClientExt`] gives it a method for every command;
//! - [`Address`]: where an agent's channel ends: `unix:PATH`, `vsock:CID:PORT`, `tcp:HOST:PORT`, `serial:DEVICE`;
//! - [`CallError`]: why a call gave no result, told apart so that a program can act on it;
//! - [`commands`] and [`types`]: requests and results, one struct for each, generated from the schema;
//! - [`Patience`]: how long which command may take.
//!
//! Feature `tokio` adds `AsyncClient`; feature `cli` builds the `qga` tool. Without features the library brings neither an argument parser nor an async
//! runtime.

#[cfg(feature = "tokio")]
mod asynchronous;
mod client;
mod patience;

#[cfg(feature = "tokio")]
pub use asynchronous::AsyncClient;
pub use client::{Client, Options, command_info};
pub use patience::Patience;
#[cfg(feature = "tokio")]
pub use qga_runtime::guest::AsyncClientExt;
pub use qga_runtime::guest::ClientExt;
pub use qga_runtime::guest::{commands, types};
pub use qga_runtime::transport::{Address, Transport};
pub use qga_runtime::{Any, CallError, Caller, CommandError, Payload, Returned, Secret, SessionLimits};
