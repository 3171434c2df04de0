//! Finds a user's key files from `AuthorizedKeysFile` in the SSH server's configuration.
//!
//! `Include` and the criteria of `Match` that depend on the user alone (`User`, `Group`, `All`) are supported. A block
//! with another criterion counts as not matching: it concerns some connections only. Files that several users share are
//! left out, since a key in them is a key of all these users.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::os::accounts::{self, Account};

const DEFAULT_FILE: &str = ".ssh/authorized_keys";

/// Configuration files below the root; the first that exists is read.
const CONFIGURATIONS: [&str; 2] = ["etc/ssh/sshd_config", "usr/etc/ssh/sshd_config"];

/// As in the server.
const MAX_INCLUDE_DEPTH: usize = 16;

/// The user's own key files in the configuration below `root`; the default one if it names none.
pub(super) fn key_files(root: &Path, account: &Account) -> Vec<PathBuf> {
    let mut reader = Reader { root, account, global: None, matched: None };
    for name in CONFIGURATIONS {
        if reader.read(&root.join(name), Section::Global, 0).is_some() {
            break;
        }
    }
    let words = reader.matched.or(reader.global).unwrap_or_else(|| vec![DEFAULT_FILE.to_owned()]);
    words.iter().filter_map(|word| expand(word, account)).collect()
}

/// The section of a line.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Global,
    /// In a `Match` block for this user.
    Matched,
    /// In a `Match` block for other users.
    Other,
}

struct Reader<'a> {
    root: &'a Path,
    account: &'a Account,
    /// The words of the first `AuthorizedKeysFile` outside of all blocks, and in blocks for the user, which take
    /// precedence.
    global: Option<Vec<String>>,
    matched: Option<Vec<String>>,
}

impl Reader<'_> {
    /// Reads a file that is included in this section; `None` if it is missing.
    fn read(&mut self, file: &Path, outer: Section, depth: usize) -> Option<()> {
        let text = match fs::read(file) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            // An agent that may not read the file acts as if it were missing.
            Err(_) => return Some(()),
        };
        let mut section = outer;
        for line in text.lines() {
            let words = words(line);
            let Some((keyword, words)) = words.split_first() else { continue };
            let keyword = keyword.to_ascii_lowercase();
            match &*keyword {
                "match" if outer == Section::Other => {}
                "match" if self.matches(words) => section = Section::Matched,
                "match" => section = Section::Other,
                "include" if depth < MAX_INCLUDE_DEPTH && section != Section::Other => {
                    for file in words.iter().flat_map(|pattern| included(self.root, pattern)) {
                        self.read(&file, section, depth + 1);
                    }
                }
                "authorizedkeysfile" => {
                    let place = match section {
                        Section::Global => &mut self.global,
                        Section::Matched => &mut self.matched,
                        Section::Other => continue,
                    };
                    let is_file = |word: &&String| !word.eq_ignore_ascii_case("none");
                    place.get_or_insert_with(|| words.iter().filter(is_file).cloned().collect());
                }
                _ => {}
            }
        }
        Some(())
    }

    fn matches(&self, words: &[String]) -> bool {
        let words: Vec<_> = words.iter().flat_map(|word| word.splitn(2, '=')).filter(|word| !word.is_empty()).collect();
        let mut words = words.into_iter();
        let mut any = false;
        while let Some(criterion) = words.next() {
            any = true;
            let holds = match &*criterion.to_ascii_lowercase() {
                "all" => true,
                "user" => words.next().is_some_and(|list| in_list(list, &[&self.account.name])),
                "group" => {
                    let groups = accounts::group_names(self.root, self.account);
                    let groups: Vec<_> = groups.iter().map(String::as_str).collect();
                    words.next().is_some_and(|list| in_list(list, &groups))
                }
                _ => false,
            };
            if !holds {
                return false;
            }
        }
        any
    }
}

/// The files of an `Include`, in the order of their names. Wildcards are expanded in the last name only.
fn included(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let pattern = Path::new("/etc/ssh").join(pattern);
    let below = root.join(pattern.strip_prefix("/").unwrap_or(&pattern));
    let (Some(folder), Some(name)) = (below.parent(), below.file_name().and_then(|name| name.to_str())) else {
        return Vec::new();
    };
    if !name.contains(['*', '?']) {
        return vec![below];
    }
    let fits = |found: &str| (!found.starts_with('.') || name.starts_with('.')) && like(name, found);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.filter(|entry| entry.file_name().to_str().is_some_and(fits)).map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// The words of a line: keyword and arguments, which quotes keep together. A comment ends it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            // The keyword may be followed by a sign instead of a blank.
            (None, '=') if words.is_empty() => words.extend(word.take()),
            (None, '=') if words.len() == 1 && word.is_none() => {}
            (None, _) if character.is_ascii_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// The path of a word of the configuration; `None` if it is not the user's own.
fn expand(word: &str, account: &Account) -> Option<PathBuf> {
    let mut path = String::new();
    let mut own = !word.starts_with('/');
    let mut characters = word.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            path.push(character);
            continue;
        }
        match characters.next()? {
            '%' => path.push('%'),
            token => {
                own = true;
                match token {
                    'h' => path.push_str(account.home.to_str()?),
                    'u' => path.push_str(&account.name),
                    'U' => path.push_str(&account.uid.to_string()),
                    _ => return None,
                }
            }
        }
    }
    own.then(|| account.home.join(path))
}

