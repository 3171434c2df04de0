//! Compares an answer with a scenario's pattern.
//!
//! A pattern is JSON. Objects may have more members than the pattern; everything else must be equal, except for these
//! strings: `<any>`, `<int>`, `<number>`, `<string>`, `<bool>`, `<array>`, `<object>` (a value of that kind), `<absent>`
//! (no such member), `<like:TEXT>` (a string; `*` matches any text), `<above:N>` and `<below:N>` (numbers).
//! An array that starts with `<some>` expects an array that has, for each further element, one that matches it; one that
//! starts with `<every:N>` expects N elements, all of which match each further element.

use serde_json::Value;

use crate::programs::Failure;

/// Compares a value; the error has the place and the difference.
pub(crate) fn check(pattern: &Value, value: &Value) -> Result<(), Failure> {
    at("", pattern, value)
}

fn at(path: &str, pattern: &Value, value: &Value) -> Result<(), Failure> {
    let differs = || Err(format!("at {}: expected {pattern}, got {value}", if path.is_empty() { "/" } else { path }));
    let matches = match pattern {
        Value::String(text) if text.starts_with('<') && text.ends_with('>') => is(&text[1..text.len() - 1], value)?,
        Value::Object(members) => {
            let Value::Object(found) = value else { return differs() };
            for (name, pattern) in members {
                match (found.get(name), pattern.as_str()) {
                    (None, Some("<absent>")) => {}
                    (None, _) => return Err(format!("at {path}/{name}: expected {pattern}, got nothing in {value}")),
                    (Some(found), _) => at(&format!("{path}/{name}"), pattern, found)?,
                }
            }
            true
        }
        Value::Array(patterns) => {
            let Value::Array(values) = value else { return differs() };
            if patterns.first().and_then(Value::as_str) == Some("<some>") {
                for wanted in &patterns[1..] {
                    if !values.iter().any(|value| at(path, wanted, value).is_ok()) {
                        return Err(format!("at {path}: no element is {wanted}: {value}"));
                    }
                }
            } else if let Some(count) = every(patterns) {
                if values.len() != count {
                    return Err(format!("at {path}: expected {count} elements, got {}", values.len()));
                }
                for (index, value) in values.iter().enumerate() {
                    patterns[1..].iter().try_for_each(|pattern| at(&format!("{path}/{index}"), pattern, value))?;
                }
            } else if patterns.len() == values.len() {
                for (index, (pattern, value)) in patterns.iter().zip(values).enumerate() {
                    at(&format!("{path}/{index}"), pattern, value)?;
                }
            } else {
                return differs();
            }
            true
        }
        _ => pattern == value,
    };
    if matches { Ok(()) } else { differs() }
}

/// The number in `<every:N>`, if the pattern of an array starts with it.
fn every(patterns: &[Value]) -> Option<usize> {
    patterns.first()?.as_str()?.strip_prefix("<every:")?.strip_suffix('>')?.parse().ok()
}

/// Whether a value is of the kind in the pattern's angle brackets.
fn is(kind: &str, value: &Value) -> Result<bool, Failure> {
    let (kind, detail) = kind.split_once(':').unwrap_or((kind, ""));
    let bound = || detail.parse::<f64>().map_err(|_| format!("no number in a pattern: {detail}"));
    Ok(match kind {
        "any" => true,
        "int" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "bool" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "absent" => false,
        "like" => value.as_str().is_some_and(|text| like(detail, text)),
        "above" => value.as_f64().is_some_and(|number| bound().is_ok_and(|bound| number > bound)),
        "below" => value.as_f64().is_some_and(|number| bound().is_ok_and(|bound| number < bound)),
        _ => return Err(format!("unknown pattern <{kind}>")),
    })
}

/// Whether a text matches the pattern; `*` matches any text.
pub(crate) fn like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| like(rest, &text[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn values_are_compared_as_the_pattern_says() {
        let cases = [
            (r#"{"a": 1}"#, r#"{"a": 1, "b": 2}"#, true),
            (r#"{"a": 1}"#, r#"{"b": 2}"#, false),
            (r#"{"a": "<absent>"}"#, r#"{"b": 2}"#, true),
            (r#"{"a": "<absent>"}"#, r#"{"a": 2}"#, false),
            (r#"[1, "<int>"]"#, "[1, 2]", true),
            ("[1]", "[1, 2]", false),
            (r#"["<some>", {"a": 2}]"#, r#"[{"a": 1}, {"a": 2}]"#, true),
            (r#"["<some>", {"a": 3}]"#, r#"[{"a": 1}, {"a": 2}]"#, false),
            (r#"["<every:2>", {"a": 1}]"#, r#"[{"a": 1, "b": 1}, {"a": 1}]"#, true),
            (r#"["<every:2>", {"a": 1}]"#, r#"[{"a": 1}, {"a": 2}]"#, false),
            (r#"["<every:3>", {"a": 1}]"#, r#"[{"a": 1}, {"a": 1}]"#, false),
            (r#""<like:a*c>""#, r#""abbc""#, true),
            (r#""<like:a*c>""#, r#""abbd""#, false),
            (r#""<above:3>""#, "4", true),
            (r#""<below:3>""#, "4", false),
            (r#""<int>""#, "1.5", false),
        ];
        for (pattern, value, expected) in cases {
            let read = |text| serde_json::from_str(text).expect("JSON");
            assert_eq!(check(&read(pattern), &read(value)).is_ok(), expected, "{pattern} {value}");
        }
    }
}
