//! Macros that generated code calls for what all types of one kind do alike.

/// Reads and writes an object: its members, which its [`Object`](crate::Object) implementation reads and writes, in
/// braces. It implements [`Marshal`](crate::Marshal) and [`Unmarshal`](crate::Unmarshal), and `serde`'s traits through them if the feature `serde` is on.
#[macro_export]
macro_rules! wire_object {
    ($object:ident) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Marshal for $object {
            fn marshal(&self, out: &mut $crate::JsonWriter<'_>) {
                out.object(self);
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Unmarshal for $object {
            fn unmarshal(value: $crate::Value<'_>) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                value.object()
            }
        }

        $crate::wire_serde!($object);
    };
}

/// Reads and writes an enumeration as a string: the name that its [`QapiEnum`](crate::QapiEnum) implementation gives.
/// It implements [`Marshal`](crate::Marshal) and
/// [`Unmarshal`](crate::Unmarshal), and `serde`'s traits through them if the feature `serde` is on.
#[macro_export]
macro_rules! wire_enum {
    ($enum:ident) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Marshal for $enum {
            fn marshal(&self, out: &mut $crate::JsonWriter<'_>) {
                out.enumeration(self);
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Unmarshal for $enum {
            fn unmarshal(value: $crate::Value<'_>) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                value.enumeration()
            }
        }

        $crate::wire_serde!($enum);
    };
}

/// Nothing without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[macro_export]
macro_rules! wire_serde {
    ($type:ident) => {};
}
