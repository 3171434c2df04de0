//! What the established agent accepts of the tokens on a tape, and its exact words for what is wrong.
//!
//! Narrower than strict JSON, the same key may not come twice in an object. What is wrong within one string the lexer has
//! found already; it is told here, where that string's turn is.

use std::borrow::Cow;
use std::collections::HashSet;

use super::tape::{Kind, Tape};

/// Checks one whole message.
///
/// # Errors
/// What is wrong, as the agent answers it.
pub(crate) fn check(tape: &Tape) -> Result<(), String> {
    Reader { tape, at: 0 }.value().map_err(|reason| format!("JSON parse error, {reason}"))
}

type Reason = Cow<'static, str>;

struct Reader<'t> {
    tape: &'t Tape,
    at: usize,
}

/// What is said of a mistake is cut after this many bytes.
const LONGEST: usize = 1023;

impl Reader<'_> {
    /// Nesting was limited by the lexer.
    fn value(&mut self) -> Result<(), Reason> {
        match self.tape.kind(self.at) {
            Kind::OpenObject => return self.object(),
            Kind::OpenArray => return self.array(),
            Kind::String | Kind::Blob | Kind::Number | Kind::True | Kind::False | Kind::Null => {}
            Kind::BadString => return Err(self.tape.str(self.at).to_owned().into()),
            Kind::BadWord => return Err(invalid_keyword(self.tape.text(self.at))),
            Kind::End => return Err("premature EOI".into()),
            Kind::CloseObject | Kind::CloseArray | Kind::Comma | Kind::Colon => return Err("expecting value".into()),
        }
        self.at += 1;
        Ok(())
    }

    fn object(&mut self) -> Result<(), Reason> {
        self.at += 1;
        if self.ends_at(Kind::CloseObject) {
            return Ok(());
        }
        let mut keys = Keys { tape: self.tape, first: self.at, count: 0, many: None };
        loop {
            let key = self.at;
            // The key is read as a value first, which has mistakes of its own.
            self.value()?;
            // A blob is a member's value, never a key.
            if self.tape.kind(key) != Kind::String {
                return Err("key is not a string in object".into());
            }
            self.separator(Kind::Colon, "missing : in object pair")?;
            self.value()?;
            if !keys.insert(key) {
                return Err("duplicate key".into());
            }
            if self.ends_at(Kind::CloseObject) {
                return Ok(());
            }
            self.separator(Kind::Comma, "expected separator in dict")?;
        }
    }

    fn array(&mut self) -> Result<(), Reason> {
        self.at += 1;
        if self.ends_at(Kind::CloseArray) {
            return Ok(());
        }
        loop {
            self.value()?;
            if self.ends_at(Kind::CloseArray) {
                return Ok(());
            }
            self.separator(Kind::Comma, "expected separator in list")?;
        }
    }

    /// Steps over the closing bracket, if this is it.
    fn ends_at(&mut self, close: Kind) -> bool {
        let ends = self.tape.kind(self.at) == close;
        self.at += usize::from(ends);
        ends
    }

    fn separator(&mut self, separator: Kind, otherwise: &'static str) -> Result<(), Reason> {
        match self.tape.kind(self.at) {
            found if found == separator => {
                self.at += 1;
                Ok(())
            }
            Kind::End => Err("premature EOI".into()),
            _ => Err(otherwise.into()),
        }
    }
}

fn invalid_keyword(word: &[u8]) -> Reason {
    let quoted = String::from_utf8_lossy(&word[..word.len().min(LONGEST)]);
    let mut reason = format!("invalid keyword '{quoted}'");
    reason.truncate(LONGEST);
    reason.into()
}

/// The keys of one object so far.
struct Keys<'t> {
    tape: &'t Tape,
    /// The first of them.
    first: usize,
    count: usize,
    many: Option<HashSet<&'t str>>,
}

/// From this many keys on, an object's keys are looked up instead of compared one by one.
const MANY: usize = 16;

impl Keys<'_> {
    /// False if the key is there already.
    fn insert(&mut self, key: usize) -> bool {
        if let Some(many) = &mut self.many {
            return many.insert(self.tape.str(key));
        }
        let mut other = self.first;
        while other != key {
            if self.tape.text(other) == self.tape.text(key) {
                return false;
            }
            other = self.behind(other);
        }
        self.count += 1;
        if self.count == MANY {
            let keys = std::iter::successors(Some(self.first), |other| Some(self.behind(*other)));
            self.many = Some(keys.take(MANY).map(|key| self.tape.str(key)).collect());
        }
        true
    }

    /// The key behind this one, its colon, its value and a comma.
    fn behind(&self, key: usize) -> usize {
        self.tape.after(key + 2) + 1
    }
}

#[cfg(test)]
mod tests;
