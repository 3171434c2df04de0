//! Talks to the guest agents of virtual machines: typed calls that stay in step, in bounds and in time, whatever the
//! other side does. Any QEMU guest agent will do, of any age, a hostile one included.
//!
//! ```no_run
//! use qga_client::{Client, ClientExt, commands};
//!
//! let mut vm = Client::connect("unix:/run/vm1.agent")?;
//! vm.guest_ping()?;
//! let handle = vm.guest_file_open(commands::GuestFileOpen::new("/etc/hostname"))?;
//! let read = vm.guest_file_read(commands::GuestFileRead::new(handle))?;
//! print!("{}", String::from_utf8_lossy(&read.buf_b64.into_vec()));
//! vm.guest_file_close(commands::GuestFileClose::new(handle))?;
//! # Ok::<(), qga_client::CallError>(())
//! ```
//!
//! The types worth knowing:
//!
//! - [`Client`]: a connection; [`ClientExt`] gives it a method for every command;
//! - [`Address`]: where an agent's channel ends: `unix:PATH`, `vsock:CID:PORT`, `tcp:HOST:PORT`, `serial:DEVICE`;
//! - [`CallError`]: why a call gave no result, told apart so that a program can act on it;
//! - [`commands`] and [`types`]: requests and results, one struct for each, generated from the schema;
//! - [`Options`]: how long each command may take ([`Timeouts`]) and how much an agent may send ([`SessionLimits`]).
//!
//! [`qmp`] has clients of QEMU's own monitor.
//!
//! A call ends at its deadline, reading the answer included, and takes about as much memory as the answer is long, beside
//! what it returns: 16 MiB at most, or 80 MiB for commands that return bytes.
//!
//! [`Client::over`] talks over any [`Transport`], such as every blocking `Read` and `Write` with time-outs
//! ([`Timed`]). Channels that are neither need the two methods of that trait.
//!
//! Feature `tokio` adds `AsyncClient`, with the same methods over any `AsyncRead` and `AsyncWrite`; feature `cli` builds the `qga` tool. Without features the library brings neither an argument parser nor an async
//! runtime.

#[cfg(feature = "tokio")]
mod asynchronous;
mod client;
mod copy;
mod either;
mod exec;
mod file;
mod freeze;
mod options;
mod pace;
pub mod qmp;
#[cfg(feature = "test")]
pub mod test;
mod timeouts;
mod wait;

#[cfg(feature = "tokio")]
pub use asynchronous::{AsyncClient, AsyncStream};
pub use client::Client;
pub use copy::{Copied, CopyError, CopyFile, Listing, Progress, TreeEntry};
#[cfg(feature = "tokio")]
pub use exec::AsyncRunning;
pub use exec::{Capture, Event, Exec, ExitStatus, Lost, Output, PROGRAM_END, Running, Signal, Terminal};
#[cfg(feature = "tokio")]
pub use file::AsyncGuestFile;
pub use file::{GuestFile, OpenMode};
#[cfg(feature = "tokio")]
pub use freeze::AsyncFrozen;
pub use freeze::{Frozen, Thawed};
pub use options::{Options, command_info};
#[cfg(feature = "tokio")]
pub use qga_runtime::guest::AsyncClientExt;
pub use qga_runtime::guest::ClientExt;
pub use qga_runtime::guest::{commands, types};
pub use qga_runtime::transport::{Address, AddressError, Stream, Timed, Transport};
pub use qga_runtime::{Any, CallError, Caller, CommandError, Payload, Returned, Secret, SessionLimits};
pub use timeouts::Timeouts;
