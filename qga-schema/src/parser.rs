//! Reads the expressions and documentation blocks of one file, one after the other.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::Dialect;
use crate::doc::Doc;
use crate::doc::{block, legacy};
use crate::expr::{Entry, Object, Value, ValueKind};
use crate::lexer::{Kind, Lexer, Token, line_end};
use crate::source::Span;

/// How deep objects and arrays may nest. Far above what a schema needs, far below what a stack holds.
const MAX_DEPTH: usize = 256;

/// An item at the top level of a file.
#[derive(Debug)]
pub(crate) enum Item {
    Expression(Object),
    Doc(Doc),
    /// A fault was reported here; the definition that a documentation block belongs to is unknown.
    Broken,
    End,
}

/// A file while it is read.
#[derive(Debug)]
pub(crate) struct Parser {
    lexer: Lexer,
    /// The token in front.
    token: Token,
    file: usize,
    dialect: Dialect,
    /// Stray text was reported in the current expression, so its syntax errors are not.
    poisoned: bool,
    /// A token at the top level was reported; those behind it are not.
    lost: bool,
}

/// An error was reported; the expression cannot be read any further.
struct Reported;

impl Parser {
    pub(crate) fn new(text: Arc<str>, file: usize, dialect: Dialect, diagnostics: &mut Diagnostics) -> Self {
        let mut lexer = Lexer::new(text, file, dialect);
        let token = lexer.next(diagnostics);
        Self { lexer, token, file, dialect, poisoned: false, lost: false }
    }

    /// Whether the next item is a documentation block.
    pub(crate) fn at_doc(&self) -> bool {
        self.token.kind == Kind::DocMark
    }

    /// Takes the next expression or documentation block.
    pub(crate) fn next_item(&mut self, diagnostics: &mut Diagnostics) -> Item {
        match self.token.kind {
            Kind::End => Item::End,
            Kind::DocMark => self.doc(diagnostics),
            Kind::Stray => {
                self.advance(diagnostics);
                Item::Broken
            }
            Kind::OpenBrace | Kind::OpenBracket | Kind::Str(_) | Kind::Bool(_) | Kind::Null => {
                self.expression(diagnostics)
            }
            Kind::CloseBrace | Kind::CloseBracket | Kind::Colon | Kind::Comma => {
                let found = self.token.kind.describe();
                let mut diagnostic =
                    Diagnostic::at("SYN2", self.token.span, format!("expected an expression, found {found}"));
                if self.token.kind == Kind::Comma {
                    diagnostic = diagnostic.help("nothing separates top-level expressions: remove the comma");
                }
                if !std::mem::replace(&mut self.lost, true) {
                    diagnostics.push(diagnostic);
                }
                self.advance(diagnostics);
                Item::Broken
            }
        }
    }

    fn expression(&mut self, diagnostics: &mut Diagnostics) -> Item {
        self.poisoned = false;
        let Ok(value) = self.value(0, diagnostics) else {
            self.resume(diagnostics);
            return Item::Broken;
        };
        let span = value.span;
        let what = value.describe();
        if let ValueKind::Object(entries) = value.kind {
            self.lost = false;
            return Item::Expression(Object { entries, span });
        }
        let message = format!("a top-level expression must be an object, not {what}");
        if !std::mem::replace(&mut self.lost, true) {
            let help = "definitions stand one after the other: `{ … }`, with nothing around or between them";
            diagnostics.push(Diagnostic::at("SYN1", span, message).help(help));
        }
        Item::Broken
    }

    fn doc(&mut self, diagnostics: &mut Diagnostics) -> Item {
        let text = Arc::clone(self.lexer.text());
        let (doc, end) = if self.dialect.is_old() {
            let (doc, end) = legacy::read(&text, self.token.span, diagnostics);
            (Some(doc), end)
        } else {
            block::read(&text, self.token.span, diagnostics)
        };
        self.lexer.pos = end;
        self.advance(diagnostics);
        doc.map_or(Item::Broken, Item::Doc)
    }

    fn advance(&mut self, diagnostics: &mut Diagnostics) -> Token {
        let next = self.lexer.next(diagnostics);
        self.poisoned |= self.token.kind == Kind::Stray;
        std::mem::replace(&mut self.token, next)
    }

