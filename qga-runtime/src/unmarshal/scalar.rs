//! Reads strings, booleans and numbers.

use super::{JsonKind, Null, Strictness, Unmarshal, UnmarshalError, Value};

impl Unmarshal for String {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.string().map(std::borrow::Cow::into_owned)
    }
}

impl Unmarshal for bool {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        match value.kind() {
            JsonKind::Bool => Ok(value.text() == "true"),
            _ => Err(value.wrong_type("boolean")),
        }
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

/// The answer of a command that returns nothing. A caller looks past whatever else an agent puts there.
impl Unmarshal for () {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        match (value.reading.strictness, value.kind()) {
            (Strictness::Strict, JsonKind::Object) => super::ObjectReader::new(value)?.finish(),
            (Strictness::Strict, _) => Err(value.wrong_type("object")),
            (Strictness::Lenient, _) => Ok(()),
        }
    }
}

impl Unmarshal for f64 {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        match (value.kind(), value.text().parse()) {
            (JsonKind::Number, Ok(number)) => Ok(number),
            _ => Err(value.wrong_type("number")),
        }
    }
}

impl Unmarshal for i64 {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.text().parse().map_err(|_| value.wrong_type("integer"))
    }
}

/// Negative numbers wrap, as they always did on this protocol.
impl Unmarshal for u64 {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        let text = value.text();
        let wrapped = || text.parse::<i64>().ok().map(|negative| u64::from_ne_bytes(negative.to_ne_bytes()));
        text.parse().ok().or_else(wrapped).ok_or_else(|| UnmarshalError::expects("uint64"))
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
