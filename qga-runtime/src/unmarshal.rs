//! Traits of types that are read from JSON, member by member in schema order, which is the protocol's order of errors.

use crate::json::object::ObjectReader;
use crate::json::value::Value;
use crate::marshal::{JsonWriter, Marshal};
use crate::payload::{Payload, Secret};

mod error;
mod scalar;

pub use error::UnmarshalError;

/// A type that can be read from JSON.
pub trait Unmarshal: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// The value has not the form of this type.
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError>;
}

/// A type that is a JSON object: structs, unions, requests.
pub trait Object: Marshal + Unmarshal {
    /// Writes the members without the braces, so that a union can write a branch into itself.
    fn marshal_members(&self, out: &mut JsonWriter<'_>);

    /// Takes its members from an object.
    ///
    /// # Errors
    /// A member is missing or has not the form of its type.
    fn unmarshal_members(from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError>;
}

/// The QAPI type `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Null;

impl<T: Unmarshal> Unmarshal for Box<T> {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        T::unmarshal(value).map(Box::new)
    }
}

impl<T: Unmarshal> Unmarshal for Vec<T> {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.list()
    }
}

impl Unmarshal for Payload {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        let Some((blob, text)) = value.base64() else { return Err(value.wrong_type("string")) };
        let rest = Payload::from_base64(text, || (value.share(), value.place()));
        let rest = rest.ok_or_else(UnmarshalError::base64)?;
        Ok(match blob {
            Some(blob) => Payload::spooled(blob, rest),
            None => rest,
        })
    }
}

impl Unmarshal for Secret {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        let Some((blob, text)) = value.base64() else { return Err(value.wrong_type("string")) };
        Secret::from_base64(blob.map(|blob| &**blob), text).ok_or_else(UnmarshalError::base64)
    }
}

#[cfg(test)]
mod tests;
