//! Prints answers: JSON for programs, indented lines for people, never a raw control character to a terminal.

use serde_json::Value;

/// The answer as lines of `name: value`, nested values indented.
pub(crate) fn readable(answer: &Value) -> String {
    let mut text = String::new();
    match answer {
        Value::Object(members) if members.is_empty() => {}
        Value::Object(_) | Value::Array(_) => nested(answer, 0, &mut text),
        scalar => {
            text += &plain(scalar);
            text.push('\n');
        }
    }
    text
}

/// JSON text with every character that a terminal might obey escaped; it stays the same JSON.
pub(crate) fn json(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, character| {
        if is_dangerous(character) && !matches!(character, '\n' | '\t') {
            for unit in character.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04X}"));
            }
        } else {
            safe.push(character);
        }
        safe
    })
}

fn nested(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                text.push_str(&indent);
                text.push_str(&printable(name));
                text.push(':');
                member(value, depth, text);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                text.push_str(&indent);
                text.push('-');
                member(element, depth, text);
            }
        }
        scalar => {
            text.push_str(&indent);
            text.push_str(&plain(scalar));
            text.push('\n');
        }
    }
}

/// What follows a name or a dash: a scalar on the same line, anything larger below it.
fn member(value: &Value, depth: usize, text: &mut String) {
    let empty = value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(serde_json::Map::is_empty);
    if empty {
        text.push_str(" none\n");
    } else if value.is_array() || value.is_object() {
        text.push('\n');
        nested(value, depth + 1, text);
    } else {
        text.push(' ');
        text.push_str(&plain(value));
        text.push('\n');
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => printable(text),
        other => other.to_string(),
    }
}

/// The text with every control character, and every character that changes the direction of text, written as an
/// escape: a guest chooses these strings, and a terminal must not obey it.
pub(crate) fn printable(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, character| {
        if is_dangerous(character) {
            safe.extend(character.escape_default());
        } else {
            safe.push(character);
        }
        safe
    })
}

fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{printable, readable};
    use serde_json::json;

    #[test]
    fn a_terminal_never_sees_a_control_character() {
        assert_eq!(printable("a\u{1b}[2Jb\u{9b}c\u{202e}d\n"), "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\\n");
        assert_eq!(printable("Grüße 😀"), "Grüße 😀");
    }

    #[test]
    fn answers_read_as_indented_lines() {
        for (answer, expected) in [
            (json!({}), ""),
            (json!(7), "7\n"),
            (json!({"name": "x\u{7}", "on": true}), "name: x\\u{7}\non: true\n"),
            (
                json!([{"path": "/", "more": [1, 2]}, {"path": "/b", "more": []}]),
                "-\n  path: /\n  more:\n    - 1\n    - 2\n-\n  path: /b\n  more: none\n",
            ),
        ] {
            // serde_json sorts members unless a dependant asks it not to; the order is not what is tested.
            let mut lines: Vec<_> = expected.lines().collect();
            let readable = readable(&answer);
            let mut actual: Vec<_> = readable.lines().collect();
            lines.sort_unstable();
            actual.sort_unstable();
            assert_eq!(actual, lines);
        }
    }
}
