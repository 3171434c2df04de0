//! Reads files of shell variables as systemd and shells read them, and runs nothing.
//!
//! Both readers agree on quotes, backslashes and continued lines. Where they differ, an assignment to either is one
//! here: a shell's `export NAME=value` and `;`, systemd's blanks around `=` and in a value without quotes. A line with
//! one value to one of them and two to the other is an error.

use std::iter::Peekable;
use std::slice;
use std::str::Chars;

/// The doubt about a value in another encoding.
pub(crate) const NOT_UTF8: &str = "its value is not UTF-8";

/// One assignment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: String,
    /// The line on which it begins, from 1.
    pub(crate) line: usize,
    /// Why the value is not certain, if it is not.
    pub(crate) doubt: Option<&'static str>,
}

/// Why a text cannot be read as assignments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// From 1.
    pub(crate) line: usize,
    pub(crate) reason: String,
}

/// All assignments of a file, in its order.
///
/// # Errors
/// The first line that is neither an assignment nor a comment, or a quote without its end.
pub(crate) fn parse(text: &[u8]) -> Result<Vec<Variable>, Fault> {
    let text = String::from_utf8_lossy(text).replace("\r\n", "\n");
    let mut reader = Reader::new(&text);
    let mut found = Vec::new();
    loop {
        reader.take(|character| is_blank(character) || character == '\n');
        match reader.peek() {
            None => return Ok(found),
            // A comment to systemd, and nothing to a shell.
            Some(';') if reader.at_line_start => drop(reader.take(|character| character != '\n')),
            Some(_) => assign(&reader.statement()?, &mut found)?,
        }
    }
}

/// The words of a value that holds options, without their quotes.
///
/// # Errors
/// The text to report: a quote without its end.
pub(crate) fn split(value: &str) -> Result<Vec<String>, String> {
    let is_gap = |character: char| character.is_ascii_whitespace();
    let mut reader = Reader::new(value);
    let mut words = Vec::new();
    loop {
        reader.take(is_gap);
        if reader.peek().is_none() {
            return Ok(words);
        }
        words.push(reader.word(String::new(), is_gap).map_err(|fault| fault.reason)?.text);
    }
}

/// Adds the assignments of one statement.
fn assign(words: &[Word], found: &mut Vec<Variable>) -> Result<(), Fault> {
    let [first, rest @ ..] = words else { return Ok(()) };
    if first.text == "export" && !rest.is_empty() {
        for word in rest {
            match word.equals {
                Some(equals) if is_name(&word.text[..equals]) => {
                    let value = word.text[equals + 1..].to_owned();
                    found.push(variable(slice::from_ref(word), &word.text[..equals], value));
                }
                None if is_name(&word.text) => {}
                _ => return Err(word.assigns_nothing()),
            }
        }
        return Ok(());
    }
    let (name, mut value, rest) = match (first.equals, rest) {
        (Some(equals), rest) => (&first.text[..equals], first.text[equals + 1..].to_owned(), rest),
        (None, [second, rest @ ..]) if second.equals == Some(0) => (&*first.text, second.text[1..].to_owned(), rest),
        _ => return Err(first.assigns_nothing()),
    };
    if !is_name(name) {
        return Err(first.assigns_nothing());
    }
    for word in rest {
        if word.equals.is_some_and(|equals| equals > 0) {
            let reason = format!("'{}' begins a second assignment: give it a line of its own", word.text);
            return Err(Fault { line: word.line, reason });
        }
        if !value.is_empty() {
            value.push_str(&word.gap);
        }
        value.push_str(&word.text);
    }
    found.push(variable(words, name, value));
    Ok(())
}

/// The variable that these words assign, of which there is at least one.
fn variable(words: &[Word], name: &str, value: String) -> Variable {
    let doubt = if words.iter().any(|word| word.needs_shell) {
        Some("only a shell can evaluate it, and no shell is run")
    } else if value.contains(char::REPLACEMENT_CHARACTER) {
        Some(NOT_UTF8)
    } else {
        None
    };
    Variable { name: name.to_owned(), value, line: words[0].line, doubt }
}

