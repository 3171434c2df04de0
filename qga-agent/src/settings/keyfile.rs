//! Reads key files in GLib's format: `[group]`, `key=value`, `#` comments.

use std::cell::Cell;

/// A key file; every value as it was written, leading blanks aside.
#[derive(Debug, Default)]
pub(crate) struct KeyFile {
    /// In the order of the file.
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    group: String,
    key: String,
    value: String,
    /// From 1.
    line: usize,
    /// Set when the key is read, so that no separate list of keys is needed.
    asked: Cell<bool>,
}

impl KeyFile {
    /// Reads a whole file. The error names the line. A comment may be in another encoding than UTF-8.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(text);
        let mut group: Option<&str> = None;
        let mut entries = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            // Trailing blanks belong to a value; elsewhere blanks are dropped.
            let line = line.trim_start();
            let bare = line.trim_end();
            if bare.is_empty() || bare.starts_with('#') {
                continue;
            }
            if bare.contains(char::REPLACEMENT_CHARACTER) {
                return Err(format!("line {number} is not UTF-8"));
            }
            if let Some(name) = bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                if name.is_empty() || name.contains(['[', ']']) || name.contains(char::is_control) {
                    return Err(format!("line {number} names no group"));
                }
                group = Some(name);
                continue;
            }
            let Some((key, value)) = line.split_once('=').filter(|(key, _)| !key.trim().is_empty()) else {
                return Err(format!("line {number} is neither a group nor a key with a value"));
            };
            // Most likely a group name without its `]`; its keys would be read as another group's.
            if key.starts_with('[') {
                return Err(format!("line {number} names no key"));
            }
            let Some(group) = group else {
                return Err(format!("line {number} is not in a group"));
            };
            let (group, key, value) = (group.to_owned(), key.trim_end().to_owned(), value.trim_start().to_owned());
            entries.push(Entry { group, key, value, line: number, asked: Cell::new(false) });
        }
        Ok(Self { entries })
    }

    /// The value of a key; the last one, if there are several.
    pub(crate) fn value(&self, group: &str, key: &str) -> Option<&str> {
        let mut found = None;
        for entry in self.entries.iter().filter(|entry| entry.group == group && entry.key == key) {
            entry.asked.set(true);
            found = Some(&*entry.value);
        }
        found
    }

    /// The line of the key whose value counts, or 0.
    pub(crate) fn line(&self, group: &str, key: &str) -> usize {
        let found = self.entries.iter().rfind(|entry| entry.group == group && entry.key == key);
        found.map_or(0, |entry| entry.line)
    }

    /// The keys that have not been read so far: line, group and key.
    pub(crate) fn unread(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        let unread = self.entries.iter().filter(|entry| !entry.asked.get());
        unread.map(|entry| (entry.line, &*entry.group, &*entry.key))
    }
}

/// The string of a value, with its backslash escapes decoded.
pub(crate) fn unescape(value: &str) -> Result<String, String> {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        text.push(match characters.next() {
            Some('s') => ' ',
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('\\') => '\\',
            Some(other) => return Err(format!("there is no escape sequence '\\{other}'")),
            None => return Err("it ends within an escape sequence".into()),
        });
    }
    Ok(text)
}

/// The value for a string.
pub(crate) fn escape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut leading = true;
    for character in text.chars() {
        match character {
            // A reader drops leading blanks.
            ' ' if leading => value.push_str("\\s"),
            '\t' if leading => value.push_str("\\t"),
            '\n' => value.push_str("\\n"),
            '\r' => value.push_str("\\r"),
            '\\' => value.push_str("\\\\"),
            other => value.push(other),
        }
        leading &= matches!(character, ' ' | '\t');
    }
    value
}

/// The four spellings of a truth value.
pub(crate) fn boolean(value: &str) -> Result<bool, String> {
    match value.trim_end() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(format!("'{value}' is neither true nor false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::spoilt;

    #[test]
    fn values_are_found_by_group_and_key_and_the_last_wins() {
        let text = "# comment\n\n[general]\nmethod = isa-serial \npath=/a\n path = /b\n[other]\npath=/c\nempty=\n";
        let file = KeyFile::parse(text.as_bytes()).unwrap();
        let cases = [
            ("general", "method", Some("isa-serial ")),
            ("general", "path", Some("/b")),
            ("other", "path", Some("/c")),
            ("other", "empty", Some("")),
            ("general", "empty", None),
            ("none", "path", None),
        ];
        for (group, key, expected) in cases {
            assert_eq!(file.value(group, key), expected, "{group}/{key}");
        }
        assert_eq!(file.unread().count(), 0);
        let text = b"# f\xfcr\n[general]\npath=/a\nmethdo=x\npath=/b\n[other]\nx=1\n";
        let file = KeyFile::parse(text).unwrap();
        assert_eq!((file.value("general", "path"), file.line("general", "path")), (Some("/b"), 5));
        assert_eq!(file.unread().collect::<Vec<_>>(), [(4, "general", "methdo"), (7, "other", "x")]);
    }

    #[test]
    fn a_line_that_means_nothing_is_named() {
        let cases: [(&[u8], &str); 7] = [
            (b"a=1\n", "line 1 is not in a group"),
            (b"[g]\n\nwords\n", "line 3 is neither a group nor a key with a value"),
            (b"[g]\n=1\n", "line 2 is neither a group nor a key with a value"),
            (b"[g]\n[h=1\n", "line 2 names no key"),
            (b"[]\na=1\n", "line 1 names no group"),
            (b"[g]]\na=1\n", "line 1 names no group"),
            (b"[g]\n# f\xfcr\na=\xfc\n", "line 3 is not UTF-8"),
        ];
        for (text, expected) in cases {
            assert_eq!(KeyFile::parse(text).unwrap_err(), expected);
        }
    }

    #[test]
    fn escapes_are_undone_and_redone() {
        let cases = [("a b ", "a b "), (r"\sa\tb\n\\", " a\tb\n\\")];
        for (value, text) in cases {
            assert_eq!(unescape(value).unwrap(), text);
            assert_eq!(unescape(&escape(text)).unwrap(), text);
        }
        assert_eq!(unescape(r"\x").unwrap_err(), r"there is no escape sequence '\x'");
        assert!(unescape("\\").is_err());
        assert_eq!(["true", "1", "false ", "0"].map(|value| boolean(value).unwrap()), [true, true, false, false]);
        assert!(boolean("yes").is_err());
    }

    #[test]
    fn no_text_makes_the_readers_panic() {
        let text = b"# comment\n[general]\ndaemon=true\npath = /a\\sb \n[other]\nblock-rpcs=a,b\n";
        for spoilt in spoilt(text) {
            if let Ok(file) = KeyFile::parse(&spoilt) {
                for key in ["daemon", "path", "block-rpcs"] {
                    let _ = file.value("general", key).map(|value| (unescape(value), boolean(value)));
                }
            }
        }
    }
}
