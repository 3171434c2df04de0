//! Adds, removes and lists keys in the text of an `authorized_keys` file.

use std::collections::HashSet;

use qga_runtime::CommandError;

/// Refuses keys that would not be one line of the file, and comments. Other text is for the SSH server to judge.
pub(super) fn check(keys: &[String]) -> Result<(), CommandError> {
    match keys.iter().find(|key| key.trim_start().starts_with('#') || key.contains('\n')) {
        Some(key) => Err(CommandError::new(format!("invalid OpenSSH public key: '{key}'"))),
        None => Ok(()),
    }
}

/// The keys in the file, last one first, as in the established agent.
pub(super) fn listed(content: &[u8]) -> Vec<String> {
    let lines =
        content.split(|byte| *byte == b'\n').map(|line| String::from_utf8_lossy(line.trim_ascii()).into_owned());
    lines.rev().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The file with the missing keys appended. An empty key adds nothing: clients send one to mean "none". Blanks around a
/// key, and a carriage return, are ignored, as by the server.
pub(super) fn with(content: &[u8], keys: &[String]) -> Vec<u8> {
    let mut lines = lines(content);
    // A set, since a request may hold a million keys.
    let mut present: HashSet<&[u8]> = lines.iter().map(|line| line.trim_ascii()).collect();
    lines.extend(keys.iter().map(String::as_bytes).filter(|&key| !key.is_empty() && present.insert(key.trim_ascii())));
    join(&lines)
}

/// The file without lines that are one of the keys, ignoring blanks around it.
pub(super) fn without(content: &[u8], keys: &[String]) -> Vec<u8> {
    let mut lines = lines(content);
    let unwanted: HashSet<&[u8]> = keys.iter().map(|key| key.as_bytes().trim_ascii()).collect();
    lines.retain(|line| line.trim_ascii().is_empty() || !unwanted.contains(line.trim_ascii()));
    join(&lines)
}

fn lines(content: &[u8]) -> Vec<&[u8]> {
    match content.strip_suffix(b"\n").unwrap_or(content) {
        b"" if content.len() < 2 => Vec::new(),
        content => content.split(|byte| *byte == b'\n').collect(),
    }
}

/// The last line ends, too, so that a key can be appended with a shell.
fn join(lines: &[&[u8]]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn what_is_no_line_is_no_key() {
        let cases = [
            (&["ssh-rsa A a", "", " x"][..], Ok(())),
            (&[" #x"], Err("invalid OpenSSH public key: ' #x'")),
            (&["ssh-rsa A a", "#x"], Err("invalid OpenSSH public key: '#x'")),
            (&["a\nb"], Err("invalid OpenSSH public key: 'a\nb'")),
        ];
        for (keys, expected) in cases {
            assert_eq!(check(&owned(keys)).map_err(|error| error.desc), expected.map_err(str::to_owned));
        }
    }

    #[test]
    fn keys_are_listed_backwards_without_blanks_and_comments() {
        let content = b"ssh-rsa A a\n# comment\n\n  ssh-rsa B b \t\r\n #x\nssh-rsa C \xff";
        assert_eq!(listed(content), ["ssh-rsa C \u{fffd}", "ssh-rsa B b", "ssh-rsa A a"]);
        assert_eq!(listed(b""), [""; 0]);
    }

    #[test]
    fn adding_keeps_what_is_there_and_ends_the_last_line() {
        let cases: [(&[u8], &[&str], &[u8]); 9] = [
            (b"", &["a"], b"a\n"),
            (b"", &[""], b""),
            (b"a\n", &["a", "b", "b"], b"a\nb\n"),
            (b"a", &["b"], b"a\nb\n"),
            (b"# c\n\n\xff a\n", &["a"], b"# c\n\n\xff a\na\n"),
            (b"a \n", &["a"], b"a \n"),
            (b"a\r\n\tb\r\n", &["a", "b", " b", "c "], b"a\r\n\tb\r\nc \n"),
            (b"\n", &["a"], b"a\n"),
            (b"\n\n", &[""], b"\n\n"),
        ];
        for (content, keys, expected) in cases {
            let found = with(content, &owned(keys));
            assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn a_million_keys_take_no_longer_than_reading_them() {
        let keys: Vec<String> = (0..500_000).map(|number| number.to_string()).collect();
        let content = with(b"", &keys);
        assert_eq!(with(&content, &keys), content);
        assert_eq!(without(&content, &keys[1..]), b"0\n");
    }

    #[test]
    fn removing_takes_whole_lines_only() {
        let cases: [(&[u8], &[&str], &[u8]); 8] = [
            (b"a\nb\na\n", &["a"], b"b\n"),
            (b"a b\nab\n aa\n", &["a"], b"a b\nab\n aa\n"),
            (b"a\r\nb\r\n", &["a"], b"b\r\n"),
            (b" a\n\ta \nb\n", &["a"], b"b\n"),
            (b"a\n \n#a\n", &["a ", " "], b" \n#a\n"),
            (b"a\n\nb", &[""], b"a\n\nb\n"),
            (b"a\n", &["a"], b""),
            (b"", &["a"], b""),
        ];
        for (content, keys, expected) in cases {
            let found = without(content, &owned(keys));
            assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(content));
        }
    }
}
