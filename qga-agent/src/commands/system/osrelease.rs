//! Parses os-release: shell assignments; a bad line is skipped.
//!
//! A value with blanks needs quotes. Without them the blanks count as part of the value, as they are meant.

use std::collections::BTreeMap;

use qga_runtime::guest::types::GuestOSInfo;

/// The members that os-release has, without the kernel's. A system may have no such file.
pub(super) fn members(content: Option<&[u8]>) -> GuestOSInfo {
    let text = String::from_utf8_lossy(content.unwrap_or_default());
    let mut values = parse(&text);
    let mut info = GuestOSInfo::new();
    info.id = values.remove("ID");
    info.name = values.remove("NAME");
    info.pretty_name = values.remove("PRETTY_NAME");
    info.version = values.remove("VERSION");
    info.version_id = values.remove("VERSION_ID");
    info.variant = values.remove("VARIANT");
    info.variant_id = values.remove("VARIANT_ID");
    info
}

/// The values of an os-release file by name. Other lines are skipped.
fn parse(text: &str) -> BTreeMap<&str, String> {
    text.lines().filter_map(assignment).collect()
}

fn assignment(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.trim().split_once('=')?;
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
    (!name.is_empty() && name.chars().all(valid)).then(|| (name, unquote(value)))
}

/// The value a shell would assign if bare blanks were quoted: quotes joined and removed, escapes undone, cut at the first
/// bare semicolon or comment, without blanks at its end.
fn unquote(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    let mut quote = None;
    // Length up to the last character that is no bare blank.
    let mut end = 0;
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if character == open => quote = None,
            (None, ';') => break,
            (None, '#') if text.len() > end => break,
            (None, ' ' | '\t') => {
                text.push(character);
                continue;
            }
            (None, '\\') => text.extend(characters.next()),
            (Some('"'), '\\') => match characters.next() {
                Some(special @ ('$' | '"' | '\\' | '`' | '\'')) => text.push(special),
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            _ => text.push(character),
        }
        end = text.len();
    }
    text.truncate(end);
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
            ("A=two words", "two words"),
            ("A=My  OS\t1 ", "My  OS\t1"),
            ("A=C# 1", "C# 1"),
            ("A=two words # comment", "two words"),
            ("A='two words ' # comment", "two words "),
            ("A=\"one\" more", "one more"),
            ("A=one ; B=2", "one"),
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
