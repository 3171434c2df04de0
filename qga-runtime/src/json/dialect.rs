//! Checks the tokens on a tape by the established agent's grammar, with its exact error texts.
//!
//! Narrower than strict JSON, an object may not have the same key twice. Errors within a string were found by the lexer;
//! they are reported here, so that the first error in the message comes first.

use std::borrow::Cow;
use std::collections::HashSet;

use super::tape::{Tape, TokenKind};

/// Checks one whole message.
///
/// # Errors
/// The error text that the agent answers.
pub(crate) fn check(tape: &Tape) -> Result<(), String> {
    Checker { tape, at: 0 }.value().map_err(|reason| format!("JSON parse error, {reason}"))
}

type Reason = Cow<'static, str>;

struct Checker<'t> {
    tape: &'t Tape,
    at: usize,
}

/// Error texts are truncated to this many bytes.
const MAX_REASON_BYTES: usize = 1023;

impl Checker<'_> {
    /// Checks one value. The recursion is bounded: the lexer limits nesting.
    fn value(&mut self) -> Result<(), Reason> {
        match self.tape.kind(self.at) {
            TokenKind::OpenObject => return self.object(),
            TokenKind::OpenArray => return self.array(),
            TokenKind::String
            | TokenKind::Blob
            | TokenKind::Number
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Null => {}
            TokenKind::BadString => return Err(self.tape.str(self.at).to_owned().into()),
            TokenKind::BadWord => return Err(invalid_keyword(self.tape.text(self.at))),
            TokenKind::End => return Err("premature EOI".into()),
            TokenKind::CloseObject | TokenKind::CloseArray | TokenKind::Comma | TokenKind::Colon => {
                return Err("expecting value".into());
            }
        }
        self.at += 1;
        Ok(())
    }

    fn object(&mut self) -> Result<(), Reason> {
        self.at += 1;
        if self.ends_at(TokenKind::CloseObject) {
            return Ok(());
        }
        let mut keys = Keys { tape: self.tape, first: self.at, count: 0, hashed: None };
        loop {
            let key = self.at;
            // The established agent reads a key as a value first, so errors in it come first.
            self.value()?;
            // A blob is a member's value, never a key.
            if self.tape.kind(key) != TokenKind::String {
                return Err("key is not a string in object".into());
            }
            self.separator(TokenKind::Colon, "missing : in object pair")?;
            self.value()?;
            if !keys.insert(key) {
                return Err("duplicate key".into());
            }
            if self.ends_at(TokenKind::CloseObject) {
                return Ok(());
            }
            self.separator(TokenKind::Comma, "expected separator in dict")?;
        }
    }

    fn array(&mut self) -> Result<(), Reason> {
        self.at += 1;
        if self.ends_at(TokenKind::CloseArray) {
            return Ok(());
        }
        loop {
            self.value()?;
            if self.ends_at(TokenKind::CloseArray) {
                return Ok(());
            }
            self.separator(TokenKind::Comma, "expected separator in list")?;
        }
    }

    /// Skips the closing bracket, if this is it.
    fn ends_at(&mut self, close: TokenKind) -> bool {
        let ends = self.tape.kind(self.at) == close;
        self.at += usize::from(ends);
        ends
    }

    fn separator(&mut self, separator: TokenKind, otherwise: &'static str) -> Result<(), Reason> {
        match self.tape.kind(self.at) {
            found if found == separator => {
                self.at += 1;
                Ok(())
            }
            TokenKind::End => Err("premature EOI".into()),
            _ => Err(otherwise.into()),
        }
    }
}

fn invalid_keyword(word: &[u8]) -> Reason {
    let quoted = String::from_utf8_lossy(&word[..word.len().min(MAX_REASON_BYTES)]);
    let mut reason = format!("invalid keyword '{quoted}'");
    reason.truncate(MAX_REASON_BYTES);
    reason.into()
}

/// The keys of one object so far.
struct Keys<'t> {
    tape: &'t Tape,
    /// The token of the first key.
    first: usize,
    count: usize,
    hashed: Option<HashSet<&'t str>>,
}

/// An object with this many keys gets a hash set; fewer keys are compared one by one.
const MIN_HASHED_KEYS: usize = 16;

impl Keys<'_> {
    /// Adds a key; false if the object has it already.
    fn insert(&mut self, key: usize) -> bool {
        if let Some(hashed) = &mut self.hashed {
            return hashed.insert(self.tape.str(key));
        }
        let mut other = self.first;
        while other != key {
            if self.tape.text(other) == self.tape.text(key) {
                return false;
            }
            other = self.behind(other);
        }
        self.count += 1;
        if self.count == MIN_HASHED_KEYS {
            let keys = std::iter::successors(Some(self.first), |other| Some(self.behind(*other)));
            self.hashed = Some(keys.take(MIN_HASHED_KEYS).map(|key| self.tape.str(key)).collect());
        }
        true
    }

    /// The next key, after this one's colon, value and comma.
    fn behind(&self, key: usize) -> usize {
        self.tape.after(key + 2) + 1
    }
}

#[cfg(test)]
mod tests;
