//! Reads os-release: shell assignments, of which a bad one costs itself and not the others.

use std::collections::BTreeMap;

/// The values of an os-release file by name. Lines that are no assignment are left out.
pub(super) fn parse(text: &str) -> BTreeMap<&str, String> {
    text.lines().filter_map(assignment).collect()
}

fn assignment(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.trim().split_once('=')?;
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
    (!name.is_empty() && name.chars().all(valid)).then(|| (name, unquote(value)))
}

/// The value a shell would assign: quotes joined and removed, escapes undone, cut at the first bare blank or semicolon.
fn unquote(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    let mut quote = None;
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if character == open => quote = None,
            (None, ' ' | '\t' | ';') => break,
            (None, '\\') => text.extend(characters.next()),
            (Some('"'), '\\') => match characters.next() {
                Some(special @ ('$' | '"' | '\\' | '`' | '\'')) => text.push(special),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::spoilt;

    #[test]
    fn values_are_what_a_shell_would_assign() {
        let cases = [
            ("A=plain", "plain"),
            ("A=two words", "two"),
            ("A=one;two", "one"),
            (r#"A="two words""#, "two words"),
            ("A='two words'", "two words"),
            (r#"A="a \"b\" \$c \\ \` \x""#, r#"a "b" $c \ ` \x"#),
            (r"A='a\b'", r"a\b"),
            (r#"A="unterminated"#, "unterminated"),
            (r#"A="it's"; B=2"#, "it's"),
            ("A=", ""),
            ("  A=\"näme\"  ", "näme"),
        ];
        for (line, expected) in cases {
            assert_eq!(parse(line).get("A").map(String::as_str), Some(expected), "{line}");
        }
    }

    #[test]
    fn a_bad_line_costs_only_itself() {
        let text = "# comment\nwords\nA B=1\n=2\nNAME=x\nNAME=y\n";
        assert_eq!(parse(text).into_iter().collect::<Vec<_>>(), [("NAME", "y".to_owned())]);
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        for spoilt in spoilt(b"# c\nNAME=\"A \\\"b\\\" \\$c\"\nID='x y'; B=2\nVERSION_ID=1\\ 2\n") {
            parse(&String::from_utf8_lossy(&spoilt));
        }
    }
}
