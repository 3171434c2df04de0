//! The events module: a struct for the data of each event, an enum of all, and the event with its time.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::Arguments;
use quote::quote;

use crate::markdown::Module;
use crate::names::{self, Case};
use crate::plan::{EventPlan, Plan};
use crate::{arguments, deprecation, doc_comments};

/// All items of the events module.
pub(crate) fn items(plan: &Plan<'_>) -> Vec<TokenStream> {
    let (idents, other) = variants(plan);
    let events: Vec<Variant<'_, '_>> = plan
        .events
        .iter()
        .zip(&idents)
        .map(|(planned, ident)| Variant { planned, ident, data: travels(plan, planned) })
        .collect();
    let mut items = event();
    items.extend(timestamp());
    items.extend([kinds(&events, &other), event_object(&events, &other), quote!(::qga_runtime::wire_object!(Event);)]);
    items.extend(plan.events.iter().flat_map(|it| data(plan, it)));
    items
}

/// An event as a variant of the enum of all.
struct Variant<'p, 's> {
    planned: &'p EventPlan<'s>,
    ident: &'p Ident,
    data: Data,
}

/// When an event is sent with data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    Never,
    /// If one of its members is present.
    IfAny,
    Always,
}

fn event() -> Vec<TokenStream> {
    vec![
        quote! {
            #[doc = "An event that the server sends."]
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub struct Event {
                #[doc = "The event and its data."]
                pub kind: EventKind,
                #[doc = "The time of the event."]
                pub timestamp: Timestamp,
            }
        },
        quote! {
            impl Event {
                #[doc = "An event at this time."]
                pub fn new(kind: EventKind, timestamp: Timestamp) -> Self {
                    Self { kind, timestamp }
                }
            }
        },
    ]
}

fn timestamp() -> Vec<TokenStream> {
    let declaration = quote! {
        #[doc = "A time on the server's clock; both numbers are -1 if it could not be read."]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Timestamp {
            #[doc = "Seconds since 1970."]
            pub seconds: i64,
            #[doc = "Microseconds within the second."]
            pub microseconds: i64,
        }
    };
    let constructor = quote! {
        impl Timestamp {
            #[doc = "A time in seconds since 1970, and microseconds within the second."]
            pub fn new(seconds: i64, microseconds: i64) -> Self {
                Self { seconds, microseconds }
            }
        }
    };
    vec![declaration, constructor, timestamp_object(), quote!(::qga_runtime::wire_object!(Timestamp);)]
}

fn timestamp_object() -> TokenStream {
    quote! {
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
    }
}

fn kinds(events: &[Variant<'_, '_>], other: &Ident) -> TokenStream {
    let waive = deprecation::waive(events.iter().any(|it| is_deprecated(it.planned)));
    let variants = events.iter().map(|Variant { planned: EventPlan { event, ident }, ident: variant, data }| {
        let common = &event.common;
        let doc = format!("`{}`: see {}.", common.name, names::link(&ident.to_string()));
        let doc = doc_comments::attributes(&doc);
        let deprecated = deprecation::attribute(deprecation::note(common.doc.as_ref(), &common.features).as_deref());
        let data = (*data != Data::Never).then(|| quote!((#ident)));
        quote!(#doc #deprecated #variant #data,)
    });
    quote! {
        #[doc = "The events, each with its data."]
        #waive
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum EventKind {
            #(#variants)*
            #[doc = "An event that this schema lacks: the server is newer."]
            #other {
                #[doc = "The name of the event."]
                name: ::std::string::String,
                #[doc = "Its data, if it has any."]
                data: ::std::option::Option<::qga_runtime::Any>,
            },
        }
    }
}

fn event_object(events: &[Variant<'_, '_>], other: &Ident) -> TokenStream {
    let waive = deprecation::waive(events.iter().any(|it| is_deprecated(it.planned)));
    let written = events.iter().map(|Variant { planned, ident, data }| {
        let name = &planned.event.common.name;
        match data {
            Data::Never => quote!(EventKind::#ident => { out.member("event", #name); }),
            Data::Always => quote! {
                EventKind::#ident(data) => {
                    out.member("event", #name);
                    out.member("data", data);
                }
            },
            Data::IfAny => quote! {
                EventKind::#ident(data) => {
                    out.member("event", #name);
                    if *data != ::std::default::Default::default() {
                        out.member("data", data);
                    }
                }
            },
        }
    });
    let read = events.iter().map(|Variant { planned, ident, data }| {
        let name = &planned.event.common.name;
        match data {
            Data::Never => quote!(#name => EventKind::#ident,),
            Data::Always => quote!(#name => EventKind::#ident(from.required("data")?),),
            Data::IfAny => quote!(#name => EventKind::#ident(from.optional("data")?.unwrap_or_default()),),
        }
    });
    quote! {
        #waive
        impl ::qga_runtime::Object for Event {
            fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                match &self.kind {
                    #(#written)*
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
                    #(#read)*
                    _ => EventKind::#other { name, data: from.optional("data")? },
                };
                ::std::result::Result::Ok(Self { kind, timestamp: from.required("timestamp")? })
            }
        }
    }
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

fn is_deprecated(planned: &EventPlan<'_>) -> bool {
    deprecation::is_among(&planned.event.common.features)
}

fn variants(plan: &Plan<'_>) -> (Vec<Ident>, Ident) {
    let events = plan.events.iter().map(|it| it.event.common.name.as_str());
    let mut idents = names::distinct(Case::Camel, events.chain([names::OTHER_VARIANT]), &[]);
    let other = idents.pop().expect("there is one for each name");
    (idents, other)
}

fn data(plan: &Plan<'_>, planned: &EventPlan<'_>) -> Vec<TokenStream> {
    let EventPlan { event, ident } = planned;
    let name = &event.common.name;
    let fallback = format!("The event `{name}`.");
    let mut doc = doc_comments::definition(plan, Module::Other, &event.common, &fallback);
    doc.push_str("\n\nClients read it; a guest agent cannot send events.");
    let waive = deprecation::waive(is_deprecated(planned));
    let features = event.common.features.iter().map(|it| &it.name);
    let mut items = arguments::items(plan, ident, &event.common, &event.arguments, doc);
    items.push(quote! {
        #waive
        impl #ident {
            #[doc = "The name of the event."]
            pub const NAME: &'static str = #name;
            #[doc = "The features of the event."]
            pub const FEATURES: &'static [&'static str] = &[#(#features),*];
        }
    });
    items
}
