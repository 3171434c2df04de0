//! A command as a type, and an enumeration as one.

use crate::info::CommandInfo;
use crate::marshal::Marshal;
use crate::unmarshal::{Object, Unmarshal};

/// A request struct: the value *is* the command and its arguments.
pub trait Command: Object + 'static {
    /// What the schema says of it.
    const INFO: &'static CommandInfo;

    /// Its name on the wire.
    const NAME: &'static str = Self::INFO.name;

    /// What it answers with; `()` travels as `{}`.
    type Returns: Marshal + Unmarshal;
}

/// An enumeration of the schema.
pub trait QapiEnum: Sized {
    /// Every value, in schema order.
    const NAMES: &'static [&'static str];

    /// The value with this name.
    fn from_name(name: &str) -> Option<Self>;

    /// The value's name on the wire.
    fn name(&self) -> &str;

    /// Keeps a name the schema does not know, for types that travel to the client only.
    fn other(_name: &str) -> Option<Self> {
        None
    }
}
