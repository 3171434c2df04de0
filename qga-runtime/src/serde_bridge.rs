//! `serde`'s traits for generated types: what the wire's own traits write and read, passed on.

use std::fmt;

use serde_core::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_core::ser::Error as _;
use serde_core::{Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

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
    let mut text = wiped_text();
    value.marshal(&mut JsonWriter::new(&mut text));
    let text = std::str::from_utf8(&text).map_err(S::Error::custom)?;
    Written(Value::lenient(text).map_err(S::Error::custom)?).serialize(to)
}

/// Reads the value as a client does: what the schema lacks is ignored.
///
/// # Errors
/// Those of the deserializer, or the value has not the form of `T`.
pub fn deserialize<'de, T: Unmarshal, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut text = wiped_text();
    Copied(&mut text).deserialize(from)?;
    let text = std::str::from_utf8(&text).map_err(D::Error::custom)?;
    Value::lenient(text).and_then(T::unmarshal).map_err(D::Error::custom)
}

/// Bytes of JSON that a value's text takes without being moved in memory, where a copy of a password would stay behind.
const TEXT_BYTES: usize = 4096;

/// JSON text that may hold a password: wiped when dropped.
fn wiped_text() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(TEXT_BYTES))
}

/// Writes what is deserialized as JSON text.
struct Copied<'t>(&'t mut Vec<u8>);

impl Copied<'_> {
    fn scalar<T: Serialize + ?Sized, E: serde_core::de::Error>(self, value: &T) -> Result<(), E> {
        serde_json::to_writer(self.0, value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Copied<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Copied<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: serde_core::de::Error>(self) -> Result<(), E> {
        self.scalar(&())
    }

    fn visit_none<E: serde_core::de::Error>(self) -> Result<(), E> {
        self.scalar(&())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_bool<E: serde_core::de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(&value)
    }

    fn visit_i64<E: serde_core::de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(&value)
    }

    fn visit_u64<E: serde_core::de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(&value)
    }

    fn visit_f64<E: serde_core::de::Error>(self, value: f64) -> Result<(), E> {
        self.scalar(&value)
    }

    fn visit_str<E: serde_core::de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        self.0.push(b'[');
        let mut separator = None;
        loop {
            let before = self.0.len();
            self.0.extend(separator);
            if from.next_element_seed(Copied(self.0))?.is_none() {
                self.0.truncate(before);
                break;
            }
            separator = Some(b',');
        }
        self.0.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        self.0.push(b'{');
        let mut separator = None;
        while let Some(name) = from.next_key::<String>()? {
            self.0.extend(separator);
            Copied(self.0).scalar(&name)?;
            self.0.push(b':');
            from.next_value_seed(Copied(self.0))?;
            separator = Some(b',');
        }
        self.0.push(b'}');
        Ok(())
    }
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