/// A word of a statement, its quotes removed.
struct Word {
    /// The blanks before it.
    gap: String,
    text: String,
    /// Index of the `=` that makes it an assignment: after a name, or alone at the beginning.
    equals: Option<usize>,
    /// Whether a shell would expand it.
    needs_shell: bool,
    line: usize,
}

impl Word {
    fn assigns_nothing(&self) -> Fault {
        let reason =
            format!("'{}' assigns nothing: only lines like NAME=value are understood, and no shell is run", self.text);
        Fault { line: self.line, reason }
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    line: usize,
    /// Whether only blanks have been read of this line.
    at_line_start: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.chars().peekable(), line: 1, at_line_start: true }
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.next()?;
        self.line += usize::from(character == '\n');
        self.at_line_start = character == '\n' || self.at_line_start && is_blank(character);
        Some(character)
    }

    /// All characters up to the first that is not `wanted`.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while self.peek().is_some_and(&wanted) {
            taken.extend(self.next());
        }
        taken
    }

    /// The words up to the end of the line or a `;`, a comment left out.
    fn statement(&mut self) -> Result<Vec<Word>, Fault> {
        let mut words = Vec::new();
        loop {
            let gap = self.take(is_blank);
            match self.peek() {
                None => return Ok(words),
                Some('\n' | ';') => {
                    self.next();
                    return Ok(words);
                }
                Some('#') => drop(self.take(|character| character != '\n')),
                Some(_) => words.push(self.word(gap, ends_word)?),
            }
        }
    }

    fn word(&mut self, gap: String, ends: impl Fn(char) -> bool) -> Result<Word, Fault> {
        let mut word = Word { gap, text: String::new(), equals: None, needs_shell: false, line: self.line };
        let mut name = true;
        while self.peek().is_some_and(|character| !ends(character)) {
            match self.next() {
                Some('\'') => {
                    let line = self.line;
                    word.text.push_str(&self.take(|character| character != '\''));
                    self.next().ok_or_else(|| open_quote(line))?;
                }
                Some('"') => self.double_quoted(&mut word)?,
                // At the end of a line, the next line continues it.
                Some('\\') => word.text.extend(self.next().filter(|character| *character != '\n')),
                Some(character) => {
                    if character == '=' && name {
                        word.equals = Some(word.text.len());
                    }
                    name &= character.is_ascii_alphanumeric() || character == '_';
                    word.needs_shell |= "$`&|<>()".contains(character);
                    word.text.push(character);
                    continue;
                }
                None => break,
            }
            name = false;
        }
        Ok(word)
    }

    fn double_quoted(&mut self, word: &mut Word) -> Result<(), Fault> {
        let line = self.line;
        loop {
            match self.next() {
                None => return Err(open_quote(line)),
                Some('"') => return Ok(()),
                Some('\\') => match self.next() {
                    None | Some('\n') => {}
                    Some(character @ ('"' | '\\' | '`' | '$')) => word.text.push(character),
                    Some(character) => word.text.extend(['\\', character]),
                },
                Some(character) => {
                    word.needs_shell |= matches!(character, '$' | '`');
                    word.text.push(character);
                }
            }
        }
    }
}

fn open_quote(line: usize) -> Fault {
    Fault { line, reason: "a quote begins here and does not end".into() }
}