/// Whether one of the names matches a list of patterns such as `a*,!ab`.
fn in_list(list: &str, names: &[&str]) -> bool {
    let fits = |pattern: &str| names.iter().any(|name| like(pattern, name));
    let (refused, wanted): (Vec<_>, Vec<_>) = list.split(',').partition(|pattern| pattern.starts_with('!'));
    !refused.iter().any(|pattern| fits(&pattern[1..])) && wanted.iter().any(|pattern| fits(pattern))
}

/// Whether the text matches the pattern, in which `*` is any text and `?` one byte.
fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    // Where to continue if the text after the last star does not match.
    let mut again = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                again = Some((at + 1, place));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[place] => (at, place) = (at + 1, place + 1),
            _ => {
                let Some((after, from)) = again else { return false };
                again = Some((after, from + 1));
                (at, place) = (after, from + 1);
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Root, spoilt};

    fn bob() -> Account {
        Account { name: "bob".into(), uid: 1000, gid: 100, groups: vec![27], home: "/home/bob".into() }
    }

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let groups = ("etc/group", "users:x:100:\nsudo:x:27:bob\nwheel:x:10:alice\n");
        let root = Root::new(&[files, &[groups]].concat());
        key_files(root.path(), &bob()).iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn the_configuration_names_the_files() {
        let usual = "/home/bob/.ssh/authorized_keys";
        let cases: [(&str, &[&str]); 21] = [
            ("", &[usual]),
            ("# AuthorizedKeysFile x\nPort 22\n", &[usual]),
            (
                "AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2",
                &[usual, "/home/bob/.ssh/authorized_keys2"],
            ),
            ("authorizedkeysfile=/etc/ssh/keys/%u\nAuthorizedKeysFile later\n", &["/etc/ssh/keys/bob"]),
            ("AuthorizedKeysFile = \"%h/my keys\" # comment", &["/home/bob/my keys"]),
            ("AuthorizedKeysFile /keys/%U/100%%", &["/keys/1000/100%"]),
            ("AuthorizedKeysFile /etc/keys/%u /etc/keys/all", &["/etc/keys/bob"]),
            ("AuthorizedKeysFile /etc/keys/all", &[]),
            ("AuthorizedKeysFile none", &[]),
            ("AuthorizedKeysFile a%x b%", &[]),
            ("Match User alice,bo*\n AuthorizedKeysFile a\nMatch all\n AuthorizedKeysFile b\n", &["/home/bob/a"]),
            ("AuthorizedKeysFile g\nMatch User bob\nAuthorizedKeysFile m", &["/home/bob/m"]),
            ("Match User *,!bob\nAuthorizedKeysFile m", &[usual]),
            ("Match User alice\nAuthorizedKeysFile m\nMatch Group wheel,su?o\nAuthorizedKeysFile n", &["/home/bob/n"]),
            ("Match Group users User=bob\nAuthorizedKeysFile m", &["/home/bob/m"]),
            ("Match Group wheel User bob\nAuthorizedKeysFile m", &[usual]),
            ("Match User bob Address 10.0.0.0/8\nAuthorizedKeysFile m", &[usual]),
            ("Match\nAuthorizedKeysFile m", &[usual]),
            ("Include sshd_config.d/*.conf\nAuthorizedKeysFile g", &["/home/bob/one"]),
            (
                "Match User alice\nInclude /etc/ssh/sshd_config.d/1.conf\nMatch all\nAuthorizedKeysFile m",
                &["/home/bob/m"],
            ),
            ("Include /etc/ssh/block\nAuthorizedKeysFile g\n", &["/home/bob/g"]),
        ];
        for (text, expected) in cases {
            let files = found(&[
                ("etc/ssh/sshd_config", text),
                ("etc/ssh/sshd_config.d/2.conf", "AuthorizedKeysFile two\n"),
                ("etc/ssh/sshd_config.d/1.conf", "AuthorizedKeysFile one\n"),
                ("etc/ssh/sshd_config.d/.0.conf", "AuthorizedKeysFile hidden\n"),
                ("etc/ssh/sshd_config.d/0.old", "AuthorizedKeysFile old\n"),
                ("etc/ssh/block", "Match User alice\nAuthorizedKeysFile in-block\n"),
            ]);
            assert_eq!(files, expected, "{text}");
        }
        assert_eq!(found(&[]), [usual]);
        assert_eq!(found(&[("usr/etc/ssh/sshd_config", "AuthorizedKeysFile x")]), ["/home/bob/x"]);
    }

    #[test]
    fn files_that_include_themselves_end() {
        let text = "Include /etc/ssh/sshd_config\nAuthorizedKeysFile x\n";
        assert_eq!(found(&[("etc/ssh/sshd_config", text)]), ["/home/bob/x"]);
    }

    #[test]
    fn no_configuration_makes_the_reader_panic() {
        let root = Root::new(&[("etc/ssh/", "")]);
        let text = b"AuthorizedKeysFile = \"%h/.ssh/keys\" /etc/%u\nMatch User a*,!b? Group=x\nInclude *.conf\n";
        for spoilt in spoilt(text) {
            fs::write(root.join("etc/ssh/sshd_config"), &spoilt).unwrap();
            assert!(key_files(root.path(), &bob()).iter().all(|path| path.is_absolute()));
        }
    }
}
