//! Macros that implement reading and writing for generated types. Only generated code calls them.

/// An enumeration: its values' names, and perhaps the variant for names that the schema lacks.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_enum {
    ($enum:ident { $($variant:ident = $name:literal,)* } $(else $other:ident)?) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::QapiEnum for $enum {
            const NAMES: &'static [&'static str] = &[$($name),*];

            fn from_name(name: &str) -> ::std::option::Option<Self> {
                match name {
                    $($name => ::std::option::Option::Some(Self::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn name(&self) -> &str {
                match *self {
                    $(Self::$variant => $name,)*
                    $(Self::$other(ref name) => name,)?
                }
            }

            $(fn other(name: &str) -> ::std::option::Option<Self> {
                ::std::option::Option::Some(Self::$other(::std::string::String::from(name)))
            })?
        }

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

/// An object: its members in schema order, each `required`, `optional`, `younger` than its command, or the `length` of
/// the payload in the same object. A union also has the field for the branch, in the discriminator's position.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_object {
    ($object:ident { $($field:ident: $kind:ident $name:literal,)* }) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Object for $object {
            #[allow(unused_variables, reason = "there may be no member")]
            fn marshal_members(&self, out: &mut $crate::JsonWriter<'_>) {
                $($crate::wire_member!(write $kind out $name self.$field);)*
                $($crate::wire_member!(write_last $kind out $name);)*
            }

            #[allow(unused_variables, reason = "there may be no member")]
            fn unmarshal_members(
                from: &mut $crate::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                ::std::result::Result::Ok(Self { $($field: $crate::wire_member!(read $kind from $name),)* })
            }
        }

        $crate::wire_braces!($object);
    };
    ($object:ident {
        $($before:ident: $before_kind:ident $before_name:literal,)*
        ..$branch:ident: $branches:ident by $tag:literal,
        $($after:ident: $after_kind:ident $after_name:literal,)*
    }) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Object for $object {
            fn marshal_members(&self, out: &mut $crate::JsonWriter<'_>) {
                $($crate::wire_member!(write $before_kind out $before_name self.$before);)*
                out.member($tag, &self.$branch.tag());
                $($crate::wire_member!(write $after_kind out $after_name self.$after);)*
                $($crate::wire_member!(write_last $before_kind out $before_name);)*
                $($crate::wire_member!(write_last $after_kind out $after_name);)*
                self.$branch.marshal_branch(out);
            }

            fn unmarshal_members(
                from: &mut $crate::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                // Everything is read in schema order, so that of two errors the first is reported.
                $(let $before = $crate::wire_member!(read $before_kind from $before_name);)*
                let tag = from.required($tag)?;
                $(let $after = $crate::wire_member!(read $after_kind from $after_name);)*
                let $branch = $branches::unmarshal_branch(tag, from)?;
                ::std::result::Result::Ok(Self { $($before,)* $($after,)* $branch })
            }
        }

        $crate::wire_braces!($object);
    };
}

/// One member of an object. The length of a payload is written last, with the number of bytes that were read.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_member {
    (write required $out:ident $name:literal $value:expr) => {
        $out.member($name, &$value)
    };
    (write optional $out:ident $name:literal $value:expr) => {
        $out.optional($name, &$value)
    };
    (write younger $out:ident $name:literal $value:expr) => {
        $out.optional($name, &$value)
    };
    (write length $out:ident $name:literal $value:expr) => {};
    (write_last length $out:ident $name:literal) => {
        let written = $out.payload_written();
        $out.member($name, &written);
    };
    (write_last $kind:ident $out:ident $name:literal) => {};
    (read optional $from:ident $name:literal) => {
        $from.optional($name)?
    };
    (read younger $from:ident $name:literal) => {
        $from.younger($name)?
    };
    (read $kind:ident $from:ident $name:literal) => {
        $from.required($name)?
    };
}

/// Writes and reads an object: its members in braces.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_braces {
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

/// The branches of a union as variants, named like those of the discriminator's type.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_branches {
    ($branches:ident by $tag:ident $name:literal { $($variant:ident $(($type:ty))?,)* } $(else $other:ident)?) => {
        #[allow(deprecated)]
        impl $branches {
            #[doc = ::std::concat!("The value of `", $name, "`.")]
            pub fn tag(&self) -> $tag {
                match *self {
                    $(Self::$variant { .. } => $tag::$variant,)*
                    $(Self::$other(ref name) => $tag::$other(::std::clone::Clone::clone(name)),)?
                }
            }

            #[allow(unused_variables, unreachable_patterns, reason = "all branches, or none, may have members")]
            fn marshal_branch(&self, out: &mut $crate::JsonWriter<'_>) {
                match *self {
                    $($(Self::$variant(ref value) => <$type as $crate::Object>::marshal_members(value, out),)?)*
                    _ => {}
                }
            }

            #[allow(unused_variables, reason = "no branch may have members")]
            #[allow(clippy::useless_conversion, reason = "what would hold itself is in a box")]
            fn unmarshal_branch(
                tag: $tag,
                from: &mut $crate::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                ::std::result::Result::Ok(match tag {
                    $($tag::$variant => Self::$variant $((::std::convert::Into::into(
                        <$type as $crate::Object>::unmarshal_members(from)?,
                    )))?,)*
                    $($tag::$other(name) => Self::$other(name),)?
                })
            }
        }
    };
}