fn ends_word(character: char) -> bool {
    is_blank(character) || matches!(character, '\n' | ';')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r')
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::spoilt;

    /// `line NAME=[value]` of each variable; `?` where the value is in doubt.
    fn read(text: &str) -> Result<String, String> {
        let found = parse(text.as_bytes()).map_err(|fault| format!("{}: {}", fault.line, fault.reason))?;
        let shown = found.iter().map(|Variable { name, value, line, doubt }| {
            let doubt = if doubt.is_some() { "?" } else { "" };
            format!("{line} {name}=[{value}]{doubt}")
        });
        Ok(shown.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn values_are_those_of_a_shell_and_of_systemd() {
        let cases = [
            ("", ""),
            ("# A=1\n; B=2\n\n  # C=3", ""),
            ("A=1\nB=2", "1 A=[1] 2 B=[2]"),
            ("  A=1  \r\nB=\r\n", "1 A=[1] 2 B=[]"),
            ("A=\"b c\" # d", "1 A=[b c]"),
            ("A='b # c'\"d\"e\\ f#g", "1 A=[b # cde f#g]"),
            (r#"A="a\"b\\c\`d\$e\nf""#, r#"1 A=[a"b\c`d$e\nf]"#),
            ("A='$x`y`'", "1 A=[$x`y`]"),
            ("A=b\\\nc\nB=\"d\\\ne\nf\"\nC=1", "1 A=[bc] 3 B=[de\nf] 6 C=[1]"),
            ("export A=1 B='2 3'; export A C\nexport D", "1 A=[1] 1 B=[2 3]"),
            ("A=1; B=2;; C=3", "1 A=[1] 1 B=[2] 1 C=[3]"),
            // A command to run with A for a shell, but not for systemd.
            ("A=-v  -r --path=/x # y", "1 A=[-v  -r --path=/x]"),
            ("A = b\nC= d\nE =f\nG =\n", "1 A=[b] 2 C=[d] 3 E=[f] 4 G=[]"),
            ("A=a=b==c", "1 A=[a=b==c]"),
            (
                "A=$B\nC=\"$(find x | head)\"\nD=$(find x | head)\nE=`a b`\nF=1 && true",
                "1 A=[$B]? 2 C=[$(find x | head)]? 3 D=[$(find x | head)]? 4 E=[`a b`]? 5 F=[1 && true]?",
            ),
            ("export A=1 B=$C", "1 A=[1] 1 B=[$C]?"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        assert!(parse(b"# \xe9\nA=\xe9\n").unwrap()[0].doubt.is_some());
    }

    #[test]
    fn what_is_no_assignment_is_named_with_its_line() {
        let cases = [
            ("A=1\nsleep 1\n", "2: 'sleep' assigns nothing"),
            ("if true; then\n", "1: 'if' assigns nothing"),
            (". /etc/other\n", "1: '.' assigns nothing"),
            ("A=1; unset A", "1: 'unset' assigns nothing"),
            ("1A=b", "1: '1A=b' assigns nothing"),
            ("=b", "1: '=b' assigns nothing"),
            ("'A'=b", "1: 'A=b' assigns nothing"),
            ("A-B=c", "1: 'A-B=c' assigns nothing"),
            ("export A=1 -b", "1: '-b' assigns nothing"),
            ("A=1 B=2", "1: 'B=2' begins a second assignment"),
            ("\nA=\\\n1 B=2", "3: 'B=2' begins a second assignment"),
            ("A=1\nB='2\nC=3\n", "2: a quote begins here"),
            ("A=\"", "1: a quote begins here"),
            ("A=\"b\\", "1: a quote begins here"),
        ];
        for (text, expected) in cases {
            let fault = read(text).unwrap_err();
            assert!(fault.starts_with(expected), "{text}: {fault}");
        }
    }

    #[test]
    fn options_are_split_at_blanks_outside_quotes() {
        assert_eq!(split(" -v\t--path='/a b' -b\\ c \n").unwrap(), ["-v", "--path=/a b", "-b c"]);
        assert_eq!(split("-p ''").unwrap(), ["-p", ""]);
        assert!(split(" ").unwrap().is_empty());
        assert!(split("-p '/a").is_err());
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        let text = b"# c\nexport A='b c' D=\"e\\\nf\"; G=h\\i # j\nK = l m\n";
        for spoilt in spoilt(text) {
            for variable in parse(&spoilt).unwrap_or_default() {
                assert!(is_name(&variable.name), "{variable:?}");
                let _ = split(&variable.value);
            }
        }
    }
}
