//! Finds differences between two answers, and those that the table lists.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::programs::Failure;
use crate::vm::scenario::pattern::like;

/// Members that identify the elements of a list, the better first.
const IDENTITIES: &[&str] = &["mountpoint", "path", "logical-id", "phys-index", "cpu", "user", "name", "serial"];

/// One difference between the answers.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Difference {
    pub(crate) place: String,
    pub(crate) ours: Option<Value>,
    pub(crate) theirs: Option<Value>,
}

/// The kind of difference that a table entry accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DifferenceKind {
    /// Another value of the same JSON type.
    Value,
    /// The same 32 bits, which the reference reads as a signed number.
    Signed,
    /// A member or element that only our answer has.
    More,
    /// A member or element that only the reference's answer has.
    Less,
    /// Any difference, for answers that differ by intention.
    Any,
}

/// An accepted difference.
pub(crate) struct Entry {
    kind: DifferenceKind,
    /// The command and the path in its answer; `*` matches any text.
    pub(crate) place: String,
    pub(crate) reason: String,
}

/// The checked-in table.
pub(crate) struct Known {
    pub(crate) entries: Vec<Entry>,
}

impl Known {
    pub(crate) fn read(table: &Value) -> Result<Self, Failure> {
        let entry = |value: &Value| {
            let text = |name: &str| value[name].as_str().map(str::to_owned);
            let kind = match value["kind"].as_str() {
                Some("value") => DifferenceKind::Value,
                Some("signed") => DifferenceKind::Signed,
                Some("more") => DifferenceKind::More,
                Some("less") => DifferenceKind::Less,
                Some("any") => DifferenceKind::Any,
                _ => return None,
            };
            Some(Entry { kind, place: text("place")?, reason: text("reason")? })
        };
        let entries = table.as_array().into_iter().flatten();
        let entries = entries.map(|value| entry(value).ok_or_else(|| format!("no entry of the table: {value}")));
        Ok(Self { entries: entries.collect::<Result<_, _>>()? })
    }
}

impl Entry {
    pub(crate) fn covers(&self, command: &str, found: &Difference) -> bool {
        let kind = match (&found.ours, &found.theirs) {
            (Some(ours), Some(theirs)) if same_type(ours, theirs) => DifferenceKind::Value,
            (Some(_), None) => DifferenceKind::More,
            (None, Some(_)) => DifferenceKind::Less,
            _ => DifferenceKind::Any,
        };
        let fits = match self.kind {
            DifferenceKind::Any => true,
            DifferenceKind::Signed => {
                kind == DifferenceKind::Value && signed(found.ours.as_ref()) == found.theirs.as_ref().and_then(bits)
            }
            exact => exact == kind,
        };
        fits && like(&self.place, &format!("{command} {}", found.place))
    }
}

/// All differences between our answer and the reference's.
pub(crate) fn between(ours: &Value, theirs: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", Some(ours), Some(theirs), &mut found);
    found
}

fn compare(place: &str, ours: Option<&Value>, theirs: Option<&Value>, found: &mut Vec<Difference>) {
    match (ours, theirs) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => compare_members(place, ours, theirs, found),
        (Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
            let (keys, their_keys) = (keys(ours), keys(theirs));
            let common = |keys: &[String], others: &[String]| -> Vec<String> {
                keys.iter().filter(|key| others.contains(key)).cloned().collect()
            };
            if common(&keys, &their_keys) != common(&their_keys, &keys) {
                let (ours, theirs) = (Some(keys.clone().into()), Some(their_keys.clone().into()));
                found.push(Difference { place: format!("{place}/<order>"), ours, theirs });
            }
            let keyed = |keys: Vec<String>, values: &[Value]| keys.into_iter().zip(values.iter().cloned()).collect();
            compare_members(place, &keyed(keys, ours), &keyed(their_keys, theirs), found);
        }
        _ if ours == theirs => {}
        _ => found.push(Difference { place: place.to_owned(), ours: ours.cloned(), theirs: theirs.cloned() }),
    }
}

