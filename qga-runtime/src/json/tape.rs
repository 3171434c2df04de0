//! The tokens of one message, with skip links, and their text.

use std::borrow::Cow;
use std::sync::Arc;

use super::blob::Blob;
use crate::marshal::JsonWriter;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    OpenObject,
    CloseObject,
    OpenArray,
    CloseArray,
    Comma,
    Colon,
    /// A string; its text is decoded.
    String,
    /// A string that begins with long base64, kept decoded in a [`Blob`]; its text is the rest.
    Blob,
    /// A string that the dialect refuses; its text is the error.
    BadString,
    /// A number, as it was spelt.
    Number,
    True,
    False,
    Null,
    /// A word that JSON does not have.
    BadWord,
    /// There are no more tokens.
    End,
}

#[derive(Clone, Copy)]
struct Token {
    /// The start of its text.
    place: u32,
    /// The end of its text. Of an opening bracket: the closing token; until that is read, the enclosing bracket.
    link: u32,
    kind: TokenKind,
}

/// No bracket is open.
const NO_BRACKET: u32 = u32::MAX;

/// Bytes and tokens that a tape holds at most.
pub(crate) const MAX_TAPE_LENGTH: usize = u32::MAX as usize - 1;

/// Converts a position; the lexer's limits ensure that it fits.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NO_BRACKET)
}

/// The tokens of one message. White space is not kept.
pub(crate) struct Tape {
    tokens: Vec<Token>,
    /// The text of all tokens, concatenated, and of the unfinished one.
    pub(super) text: Vec<u8>,
    /// The decoded beginnings of long strings, each with its token.
    blobs: Vec<(usize, Arc<Blob>)>,
    /// The innermost open bracket.
    open: u32,
    /// Bytes of the message, without white space.
    pub size: usize,
    /// How often tokens were read.
    #[cfg(test)]
    pub looks: std::sync::atomic::AtomicUsize,
}

impl Default for Tape {
    fn default() -> Self {
        Tape {
            tokens: Vec::new(),
            text: Vec::new(),
            blobs: Vec::new(),
            open: NO_BRACKET,
            size: 0,
            #[cfg(test)]
            looks: 0.into(),
        }
    }
}

/// A tape larger than this is freed once its message is done.
const MAX_KEPT_TAPE_BYTES: usize = 512 * 1024;

/// Reads the tape.
impl Tape {
    fn token(&self, at: usize) -> Option<&Token> {
        #[cfg(test)]
        self.looks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.tokens.get(at)
    }

    pub(crate) fn kind(&self, at: usize) -> TokenKind {
        self.token(at).map_or(TokenKind::End, |token| token.kind)
    }

    /// The token after the value that begins at this one. Valid only for a checked message.
    pub(crate) fn after(&self, at: usize) -> usize {
        match self.token(at) {
            Some(Token { kind: TokenKind::OpenObject | TokenKind::OpenArray, link, .. }) => *link as usize + 1,
            _ => at + 1,
        }
    }

    /// A token's text: empty for brackets, commas and colons.
    pub(crate) fn text(&self, at: usize) -> &[u8] {
        match self.token(at) {
            Some(Token { kind: TokenKind::OpenObject | TokenKind::OpenArray, .. }) | None => &[],
            Some(token) => self.text.get(token.place as usize..token.link as usize).unwrap_or_default(),
        }
    }

    /// [`Tape::text`] as `str`; the lexer has checked that it is UTF-8.
    pub(crate) fn str(&self, at: usize) -> &str {
        std::str::from_utf8(self.text(at)).unwrap_or_default()
    }

    /// The decoded beginning of a blob.
    pub(crate) fn blob(&self, at: usize) -> Option<&Arc<Blob>> {
        let blobs = if self.kind(at) == TokenKind::Blob { &self.blobs[..] } else { &[] };
        blobs.iter().find(|(token, _)| *token == at).map(|(_, blob)| blob)
    }

