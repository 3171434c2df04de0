//! The guest command set, one module a topic.
//!
//! A topic's operating system half is `commands/<topic>/<os>.rs`, chosen once, at the topic's `mod sys` line. All
//! halves of a topic have equal signatures, and the commands that an operating system lacks are data:
//!
//! ```ignore
//! #[cfg_attr(target_os = "linux", path = "cpu/linux.rs")]
//! #[cfg_attr(not(target_os = "linux"), path = "cpu/unsupported.rs")]
//! mod sys;
//!
//! /// Commands of this topic that this operating system does not have.
//! pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;
//! ```
//!
//! No topic imports another: kernel tables that several topics read are in [`linux`](crate::linux), other shared facts
//! in [`os`](crate::os).
//!
//! Work that can hang goes through [`deadline::run`](crate::process::deadline::run), helper programs through
//! [`Helper`](crate::process::programs::Helper), and the text of a system error is [`errno::text`](crate::os::errno::text).

pub(crate) mod clock;
pub(crate) mod cpu;
pub(crate) mod disk;
pub(crate) mod exec;
pub(crate) mod file;
pub(crate) mod filesystem;
pub(crate) mod fsfreeze;
pub(crate) mod memory;
pub(crate) mod network;
pub(crate) mod power;
pub(crate) mod session;
pub(crate) mod ssh;
pub(crate) mod system;
pub(crate) mod user;

use qga_runtime::{Dispatcher, Priority, guest};

use crate::service::agent::Agent;

/// The guest commands that this operating system has, served by the stock agent. A vendor extends them with entries of
/// their own.
pub fn commands() -> Dispatcher<Agent> {
    let mut dispatcher = Dispatcher::new(guest::entries::<Agent>());
    for unsupported in UNSUPPORTED {
        dispatcher = dispatcher.without(unsupported);
    }
    dispatcher
        .with_priority(Priority::Resync, &["guest-sync", "guest-sync-delimited"])
        .with_priority(Priority::Always, &["guest-ping", "guest-info", "guest-fsfreeze-status"])
        .with_priority(Priority::Quick, &["guest-get-time", "guest-get-host-name", "guest-get-load"])
        .with_priority(Priority::First, &["guest-fsfreeze-thaw"])
}

/// Commands that this operating system lacks: left out of the table, so that they answer "not found" and guest-info
/// does not list them.
const UNSUPPORTED: [&[&str]; 13] = [
    clock::UNSUPPORTED,
    cpu::UNSUPPORTED,
    disk::UNSUPPORTED,
    exec::UNSUPPORTED,
    file::UNSUPPORTED,
    filesystem::UNSUPPORTED,
    fsfreeze::UNSUPPORTED,
    memory::UNSUPPORTED,
    network::UNSUPPORTED,
    power::UNSUPPORTED,
    ssh::UNSUPPORTED,
    system::UNSUPPORTED,
    user::UNSUPPORTED,
];
