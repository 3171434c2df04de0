//! Traits of request structs and of enumerations.

use crate::info::CommandInfo;
use crate::marshal::Marshal;
use crate::unmarshal::{Object, Unmarshal};

/// A request struct: the value *is* the command and its arguments.
pub trait Command: Object + 'static {
    /// The command's description in the schema.
    const INFO: &'static CommandInfo;

    /// The command's name on the wire.
    const NAME: &'static str = Self::INFO.name;

    /// The type of its result; `()` is `{}` on the wire.
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

    /// The value for a name that the schema lacks, for types that only clients read.
    fn other(_name: &str) -> Option<Self> {
        None
    }
}
