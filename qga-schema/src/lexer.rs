//! Splits a file's text into tokens.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, shown};
use crate::dialect::Dialect;
use crate::source::Span;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Colon,
    Comma,
    Str(Box<str>),
    Bool(bool),
    /// `null`, a token of old schemas only.
    Null,
    /// A comment that starts with `##`.
    DocMark,
    /// Text that is no token and was reported; no further error is based on it.
    Stray,
    End,
}

impl Kind {
    /// How to name it in a message.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::OpenBrace => "`{`",
            Self::CloseBrace => "`}`",
            Self::OpenBracket => "`[`",
            Self::CloseBracket => "`]`",
            Self::Colon => "`:`",
            Self::Comma => "`,`",
            Self::Str(_) => "a string",
            Self::Bool(true) => "`true`",
            Self::Bool(false) => "`false`",
            Self::Null => "`null`",
            Self::DocMark => "`##`",
            Self::Stray => "stray text",
            Self::End => "the end of the file",
        }
    }
}

/// A token and its place.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

/// Reads tokens one by one.
#[derive(Debug)]
pub(crate) struct Lexer {
    text: Arc<str>,
    file: usize,
    /// Where the next token is looked for.
    pub(crate) pos: usize,
    dialect: Dialect,
    /// The end of the line with the last stray text: more of it on that line is not reported.
    stray_end: Option<usize>,
}

impl Lexer {
    pub(crate) fn new(text: Arc<str>, file: usize, dialect: Dialect) -> Self {
        Self { text, file, pos: 0, dialect, stray_end: None }
    }

    pub(crate) fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Takes the next token, skipping white space and ordinary comments.
    pub(crate) fn next(&mut self, diagnostics: &mut Diagnostics) -> Token {
        self.skip_blanks();
        let start = self.pos;
        let Some(&first) = self.text.as_bytes().get(start) else {
            return Token { kind: Kind::End, span: self.end_span() };
        };
        let kind = match first {
            b'{' => Kind::OpenBrace,
            b'}' => Kind::CloseBrace,
            b'[' => Kind::OpenBracket,
            b']' => Kind::CloseBracket,
            b':' => Kind::Colon,
            b',' => Kind::Comma,
            b'\'' => return self.string(diagnostics),
            b'#' => {
                self.pos = line_end(&self.text, start);
                return Token { kind: Kind::DocMark, span: self.span(start, self.pos) };
            }
            _ => return self.word(diagnostics),
        };
        self.pos += 1;
        Token { kind, span: self.span(start, self.pos) }
    }

