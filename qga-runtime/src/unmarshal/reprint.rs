//! Prints a value again, the way answers are printed: integers as they are, other numbers with 17 digits, 7-bit text.

use super::{JsonKind, Value, scan};
use crate::marshal::{JsonWriter, Marshal};

/// Writes `value` in the form of an answer.
///
/// Nesting is bounded by the limit that the message was admitted under.
pub(super) fn reprint(value: Value<'_>, out: &mut JsonWriter<'_>) {
    match value.kind() {
        JsonKind::Null | JsonKind::Bool => out.raw(value.text.as_bytes()),
        JsonKind::Number => match (value.text.parse::<i64>(), value.text.parse::<u64>()) {
            (Ok(integer), _) => integer.marshal(out),
            (_, Ok(integer)) => integer.marshal(out),
            _ => out.number(value.text.parse().unwrap_or(0.0)),
        },
        JsonKind::String => out.string(&scan::unescaped(value.encoded())),
        JsonKind::Array => {
            out.raw(b"[");
            let mut separator: &[u8] = b"";
            for element in scan::elements(value.text).flatten() {
                out.raw(separator);
                reprint(Value { text: element, reading: value.reading }, out);
                separator = b", ";
            }
            out.raw(b"]");
        }
        JsonKind::Object => {
            let outer = out.open_object();
            for (name, text) in scan::members(value.text).flatten() {
                out.member_name(&scan::unescaped(name));
                reprint(Value { text, reading: value.reading }, out);
            }
            out.close_object(outer);
        }
    }
}
