//! What both ends of the guest agent protocol need at run time.

extern crate self as qga_runtime;

mod base64;
mod caller;
mod command;
mod dialect;
mod dispatch;
mod envelope;
mod error;
mod framing;
mod marshal;
mod message;
mod payload;
#[cfg(unix)]
mod serve;
mod session;
pub mod transport;
mod unmarshal;

#[cfg(feature = "guest")]
pub mod guest;

pub use caller::{AsyncCaller, Caller};
pub use command::{
    AlternateInfo, Command, CommandInfo, EnumInfo, FeatureInfo, MemberInfo, ObjectInfo, QapiEnum, TypeInfo, ValueInfo,
};
pub use dispatch::{Dispatcher, Entry, Gate, Handler};
pub use error::{CallError, CommandError, ErrorClass};
pub use framing::{Decoder, Frame, Limits, RawMessage, SENTINEL};
pub use marshal::{JsonWriter, Marshal};
pub use message::Message;
pub use payload::{Payload, ReadAt, Secret};
#[cfg(feature = "macros")]
pub use qga_macros::{handler, include_schema};
pub use serde_json::Value as Any;
#[cfg(unix)]
pub use serve::{Attendant, Endpoint, Notice, ServeOptions, serve};
pub use session::{Outcome, Returned, Session, SessionLimits};
pub use transport::{Address, AddressError};
#[cfg(unix)]
pub use transport::{Admission, Listener, Peer, Stream};
pub use unmarshal::{JsonKind, Null, Object, ObjectReader, Unmarshal, UnmarshalError, Value};
