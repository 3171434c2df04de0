//! Checks the order of a message's tokens as the established agent does, with its exact error texts.
//!
//! Unlike strict JSON, an object must not have the same key twice. Errors within a string are found by the lexer, and
//! reported here in the order of the tokens.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasher;

use super::tape::{Kind, Tape};
use super::value::Strictness;

/// A token of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// An opening bracket, of an array or an object.
    Open(Kind),
    /// A closing bracket.
    Close(Kind),
    Comma,
    Colon,
    /// A string, number or word; its text is on the tape.
    Scalar(Kind),
    /// A string with an error; its text is the error text.
    BadString,
    /// A word that is not JSON.
    BadWord,
}

type Reason = Cow<'static, str>;

/// Fails with the message's error text, as the agent answers it.
pub(crate) fn check(tape: &Tape) -> Result<(), String> {
    match &tape.fault {
        Some(reason) => Err(format!("JSON parse error, {reason}")),
        None if tape.kind(0).is_none() => Err("JSON parse error, premature EOI".into()),
        None => Ok(()),
    }
}

/// Checks one token after the other, and writes them to the tape.
pub(super) struct Syntax {
    strictness: Strictness,
    /// The brackets that are open, outermost first.
    open: Vec<Open>,
    expects: Expects,
}

/// An open bracket.
struct Open {
    place: usize,
    container: Container,
    /// It is in the place of a key.
    as_key: bool,
}

enum Container {
    Array,
    Object(Keys),
}

/// The tokens that may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expects {
    Value,
    /// The first element of an array, or its end.
    ValueOrClose,
    Key,
    /// The first key of an object, or its end.
    KeyOrClose,
    Colon,
    /// A comma, or the end of the array or object.
    Separator,
}

/// Bytes quoted of a wrong word.
const MAX_QUOTED_WORD_BYTES: usize = 1023;

/// Members of an object in an answer, at most. No schema comes near it, and each costs memory beyond its text.
const MAX_ANSWER_MEMBERS: usize = 4096;

impl Syntax {
    pub(super) fn new(strictness: Strictness) -> Self {
        Syntax { strictness, open: Vec::new(), expects: Expects::Value }
    }

    /// Whether the next token is the value of a member.
    pub(super) fn expects_member(&self, tape: &Tape) -> bool {
        let in_object = || self.open.last().is_some_and(|open| matches!(open.container, Container::Object(_)));
        tape.fault.is_none() && self.expects == Expects::Value && in_object()
    }

    /// Begins the next message.
    pub(super) fn begin(&mut self) {
        self.open.clear();
        self.expects = Expects::Value;
    }

    /// Takes the next token, whose text begins at `place`. After an error nothing is kept.
    #[inline]
    pub(super) fn take(&mut self, token: Token, place: usize, tape: &mut Tape) {
        if tape.fault.is_none() {
            // Fast path: the comma of an array.
            let in_array = || matches!(self.open.last(), Some(Open { container: Container::Array, .. }));
            if token == Token::Comma && self.expects == Expects::Separator && in_array() {
                self.expects = Expects::Value;
                return;
            }
            match self.next(token, place, tape) {
                Ok(()) => return,
                Err(reason) => tape.fault = Some(reason),
            }
        }
        tape.truncate(place);
    }

    fn next(&mut self, token: Token, place: usize, tape: &mut Tape) -> Result<(), Reason> {
        let as_key = match (self.expects, token) {
            (Expects::Separator, _) => return self.separator(token, tape),
            (Expects::Colon, Token::Colon) => {
                self.expects = Expects::Value;
                return Ok(());
            }
            (Expects::Colon, _) => return Err("missing : in object pair".into()),
            (Expects::ValueOrClose, Token::Close(Kind::Array)) | (Expects::KeyOrClose, Token::Close(Kind::Object)) => {
                return self.close(tape);
            }
            (Expects::Key | Expects::KeyOrClose, _) => true,
            (Expects::Value | Expects::ValueOrClose, _) => false,
        };
        match token {
            Token::Open(kind) => {
                tape.open(kind);
                let (container, expects) = match kind {
                    Kind::Object => (Container::Object(Keys::new(tape.all_bytes().len())), Expects::KeyOrClose),
                    _ => (Container::Array, Expects::ValueOrClose),
                };
                self.open.push(Open { place, container, as_key });
                self.expects = expects;
                Ok(())
            }
            Token::Scalar(kind) => {
                tape.push(kind, place);
                self.whole(kind, place, as_key, tape)
            }
            Token::BadString => {
                Err(String::from_utf8_lossy(tape.all_bytes().get(place..).unwrap_or_default()).into_owned().into())
            }
            Token::BadWord => Err(invalid_keyword(tape.all_bytes().get(place..).unwrap_or_default())),
            Token::Close(_) | Token::Comma | Token::Colon => Err("expecting value".into()),
        }
    }

