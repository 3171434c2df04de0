//! Reads strings, booleans and numbers.

use super::{Null, ObjectReader, Unmarshal, UnmarshalError, Value};
use crate::json::value::JsonKind;

impl Unmarshal for String {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.string().map(std::borrow::Cow::into_owned)
    }
}

impl Unmarshal for bool {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.boolean().ok_or_else(|| value.wrong_type("boolean"))
    }
}

impl Unmarshal for Null {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        match value.kind() {
            JsonKind::Null => Ok(Null),
            _ => Err(value.wrong_type("null")),
        }
    }
}

/// The result of a command that returns nothing. A lenient reader ignores its content.
impl Unmarshal for () {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        if value.is_strict() { ObjectReader::new(value)?.finish() } else { Ok(()) }
    }
}

/// A number of this type, if it is one.
fn parsed<T: std::str::FromStr>(value: &Value<'_>) -> Option<T> {
    value.number()?.parse().ok()
}

impl Unmarshal for f64 {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        parsed(&value).ok_or_else(|| value.wrong_type("number"))
    }
}

impl Unmarshal for i64 {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        parsed(&value).ok_or_else(|| value.wrong_type("integer"))
    }
}

/// Negative numbers wrap, as the protocol has always allowed.
impl Unmarshal for u64 {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        let wrapped = || parsed::<i64>(&value).map(|negative| u64::from_ne_bytes(negative.to_ne_bytes()));
        parsed(&value).or_else(wrapped).ok_or_else(|| UnmarshalError::expects("uint64"))
    }
}

macro_rules! unmarshal_narrow {
    ($wide:ty: $($narrow:ty = $name:literal),*) => {$(
        impl Unmarshal for $narrow {
            fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
                let wide = <$wide>::unmarshal(value)?;
                <$narrow>::try_from(wide).map_err(|_| UnmarshalError::out_of_range($name))
            }
        }
    )*};
}

unmarshal_narrow!(i64: i8 = "int8", i16 = "int16", i32 = "int32");
unmarshal_narrow!(u64: u8 = "uint8", u16 = "uint16", u32 = "uint32");