fn compare_members(place: &str, ours: &Map<String, Value>, theirs: &Map<String, Value>, found: &mut Vec<Difference>) {
    let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        compare(&format!("{place}/{name}"), ours.get(name), theirs.get(name), found);
    }
}

/// A name for every element: its identifying member if that is unique, else its position.
fn keys(elements: &[Value]) -> Vec<String> {
    let unique = |identity: &&&str| {
        let values: Vec<_> =
            elements.iter().filter_map(|element| element.get(**identity)).map(Value::to_string).collect();
        values.len() == elements.len() && values.iter().collect::<BTreeSet<_>>().len() == values.len()
    };
    match IDENTITIES.iter().find(unique) {
        Some(identity) => elements.iter().map(|element| format!("{identity}={}", text(&element[identity]))).collect(),
        None => (0..elements.len()).map(|index| index.to_string()).collect(),
    }
}

/// What becomes of a number of 32 bits when its sign is extended to 64.
fn signed(value: Option<&Value>) -> Option<u64> {
    let number = u32::try_from(value?.as_u64()?).ok()?;
    Some(i64::from(number as i32) as u64)
}

fn bits(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_i64().map(|number| number as u64))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn same_type(one: &Value, other: &Value) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Known, between};

    #[test]
    fn differences_are_found_where_they_are() {
        let places = |ours: Value, theirs: Value| {
            between(&ours, &theirs).into_iter().map(|found| found.place).collect::<Vec<_>>()
        };
        let none: [&str; 0] = [];
        assert_eq!(places(json!({"a": 1}), json!({"a": 1})), none);
        assert_eq!(places(json!({"a": 1, "b": [1]}), json!({"a": 2, "b": [1, 2]})), ["/a", "/b/1"]);
        let (ours, theirs) = (json!([{"name": "x"}, {"name": "y"}]), json!([{"name": "y"}, {"name": "x", "z": 1}]));
        assert_eq!(places(ours, theirs), ["/<order>", "/name=x/z"]);
    }

    #[test]
    fn an_entry_covers_only_its_kind() {
        let table = json!([{"kind": "value", "place": "guest-x */a", "reason": "it moves"}]);
        let known = Known::read(&table).expect("a table");
        let covers = |ours: Value, theirs: Value| {
            between(&ours, &theirs).iter().all(|found| known.entries[0].covers("guest-x", found))
        };
        assert!(covers(json!({"a": 1}), json!({"a": 2})));
        assert!(!covers(json!({"a": 1}), json!({"a": "2"})));
        assert!(!covers(json!({"a": 1}), json!({})));
        assert!(!covers(json!({"b": 1}), json!({"b": 2})));
    }

    #[test]
    fn a_sign_that_is_extended_hides_no_bit() {
        let table = json!([{"kind": "signed", "place": "guest-x */flags", "reason": "32 bits are read as signed"}]);
        let known = Known::read(&table).expect("a table");
        let covers = |ours: Value, theirs: Value| {
            between(&json!({"flags": ours}), &json!({"flags": theirs}))
                .iter()
                .all(|found| known.entries[0].covers("guest-x", found))
        };
        assert!(covers(json!(0x8020_0001_u64), json!(0xffff_ffff_8020_0001_u64)));
        assert!(covers(json!(0x8020_0001_u64), json!(-2_145_386_495)));
        assert!(!covers(json!(0x8000_0001_u64), json!(0xffff_ffff_8020_0001_u64)));
        assert!(!covers(json!(0x20_0201), json!(0x20_0200)));
        assert!(!covers(json!(0x1_8020_0001_u64), json!(0xffff_ffff_8020_0001_u64)));
    }

    #[test]
    fn the_checked_in_table_can_be_read() {
        let table = super::super::read("differences.json").expect("JSON");
        assert!(Known::read(&table).is_ok());
    }
}
