//! `serde`'s traits for generated types: what the wire's own traits write and read, passed on.

use serde_core::de::Error as _;
use serde_core::ser::Error as _;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::value::{JsonKind, Value};
use crate::marshal::{JsonWriter, Marshal};
use crate::unmarshal::Unmarshal;

/// Implements `serde::Serialize` and `serde::Deserialize` through [`Marshal`](crate::Marshal) and
/// [`Unmarshal`](crate::Unmarshal), if the feature `serde` is on.
#[macro_export]
macro_rules! wire_serde {
    ($type:ident) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::serde::Serialize for $type {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde_bridge::serialize(self, to)
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                $crate::serde_bridge::deserialize(from)
            }
        }
    };
}

/// Serializes the value as its JSON text says.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Marshal, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut text = Vec::new();
    value.marshal(&mut JsonWriter::new(&mut text));
    let text = String::from_utf8(text).map_err(S::Error::custom)?;
    Written(Value::lenient(&text).map_err(S::Error::custom)?).serialize(to)
}

/// Reads the value as a client does: what the schema lacks is ignored.
///
/// # Errors
/// Those of the deserializer, or the value has not the form of `T`.
pub fn deserialize<'de, T: Unmarshal, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = serde_json::Value::deserialize(from)?.to_string();
    Value::lenient(&text).and_then(T::unmarshal).map_err(D::Error::custom)
}

/// A JSON value that was written.
struct Written<'a>(Value<'a>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value = &self.0;
        match value.kind() {
            JsonKind::Null => to.serialize_unit(),
            JsonKind::Bool => to.serialize_bool(value.boolean().unwrap_or_default()),
            JsonKind::Number => number(value.number().unwrap_or_default(), to),
            JsonKind::String => to.serialize_str(&value.clone().string().map_err(S::Error::custom)?),
            JsonKind::Array => to.collect_seq(value.elements().map(Written)),
            JsonKind::Object => to.collect_map(value.members().map(|(name, value)| (name, Written(value)))),
        }
    }
}

fn number<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = text.parse() {
        return to.serialize_u64(number);
    }
    if let Ok(number) = text.parse() {
        return to.serialize_i64(number);
    }
    to.serialize_f64(text.parse().map_err(S::Error::custom)?)
}
