//! Events: a struct for the data of each, and an enum of all of them with the time they happened.

use proc_macro2::TokenStream;
use qga_schema::ir::Arguments;
use quote::quote;

use crate::markdown::Module;
use crate::names::{self, Case};
use crate::objects;
use crate::plan::{EventPlan, Plan};
use crate::{arguments, doc_comments};

/// All items of the module of events.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let mut items = vec![event(), kind(plan), event_object(plan)];
    items.extend(objects::wire_impls(&names::identifier("Event")));
    items.extend(timestamp());
    items.extend(objects::wire_impls(&names::identifier("Timestamp")));
    items.extend(plan.events.iter().flat_map(|it| data(plan, it)));
    items
}

fn event() -> TokenStream {
    quote! {
        /// Something the server reports unasked.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Event {
            /// What happened.
            pub kind: EventKind,
            /// When it happened.
            pub timestamp: Timestamp,
        }
    }
}

fn timestamp() -> [TokenStream; 2] {
    let structure = quote! {
        /// A time on the server's clock; both numbers are -1 if it could not be read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Timestamp {
            /// Seconds since 1970.
            pub seconds: i64,
            /// Microseconds within the second.
            pub microseconds: i64,
        }
    };
    let object = quote! {
        impl ::qga_runtime::Object for Timestamp {
            fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                out.member("seconds", &self.seconds);
                out.member("microseconds", &self.microseconds);
            }

            fn unmarshal_members(
                from: &mut ::qga_runtime::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                ::std::result::Result::Ok(Self {
                    seconds: from.required("seconds")?,
                    microseconds: from.required("microseconds")?,
                })
            }
        }
    };
    [structure, object]
}

/// How the data of an event travels.
enum Data {
    /// Not at all.
    Never,
    /// Only if it has a member.
    IfAny,
    Always,
}

fn travels(plan: &Plan<'_>, planned: &EventPlan<'_>) -> Data {
    match &planned.event.arguments {
        Arguments::None => Data::Never,
        Arguments::Named(_) => Data::Always,
        arguments @ Arguments::Inline(_) => {
            let optional = plan.schema.arguments_of(arguments).iter().all(|it| it.optional);
            if optional { Data::IfAny } else { Data::Always }
        }
    }
}

fn variants(plan: &Plan<'_>) -> (Vec<proc_macro2::Ident>, proc_macro2::Ident) {
    let events = plan.events.iter().map(|it| it.event.common.name.as_str());
    let mut idents = names::distinct(Case::Camel, events.chain([names::OTHER_VARIANT]), &[]);
    let other = idents.pop().unwrap_or_else(|| names::identifier(names::OTHER_VARIANT));
    (idents, other)
}

fn kind(plan: &Plan<'_>) -> TokenStream {
    let (idents, other) = variants(plan);
    let events = plan.events.iter().zip(&idents).map(|(planned, variant)| {
        let (ident, name) = (&planned.ident, &planned.event.common.name);
        let doc = doc_comments::attributes(format!("`{name}`: see [`{ident}`]."));
        match travels(plan, planned) {
            Data::Never => quote!(#doc #variant),
            Data::IfAny | Data::Always => quote!(#doc #variant(#ident)),
        }
    });
    quote! {
        /// What happened.
        #[derive(Clone, Debug, PartialEq)]
        pub enum EventKind {
            #(#events,)*
            /// An event this schema does not know: the server is newer.
            #other {
                /// The name of the event.
                name: ::std::string::String,
                /// Its data, if it has any.
                data: ::std::option::Option<::qga_runtime::Any>,
            },
        }
    }
}

fn event_object(plan: &Plan<'_>) -> TokenStream {
    let (idents, other) = variants(plan);
    let events =
        || plan.events.iter().zip(&idents).map(|(it, variant)| (&it.event.common.name, variant, travels(plan, it)));
    let writes = events().map(|(name, variant, data)| match data {
        Data::Never => quote!(EventKind::#variant => out.member("event", #name)),
        Data::IfAny => quote! {
            EventKind::#variant(data) => {
                out.member("event", #name);
                if *data != ::std::default::Default::default() {
                    out.member("data", data);
                }
            }
        },
        Data::Always => quote! {
            EventKind::#variant(data) => {
                out.member("event", #name);
                out.member("data", data);
            }
        },
    });
    let reads = events().map(|(name, variant, data)| {
        let value = match data {
            Data::Never => quote!(EventKind::#variant),
            Data::IfAny => quote!(EventKind::#variant(from.optional("data")?.unwrap_or_default())),
            Data::Always => quote!(EventKind::#variant(from.required("data")?)),
        };
        quote!(#name => #value)
    });
    quote! {
        impl ::qga_runtime::Object for Event {
            fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                match &self.kind {
                    #(#writes,)*
                    EventKind::#other { name, data } => {
                        out.member("event", name);
                        out.optional("data", data);
                    }
                }
                out.member("timestamp", &self.timestamp);
            }

            fn unmarshal_members(
                from: &mut ::qga_runtime::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                let name: ::std::string::String = from.required("event")?;
                let kind = match name.as_str() {
                    #(#reads,)*
                    _ => EventKind::#other { name, data: from.optional("data")? },
                };
                ::std::result::Result::Ok(Self { kind, timestamp: from.required("timestamp")? })
            }
        }
    }
}

fn data(plan: &Plan<'_>, planned: &EventPlan<'_>) -> Vec<TokenStream> {
    let EventPlan { event, ident } = planned;
    let fallback = format!("The event `{}`.", event.common.name);
    let doc = doc_comments::definition(plan, Module::Other, &event.common, &fallback);
    let mut items = arguments::items(plan, ident, &event.common, &event.arguments, doc);
    let name = &event.common.name;
    let features = event.common.features.iter().map(|it| &it.name);
    items.push(quote! {
        impl #ident {
            /// The name of the event.
            pub const NAME: &'static str = #name;

            /// The features of the event.
            pub const FEATURES: &'static [&'static str] = &[#(#features),*];
        }
    });
    items
}
