//! The guest agent protocol at run time, for both ends: typed commands, their JSON, and the wire.
//!
//! Commands are handled elsewhere. Only [`transport`] and [`serve()`] do I/O, so both ends of the protocol can be tested
//! without a socket:
//!
#![cfg_attr(feature = "guest", doc = "```")]
#![cfg_attr(not(feature = "guest"), doc = "```ignore")]
//! use qga_runtime::guest::commands::GuestPing;
//! use qga_runtime::{CommandError, CommandFacts, Decoder, Dispatcher, Entry, Gate, Handler, JsonWriter, Limits};
//!
//! struct Agent;
//!
//! impl Gate for Agent {
//!     fn check(&self, _info: &CommandFacts) -> Result<(), CommandError> {
//!         Ok(())
//!     }
//! }
//!
//! impl Handler<GuestPing> for Agent {
//!     fn handle(&mut self, _command: GuestPing) -> Result<(), CommandError> {
//!         Ok(())
//!     }
//! }
//!
//! let dispatcher = Dispatcher::new([Entry::of::<GuestPing>()]);
//! let mut decoder = Decoder::new(Limits::default());
//! decoder.push(b"{'execute': 'guest-ping', 'id': 1}");
//! let mut answer = Vec::new();
//! while let Some(frame) = decoder.next_frame() {
//!     dispatcher.answer_frame(&mut Agent, frame, &mut JsonWriter::new(&mut answer));
//! }
//! assert_eq!(answer, b"{\"return\": {}, \"id\": 1}\n");
//! ```
//!
//! The six main types: a [`Command`] is a request struct, with its name and the type of its result; a [`Dispatcher`]
//! runs it with the agent's [`Handler`]; a [`Decoder`] splits bytes into messages; a [`Session`] is the client's half of
//! the protocol, and a [`Call`] is one question of it; a [`Payload`] is bytes that are base64 on the wire and need not be held whole.

extern crate self as qga_runtime;

mod answer;
mod base64;
mod call;
mod caller;
mod command;
mod dispatch;
mod envelope;
mod error;
mod framing;
mod info;
mod json;
mod marshal;
mod message;
mod opening;
mod payload;
pub mod qmp;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod serde_bridge;
#[cfg(unix)]
mod serve;
mod session;
pub mod transport;
mod unmarshal;
mod wire;

#[cfg(feature = "guest")]
pub mod guest;

pub use call::{Call, StatusCommand, Step, Success, Terms};
pub use caller::{AsyncCaller, Caller};
pub use command::{Command, QapiEnum};
pub use dispatch::{Answered, Dispatcher, Entry, Gate, Handler, Priority};
pub use error::{CallError, CommandError, ErrorClass};
pub use framing::{Decoder, Frame, Limits, SENTINEL};
pub use info::{
    AlternateInfo, BranchInfo, CommandFacts, CommandInfo, EnumInfo, FeatureInfo, MemberInfo, ObjectInfo, TypeInfo,
    ValueInfo,
};
pub use json::any::Any;
pub use json::object::ObjectReader;
pub use json::value::{JsonKind, Value};
pub use marshal::{JsonWriter, Marshal, PayloadLength};
pub use message::Message;
pub use opening::PeerKind;
pub use payload::{Payload, ReadAt, Secret};
#[cfg(feature = "macros")]
pub use qga_macros::{handler, include_schema};
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde_core as serde;
#[cfg(unix)]
pub use serve::{Attendant, Endpoint, Heartbeat, LoopAnswers, Notice, ServeOptions, serve};
pub use session::{Outcome, Returned, Session, SessionLimits};
#[cfg(unix)]
pub use transport::{Accepted, Admission, Listener, Peer, Stream, TcpReach};
pub use transport::{Address, AddressError};
pub use unmarshal::{Null, Object, Unmarshal, UnmarshalError};