    /// A string's text; a blob is encoded again.
    pub(crate) fn string(&self, at: usize) -> Cow<'_, str> {
        let Some(blob) = self.blob(at) else { return Cow::Borrowed(self.str(at)) };
        let mut text = Vec::with_capacity(blob.letters() + self.text(at).len());
        blob.write_letters(&mut text);
        text.extend_from_slice(self.text(at));
        Cow::Owned(String::from_utf8(text).unwrap_or_default())
    }

    /// Writes the value at a token in an answer's form: its separators and escapes; numbers as they were spelt.
    pub(crate) fn print(&self, at: usize, out: &mut JsonWriter<'_>) {
        for at in at..self.after(at) {
            match self.kind(at) {
                TokenKind::OpenObject => out.raw(b"{"),
                TokenKind::CloseObject => out.raw(b"}"),
                TokenKind::OpenArray => out.raw(b"["),
                TokenKind::CloseArray => out.raw(b"]"),
                TokenKind::Comma => out.raw(b", "),
                TokenKind::Colon => out.raw(b": "),
                TokenKind::String | TokenKind::Blob => out.string(&self.string(at)),
                _ => out.raw(self.text(at)),
            }
        }
    }

    /// The text of all tokens.
    pub(crate) fn all_text(&self) -> &[u8] {
        &self.text
    }
}

/// Writes the tape.
impl Tape {
    /// Appends a token, whose text begins at `place`.
    pub(super) fn push(&mut self, kind: TokenKind, place: usize) {
        let link = match kind {
            TokenKind::OpenObject | TokenKind::OpenArray => {
                let around = self.open;
                self.open = narrow(self.tokens.len());
                around
            }
            TokenKind::CloseObject | TokenKind::CloseArray => {
                let closing = narrow(self.tokens.len());
                if let Some(opening) = self.tokens.get_mut(self.open as usize) {
                    self.open = std::mem::replace(&mut opening.link, closing);
                }
                narrow(place)
            }
            _ => narrow(self.text.len()),
        };
        self.tokens.push(Token { place: narrow(place), link, kind });
    }

    /// Whether the next token is a member's value.
    pub(super) fn follows_colon(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.kind == TokenKind::Colon)
    }

    /// Adds the decoded beginning of the next token.
    pub(super) fn add_blob(&mut self, blob: Blob) {
        self.blobs.push((self.tokens.len(), Arc::new(blob)));
    }

    /// The unfinished token's blob, if it has one.
    pub(super) fn unfinished_blob(&self) -> Option<&Blob> {
        self.blobs.last().filter(|(token, _)| *token == self.tokens.len()).map(|(_, blob)| &**blob)
    }

    /// [`Tape::unfinished_blob`] and the text, mutable.
    pub(super) fn unfinished_parts(&mut self) -> Option<(&mut Blob, &mut Vec<u8>)> {
        let (token, blob) = self.blobs.last_mut()?;
        // It is shared only once the message is whole.
        if *token == self.tokens.len() { Some((Arc::get_mut(blob)?, &mut self.text)) } else { None }
    }

    /// Drops and wipes the message, which may hold a password.
    pub(crate) fn clear(&mut self) {
        self.text.fill(0);
        self.text.clear();
        self.tokens.clear();
        self.blobs.clear();
        self.open = NO_BRACKET;
        self.size = 0;
    }

    /// Bytes of memory that its tokens take.
    pub(crate) fn token_bytes(&self) -> usize {
        self.tokens.len() * size_of::<Token>()
    }

    /// Whether it takes too much memory to be kept.
    pub(crate) fn is_large(&self) -> bool {
        self.memory() > MAX_KEPT_TAPE_BYTES
    }

    /// Bytes of memory that it takes, without blobs.
    pub(crate) fn memory(&self) -> usize {
        self.text.capacity() + self.tokens.capacity() * size_of::<Token>()
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Truncates text and overwrites the removed part with zeros.
pub(super) fn truncate_wiped(text: &mut Vec<u8>, length: usize) {
    text[length..].fill(0);
    text.truncate(length);
}