    fn value(&mut self, depth: usize, diagnostics: &mut Diagnostics) -> Result<Value, Reported> {
        if depth > MAX_DEPTH {
            let message = format!("objects and arrays are nested more than {MAX_DEPTH} deep");
            diagnostics.push(Diagnostic::at("LIM1", self.token.span, message));
            return Err(Reported);
        }
        match self.token.kind {
            Kind::OpenBrace => self.object(depth, diagnostics),
            Kind::OpenBracket => self.array(depth, diagnostics),
            Kind::Str(_) | Kind::Bool(_) | Kind::Null | Kind::Stray => {
                let Token { kind, span } = self.advance(diagnostics);
                let kind = match kind {
                    Kind::Str(text) => ValueKind::Str(text),
                    Kind::Bool(value) => ValueKind::Bool(value),
                    _ => ValueKind::Nothing,
                };
                Ok(Value { kind, span })
            }
            _ => Err(self.unexpected("SYN2", "a value", None, diagnostics)),
        }
    }

    fn object(&mut self, depth: usize, diagnostics: &mut Diagnostics) -> Result<Value, Reported> {
        let open = self.advance(diagnostics).span;
        let mut entries: IndexMap<Box<str>, (Span, Value)> = IndexMap::new();
        let mut code = "SYN3";
        while self.token.kind != Kind::CloseBrace || (code == "SYN4" && !self.dialect.is_oldest()) {
            let expected = if code == "SYN3" { "a key or `}`" } else { "a key" };
            let (key, key_span) = self.key(code, expected, open, diagnostics)?;
            self.skip_stray(diagnostics);
            if self.token.kind != Kind::Colon {
                return Err(self.unexpected("SYN5", "`:` behind the key", Some(open), diagnostics));
            }
            self.advance(diagnostics);
            if let Some((first, _)) = entries.get(&key) {
                let message = format!("key '{key}' is repeated");
                let diagnostic = Diagnostic::at("SYN9", key_span, message).anchored(self.token.span);
                diagnostics.push(diagnostic.label(*first, "first here"));
            }
            let value = self.value(depth + 1, diagnostics)?;
            // Old releases read a `null` like a key that is absent.
            if !(self.dialect.has_loose_names() && matches!(value.kind, ValueKind::Nothing)) {
                entries.entry(key).or_insert((key_span, value));
            }
            self.skip_stray(diagnostics);
            match self.token.kind {
                Kind::Comma => {
                    self.advance(diagnostics);
                    code = "SYN4";
                }
                Kind::CloseBrace => break,
                Kind::Str(_) if self.dialect.is_oldest() => {}
                _ => return Err(self.unexpected("SYN6", "`,` or `}`", Some(open), diagnostics)),
            }
        }
        let close = self.advance(diagnostics).span;
        let entries = entries.into_iter().map(|(key, (key_span, value))| Entry { key, key_span, value });
        Ok(Value { kind: ValueKind::Object(entries.collect()), span: open.to(close) })
    }

    fn key(
        &mut self,
        code: &'static str,
        expected: &str,
        open: Span,
        diagnostics: &mut Diagnostics,
    ) -> Result<(Box<str>, Span), Reported> {
        match self.token.kind {
            Kind::Str(_) | Kind::Stray => match self.advance(diagnostics) {
                Token { kind: Kind::Str(text), span } => Ok((text, span)),
                // A name no other key has, so that stray keys do not count as repeated.
                Token { span, .. } => Ok((format!("\0{}", span.start).into(), span)),
            },
            _ => Err(self.unexpected(code, expected, Some(open), diagnostics)),
        }
    }

