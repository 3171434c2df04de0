//! Macros that generated code calls for what all types of one kind do alike.

/// Reads and writes an object: its members, which its [`Object`](crate::Object) implementation reads and writes, in
/// braces. It implements [`Marshal`](crate::Marshal) and [`Unmarshal`](crate::Unmarshal).
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
    };
}

/// Reads and writes an enumeration as a string: the name that its [`QapiEnum`](crate::QapiEnum) implementation gives.
/// It implements [`Marshal`](crate::Marshal) and [`Unmarshal`](crate::Unmarshal).
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
    };
}