    /// Takes a whole string, number or word that is not on the tape yet; else as [`Syntax::take`].
    #[inline]
    pub(super) fn take_text(&mut self, kind: Kind, text: &[u8], tape: &mut Tape) {
        let place = tape.all_bytes().len();
        let as_key = match self.expects {
            _ if tape.fault.is_some() => return,
            Expects::Separator | Expects::Colon => return self.take(Token::Scalar(kind), place, tape),
            Expects::Key | Expects::KeyOrClose => true,
            Expects::Value | Expects::ValueOrClose => false,
        };
        tape.push_text(kind, text);
        if let Err(reason) = self.whole(kind, place, as_key, tape) {
            tape.fault = Some(reason);
        }
    }

    fn separator(&mut self, token: Token, tape: &mut Tape) -> Result<(), Reason> {
        let is_array = self.open.last().is_none_or(|open| matches!(open.container, Container::Array));
        match (is_array, token) {
            (true, Token::Close(Kind::Array)) | (false, Token::Close(Kind::Object)) => return self.close(tape),
            (true, Token::Comma) => self.expects = Expects::Value,
            (false, Token::Comma) => self.expects = Expects::Key,
            (true, _) => return Err("expected separator in list".into()),
            (false, _) => return Err("expected separator in dict".into()),
        }
        Ok(())
    }

    fn close(&mut self, tape: &mut Tape) -> Result<(), Reason> {
        let Some(open) = self.open.pop() else { return Err("expecting value".into()) };
        tape.close(open.place);
        // The kind matters for keys only, and no array or object is a key.
        self.whole(Kind::Array, open.place, open.as_key, tape)
    }

    /// Takes a key or a value that is on the tape.
    fn whole(&mut self, kind: Kind, place: usize, as_key: bool, tape: &Tape) -> Result<(), Reason> {
        self.expects = Expects::Separator;
        let Some(Open { container: Container::Object(keys), .. }) = self.open.last_mut() else { return Ok(()) };
        if !as_key {
            return keys.insert(tape, self.strictness);
        }
        // A blob is a member's value, never a key.
        if kind != Kind::String {
            return Err("key is not a string in object".into());
        }
        keys.last = place;
        self.expects = Expects::Colon;
        Ok(())
    }
}

fn invalid_keyword(word: &[u8]) -> Reason {
    let quoted = String::from_utf8_lossy(&word[..word.len().min(MAX_QUOTED_WORD_BYTES)]);
    let mut reason = format!("invalid keyword '{quoted}'");
    reason.truncate(MAX_QUOTED_WORD_BYTES);
    reason.into()
}

/// The keys of one object so far.
struct Keys {
    /// The place of the first.
    first: usize,
    /// The place of the last, whose value is the next.
    last: usize,
    count: usize,
    /// Hashes of all keys, if there are many.
    many: Option<Box<KeyHashes>>,
}

/// Keys of an object from which on they are looked up by hash instead of compared one by one.
const MIN_HASHED_KEYS: usize = 16;

impl Keys {
    fn new(first: usize) -> Self {
        Keys { first, last: first, count: 0, many: None }
    }

    /// Takes the last key, whose value is whole.
    fn insert(&mut self, tape: &Tape, strictness: Strictness) -> Result<(), Reason> {
        let key = tape.text(self.last);
        let is_new = self.many.as_mut().is_some_and(|many| many.insert(key));
        if !is_new && self.others(tape).any(|other| other == key) {
            return Err("duplicate key".into());
        }
        self.count += 1;
        if self.count == MIN_HASHED_KEYS {
            let mut many = KeyHashes::default();
            self.others(tape).chain([key]).for_each(|other| _ = many.insert(other));
            self.many = Some(Box::new(many));
        }
        if self.count > MAX_ANSWER_MEMBERS && strictness == Strictness::Lenient {
            return Err("too many members in object".into());
        }
        Ok(())
    }

    /// The keys before the last.
    fn others<'t>(&self, tape: &'t Tape) -> impl Iterator<Item = &'t [u8]> {
        let mut at = self.first;
        let last = self.last;
        std::iter::from_fn(move || {
            let other = (at < last).then(|| tape.text(at));
            at = tape.after(tape.after(at));
            other
        })
    }
}

/// Hashes of keys, short ones: on a hit the keys are compared.
#[derive(Default)]
struct KeyHashes(HashSet<u32>);

impl KeyHashes {
    /// Adds a key; returns whether its hash is new.
    fn insert(&mut self, key: &[u8]) -> bool {
        let [a, b, c, d, ..] = self.0.hasher().hash_one(key).to_le_bytes();
        self.0.insert(u32::from_le_bytes([a, b, c, d]))
    }
}

#[cfg(test)]
mod tests;