    fn array(&mut self, depth: usize, diagnostics: &mut Diagnostics) -> Result<Value, Reported> {
        let open = self.advance(diagnostics).span;
        let mut values = Vec::new();
        let mut first = true;
        while self.token.kind != Kind::CloseBracket || !(first || self.dialect.is_oldest()) {
            let starts_value = matches!(
                self.token.kind,
                Kind::OpenBrace | Kind::OpenBracket | Kind::Str(_) | Kind::Bool(_) | Kind::Null | Kind::Stray
            );
            if first && !starts_value {
                return Err(self.unexpected("SYN8", "a value or `]`", Some(open), diagnostics));
            }
            first = false;
            let value = self.value(depth + 1, diagnostics)?;
            if !(self.dialect.has_loose_names() && matches!(value.kind, ValueKind::Nothing)) {
                values.push(value);
            }
            self.skip_stray(diagnostics);
            match self.token.kind {
                Kind::Comma => {
                    self.advance(diagnostics);
                }
                Kind::CloseBracket => break,
                Kind::Str(_) | Kind::OpenBrace if self.dialect.is_oldest() => {}
                _ => return Err(self.unexpected("SYN7", "`,` or `]`", Some(open), diagnostics)),
            }
        }
        let close = self.advance(diagnostics).span;
        Ok(Value { kind: ValueKind::Array(values), span: open.to(close) })
    }

    /// Passes text that was reported already.
    fn skip_stray(&mut self, diagnostics: &mut Diagnostics) {
        while self.token.kind == Kind::Stray {
            self.advance(diagnostics);
        }
    }

    fn unexpected(
        &mut self,
        code: &'static str,
        expected: &str,
        open: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> Reported {
        if self.poisoned || self.token.kind == Kind::Stray {
            return Reported;
        }
        let found = self.token.kind.describe();
        let diagnostic = match (&self.token.kind, code) {
            (Kind::DocMark, _) => Diagnostic::at(
                "SYN10",
                self.token.span,
                format!("expected {expected}, found `##`, which opens a documentation block"),
            )
            .help("documentation stands in front of a definition; an ordinary comment starts with one `#`"),
            (Kind::CloseBrace, "SYN4") | (Kind::CloseBracket, "SYN2") => {
                Diagnostic::at(code, self.token.span, format!("expected {expected}, found {found}"))
                    .help("remove the comma in front of it")
            }
            _ => {
                let diagnostic = Diagnostic::at(code, self.token.span, format!("expected {expected}, found {found}"));
                diagnostic.maybe_help(self.advice(code).map(str::to_owned))
            }
        };
        diagnostics.push(match open {
            Some(open) => diagnostic.label(open, "opened here"),
            None => diagnostic,
        });
        Reported
    }

    /// What to do about a token that was not expected.
    fn advice(&self, code: &str) -> Option<&'static str> {
        let text = self.lexer.text();
        let at = self.token.span.start;
        match (code, &self.token.kind) {
            ("SYN5", Kind::Comma | Kind::CloseBrace) => Some("an array is written between `[` and `]`"),
            ("SYN6" | "SYN7", Kind::OpenBrace) if text[..at].ends_with(['\n', '\r']) => {
                Some("a closing bracket seems to be missing above")
            }
            ("SYN6" | "SYN7", Kind::Str(_) | Kind::OpenBrace) => Some("put a `,` in front of it"),
            _ => None,
        }
    }

    /// Skips, after an error, to where a new expression or block seems to start.
    fn resume(&mut self, diagnostics: &mut Diagnostics) {
        let text = Arc::clone(self.lexer.text());
        let mut at = self.token.span.start;
        // The token that was not expected may itself be the start of the next definition.
        let mut line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        if line < at {
            line = next_line(&text, at);
        }
        while line < text.len() && !text[line..].starts_with('{') {
            let end = line_end(&text, line);
            if text[line..end].trim() == "##" {
                // A block in front of a definition is a new start; any other one is misplaced.
                let behind = behind_block(&text, end);
                if text[behind..].starts_with('{') {
                    break;
                }
                line = behind;
            } else {
                line = next_line(&text, end);
            }
        }
        at = line.max(at);
        self.lexer.pos = at;
        self.token = Token { kind: Kind::Stray, span: Span::new(self.file, at, at) };
        self.advance(diagnostics);
    }
}

/// Where the line behind the one that holds `at` starts.
fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    match text.as_bytes().get(end..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([_, ..]) => end + 1,
        _ => end,
    }
}

/// Where the first line behind a block is that is no comment and not empty.
fn behind_block(text: &str, mut at: usize) -> usize {
    let mut closed = false;
    loop {
        at = next_line(text, at);
        let line = text[at..line_end(text, at)].trim();
        if at == text.len() || !(line.is_empty() || line.starts_with('#')) || (closed && line == "##") {
            return at;
        }
        closed |= line == "##";
    }
}