    /// The place of the end of the file: its last line.
    pub(crate) fn end_span(&self) -> Span {
        let text = &self.text;
        let end = text.strip_suffix('\n').unwrap_or(text);
        let end = end.strip_suffix('\r').unwrap_or(end);
        self.span(end.len(), end.len())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn skip_blanks(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.pos) {
            match byte {
                b'\t'..=b'\r' | 0x1c..=0x1f | b' ' => self.pos += 1,
                b'#' if bytes.get(self.pos + 1) != Some(&b'#') => self.pos = line_end(&self.text, self.pos),
                0x80.. => match self.text[self.pos..].chars().next() {
                    Some(c) if c.is_whitespace() => self.pos += c.len_utf8(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn word(&mut self, diagnostics: &mut Diagnostics) -> Token {
        let start = self.pos;
        let rest = &self.text[start..];
        let literals = [("true", Kind::Bool(true)), ("false", Kind::Bool(false)), ("null", Kind::Null)];
        for (literal, kind) in literals {
            if rest.starts_with(literal) && (self.dialect.has_loose_names() || kind != Kind::Null) {
                self.pos += literal.len();
                return Token { kind, span: self.span(start, self.pos) };
            }
        }
        let stops = |c: char| matches!(c, '{' | '}' | '[' | ']' | ':' | ',' | '\'') || is_blank(c);
        let length = rest.find(stops).unwrap_or(rest.len()).max(1);
        let word = &rest[..length];
        self.pos = start + length;
        let span = self.span(start, self.pos);
        let between = self.stray_end.and_then(|end| self.text.get(end..start));
        let goes_on = between.is_some_and(|between| between.bytes().all(|byte| byte == b' ' || byte == b'\t'));
        if !goes_on {
            diagnostics.push(stray(word, span));
        }
        self.stray_end = Some(self.pos);
        Token { kind: Kind::Stray, span }
    }

    /// Reads a string; one with errors is still a string, so that reading continues.
    fn string(&mut self, diagnostics: &mut Diagnostics) -> Token {
        let open = self.pos;
        let text = Arc::clone(&self.text);
        let bytes = text.as_bytes();
        let mut run = open + 1;
        let mut at = run;
        let mut value = String::new();
        loop {
            match bytes.get(at) {
                Some(b'\'') => break,
                Some(b'\\') => {
                    value.push_str(&text[run..at]);
                    at = self.escape(open, at, &mut value, diagnostics);
                    run = at;
                }
                None | Some(b'\n' | b'\r') => {
                    let quote = self.span(open, open + 1);
                    let message = "string is not closed on its line";
                    diagnostics.push(Diagnostic::at("LEX2", quote, message).help("close it with `'`"));
                    self.pos = at;
                    return Token { kind: Kind::Stray, span: self.span(open, at) };
                }
                Some(b' '..=b'~') => at += 1,
                Some(_) => {
                    let c = text[at..].chars().next().unwrap_or('\u{fffd}');
                    // Old schemas are read leniently here, strict ones stay within printable ASCII.
                    if !self.dialect.has_loose_names() || c.is_control() {
                        let span = self.span(at, at + c.len_utf8());
                        let message =
                            format!("string contains U+{:04X}, which is not a printable ASCII character", u32::from(c));
                        diagnostics.push(Diagnostic::at("LEX4", span, message).anchored(self.span(open, at)));
                    }
                    at += c.len_utf8();
                }
            }
        }
        value.push_str(&text[run..at]);
        self.pos = at + 1;
        Token { kind: Kind::Str(value.into_boxed_str()), span: self.span(open, self.pos) }
    }

    /// Reads the escape at `at`; returns the position after it.
    fn escape(&self, open: usize, at: usize, value: &mut String, diagnostics: &mut Diagnostics) -> usize {
        let Some(c) = self.text[at + 1..].chars().next().filter(|c| !matches!(c, '\n' | '\r')) else {
            return at + 1;
        };
        let end = at + 1 + c.len_utf8();
        if c == '\\' {
            value.push('\\');
        } else if self.dialect.has_loose_names() {
            return self.legacy_escape(c, end, value);
        } else {
            let span = self.span(at, end);
            let message = format!("unknown escape `\\{c}` in a string");
            let help = match c {
                '\'' => "a string cannot contain a single quote",
                _ => "the only escape is `\\\\`, a backslash",
            };
            diagnostics.push(Diagnostic::at("LEX3", span, message).anchored(self.span(open, at)).help(help));
            value.push(c);
        }
        end
    }

    /// Escapes of old releases: those of JSON; any other character is itself.
    fn legacy_escape(&self, c: char, end: usize, value: &mut String) -> usize {
        let meaning = match c {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits = self.text.get(end..end + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                if let Some(decoded) = digits.and_then(char::from_u32) {
                    value.push(decoded);
                    return end + 4;
                }
                'u'
            }
            other => other,
        };
        value.push(meaning);
        end
    }
}

/// Where the line that holds `at` ends, without its line end.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length)
}

/// Whether a character is white space between tokens.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn stray(word: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at("LEX1", span, format!("stray text `{}`", shown(word)));
    let lower = word.to_ascii_lowercase();
    let help = if word.starts_with('"') {
        "strings are written between single quotes"
    } else if word.starts_with("//") || word.starts_with("/*") {
        "comments start with `#`"
    } else if word.starts_with(';') {
        "nothing ends or separates expressions"
    } else if word.starts_with('\u{feff}') {
        "the file starts with a byte-order mark: save it without one"
    } else if lower == "true" || lower == "false" {
        "the literals are `true` and `false`"
    } else if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        "there are no numbers in a schema; names, also of values, stand between single quotes"
    } else if word == "null" {
        "there is no `null` in a schema: leave the key out"
    } else if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        "write it between single quotes"
    } else {
        return diagnostic;
    };
    diagnostic.help(help)
}
