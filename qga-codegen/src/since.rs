//! Finds the versions that documentation states: the text of `Since`, and the convention `(since 1.2)` in descriptions.

use qga_schema::Doc;

/// The version a definition came with.
pub(crate) fn of_definition(doc: Option<&Doc>) -> Option<&str> {
    let text = doc?.since()?.trim();
    let version = leading_version(text);
    // Free text is allowed there; then all of it is the answer.
    Some(if version.is_empty() { text } else { version }).filter(|text| !text.is_empty())
}

/// The version a member, argument, value or alternative came with, if its description says.
pub(crate) fn of_member<'a>(doc: Option<&'a Doc>, name: &str) -> Option<&'a str> {
    in_text(doc?.member(name)?)
}

/// The version a command's answer came with, if its description says.
#[cfg(feature = "cli")]
pub(crate) fn of_returns(doc: Option<&Doc>) -> Option<&str> {
    in_text(doc?.returns()?)
}

/// The version in the first `(since VERSION)`; spelled with an initial capital or a colon in some schemas.
fn in_text(text: &str) -> Option<&str> {
    text.split('(').skip(1).find_map(|rest| {
        let rest = rest.strip_prefix("since").or_else(|| rest.strip_prefix("Since"))?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        Some(leading_version(rest.trim_start())).filter(|version| !version.is_empty())
    })
}

/// Whether the version `one` is older than `other`.
pub(crate) fn is_before(one: &str, other: &str) -> bool {
    let numbers = |version: &str| -> Vec<u64> {
        let mut numbers: Vec<u64> = version.split('.').map_while(|it| it.parse().ok()).collect();
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        numbers
    };
    numbers(one) < numbers(other)
}

fn leading_version(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        for (one, other) in [("1.1.0", "1.7"), ("2.4", "10.0"), ("2.4", "2.4.1")] {
            assert!(is_before(one, other) && !is_before(other, one), "{one} {other}");
        }
        assert!(!is_before("1.1.0", "1.1") && !is_before("1.1", "1.1.0"));
    }

    #[test]
    fn versions_are_found_in_descriptions() {
        for (text, version) in [
            ("upper limit (since 2.4)", Some("2.4")),
            ("upper limit (in bytes; since 2.4)", None),
            ("upper (or lower) limit\n(since\n9.1.0)", Some("9.1.0")),
            ("upper limit (Since: 10.0).", Some("10.0")),
            ("upper limit (since 3.", Some("3")),
            ("upper limit (since long ago)", None),
            ("upper limit", None),
        ] {
            assert_eq!(in_text(text), version, "{text}");
        }
    }
}
