//! Writes events: a struct for the data of each, an enum of all, and the event with its time.

use qga_schema::ir::Arguments;

use crate::code::{Code, Layout, line, literal};
use crate::markdown::Module;
use crate::names::{self, Case};
use crate::plan::{EventPlan, Plan};
use crate::{arguments, deprecation, doc_comments};

/// The items of the events module that are the same for every schema.
const EVENT_ITEMS: &str = "\
/// An event that the server sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The event and its data.
    pub kind: EventKind,
    /// The time of the event.
    pub timestamp: Timestamp,
}

/// A time on the server's clock; both numbers are -1 if it could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since 1970.
    pub seconds: i64,
    /// Microseconds within the second.
    pub microseconds: i64,
}

::qga_runtime::wire_object! {
    Timestamp {
        seconds: required \"seconds\",
        microseconds: required \"microseconds\",
    }
}
";

/// Writes all items of the events module.
pub(crate) fn write(plan: &Plan<'_>, out: &mut Code) {
    let (idents, other) = variants(plan);
    let events = || plan.events.iter().zip(&idents).map(|(it, variant)| (it, variant, travels(plan, it)));
    out.lines(EVENT_ITEMS);
    out.item();
    out.doc("The events, each with its data.");
    deprecation::waive(plan.events.iter().any(is_deprecated), out);
    out.line("#[derive(Clone, Debug, PartialEq)]");
    out.block("pub enum EventKind", |out| {
        for (EventPlan { event, ident }, variant, data) in events() {
            out.doc(&format!("`{}`: see {}.", event.common.name, names::link(ident)));
            deprecation::attribute(
                deprecation::note(event.common.doc.as_ref(), &event.common.features).as_deref(),
                out,
            );
            match data {
                Data::Never => line!(out, "{variant},"),
                Data::IfAny | Data::Always => line!(out, "{variant}({ident}),"),
            }
        }
        out.doc("An event that this schema lacks: the server is newer.");
        line!(out, "{other} {{");
        out.inner(|out| {
            out.doc("The name of the event.");
            out.line("name: ::std::string::String,");
            out.doc("Its data, if it has any.");
            out.line("data: ::std::option::Option<::qga_runtime::Any>,");
        });
        out.line("},");
    });
    out.item();
    out.block("::qga_runtime::wire_events!", |out| {
        out.line("Event(EventKind) {");
        out.inner(|out| {
            for (planned, variant, data) in events() {
                let when = match data {
                    Data::Never => "never",
                    Data::IfAny => "if_any",
                    Data::Always => "always",
                };
                line!(out, "{variant}: {when} {},", literal(&planned.event.common.name));
            }
        });
        line!(out, "}} else {other}");
    });
    plan.events.iter().for_each(|it| data(plan, it, out));
}

/// When an event is sent with data.
enum Data {
    Never,
    /// If one of its members is present.
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

fn is_deprecated(planned: &EventPlan<'_>) -> bool {
    deprecation::is_among(&planned.event.common.features)
}

fn variants(plan: &Plan<'_>) -> (Vec<String>, String) {
    let events = plan.events.iter().map(|it| it.event.common.name.as_str());
    let mut idents = names::distinct(Case::Camel, events.chain([names::OTHER_VARIANT]), &[]);
    let other = idents.pop().unwrap_or_else(|| names::OTHER_VARIANT.to_owned());
    (idents, other)
}

fn data(plan: &Plan<'_>, planned: &EventPlan<'_>, out: &mut Code) {
    let EventPlan { event, ident } = planned;
    let fallback = format!("The event `{}`.", event.common.name);
    let doc = doc_comments::definition(plan, Module::Other, &event.common, &fallback);
    arguments::write(plan, ident, &event.common, &event.arguments, doc, out);
    out.item();
    deprecation::waive(is_deprecated(planned), out);
    out.block(format_args!("impl {ident}"), |out| {
        out.doc("The name of the event.");
        line!(out, "pub const NAME: &'static str = {};", literal(&event.common.name));
        out.item();
        out.doc("The features of the event.");
        let features = event.common.features.iter().map(|it| Layout::text(literal(&it.name))).collect();
        let head = "pub const FEATURES: &'static [&'static str] = &[";
        out.layout(&Layout::list(head, features, "]"), ";");
    });
}