/// A union that has only a discriminator and branches.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_union {
    ($union:ident by $tag:ident $name:literal $($branches:tt)*) => {
        $crate::wire_branches! { $union by $tag $name $($branches)* }

        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Object for $union {
            fn marshal_members(&self, out: &mut $crate::JsonWriter<'_>) {
                out.member($name, &self.tag());
                self.marshal_branch(out);
            }

            fn unmarshal_members(
                from: &mut $crate::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                let tag = from.required($name)?;
                Self::unmarshal_branch(tag, from)
            }
        }

        $crate::wire_braces!($union);
    };
}

/// An alternate: each branch's JSON type, variant and content; `null` has no content.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_alternate {
    ($alternate:ident $name:literal { $($kind:ident => $variant:ident $(($type:ty))?,)* }) => {
        $($(
            #[automatically_derived]
            #[allow(deprecated)]
            impl ::std::convert::From<$type> for $alternate {
                #[allow(clippy::useless_conversion, reason = "what would hold itself is in a box")]
                fn from(value: $type) -> Self {
                    Self::$variant(::std::convert::Into::into(value))
                }
            }
        )?)*

        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Marshal for $alternate {
            #[allow(unreachable_patterns, reason = "not every alternate may be null")]
            fn marshal(&self, out: &mut $crate::JsonWriter<'_>) {
                match *self {
                    $($(Self::$variant(ref value) => <$type as $crate::Marshal>::marshal(value, out),)?)*
                    _ => $crate::Marshal::marshal(&$crate::Null, out),
                }
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Unmarshal for $alternate {
            #[allow(unreachable_patterns, reason = "all six JSON types may be taken")]
            fn unmarshal(value: $crate::Value<'_>) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                match value.kind() {
                    $($crate::JsonKind::$kind => ::std::result::Result::Ok(Self::$variant $((
                        ::std::convert::Into::into(<$type as $crate::Unmarshal>::unmarshal(value)?)
                    ))?),)*
                    _ => ::std::result::Result::Err(value.wrong_type($name)),
                }
            }
        }
    };
}

/// The arguments of a command, or the data of an event, that are one type of the schema.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_newtype {
    ($outer:ident($inner:ty)) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl ::std::convert::From<$inner> for $outer {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Object for $outer {
            fn marshal_members(&self, out: &mut $crate::JsonWriter<'_>) {
                $crate::Object::marshal_members(&self.0, out);
            }

            fn unmarshal_members(
                from: &mut $crate::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                <$inner as $crate::Object>::unmarshal_members(from).map(Self)
            }
        }

        $crate::wire_braces!($outer);
    };
}

/// An event on the wire. Its data is sent `never`, `always`, or `if_any` of its members is present.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_events {
    ($event:ident($kind:ident) { $($variant:ident: $when:ident $name:literal,)* } else $other:ident) => {
        #[automatically_derived]
        #[allow(deprecated)]
        impl $crate::Object for $event {
            fn marshal_members(&self, out: &mut $crate::JsonWriter<'_>) {
                match &self.kind {
                    $($crate::wire_data!(pattern $when $kind::$variant, data) => {
                        out.member("event", $name);
                        $crate::wire_data!(write $when out data);
                    })*
                    $kind::$other { name, data } => {
                        out.member("event", name);
                        out.optional("data", data);
                    }
                }
                out.member("timestamp", &self.timestamp);
            }

            fn unmarshal_members(
                from: &mut $crate::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, $crate::UnmarshalError> {
                let name: ::std::string::String = from.required("event")?;
                let kind = match name.as_str() {
                    $($name => $crate::wire_data!(read $when $kind::$variant, from),)*
                    _ => $kind::$other { name, data: from.optional("data")? },
                };
                ::std::result::Result::Ok(Self { kind, timestamp: from.required("timestamp")? })
            }
        }

        $crate::wire_braces!($event);
    };
}

/// The data of one event.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_data {
    (pattern never $kind:ident::$variant:ident, $data:ident) => {
        $kind::$variant
    };
    (pattern $when:ident $kind:ident::$variant:ident, $data:ident) => {
        $kind::$variant($data)
    };
    (write never $out:ident $data:ident) => {};
    (write always $out:ident $data:ident) => {
        $out.member("data", $data)
    };
    (write if_any $out:ident $data:ident) => {
        if *$data != ::std::default::Default::default() {
            $out.member("data", $data);
        }
    };
    (read never $kind:ident::$variant:ident, $from:ident) => {
        $kind::$variant
    };
    (read always $kind:ident::$variant:ident, $from:ident) => {
        $kind::$variant($from.required("data")?)
    };
    (read if_any $kind:ident::$variant:ident, $from:ident) => {
        $kind::$variant($from.optional("data")?.unwrap_or_default())
    };
}
