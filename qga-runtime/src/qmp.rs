//! The client's half of QEMU's machine protocol (QMP) without I/O.
//!
//! A [`QmpSession`] is one connection to a monitor: it reads the greeting, negotiates capabilities, matches answers with
//! requests, and queues events. A [`QmpCall`] is one step of it: a client moves the bytes that the call asks for until it
//! is done. Commands, results and events are typed by code that is generated from a QAPI schema.

mod call;
mod event;
mod greeting;
mod message;
mod session;

pub use call::{QmpAsk, QmpCall};
pub use event::QmpEvent;
pub use greeting::{Greeting, NotQmp, QemuVersion};
pub use session::{QmpLimits, QmpSession};
