//! Talks to the guest agents of virtual machines: runs programs, copies files, freezes file systems, and calls every
//! command, typed. Any QEMU guest agent will do, of any age, a hostile one included.
//!
//! ```no_run
//! use std::io::Read;
//! use qga_client::{Client, ClientExt};
//!
//! let mut vm = Client::connect("unix:/run/vm1.agent")?;
//! let output = vm.exec("ls").arg("-l").current_dir("/var/log").output()?;
//! print!("{}", String::from_utf8_lossy(&output.stdout));
//!
//! vm.copy_to("site.conf", "/etc/nginx/").run()?;
//! let mut text = String::new();
//! vm.open("/etc/os-release")?.read_to_string(&mut text)?;
//!
//! let frozen = vm.freeze()?;
//! // Take a snapshot of the disk here.
//! println!("frozen for {:?}", frozen.thaw()?.window);
//!
//! println!("{}", vm.guest_get_host_name()?.host_name);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What people do with a guest
//!
//! | task | call | by the way |
//! |---|---|---|
//! | run a program | [`Client::exec`], [`Exec::output`] | what it writes, up to 16 MiB of each stream |
//! | the same, live | [`Exec::stream`] | any length, standard input, signals, a terminal |
//! | read or write a file | [`Client::open`], [`Client::open_with`] | `Read`, `Write` and `Seek` |
//! | copy a file | [`Client::copy_to`], [`Client::copy_from`], [`Client::put`] | whole or not at all, checked, resumed |
//! | list a folder | [`Client::list_tree`] | names that are safe on the host |
//! | freeze for a backup | [`Client::freeze`] | thaws when it is dropped |
//! | wait for a guest | [`Client::connect_when_up`], [`Client::wait_until_up`] | its socket may be missing still |
//! | anything else | [`ClientExt`] | a method for every command |
//!
//! They work with stock agents: what the protocol lacks is done by a shell in the guest, and if there is none, the result
//! says what was not possible ([`Lost`], [`Copied`]). The folder `examples` has a back-up, an inventory, a script that runs
//! everywhere, and a file that is pushed to many.
//!
//! # The types worth knowing
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
//! # Features
//!
//! - `tokio` adds `AsyncClient`, with the same methods over any `AsyncRead` and `AsyncWrite`;
//! - `test` adds `test::FakeAgent`, for tests of your own program without a guest;
//! - `targets` adds `Target`: guests by their names, through libvirt, `ssh` or a program;
//! - `cli` builds the `qga` tool.
//!
//! Without features the library brings neither an argument parser nor an async runtime.

#[cfg(feature = "tokio")]
mod asynchronous;
mod client;
mod connect;
mod copy;
mod either;
mod exec;
mod file;
mod freeze;
mod options;
mod pace;
pub mod qmp;
#[cfg(feature = "targets")]
mod target;
#[cfg(feature = "test")]
pub mod test;
mod timeouts;
mod wait;

#[cfg(feature = "tokio")]
pub use asynchronous::{AsyncClient, AsyncStream};
pub use client::Client;
pub use copy::{Attributes, Copied, CopyError, CopyFile, Listing, Progress, TreeEntry};
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
#[cfg(feature = "targets")]
pub use target::{
    Channel, DomainChannel, DomainState, Found, LibvirtDomain, QemuProcess, Source, Target, TargetError, Way,
};
pub use timeouts::Timeouts;
